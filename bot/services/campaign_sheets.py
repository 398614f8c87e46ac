"""Gathering everything that is shown of a campaign."""

import hashlib
from datetime import datetime

from bot.domain import post
from bot.domain.agreement import Agreement
from bot.domain.campaign import Campaign, Counts, Sheet, Standing
from storage import campaign_changes, campaign_posts, posts
from storage.database import Session
from storage.sight import Scope


def of(tx: Session, campaign: Campaign, agreement: Agreement, now: datetime, workspace: str) -> Sheet:
    """A campaign as of `now`; `workspace` is the address of the Slack workspace, "" while unknown."""
    scope = Scope(agreement.zone, now)
    return sheet(
        tx,
        campaign,
        campaign_posts.counts(tx, [campaign.name], scope)[campaign.name],
        campaign_posts.standing(tx, campaign, scope),
        agreement,
        now,
        workspace,
    )


def sheet(
    tx: Session,
    campaign: Campaign,
    counts: Counts,
    standing: Standing,
    agreement: Agreement,
    now: datetime,
    workspace: str,
) -> Sheet:
    """The same, where its figures are known already."""
    card = posts.get(tx, campaign_posts.key(campaign.id))
    return Sheet(
        campaign=campaign,
        counts=counts,
        standing=standing,
        answers=agreement.answers_for(campaign.name, campaign),
        as_of=now,
        aliases=campaign_changes.told_aliases(tx, campaign.id),
        link=post.permalink(workspace, card.channel, card.ts) if card else None,
    )


def words(campaign: Campaign, counts: Counts | None, standing: Standing, agreement: Agreement) -> str:
    """What a post says, as a short text that changes with it.

    One that is not running does not follow its numbers any more: `counts` are left out then.
    """
    told = counts if standing is Standing.RUNNING else None
    who = agreement.name(agreement.answers_for(campaign.name, campaign))
    return hashlib.sha256(repr((campaign, told, standing, who)).encode()).hexdigest()[:16]
