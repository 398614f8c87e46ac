"""The statistics against published results; each test names its source."""

import math
import statistics
from collections.abc import Mapping

import pytest

from digests.statistics import control, mix, rates, shrinkage, significance, survival
from digests.statistics.survival import Transform

# Freireich et al. 1963, Blood 21:699: weeks in remission, and whether it ended then.
SIX_MP = list(
    zip(
        (6, 6, 6, 7, 10, 13, 16, 22, 23, 6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35),
        (True,) * 9 + (False,) * 12,
        strict=True,
    )
)
PLACEBO = [(t, True) for t in (1, 1, 2, 2, 3, 4, 4, 5, 5, 8, 8, 8, 8, 11, 11, 12, 12, 15, 17, 22, 23)]

# Montgomery, Introduction to Statistical Quality Control: nonconforming cans among 50, 30 samples.
ORANGE_JUICE = (
    12, 15, 8, 10, 4, 7, 16, 9, 14, 10, 5, 6, 17, 12, 22, 8, 10, 5, 13, 11, 20, 18, 24, 15, 9, 12, 7, 13, 9,
    6,
)  # fmt: skip

# Gelman et al., Bayesian Data Analysis, section 5.1: rats with tumours in 70 groups.
TUMOURS = (
    0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 1, 1, 2, 2, 2, 2, 2, 2, 2, 2, 2, 1, 5,
    2, 5, 3, 2, 7, 7, 3, 3, 2, 9, 10, 4, 4, 4, 4, 4, 4, 4, 10, 4, 4, 4, 5, 11, 12, 5, 5, 6, 5, 6, 6, 6,
    6, 16, 15, 15, 9,
)  # fmt: skip
RATS = (
    20, 20, 20, 20, 20, 20, 20, 19, 19, 19, 19, 18, 18, 17, 20, 20, 20, 20, 19, 19, 18, 18, 25, 24, 23,
    20, 20, 20, 20, 20, 20, 10, 49, 19, 46, 27, 17, 49, 47, 20, 20, 13, 48, 50, 20, 20, 20, 20, 20, 20,
    20, 48, 19, 19, 19, 22, 46, 49, 20, 20, 23, 19, 22, 20, 20, 20, 52, 46, 47, 24,
)  # fmt: skip


@pytest.mark.parametrize(
    ("k", "n", "low", "high"),
    [
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ],
)
def test_wilson_gives_the_intervals_of_newcombe_1998(k: int, n: int, low: float, high: float) -> None:
    """Newcombe 1998, Stat Med 17:857, table I, method 3."""
    found = rates.wilson(k, n)
    assert (found.low, found.high) == pytest.approx((low, high), abs=5e-5)


@pytest.mark.parametrize(
    ("counts", "low", "high"),
    [
        ((56, 70, 48, 80), 0.0524, 0.3339),
        ((9, 10, 3, 10), 0.1705, 0.8090),
        ((6, 7, 2, 7), 0.0582, 0.8062),
        ((5, 56, 0, 29), -0.0381, 0.1926),
        ((0, 10, 0, 20), -0.1611, 0.2775),
        ((0, 10, 0, 10), -0.2775, 0.2775),
        ((10, 10, 0, 20), 0.6791, 1.0),
        ((10, 10, 0, 10), 0.6075, 1.0),
    ],
)
def test_newcombe_gives_the_intervals_of_newcombe_1998(
    counts: tuple[int, int, int, int], low: float, high: float
) -> None:
    """Newcombe 1998, Stat Med 17:873, table II, method 10."""
    found = rates.newcombe(*counts)
    assert (found.low, found.high) == pytest.approx((low, high), abs=5e-5)


def test_kaplan_meier_gives_the_curve_of_the_6_mp_group() -> None:
    """Freireich et al. 1963, as R's survfit prints it."""
    steps = {step.t: step for step in survival.kaplan_meier(SIX_MP)}
    values = {6: 0.8571, 7: 0.8067, 10: 0.7529, 13: 0.6902, 16: 0.6275, 22: 0.5378, 23: 0.4482}
    errors = {6: 0.0764, 7: 0.0869, 10: 0.0963, 13: 0.1068, 16: 0.1141, 22: 0.1282, 23: 0.1346}
    assert {t: step.survival for t, step in steps.items()} == pytest.approx(values, abs=5e-5)
    assert {t: step.se for t, step in steps.items()} == pytest.approx(errors, abs=5e-5)


@pytest.mark.parametrize(
    ("observations", "transform", "expected"),
    [
        (SIX_MP, Transform.LOG, (16, None)),
        (SIX_MP, Transform.LOG_LOG, (13, None)),
        (PLACEBO, Transform.LOG, (4, 12)),
        (PLACEBO, Transform.LOG_LOG, (4, 11)),
    ],
)
def test_the_median_has_the_intervals_of_both_transforms(
    observations: list[survival.Observation], transform: Transform, expected: tuple[int, int | None]
) -> None:
    """R's survfit (log) and lifelines (log-log) on Freireich et al. 1963."""
    steps = survival.kaplan_meier(observations)
    assert survival.quantile_interval(steps, 0.5, transform) == expected


