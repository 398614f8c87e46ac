"""Rows of a file of the past: each a handoff that was, or what is wrong with it.

A mapping reads them as it reads leads, and has the fields of `handoff` besides.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime

from bot.domain import deal, past
from bot.domain.deal import Told
from bot.domain.lead import FieldError, OutcomeKind, Ref
from bot.domain.past import Decision, Past
from bot.gateways import leaves, mapping
from bot.gateways.leaves import Groups
from bot.gateways.plan import HANDOFF, REFS, Plan
from bot.gateways.records import Row

CRM = "crm"  # the system of `handoff.id`, as in the shipped mapping of outcomes
FILE = "file"  # the system of a line, for rows that name neither a person nor themselves

_OUTCOMES = (
    ("sql_at", OutcomeKind.SQL),
    ("opportunity_at", OutcomeKind.OPPORTUNITY),
    ("won_at", OutcomeKind.WON),
    ("lost_at", OutcomeKind.LOST),
)


class Reader:
    """How a mapping reads the rows of one file; `file` is what makes the file the same file."""

    def __init__(self, mapped: mapping.Mapping, file: str) -> None:
        self._rules = mapped.rules
        self._plan = Plan(mapped.fields)
        self._file = file[:16]

    def read(self, row: Row, now: datetime) -> Past | Sequence[FieldError] | None:
        """The handoff of a row, or all that is wrong with it; None for one that the mapping ignores."""
        rule = next((one for one in self._rules if one.when is None or one.when.holds(row.values)), None)
        if rule is None or rule.type is None:
            return None
        problems: list[FieldError] = []
        flags: list[str] = []
        one = self._build(row.line, self._plan.read(row.values, problems, flags), problems, flags)
        if one is not None:
            problems += past.judge(one, now)
        return one if one is not None and not problems else problems

    def _build(self, line: int, groups: Groups, problems: list[FieldError], flags: list[str]) -> Past | None:
        told, refs = groups.pop(HANDOFF, {}), groups.pop(REFS, {})
        decision = _decision(told.get("decision"), problems)
        handed_at = told.get("handed_at")
        if handed_at is None and all(each.path != "handoff.handed_at" for each in problems):
            problems.append(FieldError("handoff.handed_at", "is missing: when was it handed over to sales?"))
        if decision is None or not isinstance(handed_at, datetime):
            return None
        leaves.read_phone(groups, flags)
        email = groups.get("person", {}).get("email")
        return Past(
            line=line,
            handed_at=handed_at,
            decision=decision,
            decided_at=_moment(told, "decided_at"),
            due_at=_moment(told, "due_at"),
            touch_due_at=_moment(told, "touch_due_at"),
            touched_at=_moment(told, "touched_at"),
            reason=_text(told, "reason"),
            owner=_text(told, "owner"),
            tier=_text(told, "tier"),
            definition=_text(told, "definition"),
            told=_outcomes(told, flags),
            deal=_text(told, "deal") or "",
            email=None if email is None else str(email),
            refs=self._refs(line, refs, told.get("id"), known=email is not None),
            groups=groups,
            flags=tuple(flags),
        )

    def _refs(self, line: int, found: Mapping[str, object], name: object, *, known: bool) -> tuple[Ref, ...]:
        """The references to the person; a row that has none and no e-mail goes by its own id, or its line."""
        refs: tuple[Ref, ...] = ()
        if found:
            entries: dict[str, dict[str, str]] = {}
            for place, value in found.items():
                number, _, key = place.partition(".")
                entries.setdefault(number, {})[key] = str(value)
            refs = tuple(Ref(**each) for each in entries.values() if "system" in each and "id" in each)
        if name is not None:
            refs = (*refs, Ref(CRM, str(name), object="handoff"))
        return refs if refs or known else (Ref(FILE, str(line), account=self._file),)


def _decision(word: object, problems: list[FieldError]) -> Decision | None:
    if word is None:
        return None if any(each.path == "handoff.decision" for each in problems) else Decision.OPEN
    try:
        return Decision(str(word))
    except ValueError:
        said = f"“{word}” is none of {', '.join(Decision)}; the mapping may translate it"
        problems.append(FieldError("handoff.decision", said))
        return None


def _moment(told: Mapping[str, object], name: str) -> datetime | None:
    at = told.get(name)
    return at if isinstance(at, datetime) else None


def _text(told: Mapping[str, object], name: str) -> str | None:
    said = told.get(name)
    return None if said is None else str(said)


def _outcomes(told: Mapping[str, object], flags: list[str]) -> tuple[Told, ...]:
    """The outcomes of a row; its amount is that of all steps of its one opportunity."""
    found = _steps(told)
    amount = told.get("amount")
    if not found:
        if amount:
            flags.append("handoff.amount was left out: there is no time of an opportunity")
        return ()
    worth = deal.hundredths(amount) if isinstance(amount, int | float) else None
    name = _text(told, "currency") if worth is not None else None
    return tuple(
        Told(kind, at) if kind is OutcomeKind.SQL else Told(kind, at, worth, name) for kind, at in found
    )


def _steps(told: Mapping[str, object]) -> list[tuple[OutcomeKind, datetime]]:
    """What happened, and when.

    A deal that was noted in the CRM only after it had closed was created when it closed, as in `domain.deal`;
    a row tells of one opportunity as it stands, so that an opening after its closing is no reopening.
    """
    found = {kind: at for name, kind in _OUTCOMES if isinstance(at := told.get(name), datetime)}
    opened = found.get(OutcomeKind.OPPORTUNITY)
    closings = [at for kind, at in found.items() if kind in deal.CLOSING]
    if opened is not None and closings:
        found[OutcomeKind.OPPORTUNITY] = min(opened, *closings)
    return list(found.items())
