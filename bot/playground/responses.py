"""Answers where the person acted: what an app posts to a response_url or returns from a command."""

from typing import Any

from bot.playground import blocks as blocks_of
from bot.playground import defaults, limits
from bot.playground.messages import Message
from bot.playground.payloads import Arguments, Object, SlackError
from bot.playground.slack import Slack


def answer(slack: Slack, key: str, body: Object) -> None:
    """One use of a response address. Refused when it is spent, unknown or the answer is malformed."""
    address = slack.tickets.visit(key)
    answer_in_channel(slack, address.user, address.channel, address.message, body)


def answer_in_channel(slack: Slack, user: str, channel: str, original: Message | None, body: Object) -> None:
    """Posts to the person (the default) or the channel, or replaces or deletes the message acted on."""
    arguments = Arguments(body)
    if arguments.flag("delete_original"):
        slack.workspace.delete(_standing(slack, original))
        return
    content = _content(slack, arguments)
    if arguments.flag("replace_original"):
        slack.workspace.edit(_standing(slack, original), **content)
        return
    to = None if arguments.text("response_type") == "in_channel" else user
    thread_ts = arguments.text("thread_ts") or None
    slack.workspace.post(
        Message("", channel, defaults.BOT_USER_ID, to=to, thread_ts=thread_ts, by_app=True, **content)
    )


def _content(slack: Slack, arguments: Arguments) -> dict[str, Any]:
    blocks = arguments.json_list("blocks", "invalid_blocks_format")
    if blocks:
        limits.check_message(blocks, slack.config.app.unknown_blocks)
        slack.files.check_blocks(blocks)
    elif not arguments.text("text"):
        raise SlackError("no_text")
    return {"text": arguments.text("text"), "blocks": blocks_of.settled(blocks) if blocks else None}


def _standing(slack: Slack, message: Message | None) -> Message:
    if message is None:
        raise SlackError("no_original")
    stored = slack.workspace.whispers if message.to else slack.workspace.messages[message.channel]
    if message not in stored:
        raise SlackError("message_not_found")
    return message
