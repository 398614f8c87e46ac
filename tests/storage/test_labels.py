"""Names as numbers: renamed campaigns stay one, campaigns of one name stay two, on both databases."""

import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime

import pytest
from sqlmodel import Session, func, select

from bot.domain.metric import Dimension, Metric
from bot.domain.query import Filter, MetricQuery
from storage import labels, metrics
from storage.database import Database
from storage.figures import Fact, Label, LabelKey
from storage.labels import Labels
from storage.sight import Scope

CAMPAIGN = Dimension.CAMPAIGN
Called = tuple[str | None, str | None]  # a campaign's id, and its name


async def write(db: Database, *campaigns: Called) -> list[int]:
    """Handoffs of these campaigns, each in a unit of work of its own; the numbers of the campaigns."""
    return [await db.run(lambda tx, one=one: _write(tx, *one)) for one in campaigns]  # type: ignore[misc]


def _write(tx: Session, campaign_id: str | None, name: str | None, at: int | None = None) -> int:
    count = tx.exec(select(func.count()).select_from(Fact)).one()
    handed_at = count + 100 if at is None else at
    number = Labels(tx).campaign(campaign_id, name, handed_at)
    tx.add(Fact(handoff_id=count + 1, handed_at=handed_at, campaign=number))
    return number


def _counts(tx: Session, *filters: Filter) -> dict[str | None, int]:
    query = MetricQuery((Metric.MQL_COUNT,), (CAMPAIGN,), filters)
    scope = Scope("UTC", datetime(2026, 1, 1, tzinfo=UTC))
    found = metrics.tallies(tx, query, scope, metrics.span(tx, query, scope))[Metric.MQL_COUNT]
    assert len({one.group for one in found}) == len(found)
    return {one.group[0]: one.k for one in found}


async def counts(db: Database, *names: str | None) -> dict[str | None, int]:
    """How many handoffs each campaign has, of those that these names let through."""
    filters = (Filter(CAMPAIGN, names),) if names else ()
    return await db.read(lambda tx: _counts(tx, *filters))


async def test_a_renamed_campaign_is_one_under_its_newest_name(db: Database) -> None:
    await write(db, ("7", "Spring"), ("7", "Spring"), ("7", "Spring 2026"), (None, "Autumn"))
    assert await counts(db) == {"Spring 2026": 3, "Autumn": 1}
    for name in ("Spring", "Spring 2026"):
        assert await counts(db, name) == {"Spring 2026": 3}


async def test_a_late_handoff_of_the_old_name_does_not_rename_it_back(db: Database) -> None:
    await write(db, ("7", "Spring"), ("7", "Spring 2026"), ("7", "Spring"))
    assert await counts(db) == {"Spring 2026": 3}


async def test_the_past_that_comes_later_does_not_rename_a_campaign(db: Database) -> None:
    await write(db, ("7", "Spring 2026"))
    await db.run(lambda tx: _write(tx, "7", "Spring", at=1))
    assert await counts(db) == {"Spring 2026": 2}
    # The old name finds it all the same.
    assert await counts(db, "Spring") == {"Spring 2026": 2}


async def test_in_one_unit_of_work_the_name_of_the_newest_handoff_counts(db: Database) -> None:
    def work(tx: Session) -> str:
        made = Labels(tx)
        numbers = {made.campaign("7", name, at) for name, at in (("Newest", 3), ("Oldest", 1), ("Old", 2))}
        return labels.shown(tx, numbers)[numbers.pop()]

    assert await db.run(work) == "Newest"


async def test_two_campaigns_of_one_name_are_told_apart(db: Database) -> None:
    first, second, *again = await write(
        db, ("1", "Spring"), ("2", "Spring"), ("1", "Spring"), ("2", "Spring")
    )
    assert [first, second] == again
    assert await counts(db) == {"Spring": 2, "Spring (2)": 2}
    assert await counts(db, "Spring (2)") == {"Spring (2)": 2}


