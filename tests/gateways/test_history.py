"""Rows of the past: what they become, and what is said of those that cannot be."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain import deal, document
from bot.domain.deal import Told
from bot.domain.lead import FieldError, LeadEvent, OutcomeKind, Ref
from bot.domain.past import Decision, Past
from bot.gateways import mapping, mapping_file, values
from bot.gateways.history import Reader
from bot.gateways.plan import Plan
from bot.gateways.records import Row

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
SHIPPED = mapping_file.load(mapping_file.shipped()["history-csv"])
HANDED = datetime(2025, 1, 6, 9, tzinfo=UTC)
GOOD = {"Handed at": "2025-01-06T09:00:00Z", "Email": "dana@lumen.example.com"}


def judge(cells: dict[str, object], loaded: mapping.Mapping = SHIPPED) -> object:
    """What a row is taken as."""
    return Reader(loaded, "0123456789abcdef0123").read(Row(7, dict(cells), 0), NOW)


def read(**cells: object) -> Past:
    found = judge({**GOOD, **{name.replace("_", " "): cell for name, cell in cells.items()}})
    assert isinstance(found, Past), found
    return found


def refused(**cells: object) -> dict[str, str]:
    found = judge({**GOOD, **{name.replace("_", " "): cell for name, cell in cells.items()}})
    assert isinstance(found, list), found
    return {error.path: error.problem for error in found}


def test_a_whole_row_is_understood() -> None:
    assert read(
        Decision="Sales Accepted", Decided_at="01/07/2025", Due_at="2025-01-06T17:00:00+01:00", Reason="",
        Owner="ana@example.com", Tier="Standard", Definition="MQL v3", Touched_at="2025-01-08 10:00",
        SQL_at="2025-01-09T00:00:00", Opportunity_date="10.01.2025", Won_at="2025-02-01", Amount="$1,200.50",
        Currency="usd", Deal_id="D1", Company="Lumen", Employees="51-200", Score="82", Campaign="Webinar",
    ) == Past(
        line=7,
        handed_at=HANDED,
        decision=Decision.ACCEPTED,
        decided_at=datetime(2025, 1, 7, tzinfo=UTC),
        due_at=datetime(2025, 1, 6, 16, tzinfo=UTC),
        touched_at=datetime(2025, 1, 8, 10, tzinfo=UTC),
        owner="ana@example.com",
        tier="Standard",
        definition="MQL v3",
        told=(
            Told(OutcomeKind.SQL, datetime(2025, 1, 9, tzinfo=UTC)),
            Told(OutcomeKind.OPPORTUNITY, datetime(2025, 1, 10, tzinfo=UTC), 120050, "USD"),
            Told(OutcomeKind.WON, datetime(2025, 2, 1, tzinfo=UTC), 120050, "USD"),
        ),
        deal="D1",
        email="dana@lumen.example.com",
        refs=(Ref("crm", "D1", object="handoff"),),
        groups={
            "person": {"email": "dana@lumen.example.com"},
            "company": {"name": "Lumen", "employee_count": "51-200"},
            "qualification": {"score": 82},
            "campaign": {"name": "Webinar"},
        },
    )  # fmt: skip


@pytest.mark.parametrize("word", ["", "New", "pending"])
def test_without_a_decision_it_is_open(word: str) -> None:
    assert read(Decision=word).decision is Decision.OPEN


@pytest.mark.parametrize(
    ("cells", "refs"),
    [
        ({"Email": "", "Lead id": "L1"}, (Ref("crm", "L1"),)),
        ({"Email": "", "Handoff id": "H1"}, (Ref("crm", "H1", object="handoff"),)),
        ({"Email": ""}, (Ref("file", "7", account="0123456789abcdef"),)),
        ({"Email": "", "Phone": "+49 30 901820"}, (Ref("file", "7", account="0123456789abcdef"),)),
        ({}, ()),
    ],
)
def test_a_row_without_a_person_goes_by_its_id_or_by_its_line(
    cells: dict[str, object], refs: tuple[Ref, ...]
) -> None:
    found = judge({**GOOD, **cells})
    assert isinstance(found, Past)
    assert found.refs == refs


@pytest.mark.parametrize("closed", ["Won", "Lost"])
def test_a_deal_noted_after_it_had_closed_was_created_then_and_is_closed(closed: str) -> None:
    found = read(Opportunity_at="2025-03-05T10:00:00Z", **{f"{closed}_at": "2025-03-01"}, Amount="500")
    state = deal.state(found.told)
    assert state is not None
    assert state.won is (closed == "Won")
    assert state.created_at == state.closed_at == datetime(2025, 3, 1, tzinfo=UTC)


def test_an_outcome_before_the_hand_off_is_real() -> None:
    assert read(Won_at="2024-12-01").told == (Told(OutcomeKind.WON, datetime(2024, 12, 1, tzinfo=UTC)),)


@pytest.mark.parametrize(
    ("cells", "path", "said"),
    [
        ({"Handed_at": ""}, "handoff.handed_at", "is missing"),
        ({"Handed_at": "soon"}, "handoff.handed_at", "“soon” does not look like iso8601 or"),
        ({"Handed_at": "2026-03-04T00:00:00Z"}, "handoff.handed_at", "more than a day ahead"),
        ({"Decision": "accepted"}, "handoff.decided_at", "is missing: when was it accepted?"),
        ({"Decided_at": "2025-01-07"}, "handoff.decision", "is missing"),
        ({"Decision": "Maybe"}, "handoff.decision", "“Maybe” is none of accepted, accept"),
        (
            {"Decision": "rejected", "Decided_at": "2025-01-06T08:59:59Z"},
            "handoff.decided_at",
            "is before handoff.handed_at (2025-01-06 09:00 UTC)",
        ),
        ({"Due_at": "2025-01-05"}, "handoff.due_at", "is before handoff.handed_at"),
        ({"Won_at": "2026-04-01"}, "handoff.won_at", "more than a day ahead"),
        ({"Won_at": "2025-04-01", "Amount": "a lot"}, "handoff.amount", "“a lot” is not a number"),
        ({"Won_at": "2025-04-01", "Amount": "1", "Currency": "Taler"}, "handoff.currency", "three-letter"),
        ({"Email": "dana"}, "person.email", "is not an e-mail address"),
    ],
)
def test_what_cannot_be_true_is_refused_with_what_would_be(
    cells: dict[str, object], path: str, said: str
) -> None:
    found = refused(**cells)
    assert list(found) == [path]
    assert said in found[path]


def test_every_problem_of_a_row_is_told() -> None:
    assert list(refused(Handed_at="soon", Decision="Maybe", Email="dana")) == [
        "handoff.handed_at", "person.email", "handoff.decision",
    ]  # fmt: skip


def test_secondary_facts_that_cannot_be_read_are_left_out_and_said() -> None:
    found = read(Score="high", Country="Atlantis", Phone="12", Amount="5")
    assert found.groups == {"person": {"email": "dana@lumen.example.com"}}
    assert [flag.partition(" ")[0] for flag in found.flags] == [
        "person.country", "qualification.score", "person.phone", "handoff.amount",
    ]  # fmt: skip


def test_a_mapping_may_ignore_rows_and_use_expressions(tmp_path: Path) -> None:
    text = """
