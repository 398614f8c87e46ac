"""The statistics against scipy, statsmodels and lifelines on random data."""

import math
import random
import warnings

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from digests.statistics import control, rates, shrinkage, significance, survival
from digests.statistics.survival import Transform

with warnings.catch_warnings():
    # What their own dependencies announce is not ours to mend.
    warnings.simplefilter("ignore")
    from lifelines import AalenJohansenFitter, KaplanMeierFitter
    from lifelines.utils import median_survival_times, qth_survival_time
    from scipy import stats
    from statsmodels.duration.survfunc import SurvfuncRight
    from statsmodels.stats.multitest import multipletests
    from statsmodels.stats.proportion import confint_proportions_2indep, proportion_confint

COUNTS = st.integers(1, 400).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))
CELLS = st.integers(0, 60)
P_VALUES = st.lists(st.floats(0, 1), min_size=1, max_size=30)
law = settings(derandomize=True, deadline=None, max_examples=100)


@law
@given(COUNTS)
def test_wilson_is_that_of_statsmodels(counts: tuple[int, int]) -> None:
    found = rates.wilson(*counts)
    assert (found.low, found.high) == pytest.approx(proportion_confint(*counts, method="wilson"), abs=1e-9)


@law
@given(COUNTS, COUNTS)
def test_newcombe_is_that_of_statsmodels(one: tuple[int, int], other: tuple[int, int]) -> None:
    found = rates.newcombe(*one, *other)
    expected = confint_proportions_2indep(*one, *other, method="newcomb", compare="diff")
    assert (found.low, found.high) == pytest.approx(expected, abs=1e-9)


@law
@given(CELLS, CELLS, CELLS, CELLS)
def test_fishers_exact_test_is_that_of_scipy(a: int, b: int, c: int, d: int) -> None:
    expected = stats.fisher_exact([[a, b], [c, d]]).pvalue
    assert significance.fisher_exact(a, b, c, d) == pytest.approx(expected, rel=1e-6, abs=1e-12)


@pytest.mark.parametrize(
    "table",
    [
        (812, 188, 59_000, 40_000),
        (188, 812, 59_000, 40_000),
        (50, 50, 99_000, 900),
        (5_000, 5_000, 5_050, 4_950),
        (0, 30_000, 5, 69_995),
    ],
)
def test_fishers_exact_test_is_that_of_scipy_for_large_tables(table: tuple[int, int, int, int]) -> None:
    a, b, c, d = table
    expected = stats.fisher_exact([[a, b], [c, d]]).pvalue
    assert significance.fisher_exact(a, b, c, d) == pytest.approx(expected, rel=1e-7, abs=0)


@law
@given(P_VALUES)
def test_adjusted_p_values_are_those_of_statsmodels(p: list[float]) -> None:
    assert significance.benjamini_hochberg(p) == pytest.approx(list(multipletests(p, method="fdr_bh")[1]))


@pytest.mark.parametrize("seed", range(12))
def test_the_curve_and_its_intervals_are_those_of_lifelines(seed: int) -> None:
    observations = _times(seed)
    steps = survival.kaplan_meier(observations)
    fitted = KaplanMeierFitter().fit([t for t, _ in observations], [event for _, event in observations])
    curve = fitted.survival_function_["KM_estimate"]
    limits = fitted.confidence_interval_
    for step in steps:
        assert step.survival == pytest.approx(curve[step.t])
        if step.survival > 0:
            found = survival.interval_at(step, Transform.LOG_LOG)
            assert (found.low, found.high) == pytest.approx(tuple(limits.loc[step.t]), abs=1e-9)
    for q in (0.25, 0.5, 0.9):  # a hair more than 1 - q, for lifelines misses exact shares by rounding
        assert survival.quantile(steps, q) == _reached(
            qth_survival_time(1 - q + 1e-9, fitted.survival_function_)
        )
    low, high = median_survival_times(limits).iloc[0]
    assert survival.quantile_interval(steps, 0.5, Transform.LOG_LOG) == (_reached(low), _reached(high))


