"""Why a lead came to somebody, and which minutes counted."""

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

from bot.domain.agreement import Hours
from bot.domain.calendar import BusinessCalendar, Stretch
from bot.domain.handoff import Step
from bot.domain.promise import Leg
from bot.views import explain
from tests.views.samples import BRIEF, DECIDE, DUE, HANDED, TOUCH, accepted, did, entry

FRIDAY = datetime(2026, 11, 20, 10, 30, tzinfo=UTC)  # 11:30 in Berlin
BLOCKS = ((time(9), time(12)), (time(13), time(18)))
CALENDAR = BusinessCalendar(
    "Europe/Berlin", [Hours(day, start, end) for day in range(5) for start, end in BLOCKS]
)


def test_every_stretch_says_whether_it_counted_and_why_not() -> None:
    stretches = CALENDAR.explain(FRIDAY, HANDED)
    assert explain.clock_lines(BRIEF, stretches) == (
        "Fri 20 Nov 2026 11:30-12:00 counted",
        "Fri 20 Nov 2026 12:00-13:00 outside hours, not counted",
        "Fri 20 Nov 2026 13:00-18:00 counted",
        "Fri 20 Nov 2026 18:00-Mon 23 Nov 2026, 09:00 outside hours, not counted",
        "Mon 23 Nov 2026 09:00-09:12 counted",
        "Counted: 5 h 42 min (times in Europe/Berlin)",
    )


def test_a_holiday_and_an_absence_are_named() -> None:
    day = FRIDAY.date()
    closed = BusinessCalendar(
        "Europe/Berlin",
        [Hours(4, time(9), time(18))],
        closed=lambda on: "Buß- und Bettag" if on == day else None,
    )
    [first, *_] = explain.clock_lines(BRIEF, closed.explain(FRIDAY, FRIDAY + timedelta(hours=1)))
    assert first == "Fri 20 Nov 2026 11:30-12:30 Buß- und Bettag, not counted"


def test_a_long_wait_shows_its_last_stretches_and_counts_all() -> None:
    hour = timedelta(hours=1)
    many = [
        Stretch(FRIDAY + n * hour, FRIDAY + (n + 1) * hour, FRIDAY.date(), True, "open") for n in range(43)
    ]
    lines = explain.clock_lines(BRIEF, many)
    assert lines[0] == "3 earlier parts not shown"
    assert len(lines) == 42
    assert lines[-1] == "Counted: 43 h (times in Europe/Berlin)"


def test_times_are_in_the_zone_of_whoever_owed_it() -> None:
    bens = replace(DECIDE, owner="cleo", legs=(Leg("cleo", HANDED),))
    agreement = replace(
        BRIEF.agreement,
        people={
            **BRIEF.agreement.people,
            "cleo": replace(BRIEF.agreement.people["cleo"], zone="America/New_York"),
        },
    )
    stretch = Stretch(FRIDAY, FRIDAY + timedelta(hours=1), FRIDAY.date(), True, "open")
    assert explain.clock_lines(replace(BRIEF, agreement=agreement), [stretch], bens) == (
        "Fri 20 Nov 2026 05:30-06:30 counted",
        "Counted: 1 h (times in America/New_York)",
    )


def test_the_whole_answer_tells_route_clocks_and_messages_in_plain_text() -> None:
    log = (
        entry(
            Step.ROUTED,
            HANDED,
            None,
            **{"1": "rule “DACH”: goes to EMEA", "2": "EMEA round robin: Ana is next"},
        ),
        entry(Step.REMINDED, HANDED + timedelta(minutes=45), None, to="ana", promise="decide"),
        entry(Step.OFFERED, DUE, None, to="ben"),
    )
    lines = explain.lines(replace(BRIEF, log=log), [(DECIDE, CALENDAR.explain(HANDED, DUE))])
    assert lines == (
        "Hand-raiser: 1 h to decide, 4 h to the first touch, in working time",
        "How it was routed:",
        "1. rule “DACH”: goes to EMEA",
        "2. EMEA round robin: Ana is next",
        "Decision (running):",
        "1 h of working time, from Mon 23 Nov 2026, 09:12 to Mon 23 Nov 2026, 10:12 (Europe/Berlin)",
        "Mon 23 Nov 2026 09:12-10:12 counted",
        "Counted: 1 h (times in Europe/Berlin)",
        "Who was told:",
        "Mon 23 Nov 2026, 09:57 (Europe/Berlin): Ana got a reminder of the decision.",
        "Mon 23 Nov 2026, 10:12 (Europe/Berlin): Offered to Ben: the decision was due 10:12 (Europe/Berlin).",
    )


def test_a_lead_with_nothing_on_record_still_names_its_agreement() -> None:
    assert explain.lines(BRIEF, []) == (
        "Hand-raiser: 1 h to decide, 4 h to the first touch, in working time",
    )


def test_the_latest_route_counts_and_a_first_touch_is_named() -> None:
    log = (
        entry(Step.ROUTED, HANDED, None, **{"1": "old"}),
        did(Step.ACCEPTED, "ana"),
        entry(Step.ROUTED, HANDED, None, **{"1": "new"}),
    )
    lines = explain.lines(replace(accepted(), log=log), [(TOUCH, [])])
    assert lines[1:3] == ("How it was routed:", "1. new")
    assert lines[3] == "First touch (running):"
    assert lines[4].startswith("4 h of working time, from ")
    assert lines[5] == "Counted: less than a minute (times in Europe/Berlin)"
