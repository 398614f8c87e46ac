"""The weekly digest in the agreement file: when it comes, to whom, and what is known to have changed."""

from datetime import date, time

from bot.agreement_file import people
from bot.agreement_file.fields import Table
from bot.domain.agreement import Change, DigestPlan

_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_EARLIEST = time(4)  # before that the clocks may change, and a time be skipped or come twice


def read(root: Table) -> DigestPlan:
    """The plan; without a table the usual one."""
    table, usual = root.table("digest"), DigestPlan()
    plan = DigestPlan(
        channel=people.channel(table, "channel"),
        weekday=_DAYS.index(table.word("day", _DAYS, "mon") or "mon"),
        at=_time(table, usual.at),
        direct=table.texts("direct", (), like="a list of people's keys"),
        sales=table.maybe("sales", like="the key of a person"),
        marketing=table.maybe("marketing", like="the key of a person"),
        changes=tuple(_change(entry) for entry in table.listed("changes")),
    )
    table.done()
    return plan


def _time(table: Table, usual: time) -> time:
    text = table.text("at", f"{usual:%H:%M}", like='a time such as "08:00"')
    try:
        found = time.fromisoformat(text)
    except ValueError:
        table.wrong("at", f'must be a time such as "08:00", and not "{text}"')
        return usual
    if found < _EARLIEST or found.tzinfo is not None:
        table.wrong("at", 'must be a local time from "04:00" on: earlier ones are skipped when clocks change')
    return found


def _change(table: Table) -> Change:
    on = table.values.get("on") if table.has("on") else None
    if not isinstance(on, date):
        table.wrong("on", "must be a day such as 2026-10-05")
    change = Change(
        on if isinstance(on, date) else date.min, table.text("what", like="what changed, in a few words")
    )
    table.done()
    return change
