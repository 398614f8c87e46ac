"""The themes of an item of feedback: what it was tagged with, and the menu by which people correct that."""

from collections.abc import Iterable, Sequence

from bot.domain.agreement import Agreement
from bot.domain.post import Block
from bot.views import actions, blocks
from bot.views.text import foreign


def tagged(themes: Sequence[str], agreement: Agreement) -> str:
    """What it is about, in the agreement's words."""
    known = {theme.key: theme.label for theme in agreement.themes}
    return "Tagged: " + ", ".join(foreign(known.get(key, key)) for key in themes) if themes else ""


def menu(themes: Sequence[str], agreement: Agreement) -> blocks.Element:
    """All themes that may be set, those that are set chosen."""
    options = [blocks.option(theme.label, theme.key) for theme in agreement.settable]
    return blocks.several(actions.FEEDBACK_THEMES, options, themes, len(options))


def correction(item_id: int, themes: Sequence[str], agreement: Agreement) -> Block:
    """What a message says of an item's themes, with the menu beside it."""
    said = tagged(themes, agreement) or "No theme was found in it"
    block = blocks.section(f"{said}. Choose others if that is wrong.", menu(themes, agreement))
    return {**block, "block_id": f"{actions.BLOCK_THEMES}:{item_id}"}


def field(themes: Sequence[str], agreement: Agreement) -> Block:
    """The same in a dialog."""
    return blocks.field("Themes", menu(themes, agreement), actions.BLOCK_THEMES, optional=True)


def settable(themes: Iterable[str], agreement: Agreement) -> list[str]:
    """Those of these themes that a menu can show."""
    known = {theme.key for theme in agreement.settable}
    return [key for key in themes if key in known]
