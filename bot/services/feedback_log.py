"""Feedback that somebody logs: a message wherever it stands, or their own words, on a chosen campaign."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from bot.domain import permission
from bot.domain.agreement import Agreement, Person
from bot.domain.feedback import Item, Origin, Said
from bot.domain.permission import Denied, FeedbackAction
from bot.gateways import slack
from bot.services.directory import Directory
from bot.services.feedback import Feedback, Noted, subject_of
from bot.services.tagging import Tagging
from storage import campaign_posts, campaigns, feedback, labels
from storage.database import Database, Session
from storage.sight import Scope

_NEAREST = 5


@dataclass(frozen=True, slots=True)
class Words:
    """What was logged: `key` is there once; `said` is the message, when it is one of a person."""

    key: str
    text: str
    campaign_id: int
    theme: str | None = None
    said: Said | None = None


@dataclass(frozen=True, slots=True)
class Unclear:
    """Which campaign is meant is not clear; `known` are some that there are."""

    text: str
    known: tuple[str, ...]


class Logging:
    """The use cases, bound to one database."""

    def __init__(
        self,
        db: Database,
        agreement: Agreement,
        taking: Feedback,
        directory: Directory,
        tagging: Tagging,
        wake: Callable[[], None],
    ) -> None:
        self._db = db
        self._agreement = agreement
        self._tagging = tagging
        self._taking = taking
        self._directory = directory
        self._wake = wake

    async def campaigns(self) -> tuple[tuple[int, str], ...]:
        """Every campaign to choose from: the active ones first, then the newest."""
        scope = Scope(self._agreement.zone, await self._db.now())

        def read(tx: Session) -> tuple[tuple[int, str], ...]:
            active = {one.campaign.id for one in campaign_posts.active(tx, scope)}
            named = campaigns.names(tx).items()
            return tuple(sorted(named, key=lambda one: (one[0] in active, one[0]), reverse=True))

        return await self._db.read(read)

    async def named(self, name: str) -> int | None:
        """The campaign of that name, or the only one that begins so; None where it is not clear."""
        return await self._db.read(lambda tx: _named(tx, name.strip(), campaigns.names(tx)))

    async def log(self, words: Words, by: Person | None, user: str) -> Noted | Denied:
        """Store it, once per key; a message that is there already goes to the chosen campaign."""
        if by is None:
            return Denied(
                "You are not in this workspace's handoff agreement. Ask its administrator to add you."
            )
        if words.said is None and not slack.has_words(words.text):
            return Denied("There is no word in it. Say in a few what you think.")
        now = await self._db.now()

        def work(tx: Session) -> Noted | Denied:
            labels.hold_campaigns(tx, alone=False)
            about = campaigns.current(tx, words.campaign_id)
            if about is None:
                return Denied("This campaign does not exist any more.")
            item, new = self._store(tx, replace(words, campaign_id=about), by, user, now)
            denied = permission.check_feedback(by, FeedbackAction.CORRECT, item, None)
            if words.theme and (new or denied is None):
                self._tagging.correct(tx, item, [words.theme], by.key, now)
            elif new:
                self._tagging.tag(tx, item, now)
            return self._taking.noted(tx, item, new, now)

        done = await self._db.run(work)
        self._wake()
        return done

    async def typed(self, text: str, key: str, by: Person, user: str) -> Noted | Denied | Unclear:
        """`Webinar: too many students`, as a command says it; names may have colons of their own."""
        named = await self._db.read(lambda tx: _split(tx, text))
        if isinstance(named, Unclear):
            return named
        return await self.log(Words(key, named[1], named[0]), by, user)

    def _store(self, tx: Session, words: Words, by: Person, user: str, now: datetime) -> tuple[Item, bool]:
        owner = self._taking.owner(tx, words.campaign_id)
        if words.said is None:
            item, new = feedback.write(
                tx, words.key, words.text, now, user=user, author=by.key, origin=Origin.COMMAND,
                campaign_id=words.campaign_id, handoff_id=None, owner=owner,
            )  # fmt: skip
            if item.text != words.text:
                feedback.reword(tx, item.id, words.text, now)
        else:
            item, new = self._hear(tx, words.said, words, owner, now)
        if not new and item.deleted_at is None:
            feedback.take_back(tx, item.id)
            feedback.choose(tx, item.id, words.campaign_id, owner)
        return feedback.by_key(tx, item.key), new

    def _hear(
        self, tx: Session, said: Said, words: Words, owner: str | None, now: datetime
    ) -> tuple[Item, bool]:
        subject, author = subject_of(tx, said.channel, said.thread_ts), self._directory.who(said.user)
        item, new = feedback.hear(
            tx, replace(said, text=words.text, to_bot=False, worded=True), now, origin=Origin.SHORTCUT,
            author=author.key if author else None, handoff_id=subject.handoff_id if subject else None,
            campaign_id=words.campaign_id, chosen=True, owner=owner,
        )  # fmt: skip
        if not new:
            feedback.log(tx, item.id)
        return item, new


def _split(tx: Session, text: str) -> tuple[int, str] | Unclear:
    known = campaigns.names(tx)
    places = [at for at, sign in enumerate(text) if sign == ":"]
    for at in reversed(places):
        name, said = text[:at].strip(), text[at + 1 :].strip()
        found = _named(tx, name, known)
        if found is not None and said:
            return found, said
    named = text[: places[0]].strip() if places else text.strip()
    return Unclear(named, tuple(sorted(known.values())[:_NEAREST]))


def _named(tx: Session, name: str, known: Mapping[int, str]) -> int | None:
    return campaigns.named(tx, name) or _close(name, known)


def _close(name: str, known: Mapping[int, str]) -> int | None:
    """The one campaign that begins so, whatever the capitals."""
    begins = [number for number, each in known.items() if each.casefold().startswith(name.casefold())]
    exact = [number for number in begins if known[number].casefold() == name.casefold()]
    found = exact or begins
    return found[0] if name and len(found) == 1 else None
