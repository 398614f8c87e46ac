"""The timeline of a handoff in a person's words: a line per step, in the card's thread and in the history."""

from collections.abc import Callable, Mapping
from datetime import datetime
from decimal import Decimal

from bot.domain.brief import Brief
from bot.domain.handoff import Entry, Step
from bot.domain.lead import OutcomeKind
from bot.domain.post import Message
from bot.domain.promise import Kind, Nudge, Promise
from bot.views import blocks
from bot.views.text import day_key, foreign, listed, name, near, sentence

_DECISIONS = {"accepted": "acceptance", "rejected": "rejection", "recycled": "return to marketing"}


def line(entry: Entry, brief: Brief) -> Message:
    """One reply in the card's thread."""
    said = spell(entry, brief)
    return blocks.message(said, blocks.section(said))


def spell(entry: Entry, brief: Brief) -> str:
    """One step as a sentence in mrkdwn."""
    return sentence(_WORDS[entry.step](entry, brief))


def _opened(entry: Entry, brief: Brief) -> str:
    return f"Handed off from {foreign(entry.facts.get('source'))} as {foreign(entry.facts.get('tier'))}"


def _routed(entry: Entry, brief: Brief) -> str:
    numbers = sorted(int(key) for key in entry.facts if key.isascii() and key.isdigit())
    return f"Routed by {foreign(entry.facts[str(numbers[-1])], 200)}" if numbers else "Routed"


def _accepted(entry: Entry, brief: Brief) -> str:
    return f"{_who(entry, brief)} accepted it"


def _rejected(entry: Entry, brief: Brief) -> str:
    return f"{_who(entry, brief)} rejected it: {_reason(entry)}"


def _recycled(entry: Entry, brief: Brief) -> str:
    return f"{_who(entry, brief)} gave it back to marketing: {_reason(entry)}"


def _withdrawn(entry: Entry, brief: Brief) -> str:
    return f"Withdrawn{_because(entry)}"


def _undone(entry: Entry, brief: Brief) -> str:
    return f"{_who(entry, brief)} undid the {_DECISIONS.get(entry.facts.get('decision', ''), 'decision')}"


def _reopened(entry: Entry, brief: Brief) -> str:
    return f"{_who(entry, brief)} opened it again{_because(entry)}"


def _reassigned(entry: Entry, brief: Brief) -> str:
    to = entry.facts.get("to")
    if not to:
        return f"{_who(entry, brief)} opened it to the whole pool{_because(entry)}"
    if to == entry.by:
        return f"{_who(entry, brief)} took it over{_because(entry)}"
    return f"{_who(entry, brief)} gave it to {name(brief.agreement, to)}{_because(entry)}"


def _offered(entry: Entry, brief: Brief) -> str:
    said, promise = f"Offered to {_to(entry, brief)}", _promise(Kind.DECIDE, entry, brief)
    if promise is None or entry.facts.get("why"):
        return f"{said}{_because(entry)}"
    if entry.at >= promise.due_at:
        return f"{said}: the decision was due {_at(promise.due_at, entry, brief)}"
    # The ladder passes an owner over before the due time only when they are away; once the lead has moved on
    # to somebody else, the due time is no longer the one of then.
    moved = any(leg.since > entry.at for leg in promise.legs)
    return (
        said if moved or promise.owner is None else f"{said}: {name(brief.agreement, promise.owner)} is away"
    )


def _reminded(entry: Entry, brief: Brief) -> str:
    if "skipped" in entry.facts:
        return f"No message for the {_ROLES.get(entry.facts['skipped'], 'owner')}{_because(entry)}"
    about = "first touch" if entry.facts.get("promise") == Kind.TOUCH else "decision"
    return f"{_to(entry, brief)} got a reminder of the {about}"


def _escalated(entry: Entry, brief: Brief) -> str:
    touch = entry.facts.get("promise") == Kind.TOUCH
    promise = _promise(Kind.TOUCH if touch else Kind.DECIDE, entry, brief)
    what = "the first touch" if touch else "the decision"
    due = f": {what} was due {_at(promise.due_at, entry, brief)}" if promise else ""
    return f"{_to(entry, brief)} was asked to help{due}"


