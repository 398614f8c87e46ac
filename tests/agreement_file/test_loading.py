"""What the agreement file says arrives as it was meant, with the usual values where it is silent."""

import base64
import hashlib
from datetime import date, time
from pathlib import Path

import pytest

from bot import agreement_file
from bot.domain.agreement import Ask, Criterion, Hours, Role
from bot.domain.errors import ConfigError
from bot.gateways.webhooks import Basic, Bearer, Hmac, Scheme, Standard
from tests.agreement_file import files

SECRET = "a-secret-of-thirty-two-characters"
KEY = "whsec_" + base64.b64encode(b"thirty-two bytes of key material").decode()

# As little as an agreement can say.
LEAST = """
zone = "Europe/Berlin"
[channels]
handoffs = "C0123ABCD"
[people.ana]
name = "Ana Lima"
roles = "rep"
slack = "U02ANA00001"
team = "emea"
[teams.emea]
"""


def test_a_small_agreement_arrives_as_it_was_written() -> None:
    agreement = files.load().agreement

    ana, ben = agreement.people["ana"], agreement.people["ben"]
    assert (ana.name, ana.email, ana.team, ana.backup) == ("Ana Lima", "ana@example.com", "emea", "ben")
    assert ana.roles == {Role.REP}
    assert ben.roles == {Role.REP, Role.MANAGER, Role.ADMIN}
    assert (ben.slack, ben.email) == ("U02BEN00001", None)
    assert agreement.teams["emea"].pool == ("ana", "ben")
    assert agreement.channels.handoffs == "#mql-handoffs"
    assert agreement.channels.admin is None
    assert [(t.key, t.decide, t.touch, t.escalate) for t in agreement.tiers] == [
        ("hot", 3600, 14400, 3600),
        ("rest", 28800, 86400, 3600),
    ]
    assert [(r.name, r.person, r.team) for r in agreement.routes] == [
        ("Large", "ana", None),
        ("Rest", None, "emea"),
    ]
    assert agreement.routes[0].when.spell() == "employee_count >= 200"
    assert agreement.timing.undo == 300
    assert agreement.timing.snooze == 1800


def test_a_definition_without_labels_shows_the_names() -> None:
    definition = files.load().agreement.tiers[1].definition

    assert definition is not None
    assert (definition.name, definition.version) == ("MQL", "3")
    assert definition.criteria == (Criterion("role", "role"), Criterion("score", "score of 80"))


def test_the_least_agreement_gets_the_usual_promises_reasons_and_hours() -> None:
    agreement = files.load(LEAST).agreement

    assert [(t.key, t.decide, t.touch) for t in agreement.tiers] == [
        ("hand-raiser", 1 * 3600, 4 * 3600),
        ("standard", 8 * 3600, 24 * 3600),
    ]
    assert agreement.tiers[0].when.holds({"form_name": "Book a demo"})
    assert not agreement.tiers[0].when.holds({"form_name": "Newsletter"})
    assert [(r.team, r.when.conditions) for r in agreement.routes] == [("emea", ())]
    assert [r.key for r in agreement.reject] == [
        "wrong_owner",
        "duplicate",
        "bad_data",
        "not_icp",
        "wrong_persona",
        "no_intent",
        "not_a_buyer",
        "other",
    ]
    assert [(r.key, r.ask) for r in agreement.recycle] == [
        ("bad_timing", Ask.DATE),
        ("no_budget_now", Ask.NOTHING),
    ]
    assert agreement.reopen[-1].ask is Ask.TEXT
    assert agreement.touches == ("called", "mailed", "booked")
    assert agreement.existing_owner
    assert agreement.teams["emea"].name == "emea"
    assert agreement.teams["emea"].pool == ("ana",)
    assert agreement.people["ana"].calendar == "office"
    office = agreement.calendars["office"].hours
    assert len(office) == 10
    assert Hours(0, time(9), time(12)) in office
    assert Hours(4, time(13), time(18)) in office


