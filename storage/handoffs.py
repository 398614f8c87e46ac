"""Handoffs and their append-only log: reading them, and the conditional UPDATE that settles every race."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict
from datetime import date, datetime

from sqlalchemy import ColumnElement, String, and_, cast, func, or_, update
from sqlmodel import Session, col, select

from bot.domain import promise
from bot.domain.digest import Headline
from bot.domain.handoff import CriterionMet, Entry, Handoff, HandoffId, LeadId, Policy, Status, Step
from bot.domain.post import Kind
from storage import facts
from storage.tables import HandoffRow, LeadRow, LogRow, PostRow, PromiseRow


def insert(tx: Session, handoff: Handoff, dimensions: Mapping[str, object]) -> Handoff:
    """Store a new handoff (its `id` is ignored) and answer with it as stored."""
    row = HandoffRow(
        **{name: getattr(handoff, name) for name in _PLAIN},
        criteria=[{"label": c.label, "met": c.met, "evidence": c.evidence} for c in handoff.criteria],
        offered=list(handoff.offered),
        policy=asdict(handoff.policy),
        dimensions=dict(dimensions),
    )
    tx.add(row)
    tx.flush()
    facts.mark(tx, row.id)
    return _handoff(row)


def get(tx: Session, handoff_id: int) -> Handoff | None:
    """The handoff of that id."""
    row = tx.get(HandoffRow, handoff_id, populate_existing=True)
    return _handoff(row) if row else None


def hold(tx: Session, handoff_id: int) -> Handoff | None:
    """The handoff of that id; its lead is held against everybody else until this unit of work ends.

    Whoever changes anything about a lead holds it before all else. So nobody acts on what is no longer so,
    and no two wait for each other.
    """
    tx.exec(
        select(LeadRow.id)
        .join(HandoffRow, col(HandoffRow.lead_id) == col(LeadRow.id))
        .where(HandoffRow.id == handoff_id)
        .with_for_update(of=LeadRow)
    ).first()
    return get(tx, handoff_id)


def move(tx: Session, handoff_id: int, allowed: Collection[Status], **changes: object) -> bool:
    """Change a handoff if it is in one of the allowed states: True for the one caller who wins.

    The row count of this one statement is what decides between two clicks, two replicas, or a click and an
    automatic step.
    """
    values = {name: str(v) if isinstance(v, Status) else v for name, v in changes.items()}
    done = tx.connection().execute(
        update(HandoffRow)
        .where(col(HandoffRow.id) == handoff_id, col(HandoffRow.status).in_([str(s) for s in allowed]))
        .values(**values)
    )
    tx.expire_all()
    facts.mark(tx, handoff_id)
    return done.rowcount == 1


def touch(tx: Session, handoff_id: int, how: str, now: datetime) -> bool:
    """Record the first touch of an accepted lead; False when it is not accepted or was touched before."""
    done = tx.connection().execute(
        update(HandoffRow)
        .where(
            col(HandoffRow.id) == handoff_id,
            col(HandoffRow.status) == Status.ACCEPTED,
            col(HandoffRow.touched_at).is_(None),
        )
        .values(touched_at=now, touched_how=how)
    )
    tx.expire_all()
    facts.mark(tx, handoff_id)
    return done.rowcount == 1


def dimensions(tx: Session, handoff_id: int) -> dict[str, str]:
    """The dimensions that were frozen when the handoff started."""
    row = tx.get(HandoffRow, handoff_id)
    return {name: str(value) for name, value in row.dimensions.items()} if row else {}


def take_return(tx: Session, handoff_id: int) -> bool:
    """Take the day of return off a recycled lead: True for the one who then opens the new pass."""
    done = tx.connection().execute(
        update(HandoffRow)
        .where(
            col(HandoffRow.id) == handoff_id,
            col(HandoffRow.status) == Status.RECYCLED,
            col(HandoffRow.return_on).is_not(None),
        )
        .values(return_on=None)
    )
    tx.expire_all()
    return done.rowcount == 1


def follower(tx: Session, handoff_id: int) -> Handoff | None:
    """The pass that came out of this one, if any."""
    row = tx.exec(
        select(HandoffRow).where(HandoffRow.prior_id == handoff_id).order_by(col(HandoffRow.id).desc())
    ).first()
    return _handoff(row) if row else None


def change(tx: Session, handoff_id: int, **changes: object) -> None:
    """Set facts that no race is about, such as whom the lead was offered to."""
    tx.connection().execute(update(HandoffRow).where(col(HandoffRow.id) == handoff_id).values(**changes))
    tx.expire_all()
    facts.mark(tx, handoff_id)


def record(
    tx: Session,
    handoff_id: int,
    at: datetime,
    step: Step,
    by: str | None,
    facts: Mapping[str, str] | None = None,
) -> Entry:
    """Append one line to a handoff's log."""
    row = LogRow(handoff_id=handoff_id, at=at, step=str(step), by=by, facts=dict(facts or {}))
    tx.add(row)
    tx.flush()
    return _entry(row)


