"""A smooth surface through the counts of each piece of evidence: how likely is it at rates that were not played?"""

from typing import NamedTuple

import numpy as np

LEAST_CHANCE = 1e-4


class Surfaces(NamedTuple):
    """The log-odds of each piece of evidence as a quadratic function of the rates' places in the prior."""

    weights: np.ndarray  # (terms, pieces)

    def chances(self, places: np.ndarray) -> np.ndarray:
        """How likely is each piece at these places of the unit cube, shape (points, rates)? Shape (points, pieces)."""
        chances = 1.0 / (1.0 + np.exp(-terms_of(places) @ self.weights))
        return np.clip(chances, LEAST_CHANCE, 1.0 - LEAST_CHANCE)


def terms_of(places: np.ndarray) -> np.ndarray:
    """One, all rates, all squares and products, of rates stretched to -1 to 1; shape (points, terms)."""
    from sklearn.preprocessing import PolynomialFeatures

    return PolynomialFeatures(2).fit_transform(2.0 * places - 1.0)


def fitted(places: np.ndarray, counts: np.ndarray, raids: int, ridge: float) -> Surfaces:
    """The surfaces that fit best.

    Parameters
    ----------
    places : numpy.ndarray
        Shape (points, rates), in the unit cube.
    counts : numpy.ndarray
        Shape (points, pieces): in how many of the raids at this point the evidence came about.
    raids : int
        Raids at each point.
    ridge : float
        Weight of the penalty on squared coefficients, which keeps surfaces flat where nothing is known.

    Returns
    -------
    Surfaces
        Penalised binomial regression, one for each piece.
    """
    from sklearn.linear_model import LogisticRegression

    terms = terms_of(places)
    weights = np.zeros((terms.shape[1], counts.shape[1]))
    twice = np.vstack([terms, terms])
    happened = np.repeat([1, 0], len(terms))
    for k, own in enumerate(counts.T):
        if not 0 < own.sum() < raids * len(own):  # never, or always: half a raid short of it
            weights[0, k] = np.log((own.sum() + 0.5) / (raids * len(own) - own.sum() + 0.5))
            continue
        model = LogisticRegression(C=1.0 / ridge, fit_intercept=False, max_iter=1000)
        weights[:, k] = model.fit(twice, happened, np.concatenate([own, raids - own])).coef_[0]
    return Surfaces(weights)
