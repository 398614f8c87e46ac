"""Reminders are short, bundled, honest about being late, and settle themselves."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.brief import Brief
from bot.domain.handoff import HandoffId
from bot.domain.post import Message
from bot.domain.promise import Leg, Nudge
from bot.views import dm
from bot.views.dm import Reminder
from tests.views import reading
from tests.views.samples import AGREEMENT, BRIEF, DECIDE, HANDED, NOW, TOUCH, accepted, changed, overdue

HEAD = [
    "*Dana Ruiz* · Head of Operations · Lumen GmbH (320 people, Germany)",
    "Asked for a demo 09:12 · Read pricing twice 21 Nov 2026",
]
WHO = "Dana Ruiz, Head of Operations at Lumen GmbH."


def alone(brief: Brief, step: Nudge, planned_minutes_ago: int = 0, to: str = "") -> Message:
    """A DM of one reminder: to Ana as the owner, to Ben as the backup or in the pool."""
    person = to or ("ana" if step in (Nudge.START, Nudge.WARN) else "ben")
    planned = brief.now - timedelta(minutes=planned_minutes_ago)
    return dm.reminders([Reminder(brief, step, person, planned, False)], AGREEMENT)


def test_a_warning_says_how_much_of_my_time_is_left() -> None:
    message = alone(replace(BRIEF, left=720.0), Nudge.WARN)
    assert reading.lines(message) == [
        "*12 min of your working time left* to decide.",
        *HEAD,
        "For you · decide by today at 10:12 (12 min of your hours)",
    ]
    assert reading.buttons(message)[0][:2] == ["Accept", "Reject"]
    assert reading.read(message.text) == (
        f"12 min of your working time left to decide. {WHO} Asked for a demo. "
        "Decide by today at 10:12 (12 min of your hours)."
    )


def test_a_lead_from_the_night_waits_at_the_start_of_the_shift() -> None:
    message = alone(BRIEF, Nudge.START)
    assert reading.lines(message)[0] == "*A lead is waiting for you.* It came in outside your hours."


def test_the_backup_reads_whose_lead_it_is_and_why() -> None:
    message = alone(overdue(), Nudge.BACKUP)
    assert reading.lines(message)[0] == "*You may take this lead as the backup:* Ana has not decided yet."
    assert reading.lines(message)[-1].startswith(
        "For Ana · decision was due today at 10:12, overdue by 12 min"
    )
    assert reading.lines(alone(changed(overdue(), offered=("ben",)), Nudge.BACKUP))[-1].endswith(
        " · also offered to you"
    )
    absent = alone(BRIEF, Nudge.BACKUP)
    assert reading.lines(absent)[0] == "*You may take this lead as the backup:* Ana is away."


def test_the_pool_reads_that_the_first_one_has_it() -> None:
    assert reading.lines(alone(overdue(), Nudge.POOL))[0] == (
        "*This lead is open to EMEA now:* whoever accepts first has it."
    )


def test_a_first_touch_is_reminded_of_with_its_own_buttons() -> None:
    late = replace(accepted(), now=NOW + timedelta(hours=3), left=1800.0)
    late = replace(late, promises=(late.promises[0], replace(TOUCH, started_at=HANDED)))
    message = alone(late, Nudge.WARN)
    assert reading.lines(message)[0] == "*30 min of your working time left* for the first touch."
    assert reading.buttons(message)[0][:3] == ["Called", "Mailed", "Booked"]
    over = alone(replace(late, now=NOW + timedelta(hours=6)), Nudge.WARN)
    assert reading.lines(over)[0] == "*The time for the first touch is over.*"


def test_my_own_acceptance_turns_the_reminder_into_touch_buttons() -> None:
    touch = replace(TOUCH, started_at=NOW + timedelta(minutes=1))
    brief = replace(accepted(), promises=(accepted().promises[0], touch), now=NOW + timedelta(minutes=2))
    message = alone(brief, Nudge.WARN, planned_minutes_ago=2)
    assert reading.lines(message) == [
        "*Settled:*",
        *HEAD,
        "Accepted by Ana today at 09:15 · first touch due today at 14:12",
    ]
    assert reading.buttons(message)[0][:3] == ["Called", "Mailed", "Booked"]


def test_what_somebody_else_took_has_no_buttons_any_more() -> None:
    touch = replace(TOUCH, started_at=NOW + timedelta(minutes=1), owner="ben")
    taken = accepted(by="ben")
    taken = replace(taken, promises=(taken.promises[0], touch), now=NOW + timedelta(minutes=2))
    for step, person in ((Nudge.WARN, "ana"), (Nudge.BACKUP, "cleo"), (Nudge.POOL, "cleo")):
        message = alone(taken, step, planned_minutes_ago=2, to=person)
        assert reading.lines(message)[0] == "*Settled:*"
        assert reading.buttons(message) == []
    assert reading.read(alone(taken, Nudge.BACKUP, 2).text).startswith(f"Settled: {WHO}")


def test_the_backup_who_took_it_gets_the_touch_buttons() -> None:
    touch = replace(TOUCH, started_at=NOW + timedelta(minutes=1), owner="ben")
    taken = accepted(by="ben")
    taken = replace(taken, promises=(taken.promises[0], touch), now=NOW + timedelta(minutes=2))
    message = alone(taken, Nudge.BACKUP, planned_minutes_ago=2)
    assert reading.lines(message)[0] == "*Settled:*"
    assert reading.buttons(message)[0][:3] == ["Called", "Mailed", "Booked"]


def test_a_lead_that_went_to_somebody_else_asks_nothing_of_me() -> None:
    moved = replace(DECIDE, owner="ben", legs=(Leg("ana", HANDED), Leg("ben", NOW)))
    brief = replace(changed(owner="ben"), promises=(moved,))
    message = alone(brief, Nudge.WARN, planned_minutes_ago=2)
    assert reading.lines(message)[-1].startswith("For Ben · decide by today at 10:12")
    assert reading.buttons(message) == []


def test_several_leads_are_grouped_the_most_urgent_first() -> None:
    items = [
        Reminder(BRIEF, Nudge.START, "ana", NOW, False),
        Reminder(overdue(), Nudge.BACKUP, "ana", NOW, False),
        Reminder(BRIEF, Nudge.WARN, "ana", NOW, False),
        Reminder(BRIEF, Nudge.START, "ana", NOW, False),
    ]
    message = dm.reminders(items, AGREEMENT)
    assert [said for said in reading.lines(message) if "lead" in said] == [
        "*1 lead: running out of time*",
        "*1 lead: offered to you as the backup*",
        "*2 leads: came in outside your hours*",
    ]
    assert reading.read(message.text) == (
        "4 leads for you: 1 running out of time, 1 offered to you as the backup "
        "and 2 came in outside your hours. "
        f"First: {WHO} Decide by today at 10:12 (48 min of your hours)."
    )


def test_at_most_five_leads_carry_buttons_and_the_rest_is_counted() -> None:
    items = [
        Reminder(changed(id=HandoffId(number)), Nudge.START, "ana", NOW, False) for number in range(1, 38)
    ]
    message = dm.reminders(items, AGREEMENT)
    assert len(reading.buttons(message)) == 5
    assert reading.lines(message)[0] == "*37 leads: came in outside your hours*"
    assert reading.lines(message)[-1] == "and 32 more in your queue (Home tab)"
    assert len(message.blocks) == 12


def test_a_late_reminder_says_that_it_is_late() -> None:
    item = Reminder(BRIEF, Nudge.WARN, "ana", NOW - timedelta(days=1), True)
    assert reading.lines(dm.reminders([item], AGREEMENT))[-1] == (
        "This message is late: it was planned for yesterday at 09:24."
    )


def test_when_all_is_settled_the_bundle_says_so() -> None:
    settled = replace(overdue(), promises=())
    message = dm.reminders([Reminder(settled, Nudge.START, "ana", NOW, False)] * 2, AGREEMENT)
    assert message.text == "2 leads: all settled."


def test_a_bundle_of_one_kind_counts_once() -> None:
    items = [Reminder(overdue(), Nudge.BACKUP, "ben", NOW, False)] * 2
    assert dm.reminders(items, AGREEMENT).text.startswith(
        "2 leads for you: all offered to you as the backup. First: Dana Ruiz, "
    )


def test_the_card_is_linked_where_its_address_is_known() -> None:
    item = Reminder(BRIEF, Nudge.WARN, "ana", NOW, False, "https://team.slack.example/archives/C1/p1")
    assert reading.lines(dm.reminders([item], AGREEMENT))[1].endswith(" · [Card]")


@pytest.mark.parametrize("step", list(Nudge))
def test_every_step_has_its_words(step: Nudge) -> None:
    assert reading.lines(alone(BRIEF, step))[0].startswith("*")
