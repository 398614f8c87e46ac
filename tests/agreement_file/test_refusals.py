"""A wrong agreement file is refused with the line, the key and what would be right."""

import pytest

from bot.domain.errors import ConfigError
from tests.agreement_file import files

Case = tuple[str, str, str, str]

PEOPLE: list[Case] = [
    ('name = "Ana Lima"', "", "line 5: people.ana.name", "is missing"),
    ('name = "Ana Lima"', "name = 7", "line 6: people.ana.name", "and not 7"),
    ('name = "Ana Lima"', 'name = " "', "line 6: people.ana.name", "the name that colleagues read"),
    ('roles = ["rep"]', "", "line 5: people.ana.roles", "is missing"),
    ('roles = ["rep"]', "roles = []", "line 7: people.ana.roles", "rep, marketer, manager, admin"),
    ('roles = ["rep"]', 'roles = ["rep", "manger"]', "line 7: people.ana.roles", 'did you mean "manager"?'),
    ('email = "Ana@example.com"', "", "line 5: people.ana", "needs slack"),
    ('email = "Ana@example.com"', 'email = "Ana"', "line 8: people.ana.email", "ana@example.com"),
    ('slack = "U02BEN00001"', 'slack = "@ben"', "line 15: people.ben.slack", "Copy member ID"),
    ('slack = "U02BEN00001"', 'email = "ana@example.com"', "line 15: people.ben.email", "people.ana.email"),
    (
        'team = "emea"\ncalendar',
        'team = "emeo"\ncalendar',
        "line 9: people.ana.team",
        'there is no team "emeo"; did you mean "emea"?',
    ),
    (
        'calendar = "office"',
        'calendar = "ofice"',
        "line 10: people.ana.calendar",
        'there is no calendar "ofice"; did you mean "office"?',
    ),
    (
        'backup = "ben"',
        'backup = "bob"',
        "line 11: people.ana.backup",
        'there is no person "bob"; there are ana, ben',
    ),
    ('backup = "ben"', 'backup = "ana"', "line 11: people.ana.backup", "their own backup"),
    ('backup = "ben"', 'manager = "ana"', "line 11: people.ana.manager", "Ana Lima is not a manager"),
    ('backup = "ben"', 'zone = "Berlin"', "line 11: people.ana.zone", 'did you mean "Europe/Berlin"?'),
    ('backup = "ben"', 'zone = "Mars"', "line 11: people.ana.zone", "no time zone"),
    ('backup = "ben"', "cap = 0", "line 11: people.ana.cap", "a whole number from 1, and not 0"),
    ('backup = "ben"', "cap = true", "line 11: people.ana.cap", "and not true"),
    ('backup = "ben"', 'backp = "ben"', "line 11: people.ana.backp", 'did you mean "backup"?'),
    ("[people.ana]", '[people."Ana L."]', "line 5: people.Ana L.", "only letters, digits"),
    ('pool = ["ana", "ben"]', 'pool = ["ana", "eve"]', "line 18: teams.emea.pool[2]", 'no person "eve"'),
    ('pool = ["ana", "ben"]', 'pool = ["ana", "ana"]', "line 18: teams.emea.pool[2]", "twice"),
    ('pool = ["ana", "ben"]', "pool = []", "line 18: teams.emea.pool", "a list of people's keys"),
    ('manager = "ben"', 'manager = "ana"', "line 19: teams.emea.manager", "not a manager"),
]

CALENDARS: list[Case] = [
    ("weekdays =", "wekdays =", "line 21: calendars.office.wekdays", 'did you mean "weekdays"?'),
    ('"09:00-12:00", "13', '"09:00-12:00", "25', "line 21: calendars.office.weekdays", "'25:00-18:00'"),
    ('"09:00-12:00", "13', '"09:00-14:00", "13', "line 21: calendars.office.weekdays", "overlap"),
    (
        'weekdays = ["09:00-12:00", "13:00-18:00"]',
        "weekdays = []",
        "line 20: calendars.office",
        "no open hours",
    ),
    ("weekdays", 'holidays = "DE-BX"\nmon', "line 21: calendars.office.holidays", "no holiday set 'DE-BX'"),
    ("weekdays", 'closures = ["24.12.2026"]\nmon', "line 21: calendars.office.closures[1]", "2026-12-24"),
    ("weekdays", "closures = 24\nmon", "line 21: calendars.office.closures[1]", "must be a list of days"),
    ("weekdays", "zone = 1\nmon", "line 21: calendars.office.zone", "Europe/Berlin"),
]

