"""Which values of the rates make the evidence likely? Importance weights over a dense design, by emulated likelihood."""

from typing import NamedTuple

import numpy as np

from sim.calibration.emulator import Surfaces
from sim.calibration.evidence import Piece
from sim.history.prediction import tempered


class Posterior(NamedTuple):
    """Weighted places of the prior, and a sample of them."""

    places: np.ndarray  # (candidates, rates) of the unit cube
    discrepancy: np.ndarray  # (candidates,)
    chances: np.ndarray  # (candidates, pieces) of the evidence, through the discrepancy where that applies
    weights: np.ndarray  # (candidates,) sum 1
    kept: np.ndarray  # (draws,) candidates drawn in proportion to the weights

    @property
    def effective_size(self) -> float:
        """How many equally weighted candidates is this worth (Kish 1965)?"""
        return float(1.0 / np.sum(self.weights**2))


def posterior_of(
    surfaces: Surfaces, pieces: list[Piece], cube: np.ndarray, least_discrepancy: float, draws: int, seed: int
) -> Posterior:
    """The posterior, on a uniform prior over the unit cube and over the discrepancy from its least value to 1.

    Parameters
    ----------
    surfaces : Surfaces
        How likely each piece of evidence is.
    pieces : list of Piece
        Their importance, and which are seen through the discrepancy.
    cube : numpy.ndarray
        Shape (candidates, rates + 1): an even sample of the prior, the discrepancy last.
    least_discrepancy : float
        Between 0 and 1.
    draws : int
        How many to keep.
    seed : int
        Of the drawing, which is systematic: a candidate is kept as often as its weight says, to within one.
    """
    places, discrepancy = cube[:, :-1], least_discrepancy + (1.0 - least_discrepancy) * cube[:, -1]
    chances = surfaces.chances(places)
    history = np.array([piece.is_history for piece in pieces])
    chances[:, history] = tempered(chances[:, history], discrepancy[:, None])
    log_likelihood = np.log(chances) @ np.array([piece.importance for piece in pieces])
    weights = np.exp(log_likelihood - log_likelihood.max())
    weights /= weights.sum()
    marks = (np.arange(draws) + np.random.default_rng(seed).random()) / draws
    kept = np.searchsorted(np.cumsum(weights), marks).clip(max=len(places) - 1)
    return Posterior(places, discrepancy, chances, weights, kept)


def left_out(posterior: Posterior, pieces: list[Piece]) -> np.ndarray:
    """How likely is each piece by a posterior that does not know it? Importance weights without it, shape (pieces,)."""
    found = np.zeros(len(pieces))
    for k, piece in enumerate(pieces):
        weights = posterior.weights / posterior.chances[:, k] ** piece.importance
        found[k] = weights @ posterior.chances[:, k] / weights.sum()
    return found
