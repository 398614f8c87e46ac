"""Dialogs: one list of reasons with the one question that the chosen reason asks, and dialogs that inform.

Block ids name the inputs (`actions.BLOCK_*`); a problem is shown under the block of that id. Private metadata
holds ids only, because the client can read it.
"""

import json
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Protocol, assert_never
from zoneinfo import ZoneInfo

from bot.domain.agreement import Agreement, Ask, Person, Reason, Role
from bot.domain.brief import Brief
from bot.domain.post import Block, View
from bot.views import actions, blocks, leads, line
from bot.views.text import bold, foreign, one_line, spell, when


class Place(Protocol):
    """Where somebody clicked, so that the answer can be whispered there."""

    @property
    def channel(self) -> str | None:
        """The channel's id; None on the Home tab."""

    @property
    def thread_ts(self) -> str | None:
        """The thread's id, in one."""


def keep_place(view: View, place: Place) -> View:
    """The dialog with the place where it was asked for, beside the ids it carries already."""
    known = json.loads(str(view.get("private_metadata") or "{}"))
    found = {"channel": place.channel, "thread": place.thread_ts}
    kept = known | {key: value for key, value in found.items() if value}
    return {**view, "private_metadata": json.dumps(kept, separators=(",", ":"))}


def reject(brief: Brief, chosen: str | None = None) -> View:
    """Why the lead is refused; `chosen` is the reason picked so far, whose question is shown."""
    return _decision("Reject", actions.MODAL_REJECT, brief, brief.agreement.reject, chosen)


def recycle(brief: Brief, chosen: str | None = None) -> View:
    """Why the lead goes back to marketing, and when it comes again."""
    return _decision("Recycle", actions.MODAL_RECYCLE, brief, brief.agreement.recycle, chosen)


def reopen(brief: Brief) -> View:
    """Why a decided lead is opened again."""
    examples = [f"“{reason.label}”" for reason in brief.agreement.reopen if reason.active]
    hint = f"For example {' or '.join(examples[:2])}." if examples else "It starts again with a fresh clock."
    why = blocks.field("Why?", blocks.text_input(actions.DETAIL_TEXT), actions.BLOCK_DETAIL, hint)
    return _form("Reopen", actions.MODAL_REOPEN, brief, why)


def reassign(brief: Brief) -> View:
    """Who gets the lead instead."""
    if not _reps(brief):
        return notice("Give to somebody else", _NOBODY)
    person = _person_field("Who should have it?", brief)
    why = blocks.field("Why?", blocks.text_input(actions.DETAIL_TEXT), actions.BLOCK_DETAIL, optional=True)
    return _form("Give to somebody else", actions.MODAL_REASSIGN, brief, person, why)


def park(brief: Brief) -> View:
    """Why the clock should stop."""
    hint = "Its clock stops, and it is counted apart from met and missed promises."
    why = blocks.field(
        "Why is it parked?", blocks.text_input(actions.DETAIL_TEXT), actions.BLOCK_DETAIL, hint
    )
    return _form("Park", actions.MODAL_PARK, brief, why)


def away(person: Person, absences: Sequence[tuple[datetime, datetime]], agreement: Agreement) -> View:
    """From when to when somebody is away; what is set already stands above."""
    backup = agreement.person(person.backup)
    leads_go = f"{foreign(backup.name, 60)} is offered your open leads" if backup else _OFFERED_ON
    shown = [
        blocks.section(f"While you are away you get no messages, your clocks stand, and {leads_go}."),
        *([blocks.context("\n".join(absence_lines(absences, person, agreement)))] if absences else []),
        blocks.field("First day away", blocks.date_input(actions.FIRST), actions.BLOCK_FIRST),
        blocks.field("Last day away", blocks.date_input(actions.LAST), actions.BLOCK_LAST),
    ]
    return blocks.modal("Away", actions.MODAL_AWAY, shown, submit="Save")


def why(brief: Brief, lines: Sequence[str]) -> View:
    """The answer to "why me?": `lines` are plain."""
    shown = outline(lines) or ["Nothing is on record."]
    return _notice("Why?", [leads.headline(brief.lead), *shown])


def outline(lines: Sequence[str]) -> list[str]:
    """Plain lines for Slack, those in bold that announce what follows."""
    return [bold(shown) if shown.endswith(":") else shown for shown in (foreign(each, 500) for each in lines)]


def history(brief: Brief) -> View:
    """Every step of the handoff, oldest first."""
    zone = brief.agreement.zone
    lines = [f"{when(entry.at, zone)}: {line.spell(entry, brief)}" for entry in brief.log]
    return _notice("History", [leads.headline(brief.lead), *lines])


def notice(title: str, text: str) -> View:
    """Something to read; `text` is mrkdwn with foreign parts escaped."""
    return _notice(title, [text])


