"""Times to an event when some are still waiting: Kaplan-Meier, and Aalen-Johansen where events compete.

A quantile is the first time at which the curve has come down to what is left (lifelines' convention): a time
that somebody really took, and not R's midpoint when the curve rests exactly there.
"""

import itertools
import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from digests.statistics.rates import Z95, Interval

Observation = tuple[float, bool]  # how long, and whether the event happened then; else it was still awaited

ROUNDING = 1e-12  # a product of many factors may miss the share that it should have by this much


class Transform(StrEnum):
    """The scale on which the curve's interval is symmetric: R's default is LOG, lifelines' is LOG_LOG."""

    LOG = "log"
    LOG_LOG = "log-log"


@dataclass(frozen=True, slots=True)
class Step:
    """One time at which events happened: the curve's value after it, with Greenwood's standard error."""

    t: float
    at_risk: int
    events: int
    survival: float
    se: float


@dataclass(frozen=True, slots=True)
class Crossing:
    """Where a curve comes down to a quantile, None where it never does, and how far it was followed."""

    value: float | None
    low: float | None
    high: float | None
    followed: float


@dataclass(frozen=True, slots=True)
class Point:
    """The share to whom one cause has happened by `t`."""

    t: float
    incidence: float


def walk(n: int, counts: Iterable[tuple[float, int, int]]) -> Iterator[Step]:
    """The curve of `n` observations, step by step and in constant memory (Kaplan and Meier 1958).

    `counts` are ascending times, each once, with how many events and how many censorings happened then; who
    is censored at a time was still at risk at it. The standard error is Greenwood's; 0 once nobody is left.
    """
    at_risk, survival, hazard = n, 1.0, 0.0
    for t, events, censored in counts:
        if events:
            left = at_risk - events
            survival *= left / at_risk
            hazard += events / (at_risk * left) if left else 0.0
            yield Step(t, at_risk, events, survival, survival * math.sqrt(hazard))
        at_risk -= events + censored


def kaplan_meier(observations: Iterable[Observation]) -> tuple[Step, ...]:
    """The whole curve of observations in any order."""
    found = sorted(observations)
    return tuple(walk(len(found), _counted(found)))


def quantile(steps: Iterable[Step], q: float) -> float | None:
    """The first time by which a share of `q` had the event; None when the curve never gets there."""
    return next((step.t for step in steps if step.survival <= 1 - q + ROUNDING), None)


def quantile_interval(
    steps: Iterable[Step], q: float, transform: Transform
) -> tuple[float | None, float | None]:
    """The 95 % interval of a quantile; an end that the curve's limits never reach is None."""
    found = crossing(steps, q, transform)
    return found.low, found.high


def crossing(steps: Iterable[Step], q: float, transform: Transform) -> Crossing:
    """A quantile with its interval, read step by step and no further than needed.

    The ends are the first times at which the curve's own lower and upper limits have come down to 1 - q
    (Brookmeyer and Crowley 1982).
    """
    left, followed = 1 - q + ROUNDING, 0.0
    value = low = high = None
    for step in steps:
        followed = step.t
        limits = interval_at(step, transform)
        value = step.t if value is None and step.survival <= left else value
        low = step.t if low is None and limits.low <= left else low
        high = step.t if high is None and limits.high <= left else high
        if high is not None:
            break
    return Crossing(value, low, high, followed)


def interval_at(step: Step, transform: Transform) -> Interval:
    """The 95 % interval of the curve after a step; without width where the curve is at 0."""
    s = step.survival
    if s == 0:
        return Interval(0.0, 0.0)
    if transform is Transform.LOG:
        width = Z95 * step.se / s
        return Interval(s * math.exp(-width), min(s * math.exp(width), 1.0))
    width = Z95 * step.se / (s * math.log(s))
    return Interval(s ** math.exp(-width), s ** math.exp(width))


def aalen_johansen(observations: Iterable[tuple[float, int]], cause: int) -> tuple[Point, ...]:
    """The cumulative incidence of one of several causes that exclude each other; cause 0 is still waiting.

    Whoever had another cause can no longer have this one, which 1 - Kaplan-Meier would not know (Aalen and
    Johansen 1978).
    """
    found = sorted(observations)
    at_risk, survival, incidence = len(found), 1.0, 0.0
    points = []
    for t, group in itertools.groupby(found, key=lambda each: each[0]):
        causes = [each for _, each in group]
        events, ours = sum(each != 0 for each in causes), causes.count(cause)
        if ours:
            incidence += survival * ours / at_risk
            points.append(Point(t, incidence))
        survival *= 1 - events / at_risk
        at_risk -= len(causes)
    return tuple(points)


def _counted(observations: Sequence[Observation]) -> Iterator[tuple[float, int, int]]:
    for t, group in itertools.groupby(observations, key=lambda each: each[0]):
        happened = [event for _, event in group]
        yield t, sum(happened), len(happened) - sum(happened)
