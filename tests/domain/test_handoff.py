"""A handoff's life: which step may start where, and how long a decision can be taken back."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain import handoff as life
from bot.domain.handoff import Handoff, Status, Step
from tests.views import samples

WINDOW = 600.0  # ten minutes
AT = samples.NOW
MICRO = timedelta(microseconds=1)
TEN = timedelta(minutes=10)

# What the bot notes by itself may come at any time; every other step must say from where it may start.
FREE = {Step.OPENED, Step.ROUTED, Step.OFFERED, Step.REMINDED, Step.ESCALATED, Step.UPDATED, Step.OUTCOME}
ALLOWED: dict[Step, set[Status]] = {
    Step.ACCEPTED: {Status.OPEN},
    Step.REJECTED: {Status.OPEN},
    Step.RECYCLED: {Status.OPEN},
    Step.WITHDRAWN: {Status.OPEN},
    Step.REASSIGNED: {Status.OPEN},
    Step.SNOOZED: {Status.OPEN},
    Step.EXCUSED: {Status.OPEN},
    Step.TOUCHED: {Status.ACCEPTED},
    Step.UNDONE: {Status.ACCEPTED, Status.REJECTED, Status.RECYCLED},
    Step.REOPENED: {Status.ACCEPTED, Status.REJECTED, Status.RECYCLED},
}


def decided(status: Status = Status.ACCEPTED, by: str | None = "ana") -> Handoff:
    """A handoff that somebody decided at `AT`."""
    return replace(samples.OPEN, status=status, decided_by=by, decided_at=AT)


@pytest.mark.parametrize("step", Step)
def test_every_step_is_in_the_table_or_free_on_purpose(step: Step) -> None:
    assert (step in life.FROM) is not (step in FREE)


@pytest.mark.parametrize("status", Status)
@pytest.mark.parametrize("step", ALLOWED)
def test_a_step_starts_only_where_it_may(step: Step, status: Status) -> None:
    assert (status in life.FROM[step]) is (status in ALLOWED[step])


def test_a_withdrawn_handoff_is_over() -> None:
    assert [step for step, starts in life.FROM.items() if Status.WITHDRAWN in starts] == []


@pytest.mark.parametrize("status", Status)
def test_accepted_rejected_and_recycled_are_the_decided_ones(status: Status) -> None:
    expected = status in (Status.ACCEPTED, Status.REJECTED, Status.RECYCLED)
    assert replace(samples.OPEN, status=status).decided is expected
    assert (status in life.DECIDED) is expected


UNDO = {
    "at once": (timedelta(0), True),
    "in the middle": (TEN / 2, True),
    "a moment before the window closes": (TEN - MICRO, True),
    "when the window closes": (TEN, False),
    "a moment after": (TEN + MICRO, False),
    "the next day": (timedelta(days=1), False),
}


@pytest.mark.parametrize("status", sorted(life.DECIDED))
@pytest.mark.parametrize(("later", "expected"), UNDO.values(), ids=UNDO.keys())
def test_a_decision_can_be_undone_for_ten_minutes(later: timedelta, expected: bool, status: Status) -> None:
    assert life.may_undo(decided(status), "ana", AT + later, WINDOW) is expected


def test_the_window_ends_so_long_after_the_decision() -> None:
    assert life.undo_ends(decided(), WINDOW) == AT + TEN
    assert life.undo_ends(decided(), 0.0) == AT
    assert life.undo_ends(samples.OPEN, WINDOW) is None


def test_without_a_window_nothing_can_be_undone() -> None:
    assert not life.may_undo(decided(), "ana", AT, 0.0)


@pytest.mark.parametrize("who", ["ben", "", "Ana"])
def test_only_the_person_who_decided_may_undo(who: str) -> None:
    assert not life.may_undo(decided(), who, AT, WINDOW)


@pytest.mark.parametrize("status", [Status.OPEN, Status.WITHDRAWN])
def test_what_is_not_decided_cannot_be_undone(status: Status) -> None:
    assert not life.may_undo(decided(status), "ana", AT, WINDOW)


def test_what_the_bot_decided_is_nobodys_to_undo() -> None:
    assert not life.may_undo(decided(by=None), "ana", AT, WINDOW)
    assert not life.may_undo(replace(decided(), decided_at=None), "ana", AT, WINDOW)