@pytest.mark.parametrize(
    ("observations", "q", "expected"),
    [(SIX_MP, 0.5, 23), (PLACEBO, 0.5, 8), (PLACEBO, 0.9, 17), (SIX_MP, 0.9, None)],
)
def test_quantiles_are_those_of_freireich_and_none_where_the_curve_never_gets(
    observations: list[survival.Observation], q: float, expected: float | None
) -> None:
    assert survival.quantile(survival.kaplan_meier(observations), q) == expected


@pytest.mark.parametrize(
    ("observations", "expected"),
    [
        (((9, 1), (13, 1), (13, 0), (18, 1), (23, 1), (28, 0), (31, 1), (34, 1), (45, 0), (48, 1),
          (161, 0)), 31),
        (
            ((5, 1), (5, 1), (8, 1), (8, 1), (12, 1), (16, 0), (23, 1), (27, 1), (30, 1), (33, 1), (43, 1),
             (45, 1)),
            23,
        ),
    ],
    ids=["maintained", "not maintained"],
)  # fmt: skip
def test_the_medians_of_the_leukaemia_data_are_those_of_miller(
    observations: tuple[tuple[int, int], ...], expected: int
) -> None:
    """R's survival::aml, after Miller 1997."""
    steps = survival.kaplan_meier((float(t), bool(event)) for t, event in observations)
    assert survival.quantile(steps, 0.5) == expected


def test_individual_values_have_the_limits_of_the_nist_handbook() -> None:
    """NIST/SEMATECH e-Handbook 6.3.2.2, flow rate; 2.66 rounded from 3/1.128 as charts have it."""
    found = control.xmr([49.6, 47.6, 49.9, 51.3, 47.8, 51.2, 52.6, 52.4, 53.6, 52.1])
    assert (found.centre, found.low, found.high) == pytest.approx((50.81, 45.8151, 55.8049), abs=5e-5)


def test_the_p_chart_is_that_of_the_orange_juice_cans() -> None:
    """Montgomery; NIST e-Handbook 6.3.3.2. Samples 15 and 23 are out, and the limits without them."""
    found = control.p_chart([(k, 50) for k in ORANGE_JUICE])
    limits = found.limits(50)
    assert (found.pbar, limits.low, limits.high) == pytest.approx((0.231333, 0.0524, 0.4102), abs=6e-5)
    assert [n for n, k in enumerate(ORANGE_JUICE, 1) if not limits.low <= k / 50 <= limits.high] == [15, 23]
    revised = control.p_chart([(k, 50) for n, k in enumerate(ORANGE_JUICE, 1) if n not in (15, 23)])
    again = revised.limits(50)
    assert (revised.pbar, again.low, again.high) == pytest.approx((0.215, 0.0407, 0.3893), abs=6e-5)


def test_benjamini_and_hochberg_reject_what_they_rejected() -> None:
    """Benjamini and Hochberg 1995, JRSS B 57:289, section 4."""
    p = (0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.324, 0.4262, 0.5719,
         0.6528, 0.759, 1.0)  # fmt: skip
    adjusted = significance.benjamini_hochberg(p)
    expected = (0.0015, 0.003, 0.0095, 0.0356, 0.0603, 0.0639, 0.0639, 0.0645, 0.0765, 0.486, 0.5812, 0.7149,
                0.7532, 0.8132, 1.0)  # fmt: skip
    assert adjusted == pytest.approx(expected, abs=5e-5)
    assert sum(each <= 0.05 for each in adjusted) == 4


def test_kitagawa_parts_the_headship_rates_of_das_gupta() -> None:
    """Das Gupta 1993, table 5.1: US headship 1970 and 1985, ages in percent and rates."""
    ages_1970 = (12.9, 10.9, 9.5, 8.0, 7.8, 8.4, 8.6, 7.8, 7.0, 5.9, 4.7, 3.6, 4.9)
    heads_1970 = (1.9, 25.8, 45.7, 49.6, 51.2, 51.6, 51.8, 54.9, 58.7, 60.4, 62.8, 66.6, 66.8)
    ages_1985 = (10.1, 11.2, 11.6, 10.9, 9.4, 7.7, 6.3, 6.0, 6.3, 5.9, 5.1, 4.0, 5.5)
    heads_1985 = (2.2, 24.3, 45.8, 52.5, 56.1, 55.6, 56.0, 57.4, 57.2, 61.2, 63.9, 68.6, 72.2)
    found = mix.kitagawa(_weighted(ages_1970, heads_1970), _weighted(ages_1985, heads_1985))
    assert (found.before, found.after) == pytest.approx((44.7268, 47.694), abs=5e-5)
    assert (found.mix, found.rate) == pytest.approx((1.2269, 1.7403), abs=5e-5)


