"""Feedback in the database: the order in which Slack tells of a message does not matter."""

import itertools
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta

from bot.domain.feedback import AnswerKind, Item, Origin, Said, Tagged
from storage import (
    feedback,
    feedback_answers,
    feedback_gone,
    feedback_labels,
    feedback_lists,
    feedback_threads,
)
from storage.database import Database, Session
from storage.feedback_tables import FeedbackThread

NOW = datetime(2026, 3, 3, 9, 0, tzinfo=UTC)
ROOT = "1772528000.000100"

Telling = Callable[[Session, str], object]


def hear(tx: Session, ts: str, text: str, version: str = "", *, to_bot: bool = False) -> Item:
    """A message of Ana's, about campaign 7."""
    said = Said("C1", ts, ROOT, "U1", text, version, to_bot)
    return feedback.hear(tx, said, NOW, author="ana", owner="chloe", campaign_id=7)[0]


def written(tx: Session, ts: str) -> None:
    hear(tx, ts, "first")


def edited(tx: Session, ts: str) -> None:
    hear(tx, ts, "second", "1772528500.000000")


def edited_again(tx: Session, ts: str) -> None:
    hear(tx, ts, "third", "1772528600.000000")


def asked(tx: Session, ts: str) -> None:
    hear(tx, ts, "is that so?", "1772528700.000000", to_bot=True)


def deleted(tx: Session, ts: str) -> None:
    feedback_gone.withdraw(tx, "C1", ts, NOW, ROOT)


async def ends(db: Database, told: Sequence[Telling]) -> set[tuple[object, ...]]:
    """How an item stands at the end, for every order in which this can be told."""
    orders = list(dict.fromkeys(itertools.permutations(told)))

    def work(tx: Session) -> set[tuple[object, ...]]:
        found: set[tuple[object, ...]] = set()
        for number, order in enumerate(orders):
            ts = f"17725284{number:02}.000100"
            for tell in order:
                tell(tx, ts)
            item = feedback.by_key(tx, f"C1:{ts}")
            found.add((item.text, item.counts, item.user, item.author, item.version, item.deleted_at))
        return found

    return await db.run(work)


async def test_an_edit_wins_over_what_it_edits_in_any_order_and_number(db: Database) -> None:
    told = (written, written, edited, edited_again)
    assert await ends(db, told) == {("third", True, "U1", "ana", "1772528600.000000", None)}


async def test_a_deletion_wins_over_everything_in_any_order_and_number(db: Database) -> None:
    told = (written, edited, deleted, deleted)
    assert await ends(db, told) == {("", False, "", None, "", NOW)}


async def test_what_was_edited_into_a_question_does_not_count_in_any_order(db: Database) -> None:
    told = (written, written, edited, asked)
    assert await ends(db, told) == {("is that so?", False, "U1", "ana", "1772528700.000000", None)}


async def test_setting_aside_and_taking_back_happen_once_each(db: Database) -> None:
    def work(tx: Session) -> list[bool]:
        item = hear(tx, ROOT, "lunch?")
        return [
            feedback.set_aside(tx, item.id, "ana", NOW),
            feedback.set_aside(tx, item.id, "ben", NOW),
            feedback.take_back(tx, item.id),
            feedback.take_back(tx, item.id),
        ]

    assert await db.run(work) == [True, False, True, False]


async def test_one_of_two_answers_stands(db: Database) -> None:
    def work(tx: Session) -> tuple[list[bool], Item | None]:
        item = hear(tx, ROOT, "no budget")
        first = feedback_answers.add(tx, AnswerKind.PLANNED, "in May", "chloe", NOW)
        second = feedback_answers.add(tx, AnswerKind.CHANGED, "", "max", NOW)
        won = [feedback.answer(tx, item.id, one.id) for one in (first, second)]
        return won, feedback.get(tx, item.id)

    won, item = await db.run(work)
    assert won == [True, False]
    assert item is not None
    assert not item.is_open


async def test_an_answer_is_reopened_once(db: Database) -> None:
    def work(tx: Session) -> list[bool]:
        item = hear(tx, ROOT, "no budget")
        answer = feedback_answers.add(tx, AnswerKind.PLANNED, "in May", "chloe", NOW)
        feedback.answer(tx, item.id, answer.id)
        feedback_answers.give(tx, answer.id, item.id)
        return [feedback_answers.take_back(tx, answer.id, item.id, "too late", NOW) for _ in range(2)]

    assert await db.run(work) == [True, False]