def _snoozed(entry: Entry, brief: Brief) -> str:
    until = _moment(entry.facts.get("until", ""))
    till = f" until {_at(until, entry, brief)}" if until else ""
    return f"{_who(entry, brief)} snoozed the reminders{till}; the clock runs on"


def _touched(entry: Entry, brief: Brief) -> str:
    return f"First touch by {_who(entry, brief)}: {foreign(entry.facts.get('how'), 40) or 'done'}"


def _excused(entry: Entry, brief: Brief) -> str:
    return f"{_who(entry, brief)} parked it{_because(entry)}"


def _updated(entry: Entry, brief: Brief) -> str:
    source = foreign(entry.facts.get("source"), 60)
    what = foreign(entry.facts.get("what"), 300) or "the lead's details"
    return f"Updated: {what}" + (f" (from {source})" if source else "")


def _outcome(entry: Entry, brief: Brief) -> str:
    said = _OUTCOMES.get(entry.facts.get("outcome", ""), "News from the CRM")
    amount = entry.facts.get("amount", "")
    return f"{said} · {_money(amount, entry.facts.get('currency'))}" if amount else said


_WORDS: Mapping[Step, Callable[[Entry, Brief], str]] = {
    Step.OPENED: _opened,
    Step.ROUTED: _routed,
    Step.ACCEPTED: _accepted,
    Step.REJECTED: _rejected,
    Step.RECYCLED: _recycled,
    Step.WITHDRAWN: _withdrawn,
    Step.UNDONE: _undone,
    Step.REOPENED: _reopened,
    Step.REASSIGNED: _reassigned,
    Step.OFFERED: _offered,
    Step.REMINDED: _reminded,
    Step.ESCALATED: _escalated,
    Step.SNOOZED: _snoozed,
    Step.TOUCHED: _touched,
    Step.EXCUSED: _excused,
    Step.UPDATED: _updated,
    Step.OUTCOME: _outcome,
}
_OUTCOMES: Mapping[str, str] = {
    OutcomeKind.SQL: "Sales qualified (SQL)",
    OutcomeKind.OPPORTUNITY: "Opportunity",
    OutcomeKind.WON: "Won",
    OutcomeKind.LOST: "Lost",
    OutcomeKind.DISQUALIFIED: "Disqualified after contact",
}
_ROLES: Mapping[str, str] = {
    Nudge.START: "owner",
    Nudge.WARN: "owner",
    Nudge.BACKUP: "backup",
    Nudge.POOL: "pool",
    Nudge.MANAGER: "manager",
}


def _promise(kind: Kind, entry: Entry, brief: Brief) -> Promise | None:
    """The promise of that kind that ran when the step was taken."""
    return next((p for p in reversed(brief.promises) if p.kind is kind and p.started_at <= entry.at), None)


def _who(entry: Entry, brief: Brief) -> str:
    return name(brief.agreement, entry.by) if entry.by else "The bot"


def _to(entry: Entry, brief: Brief) -> str:
    return listed([name(brief.agreement, key) for key in entry.facts.get("to", "").split()]) or "nobody"


def _because(entry: Entry) -> str:
    why = foreign(entry.facts.get("why"), 300)
    return f": {why}" if why else ""


def _reason(entry: Entry) -> str:
    reason = foreign(entry.facts.get("reason"), 80) or "no reason given"
    given = entry.facts.get("given")
    return f"{reason} ({day_key(given)})" if given else reason


def _money(hundredths: str, currency: str | None) -> str:
    """`12,000 EUR`; the hundredths only where there are any."""
    amount = Decimal(hundredths) / 100
    said = f"{amount:,.0f}" if amount == amount.to_integral_value() else f"{amount:,.2f}"
    return f"{said} {foreign(currency, 3)}".rstrip()


def _at(moment: datetime, entry: Entry, brief: Brief) -> str:
    return near(moment, entry.at, brief.agreement.zone)


def _moment(written: str) -> datetime | None:
    try:
        found = datetime.fromisoformat(written)
    except ValueError:
        return None
    return found if found.tzinfo else None
