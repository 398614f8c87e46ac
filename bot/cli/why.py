"""`handoff why`: why a lead went to whom, which minutes counted, and who was told when."""

import argparse
from collections.abc import Sequence

from bot import parts
from bot.cli import output, setting
from bot.cli.setting import Commands
from bot.domain import lead
from bot.domain.brief import Brief

_NOTHING = 1


def add(commands: Commands) -> None:
    """The parser of `why`."""
    parser = commands.add_parser("why", help="why a lead went to whom, and which minutes counted")
    parser.add_argument(
        "lead", nargs="+", metavar="LEAD", help="a handoff's number, an e-mail address or a name"
    )
    parser.set_defaults(do=why)


def why(args: argparse.Namespace) -> int:
    """Explain one lead's latest handoff; several that match are listed."""
    given = setting.settings()
    loaded = setting.agreement(given.agreement)
    text = " ".join(args.lead)
    with setting.database(given) as db:
        desk, now = parts.core(db, loaded).desk, db.now_sync()
        found = db.read_sync(lambda tx: desk.matching(tx, text, now))
        if len(found) != 1:
            _choose(text, found)
            return _NOTHING
        print(_headline(found[0]))
        for line in db.read_sync(lambda tx: desk.explained(tx, found[0].handoff.id, now)):
            print(output.safe(line))
    return 0


def _choose(text: str, found: Sequence[Brief]) -> None:
    if not found:
        print(f"Nothing is known as “{output.one_line(text)}”. Try an e-mail address or a part of the name.")
        return
    print(f"Several match “{output.one_line(text)}”. Choose one: handoff why NUMBER")
    for brief in found:
        print(f"  {_headline(brief)}")


def _headline(brief: Brief) -> str:
    who = ", ".join(lead.headline(brief.lead.person, brief.lead.company))
    at = output.moment(brief.handoff.handed_at)
    return f"{brief.handoff.id}  {output.one_line(who)} · {brief.handoff.status}, handed off {at}"
