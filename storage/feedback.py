"""Items of feedback: each write is one statement that any order of Slack's events leaves alike.

A later edit wins by its ts, a deletion is for ever and may come first, and a key is there once. Slack gives
the ts of an edit in whole seconds: of two edits in one second the one told later wins, and its version has a
sign more, so that it is read again like any other.
"""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, and_, case, func, literal, or_, update
from sqlmodel import Session, col, select

from bot.domain import feedback
from bot.domain.feedback import AnswerId, FeedbackId, Item, Origin, Said
from storage import inserting
from storage.feedback_tables import FeedbackRow

# Greater than any ts: what was erased is not brought back by reading a thread again.
SEALED = "~"
_SAME_SECOND = "+"

COUNTS = and_(
    col(FeedbackRow.spoken),
    col(FeedbackRow.deleted_at).is_(None),
    col(FeedbackRow.set_aside_at).is_(None),
)
OPEN = and_(COUNTS, col(FeedbackRow.answer_id).is_(None))


def hear(
    tx: Session,
    said: Said,
    now: datetime,
    *,
    origin: Origin = Origin.THREAD,
    author: str | None = None,
    handoff_id: int | None = None,
    candidates: Sequence[int] = (),
    campaign_id: int | None = None,
    chosen: bool = False,
    owner: str | None = None,
) -> tuple[Item, bool]:
    """Store a message, or the later of two versions of it; answers with it and whether it is new."""
    key = feedback.key_of(said.channel, said.ts)
    new = inserting.insert(tx, FeedbackRow).values(
        key=key,
        origin=str(origin),
        channel=said.channel,
        ts=said.ts,
        thread_ts=said.thread_ts,
        user=said.user,
        author=author,
        text=said.text,
        version=said.version,
        spoken=said.spoken,
        said_at=said.at,
        stored_at=now,
        handoff_id=handoff_id,
        candidates=list(candidates),
        chosen=chosen,
        campaign_id=campaign_id,
        owner=owner,
    )
    added = tx.connection().execute(new.on_conflict_do_nothing().returning(literal(1))).first() is not None
    if not added:
        _edit(tx, key, said, origin)
    tx.expire_all()
    return by_key(tx, key), added


def _edit(tx: Session, key: str, said: Said, origin: Origin) -> None:
    """The words of a later version, or others of the same second; whoever logged it may choose them."""
    told = func.rtrim(col(FeedbackRow.version), _SAME_SECOND)
    theirs = or_(literal(origin is Origin.SHORTCUT), col(FeedbackRow.origin) == str(Origin.SHORTCUT))
    theirs = and_(theirs, col(FeedbackRow.text) != "")
    other = and_(told == said.version, col(FeedbackRow.text) != said.text, ~theirs)
    newer = and_(told < said.version, col(FeedbackRow.version) != SEALED)
    version = case((other, col(FeedbackRow.version) + _SAME_SECOND), else_=said.version)
    standing = and_(col(FeedbackRow.key) == key, col(FeedbackRow.deleted_at).is_(None), or_(newer, other))
    # What somebody logged counts whatever its edits say.
    spoken = or_(col(FeedbackRow.origin) == str(Origin.SHORTCUT), literal(said.spoken))
    change(tx, standing, text=said.text, version=version, spoken=spoken)


def write(
    tx: Session,
    key: str,
    text: str,
    now: datetime,
    *,
    user: str,
    author: str | None,
    origin: Origin,
    campaign_id: int | None,
    handoff_id: int | None,
    owner: str | None,
) -> tuple[Item, bool]:
    """Store what is no message, such as the text of a command; answers with it and whether it is new."""
    new = inserting.insert(tx, FeedbackRow).values(
        key=key, origin=str(origin), user=user, author=author, text=text, version="", spoken=True,
        said_at=now, stored_at=now, handoff_id=handoff_id, candidates=[], chosen=campaign_id is not None,
        campaign_id=campaign_id, owner=owner,
    )  # fmt: skip
    added = tx.connection().execute(new.on_conflict_do_nothing().returning(literal(1))).first() is not None
    return by_key(tx, key), added


def reword(tx: Session, feedback_id: int, text: str, now: datetime) -> bool:
    """Whoever said it says it in other words; False when it was erased or deleted meanwhile."""
    version = f"{now.timestamp():.6f}"
    standing = and_(
        col(FeedbackRow.id) == feedback_id,
        col(FeedbackRow.deleted_at).is_(None),
        col(FeedbackRow.version) < version,
    )
    return change(tx, standing, text=text, version=version) == 1


def log(tx: Session, feedback_id: int) -> None:
    """Somebody says of a message that it is feedback: it counts whatever its edits say."""
    standing = and_(col(FeedbackRow.id) == feedback_id, col(FeedbackRow.deleted_at).is_(None))
    change(tx, standing, origin=str(Origin.SHORTCUT), spoken=True)