POLICY: list[Case] = [
    ('key = "hot"', "", "line 22: tiers[1].key", "is missing"),
    ('key = "rest"', 'key = "hot"', "line 28: tiers[2].key", '"hot" is also tiers[1].key'),
    ('decide = "1h"', "", "line 22: tiers[1].decide", '"90s", "10m" or "4h"'),
    ('decide = "1h"', "decide = 60", "line 25: tiers[1].decide", '"90s", "10m" or "4h"'),
    ('decide = "1h"', 'decide = "1 hour"', "line 25: tiers[1].decide", "not a duration"),
    ('decide = "1h"', 'decide = "1d"', "line 25: tiers[1].decide", "counts days"),
    ('decide = "1h"', 'decide = "0s"', "line 25: tiers[1].decide", "longer than nothing"),
    ('[[tiers]]\nkey = "rest"', '[tears]\nkey = "rest"', "line 27: tears", 'did you mean "tiers"?'),
    ('key = "rest"', 'when = { score = 1 }\nkey = "rest"', "line 22: tiers", "no tier takes every lead"),
    ("{ score = ", "{ scor = ", "line 24: tiers[1].when.scor", 'did you mean "score"?'),
    ("{ score = ", "{ plan = ", "line 24: tiers[1].when.plan", "custom.<its key>"),
    ('{ score = ">= 80" }', '{ score = "=> 80" }', "line 24: tiers[1].when.score", '">= 200"'),
    ('{ score = ">= 80" }', '{ region = ">= 80" }', "line 24: tiers[1].when.region", "cannot be compared"),
    ('{ score = ">= 80" }', "{ region = [] }", "line 24: tiers[1].when.region", "must be a text"),
    ('{ score = ">= 80" }', "{ region = 1979-05-27 }", "line 24: tiers[1].when.region", "must be a text"),
    ('{ score = ">= 80" }', '"score >= 80"', "line 24: tiers[1].when", "must be a table"),
    ('version = "3"', "", "line 31: tiers[2].definition.version", "is missing"),
    ('version = "3"', "version = 3", "line 32: tiers[2].definition.version", 'such as "3"'),
    ('{ name = "role" }', "{ lable = 'x' }", "line 33: tiers[2].definition.criteria[1].name", "is missing"),
    ('{ name = "role" }', '{ name = "score" }', "line 33: tiers[2].definition.criteria[2].name", "is also"),
    (
        '[{ name = "role" }, { name = "score", label = "score of 80" }]',
        "[]",
        "line 33: tiers[2].definition.criteria",
        "at least one",
    ),
    ('name = "Large"', "", "line 34: routes[1].name", "is missing"),
    ('name = "Large"', 'name = "Rest"', "line 39: routes[2].name", "is also routes[1].name"),
    ('person = "ana"', 'person = "anna"', "line 37: routes[1].person", 'did you mean "ana"?'),
    ('person = "ana"', "", "line 34: routes[1]", "needs one of person"),
    ('person = "ana"', 'person = "ana"\nteam = "emea"', "line 34: routes[1]", "and not both"),
    (
        'name = "Rest"\nteam = "emea"',
        'name = "Rest"\nteam = "apac"',
        "line 40: routes[2].team",
        'there is no team "apac"',
    ),
    ('name = "Rest"', 'name = "Rest"\nwhen = { score = 1 }', "line 34: routes", "no route takes every lead"),
    ('key = "bad_data"', 'key = "other"', "line 42: reasons.reject[2].key", '"other" is used twice'),
    (
        'label = "Wrong data"',
        'labl = "Wrong data"',
        "line 42: reasons.reject[1].labl",
        'did you mean "label"?',
    ),
    (
        'label = "Wrong data"',
        'label = "W", ask = "date?"',
        "line 42: reasons.reject[1].ask",
        'did you mean "date"?',
    ),
    (
        'label = "Other"',
        'label = "O", ask = "nothing"',
        "line 42: reasons.reject[2].ask",
        "must ask for a text",
    ),
    ('label = "Other"', 'label = "O", active = "no"', "line 42: reasons.reject[2].active", "true or false"),
    ('undo = "5m"', 'undo = "1d"', "line 44: timing.undo", "counts days"),
    ('undo = "5m"', "warn_share = 75", "line 44: timing.warn_share", "0.75"),
    ('undo = "5m"', "snoozes = -1", "line 44: timing.snoozes", "from 0"),
    ('undo = "5m"', 'und = "5m"', "line 44: timing.und", 'did you mean "undo"?'),
]

