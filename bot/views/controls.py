"""Buttons and menus of a handoff: the same on its card, in a reminder and in the Home tab."""

from bot.domain import duration
from bot.domain import handoff as life
from bot.domain.brief import Brief
from bot.domain.handoff import Status
from bot.domain.post import Block
from bot.views import actions, blocks, leads
from bot.views.actions import Choice
from bot.views.blocks import Element

_SHOWN_TOUCHES = 5


def row(brief: Brief, *, menu: bool = True) -> Block | None:
    """What can be done with the handoff as it stands: decide it, or note the first touch."""
    elements = _buttons(brief)
    if menu:
        elements.append(blocks.overflow(actions.MORE, _entries(brief)))
    return blocks.actions(*elements) if elements else None


def undo(brief: Brief) -> Element | None:
    """A button to take the decision back, while the window is open."""
    return blocks.button("Undo", actions.UNDO, brief.handoff.id) if _may_undo(brief) else None


def touches(brief: Brief) -> list[Element]:
    """One button per way to touch an accepted lead, until one was used."""
    handoff = brief.handoff
    if handoff.status is not Status.ACCEPTED or handoff.touched_at is not None:
        return []
    called = leads.who_plain(brief.lead)
    return [
        blocks.button(
            how.capitalize(), actions.touch(how), handoff.id, spoken=f"{how.capitalize()}: {called}"
        )
        for how in brief.agreement.touches[:_SHOWN_TOUCHES]
    ]


def _buttons(brief: Brief) -> list[Element]:
    handoff, called = brief.handoff, leads.who_plain(brief.lead)
    if handoff.status is not Status.OPEN:
        return touches(brief)
    return [
        blocks.button("Accept", actions.ACCEPT, handoff.id, "primary", f"Accept {called}"),
        blocks.button("Reject", actions.REJECT, handoff.id, spoken=f"Reject {called}"),
    ]


def _entries(brief: Brief) -> list[Element]:
    labels = {
        Choice.REASSIGN: "Give to somebody else…",
        Choice.RECYCLE: "Recycle to marketing…",
        Choice.SNOOZE: f"Snooze {duration.spell(brief.agreement.timing.snooze)}",
        Choice.UNDO: "Undo",
        Choice.REOPEN: "Reopen…",
        Choice.WHY: "Why me?" if brief.handoff.status is Status.OPEN else "Why?",
        Choice.HISTORY: "History",
    }
    offered = [*_verbs(brief), Choice.WHY, Choice.HISTORY]
    return [blocks.option(labels[verb], actions.choice(verb, brief.handoff.id)) for verb in offered]


def _verbs(brief: Brief) -> list[Choice]:
    handoff = brief.handoff
    if handoff.status is Status.OPEN:
        snoozes = handoff.excused is None and handoff.snoozes < brief.agreement.timing.snoozes
        return [Choice.REASSIGN, Choice.RECYCLE, *([Choice.SNOOZE] if snoozes else [])]
    if not handoff.decided:
        return []
    return [*([Choice.UNDO] if _may_undo(brief) else []), Choice.REOPEN]


def _may_undo(brief: Brief) -> bool:
    handoff, window = brief.handoff, brief.agreement.timing.undo
    by = handoff.decided_by
    return by is not None and life.may_undo(handoff, by, brief.now, window)
