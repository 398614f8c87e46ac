"""Which comments a language model is asked about, how often, and where its reading stands."""

import threading
from collections.abc import Sequence
from datetime import datetime, timedelta

import pytest
from sqlmodel import select

from bot.domain.feedback import Item, Tagged
from storage import feedback, feedback_calls, feedback_gone, feedback_labels, feedback_weeks
from storage.database import Database, Session
from storage.feedback_calls import MOST, Call
from storage.feedback_tables import FeedbackTheme
from tests.storage.test_feedback import NOW, ROOT, hear

RULES = "1-abc"
LEASE = timedelta(minutes=1)
EDITED = "1772528500.000000"
BUDGET = Tagged(("no_budget",), (), (("no_budget", "cut our spend"),))


def read(
    tx: Session, *themes: str, ts: str = ROOT, text: str = "they cut our spend", version: str = ""
) -> Item:
    """An item as the rules read it."""
    item = hear(tx, ts, text, version)
    feedback_labels.add(tx, item, Tagged(themes, ("Drift",)), NOW, rules=RULES)
    return item


def asked(tx: Session, now: datetime = NOW, since: datetime = NOW - timedelta(days=7)) -> str | None:
    """The text that a model is to be asked about next."""
    found = feedback_calls.waiting(tx, RULES, since, now)
    return found.text if found else None


@pytest.mark.parametrize(
    ("themes", "wanted"),
    [((), True), (("other",), True), (("no_budget",), False), (("other", "no_budget"), False)],
)
async def test_a_model_is_asked_where_the_rules_say_nothing_or_something_else(
    db: Database, themes: Sequence[str], wanted: bool
) -> None:
    def work(tx: Session) -> str | None:
        read(tx, *themes)
        return asked(tx)

    assert await db.run(work) == ("they cut our spend" if wanted else None)


async def test_a_model_is_not_asked_before_the_rules_have_read_nor_about_what_does_not_count(
    db: Database,
) -> None:
    def work(tx: Session) -> str | None:
        hear(tx, "1772528001.000100", "unread")
        read(tx, ts="1772528002.000100", text="read, and changed since")
        hear(tx, "1772528002.000100", "read before", EDITED)
        aside = read(tx, ts="1772528003.000100", text="set aside")
        feedback.set_aside(tx, aside.id, "ana", NOW)
        gone = read(tx, ts="1772528004.000100", text="deleted")
        feedback_gone.withdraw(tx, "C1", gone.ts or "", NOW)
        sealed = read(tx, ts="1772528005.000100", text="erased")
        feedback_gone.seal(tx, [sealed.id])
        person = read(tx, ts="1772528006.000100", text="labelled by a person")
        feedback_labels.add(tx, person, Tagged(), NOW, person="ana")
        read(tx, ts="1762528008.000100", text="of last year")
        return asked(tx)

    assert await db.run(work) is None


async def test_the_newest_is_asked_about_first(db: Database) -> None:
    def work(tx: Session) -> list[str]:
        for number in (2, 1, 3):
            read(tx, ts=f"177252800{number}.000100", text=str(number))
        found = []
        while item := feedback_calls.waiting(tx, RULES, NOW - LEASE * 60, NOW):
            found.append(item.text)
            feedback_calls.claim(tx, item, NOW, LEASE)
        return found

    assert await db.run(work) == ["3", "2", "1"]


async def test_a_claim_holds_until_its_lease_ends_and_a_call_is_made_so_often_only(db: Database) -> None:
    def work(tx: Session) -> list[tuple[int | None, int | None]]:
        item, now, tries = read(tx), NOW, []
        for _ in range(MOST + 1):
            pair = (feedback_calls.claim(tx, item, now, LEASE), feedback_calls.claim(tx, item, now, LEASE))
            tries.append(tuple(call.tries if call else None for call in pair))
            assert asked(tx, now) is None
            now += LEASE
            assert bool(asked(tx, now)) is (len(tries) < MOST)
        return tries  # type: ignore[return-value]

    assert await db.run(work) == [(1, None), (2, None), (3, None), (4, None), (None, None)]


