"""Taking in feedback: messages of people in the threads that we follow, their edits and deletions.

Each use case is one unit of work; the database settles what comes twice or in the wrong order. Nothing is
sent here: the reaction that says "heard" is a post like any other.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.domain.agreement import Agreement, Person
from bot.domain.feedback import UNTAGGED, Gone, Item, Said, Tagged, speaks_for_marketing
from bot.domain.post import Kind
from bot.domain.promise import Promise
from bot.services import inbox, owed, timeline
from bot.services.clocks import Clocks
from bot.services.directory import Directory
from bot.services.tagging import Tagging
from storage import (
    campaigns,
    feedback,
    feedback_gone,
    feedback_labels,
    feedback_lists,
    feedback_threads,
    labels,
    people,
    posts,
)
from storage.database import Database, Session

_WHISPER = timedelta(minutes=1)  # by then it is known whether a whisper went out
CONFIRMED = timedelta(minutes=4)  # between two readings that lack a message, before its words go


@dataclass(frozen=True, slots=True)
class Subject:
    """What a thread is about: a lead's pass, and every campaign that it may come from, best guess first."""

    handoff_id: int | None
    candidates: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Noted:
    """An item as it was stored. `new`: it was not there before. `promise`: what is owed for it now."""

    item: Item
    new: bool
    promise: Promise | None
    campaigns: tuple[tuple[int, str], ...] = ()  # those it may be about, with their names
    first: bool = False  # of this person in this thread today
    tagged: Tagged = UNTAGGED  # as far as it was read already


@dataclass(frozen=True, slots=True)
class FromOwner:
    """Whoever may answer wrote into the thread: it may be the answer to what waits there."""

    said: Said
    waiting: tuple[Item, ...]


