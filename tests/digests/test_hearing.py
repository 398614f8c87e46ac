"""The feedback of a week, against counts in plain Python over made-up items; on both databases."""

import random
from collections import defaultdict
from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.document import from_json, to_json
from bot.domain.feedback import AnswerKind, Origin, Said, Tagged
from bot.domain.period import read_week
from bot.domain.post import Kind as Post
from bot.domain.promise import Kind
from digests import hearing
from digests.week import Heard, Pair
from storage import feedback, feedback_answers, feedback_labels, posts
from storage.database import Database, Session
from storage.sight import Scope
from storage.tables import HandoffRow, LeadRow, PromiseRow
from tests.digests import worlds
from tests.digests.worlds import Past

WEEK = read_week("2026-W10")  # 2-8 March
MONDAY = datetime(2026, 3, 2, tzinfo=UTC)
DAY = timedelta(days=1)
NOW = MONDAY + 7 * DAY + timedelta(hours=8)
SCOPE = Scope("UTC", NOW)
THEMES = ("wrong_persona", "no_budget", "good_quality")


def leads(tx: Session, left_out: dict[int, str]) -> None:
    """Thirty leads, handed over the week before and decided in it: all but three."""
    before = MONDAY - 7 * DAY
    tx.add_all(LeadRow(id=n, data={}, created_at=before, updated_at=before) for n in range(1, 31))
    tx.flush()
    tx.add_all(
        HandoffRow(
            id=n, lead_id=n, status="accepted", source="", tier="", tier_label="", agreement="", policy={},
            handed_at=before,
        )
        for n in range(1, 31)
    )  # fmt: skip
    tx.flush()
    card = posts.add(tx, "handoff:1:card", Post.CARD, 1, "#handoffs", before)
    posts.adopt(tx, card.id, "C1", "1.0")
    decided = [MONDAY + DAY if n > 3 else None for n in range(1, 31)]
    worlds.store(
        tx,
        [
            Past(before, decided=at, decision="accepted" if at else None, left_out=left_out.get(n))
            for n, at in enumerate(decided, 1)
        ],
    )


def say(tx: Session, at: datetime, lead: int | None, *readings: tuple[str | None, tuple[str, ...]]) -> int:
    said = Said("C1", f"{at.timestamp():.6f}", None, "U1", "words")
    item, _ = feedback.hear(tx, said, NOW, handoff_id=lead)
    for person, found in readings:
        feedback_labels.add(tx, item, Tagged(found), NOW, rules=None if person else "1", person=person)
    return item.id


async def heard(db: Database) -> Heard | None:
    """As it is frozen and thawed."""
    found = await db.read(lambda tx: hearing.heard(tx, WEEK, SCOPE))
    return from_json(Heard, to_json(found)) if found else None


async def test_every_number_is_the_one_that_plain_counting_gives(db: Database) -> None:
    luck, left_out = random.Random(3), {5: "test", 6: "withdrawn"}
    told: list[tuple[int, datetime, int | None, tuple[str, ...], bool, bool]] = []

    def work(tx: Session) -> None:
        leads(tx, left_out)
        for number in range(120):
            at = MONDAY - DAY + timedelta(minutes=luck.randrange(9 * 24 * 60), microseconds=number)
            lead = luck.choice((None, *range(1, 31)))
            rules = tuple(luck.sample(THEMES, luck.choice((0, 1, 1, 2))))
            person = luck.choice((None, None, None, tuple(luck.sample(THEMES, 1)), rules))
            readings = [(None, rules)] + ([("ana", person)] if person is not None else [])
            item = say(tx, at, lead, *readings)
            aside = luck.random() < 0.1
            if aside:
                feedback.set_aside(tx, item, "ana", NOW)
            corrected = person is not None and set(person) != set(rules)
            told.append((item, at, lead, rules if person is None else person, corrected, aside))

    await db.run(work)
    mine = [
        one for one in told
        if MONDAY <= one[1] < MONDAY + 7 * DAY and not one[5] and one[2] not in left_out
    ]  # fmt: skip
    items: dict[str, list[tuple[datetime, int]]] = defaultdict(list)
    who: dict[str, set[int]] = defaultdict(set)
    for item, at, lead, themes, *_ in mine:
        for theme in themes:
            items[theme].append((at, item))
            who[theme].add(-item if lead is None else lead)
    found = await heard(db)
    assert found is not None
    decided = sum(n > 3 and n not in left_out for n in range(1, 31))
    assert found.leads == Pair(len({-one[0] if one[2] is None else one[2] for one in mine}), decided)
    shown = sorted(
        (theme for theme in items if len(items[theme]) >= 10), key=lambda t: (-len(who[t]), -len(items[t]), t)
    )
    assert [(part.name, part.k, part.n) for part in found.themes] == [
        (theme, len(who[theme]), len(items[theme])) for theme in shown
    ]
    assert shown  # nothing is compared with nothing
    assert (found.tagged, found.corrected) == (
        sum(bool(one[3]) for one in mine),
        sum(one[4] for one in mine),
    )
    assert (found.quoted, found.among) == (shown[0], len(items[shown[0]]))
    assert found.quote == max(items[shown[0]])[1]


