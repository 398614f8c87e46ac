"""`handoff playground`: a Slack workspace on this machine, for a bot that runs beside it."""

import argparse
import asyncio
from dataclasses import replace
from pathlib import Path

from bot.cli import setting
from bot.cli.setting import Commands
from bot.domain.errors import ConfigError
from bot.playground import config, server
from bot.playground.config import Config


def add(commands: Commands) -> None:
    """The parser of `playground`."""
    parser = commands.add_parser("playground", help="serve a local Slack workspace, without a bot")
    parser.add_argument("--config", type=Path, metavar="FILE", help="who and what is in it (TOML)")
    parser.add_argument("--port", type=setting.port, help="the port of its page")
    parser.set_defaults(do=playground)


def playground(args: argparse.Namespace) -> int:
    """Serve it until Ctrl-C."""
    try:
        chosen = config.read(args.config) if args.config else Config()
        if args.port is not None:
            chosen = replace(chosen, port=args.port)
        asyncio.run(server.run(chosen, lambda origin: _welcome(origin, chosen)))
    except (config.ConfigError, server.PortTaken) as error:
        raise ConfigError(f"The playground cannot start: {error}.") from error
    return 0


def _welcome(origin: str, chosen: Config) -> None:
    print(f"{chosen.name} is at {origin}/. A bot reaches it with:\n")
    print(f"  SLACK_API_URL={origin}/api/")
    print(f"  SLACK_BOT_TOKEN={chosen.app.bot_token}")
    if chosen.app.mode is config.Mode.SOCKET:
        print(f"  SLACK_APP_TOKEN={chosen.app.app_token}")
    else:
        print(f"  SLACK_SIGNING_SECRET={chosen.app.signing_secret}")
    print("\nCtrl-C stops it.", flush=True)
