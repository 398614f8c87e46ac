"""The `handoff` command: one sub-command for each thing that a person may want of the bot."""

import argparse
import os
import sys
from collections.abc import Sequence
from importlib import metadata

from bot.cli import (
    ask,
    check,
    demo,
    digest,
    doctor,
    events,
    imports,
    mapping,
    playground,
    posts,
    query,
    run,
    themes,
    why,
)
from bot.domain.errors import HandoffError

_WRONG = 2
_INTERRUPTED = 130  # as shells count a command that Ctrl-C ended

# In the order of `handoff --help`.
_COMMANDS = (
    demo,
    run,
    check,
    doctor,
    imports,
    ask,
    query,
    digest,
    themes,
    why,
    events,
    posts,
    mapping,
    playground,
)


def main(argv: Sequence[str] | None = None) -> int:
    """Run one sub-command; answers with the exit code: 2 when something must be put right first."""
    parser = _parser()
    args = parser.parse_args(argv)
    if not hasattr(args, "do"):
        parser.print_help()
        return 0
    try:
        code: int = args.do(args)
        sys.stdout.flush()
    except HandoffError as error:
        print(error, file=sys.stderr)
        return _WRONG
    except KeyboardInterrupt:
        return _INTERRUPTED
    except BrokenPipeError:
        # Whoever read our output, such as `head`, has seen enough; nothing may be written at exit either.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    return code


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="handoff",
        description="A Slack bot by which sales and marketing keep their agreement.",
        epilog="Secrets and addresses come from the environment, the agreement from HANDOFF_CONFIG "
        "(handoff.toml). New here? Run: handoff demo",
    )
    parser.add_argument("--version", action="version", version=f"handoff {metadata.version('handoff')}")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND")
    for module in _COMMANDS:
        module.add(commands)
    return parser


if __name__ == "__main__":
    sys.exit(main())
