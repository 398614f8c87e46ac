"""`handoff mapping check`: what a mapping makes of a sample, and which keys nothing used."""

import argparse
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path

from bot.cli import output
from bot.cli.setting import Commands
from bot.domain.errors import ConfigError
from bot.gateways import mapping_check, mapping_file, tabular
from bot.gateways.mapping_check import CheckReport
from bot.gateways.mapping_file import MappingError
from bot.gateways.records import Row

_REFUSED = 1
_TABLES = (".csv", ".tsv", ".txt")


def add(commands: Commands) -> None:
    """The parsers of `mapping`."""
    parser = commands.add_parser("mapping", help="try out how a source's fields are read")
    verbs = parser.add_subparsers(required=True, metavar="VERB")
    trying = verbs.add_parser("check", help="print what a mapping makes of a sample, and what it leaves out")
    trying.add_argument("mapping", metavar="SOURCE.toml", help="a mapping file, or the name of a shipped one")
    trying.add_argument(
        "sample", type=Path, metavar="SAMPLE.json", help="one delivery as JSON, or a CSV file"
    )
    trying.set_defaults(do=check)


def check(args: argparse.Namespace) -> int:
    """Print the report; 1 if the mapping or something in the sample could not be read."""
    text = _text(args.mapping)
    if _tells_the_past(text):
        raise ConfigError(
            f"{args.mapping} reads past handoffs: try it with "
            f"`handoff import --history {args.sample} --mapping {args.mapping} --dry-run`."
        )
    report = _try(text, args.sample, Path(args.mapping).stem)
    for line in report.lines():
        print(output.safe(line))
    return 0 if report.is_good else _REFUSED


def _tells_the_past(text: str) -> bool:
    try:
        return any(field.name.startswith("handoff.") for field in mapping_file.load(text).fields)
    except MappingError:
        # The report tells what is wrong in it.
        return False


def _try(mapping: str, sample: Path, source: str) -> CheckReport:
    now = datetime.now(UTC)
    if sample.suffix.lower() not in _TABLES:
        return mapping_check.check(mapping, _read(sample), source=source, now=now)
    rows = islice(tabular.open_rows(sample), mapping_check.MAX_ITEMS)
    documents = [row.values for row in rows if isinstance(row, Row)]
    return mapping_check.check_items(mapping_file.load(mapping), documents, source=source, now=now)


def _text(name: str) -> str:
    """The text of a shipped mapping or of a file."""
    return mapping_file.shipped().get(name) or _read(Path(name))


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except OSError as error:
        raise ConfigError(f"{path} cannot be read: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise ConfigError(f"{path} must be UTF-8 text; byte {error.start} is not.") from error