def absence_lines(
    absences: Sequence[tuple[datetime, datetime]], person: Person, agreement: Agreement
) -> list[str]:
    """`Away 3 Dec 2026 to 14 Dec 2026`, both days included, in the person's zone."""
    zone = ZoneInfo(zone_of(agreement, person.key))
    return [f"Away {_days(start.astimezone(zone), end.astimezone(zone))}" for start, end in absences]


def zone_of(agreement: Agreement, key: str | None) -> str:
    """The zone in which a person's days begin and end."""
    person = agreement.person(key)
    rule = agreement.calendars.get(person.calendar or "") if person else None
    return (person.zone if person else None) or (rule.zone if rule else None) or agreement.zone


def _decision(title: str, callback: str, brief: Brief, reasons: Sequence[Reason], chosen: str | None) -> View:
    active = [reason for reason in reasons if reason.active]
    if not active:
        return notice(title, "The agreement names no reason for this. Ask an administrator to add one.")
    options = [blocks.option(reason.label, reason.key, _THEN[reason.ask] or None) for reason in active]
    picked = next((reason for reason in active if reason.key == chosen), None)
    why = blocks.field(
        "Why?", blocks.choose(actions.REASON, options, chosen), actions.BLOCK_REASON, reports=True
    )
    asked = _question(picked, brief) if picked else None
    return _form(title, callback, brief, why, *([asked] if asked else []))


_OFFERED_ON = "your open leads are offered on"
_NOBODY = "There is no other rep in the agreement."
_THEN = {
    Ask.NOTHING: "",
    Ask.TEXT: "Say it in your own words",
    Ask.PERSON: "Choose who, and it goes there at once",
    Ask.DATE: "Choose the day on which it comes back",
    Ask.CRITERION: "Choose the criterion that is not met",
    Ask.LINK: "Paste the link to the other record",
}


def _question(reason: Reason, brief: Brief) -> Block | None:
    match reason.ask:
        case Ask.NOTHING:
            return None
        case Ask.TEXT:
            return _detail("What is it?", blocks.text_input(actions.DETAIL_TEXT))
        case Ask.LINK:
            return _detail("Link to the other record", blocks.url_input(actions.DETAIL_LINK))
        case Ask.PERSON:
            return _person_field("Whose lead is it?", brief)
        case Ask.DATE:
            return _date_field(brief)
        case Ask.CRITERION:
            return _criterion_field(brief)
        case _:
            assert_never(reason.ask)


def _detail(label: str, element: blocks.Element) -> Block:
    return blocks.field(label, element, actions.BLOCK_DETAIL)


def _date_field(brief: Brief) -> Block:
    today = brief.now.astimezone(ZoneInfo(brief.agreement.zone)).date()
    picker = blocks.date_input(actions.ON, today + timedelta(days=30))
    return blocks.field("When should it come back?", picker, actions.BLOCK_ON)


def _criterion_field(brief: Brief) -> Block:
    labels = list(dict.fromkeys(each.label for each in brief.handoff.criteria))
    if not labels:
        return _detail("Which criterion is not met?", blocks.text_input(actions.DETAIL_TEXT))
    options = [blocks.option(label, one_line(label, blocks.OPTION_VALUE)) for label in labels]
    element = blocks.select(actions.DETAIL_CRITERION, options, "Choose a criterion")
    return _detail("Which criterion is not met?", element)


def _person_field(label: str, brief: Brief) -> Block:
    options = [blocks.option(person.name, person.key) for person in _reps(brief)]
    if not options:
        return blocks.section(_NOBODY)
    return blocks.field(label, blocks.select(actions.PERSON, options, "Choose a rep"), actions.BLOCK_PERSON)


def _reps(brief: Brief) -> list[Person]:
    """Reps by name, the handoff's own team first; the present owner is no choice."""
    handoff = brief.handoff
    reps = [p for p in brief.agreement.people.values() if Role.REP in p.roles and p.key != handoff.owner]
    return sorted(reps, key=lambda person: (person.team != handoff.team, person.name.casefold()))


def _form(title: str, callback: str, brief: Brief, *fields: Block) -> View:
    shown = [blocks.context(leads.short(brief.lead)), *fields]
    carried = json.dumps({"handoff": brief.handoff.id}, separators=(",", ":"))
    return blocks.modal(title, callback, shown, carried, submit=title.split()[0])


def _notice(title: str, lines: Sequence[str]) -> View:
    return blocks.modal(title, actions.MODAL_NOTICE, blocks.paragraphs(lines))


def _days(start: datetime, end: datetime) -> str:
    first, last = start, end - timedelta(microseconds=1)
    zone = str(start.tzinfo)
    names = [spell(each, zone).partition(",")[0] for each in (first, last)]
    return names[0] if names[0] == names[1] else f"{names[0]} to {names[1]}"
