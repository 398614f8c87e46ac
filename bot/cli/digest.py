"""`handoff digest`: any week's digest from the stored data, to look at or to send."""

import argparse
import asyncio
import json
import sys
from datetime import datetime
from pathlib import Path

from bot import parts
from bot.cli import output, setting
from bot.cli.query import moment
from bot.cli.setting import Commands
from bot.domain import digest as plans
from bot.domain import document
from bot.domain import period as periods
from bot.domain.digest import DigestId
from bot.domain.errors import HandoffError
from bot.domain.period import Period
from bot.services.digests import Digests, voices
from digests import charts, judge, message, pictures, thread
from digests.findings import Findings
from digests.message import Frame

_FORMATS = ("text", "json", "blocks", "png")
_NOTHING = 1


class PreviewError(HandoffError):
    """The digest cannot be shown like that; says what would be right."""


def add(commands: Commands) -> None:
    """The parser of `digest`."""
    parser = commands.add_parser(
        "digest",
        help="a week's digest, to look at or to send",
        description="Show the digest of a week from the stored data. Nothing is sent without --send, and "
        "with it each week once. An --as-of before now shows it as it would have been then.",
    )
    parser.add_argument("--week", type=week, metavar="WEEK", help="such as 2026-W46; the last complete one")
    parser.add_argument("--as-of", type=moment, metavar="TIME", help="as if it were then")
    parser.add_argument(
        "--format", choices=_FORMATS, default="text", help="text (the default), json, blocks, png"
    )
    parser.add_argument(
        "--out", type=Path, default=Path(), metavar="FOLDER", help="where --format png writes"
    )
    parser.add_argument("--send", action="store_true", help="claim the week and let the running bot post it")
    parser.set_defaults(do=digest)


def week(text: str) -> Period:
    """A week as an argument."""
    try:
        return periods.read_week(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from error


def digest(args: argparse.Namespace) -> int:
    """Show the digest, and send it if that is wanted."""
    if args.send and args.as_of:
        raise PreviewError("--send tells what is so now: leave --as-of out")
    given = setting.settings()
    loaded = setting.agreement(given.agreement)
    with setting.database(given) as db:
        runs = Digests(db, loaded.agreement, parts.core(db, loaded).clocks, wake=lambda: None)
        now = args.as_of or db.now_sync()
        chosen = args.week or plans.due_week(loaded.agreement.digest, loaded.agreement.zone, now)
        if periods.midnight(chosen.end, loaded.agreement.zone) > now:
            raise PreviewError(f"{periods.week_name(chosen)} is not over yet: a digest tells complete weeks")
        if args.send:
            return _send(runs, chosen, now)
        week = db.read_sync(lambda tx: runs.numbers(tx, chosen, now))
        said = db.read_sync(lambda tx: voices(tx, week, ""))
    _show(judge.findings(week), Frame(DigestId(0), loaded.agreement, {}, voices=said), args)
    return 0


def _send(runs: Digests, chosen: Period, now: datetime) -> int:
    sent = asyncio.run(runs.send(chosen, now))
    name = periods.week_name(chosen)
    if sent is None or not sent.new:
        at = output.moment(sent.digest.claimed_at) if sent else "just now"
        print(f"{name} was told already ({at}); a week is told once.", file=sys.stderr)
        return _NOTHING
    print(f"{name} is on the list; the running bot posts it.")
    return 0


def _show(found: Findings, frame: Frame, args: argparse.Namespace) -> None:
    match args.format:
        case "json":
            print(json.dumps(document.to_json(found), ensure_ascii=False, indent=2))
        case "blocks":
            shown = {
                "blocks": message.digest(found, frame).blocks,
                "thread": thread.more(found, frame).blocks,
            }
            print(json.dumps(shown, ensure_ascii=False, indent=2))
        case "png":
            _draw(found, args.out)
        case _:
            for line in told(found, frame):
                print(output.safe(line))


def told(found: Findings, frame: Frame) -> list[str]:
    """The message and its thread as lines of text."""
    both = (*message.digest(found, frame).blocks, *thread.more(found, frame).blocks)
    return [line for block in both for line in message.lines(block)]


def _draw(found: Findings, folder: Path) -> None:
    drawn = [chart for chart in (pictures.trend(found), pictures.funnel(found)) if chart]
    for number, chart in enumerate(drawn, 1):
        picture = charts.png(chart)
        if picture is None:
            raise PreviewError('Pictures need the extra "charts": pip install "handoff[charts]"')
        path = folder / f"digest-{found.week.name}-{number}.png"
        _write(path, picture)
        print(path)
    if not drawn:
        print("There is too little to draw in this week.")


def _write(path: Path, picture: bytes) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(picture)
    except OSError as error:
        told = f"{path.parent} cannot be written ({error.strerror}); --out names a folder"
        raise PreviewError(told) from error
