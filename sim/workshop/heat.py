"""The chance of success over two controls, cell by cell."""

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from sim.mistakes import ConfigurationError
from sim.workshop.asked import HeatAsked, Setting
from sim.workshop.settings import Limits


class Cell(NamedTuple):
    """One combination of levels."""

    x: int
    y: int
    setting: Setting


def cells_of(asked: HeatAsked, limits: Limits) -> list[Cell]:
    """Which combinations are played, those that show most first: a coarse grid, then what lies between.

    Raises
    ------
    ConfigurationError
        If both axes are the same control, or the work is beyond the limits.
    """
    if asked.x.control == asked.y.control:
        raise ConfigurationError(f"y.control: should be another control than x.control; both are {asked.x.control}")
    cells = len(asked.x.levels) * len(asked.y.levels)
    if cells > limits.cells:
        raise ConfigurationError(f"the map has {cells} cells; should be at most {limits.cells}")
    if asked.raids > limits.cell_raids:
        raise ConfigurationError(f"raids: should be at most {limits.cell_raids} for each cell; it is {asked.raids}")
    return [Cell(i, j, with_levels(asked, i, j)) for i, j in from_coarse_to_fine(len(asked.x.levels), len(asked.y.levels))]


def with_levels(asked: HeatAsked, i: int, j: int) -> Setting:
    """The setting with both controls at these levels."""
    levels = {asked.x.control: asked.x.levels[i], asked.y.control: asked.y.levels[j]}
    return asked.setting.model_copy(update={"controls": asked.setting.controls | levels})  # judged with its scenario


def from_coarse_to_fine(width: int, height: int) -> Iterator[tuple[int, int]]:
    """All cells of a grid; every eighth in both directions first, then every fourth, every second, all."""
    said = np.zeros((width, height), bool)
    for stride in (8, 4, 2, 1):
        for i in range(0, width, stride):
            for j in range(0, height, stride):
                if not said[i, j]:
                    said[i, j] = True
                    yield i, j