class Feedback:
    """The use cases, bound to one database and one agreement. `wake` tells delivery that there is work."""

    def __init__(
        self,
        db: Database,
        agreement: Agreement,
        clocks: Clocks,
        directory: Directory,
        tagging: Tagging,
        settled: Callable[[Session, Said], Said],
        wake: Callable[[], None],
    ) -> None:
        """`settled` says whether a message to the bot asks it something."""
        self._db = db
        self._agreement = agreement
        self._clocks = clocks
        self._directory = directory
        self._settled = settled
        self._tagging = tagging
        self._wake = wake

    async def hear(self, said: Said) -> Noted | FromOwner | None:
        """A message, or a version of it; None where it is no feedback."""
        now = await self._db.now()

        def work(tx: Session) -> Noted | FromOwner | None:
            labels.hold_campaigns(tx, alone=False)
            found = self.store(tx, said, now)
            if isinstance(found, FromOwner):
                return found if self.offer(tx, found, now, _WHISPER) else None
            if not isinstance(found, Noted) or not found.new or not found.item.counts:
                return found
            once = f"feedback:{said.channel}:{said.thread_ts}:{said.user}"
            if not people.first_time(tx, once, now):
                return found
            tagged = self._tagging.tag(tx, found.item, now)
            return replace(found, first=True, tagged=tagged)

        found = await self._db.run(work)
        self._wake()
        return found

    async def asserts(self, said: Said) -> bool:
        """Whether a message that speaks to the bot is feedback: it stands where that is, and asks nothing."""

        def read(tx: Session) -> bool:
            subject = subject_of(tx, said.channel, said.thread_ts)
            return subject is not None and self._settled(tx, said).spoken

        return await self._db.read(read)

    def store(self, tx: Session, said: Said, now: datetime) -> Noted | FromOwner | None:
        """`hear` inside a unit of work, which holds campaigns: none that it is about is merged meanwhile."""
        subject = subject_of(tx, said.channel, said.thread_ts)
        if subject is None and feedback.find(tx, said.channel, said.ts) is not None:
            subject = Subject(None, ())  # somebody logged it where we follow nothing
        said = self._settled(tx, said) if subject else said
        if subject is None or not (said.spoken or said.version):
            return None
        campaign, chosen = self._campaign(tx, said, subject)
        owner, author = self.owner(tx, campaign), self._directory.who(said.user)
        fresh = feedback.find(tx, said.channel, said.ts) is None
        if fresh and author is not None and self._answers(tx, author, campaign):
            waiting = inbox.in_thread(tx, said.channel, said.thread_ts, author)
            return FromOwner(said, waiting) if waiting and said.spoken else None
        item, new = feedback.hear(
            tx, said, now, author=author.key if author else None, handoff_id=subject.handoff_id,
            candidates=subject.candidates, campaign_id=campaign, chosen=chosen, owner=owner,
        )  # fmt: skip
        feedback_threads.heard(tx, said.channel, said.thread_ts or "", said.at)
        return self.noted(tx, item, new, now)

    def asks(self, tx: Session, said: Said) -> bool:
        """Whether it asks the bot something, in a thread that is read for what people say there."""
        subject = subject_of(tx, said.channel, said.thread_ts)
        return said.to_bot and subject is not None and self._settled(tx, said).to_bot

    def offer(self, tx: Session, found: FromOwner, now: datetime, after: timedelta = timedelta(0)) -> bool:
        """Offer it in a direct message, unless a whisper does until then; False when that was done before."""
        said, author = found.said, self._directory.who(found.said.user)
        key, before = offer_key(said), [one for one in found.waiting if one.said_at < said.at]
        if author is None or not before or posts.get(tx, key) is not None:
            return False
        posts.add(tx, key, Kind.OFFER, before[0].id, f"@{author.key}", now, not_before=now + after)
        return True

    async def whispered(self, said: Said, done: bool) -> None:
        """Whether it was offered where it was said, so that no direct message is needed."""
        now = await self._db.now()

        def work(tx: Session) -> None:
            if done:
                posts.cancel(tx, offer_key(said))
            else:
                posts.hasten(tx, offer_key(said), now)

        await self._db.run(work)
        self._wake()

    async def forget(self, gone: Gone) -> None:
        """A message was deleted: its item is withdrawn, with the promise to answer it."""
        now = await self._db.now()
        await self._db.run(lambda tx: self.withdraw(tx, gone, now))
        self._wake()

    def withdraw(self, tx: Session, gone: Gone, now: datetime) -> None:
        """`forget` inside a unit of work. What we would not have stored leaves no trace."""
        known = feedback.find(tx, gone.channel, gone.ts)
        ours = known or subject_of(tx, gone.channel, gone.thread_ts)
        if ours and not (known and known.deleted_at and not known.missing_at):
            before = known.author if known else None
            item = feedback_gone.withdraw(tx, gone.channel, gone.ts, now, gone.thread_ts)
            owed.settle(tx, item, self._clocks, now)
            if before is not None:
                timeline.show_homes(tx, (before,), now)

    def miss(self, tx: Session, item: Item, now: datetime) -> None:
        """Its thread was read and lacks it: it is withdrawn, and loses its words when that is confirmed."""
        if feedback_gone.miss(tx, item.id, now):
            owed.settle(tx, feedback.must(tx, item.id), self._clocks, now)
        feedback_gone.wipe(tx, now - CONFIRMED, [item.id])

    def stand(self, tx: Session, said: Said) -> None:
        """Its thread was read and has it, after a reading that lacked it; `store` does the rest."""
        author = self._directory.who(said.user)
        feedback_gone.stand(tx, said, author.key if author else None)

    def _campaign(self, tx: Session, said: Said, subject: Subject) -> tuple[int | None, bool]:
        """The campaign that counts until a person says another one, and whether one did in this thread."""
        if len(subject.candidates) > 1:
            before = feedback_lists.chosen_in_thread(tx, said.channel, said.thread_ts or "")
            if before in subject.candidates:
                return before, True
        return (subject.candidates[0] if subject.candidates else None), len(subject.candidates) == 1

    def _answers(self, tx: Session, author: Person, campaign_id: int | None) -> bool:
        """Whether they answer for the campaign, so that they give no feedback on it by replying."""
        about = campaigns.read(tx, campaign_id) if campaign_id else None
        return speaks_for_marketing(author, self.owner(tx, campaign_id), about.name if about else None)

    def owner(self, tx: Session, campaign_id: int | None) -> str | None:
        """Who owes answers about a campaign."""
        return self._clocks.answerer(tx, campaign_id)

    def noted(self, tx: Session, item: Item, new: bool, now: datetime) -> Noted:
        """The item, after what follows from it was brought level."""
        level = owed.begin if new else owed.settle
        promise = level(tx, item, self._clocks, now)
        if promise is not None:
            item = replace(item, owner=promise.owner)
        ids = item.candidates if len(item.candidates) > 1 else filter(None, (item.campaign_id,))
        named = tuple((one.id, one.name) for one in campaigns.read_all(tx, ids))
        return Noted(item, new, promise, named, tagged=feedback_labels.standing(tx, item.id))


def offer_key(said: Said) -> str:
    """The key of the direct message that offers what somebody wrote as the answer."""
    return f"offer:{said.channel}:{said.ts}"


def subject_of(tx: Session, channel: str, thread_ts: str | None) -> Subject | None:
    """What the thread under a message of ours is about; None for every other thread."""
    root = posts.by_place(tx, channel, thread_ts) if thread_ts else None
    if root is None:
        return None
    if root.kind is Kind.CARD:
        return Subject(root.subject, tuple(campaigns.of_handoff(tx, root.subject)))
    campaign = campaigns.of_thread(tx, channel, root.ts or "") if root.kind is Kind.CAMPAIGN else None
    return Subject(None, (campaign,)) if campaign is not None else None
