"""Why a lead came to whom and which minutes counted: plain lines, for Slack and the command line alike."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.domain.brief import Brief
from bot.domain.calendar import Stretch
from bot.domain.handoff import Step
from bot.domain.promise import Kind, Promise
from bot.views import line, modals
from bot.views.text import counted, plain, span, spell

_SHOWN = 40
_TOLD = frozenset({Step.REMINDED, Step.OFFERED, Step.ESCALATED, Step.SNOOZED, Step.REASSIGNED})
_OWED = {Kind.DECIDE: "Decision", Kind.TOUCH: "First touch"}


def lines(brief: Brief, clocks: Iterable[tuple[Promise, Sequence[Stretch]]]) -> tuple[str, ...]:
    """The route, each promise's clock minute by minute, and who was told when."""
    counted_lines = [
        each for one, parts in clocks for each in (*_promise(one, brief), *clock_lines(brief, parts, one))
    ]
    told = [
        f"{_at(entry.at, brief)}: {plain(line.spell(entry, brief))}"
        for entry in brief.log
        if entry.step in _TOLD
    ]
    return (*_route(brief), *counted_lines, *(["Who was told:", *told] if told else []))


def clock_lines(brief: Brief, stretches: Sequence[Stretch], one: Promise | None = None) -> tuple[str, ...]:
    """`Fri 20 Nov 2026 12:00-13:00 outside hours, not counted`, in the owner's zone, and the sum."""
    owner = one.owner if one else brief.handoff.owner
    zone = ZoneInfo(modals.zone_of(brief.agreement, owner))
    shown = [_stretch(part, zone) for part in stretches[-_SHOWN:]]
    left_out = len(stretches) - _SHOWN
    before = [f"{counted(left_out, 'earlier part')} not shown"] if left_out > 0 else []
    total = sum((part.end - part.start).total_seconds() for part in stretches if part.open)
    return (*before, *shown, f"Counted: {span(total)} (times in {zone})")


def _route(brief: Brief) -> list[str]:
    routed = next((entry for entry in reversed(brief.log) if entry.step is Step.ROUTED), None)
    numbers = sorted(int(key) for key in routed.facts if key.isascii() and key.isdigit()) if routed else []
    tried = [f"{number}. {routed.facts[str(number)]}" for number in numbers if routed]
    policy = brief.handoff.policy
    budgets = f"{span(policy.decide)} to decide, {span(policy.touch)} to the first touch"
    sla = f"{brief.handoff.tier_label}: {budgets}, in working time"
    return [sla, *(["How it was routed:", *tried] if tried else [])]


def _promise(one: Promise, brief: Brief) -> tuple[str, str]:
    zone = brief.agreement.zone
    start = spell(one.started_at, zone).removesuffix(f" ({zone})")
    times = f"{span(one.budget)} of working time, from {start} to {spell(one.due_at, zone)}"
    return f"{_OWED[one.kind]} ({one.state(brief.now)}):", times


def _stretch(part: Stretch, zone: ZoneInfo) -> str:
    start, end = part.start.astimezone(zone), part.end.astimezone(zone)
    day = spell(part.start, str(zone)).partition(",")[0]
    until = (
        f"{end:%H:%M}" if start.date() == end.date() else f"{spell(part.end, str(zone)).partition(' (')[0]}"
    )
    if part.open:
        return f"{day} {start:%H:%M}-{until} counted"
    return f"{day} {start:%H:%M}-{until} {part.why}, not counted"


def _at(moment: datetime, brief: Brief) -> str:
    return spell(moment, brief.agreement.zone)
