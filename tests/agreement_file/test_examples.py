"""The examples that ship with the project are in order, complete, and say what they do."""

import re
from dataclasses import replace
from importlib import resources

import pytest

from bot import agreement_file
from bot.agreement_file import Loaded, summary
from bot.domain.agreement import DigestPlan, Role, Timing
from bot.gateways import mapping_file
from bot.playground import defaults


def example(name: str, *, closed: bool = False) -> tuple[str, Loaded]:
    """An example's text, and what it says; its secrets are made up, or missing when it is `closed`."""
    text = resources.files("bot").joinpath("examples", name).read_text(encoding="utf-8")
    names = re.findall(r"[A-Z]+_SECRET", text)
    environ = {} if closed else dict.fromkeys(names, "c2VjcmV0" * 4)
    loaded = agreement_file.load_agreement(text, name=name, environ=environ, needs_secrets=not closed)
    return text, loaded


def test_the_complete_example_is_in_order() -> None:
    _, loaded = example("handoff.toml")

    assert [w for w in loaded.warnings if "sources.csv.verify" not in w] == []
    assert {role for person in loaded.agreement.people.values() for role in person.roles} == set(Role)
    assert len(loaded.agreement.teams) == 2


def test_the_complete_example_can_be_checked_before_any_secret_is_set() -> None:
    _, loaded = example("handoff.toml", closed=True)

    assert sum("_SECRET is not set" in warning for warning in loaded.warnings) == 3


def test_the_defaults_that_the_complete_example_shows_are_the_defaults() -> None:
    text, _ = example("handoff.toml")

    shown, count = re.subn(r"^# (\w+ = )", r"\1", text, flags=re.MULTILINE)
    # existing_owner, touches, escalate, the eight of timing, the three of the digest, the four of feedback
    assert count == 18
    spelled = agreement_file.load_agreement(
        shown, name="shown", environ=dict.fromkeys(re.findall(r"[A-Z]+_SECRET", text), "c2VjcmV0" * 4)
    )
    silent = example("handoff.toml")[1].agreement

    assert spelled.agreement.timing == silent.timing == Timing()
    assert spelled.agreement.touches == silent.touches
    assert spelled.agreement.existing_owner is silent.existing_owner
    assert spelled.agreement.tiers == silent.tiers
    assert spelled.agreement.feedback == silent.feedback
    usual = replace(silent.digest, channel=silent.channels.handoffs)
    assert spelled.agreement.digest == usual
    assert (usual.weekday, usual.at) == (DigestPlan().weekday, DigestPlan().at)


def test_the_complete_example_names_every_mapping_that_ships() -> None:
    text, _ = example("handoff.toml")

    assert [name for name in mapping_file.shipped() if f'"{name}"' not in text] == []


def test_the_reasons_of_the_complete_example_are_the_usual_ones_and_a_retired_one() -> None:
    text, loaded = example("handoff.toml")
    usual = agreement_file.load_agreement(text[: text.index("[reasons]")], name="usual", environ={}).agreement

    assert tuple(r for r in loaded.agreement.reject if r.active) == usual.reject
    assert loaded.agreement.recycle == usual.recycle
    assert loaded.agreement.reopen == usual.reopen


def test_the_demo_knows_everybody_in_the_local_workspace() -> None:
    _, loaded = example("demo.toml")

    in_slack = {email: (name, zone) for _, _, name, email, zone, _ in defaults.USERS}
    people = loaded.agreement.people.values()
    assert {p.email: (p.name, p.zone or loaded.agreement.zone) for p in people} == in_slack
    channels = {f"#{name}" for _, name, *_ in defaults.CHANNELS}
    assert {loaded.agreement.channels.handoffs, loaded.agreement.channels.admin} <= channels
    assert {person.key: person.roles for person in people} == {
        "ana": {Role.REP},
        "ben": {Role.REP},
        "chloe": {Role.MARKETER},
        "max": {Role.MANAGER},
        "olga": {Role.ADMIN},
    }


def test_the_demo_runs_fast_and_at_any_hour_and_asks_nobody_for_a_secret() -> None:
    _, loaded = example("demo.toml", closed=True)
    agreement = loaded.agreement

    hours = agreement.calendars["office"].hours
    assert [(block.weekday, block.start, block.end) for block in hours] == [
        (day, hours[0].start, hours[0].start) for day in range(7)
    ]
    assert [(t.key, t.decide, t.touch, t.escalate) for t in agreement.tiers] == [
        ("hand-raiser", 120, 240, 30),
        ("standard", 600, 1200, 60),
    ]
    assert agreement.timing.bundle == 10
    assert all(source.open for source in loaded.sources.values())


def test_a_summary_shows_people_clocks_routes_sources_and_warnings() -> None:
    lines = summary.describe(example("handoff.toml", closed=True)[1]).splitlines()

    for line in (
        "  EMEA sales: Ana Lima [rep], Ben Okafor [rep], Max Weber [manager] (manager Max Weber)",
        "  No team: Chloé Martin [marketer], Olga Petrov [admin]",
        "  Standard MQL: any lead · decide in 8 h, touch in 24 h · MQL v3",
        "  the owner that the CRM or an earlier hand-off names",
        "  Large American companies: region = North America or LATAM, employee_count >= 5000 -> Nora Hill",
        "  Everybody else: any lead -> EMEA sales",
        "  website: canonical lead, closed until its secret is set",
        "  csv: leads-csv, no proof asked, this machine only",
    ):
        assert line in lines
    assert lines.index("Tiers (the first that matches)") < lines.index("Routes (in this order)")
    assert any("HUBSPOT_SECRET is not set" in line for line in lines[lines.index("Warnings") :])


@pytest.mark.parametrize("name", ["handoff.toml", "demo.toml"])
def test_no_example_holds_anything_that_looks_like_a_secret(name: str) -> None:
    assert not re.search(r"xox[bp]-|xapp-|whsec_[A-Za-z0-9]", example(name)[0])
