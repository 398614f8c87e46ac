"""Which metrics a question asks for, when several words may name one."""

from typing import TYPE_CHECKING

from bot.domain.metric import Dimension, Metric
from bot.language import listing
from bot.language.marks import Mark, Sheet
from bot.language.outcome import Doubted, Slot
from bot.language.refusals import Code
from bot.language.vocabulary import Vocabulary

if TYPE_CHECKING:
    from bot.language.desk import Draft

_TIMING = frozenset(("slowest", "fastest", "quickest", "longest", "shortest", "speediest"))


# "convert best to SQL": a rate, and what was reached.
_TIMED = frozenset(("time", "long", "fast", "quick", "quickly", "hour", "speed"))
_DECIDED = frozenset(("decision", "decide", "decided", "respond", "react", "mind", "minds"))
_RATES = frozenset(
    (
        "rate",
        "conversion",
        "convert",
        "converted",
        "converting",
        "share",
        "percent",
        "percentage",
        "proportion",
        "ratio",
    )
)
_REACHED = (
    ("sql", Metric.SQL_CONVERSION_RATE),
    ("opportunity", Metric.OPPORTUNITY_RATE),
    ("opp", Metric.OPPORTUNITY_RATE),
)


def choose(sheet: Sheet, vocabulary: Vocabulary, draft: "Draft") -> list[Metric]:
    """The metrics in their order; none where the question names none. Raises `Doubted`."""
    marks = [mark for mark in sheet.marks if mark.kind == "metric" or listing.counts(sheet, mark)]
    found = _meant(_reduced(sheet, marks))
    if Dimension.REJECT_REASON in draft.filters and (
        set(found) == {Metric.REJECTION_RATE, Metric.MQL_COUNT}
        or (found == [Metric.REJECTION_RATE] and _counted(sheet))
    ):
        found = [Metric.MQL_COUNT]  # `rejected as spam, number of leads`
    found = found or _implied(sheet, draft)
    if not found and any("rejected" in sheet.text(mark.first, mark.last).lower() for mark in sheet.of("why")):
        found = [Metric.REJECTION_RATE]
    for metric in found:
        if metric not in vocabulary.metrics:
            raise Doubted(Code.UNSUPPORTED_METRIC)
    if any(mark.kind == "why" for mark in sheet.marks):
        _why(found, draft)
    return found


def _reduced(sheet: Sheet, marks: list[Mark]) -> list[tuple[Metric, bool]]:
    found: dict[Metric, bool] = {}
    for mark in marks:
        metric = listing.metric(mark)
        if metric is Metric.MQL_COUNT and listing.only_counted(sheet, mark):
            continue
        found[metric] = found.get(metric, False) or bool(found and listing.joined(sheet, mark))
    if Metric.DECISION_TIME_P90 in found and not any(_middle(sheet, mark) for mark in marks):
        found.pop(Metric.DECISION_TIME_MEDIAN, None)  # "decision time, 90th percentile"
    return list(found.items())


def _middle(sheet: Sheet, mark: Mark) -> bool:
    words = {token.word for token in sheet.tokens[mark.first : mark.last]}
    return bool(words & {"median", "med", "average", "typical", "mean"})


def _meant(found: list[tuple[Metric, bool]]) -> list[Metric]:
    metrics = [metric for metric, _ in found]
    joined = {metric for metric, conjoined in found if conjoined}
    if Metric.MQL_COUNT in metrics and len(metrics) > 1 and not joined:
        metrics.remove(Metric.MQL_COUNT)
    for less, more in listing.MEANT:
        if less in metrics and more in metrics and not joined & {less, more}:
            metrics.remove(less)
    if len(metrics) > 1 and not joined:
        raise Doubted(Slot.METRIC, tuple(metrics))
    return metrics


def _implied(sheet: Sheet, draft: "Draft") -> list[Metric]:
    """Reasons are of rejections, themes of feedback; the fastest are so in deciding, leads alone counted."""
    if Dimension.REJECT_REASON in draft.groups:
        return [Metric.REJECTION_RATE]
    if Dimension.THEME in draft.groups or Dimension.THEME in draft.filters:
        return [Metric.FEEDBACK_COUNT]
    if _timed(sheet):
        return [Metric.DECISION_TIME_MEDIAN]
    vague = {
        token.stem for mark in sheet.of("vague_metric") for token in sheet.tokens[mark.first : mark.last]
    }
    if vague & _RATES:
        for stem, metric in _REACHED:
            if stem in vague:
                return [metric]
    if sheet.of("lead") and not (_vague_rank(sheet) and not _ranked_by(sheet)) and not _vague(sheet):
        return [Metric.MQL_COUNT]
    many = any(_many(sheet, mark) for mark in sheet.of("vague_metric"))
    return [Metric.MQL_COUNT] if draft.filters and many and len(sheet.of("vague_metric")) == 1 else []


def _timed(sheet: Sheet) -> bool:
    """Whether speed is asked for: the slowest, or the time until a decision."""
    named = {place for mark in sheet.of("name") for place in range(mark.first, mark.last)}
    stems = {token.stem for place, token in enumerate(sheet.tokens) if place not in named}
    ranked = {token.word for mark in sheet.of("rank") for token in sheet.tokens[mark.first : mark.last]}
    return bool(ranked & _TIMING) or bool(stems & _TIMED and stems & _DECIDED)


def _counted(sheet: Sheet) -> bool:
    """`how many leads were rejected as spam`, `spam rejections, how many`: their number, and no share."""
    told = {token.stem for mark in sheet.of("vague_metric") for token in sheet.tokens[mark.first : mark.last]}
    many = [mark for mark in sheet.of("metric") if mark.value == Metric.MQL_COUNT]
    rated = any(
        _RATES & {token.stem for token in sheet.tokens[mark.first : mark.last]} for mark in sheet.of("metric")
    )
    told |= {token.word for token in sheet.tokens if token.word == "count"}
    return not rated and not told & _RATES and (bool(told & {"many", "number", "count"}) or bool(many))


def _many(sheet: Sheet, mark: Mark) -> bool:
    following = sheet.tokens[mark.last].word if mark.last < len(sheet.tokens) else ""
    last = sheet.tokens[mark.last - 1].stem
    return last == "many" or (last == "number" and following == "of")


def _vague_rank(sheet: Sheet) -> bool:
    return any(mark.value in ("best", "worst") for mark in sheet.of("rank"))


def _ranked_by(sheet: Sheet) -> bool:
    """`the best month for MQLs`."""
    return any(
        sheet.tokens[mark.first - 1].word in ("for", "by", "in") for mark in sheet.of("lead") if mark.first
    )


def _vague(sheet: Sheet) -> bool:
    """Whether something about leads is asked, and not how many there are."""
    counting = ("number", "figure", "much", "many", "total", "do", "doing", "stats", "value")
    return any(
        not any(token.stem in counting for token in sheet.tokens[mark.first : mark.last])
        for mark in sheet.of("vague_metric")
    )


def _why(found: list[Metric], draft: "Draft") -> None:
    """Reasons are known of rejections only; in a conversation the query before has the metric."""
    if found and found != [Metric.REJECTION_RATE]:
        raise Doubted(Slot.METRIC, (Metric.REJECTION_RATE,))
    draft.why = True
    if Dimension.REJECT_REASON not in draft.groups:
        draft.groups.append(Dimension.REJECT_REASON)
