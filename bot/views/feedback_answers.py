"""What people see of answers to feedback: the answer where it stands, and the dialogs that ask for it."""

import json
from collections.abc import Mapping, Sequence

from bot.domain.agreement import Agreement
from bot.domain.feedback import Answer, AnswerKind, Item
from bot.domain.post import Block, Message, View
from bot.views import actions, blocks, feedback, themes
from bot.views.feedback import Waiting
from bot.views.text import bold, cut, link, one_line, sentence

_TOLD = 8  # things that somebody said, in the message that tells of their answer

_MOST = 1000  # characters of an answer

KINDS: Mapping[AnswerKind, str] = {
    AnswerKind.CHANGED: "Changed",
    AnswerKind.PLANNED: "Planned",
    AnswerKind.DECLINED: "Won't, because …",
    AnswerKind.NEED_MORE: "Need more",
}


def told(given: Answer, items: Sequence[Item]) -> Message:
    """The answer, for everybody whose feedback it answers; `items` are those of the place where it stands."""
    standing = [item for item in items if item.answer_id == given.id]
    lines = [_answered(given), f"To {feedback.comments(len(items))}."]
    if again := len(items) - len(standing):
        waiting = "it waits" if again == 1 else "they wait"
        lines.append(f"For {again} of them it was not enough: {waiting} for another answer.")
    return _told(given, lines, bool(standing))


def told_alone(given: Answer, said: Sequence[tuple[Item, str | None]], thread: str | None) -> Message:
    """The answer for one person who said these things elsewhere than in the thread where it stands.

    `said`: each with the address of its message. Words are quoted only where there is no message, which
    could be deleted.
    """
    lines = [_answered(given)]
    for item, where in said[:_TOLD]:
        lines.append(f"To {link(where, 'your message') or feedback.quote(item.text, 150)}.")
    if len(said) > _TOLD:
        lines.append(f"And to {len(said) - _TOLD:,} more that you said.")
    lines += filter(None, [link(thread, "Thread")])
    return _told(given, lines, any(item.answer_id == given.id for item, _ in said))


def _answered(given: Answer) -> str:
    said = f": {feedback.quote(given.text, _MOST)}" if given.text else "."
    more = given.kind is AnswerKind.NEED_MORE
    head = "Marketing asks for more" if more else f"Marketing answers: {bold(feedback.WORDS[given.kind])}"
    return f"{head}{said}"


def _told(given: Answer, lines: Sequence[str], stands: bool) -> Message:
    label = "Say more" if given.kind is AnswerKind.NEED_MORE else "Did not help"
    again = blocks.actions(blocks.button(label, actions.FEEDBACK_REOPEN, given.id))
    shown = blocks.section("\n".join(lines))
    return blocks.message(sentence(lines[0].replace("*", "")), shown, *([again] if stands else []))


def answer_modal(
    waiting: Waiting,
    alike: Sequence[Item],
    agreement: Agreement,
    text: str = "",
    here: Sequence[Item] = (),
) -> View:
    """What is said to an item, and to which others: those like it, and `here` those of its thread, chosen."""
    options = [blocks.option(label, kind) for kind, label in KINDS.items()]
    hint = "Required for “Won’t” and “Need more”."
    if len(text) > _MOST:
        hint += f" Your message is longer than the {_MOST:,} characters that an answer may have, and is cut."
    detail = blocks.text_input(actions.DETAIL_TEXT, _MOST, multiline=True, initial=text)
    found = list({item.id: item for item in (*here, *alike)}.values())
    others = found[: blocks.SELECT]
    shown = [
        blocks.section(feedback.quote(waiting.item.text, 600)),
        *([blocks.context(themes.tagged(waiting.tagged, agreement))] if waiting.tagged.by_model else []),
        themes.field(waiting.tagged.themes, agreement),
        blocks.field("What became of it?", blocks.choose(actions.FEEDBACK_KIND, options), actions.BLOCK_KIND),
        blocks.field("In your words", detail, actions.BLOCK_DETAIL, hint, optional=True),
        *_others(others, len(here), len(found) - len(others)),
    ]
    before = themes.settable(waiting.tagged.themes, agreement)
    ids = {"all": [item.id for item in others]} if len(others) > blocks.RADIO else {}
    carried = json.dumps({"item": waiting.item.id, "themes": before, **ids}, separators=(",", ":"))
    return blocks.modal("Answer feedback", actions.MODAL_ANSWER, shown, carried, "Answer")


def _others(others: Sequence[Item], here: int, left: int) -> list[Block]:
    """What else the answer closes: ticked one by one while a list holds them, else chosen, or all at once.

    The first `here` of them wait in the same thread, and are chosen already; `left` find no room.
    """
    if not others:
        return []
    options = [blocks.option(cut(one_line(item.text), 70), str(item.id)) for item in others]
    chosen = [str(item.id) for item in others[:here]]
    label, hint = f"It answers these too ({len(others)})", _closes(len(chosen), left)
    if len(options) <= blocks.RADIO:
        ticks = blocks.checks(actions.FEEDBACK_ALIKE, options, chosen)
        return [blocks.field(label, ticks, actions.BLOCK_ALIKE, hint, optional=True)]
    menu = blocks.several(actions.FEEDBACK_ALIKE, options, chosen, blocks.SELECT)
    every = blocks.option(f"All of these: it closes {feedback.comments(1 + len(others))}", "all")
    tick = blocks.checks(actions.FEEDBACK_ALL, [every])
    return [
        blocks.field(label, menu, actions.BLOCK_ALIKE, hint, optional=True),
        blocks.field("All at once", tick, actions.BLOCK_ALL, optional=True),
    ]


def _closes(chosen: int, left: int) -> str:
    """How many comments are closed as the dialog stands, in words."""
    said = "It closes the comment above and those that are chosen here."
    if chosen:
        wait = "1 waits" if chosen == 1 else f"{chosen} wait"
        said = f"{wait} in the same thread: as chosen now, it closes {feedback.comments(1 + chosen)}."
    return f"{said} {left:,} more can be answered after these." if left else said


def reopen_modal(answer_id: int) -> View:
    """What is missing from an answer."""
    detail = blocks.text_input(actions.DETAIL_TEXT, _MOST, multiline=True)
    field = blocks.field("What is missing?", detail, actions.BLOCK_DETAIL, "Marketing owes another answer.")
    carried = json.dumps({"answer": answer_id})
    return blocks.modal("Did not help", actions.MODAL_REOPENED, [field], carried, "Send")
