"""Names that read like the grammar, and whether they are meant: a campaign "Last Week", a region "Other"."""

from collections.abc import Sequence
from datetime import date

from bot.domain.metric import Dimension
from bot.language import lexicon, slots
from bot.language.marks import Sheet
from bot.language.periods import Periods
from bot.language.vocabulary import Name

# Kinds of single words that can be no complement of a preposition: `from Versus`, `for Growth`.
_LOOSE = frozenset(("", "change", "vague_metric", "trend", "split", "rest", "vs", "rank", "why"))


def otherwise(sheet: Sheet, found: Sequence[Name], span: tuple[int, int], today: date) -> bool:
    """Whether the words of a name, from the first up to the last, say something else already."""
    first, last = span
    period = _periods(sheet, today).find(first)
    if period and period[1] >= last:
        return not (_possessive(sheet, found, last) or _dated(sheet, first, last, today))
    stems = tuple(token.stem for token in sheet.tokens[first:last])
    symbol = lexicon.PHRASES.whole(stems)
    kind = symbol.kind if symbol else ""
    if len(stems) == 1:
        known = symbol or lexicon.SILENT.whole(stems) or sheet.tokens[first].word.isdigit()
        return bool(known) and not (kind in _LOOSE and slots.holds_name(sheet, first, last))
    if found[0].dimension is Dimension.OWNER or (symbol is None and slots.holds_name(sheet, first, last)):
        return False
    return symbol is not None or _phrased(stems)


def _phrased(stems: Sequence[str]) -> bool:
    """`top 10`, `best week`, `by source`."""
    first, last = lexicon.PHRASES.whole((stems[0],)), lexicon.PHRASES.whole((stems[1],))
    if len(stems) > 2 or first is None or first.kind not in ("rank", "by"):
        return False
    return stems[1] in lexicon.TIMES or stems[1].isdigit() or (last is not None and last.kind == "dimension")


def _possessive(sheet: Sheet, found: Sequence[Name], last: int) -> bool:
    """`April May's`."""
    return found[0].dimension is Dimension.OWNER and sheet.tokens[last - 1].possessive


def _dated(sheet: Sheet, first: int, last: int, today: date) -> bool:
    """`MQLs from Last Week in March`: what has a period after it is none itself."""
    if not slots.introduced(sheet, first):
        return False
    joint = last < len(sheet.tokens) and sheet.tokens[last].word in ("in", "during", "over", "for", "on")
    return _periods(sheet, today).find(last + joint) is not None


def _periods(sheet: Sheet, today: date) -> Periods:
    return Periods([token.word for token in sheet.tokens], [token.gap for token in sheet.tokens], today)
