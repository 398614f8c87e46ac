"""Every step of a handoff reads as a sentence."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.handoff import Entry, Step
from bot.domain.promise import Leg
from bot.views import line
from tests.views import reading
from tests.views.samples import BRIEF, DECIDE, DUE, HANDED, NOW, accepted, did, entry


@pytest.mark.parametrize(
    ("step", "said"),
    [
        (entry(Step.OPENED, tier="Hand-raiser", source="hubspot"), "Handed off from hubspot as Hand-raiser."),
        (
            entry(Step.ROUTED, **{"1": "rule “DACH”: does not match", "10": "EMEA: Ana is next", "2": "x"}),
            "Routed by EMEA: Ana is next.",
        ),
        (entry(Step.ROUTED), "Routed."),
        (did(Step.ACCEPTED, "ana"), "Ana accepted it."),
        (did(Step.REJECTED, "ana", reason="No intent", given=""), "Ana rejected it: No intent."),
        (
            did(Step.REJECTED, "ana", reason="Wrong owner", given="Ben"),
            "Ana rejected it: Wrong owner (Ben).",
        ),
        (
            did(Step.RECYCLED, "ana", reason="Bad timing", given="2027-01-04"),
            "Ana gave it back to marketing: Bad timing (4 Jan 2027).",
        ),
        (entry(Step.WITHDRAWN, why="the person unsubscribed"), "Withdrawn: the person unsubscribed."),
        (did(Step.UNDONE, "ben", decision="rejected"), "Ben undid the rejection."),
        (did(Step.UNDONE, "ben", decision="accepted"), "Ben undid the acceptance."),
        (did(Step.UNDONE, "ben", decision="recycled"), "Ben undid the return to marketing."),
        (did(Step.REOPENED, "ben", why="new information!"), "Ben opened it again: new information!"),
        (
            did(Step.REASSIGNED, "maria", **{"from": "ana", "to": "ben", "why": ""}),
            "Maria gave it to Ben.",
        ),
        (did(Step.REASSIGNED, "ben", to="ben", why="I know them"), "Ben took it over: I know them."),
        (did(Step.REASSIGNED, "maria", to=""), "Maria opened it to the whole pool."),
        (entry(Step.REASSIGNED, to="ben"), "The bot gave it to Ben."),
        (entry(Step.OFFERED, DUE, to="ben", step="backup"), "Offered to Ben: the decision was due 10:12."),
        (entry(Step.OFFERED, NOW, to="ben cleo", step="pool"), "Offered to Ben and Cleo: Ana is away."),
        (entry(Step.OFFERED, NOW, to="ben", why="Ana is on holiday"), "Offered to Ben: Ana is on holiday."),
        (entry(Step.REMINDED, to="ana", promise="decide"), "Ana got a reminder of the decision."),
        (entry(Step.REMINDED, to="ana", promise="touch"), "Ana got a reminder of the first touch."),
        (
            entry(Step.REMINDED, skipped="backup", why="the backup is away"),
            "No message for the backup: the backup is away.",
        ),
        (
            entry(Step.ESCALATED, DUE + timedelta(days=1), to="maria", promise="decide"),
            "Maria was asked to help: the decision was due today at 10:12.",
        ),
        (
            did(Step.SNOOZED, "ana", until="2026-11-23T08:54:00+00:00"),
            "Ana snoozed the reminders until 09:54; the clock runs on.",
        ),
        (did(Step.SNOOZED, "ana", until="soon"), "Ana snoozed the reminders; the clock runs on."),
        (did(Step.TOUCHED, "ana", how="called"), "First touch by Ana: called."),
        (did(Step.EXCUSED, "maria", why="waiting for legal"), "Maria parked it: waiting for legal."),
        (
            entry(Step.UPDATED, what="title, company size", source="hubspot"),
            "Updated: title, company size (from hubspot).",
        ),
        (entry(Step.UPDATED), "Updated: the lead's details."),
        (entry(Step.OUTCOME, outcome="sql"), "Sales qualified (SQL)."),
        (
            entry(Step.OUTCOME, outcome="opportunity", amount="1200000", currency="EUR"),
            "Opportunity · 12,000 EUR.",
        ),
        (entry(Step.OUTCOME, outcome="won", amount="1050", currency=""), "Won · 10.50."),
    ],
    ids=lambda one: one if isinstance(one, str) else "",
)
def test_a_step_is_one_sentence(step: Entry, said: str) -> None:
    message = line.line(step, BRIEF)
    assert reading.read(message.text) == said
    assert reading.lines(message) == [said]


def test_every_step_has_its_words() -> None:
    for step in Step:
        assert line.line(entry(step), BRIEF).text.endswith(".")


def test_the_first_touch_is_escalated_with_its_own_due_time() -> None:
    brief = replace(accepted(), promises=(DECIDE, replace(accepted().promises[1], started_at=HANDED)))
    step = entry(Step.ESCALATED, HANDED + timedelta(hours=6), to="maria", promise="touch")
    assert reading.read(line.spell(step, brief)) == (
        "Maria was asked to help: the first touch was due 14:12."
    )


def test_after_a_reassignment_an_old_offer_claims_no_absence() -> None:
    moved = replace(DECIDE, legs=(Leg("ana", HANDED), Leg("ben", NOW)), owner="ben")
    offer = entry(Step.OFFERED, NOW - timedelta(minutes=1), to="ben")
    assert line.spell(offer, replace(BRIEF, promises=(moved,))) == "Offered to Ben."


def test_an_offer_of_a_lead_without_owner_blames_nobody() -> None:
    nobodys = replace(BRIEF, promises=(replace(DECIDE, owner=None),))
    assert line.spell(entry(Step.OFFERED, to="ben"), nobodys) == "Offered to Ben."
    assert line.spell(entry(Step.OFFERED, to="ben"), replace(BRIEF, promises=())) == "Offered to Ben."


def test_foreign_words_in_the_log_are_escaped() -> None:
    said = line.spell(did(Step.REOPENED, "ana", why="<!channel> *now*"), BRIEF)
    assert said == "Ana opened it again: &lt;!channel&gt; ∗now∗."
