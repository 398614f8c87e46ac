"""`handoff doctor`: is everything in place, and if not, what is to be done?"""

import argparse
import asyncio
from collections import Counter

from bot.agreement_file import Loaded
from bot.cli import local_checks, output, slack_checks
from bot.cli.findings import Finding, Level
from bot.cli.setting import Commands
from bot.config import Settings

_WRONG = 1


def add(commands: Commands) -> None:
    """The parser of `doctor`."""
    parser = commands.add_parser("doctor", help="check settings, agreement, database and Slack")
    parser.set_defaults(do=doctor)


def doctor(_: argparse.Namespace) -> int:
    """Print every finding; 1 if something is wrong. What depends on something missing is left out."""
    levels: Counter[Level] = Counter()
    given, found = local_checks.settings()
    _print(found, levels)
    if given is not None:
        _print(local_checks.model(given), levels)
        loaded, found = local_checks.agreement(given.agreement)
        _print(found, levels)
        if loaded is not None:
            _print(local_checks.feedback_model(given, loaded), levels)
        _print(local_checks.database(given, loaded), levels)
        if given.bot_token:
            asyncio.run(_ask_slack(given, loaded, levels))
    print()
    print(_verdict(levels))
    return _WRONG if levels[Level.WRONG] else 0


async def _ask_slack(given: Settings, loaded: Loaded | None, levels: Counter[Level]) -> None:
    async for finding in slack_checks.examine(given, loaded.agreement if loaded else None):
        _print([finding], levels)


def _print(found: list[Finding], levels: Counter[Level]) -> None:
    for finding in found:
        print(f"{finding.level:<8}  {output.safe(finding.text)}", flush=True)
        levels[finding.level] += 1


def _verdict(levels: Counter[Level]) -> str:
    if levels[Level.WRONG]:
        return f"{output.counted(levels[Level.WRONG], 'thing')} to put right."
    look = levels[Level.WARNING]
    return f"Nothing is wrong; {output.counted(look, 'warning')} to look at." if look else "All is well."
