"""What the digest says of feedback: how much and on what, what was changed, and one voice as an illustration.

The numbers are the week's. The words are as they stand now, without addresses and telephone numbers: what was
deleted, set aside or erased since is not said again.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from bot.domain.agreement import Agreement
from bot.domain.contacts import without_contacts
from bot.domain.metric import LEAST
from bot.views import figures
from bot.views.text import counted, foreign, link
from digests.week import Heard, Pair, Week

_QUOTE = 200
_CHANGED = 140


@dataclass(frozen=True, slots=True)
class Voices:
    """Words as they stand now: the quoted item's with the address of its message, and of answers."""

    quote: str = ""
    link: str | None = None
    changed: tuple[str, ...] = ()


def feedback(week: Week, agreement: Agreement) -> str | None:
    """How many leads there was feedback on, by theme, how it was read, and how marketing's answers stand."""
    heard = week.heard
    if heard is None:
        return None
    by_theme = [_theme(part.name, part.k, heard, agreement) for part in heard.themes]
    parts = [
        f"{counted(heard.leads.k, 'lead')}{_per_hundred(heard.leads, 'decided')}",
        *([", ".join(by_theme)] if by_theme else []),
        *([f"competitors named: {_rivals(heard)}"] if heard.rivals else []),
        f"{heard.given:,} answered, {heard.open:,} open, {heard.late:,} late",
        *([f"{heard.tagged:,} tagged, {heard.corrected:,} corrected by people"] if heard.tagged else []),
    ]
    return f"*Feedback:* {'; '.join(parts)}"


def told(week: Week, voices: Voices, agreement: Agreement) -> Iterator[str]:
    """What marketing changed, and one voice."""
    if voices.changed:
        said = "; ".join(f"“{_shown(one, _CHANGED)}”" for one in voices.changed)
        yield f"*Changed because of feedback:* {said}"
    heard = week.heard
    if heard is not None and voices.quote:
        where = f" ({link(voices.link, 'message')})" if voices.link else ""
        which = f"one of {heard.among:,} on “{_label(heard.quoted, agreement)}”, the newest in a thread"
        yield f"*As an illustration,* {which}: “{_shown(voices.quote, _QUOTE)}”{where}"


def _theme(name: str | None, leads: int, heard: Heard, agreement: Agreement) -> str:
    usual = next((one for one in heard.unusual if one.theme == name), None)
    signal = f", usual {usual.low:,.0f}-{usual.high:,.0f}" if usual else ""
    return f"{_label(name, agreement)} {leads:,}{_per_hundred(Pair(leads, heard.leads.n))}{signal}"


def _rivals(heard: Heard) -> str:
    """`HubSpot in 3 comments, Drift in 1`."""
    (first, most), *others = heard.rivals
    named = [f"{foreign(name, 40)} in {count:,}" for name, count in others]
    return ", ".join([f"{foreign(first, 40)} in {counted(most, 'comment')}", *named])


def _per_hundred(pair: Pair, of: str = "") -> str:
    """` (8 per 100)`; nothing beside fewer than ten decided leads."""
    if pair.n < LEAST:
        return ""
    return f" ({figures.rounded(100 * pair.k / pair.n)} per 100{f' {of}' if of else ''})"


def _label(name: str | None, agreement: Agreement) -> str:
    known = next((theme.label for theme in agreement.themes if theme.key == name), name)
    return foreign(known, 40)


def _shown(text: str, most: int) -> str:
    return foreign(without_contacts(text), most)
