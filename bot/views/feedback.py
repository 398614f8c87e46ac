"""What people see of feedback: that it was noted, what waits for an answer, and the answers.

In channels nobody is named but whoever owes the answer; the words are the same for both sides.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.domain.agreement import Agreement
from bot.domain.feedback import UNTAGGED, Answer, AnswerKind, Item, Said, Tagged
from bot.domain.post import Block, Message, View
from bot.domain.theme import Theme
from bot.views import actions, blocks, themes
from bot.views.text import bold, counted, cut, foreign, link, listed, name, when

_QUOTE = 300
_SHOWN = 8
_REMINDED = 5
_CARRIED = 1500  # of a message in a button's value, which holds 2,000 characters

WORDS: Mapping[AnswerKind, str] = {
    AnswerKind.CHANGED: "changed",
    AnswerKind.PLANNED: "planned",
    AnswerKind.DECLINED: "won’t, because",
    AnswerKind.NEED_MORE: "asks for more",
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
    tagged: Tagged = UNTAGGED


def noted(
    item: Item,
    due_at: datetime | None,
    campaigns: Sequence[tuple[int, str]],
    agreement: Agreement,
    tagged: Tagged = UNTAGGED,
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
    about_what = themes.correction(item.id, tagged, agreement)
    said = themes.tagged(tagged, agreement)
    return blocks.message(
        f"{text} {said}." if said else text, blocks.section(text), about_what, blocks.actions(*row)
    )


def aside(item: Item) -> Message:
    """It does not count, and how to take that back."""
    text = "It does not count as feedback, and no answer is owed."
    back = blocks.button("It is feedback", actions.FEEDBACK_BACK, item.id)
    return blocks.message(text, blocks.section(text), blocks.actions(back))


def no_campaigns() -> Message:
    """There is nothing to log feedback on."""
    text = "No campaign is known yet: the first lead of one makes it known."
    return blocks.message(text, blocks.section(text))


def unknown() -> Message:
    """Somebody says of a message that it is no feedback, and it is none."""
    text = "This message is no feedback. *Log campaign feedback* in its menu makes it one."
    return blocks.message(text, blocks.section(text))


def which(text: str, known: Sequence[str]) -> str:
    """What was wrong with a typed command, plain."""
    some = f" There is {listed([f'“{one}”' for one in known])}." if known else ""
    return f"I know no campaign “{text}”.{some} Write `/handoff feedback CAMPAIGN: what you think`."


def _which(item: Item, campaigns: Sequence[tuple[int, str]]) -> blocks.Element:
    options = [blocks.option(title or "–", f"{item.id}:{number}") for number, title in campaigns]
    chosen = f"{item.id}:{item.campaign_id}"
    return blocks.select(actions.FEEDBACK_CAMPAIGN, options, "Which campaign?", chosen)


def owner_wrote(said: Said, waiting: Sequence[Item]) -> Message:
    """For whoever may answer and wrote in the thread: it may be the answer to what waits there."""
    text = f"Is this the answer to {comments(len(waiting))} waiting here?"
    value = json.dumps({"item": waiting[0].id, "text": cut(said.text, _CARRIED)}, ensure_ascii=False)
    use = blocks.button("Use it as the answer", actions.FEEDBACK_USE, value)
    return blocks.message(text, blocks.section(text), blocks.actions(use))


def inbox(waiting: Sequence[Waiting], total: int, now: datetime, agreement: Agreement) -> list[Block]:
    """For whoever owes answers: what waits, soonest due first, each with its button."""
    if not waiting:
        return []
    shown: list[Block] = [blocks.header("Feedback to answer"), blocks.context(_standing(waiting, total, now))]
    for one in waiting[:_SHOWN]:
        shown.append(entry(one, now, agreement))
    more = total - len(waiting[:_SHOWN])
    return [*shown, *([blocks.context(f"and {more:,} more, due later")] if more > 0 else [])]


def entry(one: Waiting, now: datetime, agreement: Agreement) -> Block:
    """One item that waits, with its button."""
    about = bold(foreign(one.campaign, 80)) if one.campaign else "Without a campaign"
    where = link(one.link, "Thread")
    lines = [" · ".join(part for part in (about, where) if part), quote(one.item.text)]
    if one.tagged.themes:
        lines.append(themes.tagged(one.tagged, agreement))
    if one.again:
        lines.append(f"The last answer did not help: {quote(one.again)}")
    if one.due_at is not None:
        lines.append(("Overdue since " if now >= one.due_at else "Due ") + when(one.due_at, agreement.zone))
    answer = blocks.button(
        "Answer", actions.FEEDBACK_ANSWER, one.item.id, spoken=f"Answer item {one.item.id}"
    )
    return blocks.section("\n".join(lines), answer if one.item.is_open else None)


def mine(answered: Sequence[Waiting]) -> list[Block]:
    """For whoever gave feedback: what became of it."""
    shown: list[Block] = [blocks.header("My answered feedback")] if answered else []
    for one in answered[:_SHOWN]:
        if one.answer is None:
            continue
        said = f": {quote(one.answer.text)}" if one.answer.text else ""
        lines = [quote(one.item.text, 150), f"{bold(WORDS[one.answer.kind])}{said}"]
        label = "Say more" if one.answer.kind is AnswerKind.NEED_MORE else "Did not help"
        again = blocks.button(label, actions.FEEDBACK_REOPEN, one.answer.id, spoken=f"{label}: {one.item.id}")
        shown.append(blocks.section("\n".join(lines), again))
    return shown


def reminder(waiting: Sequence[Waiting], now: datetime, agreement: Agreement) -> tuple[str, list[Block]]:
    """What a bundled reminder says of feedback: a sentence, and the items with their buttons."""
    left = [one for one in waiting if one.item.is_open]
    if not left:
        return f"{comments(len(waiting))}: all answered.", [blocks.section("*Feedback:* all answered.")]
    head = f"{comments(len(left))} waiting for your answer"
    shown = [blocks.section(bold(head)), *(entry(one, now, agreement) for one in left[:_REMINDED])]
    more = len(left) - _REMINDED
    return f"{head}.", [*shown, *([blocks.context(f"and {more:,} more (Home tab)")] if more > 0 else [])]


def log_modal(
    campaigns: Sequence[tuple[int, str]], settable: Sequence[Theme], text: str, carried: str
) -> View:
    """Which campaign a message, or somebody's own words, are about. `carried`: ids that the submit needs.

    Where there are more campaigns than a menu holds, the name of any can be typed.
    """
    options = [blocks.option(title or "–", str(number)) for number, title in campaigns]
    which = blocks.select(actions.FEEDBACK_CAMPAIGN, options, "Choose a campaign")
    many = len(options) > blocks.SELECT
    hint = f"The active ones and the newest, {blocks.SELECT} in all. Any name can be typed below."
    typed = blocks.field(
        "Or its name", blocks.text_input(actions.DETAIL_NAME), actions.BLOCK_NAME, optional=True
    )
    words = blocks.text_input(actions.DETAIL_TEXT, 3000, multiline=True, initial=text)
    all_themes = [blocks.option(theme.label, theme.key) for theme in settable]
    theme = blocks.select(actions.FEEDBACK_THEME, all_themes, "The rules find one where none is chosen")
    shown = [
        blocks.field(
            "About which campaign?", which, actions.BLOCK_CAMPAIGN, hint if many else "", optional=many
        ),
        *([typed] if many else []),
        blocks.field("Feedback", words, actions.BLOCK_DETAIL),
        blocks.field("Theme", theme, actions.BLOCK_THEME, optional=True),
    ]
    return blocks.modal("Campaign feedback", actions.MODAL_LOG, shown, carried, "Save")


def quote(text: str, most: int = _QUOTE) -> str:
    """Somebody's words on one line, as theirs."""
    return f"“{foreign(text, most)}”" if text.strip() else "(its words were removed)"


def _standing(waiting: Sequence[Waiting], total: int, now: datetime) -> str:
    late = sum(one.due_at is not None and now >= one.due_at for one in waiting)
    scope = "" if total <= len(waiting) else f"; of the next {len(waiting)}"
    return f"{comments(total)}{scope}: {late} overdue, {len(waiting) - late} on time"


def comments(count: int) -> str:
    """So many of them."""
    return counted(count, "comment")
