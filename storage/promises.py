"""The ledger of promises, and the nudges that were sent about them."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import update
from sqlmodel import Session, col, func, select

from bot.domain.handoff import HandoffId
from bot.domain.promise import Kind, Leg, Nudge, Promise, PromiseId, Side
from storage import facts, inserting
from storage.tables import NudgeRow, PostRow, PromiseRow


def insert(tx: Session, promise: Promise) -> Promise:
    """Store a new promise (its `id` is ignored) and answer with it as stored."""
    known = {name: getattr(promise, name) for name in _PLAIN}
    row = PromiseRow(**known, legs=_legs(promise.legs))
    tx.add(row)
    tx.flush()
    facts.mark(tx, promise.handoff_id)
    return _promise(row)


def get(tx: Session, promise_id: int) -> Promise | None:
    """The promise of that id."""
    row = tx.get(PromiseRow, promise_id, populate_existing=True)
    return _promise(row) if row else None


def of_handoff(tx: Session, handoff_id: int) -> tuple[Promise, ...]:
    """Every promise about a handoff, oldest first."""
    rows = tx.exec(select(PromiseRow).where(PromiseRow.handoff_id == handoff_id).order_by(col(PromiseRow.id)))
    return tuple(_promise(row) for row in rows)


def running(tx: Session, handoff_id: int, kind: Kind | None = None) -> Promise | None:
    """The promise of a handoff whose clock is running."""
    found = [p for p in of_handoff(tx, handoff_id) if p.ended_at is None and kind in (None, p.kind)]
    return found[-1] if found else None


def of_feedback(tx: Session, feedback_id: int) -> tuple[Promise, ...]:
    """Every promise to answer an item of feedback, oldest first."""
    owed = select(PromiseRow).where(PromiseRow.feedback_id == feedback_id).order_by(col(PromiseRow.id))
    return tuple(_promise(row) for row in tx.exec(owed))


def due_between(tx: Session, kind: Kind, start: datetime, end: datetime) -> tuple[Promise, ...]:
    """Every promise of a kind that was due from `start` on and before `end`."""
    due = (PromiseRow.kind == kind, PromiseRow.due_at >= start, PromiseRow.due_at < end)
    return tuple(_promise(row) for row in tx.exec(select(PromiseRow).where(*due)))


def running_of(tx: Session, owner: str) -> tuple[Promise, ...]:
    """Every running promise of a person."""
    rows = tx.exec(
        select(PromiseRow)
        .where(PromiseRow.owner == owner, col(PromiseRow.ended_at).is_(None))
        .order_by(col(PromiseRow.due_at))
    )
    return tuple(_promise(row) for row in rows)


def running_count(tx: Session) -> int:
    """How many clocks are running."""
    return tx.exec(
        select(func.count()).select_from(PromiseRow).where(col(PromiseRow.ended_at).is_(None))
    ).one()


def due(tx: Session, now: datetime, limit: int) -> Sequence[PromiseId]:
    """The promises whose next step is due, the longest overdue first."""
    found = tx.exec(
        select(PromiseRow.id)
        .where(col(PromiseRow.next_nudge_at) <= now)
        .order_by(col(PromiseRow.next_nudge_at), col(PromiseRow.id))
        .limit(limit)
    )
    return [PromiseId(one) for one in found if one is not None]


def take_due(tx: Session, promise_id: int, now: datetime) -> Promise | None:
    """The promise, locked against other replicas; None when it is not due any more, or another has it."""
    row = tx.exec(
        select(PromiseRow)
        .where(PromiseRow.id == promise_id, col(PromiseRow.next_nudge_at) <= now)
        .with_for_update(skip_locked=True)
    ).first()
    return _promise(row) if row else None


def postpone(tx: Session, promise_id: int, until: datetime) -> None:
    """Look at this promise later."""
    tx.connection().execute(
        update(PromiseRow).where(col(PromiseRow.id) == promise_id).values(next_nudge_at=until)
    )
    tx.expire_all()


def change(tx: Session, promise: Promise, **changes: object) -> bool:
    """Change a promise that still runs: False when it ended meanwhile."""
    values = {k: _legs(v) if k == "legs" else v for k, v in changes.items()}  # type: ignore[arg-type]
    done = tx.connection().execute(
        update(PromiseRow)
        .where(col(PromiseRow.id) == promise.id, col(PromiseRow.ended_at).is_(None))
        .values(**values)
    )
    tx.expire_all()
    facts.mark(tx, promise.handoff_id)
    return done.rowcount == 1


def note_spent(tx: Session, promise: Promise, seconds: float) -> None:
    """How much business time went by until what was promised happened, in time, late or excused."""
    tx.connection().execute(update(PromiseRow).where(col(PromiseRow.id) == promise.id).values(spent=seconds))
    facts.mark(tx, promise.handoff_id)


def rest(tx: Session, promise: Promise) -> None:
    """Nothing more is to be said about this promise."""
    tx.connection().execute(
        update(PromiseRow).where(col(PromiseRow.id) == promise.id).values(step=None, next_nudge_at=None)
    )
    tx.expire_all()


def hasten(tx: Session, owners: Collection[str], steps: Collection[Nudge], now: datetime) -> None:
    """Look now, rather than later, at the promises of these people that wait for one of these steps."""
    if owners:
        tx.connection().execute(
            update(PromiseRow)
            .where(
                col(PromiseRow.owner).in_(list(owners)),
                # Nobody stands in for an answer: it waits until its owner is back.
                col(PromiseRow.handoff_id).is_not(None),
                col(PromiseRow.step).in_([str(step) for step in steps]),
                col(PromiseRow.next_nudge_at) > now,
            )
            .values(next_nudge_at=now)
        )
        tx.expire_all()


def resume(tx: Session, promise: Promise, **changes: object) -> None:
    """Take an ended promise up again, as undo does: the original clock continues."""
    tx.connection().execute(
        update(PromiseRow)
        .where(col(PromiseRow.id) == promise.id)
        .values(ended_at=None, kept_at=None, spent=None, excused=None, **changes)
    )
    tx.expire_all()
    facts.mark(tx, promise.handoff_id)


def claim_nudge(
    tx: Session, promise: Promise, step: Nudge, person: str, planned_at: datetime, now: datetime
) -> int | None:
    """Claim one step towards one person; None when it was taken before."""
    found = tx.connection().execute(
        inserting.insert(tx, NudgeRow)
        .values(
            promise_id=promise.id,
            step=str(step),
            person=person,
            round=len(promise.legs),
            planned_at=planned_at,
            at=now,
        )
        .on_conflict_do_nothing()
        .returning(col(NudgeRow.id))
    )
    claimed: int | None = found.scalar_one_or_none()
    return claimed


def bundle(tx: Session, nudge_id: int, post_id: int) -> None:
    """Say which message carries a nudge."""
    tx.connection().execute(update(NudgeRow).where(col(NudgeRow.id) == nudge_id).values(post_id=post_id))


def carriers(tx: Session, handoff_id: int) -> Sequence[str]:
    """Keys of the messages that carry a nudge about a handoff."""
    return tx.exec(
        select(PostRow.key)
        .join(NudgeRow, col(NudgeRow.post_id) == col(PostRow.id))
        .join(PromiseRow, col(PromiseRow.id) == col(NudgeRow.promise_id))
        .where(PromiseRow.handoff_id == handoff_id)
        .distinct()
    ).all()


def carriers_of_feedback(tx: Session, feedback_id: int) -> Sequence[str]:
    """Keys of the messages that carry a nudge about an item of feedback."""
    return tx.exec(
        select(PostRow.key)
        .join(NudgeRow, col(NudgeRow.post_id) == col(PostRow.id))
        .join(PromiseRow, col(PromiseRow.id) == col(NudgeRow.promise_id))
        .where(PromiseRow.feedback_id == feedback_id)
        .distinct()
    ).all()


def nudges_in(tx: Session, post_id: int) -> Sequence[tuple[Promise, Nudge, str, datetime]]:
    """What a message says: promise, step, person and when the step was planned, in order."""
    rows = tx.exec(
        select(PromiseRow, NudgeRow)
        .join(NudgeRow, col(NudgeRow.promise_id) == col(PromiseRow.id))
        .where(NudgeRow.post_id == post_id)
        .order_by(col(PromiseRow.due_at), col(NudgeRow.id))
    )
    return [(_promise(p), Nudge(n.step), n.person, n.planned_at) for p, n in rows]


_PLAIN = (
    "handoff_id", "kind", "side", "owner", "budget", "escalate", "started_at", "warn_at", "due_at", "kept_at",
    "ended_at", "excused", "step", "next_nudge_at", "feedback_id",
)  # fmt: skip


def _legs(legs: Sequence[Leg]) -> list[dict[str, object]]:
    return [{"owner": leg.owner, "since": leg.since.isoformat()} for leg in legs]


def _promise(row: PromiseRow) -> Promise:
    facts = {name: getattr(row, name) for name in _PLAIN}
    facts |= {
        "id": PromiseId(row.id or 0),
        "handoff_id": None if row.handoff_id is None else HandoffId(row.handoff_id),
        "kind": Kind(row.kind),
        "side": Side(row.side),
        "step": Nudge(row.step) if row.step else None,
        "legs": tuple(Leg(leg["owner"], datetime.fromisoformat(str(leg["since"]))) for leg in row.legs),  # type: ignore[arg-type]
    }
    return Promise(**facts)
