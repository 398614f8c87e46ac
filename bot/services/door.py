"""The door: who knocks, is it really them, and is what they bring stored before anybody is thanked?

The order is fixed: size, signature over the raw bytes, then content. Nothing that was answered with success
is ever lost, and nothing is worked on here.
"""

import hashlib
import json
import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.domain.lead import FieldError, LeadEvent
from bot.gateways import bodies, webhooks
from bot.gateways.bodies import BodyProblem, Kind
from bot.services.intake import Reader
from storage import raw_events
from storage.database import Database
from storage.raw_events import Arrival

log = logging.getLogger(__name__)

BACKLOG = 50_000

# A vendor's body -> its items, each with the key that it names itself, if it does.
Split = Callable[[object], Sequence[tuple[object, str | None]]]


@dataclass(frozen=True, slots=True)
class Source:
    """A sender as the door knows it; `split` is None for the native canonical lead.

    Without a `scheme` nobody is let in, or, if it is `open`, only what was sent on this machine.
    """

    key: str
    scheme: webhooks.Scheme | None
    read: Reader
    split: Split | None = None
    open: bool = False


@dataclass(frozen=True, slots=True)
class Receipt:
    """What the sender is told: an HTTP status and a JSON body (RFC 9457 where it is a problem)."""

    status: int
    body: Mapping[str, object]
    retry_after: int | None = None


@dataclass(frozen=True, slots=True)
class Parcel:
    """A request as it came; `local` is whether a program on this machine sent it."""

    headers: Mapping[str, str]
    body: bytes
    local: bool = False


class Door:
    """Receives for all sources of the agreement file; no more while `backlog` events wait."""

    def __init__(
        self,
        db: Database,
        sources: Mapping[str, Source],
        wake: Callable[[], None],
        backlog: int = BACKLOG,
    ) -> None:
        self._db = db
        self._backlog = backlog
        self._sources = sources
        self._wake = wake

    async def receive(self, key: str, parcel: Parcel) -> Receipt:
        """Store what a source sent, or say why not."""
        source = self._sources.get(key)
        if source is None:
            return problem(404, "Unknown source", f"There is no source “{key}” in the agreement file.")
        now = await self._db.now()
        try:
            _verify(source, parcel, now)
        except webhooks.UnverifiedError as error:
            log.warning("a delivery from %s was not verified: %s", key, error)
            return problem(401, "Not verified")
        if await self._db.read(raw_events.backlog) >= self._backlog:
            return problem(503, "Too much is waiting", "Send it again in a minute.", retry_after=60)
        items = bodies.decode(
            parcel.body, parcel.headers.get("content-type", ""), parcel.headers.get("content-encoding", "")
        )
        receipt = await self._take_in(source, items, parcel, now)
        self._wake()
        return receipt

    async def _take_in(
        self, source: Source, items: list[object] | BodyProblem, parcel: Parcel, now: datetime
    ) -> Receipt:
        if isinstance(items, BodyProblem):
            return await self._unreadable(source, items, parcel, now)
        if source.split is None:
            return await self._native(source, items, parcel, now)
        return await self._mapped(source, source.split, items, parcel, now)

    async def _unreadable(
        self, source: Source, trouble: BodyProblem, parcel: Parcel, now: datetime
    ) -> Receipt:
        """Vendors cannot mend their JSON: theirs is kept as a dead letter. Our own format is refused."""
        if trouble.kind is Kind.NOT_JSON and source.split is not None:
            arrival = Arrival(_digest(parcel.body), parcel.body, dead=trouble.detail)
            return await self._store(source, [arrival], now)
        status = {Kind.TOO_LARGE: 413, Kind.WRONG_TYPE: 415, Kind.NOT_JSON: 400}[trouble.kind]
        return problem(status, "The body cannot be read", trouble.detail)

    async def _native(self, source: Source, items: list[object], parcel: Parcel, now: datetime) -> Receipt:
        """The canonical lead is checked at the door: its sender can mend it field by field."""
        good: list[Arrival] = []
        rejected: list[dict[str, object]] = []
        for position, item in enumerate(items):
            event = source.read(item, now)
            match event:
                case LeadEvent():
                    good.append(Arrival(event.event_id, _dump(item)))
                case None:
                    continue
                case errors:
                    rejected.append({"index": position, "errors": _listed(errors)})
        if rejected and len(items) == 1:
            return problem(422, "The lead is not valid", errors=rejected[0]["errors"])
        return await self._store(source, good, now, rejected)

    async def _mapped(
        self,
        source: Source,
        split: Split,
        items: list[object],
        parcel: Parcel,
        now: datetime,
    ) -> Receipt:
        found = [(item, split(item)) for item in items]
        parts = [part for _, inside in found for part in inside]
        if len(parts) > bodies.MAX_ITEMS:
            return problem(413, "Too many items", f"Send at most {bodies.MAX_ITEMS} in one delivery.")
        arrivals = [
            Arrival(
                webhooks.event_key(source.scheme, parcel.headers, _dump(item), own_key, position), _dump(item)
            )
            for position, (item, own_key) in enumerate(parts)
        ]
        for body in (_dump(item) for item, inside in found if not inside):
            arrivals.append(Arrival(_digest(body), body, dead="the mapping finds no lead in it"))
        return await self._store(source, arrivals, now)

    async def _store(
        self, source: Source, arrivals: list[Arrival], now: datetime, rejected: Sequence[object] = ()
    ) -> Receipt:
        new = await self._db.run(lambda tx: raw_events.receive(tx, source.key, arrivals, now))
        body: dict[str, object] = {
            "status": "accepted" if new or not arrivals else "duplicate",
            "accepted": new,
            "duplicates": len(arrivals) - new,
        }
        if rejected:
            body["rejected"] = list(rejected)
        return Receipt(200 if arrivals and not new and not rejected else 202, body)


def problem(
    status: int, title: str, detail: str = "", *, retry_after: int | None = None, errors: object = None
) -> Receipt:
    """A problem by RFC 9457, without members that say nothing."""
    said = {"title": title, "status": status, "detail": detail, "errors": errors}
    return Receipt(status, {name: value for name, value in said.items() if value}, retry_after)


def _verify(source: Source, parcel: Parcel, now: datetime) -> None:
    """Returns for whoever may come in; raises UnverifiedError for everybody else."""
    if source.scheme is not None:
        webhooks.verify(source.scheme, parcel.headers, parcel.body, now)
    elif not source.open:
        raise webhooks.UnverifiedError("its secret is not set, so it is closed")
    elif not parcel.local:
        raise webhooks.UnverifiedError("it asks for no proof, so only this machine may send")


def _listed(errors: Sequence[FieldError]) -> list[dict[str, str]]:
    return [{"field": error.path, "problem": error.problem} for error in errors]


def _dump(item: object) -> bytes:
    return json.dumps(item, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")


def _digest(body: bytes) -> str:
    return hashlib.sha256(body).hexdigest()
