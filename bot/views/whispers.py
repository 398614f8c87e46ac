"""Answers for the person who acted, and for nobody else.

`text` says everything, because on the Home tab only it is shown.
"""

from typing import assert_never

from bot.domain.agreement import Agreement, Person
from bot.domain.brief import Brief
from bot.domain.digest import Action
from bot.domain.handoff import Entry, Status, Step
from bot.domain.outcome import Done, Invalid, Lost, Missing, Outcome
from bot.domain.permission import Denied
from bot.domain.post import Message
from bot.views import blocks, card, controls, leads, standing
from bot.views.text import day, foreign, mail, name, phone, sentence, when

STRANGER = "These numbers are for members of this workspace."

_ACTIVITIES = 3


def of(outcome: Outcome, brief: Brief | None, agreement: Agreement, viewer: Person | None) -> Message:
    """What became of it. `brief` is how the handoff stands now, where the outcome is `Done`."""
    match outcome:
        case Done():
            return done(outcome, brief, agreement)
        case Lost():
            return lost(outcome, agreement, viewer)
        case Invalid():
            return _say(foreign(outcome.problem, 500))
        case Missing():
            return _say("This handoff does not exist any more.")
        case Denied():
            return denied(outcome)
        case _:
            assert_never(outcome)


def done(outcome: Done, brief: Brief | None, agreement: Agreement) -> Message:
    """It happened: what that means now."""
    entry = outcome.entry
    if entry.step is Step.ACCEPTED and brief is not None:
        return accepted(brief)
    said = _done(outcome, entry, agreement, brief)
    undo = controls.undo(brief) if brief and entry.step in (Step.REJECTED, Step.RECYCLED) else None
    return blocks.message(said, blocks.section(said), *([blocks.actions(undo)] if undo else []))


def accepted(brief: Brief) -> Message:
    """The lead is theirs: how to reach the person, and what they did last."""
    lead, at = brief.lead, standing.dated(brief)
    reach = " · ".join(part for part in (mail(lead.person.email), phone(lead.person.phone)) if part)
    lines = [
        f"{leads.headline(lead)} is yours.",
        " · ".join(part for part in (reach, *card.links(brief)) if part) or "No address or number is known.",
        *(f"• {each}" for each in leads.activities(brief)[:_ACTIVITIES]),
    ]
    if lead.context.message:
        lines.append(f"They wrote: “{foreign(lead.context.message, 500)}”")
    due = standing.touch_due(brief, at)
    if due:
        lines.append(sentence(due[0].upper() + due[1:]))
    undo = controls.undo(brief)
    elements = [*controls.touches(brief), *([undo] if undo else [])]
    row = [blocks.actions(*elements)] if elements else []
    return blocks.message("\n".join(lines), blocks.section("\n".join(lines)), *row)


def lost(outcome: Lost, agreement: Agreement, viewer: Person | None) -> Message:
    """Somebody or something else was faster: who, and when."""
    handoff, last = outcome.handoff, outcome.last
    by = last.by if last else handoff.decided_by
    you = viewer is not None and by == viewer.key
    who = "You already" if you else name(agreement, by)
    moment = last.at if last else handoff.decided_at
    at = f" {when(moment, agreement.zone)}" if moment else ""
    match handoff.status:
        case Status.ACCEPTED if handoff.touched_at is not None:
            how = foreign(handoff.touched_how, 40)
            return _say(
                f"The first touch is noted already: {how} {when(handoff.touched_at, agreement.zone)}."
            )
        case Status.ACCEPTED:
            return _say(f"{who} accepted it{at}." if you else f"{who} took it{at}.")
        case Status.REJECTED:
            return _say(f"{who} rejected it{at}.")
        case Status.RECYCLED:
            return _say(f"{who} gave it back to marketing{at}.")
        case Status.WITHDRAWN:
            return _say(f"It was withdrawn{at}{_because(last)}. No decision is needed any more.")
        case Status.OPEN:
            return _say("It is open again: nobody has decided it.")
        case _:
            assert_never(handoff.status)


def taken(action: Action, agreement: Agreement, *, own: bool, new: bool) -> Message:
    """Who has what a signal of the digest asks for."""
    who, until = ("You have" if own else f"{name(agreement, action.owner)} has"), day(action.due_on)
    if action.done_at is not None:
        return _say(f"{'Noted' if new else 'It is done already'}: the next digest tells it.")
    took = "It is yours" if own and new else f"{who} it already"
    return _say(f"{took}, due {until}: {action.ask}.")


def gone() -> Message:
    """The digest or its signal does not exist any more."""
    return _say("This digest does not exist any more.")


def denied(outcome: Denied) -> Message:
    """Not allowed, and why."""
    return _say(foreign(outcome.why, 500))


def no(outcome: Denied | Invalid) -> Message:
    """It was not done, and why."""
    return _say(foreign(outcome.why if isinstance(outcome, Denied) else outcome.problem, 500))


def failed(name: str) -> Message:
    """Something broke; `name` finds it in the log."""
    return _say(
        f"Something went wrong, and nothing was changed. Please try again. If it stays, report {name}."
    )


def _done(outcome: Done, entry: Entry, agreement: Agreement, brief: Brief | None) -> str:
    handoff, whom = outcome.handoff, leads.short(brief.lead) if brief else "the lead"
    reason = standing.reason(brief, handoff) if brief else foreign(entry.facts.get("reason"), 80)
    until = f" before {when(handoff.snoozed_until, agreement.zone)}" if handoff.snoozed_until else ""
    back = f" It comes back on {day(handoff.return_on)}." if handoff.return_on else ""
    said = {
        Step.ACCEPTED: f"{whom} is yours.",
        Step.REJECTED: f"{whom} is rejected: {sentence(reason)}",
        Step.RECYCLED: f"{whom} is back with marketing: {sentence(reason)}{back}",
        Step.UNDONE: f"Undone: {whom} is open again, and the clock runs on.",
        Step.REOPENED: f"{whom} is open again, with a fresh clock.",
        Step.REASSIGNED: f"{_owner(handoff.owner, agreement)} {whom} now.",
        Step.SNOOZED: f"No reminder about {whom}{until}. The clock runs on.",
        Step.TOUCHED: f"{whom}: {foreign(handoff.touched_how, 40)}, noted as the first touch.",
        Step.EXCUSED: f"{whom} is parked. The clock stands still.",
    }
    words = said.get(entry.step, "Done.")
    return words[0].upper() + words[1:]


def _owner(key: str | None, agreement: Agreement) -> str:
    return f"{name(agreement, key)} has" if key else "The whole pool may take"


def _because(last: Entry | None) -> str:
    why = foreign(last.facts.get("why"), 200) if last else ""
    return f" ({why})" if why else ""


def _say(text: str) -> Message:
    return blocks.message(text, blocks.section(text))
