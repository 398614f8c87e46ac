"""The canonical lead as systems write it in JSON: its groups, fields, limits and which of them are required.

The annotations `Text`, `Lookup`, `Digits`, `Items` and `Pairs` say what `bot/gateways/repair.py` puts right
first: texts are cleaned and cut, unknown values of secondary facts left out. The rest is checked strictly.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from types import UnionType
from typing import Annotated, get_args, get_origin

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from bot.domain import lead
from bot.gateways import values


@dataclass(frozen=True)
class Text:
    """A text of at most `limit` characters."""

    limit: int
    multi_line: bool = False


@dataclass(frozen=True)
class Lookup:
    """A value of type `takes` that `read` knows, or one to leave out; `expected` says what it knows."""

    read: Callable[..., str | int | None]
    expected: str
    takes: type | UnionType = str


@dataclass(frozen=True)
class Digits:
    """A text that is also taken from a whole number."""


@dataclass(frozen=True)
class Items:
    """A list of at most `limit` entries."""

    limit: int


@dataclass(frozen=True)
class Pairs:
    """At most `limit` free keys of at most `key` characters, with texts of at most `value` characters."""

    limit: int
    key: int
    value: int


def _read_headcount(value: object) -> int | str:
    if isinstance(value, bool) or not isinstance(value, int | str):
        raise ValueError("should be a number or a band such as 51-200")
    return value


def _read_scalar(value: object) -> lead.Scalar:
    if isinstance(value, bool | str):
        return value
    if not isinstance(value, int | float):
        raise ValueError("should be text, a number, true or false")
    return values.read_number(value)


Id = Annotated[str, BeforeValidator(values.read_id)]
Email = Annotated[str | None, BeforeValidator(values.read_email)]
Moment = Annotated[datetime, BeforeValidator(values.read_moment)]
Number = Annotated[int | float, BeforeValidator(values.read_number)]
Scalar = Annotated[str | int | float | bool, BeforeValidator(_read_scalar)]
Line8 = Annotated[str | None, Text(8)]
Line100 = Annotated[str | None, Text(100)]
Line120 = Annotated[str | None, Text(120)]
Line150 = Annotated[str | None, Text(150)]
Line200 = Annotated[str | None, Text(200)]
Line500 = Annotated[str | None, Text(500)]
Lines5000 = Annotated[str | None, Text(5000, multi_line=True)]
Link = Annotated[str | None, Lookup(values.read_link, "a web address that begins with https://")]
Country = Annotated[
    str | None, Lookup(values.read_country, "a two-letter code such as DE or an English name")
]
Currency = Annotated[str | None, Lookup(values.read_currency, "a three-letter code such as EUR")]
Phone = Annotated[str | None, Digits()]
Headcount = Annotated[
    int | str | None,
    BeforeValidator(_read_headcount),
    Lookup(values.read_headcount, "a number or a band such as 51-200", int | str),
]
Touch = Annotated[dict[str, Scalar] | None, Pairs(20, 64, 200)]


class Group(BaseModel):
    """Types are taken strictly: a number in quotes is a text."""

    model_config = ConfigDict(strict=True)


class Event(Group):
    """What is said, by whom and when."""

    source: Annotated[str | None, Text(100)] = None
    event_id: Id
    type: Annotated[lead.EventType, Field(strict=False)]
    occurred_at: Moment


class Person(Group):
    """See `bot.domain.lead.Person`; the phone number is read later, because it needs the country."""

    email: Email = None
    phone: Phone = None
    first_name: Line100 = None
    last_name: Line100 = None
    title: Line150 = None
    persona: Line100 = None
    linkedin_url: Link = None
    country: Country = None
    timezone: Annotated[str | None, Lookup(values.read_zone, "an IANA name such as Europe/Berlin")] = None
    language: Annotated[str | None, Lookup(values.read_language, "a code such as de or pt-BR")] = None


class Company(Group):
    """See `bot.domain.lead.Company`."""

    name: Line200 = None
    domain: Annotated[str | None, Lookup(values.read_domain, "a domain such as lumen.example")] = None
    industry: Line120 = None
    employee_count: Headcount = None
    annual_revenue: Number | None = None
    currency: Currency = None
    country: Country = None
    region: Line100 = None
    segment: Line100 = None


class ScorePart(Group):
    """One line of how the score came about."""

    name: Annotated[str, Text(200)]
    points: Number | None = None


class Criterion(Group):
    """One criterion of the definition and whether it was met."""

    name: Annotated[str, Text(200)]
    met: bool | None = None
    evidence: Line500 = None


class Qualification(Group):
    """See `bot.domain.lead.Qualification`."""

    stage: Line100 = None
    score: Number | None = None
    score_parts: Annotated[list[ScorePart] | None, Items(50)] = None
    grade: Line8 = None
    reason: Line500 = None
    tier: Line100 = None
    criteria: Annotated[list[Criterion] | None, Items(50)] = None
    qualified_at: Moment | None = None


class Campaign(Group):
    """See `bot.domain.lead.Campaign`."""

    id: Id | None = None
    name: Line200 = None
    source: Line200 = None
    medium: Line200 = None
    term: Line200 = None
    content: Line200 = None
    first_touch: Touch = None
    last_touch: Touch = None


class Context(Group):
    """See `bot.domain.lead.Context`."""

    form_name: Line200 = None
    landing_page_url: Link = None
    referrer_url: Link = None
    message: Lines5000 = None


class Consent(Group):
    """See `bot.domain.lead.Consent`."""

    status: Annotated[lead.ConsentStatus | None, Field(strict=False)] = None
    basis: Line200 = None
    at: Moment | None = None


class Owner(Group):
    """See `bot.domain.lead.Owner`."""

    ref: Id | None = None
    email: Email = None


class Outcome(Group):
    """See `bot.domain.lead.Outcome`. What is open has no `closed_at`: in CRMs it then is an expectation."""

    kind: Annotated[lead.OutcomeKind, Field(strict=False)]
    amount: Number | None = None
    currency: Currency = None
    at: Moment | None = None
    deal: Id | None = None
    created_at: Moment | None = None
    closed_at: Moment | None = None


class Activity(Group):
    """See `bot.domain.lead.Activity`."""

    type: Line100 = None
    title: Line200 = None
    url: Link = None
    occurred_at: Moment | None = None


class Ref(Group):
    """See `bot.domain.lead.Ref`."""

    system: Id
    account: Id | None = None
    object: Id | None = None
    id: Id
    url: Link = None


class Lead(Group):
    """The whole document. What is sent as `null` is the same as not sent."""

    event: Event
    person: Person | None = None
    company: Company | None = None
    qualification: Qualification | None = None
    campaign: Campaign | None = None
    context: Context | None = None
    consent: Consent | None = None
    owner: Owner | None = None
    outcome: Outcome | None = None
    activities: list[Activity] | None = None
    refs: Annotated[list[Ref] | None, Items(50)] = None
    custom: Annotated[dict[str, Scalar] | None, Pairs(lead.MAX_CUSTOM, 64, 1000)] = None


def group_in(annotation: object) -> type[Group] | None:
    """The group within `Group | None` or `list[Group] | None`."""
    if isinstance(annotation, type) and issubclass(annotation, Group):
        return annotation
    found = (group_in(inner) for inner in get_args(annotation))
    return next((group for group in found if group), None)


def is_list(annotation: object) -> bool:
    """Whether the field holds a list, or nothing."""
    return any(get_origin(each) is list for each in (annotation, *get_args(annotation)))