async def test_a_persons_label_is_stronger_than_a_later_one_of_the_rules(db: Database) -> None:
    def work(tx: Session) -> Tagged:
        item = hear(tx, ROOT, "no budget")
        for themes, rules, person in (
            (("other",), "1", None),
            (("no_budget",), None, "ana"),
            ((), "2", None),
        ):
            feedback_labels.add(tx, item, Tagged(themes), NOW, rules=rules, person=person)
        return feedback_labels.of(tx, [item.id])[item.id]

    assert await db.run(work) == Tagged(("no_budget",))


async def test_of_two_edits_in_one_second_the_one_told_later_wins_and_is_read_by_the_rules_too(
    db: Database,
) -> None:
    second = "1772528500.000000"

    def work(tx: Session) -> None:
        ts = "1772528400.000100"
        hear(tx, ts, "first")
        feedback_labels.add(tx, hear(tx, ts, "second", second), Tagged(), NOW, rules="1")
        assert hear(tx, ts, "third", second).text == "third"
        assert [one.text for one in feedback_lists.untagged(tx, "1", 9)] == ["third"]
        # Told again, and read again in the thread: nothing new.
        assert hear(tx, ts, "third", second) == hear(tx, ts, "third", second)
        # The message itself comes late; and the next second's edit is the latest.
        assert hear(tx, ts, "first").text == "third"
        assert hear(tx, ts, "fourth", "1772528501.000000").text == "fourth"
        feedback_gone.seal(tx, [feedback.by_key(tx, f"C1:{ts}").id])
        assert hear(tx, ts, "fifth", "1772528501.000000").text == ""

    await db.run(work)


async def test_what_somebody_logged_in_their_words_is_not_replaced_by_the_message_as_it_was(
    db: Database,
) -> None:
    def work(tx: Session) -> None:
        said = Said("C1", "1772528400.000100", ROOT, "U1", "in short: students")
        feedback.hear(tx, said, NOW, origin=Origin.SHORTCUT)
        assert hear(tx, said.ts, "a long story about students").text == "in short: students"
        assert hear(tx, said.ts, "another story", "1772528500.000000").text == "another story"

    await db.run(work)


async def test_rules_read_each_version_of_a_text_once(db: Database) -> None:
    def work(tx: Session) -> list[int]:
        item = hear(tx, ROOT, "no budget")
        counts = [len(feedback_lists.untagged(tx, "1", 10))]
        feedback_labels.add(tx, item, Tagged(), NOW, rules="1")
        counts.append(len(feedback_lists.untagged(tx, "1", 10)))
        counts.append(len(feedback_lists.untagged(tx, "2", 10)))
        hear(tx, ROOT, "no budget at all", "1772528500.000000")
        return [*counts, len(feedback_lists.untagged(tx, "1", 10))]

    assert await db.run(work) == [1, 0, 1, 1]


async def test_a_deletion_takes_the_words_that_labels_quote(db: Database) -> None:
    def work(tx: Session) -> Tagged:
        item = hear(tx, ROOT, "no budget")
        feedback_labels.add(
            tx, item, Tagged(("no_budget",), (), (("no_budget", "no budget"),)), NOW, rules="1"
        )
        feedback_gone.withdraw(tx, "C1", ROOT, NOW)
        return feedback_labels.of(tx, [item.id])[item.id]

    assert await db.run(work) == Tagged(("no_budget",))


async def test_an_erased_text_is_not_brought_back_by_an_edit(db: Database) -> None:
    def work(tx: Session) -> Item:
        hear(tx, ROOT, "Dana said no")
        feedback_gone.seal(tx, [1])
        return hear(tx, ROOT, "Dana said no, again", "1772528900.000000")

    assert (await db.run(work)).text == ""


async def test_a_command_is_stored_once_by_its_key(db: Database) -> None:
    def work(tx: Session) -> list[bool]:
        return [
            feedback.write(
                tx, "command:1", "good", NOW, user="U1", author="ana", origin=Origin.COMMAND, campaign_id=7,
                handoff_id=None, owner="chloe",
            )[1]
            for _ in range(2)
        ]  # fmt: skip

    assert await db.run(work) == [True, False]


async def test_the_liveliest_thread_is_read_first_and_by_one_reader(db: Database) -> None:
    def fill(tx: Session) -> None:
        for number, days in enumerate((3, 1, 2)):
            at = NOW - timedelta(days=days)
            tx.add(FeedbackThread(channel="C1", ts=str(number), next_at=NOW, active_at=at))

    def take(tx: Session) -> str | None:
        one = feedback_threads.take(tx, NOW, 120)
        return one.ts if one else None

    await db.run(fill)
    assert [await db.run(take) for _ in range(4)] == ["1", "2", "0", None]
