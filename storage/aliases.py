"""Words that people use for names, as whoever reviewed their questions said."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import datetime

from sqlmodel import Session, col, delete, select

from bot.domain.metric import Dimension
from storage import inserting
from storage.talk import AliasRow

Aliases = Mapping[Dimension, Mapping[str, tuple[str, ...]]]  # by dimension and name


def add(tx: Session, words: str, dimension: Dimension, value: str, now: datetime) -> None:
    """Let words stand for a name from now on, in place of what they stood for."""
    row = {"words": words, "dimension": str(dimension), "value": value, "added_at": now}
    inserting.put(tx, AliasRow, "words", row)


def remove(tx: Session, words: str) -> bool:
    """Let them stand for nothing; False when they did not."""
    return tx.exec(delete(AliasRow).where(col(AliasRow.words) == words)).rowcount == 1


def all_(tx: Session) -> Aliases:
    """Every alias."""
    found: dict[Dimension, dict[str, tuple[str, ...]]] = defaultdict(dict)
    for row in tx.exec(select(AliasRow).order_by(col(AliasRow.words))):
        names = found[Dimension(row.dimension)]
        names[row.value] = (*names.get(row.value, ()), row.words)
    return found
