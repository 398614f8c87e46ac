"""The clock of a promise: how it stands at each moment, when it warns, what each step of its ladder does."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.domain import promise
from bot.domain.promise import Kind, Nudge, Promise, Send, Situation, Skip, State, Wait
from tests.views import samples

START = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
HOUR = 3600.0
QUARTER = 900.0
SECOND = timedelta(seconds=1)


def minutes(count: float) -> datetime:
    """A moment so many minutes after the start."""
    return START + timedelta(minutes=count)


# A hand-raiser: an hour, warned at three quarters of it. A standard lead: eight hours, warned after six.
RAISED: Promise = replace(
    samples.DECIDE, budget=HOUR, started_at=START, warn_at=minutes(45), due_at=minutes(60)
)
STANDARD: Promise = replace(RAISED, budget=8 * HOUR, warn_at=minutes(360), due_at=minutes(480))

STATES = {
    "at the start it runs": (RAISED, START, State.RUNNING),
    "just before the warning it runs": (RAISED, minutes(45) - SECOND, State.RUNNING),
    "from the warning on it is at risk": (RAISED, minutes(45), State.AT_RISK),
    "until it is due it is at risk": (RAISED, minutes(60) - SECOND, State.AT_RISK),
    "when the time is used up it is breached": (RAISED, minutes(60), State.BREACHED),
    "it stays breached": (RAISED, minutes(6000), State.BREACHED),
    "kept early it is met": (replace(RAISED, kept_at=minutes(1)), minutes(2), State.MET),
    "it stays met after it was due": (replace(RAISED, kept_at=minutes(59)), minutes(600), State.MET),
    "kept at the last moment it is met": (replace(RAISED, kept_at=minutes(60)), minutes(60), State.MET),
    "kept after that it is late": (
        replace(RAISED, kept_at=minutes(60) + SECOND),
        minutes(61),
        State.MET_LATE,
    ),
    "excused before it is due": (replace(RAISED, excused="fair"), minutes(1), State.EXCUSED),
    "excused ones are not breached": (replace(RAISED, excused="fair"), minutes(600), State.EXCUSED),
    "excused ones are not late": (
        replace(RAISED, excused="fair", kept_at=minutes(90)),
        minutes(91),
        State.EXCUSED,
    ),
}


@pytest.mark.parametrize(("one", "now", "state"), STATES.values(), ids=STATES.keys())
def test_how_a_promise_stands(one: Promise, now: datetime, state: State) -> None:
    assert one.state(now) is state


def test_every_state_is_reached() -> None:
    assert {state for _, _, state in STATES.values()} == set(State)


# Three quarters of the budget; for budgets over an hour a quarter of an hour before the end at the latest.
BUDGETS = {
    "a hand-raiser's hour": (HOUR, 0.75, QUARTER, 45 * 60),
    "a hand-raiser's four hours to touch": (4 * HOUR, 0.75, QUARTER, 3 * HOUR),
    "eight hours": (8 * HOUR, 0.75, QUARTER, 6 * HOUR),
    "twenty-four hours": (24 * HOUR, 0.75, QUARTER, 18 * HOUR),
    "half an hour has no least": (0.5 * HOUR, 0.75, QUARTER, 22.5 * 60),
    "exactly an hour has no least": (HOUR, 0.9, QUARTER, 54 * 60),
    "just over an hour has one": (HOUR + 60, 0.9, QUARTER, 46 * 60),
    "two hours at nine tenths": (2 * HOUR, 0.9, QUARTER, 105 * 60),
    "a least that is not reached changes nothing": (10 * HOUR, 0.9, QUARTER, 9 * HOUR),
}


@pytest.mark.parametrize(("budget", "share", "least", "expected"), BUDGETS.values(), ids=BUDGETS.keys())
def test_when_to_warn(budget: float, share: float, least: float, expected: float) -> None:
    assert promise.warn_budget(budget, share, least) == pytest.approx(expected)


# After a breach: the backup, then the pool, then the manager, where it stays.
DECIDE = (Nudge.START, Nudge.WARN, Nudge.BACKUP, Nudge.POOL, Nudge.MANAGER, None)
TOUCH = (Nudge.WARN, Nudge.MANAGER, None)


@pytest.mark.parametrize(("kind", "steps"), [(Kind.DECIDE, DECIDE), (Kind.TOUCH, TOUCH)])
def test_the_steps_follow_each_other_and_end_with_the_manager(
    kind: Kind, steps: tuple[Nudge | None, ...]
) -> None:
    walked: list[Nudge | None] = [steps[0]]
    while (step := walked[-1]) is not None:
        walked.append(promise.after(kind, step))
    assert tuple(walked) == steps


def test_every_kind_has_a_ladder() -> None:
    assert set(promise.LADDER) == set(Kind)


@dataclass(frozen=True, slots=True)
class Moment:
    """When a step is looked at, and what is known then; by default its person is there and at work."""

    now: datetime
    left: float
    recipients: tuple[str, ...] = ("ana",)
    away: bool = False
    opens_at: datetime | None = None
    snoozed_until: datetime | None = None

    def situation(self) -> Situation:
        """What the decision depends on."""
        opens = self.opens_at or self.now
        return Situation(self.recipients, self.away, opens, self.left, self.snoozed_until)


def decided(one: Promise, step: Nudge, moment: Moment) -> Send | Wait | Skip:
    """What is done about a step, with the default of 15 minutes."""
    return promise.next_step(one, step, moment.situation(), moment.now, QUARTER)


# A breach step is looked at after the breach, the others before it.
IN_TIME = {
    Nudge.START: Moment(START, HOUR),
    Nudge.WARN: Moment(minutes(45), QUARTER),
    Nudge.BACKUP: Moment(minutes(60), 0.0),
    Nudge.POOL: Moment(minutes(120), -HOUR),
    Nudge.MANAGER: Moment(minutes(180), -2 * HOUR),
}
STEPS = list(Nudge)


def test_every_step_is_tried() -> None:
    assert set(IN_TIME) == set(Nudge)


@pytest.mark.parametrize("step", STEPS)
def test_a_step_is_taken_when_its_person_is_at_work(step: Nudge) -> None:
    assert decided(RAISED, step, IN_TIME[step]) == Send()


@pytest.mark.parametrize("step", STEPS)
def test_a_step_waits_until_its_person_is_at_work(step: Nudge) -> None:
    opens = IN_TIME[step].now + timedelta(hours=14)
    assert decided(RAISED, step, replace(IN_TIME[step], opens_at=opens)) == Wait(opens)


@pytest.mark.parametrize("step", STEPS)
def test_nobody_who_is_away_is_told(step: Nudge) -> None:
    for opens in (None, minutes(6000)):
        found = decided(RAISED, step, replace(IN_TIME[step], away=True, opens_at=opens))
        assert isinstance(found, Skip)
        assert found.why


@pytest.mark.parametrize("step", STEPS)
def test_a_step_without_anybody_to_tell_gives_way_to_the_next(step: Nudge) -> None:
    found = decided(RAISED, step, replace(IN_TIME[step], recipients=()))
    assert isinstance(found, Skip)
    assert found.why


@pytest.mark.parametrize("step", STEPS)
def test_a_snooze_holds_every_step_back_until_it_is_over(step: Nudge) -> None:
    moment = IN_TIME[step]
    until = moment.now + timedelta(minutes=10)
    assert decided(RAISED, step, replace(moment, snoozed_until=until)) == Wait(until)
    assert decided(RAISED, step, replace(moment, snoozed_until=moment.now)) == Send()
    assert decided(RAISED, step, replace(moment, snoozed_until=moment.now - SECOND)) == Send()


@pytest.mark.parametrize("step", STEPS)
def test_a_snooze_that_ends_at_night_never_wakes_anybody(step: Nudge) -> None:
    moment = IN_TIME[step]
    ends, opens = moment.now + timedelta(minutes=10), moment.now + timedelta(hours=14)
    first = decided(RAISED, step, replace(moment, snoozed_until=ends, opens_at=opens))
    assert isinstance(first, Wait)
    assert moment.now < first.until <= opens
    if step is not Nudge.WARN:
        later = replace(moment, now=ends, snoozed_until=ends, opens_at=opens)
        assert decided(RAISED, step, later) == Wait(opens)


WARNINGS = {
    "a quarter of an hour left is enough": (STANDARD, Moment(minutes(465), QUARTER), Send),
    "less than that is too late": (STANDARD, Moment(minutes(466), QUARTER - 1), Skip),
    "an hour's budget has no least": (RAISED, Moment(minutes(59), 60.0), Send),
    "just over an hour has one": (
        replace(RAISED, budget=HOUR + 60, due_at=minutes(61)),
        Moment(minutes(59), 120.0),
        Skip,
    ),
    "when it is due the breach says more": (RAISED, Moment(minutes(60), 0.0), Skip),
    "after an outage the breach says more": (RAISED, Moment(minutes(900), -HOUR), Skip),
    "too late goes before snoozed": (
        STANDARD,
        Moment(minutes(470), 600.0, snoozed_until=minutes(475)),
        Skip,
    ),
    "too late goes before closed": (STANDARD, Moment(minutes(470), 600.0, opens_at=minutes(900)), Skip),
}


@pytest.mark.parametrize(("one", "moment", "expected"), WARNINGS.values(), ids=WARNINGS.keys())
def test_a_warning_that_comes_too_late_to_help_is_left_out(
    one: Promise, moment: Moment, expected: type[Send | Skip]
) -> None:
    assert isinstance(decided(one, Nudge.WARN, moment), expected)


@pytest.mark.parametrize("step", [Nudge.START, Nudge.BACKUP, Nudge.POOL, Nudge.MANAGER])
def test_only_a_warning_can_come_too_late(step: Nudge) -> None:
    assert decided(STANDARD, step, Moment(minutes(6000), -50 * HOUR)) == Send()
