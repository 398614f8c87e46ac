"""What a manager is asked when the chain is exhausted: once per lead, with what to do about it as buttons."""

from bot.domain.brief import Brief
from bot.domain.handoff import Entry, Status, Step
from bot.domain.post import Block, Message
from bot.domain.promise import Kind
from bot.views import actions, blocks, leads, line, standing
from bot.views.actions import Choice
from bot.views.text import name, sentence, when

_SHOWN = 8
_PLEA = "This lead needs your help."
_TRIES = frozenset({Step.REMINDED, Step.OFFERED})
_NEW_START = frozenset({Step.OPENED, Step.REOPENED, Step.REASSIGNED})
_ANSWERS = frozenset({Step.REASSIGNED, Step.EXCUSED})


def escalation(brief: Brief, kind: Kind | None = None) -> Message:
    """The question while it is one; afterwards what became of it. `kind`: what is owed."""
    about = kind or _last_kind(brief)
    answer = _answer(brief, about)
    problem = answer or _problem(brief)
    text = f"{sentence(leads.who(brief.lead))} {problem}"
    lines = [leads.headline(brief.lead), leads.did(brief), problem]
    if answer:
        return blocks.message(text, blocks.section("\n".join(lines)))
    shown: list[Block] = [blocks.section("\n".join([f"*{_PLEA}*", *lines]))]
    tried = [f"• {when(each.at, brief.agreement.zone)}: {line.spell(each, brief)}" for each in _tried(brief)]
    if tried:
        shown.append(blocks.context("\n".join(["What was tried:", *tried[-_SHOWN:]])))
    return blocks.message(f"{_PLEA} {text}", *shown, buttons(brief))


def waits(brief: Brief) -> bool:
    """Whether a manager was asked and the answer is still wanted."""
    asked = any(entry.step is Step.ESCALATED for entry in brief.log)
    return asked and _answer(brief, _last_kind(brief)) == ""


def _last_kind(brief: Brief) -> Kind:
    """Which promise was escalated last."""
    found = next((entry for entry in reversed(brief.log) if entry.step is Step.ESCALATED), None)
    return Kind.TOUCH if found and found.facts.get("promise") == Kind.TOUCH else Kind.DECIDE


def _answer(brief: Brief, kind: Kind) -> str:
    """How it was settled; "" while the manager is still asked."""
    running = brief.running
    settled = standing.settled(brief, standing.dated(brief))
    if settled and not (kind is Kind.TOUCH and running is not None and running.kind is Kind.TOUCH):
        return sentence(settled)
    asked = _position(brief.log, frozenset({Step.ESCALATED}))
    answered = _position(brief.log, _ANSWERS)
    if answered <= asked:
        return ""
    entry = brief.log[answered]
    return f"{when(entry.at, brief.agreement.zone)}: {line.spell(entry, brief)}"


def _problem(brief: Brief) -> str:
    at, running = standing.dated(brief), brief.running
    if running is not None and running.kind is Kind.TOUCH:
        return sentence(standing.settled(brief, at))
    due = standing.deadline(brief, at)
    asked = (
        f"Nobody has decided yet; the {due}" if due.startswith(standing.OVERDUE) else "Nobody has decided yet"
    )
    owner = brief.handoff.owner
    return f"{asked}. It is with {name(brief.agreement, owner)}." if owner else f"{asked}. It has no owner."


def _tried(brief: Brief) -> list[Entry]:
    start = _position(brief.log, _NEW_START)
    return [entry for entry in brief.log[start + 1 :] if entry.step in _TRIES]


def buttons(brief: Brief) -> Block:
    """What a manager can do about a lead that is stuck."""
    number, called = brief.handoff.id, leads.who_plain(brief.lead)
    menu = [
        blocks.option("Why?", actions.choice(Choice.WHY, number)),
        blocks.option("History", actions.choice(Choice.HISTORY, number)),
    ]
    more = blocks.overflow(actions.MORE, menu)
    if brief.handoff.status is not Status.OPEN:
        reopen = blocks.button("Reopen…", actions.REOPEN, number, spoken=f"Reopen {called}")
        return blocks.actions(reopen, more)
    return blocks.actions(
        blocks.button("Assign to…", actions.REASSIGN, number, "primary", f"Assign {called}"),
        blocks.button("Offer to the pool", actions.POOL, number, spoken=f"Offer {called} to the pool"),
        blocks.button("Park…", actions.PARK, number, spoken=f"Park {called}"),
        more,
    )


def _position(log: tuple[Entry, ...], steps: frozenset[Step]) -> int:
    """Where the last entry of one of the steps is; -1 when there is none."""
    return max((at for at, entry in enumerate(log) if entry.step in steps), default=-1)
