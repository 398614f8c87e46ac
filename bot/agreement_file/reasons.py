"""The closed lists of reasons in the agreement file, and the usual ones for a file that has none."""

from dataclasses import dataclass

from bot.agreement_file.fields import Table
from bot.domain.agreement import Ask, Reason

_ASKS = tuple(map(str, Ask))
_REJECT = (
    Reason("wrong_owner", "Not mine: somebody else should have it", Ask.PERSON),
    Reason("duplicate", "We already have this person", Ask.LINK),
    Reason("bad_data", "Contact details are wrong"),
    Reason("not_icp", "Not the kind of company we sell to", Ask.CRITERION),
    Reason("wrong_persona", "Right company, wrong person"),
    Reason("no_intent", "No sign of real interest"),
    Reason("not_a_buyer", "Not a buyer: competitor, student, vendor or spam"),
    Reason("other", "Something else", Ask.TEXT),
)
_RECYCLE = (
    Reason("bad_timing", "Interested, but later", Ask.DATE),
    Reason("no_budget_now", "No budget at the moment"),
)
_REOPEN = (
    Reason("by_mistake", "It was decided by mistake"),
    Reason("new_facts", "Something new came in"),
    Reason("other_reopen", "Another reason", Ask.TEXT),
)


@dataclass(frozen=True, slots=True)
class Reasons:
    """The three lists, each in the order in which it is offered."""

    reject: tuple[Reason, ...]
    recycle: tuple[Reason, ...]
    reopen: tuple[Reason, ...]


def read(root: Table) -> Reasons:
    """The lists; one that the file gives replaces the usual one as a whole."""
    table = root.table("reasons")
    found = Reasons(
        reject=_list(table, "reject", _REJECT),
        recycle=_list(table, "recycle", _RECYCLE),
        reopen=_list(table, "reopen", _REOPEN),
    )
    table.done()
    _check(table, found)
    return found


def _list(table: Table, key: str, usual: tuple[Reason, ...]) -> tuple[Reason, ...]:
    entries = table.listed(key)
    if not table.has(key):
        return usual
    found = tuple(_reason(entry) for entry in entries)
    if not any(reason.active for reason in found):
        table.wrong(key, "has no reason that can be chosen; leave the list out to get the usual ones")
    return found


def _reason(table: Table) -> Reason:
    key = table.text("key", like='a short name such as "bad_data"')
    other = key == "other" or key.startswith("other_")
    reason = Reason(
        key=key,
        label=table.text("label", like="the words that a rep chooses"),
        ask=Ask(table.word("ask", _ASKS, Ask.TEXT if other else Ask.NOTHING)),
        active=table.flag("active", True),
    )
    if other and reason.ask is not Ask.TEXT:
        table.wrong("ask", f'"{key}" must ask for a text; write ask = "text" or leave ask out')
    table.done()
    return reason


def _check(table: Table, reasons: Reasons) -> None:
    """A key is stored with every decision, so it may mean one thing only."""
    seen: set[str] = set()
    lists = (("reject", reasons.reject), ("recycle", reasons.recycle), ("reopen", reasons.reopen))
    for name, entries in lists:
        for position, reason in enumerate(entries):
            if reason.key in seen:
                path = (*table.path, name, position, "key")
                table.report.wrong(path, f'"{reason.key}" is used twice; every reason needs its own key')
            seen.add(reason.key)