def entries(tx: Session, handoff_id: int) -> tuple[Entry, ...]:
    """A handoff's log, oldest first."""
    rows = tx.exec(select(LogRow).where(LogRow.handoff_id == handoff_id).order_by(col(LogRow.id)))
    return tuple(_entry(row) for row in rows)


def entry(tx: Session, entry_id: int) -> Entry | None:
    """One line of a log."""
    row = tx.get(LogRow, entry_id)
    return _entry(row) if row else None


def of_lead(tx: Session, lead_id: int) -> tuple[Handoff, ...]:
    """Every pass of a lead, oldest first; past ones may have been brought in after later ones."""
    passes = select(HandoffRow).where(HandoffRow.lead_id == lead_id)
    rows = tx.exec(passes.order_by(col(HandoffRow.handed_at), col(HandoffRow.id)))
    return tuple(_handoff(row) for row in rows)


def open_loads(tx: Session, owners: Collection[str]) -> dict[str, int]:
    """How many open leads each of these people has."""
    counts = tx.exec(
        select(HandoffRow.owner, func.count())
        .where(col(HandoffRow.owner).in_(list(owners)), HandoffRow.status == Status.OPEN)
        .group_by(col(HandoffRow.owner))
    )
    return {owner: n for owner, n in counts if owner}


def queue(tx: Session, person: str, limit: int) -> tuple[tuple[Handoff, ...], int]:
    """What a person has to do, soonest due first: open leads and accepted ones not yet touched.

    Answers with at most `limit` handoffs and how many there are in all.
    """
    return _due_first(tx, _todo(col(HandoffRow.owner) == person), limit)


def team_queue(tx: Session, team: str, limit: int) -> tuple[tuple[Handoff, ...], int]:
    """The same for a whole team, including leads that nobody owns yet."""
    return _due_first(tx, _todo(col(HandoffRow.team) == team), limit)


def offered_to(tx: Session, person: str, limit: int) -> tuple[Handoff, ...]:
    """Open leads that somebody else owns and this person may take, oldest first."""
    rows = tx.exec(
        select(HandoffRow)
        .where(
            HandoffRow.status == Status.OPEN,
            cast(col(HandoffRow.offered), String).contains(f'"{person}"', autoescape=True),
            or_(col(HandoffRow.owner).is_(None), col(HandoffRow.owner) != person),
        )
        .order_by(col(HandoffRow.id))
        .limit(limit)
    )
    return tuple(_handoff(row) for row in rows)


def newest(tx: Session, limit: int) -> tuple[Handoff, ...]:
    """The handoffs that were handed over last, newest first."""
    newest_first = (col(HandoffRow.handed_at).desc(), col(HandoffRow.id).desc())
    rows = tx.exec(select(HandoffRow).order_by(*newest_first).limit(limit))
    return tuple(_handoff(row) for row in rows)


