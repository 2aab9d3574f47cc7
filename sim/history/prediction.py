"""The chance of occupation of each case, over whatever is unknown of it, and over what is unknown of the rules."""

from collections.abc import Mapping as Named
from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np

from sim.history.before import Before
from sim.history.blind import Mapping
from sim.history.mapping import scenario_of
from sim.playing import Asked, Progress, Varied, play_asked, varied
from sim.spans import Span

Rates = Named[str, Any]


class RuleDraws(NamedTuple):
    """Many vectors of rates, such as draws from a posterior."""

    names: tuple[str, ...]  # of rates, as they stand under `rules`
    values: np.ndarray  # (draws, names)


NO_DRAWS = RuleDraws((), np.zeros((1, 0)))  # the rules as they are


def jeffreys(occupied: np.ndarray, raids: int) -> np.ndarray:
    """The chance behind so many occupied raids of so many: the posterior mean under Jeffreys' prior, never 0 or 1."""
    return (np.asarray(occupied, float) + 0.5) / (raids + 1.0)


def tempered(chances: np.ndarray, discrepancy: np.ndarray | float) -> np.ndarray:
    """What is the chance in the world, if the model's log-odds are to be trusted only to this share?

    A share of 1 trusts the model; one of 0 says one half whatever it says. It stands for all the model leaves out.
    """
    return 1.0 / (1.0 + ((1.0 - chances) / chances) ** discrepancy)


def occupied_chances(
    befores: Sequence[Before],
    mapping: Mapping,
    rules: Rates,
    rules_draws: RuleDraws | None = None,
    raids: int = 1000,
    seed: int = 1,
    workers: int | None = None,
    progress: Progress | None = None,
) -> np.ndarray:
    """How likely is it that each case ends with the place occupied at some time?

    Parameters
    ----------
    befores : sequence of Before
        What was known before.
    mapping : Mapping
        The written mapping.
    rules : mapping
        The rates, as plain data.
    rules_draws : RuleDraws, optional
        Vectors of rates to integrate over: raid k is played with vector k modulo their number.
    raids : int
        Raids of each case; they also draw whatever is unknown of it.
    seed : int
        Fixes all chance. The same raid numbers are played of every case.
    workers : int, optional
        Threads; all cores by default. The result does not depend on it.
    progress : callable, optional
        Called with the number of raids just played, from any thread.

    Returns
    -------
    numpy.ndarray
        Shape (cases,): chances by `jeffreys`.
    """
    draws = rules_draws or NO_DRAWS
    numbers = np.arange(raids)
    asked = Asked(plans_of(befores, mapping, rules, draws), draws.values, numbers % len(draws.values), numbers, seed)
    return jeffreys(counted(asked, workers, progress).sum(axis=1), raids)


def occupied_counts(
    befores: Sequence[Before],
    mapping: Mapping,
    rules: Rates,
    rules_draws: RuleDraws,
    raids: int = 30,
    seed: int = 1,
    same_raids: bool = False,
    workers: int | None = None,
    progress: Progress | None = None,
) -> np.ndarray:
    """How many of so many raids end with the place occupied, for each vector of rates and each case?

    Parameters
    ----------
    befores, mapping, rules, seed, workers, progress
        As for `occupied_chances`.
    rules_draws : RuleDraws
        The vectors of rates.
    raids : int
        Raids of each vector and case.
    same_raids : bool
        Whether every vector meets the same luck; right for differences between vectors, wrong for anything that is averaged
        over them.

    Returns
    -------
    numpy.ndarray
        Shape (draws, cases), whole numbers; `jeffreys` makes chances of them.
    """
    draws = len(rules_draws.values)
    which, replicate = np.repeat(np.arange(draws), raids), np.tile(np.arange(raids), draws)
    numbers = replicate if same_raids else which * raids + replicate
    asked = Asked(plans_of(befores, mapping, rules, rules_draws), rules_draws.values, which, numbers, seed)
    occupied = counted(asked, workers, progress).reshape(len(befores), draws, raids)
    return occupied.sum(axis=2, dtype=np.int64).T


def plans_of(befores: Sequence[Before], mapping: Mapping, rules: Rates, draws: RuleDraws) -> list[Varied]:
    """The plan of each case, and where in it the varied rates stand; all vectors are judged together, as ranges."""
    spans = {name: Span(float(own.min()), float(own.max())) for name, own in zip(draws.names, draws.values.T, strict=True)}
    paths = [f"rules.{name}" for name in draws.names]
    return [varied(scenario_of(before, mapping, {**rules, **spans}), paths) for before in befores]


def counted(asked: Asked, workers: int | None, progress: Progress | None) -> np.ndarray:
    """Play them all; shape (cases, raids), true where the place was occupied."""
    return play_asked(asked, ["occupied"], workers, progress)[:, :, 0] > 0.0
