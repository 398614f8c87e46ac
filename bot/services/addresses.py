"""Where a message goes: from what the agreement calls a channel or a person to what Slack calls it."""

import logging
from datetime import datetime, timedelta

from bot.domain.agreement import Agreement
from bot.domain.post import Kind, Post
from bot.gateways.slack import InDoubtError, NotSentError, RefusedError, Slack
from storage import people, posts
from storage.database import Database

_log = logging.getLogger(__name__)

# A channel can become shared with another company at any time.
_CHECK_EVERY = timedelta(hours=1)


class Addresses:
    """Finds channels and people in Slack and remembers them.

    Finding an address sends no message, so its failures are NotSentError (try again) and RefusedError.
    """

    def __init__(self, db: Database, slack: Slack, agreement: Agreement) -> None:
        self._db = db
        self._slack = slack
        self._agreement = agreement
        self._named: dict[str, str] = {}
        self._checked: dict[str, datetime] = {}

    async def of(self, post: Post, now: datetime) -> str:
        """The id of the channel, or for a Home tab of the person, to which a post goes."""
        try:
            return await self._find(post, now)
        except InDoubtError as error:
            raise NotSentError(str(error)) from error

    async def remember(self, post: Post, channel: str) -> None:
        """A message to a person arrived in this channel."""
        if not post.to.startswith("@"):
            return
        key = post.to.removeprefix("@")
        user, known = await self._person(key)
        if channel != known:
            await self._db.run(lambda tx: people.remember(tx, key, slack_id=user, dm_channel=channel))

    async def _find(self, post: Post, now: datetime) -> str:
        if post.to.startswith("@"):
            return await self._of_person(post)
        channel = await self._of_channel(post.to)
        if post.kind is not Kind.NOTICE:
            await self._refuse_shared(channel, now)
        return channel

    async def _of_channel(self, to: str) -> str:
        if not to.startswith("#"):
            return to
        if to not in self._named:
            self._named[to] = await self._named_id(to.removeprefix("#"))
        return self._named[to]

    async def _named_id(self, name: str) -> str:
        """The id of a channel; its name where the server cannot list channels, and takes names as well."""
        try:
            found = await self._slack.channel_by_name(name)
        except RefusedError as error:
            if error.code == "unknown_method":
                return name
            raise
        if found is None:
            raise RefusedError("conversations.list", "channel_not_found")
        return found.id

    async def _of_person(self, post: Post) -> str:
        key = post.to.removeprefix("@")
        user, channel = await self._person(key)
        if user is None:
            raise RefusedError("users.info", "person_unknown")
        if post.kind is Kind.HOME:
            return user
        if channel is None:
            channel = await self._slack.open_dm(user)
            await self.remember(post, channel)
        return channel

    async def _person(self, key: str) -> tuple[str | None, str | None]:
        """Slack id and channel of a person; the agreement's id outranks one that was found."""
        person = self._agreement.person(key)
        found, channel = await self._db.read(lambda tx: posts.recipient(tx, key))
        user = (person.slack if person else None) or found
        return user, channel if user == found else None

    async def _refuse_shared(self, channel: str, now: datetime) -> None:
        """Lead data does not leave the company; see product.md, permissions."""
        if now - self._checked.get(channel, now - _CHECK_EVERY) < _CHECK_EVERY:
            return
        try:
            shared = (await self._slack.channel_info(channel)).is_ext_shared
        except RefusedError as error:
            _log.warning("cannot check whether %s is shared with another company: %s", channel, error)
            shared = False
        if shared:
            raise RefusedError("conversations.info", "ext_shared")
        self._checked[channel] = now