def test_kitagawa_finds_opposite_signs_in_the_deaths_of_das_gupta() -> None:
    """Das Gupta 1993: US deaths 1970 and 1985 by age and race, as DasGuptR prints it."""
    people_1970 = (2968, 11484, 34614, 30992, 21983, 20314, 20928, 16897, 11339, 5720, 1315,
                   535, 2162, 6120, 4781, 3096, 2718, 2363, 1767, 1149, 448, 117)  # fmt: skip
    deaths_1970 = (18.469, 0.751, 0.391, 1.146, 1.287, 2.672, 6.636, 15.691, 34.723, 79.763, 176.837,
                   36.993, 1.352, 0.541, 2.04, 3.523, 6.746, 12.967, 24.471, 45.091, 74.902,
                   123.205)  # fmt: skip
    people_1985 = (3041, 11577, 27450, 32711, 35480, 27411, 19555, 19795, 15254, 8022, 2472,
                   707, 2692, 6473, 6841, 6547, 4352, 3034, 2540, 1749, 804, 236)  # fmt: skip
    deaths_1985 = (9.163, 0.462, 0.248, 0.929, 1.084, 1.81, 4.715, 12.187, 27.728, 64.068, 157.57,
                   17.208, 0.738, 0.328, 1.103, 2.045, 3.724, 8.052, 17.812, 34.128, 68.276,
                   125.161)  # fmt: skip
    found = mix.kitagawa(_weighted(people_1970, deaths_1970), _weighted(people_1985, deaths_1985))
    assert (found.before, found.after) == pytest.approx((9.421833, 8.735618), abs=5e-6)
    assert (found.mix, found.rate) == pytest.approx((1.5415096, -2.2277254), abs=5e-6)


def test_admissions_to_berkeley_are_a_matter_of_mix() -> None:
    """Bickel et al. 1975 (R's UCBAdmissions): 44.5 % against 30.4 %, and within departments the reverse."""
    admitted_men = {"A": (512, 825), "B": (353, 560), "C": (120, 325), "D": (138, 417), "E": (53, 191),
                    "F": (22, 373)}  # fmt: skip
    admitted_women = {"A": (89, 108), "B": (17, 25), "C": (202, 593), "D": (131, 375), "E": (94, 393),
                      "F": (24, 341)}  # fmt: skip
    found = mix.kitagawa_counts(admitted_women, admitted_men)
    assert (found.after, found.before) == pytest.approx((0.4452, 0.3035), abs=5e-5)
    assert (found.mix, found.rate) == pytest.approx((0.1777, -0.036), abs=5e-5)


def test_kidney_stones_are_simpsons_paradox() -> None:
    """Charig et al. 1986, BMJ 292:879: small and large stones under two treatments."""
    open_surgery = {"small": (81, 87), "large": (192, 263)}
    keyhole = {"small": (234, 270), "large": (55, 80)}
    found = mix.kitagawa_counts(keyhole, open_surgery)
    assert (found.after, found.before) == pytest.approx((0.78, 0.8257), abs=5e-5)
    assert (found.mix, found.rate) == pytest.approx((-0.0994, 0.0537), abs=5e-5)


def test_the_rat_tumours_have_the_prior_of_gelman() -> None:
    """Gelman et al., Bayesian Data Analysis, section 5.1: the beta distribution of the raw rates' moments."""
    raw = [k / n for k, n in zip(TUMOURS, RATS, strict=True)]
    mean, spread = statistics.fmean(raw), statistics.stdev(raw)
    assert (mean, spread) == pytest.approx((0.136, 0.103), abs=5e-4)
    prior = shrinkage.by_moments(mean, spread**2)
    assert (prior.alpha, prior.beta) == pytest.approx((1.4, 8.6), abs=0.05)
    assert prior.shrink(4, 14) == pytest.approx(0.223, abs=0.005)


def test_the_quantile_of_complete_times_is_the_first_type_of_hyndman_and_fan() -> None:
    """Hyndman and Fan 1996: of 1 to 10, the 90 % quantile of type 1 is 9."""
    steps = survival.kaplan_meier((float(t), True) for t in range(1, 11))
    assert survival.quantile(steps, 0.9) == 9


def test_competing_causes_do_not_sum_to_more_than_they_are() -> None:
    """Two exponential causes with rates 1 and 2: the first one's incidence by t is (1 - exp(-3 t)) / 3.

    A grid of exact quantiles stands for the sample; 1 - Kaplan-Meier of one cause alone is far above.
    """
    times = [-math.log(1 - (n + 0.5) / 3000) / 3 for n in range(3000)]
    observations = [(t, 1 if n % 3 == 0 else 2) for n, t in enumerate(times)]
    incidence = [point for point in survival.aalen_johansen(observations, 1) if point.t <= 1.0][-1]
    alone = [step for step in survival.kaplan_meier((t, c == 1) for t, c in observations) if step.t <= 1.0][
        -1
    ]
    assert incidence.incidence == pytest.approx((1 - math.exp(-3)) / 3, abs=1e-3)
    assert 1 - alone.survival == pytest.approx(1 - math.exp(-1), abs=1e-2)


def _weighted(weights: tuple[float, ...], values: tuple[float, ...]) -> Mapping[str, tuple[float, float]]:
    return {str(n): pair for n, pair in enumerate(zip(weights, values, strict=True))}
