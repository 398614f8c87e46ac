"""Marketing's answers to feedback stand in the digest beside the other promises, in the same words."""

from datetime import UTC, datetime, timedelta

from bot.domain.document import from_json, to_json
from bot.domain.period import read_week
from bot.domain.promise import ASKED_BACK, NO_FEEDBACK, Kind, Leg, Promise, PromiseId, Side
from digests import gather, judge, paragraphs
from digests.gather import Order
from digests.week import Answered, Pair, Week
from storage import promises
from storage.database import Database, Session
from tests.digests.test_gather import AGREEMENT, calendar

MONDAY = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
WEEK = read_week("2026-W10")
HOUR = timedelta(hours=1)


def owed(
    tx: Session,
    due_at: datetime,
    kept_at: datetime | None,
    excused: str | None = None,
    ended_at: datetime | None = None,
) -> None:
    """A promise to answer."""
    promises.insert(
        tx,
        Promise(
            id=PromiseId(0), handoff_id=None, feedback_id=1, kind=Kind.ANSWER, side=Side.MARKETING,
            owner="milo", budget=3600.0, escalate=0.0, legs=(Leg("milo", MONDAY),), started_at=MONDAY,
            warn_at=due_at, due_at=due_at, kept_at=kept_at, ended_at=ended_at or kept_at, excused=excused,
        ),
    )  # fmt: skip


def told(tx: Session) -> Week:
    """The week, frozen and thawed as in a snapshot."""
    order = Order(WEEK, MONDAY + timedelta(days=7))
    return from_json(Week, to_json(gather.gather(tx, order, AGREEMENT, calendar)))


async def test_answers_are_counted_by_the_week_in_which_they_were_due(db: Database) -> None:
    def work(tx: Session) -> Week:
        owed(tx, MONDAY + HOUR, MONDAY)  # in time
        owed(tx, MONDAY + HOUR, MONDAY + 2 * HOUR)  # late
        owed(tx, MONDAY + HOUR, None)  # not at all
        owed(tx, MONDAY + HOUR, None, ASKED_BACK)
        owed(tx, MONDAY + HOUR, None, NO_FEEDBACK, MONDAY)
        owed(tx, MONDAY + HOUR, None, NO_FEEDBACK, MONDAY + 2 * HOUR)  # late by then: it stays to be seen
        owed(tx, MONDAY - timedelta(days=7), None)  # another week's
        owed(tx, MONDAY + timedelta(days=7), None)
        return told(tx)

    week = await db.run(work)
    assert week.answered == Answered(Pair(1, 3), excused=2, open=1)
    line = judge.findings(week).promises[-1]
    assert paragraphs.promise(line) == (
        "Marketing: answer feedback in time",
        "1 of 3, too few to say, 2 excused",
    )


async def test_a_week_in_which_no_answer_was_due_says_nothing_of_it(db: Database) -> None:
    week = await db.run(told)
    assert week.answered is None
    assert all("feedback" not in line.what for line in judge.findings(week).promises)


def test_a_digest_from_before_there_was_feedback_can_still_be_read() -> None:
    frozen = to_json(Week("2026-W09", WEEK, "UTC", MONDAY, False, 0, 0, 0, ()))
    assert isinstance(frozen, dict)
    assert "answered" not in frozen
    assert from_json(Week, frozen).answered is None
