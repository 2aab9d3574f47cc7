"""Which values of the rates make the evidence likely? Importance weights over a dense design, by emulated likelihood."""

from typing import NamedTuple

import numpy as np

from sim.calibration.emulator import Surfaces


class Posterior(NamedTuple):
    """Weighted places of the prior, and a sample of them."""

    places: np.ndarray  # (candidates, rates)
    weights: np.ndarray  # (candidates,) sum 1
    sample: np.ndarray  # (draws, rates): places drawn in proportion to the weights

    @property
    def effective_size(self) -> float:
        """How many equally weighted candidates is this worth (Kish 1965)?"""
        return float(1.0 / np.sum(self.weights**2))

    @property
    def mean(self) -> np.ndarray:
        """The mean place, shape (rates,)."""
        return self.weights @ self.places


def posterior_of(surfaces: Surfaces, importance: np.ndarray, places: np.ndarray, draws: int, seed: int) -> Posterior:
    """The posterior on a uniform prior over the unit cube.

    Parameters
    ----------
    surfaces : Surfaces
        Of the evidence, which came about.
    importance : numpy.ndarray
        Shape (pieces,): what each piece counts; two reports of one figure count a half each.
    places : numpy.ndarray
        Shape (candidates, rates): an even sample of the prior.
    draws : int
        How many to keep.
    seed : int
        Of the drawing, which is systematic: a candidate is kept as often as its weight says, to within one.
    """
    log_likelihood = np.log(surfaces.chances(places)) @ importance
    weights = np.exp(log_likelihood - log_likelihood.max())
    weights /= weights.sum()
    marks = (np.arange(draws) + np.random.default_rng(seed).random()) / draws
    return Posterior(places, weights, places[np.searchsorted(np.cumsum(weights), marks).clip(max=len(places) - 1)])
