"""`handoff posts`: messages that Slack refuses, and sending them again."""

import argparse

from bot.cli import output, setting
from bot.cli.setting import Commands
from bot.domain import refusal
from bot.domain.errors import ConfigError
from bot.domain.post import Post
from storage import posts
from storage.database import Session


def add(commands: Commands) -> None:
    """The parsers of `posts`."""
    parser = commands.add_parser("posts", help="list and retry messages that Slack refuses")
    verbs = parser.add_subparsers(required=True, metavar="VERB")
    listing = verbs.add_parser("parked", help="list the messages that were given up until somebody acts")
    listing.set_defaults(do=parked)
    again = verbs.add_parser("retry", help="send them again, once what is wrong is put right")
    again.add_argument("ids", type=setting.number, nargs="*", metavar="ID")
    again.add_argument("--all", action="store_true", help="all of them")
    again.set_defaults(do=retry)


def parked(_: argparse.Namespace) -> int:
    """List what was given up, and what to do about it."""
    with setting.database(setting.settings()) as db:
        found = db.read_sync(posts.dead)
    for post in found:
        print(f"{post.id}  {output.one_line(post.key)} to {output.one_line(post.to)}: {_why(post)}")
    if not found:
        print("No message is parked.")
    return 0


def retry(args: argparse.Namespace) -> int:
    """Let the bot send parked messages again."""
    if bool(args.ids) == args.all:
        raise ConfigError("Say which: numbers of messages, or --all.")

    def work(tx: Session) -> int:
        return posts.revive(tx, now, None if args.all else args.ids)

    with setting.database(setting.settings()) as db:
        now = db.now_sync()
        count = db.run_sync(work)
    print(f"{output.counted(count, 'message')} will be sent again by the bot, at once if it is running.")
    return 0 if args.all or count == len(set(args.ids)) else 1


def _why(post: Post) -> str:
    return output.one_line(refusal.words(post.error or "unknown_error", post.to))
