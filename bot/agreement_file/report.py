"""What is wrong or doubtful in an agreement file, in sentences that name the line and the key."""

import difflib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from bot.agreement_file import lines
from bot.agreement_file.lines import Path


@dataclass(slots=True)
class Report:
    """What is wrong or worth a warning in the file called `name`, with the line and the key."""

    name: str
    lines: Mapping[Path, int]
    _wrong: list[tuple[int, str]] = field(default_factory=list)
    _warned: list[tuple[int, str]] = field(default_factory=list)

    def wrong(self, path: Path, text: str) -> None:
        """Note a problem for which the file is refused."""
        self._wrong.append(self._sentence(path, text))

    def warn(self, path: Path, text: str) -> None:
        """Note something that works but is hardly meant."""
        self._warned.append(self._sentence(path, text))

    @property
    def problems(self) -> tuple[str, ...]:
        """The problems in the order of the file."""
        return tuple(text for _, text in sorted(self._wrong, key=lambda found: found[0]))

    @property
    def warnings(self) -> tuple[str, ...]:
        """The warnings in the order of the file."""
        return tuple(text for _, text in sorted(self._warned, key=lambda found: found[0]))

    def _sentence(self, path: Path, text: str) -> tuple[int, str]:
        line = lines.nearest(self.lines, path)
        where = f"{self.name} line {line}" if line else self.name
        # A value may bring its own line ends, and every problem is one line.
        return line or 0, " ".join(f"{where}: {spell(path)}: {text}".splitlines())


def suggest(word: str, options: Iterable[str], otherwise: str | None = None) -> str:
    """What was probably meant by a word that is none of the options; `otherwise` when nothing is near."""
    known = {option.casefold(): option for option in options}
    near = difflib.get_close_matches(word.casefold(), known, n=1, cutoff=0.6)
    if near:
        return f'did you mean "{known[near[0]]}"?'
    if otherwise is not None:
        return otherwise
    names = list(known.values())
    if len(names) <= 1:
        return f'there is only "{names[0]}"' if names else "there is none"
    return f"there are {', '.join(names[:12])}{' ...' if len(names) > 12 else ''}"


def spell(path: Path) -> str:
    """A path as people write it: `tiers[1].when`, where the first entry of a list is 1."""
    text = "".join(f"[{part + 1}]" if isinstance(part, int) else f".{part}" for part in path)
    return text.removeprefix(".")


def show(value: object) -> str:
    """A value as it stands in the file, shortened."""
    if isinstance(value, dict):
        return "a table"
    if isinstance(value, bool):
        return "true" if value else "false"
    text = f'"{value}"' if isinstance(value, str) else str(value)
    return text if len(text) <= 40 else text[:37] + "..."
