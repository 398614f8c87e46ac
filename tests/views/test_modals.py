"""Dialogs ask one thing at a time: a reason, and then only what that reason needs."""

import json
from dataclasses import dataclass, replace
from datetime import UTC, datetime

import pytest

from bot.domain.agreement import Agreement, Ask, Person, Reason
from bot.domain.handoff import Step
from bot.domain.post import View
from bot.views import modals
from tests.views import reading
from tests.views.samples import AGREEMENT, ANA, BRIEF, MILO, NOW, changed, did, entry


@dataclass(frozen=True)
class Place:
    """Where somebody clicked."""

    channel: str | None
    thread_ts: str | None


def inputs(view: View) -> dict[str, dict[str, object]]:
    """The inputs of a dialog by block id."""
    blocks = view["blocks"]
    assert isinstance(blocks, list)
    return {block["block_id"]: block for block in blocks if block["type"] == "input"}


def labels(element: object) -> list[str]:
    """What can be chosen."""
    assert isinstance(element, dict)
    return [option["text"]["text"] for option in element["options"]]


def test_rejecting_needs_one_choice_and_no_typing() -> None:
    view = modals.reject(BRIEF)
    assert view["callback_id"] == "handoff.modal.reject"
    assert reading.paragraphs(view["blocks"]) == ["Dana Ruiz, Lumen GmbH", "Why? ____"]
    reason = inputs(view)["reason"]
    assert reason["dispatch_action"] is True
    assert reason["element"]["type"] == "radio_buttons"  # type: ignore[index]
    assert labels(reason["element"]) == [
        "No intent", "Wrong persona", "Not a buyer", "Bad data",
        "Wrong owner", "Duplicate", "Not our ICP", "Other",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("chosen", "block", "kind", "label"),
    [
        ("wrong_owner", "person", "static_select", "Whose lead is it?"),
        ("duplicate", "detail", "url_text_input", "Link to the other record"),
        ("not_icp", "detail", "static_select", "Which criterion is not met?"),
        ("other", "detail", "plain_text_input", "What is it?"),
    ],
)
def test_a_chosen_reason_asks_its_one_question(chosen: str, block: str, kind: str, label: str) -> None:
    found = inputs(modals.reject(BRIEF, chosen))
    assert list(found) == ["reason", block]
    assert found[block]["element"]["type"] == kind  # type: ignore[index]
    assert found[block]["label"]["text"] == label  # type: ignore[index]
    assert found["reason"]["element"]["initial_option"]["value"] == chosen  # type: ignore[index]


@pytest.mark.parametrize("chosen", ["no_intent", "old", "unheard_of", None])
def test_a_reason_without_a_question_asks_nothing(chosen: str | None) -> None:
    assert list(inputs(modals.reject(BRIEF, chosen))) == ["reason"]


def test_recycling_asks_for_the_day_a_month_ahead() -> None:
    found = inputs(modals.recycle(BRIEF, "bad_timing"))
    assert found["on"]["element"]["initial_date"] == "2026-12-23"  # type: ignore[index]
    assert labels(found["reason"]["element"]) == ["Bad timing", "No budget now"]


def test_the_criteria_to_choose_from_are_the_ones_on_the_card() -> None:
    detail = inputs(modals.reject(BRIEF, "not_icp"))["detail"]
    assert labels(detail["element"]) == ["company size", "role", "region", "score", "consent"]
    without = inputs(modals.reject(changed(criteria=()), "not_icp"))["detail"]
    assert without["element"]["type"] == "plain_text_input"  # type: ignore[index]


def test_reps_of_the_own_team_come_first_and_the_owner_is_no_choice() -> None:
    people = {**AGREEMENT.people, "abe": Person("abe", "Abe", ANA.roles, team="us")}
    brief = replace(BRIEF, agreement=replace(AGREEMENT, people=people))
    assert labels(inputs(modals.reassign(brief))["person"]["element"]) == ["Ben", "Abe", "Cleo"]


def test_without_another_rep_it_says_so() -> None:
    brief = replace(BRIEF, agreement=replace(AGREEMENT, people={"ana": ANA, "milo": MILO}))
    alone = ["There is no other rep in the agreement."]
    assert reading.paragraphs(modals.reassign(brief)["blocks"]) == alone
    assert reading.paragraphs(modals.reject(brief, "wrong_owner")["blocks"])[2:] == alone


