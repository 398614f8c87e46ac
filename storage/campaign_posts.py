"""Which campaigns are active, what their posts count, and the few places for new posts that a day has.

A post is not asked to show every lead: what it was last asked to show, and when, is a row, and a conditional
UPDATE of it decides between replicas.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import update
from sqlmodel import Session, col, func, or_, select
from sqlmodel.sql.expression import SelectOfScalar

from bot.domain import campaign as domain
from bot.domain import period as periods
from bot.domain.campaign import Campaign, Counts, Standing
from bot.domain.metric import Anchor, Dimension, Metric
from bot.domain.query import Filter, MetricQuery
from storage import campaigns, facts, feedback_sight, inserting, labels, metrics, posts
from storage.campaign_tables import CampaignPost, CampaignRow
from storage.figures import Fact
from storage.sight import Scope

EVERY = timedelta(minutes=5)  # a post is asked to show other numbers at most this often
_STIRRED = 2 * EVERY
MOST_A_DAY = 5  # new posts


@dataclass(frozen=True, slots=True)
class Active:
    """A campaign that is running; `recent` leads of it came in within the last four weeks."""

    campaign: Campaign
    recent: int


def key(campaign_id: int) -> str:
    """The key of a campaign's post."""
    return f"campaign:{campaign_id}:card"


def active(tx: Session, scope: Scope) -> tuple[Active, ...]:
    """The campaigns that are running: those that people declared first, then by their recent leads."""
    came = _came(tx, scope)
    dated = or_(col(CampaignRow.starts).is_not(None), col(CampaignRow.ends).is_not(None))
    ids = {*came, *tx.exec(select(CampaignRow.id).where(dated))}
    known = (Active(one, came.get(one.id, 0)) for one in campaigns.read_all(tx, sorted(ids)))
    running = [one for one in known if _standing(one.campaign, scope, one.recent) is Standing.RUNNING]
    return tuple(sorted(running, key=lambda one: (not any(one.campaign.declared.values()), -one.recent)))


def standing(tx: Session, campaign: Campaign, scope: Scope) -> Standing:
    """How a campaign stands."""
    return _standing(campaign, scope, _came(tx, scope, campaign.id).get(campaign.id, 0))


def counts(tx: Session, names: Sequence[str], scope: Scope) -> Mapping[str, Counts]:
    """What became of the leads of the campaigns of these names, by the catalogue, and of what was said."""
    metric = (Metric.MQL_COUNT, Metric.ACCEPTANCE_RATE)
    only = (Filter(Dimension.CAMPAIGN, tuple(names)),)
    query = MetricQuery(metric, (Dimension.CAMPAIGN,), only, anchor=Anchor.DECIDED)
    found = metrics.tallies(tx, query, scope, metrics.span(tx, query, scope))
    handed = {one.group[0]: one for one in found[Metric.MQL_COUNT]}
    decided = {one.group[0]: one for one in found[Metric.ACCEPTANCE_RATE]}
    waiting, numbers = feedback_sight.unanswered(tx), labels.numbers(tx, Dimension.CAMPAIGN, names)
    return {
        name: Counts(
            handed=handed[name].k if name in handed else 0,
            decided=(decided[name].n or 0) if name in decided else 0,
            accepted=decided[name].k if name in decided else 0,
            open=handed[name].open if name in handed else 0,
            unanswered=waiting.get(numbers.get(name, labels.NOT_SET), 0),
        )
        for name in names
    }


def posted(tx: Session) -> Mapping[int, str]:
    """The campaigns that have a post, each with what the post was last asked to say."""
    return {row.campaign_id: row.said for row in tx.exec(_kept())}


def due(tx: Session, scope: Scope) -> frozenset[int]:
    """Posts that may say something else by now: counting takes a while where there are many leads.

    Those that were not looked at for a while, and at once those whose campaign has just had a lead or a
    decision, unless they were asked a moment ago.
    """
    before, since = scope.now - EVERY, facts.micros(scope.now - _STIRRED) or 0
    stirring = select(Fact.campaign).distinct()
    came = tx.exec(stirring.where(Fact.handed_at > since))
    decided = tx.exec(stirring.where(col(Fact.decided_at) > since))
    stirred = {*came, *decided}
    return frozenset(
        row.campaign_id
        for row in tx.exec(_kept())
        if row.looked_at <= before or (row.campaign_id in stirred and row.said_at <= before)
    )


def look(tx: Session, ids: Collection[int], now: datetime) -> None:
    """The numbers of these posts were looked at."""
    looked = update(CampaignPost).where(col(CampaignPost.campaign_id).in_(list(ids)))
    tx.connection().execute(looked.values(looked_at=now))


def take_place(tx: Session, campaign_id: int, said: str, day: date, now: datetime) -> bool:
    """A place among the day's new posts for a campaign: False when it has a post, or no place is left."""
    for number in range(1, MOST_A_DAY + 1):
        place = {
            "campaign_id": campaign_id, "place": f"{day}/{number}", "said": said, "said_at": now,
            "looked_at": now,
        }  # fmt: skip
        taken = (
            inserting.insert(tx, CampaignPost)
            .values(place)
            .on_conflict_do_nothing()
            .returning(col(CampaignPost.campaign_id))
        )
        if tx.connection().execute(taken).scalar() is not None:
            return True
    return False


def full(tx: Session, day: date) -> bool:
    """Whether a day's places for new posts are all taken."""
    places = [f"{day}/{number}" for number in range(1, MOST_A_DAY + 1)]
    taken = select(func.count()).select_from(CampaignPost).where(col(CampaignPost.place).in_(places))
    return tx.exec(taken).one() == MOST_A_DAY


def say(tx: Session, campaign_id: int, said: str, now: datetime) -> bool:
    """Ask a post to show something else, unless it was asked a moment ago, or for the same."""
    done = tx.connection().execute(
        update(CampaignPost)
        .where(
            col(CampaignPost.campaign_id) == campaign_id,
            col(CampaignPost.said) != said,
            col(CampaignPost.said_at) <= now - EVERY,
        )
        .values(said=said, said_at=now)
    )
    return done.rowcount == 1 and posts.touch(tx, key(campaign_id), now)


def _kept() -> SelectOfScalar[CampaignPost]:
    """The posts of campaigns that are none of another one's, in order."""
    kept = select(CampaignRow.id).where(col(CampaignRow.merged_into).is_(None))
    which = col(CampaignPost.campaign_id).in_(kept)
    return select(CampaignPost).where(which).order_by(col(CampaignPost.campaign_id))


def _came(tx: Session, scope: Scope, only: int | None = None) -> Mapping[int, int]:
    """How many leads each campaign got in the last four weeks, of those that count."""
    since = facts.micros(scope.now - domain.RECENT) or 0
    which = [col(Fact.campaign) == only] if only is not None else []
    rows = tx.exec(
        select(Fact.campaign, func.count())
        .where(Fact.handed_at > since, Fact.handed_at <= scope.micros, Fact.left_out == facts.COUNTS, *which)
        .group_by(col(Fact.campaign))
    )
    return {number: count for number, count in rows if number}


def _standing(campaign: Campaign, scope: Scope, came: int) -> Standing:
    return domain.standing(campaign, periods.local_day(scope.now, scope.zone), recent=came > 0)
