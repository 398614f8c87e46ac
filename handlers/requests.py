"""What a Slack payload says, in our words: who acted, where, on what. Raw payloads stay in `handlers`."""

import html
import json
import re
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any

from bot.gateways import slack

Body = Mapping[str, Any]

_MENTION = re.compile(r"<@([A-Z0-9]+)(?:\|([^>]*))?>")
_EVERYBODY = re.compile(r"<!(?:here|channel|everyone)(?:\|[^>]*)?>")
_LINK = re.compile(r"<([^@>|][^>|]*)(?:\|([^>]*))?>")
# As Slack writes an emoji; "EMEA:paid:2026" and "10:30:15" hold none.
_EMOJI = re.compile(r"(?<![\w:]):[a-z0-9_+'-]+:(?::skin-tone-[2-6]:)?(?![\w])")


@dataclass(frozen=True, slots=True)
class Place:
    """Where somebody acted; `channel` is None on the Home tab and in modals."""

    channel: str | None = None
    ts: str | None = None
    thread_ts: str | None = None


@dataclass(frozen=True, slots=True)
class Request:
    """One click, submit or command. `foreign`: the person belongs to another workspace."""

    user: str
    place: Place
    trigger: str | None
    foreign: bool = False
    marker: str | None = None  # by which delivery knows the message again
    whisper: str | None = None  # where to replace the whisper in which somebody acted


async def clean(body: dict[str, Any], next_: Callable[[], Awaitable[object]]) -> None:
    """Bolt's middleware before every listener: no text of Slack has what no database keeps."""
    body.update(slack.storable(body))
    await next_()


def read(body: Body) -> Request:
    """The request of a block action, view submission or shortcut."""
    user = part(body, "user")
    home, here = user.get("team_id"), part(body, "team").get("id")
    return Request(
        user=str(user.get("id", "")),
        place=_place(body),
        trigger=body.get("trigger_id"),
        foreign=bool(home and here and home != here),
        whisper=body.get("response_url") if part(body, "container").get("is_ephemeral") else None,
        marker=next((block.get("block_id") for block in part(body, "message").get("blocks") or ()), None),
    )


def read_command(body: Body) -> Request:
    """The request of a slash command."""
    place = Place(channel=body.get("channel_id"))
    return Request(user=str(body.get("user_id", "")), place=place, trigger=body.get("trigger_id"))


def subject(action: Body) -> int:
    """The handoff that a button or menu entry is about: its value is "42" or "verb:42"."""
    value = chosen(action) or str(action.get("value", ""))
    number = value.rpartition(":")[2]
    return int(number) if number.isascii() and number.isdigit() else 0


def pair(action: Body) -> tuple[int, str]:
    """The number and the text of a button's value, such as "7:acceptance_rate": a digest and its signal."""
    number, _, signal = str(action.get("value", "")).partition(":")
    return (int(number) if number.isascii() and number.isdigit() else 0), signal


def numbers(value: str) -> tuple[int, int]:
    """Two ids: the value is "7:42"; zeros for anything else."""
    first, _, second = value.partition(":")
    good = all(one.isascii() and one.isdigit() for one in (first, second))
    return (int(first), int(second)) if good else (0, 0)


def chosen(action: Body) -> str | None:
    """The value of the chosen entry of a menu or radio list."""
    option = action.get("selected_option")
    return str(option["value"]) if option else None


def note(view: Body) -> Mapping[str, Any]:
    """The ids that a modal carries in its private metadata; nothing when they are unreadable."""
    return carried(str(view.get("private_metadata") or "{}"))


def carried(text: str) -> Mapping[str, Any]:
    """What we gave an element or a modal to carry; nothing when it is unreadable."""
    try:
        found = json.loads(text)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def inputs(view: Body) -> dict[str, str]:
    """What was entered into a modal: block id -> value; empty fields are left out."""
    found: dict[str, str] = {}
    for block, elements in ((view.get("state") or {}).get("values") or {}).items():
        for element in elements.values():
            value = _value(element)
            if value:
                found[block] = value
    return found


def choices(view: Body) -> dict[str, tuple[str, ...]]:
    """What was chosen in menus that take several: block id -> values."""
    found: dict[str, tuple[str, ...]] = {}
    for block, elements in ((view.get("state") or {}).get("values") or {}).items():
        for element in elements.values():
            if element.get("selected_options"):
                found[block] = tuple(str(option["value"]) for option in element["selected_options"])
    return found


def spoken(text: str, bot: str | None, name: Callable[[str], str | None]) -> str:
    """What was written, as a person would read it: without the bot's name and emoji, other people by theirs.

    Slack sends `<@U1>` for a person, `<#C1|name>` for a channel, `<!here>` for everybody, `:tada:` for an
    emoji, and `&`, `<` and `>` as HTML does (https://docs.slack.dev/messaging/formatting-message-text).
    `name` knows people by Slack's id; whom it does not know is left as a word that has to be explained.
    """

    def person(found: re.Match[str]) -> str:
        return " " if found[1] == bot else name(found[1]) or f"@{found[2] or found[1]}"

    known = _MENTION.sub(person, _EVERYBODY.sub(" ", _EMOJI.sub(" ", text)))
    return html.unescape(_LINK.sub(lambda found: found[2] or found[1], known)).strip()


def several(view: Body, block: str) -> list[str]:
    """What was ticked in a list of a modal."""
    return list(choices(view).get(block, ()))


def _value(element: Body) -> str | None:
    if element.get("selected_option"):
        return str(element["selected_option"]["value"])
    for name in ("value", "selected_date", "selected_user"):
        if element.get(name):
            return str(element[name])
    return None


def _place(body: Body) -> Place:
    container, message = part(body, "container"), part(body, "message")
    channel = part(body, "channel").get("id") or container.get("channel_id")
    ts = container.get("message_ts") or message.get("ts")
    thread_ts = message.get("thread_ts") or container.get("thread_ts")
    # The first message of a thread names itself as one; whoever clicks there looks at the channel.
    return Place(channel or None, ts, None if thread_ts == ts else thread_ts)


def part(body: Body, name: str) -> Body:
    """An object inside the payload; empty where a server leaves it out or sends something else."""
    found = body.get(name)
    return found if isinstance(found, Mapping) else {}