@pytest.mark.parametrize("seed", range(6))
def test_greenwoods_error_is_that_of_statsmodels(seed: int) -> None:
    observations = _times(seed)
    steps = survival.kaplan_meier(observations)
    fitted = _survfunc(observations)
    errors = dict(zip(fitted.surv_times, fitted.surv_prob_se, strict=True))
    for step in steps:
        if step.survival > 0:
            assert step.se == pytest.approx(errors[step.t])


@pytest.mark.parametrize("seed", range(12))
def test_the_median_has_the_logarithmic_interval_of_statsmodels(seed: int) -> None:
    """Those times at which a test on the logarithmic scale does not reject that they are the median.

    Were the upper limit to rise above a half again, statsmodels would go on to its last time, unlike R.
    """
    observations = [
        *_times(seed),
        (26.0, False),
    ]  # somebody still waits, or the last logarithm would not exist
    found = survival.quantile_interval(survival.kaplan_meier(observations), 0.5, Transform.LOG)
    low, high = _survfunc(observations).quantile_ci(0.5, method="log")
    assert found == (_reached(low), _reached(high))


@law
@given(st.integers(1, 10_000), st.floats(0.01, 0.99), st.floats(1e-3, 0.5))
def test_the_logarithmic_interval_is_as_far_up_as_down_in_logarithms(n: int, s: float, se: float) -> None:
    found = survival.interval_at(survival.Step(1.0, n, 1, s, se), Transform.LOG)
    width = stats.norm.ppf(0.975) * se / s
    assert math.log(found.low) == pytest.approx(math.log(s) - width)
    assert math.log(found.high) == pytest.approx(min(math.log(s) + width, 0.0), abs=1e-12)


@pytest.mark.parametrize("seed", range(6))
def test_the_cumulative_incidence_is_that_of_lifelines(seed: int) -> None:
    luck = random.Random(seed)
    observations = [(luck.expovariate(1.0), luck.choice((0, 1, 1, 2))) for _ in range(80)]
    fitted = AalenJohansenFitter(calculate_variance=False).fit(
        [t for t, _ in observations], [cause for _, cause in observations], event_of_interest=1
    )
    expected = fitted.cumulative_density_["CIF_1"]
    for point in survival.aalen_johansen(observations, 1):
        assert point.incidence == pytest.approx(expected[point.t])


@law
@given(st.floats(0, 50), st.sampled_from([0.05, 0.005, 0.0005]))
def test_the_most_that_is_expected_is_scipys_quantile_of_the_poisson_law(
    expected: float, tail: float
) -> None:
    assert control.most(expected, tail) == stats.poisson.isf(tail, expected)


def test_a_simulated_prior_is_found_again() -> None:
    luck = random.Random(7)
    shares = [luck.betavariate(14, 6) for _ in range(600)]
    groups = [(sum(luck.random() < p for _ in range(n)), n) for p in shares for n in (luck.randint(10, 80),)]
    prior = shrinkage.beta_binomial(groups)
    assert prior is not None
    assert prior.alpha / (prior.alpha + prior.beta) == pytest.approx(0.7, abs=0.01)
    assert prior.alpha + prior.beta == pytest.approx(20, rel=0.25)


def _reached(t: float) -> float | None:
    """The oracles' infinity or NaN for a time that the curve never gets to is our None."""
    return t if math.isfinite(t) else None


def _survfunc(observations: list[survival.Observation]) -> SurvfuncRight:
    return SurvfuncRight([t for t, _ in observations], [int(event) for _, event in observations])


def _times(seed: int) -> list[survival.Observation]:
    """Between 5 and 60 times, with ties and censoring."""
    luck = random.Random(seed)
    return [(float(luck.randint(1, 25)), luck.random() < 0.7) for _ in range(luck.randint(5, 60))]
