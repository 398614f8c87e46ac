"""How much a digest may say, and what finds room in it: the agreement on metrics, section 3."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.domain.post import Block
from bot.views import blocks, charts
from bot.views.text import plain

WORDS = 250
BEFORE_CHART = 60
CHARACTERS = 8_500  # of 10,000; the labels of two charts take the rest
_BLOCKS = 50

_UNREAD = frozenset(
    {"type", "action_id", "value", "block_id", "style", "accessibility_label", "verbatim", "emoji"}
)
_SIGNS = frozenset("·–—|→")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Something to say where there is room, the lowest rank first; `entries` say all of it, in the thread."""

    rank: int
    said: str
    entries: tuple[str, ...] = ()


@dataclass(slots=True)
class Room:
    """What is left of a message's words, characters and blocks."""

    words: int = WORDS
    characters: int = CHARACTERS
    blocks: int = _BLOCKS

    def spend(self, made: Sequence[Block], sign: int = 1) -> None:
        """Take blocks into the message, whether they fit or not; -1 takes them out again."""
        self.words -= sign * sum(map(words, made))
        self.characters -= sign * sum(map(blocks.characters, made))
        self.blocks -= sign * len(made)

    def fits(self, made: Sequence[Block]) -> bool:
        """Take blocks into the message if there is room for them."""
        self.spend(made)
        if min(self.words, self.characters, self.blocks) >= 0:
            return True
        self.spend(made, -1)
        return False

    def widen(self, short: list[Block], long: list[Block]) -> list[Block]:
        """The long form in the place of the short one, which is in the message already, if it fits."""
        self.spend(short, -1)
        if self.fits(long):
            return long
        self.spend(short)
        return short

    def choose(self, parts: Sequence[Paragraph]) -> list[Paragraph]:
        """Those that fit, in the order in which they came."""
        fitting = [
            one for one in sorted(parts, key=lambda part: part.rank) if self.fits([blocks.section(one.said)])
        ]
        return [one for one in parts if one in fitting]


def words(block: object) -> int:
    """How many words of a block a person reads, between blanks; of a chart its title."""
    match block:
        case str():
            return sum(not _SIGNS.issuperset(one) for one in plain(block).split())
        case {"type": charts.NATIVE, "title": title}:
            return words(title)
        case dict():
            return sum(words(each) for name, each in block.items() if name not in _UNREAD)
        case list():
            return sum(map(words, block))
        case _:
            return 0