async def test_only_what_was_said_where_leads_are_handed_over_is_quoted(db: Database) -> None:
    def work(tx: Session) -> None:
        leads(tx, {})
        for number in range(10):
            say(tx, MONDAY + timedelta(minutes=number), None, (None, ("no_budget",)))
        elsewhere = Said("CPRIVATE1", "1772528999.000100", None, "U1", "words")
        logged, _ = feedback.hear(tx, elsewhere, NOW, origin=Origin.SHORTCUT)
        typed, _ = feedback.write(
            tx, "command:1", "words", NOW - DAY, user="U1", author="ana", origin=Origin.COMMAND,
            campaign_id=None, handoff_id=None, owner=None,
        )  # fmt: skip
        for item in (logged, typed):
            feedback_labels.add(tx, item, Tagged(("no_budget",)), NOW, rules="1")

    await db.run(work)
    found = await heard(db)
    assert found is not None
    assert (found.quote, found.among) == (10, 12)


async def test_the_three_competitors_that_most_comments_name_are_counted(db: Database) -> None:
    named = (("Drift",), ("HubSpot", "Drift"), ("HubSpot",), ("Close", "HubSpot"), ("Zoho",), ("Close",), ())

    def work(tx: Session) -> None:
        for number, found in enumerate(named):
            said = Said("C1", f"{(MONDAY + timedelta(minutes=number)).timestamp():.6f}", None, "U1", "words")
            item, _ = feedback.hear(tx, said, NOW)
            feedback_labels.add(tx, item, Tagged((), found), NOW, rules="1")

    await db.run(work)
    found = await heard(db)
    assert found is not None
    assert found.rivals == (("HubSpot", 3), ("Close", 2), ("Drift", 2))


async def test_a_tap_on_a_theme_corrects_nobody(db: Database) -> None:
    def work(tx: Session) -> None:
        leads(tx, {})
        item, _ = feedback.write(
            tx, "ask:1", "Something else", NOW - DAY, user="U1", author="ana", origin=Origin.ASK,
            campaign_id=None, handoff_id=None, owner=None,
        )  # fmt: skip
        feedback_labels.add(tx, item, Tagged(), NOW, rules="1")
        feedback_labels.add(tx, item, Tagged(("other",)), NOW, person="ana")

    await db.run(work)
    found = await heard(db)
    assert found is not None
    assert (found.tagged, found.corrected) == (1, 0)


async def test_a_theme_of_nine_items_is_not_named_and_nobody_is_quoted(db: Database) -> None:
    def work(tx: Session) -> None:
        for number in range(9):
            say(tx, MONDAY + timedelta(minutes=number), None, (None, ("no_budget",)))

    await db.run(work)
    found = await heard(db)
    assert found == Heard(Pair(9, 0), tagged=9)
    await db.run(lambda tx: say(tx, MONDAY + DAY, None, (None, ("no_budget",))))
    found = await heard(db)
    assert found is not None
    assert [part.name for part in found.themes] == ["no_budget"]


@pytest.mark.parametrize(
    ("weeks", "now", "named"),
    [
        (8, 9, True),
        (8, 4, False),  # two a week give a mean of 2, and at most 2 + 3 * half of the root of 2 = 4.1
        (8, 5, True),
        (7, 9, False),  # no limits under eight weeks
    ],
)
async def test_a_theme_of_few_items_is_named_if_it_is_unusual(
    db: Database, weeks: int, now: int, named: bool
) -> None:
    def work(tx: Session) -> None:
        for week in range(weeks + 1):
            for number in range(2 if week else now):
                at = MONDAY - 7 * week * DAY + timedelta(minutes=number)
                say(tx, at, None, (None, ("no_budget",)))

    await db.run(work)
    found = await heard(db)
    assert found is not None
    assert [one.theme for one in found.unusual] == (["no_budget"] if named else [])
    assert [(part.name, part.k, part.n) for part in found.themes] == (
        [("no_budget", now, now)] if named else []
    )


async def test_answers_are_told_as_given_open_and_late_and_the_newest_changes_first(db: Database) -> None:
    """Due on the Wednesday: kept before the week, in it and after it, still running; and one not due."""
    due, end = MONDAY + 2 * DAY, MONDAY + 7 * DAY
    promised = (
        (due, MONDAY - DAY), (due, MONDAY), (due, end - DAY), (due, end), (due, None), (end + DAY, None),
    )  # fmt: skip

    def work(tx: Session) -> None:
        tx.add_all(
            PromiseRow(
                kind=Kind.ANSWER, side="marketing", owner="chloe", budget=1.0, escalate=1.0,
                started_at=MONDAY - 3 * DAY, warn_at=MONDAY, due_at=by, kept_at=kept, ended_at=kept,
            )
            for by, kept in promised
        )  # fmt: skip
        for number, kind in enumerate((*(AnswerKind.CHANGED,) * 4, AnswerKind.PLANNED)):
            feedback_answers.add(tx, kind, f"Change {number}", "chloe", MONDAY + number * DAY)
        feedback_answers.add(tx, AnswerKind.CHANGED, "", "chloe", MONDAY + 5 * DAY)
        feedback_answers.add(tx, AnswerKind.CHANGED, "After it", "chloe", end)

    await db.run(work)
    found = await heard(db)
    assert found is not None
    # What was kept at the week's end was open until then.
    assert (found.given, found.open, found.late) == (2, 3, 2)
    words = await db.read(lambda tx: [feedback_answers.get(tx, one) for one in found.changed])
    assert [one and one.text for one in words] == ["Change 3", "Change 2", "Change 1"]


async def test_a_week_without_feedback_has_none(db: Database) -> None:
    await db.run(lambda tx: leads(tx, {}))
    assert await heard(db) is None