timezone = "Europe/Berlin"
[[events]]
when = "stage == 'Draft'"
ignore = "not handed over yet"
[[events]]
type = "lead.qualified"
[fields]
"handoff.handed_at" = { from = "at", as = "date", format = "%d.%m.%Y", default = "2024-01-01T00:00:00Z" }
"handoff.won_at" = { from = "(stage == 'Won' && closed) || ''", as = "date", format = "%d.%m.%Y" }
"handoff.decision" = { value = "withdrawn" }
"custom.plan" = { column = "Plan" }
"""
    loaded = mapping_file.load(text)
    assert judge({"stage": "Draft"}, loaded) is None
    found = judge({"stage": "Won", "at": "06.01.2025", "closed": "07.01.2025", "Plan": "gold"}, loaded)
    assert isinstance(found, Past)
    assert (found.handed_at, found.told[0].at) == (
        datetime(2025, 1, 5, 23, tzinfo=UTC),
        datetime(2025, 1, 6, 23, tzinfo=UTC),
    )
    assert (found.decision, found.groups) == (Decision.WITHDRAWN, {"custom": {"plan": "gold"}})
    untold = judge({"stage": "Lost", "at": None, "closed": "07.01.2025"}, loaded)
    assert isinstance(untold, Past)
    assert (untold.handed_at, untold.told) == (datetime(2024, 1, 1, tzinfo=UTC), ())


LEADS = mapping_file.load(mapping_file.shipped()["leads-csv"])
WORDS = (
    "", " ", "Dana", "  Dana\tRuiz ", "<b>Lumen</b> &amp; Co", "x" * 300, "\u202eevil", "Zoë", "DE",
    "Germany", "51-200", "12", "1,000", "dana@lumen.example.com", "Dana <D@L.example>", "https://x.example",
    "en_US",
)  # fmt: skip
messy = st.sampled_from(WORDS) | st.text(max_size=12)
COLUMNS = (
    "Email", "First name", "Title", "Country", "LinkedIn", "Time zone", "Language", "Company", "Website",
    "Employees", "Annual revenue", "Region", "Score", "Grade", "Campaign", "Source", "Message", "Consent",
)  # fmt: skip


@given(st.fixed_dictionaries(dict.fromkeys(COLUMNS, messy)))
@settings(max_examples=150)
def test_many_rows_are_read_as_one_lead_is(cells: dict[str, str]) -> None:
    """The short way gives what the way through the canonical document gives."""
    cells = {**cells, "Id": "1"}
    problems: list[FieldError] = []
    short = Plan(LEADS.fields).read(cells, problems, [])
    event = mapping.read(LEADS, cells, source="s", received_at=NOW, event_id="1", occurred_at=NOW)
    assert isinstance(event, LeadEvent) is not bool(problems)
    if isinstance(event, LeadEvent):
        long = document.to_json(event)
        short.pop("refs", None)
        groups = {name: long[name] for name in (*short, "person", "company", "campaign") if name in long}
        groups.pop("owner", None)
        qualified = groups.get("qualification")
        if isinstance(qualified, dict):
            qualified.pop("qualified_at")
        assert {name: group for name, group in groups.items() if group} == short


@given(st.from_regex(r"[a-zA-Z0-9._+-]{1,8}@[a-z0-9.-]{1,8}\.[a-z0-9]{1,4}", fullmatch=True))
@settings(max_examples=200)
def test_addresses_read_quickly_are_read_rightly(address: str) -> None:
    """What is taken without the whole grammar is what the grammar takes, and as it takes it."""
    if values.PLAIN_EMAIL.fullmatch(address.lower()):
        assert values.read_email_by_grammar(address) == values.read_email(address) == address.lower()
