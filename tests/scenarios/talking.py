"""People talking in the threads of leads: writing, editing and deleting, and what is stored of it."""

from collections.abc import Mapping
from typing import Any

from sqlmodel import col, select

from bot.domain.feedback import Item, Tagged
from bot.domain.promise import Promise
from bot.playground import acting
from bot.playground.messages import Message
from storage import feedback, feedback_labels, promises
from storage.database import Session
from storage.feedback_tables import FeedbackRow
from tests.scenarios.world import World

CAMPAIGN = {"name": "Webinar AI forecasting", "source": "webinar"}


async def lead(world: World, **groups: Any) -> str:
    """A lead of a campaign; answers with the ts of its card."""
    await world.lead(**{"campaign": CAMPAIGN, **groups})
    ts: str = world.cards()[-1].ts
    return ts


async def say(world: World, who: str, text: str, ts: str, *, broadcast: bool = False) -> Message:
    """Write into a thread and let the bot do what follows."""
    slack = world.slack.slack
    user = acting.user(slack, who).id
    written = acting.post(slack, user, acting.channel(slack, user, "handoffs"), text, ts, broadcast=broadcast)
    await world.slack.settled()
    await world.tick()
    return written


async def edit(world: World, message: Message, text: str) -> None:
    """Change one's own message."""
    acting.edit(world.slack.slack, message.user, message, text)
    await world.slack.settled()
    await world.tick()


async def delete(world: World, message: Message) -> None:
    """Delete one's own message."""
    acting.delete(world.slack.slack, message.user, message)
    await world.slack.settled()
    await world.tick()


async def items(world: World) -> list[Item]:
    """Everything that is stored, oldest first."""

    def read(tx: Session) -> list[Item]:
        return [feedback.as_item(row) for row in tx.exec(select(FeedbackRow).order_by(col(FeedbackRow.id)))]

    return await world.db.read(read)


async def counted(world: World) -> list[str]:
    """The words of what counts."""
    return [one.text for one in await items(world) if one.counts]


async def promised(world: World, feedback_id: int) -> tuple[Promise, ...]:
    """The promises to answer an item, oldest first."""
    return await world.db.read(lambda tx: promises.of_feedback(tx, feedback_id))


async def labels(world: World) -> Mapping[int, Tagged]:
    """What counts for each item, once the rules have read everything."""
    while await world.bot.tagging.tag_new():
        pass
    ids = [item.id for item in await items(world)]
    return await world.db.read(lambda tx: feedback_labels.of(tx, ids))
