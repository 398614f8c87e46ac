"""What the two teams agreed, as frozen values: people, calendars, SLA tiers, routing, reasons, definitions.

The agreement file (`handoff.toml`) is parsed into these in `bot/agreement_file`. A running handoff copies
what binds it (budgets, tier, definition) when it starts: a later version of the file changes nothing for it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, time
from enum import StrEnum

from bot.domain import match, theme
from bot.domain.campaign import Brief, Declared


class Role(StrEnum):
    """What a person does here; a person may have several roles."""

    REP = "rep"
    MARKETER = "marketer"
    MANAGER = "manager"
    ADMIN = "admin"


class Ask(StrEnum):
    """What choosing a reason asks for besides."""

    NOTHING = "nothing"
    TEXT = "text"  # a line of text, required
    PERSON = "person"  # the right owner; the lead is routed to that person
    DATE = "date"  # when to come back; the lead returns as a new handoff
    CRITERION = "criterion"  # which criterion of the definition was not met
    LINK = "link"  # where the other record is


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody named in the agreement; `key` is how the file and the database call them."""

    key: str
    name: str
    roles: frozenset[Role]
    slack: str | None = None  # Slack user id; found by e-mail at start when absent
    email: str | None = None
    team: str | None = None
    zone: str | None = None  # IANA name; the calendar's zone when absent
    calendar: str | None = None
    manager: str | None = None
    backup: str | None = None
    cap: int | None = None  # most open leads that round robin may give
    campaigns: tuple[str, ...] = ()  # of a marketer: whose outcomes they hear of; all when there are none


@dataclass(frozen=True, slots=True)
class Team:
    """A group of reps that can decide each other's leads; `pool` takes turns in round robin."""

    key: str
    name: str
    pool: tuple[str, ...]
    manager: str | None = None


@dataclass(frozen=True, slots=True)
class Hours:
    """One block of open time on a weekday: 0 is Monday. `end` at or before `start` is on the next day."""

    weekday: int
    start: time
    end: time


@dataclass(frozen=True, slots=True)
class CalendarRule:
    """Working hours as agreed; times are local to `zone`, or to the person's own zone when it is None."""

    key: str
    hours: tuple[Hours, ...]
    zone: str | None = None
    holidays: str | None = None  # e.g. "DE-BY", "US"; none until chosen
    closures: frozenset[date] = frozenset()


@dataclass(frozen=True, slots=True)
class Criterion:
    """One condition of a definition, by the name that intake reports and the label that people read."""

    name: str
    label: str


@dataclass(frozen=True, slots=True)
class Definition:
    """What makes a lead an MQL of a tier, co-signed by both sides and printed on the card."""

    name: str
    version: str
    criteria: tuple[Criterion, ...]


@dataclass(frozen=True, slots=True)
class Tier:
    """An SLA: which leads it covers and how much business time each side gets. Durations in seconds."""

    key: str
    label: str
    when: match.Match
    decide: float
    touch: float
    escalate: float  # business time between two steps after a breach
    definition: Definition | None = None


@dataclass(frozen=True, slots=True)
class Route:
    """A routing rule: leads that match go to a person, or to a team's round robin."""

    name: str
    when: match.Match
    person: str | None = None
    team: str | None = None


@dataclass(frozen=True, slots=True)
class Reason:
    """A reason for a decision. Deactivated reasons stay readable and can no longer be chosen."""

    key: str
    label: str
    ask: Ask = Ask.NOTHING
    active: bool = True


@dataclass(frozen=True, slots=True)
class Channels:
    """Where the bot speaks: Slack channel ids, or names with a leading '#'."""

    handoffs: str
    admin: str | None = None


@dataclass(frozen=True, slots=True)
class Timing:
    """The house's durations, in seconds."""

    undo: float = 600.0
    snooze: float = 1800.0
    snoozes: int = 2
    bundle: float = 900.0  # at most one reminder DM per person in this time
    cool_down: float = 30 * 86400.0  # a rejected lead may come back after this
    stale: float = 14 * 86400.0  # older events are stored without a ping
    warn_share: float = 0.75
    warn_least: float = 900.0  # no warning with less than this left, for budgets over an hour