def test_many_reasons_become_a_menu_and_none_a_notice() -> None:
    many = tuple(Reason(f"r{n}", f"Reason {n}", Ask.TEXT) for n in range(11))
    view = modals.reject(replace(BRIEF, agreement=replace(AGREEMENT, reject=many)), "r3")
    element = inputs(view)["reason"]["element"]
    assert element["type"] == "static_select"  # type: ignore[index]
    assert len(labels(element)) == 11
    none = modals.reject(replace(BRIEF, agreement=replace(AGREEMENT, reject=())))
    assert reading.paragraphs(none["blocks"]) == [
        "The agreement names no reason for this. Ask an administrator to add one."
    ]


def test_reopening_and_parking_ask_why() -> None:
    assert inputs(modals.reopen(BRIEF))["detail"]["hint"]["text"] == (  # type: ignore[index]
        "For example “decided by mistake” or “new information”."
    )
    plain = replace(BRIEF, agreement=replace(AGREEMENT, reopen=()))
    assert inputs(modals.reopen(plain))["detail"]["hint"]["text"] == "It starts again with a fresh clock."  # type: ignore[index]
    assert list(inputs(modals.park(BRIEF))) == ["detail"]
    assert modals.park(BRIEF)["callback_id"] == "handoff.modal.park"


def test_a_dialog_carries_ids_and_nothing_else() -> None:
    view = modals.keep_place(modals.reject(BRIEF), Place("C1", "17.5"))
    assert json.loads(str(view["private_metadata"])) == {"handoff": 42, "channel": "C1", "thread": "17.5"}
    on_home = modals.keep_place(modals.park(BRIEF), Place(None, None))
    assert on_home["private_metadata"] == '{"handoff":42}'
    informs = modals.keep_place(modals.notice("Handoff", "Hello"), Place("C1", None))
    assert informs["private_metadata"] == '{"channel":"C1"}'


def test_the_history_tells_every_step_with_its_moment() -> None:
    log = (
        entry(Step.OPENED, NOW, None, tier="Hand-raiser", source="hubspot"),
        did(Step.ACCEPTED, "ana"),
    )
    assert "\n".join(reading.paragraphs(modals.history(replace(BRIEF, log=log))["blocks"])).split("\n") == [
        "*Dana Ruiz* · Head of Operations · Lumen GmbH (320 people, Germany)",
        "Today at 09:24: Handed off from hubspot as Hand-raiser.",
        "Today at 09:24: Ana accepted it.",
    ]


def test_a_very_long_history_still_fits() -> None:
    log = tuple(did(Step.REOPENED, "ana", why="because " * 30) for _ in range(900))
    blocks = modals.history(replace(BRIEF, log=log))["blocks"]
    assert isinstance(blocks, list)
    assert len(blocks) <= 100


def test_why_shows_its_lines_escaped() -> None:
    view = modals.why(BRIEF, ["How it was routed:", "1. rule “DACH”: <goes> to *EMEA*"])
    assert reading.paragraphs(view["blocks"])[0].split("\n") == [
        "*Dana Ruiz* · Head of Operations · Lumen GmbH (320 people, Germany)",
        "*How it was routed:*",
        "1. rule “DACH”: <goes> to ∗EMEA∗",
    ]
    assert reading.paragraphs(modals.why(BRIEF, [])["blocks"])[0].endswith("\nNothing is on record.")
    assert "submit" not in view


@pytest.mark.parametrize(
    ("person", "agreement", "then"),
    [
        (ANA, AGREEMENT, "and Ben is offered your open leads."),
        (MILO, AGREEMENT, "and your open leads are offered on."),
    ],
)
def test_going_away_says_what_happens_meanwhile(person: Person, agreement: Agreement, then: str) -> None:
    view = modals.away(person, (), agreement)
    assert reading.paragraphs(view["blocks"]) == [
        f"While you are away you get no messages, your clocks stand, {then}",
        "First day away ____",
        "Last day away ____",
    ]
    assert list(inputs(view)) == ["first", "last"]


def test_absences_are_told_in_the_days_of_the_person() -> None:
    # 3 to 14 December in Berlin, and one single day.
    long = (datetime(2026, 12, 2, 23, tzinfo=UTC), datetime(2026, 12, 14, 23, tzinfo=UTC))
    short = (datetime(2026, 12, 23, 23, tzinfo=UTC), datetime(2026, 12, 24, 23, tzinfo=UTC))
    view = modals.away(ANA, (long, short), AGREEMENT)
    assert reading.paragraphs(view["blocks"])[1] == (
        "Away Thu 3 Dec 2026 to Mon 14 Dec 2026\nAway Thu 24 Dec 2026"
    )
