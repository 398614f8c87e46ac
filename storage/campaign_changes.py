"""What people say of campaigns: declaring, making and editing them, and that two of them are one.

Each is one unit of work that has campaigns to itself, see `labels.hold_campaigns`: leads that come in
meanwhile are counted before it or after it, and of two replicas one comes first.
"""

import hashlib
from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import update
from sqlmodel import Session, col, delete, select

from bot.domain import campaign_form
from bot.domain.campaign import FIELDS, Brief, Declared
from bot.domain.metric import Dimension
from storage import campaign_posts, campaigns, inserting, labels, posts
from storage.campaign_tables import CampaignAlias, CampaignMerge, CampaignRow
from storage.feedback_tables import FeedbackRow
from storage.figures import Fact, Label, LabelKey
from storage.labels import Labels

# The dimension of labels that are another campaign's by now: they are listed and counted no more.
_MERGED = "merged campaign"


def declare(tx: Session, declared: Iterable[Declared], by: str, now: datetime) -> None:
    """Take over what the agreement file says, as far as it says anything new.

    Fields that it leaves out stay as they are, and so does what people edited since, until the file's words
    change. An alias of the file that is another campaign's name says that both are the same. What the file
    says of a campaign that was merged into another fills what is blank there.
    """
    labels.hold_campaigns(tx, alone=True)
    for one in declared:
        words = hashlib.sha256(repr(one).encode()).hexdigest()[:16]
        number = campaigns.named(tx, one.name) or Labels(tx).campaign(None, one.name, 0)
        before = tx.get(CampaignAlias, one.name, populate_existing=True)
        if before is None or before.declared != words:
            _take_over(tx, number, one, by, now)
            said = update(CampaignAlias).where(col(CampaignAlias.alias) == one.name)
            tx.connection().execute(said.values(declared=words))


def make(tx: Session, new: Declared, by: str, now: datetime) -> int | None:
    """Make a campaign that nobody knew; None when a campaign has the name."""
    labels.hold_campaigns(tx, alone=True)
    if campaigns.named(tx, new.name) is not None:
        return None
    number = Labels(tx).campaign(None, new.name, 0)
    _call(tx, number, new.name, by, now)
    _describe(tx, number, new, by, now)
    return number


def edit(tx: Session, campaign_id: int, to: Declared, by: str, now: datetime) -> None:
    """Write everything that people said in place of what was known; the caller has checked the names."""
    labels.hold_campaigns(tx, alone=True)
    number = campaigns.current(tx, campaign_id)
    if number is not None:
        _describe(tx, number, to, by, now)


def merge(tx: Session, other: int, kept: int, by: str, now: datetime) -> bool:
    """From now on both are one, called as `kept`; False when they are one already.

    The leads and names of the other become the kept one's, and what was declared of it where the kept one
    has nothing. Who said so and when is written down, with the other's name.
    """
    labels.hold_campaigns(tx, alone=True)
    gone, stays = campaigns.current(tx, other), campaigns.current(tx, kept)
    if gone is None or stays is None or gone == stays:
        return False
    briefs = {row.id: row for row in campaigns.read_all(tx, [gone, stays])}
    _change(tx, stays, named=True, **_filled(briefs[stays], briefs[gone]))
    tx.add(CampaignMerge(other=gone, kept=stays, name=briefs[gone].name, by=by, at=now))
    tx.flush()
    _point(tx, gone, stays)
    _tie(tx, stays, briefs[gone].name, again=False)
    posts.touch(tx, campaign_posts.key(gone), now)
    tx.expire_all()
    return True


def merges_into(tx: Session, campaign_id: int) -> tuple[CampaignMerge, ...]:
    """What was merged into a campaign, oldest first. For `storage` and its tests."""
    found = select(CampaignMerge).where(CampaignMerge.kept == campaign_id)
    return tuple(tx.exec(found.order_by(col(CampaignMerge.at), col(CampaignMerge.other))))


def told_aliases(tx: Session, campaign_id: int) -> tuple[str, ...]:
    """The names that people said mean a campaign, besides the one that it is shown by."""
    shown = campaigns.names(tx).get(campaign_id)
    rows = tx.exec(select(CampaignAlias.alias).where(CampaignAlias.campaign_id == campaign_id))
    return tuple(sorted(alias for alias in rows if alias != shown))


