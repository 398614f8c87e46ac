"""Reminders to one person, bundled into one DM, with the buttons of the card.

Rendered again when something in it is settled: then the lead says how it stands instead of asking.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import assert_never

from bot.domain.agreement import Agreement
from bot.domain.brief import Brief
from bot.domain.handoff import Status
from bot.domain.post import Block, Message
from bot.domain.promise import Kind, Nudge, Promise
from bot.views import blocks, controls, feedback, leads, standing
from bot.views.feedback import Waiting
from bot.views.text import bold, counted, link, listed, sentence, span, when

_SHOWN = 5
# The most urgent first.
_ORDER = (Nudge.WARN, Nudge.BACKUP, Nudge.POOL, Nudge.START, Nudge.MANAGER)
_OWNERS = frozenset({Nudge.START, Nudge.WARN})
_GROUPS: Mapping[Nudge, str] = {
    Nudge.WARN: "running out of time",
    Nudge.BACKUP: "offered to you as the backup",
    Nudge.POOL: "open to your team",
    Nudge.START: "came in outside your hours",
    Nudge.MANAGER: "overdue, and you are asked to help",
}


@dataclass(frozen=True, slots=True)
class Reminder:
    """One step of a ladder that concerns the reader."""

    brief: Brief
    step: Nudge
    person: str  # the key of whoever reads it
    planned_at: datetime
    late: bool  # it goes out much later than planned
    card_link: str | None = None


def reminders(
    items: Sequence[Reminder],
    agreement: Agreement,
    waiting: Sequence[Waiting] = (),
    now: datetime | None = None,
) -> Message:
    """One message for everything in `items` and all feedback in `waiting`, at least one in all."""
    if not waiting or now is None:
        return _leads(items, agreement)
    said, shown = feedback.reminder(waiting, now, agreement)
    if not items:
        return blocks.message(said, *shown)
    about = _leads(items, agreement)
    return blocks.message(f"{about.text} {said}", *about.blocks, *shown)


def passed_on() -> Message:
    """Somebody else owes by now everything that a reminder was about."""
    text = "Somebody else owes this answer now: nothing is left for you to do here."
    return blocks.message(text, blocks.section(text))


def _leads(items: Sequence[Reminder], agreement: Agreement) -> Message:
    ordered = sorted(items, key=_urgency)
    if len(ordered) == 1:
        shown = _alone(ordered[0])
        return blocks.message(_sentence(ordered[0]), *shown, *_lateness(ordered, agreement))
    shown = _grouped(ordered[:_SHOWN], ordered)
    more = len(ordered) - _SHOWN
    if more > 0:
        shown.append(blocks.context(f"and {more:,} more in your queue (Home tab)"))
    return blocks.message(_summary(ordered), *shown, *_lateness(ordered, agreement))


def _urgency(item: Reminder) -> tuple[int, datetime]:
    owed = _owed(item)
    return _ORDER.index(item.step), owed.due_at if owed else item.planned_at


def _owed(item: Reminder) -> Promise | None:
    """The promise that the reminder is about, while the reader can still do something about it."""
    running = item.brief.running
    if running is None:
        return None
    about_touch = item.step is Nudge.WARN and running.started_at < item.planned_at
    if running.kind is Kind.TOUCH and not about_touch:
        return None
    moved_on = item.step in _OWNERS and running.legs[-1].since > item.planned_at
    return None if moved_on else running


def _alone(item: Reminder) -> list[Block]:
    return _with_buttons(item, [_opening(item), *_lines(item)])


def _grouped(shown: Sequence[Reminder], everything: Sequence[Reminder]) -> list[Block]:
    made: list[Block] = []
    for step in _ORDER:
        group = [item for item in shown if item.step is step]
        if group:
            count = sum(item.step is step for item in everything)
            made.append(blocks.section(bold(f"{counted(count, 'lead')}: {_GROUPS[step]}")))
        for item in group:
            made += _with_buttons(item, _lines(item))
    return made


def _with_buttons(item: Reminder, lines: Sequence[str]) -> list[Block]:
    """Buttons while something is owed, and for whoever accepted the lead."""
    mine = item.brief.handoff.status is Status.ACCEPTED and item.brief.handoff.owner == item.person
    row = controls.row(item.brief) if mine or _owed(item) else None
    return [blocks.section("\n".join(lines)), *([row] if row else [])]


def _lines(item: Reminder) -> list[str]:
    brief, card = item.brief, link(item.card_link, "Card")
    headline = leads.headline(brief.lead) + (f" · {card}" if card else "")
    at = standing.dated(brief)
    stands = standing.settled(brief, at) or standing.addressed(brief, at, reader=item.person)
    return [headline, leads.did(brief), stands]


def _opening(item: Reminder) -> str:
    brief, owed = item.brief, _owed(item)
    if owed is None:
        return "*Settled:*"
    match item.step:
        case Nudge.START:
            return "*A lead is waiting for you.* It came in outside your hours."
        case Nudge.WARN:
            return _warning(brief, owed)
        case Nudge.BACKUP:
            why = "is away" if brief.now < owed.due_at else "has not decided yet"
            return f"*You may take this lead as the backup:* {standing.owner(brief)} {why}."
        case Nudge.POOL:
            return f"*This lead is open to {standing.pool(brief)} now:* whoever accepts first has it."
        case Nudge.MANAGER:
            return "*You are asked to help with this lead.*"
        case _:
            assert_never(item.step)


def _warning(brief: Brief, owed: Promise) -> str:
    what = "for the first touch" if owed.kind is Kind.TOUCH else "to decide"
    if brief.now >= owed.due_at:
        return f"*The time {what} is over.*"
    return f"*{span(brief.left)} of your working time left* {what}."


def _sentence(item: Reminder) -> str:
    brief, opening = item.brief, _opening(item).replace("*", "")
    return " ".join(
        [opening, sentence(leads.who(brief.lead)), sentence(leads.why(brief)), _due(item)]
    ).strip()


def _due(item: Reminder) -> str:
    brief = item.brief
    at = standing.dated(brief)
    said = standing.settled(brief, at) or standing.deadline(brief, at, item.person)
    return sentence(said[0].upper() + said[1:]) if said else ""


def _summary(ordered: Sequence[Reminder]) -> str:
    waiting = [item for item in ordered if _owed(item)]
    if not waiting:
        return f"{counted(len(ordered), 'lead')}: all settled."
    counts = {step: sum(item.step is step for item in waiting) for step in _ORDER}
    parts = [f"{count:,} {_GROUPS[step]}" for step, count in counts.items() if count]
    what = listed(parts) if len(parts) > 1 else f"all {_GROUPS[waiting[0].step]}"
    soonest = f"First: {sentence(leads.who(waiting[0].brief.lead))} {_due(waiting[0])}"
    return f"{counted(len(waiting), 'lead')} for you: {what}. {soonest}"


def _lateness(ordered: Sequence[Reminder], agreement: Agreement) -> list[Block]:
    late = [item.planned_at for item in ordered if item.late]
    if not late:
        return []
    return [blocks.context(f"This message is late: it was planned for {when(min(late), agreement.zone)}.")]
