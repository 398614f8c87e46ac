"""Labels of feedback, only ever added: a person's reading is stronger than any machine's, however old.

The themes of the reading that stands are kept as numbers beside them, because the metrics group by numbers.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlmodel import Session, col, delete, select

from bot.domain.feedback import Item, Tagged
from bot.domain.metric import Dimension
from storage import bulk, feedback
from storage.feedback_tables import FeedbackLabel, FeedbackTheme
from storage.labels import NOT_SET, Labels


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
    # Of two readings at once the later sees the other: what stands is settled by one after the other.
    feedback.hold(tx, item.id)
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
    _derive(tx, item.id)


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


def _derive(tx: Session, feedback_id: int) -> None:
    """Write down the themes that count of an item, as numbers."""
    tx.connection().execute(delete(FeedbackTheme).where(col(FeedbackTheme.feedback_id) == feedback_id))
    known = Labels(tx)
    for theme in dict.fromkeys(of(tx, [feedback_id])[feedback_id].themes):
        number = known.of_all({Dimension.THEME: theme})[Dimension.THEME]
        if number != NOT_SET:
            tx.add(FeedbackTheme(feedback_id=feedback_id, label_id=number))
    tx.flush()


def themes(tx: Session, feedback_id: int) -> tuple[str, ...]:
    """What counts for one item."""
    return of(tx, [feedback_id]).get(feedback_id, Tagged()).themes


def _tagged(row: FeedbackLabel) -> Tagged:
    evidence = tuple((theme, str(words)) for theme, words in row.evidence.items())
    return Tagged(tuple(row.themes), tuple(row.competitors), evidence)
