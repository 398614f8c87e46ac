"""Metrics that are named side by side: which words are one of a list, and which only say of what they are."""

from bot.domain.metric import Metric
from bot.language import words
from bot.language.marks import Mark, Sheet

# Where both are named in one breath, the second is what is meant: "how fast are leads accepted".
MEANT: tuple[tuple[Metric, Metric], ...] = (
    (Metric.MQL_COUNT, Metric.OPEN_LEADS),
    (Metric.DECISION_TIME_MEDIAN, Metric.DECISION_TIME_P90),
    (Metric.SLA_ATTAINMENT, Metric.SLA_BREACHES),
    (Metric.DECISION_TIME_MEDIAN, Metric.SLA_ATTAINMENT),
    (Metric.DECISION_TIME_MEDIAN, Metric.SLA_BREACHES),
    (Metric.OPEN_LEADS, Metric.DECISION_TIME_MEDIAN),
    (Metric.ACCEPTANCE_RATE, Metric.DECISION_TIME_MEDIAN),
    (Metric.REJECTION_RATE, Metric.DECISION_TIME_MEDIAN),
    (Metric.ACCEPTANCE_RATE, Metric.DECISION_TIME_P90),
    (Metric.OPEN_LEADS, Metric.SLA_BREACHES),
    (Metric.REJECTION_RATE, Metric.RECYCLE_RATE),
)
_PLURALS = frozenset(("mqls", "leads", "handoffs"))
_NOUNS = frozenset(("rate", "rates", "attainment", "value", "count", "breaches", "mqls", "volume"))
_PARTICIPLES = words.listed(
    "accepted rejected recycled declined decided undecided won open pending waiting missed breached overdue"
)


def counts(sheet: Sheet, mark: Mark) -> bool:
    """Whether the word for leads stands beside a metric as one of its own: "MQLs and win rate"."""
    if mark.kind != "lead":
        return False
    telling = [one for one in sheet.marks if one.kind not in ("noise", "which")]
    at = telling.index(mark)
    if _ends_list(sheet, telling, at):
        return True
    follows_metric = at > 0 and telling[at - 1].kind == "metric"
    leads_metric = at + 1 < len(telling) and telling[at + 1].kind == "metric"
    if leads_metric and len(sheet.of("metric")) > 1 and _mqls(sheet, mark):
        return not follows_metric
    after = at + 2 < len(telling) and telling[at + 1].kind == "and" and telling[at + 2].kind == "metric"
    after = after or _before_comma(sheet, telling, at)
    before = at > 1 and telling[at - 1].kind == "and" and telling[at - 2].kind == "metric"
    return (after and not follows_metric) or (before and not leads_metric)


def _ends_list(sheet: Sheet, telling: list[Mark], at: int) -> bool:
    """`win rate, acceptance, MQLs`; the MQLs from somewhere are only those that the metrics are about."""
    mark, others = telling[at], len(sheet.of("metric"))
    parted, plural = sheet.tokens[mark.first].parted, sheet.tokens[mark.last - 1].word in _PLURALS
    if parted and others > 1 and plural and at == len(telling) - 1:
        return True
    if not at or telling[at - 1].kind != "metric" or not (_mqls(sheet, mark) or (others > 1 and plural)):
        return False
    if at + 1 < len(telling) and telling[at + 1].kind in ("metric", "name", "band"):
        return False
    noun = sheet.tokens[telling[at - 1].last - 1].word not in _PARTICIPLES
    return parted or (others > 1 and noun and telling[at - 1].last == mark.first)


def _mqls(sheet: Sheet, mark: Mark) -> bool:
    return sheet.tokens[mark.last - 1].word == "mqls"


def only_counted(sheet: Sheet, mark: Mark) -> bool:
    """`how many leads got rejected`: the leads are those that the next metric is about."""
    telling = [one for one in sheet.marks if one.kind not in ("noise", "which")]
    at = telling.index(mark)
    if mark.kind != "metric" or at + 1 == len(telling) or telling[at + 1].kind != "metric":
        return False
    places = range(mark.last, telling[at + 1].first + 1)
    return not any(sheet.tokens[place].parted for place in places)


def _before_comma(sheet: Sheet, telling: list[Mark], at: int) -> bool:
    """`MQLs, win rate`; the leads of a name before it are only those that the metric is about."""
    if at + 1 == len(telling) or telling[at + 1].kind != "metric":
        return False
    places = range(telling[at].last, telling[at + 1].first + 1)
    named = at > 0 and telling[at - 1].kind in ("name", "band")
    return not named and any("," in sheet.tokens[place].gap for place in places)


def metric(mark: Mark) -> Metric:
    """The metric of a mark; the word for leads is their number."""
    return Metric.MQL_COUNT if mark.kind == "lead" else Metric(str(mark.value))


def joined(sheet: Sheet, mark: Mark) -> bool:
    """Whether an "and", a comma or a "versus" stands between this metric and the one before."""
    at = sheet.marks.index(mark) - 1
    if sheet.tokens[mark.first].parted or (at >= 0 and _listed(sheet, sheet.marks[at], mark)):
        return True
    while at >= 0 and sheet.marks[at].kind in ("noise", "lead", "which", "vague_metric", "combined"):
        if sheet.tokens[sheet.marks[at].first].parted:
            return True
        at -= 1
    return at >= 0 and sheet.marks[at].kind in ("and", "also", "vs")


def _listed(sheet: Sheet, one: Mark, other: Mark) -> bool:
    """`win rate acceptance rate`: two nouns side by side are a list without its comma."""
    if one.kind not in ("metric", "lead") or other.kind not in ("metric", "lead") or one.last != other.first:
        return False
    last = {sheet.tokens[mark.last - 1].word for mark in (one, other)}
    pair = (metric(one), metric(other))
    return bool(last & _NOUNS) and not last & _PARTICIPLES and pair not in MEANT and pair[::-1] not in MEANT
