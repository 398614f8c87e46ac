"""The canonical lead: what is known of a person, in groups of fields, whatever system it came from.

A source tells it in events (`LeadEvent`); the events of one person merge into a `Lead`. All text in both is
foreign: cleaned on the way in, still to be escaped on the way out. A field nobody told is None, a list empty.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import datetime
from enum import StrEnum

Scalar = str | int | float | bool
Facts = Mapping[str, Scalar]

MAX_ACTIVITIES = 50
MAX_CUSTOM = 50
SCORE_BANDS = ((40, "0-39"), (60, "40-59"), (80, "60-79"), (101, "80-100"))


class EventType(StrEnum):
    """What an event says of the person."""

    QUALIFIED = "lead.qualified"
    UPDATED = "lead.updated"
    UNQUALIFIED = "lead.unqualified"
    OUTCOME = "lead.outcome"
    DELETED = "person.deleted"
    MERGED = "person.merged"  # the first reference is the one that stays, the others are now the same person


class ConsentStatus(StrEnum):
    """Whether the person agreed to be contacted."""

    GRANTED = "granted"
    DENIED = "denied"
    UNKNOWN = "unknown"


class OutcomeKind(StrEnum):
    """What became of an accepted lead, as the CRM reports it."""

    SQL = "sql"
    OPPORTUNITY = "opportunity"
    WON = "won"
    LOST = "lost"
    DISQUALIFIED = "disqualified"


@dataclass(frozen=True, slots=True)
class FieldError:
    """What is wrong with one field of an event, and what would be right; `path` as in `person.email`."""

    path: str
    problem: str


@dataclass(frozen=True, slots=True)
class Group:
    """A group of fields that are told and merged together."""

    def given(self) -> dict[str, object]:
        """The fields that somebody told."""
        values = {each.name: getattr(self, each.name) for each in fields(self)}
        return {name: value for name, value in values.items() if value not in (None, (), {})}


@dataclass(frozen=True, slots=True)
class Person(Group):
    """Who it is. `phone` is E.164, `country` ISO 3166-1, `timezone` an IANA name, `language` BCP 47."""

    email: str | None = None
    phone: str | None = None
    first_name: str | None = None
    last_name: str | None = None
    title: str | None = None
    persona: str | None = None
    linkedin_url: str | None = None
    country: str | None = None
    timezone: str | None = None
    language: str | None = None


@dataclass(frozen=True, slots=True)
class Company(Group):
    """Where the person works. `employee_count` is a number or a band such as "51-200" or "1000+"."""

    name: str | None = None
    domain: str | None = None
    industry: str | None = None
    employee_count: int | str | None = None
    annual_revenue: int | float | None = None
    currency: str | None = None
    country: str | None = None
    region: str | None = None
    segment: str | None = None


@dataclass(frozen=True, slots=True)
class ScorePart:
    """One line of how the score came about."""

    name: str
    points: int | float | None = None


@dataclass(frozen=True, slots=True)
class CriterionResult:
    """One criterion of the definition; `met` is None when the source cannot say."""

    name: str
    met: bool | None = None
    evidence: str | None = None


@dataclass(frozen=True, slots=True)
class Qualification(Group):
    """Why marketing says that the lead is ready."""

    stage: str | None = None
    score: int | float | None = None
    score_parts: tuple[ScorePart, ...] = ()
    grade: str | None = None
    reason: str | None = None
    tier: str | None = None
    criteria: tuple[CriterionResult, ...] = ()
    qualified_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Campaign(Group):
    """The planned effort, and in `source` the origin of record."""

    id: str | None = None
    name: str | None = None
    source: str | None = None
    medium: str | None = None
    term: str | None = None
    content: str | None = None
    first_touch: Facts = field(default_factory=dict)
    last_touch: Facts = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Context(Group):
    """Where the person was heard and what they wrote."""

    form_name: str | None = None
    landing_page_url: str | None = None
    referrer_url: str | None = None
    message: str | None = None


@dataclass(frozen=True, slots=True)
class Consent(Group):
    """Whether, on what ground and since when the person may be contacted."""

    status: ConsentStatus | None = None
    basis: str | None = None
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Owner(Group):
    """Who owns the person in the CRM."""

    ref: str | None = None
    email: str | None = None


@dataclass(frozen=True, slots=True)
class Outcome(Group):
    """What a `lead.outcome` event reports; `amount` in `currency` (ISO 4217).

    `deal` is how the CRM calls the opportunity, `created_at` when that was created.
    """

    kind: OutcomeKind | None = None
    amount: int | float | None = None
    currency: str | None = None
    at: datetime | None = None
    deal: str | None = None
    created_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Activity:
    """Something the person did."""

    type: str | None = None
    title: str | None = None
    url: str | None = None
    occurred_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Ref:
    """How another system calls the person."""

    system: str
    id: str
    account: str | None = None
    object: str | None = None
    url: str | None = None

    @property
    def key(self) -> tuple[str, str, str]:
        """What makes two references the same: system, account ("" when there is none), id."""
        return (self.system, self.account or "", self.id)


@dataclass(frozen=True, slots=True)
class LeadEvent:
    """One thing that one source said at one time. `flags` say in words what was cut or left out."""

    source: str
    event_id: str
    type: EventType
    occurred_at: datetime
    person: Person = Person()
    company: Company = Company()
    qualification: Qualification = Qualification()
    campaign: Campaign = field(default_factory=Campaign)
    context: Context = Context()
    consent: Consent = Consent()
    owner: Owner = Owner()
    outcome: Outcome = Outcome()
    activities: tuple[Activity, ...] = ()
    refs: tuple[Ref, ...] = ()
    custom: Facts = field(default_factory=dict)
    flags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Lead:
    """What is known of a person by now; `written` says when each group was last told (`occurred_at`)."""

    person: Person = Person()
    company: Company = Company()
    qualification: Qualification = Qualification()
    campaign: Campaign = field(default_factory=Campaign)
    context: Context = Context()
    consent: Consent = Consent()
    owner: Owner = Owner()
    activities: tuple[Activity, ...] = ()
    refs: tuple[Ref, ...] = ()
    custom: Facts = field(default_factory=dict)
    written: Mapping[str, datetime] = field(default_factory=dict)


def full_name(person: Person) -> str | None:
    """First and last name as far as known; None when neither is."""
    return " ".join(part for part in (person.first_name, person.last_name) if part) or None


def display_name(person: Person) -> str:
    """What to call the person: the name, else the e-mail, else the phone number."""
    return full_name(person) or person.email or person.phone or "Unknown person"


def headline(person: Person, company: Company) -> tuple[str, ...]:
    """Name, title and company, without those that are not known: the first line of a card."""
    parts = (display_name(person), person.title, company.name or company.domain)
    return tuple(part for part in parts if part)


def score_band(score: float | None) -> str | None:
    """The band of a score from 0 to 100; None for no score and for one on another scale."""
    if score is None or not 0 <= score <= 100:
        return None
    return next(band for end, band in SCORE_BANDS if score < end)
