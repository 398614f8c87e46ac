"""Stored questions: once per message, read once and in their order, forgotten in time."""

from datetime import UTC, datetime, timedelta

from bot.domain.asked import Asked, Place
from bot.domain.metric import Dimension
from storage import aliases, questions
from storage.database import Database, Session

NOW = datetime(2026, 9, 16, 8, 0, tzinfo=UTC)
LEASE = timedelta(seconds=30)
THREAD = "1789545600.000100"
UNDERSTOOD = {"query": {"metric": "mql_count"}}


def put(tx: Session, ts: str | None, text: str = "MQLs", thread: str = THREAD) -> int | None:
    """A question in a thread."""
    return questions.record(tx, Place("C1", ts, thread), "U1", "ana", text, NOW)


def read_all(tx: Session, now: datetime) -> list[Asked]:
    """What can be claimed at once."""
    found = []
    while claimed := questions.claim(tx, now, LEASE):
        found.append(claimed.asked)
    return found


async def test_a_message_is_stored_once(db: Database) -> None:
    ids = [await db.run(lambda tx: put(tx, "1.1")) for _ in range(2)]
    assert ids[0] is not None
    assert ids[1] is None


async def test_buttons_have_no_message_and_are_each_stored(db: Database) -> None:
    ids = [await db.run(lambda tx: put(tx, None)) for _ in range(2)]
    assert len(set(ids)) == 2


async def test_capitals_of_any_alphabet_are_forgotten(db: Database) -> None:
    def work(tx: Session) -> list[str]:
        for text in ("MQLs from ØYSTEIN ÅS", "MQLs from E\u0301va Nova\u0301k", "MQLs from Oystein As"):
            put(tx, None, text)
        questions.erase(tx, ["Øystein Ås", "Éva Novák"])
        return [one.text for one in read_all(tx, NOW)][:1] + [
            found.text for number in (2, 3) if (found := questions.get(tx, number))
        ]

    assert await db.run(work) == ["(erased)", "(erased)", "MQLs from Oystein As"]


async def test_a_conversation_is_read_in_its_order_and_others_beside_it(db: Database) -> None:
    def work(tx: Session) -> tuple[list[str], list[str]]:
        for ts, text, thread in (("1.1", "first", "a"), ("1.2", "second", "a"), ("1.3", "other", "b")):
            put(tx, ts, text, thread)
        first = [one.text for one in read_all(tx, NOW)]
        claimed = questions.claim(tx, NOW + LEASE, LEASE)
        assert claimed is not None
        questions.settle(tx, claimed, UNDERSTOOD)
        return first, [one.text for one in read_all(tx, NOW)]

    assert await db.run(work) == (["first", "other"], ["second"])


async def test_a_worker_that_was_too_slow_changes_nothing(db: Database) -> None:
    def work(tx: Session) -> tuple[bool, bool]:
        put(tx, "1.1")
        slow = questions.claim(tx, NOW, LEASE)
        assert slow is not None
        assert not questions.waiting(tx, NOW)
        quick = questions.claim(tx, NOW + LEASE, LEASE)
        assert quick is not None
        return questions.settle(tx, quick, UNDERSTOOD), questions.settle(tx, slow, None)

    assert await db.run(work) == (True, False)


async def test_the_turns_of_a_thread_are_those_that_were_read_newest_first(db: Database) -> None:
    def work(tx: Session) -> list[str]:
        for number in range(3):
            questions.record(
                tx, Place("C1", f"1.{number}", THREAD), "U1", None, f"q{number}", NOW, UNDERSTOOD
            )
        put(tx, "1.9", "not read")
        questions.record(tx, Place("C2", "1.1", THREAD), "U1", None, "elsewhere", NOW, UNDERSTOOD)
        return [one.text for one in questions.turns(tx, "C1", THREAD)]

    assert await db.run(work) == ["q2", "q1", "q0"]


async def test_a_complaint_is_listed_until_it_is_reviewed(db: Database) -> None:
    def work(tx: Session) -> tuple[list[str | None], bool, bool, int]:
        number = put(tx, "1.1") or 0
        questions.complain(tx, number, "the summit", NOW)
        listed = [one.remark for one in questions.to_review(tx)]
        done = [questions.reviewed(tx, number, NOW) for _ in range(2)]
        return listed, done[0], done[1], len(questions.to_review(tx))

    assert await db.run(work) == (["the summit"], True, False, 0)


async def test_a_person_is_forgotten_in_what_was_asked_about_them(db: Database) -> None:
    def work(tx: Session) -> list[tuple[str, str | None]]:
        ids = [put(tx, "1.1", "is Dana@Lumen.example.com in?"), put(tx, "1.2", "100% of MQLs")]
        questions.complain(tx, ids[1] or 0, "of DANA RUIZ", NOW)
        ids.append(put(tx, "1.3", "MQLs"))
        questions.erase(tx, ["dana@lumen.example.com", "Dana Ruiz", "100_"])
        found = [questions.get(tx, number or 0) for number in ids]
        return [(one.text, one.remark) for one in found if one]

    assert await db.run(work) == [("(erased)", None), ("(erased)", None), ("MQLs", None)]


async def test_old_questions_go(db: Database) -> None:
    def work(tx: Session) -> tuple[int, int]:
        put(tx, "1.1")
        return questions.forget(tx, NOW), questions.forget(tx, NOW + LEASE)

    assert await db.run(work) == (0, 1)


async def test_words_stand_for_the_name_that_was_said_last(db: Database) -> None:
    def work(tx: Session) -> tuple[dict[str, tuple[str, ...]], bool, bool]:
        for value in ("Growth Summit", "Glow Summit"):
            aliases.add(tx, "summit thing", Dimension.CAMPAIGN, value, NOW)
        aliases.add(tx, "the summit", Dimension.CAMPAIGN, "Glow Summit", NOW)
        known = dict(aliases.all_(tx)[Dimension.CAMPAIGN])
        return known, aliases.remove(tx, "the summit"), aliases.remove(tx, "the summit")

    assert await db.run(work) == ({"Glow Summit": ("summit thing", "the summit")}, True, False)
