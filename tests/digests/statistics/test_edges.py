"""What the statistics do where there is little or nothing to go by."""

import pytest

from digests.statistics import control, mix, rates, shrinkage, significance, survival


def test_nothing_observed_may_be_anything() -> None:
    assert rates.wilson(0, 0) == rates.Interval(0.0, 1.0)


@pytest.mark.parametrize(("k", "n"), [(-1, 3), (4, 3)])
def test_more_than_all_is_no_share(k: int, n: int) -> None:
    with pytest.raises(ValueError, match="no share"):
        rates.wilson(k, n)


def test_a_difference_needs_both_sides() -> None:
    with pytest.raises(ValueError, match="both sides"):
        rates.newcombe(1, 2, 0, 0)


def test_a_curve_of_nobody_has_no_steps() -> None:
    assert survival.kaplan_meier([]) == ()
    assert survival.quantile((), 0.5) is None


def test_a_curve_that_only_waits_never_gets_there() -> None:
    assert survival.quantile(survival.kaplan_meier([(5.0, False), (9.0, False)]), 0.5) is None


def test_the_median_of_an_even_number_is_one_of_them() -> None:
    assert survival.quantile(survival.kaplan_meier((float(t), True) for t in (1, 2, 3, 4)), 0.5) == 2


@pytest.mark.parametrize("n", [7, 49, 1000, 99_999])
def test_rounding_does_not_move_a_quantile(n: int) -> None:
    """Of n complete times the q quantile is the ceil(q n)-th, however many factors the curve has."""
    steps = survival.walk(n, ((float(t), 1, 0) for t in range(1, n + 1)))
    assert survival.quantile(steps, 0.9) == -(-9 * n // 10)


def test_weeks_that_vary_less_than_chance_have_narrower_limits_by_laney() -> None:
    counts = [(50 + n % 2, 100) for n in range(12)]
    assert control.laney(counts).sigma_z < 1
    assert control.laney(counts).limits(100).high < control.p_chart(counts).limits(100).high


@pytest.mark.parametrize("k", [0, 10])
def test_shares_of_nothing_or_all_have_limits_without_width(k: int) -> None:
    assert control.laney([(k, 10)] * 8).limits(10) == control.Limits(k / 10, k / 10, k / 10)


def test_weeks_without_observations_are_left_out_of_limits() -> None:
    counts = [(6, 10), (7, 10), (5, 10), (6, 10)]
    assert control.laney([*counts, (0, 0)]) == control.laney(counts)


def test_a_chart_needs_two_weeks() -> None:
    with pytest.raises(ValueError, match="two"):
        control.laney([(1, 2), (0, 0)])
    with pytest.raises(ValueError, match="two"):
        control.xmr([1.0])


def test_what_has_no_logarithm_is_refused() -> None:
    with pytest.raises(ValueError, match="above 0"):
        control.xmr([1.0, 0.0], log=True)


def test_logarithmic_limits_multiply() -> None:
    found = control.xmr([1.0, 2.0, 4.0], log=True)
    assert found.centre == pytest.approx(2.0)
    assert found.high / found.centre == pytest.approx(found.centre / found.low)


@pytest.mark.parametrize(
    ("values", "expected"),
    [([3, 1, 1, 3, 3], 2), ([3, 1, 1], -2), ([1, 2], 0), ([], 0), ([3] * 8, 8)],
)
def test_a_run_counts_back_from_the_newest(values: list[float], expected: int) -> None:
    assert control.run_length(values, 2.0) == expected


def test_a_new_group_is_all_mix() -> None:
    found = mix.kitagawa_counts({"old": (60, 100)}, {"old": (60, 100), "new": (20, 100)})
    assert found.rate == pytest.approx(0.0)
    assert found.mix == pytest.approx(found.after - found.before)


def test_a_side_without_weight_is_refused() -> None:
    with pytest.raises(ValueError, match="weights"):
        mix.kitagawa_counts({}, {"a": (1, 2)})


def test_tables_that_could_not_be_otherwise_prove_nothing() -> None:
    assert significance.fisher_exact(3, 2, 0, 0) == 1.0


def test_a_count_below_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="0 or more"):
        significance.fisher_exact(-1, 3, 4, 5)


def test_fewer_than_eight_groups_have_no_prior() -> None:
    assert shrinkage.beta_binomial([(5, 10)] * 7) is None


def test_groups_that_differ_by_chance_alone_are_drawn_all_the_way() -> None:
    prior = shrinkage.beta_binomial([(5, 10), (6, 10)] * 6)
    assert prior is not None
    assert prior.shrink(10, 10) == pytest.approx(0.55, abs=1e-6)


@pytest.mark.parametrize("k", [0, 10])
def test_groups_without_any_or_with_all_have_a_prior_too(k: int) -> None:
    prior = shrinkage.beta_binomial([(k, 10)] * 9)
    assert prior is not None
    assert prior.shrink(k, 10) == pytest.approx(k / 10, abs=1e-6)
