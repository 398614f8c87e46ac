"""Reminders to one person, bundled into one DM, with the buttons of the card.

Rendered again when something in it is settled: then the lead says how it stands instead of asking.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.domain.agreement import Agreement
from bot.domain.brief import Brief
from bot.domain.post import Block, Message
from bot.domain.promise import Kind, Nudge, Promise
from bot.views import blocks, controls, leads, standing
from bot.views.text import bold, counted, link, listed, sentence, span, when

_SHOWN = 5
# The most urgent first.
_ORDER = (Nudge.WARN, Nudge.BACKUP, Nudge.POOL, Nudge.START, Nudge.MANAGER)
_GROUPS: Mapping[Nudge, str] = {
    Nudge.WARN: "little time left",
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
    planned_at: datetime
    late: bool  # it goes out much later than planned
    card_link: str | None = None


def reminders(items: Sequence[Reminder], agreement: Agreement, now: datetime) -> Message:
    """One message for everything in `items`, which is at least one."""
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
    running = item.brief.running
    return _ORDER.index(item.step), running.due_at if running else item.planned_at


def _alone(item: Reminder) -> list[Block]:
    brief = item.brief
    return _with_buttons(
        brief, "\n".join([_opening(item), _headline(item), leads.did(brief), _footer(brief)])
    )


def _grouped(shown: Sequence[Reminder], everything: Sequence[Reminder]) -> list[Block]:
    made: list[Block] = []
    for step in _ORDER:
        group = [item for item in shown if item.step is step]
        if group:
            count = sum(item.step is step for item in everything)
            made.append(blocks.section(bold(f"{counted(count, 'lead')}: {_GROUPS[step]}")))
        for item in group:
            lines = [_headline(item), leads.did(item.brief), _footer(item.brief)]
            made += _with_buttons(item.brief, "\n".join(lines))
    return made


def _with_buttons(brief: Brief, markup: str) -> list[Block]:
    row = controls.row(brief)
    return [blocks.section(markup), *([row] if row else [])]


def _headline(item: Reminder) -> str:
    card = link(item.card_link, "Card")
    return leads.headline(item.brief.lead) + (f" · {card}" if card else "")


def _footer(brief: Brief) -> str:
    at = standing.dated(brief)
    return standing.settled(brief, at) or standing.addressed(brief, at, ping=False)


def _opening(item: Reminder) -> str:
    brief, running = item.brief, item.brief.running
    if running is None:
        return "*Settled:*"
    match item.step:
        case Nudge.START:
            return "*A lead is waiting for you.* It came in outside your hours."
        case Nudge.WARN:
            return _warning(brief, running)
        case Nudge.BACKUP:
            why = "is away" if brief.now < running.due_at else "has not decided yet"
            return f"*You may take this lead as the backup:* {standing.owner(brief)} {why}."
        case Nudge.POOL:
            return f"*This lead is open to {standing.pool(brief)} now:* whoever accepts first has it."
        case Nudge.MANAGER:
            return "*You are asked to help with this lead.*"


def _warning(brief: Brief, running: Promise) -> str:
    what = "for the first touch" if running.kind is Kind.TOUCH else "to decide"
    if brief.now >= running.due_at:
        return f"*The time {what} is over.*"
    return f"*{span(brief.left)} of your working time left* {what}."


def _sentence(item: Reminder) -> str:
    brief = item.brief
    opening = _opening(item).replace("*", "")
    return " ".join(
        [opening, sentence(leads.who(brief.lead)), sentence(leads.why(brief)), _due(brief)]
    ).strip()


def _due(brief: Brief) -> str:
    at = standing.dated(brief)
    said = standing.settled(brief, at) or standing.deadline(brief, at)
    return sentence(said[0].upper() + said[1:]) if said else ""


def _summary(ordered: Sequence[Reminder]) -> str:
    waiting = [item for item in ordered if item.brief.running is not None]
    if not waiting:
        return f"{counted(len(ordered), 'lead')}: all settled."
    counts = {step: sum(item.step is step for item in waiting) for step in _ORDER}
    parts = [f"{count:,} {_GROUPS[step]}" for step, count in counts.items() if count]
    first = waiting[0].brief
    soonest = f"First: {sentence(leads.who(first.lead))} {_due(first)}"
    return f"{counted(len(waiting), 'lead')} for you: {listed(parts)}. {soonest}"


def _lateness(ordered: Sequence[Reminder], agreement: Agreement) -> list[Block]:
    late = [item.planned_at for item in ordered if item.late]
    if not late:
        return []
    return [blocks.context(f"This message is late: it was planned for {when(min(late), agreement.zone)}.")]