def returning(tx: Session, today: date, limit: int) -> tuple[Handoff, ...]:
    """Recycled leads whose day of return has come."""
    rows = tx.exec(
        select(HandoffRow)
        .where(HandoffRow.status == Status.RECYCLED, col(HandoffRow.return_on) <= today)
        .order_by(col(HandoffRow.id))
        .limit(limit)
    )
    return tuple(_handoff(row) for row in rows)


def headlines(tx: Session, ids: Sequence[int]) -> tuple[Headline, ...]:
    """These handoffs for a list, in the order of their ids."""
    card = and_(col(PostRow.subject) == col(HandoffRow.id), col(PostRow.kind) == Kind.CARD)
    rows = tx.exec(
        select(HandoffRow, LeadRow.name, PostRow.channel, PostRow.ts)
        .join(LeadRow, col(LeadRow.id) == col(HandoffRow.lead_id))
        .outerjoin(PostRow, card)
        .where(col(HandoffRow.id).in_(list(ids)))
        .order_by(col(HandoffRow.id))
    )
    return tuple(
        Headline(HandoffId(row.id or 0), name, Status(row.status), row.reason, row.owner, channel, ts)
        for row, name, channel, ts in rows
    )


def of_import(tx: Session, import_id: int) -> Sequence[tuple[str | None, int]]:
    """How many handoffs of an import each owner has."""
    rows = tx.exec(
        select(HandoffRow.owner, func.count())
        .where(HandoffRow.import_id == import_id)
        .group_by(col(HandoffRow.owner))
        .order_by(func.count().desc(), col(HandoffRow.owner))
    )
    return [(owner, n) for owner, n in rows]


_PLAIN = (
    "lead_id", "status", "source", "tier", "tier_label", "definition", "agreement", "team", "owner",
    "handed_at", "decided_at", "decided_by", "reason", "detail", "return_on", "touched_at", "touched_how",
    "snoozes", "snoozed_until", "excused", "quiet", "prior_id", "import_id", "campaign",
    "first_status", "first_decided_at", "first_reason",
)  # fmt: skip


def _handoff(row: HandoffRow) -> Handoff:
    facts = {name: getattr(row, name) for name in _PLAIN}
    facts |= {
        "id": HandoffId(row.id or 0),
        "lead_id": LeadId(row.lead_id),
        "status": Status(row.status),
        "first_status": Status(row.first_status) if row.first_status else None,
        "criteria": tuple(CriterionMet(**c) for c in row.criteria),  # type: ignore[arg-type]
        "offered": tuple(row.offered),
        "policy": Policy(**row.policy),
    }
    return Handoff(**facts)


def _entry(row: LogRow) -> Entry:
    return Entry(row.id or 0, HandoffId(row.handoff_id), row.at, Step(row.step), row.by, row.facts)


def _todo(whose: ColumnElement[bool]) -> ColumnElement[bool]:
    # Nobody owes the first touch of what was accepted before this installation knew of it.
    owed = select(PromiseRow.handoff_id).where(
        PromiseRow.kind == promise.Kind.TOUCH, col(PromiseRow.ended_at).is_(None)
    )
    waiting = (
        (col(HandoffRow.status) == Status.ACCEPTED)
        & col(HandoffRow.touched_at).is_(None)
        & col(HandoffRow.id).in_(owed)
    )
    return whose & or_(col(HandoffRow.status) == Status.OPEN, waiting)


def _due_first(tx: Session, whose: ColumnElement[bool], limit: int) -> tuple[tuple[Handoff, ...], int]:
    due = (
        select(col(PromiseRow.handoff_id), func.min(PromiseRow.due_at).label("due"))
        .where(col(PromiseRow.ended_at).is_(None))
        .group_by(col(PromiseRow.handoff_id))
        .subquery()
    )
    rows = tx.exec(
        select(HandoffRow)
        .outerjoin(due, due.c.handoff_id == HandoffRow.id)
        .where(whose)
        .order_by(due.c.due.is_(None), due.c.due, col(HandoffRow.id))
        .limit(limit)
    )
    total = tx.exec(select(func.count()).select_from(HandoffRow).where(whose)).one()
    return tuple(_handoff(row) for row in rows), total