async def test_a_campaign_that_takes_the_name_of_another_is_told_apart(db: Database) -> None:
    await write(db, ("1", "Spring"), ("2", "Summer"), ("2", "Spring"))
    assert await counts(db) == {"Spring": 1, "Spring (2)": 2}
    assert await counts(db, "Summer") == {"Spring (2)": 2}


async def test_a_name_like_the_one_that_was_made_up_is_not_shown_twice(db: Database) -> None:
    await write(db, ("1", "Spring"), ("2", "Spring"), (None, "Spring (2)"))
    assert sum((await counts(db)).values()) == 3
    await write(db, (None, "Autumn (4)"), ("3", "Autumn"), ("4", "Autumn"))
    assert sum((await counts(db)).values()) == 6


async def test_a_campaign_known_by_name_is_the_same_when_its_id_comes(db: Database) -> None:
    by_name, by_id, renamed = await write(db, (None, "Spring"), ("7", "Spring"), ("7", "Spring 2026"))
    assert by_name == by_id == renamed
    assert await counts(db) == {"Spring 2026": 3}
    # Leads that come by the old name alone are still its own.
    await write(db, (None, "Spring"))
    assert await counts(db) == {"Spring 2026": 4}


async def test_a_campaign_with_an_id_alone_is_called_by_it_until_its_name_comes(db: Database) -> None:
    await write(db, ("c-7", None))
    assert await counts(db) == {"c-7": 1}
    await db.run(lambda tx: _write(tx, "c-7", "Spring", at=1))
    assert await counts(db) == {"Spring": 2}


async def test_without_id_and_name_nothing_is_set(db: Database) -> None:
    assert await write(db, (None, None), ("", "")) == [labels.NOT_SET, labels.NOT_SET]
    assert await counts(db) == {None: 2}
    assert await counts(db, None) == {None: 2}


async def test_names_are_told_apart_to_the_letter(db: Database) -> None:
    names = ("Spring", "spring", "Spring ", "فصل", "name:Spring", "id:7", "O'Neil \"%_\\")
    numbers = await write(db, *((None, name) for name in names))
    assert len(set(numbers)) == len(names)
    for name in names:
        assert await counts(db, name) == {name: 1}


async def test_a_value_is_one_label_for_each_dimension(db: Database) -> None:
    def work(tx: Session) -> dict[Dimension, int]:
        return Labels(tx).of_all({Dimension.SOURCE: "web", Dimension.MEDIUM: "web", Dimension.REGION: None})

    first, second = await db.run(work), await db.run(work)
    assert first == second
    assert first[Dimension.SOURCE] != first[Dimension.MEDIUM]
    assert first[Dimension.REGION] == labels.NOT_SET
    assert await db.read(lambda tx: labels.names(tx, Dimension.SOURCE)) == {"web": first[Dimension.SOURCE]}


async def test_values_that_come_at_the_same_time_are_one_label(db: Database) -> None:
    def work(tx: Session) -> Sequence[int]:
        made = Labels(tx)
        numbers = made.of_all({Dimension.SOURCE: "web", Dimension.SEGMENT: "SMB"})
        return [*numbers.values(), made.campaign("7", "Spring", 1), made.campaign(None, "Autumn", 1)]

    found = await asyncio.gather(*(db.run(work) for _ in range(8)))
    assert len({tuple(numbers) for numbers in found}) == 1

    def everything(tx: Session) -> tuple[int, set[int]]:
        kept = tx.exec(select(func.count()).select_from(Label)).one()
        return kept, set(tx.exec(select(LabelKey.label_id)))

    kept, used = await db.read(everything)
    assert kept == len(used) == 4


@pytest.mark.parametrize("name", ["Nobody's", None])
async def test_a_name_that_nobody_has_holds_for_nothing(db: Database, name: str | None) -> None:
    await write(db, (None, "Spring"))
    assert await counts(db, name) == {}
