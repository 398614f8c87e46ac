"""The result of `handoff eval`: one column for each run, as a table and as JSON."""

import math
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from bot.language.grading import Grade, Kind, Share
from bot.services.interpreter import Call
from digests.statistics import rates

_WIDTH = 28
_ANSWERED = "answered"


@dataclass(frozen=True, slots=True)
class Run:
    """The whole file once. `model` is empty where the grammar was alone; times are of one question each."""

    model: str
    grade: Grade
    milliseconds: Sequence[float]
    calls: Sequence[Call]

    @property
    def name(self) -> str:
        """How it is called."""
        return self.model or "without a model"


def document(runs: Sequence[Run]) -> list[dict[str, object]]:
    """The runs as JSON."""
    return [_document(run) for run in runs]


def lines(runs: Sequence[Run]) -> Iterator[str]:
    """The runs side by side, and then what went wrong in each, by the rows' ids."""
    yield _line("", [run.name for run in runs])
    for title, cells in _rows(runs):
        yield _line(title, cells)
    for run in runs:
        for title, ids in _lists(run.grade).items():
            if ids:
                yield f"{title}, {run.name}: {', '.join(ids)}"


def _document(run: Run) -> dict[str, object]:
    grade = run.grade
    low, high = _interval(grade.right, grade.total)
    return {
        "model": run.model or None,
        "questions": grade.total,
        "right": grade.right,
        "interval": [low, high],
        "silently_wrong": list(grade.silent),
        "answered_not_refused": list(grade.unrefused),
        "not_answered": list(grade.unanswered),
        "told": {str(one): count for one, count in grade.told.items()},
        "refusal_codes": list(grade.codes),
        "categories": {name: list(share) for name, share in grade.categories.items()},
        "parts": {name: list(share) for name, share in grade.parts.items()},
        "milliseconds": {"p50": _quantile(run.milliseconds, 0.5), "p99": _quantile(run.milliseconds, 0.99)},
        "calls": len(run.calls),
        "results": dict(_results(run)),
        "call_milliseconds": {"p50": _quantile(_took(run), 0.5), "p99": _quantile(_took(run), 0.99)},
    }


def _rows(runs: Sequence[Run]) -> Iterator[tuple[str, list[str]]]:
    grades = [run.grade for run in runs]
    yield "questions", [str(grade.total) for grade in grades]
    yield "right", [_share((grade.right, grade.total)) for grade in grades]
    yield "  95 % interval", [_spelled(_interval(grade.right, grade.total)) for grade in grades]
    yield "silently wrong", [_share((len(grade.silent), grade.total)) for grade in grades]
    yield "answered, not refused", [str(len(grade.unrefused)) for grade in grades]
    yield "not answered, answerable", [str(len(grade.unanswered)) for grade in grades]
    yield "asked back", [str(grade.told[Kind.CLARIFY]) for grade in grades]
    yield "refused", [str(grade.told[Kind.REFUSE]) for grade in grades]
    yield "  with the right code", [_share(grade.codes) for grade in grades]
    yield from _shares("category", [grade.categories for grade in grades])
    yield from _shares("part of an answer", [grade.parts for grade in grades])
    yield "ms a question, p50 / p99", [_times(run.milliseconds) for run in runs]
    yield "calls of the model", [str(len(run.calls)) for run in runs]
    for result in sorted({result for run in runs for result in _results(run)}):
        title = result if result == _ANSWERED else f"failed: {result}"
        yield f"  {title}", [str(_results(run)[result]) for run in runs]
    if any(run.calls for run in runs):
        yield "ms a call, p50 / p99", [_times(_took(run)) for run in runs]


def _shares(title: str, columns: Sequence[Mapping[str, Share]]) -> Iterator[tuple[str, list[str]]]:
    names = list(dict.fromkeys(name for column in columns for name in column if name))
    if names:
        yield f"by {title}", []
    for name in names:
        yield f"  {name}", [_of(column.get(name, (0, 0))) for column in columns]


def _lists(grade: Grade) -> dict[str, Sequence[str]]:
    return {
        "Silently wrong": grade.silent,
        "Answered, not refused": grade.unrefused,
        "Not answered, answerable": grade.unanswered,
    }


def _line(title: str, cells: Sequence[str]) -> str:
    return f"{title:<{_WIDTH}}{''.join(f'{cell:>24}' for cell in cells)}".rstrip()


def _share(share: Share) -> str:
    k, n = share
    return f"{_of(share)}, {k / n:.1%}".replace("%", " %") if n else _of(share)


def _of(share: Share) -> str:
    return f"{share[0]} of {share[1]}"


def _interval(k: int, n: int) -> tuple[float, float]:
    found = rates.wilson(k, n)
    return found.low, found.high


def _spelled(interval: tuple[float, float]) -> str:
    return f"{100 * interval[0]:.1f}-{100 * interval[1]:.1f} %"


def _results(run: Run) -> Counter[str]:
    return Counter(call.result for call in run.calls)


def _took(run: Run) -> list[float]:
    return [float(call.milliseconds) for call in run.calls]


def _times(found: Sequence[float]) -> str:
    return f"{_quantile(found, 0.5):.1f} / {_quantile(found, 0.99):.1f}" if found else "-"


def _quantile(found: Sequence[float], q: float) -> float | None:
    """The smallest of them that at least so many do not exceed."""
    return sorted(found)[math.ceil(q * len(found)) - 1] if found else None
