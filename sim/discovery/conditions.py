"""Raids as a matrix of conditions: a column for each factor that was varied, words as numbers."""

from typing import NamedTuple

import numpy as np
import pyarrow as pa

from sim.mistakes import ConfigurationError
from sim.summary import column_of, factors_of, levels_coded, varied_factors_of


class Conditions(NamedTuple):
    """Under which conditions was each raid played?"""

    factors: tuple[str, ...]  # paths
    values: np.ndarray  # (raids, factors); of a factor of words, which of them
    words: tuple[tuple[str, ...] | None, ...]  # the words of each factor, in alphabetical order; None where there are numbers
    left_out: tuple[str, ...]  # factors that some raids had at their scenario's own level, which their table does not tell


def conditions_of(table: pa.Table) -> Conditions:
    """What was varied in these raids?

    Parameters
    ----------
    table : pyarrow.Table
        Raids with a column `scenario` and a column for each factor.

    Returns
    -------
    Conditions
        Of every factor that takes several levels, and of the scenario where there are several.

    Raises
    ------
    ConfigurationError
        If nothing was varied that all raids tell.
    """
    varied = varied_factors_of(table)
    left_out = tuple(name for name in varied if table[name].null_count)
    several = len(levels_coded(table["scenario"])[1]) > 1
    factors = (*(["scenario"] if several else []), *(name for name in varied if name not in left_out))
    if not factors:
        raise ConfigurationError(
            "results: no factor was varied in all of these raids; should be sweeps of the same factors, such as design=sobol"
        )
    columns = [as_numbers(table[name]) for name in factors]
    return Conditions(factors, np.column_stack([values for values, _ in columns]), tuple(w for _, w in columns), left_out)


def as_numbers(column: pa.ChunkedArray) -> tuple[np.ndarray, tuple[str, ...] | None]:
    """One factor as numbers; of words and flags also the words, whose order is the alphabet's."""
    if pa.types.is_floating(column.type) or pa.types.is_integer(column.type):
        return column.combine_chunks().to_numpy(zero_copy_only=False).astype(float), None
    code, there = levels_coded(column)
    words = [str(word).lower() if isinstance(word, bool) else str(word) for word in there]
    order = sorted(range(len(words)), key=words.__getitem__)
    return np.argsort(order)[code].astype(float), tuple(words[k] for k in order)


class Split(NamedTuple):
    """Raids in three parts: in which the box is sought, on which its limits are tested, on which it is counted."""

    part: np.ndarray  # (raids,) 0, 1, 2
    unit: np.ndarray  # (raids,) the point, or the luck: what was dealt out among the parts
    by: str  # points, raids
    is_luck_shared: bool  # do raids of several points have the same luck?
    raids_a_point: float


def split_of(table: pa.Table, shares: tuple[float, ...], few_points: int, seed: int) -> Split:
    """Which raids are sought in, which are kept back?

    Points are dealt out whole, so that a box cannot fit to points it is then counted on. Where there are few points, as of a
    grid, raids are dealt out by their number instead: the same points are counted with luck that was not seen.

    Parameters
    ----------
    table : pyarrow.Table
        Raids with `scenario`, factors, `seed`, `raid`.
    shares : tuple of float
        Of the three parts, adding up to one.
    few_points : int
        With fewer points than that raids are dealt out by number.
    seed : int
        Of the dealing.
    """
    point = codes_of(table, ["scenario", *factors_of(table)])
    luck = codes_of(table, [name for name in ("seed", "raid") if name in table.column_names])
    points, lucks = int(point.max()) + 1, int(luck.max()) + 1
    is_shared = lucks < len(np.unique(luck * points + point))
    by, unit, count = ("points", point, points) if points >= few_points else ("raids", luck, lucks)
    place = np.random.default_rng(seed).permutation(count) / count
    part = np.searchsorted(np.cumsum(shares)[:-1] - 1e-12, place, side="right")
    return Split(part[unit], unit, by, is_shared, table.num_rows / points)


def codes_of(table: pa.Table, keys: list[str]) -> np.ndarray:
    """A number for each combination of these columns, in their own order, so that it does not hang on that of the rows."""
    code = np.zeros(table.num_rows, np.int64)
    for key in keys:
        numeric = pa.types.is_floating(table[key].type) or pa.types.is_integer(table[key].type)
        own = column_of(table, key) if numeric else as_numbers(table[key])[0]
        own = np.unique(np.nan_to_num(own, nan=-np.inf) if own.dtype.kind == "f" else own, return_inverse=True)[1]
        code = np.unique(code * (int(own.max()) + 1) + own, return_inverse=True)[1]
    return code
