"""Leads and the references by which other systems call them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import delete, update
from sqlmodel import Session, col, func, select

from bot.domain import document
from bot.domain.lead import Lead, Ref, display_name
from storage import awaited
from storage.tables import HandoffRow, LeadRef, LeadRow


@dataclass(frozen=True, slots=True)
class Known:
    """A stored lead; `flags` are what intake found odd about its identity."""

    id: int
    lead: Lead
    flags: tuple[str, ...] = ()


def get(tx: Session, lead_id: int) -> Known | None:
    """The lead of that id."""
    row = tx.get(LeadRow, lead_id, populate_existing=True)
    return _known(row) if row else None


def match(tx: Session, refs: Sequence[Ref], email: str | None) -> tuple[Known | None, tuple[str, ...]]:
    """Whom an event is about: by reference, then by e-mail, never by name or company.

    References that point at different persons are flagged and not merged; the first one decides. The lead is
    held until this unit of work ends, see `handoffs.hold`.
    """
    by_ref = [lead_id for ref in refs if (lead_id := _by_ref(tx, ref)) is not None]
    by_email = tx.exec(select(LeadRow.id).where(LeadRow.email == email)).first() if email else None
    found = list(dict.fromkeys([*by_ref, *([by_email] if by_email else [])]))
    if not found:
        return None, ()
    flags = ("its references point at different persons",) if len(found) > 1 else ()
    row = tx.get(LeadRow, found[0], populate_existing=True, with_for_update=True)
    return _known(row) if row else None, flags


def save(tx: Session, known: Known | None, lead: Lead, flags: Sequence[str], now: datetime) -> Known:
    """Store a new or changed lead with its references; an e-mail that is somebody else's stays theirs.

    What waited for somebody of that e-mail or reference waits no longer.
    """
    row = tx.get(LeadRow, known.id) if known else None
    if row is None:
        row = LeadRow(data={}, created_at=now, updated_at=now)
    owner = tx.exec(select(LeadRow.id).where(LeadRow.email == lead.person.email)).first()
    if owner is not None and owner != row.id:
        lead = replace(lead, person=replace(lead.person, email=row.email))
    row.email = lead.person.email
    row.name = display_name(lead.person)
    row.data = document.to_json(lead)
    row.flags = list(dict.fromkeys([*(known.flags if known else ()), *flags]))
    row.updated_at = now
    tx.add(row)
    tx.flush()
    stored = _known(row)
    for ref in lead.refs:
        _save_ref(tx, ref, stored.id)
    awaited.release(tx, awaited.identities((ref.key for ref in lead.refs), row.email))
    return stored


def find(tx: Session, text: str, limit: int = 10) -> tuple[Known, ...]:
    """Leads by e-mail, or by name as people type it: exact first, then as a part."""
    exact = tx.exec(select(LeadRow).where((LeadRow.email == text.lower()) | (LeadRow.name == text))).all()
    if exact:
        return tuple(_known(row) for row in exact[:limit])
    part = func.lower(LeadRow.name).contains(text.lower(), autoescape=True)
    return tuple(
        _known(row) for row in tx.exec(select(LeadRow).where(part).order_by(col(LeadRow.id)).limit(limit))
    )


def refs_of(tx: Session, lead_id: int) -> list[tuple[str, str, str]]:
    """The references that point at a lead: system, account, id."""
    rows = tx.exec(select(LeadRef).where(LeadRef.lead_id == lead_id))
    return [(row.system, row.account, row.ref) for row in rows]


def absorb(tx: Session, kept: int, other: int) -> None:
    """One person was two: the other's references and handoffs become the kept one's."""
    tx.connection().execute(update(LeadRef).where(col(LeadRef.lead_id) == other).values(lead_id=kept))
    tx.connection().execute(update(HandoffRow).where(col(HandoffRow.lead_id) == other).values(lead_id=kept))
    tx.connection().execute(delete(LeadRow).where(col(LeadRow.id) == other))
    tx.expire_all()


def erase(tx: Session, lead_id: int, now: datetime) -> None:
    """Forget everything personal of a lead; its handoffs stay, as counts need them."""
    row = tx.get(LeadRow, lead_id)
    if row is not None:
        row.email, row.name, row.data, row.flags, row.updated_at = None, "Erased person", {}, [], now
        tx.add(row)
    tx.connection().execute(delete(LeadRef).where(col(LeadRef.lead_id) == lead_id))
    tx.flush()
    tx.expire_all()


def _by_ref(tx: Session, ref: Ref) -> int | None:
    row = tx.get(LeadRef, ref.key)
    return row.lead_id if row else None


def _save_ref(tx: Session, ref: Ref, lead_id: int) -> None:
    row = tx.get(LeadRef, ref.key)
    if row is None:
        system, account, name = ref.key
        row = LeadRef(system=system, account=account, ref=name, lead_id=lead_id)
    row.object, row.url = ref.object or row.object, ref.url or row.url
    tx.add(row)


def _known(row: LeadRow) -> Known:
    return Known(row.id or 0, document.lead_from_json(row.data), tuple(row.flags))
