"""Campaigns as they are known: by id, by any of their names, by a handoff, and by the thread of their post.

Whoever kept the id of a campaign that was merged into another gets the other one: see `current`.
"""

from collections.abc import Iterable, Mapping

from sqlmodel import Session, col, select

from bot.domain import facts as dimensions
from bot.domain.agreement import Agreement
from bot.domain.campaign import FIELDS, Campaign
from bot.domain.metric import Dimension
from bot.domain.post import Kind
from storage import labels
from storage.campaign_tables import CampaignRow
from storage.figures import Fact, Label, LabelKey
from storage.tables import HandoffRow, PostRow

_NAME = "name:"


def current(tx: Session, campaign_id: int) -> int | None:
    """The campaign that this one is counted as: itself, or the one that it was merged into."""
    row = tx.exec(select(CampaignRow.merged_into).where(CampaignRow.id == campaign_id)).all()
    return None if not row else row[0] or campaign_id


def read(tx: Session, campaign_id: int) -> Campaign | None:
    """What is known of a campaign, or of the one that it was merged into."""
    found = list(read_all(tx, [current(tx, campaign_id) or labels.NOT_SET]))
    return found[0] if found else None


def read_all(tx: Session, ids: Iterable[int]) -> tuple[Campaign, ...]:
    """What is known of these campaigns, by id; those that were merged into others are left out."""
    rows = tx.exec(
        select(CampaignRow, Label.name)
        .join(Label, col(Label.id) == col(CampaignRow.id))
        .where(col(CampaignRow.id).in_(list(ids)), col(CampaignRow.merged_into).is_(None))
        .order_by(col(CampaignRow.id))
    )
    return tuple(
        Campaign(id=row.id, name=name, **{each: getattr(row, each) for each in FIELDS}) for row, name in rows
    )


def of_thread(tx: Session, channel: str, ts: str) -> int | None:
    """The campaign whose post is the root of a thread; `channel` and `ts` are the root's."""
    subject = tx.exec(
        select(PostRow.subject).where(
            PostRow.channel == channel, PostRow.ts == ts, PostRow.kind == Kind.CAMPAIGN
        )
    ).first()
    return None if subject is None else current(tx, subject)


def of_handoff(tx: Session, handoff_id: int) -> list[int]:
    """The campaigns of a handoff: the one that its figures count under, then that of the first touch."""
    row = tx.get(HandoffRow, handoff_id)
    if row is None:
        return []
    counted = tx.exec(select(Fact.campaign).where(Fact.handoff_id == handoff_id)).first()
    first = called(tx, *dimensions.first_campaign(row.dimensions))
    return list(dict.fromkeys(one for one in (counted, first) if one))


def called(tx: Session, campaign_id: str | None, name: str | None) -> int | None:
    """The campaign that a system calls by an id or a name; the id counts more."""
    keys = [f"id:{campaign_id}"] if campaign_id else []
    keys += [f"{_NAME}{text}" for text in (name, campaign_id) if text]
    rows = tx.exec(
        select(LabelKey).where(LabelKey.dimension == Dimension.CAMPAIGN, col(LabelKey.key).in_(keys))
    )
    found = {row.key: row.label_id for row in rows}
    return next((found[key] for key in keys if key in found), None)


def named(tx: Session, text: str) -> int | None:
    """The campaign of that name: as it is shown, or as it was ever called."""
    return labels.numbers(tx, Dimension.CAMPAIGN, [text]).get(text)


def owner(tx: Session, campaign_id: int, agreement: Agreement) -> str | None:
    """The key of the person who answers for a campaign, see `Agreement.answers_for`."""
    found = read(tx, campaign_id)
    return agreement.answers_for(found.name, found) if found else None


def names(tx: Session) -> Mapping[int, str]:
    """What every campaign is called, by id."""
    return {number: name for name, number in labels.names(tx, Dimension.CAMPAIGN).items()}


def aliases(tx: Session) -> Mapping[str, str]:
    """Every other name of a campaign, told by people or by systems, with the name that it is shown by."""
    rows = tx.exec(
        select(LabelKey.key, Label.name)
        .join(Label, col(Label.id) == col(LabelKey.label_id))
        .where(LabelKey.dimension == Dimension.CAMPAIGN, col(LabelKey.key).startswith(_NAME))
        .order_by(col(LabelKey.key))
    )
    shown = {key.removeprefix(_NAME): name for key, name in rows}
    return {alias: name for alias, name in shown.items() if alias != name}
