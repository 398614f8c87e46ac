"""`handoff events`: what sources sent and nothing could be made of, and trying it again."""

import argparse
import json
from contextlib import AbstractContextManager

from bot.cli import output, setting
from bot.cli.setting import Commands
from bot.domain.errors import ConfigError
from storage import awaited, raw_events
from storage.database import Database, Session
from storage.raw_events import Raw


def add(commands: Commands) -> None:
    """The parsers of `events`."""
    parser = commands.add_parser("events", help="list, show and replay what could not be worked in")
    verbs = parser.add_subparsers(required=True, metavar="VERB")
    listing = verbs.add_parser("dead", help="list the events of which nothing could be made")
    listing.add_argument("--source", help="only those of one source")
    listing.add_argument("--limit", type=int, default=50, help="how many at most (50)")
    listing.set_defaults(do=dead)
    patient = verbs.add_parser("waiting", help="list the outcomes that wait for their lead to come")
    patient.add_argument("--source", help="only those of one source")
    patient.add_argument("--limit", type=int, default=50, help="how many at most (50)")
    patient.set_defaults(do=waiting)
    showing = verbs.add_parser("show", help="show one event: what was sent and what is wrong with it")
    showing.add_argument("id", type=setting.number, metavar="ID")
    showing.set_defaults(do=show)
    again = verbs.add_parser("replay", help="let the bot try dead events again; nothing is posted twice")
    again.add_argument("ids", type=setting.number, nargs="*", metavar="ID")
    again.add_argument("--all", action="store_true", help="all of them")
    again.add_argument("--source", help="with --all: only those of one source")
    again.set_defaults(do=replay)


def dead(args: argparse.Namespace) -> int:
    """List dead events, oldest first."""
    with _open() as db:
        found = db.read_sync(lambda tx: raw_events.dead(tx, args.limit, args.source))
        total = db.read_sync(raw_events.dead_count)
        others = db.read_sync(awaited.count)
    for raw in found:
        print(_line(raw))
    if not found:
        print("There are no dead events." if not total else f"There are none of {args.source}.")
    elif total > len(found):
        print(f"{len(found)} of {total:,} in all.")
    if others:
        print(f"{_counted_waiting(others)}: see `handoff events waiting`.")
    return 0


def waiting(args: argparse.Namespace) -> int:
    """List the events that wait for their lead, oldest first."""
    with _open() as db:
        found = db.read_sync(lambda tx: raw_events.in_state(tx, awaited.STATE, args.limit, args.source))
        total = db.read_sync(awaited.count)
    for raw in found:
        print(_line(raw))
    print(f"{_counted_waiting(total)}." if total else "No event waits for its lead.")
    return 0


def show(args: argparse.Namespace) -> int:
    """Show one event."""
    with _open() as db:
        raw = db.read_sync(lambda tx: raw_events.get(tx, args.id))
    if raw is None:
        raise ConfigError(f"There is no event {args.id}.")
    print(f"Event {raw.id} from {output.one_line(raw.source)}, {output.moment(raw.received_at)}")
    print(f"Key: {output.one_line(raw.event_key, 300)}")
    if raw.line is not None:
        print(f"Line {raw.line} of import {raw.import_id}")
    print(f"State: {_state(raw)}")
    for problem in raw.problems:
        print(
            f"  {output.one_line(str(problem.get('field')))}: {output.one_line(str(problem.get('problem')))}"
        )
    print()
    print(_body(raw.body))
    return 0


def replay(args: argparse.Namespace) -> int:
    """Let dead events be tried again; the running bot does that at once."""
    if bool(args.ids) == args.all:
        raise ConfigError("Say which: numbers of events, or --all.")

    def work(tx: Session) -> tuple[int, list[str]]:
        refused = [why for number in args.ids if (why := _refusal(raw_events.get(tx, number), number))]
        return raw_events.replay(tx, None if args.all else args.ids, args.source), refused

    with _open() as db:
        count, refused = db.run_sync(work)
    for why in refused:
        print(why)
    print(f"{output.counted(count, 'event')} will be tried again by the bot, at once if it is running.")
    return 1 if refused else 0


def _open() -> AbstractContextManager[Database]:
    return setting.database(setting.settings())


def _counted_waiting(count: int) -> str:
    return f"{output.counted(count, 'event')} {'waits for its' if count == 1 else 'wait for their'} lead"


def _refusal(raw: Raw | None, number: int) -> str | None:
    """Why an event cannot be tried again."""
    if raw is None:
        return f"There is no event {number}."
    if raw.state != "dead":
        return f"Event {number} is not dead: {_state(raw)}."
    if raw.body is None:
        return f"Event {number} has nothing to try again with: {output.one_line(raw.reason or '')}"
    return None


def _line(raw: Raw) -> str:
    where = f", line {raw.line} of import {raw.import_id}" if raw.line is not None else ""
    source = output.one_line(raw.source)
    reason = output.one_line(raw.reason or "")
    return f"{raw.id}  {output.moment(raw.received_at)}  {source}{where}{': ' if reason else ''}{reason}"


def _state(raw: Raw) -> str:
    match raw.state:
        case "dead":
            return f"dead, {output.one_line(raw.reason or 'no reason kept')}"
        case "done":
            handoff = f", handoff {raw.handoff_id}" if raw.handoff_id else ""
            return f"worked in, {output.one_line(raw.outcome or '')}{handoff}"
        case awaited.STATE:
            return "waiting for its lead"
        case _:
            return "waiting to be worked in"


def _body(body: bytes | None) -> str:
    if body is None:
        return "What was sent is not kept."
    try:
        return output.safe(json.dumps(json.loads(body), indent=2, ensure_ascii=False))
    except ValueError:
        return output.safe(body.decode("utf-8", "backslashreplace"))
