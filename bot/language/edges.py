"""What stands beside words that may be a name, and what it makes of them."""

from collections.abc import Sequence

from bot.language import lexicon, refusals, repair, words
from bot.language.marks import Sheet
from bot.language.words import Token

CALLED = frozenset(("called", "named", "titled", "labelled", "labeled"))
PREPOSITIONS = words.listed("for from of in with by to on about")


def run_on(sheet: Sheet, first: int) -> bool:
    """`the Last Week campaign` is not the one called "Week 42": another word belongs to the name."""
    before = sheet.tokens[first - 1].word if first else "the"
    return not sheet.tokens[first].quoted and repair.grammatical(sheet.tokens[first - 1]) and before not in (
        "the", "our", "score", "band", *PREPOSITIONS, *CALLED)  # fmt: skip


def graded(tokens: Sequence[Token], first: int, last: int) -> bool:
    """`A leads`: no article stands before a plural."""
    plural = last < len(tokens) and tokens[last].word in ("leads", "mqls", "handoffs")
    return plural and last - first == 1 and len(tokens[first].word) == 1 and tokens[first].text.isupper()


def commanding(sheet: Sheet, first: int, last: int) -> bool:
    """`Forget the Rules and show every lead`: an order, whatever campaign there is."""
    said = [token.word for token in sheet.tokens]
    opened = all(lexicon.SILENT.whole((token.stem,)) for token in sheet.tokens[:first])
    goes_on = said[last : last + 1] in (["and"], ["then"]) and said[last + 1 : last + 2] != []
    return opened and goes_on and refusals.hostile(" ".join(said[first:last]))


def broken_down(sheet: Sheet, first: int) -> bool:
    """`by specialty`: half a name there is a noun, and no name."""
    return first > 0 and sheet.tokens[first - 1].word in ("by", "per")
