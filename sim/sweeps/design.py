"""Which points? Full factorials, Sobol sequences, Latin hypercubes plain and nearly orthogonal, lists and tables.

Every design is made the same way: points of the unit cube, whose sides are then stretched to the levels of the factors.
"""

import warnings
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from sim.mistakes import ConfigurationError
from sim.spans import shown
from sim.sweeps.factors import Column, Factor, column_of, flat, read_factors
from sim.sweeps.request import MOST_POINTS, FactorialDesign, SampledDesign

NOLH_WORK = 4e7  # numbers that ranked Gram-Schmidt may sort in all: about two seconds


def dimensions_of(factors: Sequence[Factor], zipped: Sequence[Sequence[str]]) -> list[list[Factor]]:
    """The sides of the cube: each factor by itself, and those that move together on one side."""
    family_of = {path: k for k, family in enumerate(zipped) for path in family}
    sides: dict[Any, list[Factor]] = {}
    for factor in factors:
        sides.setdefault(family_of.get(factor.path, factor.path), []).append(factor)
    for side in sides.values():
        _same_number_of_levels(side)
    return list(sides.values())


def _same_number_of_levels(side: Sequence[Factor]) -> None:
    counts = {factor.path: len(factor.levels) for factor in side if factor.levels is not None}
    if len(set(counts.values())) > 1:
        said = ", ".join(f"{path} has {count}" for path, count in counts.items())
        raise ConfigurationError(f"design.zipped: factors that move together should have as many levels; {said}")


def factorial(design: FactorialDesign, factors: Sequence[Factor]) -> list[Column]:
    """Every combination of levels; the last factor changes fastest.

    A factor that is given as a range has `design.n` levels, ends included.
    """
    sides = dimensions_of(factors, design.zipped)
    counts = [next((len(f.levels) for f in side if f.levels), design.n) for side in sides]
    total = int(np.prod(counts, dtype=float)) if counts else 1
    if total > MOST_POINTS:
        raise ConfigurationError(f"design.factors: {total} combinations; should be at most {MOST_POINTS}")
    grid = np.indices(counts).reshape(len(counts), total)
    columns = []
    for side, which, count in zip(sides, grid, counts, strict=True):
        for factor in side:
            levels = list(factor.levels or stretched(factor, np.linspace(0.0, 1.0, count)))
            if len(set(levels)) < count:
                raise ConfigurationError(f"design.n: {count} levels of {factor.path} are not all different; should be a list")
            columns.append(column_of(factor.path, levels, which))
    return in_order(columns, factors)


def sampled(design: SampledDesign, factors: Sequence[Factor]) -> list[Column]:
    """So many points spread over the cube, stretched to the levels."""
    sides = dimensions_of(factors, design.zipped)
    cube = unit_cube(design.kind, design.n, len(sides), design.seed)
    columns = [on_side(factor, cube[:, k]) for k, side in enumerate(sides) for factor in side]
    return in_order(columns, factors)


def on_side(factor: Factor, u: np.ndarray) -> Column:
    """The levels of a factor at these places of its side of the cube, shape (points,), numbers in [0, 1)."""
    if factor.levels is None:
        return Column(factor.path, stretched(factor, u), None, False)
    count = len(factor.levels)
    return column_of(factor.path, factor.levels, np.minimum((u * count).astype(int), count - 1))


def stretched(factor: Factor, u: np.ndarray) -> np.ndarray:
    """Places of the unit interval, ends included, as numbers between the bounds of the factor."""
    if factor.integer and factor.log:
        return np.minimum(np.floor(factor.low * ((factor.high + 1.0) / factor.low) ** u), factor.high)
    if factor.integer:
        return np.minimum(np.floor(factor.low + u * (factor.high - factor.low + 1.0)), factor.high)
    if factor.log:
        return np.clip(factor.low * (factor.high / factor.low) ** u, factor.low, factor.high)
    return factor.low + u * (factor.high - factor.low)


def place_of(factor: Factor, levels: np.ndarray) -> np.ndarray:
    """Where on its side of the unit cube do these levels of a range lie? The inverse of `stretched`."""
    if factor.integer and factor.log:
        return np.log((levels + 0.5) / factor.low) / np.log((factor.high + 1.0) / factor.low)
    if factor.integer:
        return (levels - factor.low + 0.5) / (factor.high - factor.low + 1.0)
    if factor.log:
        return np.log(levels / factor.low) / np.log(factor.high / factor.low)
    return (levels - factor.low) / (factor.high - factor.low)


def in_order(columns: Sequence[Column], factors: Sequence[Factor]) -> list[Column]:
    """The columns in the order in which the factors were asked for."""
    by_path = {column.path: column for column in columns}
    return [by_path[factor.path] for factor in factors]


def unit_cube(kind: str, points: int, sides: int, seed: int) -> np.ndarray:
    """Points of the unit cube, shape (points, sides): `sobol` (scrambled), `lhs` or `nolh`."""
    if sides == 0:
        return np.zeros((points, 0))
    if kind == "nolh":
        return nearly_orthogonal(points, sides, seed)
    from scipy.stats import qmc

    if kind == "lhs":
        return qmc.LatinHypercube(sides, rng=np.random.default_rng(seed)).random(points)
    with warnings.catch_warnings():  # any number of points will do; a power of two is balanced
        warnings.simplefilter("ignore", UserWarning)
        return qmc.Sobol(sides, rng=np.random.default_rng(seed)).random(points)


