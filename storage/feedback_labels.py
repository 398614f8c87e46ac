"""Labels of feedback, only ever added: a person's reading is stronger than any machine's, however old."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlmodel import Session, col, select

from bot.domain.feedback import Item, Tagged
from storage import bulk
from storage.feedback_tables import FeedbackLabel


def add(
    tx: Session,
    item: Item,
    found: Tagged,
    now: datetime,
    *,
    rules: str | None = None,
    person: str | None = None,
) -> None:
    """Keep what a version of the rules, or a person, found in the item's present text."""
    row = FeedbackLabel(
        feedback_id=item.id,
        at=now,
        by_rules=rules,
        by_person=person,
        version=item.version,
        themes=list(found.themes),
        competitors=list(found.competitors),
        evidence=dict(found.evidence),
    )
    tx.add(row)
    tx.flush()


def of(tx: Session, ids: Sequence[int]) -> Mapping[int, Tagged]:
    """What counts for each of these items: the last reading of a person, else the last of a machine."""
    found: dict[int, FeedbackLabel] = {}
    for some in bulk.pieces(ids):
        rows = select(FeedbackLabel).where(col(FeedbackLabel.feedback_id).in_(some))
        for row in tx.exec(rows.order_by(col(FeedbackLabel.id))):
            before = found.get(row.feedback_id)
            if before is None or row.by_person is not None or before.by_person is None:
                found[row.feedback_id] = row
    return {one: _tagged(row) for one, row in found.items()}


def themes(tx: Session, feedback_id: int) -> tuple[str, ...]:
    """What counts for one item."""
    return of(tx, [feedback_id]).get(feedback_id, Tagged()).themes


def _tagged(row: FeedbackLabel) -> Tagged:
    evidence = tuple((theme, str(words)) for theme, words in row.evidence.items())
    return Tagged(tuple(row.themes), tuple(row.competitors), evidence)
