"""Does the straddle draw the line of a full grid with half of its raids? Both against a map from many more raids.

The reference comes from a fine grid with a seed of its own and is smoothed by local polynomials, not by the process that the
designs use. A design's error is the share of the square that its map puts on the wrong side of the level.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from experiments.benches.boundary_designs import HALF, Look, Size, grid_points, interpolated, looks_of, map_of
from experiments.benches.boundary_raids import Player, playing
from sim.sweeps.design import stretched
from sim.sweeps.factors import Factor

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from experiments.settings import BoundaryBlock
    from sim.config import Scenario

FINE = {1: 1001, 2: 121, 3: 33}  # points a side at which maps are compared
WINDOW = 9  # points of the reference that a local polynomial spans
DELAY = Factor("relief.delay_minutes", None, 30, 480, False, False)
STRENGTH = Factor("station.structure_strength", None, 0.25, 4, True, False)
ROUNDS = Factor("resistance.groups.*.rounds_per_fighter", None, 30, 400, True, False)
AIR_DELAY = Factor("air.delay_minutes", None, 30, 480, False, False)
SQUARES = {"zee_pyar": (ROUNDS, STRENGTH)}  # where the line crosses the square; elsewhere delay and strength
CUBE_SIZE = Size(side=7, raids=40, seeds=10, truth_side=15, truth_raids=120)


class Row(NamedTuple):
    """What one design came to, over all seeds."""

    design: str
    points: int
    raids: int
    wrong: float  # share of the square on the wrong side, the mean over the seeds
    wrong_error: float  # its standard error
    more: float  # than the straddle with half the raids and the same seed
    more_error: float


class Comparison(NamedTuple):
    """All that was compared, and what one seed drew."""

    factors: Sequence[Factor]
    level: float
    fine: np.ndarray  # (fine points, factors), on the unit cube
    truth: np.ndarray  # (fine points,)
    maps: dict[str, np.ndarray]  # by design, of the last seed
    looks: dict[str, Look]
    rows: list[Row]


def compare_with_grid(
    scenario: "Scenario", factors: Sequence[Factor], level: float = 0.5, size: Size | None = None, workers: int | None = None
) -> Comparison:
    """How much of the square do the designs put on the wrong side of the level?

    Parameters
    ----------
    scenario : Scenario
        Which raid.
    factors : sequence of Factor
        Two or three.
    level : float
        Of the chance of occupation.
    size : Size, optional
        How much is played.
    workers : int, optional
        Threads; all cores by default.

    Returns
    -------
    Comparison
        Its `rows` are the answer, a row a design.
    """
    size, dimensions = size or Size(), len(factors)
    fine = grid_points(FINE[dimensions], dimensions)
    with playing(scenario, factors, raids_needed(size, dimensions), workers) as player:
        truth = interpolated(true_map(player, size, dimensions), fine)
        wrong: list[dict[str, float]] = []
        for seed in range(1, size.seeds + 1):
            looks = looks_of(player, size, dimensions, level, seed)
            maps = {name: map_of(name, look, size.raids, fine) for name, look in looks.items()}
            wrong.append({name: wrong_share(chance, truth, level) for name, chance in maps.items()})
    rows = [row_of(name, len(look.at), len(look.at) * size.raids, wrong) for name, look in looks.items()]
    return Comparison(factors, level, fine, truth, maps, looks, rows)


def raids_needed(size: Size, dimensions: int) -> int:
    """How many raids does a comparison play? The full grid, the straddle to the full number, and evenly spread points."""
    full = size.side**dimensions
    return size.truth_side**dimensions * size.truth_raids + size.seeds * size.raids * (2 * full + full // 2)


def true_map(player: Player, size: Size, dimensions: int) -> np.ndarray:
    """The chances of the fine grid, an axis a factor, smoothed along each."""
    from scipy.signal import savgol_filter

    occupied = player(grid_points(size.truth_side, dimensions), size.truth_raids, size.truth_seed, 0, True)
    chances = (occupied / size.truth_raids).reshape([size.truth_side] * dimensions)
    for axis in range(dimensions):
        chances = savgol_filter(chances, min(WINDOW, size.truth_side // 2 * 2 - 1), 2, axis=axis, mode="interp")
    return chances


def wrong_share(chance: np.ndarray, truth: np.ndarray, level: float) -> float:
    """How much of the square does the map put on the wrong side of the level?"""
    return float(np.mean((chance > level) != (truth > level)))


def row_of(design: str, points: int, raids: int, wrong: list[dict[str, float]]) -> Row:
    """What did this design come to over all seeds?"""
    own = np.array([one[design] for one in wrong])
    more = own - np.array([one[HALF] for one in wrong])
    return Row(design, points, raids, float(own.mean()), error_of(own), float(more.mean()), error_of(more))


def error_of(values: np.ndarray) -> float:
    """How far may the mean be from the mean of all seeds? Its standard error; not a number for one seed."""
    return float(values.std(ddof=1) / np.sqrt(len(values))) if len(values) > 1 else float("nan")


def print_comparison(title: str, rows: list[Row]) -> None:
    """The rows as a table, and how to read them."""
    from rich import box
    from rich.console import Console
    from rich.table import Table

    table = Table(box=box.SIMPLE_HEAD, title=title, title_justify="left")
    for words in ("", "points", "raids", "wrong side", "more than the straddle\nwith half the raids"):
        table.add_column(words, justify="right" if words else "left")
    for row in rows:
        more = "" if row.design == HALF else f"{row.more:+.2%} ± {row.more_error:.2%}"
        wrong = f"{row.wrong:.2%} ± {row.wrong_error:.2%}"
        table.add_row(row.design, f"{row.points:,}", f"{row.raids:,}", wrong, more)
    Console(width=None if Console().is_terminal else 120).print(table)
    print("wrong side: share of the map on the wrong side of the level, mean over the seeds ± its standard error;")
    print("all but the interpolated map are smoothed by the same Gaussian process")


def draw_comparison(found: Comparison, title: str) -> "Figure":
    """The maps of the last seed beside the reference; of two factors only."""
    from sim.figures.boundary import TICKS, Axis, Map, draw_boundaries

    square = [FINE[2]] * 2
    axes = [Axis(factor.path, stretched(factor, TICKS).tolist()) for factor in found.factors]
    maps = [Map("reference", found.truth.reshape(square))]
    for name in ("full grid, interpolated", "full grid, smoothed", HALF):
        words = f"{name}: {wrong_share(found.maps[name], found.truth, found.level):.1%} wrong"
        maps.append(Map(words, found.maps[name].reshape(square), found.looks[name].at))
    return draw_boundaries(found.truth.reshape(square), maps, (axes[0], axes[1]), found.level, title)


def against_the_grid(scenario: "Scenario", settings: "BoundaryBlock", folder: Path) -> list[Path]:
    """Compare, print, keep the rows, and draw where there are two factors."""
    import pyarrow as pa

    from sim.store import write_csv

    size = (CUBE_SIZE if settings.cube else Size())._replace(seeds=settings.seeds, same_raids=settings.same_raids)
    factors = (DELAY, STRENGTH, AIR_DELAY) if settings.cube else SQUARES.get(scenario.name, (DELAY, STRENGTH))
    found = compare_with_grid(scenario, factors, settings.level, size)
    luck = "the same raids at every point" if size.same_raids else "raids of its own at every point"
    title = f"{scenario.name}, line of {settings.level:.0%}, {luck}"
    print_comparison(f"{title}, {size.seeds} seeds", found.rows)
    files = [write_csv(pa.Table.from_pylist([row._asdict() for row in found.rows]), folder / "boundary.csv")]
    if len(factors) == 2:
        files.append(folder / "boundary.png")
        draw_comparison(found, f"{title}; maps of seed {size.seeds}").savefig(files[-1], dpi=120)
    return files
