"""The axes of a phase diagram: a cell for each level of a factor, or forty cells where it takes many values."""

from typing import NamedTuple

import numpy as np
import pyarrow as pa

from sim.figures.factors import Levels, levels_of, unit_of
from sim.mistakes import ConfigurationError
from sim.summary import column_of

MOST_LEVELS = 24  # of a factor that was varied on a grid
FINE = 40  # cells across a smoothed panel
RATIO_FOR_LOG = 3.0


class Scale(NamedTuple):
    """One axis of the diagram."""

    path: str
    at: np.ndarray  # (cells,) where the cells stand
    edges: np.ndarray  # (cells + 1,)
    code: np.ndarray  # (raids,) the cell of each raid, -1 where the factor says nothing
    names: list[str]  # of its levels; of a factor of words they stand at 0, 1, 2
    is_log: bool
    is_numeric: bool


def grid_scale(table: pa.Table, path: str) -> Scale:
    """The axis of a factor with few levels: a cell a level, its edges halfway to the next."""
    levels: Levels = levels_of(table[path], MOST_LEVELS)
    is_log = levels.numeric and is_geometric(levels.at)
    middle = np.log(levels.at) if is_log else levels.at
    edges = halfway(middle)
    return Scale(path, levels.at, np.exp(edges) if is_log else edges, levels.code, levels.names, is_log, levels.numeric)


def fine_scale(table: pa.Table, path: str) -> Scale:
    """The axis of a factor of many values: forty cells of equal width."""
    if not is_number(table[path]):
        raise ConfigurationError(
            f"phase={path}: should be a factor of numbers, as the other one takes many values; it has words"
        )
    values = column_of(table, path).astype(float)
    known = ~np.isnan(values)
    is_log = is_geometric(np.unique(values[known]))
    place = np.log(values) if is_log else values
    edges = np.linspace(place[known].min(), place[known].max(), FINE + 1)
    code = np.where(known, np.clip(np.searchsorted(edges, np.where(known, place, edges[0]), side="right") - 1, 0, FINE - 1), -1)
    at = 0.5 * (edges[1:] + edges[:-1])
    return Scale(path, np.exp(at) if is_log else at, np.exp(edges) if is_log else edges, code, [], is_log, True)


def is_geometric(levels: np.ndarray) -> bool:
    """Are the steps between these ascending levels more even as ratios than as differences?"""
    if len(levels) < 3 or levels[0] <= 0.0 or levels[-1] < RATIO_FOR_LOG * levels[0]:
        return False
    ratios, steps = np.diff(np.log(levels)), np.diff(levels)
    return bool(ratios.std() / ratios.mean() < steps.std() / steps.mean())


def halfway(at: np.ndarray) -> np.ndarray:
    """Edges of cells around these middles, shape (cells + 1,)."""
    if len(at) == 1:
        return np.array([at[0] - 0.5, at[0] + 0.5])
    between = 0.5 * (at[1:] + at[:-1])
    return np.concatenate([[2.0 * at[0] - between[0]], between, [2.0 * at[-1] - between[-1]]])


def is_number(column: pa.ChunkedArray) -> bool:
    """Are the levels of this factor numbers?"""
    return bool(pa.types.is_floating(column.type) or pa.types.is_integer(column.type))


def short_label(path: str) -> str:
    """The last words of a path, and the unit."""
    unit = unit_of(path)
    words = ".".join(path.split(".")[-2:]) if len(path) > 34 else path
    return f"{words} ({unit})" if unit else words
