"""Feedback as lists show it: what waits for somebody's answer, and what became of what somebody said."""

from bot.domain import permission, post
from bot.domain.agreement import Agreement, Person
from bot.domain.feedback import Item, alike
from bot.domain.permission import Denied, FeedbackAction
from bot.domain.post import Post
from bot.services import timeline
from bot.views.feedback import Waiting
from storage import (
    campaigns,
    feedback_answers,
    feedback_labels,
    feedback_lists,
    posts,
    promises,
)
from storage.database import Session

SHOWN = 10
_ALIKE = 200  # open items of a campaign that are looked at


class Inbox:
    """The lists of one agreement's people."""

    def __init__(self, agreement: Agreement) -> None:
        self._agreement = agreement
        self.workspace = ""  # the address of the Slack workspace, for links to messages; "" while unknown

    def to_answer(self, tx: Session, owner: str) -> tuple[tuple[Waiting, ...], int]:
        """What somebody owes answers to, soonest due first, and how many in all."""
        found, total = feedback_lists.open_of_owner(tx, owner, SHOWN)
        return tuple(self.waiting(tx, item) for item in found), total

    def answered(self, tx: Session, author: str) -> tuple[Waiting, ...]:
        """What somebody said and got an answer to, the newest first."""
        return tuple(self.waiting(tx, item) for item in feedback_lists.answered_of_author(tx, author, SHOWN))

    def waiting(self, tx: Session, item: Item) -> Waiting:
        """One item with everything that a list says of it."""
        running = next((one for one in promises.of_feedback(tx, item.id) if one.ended_at is None), None)
        return Waiting(
            item=item,
            campaign=campaign_name(tx, item),
            due_at=running.due_at if running else None,
            link=post.permalink(self.workspace, item.channel, item.ts),
            again=feedback_answers.why_reopened(tx, item.id),
            answer=feedback_answers.get(tx, item.answer_id) if item.answer_id else None,
            tagged=feedback_labels.standing(tx, item.id),
        )

    def alike(self, tx: Session, item: Item) -> tuple[Item, ...]:
        """The open items that an answer to this one may answer too, the oldest first."""
        if item.campaign_id is None:
            return ()
        others = feedback_lists.open_of_campaign(tx, item.campaign_id, _ALIKE)
        labels = feedback_labels.of(tx, [item.id, *(other.id for other in others)])
        themes = {number: found.themes for number, found in labels.items()}
        pairs = [(other, themes.get(other.id, ())) for other in others]
        return tuple(alike(item, themes.get(item.id, ()), pairs))


def campaign_name(tx: Session, item: Item) -> str:
    """What the item's campaign is called; "" without one."""
    found = campaigns.read(tx, item.campaign_id) if item.campaign_id else None
    return found.name if found else ""


def in_thread(tx: Session, channel: str | None, thread_ts: str | None, by: Person) -> tuple[Item, ...]:
    """What waits in a thread and may be answered by somebody, the oldest first."""
    waiting = feedback_lists.open_in_thread(tx, channel, thread_ts) if channel and thread_ts else ()
    return tuple(item for item in waiting if denied(tx, by, item) is None)


def denied(tx: Session, by: Person | None, item: Item | None) -> Denied | None:
    """Why somebody may not answer the item; None when they may."""
    campaign = campaign_name(tx, item) if item else None
    return permission.check_feedback(by, FeedbackAction.ANSWER, item, campaign)


def place(tx: Session, item: Item) -> Post | None:
    """Our message in whose thread an answer belongs: where it was said, the lead's card, the campaign's."""
    root = posts.by_place(tx, item.channel, item.thread_ts) if item.channel and item.thread_ts else None
    if root is None and item.handoff_id is not None:
        root = posts.get(tx, timeline.card_key(item.handoff_id))
    current = campaigns.current(tx, item.campaign_id) if root is None and item.campaign_id else None
    return root or (posts.get(tx, f"campaign:{current}:card") if current is not None else None)
