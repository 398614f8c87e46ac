"""What a person sees: the workspace, channels with their unread counts, messages, modals and the Home tab."""

from typing import Any

from bot.playground import acting, defaults
from bot.playground.messages import Message
from bot.playground.payloads import Object
from bot.playground.people import Channel, Kind
from bot.playground.slack import Slack
from bot.playground.views import View


def state(slack: Slack, who: str) -> Object:
    """Everything around the messages: team, people, channels, and what the app offers."""
    config = slack.config
    return {
        "team": {"id": config.team_id, "name": config.name},
        "me": slack.workspace.users[who].to_page(),
        "users": [user.to_page() for user in slack.workspace.users.values()],
        "channels": [channel(slack, who, one) for one in acting.conversations(slack, who)],
        "commands": [
            {"command": one.command, "description": one.description, "usage_hint": one.usage_hint}
            for one in config.commands
        ],
        "shortcuts": [
            {"callback_id": one.callback_id, "name": one.name, "type": one.type} for one in config.shortcuts
        ],
        "app": {
            "user_id": defaults.BOT_USER_ID,
            "bot_id": defaults.BOT_ID,
            "name": config.app.bot_name,
            "connected": bool(slack.sockets.connections),
        },
    }


def channel(slack: Slack, who: str, one: Channel) -> Object:
    """A channel with what the person has not yet seen of it."""
    seen = slack.workspace.read.get((who, one.id), "")
    news = [
        message for message in slack.workspace.messages[one.id] if message.user != who and message.ts > seen
    ]
    unread = [message for message in news if message.in_channel]
    mentions = (
        unread if one.kind is Kind.IM else [message for message in news if f"<@{who}" in _words(message)]
    )
    shown: Object = {
        "id": one.id,
        "name": one.name,
        "kind": str(one.kind),
        "members": list(one.members),
        "unread": len(unread),
        "mentions": len(mentions),
        "topic": one.topic,
    }
    return shown | ({"user": one.other(who)} if one.kind is Kind.IM else {})


def _words(message: Message) -> str:
    return f"{message.text} {message.blocks or ''}"


def messages(slack: Slack, who: str, where: Channel, thread: str, before: str, limit: int) -> Object:
    """The latest messages of a channel, or a thread, oldest first, with what was whispered there."""
    listed = [one for one in slack.workspace.messages[where.id] if _listed(one, thread)]
    whispers = [one for one in slack.workspace.whispers if one.to == who and one.channel == where.id]
    listed += [one for one in whispers if (one.thread_ts or "") == thread]
    earlier = [one for one in sorted(listed, key=lambda one: one.ts) if not before or one.ts < before]
    shown = earlier[-limit:] if limit else earlier
    return {"messages": [_shown(slack, one) for one in shown], "has_more": len(earlier) > len(shown)}


def _listed(message: Message, thread: str) -> bool:
    return thread in (message.ts, message.thread_ts) if thread else message.in_channel


def _shown(slack: Slack, message: Message) -> Object:
    return message.to_page(slack.workspace.replies(message.channel, message.ts))


def view(slack: Slack, one: View | None) -> Any:
    """A view as the page draws it, or None."""
    return one.to_api(slack.config.team_id) if one else None