@dataclass(frozen=True, slots=True)
class Change:
    """Something that both sides know to have changed: baselines begin anew in its week."""

    on: date
    what: str


@dataclass(frozen=True, slots=True)
class DigestPlan:
    """When the weekly digest comes and to whom. Times are local to the workspace's zone."""

    channel: str | None = None  # the hand-off channel when absent
    weekday: int = 0  # 0 is Monday
    at: time = time(8, 0)
    direct: tuple[str, ...] = ()  # who gets it as a direct message too, in their own morning
    sales: str | None = None  # who is asked on behalf of sales; the first manager when absent
    marketing: str | None = None  # and of marketing; the first marketer when absent
    changes: tuple[Change, ...] = ()


@dataclass(frozen=True, slots=True)
class FeedbackPolicy:
    """What is promised to whoever gives feedback, and how we show that it was heard."""

    answer_days: int = 5  # business days of whoever owes the answer
    reaction: str = "memo"  # the name of an emoji
    asks: int = 2  # how often a person is asked how a lead was, a week; 0: never
    model: bool = False  # a language model may be asked about comments on which the rules are silent


@dataclass(frozen=True, slots=True)
class Agreement:
    """Everything the two teams agreed; `version` is a digest of the file's text."""

    version: str
    zone: str
    channels: Channels
    people: Mapping[str, Person]
    teams: Mapping[str, Team]
    calendars: Mapping[str, CalendarRule]
    tiers: tuple[Tier, ...]
    routes: tuple[Route, ...]
    reject: tuple[Reason, ...]
    recycle: tuple[Reason, ...]
    reopen: tuple[Reason, ...] = ()
    existing_owner: bool = True  # route to the owner that the CRM or an earlier handoff names
    touches: tuple[str, ...] = ("called", "mailed", "booked")
    timing: Timing = field(default_factory=Timing)
    digest: DigestPlan = field(default_factory=DigestPlan)
    campaigns: tuple[Declared, ...] = ()
    themes: tuple[theme.Theme, ...] = theme.USUAL
    competitors: tuple[theme.Competitor, ...] = ()
    feedback: FeedbackPolicy = field(default_factory=FeedbackPolicy)

    @property
    def settable(self) -> tuple[theme.Theme, ...]:
        """The themes that feedback can be about now."""
        return tuple(one for one in self.themes if one.active)

    def person(self, key: str | None) -> Person | None:
        """The person of that key, or None when the agreement no longer names them."""
        return self.people.get(key) if key else None

    def name(self, key: str | None) -> str:
        """How to call somebody in a message, also when the agreement no longer names them."""
        person = self.person(key)
        return person.name if person else (key or "nobody")

    def reason(self, key: str | None) -> Reason | None:
        """The reason of that key in any list, active or not."""
        return next((r for r in (*self.reject, *self.recycle, *self.reopen) if r.key == key), None)

    def answers_for(self, name: str, campaign: Brief) -> str | None:
        """The key of the person who answers for the campaign of that name; None when there is nobody.

        Its owner; else the first marketer whose `campaigns` name it; else whom the digest asks on behalf of
        marketing; else the first marketer; else the first manager.
        """
        people, called = self.people.values(), {"campaign": name}
        marketers = [one for one in people if Role.MARKETER in one.roles]
        named = [
            one
            for one in marketers
            if one.campaigns and match.Condition("campaign", one.campaigns).holds(called)
        ]
        owner, asked = self.person(campaign.owner), self.person(self.digest.marketing)
        managers = [one for one in people if Role.MANAGER in one.roles]
        found = (owner, *named, asked, *marketers, *managers)
        return next((one.key for one in found if one is not None), None)

    def team_of(self, key: str | None) -> Team | None:
        """The team that a person belongs to."""
        person = self.person(key)
        return self.teams.get(person.team) if person and person.team else None

    def manager_of(self, key: str | None, team: str | None = None) -> str | None:
        """Who is asked when the chain is exhausted: the person's manager, else the team's."""
        person = self.person(key)
        if person and person.manager:
            return person.manager
        group = self.team_of(key) or (self.teams.get(team) if team else None)
        return group.manager if group else None
