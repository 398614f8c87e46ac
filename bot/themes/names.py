"""Where a comment names a vendor: the competitors of the agreement, other known vendors, and unknown names.

A `plain` name always counts, and an alias always does. A `cue` name is an ordinary word too (Drift, Close):
it counts with exact capitals in a naming context, or beside a cue such as "vs" or "renewal with".
"""

import functools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.domain.theme import Competitor, Rule
from bot.themes import lexicon, naming
from bot.themes.words import MOST, Name


@dataclass(frozen=True, slots=True)
class Mention:
    """A vendor in the text, from `start` to before `end`; `competitor` is None for one that is not listed."""

    start: int
    end: int
    competitor: str | None = None

    @property
    def name(self) -> Name:
        """The place, for reading."""
        return Name(self.start, self.end)


class Names:
    """The vendors that can be found; made once for a list of competitors."""

    def __init__(self, competitors: Sequence[Competitor]) -> None:
        self._canonical: dict[str, str] = {}
        plain: list[str] = []
        cue: list[str] = []
        for one in competitors:
            for spelling in (one.name, *one.aliases):
                self._canonical.setdefault(key_of(spelling), one.name)
            plain += one.aliases
            (cue if one.rule is Rule.CUE else plain).append(one.name)
        listed = {key_of(one) for one in (*plain, *cue)}
        known, ordinary = vendors()
        self._plain = _either([*plain, *(one for one in known if key_of(one) not in listed)])
        self._cue = _either([*cue, *(one for one in ordinary if key_of(one) not in listed)])
        self._exact = frozenset((*cue, *(one.title() for one in ordinary if key_of(one) not in listed)))

    def find(self, text: str) -> list[Mention]:
        """Every vendor that the text names as one, in order and without overlaps."""
        text = text[:MOST]
        gone = [(link.start(), link.end()) for link in _LINK.finditer(text)]
        found = [self._mention(match) for match in self._plain.finditer(text)]
        taken = [(one.start, one.end) for one in found]
        left = []
        for match in self._cue.finditer(text):
            exact = match[0] in self._exact
            if _within(match.start(), taken):
                continue
            if naming.is_name(text, match.start(), match.end(), exact):
                found.append(self._mention(match))
            elif exact:
                left.append(match)
        taken = [(one.start, one.end) for one in found]
        found += [
            self._mention(match)
            for match in left
            if naming.is_joined(text, match.start(), match.end(), taken)
        ]
        taken = [(one.start, one.end) for one in found]
        found += [
            Mention(match.start("name"), match.end("name"))
            for match in naming.chosen(text)
            if not _within(match.start("name"), taken)
        ]
        kept = [one for one in found if not _within(one.start, gone)]
        return sorted(kept, key=lambda one: one.start)

    def _mention(self, match: re.Match[str]) -> Mention:
        return Mention(match.start(), match.end(), self._canonical.get(key_of(match[0])))


_LINK = re.compile(
    r"(?:https?://|www\.)\S+|<https?:[^>]*>|[\w.+-]+@[\w-]+(?:\.[\w-]+)+|<@[^>]*>", re.IGNORECASE
)


def _within(place: int, spans: Sequence[tuple[int, int]]) -> bool:
    return any(start <= place < end for start, end in spans)


def key_of(spelling: str) -> str:
    """What is the same in all spellings of a name."""
    return "".join(char for char in spelling.casefold() if char.isalnum())


def _either(spellings: Sequence[str]) -> re.Pattern[str]:
    """One expression for all, the longest first; white space and hyphens stand in for each other."""
    ordered = sorted({one.strip() for one in spellings if key_of(one)}, key=len, reverse=True)
    parts = [re.sub(r"(?:\\?[\s-])+", r"[\\s-]?", re.escape(one)) for one in ordered]
    if not parts:
        return re.compile(r"(?!)")
    return re.compile(
        rf"(?:(?<![\w.@/#-])|(?<=\bex-))(?:{'|'.join(parts)})(?![\w@]|\.[a-z]{{2,4}}\b|-[a-z])", re.IGNORECASE
    )


@functools.cache
def vendors() -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The vendors that ship, those with a name of their own and those that are ordinary words."""
    known: list[str] = []
    ordinary: list[str] = []
    for line in lexicon.lines("vendors"):
        into = ordinary if line.startswith("cue ") else known
        into += [one.strip() for one in line.removeprefix("cue ").split("|")]
    return tuple(known), tuple(ordinary)


def unknown(text: str, names: Names) -> Iterator[str]:
    """Vendors that no list has, as the text writes them: to be proposed to an administrator, uncounted."""
    found = names.find(text)
    seen: set[str] = set()
    for mention in found:
        if mention.competitor is None:
            yield from _once(text[mention.start : mention.end], seen)
    taken = [(one.start, one.end) for one in found]
    for match in naming.STRANGER.finditer(text[:MOST]):
        if not _within(match.start("name"), taken) and naming.is_stranger(match["name"]):
            yield from _once(match["name"], seen)


def _once(name: str, seen: set[str]) -> Iterator[str]:
    if key_of(name) not in seen:
        seen.add(key_of(name))
        yield name
