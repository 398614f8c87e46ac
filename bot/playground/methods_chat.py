"""The chat.* and reactions.* methods."""

from typing import Any

from bot.playground import blocks as blocks_of
from bot.playground import defaults, limits
from bot.playground.messages import Message, reaction_list
from bot.playground.payloads import Arguments, Object, SlackError
from bot.playground.people import Channel, Kind
from bot.playground.slack import Slack

POST_CHARACTERS = 40_000
UPDATE_CHARACTERS = 4_000
METADATA_CHARACTERS = 8_000
# What Slack shows and returns when an app sends blocks without a text for notifications.
NO_TEXT = "This content can't be displayed."
ME = defaults.BOT_USER_ID


class RateLimitedError(SlackError):
    """The channel's pace is exceeded; `seconds` to wait."""

    def __init__(self, seconds: int) -> None:
        super().__init__("ratelimited")
        self.seconds = seconds


def visible_channel(slack: Slack, reference: str) -> Channel:
    """The channel, if the app may know of it: private ones and others' direct messages are "not found"."""
    channel = slack.workspace.named(reference)
    if channel is None or (channel.kind is not Kind.CHANNEL and ME not in channel.members):
        raise SlackError("channel_not_found")
    return channel


def joined_channel(slack: Slack, reference: str) -> Channel:
    """A channel that the app is a member of."""
    channel = visible_channel(slack, reference)
    if ME not in channel.members:
        raise SlackError("not_in_channel")
    return channel


def message_in(slack: Slack, channel: Channel, ts: str) -> Message:
    """The message, or a refusal."""
    message = slack.workspace.message(channel.id, ts)
    if message is None:
        raise SlackError("message_not_found")
    return message


def post_message(slack: Slack, arguments: Arguments) -> Object:
    """chat.postMessage: to a channel (id or #name) or a person (user id opens the direct message)."""
    channel = _target(slack, arguments.required("channel", "channel_not_found"))
    seconds = slack.pacer.wait(channel.id)
    if seconds:
        raise RateLimitedError(seconds)
    content = _content(slack, arguments)
    thread_ts = _thread(slack, channel, arguments.text("thread_ts"))
    broadcast = thread_ts is not None and arguments.flag("reply_broadcast")
    content["text"] = content["text"][:POST_CHARACTERS]
    message = slack.workspace.post(
        Message(
            "",
            channel.id,
            ME,
            **content,
            thread_ts=thread_ts,
            broadcast=broadcast,
            metadata=_metadata(arguments),
            by_app=True,
        )
    )
    shown = slack.workspace.to_api(message)
    return {"ok": True, "channel": channel.id, "ts": message.ts, "message": shown}


def update(slack: Slack, arguments: Arguments) -> Object:
    """chat.update: own messages only. Text alone takes blocks away; metadata stays unless given."""
    channel = joined_channel(slack, arguments.required("channel", "channel_not_found"))
    message = message_in(slack, channel, arguments.text("ts"))
    if not message.by_app:
        raise SlackError("cant_update_message")
    if len(arguments.text("text")) > UPDATE_CHARACTERS:
        raise SlackError("msg_too_long")
    changes = _content(slack, arguments)
    if "metadata" in arguments:
        changes["metadata"] = _metadata(arguments)
    slack.workspace.edit(message, **changes)
    shown = slack.workspace.to_api(message)
    return {"ok": True, "channel": channel.id, "ts": message.ts, "text": message.text, "message": shown}


def delete(slack: Slack, arguments: Arguments) -> Object:
    """chat.delete: own messages only."""
    channel = joined_channel(slack, arguments.required("channel", "channel_not_found"))
    message = message_in(slack, channel, arguments.text("ts"))
    if not message.by_app:
        raise SlackError("cant_delete_message")
    slack.workspace.delete(message)
    return {"ok": True, "channel": channel.id, "ts": message.ts}


def post_ephemeral(slack: Slack, arguments: Arguments) -> Object:
    """chat.postEphemeral: shown to one member of the channel only, and never stored."""
    channel = joined_channel(slack, arguments.required("channel", "channel_not_found"))
    if channel.archived:
        raise SlackError("is_archived")
    user = arguments.required("user", "no_user")
    if user not in slack.workspace.users:
        raise SlackError("user_not_found")
    if user not in channel.members:
        raise SlackError("user_not_in_channel")
    content = _content(slack, arguments)
    thread_ts = arguments.text("thread_ts") or None
    message = Message("", channel.id, ME, to=user, by_app=True, thread_ts=thread_ts, **content)
    return {"ok": True, "message_ts": slack.workspace.post(message).ts}


