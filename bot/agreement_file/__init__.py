"""The agreement file (`handoff.toml`): what the two teams agreed, read, checked and frozen.

A wrong file is refused with every problem at once, each with its line, its key and what would be right.
Part of the top layer: only `bot.app`, `bot.__main__` and tests import it.
"""

import hashlib
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from bot.agreement_file import (
    calendars,
    campaigns,
    checks,
    digest,
    feedback,
    lines,
    people,
    policy,
    reasons,
    sources,
    themes,
)
from bot.agreement_file.fields import Table
from bot.agreement_file.report import Report
from bot.agreement_file.sources import Source
from bot.domain.agreement import Agreement
from bot.domain.errors import ConfigError

__all__ = ["Loaded", "Source", "load_agreement", "read"]

_TOUCHES = ("called", "mailed", "booked")
_AT_LINE = re.compile(r" \(at line (\d+), column \d+\)$|( \(at end of document\)$)")
_HINTS = (
    ("Invalid value", "; a text needs quotation marks around it, a list a closing bracket"),
    ("Invalid statement", "; write key = value, or [table]"),
    ("Cannot overwrite", "; the same key is already there above"),
    ("Cannot declare", "; the same table is already there above"),
)


@dataclass(frozen=True, slots=True)
class Loaded:
    """A file that is in order: the agreement, the sources by key, and what is worth a second look."""

    agreement: Agreement
    sources: Mapping[str, Source]
    warnings: tuple[str, ...]


def read(path: Path) -> str:
    """The text of the file at `path`; raises `ConfigError` when there is none or it is no text."""
    try:
        return path.read_bytes().decode()
    except FileNotFoundError:
        raise ConfigError(
            f"There is no agreement file {path}; HANDOFF_CONFIG says where it is, "
            "and bot/examples/handoff.toml is a complete example to copy."
        ) from None
    except OSError as error:
        raise ConfigError(f"The agreement file {path} cannot be read: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise ConfigError(
            f"The agreement file {path} must be UTF-8 text; byte {error.start} is not."
        ) from error


def load_agreement(text: str, *, name: str, environ: Mapping[str, str], needs_secrets: bool = True) -> Loaded:
    """Read and check the text of an agreement file.

    `name` is its path: messages start with it, and mapping files are looked for beside it. Secrets of sources
    are looked up in `environ`; with `needs_secrets=False` one that is not set is only warned about, and its
    source lets nobody in. Raises `ConfigError` with all problems, one per line, in the order of the file.
    """
    values = _parse(text, name)
    report = Report(name, lines.locate(_plain(text)))
    root = Table((), report, values)
    agreement = _agreement(root, hashlib.sha256(text.encode()).hexdigest()[:12])
    secrets = sources.Secrets(environ, needed=needs_secrets)
    found = sources.read(root, Path(name).parent, secrets)
    root.done()
    checks.check(agreement, report)
    if report.problems:
        raise ConfigError("\n".join(report.problems))
    return Loaded(agreement, found, report.warnings)


def _agreement(root: Table, version: str) -> Agreement:
    members = people.people(root)
    teams = people.teams(root, members)
    lists = reasons.read(root)
    return Agreement(
        version=version,
        zone=calendars.zone(root, "zone") or _no_zone(root),
        channels=people.channels(root),
        people=members,
        teams=teams,
        calendars=calendars.read(root),
        tiers=policy.tiers(root),
        routes=policy.routes(root, tuple(teams.values())),
        reject=lists.reject,
        recycle=lists.recycle,
        reopen=lists.reopen,
        existing_owner=root.flag("existing_owner", True),
        touches=root.texts("touches", _TOUCHES, like='a list such as ["called", "mailed", "booked"]'),
        timing=policy.timing(root),
        digest=digest.read(root),
        campaigns=campaigns.read(root),
        themes=themes.themes(root),
        competitors=themes.competitors(root),
        feedback=feedback.read(root),
    )


def _no_zone(root: Table) -> str:
    root.text("zone", like='the workspace\'s time zone, such as "Europe/Berlin"')
    return "UTC"


def _parse(text: str, name: str) -> dict[str, object]:
    try:
        return tomllib.loads(_plain(text))
    except tomllib.TOMLDecodeError as error:
        complaint = str(error)
        found = _AT_LINE.search(complaint)
        line = found[1] if found and found[1] else str(text.rstrip().count("\n") + 1)
        hint = next((hint for start, hint in _HINTS if complaint.startswith(start)), "")
        raise ConfigError(f"{name} line {line}: {_AT_LINE.sub('', complaint)}{hint}") from None


def _plain(text: str) -> str:
    # Some editors put a mark in front that TOML does not know.
    return text.removeprefix("\ufeff")
