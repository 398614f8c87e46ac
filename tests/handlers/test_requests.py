"""Payloads in Slack's own shape, and in the shapes of servers that leave things out."""

import pytest

from handlers import requests
from handlers.requests import Body, Place

CLICK: Body = {
    "type": "block_actions",
    "user": {"id": "U1", "team_id": "T1"},
    "team": {"id": "T1", "domain": "acme"},
    "container": {"type": "message", "message_ts": "1.2", "channel_id": "C1"},
    "channel": {"id": "C1", "name": "handoffs"},
    "message": {"ts": "1.2", "thread_ts": "1.1", "blocks": [{"block_id": "ho:handoff:1:card:ab"}]},
    "trigger_id": "t1",
}


def test_a_click_says_who_where_and_on_which_message() -> None:
    request = requests.read(CLICK)
    assert (request.user, request.trigger, request.foreign) == ("U1", "t1", False)
    assert request.place == Place("C1", "1.2", "1.1")
    assert request.marker == "ho:handoff:1:card:ab"


def test_somebody_of_another_workspace_is_foreign() -> None:
    assert requests.read({**CLICK, "user": {"id": "U1", "team_id": "T2"}}).foreign


@pytest.mark.parametrize("name", ["team", "container", "message", "channel"])
@pytest.mark.parametrize("value", [None, "", "C1", []], ids=repr)
def test_a_part_of_another_shape_is_as_good_as_missing(name: str, value: object) -> None:
    request = requests.read({**CLICK, name: value})
    assert (request.user, request.foreign) == ("U1", False)
    assert request.place.channel == "C1"
    assert request.place.ts == "1.2"


@pytest.mark.parametrize("name", ["team", "container", "message", "channel", "trigger_id"])
def test_a_part_that_is_missing_takes_only_what_it_says(name: str) -> None:
    request = requests.read({key: value for key, value in CLICK.items() if key != name})
    assert (request.user, request.foreign) == ("U1", False)
    assert request.place.channel == "C1"


def test_a_click_on_the_home_tab_has_no_place_however_a_server_says_so() -> None:
    home = {"user": {"id": "U1"}, "container": {"type": "view", "view_id": "V1"}, "trigger_id": "t1"}
    assert requests.read(home).place == Place()
    empty = {
        "user": {"id": "U1"},
        "container": {"type": "message", "channel_id": ""},
        "channel": {"id": "", "name": ""},
    }
    assert requests.read(empty).place == Place()


def test_an_empty_field_of_a_form_is_left_out_whichever_way_it_is_empty() -> None:
    values = {
        "reason": {"a": {"type": "radio_buttons", "selected_option": None}},
        "detail": {"b": {"type": "plain_text_input", "value": None}},
        "on": {"c": {"type": "datepicker", "selected_date": "2026-12-03"}},
        "person": {"d": {"type": "static_select"}},
    }
    assert requests.inputs({"state": {"values": values}}) == {"on": "2026-12-03"}
    assert requests.inputs({"state": {}}) == requests.inputs({}) == {}


def test_what_was_written_is_read_as_a_person_reads_it() -> None:
    people = {"U0ANA": "Ana Lima"}
    for text, read in (
        ("<@UBOT> MQLs last week", "MQLs last week"),
        ("MQLs for <@U0ANA>, <@U0ANA|ana>", "MQLs for Ana Lima, Ana Lima"),
        ("MQLs for <@U0EVE|eve>, <@U0EVE>", "MQLs for @eve, @U0EVE"),  # the unknown are not passed over
        ("<!here> MQLs <!channel|@channel> of <!subteam^S1|@emea>", "MQLs   of @emea"),
        ("MQLs since <!date^1757400000^{date}|9 Sep>", "MQLs since 9 Sep"),
        ("MQLs :tada: last week :+1::skin-tone-3:, :pray:", "MQLs   last week  ,"),
        ("MQLs of EMEA:paid:2026 since 10:30:15", "MQLs of EMEA:paid:2026 since 10:30:15"),
        ("R&amp;D Webinar &lt;3 &amp;amp;", "R&D Webinar <3 &amp;"),
        (
            "leads of <http://acme.example|acme.example> and <https://b.example>",
            "leads of acme.example and https://b.example",
        ),
        ("see <#C1|growth-summit>", "see growth-summit"),
    ):
        assert requests.spoken(text, "UBOT", people.get) == read
