"""A `MetricQuery` as a JSON document, and every mistake in one with what would be right.

    {"metric": "acceptance_rate", "group_by": ["campaign"], "filters": {"region": {"not": ["LATAM"]}},
     "period": {"start": "2026-07-01", "end": "2026-10-01"}, "compare_to": null,
     "sort": {"by": "acceptance_rate", "dir": "desc"}, "limit": 5}

`metric` may be a list; `anchor` may say "handed" or "decided" where the definitions leave a choice.
"""

import difflib
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from enum import StrEnum
from typing import TypeVar

from bot.domain.lead import FieldError
from bot.domain.metric import CATALOGUE, Anchor, Definition, Dimension, Kind, Metric
from bot.domain.period import Period, Unit
from bot.domain.query import Direction, Filter, Group, MetricQuery, Sort

MOST_GROUPS = 3
MOST_ROWS = 10_000
MOST_YEARS = range(1970, 2200)

T = TypeVar("T")
Choice = TypeVar("Choice", bound=StrEnum)


def document(query: MetricQuery) -> dict[str, object]:
    """The query as JSON; what was left out is there with its neutral value."""
    names = [str(metric) for metric in query.metrics]
    found: dict[str, object] = {
        "metric": names[0] if len(names) == 1 else names,
        "group_by": [str(group) for group in query.group_by],
        "filters": {str(f.dimension): {"not": list(f.values)} if f.negated else list(f.values)
                    for f in query.filters},
        "period": span(query.period),
        "compare_to": span(query.compare_to),
        "sort": _sorted_by(query),
        "limit": query.limit,
    }  # fmt: skip
    return found | ({"anchor": str(query.anchor)} if query.anchor else {})


def read(found: object) -> MetricQuery | list[FieldError]:
    """The query of a JSON document, or every mistake in it with its place and what would be right."""
    if not isinstance(found, Mapping):
        return [FieldError("", 'should be an object such as {"metric": "acceptance_rate"}')]
    problems = [
        FieldError(str(key), f"is not known; {_known(str(key), _KEYS)}") for key in found if key not in _KEYS
    ]
    query = _assemble(found, _Problems(problems))
    problems += [] if query is None else [*_judge(query), *_judge_sort(query, found.get("sort"))]
    return problems if problems or query is None else query


class _Problems:
    """Collects what goes wrong field by field, so that all of it is told at once."""

    def __init__(self, found: list[FieldError]) -> None:
        self._found = found

    def attempt(self, path: str, read: Callable[[object], T], value: object) -> T | None:
        """What `read` makes of the value; None, and a problem, when it raises ValueError."""
        try:
            return read(value)
        except ValueError as error:
            self._found.append(FieldError(path, str(error)))
            return None


def _assemble(found: Mapping[str, object], problems: _Problems) -> MetricQuery | None:
    metrics = problems.attempt("metric", _metrics, found.get("metric"))
    query = MetricQuery(
        metrics=metrics or (),
        group_by=problems.attempt("group_by", _groups, found.get("group_by")) or (),
        filters=problems.attempt("filters", _filters, found.get("filters")) or (),
        period=problems.attempt("period", _period, found.get("period")),
        compare_to=problems.attempt("compare_to", _period, found.get("compare_to")),
        sort=problems.attempt("sort", _sort, found.get("sort")),
        limit=problems.attempt("limit", _limit, found.get("limit")),
        anchor=problems.attempt("anchor", _anchor, found.get("anchor")),
    )
    return query if metrics else None


def _judge(query: MetricQuery) -> Iterable[FieldError]:
    """What makes no sense together."""
    if len(query.group_by) > MOST_GROUPS:
        yield FieldError("group_by", f"should have {MOST_GROUPS} entries at most")
    if sum(isinstance(group, Unit) for group in query.group_by) > 1:
        yield FieldError("group_by", "should have one of day, week, month and quarter")
    if query.compare_to and query.period is None:
        yield FieldError("compare_to", "needs a period that is compared")
    if query.compare_to and any(isinstance(group, Unit) for group in query.group_by):
        yield FieldError("compare_to", "cannot be combined with a breakdown by time, which compares already")
    for metric in query.metrics:
        yield from _judge_metric(query, CATALOGUE[metric])


def _judge_sort(query: MetricQuery, told: object) -> Iterable[FieldError]:
    """A metric that is asked for, or the first of the groups; by that one also when none is named."""
    by = told.get("by") if isinstance(told, Mapping) else None
    names = [*map(str, query.metrics), *map(str, query.group_by[:1])]
    if query.sort and by is not None and by not in names:
        yield FieldError("sort.by", f"should be one of {', '.join(names)}")


def _judge_metric(query: MetricQuery, definition: Definition) -> Iterable[FieldError]:
    timed = any(isinstance(group, Unit) for group in query.group_by)
    if definition.kind is Kind.STOCK and timed:
        yield FieldError("group_by", f"{definition.metric} is a stock as of now and has no history by time")
    if definition.kind is Kind.STOCK and query.compare_to:
        yield FieldError("compare_to", f"{definition.metric} is a stock as of now and has no earlier figure")
    asked = {*query.group_by, *(each.dimension for each in query.filters)}
    if Dimension.REJECT_REASON in asked and definition.metric not in _REASONED:
        fitting = ", ".join(_REASONED)
        yield FieldError("reject_reason", f"says why leads were sent back: ask it of {fitting}")
    if Dimension.THEME in asked and definition.metric is not Metric.FEEDBACK_COUNT:
        yield FieldError("theme", f"says what feedback is about: ask it of {Metric.FEEDBACK_COUNT}")