def _take_over(tx: Session, number: int, one: Declared, by: str, now: datetime) -> None:
    if _is_merged(tx, number, one.name):
        [kept] = campaigns.read_all(tx, [number])
        told = _filled(kept, one)
        _mean(tx, number, one.name, by, now)
    else:
        told = {name: value for name, value in one.declared.items() if value is not None}
        _call(tx, number, one.name, by, now)
    _change(tx, number, named=True, **told)
    for alias in one.aliases:
        other = campaigns.named(tx, alias)
        if other not in (None, number) and campaigns.names(tx).get(other or 0) == alias:
            merge(tx, other or 0, number, by, now)
        _mean(tx, number, alias, by, now)


def _is_merged(tx: Session, number: int, name: str) -> bool:
    """Whether the name is rather that of a campaign which was merged into this one, called otherwise."""
    gone = tx.exec(select(CampaignRow.id).where(CampaignRow.merged_into == number)).first()
    return gone is not None and campaigns.names(tx).get(number) != name


def _describe(tx: Session, number: int, to: Declared, by: str, now: datetime) -> None:
    _change(tx, number, **to.declared)
    # Those that found no room in the dialog are none that somebody took away.
    for alias in campaign_form.fitting(told_aliases(tx, number)):
        if alias not in to.aliases:
            _forget(tx, number, alias)
    if campaigns.names(tx).get(number) != to.name:
        _call(tx, number, to.name, by, now)
    for alias in to.aliases:
        _mean(tx, number, alias, by, now)


def _call(tx: Session, number: int, name: str, by: str, now: datetime) -> None:
    """People call it so: no system renames it any more."""
    _mean(tx, number, name, by, now)
    shown_as = labels.unlike_others(tx, name, number)
    tx.connection().execute(update(Label).where(col(Label.id) == number).values(name=shown_as))
    _change(tx, number, named=True)


def _mean(tx: Session, number: int, name: str, by: str, now: datetime) -> None:
    """The name means this campaign, whatever it meant before."""
    _tie(tx, number, name, again=True)
    said = {"alias": name, "campaign_id": number, "by": by, "at": now}
    inserting.put(tx, CampaignAlias, "alias", said)
    tx.expire_all()


def _tie(tx: Session, number: int, name: str, *, again: bool) -> None:
    """Find the campaign by this name too; one that finds another is taken over only `again`."""
    row = {"dimension": str(Dimension.CAMPAIGN), "key": f"name:{name}", "label_id": number}
    tie = inserting.insert(tx, LabelKey).values(row)
    settled = (
        tie.on_conflict_do_update(index_elements=["dimension", "key"], set_={"label_id": number})
        if again
        else tie.on_conflict_do_nothing()
    )
    tx.connection().execute(settled)


def _forget(tx: Session, number: int, alias: str) -> None:
    """The alias means this campaign no more; leads that came in under it stay with it."""
    tx.connection().execute(delete(CampaignAlias).where(col(CampaignAlias.alias) == alias))
    key = (col(LabelKey.dimension) == str(Dimension.CAMPAIGN)) & (col(LabelKey.key) == f"name:{alias}")
    tx.connection().execute(delete(LabelKey).where(key, col(LabelKey.label_id) == number))
    tx.expire_all()


def _filled(kept: Brief, other: Brief) -> dict[str, object]:
    """What the other one tells where the kept one tells nothing."""
    return {
        name: getattr(other, name)
        for name in FIELDS
        if getattr(kept, name) is None and getattr(other, name) is not None
    }


def _point(tx: Session, gone: int, stays: int) -> None:
    """Everything that points at one campaign points at the other; the label itself is retired."""
    run = tx.connection().execute
    merged = (col(CampaignRow.id) == gone) | (col(CampaignRow.merged_into) == gone)
    run(update(CampaignRow).where(merged).values(merged_into=stays))
    keys = (col(LabelKey.dimension) == str(Dimension.CAMPAIGN)) & (col(LabelKey.label_id) == gone)
    run(update(LabelKey).where(keys).values(label_id=stays))
    run(update(CampaignAlias).where(col(CampaignAlias.campaign_id) == gone).values(campaign_id=stays))
    run(update(Label).where(col(Label.id) == gone).values(dimension=_MERGED))
    run(update(Fact).where(col(Fact.campaign) == gone).values(campaign=stays))
    run(update(FeedbackRow).where(col(FeedbackRow.campaign_id) == gone).values(campaign_id=stays))


def _change(tx: Session, number: int, **values: object) -> None:
    tx.connection().execute(update(CampaignRow).where(col(CampaignRow.id) == number).values(**values))
    tx.expire_all()
