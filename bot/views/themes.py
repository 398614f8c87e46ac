"""The themes of an item of feedback: what it was tagged with, and the menu by which people correct that."""

from collections.abc import Iterable, Sequence

from bot.domain.agreement import Agreement
from bot.domain.feedback import Tagged
from bot.domain.post import Block
from bot.views import actions, blocks
from bot.views.text import foreign, listed

_EVIDENCE = 80  # characters of the words that show a theme


def tagged(found: Tagged, agreement: Agreement) -> str:
    """What it is about, in the agreement's words; beside what a model says the words that it read so."""
    known = {theme.key: theme.label for theme in agreement.themes}
    words = dict(found.evidence) if found.by_model else {}
    named = [
        foreign(known.get(key, key))
        + (f" (by the model: “{foreign(words[key], _EVIDENCE)}”)" if key in words else "")
        for key in found.themes
    ]
    rivals = [foreign(name) for name in found.competitors]
    parts = (f"Tagged: {', '.join(named)}" if named else "", f"names {listed(rivals)}" if rivals else "")
    said = " · ".join(filter(None, parts))
    return said[:1].upper() + said[1:]


def menu(themes: Sequence[str], agreement: Agreement) -> blocks.Element:
    """All themes that may be set, those that are set chosen."""
    options = [blocks.option(theme.label, theme.key) for theme in agreement.settable]
    return blocks.several(actions.FEEDBACK_THEMES, options, themes, len(options))


def correction(item_id: int, found: Tagged, agreement: Agreement) -> Block:
    """What a message says of an item's themes, with the menu beside it."""
    said = tagged(found, agreement) or "No theme was found in it"
    block = blocks.section(f"{said}. Choose others if that is wrong.", menu(found.themes, agreement))
    return {**block, "block_id": f"{actions.BLOCK_THEMES}:{item_id}"}


def field(themes: Sequence[str], agreement: Agreement) -> Block:
    """The same in a dialog."""
    return blocks.field("Themes", menu(themes, agreement), actions.BLOCK_THEMES, optional=True)


def settable(themes: Iterable[str], agreement: Agreement) -> list[str]:
    """Those of these themes that a menu can show."""
    known = {theme.key for theme in agreement.settable}
    return [key for key in themes if key in known]
