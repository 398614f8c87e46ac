"""Top, best, worst, most, least: which way to sort, and how many to show.

The direction fits what the metric means (conventions, rule 8): the slowest is the longest time, the worst
SLA the lowest share, the worst rejection the highest rate.
"""

from bot.domain.metric import CATALOGUE, Better, Kind, Metric
from bot.domain.query import Direction, Sort


def direction(word: str, metric: Metric) -> Direction:
    """The direction in which a superlative sorts a metric."""
    definition = CATALOGUE[metric]
    best = Direction.ASC if definition.better is Better.LOWER else Direction.DESC
    match word:
        case "asc" | "desc":
            return Direction(word)
        case "best":
            return best
        case "worst":
            return opposite(best)
        case "bottom":
            return Direction.DESC if definition.kind is Kind.QUANTILE else Direction.ASC
        case _:
            return best if definition.kind is Kind.QUANTILE else Direction.DESC


def opposite(one: Direction) -> Direction:
    """The other way round."""
    return Direction.ASC if one is Direction.DESC else Direction.DESC


def sort(word: str, metric: Metric) -> Sort:
    """A sort by the metric."""
    return Sort(metric, direction(word, metric))
