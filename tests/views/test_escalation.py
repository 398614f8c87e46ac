"""A manager reads what is stuck, who was asked, and settles it with one button."""

from dataclasses import replace
from datetime import timedelta

from bot.domain.handoff import Status, Step
from bot.domain.promise import Kind
from bot.views import escalation
from tests.views import reading
from tests.views.samples import BRIEF, DUE, HANDED, TOUCH, accepted, changed, entry, overdue

ASKED = entry(Step.ESCALATED, DUE + timedelta(hours=1), to="maria", promise="decide")
LOG = (
    entry(Step.OPENED, HANDED, tier="Hand-raiser", source="hubspot"),
    entry(Step.REMINDED, HANDED + timedelta(minutes=45), to="ana", promise="decide", step="warn"),
    entry(Step.OFFERED, DUE, to="ben", promise="decide", step="backup"),
    entry(Step.REMINDED, DUE, skipped="pool", why="there is no pool"),
    ASKED,
)
STUCK = replace(overdue(minutes=60), log=LOG)
HEAD = [
    "*Dana Ruiz* · Head of Operations · Lumen GmbH (320 people, Germany)",
    "Asked for a demo 09:12 · Read pricing twice 21 Nov 2026",
]


def test_it_says_what_is_stuck_and_what_was_tried() -> None:
    message = escalation.escalation(STUCK)
    assert reading.lines(message) == [
        "*This lead needs your help.*",
        *HEAD,
        "Nobody has decided yet; the decision was due today at 10:12, overdue by 1 h of Ana's hours. "
        "It is with Ana.",
        "What was tried:",
        "• Today at 09:57: Ana got a reminder of the decision.",
        "• Today at 10:12: Offered to Ben: the decision was due 10:12.",
        "• Today at 10:12: No message for the pool: there is no pool.",
    ]
    assert reading.buttons(message) == [["Assign to…", "Offer to the pool", "Park…", "(Why?, History)"]]
    assert reading.read(message.text) == (
        "This lead needs your help. Dana Ruiz, Head of Operations at Lumen GmbH. "
        "Nobody has decided yet; the decision was due today at 10:12, overdue by 1 h of Ana's hours. "
        "It is with Ana."
    )


def test_a_lead_without_an_owner_says_so() -> None:
    nobodys = replace(changed(STUCK, owner=None), promises=())
    assert reading.lines(escalation.escalation(nobodys))[3] == "Nobody has decided yet. It has no owner."


def test_only_what_was_tried_since_the_last_owner_counts() -> None:
    moved = entry(Step.REASSIGNED, DUE, "maria", to="ben")
    brief = replace(STUCK, log=(*LOG[:3], moved, ASKED))
    assert "What was tried:" not in reading.lines(escalation.escalation(brief))


def test_once_decided_it_says_by_whom_and_asks_no_more() -> None:
    decided = replace(accepted(STUCK, by="ben"), log=LOG)
    message = escalation.escalation(decided)
    assert reading.lines(message)[2] == "Accepted by Ben today at 09:15 · first touch due today at 14:12."
    assert reading.buttons(message) == []
    assert not escalation.waits(decided)


def test_once_given_to_somebody_it_says_to_whom() -> None:
    answer = entry(Step.REASSIGNED, DUE + timedelta(hours=2), "maria", to="ben")
    brief = replace(STUCK, log=(*LOG, answer))
    message = escalation.escalation(brief)
    assert reading.lines(message)[2] == "Today at 12:12: Maria gave it to Ben."
    assert reading.buttons(message) == []
    assert escalation.waits(STUCK)
    assert not escalation.waits(brief)


def test_once_parked_it_says_why() -> None:
    answer = entry(Step.EXCUSED, DUE + timedelta(hours=2), "maria", why="waiting for legal")
    message = escalation.escalation(replace(STUCK, log=(*LOG, answer)))
    assert reading.lines(message)[2] == "Today at 12:12: Maria parked it: waiting for legal."


def test_a_missed_first_touch_can_be_reopened() -> None:
    asked = entry(Step.ESCALATED, HANDED + timedelta(hours=6), to="maria", promise="touch")
    brief = replace(accepted(), log=(asked,), now=HANDED + timedelta(hours=6), left=-3600.0)
    message = escalation.escalation(brief, Kind.TOUCH)
    assert reading.lines(message)[3] == (
        "Accepted by Ana today at 09:15 · first touch was due today at 14:12, overdue by 1 h of Ana's hours."
    )
    assert reading.buttons(message) == [["Reopen…", "(Why?, History)"]]
    assert escalation.escalation(brief) == message
    touched = changed(brief, touched_at=brief.now, touched_how="called")
    done = replace(touched, promises=(replace(TOUCH, ended_at=brief.now),))
    assert reading.buttons(escalation.escalation(done)) == []


def test_an_older_question_about_the_decision_stays_settled() -> None:
    asked = entry(Step.ESCALATED, HANDED + timedelta(hours=6), to="maria", promise="touch")
    brief = replace(accepted(), log=(*LOG, asked))
    assert reading.buttons(escalation.escalation(brief, Kind.DECIDE)) == []


def test_a_lead_nobody_was_asked_about_does_not_wait_for_a_manager() -> None:
    assert not escalation.waits(BRIEF)
    withdrawn = changed(replace(STUCK, promises=()), status=Status.WITHDRAWN)
    assert not escalation.waits(withdrawn)
