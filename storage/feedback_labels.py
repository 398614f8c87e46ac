"""Labels of feedback, only ever added: a person's reading is stronger than any machine's, however old.

A language model's stands where the rules are silent on the same version of the text, and nowhere else.

The themes of the reading that stands are kept as numbers beside them, because the metrics group by numbers.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlmodel import Session, col, delete, select

from bot.domain.feedback import UNTAGGED, Item, Tagged
from bot.domain.metric import Dimension
from bot.domain.theme import is_silent
from storage import bulk, feedback
from storage.feedback_tables import FeedbackLabel, FeedbackTheme
from storage.labels import NOT_SET, Labels


@dataclass(frozen=True, slots=True)
class Readings:
    """What stands of an item's readings: that of the machines, and that of a person."""

    machines: Tagged | None
    person: Tagged | None

    @property
    def standing(self) -> Tagged:
        """What counts."""
        return self.person or self.machines or UNTAGGED


def add(
    tx: Session,
    item: Item,
    found: Tagged,
    now: datetime,
    *,
    rules: str | None = None,
    model: str | None = None,
    person: str | None = None,
) -> None:
    """Keep what a version of the rules, a model, or a person found in the item's present text."""
    # Of two readings at once the later sees the other: what stands is settled by one after the other.
    feedback.hold(tx, item.id)
    row = FeedbackLabel(
        feedback_id=item.id,
        at=now,
        by_rules=rules,
        by_model=model,
        by_person=person,
        version=item.version,
        themes=list(found.themes),
        competitors=list(found.competitors),
        evidence=dict(found.evidence),
    )
    tx.add(row)
    tx.flush()
    _derive(tx, item.id)


def retired(tx: Session, item: Item, settable: Collection[str]) -> Tagged:
    """What the rules found in the present text when they still set other themes than these."""
    mine = select(FeedbackLabel).where(
        FeedbackLabel.feedback_id == item.id, col(FeedbackLabel.by_rules).is_not(None)
    )
    row = tx.exec(mine.order_by(col(FeedbackLabel.id).desc()).limit(1)).first()
    if row is None or row.version != item.version:
        return UNTAGGED
    found = _tagged(row)
    left = tuple(theme for theme in found.themes if theme not in settable)
    return Tagged(left, (), tuple(one for one in found.evidence if one[0] in left))


def of(tx: Session, ids: Sequence[int]) -> Mapping[int, Tagged]:
    """What counts for each of these items that were read."""
    return {one: found.standing for one, found in readings(tx, ids).items()}


def readings(tx: Session, ids: Sequence[int]) -> Mapping[int, Readings]:
    """What stands for each of these items that were read."""
    last: dict[int, dict[str, FeedbackLabel]] = {}
    for some in bulk.pieces(ids):
        rows = select(FeedbackLabel).where(col(FeedbackLabel.feedback_id).in_(some))
        for row in tx.exec(rows.order_by(col(FeedbackLabel.id))):
            last.setdefault(row.feedback_id, {})[_reader(row)] = row
    return {one: _readings(rows) for one, rows in last.items()}


def _reader(row: FeedbackLabel) -> str:
    if row.by_person is not None:
        return "person"
    return "rules" if row.by_model is None else "model"


def _readings(last: Mapping[str, FeedbackLabel]) -> Readings:
    rules, model, person = (last.get(reader) for reader in ("rules", "model", "person"))
    machines = _tagged(rules) if rules else None
    if rules and model and rules.version == model.version and is_silent(rules.themes):
        machines = replace(_tagged(model), competitors=tuple(rules.competitors), by_model=True)
    return Readings(machines, _tagged(person) if person else None)


def _derive(tx: Session, feedback_id: int) -> None:
    """Write down the themes that count of an item, as numbers."""
    tx.connection().execute(delete(FeedbackTheme).where(col(FeedbackTheme.feedback_id) == feedback_id))
    known = Labels(tx)
    for theme in dict.fromkeys(of(tx, [feedback_id])[feedback_id].themes):
        number = known.of_all({Dimension.THEME: theme})[Dimension.THEME]
        if number != NOT_SET:
            tx.add(FeedbackTheme(feedback_id=feedback_id, label_id=number))
    tx.flush()


def standing(tx: Session, feedback_id: int) -> Tagged:
    """What counts for one item."""
    return of(tx, [feedback_id]).get(feedback_id, UNTAGGED)


def _tagged(row: FeedbackLabel) -> Tagged:
    evidence = tuple((theme, str(words)) for theme, words in row.evidence.items())
    return Tagged(tuple(row.themes), tuple(row.competitors), evidence)
