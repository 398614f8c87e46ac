"""Digests and what people took on because of them: the row of a week claims it, and keeps its numbers."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import update
from sqlmodel import Session, col, select

from bot.domain import document
from bot.domain.digest import Action, Digest, DigestId
from bot.domain.post import Kind
from storage import inserting, posts
from storage.figures import ActionRow, DigestRow
from storage.tables import PostRow


def claim(tx: Session, week: str, now: datetime, *, late: bool, snapshot: document.Json) -> DigestId | None:
    """Freeze the numbers of a week: its digest's id for the one who comes first, None for everybody else."""
    values = {"week": week, "claimed_at": now, "late": late, "snapshot": snapshot}
    claimed = (
        inserting.insert(tx, DigestRow).values(values).on_conflict_do_nothing().returning(col(DigestRow.id))
    )
    found = tx.connection().execute(claimed).scalar()
    return None if found is None else DigestId(found)


def get(tx: Session, digest_id: int) -> Digest | None:
    """The digest of that id."""
    row = tx.get(DigestRow, digest_id)
    return _digest(row) if row else None


def retell(tx: Session, items: Sequence[int], now: datetime, answers: Sequence[int] = ()) -> None:
    """Show digests anew that quote one of these items of feedback, or of these answers: words may be gone."""
    quote = col(DigestRow.snapshot)["heard"]["quote"].as_integer()
    found = set(tx.exec(select(DigestRow.id).where(quote.in_(items))))
    for row_id, snapshot in tx.exec(select(DigestRow.id, DigestRow.snapshot)) if answers else ():
        heard = (snapshot or {}).get("heard")
        changed = heard.get("changed") if isinstance(heard, dict) else None
        found |= {row_id} if isinstance(changed, list) and set(changed) & set(answers) else set()
    told = (Kind.DIGEST, Kind.DIGEST_MORE)
    shown = select(PostRow.key).where(col(PostRow.kind).in_(told), col(PostRow.subject).in_(found))
    for key in tx.exec(shown.order_by(col(PostRow.key))).all() if found else ():
        posts.touch(tx, key, now)


def by_week(tx: Session, week: str) -> Digest | None:
    """The digest of a week, such as 2026-W46."""
    row = tx.exec(select(DigestRow).where(DigestRow.week == week)).first()
    return _digest(row) if row else None


def before(tx: Session, week: str) -> Digest | None:
    """The newest digest of an earlier week: ISO names sort as weeks do."""
    row = tx.exec(
        select(DigestRow).where(DigestRow.week < week).order_by(col(DigestRow.week).desc()).limit(1)
    ).first()
    return _digest(row) if row else None


def take(tx: Session, digest_id: int, signal: str, ask: str, owner: str, now: datetime, due_on: date) -> bool:
    """Take on what a signal asks for: True for the one person who gets it."""
    values = {
        "digest_id": digest_id, "signal": signal, "ask": ask, "owner": owner, "taken_at": now,
        "due_on": due_on,
    }  # fmt: skip
    taken = (
        inserting.insert(tx, ActionRow).values(values).on_conflict_do_nothing().returning(col(ActionRow.id))
    )
    return tx.connection().execute(taken).scalar() is not None


def finish(tx: Session, digest_id: int, signal: str, owner: str, result: str, now: datetime) -> bool:
    """Say what came of it: True unless it is somebody else's, or was finished before."""
    done = tx.connection().execute(
        update(ActionRow)
        .where(
            col(ActionRow.digest_id) == digest_id,
            col(ActionRow.signal) == signal,
            col(ActionRow.owner) == owner,
            col(ActionRow.done_at).is_(None),
        )
        .values(done_at=now, result=result)
    )
    tx.expire_all()
    return done.rowcount == 1


def actions(tx: Session, digest_id: int) -> dict[str, Action]:
    """What was taken on because of a digest, by signal."""
    rows = tx.exec(select(ActionRow).where(ActionRow.digest_id == digest_id))
    return {row.signal: _action(row) for row in rows}


def unreported(tx: Session, week: str, since: datetime | None) -> Sequence[tuple[str, Action]]:
    """Actions of earlier digests that are open, or were finished since the last one; with their weeks."""
    rows = tx.exec(
        select(DigestRow.week, ActionRow)
        .join(ActionRow, col(ActionRow.digest_id) == col(DigestRow.id))
        .where(DigestRow.week < week)
        .order_by(col(DigestRow.week), col(ActionRow.id))
    )
    return [
        (told, _action(row))
        for told, row in rows
        if row.done_at is None or since is None or row.done_at >= since
    ]


def _digest(row: DigestRow) -> Digest:
    return Digest(DigestId(row.id or 0), row.week, row.claimed_at, row.late, row.snapshot or {})


def _action(row: ActionRow) -> Action:
    return Action(row.signal, row.ask, row.owner, row.taken_at, row.due_on, row.done_at, row.result)
