"""Answers to `/handoff ...`, for the person who typed."""

import re
from collections.abc import Sequence
from datetime import datetime

from bot.domain.agreement import Agreement, Person
from bot.domain.brief import Brief
from bot.domain.post import Block, Message
from bot.views import blocks, controls, leads, modals, standing
from bot.views.text import counted, foreign

_SHOWN = 8
# Our commands between backticks, which escaping has turned into look-alikes.
_COMMAND = re.compile("ˋ(/handoff[^ˋ]*)ˋ")
_HELP = """\
• `/handoff queue`: your leads, soonest due first
• `/handoff ask acceptance by source, last month`: a figure, with everything that belongs to it
• `/handoff campaigns`: the active ones, with who answers for them and what became of their leads
• `/handoff campaign` and a name: one of them; `/handoff campaign new` makes one
• `/handoff away 3-14 Dec`: you get no messages then, and your leads are offered to somebody else
• `/handoff away`: which days are set
• `/handoff back`: you are here again
• `/handoff feedback Webinar: too many students`: what you think of a campaign; alone it opens a form
• `/handoff why Dana Ruiz`: who got the lead and why, and which minutes counted; an e-mail address \
or the number of the handoff works as well"""


def help_(person: Person) -> Message:
    """What the command can do."""
    text = f"{foreign(person.name, 60)}, this is what I can do:\n{_HELP}"
    return _say(text)


def unknown(text: str) -> Message:
    """A word that the command does not know."""
    return _say(f"I do not know “{foreign(text, 60)}”. This is what I can do:\n{_HELP}")


def stranger() -> Message:
    """Somebody of another company."""
    return _say(STRANGER)


def member() -> Message:
    """Somebody of the workspace who is not in the agreement: sums are for them too."""
    return _say(_MEMBER)


STRANGER = (
    "You are not in this workspace's handoff agreement, so there is nothing for you here yet. "
    "Ask its administrator to add you to `handoff.toml` with your e-mail or Slack id."
)


_MEMBER = (
    "You are not in this workspace's handoff agreement, so leads are not for you yet. Figures are: mention "
    "me or write `/handoff ask acceptance by source, last month`. "
    "Its administrator can add you to `handoff.toml` with your e-mail or Slack id."
)


def problem(text: str) -> Message:
    """What was wrong with the words, and what would be right; a sentence of ours, possibly quoting theirs."""
    return _say(_COMMAND.sub(r"`\1`", foreign(text, 500)))


def queue(briefs: Sequence[Brief], total: int) -> Message:
    """Somebody's leads, soonest due first, with the buttons of the card."""
    if not briefs:
        return _say("Nothing is waiting for you.")
    text = f"{counted(total, 'lead')} waiting for you, soonest due first."
    shown: list[Block] = [blocks.section(text)]
    for brief in briefs[:_SHOWN]:
        shown += entry(brief, brief.handoff.owner)
    more = total - len(briefs[:_SHOWN])
    if more > 0:
        shown.append(blocks.context(f"and {more:,} more"))
    return blocks.message(text, *shown)


def entry(brief: Brief, reader: str | None = None) -> list[Block]:
    """One lead in a list, with its buttons; `reader` is the key of whoever reads it."""
    row = controls.row(brief)
    return [paragraph(brief, reader), *([row] if row else [])]


def paragraph(brief: Brief, reader: str | None = None) -> Block:
    """One lead in a list: who, why, and how it stands."""
    at = standing.dated(brief)
    stands = standing.settled(brief, at) or standing.addressed(brief, at, reader=reader)
    return blocks.section(f"{leads.headline(brief.lead)}\n{leads.did(brief)}\n{stands}")


def which(text: str, found: Sequence[Brief]) -> Message:
    """No lead, or more than one, answers to what was typed."""
    asked = foreign(text, 60)
    if not found:
        return _say(f"I know no lead that “{asked}” could be. Try an e-mail or the number of the handoff.")
    lines = [
        f"• `/handoff why {brief.handoff.id}`: {leads.short(brief.lead)} ({brief.handoff.status})"
        for brief in found[:_SHOWN]
    ]
    more = len(found) - _SHOWN
    rest = [f"and {more} more: try an e-mail"] if more > 0 else []
    return _say("\n".join([f"“{asked}” could be any of these:", *lines, *rest]))


def why(brief: Brief, lines: Sequence[str]) -> Message:
    """The answer to "why?"; `lines` are plain."""
    text = f"Who got {leads.short(brief.lead)}, and which minutes counted:"
    return blocks.message(text, blocks.section(text), *blocks.paragraphs(modals.outline(lines)))


def absences(found: Sequence[tuple[datetime, datetime]], person: Person, agreement: Agreement) -> Message:
    """When the person is away."""
    if not found:
        return _say("You are not away. Set it with `/handoff away 3-14 Dec`.")
    backup = agreement.person(person.backup)
    whom = foreign(backup.name, 60) if backup else "your team"
    lines = modals.absence_lines(found, person, agreement)
    after = f"You get no messages then, and your open leads are offered to {whom}. `/handoff back` ends it."
    return _say("\n".join([*lines, after]))


def back(was_away: bool) -> Message:
    """The absence is over."""
    said = "You are not away any more: messages reach you, and your clocks run."
    return _say(said if was_away else "You were not away.")


def _say(text: str) -> Message:
    return blocks.message(text, blocks.section(text))
