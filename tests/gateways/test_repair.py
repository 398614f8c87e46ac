"""What is put right in a lead leaves a flag; ids and addresses are never touched."""

from datetime import UTC, datetime

from bot.domain.lead import LeadEvent
from bot.gateways import canonical
from tests.gateways.test_canonical import NOW, accept, payload, refuse


def test_too_long_a_text_is_cut_and_flagged() -> None:
    event = accept(
        payload(
            person__title="x" * 151,
            context={"message": "y" * 5001},
            qualification__criteria=[{"name": "role", "evidence": "z" * 501}],
        )
    )
    assert event.person.title == "x" * 150
    assert set(event.flags) == {
        "person.title was cut to 150 characters",
        "context.message was cut to 5000 characters",
        "qualification.criteria[0].evidence was cut to 500 characters",
    }


def test_an_id_and_an_address_are_never_cut() -> None:
    problems = refuse(payload(event__event_id="x" * 256, person__email=f"{'x' * 250}@lumen.example"))
    assert problems == {
        "event.event_id": "is longer than 255 characters; an id is never cut",
        "person.email": "is longer than 254 characters; an e-mail address is never cut",
    }


def test_text_is_cleaned_and_a_message_keeps_its_lines() -> None:
    event = accept(
        payload(person__first_name=" <b>Da\u202ena</b>\n", context={"message": "Hi,<br>call me \u2066now"})
    )
    assert event.person.first_name == "Dana"
    assert event.context.message == "Hi,\ncall me now"


def test_unknown_values_of_secondary_facts_are_left_out_and_flagged() -> None:
    event = accept(
        payload(person__country="Narnia", person__linkedin_url="javascript:x", company={"currency": "€"})
    )
    assert (event.person.country, event.person.linkedin_url, event.company.currency) == (None, None, None)
    assert event.flags == (
        "person.country was left out: “Narnia” is not a two-letter code such as DE or an English name",
        "person.linkedin_url was left out: “javascript:x” is not a web address that begins with https://",
        "company.currency was left out: “€” is not a three-letter code such as EUR",
    )


def test_unknown_keys_are_flagged_not_fatal() -> None:
    event = accept(payload(mood="sunny", person__shoe_size=42))
    assert set(event.flags) == {
        "mood is not a field of a lead and was ignored",
        "person.shoe_size is not a field of a lead and was ignored",
    }


def test_a_flood_of_flags_is_summed_up() -> None:
    event = accept(payload(**{f"key{n}": n for n in range(60)}))
    assert len(event.flags) == 50
    assert event.flags[-1] == "and 11 more remarks"


def test_remarks_made_before_are_kept() -> None:
    event = canonical.parse(payload(), source="web", received_at=NOW, flags=["a remark"])
    assert isinstance(event, LeadEvent)
    assert event.flags == ("a remark",)


def test_custom_keeps_fifty_keys_of_plain_values() -> None:
    event = accept(payload(custom={"x" * 65: 1, **{f"key{n}": n for n in range(60)}}))
    assert len(event.custom) == 50
    assert "custom was cut to 50 keys" in event.flags
    assert any("a key has 1 to 64 characters" in flag for flag in event.flags)


def test_a_custom_number_too_long_to_be_exact_becomes_text() -> None:
    assert accept(payload(custom={"id": 123456789012345678})).custom == {"id": "123456789012345678"}


def test_only_the_latest_fifty_activities_are_kept_and_that_is_said() -> None:
    days = [
        {"type": "visit", "occurred_at": f"2026-09-{day:02}T{hour:02}:00:00Z"}
        for day in range(1, 31)
        for hour in (1, 2)
    ]
    event = accept(payload(activities=days))
    assert len(event.activities) == 50
    assert event.activities[0].occurred_at == datetime(2026, 9, 30, 2, tzinfo=UTC)
    assert event.activities[-1].occurred_at == datetime(2026, 9, 6, 1, tzinfo=UTC)
    assert event.flags == ("activities was cut to the latest 50",)
