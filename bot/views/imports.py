"""The one card of a bulk import: what became of its rows, and who got how many."""

from collections.abc import Mapping, Sequence

from bot.domain.post import Message
from bot.views import blocks
from bot.views.text import counted, foreign, heading

_SHOWN_OWNERS = 20
_WORDS: Mapping[str, str] = {
    "opened": "handed off",
    "updated": "updated a lead that was known",
    "waiting": "waiting for their lead",
    "dead": "refused",
}


def summary(
    file: str, source: str, rows: int, outcomes: Mapping[str, int], owners: Sequence[tuple[str, int]]
) -> Message:
    """`outcomes`: what became of how many rows; `owners`: names with how many leads each got."""
    title = f"Import of {foreign(file, 100)} from {heading(source, 60)} {counted(rows, 'row')}"
    said = ", ".join(f"{count:,} {_word(outcome)}" for outcome, count in _ordered(outcomes))
    lines = [title, said or "nothing was read yet"]
    shown = [f"{foreign(name, 60)} {count:,}" for name, count in owners[:_SHOWN_OWNERS]]
    if shown:
        more = len(owners) - _SHOWN_OWNERS
        rest = [f"{more} more people"] if more > 0 else []
        lines.append(f"Leads by owner: {' · '.join([*shown, *rest])}")
        lines.append("Each owner finds them in the Home tab and with `/handoff queue`")
    made = [blocks.section("\n".join([f"*{lines[0]}*", *lines[1:]]))]
    if outcomes.get("dead"):
        made.append(
            blocks.context("For administrators: `handoff events dead` lists the refused rows and why.")
        )
    return blocks.message(". ".join(lines) + ".", *made)


def _ordered(outcomes: Mapping[str, int]) -> list[tuple[str, int]]:
    """What matters first, then the rest by size."""
    first = [name for name in _WORDS if outcomes.get(name)]
    rest = sorted((name for name in outcomes if name not in _WORDS), key=lambda name: -outcomes[name])
    return [(name, outcomes[name]) for name in (*first, *rest)]


def _word(outcome: str) -> str:
    return _WORDS.get(outcome) or foreign(outcome, 40)