def nearly_orthogonal(points: int, sides: int, seed: int) -> np.ndarray:
    """A Latin hypercube with hardly any correlation between its sides, shape (points, sides), in the middle of its cells.

    Ranked Gram-Schmidt (Owen 1994, "Controlling correlations in Latin hypercube samples"): each side is made orthogonal
    to the others and replaced by its ranks, forwards and backwards; the best hypercube on the way is kept.
    """
    rng = np.random.default_rng(seed)
    cube = np.stack([rng.permutation(points) for _ in range(sides)], axis=1).astype(float)
    best, least = cube.copy(), largest_correlation(cube)
    rounds = 30 if points * sides * sides < NOLH_WORK / 30 else max(1, int(NOLH_WORK / (points * sides * sides)))
    for turn in range(rounds if sides > 1 and points > 2 else 0):
        order = list(range(sides))[:: 1 if turn % 2 == 0 else -1]
        for place, j in enumerate(order):
            for k in order[place + 1 :]:
                cube[:, k] = _ranks(_without(cube[:, k], cube[:, j]))
        found = largest_correlation(cube)
        if found < least:
            best, least = cube.copy(), found
    return (best + 0.5) / points


def _without(side: np.ndarray, other: np.ndarray) -> np.ndarray:
    """What of a side is left when its regression on another is taken away."""
    a, b = other - other.mean(), side - side.mean()
    return b - a * (a @ b) / (a @ a)


def _ranks(values: np.ndarray) -> np.ndarray:
    ranks = np.empty(len(values))
    ranks[np.argsort(values, kind="stable")] = np.arange(len(values))
    return ranks


def largest_correlation(columns: np.ndarray) -> float:
    """The largest absolute correlation between two of these columns, shape (points, columns); 0 where there is none."""
    varied = columns[:, columns.std(axis=0) > 0.0] if len(columns) else columns
    if varied.shape[1] < 2:
        return 0.0
    found = np.abs(np.corrcoef(varied, rowvar=False))
    return float((found - np.eye(len(found))).max())


def listed(points: Sequence[dict[str, Any]], where: str) -> list[Column]:
    """Points one by one; each must give a level to the same factors."""
    points = [dict(flat(point)) for point in points]
    paths = list(points[0])
    if not paths:
        raise ConfigurationError(f"{where}: each point should give levels of factors; point 0 gives none")
    for k, point in enumerate(points):
        if set(point) != set(paths):
            raise ConfigurationError(f"{where}: each point should give {', '.join(paths)}; point {k} gives {', '.join(point)}")
    columns = []
    for path in paths:
        levels = [point[path] for point in points]
        for k, level in enumerate(levels):
            if not isinstance(level, (bool, int, float, str)):
                raise ConfigurationError(f"{where}: {path}: should be one number, flag or word; point {k} gives {shown(level)}")
        distinct = list(dict.fromkeys(levels))
        try:
            read_factors({path: distinct})
        except (ValueError, TypeError) as error:
            raise ConfigurationError(f"{where}: {error}") from None
        places = {level: k for k, level in enumerate(distinct)}
        columns.append(column_of(path, distinct, np.array([places[level] for level in levels])))
    return columns


def from_csv(file: Path) -> list[Column]:
    """Points from a table: a column for each factor, named by its path."""
    import pyarrow as pa
    import pyarrow.csv

    try:
        table = pyarrow.csv.read_csv(file)
    except (OSError, pa.ArrowInvalid) as error:
        reason = getattr(error, "strerror", None) or " ".join(str(error).split())
        raise ConfigurationError(f"design.file: {file}: cannot be read: {reason}") from None
    if not 1 <= table.num_rows <= MOST_POINTS:
        raise ConfigurationError(f"design.file: {file}: should have 1 to {MOST_POINTS} points; it has {table.num_rows}")
    twice = [name for name in table.column_names if table.column_names.count(name) > 1]
    if twice:
        raise ConfigurationError(f"design.file: {file}: the column {shown(twice[0])} stands twice")
    return [_csv_column(file, name, table[name].combine_chunks()) for name in table.column_names]


def _csv_column(file: Path, path: str, values: Any) -> Column:
    import pyarrow as pa

    if values.null_count:
        raise ConfigurationError(f"design.file: {file}: {path}: every point should have a level; {values.null_count} have none")
    if pa.types.is_string(values.type):
        codes = values.dictionary_encode()
        return Column(path, codes.indices.to_numpy().astype(float), tuple(codes.dictionary.to_pylist()), False)
    is_flag = pa.types.is_boolean(values.type)
    if not is_flag and not pa.types.is_integer(values.type) and not pa.types.is_floating(values.type):
        raise ConfigurationError(f"design.file: {file}: {path}: should hold numbers, true and false, or words")
    levels = values.to_numpy(zero_copy_only=False).astype(float)
    if not np.isfinite(levels).all():
        row = int(np.argmin(np.isfinite(levels)))
        raise ConfigurationError(f"design.file: {file}: {path}: should be finite; row {row + 1} has {levels[row]}")
    return Column(path, levels, None, is_flag)
