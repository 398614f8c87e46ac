"""What people see of feedback: that it was noted, what waits for an answer, and the answers.

In channels nobody is named but whoever owes the answer; the words are the same for both sides.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.domain.agreement import Agreement
from bot.domain.feedback import Answer, AnswerKind, Item
from bot.domain.post import Message
from bot.views import actions, blocks
from bot.views.text import bold, foreign, name, when

_QUOTE = 300
_SHOWN = 8

KINDS: Mapping[AnswerKind, str] = {
    AnswerKind.CHANGED: "Changed",
    AnswerKind.PLANNED: "Planned",
    AnswerKind.DECLINED: "Won't, because …",
    AnswerKind.NEED_MORE: "Need more",
}


@dataclass(frozen=True, slots=True)
class Waiting:
    """An item for somebody's list: what it is about, by when it is owed, and where it was said."""

    item: Item
    campaign: str = ""
    due_at: datetime | None = None
    link: str | None = None
    again: str = ""  # why the last answer did not help
    answer: Answer | None = None


def noted(
    item: Item, due_at: datetime | None, campaigns: Sequence[tuple[int, str]], agreement: Agreement
) -> Message:
    """For whoever said it alone: it was heard, who answers by when, and how to say that it is none."""
    named = next((title for number, title in campaigns if number == item.campaign_id), "")
    about = f" on {bold(foreign(named, 80))}" if named else ""
    who = name(agreement, item.owner) if item.owner else "Marketing"
    until = f" {who} answers by {when(due_at, agreement.zone)}." if due_at else ""
    text = f"Noted as feedback{about}.{until}"
    row = [blocks.button("Not feedback", actions.FEEDBACK_ASIDE, item.id)]
    if len(campaigns) > 1:
        text += " This lead comes from two campaigns: choose the other one if it is about that."
        row.insert(0, _which(item, campaigns))
    return blocks.message(text, blocks.section(text), blocks.actions(*row))


def aside(item: Item) -> Message:
    """It does not count, and how to take that back."""
    text = "It does not count as feedback, and no answer is owed."
    back = blocks.button("It is feedback", actions.FEEDBACK_BACK, item.id)
    return blocks.message(text, blocks.section(text), blocks.actions(back))


def _which(item: Item, campaigns: Sequence[tuple[int, str]]) -> blocks.Element:
    options = [blocks.option(title or "–", f"{item.id}:{number}") for number, title in campaigns]
    chosen = f"{item.id}:{item.campaign_id}"
    return blocks.select(actions.FEEDBACK_CAMPAIGN, options, "Which campaign?", chosen)


def quote(text: str, most: int = _QUOTE) -> str:
    """Somebody's words on one line, as theirs."""
    return f"“{foreign(text, most)}”" if text.strip() else "(its words were removed)"