def set_aside(tx: Session, feedback_id: int, by: str, now: datetime) -> bool:
    """Somebody says that it is no feedback; False when that was said already."""
    standing = and_(col(FeedbackRow.id) == feedback_id, col(FeedbackRow.set_aside_at).is_(None))
    return change(tx, standing, set_aside_at=now, set_aside_by=by) == 1


def take_back(tx: Session, feedback_id: int) -> bool:
    """It is feedback after all; False when nobody had set it aside."""
    aside = and_(col(FeedbackRow.id) == feedback_id, col(FeedbackRow.set_aside_at).is_not(None))
    return change(tx, aside, set_aside_at=None, set_aside_by=None) == 1


def choose(tx: Session, feedback_id: int, campaign_id: int, owner: str | None) -> None:
    """Somebody says that it is about this campaign."""
    change(tx, col(FeedbackRow.id) == feedback_id, campaign_id=campaign_id, owner=owner, chosen=True)


def own(tx: Session, feedback_id: int, owner: str | None) -> None:
    """Somebody else owes the answer."""
    change(tx, col(FeedbackRow.id) == feedback_id, owner=owner)


def answer(tx: Session, feedback_id: int, answer_id: AnswerId) -> bool:
    """An answer stands; False when another one does, or none is owed any more."""
    return change(tx, and_(col(FeedbackRow.id) == feedback_id, OPEN), answer_id=answer_id) == 1


def reopen(tx: Session, feedback_id: int, answer_id: AnswerId) -> bool:
    """The answer does not stand any more; False when it did not."""
    answered = and_(col(FeedbackRow.id) == feedback_id, col(FeedbackRow.answer_id) == answer_id)
    return change(tx, answered, answer_id=None) == 1


def get(tx: Session, feedback_id: int) -> Item | None:
    """The item of that id."""
    row = tx.get(FeedbackRow, feedback_id, populate_existing=True)
    return as_item(row) if row else None


def must(tx: Session, feedback_id: int) -> Item:
    """The item of that id, which is there; LookupError when it is not."""
    found = get(tx, feedback_id)
    if found is None:
        raise LookupError(f"feedback {feedback_id} has gone")
    return found


def hold(tx: Session, feedback_id: int) -> Item | None:
    """The item, held against everybody else until this unit of work ends."""
    tx.exec(select(FeedbackRow.id).where(FeedbackRow.id == feedback_id).with_for_update()).first()
    return get(tx, feedback_id)


def find(tx: Session, channel: str, ts: str) -> Item | None:
    """The item that a message is."""
    return keyed(tx, feedback.key_of(channel, ts))


def find_logged(tx: Session, channel: str, ts: str, user: str) -> Item | None:
    """The item that a message is; of one of no person what `user` logged, else what the only one logged."""
    found = find(tx, channel, ts) or keyed(tx, feedback.key_of(channel, ts, user))
    if found is not None:
        return found
    theirs = col(FeedbackRow.key).startswith(feedback.key_of(channel, ts) + ":", autoescape=True)
    rows = tx.exec(select(FeedbackRow).where(theirs).limit(2)).all()
    return as_item(rows[0]) if len(rows) == 1 else None


def keyed(tx: Session, key: str) -> Item | None:
    """The item of that key."""
    row = tx.exec(select(FeedbackRow).where(FeedbackRow.key == key)).first()
    return as_item(row) if row else None


def by_key(tx: Session, key: str) -> Item:
    """The item of that key, which is there; held until this unit of work ends."""
    tx.flush()
    found = select(FeedbackRow).where(FeedbackRow.key == key).with_for_update()
    return as_item(tx.exec(found, execution_options={"populate_existing": True}).one())


def concerned(tx: Session, handoff_id: int) -> set[str]:
    """Everybody whose Home tab may show what was said about a handoff."""
    rows = tx.exec(select(FeedbackRow.owner, FeedbackRow.author).where(FeedbackRow.handoff_id == handoff_id))
    return {person for row in rows for person in row if person}


def change(tx: Session, which: ColumnElement[bool], **values: object) -> int:
    """Set columns of some items; answers with of how many. For `storage` only."""
    tx.flush()
    done = tx.connection().execute(update(FeedbackRow).where(which).values(**values))
    tx.expire_all()
    return done.rowcount


_SAME = (
    "key", "channel", "ts", "thread_ts", "user", "author", "text", "version", "spoken", "said_at",
    "stored_at", "handoff_id", "campaign_id", "owner", "deleted_at", "missing_at", "set_aside_at",
    "set_aside_by", "chosen",
)  # fmt: skip


def as_item(row: FeedbackRow) -> Item:
    """The row as the domain knows it. For `storage` only."""
    facts = {name: getattr(row, name) for name in _SAME}
    return Item(
        id=FeedbackId(row.id or 0),
        origin=Origin(row.origin),
        candidates=tuple(row.candidates),
        answer_id=None if row.answer_id is None else AnswerId(row.answer_id),
        **facts,
    )