def test_weekdays_speak_for_every_day_that_does_not_speak_for_itself() -> None:
    text = LEAST + (
        '[calendars.shifts]\nweekdays = ["09:00-17:00"]\nwed = []\nfri = "09:00-12:00"\nsat = "22:00-06:00"\n'
        'closures = [2026-12-24, "2026-12-31"]\nholidays = "DE-BY"\nzone = "Europe/London"\n'
    )

    calendar = files.load(text).agreement.calendars["shifts"]

    assert calendar.hours == (
        Hours(0, time(9), time(17)),
        Hours(1, time(9), time(17)),
        Hours(3, time(9), time(17)),
        Hours(4, time(9), time(12)),
        Hours(5, time(22), time(6)),
    )
    assert calendar.closures == {date(2026, 12, 24), date(2026, 12, 31)}
    assert (calendar.holidays, calendar.zone) == ("DE-BY", "Europe/London")


def test_a_calendar_that_says_nothing_of_hours_keeps_the_usual_ones() -> None:
    calendars = files.load(LEAST + '[calendars.office]\nholidays = "US"\n').agreement.calendars

    assert len(calendars["office"].hours) == 10


def test_a_custom_fact_may_be_written_with_or_without_quotes() -> None:
    plain = files.load(files.changed('{ score = ">= 80" }', '{ custom.plan = ["pro", true] }'))
    quoted = files.load(files.changed('{ score = ">= 80" }', '{ "custom.plan" = ["pro", true] }'))

    assert plain.agreement.tiers[0].when == quoted.agreement.tiers[0].when
    assert plain.agreement.tiers[0].when.holds({"custom.plan": "Pro"})


def test_days_are_for_wall_clock_spans() -> None:
    timing = files.load(files.changed('undo = "5m"', 'cool_down = "7d"\nstale = "36h"')).agreement.timing

    assert timing.cool_down == 7 * 86400
    assert timing.stale == 36 * 3600


def test_a_deactivated_reason_stays_and_other_asks_for_a_text_by_itself() -> None:
    text = files.changed('label = "Wrong data"', 'label = "Wrong data", active = false')

    bad_data, other = files.load(text).agreement.reject

    assert not bad_data.active
    assert other.ask is Ask.TEXT


def test_the_version_is_a_digest_of_the_text() -> None:
    first = files.load().agreement.version

    assert first == hashlib.sha256(files.SMALL.encode()).hexdigest()[:12]
    assert files.load(files.SMALL + "\n").agreement.version != first


def test_a_mark_that_editors_put_in_front_does_no_harm() -> None:
    assert files.load("\ufeff" + files.SMALL).agreement.zone == "Europe/Berlin"


@pytest.mark.parametrize(
    ("verify", "scheme"),
    [
        ('{ scheme = "standard", secret_env = "KEY" }', Standard((KEY,))),
        ('{ scheme = "bearer", secret_env = ["A", "B"] }', Bearer((SECRET, SECRET[::-1]))),
        ('{ scheme = "basic", secret_env = "USER" }', Basic("user", "with:a-password-of-some-length")),
        ('{ scheme = "basic", secret_env = "A" }', Basic(SECRET, "")),
        ('{ scheme = "hmac", secret_env = "A", header = "X-Signature" }', Hmac("X-Signature", (SECRET,))),
        (
            '{ scheme = "hmac", secret_env = "A", header = "S", algorithm = "sha1", encoding = "base64", '
            'prefix = "v0=", signed = "v0:{timestamp}:{body}", timestamp_header = "T", milliseconds = true }',
            Hmac("S", (SECRET,), "sha1", "base64", "v0=", "v0:{timestamp}:{body}", "T", True),
        ),
        (
            '{ scheme = "hubspot_v3", secret_env = "A", uri = "https://h.example.com/intake/hubspot" }',
            Hmac(
                "x-hubspot-signature-v3",
                (SECRET,),
                "sha256",
                "base64",
                signed="POSThttps://h.example.com/intake/hubspot{body}{timestamp}",
                timestamp_header="x-hubspot-request-timestamp",
                milliseconds=True,
            ),
        ),
    ],
)
def test_a_source_proves_itself_as_the_file_says(verify: str, scheme: Scheme) -> None:
    environ = {"A": SECRET, "B": SECRET[::-1], "KEY": KEY, "USER": "user:with:a-password-of-some-length"}

    loaded = agreement_file.load_agreement(
        LEAST + f"[sources.web]\nverify = {verify}\n", name="handoff.toml", environ=environ
    )

    assert loaded.sources["web"].scheme == scheme
    assert not loaded.sources["web"].open


