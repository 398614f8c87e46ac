"""What `handoff import` says of a file: what became of its rows, or would, and which are bad."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from bot.cli import output
from bot.services.imports import Bad, Order, Rehearsal, Report

_WORDS: Mapping[str, str] = {
    "opened": "opened: a handoff each",
    "updated": "updated: the person was known",
    "nothing new": "nothing new: the person was known, and all of it",
    "cooling down": "cooling down: rejected lately, kept and not handed off again",
    "unknown person": "unknown person: about somebody who was never handed off",
    "outcome recorded": "outcomes recorded",
    "outcome known before": "outcomes known before",
    "waiting": "waiting for their lead: taken in when it is handed off",
    "ignored": "ignored: the mapping wants nothing of them",
    "erased before": "erased before: the person asked to be forgotten",
    "dead": "bad: listed below",
}


def rehearsed(found: Rehearsal, order: Order) -> Iterator[str]:
    """What would become of the file."""
    yield f"{title(order, found.rows)}. Nothing was written."
    for kind, count in found.events.most_common():
        yield f"  {count:>7,} would be taken as {kind}"
    if found.again:
        yield f"          ({found.again:,} of them about somebody whom an earlier row is about)"
    if found.ignored:
        yield f"  {found.ignored:>7,} would be ignored by the mapping"
    if found.bad:
        yield f"  {len(found.bad):>7,} bad: listed below"
    yield from bad_rows(found.bad)


def told(report: Report, order: Order) -> Iterator[str]:
    """What became of the file."""
    yield f"{title(order, report.rows)}, blank ones not counted."
    yield from counted(report.outcomes, _WORDS)
    if report.repeated:
        yield f"{report.repeated:,} of them had been brought in before: not repeated."
    if report.freed:
        yield f"Taken in beside them: {output.counted(report.freed, 'event')} that had waited."
    if report.mode is not order.mode:
        yield f"The first import of this file was made with --post {report.mode}, and that holds."
    yield from bad_rows(report.bad)
    if any(bad.event for bad in report.bad):
        yield "They are kept: see `handoff events show ID`, and after a correction of the mapping"
        yield "`handoff events replay ID`. Rows that you mend in the file are taken from the mended file."


def title(order: Order, rows: int) -> str:
    """The file and how long it is."""
    return f"{output.one_line(order.path.name)}: {output.counted(rows, 'row')}"


def counted(outcomes: Mapping[str, int], words: Mapping[str, str]) -> Iterator[str]:
    """A line for each outcome, the most frequent first and the bad ones last."""
    for outcome, count in sorted(outcomes.items(), key=lambda pair: (pair[0] == "dead", -pair[1])):
        yield f"  {count:>7,} {words.get(outcome, outcome)}"


def bad_rows(rows: Sequence[Bad]) -> Iterator[str]:
    """Each bad row with its line and what would be right."""
    if rows:
        yield ""
        yield "Bad rows:"
    for bad in rows:
        event = f"  [event {bad.event}]" if bad.event else ""
        yield f"  line {bad.line}: {output.one_line(bad.reason, 400)}{event}"


def say(lines: Iterable[str]) -> None:
    """Print them."""
    for line in lines:
        print(line)
