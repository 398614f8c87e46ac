"""People, teams and channels in the agreement file."""

import re
from collections.abc import Mapping

from bot.agreement_file import calendars
from bot.agreement_file.fields import Table
from bot.domain.agreement import Channels, Person, Role, Team

_SLACK = re.compile(r"[UW][A-Z0-9]{6,}")
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_ROLES = tuple(map(str, Role))
_CHANNEL = re.compile(r"#[^\s#A-Z]{1,80}|[CG][A-Z0-9]{6,}")
_CHANNEL_LIKE = 'a channel such as "#mql-handoffs" or its id such as "C0123ABCD"'


def channels(root: Table) -> Channels:
    """Where the bot speaks."""
    table = root.table("channels")
    handoffs = table.text("handoffs", like=_CHANNEL_LIKE)
    found = Channels(handoffs=_channel(table, "handoffs", handoffs) or "", admin=channel(table, "admin"))
    table.done()
    return found


def channel(table: Table, key: str) -> str | None:
    """A channel, or None when the key is absent."""
    return _channel(table, key, table.maybe(key, like=_CHANNEL_LIKE))


def people(root: Table) -> Mapping[str, Person]:
    """The people by key."""
    return {key: _person(key, table) for key, table in root.named("people").items()}


def teams(root: Table, known: Mapping[str, Person]) -> Mapping[str, Team]:
    """The teams by key; a team without a pool takes turns among all of its reps."""
    return {key: _team(key, table, known) for key, table in root.named("teams").items()}


def _channel(table: Table, key: str, name: str | None) -> str | None:
    if name and not _CHANNEL.fullmatch(name):
        table.wrong(key, f'must be {_CHANNEL_LIKE}, and not "{name}"')
    return name


def _person(key: str, table: Table) -> Person:
    person = Person(
        key=key,
        name=table.text("name", like="the name that colleagues read"),
        roles=frozenset(map(Role, table.words("roles", _ROLES))),
        slack=_like(
            table, "slack", _SLACK, 'a Slack member id such as "U0123ABCD" (profile, Copy member ID)'
        ),
        email=_like(table, "email", _EMAIL, 'an e-mail address such as "ana@example.com"'),
        team=table.maybe("team", like="the key of a team"),
        zone=calendars.zone(table, "zone"),
        calendar=table.text("calendar", calendars.DEFAULT, like="the key of a calendar"),
        manager=table.maybe("manager", like="the key of a person"),
        backup=table.maybe("backup", like="the key of a person"),
        cap=table.integer("cap", 1, least=1) if table.has("cap") else None,
        campaigns=table.texts("campaigns", (), like='a list of names such as ["Webinar*"]'),
    )
    if not (table.has("slack") or table.has("email")):
        table.report.wrong(
            table.path, 'needs slack = "U..." or email = "...", so that Slack can be told who it is'
        )
    table.done()
    return person


def _like(table: Table, key: str, pattern: re.Pattern[str], like: str) -> str | None:
    text = table.maybe(key, like=like)
    if text and not pattern.fullmatch(text):
        table.wrong(key, f'must be {like}, and not "{text}"')
    return text.lower() if text and pattern is _EMAIL else text


def _team(key: str, table: Table, known: Mapping[str, Person]) -> Team:
    reps = tuple(p.key for p in known.values() if p.team == key and Role.REP in p.roles)
    team = Team(
        key=key,
        name=table.text("name", key),
        pool=table.texts("pool", reps, like="a list of people's keys"),
        manager=table.maybe("manager", like="the key of a person"),
    )
    table.done()
    return team