def _metrics(value: object) -> tuple[Metric, ...]:
    names = value if isinstance(value, list) else [value]
    if not names or value is None:
        raise ValueError(f"is missing: one of {', '.join(Metric)}")
    return tuple(dict.fromkeys(_choice(Metric, name) for name in names))


def _groups(value: object) -> tuple[Group, ...]:
    names = _list(value)
    return tuple(dict.fromkeys(_group(name) for name in names))


def _group(name: object) -> Group:
    if name in list(Unit):
        return Unit(str(name))
    if name not in list(Dimension):
        raise ValueError(f"“{name}” is not known; {_known(str(name), (*Dimension, *Unit))}")
    return Dimension(str(name))


def _filters(value: object) -> tuple[Filter, ...]:
    if value is None:
        return ()
    if not isinstance(value, Mapping):
        raise ValueError('should be an object such as {"region": ["EMEA"]}')
    return tuple(_filter(name, wanted) for name, wanted in value.items())


def _filter(name: object, wanted: object) -> Filter:
    dimension = _choice(Dimension, name)
    negated = isinstance(wanted, Mapping)
    if isinstance(wanted, Mapping) and set(wanted) != {"not"}:
        raise ValueError(f'{name} should be a list of values, or {{"not": [...]}}')
    values = _texts(str(name), wanted["not"] if isinstance(wanted, Mapping) else wanted)
    return Filter(dimension, tuple(dict.fromkeys(values)), negated)


def _texts(name: str, value: object) -> list[str | None]:
    found = value if isinstance(value, list) else [value]
    texts = [one for one in found if one is None or isinstance(one, str)]
    if not found or len(texts) < len(found):
        raise ValueError(f"{name} should list texts, or null for “not set”")
    return texts


def _period(value: object) -> Period | None:
    if value is None:
        return None
    if not isinstance(value, Mapping) or set(value) != {"start", "end"}:
        raise ValueError('should be {"start": "2026-07-01", "end": "2026-10-01"}; the end is not part of it')
    try:
        start, end = date.fromisoformat(str(value["start"])), date.fromisoformat(str(value["end"]))
    except ValueError as error:
        raise ValueError("should have its days written as 2026-07-01") from error
    if not MOST_YEARS.start <= start.year <= end.year < MOST_YEARS.stop:
        raise ValueError(f"should lie between the years {MOST_YEARS.start} and {MOST_YEARS.stop - 1}")
    return Period(start, end)


def _sort(value: object) -> Sort | None:
    if value is None:
        return None
    if not isinstance(value, Mapping) or not set(value) <= {"by", "dir"}:
        raise ValueError('should be {"by": a metric, "dir": "asc" or "desc"}')
    by = value.get("by")
    metric = Metric(str(by)) if by in list(Metric) else None
    if metric is None and by is not None:
        _group(by)
    return Sort(metric, _choice(Direction, value.get("dir", "desc")))


def _limit(value: object) -> int | None:
    if value is None:
        return None
    if not isinstance(value, int) or isinstance(value, bool) or not 0 < value <= MOST_ROWS:
        raise ValueError(f"should be a whole number from 1 to {MOST_ROWS}")
    return value


def _anchor(value: object) -> Anchor | None:
    if value is None:
        return None
    if value not in (Anchor.HANDED, Anchor.DECIDED):
        raise ValueError('should be "handed" (the cohort) or "decided" (the decisions of the period)')
    return Anchor(str(value))


def _choice(among: type[Choice], name: object) -> Choice:
    if name not in list(among):
        raise ValueError(f"“{name}” is not known; {_known(str(name), [str(one) for one in among])}")
    return among(str(name))


def _list(value: object) -> Sequence[object]:
    if value is None:
        return ()
    if not isinstance(value, list):
        raise ValueError("should be a list")
    return value


def _known(name: str, among: Iterable[str]) -> str:
    names = [str(one) for one in among]
    near = difflib.get_close_matches(name, names, 1)
    return f"did you mean {near[0]}?" if near else f"known are {', '.join(names)}"


def _sorted_by(query: MetricQuery) -> dict[str, str] | None:
    if query.sort is None:
        return None
    by = query.sort.by or next(iter(query.group_by), None)
    return {**({"by": str(by)} if by else {}), "dir": str(query.sort.direction)}


def span(period: Period | None) -> dict[str, str] | None:
    """A period as such a document has it."""
    return {"start": period.start.isoformat(), "end": period.end.isoformat()} if period else None


_KEYS = ("metric", "group_by", "filters", "period", "compare_to", "sort", "limit", "anchor")
_REASONED = (Metric.REJECTION_RATE, Metric.RECYCLE_RATE, Metric.MQL_COUNT)
