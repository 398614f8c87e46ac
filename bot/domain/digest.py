"""A digest as it was told, and what people took on because of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import NewType
from zoneinfo import ZoneInfo

from bot.domain import interval
from bot.domain import period as periods
from bot.domain.agreement import DigestPlan
from bot.domain.handoff import HandoffId, Status
from bot.domain.period import Period

DigestId = NewType("DigestId", int)

LATE = timedelta(hours=6)  # a digest that comes later than this after its time says so


@dataclass(frozen=True, slots=True)
class Digest:
    """The digest of one week; `snapshot` holds its numbers, frozen when it was claimed."""

    id: DigestId
    week: str
    claimed_at: datetime
    late: bool
    snapshot: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Action:
    """What one person took on because of one signal, until when, and what came of it."""

    signal: str
    ask: str
    owner: str
    taken_at: datetime
    due_on: date
    done_at: datetime | None = None
    result: str | None = None


@dataclass(frozen=True, slots=True)
class Headline:
    """One handoff in a list: whose it is, how it stands, and where its card is."""

    id: HandoffId
    lead: str
    status: Status
    reason: str | None
    owner: str | None
    channel: str | None  # of the card, where it has one
    ts: str | None


def due_week(plan: DigestPlan, zone: str, now: datetime) -> Period:
    """The newest week whose digest's time has come."""
    week = periods.last_week(now, zone)
    return week if send_at(plan, zone, week) <= now else periods.earlier(week, 1)


def send_at(plan: DigestPlan, zone: str, week: Period) -> datetime:
    """When the digest of a week is due: on the plan's day of the week after, at its time in `zone`."""
    return morning(week.end + timedelta(days=plan.weekday), plan.at, zone)


def morning(day: date, at: time, zone: str) -> datetime:
    """The instant at which the clock of a zone shows a time on a day."""
    return interval.instant(day, at, ZoneInfo(zone), last=False)