SOURCES: list[Case] = [
    ("verify = {", "verfy = {", "line 46: sources.web.verfy", 'did you mean "verify"?'),
    ("verify = {", "verfy = {", "line 45: sources.web.verify", "is missing"),
    ('scheme = "bearer"', 'scheme = "barer"', "line 46: sources.web.verify.scheme", 'did you mean "bearer"?'),
    ('scheme = "bearer", ', "", "line 46: sources.web.verify.scheme", "is missing"),
    (
        ', secret_env = "WEB_SECRET"',
        "",
        "line 46: sources.web.verify.secret_env",
        "must name an environment variable",
    ),
    ('"WEB_SECRET"', '"WEB_SECRETS"', "line 46: sources.web.verify.secret_env", "WEB_SECRETS is not set"),
    ('"WEB_SECRET"', '"SHORT"', "line 46: sources.web.verify", "at least 24 bytes"),
    ('"bearer"', '"hmac"', "line 46: sources.web.verify.header", "is missing"),
    (
        '"bearer"',
        '"hmac", header = "X", algorithm = "md5"',
        "line 46: sources.web.verify.algorithm",
        "sha1, sha256",
    ),
    ('"bearer"', '"hmac", header = "X", signed = "x"', "line 46: sources.web.verify", '"{body}"'),
    ("verify = {", 'mapping = "hubspot"\nverify = {', "line 46: sources.web.mapping", '"hubspot-workflow"'),
    ("verify = {", 'mapping = "none.toml"\nverify = {', "line 46: sources.web.mapping", "cannot be read"),
    ('"bearer"', '"hubspot_v3"', "line 46: sources.web.verify.uri", "full public address"),
    ('"bearer"', '"standard"', "line 46: sources.web.verify", "should be base64"),
    (
        '"bearer", secret_env = "WEB_SECRET"',
        '"basic", secret_env = ["WEB_SECRET", "WEB_SECRET"]',
        "line 46: sources.web.verify.secret_env",
        "one name only",
    ),
]

TOP: list[Case] = [
    ('zone = "Europe/Berlin"', "", "handoff.toml: zone", "is missing"),
    ('zone = "Europe/Berlin"', 'zone = "Europe/Berln"', "line 1: zone", 'did you mean "Europe/Berlin"?'),
    ("existing_owner = true", 'existing_owner = "yes"', "line 2: existing_owner", "true or false"),
    ("existing_owner", "existing_ownr", "line 2: existing_ownr", 'did you mean "existing_owner"?'),
    ("existing_owner = true", "touches = []", "line 2: touches", '["called", "mailed", "booked"]'),
    ('handoffs = "#mql-handoffs"', "", "line 3: channels.handoffs", "is missing"),
    ('"#mql-handoffs"', '"mql-handoffs"', "line 4: channels.handoffs", '"#mql-handoffs"'),
    ('"#mql-handoffs"', '"#MQL"', "line 4: channels.handoffs", 'and not "#MQL"'),
]


