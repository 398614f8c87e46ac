"""What administrators are asked: whether vendors that feedback names are competitors."""

from collections.abc import Sequence

from bot.domain.post import Message
from bot.views import blocks
from bot.views.text import bold, counted, foreign, link


def proposed(named: Sequence[tuple[str, int, str | None]]) -> Message:
    """Names, in how many comments each stands, and where the newest of them is."""
    text = f"Feedback names {counted(len(named), 'vendor')} that the agreement does not list."
    lines = [_line(*one) for one in named]
    hint = (
        "They are counted nowhere. Those that are competitors belong into the agreement file, as "
        "`[[competitors]]`. Each name is proposed once."
    )
    return blocks.message(text, blocks.section(text), *blocks.paragraphs(lines), blocks.context(hint))


def _line(name: str, comments: int, where: str | None) -> str:
    said = f"{bold(foreign(name))}: in {counted(comments, 'comment')} of the last four weeks"
    return " · ".join(part for part in (said, link(where, "Thread")) if part)
