"""Reading many rows of the same columns by one mapping: what can be settled once is settled once.

It gives what `mapping.apply` and the canonical lead give, field by field, without their documents in between.
"""

import functools
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from bot.domain.lead import FieldError
from bot.gateways import columns, leaves, values
from bot.gateways.leaves import Groups, Leaf
from bot.gateways.mapping import Columns, Constant, Expression, Field
from bot.gateways.transforms import Kind, Transform

HANDOFF, REFS = "handoff", "refs"

_CACHE = 4096
_LAYOUTS = 1000
_LONG_AGO = 1990  # what is that old needs a closer look
_NESTED = (("first_touch",), ("last_touch",))
_NOT_KEPT = ("event", "outcome", "activities", "owner")

Read = Callable[[object], object]


@dataclass(frozen=True, slots=True)
class _Source:
    """One field of a mapping: its place, and how what is found for it is read."""

    field: Field
    group: str
    key: str
    read: Read
    recall: Callable[[str], object]  # the same, for texts that come again and again
    exact: bool  # what cannot be read makes the row bad; else it is left out
    default: object


@dataclass(frozen=True, slots=True)
class _Step:
    """A field in rows of certain columns: the cells that may have it."""

    source: _Source
    cells: tuple[str, ...]
    expression: Expression | None

    def find(self, cells: Mapping[str, object]) -> object:
        """The field's value, the default if it is not told; ValueError if it cannot be read."""
        source = self.source
        if self.expression is not None:
            found = self.expression.find(cells)
            return source.default if found is None or found == "" else source.read(found)
        for name in self.cells:
            cell = cells[name]
            if isinstance(cell, str):
                if cell and not cell.isspace():
                    found = source.recall(cell)
                    return source.default if found is None else found
            elif cell is not None:
                return source.read(cell)
        return source.default


class Plan:
    """How the fields of a mapping are found in rows, whatever columns they have."""

    def __init__(self, fields: Sequence[Field]) -> None:
        kept = [each for each in fields if each.path[0] not in _NOT_KEPT]
        self._layouts: dict[tuple[str, ...], tuple[_Step, ...]] = {}
        self._sources = [found for each in kept if (found := _source(each))]
        self._constants = [
            (*_place(each), each.origin.value) for each in kept if isinstance(each.origin, Constant)
        ]

    def read(self, cells: Mapping[str, object], problems: list[FieldError], flags: list[str]) -> Groups:
        """The groups of a lead, as JSON but for the times of `handoff`; references by number and field."""
        found: Groups = {}
        for step in self._steps(cells):
            try:
                value = step.find(cells)
            except ValueError as error:
                value = step.source.default
                _complain(step.source, error, problems, flags)
            if value is not None:
                found.setdefault(step.source.group, {}).setdefault(step.source.key, value)
        entries = {key.partition(".")[0] for key in found.get(REFS, ())}
        for group, key, constant in self._constants:
            if group != REFS or key.partition(".")[0] in entries:
                found.setdefault(group, {}).setdefault(key, constant)
        return found

    def _steps(self, cells: Mapping[str, object]) -> tuple[_Step, ...]:
        """The steps for rows of these columns; all rows of a table have the same."""
        names = tuple(cells)
        known = self._layouts.get(names)
        if known is None:
            if len(self._layouts) >= _LAYOUTS:
                self._layouts.clear()
            known = self._layouts[names] = self._lay_out(names)
        return known

    def _lay_out(self, names: Sequence[str]) -> tuple[_Step, ...]:
        folded: dict[str, list[str]] = {}
        # Of names that fold alike the last one counts, as everywhere.
        for name in reversed([name for name in names if len(name) <= columns.MAX_NAME]):
            folded.setdefault(columns.fold(name), []).append(name)
        steps = (_step(each, folded) for each in self._sources)
        return tuple(one for one in steps if one.cells or one.expression or one.source.default is not None)


def _place(each: Field) -> tuple[str, str]:
    """The group of a field, and its name in it: "0.id" for that of the first reference."""
    return str(each.path[0]), ".".join(str(key) for key in each.path[1:])


def _source(each: Field) -> _Source | None:
    """How a field is read; None for what is no single value, such as a touch point as a whole."""
    leaf = leaves.of(each.path)
    if leaf is None or isinstance(each.origin, Constant) or each.path[-2:-1] in _NESTED:
        return None
    group, key = _place(each)
    read = _reader(leaf, each.transform, group)
    return _Source(
        field=each,
        group=group,
        key=key,
        read=read,
        recall=functools.lru_cache(_CACHE)(read),
        exact=leaf.exact or group == HANDOFF,
        default=None if each.default is None else leaf.read(each.default),
    )


def _reader(leaf: Leaf, transform: Transform | None, group: str) -> Read:
    """The mapping's conversion, then the rules of the canonical lead."""

    def read(cell: object) -> object:
        value = transform.apply(cell) if transform else cell
        return None if value is None else leaf.read(value)

    if leaf.read is not values.read_moment:
        return read
    quick = functools.partial(_read_iso, read) if _is_iso(transform) else read
    return quick if group == HANDOFF else lambda cell: _written(quick(cell))


def _is_iso(transform: Transform | None) -> bool:
    """Whether ISO 8601 is what is tried first."""
    formats = transform.formats[:1] if transform else ()
    return transform is not None and (transform.kind is Kind.ISO8601 or formats == (Kind.ISO8601,))


def _read_iso(read: Read, cell: object) -> object:
    """A time with its offset, read at once; all others the long way."""
    if isinstance(cell, str):
        try:
            moment = datetime.fromisoformat(cell)
        except ValueError:
            return read(cell)
        if moment.tzinfo is not None and moment.year > _LONG_AGO:
            return moment.astimezone(UTC)
    return read(cell)


def _written(value: object) -> object:
    return value.isoformat() if isinstance(value, datetime) else value


def _step(source: _Source, folded: Mapping[str, list[str]]) -> _Step:
    origin = source.field.origin
    wanted = origin.names if isinstance(origin, Columns) else ()
    cells = tuple(cell for name in wanted for cell in folded.get(name, ()))
    return _Step(source, cells, origin if isinstance(origin, Expression) else None)


def _complain(source: _Source, error: ValueError, problems: list[FieldError], flags: list[str]) -> None:
    if source.exact:
        problems.append(FieldError(source.field.name, str(error)))
    else:
        flags.append(f"{source.field.name} was left out: {error}")
