"""`handoff check`: is the agreement file in order, and what does it say?"""

import argparse
from pathlib import Path

from bot.agreement_file import summary
from bot.cli import setting
from bot.cli.setting import Commands


def add(commands: Commands) -> None:
    """The parser of `check`."""
    parser = commands.add_parser("check", help="check the agreement file without starting")
    parser.add_argument("file", type=Path, nargs="?", metavar="FILE", help="HANDOFF_CONFIG, or handoff.toml")
    parser.set_defaults(do=check)


def check(args: argparse.Namespace) -> int:
    """Print the agreement in words; a wrong file is refused with all its problems."""
    path = args.file or setting.settings().agreement
    print(summary.describe(setting.agreement(path)))
    return 0
