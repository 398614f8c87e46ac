"""What a post shows, rendered from the present state: one function per kind of post.

None means that the message is no longer true and must not go out.
"""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import assert_never

from bot.domain import post
from bot.domain.agreement import Agreement
from bot.domain.digest import DigestId
from bot.domain.feedback import UNTAGGED, moment
from bot.domain.handoff import Handoff, Status
from bot.domain.post import Block, Content, Message, Post, Reaction
from bot.domain.promise import Kind, Nudge, Promise
from bot.services import answers, asks, campaign_sheets, inbox, timeline
from bot.services import digests as runs
from bot.services.briefs import Briefs
from bot.services.desk import Desk
from bot.services.telling import Telling
from bot.views import asked, card, dm, escalation, home, imports, line, notices, offers, vendors
from bot.views import asks as ask_views
from bot.views import campaigns as campaign
from bot.views import feedback_answers as answer_views
from digests import message, outcomes, outcomes_message, thread
from digests.message import Frame
from digests.voices import Voices
from storage import (
    campaigns,
    digests,
    feedback,
    feedback_answers,
    feedback_asks,
    feedback_names,
    handoffs,
    labels,
    people,
    posts,
    promises,
    questions,
    raw_events,
)
from storage.database import Session

Rendered = Message | Block | None

# Below this, a reminder is on time: the ticker and the pacing of Slack account for it.
_LATE = timedelta(minutes=10)


