"""How good are the predictions? Scores, and skill against what is known without a model, each with its standard error."""

from typing import NamedTuple

import numpy as np

from sim.summary import wilson


class Against(NamedTuple):
    """A prediction beside a simpler one. None where it cannot be said."""

    brier: float  # of the simpler one
    log_score: float | None  # infinite where it held the impossible for certain, which is said as None
    skill: float | None  # 1 - Brier / Brier of the simpler one
    skill_se: float | None  # by bootstrap over cases
    difference: float  # Brier of the simpler one less ours: above 0 we are better
    difference_se: float | None  # paired over cases


class Scores(NamedTuple):
    """Scores of the cases whose outcome is known."""

    n: int
    occupied: int
    mean_chance: float
    brier: float
    brier_se: float | None
    log_score: float
    auc: float | None  # chance that an occupied case was given more than one that was not
    base_rate: Against  # the share of occupied cases, which already knows the outcomes
    base_rate_left_out: Against | None  # the same share of all other cases
    logistic: Against | None  # regression on the log force ratio, fitted to all other cases


class Bin(NamedTuple):
    """Cases that were given about the same chance."""

    low: float
    high: float
    cases: int
    mean_chance: float
    occupied: int
    share: float
    share_low: float  # 95 % interval by Wilson
    share_high: float


def scores_of(
    chances: np.ndarray, occupied: np.ndarray, log_ratios: np.ndarray, strength: float, resamples: int, seed: int
) -> Scores | None:
    """How good are these chances, and how much better than simpler predictions?

    Parameters
    ----------
    chances : numpy.ndarray
        Shape (cases,), each above 0 and below 1.
    occupied : numpy.ndarray
        Shape (cases,), true or false.
    log_ratios : numpy.ndarray
        Shape (cases,): logarithm of attackers over defenders.
    strength : float
        Of the regression: scikit-learn's `C`; the smaller, the more it is held back.
    resamples : int
        Of the bootstrap.
    seed : int
        Of the bootstrap.

    Returns
    -------
    Scores or None
        None where there is no case.
    """
    y = np.asarray(occupied, float)
    n = len(y)
    if n == 0:
        return None
    drawn = np.random.default_rng(seed).integers(n, size=(resamples, n))
    losses = (chances - y) ** 2
    regression = left_out_logistic(log_ratios, y, strength)
    others = (y.sum() - y) / (n - 1) if n > 1 else None
    return Scores(
        n=n,
        occupied=int(y.sum()),
        mean_chance=float(np.mean(chances)),
        brier=float(losses.mean()),
        brier_se=standard_error(losses),
        log_score=float(log_losses(chances, y).mean()),
        auc=auc_of(chances, y),
        base_rate=against_base_rate(losses, y, drawn),
        base_rate_left_out=None if others is None else against(losses, others, y, drawn),
        logistic=None if regression is None else against(losses, regression, y, drawn),
    )


def log_losses(chances: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Minus the natural logarithm of the chance given to what happened, shape (cases,)."""
    with np.errstate(divide="ignore"):
        return -np.log(np.where(y > 0, chances, 1.0 - chances))


def standard_error(values: np.ndarray) -> float | None:
    """Of a mean over cases."""
    return float(values.std(ddof=1) / np.sqrt(len(values))) if len(values) > 1 else None


def against(losses: np.ndarray, simpler: np.ndarray, y: np.ndarray, drawn: np.ndarray) -> Against:
    """Our losses beside those of a simpler prediction, case by case."""
    theirs = (simpler - y) ** 2
    return beside(losses, theirs, theirs[drawn].mean(axis=1), drawn, log_losses(simpler, y))


def against_base_rate(losses: np.ndarray, y: np.ndarray, drawn: np.ndarray) -> Against:
    """Our losses beside those of the base rate, which is that of each resample."""
    rates = y[drawn].mean(axis=1)
    rate = np.full(len(y), y.mean())
    return beside(losses, (rate - y) ** 2, rates * (1.0 - rates), drawn, log_losses(rate, y))


def beside(losses: np.ndarray, theirs: np.ndarray, resampled: np.ndarray, drawn: np.ndarray, logs: np.ndarray) -> Against:
    """Skill and paired difference with their standard errors."""
    log_score = float(logs.mean())
    return Against(
        brier=float(theirs.mean()),
        log_score=log_score if np.isfinite(log_score) else None,
        skill=float(1.0 - losses.mean() / theirs.mean()) if theirs.mean() > 0.0 else None,
        skill_se=skill_error(losses[drawn].mean(axis=1), resampled),
        difference=float(theirs.mean() - losses.mean()),
        difference_se=standard_error(theirs - losses),
    )


def skill_error(ours: np.ndarray, theirs: np.ndarray) -> float | None:
    """The spread of the skill over resamples in which it can be said."""
    told = theirs > 0.0
    return float((1.0 - ours[told] / theirs[told]).std(ddof=1)) if told.sum() > 1 else None


def auc_of(chances: np.ndarray, y: np.ndarray) -> float | None:
    """How likely is an occupied case to have been given more than one that was not?"""
    if y.min() == y.max():
        return None
    from sklearn.metrics import roc_auc_score

    return float(roc_auc_score(y, chances))


def left_out_logistic(log_ratios: np.ndarray, y: np.ndarray, strength: float) -> np.ndarray | None:
    """The chance of each case by a logistic regression on the log force ratio of all others; None where they are too few."""
    if min(y.sum(), len(y) - y.sum()) < 2:
        return None
    from sklearn.linear_model import LogisticRegression
    from sklearn.model_selection import LeaveOneOut, cross_val_predict

    ratios = np.asarray(log_ratios, float)[:, None]
    return cross_val_predict(LogisticRegression(C=strength), ratios, y, cv=LeaveOneOut(), method="predict_proba")[:, 1]


def reliability(chances: np.ndarray, occupied: np.ndarray, bins: int) -> list[Bin]:
    """Of the cases that were given about so much, how many were occupied?

    Parameters
    ----------
    chances, occupied : numpy.ndarray
        Shape (cases,).
    bins : int
        Equal parts of the chances from 0 to 1; those without a case are left out.

    Returns
    -------
    list of Bin
        From low chances to high.
    """
    which = np.minimum((np.asarray(chances) * bins).astype(int), bins - 1)
    counts, hits = np.bincount(which, minlength=bins), np.bincount(which, occupied, minlength=bins)
    means = np.bincount(which, chances, minlength=bins) / np.maximum(1, counts)
    low, high = wilson(hits, counts)
    edges = np.linspace(0.0, 1.0, bins + 1)
    shares = hits / np.maximum(1, counts)
    columns = (edges[:-1], edges[1:], counts, means, hits.astype(int), shares, low, high)
    return [Bin(*(column[k].item() for column in columns)) for k in np.flatnonzero(counts)]
