"""What a person does with the app's surfaces, told to the app, and what the app's answer does in return.

Interactions and commands are sent once; the person sees an error when the app does not answer within 3 s.
"""

from dataclasses import dataclass, field

from bot.playground import blocks as blocks_of
from bot.playground import defaults, responses, writing
from bot.playground.delivery import Answer, Route
from bot.playground.messages import SLACKBOT, Message
from bot.playground.payloads import Object, SlackError
from bot.playground.people import Channel
from bot.playground.slack import Slack
from bot.playground.views import View


@dataclass(frozen=True, slots=True)
class Outcome:
    """How an interaction ended for the person."""

    ok: bool
    error: str = ""
    response_action: str = ""
    errors: dict[str, str] = field(default_factory=dict)

    def body(self) -> Object:
        """As the page receives it."""
        answer: Object = {"ok": self.ok, "response_action": self.response_action, "errors": self.errors}
        return answer | ({"error": self.error} if self.error else {})


def _base(slack: Slack, kind: str, user: str) -> Object:
    member = slack.workspace.users[user]
    team = {"id": slack.config.team_id, "domain": defaults.TEAM_DOMAIN}
    return {
        "type": kind,
        "user": {"id": user, "username": member.name, "name": member.name, "team_id": slack.config.team_id},
        "api_app_id": defaults.APP_ID,
        "token": defaults.VERIFICATION_TOKEN,
        "team": team,
        "enterprise": None,
        "is_enterprise_install": False,
    }


def _where(channel: Channel) -> Object:
    return {"id": channel.id, "name": channel.interaction_name()}


def _response_url(slack: Slack, user: str, channel: str, message: Message | None) -> str:
    return f"{slack.origin}/response/{slack.tickets.address(user, channel, message)}"


async def act_on_message(slack: Slack, user: str, message: Message, action: Object, state: Object) -> Outcome:
    """A person used an element of a message."""
    channel = slack.workspace.channels[message.channel]
    container: Object = {
        "type": "message",
        "message_ts": message.ts,
        "channel_id": channel.id,
        "is_ephemeral": message.to is not None,
    }
    if message.thread_ts:
        container["thread_ts"] = message.thread_ts
    payload = _base(slack, "block_actions", user) | {
        "container": container,
        "trigger_id": slack.tickets.trigger(user),
        "channel": _where(channel),
        "state": {"values": state},
        "response_url": _response_url(slack, user, channel.id, message),
        "actions": [action],
    }
    if message.to is None:
        payload["message"] = slack.workspace.to_api(message)
    return await _send(slack, payload)


async def act_on_view(slack: Slack, user: str, view: View, action: Object, state: Object) -> Outcome:
    """A person used an element of a modal or of the Home tab."""
    view.state = blocks_of.merged(view.given["blocks"], view.state, state)
    payload = _base(slack, "block_actions", user) | {
        "container": {"type": "view", "view_id": view.id},
        "trigger_id": slack.tickets.trigger(user, view.id),
        "view": view.to_api(slack.config.team_id),
        "actions": [action],
    }
    return await _send(slack, payload)


async def submit(slack: Slack, user: str, view: View, state: Object) -> Outcome:
    """A person sends off a modal. Slack itself refuses it while a required field is empty."""
    blocks = view.given["blocks"]
    view.state = blocks_of.merged(blocks, view.state, state)
    wrong = blocks_of.unanswered(blocks, view.state) | blocks_of.too_long(blocks, view.state)
    if wrong:
        return Outcome(False, response_action="errors", errors=wrong)
    payload = _base(slack, "view_submission", user) | {
        "trigger_id": slack.tickets.trigger(user, view.id),
        "view": view.to_api(slack.config.team_id),
        "response_urls": [],
    }
    answer = await slack.delivery.once(Route.INTERACTIVE, payload)
    if not answer.ok:
        return Outcome(False, error=_complaint(answer))
    return _after_submit(slack, user, view, answer.payload or {})


def _after_submit(slack: Slack, user: str, view: View, answer: Object) -> Outcome:
    action = answer.get("response_action", "")
    try:
        match action:
            case "errors":
                return _field_errors(view, answer.get("errors"))
            case "update":
                slack.views.update(view, _view(answer))
            case "push":
                slack.views.push(user, _view(answer))
            case "" | "clear":
                slack.views.close(view, everything=action == "clear")
            case _:
                raise SlackError("invalid_response_action")
    except SlackError as problem:
        return Outcome(False, error=" ".join([problem.error, *problem.messages]))
    return Outcome(True, response_action=action)


