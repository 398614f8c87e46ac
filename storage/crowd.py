"""The people of a batch of past handoffs: who is known already, who is new, and which passes they had."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy import bindparam, update
from sqlmodel import Session, col, select

from bot.domain import document, merging
from bot.domain.handoff import Status
from bot.domain.lead import EventType, Lead, Ref, display_name
from bot.domain.past import Past
from storage import awaited, bulk
from storage.tables import HandoffRow, LeadRef, LeadRow

Key = tuple[str, str, str]  # system, account, id

_LEAD = ("id", "email", "name", "data", "flags", "created_at", "updated_at")
_REF = ("system", "account", "ref", "lead_id", "object", "url")
_QUALIFIED = {"source": "history", "event_id": "", "type": EventType.QUALIFIED}
_ONE = "its references point at different persons"


@dataclass(slots=True)
class Member:
    """Somebody of the batch: the lead's document, and the passes by when they were handed over."""

    id: int
    data: document.Json
    email: str | None = None
    name: str = ""
    flags: list[str] = field(default_factory=list)
    passes: dict[datetime, int] = field(default_factory=dict)
    open: int | None = None
    is_new: bool = False
    changed: bool = False

    def before(self, at: datetime) -> int | None:
        """The pass before that time."""
        return max(((handed, one) for handed, one in self.passes.items() if handed < at), default=(at, None))[
            1
        ]


class Crowd:
    """Everybody in a batch, found by reference, then by e-mail, never by name or company."""

    def __init__(self, tx: Session, batch: Sequence[Past]) -> None:
        self._tx = tx
        self._by_ref: dict[Key, Member] = {}
        self._by_email: dict[str, Member] = {}
        self._members: list[Member] = []
        self._new_refs: list[tuple[object, ...]] = []
        self._fresh = iter(bulk.ids(tx, LeadRow, len(batch)))
        self._load({ref.key for one in batch for ref in one.refs}, {one.email for one in batch if one.email})

    def find(self, past: Past) -> list[Member]:
        """Whom a past handoff is about, if that is known: more than one where its identities disagree."""
        found = [self._by_ref[key] for ref in past.refs if (key := ref.key) in self._by_ref]
        named = self._by_email.get(past.email) if past.email else None
        return found if named is None else [*found, named]

    def take(self, past: Past, found: Sequence[Member]) -> Member:
        """The first of those found, or somebody new, with what the handoff tells of them."""
        member = found[0] if found else self._join(past)
        if found:
            self._merge(member, past)
        if any(other is not member for other in found) and _ONE not in member.flags:
            member.flags.append(_ONE)
        for ref in past.refs:
            if (key := ref.key) not in self._by_ref:
                self._by_ref[key] = member
                self._new_refs.append((*key, member.id, ref.object, ref.url))
        return member

    def save(self, now: datetime) -> None:
        """Write everybody who is new or has changed."""
        new = [one for one in self._members if one.is_new]
        rows = [(one.id, one.email, one.name, one.data, one.flags, now, now) for one in new]
        bulk.insert(self._tx, LeadRow, _LEAD, rows)
        bulk.insert(self._tx, LeadRef, _REF, self._new_refs)
        changed = [one for one in self._members if one.changed and not one.is_new]
        if changed:
            self._tx.connection().execute(_UPDATE, [_changes(one, now) for one in changed])

    def identities(self) -> list[str]:
        """By what everybody of the batch may be awaited."""
        refs = awaited.identities(self._by_ref, None)
        return [*refs, *(each for email in self._by_email for each in awaited.identities((), email))]

    def _join(self, past: Past) -> Member:
        member = Member(next(self._fresh), _first(past), past.email, flags=list(past.flags), is_new=True)
        member.name = _name(past)
        self._members.append(member)
        if past.email is not None:
            self._by_email[past.email] = member
        return member

    def _merge(self, member: Member, past: Past) -> None:
        """One more pass tells more of somebody; an e-mail that is somebody else's stays theirs."""
        told = {"refs": [_ref(ref) for ref in past.refs], "occurred_at": past.handed_at.isoformat()}
        event = document.event_from_json({**past.groups, **told, **_QUALIFIED})
        lead = merging.merge(document.lead_from_json(member.data), event)
        email = lead.person.email
        if email is not None and self._by_email.get(email, member) is not member:
            lead = replace(lead, person=replace(lead.person, email=member.email))
        self._call(member, lead)

    def _call(self, member: Member, lead: Lead) -> None:
        email = lead.person.email
        if email != member.email:
            if member.email is not None:
                self._by_email.pop(member.email, None)
            if email is not None:
                self._by_email[email] = member
            member.email = email
        member.data, member.name, member.changed = document.to_json(lead), display_name(lead.person), True

    def _load(self, refs: Iterable[Key], emails: Iterable[str]) -> None:
        """Everybody who is known by one of these; each is held until this unit of work ends."""
        owners = self._owners(refs)
        known = set(owners.values())
        for some in bulk.pieces(emails):
            known |= {
                one for one in self._tx.exec(select(LeadRow.id).where(col(LeadRow.email).in_(some))) if one
            }
        members = {member.id: member for member in self._known(sorted(known))}
        self._members = list(members.values())
        self._by_ref = {key: members[lead_id] for key, lead_id in owners.items()}
        self._by_email = {member.email: member for member in self._members if member.email}
        for held in bulk.pieces(members):
            self._load_passes(members, held)

    def _owners(self, refs: Iterable[Key]) -> dict[Key, int]:
        by_system: dict[tuple[str, str], list[str]] = {}
        for system, account, name in refs:
            by_system.setdefault((system, account), []).append(name)
        found: dict[Key, int] = {}
        for (system, account), names in by_system.items():
            for some in bulk.pieces(names):
                query = select(LeadRef.ref, LeadRef.lead_id).where(
                    LeadRef.system == system, LeadRef.account == account, col(LeadRef.ref).in_(some)
                )
                found |= {(system, account, name): lead_id for name, lead_id in self._tx.exec(query)}
        return found

    def _known(self, lead_ids: Sequence[int]) -> Iterable[Member]:
        columns = sa.select(*(col(one) for one in (LeadRow.id, LeadRow.email, LeadRow.data, LeadRow.flags)))
        for some in bulk.pieces(lead_ids):
            query = columns.where(col(LeadRow.id).in_(some)).order_by(col(LeadRow.id)).with_for_update()
            for row in self._tx.connection().execute(query):
                yield Member(row.id, row.data, row.email, flags=list(row.flags))

    def _load_passes(self, members: Mapping[int, Member], lead_ids: Sequence[int]) -> None:
        query = select(HandoffRow.id, HandoffRow.lead_id, HandoffRow.handed_at, HandoffRow.status)
        for handoff_id, lead_id, handed_at, status in self._tx.exec(
            query.where(col(HandoffRow.lead_id).in_(lead_ids))
        ):
            members[lead_id].passes[handed_at] = handoff_id or 0
            if status == Status.OPEN:
                members[lead_id].open = handoff_id


