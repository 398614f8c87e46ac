"""What the statistics promise whatever the data, and what they do in worlds whose truth is known."""

import random
import statistics
from collections.abc import Mapping

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from digests.statistics import control, mix, shrinkage

law = settings(derandomize=True, deadline=None, max_examples=100)
GROUPS = st.integers(1, 200).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))
SIDES = st.dictionaries(st.sampled_from("abcdef"), GROUPS, min_size=1)
Side = Mapping[str, tuple[int, int]]


def total(side: Side) -> float:
    return sum(k for k, _ in side.values()) / sum(n for _, n in side.values())


@law
@given(SIDES, SIDES)
def test_mix_and_rate_are_the_whole_change_and_the_parts_add_up(before: Side, after: Side) -> None:
    found = mix.kitagawa_counts(before, after)
    assert (found.before, found.after) == pytest.approx((total(before), total(after)))
    assert found.mix + found.rate == pytest.approx(total(after) - total(before), abs=1e-12)
    assert found.mix == pytest.approx(sum(part.mix for part in found.parts), abs=1e-12)
    assert found.rate == pytest.approx(sum(part.rate for part in found.parts), abs=1e-12)
    assert {part.key for part in found.parts} == {*before, *after}


@law
@given(SIDES, SIDES)
def test_looking_back_turns_every_sign(before: Side, after: Side) -> None:
    there, back = mix.kitagawa_counts(before, after), mix.kitagawa_counts(after, before)
    assert (back.mix, back.rate) == pytest.approx((-there.mix, -there.rate), abs=1e-12)


@law
@given(SIDES, st.dictionaries(st.sampled_from("abcdef"), st.integers(1, 9)))
def test_other_sizes_with_the_same_rates_are_all_mix(before: Side, factors: Mapping[str, int]) -> None:
    after = {key: (k * factors.get(key, 1), n * factors.get(key, 1)) for key, (k, n) in before.items()}
    found = mix.kitagawa_counts(before, after)
    assert found.rate == pytest.approx(0.0, abs=1e-12)
    assert found.mix == pytest.approx(total(after) - total(before), abs=1e-12)


def test_more_of_a_group_that_does_better_than_the_whole_pulls_it_up() -> None:
    """By hand: the total goes from 50 to 60 %, 55 % on average; a grows above that and b shrinks below it."""
    found = mix.kitagawa({"a": (50, 0.8), "b": (50, 0.2)}, {"a": (2, 0.8), "b": (1, 0.2)})
    parts = {part.key: part.mix for part in found.parts}
    assert parts == pytest.approx({"a": (2 / 3 - 1 / 2) * (0.8 - 0.55), "b": (1 / 3 - 1 / 2) * (0.2 - 0.55)})


def drawn(luck: random.Random, share: float, n: int) -> tuple[int, int]:
    return sum(luck.random() < share for _ in range(n)), n


def test_a_steady_rate_is_rarely_outside_limits_of_twelve_weeks() -> None:
    """The agreement on metrics, section 2, rule 2: 1.7 % false alarms from twelve weeks."""
    luck, outside, worlds = random.Random(5), 0, 2000
    for _ in range(worlds):
        *base, (k, n) = [drawn(luck, 0.6, luck.randint(20, 40)) for _ in range(13)]
        limits = control.laney(base).limits(n)
        outside += not limits.low <= k / n <= limits.high
    assert 0.01 < outside / worlds < 0.025


def test_the_best_of_twenty_alike_is_not_praised() -> None:
    """The agreement on metrics, section 2, rule 5: about 92 % is seen where 70 % is true."""
    luck, seen, shrunk = random.Random(6), [], []
    for _ in range(200):
        groups = [drawn(luck, 0.7, 12) for _ in range(20)]
        prior = shrinkage.beta_binomial(groups)
        assert prior is not None
        seen.append(max(k / n for k, n in groups))
        shrunk.append(max(prior.shrink(k, n) for k, n in groups))
    assert statistics.fmean(seen) > 0.9
    assert statistics.fmean(shrunk) == pytest.approx(0.7, abs=0.04)
