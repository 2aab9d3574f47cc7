"""Scores against what others compute, and what must hold of any score."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import norm, sem
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import brier_score_loss, log_loss, roc_auc_score

from sim.history.scores import against_base_rate, reliability, scores_of

RANDOM = np.random.default_rng(5)
CHANCES, RATIOS = RANDOM.uniform(0.02, 0.98, 40), RANDOM.normal(1.0, 0.7, 40)
OCCUPIED = RANDOM.uniform(size=40) < CHANCES


def scored(chances=CHANCES, occupied=OCCUPIED, ratios=RATIOS, resamples=400):
    return scores_of(np.asarray(chances), np.asarray(occupied, bool), np.asarray(ratios), 1.0, resamples, 1)


def test_scores_are_those_of_scikit_learn():
    scores = scored()
    assert scores.brier == pytest.approx(brier_score_loss(OCCUPIED, CHANCES))
    assert scores.log_score == pytest.approx(log_loss(OCCUPIED, CHANCES))
    assert scores.auc == pytest.approx(roc_auc_score(OCCUPIED, CHANCES))
    assert scores.brier_se == pytest.approx(sem((CHANCES - OCCUPIED) ** 2))


def test_the_regression_is_fitted_to_all_other_cases():
    left_out = []
    for k in range(40):
        others = np.arange(40) != k
        fitted = LogisticRegression(C=1.0).fit(RATIOS[others, None], OCCUPIED[others])
        left_out.append(fitted.predict_proba(RATIOS[[k], None])[0, 1])
    assert scored().logistic.brier == pytest.approx(brier_score_loss(OCCUPIED, left_out))
    assert scored().logistic.log_score == pytest.approx(log_loss(OCCUPIED, left_out))


def test_the_base_rate_has_no_skill_and_the_truth_has_all():
    rate = np.full(40, OCCUPIED.mean())
    assert scored(rate).base_rate.skill == pytest.approx(0.0)
    assert scored(rate).base_rate.difference == pytest.approx(0.0)
    assert scored(np.where(OCCUPIED, 1 - 1e-9, 1e-9)).base_rate.skill == pytest.approx(1.0)


def test_leaving_a_case_out_makes_the_base_rate_worse_by_a_known_factor():
    scores = scored()
    assert scores.base_rate_left_out.brier == pytest.approx(scores.base_rate.brier * (40 / 39) ** 2)


def test_the_paired_error_is_that_of_the_differences():
    rate = np.full(40, OCCUPIED.mean())
    ours, theirs = (CHANCES - OCCUPIED) ** 2, (rate - OCCUPIED) ** 2
    assert scored().base_rate.difference == pytest.approx((theirs - ours).mean())
    assert scored().base_rate.difference_se == pytest.approx(sem(theirs - ours))


def test_the_bootstrap_finds_the_spread_of_the_skill():
    """Against skills of many fresh samples of the same kind."""
    skills, errors = [], []
    for k in range(60):
        fresh = np.random.default_rng(k)
        chances = fresh.uniform(0.02, 0.98, 300)
        y = (fresh.uniform(size=300) < chances).astype(float)
        found = against_base_rate((chances - y) ** 2, y, fresh.integers(300, size=(200, 300)))
        skills.append(found.skill)
        errors.append(found.skill_se)
    assert np.mean(errors) == pytest.approx(np.std(skills, ddof=1), rel=0.25)


def test_where_nothing_can_be_said_nothing_is_said():
    assert scored([], [], []) is None
    one = scored([0.3], [True], [1.0])
    assert (one.auc, one.logistic, one.brier_se, one.base_rate.skill, one.base_rate_left_out) == (None,) * 5
    alike = scored([0.3, 0.6], [True, True], [1.0, 2.0])
    assert alike.base_rate.skill is None
    assert alike.logistic is None
    lone = scored([0.3, 0.6, 0.7], [True, False, False], [1.0, 2.0, 3.0])
    assert lone.base_rate_left_out.log_score is None  # it held the impossible for certain
    assert lone.logistic is None


CASES = st.lists(st.tuples(st.floats(0.001, 0.999), st.booleans()), min_size=1, max_size=60)


@given(CASES, st.integers(2, 20))
def test_bins_hold_every_case_once(cases, bins):
    chances, occupied = map(np.array, zip(*cases, strict=True))
    found = reliability(chances, occupied, bins)
    assert sum(one.cases for one in found) == len(cases)
    assert sum(one.occupied for one in found) == occupied.sum()
    assert sum(one.cases * one.mean_chance for one in found) == pytest.approx(chances.sum())
    for one in found:
        assert one.low <= one.mean_chance + 1e-12
        assert one.mean_chance <= one.high + 1e-12
        assert one.share_low <= one.share + 1e-12
        assert one.share <= one.share_high + 1e-12


def test_intervals_of_bins_are_wilsons():
    """Wilson (1927): the shares whose test against the observed one is just not refused."""
    (one,) = reliability(np.full(10, 0.5), np.arange(10) < 3, 2)
    for edge in (one.share_low, one.share_high):
        assert abs(0.3 - edge) / np.sqrt(edge * (1 - edge) / 10) == pytest.approx(norm.ppf(0.975))


def test_sure_and_right_beats_unsure_beats_sure_and_wrong():
    right, unsure, wrong = (scored(np.where(OCCUPIED, p, 1 - p)) for p in (0.9, 0.5, 0.1))
    assert right.brier < unsure.brier < wrong.brier
    assert right.log_score < unsure.log_score < wrong.log_score
    assert unsure.brier == 0.25
    assert unsure.log_score == pytest.approx(np.log(2))
