"""Questions in words, answered from a past of 600 awkward handoffs, against counts in plain Python.

Neither the parser nor the SQL is used by the counts: each question stands beside the handoffs that it is
about, by hand.
"""

from collections.abc import Callable
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from bot import agreement_file
from bot.domain.asked import Asked, Place, Told, Unanswered
from bot.domain.figure import Answer
from bot.language import record
from bot.services.clocks import Clocks
from bot.services.numbers import Numbers
from bot.services.questions import Questions
from bot.services.telling import Telling
from storage.database import Database, Session
from tests.digests import medley
from tests.digests.worlds import Past
from tests.scenarios import world as worlds

NOW = datetime(2026, 9, 16, 10, 0, tzinfo=UTC)  # a Wednesday
BERLIN = ZoneInfo("Europe/Berlin")
PASTS = [
    one for one in medley.pasts(11, 600, datetime(2026, 4, 1, tzinfo=UTC), 168)
    if one.decided is None or one.decided <= NOW
]  # fmt: skip
AGREEMENT = agreement_file.load_agreement(
    worlds.AGREEMENT, name="handoff.toml", environ={}, needs_secrets=False
).agreement

Which = Callable[[Past], bool]


def handed(first: date, last: date) -> Which:
    """Handed over on a local day from the first to the last."""
    return lambda one: first <= one.handed.astimezone(BERLIN).date() <= last


def decided(first: date, last: date) -> Which:
    """Decided on a local day from the first to the last."""
    return lambda one: one.decided is not None and first <= one.decided.astimezone(BERLIN).date() <= last


def of(**names: str | None) -> Which:
    """With these values; `region="EMEA"`."""
    return lambda one: all(one.dimensions.get(name) == value for name, value in names.items())


def count(*which: Which) -> int:
    """How many there are that are no test, no duplicate and not withdrawn."""
    return sum(one.left_out is None and all(each(one) for each in which) for one in PASTS)


def accepted(one: Past) -> bool:
    return one.decision == "accepted"


def rejected(one: Past) -> bool:
    return one.decision == "rejected"


AUGUST = (date(2026, 8, 1), date(2026, 8, 31))
Q2 = (date(2026, 4, 1), date(2026, 6, 30))
LAST_WEEK = (date(2026, 9, 7), date(2026, 9, 13))
SO_FAR = (date(2026, 9, 1), date(2026, 9, 16))

# The question, and k and n of its only figure.
SINGLE: list[tuple[str, Callable[[], tuple[int, int | None]]]] = [
    ("how many MQLs did we get last month?", lambda: (count(handed(*AUGUST)), None)),
    ("MQLs last week in EMEA", lambda: (count(handed(*LAST_WEEK), of(region="EMEA")), None)),
    (
        "acceptance rate for webinars, Q2",
        lambda: (
            count(decided(*Q2), accepted, of(source="webinar")),
            count(decided(*Q2), of(source="webinar")),
        ),
    ),
    (
        "what share of leads was rejected in august excluding APAC",
        lambda: (
            count(decided(*AUGUST), rejected, of(region="EMEA")),
            count(decided(*AUGUST), of(region="EMEA")),
        ),
    ),
    (
        "rejection rate for Ana Lima this month",
        lambda: (
            count(decided(*SO_FAR), rejected, of(owner="ana")),
            count(decided(*SO_FAR), of(owner="ana")),
        ),
    ),
    (
        "number of hot leads from paid search since 1 june",
        lambda: (
            count(handed(date(2026, 6, 1), NOW.date()), of(tier="hot", source="paid_search")),
            None,
        ),
    ),
]


def ask(tx: Session, text: str) -> Answer:
    """The answer to a question in words, as the thread gets it."""
    found = told(tx, text)
    assert isinstance(found, Answer), found
    return found


def told(tx: Session, text: str) -> Told:
    """What is told to a question in words, be it no answer."""
    clocks = Clocks(AGREEMENT, lambda spec, day: None)
    read = Questions(AGREEMENT)
    outcome = record.write(read.read(tx, text, NOW))
    asked = Asked(1, Place("D1", "1.1", "1.1", direct=True), "U1", "max", text, NOW, outcome)
    telling = Telling(db=None, agreement=AGREEMENT, numbers=Numbers(AGREEMENT, clocks), read=read)  # type: ignore[arg-type]
    return telling.told(tx, asked, to_them_alone=True)


async def test_a_breakdown_by_theme_of_what_has_none_says_of_what_to_ask_it(past: Database) -> None:
    found = await past.read(lambda tx: told(tx, "acceptance rate by theme last month"))
    assert isinstance(found, Unanswered)
    assert "theme: says what feedback is about: ask it of feedback_count" in found.text


@pytest.fixture
async def past(db: Database) -> Database:
    await db.run(lambda tx: medley.store(tx, PASTS))
    return db


async def test_single_figures_are_those_that_plain_counting_gives(past: Database) -> None:
    def work(tx: Session) -> list[tuple[str, tuple[int, int | None]]]:
        figures = [(text, ask(tx, text).rows[0].figures[0]) for text, _ in SINGLE]
        return [(text, (figure.k, figure.n)) for text, figure in figures]

    found = await past.read(work)
    assert found == [(text, expected()) for text, expected in SINGLE]
    assert all(k for _, (k, _) in found)  # nothing is compared with nothing


async def test_groups_are_those_that_plain_counting_gives(past: Database) -> None:
    answer = await past.read(
        lambda tx: ask(tx, "acceptance webinar vs paid search by region, last full month")
    )
    found = {row.group: (row.figures[0].k, row.figures[0].n) for row in answer.rows}
    names = [str(group) for group in answer.query.group_by]
    assert sorted(names) == ["region", "source"]
    expected = {}
    for region in ("EMEA", "APAC"):
        for source in ("webinar", "paid_search"):
            which = of(region=region, source=source)
            key = tuple({"region": region, "source": source}[name] for name in names)
            expected[key] = (count(decided(*AUGUST), accepted, which), count(decided(*AUGUST), which))
    assert found == expected


async def test_a_comparison_is_of_two_plain_counts(past: Database) -> None:
    answer = await past.read(lambda tx: ask(tx, "MQLs last full month vs the month before, by region"))
    july = (date(2026, 7, 1), date(2026, 7, 31))
    assert {row.group[0]: (row.figures[0].k, row.before[0].k) for row in answer.rows} == {
        region: (count(handed(*AUGUST), of(region=region)), count(handed(*july), of(region=region)))
        for region in ("EMEA", "APAC")
    }
