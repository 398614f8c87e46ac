"""What came of a question as a JSON document, which is how it is stored and what question files hold.

{"query": {...}} | {"refuse": code} | {"clarify": slot, "options": [...]}, each with what was understood
"""

from collections.abc import Mapping

from bot.domain import query_document
from bot.domain.query import MetricQuery
from bot.language.outcome import Clarification, Outcome, Query, Reading, Refusal, Slot
from bot.language.refusals import Code


def write(outcome: Outcome) -> dict[str, object]:
    """The document of an outcome: `read(write(outcome)) == outcome`."""
    beside: dict[str, object] = {
        "understood": [[each.text, each.meaning] for each in outcome.readings],
        "unexplained": list(outcome.unexplained),
    }
    match outcome:
        case Query():
            rest = {"rest": True} if outcome.rest else {}
            return {"query": query_document.document(outcome.query), **beside, **rest}
        case Refusal():
            return {"refuse": str(outcome.code), **beside}
        case Clarification():
            whole = {"whole": outcome.whole} if outcome.whole else {}
            return {"clarify": str(outcome.slot), "options": list(outcome.options), **beside, **whole}


def read(document: Mapping[str, object]) -> Outcome | None:
    """The outcome of such a document; None when a later version wrote what this one does not know."""
    readings = tuple(Reading(*map(str, pair)) for pair in _list(document, "understood") if len(pair) == 2)
    unexplained = tuple(str(word) for word in _list(document, "unexplained"))
    try:
        match document:
            case {"refuse": code}:
                return Refusal(Code(str(code)), readings, unexplained)
            case {"clarify": slot}:
                options = tuple(str(one) for one in _list(document, "options"))
                whole = str(document.get("whole", ""))
                return Clarification(Slot(str(slot)), options, readings, unexplained, whole)
    except ValueError:
        return None
    asked = query(document)
    return Query(asked, readings, unexplained, document.get("rest") is True) if asked else None


def query(document: Mapping[str, object] | None) -> MetricQuery | None:
    """The query that was understood; None where there was none."""
    told = (document or {}).get("query")
    found = query_document.read(told) if isinstance(told, Mapping) else None
    return found if isinstance(found, MetricQuery) else None


def _list(document: Mapping[str, object], name: str) -> list[list[object]]:
    found = document.get(name)
    return found if isinstance(found, list) else []
