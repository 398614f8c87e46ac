"""What people type, as Slack stores it: control characters escaped; mentions and links marked up."""

import re

from bot.playground.people import Kind
from bot.playground.workspace import Workspace

MARKED = re.compile(r"<[@#!][^<>\s]+>|<(?:https?://|mailto:)[^<>]+>")
LINK = re.compile(r"https?://[^\s<>|]+[^\s<>|.,;:!?)]")
MAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
MENTION = re.compile(r"(?<![\w@])@([\w.-]*\w)")
ROOM = re.compile(r"(?<![\w#&])#([\w-]+)")
EVERYBODY = ("channel", "here", "everyone")


def typed(workspace: Workspace, text: str) -> str:
    """The message text that a person's input becomes. What is marked up already stays as it is."""
    done: list[str] = []
    start = 0
    for marked in MARKED.finditer(text):
        done += [_plain(workspace, text[start : marked.start()]), marked.group()]
        start = marked.end()
    return "".join([*done, _plain(workspace, text[start:])])


def command_text(workspace: Workspace, text: str) -> str:
    """The text of a command with `should_escape`: names of people and channels become ids with names."""

    def user(match: re.Match[str]) -> str:
        found = _user(workspace, match.group(1))
        return f"<@{found}|{match.group(1)}>" if found else match.group()

    def room(match: re.Match[str]) -> str:
        found = _room(workspace, match.group(1))
        return f"<#{found}|{match.group(1)}>" if found else match.group()

    return ROOM.sub(room, MENTION.sub(user, text))


def escaped(text: str) -> str:
    """The three control characters, made harmless."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _plain(workspace: Workspace, text: str) -> str:
    parts: list[str] = []
    start = 0
    for link in re.finditer(f"{LINK.pattern}|{MAIL.pattern}", text):
        parts += [_named(workspace, escaped(text[start : link.start()])), _link(link.group())]
        start = link.end()
    return "".join([*parts, _named(workspace, escaped(text[start:]))])


def _link(found: str) -> str:
    address = escaped(found)
    return f"<{address}>" if "://" in found else f"<mailto:{address}|{address}>"


def _named(workspace: Workspace, text: str) -> str:
    def user(match: re.Match[str]) -> str:
        name = match.group(1)
        if name in EVERYBODY:
            return f"<!{name}>"
        found = _user(workspace, name)
        return f"<@{found}>" if found else match.group()

    def room(match: re.Match[str]) -> str:
        found = _room(workspace, match.group(1))
        return f"<#{found}|{match.group(1)}>" if found else match.group()

    return MENTION.sub(user, ROOM.sub(room, text))


def _user(workspace: Workspace, name: str) -> str | None:
    return next((user.id for user in workspace.users.values() if user.name == name.lower()), None)


def _room(workspace: Workspace, name: str) -> str | None:
    channel = workspace.named(name)
    return channel.id if channel is not None and channel.kind is Kind.CHANNEL else None
