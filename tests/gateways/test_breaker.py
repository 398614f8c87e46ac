"""The circuit breaker, by a clock that the test sets."""

import pytest

from bot.gateways.breaker import Breaker


class Clock:
    """Seconds that pass when the test says so."""

    def __init__(self) -> None:
        self.now = 1_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def breaker(clock: Clock) -> Breaker:
    return Breaker(clock)


def fail(breaker: Breaker, times: int) -> None:
    for _ in range(times):
        breaker.failed()


def test_two_failures_are_bad_luck_and_three_are_enough(breaker: Breaker) -> None:
    fail(breaker, 2)
    assert not breaker.is_open
    fail(breaker, 1)
    assert breaker.is_open


def test_a_success_in_between_begins_the_count_anew(breaker: Breaker) -> None:
    fail(breaker, 2)
    breaker.succeeded()
    fail(breaker, 2)
    assert not breaker.is_open


def test_after_a_minute_it_is_tried_again_and_one_more_failure_is_enough(
    breaker: Breaker, clock: Clock
) -> None:
    fail(breaker, 3)
    clock.now += 59.9
    assert breaker.is_open
    clock.now += 0.1
    assert not breaker.is_open
    breaker.failed()
    assert breaker.is_open
    clock.now += 60
    breaker.succeeded()
    assert not breaker.is_open
