"""The conversations.* and users.* methods."""

from bot.playground import defaults, paging
from bot.playground.messages import Message
from bot.playground.methods_chat import joined_channel, visible_channel
from bot.playground.payloads import Arguments, Object, SlackError
from bot.playground.people import LIST_TYPES, Channel, Kind, User
from bot.playground.slack import Slack

ME = defaults.BOT_USER_ID


def _shown(slack: Slack, channel: Channel) -> Object:
    return channel.to_api(slack.config.team_id, ME)


def _of_types(slack: Slack, arguments: Arguments) -> list[Channel]:
    wanted = set((arguments.text("types") or "public_channel").replace(" ", "").split(","))
    if not wanted <= {*LIST_TYPES.values(), "mpim"}:
        raise SlackError("invalid_types")
    active = arguments.flag("exclude_archived")
    return [
        channel
        for channel in slack.workspace.channels.values()
        if LIST_TYPES[channel.kind] in wanted
        and (channel.kind is Kind.CHANNEL or ME in channel.members)
        and not (active and channel.archived)
    ]


def list_channels(slack: Slack, arguments: Arguments) -> Object:
    """conversations.list: public channels, and what else of the types the app is in."""
    found, more = paging.page(_of_types(slack, arguments), arguments)
    return {"ok": True, "channels": [_shown(slack, channel) for channel in found], **more}


def users_conversations(slack: Slack, arguments: Arguments) -> Object:
    """users.conversations: the channels a user (the app, unless told otherwise) is a member of."""
    user = arguments.text("user") or ME
    if user not in slack.workspace.users:
        raise SlackError("user_not_found")
    mine = [channel for channel in _of_types(slack, arguments) if user in channel.members]
    found, more = paging.page(mine, arguments)
    return {"ok": True, "channels": [_shown(slack, channel) for channel in found], **more}


def info(slack: Slack, arguments: Arguments) -> Object:
    """conversations.info."""
    channel = visible_channel(slack, arguments.required("channel", "channel_not_found"))
    return {"ok": True, "channel": _shown(slack, channel)}


def members(slack: Slack, arguments: Arguments) -> Object:
    """conversations.members."""
    channel = visible_channel(slack, arguments.required("channel", "channel_not_found"))
    found, more = paging.page(channel.members, arguments)
    return {"ok": True, "members": found, **more}


def open_direct(slack: Slack, arguments: Arguments) -> Object:
    """conversations.open: the direct message with one user, or an existing one by its id."""
    if "channel" in arguments:
        channel = joined_channel(slack, arguments.text("channel"))
    else:
        user = slack.workspace.users.get(arguments.required("users", "users_list_not_supplied"))
        if user is None:
            raise SlackError("user_not_found")
        if user.is_bot:
            raise SlackError("cannot_dm_bot")
        if user.deleted:
            raise SlackError("user_disabled")
        channel = slack.workspace.direct(user.id, ME)
    shown = _shown(slack, channel) if arguments.flag("return_im") else {"id": channel.id}
    return {"ok": True, "channel": shown}


def join(slack: Slack, arguments: Arguments) -> Object:
    """conversations.join: public channels only."""
    channel = visible_channel(slack, arguments.required("channel", "channel_not_found"))
    if channel.archived:
        raise SlackError("is_archived")
    if channel.kind is not Kind.CHANNEL:
        raise SlackError("method_not_supported_for_channel_type")
    slack.workspace.join(channel, ME)
    return {"ok": True, "channel": _shown(slack, channel)}


def history(slack: Slack, arguments: Arguments) -> Object:
    """conversations.history: newest first, without thread replies; metadata only when asked for."""
    channel = joined_channel(slack, arguments.required("channel", "channel_not_found"))
    listed = [message for message in slack.workspace.messages[channel.id] if message.in_channel]
    found = paging.within(listed[::-1], arguments)
    return _messages(slack, found, arguments)


def replies(slack: Slack, arguments: Arguments) -> Object:
    """conversations.replies: the parent, then its replies, oldest first."""
    channel = joined_channel(slack, arguments.required("channel", "channel_not_found"))
    message = slack.workspace.message(channel.id, arguments.text("ts"))
    if message is None:
        raise SlackError("thread_not_found")
    parent = slack.workspace.message(channel.id, message.thread_ts or message.ts) or message
    inside = paging.within(slack.workspace.replies(channel.id, parent.ts), arguments)
    return _messages(slack, [parent, *inside], arguments)


def _messages(slack: Slack, found: list[Message], arguments: Arguments) -> Object:
    metadata = arguments.flag("include_all_metadata")
    listed, more = paging.page(found, arguments)
    answer = {
        "ok": True,
        "messages": [slack.workspace.to_api(message, metadata=metadata) for message in listed],
        "has_more": bool(more["response_metadata"]["next_cursor"]),
    }
    return answer | (more if answer["has_more"] else {})


def _user(slack: Slack, user: User) -> Object:
    return user.to_api(slack.config.team_id, email="users:read.email" in slack.config.app.scopes)


def list_users(slack: Slack, arguments: Arguments) -> Object:
    """users.list."""
    found, more = paging.page(list(slack.workspace.users.values()), arguments)
    return {"ok": True, "members": [_user(slack, user) for user in found], **more}


def user_info(slack: Slack, arguments: Arguments) -> Object:
    """users.info."""
    user = slack.workspace.users.get(arguments.text("user"))
    if user is None:
        raise SlackError("user_not_found")
    return {"ok": True, "user": _user(slack, user)}


def lookup_by_email(slack: Slack, arguments: Arguments) -> Object:
    """users.lookupByEmail: active people only."""
    email = arguments.required("email", "users_not_found").lower()
    for user in slack.workspace.users.values():
        if user.email.lower() == email and not user.deleted:
            return {"ok": True, "user": _user(slack, user)}
    raise SlackError("users_not_found")
