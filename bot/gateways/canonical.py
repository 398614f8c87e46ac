"""The canonical lead: from a JSON document to a `LeadEvent`, or to every error in it, field by field.

The document has the groups of `bot/gateways/schema.py`; the fields of `event` may also stand at the top.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime, timedelta

import pydantic
from pydantic_core import ErrorDetails

from bot.domain import document, lead, merging
from bot.domain.lead import EventType, FieldError, LeadEvent, OutcomeKind
from bot.gateways import repair, schema, values

MAX_AHEAD = timedelta(days=1)

_ENDS = (OutcomeKind.WON, OutcomeKind.LOST, OutcomeKind.DISQUALIFIED)

_PROBLEMS = {
    "missing": "is required",
    "string_type": "should be text",
    "int_type": "should be a whole number",
    "float_type": "should be a number",
    "bool_type": "should be true or false",
    "model_type": "should be an object",
    "dict_type": "should be an object",
    "list_type": "should be a list",
}


def parse(
    payload: object, *, source: str, received_at: datetime, flags: Iterable[str] = ()
) -> LeadEvent | list[FieldError]:
    """The event that `source` sent at `received_at`, or all that is wrong with it.

    `flags` are remarks made before, which the event keeps beside those made here.
    """
    if not isinstance(payload, Mapping):
        return [FieldError("", "should be an object with event, person and the other groups of a lead")]
    is_flat = "event" not in payload and not schema.Event.model_fields.keys().isdisjoint(payload)
    remarks = list(flags)
    raw = repair.repair(schema.Lead, _lift_event(payload), remarks)
    problems = [*_read_phone(raw, remarks), *_check_presence(raw)]
    try:
        checked = schema.Lead.model_validate(raw)
    except pydantic.ValidationError as error:
        problems += _explain(error.errors(include_url=False, include_input=False))
        return _unprefix(problems) if is_flat else problems
    problems += _check_event(checked, source, received_at)
    if problems:
        return _unprefix(problems) if is_flat else problems
    return _build(checked, source, remarks)


def _lift_event(payload: Mapping[str, object]) -> Mapping[str, object]:
    if payload.get("event") is not None:
        return payload
    event = {key: payload[key] for key in schema.Event.model_fields if key in payload}
    rest = {key: value for key, value in payload.items() if key != "event" and key not in event}
    return {"event": event, **rest}


def _unprefix(problems: Iterable[FieldError]) -> list[FieldError]:
    return [replace(problem, path=problem.path.removeprefix("event.")) for problem in problems]


def _group(raw: Mapping[str, object], name: str) -> dict[str, object]:
    found = raw.get(name)
    return found if isinstance(found, dict) else {}


def _read_phone(raw: Mapping[str, object], remarks: list[str]) -> Iterator[FieldError]:
    """Puts the number in E.164; one that cannot be read is left out if there is another identity."""
    person = _group(raw, "person")
    number, country = person.get("phone"), person.get("country") or _group(raw, "company").get("country")
    if not isinstance(number, str) or not number.strip():
        return
    try:
        person["phone"], extension = values.read_phone(number, str(country) if country else None)
    except ValueError as error:
        if person.get("email") or raw.get("refs"):
            del person["phone"]
            remarks.append(f"person.phone was left out: {error}")
        else:
            yield FieldError("person.phone", str(error))
    else:
        if extension:
            remarks.append(f"person.phone was kept without its extension {extension}")


def _check_presence(raw: Mapping[str, object]) -> Iterator[FieldError]:
    """What must be there beyond the required fields of each group."""
    person, kind = _group(raw, "person"), _group(raw, "event").get("type")
    known_by = (person.get("email"), person.get("phone"), raw.get("refs"))
    if not any(each.strip() if isinstance(each, str) else each for each in known_by):
        yield FieldError("person.email", "is missing: give person.email, person.phone or an entry in refs")
    if kind == EventType.QUALIFIED and "qualified_at" not in _group(raw, "qualification"):
        yield FieldError("qualification.qualified_at", f"is required for {kind}")
    if kind == EventType.OUTCOME and "outcome" not in raw:
        yield FieldError("outcome.kind", f"is required for {kind}")
    refs = raw.get("refs")
    if kind == EventType.MERGED and not (isinstance(refs, list) and len(refs) > 1):
        yield FieldError("refs", "should list the reference that stays first and then those merged into it")


def _check_event(checked: schema.Lead, source: str, received_at: datetime) -> Iterator[FieldError]:
    """What can be judged only against the outside: which door it came through, and when."""
    if checked.event.source not in (None, source):
        yield FieldError(
            "event.source", f"should be “{source}”, as in the address it was sent to, or left out"
        )
    told = checked.outcome
    moments = {
        "event.occurred_at": checked.event.occurred_at,
        "qualification.qualified_at": checked.qualification and checked.qualification.qualified_at,
        "outcome.at": told and told.at,
        "outcome.created_at": told and told.created_at,
        "outcome.closed_at": told and _closed_at(told),
    }
    for path, moment in moments.items():
        if moment and moment > received_at + MAX_AHEAD:
            yield FieldError(path, "is more than a day ahead of now")


def _explain(errors: Iterable[ErrorDetails]) -> Iterator[FieldError]:
    for error in errors:
        path = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in error["loc"])
        yield FieldError(path.removeprefix("."), _explain_one(error))


def _explain_one(error: ErrorDetails) -> str:
    match error["type"]:
        case "value_error":
            return str(error["ctx"]["error"])
        case "enum":
            return f"should be {error['ctx']['expected']}".replace("'", "")
        case kind:
            return _PROBLEMS.get(kind, error["msg"])


def _build(checked: schema.Lead, source: str, remarks: list[str]) -> LeadEvent:
    raw = checked.model_dump(mode="json", exclude_none=True)
    event = document.event_from_json({**raw, **raw["event"], "source": source})
    if len(event.activities) > lead.MAX_ACTIVITIES:
        remarks.append(f"activities was cut to the latest {lead.MAX_ACTIVITIES}")
    return replace(
        event,
        outcome=_date(event, checked.outcome) if checked.outcome else event.outcome,
        activities=merging.latest(event.activities),
        flags=repair.cap_flags(remarks),
    )


def _date(event: LeadEvent, told: schema.Outcome) -> lead.Outcome:
    """The outcome with the time at which it happened, from whichever of its times says that."""
    created_at = told.created_at if told.kind is OutcomeKind.OPPORTUNITY else None
    return replace(event.outcome, at=_closed_at(told) or told.at or created_at or event.occurred_at)


def _closed_at(told: schema.Outcome) -> datetime | None:
    return told.closed_at if told.kind in _ENDS else None
