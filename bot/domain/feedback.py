"""Campaign feedback: what somebody said of a campaign or a lead, and the answer that marketing owes.

An item counts while its text says something, it was not deleted and nobody set it aside. What counts is owed
an answer by the campaign's owner, and whoever said it may say, once per answer, that the answer did not help.
"""

import fnmatch
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import NewType

from bot.domain.agreement import Agreement, Person, Role

FeedbackId = NewType("FeedbackId", int)
AnswerId = NewType("AnswerId", int)


class Origin(StrEnum):
    """How it reached us."""

    THREAD = "thread"  # in the thread of a campaign's post or of a lead's card
    SHORTCUT = "shortcut"  # a message that somebody logged
    COMMAND = "command"
    ASK = "ask"  # we asked how a lead was


class AnswerKind(StrEnum):
    """What marketing says to feedback."""

    CHANGED = "changed"
    PLANNED = "planned"
    DECLINED = "declined"  # won't, because ...
    NEED_MORE = "need_more"  # goes back to whoever said it


# An answer of these kinds says nothing without a text.
NEEDS_TEXT = frozenset({AnswerKind.DECLINED, AnswerKind.NEED_MORE})


@dataclass(frozen=True, slots=True)
class Said:
    """A person's message as it stands now. `version` is the ts of its last edit, "" before any."""

    channel: str
    ts: str
    thread_ts: str | None
    user: str
    text: str
    version: str = ""
    to_bot: bool = False  # it speaks to the bot: a question, no feedback
    worded: bool = True  # it has a word, beside emoji, names and links

    @property
    def spoken(self) -> bool:
        """Whether it is feedback by itself: it says something, and not to the bot."""
        return self.worded and bool(self.text.strip()) and not self.to_bot

    @property
    def at(self) -> datetime:
        """When it was written."""
        return moment(self.ts)


@dataclass(frozen=True, slots=True)
class Gone:
    """A message that was deleted. The thread is None where Slack does not tell it."""

    channel: str
    ts: str
    thread_ts: str | None


@dataclass(frozen=True, slots=True)
class Item:
    """One item of feedback as it is stored."""

    id: FeedbackId
    key: str
    origin: Origin
    channel: str | None
    ts: str | None
    thread_ts: str | None
    user: str
    author: str | None
    text: str
    version: str
    spoken: bool
    said_at: datetime
    stored_at: datetime
    handoff_id: int | None = None
    campaign_id: int | None = None
    candidates: tuple[int, ...] = ()
    chosen: bool = False
    owner: str | None = None
    deleted_at: datetime | None = None
    missing_at: datetime | None = None  # that it was deleted is only inferred
    set_aside_at: datetime | None = None
    set_aside_by: str | None = None
    answer_id: AnswerId | None = None

    @property
    def counts(self) -> bool:
        """Whether it is feedback: said, standing, and not set aside."""
        return self.spoken and self.deleted_at is None and self.set_aside_at is None

    @property
    def unsure(self) -> bool:
        """Whether it was missing once, and its words are kept until that is confirmed."""
        return self.missing_at is not None and bool(self.user)

    @property
    def is_open(self) -> bool:
        """Whether an answer is owed."""
        return self.counts and self.answer_id is None


@dataclass(frozen=True, slots=True)
class Answer:
    """What marketing said."""

    id: AnswerId
    kind: AnswerKind
    text: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Tagged:
    """What a tagger found in a text: themes, vendors, and the words that show each."""

    themes: tuple[str, ...] = ()
    competitors: tuple[str, ...] = ()
    evidence: tuple[tuple[str, str], ...] = ()  # theme, verbatim words
    by_model: bool = False  # the themes are a language model's


UNTAGGED = Tagged()  # nothing was found, or nothing was read yet


def moment(ts: str) -> datetime:
    """The instant that a Slack ts names, to the microsecond; the epoch for what is no ts."""
    seconds, _, micros = ts.partition(".")
    if not (seconds.isascii() and seconds.isdigit() and len(seconds) < 12):
        return datetime.fromtimestamp(0, UTC)
    part = int(micros[:6].ljust(6, "0")) if micros.isascii() and micros.isdigit() else 0
    return datetime.fromtimestamp(int(seconds), UTC).replace(microsecond=part)


def key_of(channel: str, ts: str, by: str = "") -> str:
    """What makes a message one item, however often and in whichever way it comes.

    `by` is who logged a message of no person: in their words, so that each of them is an item.
    """
    return f"{channel}:{ts}:{by}" if by else f"{channel}:{ts}"


def answerer(agreement: Agreement, owner: str | None) -> str | None:
    """Who owes the answer: the campaign's owner, else whom the agreement names for marketing.

    Then the first marketer, the first manager, the first administrator; None only where there is none.
    """
    wanted = (owner, agreement.digest.marketing)
    named = [key for key in wanted if key and agreement.person(key)]
    for role in (Role.MARKETER, Role.MANAGER, Role.ADMIN):
        named += [person.key for person in agreement.people.values() if role in person.roles]
    return named[0] if named else None


def may_answer(person: Person, owner: str | None, campaign: str | None) -> bool:
    """Whether it is theirs to answer: who owes it, marketers of the campaign, and administrators."""
    if person.key == owner or Role.ADMIN in person.roles:
        return True
    if Role.MARKETER not in person.roles:
        return False
    patterns = person.campaigns
    return not patterns or any(
        fnmatch.fnmatchcase((campaign or "").casefold(), one.casefold()) for one in patterns
    )


def speaks_for_marketing(person: Person, owner: str | None, campaign: str | None) -> bool:
    """Whether what they write under a campaign answers feedback rather than gives it.

    Who owes the answer, and marketers of the campaign who do not sell as well. Administrators may answer,
    but what they write is feedback like everybody's: it is set aside with a tap, while an answer is lost.
    """
    sells = person.roles & {Role.REP, Role.MANAGER}
    markets = Role.MARKETER in person.roles and not sells
    return person.key == owner or (markets and may_answer(person, owner, campaign))


def may_set_aside(person: Person, item: Item) -> bool:
    """Whether somebody may say that it is no feedback, or that it is: its author, its side and its owner.

    Marketers who do not owe the answer may not: a side does not judge the other's words.
    """
    mine = person.key in (item.author, item.owner)
    return mine or bool(person.roles & {Role.REP, Role.MANAGER, Role.ADMIN})


def may_correct(person: Person, item: Item) -> bool:
    """Whether somebody may say which themes it is about: its author, its owner, and who works with themes."""
    mine = person.key in (item.author, item.owner)
    return mine or bool(person.roles & {Role.MARKETER, Role.MANAGER, Role.ADMIN})


def corrected(found: Tagged, themes: Sequence[str]) -> Tagged:
    """A reading with the themes that a person says; vendors and the words for what stays are kept."""
    kept = tuple((theme, words) for theme, words in found.evidence if theme in themes)
    return Tagged(tuple(dict.fromkeys(themes)), found.competitors, kept)


def alike(item: Item, themes: Sequence[str], others: Iterable[tuple[Item, Sequence[str]]]) -> list[Item]:
    """The open items that one answer may close together with this one.

    Those of the same campaign that share a theme; where neither has any theme, those of the campaign.
    """
    found = []
    for other, labelled in others:
        same = other.campaign_id is not None and other.campaign_id == item.campaign_id
        shared = set(themes) & set(labelled) or not (themes or labelled)
        if other.id != item.id and other.is_open and same and shared:
            found.append(other)
    return found
