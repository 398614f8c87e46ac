"""Whoever acts is told what came of it, who was faster, or why it cannot be."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from bot.domain.handoff import Entry, Handoff, Status, Step
from bot.domain.lead import Context, Lead, Person
from bot.domain.outcome import Done, Invalid, Lost, Missing, Outcome
from bot.domain.permission import Denied
from bot.views import whispers
from tests.views import reading
from tests.views.samples import (
    AGREEMENT,
    ANA,
    BEN,
    BRIEF,
    LEAD,
    NOW,
    OPEN,
    accepted,
    changed,
    did,
    entry,
    rejected,
)

AT = NOW - timedelta(minutes=9)  # 09:15 in Berlin


def said(outcome: Outcome) -> str:
    """What Ben reads, without the brief."""
    return reading.read(whispers.of(outcome, None, AGREEMENT, BEN).text)


def test_accepting_brings_everything_needed_for_the_first_touch() -> None:
    message = whispers.of(Done(accepted().handoff, did(Step.ACCEPTED, "ana")), accepted(), AGREEMENT, ANA)
    assert reading.lines(message) == [
        "*Dana Ruiz* · Head of Operations · Lumen GmbH (320 people, Germany) is yours.",
        "[dana.ruiz@lumen.example] · [+49301234567] · [Open in HubSpot]",
        "• Asked for a demo 09:12",
        "• Read pricing twice 21 Nov 2026",
        "• Opened the invitation 19 Nov 2026",
        "They wrote: “Can you call me this week?”",
        "First touch due today at 14:12.",
    ]
    assert reading.buttons(message) == [["Called", "Mailed", "Booked", "Undo"]]
    assert reading.read(message.text).split("\n") == reading.lines(message)


def test_accepting_a_lead_without_an_address_says_so() -> None:
    bare = replace(accepted(), lead=Lead(person=Person(last_name="Ruiz")), promises=())
    assert reading.lines(whispers.accepted(bare)) == ["*Ruiz* is yours.", "No address or number is known."]


def test_a_long_message_of_the_lead_is_cut() -> None:
    wordy = replace(accepted(), lead=replace(LEAD, context=Context(message="please " * 700)))
    assert len(reading.lines(whispers.accepted(wordy))[5]) <= 520


@pytest.mark.parametrize(
    ("step", "handoff", "answer"),
    [
        (did(Step.ACCEPTED, "ben"), OPEN, "The lead is yours."),
        (did(Step.REJECTED, "ben", reason="No intent"), OPEN, "The lead is rejected: No intent."),
        (
            did(Step.RECYCLED, "ben", reason="Bad timing"),
            OPEN,
            "The lead is back with marketing: Bad timing.",
        ),
        (did(Step.UNDONE, "ben"), OPEN, "Undone: the lead is open again, and the clock runs on."),
        (did(Step.REOPENED, "ben"), OPEN, "The lead is open again, with a fresh clock."),
        (did(Step.REASSIGNED, "ben"), OPEN, "Ana has the lead now."),
        (did(Step.REASSIGNED, "ben"), replace(OPEN, owner=None), "The whole pool may take the lead now."),
        (
            did(Step.SNOOZED, "ben"),
            replace(OPEN, snoozed_until=NOW + timedelta(minutes=30)),
            "No reminder about the lead before today at 09:54. The clock runs on.",
        ),
        (
            did(Step.TOUCHED, "ben"),
            replace(OPEN, touched_how="called"),
            "The lead: called, noted as the first touch.",
        ),
        (did(Step.EXCUSED, "ben"), OPEN, "The lead is parked. The clock stands still."),
        (did(Step.UPDATED, "ben"), OPEN, "Done."),
    ],
)
def test_what_was_done_is_confirmed(step: Entry, handoff: Handoff, answer: str) -> None:
    assert said(Done(handoff, step)) == answer


def test_the_confirmation_names_the_lead_and_the_answer_to_the_question() -> None:
    wrong = rejected(reason="wrong_owner", detail="ben")
    done = Done(wrong.handoff, did(Step.REJECTED, "ana", reason="Wrong owner"))
    assert whispers.of(done, wrong, AGREEMENT, ANA).text == (
        "Dana Ruiz, Lumen GmbH is rejected: Wrong owner: Ben."
    )
    later = changed(rejected(reason="bad_timing"), status=Status.RECYCLED, return_on=date(2027, 1, 4))
    done = Done(later.handoff, did(Step.RECYCLED, "ana", reason="Bad timing"))
    assert whispers.of(done, later, AGREEMENT, ANA).text == (
        "Dana Ruiz, Lumen GmbH is back with marketing: Bad timing. It comes back on 4 Jan 2027."
    )


def test_a_rejection_can_be_undone_right_there() -> None:
    done = Done(rejected().handoff, did(Step.REJECTED, "ana", reason="No intent"))
    assert reading.buttons(whispers.of(done, rejected(), AGREEMENT, ANA)) == [["Undo"]]
    assert reading.buttons(whispers.of(done, None, AGREEMENT, ANA)) == []


@pytest.mark.parametrize(
    ("handoff", "last", "answer"),
    [
        (accepted().handoff, entry(Step.ACCEPTED, AT, "ana"), "Ana took it today at 09:15."),
        (
            accepted(by="ben").handoff,
            entry(Step.ACCEPTED, AT, "ben"),
            "You already accepted it today at 09:15.",
        ),
        (rejected().handoff, entry(Step.REJECTED, AT, "ana"), "Ana rejected it today at 09:15."),
        (rejected().handoff, entry(Step.REJECTED, AT, "ben"), "You already rejected it today at 09:15."),
        (rejected().handoff, None, "Ana rejected it today at 09:15."),
        (
            changed(status=Status.RECYCLED).handoff,
            entry(Step.RECYCLED, AT, "ana"),
            "Ana gave it back to marketing today at 09:15.",
        ),
        (
            changed(status=Status.WITHDRAWN).handoff,
            entry(Step.WITHDRAWN, AT, why="the person unsubscribed"),
            "It was withdrawn today at 09:15 (the person unsubscribed). No decision is needed any more.",
        ),
        (changed(status=Status.WITHDRAWN).handoff, None, "It was withdrawn. No decision is needed any more."),
        (OPEN, entry(Step.REOPENED, AT, "ana"), "It is open again: nobody has decided it."),
        (
            replace(accepted().handoff, touched_at=AT, touched_how="called"),
            entry(Step.ACCEPTED, AT, "ana"),
            "The first touch is noted already: called today at 09:15.",
        ),
    ],
)
def test_the_second_one_is_told_who_was_first(handoff: Handoff, last: Entry | None, answer: str) -> None:
    assert said(Lost(handoff, last)) == answer


def test_what_cannot_be_done_says_why() -> None:
    assert said(Invalid("Choose one of the reasons.", "reason")) == "Choose one of the reasons."
    assert said(Missing()) == "This handoff does not exist any more."
    assert said(Denied("Only reps of EMEA can do that.")) == "Only reps of EMEA can do that."
    assert said(Invalid("Only <!here> can undo this.")) == "Only <!here> can undo this."
    assert "<!here>" not in whispers.of(Invalid("<!here>"), BRIEF, AGREEMENT, None).text


def test_a_failure_has_a_name_to_report() -> None:
    assert whispers.failed("a1b2c3d4").text == (
        "Something went wrong, and nothing was changed. Please try again. If it stays, report a1b2c3d4."
    )