@pytest.mark.parametrize(("old", "new", "where", "hint"), [*TOP, *PEOPLE, *CALENDARS, *POLICY, *SOURCES])
def test_what_is_wrong_is_said_with_line_key_and_hint(old: str, new: str, where: str, hint: str) -> None:
    problems = _problems(files.changed(old, new))

    found = [problem for problem in problems if f"{where}: " in problem]
    assert found, problems
    assert hint in found[0]
    assert found[0].startswith("handoff.toml")


def test_all_problems_are_told_at_once_in_the_order_of_the_file() -> None:
    text = files.changed('decide = "1h"', 'decide = "soon"').replace("#mql-handoffs", "mql-handoffs")

    problems = _problems(text.replace('pool = ["ana", "ben"]', 'pool = ["eve"]'))

    assert [problem.split(":")[0] for problem in problems] == [
        "handoff.toml line 4",
        "handoff.toml line 18",
        "handoff.toml line 25",
    ]


@pytest.mark.parametrize(
    ("text", "start", "hint"),
    [
        ("zone = \n", "line 1: Invalid value", "quotation marks"),
        ("zone = Europe/Berlin\n", "line 1: Invalid value", "quotation marks"),
        ("a = 1\na = 2\n", "line 2: Cannot overwrite", "same key"),
        ("[a]\n[b]\n[a]\n", "line 3: Cannot declare", "same table"),
        ("a = 1\n=\n", "line 2: Invalid statement", "key = value"),
        ("a = 1\n[b]\nc = [1,\n", "line 3: Invalid value", "closing bracket"),
        ('a = 1\nb = "x\n', "line 2: Illegal character", ""),
    ],
)
def test_a_text_that_is_not_toml_is_refused_with_its_line(text: str, start: str, hint: str) -> None:
    (problem,) = _problems(text)

    assert problem.startswith(f"handoff.toml {start}")
    assert hint in problem
    assert "column" not in problem


def test_a_secret_written_into_the_file_is_refused_and_not_repeated() -> None:
    text = files.changed('"WEB_SECRET"', '"sk-very-private-value-0123456789"')

    (problem,) = _problems(text)

    assert "line 46: sources.web.verify.secret_env" in problem
    assert "very-private" not in problem


def test_the_weekly_hours_of_a_day_are_refused_at_that_day() -> None:
    text = files.changed('[[tiers]]\nkey = "hot"', 'fri = "9 to 5"\n[[tiers]]\nkey = "hot"')

    (problem,) = _problems(text)

    assert "line 22: calendars.office.fri" in problem


def _problems(text: str) -> list[str]:
    with pytest.raises(ConfigError) as refusal:
        files.load(text)
    return str(refusal.value).split("\n")


JUNK = (
    "1", "-1.5", "nan", "true", '""', '"x"', '"""x\ny"""', "1979-05-27", "07:32:00",
    "[]", "[1]", "[[]]", "{}", "{ a = 1 }",
)  # fmt: skip
TABLES = (
    "channels", "people", "people.x", "teams", "teams.x", "calendars", "calendars.x", "tiers", "routes",
    "reasons", "reasons.reject", "timing", "digest", "digest.changes", "sources", "sources.x",
    "sources.x.verify", "touches",
)  # fmt: skip


@pytest.mark.parametrize("junk", JUNK)
def test_whatever_stands_for_a_value_the_answer_is_an_agreement_or_a_list_of_problems(junk: str) -> None:
    lines = files.SMALL.splitlines()
    for at, line in enumerate(lines):
        key, sign, _ = line.partition(" = ")
        text = "\n".join([*lines[:at], f"{key} = {junk}", *lines[at + 1 :]])
        if sign and not _loads(text):
            assert all(p.startswith(("handoff.toml line ", "handoff.toml: ")) for p in _problems(text))


@pytest.mark.parametrize("junk", JUNK)
def test_whatever_stands_for_a_table_the_answer_is_a_list_of_problems(junk: str) -> None:
    for table in TABLES:
        problems = _problems(f"{table} = {junk}\n")

        assert all(p.startswith(("handoff.toml line ", "handoff.toml: ")) for p in problems)


def _loads(text: str) -> bool:
    try:
        return bool(files.load(text))
    except ConfigError:
        return False
