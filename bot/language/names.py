"""Names in a question: whole ones first, the longest before all, then parts that only one name has.

A name that reads like the grammar (a campaign "Last Week") counts only where the question says so: in quotes,
called so, or beside the word for its dimension.
"""

from collections.abc import Sequence
from datetime import date

from bot.domain.metric import Dimension
from bot.language import edges, lexicon, people, refusals, repair, spoken, words
from bot.language.marks import Doubt, Sheet
from bot.language.vocabulary import SMALL, Name, Vocabulary
from bot.language.words import Token

# Nouns of marketing that say what kind of campaign is meant, and not which.
GENERIC = words.listed(
    "ad ads advanced always annual autumn basics big booth checklist complete conference course "
    "customer day demo digital display download ebook essential event free future global growth "
    "guide insider intent intro kit launch live market masterclass new newsletter next nurture "
    "online open partner playbook podcast pricing product program programme report retargeting "
    "roadshow security series session spring state step summer summit survey template tour trial "
    "ultimate virtual webinar whitepaper winter workshop world "
)


class Names:
    """Finds the names of one vocabulary in questions."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary

    def mark(self, sheet: Sheet, today: date) -> None:
        """Mark whole names, then parts of names."""
        stems = [token.stem for token in sheet.tokens]
        parts = self._parts(stems)
        for length in range(min(self._vocabulary.longest, len(stems)), 0, -1):
            for first in range(len(stems) - length + 1):
                if sheet.free(first, first + length):
                    self._whole(sheet, tuple(stems[first : first + length]), first, today)
            for first, names in parts.get(length, ()):
                if sheet.free(first, first + length):
                    self._accept(sheet, names, first, first + length)

    def _whole(self, sheet: Sheet, stems: tuple[str, ...], first: int, today: date) -> None:
        found = self._vocabulary.of(stems)
        if not found:
            return
        last = first + len(stems)
        cued = [name for name in found if self._cued(sheet, name.dimension, first, last)]
        if not cued and spoken.otherwise(sheet, found, (first, last), today):
            return
        others = set() if cued else self._of_campaigns(sheet, found[0], first, last)
        if others:
            options = tuple(sorted(name.value for name in others))[:3]
            sheet.put("doubt", Doubt(options, Dimension.CAMPAIGN), first, last)
            return
        if cued or not edges.commanding(sheet, first, last):
            self._choose(sheet, cued or _one_dimension(set(found)), first, last)

    def _of_campaigns(self, sheet: Sheet, name: Name, first: int, last: int) -> set[Name]:
        """`the RevOps campaign`, where RevOps is no campaign and there are campaigns that have the word."""
        if name.dimension in (Dimension.CAMPAIGN, Dimension.SOURCE) or last >= len(sheet.tokens):
            return set()
        noun = sheet.tokens[last]
        if not _noun(noun, Dimension.CAMPAIGN) or noun.word != noun.stem:
            return set()
        having = self._vocabulary.having.get(sheet.tokens[last - 1].stem, frozenset())
        return {one for one in having if one.dimension is Dimension.CAMPAIGN}

    def _choose(self, sheet: Sheet, found: Sequence[Name], first: int, last: int) -> None:
        guessed = any(place in sheet.guessed for place in range(first, last)) and last - first == 1
        if len(found) == 1 and not (guessed and found[0].dimension is Dimension.OWNER):
            sheet.put("name", found[0], first, last)
        else:
            options = tuple(sorted(name.value for name in found))
            sheet.put("doubt", Doubt(options[:3], found[0].dimension), first, last)

    def _cued(self, sheet: Sheet, dimension: Dimension, first: int, last: int) -> bool:
        """Whether the question says that these words are a name of the dimension."""
        tokens = sheet.tokens
        if tokens[first].quoted and last < len(tokens) and tokens[last].unquoted:
            return True
        if tokens[first].quoted and last == len(tokens):
            return True
        if first and tokens[first - 1].word in edges.CALLED:
            return True
        if last < len(tokens) and _noun(tokens[last], dimension) and tokens[last].word == tokens[last].stem:
            return last - first > 1 or not _plain(tokens[first])
        return edges.graded(tokens, first, last) or self._announced(tokens, dimension, first)

    def _announced(self, tokens: Sequence[Token], dimension: Dimension, first: int) -> bool:
        """Whether the noun of the dimension stands before: `score band A`, `of the campaign Top Three`."""
        two = tuple(token.stem for token in tokens[max(0, first - 2) : first])
        symbol = lexicon.PHRASES.whole(two) if len(two) == 2 else None
        if symbol is not None and (symbol.kind, symbol.value) == ("dimension", dimension):
            return tokens[first - 1].word == tokens[first - 1].stem
        if (
            not first
            or not _noun(tokens[first - 1], dimension)
            or tokens[first - 1].word != tokens[first - 1].stem
        ):
            return False
        if len(tokens[first].word) == 1 and (first + 1 == len(tokens) or tokens[first].text.isupper()):
            return True  # `make it band A`
        return first > 1 and tokens[first - 2].word in edges.PREPOSITIONS and tokens[first - 2].word != "by"

    def _parts(self, stems: Sequence[str]) -> dict[int, list[tuple[int, set[Name]]]]:
        """Runs of words that all belong to one name or to few, by their length."""
        found: dict[int, list[tuple[int, set[Name]]]] = {}
        for first in range(len(stems)):
            names, last = set(self._vocabulary.having.get(stems[first], ())), first + 1
            while names:
                if stems[last - 1] not in SMALL:
                    found.setdefault(last - first, []).append((first, names))
                if last == len(stems):
                    break
                run = stems[first : last + 1]
                names, last = {name for name in names if _within(run, name)}, last + 1
        return found

    def _accept(self, sheet: Sheet, best: set[Name], first: int, last: int) -> None:
        tokens = sheet.tokens[first:last]
        run_on = len(tokens) == 1 and repair.grammatical(tokens[0]) and edges.run_on(sheet, first)
        cued = {name for name in best if not run_on and self._cued(sheet, name.dimension, first, last)}
        if not cued and not (cued := self._with_article(sheet, best, first, last)):
            if self._person(sheet, best, first, last):
                return
            if all(repair.grammatical(token) for token in tokens) or people.ordering(sheet, first, last):
                return
            if (
                len(tokens) == 1
                and not people.among(best)
                and (repair.known(tokens[0]) or edges.broken_down(sheet, first))
            ):
                return
            if (
                len(tokens) == 1
                and tokens[0].word in GENERIC
                and all(name.dimension is Dimension.CAMPAIGN for name in best)
            ):
                return
        chosen = cued or best
        if self._another(sheet, chosen, last):
            options = tuple(sorted(name.value for name in chosen))[:3]
            sheet.put("doubt", Doubt(options), first, last + 1)
            return
        if self._refused(sheet, first, last) and not self._introduced(sheet, first, last):
            return
        self._choose(sheet, _one_dimension(chosen), first, last)

    def _person(self, sheet: Sheet, best: set[Name], first: int, last: int) -> bool:
        """`Will's rate` is a person's, whatever else the word means; `April's` may be the month's."""
        found = people.among(best)
        if last - first > 1 or not found or not repair.grammatical(sheet.tokens[first]):
            return False
        if not (people.meant(sheet, first) or self._compared(sheet, first)):
            return False
        if people.month(sheet, first):
            options = tuple(name.value for name in found)
            sheet.put("doubt", Doubt(options[:3], Dimension.OWNER), first, last)
        else:
            self._choose(sheet, found, first, last)
        return True

    def _compared(self, sheet: Sheet, first: int) -> bool:
        """`Rose vs Will`: two people, both written as names; `April vs May` are months."""
        for step in (-1, 1):
            joint, other = first + step, first + 2 * step
            if not 0 <= other < len(sheet.tokens) or sheet.tokens[joint].word not in people.JOINING:
                continue
            having = self._vocabulary.having.get(sheet.tokens[other].stem, frozenset())
            written = all(sheet.raw[at].text[:1].isupper() for at in (first, other))
            timely = all(sheet.tokens[at].word in lexicon.TIMES for at in (first, other))
            if written and people.among(having) and not timely:
                return True
        return False

    def _with_article(self, sheet: Sheet, best: set[Name], first: int, last: int) -> set[Name]:
        """`the Q4 webinar`: with the article, two words of one name are that name."""
        if last - first < 2 or not first or sheet.tokens[first - 1].word not in ("the", "our"):
            return set()
        singular = sheet.tokens[last - 1].word == sheet.tokens[last - 1].stem
        dated = any(char.isdigit() for token in sheet.tokens[first:last] for char in token.word)
        said = all(repair.grammatical(token) for token in sheet.tokens[first:last])
        return best if singular and dated and not said and len(best) == 1 else set()

    def _another(self, sheet: Sheet, chosen: set[Name], last: int) -> bool:
        """`Summer Summit 2025`, where there is only one of 2026: another name, and not this one."""
        if last >= len(sheet.tokens) or not sheet.free(last, last + 1):
            return False
        following = sheet.tokens[last]
        if not following.word.isdigit() or len(following.word) != 4 or following.parted:
            return False
        return any(
            one.isdigit() and len(one) == 4 and one != following.word for name in chosen for one in name.stems
        )

    def _refused(self, sheet: Sheet, first: int, last: int) -> bool:
        """Whether the question is an order, or these words alone are refused: half a name is no excuse."""
        said = [token.word for token in sheet.tokens]
        return refusals.hostile(" ".join(said)) or refusals.judge(" ".join(said[first:last])) is not None

    def _introduced(self, sheet: Sheet, first: int, last: int) -> bool:
        at = first - 1 if first and sheet.tokens[first - 1].word not in ("the", "our") else first - 2
        before = sheet.tokens[at].word if at >= 0 else ""
        after = sheet.tokens[last].word if last < len(sheet.tokens) else ""
        if last - first > 2 and (sheet.tokens[last - 1].word in GENERIC or self._heads(sheet, first, last)):
            return True
        return before in edges.PREPOSITIONS | {"campaign"} or after in GENERIC | {"campaign"}

    def _heads(self, sheet: Sheet, first: int, last: int) -> bool:
        """`Delete All Waste: MQLs by region`: written as a title, with the question behind its colon."""
        title = first == 0 and last < len(sheet.tokens) and sheet.tokens[last].gap.startswith(":")
        written = all(token.text[:1].isupper() for token in sheet.raw[first:last])
        said = " ".join(token.word for token in sheet.tokens)
        return title and written and not refusals.hostile(said)


def _within(run: Sequence[str], name: Name) -> bool:
    """Whether the name has all these words: in their order, where one of them is a word of the grammar."""
    if not any(one in lexicon.TIMES or lexicon.PHRASES.whole((one,)) for one in run):
        return all(run.count(one) <= name.stems.count(one) for one in run)
    rest = iter(name.stems)
    return all(one in rest for one in run)


def _one_dimension(names: set[Name]) -> list[Name]:
    """The names, of one dimension where the words name one of a dimension alone."""
    found = sorted(names, key=lambda name: (str(name.dimension), name.value))
    if {name.dimension for name in found} == {Dimension.MEDIUM, Dimension.SOURCE}:
        return [name for name in found if name.dimension is Dimension.SOURCE]
    short = [name for name in found if name.dimension is not Dimension.CAMPAIGN]
    return (
        short if len(short) == 1 and len(found) > 1 and short[0].dimension is not Dimension.OWNER else found
    )


def _noun(token: Token, dimension: Dimension) -> bool:
    symbol = lexicon.PHRASES.whole((token.stem,))
    return symbol is not None and symbol.kind == "dimension" and symbol.value == dimension


def _plain(token: Token) -> bool:
    return lexicon.SILENT.whole((token.stem,)) is not None
