"""A bar for files that take a while: it moves with the bytes that were read, if somebody watches."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeRemainingColumn

from bot.gateways import tabular

INTERRUPTED = 130


@contextmanager
def bar(path: Path) -> Iterator[Callable[[int], None]]:
    """Takes how many bytes of the file were read so far."""
    console = Console(stderr=True)
    if not console.is_terminal:
        yield lambda read: None
        return
    columns = (TextColumn("{task.description}"), BarColumn(), DownloadColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, transient=True) as shown:
        task = shown.add_task("Importing", total=tabular.count_bytes(path))
        yield lambda read: shown.update(task, completed=read)