async def test_what_was_answered_is_not_asked_again_and_other_words_are(db: Database) -> None:
    def work(tx: Session) -> list[object]:
        call = feedback_calls.claim(tx, read(tx), NOW, LEASE)
        assert call is not None
        done = feedback_calls.settle(tx, call, None)
        later = NOW + timedelta(days=1)
        same = asked(tx, later), feedback_calls.claim(tx, call.item, later, LEASE)
        read(tx, text="they cut it all", version=EDITED)
        return [done, *same, asked(tx, later)]

    assert await db.run(work) == [True, None, None, "they cut it all"]


async def test_a_failed_call_waits_for_its_time(db: Database) -> None:
    def work(tx: Session) -> list[str | None]:
        call = feedback_calls.claim(tx, read(tx), NOW, LEASE)
        assert call is not None
        feedback_calls.settle(tx, call, NOW + timedelta(minutes=10))
        return [asked(tx, NOW + timedelta(minutes=minutes)) for minutes in (9, 10)]

    assert await db.run(work) == [None, "they cut our spend"]


async def test_whoever_lost_the_claim_settles_nothing(db: Database) -> None:
    def work(tx: Session) -> tuple[bool, bool]:
        item = read(tx)
        late = feedback_calls.claim(tx, item, NOW, LEASE)
        other = feedback_calls.claim(tx, item, NOW + LEASE, LEASE)
        assert late is not None
        assert other is not None
        return feedback_calls.settle(tx, late, None), feedback_calls.settle(tx, other, None)

    assert await db.run(work) == (False, True)


@pytest.mark.parametrize("kind", ["postgresql"], indirect=True)
def test_two_replicas_claim_a_call_once(url: str) -> None:
    with Database.open(url) as one, Database.open(url) as other:
        item = one.run_sync(read)
        found: list[Call | None] = []
        barrier = threading.Barrier(2)

        def claim(db: Database) -> None:
            barrier.wait(20)
            found.append(db.run_sync(lambda tx: feedback_calls.claim(tx, item, NOW, LEASE)))

        threads = [threading.Thread(target=claim, args=(db,)) for db in (one, other)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert sorted(call.tries if call else 0 for call in found) == [0, 1]


async def test_what_a_model_read_stands_where_the_rules_are_silent_with_the_rules_vendors(
    db: Database,
) -> None:
    def work(tx: Session) -> list[Tagged]:
        item = read(tx, "other")
        feedback_labels.add(tx, item, BUDGET, NOW, model="made-up")
        found = [feedback_labels.of(tx, [item.id])[item.id]]
        for version, themes in (("2", ()), ("3", ("bad_timing",)), ("4", ())):
            feedback_labels.add(tx, item, Tagged(themes, ("Drift",)), NOW, rules=version)
            found.append(feedback_labels.of(tx, [item.id])[item.id])
        return found

    model = Tagged(BUDGET.themes, ("Drift",), BUDGET.evidence, by_model=True)
    assert await db.run(work) == [model, model, Tagged(("bad_timing",), ("Drift",)), model]


async def test_an_edit_takes_what_a_model_read_in_the_old_words(db: Database) -> None:
    def work(tx: Session) -> list[tuple[tuple[str, ...], int]]:
        item, found = read(tx), []
        feedback_labels.add(tx, item, BUDGET, NOW, model="made-up")
        for _ in range(2):
            counted = len(tx.exec(select(FeedbackTheme)).all())
            found.append((feedback_labels.standing(tx, item.id).themes, counted))
            read(tx, text="never mind", version=EDITED)
        return found

    assert await db.run(work) == [(("no_budget",), 1), ((), 0)]


async def test_a_persons_word_is_stronger_than_a_models_before_and_after(db: Database) -> None:
    def work(tx: Session) -> tuple[Tagged, tuple[int, int]]:
        item = read(tx)
        feedback_labels.add(tx, item, Tagged(("bad_timing",)), NOW, person="ana")
        feedback_labels.add(tx, item, BUDGET, NOW, model="made-up")
        return feedback_labels.of(tx, [item.id])[item.id], feedback_weeks.tagged(
            tx, feedback_labels.readings(tx, [item.id])
        )

    # The digest counts it as tagged, and as corrected.
    assert await db.run(work) == (Tagged(("bad_timing",)), (1, 1))
