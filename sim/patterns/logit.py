"""Log-odds of success: a logistic regression with an intercept for each scenario, and errors that know of shared luck."""

from typing import NamedTuple

import numpy as np


class Estimate(NamedTuple):
    """A number and its standard error; both not-a-number where there is no answer."""

    value: float
    error: float


NO_ERROR = 1e-5  # not one raid ended otherwise; what is left is the tolerance of the fit
RUNAWAY = 10.0  # all raids ended one way at some level: the likelihood has no maximum
NOTHING = Estimate(float("nan"), float("nan"))


def log_odds_slope(success: np.ndarray, x: np.ndarray, stratum: np.ndarray, luck: np.ndarray) -> Estimate:
    """By how much do the log-odds of success rise when `x` rises by one, within strata?

    Maximum likelihood without penalty. Raids that meet the same luck are not independent, so the error is the sandwich over
    clusters of raids of one number (Liang and Zeger 1986). Strata in which nothing varies say nothing and are left out.

    Parameters
    ----------
    success, x : numpy.ndarray
        Shape (raids,): 0 or 1, and what was varied.
    stratum, luck : numpy.ndarray
        Shape (raids,): whole numbers, the intercept of a raid and its cluster.

    Returns
    -------
    Estimate
        The slope and its standard error.
    """
    telling = varies(success, stratum) & varies(x, stratum)
    success, x, stratum, luck = success[telling].astype(float), x[telling], stratum[telling], luck[telling]
    if len(success) == 0:
        return NOTHING
    code = np.unique(stratum, return_inverse=True)[1]
    design = np.column_stack([code[:, None] == np.arange(code.max() + 1), x]).astype(float)
    weights = fit(design, success)
    chance = 1.0 / (1.0 + np.exp(-design @ weights))
    bread = np.linalg.pinv(design.T @ (design * (chance * (1.0 - chance))[:, None]))
    scores = np.zeros((int(luck.max()) + 1, design.shape[1]))
    np.add.at(scores, luck.astype(int), design * (success - chance)[:, None])
    covariance = bread @ (scores.T @ scores) @ bread
    value, error = float(weights[-1]), float(np.sqrt(max(0.0, covariance[-1, -1])))
    return Estimate(value, error) if error > NO_ERROR and abs(value) < RUNAWAY else NOTHING


def fit(design: np.ndarray, success: np.ndarray) -> np.ndarray:
    """The weights of maximum likelihood, shape (columns,)."""
    from sklearn.linear_model import LogisticRegression

    model = LogisticRegression(C=np.inf, fit_intercept=False, tol=1e-8, max_iter=1000)
    return model.fit(design, success).coef_[0]


def varies(values: np.ndarray, stratum: np.ndarray) -> np.ndarray:
    """Which raids, shape (raids,), are in a stratum where these values are not all the same?"""
    code = np.unique(stratum, return_inverse=True)[1]
    low, high = np.full(code.max(initial=0) + 1, np.inf), np.full(code.max(initial=0) + 1, -np.inf)
    np.minimum.at(low, code, values)
    np.maximum.at(high, code, values)
    return (high > low)[code]