def get_permalink(slack: Slack, arguments: Arguments) -> Object:
    """chat.getPermalink: a link that opens the message (in the playground's page)."""
    channel = visible_channel(slack, arguments.required("channel", "channel_not_found"))
    message = message_in(slack, channel, arguments.text("message_ts"))
    link = f"{slack.origin}/archives/{channel.id}/p{message.ts.replace('.', '')}"
    if message.thread_ts:
        link += f"?thread_ts={message.thread_ts}&cid={channel.id}"
    return {"ok": True, "channel": channel.id, "permalink": link}


def add_reaction(slack: Slack, arguments: Arguments) -> Object:
    """reactions.add."""
    slack.workspace.react(_reacted(slack, arguments), ME, _reaction(arguments))
    return {"ok": True}


def remove_reaction(slack: Slack, arguments: Arguments) -> Object:
    """reactions.remove."""
    slack.workspace.unreact(_reacted(slack, arguments), ME, _reaction(arguments))
    return {"ok": True}


def get_reactions(slack: Slack, arguments: Arguments) -> Object:
    """reactions.get."""
    message = _reacted(slack, arguments)
    shown = slack.workspace.to_api(message) | {"reactions": reaction_list(message)}
    return {"ok": True, "type": "message", "channel": message.channel, "message": shown}


def _reacted(slack: Slack, arguments: Arguments) -> Message:
    channel = joined_channel(slack, arguments.required("channel", "channel_not_found"))
    return message_in(slack, channel, arguments.required("timestamp", "no_item_specified"))


def _reaction(arguments: Arguments) -> str:
    name = arguments.required("name", "invalid_name").strip(":")
    if not name.replace("_", "").replace("-", "").replace("+", "").replace(":", "").isalnum():
        raise SlackError("invalid_name")
    return name


def _target(slack: Slack, reference: str) -> Channel:
    user = slack.workspace.users.get(reference)
    if user is not None:
        if user.is_bot or user.deleted:
            raise SlackError("cannot_dm_bot" if user.is_bot else "channel_not_found")
        return slack.workspace.direct(user.id, ME)
    channel = joined_channel(slack, reference)
    if channel.archived:
        raise SlackError("is_archived")
    return channel


def _thread(slack: Slack, channel: Channel, ts: str) -> str | None:
    if not ts:
        return None
    parent = slack.workspace.message(channel.id, ts)
    if parent is None:
        raise SlackError("thread_not_found")
    if parent.subtype == "channel_join":
        raise SlackError("cannot_reply_to_message")
    return parent.thread_ts or parent.ts


def _content(slack: Slack, arguments: Arguments) -> dict[str, Any]:
    """Text, blocks and attachments as they are stored."""
    blocks = arguments.json_list("blocks", "invalid_blocks_format")
    markdown = arguments.text("markdown_text")
    if markdown:
        if blocks or arguments.text("text"):
            raise SlackError("markdown_text_conflict")
        blocks = [{"type": "markdown", "text": markdown}]
    attachments = arguments.json_list("attachments", "invalid_attachments")
    text = arguments.text("text")
    if not (text or blocks or attachments):
        raise SlackError("no_text")
    if blocks:
        limits.check_message(blocks, slack.config.app.unknown_blocks)
        slack.files.check_blocks(blocks)
    return {
        "text": text or (NO_TEXT if blocks else ""),
        "blocks": blocks_of.settled(blocks) if blocks else None,
        "attachments": attachments or None,
    }


def _metadata(arguments: Arguments) -> Object | None:
    metadata = arguments.json_object("metadata", "invalid_metadata_format")
    if not metadata:
        return None
    payload = metadata.get("event_payload")
    if not isinstance(metadata.get("event_type"), str) or not isinstance(payload, dict):
        raise SlackError("invalid_metadata_schema")
    if any(isinstance(value, dict) for value in payload.values()):
        raise SlackError("invalid_metadata_schema")
    if len(str(payload)) > METADATA_CHARACTERS:
        raise SlackError("metadata_too_large")
    return {"event_type": metadata["event_type"], "event_payload": payload}
