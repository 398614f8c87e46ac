"""What is said where a question is not answered: plain sentences, and up to three things to ask instead."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.domain.metric import CATALOGUE, Metric
from bot.language.outcome import Clarification, Refusal, Slot
from bot.language.refusals import Code

MOST = 3

_REFUSED: Mapping[Code, str] = {
    Code.OUT_OF_SCOPE: "That is not about hand-offs. I answer questions about leads, decisions and promises.",
    Code.UNSUPPORTED_METRIC: "That figure is not collected here, so I have no number for it.",
    Code.UNSUPPORTED_DIMENSION: "Figures are not broken down like that here.",
    Code.FORECAST: "I only tell what has happened, and make no forecasts.",
    Code.PII: "I give figures, and no names or contact data of leads.",
    Code.WRITE_ACTION: "I only answer questions here; nothing is changed by asking.",
    Code.HR_JUDGEMENT: "I do not judge people. Figures of promises and decisions I can give.",
    Code.PROMPT_INJECTION: "I take questions about figures here, and no instructions.",
}
_ASKED: Mapping[Slot, str] = {
    Slot.METRIC: "Which figure do you mean?",
    Slot.PERIOD: "Which period do you mean?",
    Slot.ENTITY: "Whom or what do you mean?",
    Slot.COMPARISON: "What should it be compared with?",
}
_EXAMPLES: Mapping[Slot | Code, tuple[str, ...]] = {
    Slot.METRIC: ("acceptance rate last month", "MQLs last month", "SLA attainment last week"),
    Slot.PERIOD: ("last full month", "since 1 June", "Q3"),
    Slot.COMPARISON: ("last month vs the month before", "webinar vs event", "year on year"),
    Code.UNSUPPORTED_DIMENSION: ("by source", "by campaign", "by week"),
    Code.FORECAST: ("weekly MQLs, last 8 weeks", "acceptance this month vs last month"),
    Code.PII: ("how many open leads are there", "rejection rate by reason, last month"),
    Code.HR_JUDGEMENT: ("SLA attainment by owner, last month", "open leads by owner"),
}
_STOCK = CATALOGUE[Metric.OPEN_LEADS].title
_OF_FEEDBACK = "Feedback is counted by campaign, theme and the lead's owner, and not by who said it."
_FEEDBACK = (
    "feedback by theme, last month",
    "feedback by campaign, last month",
    "feedback by owner, last month",
)
_INSTEAD = ("open leads by region", "MQLs last month", "acceptance rate last month")
USUAL = ("acceptance rate by source, last month", "SLA attainment last week", "top 5 campaigns by MQLs, Q3")


@dataclass(frozen=True, slots=True)
class Reply:
    """A sentence, and what to say instead; names in it are foreign and not escaped."""

    text: str
    suggestions: tuple[str, ...]


def reply(outcome: Refusal | Clarification) -> Reply:
    """The sentence for what was not answered."""
    if isinstance(outcome, Refusal):
        if outcome.code is Code.UNSUPPORTED_DIMENSION and _is_of(outcome, Metric.FEEDBACK_COUNT):
            return Reply(_OF_FEEDBACK, _FEEDBACK)
        return Reply(_REFUSED[outcome.code], _EXAMPLES.get(outcome.code, USUAL)[:MOST])
    if _is_of(outcome, Metric.OPEN_LEADS) and outcome.slot is Slot.PERIOD:
        return Reply(f"{_STOCK} are counted as they are now, and not for a period.".capitalize(), _INSTEAD)
    words = ", ".join(f"“{word}”" for word in outcome.unexplained[:MOST])
    unknown = f"I do not understand {words}. " if words and outcome.slot is Slot.ENTITY else ""
    options = outcome.options or _EXAMPLES.get(outcome.slot, ())
    return Reply(unknown + _ASKED[outcome.slot], tuple(option.replace("_", " ") for option in options[:MOST]))


def _is_of(outcome: Refusal | Clarification, metric: Metric) -> bool:
    """Whether a metric was understood in it."""
    return any(each.meaning == CATALOGUE[metric].title for each in outcome.readings)
