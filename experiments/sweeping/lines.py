"""The line of a boundary design: a map of the chance from what was seen at its points, as numbers and as a picture."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from sim.sweeps.design import place_of, stretched
from sim.sweeps.factors import Factor

if TYPE_CHECKING:
    import pyarrow as pa

SIDE = 41  # points a side of the map
SLICES = (0.1, 0.5, 0.9)  # of a third factor, as places on its side of the cube


def keep_boundary(factors: Sequence[Factor], level: float, summary: "pa.Table", title: str, folder: Path) -> list[Path]:
    """Draw the line, and keep the map.

    Parameters
    ----------
    factors : sequence of Factor
        Two or three ranges.
    level : float
        Of the chance of occupation.
    summary : pyarrow.Table
        A row a point: a column for each factor, `raids` and `occupied`.
    title : str
        Of the scenario.
    folder : Path
        Where the files go.
    """
    from experiments.screen import working
    from sim.figures.boundary import TICKS, Axis, Map, draw_boundaries
    from sim.store import aside, write_csv
    from sim.sweeps.boundary import chance_map

    tried = np.stack([place_of(factor, summary[factor.path].to_numpy()) for factor in factors], axis=1)
    trials = summary["raids"].to_numpy()
    at = map_points(len(factors))
    with working("drawing the line"):
        chance, low, high = chance_map(tried, summary["occupied"].to_numpy() * trials, trials, at)
        maps = [
            Map(name, part.reshape(SIDE, SIDE), tried[near, :2])
            for name, part, near in zip(slice_names(factors), chance.reshape(-1, SIDE * SIDE), near_slices(tried), strict=True)
        ]
        axes = [Axis(factor.path, stretched(factor, TICKS).tolist()) for factor in factors[:2]]
        figure = draw_boundaries(None, maps, (axes[0], axes[1]), level, title)
        with aside(folder / "boundary.png") as temporary:
            figure.savefig(temporary, dpi=120)
    return [write_csv(map_table(factors, at, chance, low, high), folder / "boundary.csv"), folder / "boundary.png"]


def map_points(dimensions: int) -> np.ndarray:
    """The points of the map on the unit cube: a square for each slice of a third factor."""
    u = np.linspace(0.0, 1.0, SIDE)
    square = np.stack(np.meshgrid(u, u, indexing="ij"), -1).reshape(-1, 2)
    if dimensions == 2:
        return square
    return np.concatenate([np.column_stack([square, np.full(len(square), place)]) for place in SLICES])


def slice_names(factors: Sequence[Factor]) -> list[str]:
    """What stands over each square."""
    if len(factors) == 2:
        return ["Chance of occupation"]
    return [f"{factors[2].path} = {stretched(factors[2], np.array([place]))[0]:.3g}" for place in SLICES]


def near_slices(tried: np.ndarray) -> list[np.ndarray]:
    """Which points were played near each slice? All, where there is but one."""
    if tried.shape[1] == 2:
        return [np.ones(len(tried), bool)]
    nearest = np.abs(tried[:, 2:] - np.array(SLICES)).argmin(axis=1)
    return [nearest == k for k in range(len(SLICES))]


def map_table(factors: Sequence[Factor], at: np.ndarray, chance: np.ndarray, low: np.ndarray, high: np.ndarray) -> "pa.Table":
    """The numbers of the map: levels of the factors, the chance and its 95 % interval."""
    import pyarrow as pa

    levels = {factor.path: stretched(factor, at[:, k]) for k, factor in enumerate(factors)}
    return pa.table({**levels, "occupied": chance, "occupied_low": low, "occupied_high": high})