_UPDATE = (
    update(LeadRow)
    .where(col(LeadRow.id) == bindparam("lead"))
    .values({name: bindparam(f"new_{name}") for name in ("email", "name", "data", "flags", "updated_at")})
)


def _changes(one: Member, now: datetime) -> dict[str, object]:
    return {
        "lead": one.id, "new_email": one.email, "new_name": one.name, "new_data": one.data,
        "new_flags": one.flags, "new_updated_at": now,
    }  # fmt: skip


def _first(past: Past) -> document.Json:
    """The document of a lead that one handoff tells of, as merging into nothing would make it."""
    groups = {name: dict(group) for name, group in past.groups.items() if group}
    at = past.handed_at.isoformat()
    refs = {"refs": [_ref(ref) for ref in past.refs]} if past.refs else {}
    written: document.Json = {"written": dict.fromkeys(groups, at)} if groups else {}
    return {**groups, **refs, **written}


def _name(past: Past) -> str:
    person = past.groups.get("person", {})
    parts = [str(person[key]) for key in ("first_name", "last_name") if key in person]
    return " ".join(parts) or str(person.get("email") or person.get("phone") or "Unknown person")


def _ref(ref: Ref) -> dict[str, str]:
    told = {"system": ref.system, "id": ref.id, "account": ref.account, "object": ref.object, "url": ref.url}
    return {name: value for name, value in told.items() if value is not None}
