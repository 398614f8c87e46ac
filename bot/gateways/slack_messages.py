"""A person's message as events and `conversations.replies` carry it, in our words; None for others.

Only people count: bots, workflows, joins, topics and our own messages are left out
(https://docs.slack.dev/reference/events/message).
"""

import html
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.domain.feedback import Gone, Said

# A reply that is sent to the channel too comes as `thread_broadcast`, under one ts.
_HUMAN = (None, "", "file_share", "me_message", "thread_broadcast")
_SLACKBOT = "USLACKBOT"
_ANGLED = re.compile(r"<([@#!]?)([^<>|]*)(?:\|([^<>]*))?>")
_MOST = 8_000  # characters: what is longer is no comment
_WORD = re.compile(r"[^\W_]")
# Emoji by their names, signs that are shown as emoji (also digits in a frame), and addresses.
_NO_WORD = re.compile(r"(?<!\w)(?::[^\s:<>A-Z]+:)+(?!\w)|\w(?:\ufe0f\u20e3?|\u20e3)|https?://\S+")
_SCHEME = re.compile(r"^[a-z]+:(?://)?")


@dataclass(frozen=True, slots=True)
class Page:
    """A page of a thread: what people said, every ts that stands there, and where the next page begins.

    `whole`: the thread's first message came along, be it as what is left of one that was deleted; `root` is
    that message where a person wrote it.
    """

    said: tuple[Said, ...]
    present: frozenset[str]
    cursor: str | None
    root: Said | None = None
    whole: bool = False


def said(channel: str, message: Mapping[str, Any], bot_user: str) -> Said | None:
    """What a person said in a message; None where no person did."""
    user, ts = str(message.get("user") or ""), str(message.get("ts") or "")
    if not ts or not user or user in (bot_user, _SLACKBOT) or message.get("bot_id"):
        return None
    if message.get("subtype") not in _HUMAN:
        return None
    raw = str(message.get("text") or "")
    # Whom it speaks to is no part of what it says.
    told = re.sub(rf"\s*<@{bot_user}(?:\|[^<>]*)?>(?:[,:](?=\s))?", "", raw) if bot_user else raw
    edited = message.get("edited")
    thread_ts = str(message.get("thread_ts") or "")
    return Said(
        channel=channel,
        ts=ts,
        thread_ts=thread_ts if thread_ts and thread_ts != ts else None,
        user=user,
        text=words(told)[:_MOST],
        version=str(edited.get("ts") or "") if isinstance(edited, Mapping) else "",
        to_bot=told != raw,
        worded=has_words(raw),
    )


def page(
    channel: str, thread_ts: str, found: Sequence[Mapping[str, Any]], bot_user: str, cursor: str
) -> Page:
    """The messages of a thread as Slack lists them; a tombstone stands for one that was deleted."""
    heard = [one for message in found if (one := said(channel, message, bot_user))]
    standing = (message for message in found if message.get("subtype") != "tombstone")
    return Page(
        said=tuple(one for one in heard if one.thread_ts),
        present=frozenset(str(message.get("ts")) for message in standing),
        cursor=cursor or None,
        root=next((one for one in heard if one.ts == thread_ts), None),
        whole=any(message.get("ts") == thread_ts for message in found),
    )


def gone(channel: str, event: Mapping[str, Any]) -> Gone | None:
    """What an event says was deleted; None when it does not say which message."""
    before = event.get("previous_message")
    known: Mapping[str, Any] = before if isinstance(before, Mapping) else {}
    ts = str(event.get("deleted_ts") or known.get("ts") or "")
    return Gone(channel, ts, str(known.get("thread_ts") or "") or None) if ts else None


def words(raw: str) -> str:
    """Slack's markup as people read it: links by their labels, members and channels by their ids."""
    return html.unescape(_ANGLED.sub(_shown, raw)).strip()


def has_words(raw: str) -> bool:
    """Whether a message has a word or a number, in any script, beside emoji, mentions and bare links."""
    return bool(_WORD.search(_NO_WORD.sub(" ", html.unescape(_ANGLED.sub(_label, raw)))))


def _label(found: re.Match[str]) -> str:
    """What somebody wrote over a link; nothing where that is its address, as Slack makes one of it."""
    sign, target, label = found[1], found[2], found[3] or ""
    bare = _SCHEME.sub("", label).rstrip("/") == _SCHEME.sub("", target).rstrip("/")
    return " " if sign or bare else f" {label} "


def _shown(found: re.Match[str]) -> str:
    sign, target, label = found[1], found[2], found[3]
    return label or (sign.replace("!", "@") + target)
