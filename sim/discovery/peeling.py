"""Patient rule induction (Friedman and Fisher 1999), by the EMA Workbench (Kwakkel 2017): from all raids down to few."""

import logging
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib.util import find_spec
from typing import TYPE_CHECKING

import numpy as np

from sim.discovery.box import Limit, Limits
from sim.mistakes import ConfigurationError

if TYPE_CHECKING:
    import pandas as pd

FEW_LEVELS = 24  # a limit on a factor of so few levels is one of them


def refuse_without_workbench() -> None:
    """Is the library there?

    Raises
    ------
    ConfigurationError
        If not, with the extra that brings it.
    """
    if find_spec("ema_workbench") is None:
        raise ConfigurationError(
            "discover needs the EMA Workbench, which is not installed; the extra brings it: pip install 'redoubt[discovery]'"
        )


def peeled(
    values: np.ndarray, words: Sequence[Sequence[str] | None], is_hit: np.ndarray, peel: float, least_mass: float
) -> list[Limits]:
    """Which boxes does one get by taking away, again and again, the slice whose loss raises the share of hits the most?

    Parameters
    ----------
    values : numpy.ndarray
        Shape (raids, factors); of a factor of words, which of them.
    words : sequence
        The words of each factor, None where there are numbers.
    is_hit : numpy.ndarray
        Flags, shape (raids,); hits and misses among them.
    peel : float
        Share of the raids that is taken away in a step.
    least_mass : float
        Share of all raids that the last box holds at least.

    Returns
    -------
    list of tuple of Limit
        The peeling trajectory: everything first, the smallest box last.
    """
    import pandas as pd

    with quiet():
        from ema_workbench.analysis.prim import Prim

        frame = pd.DataFrame({f"x{j}": column_for(values[:, j], own is not None) for j, own in enumerate(words)})
        prim = Prim(frame, is_hit.astype(int), peel_alpha=peel, paste_alpha=peel, mass_min=least_mass)
        boxes = prim.find_box().box_lims
    return [tuple(limit_of(box, boxes[0], j, values[:, j]) for j in range(len(words))) for box in boxes]


def column_for(values: np.ndarray, are_words: bool) -> np.ndarray:
    """A column as the workbench takes it: what is no number are objects, and whole ones, whose sets always have one order."""
    return np.array([int(value) for value in values], object) if are_words else values


def limit_of(box: "pd.DataFrame", first: "pd.DataFrame", j: int, values: np.ndarray) -> Limit:
    """The limit of one factor; a bound that was never moved is none."""
    name = f"x{j}"
    if name not in box.columns:
        return Limit()  # the workbench leaves a factor aside that takes one level only
    if isinstance(first[name][0], set):
        return Limit() if box[name][0] == first[name][0] else Limit(levels=frozenset(int(k) for k in box[name][0]))
    low, high = (float(bound) for bound in box[name])
    limit = Limit(low if low > first[name][0] else -np.inf, high if high < first[name][1] else np.inf)
    return on_levels(limit, values) if has_levels(values) else limit


def has_levels(values: np.ndarray) -> bool:
    """Does this factor take whole numbers only, or few levels?"""
    return bool((values % 1 == 0).all()) or len(np.unique(values)) <= FEW_LEVELS


def on_levels(limit: Limit, values: np.ndarray) -> Limit:
    """The same limit, with bounds that are levels instead of halfway between two."""
    kept = values[(values >= limit.low) & (values <= limit.high)]
    return Limit(
        float(kept.min()) if np.isfinite(limit.low) else limit.low, float(kept.max()) if np.isfinite(limit.high) else limit.high
    )


@contextmanager
def quiet() -> Iterator[None]:
    """Within this block nothing is logged and nothing warned of: a reader of results cannot act on it."""
    before = logging.root.manager.disable
    logging.disable(logging.CRITICAL)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        logging.disable(before)
