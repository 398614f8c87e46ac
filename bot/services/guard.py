"""The workers' guard: one item that raises must not stop the others. The only broad catch of the services.

A database that is away is not the item's fault and passes through; whoever loops over items waits for it.
"""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from bot.domain.errors import StorageError

log = logging.getLogger(__name__)


@dataclass(slots=True)
class Trouble:
    """What an item raised, once the guarded block is left; None when all went well."""

    error: Exception | None = None


@contextmanager
def guarded(item: str) -> Iterator[Trouble]:
    """Log whatever the block raises, with its traceback and the item's name, and go on after the block."""
    trouble = Trouble()
    try:
        yield trouble
    except StorageError:
        raise
    except Exception as error:
        log.exception("%s went wrong", item)
        trouble.error = error
