"""What a person can do in the workspace. The page and the tests act through these functions alone."""

from typing import Any

from bot.playground import blocks as blocks_of
from bot.playground import defaults, interactions, writing
from bot.playground.interactions import Outcome
from bot.playground.messages import Message
from bot.playground.payloads import Object, SlackError
from bot.playground.people import Channel, Kind, User
from bot.playground.slack import Slack
from bot.playground.views import View

# What of an element goes into the action sent to the app.
CARRIED = ("type", "action_id", "text", "value", "style", "placeholder", "confirm", "url")


def user(slack: Slack, reference: str) -> User:
    """The member with this id or name."""
    users = slack.workspace.users
    found = users.get(reference) or next((one for one in users.values() if one.name == reference), None)
    if found is None:
        raise SlackError("user_not_found")
    return found


def channel(slack: Slack, who: str, reference: str) -> Channel:
    """A channel the person is in, by id, name, or the name of the other side of a direct message."""
    found = slack.workspace.named(reference)
    if found is None and reference.startswith(("U", "@")):
        found = slack.workspace.direct(who, user(slack, reference.removeprefix("@")).id)
    if found is None or who not in found.members:
        raise SlackError("channel_not_found")
    return found


def message(slack: Slack, who: str, where: Channel, ts: str, *, ephemeral: bool = False) -> Message:
    """A message the person can see."""
    if ephemeral:
        mine = (one for one in slack.workspace.whispers if one.to == who and one.channel == where.id)
        found = next((one for one in mine if one.ts == ts), None)
    else:
        found = slack.workspace.message(where.id, ts)
    if found is None:
        raise SlackError("message_not_found")
    return found


def post(
    slack: Slack, who: str, where: Channel, text: str, thread_ts: str = "", *, broadcast: bool = False
) -> Message:
    """Writes a message or a reply."""
    if not text.strip():
        raise SlackError("no_text")
    if where.archived:
        raise SlackError("is_archived")
    parent = None
    if thread_ts:
        found = message(slack, who, where, thread_ts)
        parent = found.thread_ts or found.ts
    written = writing.typed(slack.workspace, text)
    return slack.workspace.post(
        Message("", where.id, who, written, thread_ts=parent, broadcast=broadcast and parent is not None)
    )


def edit(slack: Slack, who: str, target: Message, text: str) -> None:
    """Changes one's own message."""
    _own(who, target)
    slack.workspace.edit(target, text=writing.typed(slack.workspace, text))


def delete(slack: Slack, who: str, target: Message) -> None:
    """Deletes one's own message, or dismisses an ephemeral one."""
    if target.to != who:
        _own(who, target)
    slack.workspace.delete(target)


def _own(who: str, target: Message) -> None:
    if target.user != who or target.subtype is not None:
        raise SlackError("cant_update_message")


async def use(
    slack: Slack, who: str, target: Message | View, action_id: str, block_id: str, choice: Any, state: Object
) -> Outcome:
    """Clicks, picks or types in an element; `choice` is the pick (see `_picked`)."""
    blocks = (target.blocks if isinstance(target, Message) else target.given["blocks"]) or []
    found = blocks_of.find(blocks, action_id, block_id)
    if found is None:
        raise SlackError("action_not_found")
    block, element = found
    action = {name: element[name] for name in CARRIED if name in element}
    action |= {"block_id": block["block_id"], "action_ts": slack.workspace.stamp()}
    changed: Object = {}
    if element["type"] == "feedback_buttons":
        action["value"] = choice
    elif element["type"] in blocks_of.STATE_KEYS:
        key = blocks_of.STATE_KEYS[element["type"]]
        action[key] = _picked(element, choice)
        changed = {block["block_id"]: {action_id: {"type": element["type"], key: action[key]}}}
    if isinstance(target, View):
        return await interactions.act_on_view(
            slack, who, target, action, blocks_of.merged(blocks, state, changed)
        )
    return await interactions.act_on_message(
        slack, who, target, action, blocks_of.merged(blocks, state, changed)
    )


def _picked(element: Object, choice: Any) -> Any:
    """The choice as the app receives it: an option may be given by its value alone."""
    if not blocks_of.options(element):
        return choice
    if isinstance(choice, list):
        return [_picked(element, entry) for entry in choice]
    if choice is None:
        return None
    value = choice.get("value") if isinstance(choice, dict) else choice
    for option in blocks_of.options(element):
        if option["value"] == value:
            return option
    raise SlackError("option_not_found", (f"there is no option {value!r}",))


def filled(view: View, values: dict[str, Any]) -> Object:
    """`state.values` from plain answers, keyed by block id (then, optionally, by action id)."""
    blocks = view.given["blocks"]
    state: Object = {}
    for block_id, answer in values.items():
        element = next(
            (part for block, part in blocks_of.interactive(blocks) if block["block_id"] == block_id), None
        )
        if element is None:
            raise SlackError("block_not_found", (f"there is no input in block {block_id!r}",))
        action_id = element["action_id"]
        plain = answer[action_id] if isinstance(answer, dict) and set(answer) == {action_id} else answer
        key = blocks_of.STATE_KEYS[element["type"]]
        state[block_id] = {action_id: {"type": element["type"], key: _picked(element, plain)}}
    return state


def front(slack: Slack, who: str, view_id: str) -> View:
    """The person's view with this id: the modal in front or the Home tab."""
    found = slack.views.find(view_id)
    if found is None or found.user != who:
        raise SlackError("view_not_found")
    return found


def conversations(slack: Slack, who: str) -> list[Channel]:
    """The channels and direct messages the person sees; those with the app first among the latter."""
    mine = [one for one in slack.workspace.channels.values() if who in one.members and not one.archived]
    return [
        one
        for one in mine
        if one.kind is not Kind.IM or defaults.BOT_USER_ID in one.members or slack.workspace.messages[one.id]
    ]
