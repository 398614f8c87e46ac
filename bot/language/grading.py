"""Grading of predictions against what was expected of them, by the rules of the question sets.

A prediction is a query, `{"refuse": code}` or `{"clarify": slot}`. A refusal is right whatever its code, a
question back where it asks for the slot that is open. A query has to agree in metrics, groups, filters and
both periods, order left aside; a sort and a limit count where they are expected. An answer that is not right
is the worst that can happen, and is counted as silently wrong.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

Document = Mapping[str, object]
Share = tuple[int, int]  # so many of so many


class Kind(StrEnum):
    """What a prediction is."""

    ANSWER = "answer"
    REFUSE = "refuse"
    CLARIFY = "clarify"


@dataclass(frozen=True, slots=True)
class Mark:
    """What one prediction is worth. `parts`: which parts of a query agree, where an answer met an answer."""

    wanted: Kind
    told: Kind
    right: bool
    code: bool | None = None  # where a refusal met a refusal
    parts: Mapping[str, bool] = field(default_factory=dict)

    @property
    def silent(self) -> bool:
        """Whether it is a wrong answer that looks like a right one."""
        return self.told is Kind.ANSWER and not self.right


@dataclass(frozen=True, slots=True)
class Grade:
    """All marks together; lists are of the rows' ids."""

    total: int
    right: int
    silent: Sequence[str]
    unrefused: Sequence[str]  # answered, and it was to be refused
    unanswered: Sequence[str]  # refused or asked back, and an answer was expected first of all
    told: Mapping[Kind, int]
    codes: Share
    categories: Mapping[str, Share]
    parts: Mapping[str, Share]


def kind(document: Document) -> Kind:
    """What a prediction or an expectation is."""
    return next((each for each in (Kind.REFUSE, Kind.CLARIFY) if each in document), Kind.ANSWER)


def mark(expected: Sequence[Document], told: Document) -> Mark:
    """The mark for a prediction, of which the first expectation tells the kind that is wanted."""
    wanted, found = kind(expected[0]), kind(told)
    refused = wanted is found is Kind.REFUSE
    return Mark(
        wanted,
        found,
        right=any(_right(each, told) for each in expected),
        code=any(each.get("refuse") == told["refuse"] for each in expected) if refused else None,
        parts=_best(expected, told) if wanted is found is Kind.ANSWER else {},
    )


def grade(marks: Iterable[tuple[str, str, Mark]]) -> Grade:
    """The grade of marks, each with its row's id and category."""
    rows = list(marks)
    categories: dict[str, list[bool]] = defaultdict(list)
    parts: dict[str, list[bool]] = defaultdict(list)
    for _, category, each in rows:
        categories[category].append(each.right)
        for part, agrees in each.parts.items():
            parts[part].append(agrees)
    return Grade(
        total=len(rows),
        right=sum(each.right for _, _, each in rows),
        silent=[row for row, _, each in rows if each.silent],
        unrefused=[row for row, _, each in rows if each.silent and each.wanted is Kind.REFUSE],
        unanswered=[row for row, _, each in rows if each.wanted is Kind.ANSWER is not each.told],
        told={one: sum(each.told is one for _, _, each in rows) for one in Kind},
        codes=_share([each.code for _, _, each in rows if each.code is not None]),
        categories={name: _share(found) for name, found in sorted(categories.items())},
        parts={name: _share(found) for name, found in parts.items()},
    )


def _right(expected: Document, told: Document) -> bool:
    if kind(expected) is not kind(told):
        return False
    match kind(told):
        case Kind.ANSWER:
            return all(_parts(expected, told).values())
        case Kind.CLARIFY:
            return expected["clarify"] == told["clarify"]
        case Kind.REFUSE:
            return True


def _best(expected: Sequence[Document], told: Document) -> Mapping[str, bool]:
    """The parts beside the expectation that is met best."""
    answers = [_parts(each, told) for each in expected if kind(each) is Kind.ANSWER]
    return max(answers, key=lambda parts: sum(parts.values()))


def _parts(expected: Document, told: Document) -> dict[str, bool]:
    found = {
        "metric": _set(expected.get("metric")) == _set(told.get("metric")),
        "group_by": _set(expected.get("group_by")) == _set(told.get("group_by")),
        "filters": _filters(expected.get("filters")) == _filters(told.get("filters")),
        "period": expected.get("period") == told.get("period"),
        "compare_to": expected.get("compare_to") == told.get("compare_to"),
    }
    if expected.get("sort"):
        found["sort"] = _direction(expected.get("sort")) == _direction(told.get("sort"))
    if expected.get("limit") is not None:
        found["limit"] = expected.get("limit") == told.get("limit")
    return found


def _set(value: object) -> frozenset[object]:
    if value is None:
        return frozenset()
    return frozenset(value if isinstance(value, list) else [value])


def _filters(value: object) -> dict[str, tuple[bool, frozenset[object]]]:
    found = value if isinstance(value, Mapping) else {}
    return {
        name: (isinstance(each, Mapping), _set(each["not"] if isinstance(each, Mapping) else each))
        for name, each in found.items()
    }


def _direction(sort: object) -> object:
    return sort.get("dir") if isinstance(sort, Mapping) else None


def _share(found: Sequence[bool]) -> Share:
    return sum(found), len(found)