class Rendering:
    """The renderers of one agreement's posts, as delivery calls them."""

    def __init__(self, agreement: Agreement, briefs: Briefs, desk: Desk, telling: Telling) -> None:
        self._agreement = agreement
        self.workspace = ""  # the address of the Slack workspace, for links to messages; "" while unknown
        self._briefs = briefs
        self._desk = desk
        self._telling = telling
        self.renderers: Mapping[post.Kind, Callable[[Session, Post, datetime], Content | None]] = {
            post.Kind.CARD: self.card,
            post.Kind.ACK: self.acknowledgement,
            post.Kind.ANSWER: self.answer,
            post.Kind.OFFER: self.offer,
            post.Kind.LINE: self.line,
            post.Kind.DM: self.reminders,
            post.Kind.ESCALATION: self.escalation,
            post.Kind.IMPORT: self.summary,
            post.Kind.NOTICE: self.notice,
            post.Kind.ASK: self.ask,
            post.Kind.NAMES: self.names,
            post.Kind.HOME: self.home,
            post.Kind.DIGEST: self.digest,
            post.Kind.DIGEST_MORE: self.digest_more,
            post.Kind.OUTCOMES: self.outcomes,
            post.Kind.REPLY: self.reply,
            post.Kind.CAMPAIGN: self.campaign,
        }

    def card(self, tx: Session, one: Post, now: datetime) -> Rendered:
        """A handoff's card."""
        brief = self._briefs.of(tx, one.subject, now)
        return card.card(brief) if brief else None

    def acknowledgement(self, tx: Session, one: Post, _: datetime) -> Content | None:
        """Our reaction on what counts as feedback, and none any more on what does not."""
        item = feedback.get(tx, one.subject)
        if item is None or item.channel is None or item.ts is None or (one.shown == 0 and not item.counts):
            return None
        if item.deleted_at is not None:
            return None  # the reaction went with the message
        return Reaction(item.channel, item.ts, self._agreement.feedback.reaction, item.counts)

    def answer(self, tx: Session, one: Post, _: datetime) -> Content | None:
        """What marketing said, where it was asked or to whoever said it."""
        given = feedback_answers.get(tx, one.subject)
        items = [
            item
            for each in feedback_answers.items(tx, one.subject)
            if (item := feedback.get(tx, each)) and one.key in answers.keys_of(tx, one.subject, item)
        ]
        if given is None or not items:
            return None
        if not one.to.startswith("@"):
            return answer_views.told(given, items)
        said = [(item, post.permalink(self.workspace, item.channel, item.ts)) for item in items]
        return answer_views.told_alone(given, said, self._link(inbox.place(tx, items[0])))

    def offer(self, tx: Session, one: Post, _: datetime) -> Rendered:
        """What somebody wrote in a thread, as the answer to what waits there."""
        item, by = feedback.get(tx, one.subject), self._agreement.person(one.to.removeprefix("@"))
        if item is None or item.channel is None or item.thread_ts is None or by is None:
            return None
        ts = one.key.rpartition(":")[2]
        there = inbox.in_thread(tx, item.channel, item.thread_ts, by)
        waiting = [each for each in there if each.said_at < moment(ts)]
        place = (item.channel, item.thread_ts, ts)
        where = post.permalink(self.workspace, item.channel, ts)
        return offers.offer(waiting[0].id, place, len(waiting), where) if waiting else None

    def line(self, tx: Session, one: Post, now: datetime) -> Rendered:
        """One entry of a timeline."""
        entry = handoffs.entry(tx, one.subject)
        brief = self._briefs.of(tx, entry.handoff_id, now) if entry else None
        return line.line(entry, brief) if entry and brief else None

    def reminders(self, tx: Session, one: Post, now: datetime) -> Rendered:
        """The bundle of one person's reminders; what was settled before it went out is left out."""
        items, waiting, passed_on = [], [], False
        for promise, step, person, planned in promises.nudges_in(tx, one.id):
            item = feedback.get(tx, promise.feedback_id) if promise.feedback_id else None
            passed_on |= one.shown > 0 and item is not None and promise.owner != person
            if item is not None and promise.owner == person and (one.shown > 0 or promise.ended_at is None):
                waiting.append(self._desk.inbox.waiting(tx, item))
            brief = self._briefs.of(tx, promise.handoff_id, now) if promise.handoff_id else None
            if brief is None:
                continue
            if one.shown > 0 or self._still_true(promise, step, person, brief.handoff, now):
                late = one.shown == 0 and now - planned > _LATE
                card = posts.get(tx, timeline.card_key(brief.handoff.id))
                items.append(dm.Reminder(brief, step, person, planned, late, self._link(card)))
        if not items and not waiting:
            return dm.passed_on() if passed_on else None
        return dm.reminders(items, self._agreement, waiting, now)

    def escalation(self, tx: Session, one: Post, now: datetime) -> Rendered:
        """What a manager is asked to settle; once settled, it says so instead of disappearing."""
        promise = promises.get(tx, one.subject)
        brief = self._briefs.of(tx, promise.handoff_id, now) if promise and promise.handoff_id else None
        if brief is None or (one.shown == 0 and (promise is None or promise.ended_at is not None)):
            return None
        return escalation.escalation(brief, promise.kind if promise else None)

    def summary(self, tx: Session, one: Post, _: datetime) -> Rendered:
        """The one card of a bulk import."""
        facts = raw_events.import_facts(tx, one.subject)
        if facts is None:
            return None
        owners = [(self._agreement.name(owner), n) for owner, n in handoffs.of_import(tx, one.subject)]
        return imports.summary(facts.name, facts.source, facts.rows, facts.outcomes, owners)

    def notice(self, tx: Session, one: Post, _: datetime) -> Rendered:
        """A message that Slack refuses for good, told to an administrator."""
        parked = posts.by_id(tx, one.subject)
        return notices.parked(parked) if parked else None

    def ask(self, tx: Session, one: Post, now: datetime) -> Rendered:
        """How a lead was; one that could not go out at once, or need not any more, never does."""
        asked = feedback_asks.get(tx, one.subject)
        brief = self._briefs.of(tx, asked.handoff_id, now) if asked else None
        if asked is None or brief is None:
            return None
        item = feedback.keyed(tx, one.key)
        if one.shown == 0 and item is None and one.ts is None:
            said = feedback_asks.has_said(tx, asked.handoff_id, asked.person)
            if said or now > asked.at + asks.FRESH or not brief.handoff.decided:
                return None
        card = posts.get(tx, timeline.card_key(asked.handoff_id))
        waiting = self._desk.inbox.waiting(tx, item) if item else None
        return ask_views.ask(
            ask_views.Asked(
                asked.id,
                brief,
                self._link(card),
                item,
                waiting.tagged if waiting else UNTAGGED,
                waiting.due_at if waiting else None,
            ),
            self._agreement,
        )

    def names(self, tx: Session, one: Post, _: datetime) -> Rendered:
        """Vendors that feedback names and the agreement does not list."""
        found = feedback_names.of_week(tx, one.key.removeprefix("names:"))
        named = [
            (each.name, each.comments, post.permalink(self.workspace, each.channel, each.ts))
            for each in found
        ]
        return vendors.proposed(named) if named else None

    def digest(self, tx: Session, one: Post, _: datetime) -> Rendered:
        """A week's digest, from its frozen numbers and what people took on since."""
        found = runs.findings(tx, one.subject)
        return message.digest(found, self._frame(tx, one)) if found else None

    def digest_more(self, tx: Session, one: Post, _: datetime) -> Rendered:
        """What a digest has in its thread."""
        found = runs.findings(tx, one.subject)
        return thread.more(found, self._frame(tx, one)) if found else None

    def outcomes(self, tx: Session, one: Post, _: datetime) -> Rendered:
        """A marketer's weekly message; none in a week without anything to tell."""
        week, person = runs.numbers(tx, one.subject), self._agreement.person(one.to.removeprefix("@"))
        if week is None or person is None:
            return None
        found = outcomes.gather(tx, week, person, self._agreement)
        return None if found.empty else outcomes_message.outcomes(found, self._agreement, self.workspace)

    def reply(self, tx: Session, one: Post, _: datetime) -> Rendered:
        """The answer to a question: as of when it was asked, however late it goes out."""
        found = questions.get(tx, one.subject)
        if found is None:
            return None
        alone = found.place.direct or one.to.startswith("@")
        return asked.message(self._telling.told(tx, found, to_them_alone=alone), found.id)

    def campaign(self, tx: Session, one: Post, now: datetime) -> Rendered:
        """A campaign's brief and counts; of one that was merged, where they are."""
        found = campaigns.read(tx, one.subject)
        if found is None:
            return None
        sheet = campaign_sheets.of(tx, found, self._agreement, now, self.workspace)
        if found.id == one.subject:
            return campaign.post(sheet, self._agreement)
        return campaign.merged(labels.shown(tx, [one.subject])[one.subject], sheet)

    def home(self, tx: Session, one: Post, now: datetime) -> Rendered:
        """A person's Home tab."""
        person = self._agreement.person(one.to.removeprefix("@"))
        return home.home(self._desk.home(tx, person, now)) if person else home.stranger()

    def _link(self, card: Post | None) -> str | None:
        return post.permalink(self.workspace, card.channel, card.ts) if card else None

    def _frame(self, tx: Session, one: Post) -> Frame:
        week = runs.numbers(tx, one.subject)
        return Frame(
            digest_id=DigestId(one.subject),
            agreement=self._agreement,
            slack_ids=people.slack_ids(tx),
            actions=digests.actions(tx, one.subject),
            direct=one.to.startswith("@"),
            voices=runs.voices(tx, week, self.workspace) if week else Voices(),
        )

    def _still_true(
        self, promise: Promise, step: Nudge, person: str, handoff: Handoff, now: datetime
    ) -> bool:
        """Whether a reminder still says something that its reader can act on."""
        if promise.ended_at is not None:
            return False
        match step:
            case Nudge.START | Nudge.WARN:
                return promise.owner == person and (step is Nudge.START or now < promise.due_at)
            case Nudge.BACKUP | Nudge.POOL:
                return handoff.status is Status.OPEN and person in handoff.offered
            case Nudge.MANAGER:
                return promise.kind is Kind.TOUCH or handoff.status is Status.OPEN
            case _:
                assert_never(step)
