"""The factors of a sweep: their levels, and what they are called."""

from itertools import pairwise
from typing import NamedTuple

import numpy as np
import pyarrow as pa

from sim.sweeps.factors import unit_of

MOST_RANGES = 8


class Levels(NamedTuple):
    """The levels of one factor, in ascending order."""

    code: np.ndarray  # (raids,) which level each raid has; -1 where the factor says nothing
    at: np.ndarray  # (levels,) where they stand on an axis
    names: list[str]
    numeric: bool


def levels_of(column: pa.ChunkedArray, most: int) -> Levels:
    """Which levels has this factor? Where there are more than `most`, as many ranges with equally many raids."""
    if not pa.types.is_floating(column.type) and not pa.types.is_integer(column.type):
        return named_levels(column)
    values = column.combine_chunks().to_numpy(zero_copy_only=False).astype(float)
    known = ~np.isnan(values)
    at = np.unique(values[known])
    if len(at) > most:
        return ranges_of(values, known, min(most, MOST_RANGES))
    code = np.where(known, np.searchsorted(at, values), -1)
    return Levels(code, at, [f"{value:g}" for value in at], True)


def named_levels(column: pa.ChunkedArray) -> Levels:
    """The levels of a factor of words."""
    code, names = coded(column)
    return Levels(code, np.arange(len(names), dtype=float), names, False)


def ranges_of(values: np.ndarray, known: np.ndarray, most: int) -> Levels:
    """A factor that takes many values, cut into ranges; each stands at its median."""
    edges = np.unique(np.quantile(values[known], np.linspace(0.0, 1.0, most + 1)))
    code = np.where(known, np.clip(np.searchsorted(edges, values, side="right") - 1, 0, len(edges) - 2), -1)
    at = np.array([np.median(values[code == k]) for k in range(len(edges) - 1)])
    names = [f"{low:.3g} to {high:.3g}" for low, high in pairwise(edges)]
    return Levels(code, at, names, True)


def coded(column: pa.ChunkedArray) -> tuple[np.ndarray, list[str]]:
    """A column of words as numbers, and the words in the order in which they first stand there."""
    words = column if pa.types.is_dictionary(column.type) else column.cast(pa.string()).dictionary_encode()
    array = words.unify_dictionaries().combine_chunks()
    array = array if isinstance(array, pa.DictionaryArray) else array.chunk(0)
    return array.indices.fill_null(-1).to_numpy().astype(int), array.dictionary.to_pylist()


def factor_label(path: str) -> str:
    """What is written beside an axis? The path in the configuration, and the unit."""
    unit = unit_of(path)
    return f"{path} ({unit})" if unit else path
