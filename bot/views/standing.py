"""How a handoff stands, in the words that every message uses: whose it is, when it is due, what was decided.

Everything returned is mrkdwn with foreign text escaped. `At` writes a moment: the card names the time alone
on its own day, a message that is read on its own says the day as well.
"""

from collections.abc import Callable
from datetime import datetime
from typing import assert_never

from bot.domain.agreement import Ask
from bot.domain.brief import Brief
from bot.domain.handoff import Handoff, Status, Step
from bot.domain.promise import Kind, Promise
from bot.views.text import counted, day, foreign, link, listed, mention, name, near, span, when

At = Callable[[datetime], str]

# What the deadline of an overdue decision begins with.
OVERDUE = "decision was due"

_SHOWN_OFFERS = 2


def dated(brief: Brief) -> At:
    """Moments with their day."""
    return lambda moment: when(moment, brief.agreement.zone)


def on_card(brief: Brief) -> At:
    """Moments for the card: Slack shows its day beside it, which is the day of the hand-off."""
    return lambda moment: near(moment, brief.handoff.handed_at, brief.agreement.zone)


def owner(brief: Brief) -> str:
    """The owner's name without a ping, or whose lead it may become."""
    handoff = brief.handoff
    return name(brief.agreement, handoff.owner) if handoff.owner else pool(brief)


def pool(brief: Brief) -> str:
    """The name of the team that may take the lead."""
    team = brief.agreement.teams.get(brief.handoff.team or "")
    return foreign(team.name, 60) if team else "everybody"


def deadline(brief: Brief, at: At, reader: str | None = None) -> str:
    """`decide by 10:12 (48 min of Ana's hours)`; once overdue, by how much. "" when no decision is owed.

    To `reader`, a person's key, it speaks of "your hours".
    """
    running = brief.running
    if running is None or running.kind is not Kind.DECIDE:
        return ""
    if brief.now < running.due_at:
        return f"decide by {at(running.due_at)} ({span(brief.left)} of {_hours(brief, running, reader)})"
    return f"{OVERDUE} {_overdue(brief, running, reader)}"


def touch_due(brief: Brief, at: At) -> str:
    """`first touch due 14:15`; what was done once it was; "" when no touch is owed."""
    handoff, running = brief.handoff, brief.running
    if handoff.touched_at is not None:
        return f"{foreign(handoff.touched_how, 40) or 'touched'} {at(handoff.touched_at)}"
    if running is None or running.kind is not Kind.TOUCH:
        return ""
    if brief.now < running.due_at:
        return f"first touch due {at(running.due_at)}"
    return f"first touch was due {_overdue(brief, running, None)}"


def settled(brief: Brief, at: At) -> str:
    """How it stands once it is no longer open, with who and when; "" while it is open."""
    handoff = brief.handoff
    match handoff.status:
        case Status.OPEN:
            return ""
        case Status.ACCEPTED:
            return " · ".join(p for p in (_decided("Accepted", brief, at), touch_due(brief, at)) if p)
        case Status.REJECTED:
            return f"{_decided('Rejected', brief, at)} · {reason(brief, handoff)}"
        case Status.RECYCLED:
            back = f" · comes back on {day(handoff.return_on)}" if handoff.return_on else ""
            return f"{_decided('Recycled', brief, at)} · {reason(brief, handoff)}{back}"
        case Status.WITHDRAWN:
            return _withdrawn(brief, at)
        case _:
            assert_never(handoff.status)


def reason(brief: Brief, handoff: Handoff) -> str:
    """The reason of a decision with the answer to what it asked: `not our ICP: region`."""
    chosen = brief.agreement.reason(handoff.reason)
    label = foreign(chosen.label if chosen else handoff.reason, 60) or "no reason given"
    if not handoff.detail or chosen is None:
        return label
    match chosen.ask:
        case Ask.NOTHING | Ask.DATE:
            return label
        case Ask.PERSON:
            return f"{label}: {name(brief.agreement, handoff.detail)}"
        case Ask.LINK:
            return f"{label}: {link(handoff.detail, 'the other record') or foreign(handoff.detail, 200)}"
        case Ask.TEXT | Ask.CRITERION:
            return f"{label}: {foreign(handoff.detail, 200)}"
        case _:
            assert_never(chosen.ask)


def addressed(brief: Brief, at: At, *, ping: bool = False, reader: str | None = None) -> str:
    """`For @Ana · decide by 10:12 (48 min of Ana's hours) · also offered to Ben`; to Ana, `For you · ...`."""
    handoff, agreement = brief.handoff, brief.agreement
    if handoff.owner is None:
        whose = f"Open to {pool(brief)}: any rep may take it"
    elif handoff.owner == reader:
        whose = "For you"
    elif brief.owner_at_work and ping:
        whose = f"For {mention(agreement, handoff.owner, brief.slack_ids)}"
    else:
        whose = f"For {owner(brief)}" + ("" if brief.owner_at_work else ", not at work now")
    parts = (whose, deadline(brief, at, reader), offers(brief, reader), _held(brief, at))
    return " · ".join(part for part in parts if part)


def offers(brief: Brief, reader: str | None = None) -> str:
    """Who besides the owner may take it, by name for one or two, else by number."""
    if brief.handoff.owner is None:
        return ""
    offered = [key for key in brief.handoff.offered if key != brief.handoff.owner]
    others = ["you" if key == reader else name(brief.agreement, key) for key in offered]
    if len(others) > _SHOWN_OFFERS:
        return f"also offered to {counted(len(others), 'colleague')}"
    return f"also offered to {listed(others)}" if others else ""


def _decided(verb: str, brief: Brief, at: At) -> str:
    handoff = brief.handoff
    # Files of the past may tell that it was decided, and not by whom.
    by = f"{verb} by {name(brief.agreement, handoff.decided_by)}" if handoff.decided_by else verb
    return f"{by} {at(handoff.decided_at)}" if handoff.decided_at else by


def _withdrawn(brief: Brief, at: At) -> str:
    entry = next((e for e in reversed(brief.log) if e.step is Step.WITHDRAWN), None)
    if entry is None:
        return "Withdrawn: no decision is needed any more"
    because = foreign(entry.facts.get("why"), 200)
    return f"Withdrawn {at(entry.at)}" + (f": {because}" if because else "")


def _held(brief: Brief, at: At) -> str:
    handoff = brief.handoff
    if handoff.excused is not None:
        return f"parked, the clock stands: {foreign(handoff.excused, 200)}"
    if handoff.snoozed_until is not None and brief.now < handoff.snoozed_until:
        return f"no reminder before {at(handoff.snoozed_until)}"
    return ""


def _overdue(brief: Brief, running: Promise, reader: str | None) -> str:
    """`yesterday at 10:12, overdue by 12 min of Ana's hours`: always with the day, it may be long ago."""
    due = when(running.due_at, brief.agreement.zone)
    return (
        f"{due}, overdue by {span(brief.left)} of {_hours(brief, running, reader)}" if brief.left < 0 else due
    )


def _hours(brief: Brief, running: Promise, reader: str | None) -> str:
    if reader is not None and running.owner == reader:
        return "your hours"
    return f"{name(brief.agreement, running.owner)}'s hours" if running.owner else "working hours"
