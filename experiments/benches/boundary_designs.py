"""The designs that are compared: a full grid, evenly spread points, and the straddle."""

from typing import NamedTuple

import numpy as np

from experiments.benches.boundary_raids import Player
from sim.sweeps.boundary import chance_map, first_points, next_points

FIRST_SHARE, BATCHES = 1 / 3, 6  # of half the points: so many evenly at first, the rest in so many batches
HALF = "straddle, half the raids"


class Size(NamedTuple):
    """How much is played."""

    side: int = 12  # points a side of the full grid
    raids: int = 40  # at each point
    seeds: int = 10
    truth_side: int = 33
    truth_raids: int = 400  # at each point of the reference
    truth_seed: int = 7001
    same_raids: bool = False  # does every point of a design play raids of the same numbers?


class Look(NamedTuple):
    """Points of a design on the unit cube, shape (points, factors), and how many of its raids occupied the station."""

    at: np.ndarray
    occupied: np.ndarray


def grid_points(side: int, dimensions: int) -> np.ndarray:
    """All points of a grid on the unit cube."""
    axes = np.meshgrid(*[np.linspace(0.0, 1.0, side)] * dimensions, indexing="ij")
    return np.stack(axes, -1).reshape(-1, dimensions)


def interpolated(chances: np.ndarray, at: np.ndarray) -> np.ndarray:
    """The map with straight lines between the points of a grid."""
    from scipy.interpolate import RegularGridInterpolator

    return RegularGridInterpolator([np.linspace(0.0, 1.0, side) for side in chances.shape], chances)(at)


def looks_of(player: Player, size: Size, dimensions: int, level: float, seed: int) -> dict[str, Look]:
    """What do the designs see with this seed?"""
    full = size.side**dimensions
    grid = look_on(nowhere(dimensions), grid_points(size.side, dimensions), player, size, seed)
    half = straddled(nowhere(dimensions), full // 2, player, size, level, seed)
    return {
        "full grid, interpolated": grid,
        "full grid, smoothed": grid,
        "even points, half the raids": look_on(nowhere(dimensions), first_points(dimensions, full // 2), player, size, seed),
        HALF: half,
        "straddle, as many raids": straddled(half, full, player, size, level, seed),
    }


def nowhere(dimensions: int) -> Look:
    """What is seen before anything was looked at."""
    return Look(np.zeros((0, dimensions)), np.zeros(0))


def look_on(look: Look, at: np.ndarray, player: Player, size: Size, seed: int) -> Look:
    """What is seen with these points as well?"""
    occupied = player(at, size.raids, seed, len(look.at) * size.raids, not size.same_raids)
    return Look(np.concatenate([look.at, at]), np.concatenate([look.occupied, occupied]))


def straddled(look: Look, points: int, player: Player, size: Size, level: float, seed: int) -> Look:
    """The straddle, on from what it has seen, until it has looked at so many points."""
    dimensions = look.at.shape[1]
    half = size.side**dimensions // 2
    first = max(dimensions + 1, round(FIRST_SHARE * half))
    if len(look.at) == 0:
        look = look_on(look, first_points(dimensions, first), player, size, seed)
    while len(look.at) < points:
        wanted = min(-(-(half - first) // BATCHES), points - len(look.at))
        new = next_points(look.at, look.occupied, np.full(len(look.at), size.raids), level, wanted)
        look = look_on(look, new, player, size, seed)
    return look


def map_of(design: str, look: Look, raids: int, fine: np.ndarray) -> np.ndarray:
    """The chances that a design draws from what it saw."""
    if design.endswith("interpolated"):
        side = round(len(look.at) ** (1 / look.at.shape[1]))
        return interpolated((look.occupied / raids).reshape([side] * look.at.shape[1]), fine)
    return chance_map(look.at, look.occupied, np.full(len(look.at), raids), fine)[0]
