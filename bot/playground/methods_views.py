"""The views.* methods and blocks.validate."""

from typing import Any

from bot.playground import limits
from bot.playground.payloads import Arguments, Object, SlackError
from bot.playground.slack import Slack
from bot.playground.views import View


def _given(arguments: Arguments) -> Object:
    view = arguments.json_object("view", "invalid_arguments")
    if view is None:
        raise SlackError("invalid_arguments", ("[ERROR] missing required field: view",))
    return view


def _shown(slack: Slack, view: View) -> Object:
    return {"ok": True, "view": view.to_api(slack.config.team_id)}


def open_view(slack: Slack, arguments: Arguments) -> Object:
    """views.open: a modal for the person whose trigger this is."""
    given = _given(arguments)
    trigger = slack.tickets.pull(_trigger(arguments))
    return _shown(slack, slack.views.open(trigger.user, given))


def push_view(slack: Slack, arguments: Arguments) -> Object:
    """views.push: a modal on top of the one in which the trigger was pulled."""
    given = _given(arguments)
    trigger = slack.tickets.pull(_trigger(arguments))
    return _shown(slack, slack.views.push(trigger.user, given))


def update_view(slack: Slack, arguments: Arguments) -> Object:
    """views.update: by view_id or external_id."""
    given = _given(arguments)
    if "view_id" in arguments:
        view = slack.views.find(arguments.text("view_id"))
    else:
        view = slack.views.by_external_id(arguments.required("external_id"))
    if view is None:
        raise SlackError("not_found")
    return _shown(slack, slack.views.update(view, given, arguments.text("hash")))


def publish_view(slack: Slack, arguments: Arguments) -> Object:
    """views.publish: a user's Home tab."""
    user = slack.workspace.users.get(arguments.required("user_id"))
    if user is None or user.is_bot:
        raise SlackError("invalid_arguments", ("[ERROR] invalid user [json-pointer:/user_id]",))
    return _shown(slack, slack.views.publish(user.id, _given(arguments), arguments.text("hash")))


def _trigger(arguments: Arguments) -> str:
    return arguments.text("trigger_id") or arguments.required("interactivity_pointer")


def validate_blocks(slack: Slack, arguments: Arguments) -> Object:
    """blocks.validate: what is wrong with exactly one of `blocks`, `message` or `view`."""
    given = [name for name in ("blocks", "message", "view") if name in arguments]
    if len(given) != 1:
        raise SlackError("invalid_arguments", ("[ERROR] provide exactly one of: blocks, message, view",))
    problems = [
        {"code": problem.code, "message": problem.message, "pointer": problem.pointer}
        | ({"constraint": problem.constraint} if problem.constraint else {})
        for problem in _examined(given[0], arguments)
    ]
    return {"ok": True, "valid": not problems, "errors": problems}


def _examined(name: str, arguments: Arguments) -> limits.Verdict:
    if name == "view":
        return limits.examine_view(arguments.json_object("view", "invalid_arguments"))
    blocks: Any = arguments.json_list("blocks", "invalid_arguments")
    if name == "message":
        message = arguments.json_object("message", "invalid_arguments") or {}
        blocks = message.get("blocks", [])
    return limits.examine(blocks, limits.Surface.MESSAGE)
