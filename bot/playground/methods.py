"""The Web API: a table from method name to function, and the small methods that belong nowhere else."""

from collections.abc import Callable

from bot.playground import defaults, methods_chat, methods_conversations, methods_files, methods_views
from bot.playground.payloads import Arguments, Object, SlackError
from bot.playground.slack import Slack

Method = Callable[[Slack, Arguments], Object]
TITLE_CHARACTERS = 200
STATUSES = ("processing", "active", "suspended", "closed")


def auth_test(slack: Slack, arguments: Arguments) -> Object:
    """auth.test: whose token this is."""
    return {
        "ok": True,
        "url": f"{slack.origin}/",
        "team": slack.config.name,
        "user": slack.config.app.bot_name,
        "team_id": slack.config.team_id,
        "user_id": defaults.BOT_USER_ID,
        "bot_id": defaults.BOT_ID,
        "is_enterprise_install": False,
    }


def api_test(slack: Slack, arguments: Arguments) -> Object:
    """api.test: gives back what it got; fails on request."""
    if "error" in arguments:
        raise SlackError(arguments.text("error"))
    return {"ok": True, "args": {name: value for name, value in arguments.values.items() if name != "token"}}


def open_connection(slack: Slack, arguments: Arguments) -> Object:
    """apps.connections.open: the address of a new Socket Mode connection."""
    address = slack.origin.replace("http", "ws", 1)
    return {"ok": True, "url": f"{address}/link/?ticket={slack.sockets.ticket()}&app_id={defaults.APP_ID}"}


def team_info(slack: Slack, arguments: Arguments) -> Object:
    """team.info."""
    team = {
        "id": slack.config.team_id,
        "name": slack.config.name,
        "domain": defaults.TEAM_DOMAIN,
        "url": f"{slack.origin}/",
        "email_domain": "",
        "icon": {"image_default": True},
    }
    return {"ok": True, "team": team}


def bot_info(slack: Slack, arguments: Arguments) -> Object:
    """bots.info."""
    if arguments.text("bot") not in ("", defaults.BOT_ID):
        raise SlackError("bot_not_found")
    bot = {
        "id": defaults.BOT_ID,
        "deleted": False,
        "name": slack.config.app.bot_name,
        "app_id": defaults.APP_ID,
        "user_id": defaults.BOT_USER_ID,
        "updated": 0,
        "icons": {},
    }
    return {"ok": True, "bot": bot}


def _session(arguments: Arguments) -> tuple[str, str]:
    return arguments.required("channel_id", "channel_not_found"), arguments.required("thread_ts")


def set_session_status(slack: Slack, arguments: Arguments) -> Object:
    """agents.sessions.setStatus: what the agent is doing in a thread."""
    channel, thread_ts = _session(arguments)
    methods_chat.joined_channel(slack, channel)
    status = arguments.required("status")
    if status not in STATUSES:
        raise SlackError("invalid_arguments", (f"[ERROR] must be one of {', '.join(STATUSES)}",))
    slack.sessions.setdefault((channel, thread_ts), {})["status"] = status
    slack.changed()
    return {"ok": True}


def rename_session(slack: Slack, arguments: Arguments) -> Object:
    """agents.sessions.rename: the title of an existing session."""
    session = slack.sessions.get(_session(arguments))
    if session is None:
        raise SlackError("session_not_found")
    title = arguments.required("title")
    if len(title) > TITLE_CHARACTERS:
        raise SlackError(
            "invalid_arguments", (f"[ERROR] must be less than {TITLE_CHARACTERS + 1} characters",)
        )
    session["title"] = title
    slack.changed()
    return {"ok": True}


def set_thread_status(slack: Slack, arguments: Arguments) -> Object:
    """assistant.threads.setStatus: the older form, bridged; an empty status means done."""
    channel, thread_ts = _session(arguments)
    methods_chat.joined_channel(slack, channel)
    status = "processing" if arguments.text("status") else "active"
    slack.sessions.setdefault((channel, thread_ts), {})["status"] = status
    slack.changed()
    return {"ok": True}


def set_suggested_prompts(slack: Slack, arguments: Arguments) -> Object:
    """assistant.threads.setSuggestedPrompts: at most four."""
    channel = methods_chat.joined_channel(slack, arguments.required("channel_id", "channel_not_found"))
    prompts = arguments.json_list("prompts", "invalid_arguments") or []
    if not 1 <= len(prompts) <= 4 or not all({"title", "message"} <= set(prompt) for prompt in prompts):
        raise SlackError("invalid_arguments", ("[ERROR] 1 to 4 prompts with title and message",))
    slack.prompts[channel.id] = {"title": arguments.text("title"), "prompts": prompts}
    slack.changed()
    return {"ok": True}


METHODS: dict[str, Method] = {
    "agents.sessions.rename": rename_session,
    "agents.sessions.setStatus": set_session_status,
    "api.test": api_test,
    "apps.connections.open": open_connection,
    "assistant.threads.setStatus": set_thread_status,
    "assistant.threads.setSuggestedPrompts": set_suggested_prompts,
    "auth.test": auth_test,
    "blocks.validate": methods_views.validate_blocks,
    "bots.info": bot_info,
    "chat.delete": methods_chat.delete,
    "chat.getPermalink": methods_chat.get_permalink,
    "chat.postEphemeral": methods_chat.post_ephemeral,
    "chat.postMessage": methods_chat.post_message,
    "chat.update": methods_chat.update,
    "conversations.history": methods_conversations.history,
    "conversations.info": methods_conversations.info,
    "conversations.join": methods_conversations.join,
    "conversations.list": methods_conversations.list_channels,
    "conversations.members": methods_conversations.members,
    "conversations.open": methods_conversations.open_direct,
    "conversations.replies": methods_conversations.replies,
    "files.completeUploadExternal": methods_files.complete_upload,
    "files.getUploadURLExternal": methods_files.upload_address,
    "files.info": methods_files.info,
    "reactions.add": methods_chat.add_reaction,
    "reactions.get": methods_chat.get_reactions,
    "reactions.remove": methods_chat.remove_reaction,
    "team.info": team_info,
    "users.conversations": methods_conversations.users_conversations,
    "users.info": methods_conversations.user_info,
    "users.list": methods_conversations.list_users,
    "users.lookupByEmail": methods_conversations.lookup_by_email,
    "views.open": methods_views.open_view,
    "views.publish": methods_views.publish_view,
    "views.push": methods_views.push_view,
    "views.update": methods_views.update_view,
}
# These need no token (blocks.validate, api.test) or the app-level one.
PUBLIC = frozenset({"api.test", "blocks.validate"})
APP_LEVEL = frozenset({"apps.connections.open"})