def test_a_source_that_proves_nothing_is_open_and_warned_about() -> None:
    loaded = files.load(LEAST + '[sources.web]\nverify = { scheme = "none" }\n')

    assert loaded.sources["web"].open
    assert loaded.sources["web"].scheme is None
    assert any("line 12: sources.web.verify: nobody is checked" in warning for warning in loaded.warnings)


def test_without_its_secret_a_file_can_be_checked_but_its_source_lets_nobody_in() -> None:
    loaded = agreement_file.load_agreement(files.SMALL, name="handoff.toml", environ={}, needs_secrets=False)

    assert loaded.sources["web"].scheme is None
    assert not loaded.sources["web"].open
    assert any("WEB_SECRET is not set" in warning for warning in loaded.warnings)


def test_a_mapping_file_is_looked_for_beside_the_agreement(tmp_path: Path) -> None:
    (tmp_path / "forms.toml").write_text(
        '[[events]]\ntype = "lead.qualified"\n[fields]\n"person.email" = "mail"\n'
    )
    text = LEAST + '[sources.web]\nmapping = "forms.toml"\nverify = { scheme = "none" }\n'

    loaded = agreement_file.load_agreement(text, name=str(tmp_path / "handoff.toml"), environ={})

    assert loaded.sources["web"].mapping == "forms.toml"


def test_what_is_wrong_in_a_mapping_file_is_told_with_the_rest(tmp_path: Path) -> None:
    (tmp_path / "forms.toml").write_text(
        "[[events]]\ntype = 'lead.qualified'\n[fields]\n'person.mail' = 'x'\n"
    )
    text = LEAST + '[sources.web]\nmapping = "forms.toml"\nverify = { scheme = "none" }\n'

    with pytest.raises(
        ConfigError, match=r'line 12: sources\.web\.mapping: forms\.toml: fields "person\.mail"'
    ):
        agreement_file.load_agreement(text, name=str(tmp_path / "handoff.toml"), environ={})


@pytest.mark.parametrize(
    ("old", "new", "warning"),
    [
        ('"manager", "admin"]', '"manager"]', 'people: nobody has the role "admin"'),
        ('team = "emea"\n[teams', "[teams", "line 12: people.ben: Ben Okafor is a rep without a team"),
        ('team = "emea"\n[teams', "[teams", "line 17: teams.emea.pool[2]: Ben Okafor takes turns here"),
        ('manager = "ben"', "", "line 17: teams.emea: gets leads but has no manager"),
        ('when = { score = ">= 80" }', "", 'line 22: tiers[1]: "hot" takes every lead'),
        (
            'when = { employee_count = ">= 200" }\nperson = "ana"',
            'team = "emea"',
            'line 34: routes[1]: "Large" takes every lead',
        ),
    ],
)
def test_what_is_hardly_meant_is_warned_about(old: str, new: str, warning: str) -> None:
    assert any(warning in given for given in files.load(files.changed(old, new)).warnings)


def test_an_agreement_in_order_has_no_warnings() -> None:
    assert files.load().warnings == ()


def test_a_missing_file_is_refused_with_where_to_get_one(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"HANDOFF_CONFIG says where it is.*handoff\.toml"):
        agreement_file.read(tmp_path / "handoff.toml")


def test_a_folder_instead_of_a_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="cannot be read"):
        agreement_file.read(tmp_path)


def test_a_file_that_is_no_text_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "handoff.toml"
    path.write_bytes(b'zone = "\xff"')

    with pytest.raises(ConfigError, match="must be UTF-8 text; byte 8 is not"):
        agreement_file.read(path)
