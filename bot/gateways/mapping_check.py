"""Trying a mapping on a sample: what comes out of it, and which keys of the sample nothing used."""

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.domain import document
from bot.domain.lead import FieldError, LeadEvent
from bot.gateways import bodies, columns, mapping, mapping_file
from bot.gateways.bodies import BodyProblem
from bot.gateways.mapping import Columns, Expression, Ignored, Mapping

MAX_ITEMS = 20

Path = tuple[str | int, ...]

# No source sends this, so wherever it stands, whatever is made of its place must change.
_PROBE = "\x00probe"
_NAME = re.compile(r'"((?:[^"\\]|\\.)*)"|([A-Za-z_][A-Za-z0-9_]*)')


@dataclass(frozen=True, slots=True)
class CheckReport:
    """What a mapping makes of a sample. `problems` are mistakes in the file or in the sample as a whole."""

    problems: tuple[str, ...] = ()
    outcomes: tuple[LeadEvent | Ignored | list[FieldError], ...] = ()
    unused: tuple[str, ...] = ()

    @property
    def is_good(self) -> bool:
        """Whether there was something to read and all of it could be read."""
        return not self.problems and not any(isinstance(outcome, list) for outcome in self.outcomes)

    def lines(self) -> Iterator[str]:
        """The report for a terminal."""
        yield from self.problems
        for number, outcome in enumerate(self.outcomes, start=1):
            match outcome:
                case LeadEvent():
                    yield f"Item {number}: {outcome.type.value}"
                    yield json.dumps(document.to_json(outcome), indent=2, ensure_ascii=False)
                case Ignored(reason):
                    yield f"Item {number}: ignored, {reason}"
                case errors:
                    yield f"Item {number}: refused"
                    yield from (f"  {error.path}: {error.problem}" for error in errors)
        if self.unused:
            yield f"Nothing used: {', '.join(self.unused)}"


def check(mapping_text: str, sample_text: str, *, source: str, now: datetime) -> CheckReport:
    """The report on a mapping file and one delivery as JSON, or several as lines of JSON."""
    try:
        loaded = mapping_file.load(mapping_text)
    except mapping_file.MappingError as error:
        return CheckReport(problems=error.problems)
    body = sample_text.encode("utf-8", "replace")
    documents = bodies.decode(body, "application/json")
    if isinstance(documents, BodyProblem):
        documents = bodies.decode(body, "application/x-ndjson")
    if isinstance(documents, BodyProblem):
        return CheckReport(problems=(f"the sample: {documents.detail}",))
    return check_items(loaded, documents, source=source, now=now)


def check_items(loaded: Mapping, documents: Sequence[object], *, source: str, now: datetime) -> CheckReport:
    """The report on documents that were read before, such as rows of a file; at most 20 items are tried."""
    items = [item for each in documents for item in mapping.split(loaded, each)][:MAX_ITEMS]
    if not items:
        return CheckReport(problems=("the sample holds no item: does the expression in items fit?",))
    outcomes = [
        mapping.read(loaded, item, source=source, received_at=now, event_id=f"sample-{n}", occurred_at=now)
        for n, item in enumerate(items, start=1)
    ]
    return CheckReport(outcomes=tuple(outcomes), unused=unused_keys(loaded, items))


def unused_keys(loaded: Mapping, items: Sequence[object]) -> tuple[str, ...]:
    """The keys of the items, such as "properties.plan" or "tags[]", that the mapping does not touch."""
    named = [_names(source) for source in _sources(loaded)]
    used: dict[str, bool] = {}
    for item in items:
        before = mapping.apply(loaded, item)
        for path in _leaves(item):
            keys = {key for key in path if isinstance(key, str)}
            is_used = any(keys <= names or {columns.fold(key) for key in keys} <= names for names in named)
            is_used = is_used or mapping.apply(loaded, _probe(item, path)) != before
            used[_spell(path)] = used.get(_spell(path), False) or is_used
    return tuple(name for name, is_used in used.items() if not is_used)


def _sources(loaded: Mapping) -> Iterator[Expression | Columns]:
    conditions = [rule.when for rule in loaded.rules]
    for source in (loaded.event_key, *conditions, *(field.origin for field in loaded.fields)):
        if isinstance(source, Expression | Columns):
            yield source


def _names(source: Expression | Columns) -> frozenset[str]:
    if isinstance(source, Columns):
        return frozenset(source.names)
    return frozenset(quoted or plain for quoted, plain in _NAME.findall(source.source))


def _leaves(value: object, path: Path = ()) -> Iterator[Path]:
    match value:
        case dict() if value:
            for key, each in value.items():
                yield from _leaves(each, (*path, key))
        case list() if value:
            for index, each in enumerate(value):
                yield from _leaves(each, (*path, index))
        case _ if path:
            yield path


def _probe(value: object, path: Path) -> object:
    """The value with the probe in one place."""
    if not path:
        return _PROBE
    match value:
        case dict():
            return {**value, path[0]: _probe(value[path[0]], path[1:])}
        case list():
            return [_probe(each, path[1:]) if n == path[0] else each for n, each in enumerate(value)]
        case _:
            return value


def _spell(path: Path) -> str:
    return "".join("[]" if isinstance(key, int) else f".{key}" for key in path).removeprefix(".")
