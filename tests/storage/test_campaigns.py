"""Campaigns as others find them: by id, name, handoff and thread, on both databases."""

from datetime import UTC, date, datetime

import pytest
import sqlalchemy as sa
from sqlmodel import Session, col, update

from bot.domain.agreement import Agreement, Channels, DigestPlan, Person, Role
from bot.domain.campaign import Campaign
from bot.domain.handoff import Handoff, HandoffId, LeadId, Policy, Status
from bot.domain.post import Kind
from storage import campaigns, handoffs, migrate, posts
from storage.campaign_tables import CampaignRow
from storage.database import Database
from storage.labels import Labels
from storage.tables import LeadRow

NOW = datetime(2026, 3, 3, 9, tzinfo=UTC)


async def known(db: Database, *names: str) -> list[int]:
    """Campaigns of these names, as leads make them."""
    return await db.run(lambda tx: [Labels(tx).campaign(None, name, 1) for name in names])


def handed(tx: Session, **dimensions: object) -> int:
    """A handoff with these frozen dimensions."""
    lead = LeadRow(data={}, created_at=NOW, updated_at=NOW)
    tx.add(lead)
    tx.flush()
    handoff = Handoff(
        id=HandoffId(0), lead_id=LeadId(lead.id or 0), status=Status.OPEN, source="web", tier="t",
        tier_label="T", definition=None, criteria=(), agreement="1", policy=Policy(1, 1, 1), team=None,
        owner=None, offered=(), handed_at=NOW,
    )  # fmt: skip
    return handoffs.insert(tx, handoff, dimensions).id


def execute(tx: Session, statement: sa.Executable) -> None:
    tx.connection().execute(statement)


async def test_the_first_lead_of_a_campaign_makes_it(db: Database) -> None:
    [spring] = await known(db, "Spring")
    assert await db.read(lambda tx: campaigns.read(tx, spring)) == Campaign(spring, "Spring")
    assert await db.read(campaigns.names) == {spring: "Spring"}
    assert await db.read(lambda tx: campaigns.read(tx, 99)) is None


async def test_what_people_declared_of_it_is_read(db: Database) -> None:
    [spring] = await known(db, "Spring")
    told = {"owner": "chloe", "starts": date(2026, 3, 1), "expected": 40}
    declared = update(CampaignRow).where(col(CampaignRow.id) == spring).values(**told)
    await db.run(lambda tx: execute(tx, declared))
    found = await db.read(lambda tx: campaigns.read(tx, spring))
    assert found == Campaign(spring, "Spring", owner="chloe", starts=date(2026, 3, 1), expected=40)


async def test_the_campaign_of_a_thread_is_that_of_its_post(db: Database) -> None:
    _, summer = await known(db, "Spring", "Summer")

    def post(tx: Session) -> None:
        made = posts.add(tx, f"campaign:{summer}:card", Kind.CAMPAIGN, summer, "#handoffs", NOW)
        posts.adopt(tx, made.id, "C1", "1.0")
        card = posts.add(tx, "handoff:1:card", Kind.CARD, summer, "#handoffs", NOW)
        posts.adopt(tx, card.id, "C1", "2.0")

    await db.run(post)
    places = [("C1", "1.0"), ("C1", "2.0"), ("C2", "1.0"), ("C1", "3.0")]
    assert [await db.read(lambda tx, at=at: campaigns.of_thread(tx, *at)) for at in places] == [  # type: ignore[misc]
        summer, None, None, None,
    ]  # fmt: skip


async def test_a_handoff_has_the_campaign_it_counts_under_and_that_of_its_first_touch(db: Database) -> None:
    given = {"campaign": "Spring", "campaign_id": "7", "first_campaign": "Fair"}
    both, none, same = await db.run(
        lambda tx: (
            handed(tx, **given),
            handed(tx),
            handed(tx, campaign="Spring", first_campaign_id="7", first_campaign="Before"),
        )
    )
    names = await db.read(campaigns.names)

    async def of(handoff_id: int) -> list[str]:
        found = await db.read(lambda tx: campaigns.of_handoff(tx, handoff_id))
        return [names[one] for one in found]

    assert await of(both) == ["Spring", "Fair"]
    assert await of(none) == []
    assert await of(same) == ["Spring"]
    assert await of(99) == []


async def test_the_names_that_a_campaign_had_are_aliases_of_the_one_that_is_shown(db: Database) -> None:
    def work(tx: Session) -> None:
        labels = Labels(tx)
        labels.campaign("7", "Spring", 1)
        labels.campaign("7", "Spring 2026", 2)
        labels.campaign(None, "Fair", 3)

    await db.run(work)
    assert await db.read(campaigns.aliases) == {"Spring": "Spring 2026"}


@pytest.mark.parametrize(
    ("owner", "asked", "name", "who"),
    [
        ("max", None, "Spring", "max"),
        ("gone", None, "Webinar May", "dora"),
        (None, "max", "Webinar May", "dora"),
        (None, "max", "Spring", "max"),
        (None, None, "Spring", "chloe"),
    ],
)
def test_somebody_answers_for_every_campaign(
    owner: str | None, asked: str | None, name: str, who: str
) -> None:
    marketer, manager = frozenset({Role.MARKETER}), frozenset({Role.MANAGER})
    people = [
        Person("max", "Max", manager),
        Person("chloe", "Chloé", marketer),
        Person("dora", "Dora", marketer, campaigns=("webinar*",)),
    ]
    agreement = Agreement(
        version="1", zone="UTC", channels=Channels("#x"), people={one.key: one for one in people}, teams={},
        calendars={}, tiers=(), routes=(), reject=(), recycle=(), digest=DigestPlan(marketing=asked),
    )  # fmt: skip
    assert agreement.answers_for(name, Campaign(1, name, owner=owner)) == who


async def test_without_marketers_and_managers_nobody_answers(db: Database) -> None:
    [spring] = await known(db, "Spring")
    agreement = Agreement(
        version="1", zone="UTC", channels=Channels("#x"), people={}, teams={}, calendars={}, tiers=(),
        routes=(), reject=(), recycle=(),
    )  # fmt: skip
    assert await db.read(lambda tx: campaigns.owner(tx, spring, agreement)) is None


def test_campaigns_from_before_the_table_are_campaigns(empty_db: Database) -> None:
    migrate.upgrade(empty_db, "0003")
    labels = "INSERT INTO labels (id, dimension, name) VALUES (1, 'campaign', 'Spring'), (2, 'source', 'web')"
    empty_db.run_sync(lambda tx: execute(tx, sa.text(labels)))
    migrate.upgrade(empty_db)
    assert empty_db.read_sync(lambda tx: campaigns.read_all(tx, [1, 2])) == (Campaign(1, "Spring"),)
