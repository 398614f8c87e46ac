"""An answer as a JSON document: every figure with k, n, interval, what it leaves out, and its definition."""

from collections.abc import Mapping
from dataclasses import asdict

from bot.domain import query_document
from bot.domain.figure import Answer, Difference, Figure, Key, Row
from bot.domain.metric import CATALOGUE, PARTS, Kind, Metric

# By metric and part ("k" or "n"), the handoffs behind each group's figure; of sums also by their currency.
# Of feedback there are "messages" too: items about no lead, by their own ids.
Behind = Mapping[tuple[Metric, str], Mapping[Key, list[int]]]


def document(answer: Answer, behind: Behind | None = None) -> dict[str, object]:
    """The whole answer; with `behind`, each figure names the handoffs that it counts."""
    return {
        "query": query_document.document(answer.query),
        "period": {"start": answer.period.start.isoformat(), "end": answer.period.end.isoformat()},
        "zone": answer.zone,
        "as_of": answer.as_of.isoformat(),
        "definitions": {metric: _definition(answer, metric) for metric in answer.query.metrics},
        "rows": [_row(answer, row, behind) for row in answer.rows],
        "more": answer.more,
        **({"contrast": [_difference(one) for one in answer.contrast]} if answer.contrast else {}),
    }


def _definition(answer: Answer, metric: Metric) -> dict[str, object]:
    definition = CATALOGUE[metric]
    return {
        "version": definition.version,
        "formula": definition.formula,
        "anchor": str(answer.query.anchor_of(definition)),
        "maturity_days": definition.maturity,
        "least_n": definition.least,
    }


def _row(answer: Answer, row: Row, behind: Behind | None) -> dict[str, object]:
    groups = {str(group): value for group, value in zip(answer.query.group_by, row.group, strict=True)}
    found: dict[str, object] = {
        "group": groups,
        "figures": [_figure(figure) | _ids(figure, row.group, answer, behind) for figure in row.figures],
    }
    if row.before:
        found["before"] = [_figure(figure) for figure in row.before]
        found["difference"] = [_difference(one) for one in row.differences]
    return found


def _difference(one: Difference | None) -> dict[str, object] | None:
    return None if one is None else asdict(one) | {"established": one.established}


def _figure(figure: Figure) -> dict[str, object]:
    """All that is known of a figure; what does not apply to it is left out."""
    always = ("metric", "value", "k", "n", "low", "high", "open", "immature", "excused", "set_aside")
    known = asdict(figure)
    return {
        "definition_version": CATALOGUE[figure.metric].version,
        **({"per_100": figure.per_100} if CATALOGUE[figure.metric].kind is Kind.FREQUENCY else {}),
        **{name: value for name, value in known.items() if name in always or value not in (None, 0)},
    }


def _ids(figure: Figure, key: Key, answer: Answer, behind: Behind | None) -> dict[str, object]:
    if behind is None:
        return {}
    money = CATALOGUE[figure.metric].kind is Kind.MONEY
    counted = (*key, figure.currency) if money else key
    found: dict[str, object] = {"ids": behind[figure.metric, "k"].get(counted, [])}
    if figure.n is not None:
        among = behind[figure.metric, "n"]
        # What the parts by reason or theme are counted among has none.
        found["among_ids"] = among.get(key) or among.get(_without_parts(key, answer), [])
    if CATALOGUE[figure.metric].kind is Kind.FREQUENCY:
        found["message_ids"] = behind[figure.metric, "messages"].get(key, [])
    return found


def _without_parts(key: Key, answer: Answer) -> Key:
    return tuple(value for value, group in zip(key, answer.query.group_by, strict=True) if group not in PARTS)