def _field_errors(view: View, errors: object) -> Outcome:
    inputs = {block["block_id"] for block in view.given["blocks"] if block.get("type") == "input"}
    if not isinstance(errors, dict) or not errors or not set(errors) <= inputs:
        raise SlackError(
            "invalid_errors", ("[ERROR] errors must be keyed by the block_id of an input block",)
        )
    return Outcome(False, response_action="errors", errors=errors)


def _view(answer: Object) -> Object:
    given = answer.get("view")
    if not isinstance(given, dict):
        raise SlackError("invalid_arguments", ("[ERROR] missing required field: view",))
    return given


async def close(slack: Slack, user: str, view: View, *, everything: bool = False) -> None:
    """A person closes a modal; the app hears of it when it asked to (`notify_on_close`)."""
    slack.views.close(view, everything=everything or bool(view.given.get("clear_on_close")))
    if view.given.get("notify_on_close"):
        payload = _base(slack, "view_closed", user) | {
            "view": view.to_api(slack.config.team_id),
            "is_cleared": everything,
        }
        await slack.delivery.once(Route.INTERACTIVE, payload)


async def message_shortcut(slack: Slack, user: str, callback_id: str, message: Message) -> Outcome:
    """A person picks the app's entry in a message's menu."""
    channel = slack.workspace.channels[message.channel]
    payload = _base(slack, "message_action", user) | {
        "action_ts": slack.workspace.stamp(),
        "callback_id": callback_id,
        "trigger_id": slack.tickets.trigger(user),
        "channel": _where(channel),
        "message_ts": message.ts,
        "message": slack.workspace.to_api(message),
        "response_url": _response_url(slack, user, channel.id, message),
    }
    return await _send(slack, payload)


async def global_shortcut(slack: Slack, user: str, callback_id: str) -> Outcome:
    """A person picks the app's entry in the global menu."""
    payload = _base(slack, "shortcut", user) | {
        "action_ts": slack.workspace.stamp(),
        "callback_id": callback_id,
        "trigger_id": slack.tickets.trigger(user),
    }
    return await _send(slack, payload)


async def command(slack: Slack, user: str, channel: Channel, name: str, text: str) -> Outcome:
    """A person types a slash command; an answer in the acknowledgement is shown where it was typed."""
    known = next((entry for entry in slack.config.commands if entry.command == name), None)
    if known is None:
        return _whisper(slack, user, channel, f"`{name}` is not a valid command.", "invalid_command")
    payload = {
        "token": defaults.VERIFICATION_TOKEN,
        "team_id": slack.config.team_id,
        "team_domain": defaults.TEAM_DOMAIN,
        "channel_id": channel.id,
        "channel_name": channel.interaction_name(),
        "user_id": user,
        "user_name": slack.workspace.users[user].name,
        "command": name,
        "text": writing.command_text(slack.workspace, text) if known.should_escape else text,
        "api_app_id": defaults.APP_ID,
        "is_enterprise_install": "false",
        "response_url": _response_url(slack, user, channel.id, None),
        "trigger_id": slack.tickets.trigger(user),
    }
    answer = await slack.delivery.once(Route.COMMAND, payload)
    if not answer.ok:
        error = "operation_timeout" if "timeout" in answer.error else "dispatch_failed"
        return _whisper(slack, user, channel, f'{name} failed with the error "{error}"', error)
    if answer.payload:
        responses.answer_in_channel(slack, user, channel.id, None, answer.payload)
    return Outcome(True)


def _whisper(slack: Slack, user: str, channel: Channel, text: str, error: str) -> Outcome:
    slack.workspace.post(Message("", channel.id, SLACKBOT, text, to=user))
    return Outcome(False, error=error)


async def _send(slack: Slack, payload: Object) -> Outcome:
    answer = await slack.delivery.once(Route.INTERACTIVE, payload)
    return Outcome(answer.ok, error=_complaint(answer))


def _complaint(answer: Answer) -> str:
    if answer.ok:
        return ""
    if "timeout" in answer.error:
        return "The app did not answer within 3 seconds."
    return (
        "The app is not connected." if answer.error == "connection_failed" else "The app answered an error."
    )


def home_opened(slack: Slack, user: str, tab: str) -> None:
    """A person opens the app's Home or Messages tab."""
    view = slack.views.homes.get(user)
    slack.events.home_opened(user, tab, view.to_api(slack.config.team_id) if view else None)
