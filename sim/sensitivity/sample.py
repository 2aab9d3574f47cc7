"""Where raids are played to tell factors apart: points of the unit cube that SALib chose, and the luck of each.

Luck is one more side of the cube: a place on it is a number of a raid. What luck decides is then a share like those of the
factors, and does not hide in them (Iooss and Ribatet 2009, "Global sensitivity analysis of computer models with functional
inputs"; Marrel et al. 2012, "Global sensitivity analysis of stochastic computer models with joint metamodels").
"""

import warnings
from collections.abc import Sequence
from typing import Any, Literal, NamedTuple

import numpy as np

from sim.sweeps.design import on_side
from sim.sweeps.factors import Column, Factor
from sim.sweeps.points import LUCK

Method = Literal["sobol", "morris"]
NUMBERS = 2**31  # raids among which luck chooses
LUCK_OF_STEPS = 1  # tells this stream of chance from SALib's


class Sample(NamedTuple):
    """Points of a sensitivity analysis, in the order in which SALib needs them."""

    method: Method
    names: tuple[str, ...]  # of the sides of the cube: the factors, then luck
    cube: np.ndarray  # (points, sides)
    luck: np.ndarray  # (points,) number of each point's raid
    grid: int  # places on each side that Morris' steps lead to

    @property
    def problem(self) -> dict[str, Any]:
        """The same as SALib asks for it."""
        return {"num_vars": len(self.names), "names": list(self.names), "bounds": [[0.0, 1.0]] * len(self.names)}


def sample_of(factors: Sequence[Factor], method: Method, n: int, seed: int, grid: int = 4) -> Sample:
    """Which raids tell what these factors, and luck, decide?

    Parameters
    ----------
    factors : sequence of Factor
        What is varied.
    method : {"sobol", "morris"}
        Saltelli's sample for shares of the variance, or trajectories of single steps for mean effects.
    n : int
        Points of the base sample, or trajectories.
    seed : int
        Of the design.
    grid : int
        Morris: on how many places of each side the steps begin and end; even.

    Returns
    -------
    Sample
        n (sides + 2) points for `sobol`, n (sides + 1) for `morris`; the sides are the factors and luck.
    """
    names = (*(factor.path for factor in factors), LUCK)
    sample = Sample(method, names, np.zeros((0, len(names))), np.zeros(0, np.int64), grid)
    with warnings.catch_warnings():  # any number of points will do; a power of two is balanced
        warnings.simplefilter("ignore")
        cube = cube_of(sample, n, seed)
    numbers = cube[:, -1] if method == "sobol" else luck_of_steps(cube[:, -1].reshape(n, -1), seed)
    return sample._replace(cube=cube, luck=np.floor(numbers * NUMBERS).astype(np.int64))


def cube_of(sample: Sample, n: int, seed: int) -> np.ndarray:
    """SALib's own points, shape (points, sides)."""
    from SALib.sample import morris, sobol

    if sample.method == "sobol":
        return sobol.sample(sample.problem, n, calc_second_order=False, seed=seed)
    return morris.sample(sample.problem, n, num_levels=sample.grid, seed=seed)


def luck_of_steps(place: np.ndarray, seed: int) -> np.ndarray:
    """Two raids for each trajectory, the one after luck's step another than before; on a grid all would share a few raids.

    Parameters
    ----------
    place : numpy.ndarray
        Shape (trajectories, points of each): where luck's side stands.
    seed : int
        Of the design.

    Returns
    -------
    numpy.ndarray
        Shape (points,), numbers in [0, 1).
    """
    two = np.random.default_rng([seed, LUCK_OF_STEPS]).random((len(place), 2))
    return np.where(place == place[:, :1], two[:, :1], two[:, 1:]).reshape(-1)


def step_of(grid: int) -> float:
    """Through how much of its side does a step of Morris take a factor? Two thirds on a grid of four places."""
    return grid / (2.0 * (grid - 1))


def levels_at(factors: Sequence[Factor], sample: Sample) -> list[Column]:
    """The levels of each factor at each point."""
    return [on_side(factor, sample.cube[:, k]) for k, factor in enumerate(factors)]
