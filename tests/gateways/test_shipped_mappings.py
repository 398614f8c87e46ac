"""The mappings that come with the bot, on what their sources really send."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.domain.lead import (
    Activity,
    Campaign,
    Company,
    Consent,
    ConsentStatus,
    EventType,
    FieldError,
    LeadEvent,
    Outcome,
    OutcomeKind,
    Owner,
    Person,
    Qualification,
    Ref,
)
from bot.gateways import mapping, mapping_file, tabular
from bot.gateways.mapping import Mapping
from bot.gateways.records import Row

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
QUALIFIED = datetime(2026, 11, 23, 9, 12, 0, 123000, tzinfo=UTC)


def shipped(name: str) -> Mapping:
    return mapping_file.load(mapping_file.shipped()[name])


def read(loaded: Mapping, item: object) -> LeadEvent:
    event = mapping.read(loaded, item, source="any", received_at=NOW, event_id="row 2", occurred_at=NOW)
    assert isinstance(event, LeadEvent), event
    return event


def rows(tmp_path: Path, text: str) -> list[dict[str, object]]:
    path = tmp_path / "leads.csv"
    path.write_text(text)
    found = list(tabular.open_rows(path))
    assert all(isinstance(row, Row) for row in found)
    return [row.values for row in found if isinstance(row, Row)]


@pytest.mark.parametrize("name", sorted(mapping_file.shipped()))
def test_every_mapping_that_comes_along_compiles(name: str) -> None:
    assert shipped(name).fields


HUBSPOT_CONTACT = {
    "vid": 101,
    "portal-id": 62515,
    "is-contact": True,
    "profile-url": "https://app.hubspot.com/contacts/62515/contact/101",
    "properties": {
        "email": {"value": "Dana@Lumen.example", "versions": [{"value": "old@lumen.example"}]},
        "firstname": {"value": "Dana"},
        "lastname": {"value": "Ruiz"},
        "jobtitle": {"value": "Head of Operations"},
        "phone": {"value": "030 901820"},
        "country": {"value": "Germany"},
        "company": {"value": "Lumen GmbH"},
        "website": {"value": "www.lumen.example"},
        "numemployees": {"value": "51-200"},
        "lifecyclestage": {"value": "marketingqualifiedlead"},
        "hubspotscore": {"value": "82"},
        "hs_analytics_source": {"value": "PAID_SEARCH"},
        "hs_email_optout": {"value": "true"},
        "hubspot_owner_id": {"value": "77"},
        "hs_lifecyclestage_marketingqualifiedlead_date": {"value": "1795425120123"},
    },
    "form-submissions": [
        {"title": "Demo", "page-url": "https://lumen.example/demo", "timestamp": 1795425120000}
    ],
}


def test_hubspots_workflow_sends_a_contact() -> None:
    assert read(shipped("hubspot-workflow"), HUBSPOT_CONTACT) == LeadEvent(
        source="any",
        event_id="101-1795425120123",
        type=EventType.QUALIFIED,
        occurred_at=QUALIFIED,
        person=Person(
            email="dana@lumen.example",
            phone="+4930901820",
            first_name="Dana",
            last_name="Ruiz",
            title="Head of Operations",
            country="DE",
        ),
        company=Company(name="Lumen GmbH", domain="lumen.example", employee_count="51-200"),
        qualification=Qualification(stage="marketingqualifiedlead", score=82, qualified_at=QUALIFIED),
        campaign=Campaign(source="PAID_SEARCH"),
        consent=Consent(status=ConsentStatus.DENIED),
        owner=Owner(ref="77"),
        activities=(Activity("form", "Demo", "https://lumen.example/demo"),),
        refs=(
            Ref("hubspot", "101", "62515", "contact", "https://app.hubspot.com/contacts/62515/contact/101"),
        ),
    )


def test_hubspots_workflow_may_send_a_body_of_ones_own() -> None:
    event = read(
        shipped("hubspot-workflow"),
        {
            "hs_object_id": "101",
            "email": "dana@lumen.example",
            "hubspotscore": "82",
            "hs_lifecyclestage_marketingqualifiedlead_date": 1795425120123,
        },
    )
    assert (event.event_id, event.occurred_at) == ("101-1795425120123", QUALIFIED)
    assert event.refs == (Ref("hubspot", "101", object="contact"),)
    assert event.qualification.score == 82


def test_a_contact_without_a_date_has_no_key_of_its_own() -> None:
    loaded = shipped("hubspot-workflow")
    assert mapping.event_key(loaded, {"vid": 101}) is None
    assert mapping.event_key(loaded, {"hs_lifecyclestage_marketingqualifiedlead_date": 1}) is None


def test_segments_destination_sends_one_call_at_a_time() -> None:
    call = {
        "type": "track",
        "event": "Lead Unqualified",
        "anonymousId": "a1",
        "messageId": "m1",
        "timestamp": "2026-11-23T09:12:00.123Z",
    }
    [item] = mapping.split(shipped("segment"), call)
    event = read(shipped("segment"), item)
    assert (event.type, event.refs) == (EventType.UNQUALIFIED, (Ref("segment", "a1", object="user"),))


def test_a_spreadsheet_of_leads_is_understood_by_its_headings(tmp_path: Path) -> None:
    [first, second] = rows(
        tmp_path,
        "E-Mail;First Name;Firma;Company size;Lead Score;utm_source;Opt-in;Qualified at;Owner email;Lead ID\n"
        "Dana@Lumen.example;Dana;Lumen GmbH;1,001-5,000;82;ads;Yes;2026-11-23T09:12:00.123Z"
        ";ana@seller.example;L1\n"
        "bob@lumen.example;;;;;;;;;\n",
    )
    loaded = shipped("leads-csv")
    assert read(loaded, first) == LeadEvent(
        source="any",
        event_id="row 2",
        type=EventType.QUALIFIED,
        occurred_at=QUALIFIED,
        person=Person(email="dana@lumen.example", first_name="Dana"),
        company=Company(name="Lumen GmbH", employee_count="1001-5000"),
        qualification=Qualification(score=82, qualified_at=QUALIFIED),
        campaign=Campaign(source="ads"),
        consent=Consent(status=ConsentStatus.GRANTED),
        owner=Owner(email="ana@seller.example"),
        refs=(Ref("csv", "L1"),),
    )
    assert read(loaded, second) == LeadEvent(
        source="any",
        event_id="row 2",
        type=EventType.QUALIFIED,
        occurred_at=NOW,
        person=Person(email="bob@lumen.example"),
        qualification=Qualification(qualified_at=NOW),
    )


def test_a_salesforce_report_is_understood(tmp_path: Path) -> None:
    [row] = rows(
        tmp_path,
        '"Lead ID","First Name","Last Name","Title","Company / Account","Email","Rating","Lead Source"'
        ',"Annual Revenue","No. of Employees","Country","Created Date"\n'
        '"00Q5e00001A","Dana","Ruiz","Head of Operations","Lumen, Inc.","dana@lumen.example","Hot","Web"'
        ',"$4,500,000","1,200","United States","11/22/2026, 3:30 PM"\n',
    )
    at = datetime(2026, 11, 22, 15, 30, tzinfo=UTC)
    assert read(shipped("salesforce-report-csv"), row) == LeadEvent(
        source="any",
        event_id="row 2",
        type=EventType.QUALIFIED,
        occurred_at=at,
        person=Person(
            email="dana@lumen.example",
            first_name="Dana",
            last_name="Ruiz",
            title="Head of Operations",
            country="US",
        ),
        company=Company(name="Lumen, Inc.", employee_count=1200, annual_revenue=4_500_000),
        qualification=Qualification(grade="A", qualified_at=at),
        campaign=Campaign(source="Web"),
        refs=(Ref("salesforce", "00Q5e00001A", object="lead"),),
    )


CREATED, CLOSED = datetime(2016, 10, 20, tzinfo=UTC), datetime(2017, 3, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    ("stage", "kind", "at"),
    [
        ("Won", OutcomeKind.WON, CLOSED),
        ("closed lost", OutcomeKind.LOST, CLOSED),
        ("Engaging", OutcomeKind.OPPORTUNITY, CREATED),
    ],
)
def test_a_list_of_opportunities_is_understood(
    tmp_path: Path, stage: str, kind: OutcomeKind, at: datetime
) -> None:
    [row] = rows(
        tmp_path,
        "opportunity_id,account,deal_stage,engage_date,close_date,close_value\n"
        f"1C1I7A6R,Lumen,{stage},10/20/2016,3/1/2017,1054\n",
    )
    event = read(shipped("outcomes-csv"), row)
    assert event.type is EventType.OUTCOME
    assert event.outcome == Outcome(kind, 1054, None, at, "1C1I7A6R", CREATED)
    assert event.refs == (Ref("crm", "1C1I7A6R"),)


def test_the_close_date_of_an_open_opportunity_is_an_expectation(tmp_path: Path) -> None:
    head = "Opportunity ID,Email,Stage,Created Date,Close Date\n"
    open_one, won = rows(
        tmp_path,
        f"{head}006A,dana@lumen.example,Negotiation/Review,2026-10-01,2027-03-31\n"
        "006B,dana@lumen.example,Closed Won,2026-10-01,2027-03-31\n",
    )
    assert read(shipped("outcomes-csv"), open_one).outcome.at == datetime(2026, 10, 1, tzinfo=UTC)
    errors = mapping.read(
        shipped("outcomes-csv"), won, source="crm", received_at=NOW, event_id="row 3", occurred_at=NOW
    )
    assert errors == [FieldError("outcome.closed_at", "is more than a day ahead of now")]


@pytest.mark.parametrize(
    ("cells", "field"),
    [("Won,soon,10", "outcome.closed_at"), ("Won,2026-11-01,ten", "outcome.amount")],
)
def test_an_outcome_whose_time_or_amount_cannot_be_read_is_refused(
    tmp_path: Path, cells: str, field: str
) -> None:
    [row] = rows(tmp_path, f"Email,Stage,Close date,Amount\ndana@lumen.example,{cells}\n")
    errors = mapping.read(
        shipped("outcomes-csv"), row, source="crm", received_at=NOW, event_id="row 2", occurred_at=NOW
    )
    assert isinstance(errors, list)
    assert [error.path for error in errors] == [field]


def test_an_unknown_stage_is_refused_with_those_that_are_known(tmp_path: Path) -> None:
    [row] = rows(tmp_path, "Email,Stage,Close date\ndana@lumen.example,Maybe,2026-11-01\n")
    errors = mapping.read(
        shipped("outcomes-csv"), row, source="crm", received_at=NOW, event_id="row 2", occurred_at=NOW
    )
    assert isinstance(errors, list)
    assert "“Maybe” is none of sql" in errors[0].problem
