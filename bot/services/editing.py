"""A query that was filled in field by field: periods in words, names as they are called, each checked."""

from collections.abc import Iterator, Mapping
from datetime import date

from bot.domain import near, query_document
from bot.domain.asked import Field, Fields
from bot.domain.metric import Dimension, Metric
from bot.domain.period import Period
from bot.domain.query import MetricQuery
from bot.language.outcome import Query
from bot.language.parser import Parser
from bot.views import figures, question_modals

Problems = Mapping[Field, str]

_BY_PATH = {
    "metric": Field.METRICS,
    "group_by": Field.GROUPS,
    "period": Field.PERIOD,
    "compare_to": Field.COMPARED,
    "sort": Field.ORDER,
    "limit": Field.LIMIT,
}
_PERIOD = "I do not know that period. Try “last full month”, “Q3”, “since 1 June” or “1-31 Oct 2026”."
_COMPARED = "I do not know that period. Try “the month before”, “same period last year” or “1-30 Sep 2026”."


class _WrongError(ValueError):
    """What is wrong with a field, as its reader should see it."""

    def __init__(self, field: Field, problem: str) -> None:
        super().__init__(problem)
        self.field = field


def query(told: Fields, base: MetricQuery, parser: Parser, today: date) -> MetricQuery | Problems:
    """The query of the fields, or what is wrong with them; `base` is the query that was changed."""
    try:
        document: dict[str, object] = {
            "metric": list(told.metrics),
            "group_by": list(told.groups),
            "filters": dict(_filters(told.filters, parser)),
            **_times(told, parser, today),
            "sort": _sort(told, base),
            "limit": _limit(told.limit),
            "anchor": base.anchor,
        }
    except _WrongError as error:
        return {error.field: str(error)}
    found = query_document.read(document)
    if isinstance(found, MetricQuery):
        return found
    return {_BY_PATH.get(each.path.split(".")[0], Field.FILTERS): each.problem for each in found}


def _sort(told: Fields, base: MetricQuery) -> dict[str, str] | None:
    """By what it was sorted by, while that is asked for; else by the first figure."""
    if not told.order or not told.metrics:
        return None
    document = query_document.document(base)["sort"]
    by = document.get("by") if isinstance(document, Mapping) else None
    return {"by": by if by in (*told.metrics, *told.groups[:1]) else told.metrics[0], "dir": told.order}


def _times(told: Fields, parser: Parser, today: date) -> dict[str, object]:
    if not told.period.strip():
        if told.compared.strip():
            raise _WrongError(Field.COMPARED, "Say in the field above what is compared with it.")
        return {}
    alone = _understood(parser, told.period, today)
    if alone is None or alone.compare_to or alone.period is None:
        raise _WrongError(Field.PERIOD, _PERIOD)
    compared = _compared(told, alone.period, parser, today) if told.compared.strip() else None
    return {
        "period": query_document.span(alone.period),
        "compare_to": query_document.span(compared),
    }


def _compared(told: Fields, period: Period, parser: Parser, today: date) -> Period:
    """A period that is named by itself, or in relation to the one that is compared with it."""
    named = _understood(parser, told.compared, today)
    if named and named.period and not named.compare_to:
        return named.period
    both = _understood(parser, f"{told.period} vs {told.compared}", today)
    if both is None or both.compare_to is None or both.period != period:
        raise _WrongError(Field.COMPARED, _COMPARED)
    return both.compare_to


def _understood(parser: Parser, period: str, today: date) -> MetricQuery | None:
    """What is asked of MQLs of that period, where it is nothing but a period."""
    outcome = parser.parse(f"MQLs {period}", today)
    if not isinstance(outcome, Query):
        return None
    asked = outcome.query
    plain = MetricQuery((Metric.MQL_COUNT,), period=asked.period, compare_to=asked.compare_to)
    return asked if asked == plain else None


def _filters(text: str, parser: Parser) -> Iterator[tuple[str, object]]:
    for line in filter(None, map(str.strip, text.splitlines())):
        name, colon, told = line.partition(":")
        dimension = name.strip().lower().replace(" ", "_")
        if not colon or dimension not in list(Dimension):
            raise _WrongError(
                Field.FILTERS,
                f"“{line[:60]}” should begin with a dimension and a colon, as in “region: EMEA”.",
            )
        yield dimension, _wanted(told.strip(), parser.vocabulary.names.get(Dimension(dimension), ()))


def _wanted(told: str, names: tuple[str, ...]) -> object:
    """The values of a filter; a name that itself begins with “not” is that name."""
    if not told.lower().startswith(question_modals.NOT):
        return list(_values(told, names))
    try:
        return list(_values(told, names))
    except _WrongError:
        return {"not": list(_values(told[len(question_modals.NOT) :], names))}


def _values(listed: str, names: tuple[str, ...]) -> Iterator[str | None]:
    """The names of a list parted by commas, which may stand in names as well."""
    known = {_folded(name): name for name in names}
    parts = listed.split(",")
    while parts:
        for size in range(len(parts), 0, -1):
            told = _folded(",".join(parts[:size]))
            if told == figures.NOT_SET:
                yield None
            elif told in known:
                yield known[told]
            else:
                continue
            parts = parts[size:]
            break
        else:
            told = parts[0].strip()
            raise _WrongError(Field.FILTERS, f"“{told[:60]}” is not known; {near.offer(told, names)}")


def _folded(name: str) -> str:
    """A name whatever its capitals, and the spaces after its commas."""
    return " ".join(name.casefold().replace(",", ", ").split())


def _limit(text: str) -> int | None:
    told = text.strip()
    if not told:
        return None
    if not told.isascii() or not told.isdigit():
        raise _WrongError(Field.LIMIT, "Write a whole number, such as 5, or leave it empty.")
    return int(told)
