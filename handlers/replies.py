"""Answering the person who acted: a whisper where they are, a small modal where that cannot be."""

import asyncio
import logging

from slack_bolt.async_app import AsyncAck

from bot.domain.errors import SlackError
from bot.domain.post import Message
from bot.gateways.slack import NotSentError, RefusedError
from bot.services.bundle import Services
from bot.views import home, modals
from handlers import requests
from handlers.requests import Body, Place, Request

log = logging.getLogger(__name__)

# Slack waits 3 s for the listener; an answer that takes longer is not worth failing the click.
PATIENCE = 1.5


async def tell(services: Services, request: Request, message: Message) -> None:
    """Show `message` to the person alone. That it may get lost is Slack's nature and harms nothing."""
    try:
        async with asyncio.timeout(PATIENCE):
            if not await _whispered(services, request, message) and request.trigger:
                await services.slack.open_view(request.trigger, modals.notice("Handoff", message.text))
    except (SlackError, TimeoutError) as error:
        log.info("whisper to %s was not delivered: %s", request.user, error)


async def renew(services: Services, request: Request, message: Message) -> None:
    """Show `message` in place of the whisper in which the person acted, where Slack lets us."""
    if request.whisper is not None and await _replaced(services, request.whisper, message):
        return
    await tell(services, request, message)


async def _replaced(services: Services, whisper: str, message: Message) -> bool:
    """Whether the whisper says the new message, or may say it: two of them would be worse than an old one."""
    try:
        async with asyncio.timeout(PATIENCE):
            await services.slack.replace(whisper, message)
    except (RefusedError, NotSentError) as error:
        log.info("a whisper was not replaced: %s", error)
        return False
    except (SlackError, TimeoutError) as error:
        log.info("a whisper was perhaps not replaced: %s", error)
    return True


async def _whispered(services: Services, request: Request, message: Message) -> bool:
    """Whether it could be said in the channel; a modal says the same where Slack refuses whispers."""
    if not request.place.channel:
        return False
    try:
        await services.slack.whisper(request.place.channel, request.user, message, request.place.thread_ts)
    except RefusedError as error:
        log.info("whisper to %s was refused: %s", request.user, error)
        return False
    return True


async def whispered(services: Services, request: Request, message: Message) -> bool:
    """Whether `message` could be shown to the person alone, in the channel where they are."""
    try:
        async with asyncio.timeout(PATIENCE):
            return await _whispered(services, request, message)
    except (SlackError, TimeoutError) as error:
        log.info("whisper to %s was not delivered: %s", request.user, error)
        return False


async def close(services: Services, ack: AsyncAck, request: Request, view: Body, message: Message) -> None:
    """End a dialog: say `message` where it was asked for, or else in its place.

    Slack has to know what becomes of this dialog before another one can be opened.
    """
    kept = requests.note(view)
    place = Place(kept.get("channel"), None, kept.get("thread") or None)
    if await whispered(services, Request(request.user, place, None), message):
        await ack()
    else:
        await ack(response_action="update", view=modals.notice("Handoff", message.text))


async def show(services: Services, request: Request, view: dict[str, object]) -> None:
    """Open a modal; the trigger lives for three seconds."""
    if request.trigger is None:
        return
    try:
        async with asyncio.timeout(PATIENCE):
            await services.slack.open_view(request.trigger, view)
    except (SlackError, TimeoutError) as error:
        log.warning("a modal for %s could not be opened: %s", request.user, error)


async def update(services: Services, view: Body, again: dict[str, object]) -> None:
    """Show a changed modal in place of the present one, keeping the ids that it carries."""
    again["private_metadata"] = view.get("private_metadata", "")
    try:
        async with asyncio.timeout(PATIENCE):
            await services.slack.update_view(str(view["id"]), again, view.get("hash"))
    except (SlackError, TimeoutError) as error:
        # Submitting asks for the missing field as well, so the person is not stuck.
        log.info("a modal could not be updated: %s", error)


async def stranger_home(services: Services, user: str) -> None:
    """The Home tab of somebody who is not in the agreement says how to be added."""
    try:
        async with asyncio.timeout(PATIENCE):
            await services.slack.publish_home(user, home.stranger())
    except (SlackError, TimeoutError) as error:
        log.info("the Home tab of %s was not published: %s", user, error)
