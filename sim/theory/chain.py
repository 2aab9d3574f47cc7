"""A duel as a Markov chain: every state it can be in, and the rate of each move from one to the next.

A state says whether relief is still to come, the rounds left, the points of the wall left, attackers and defenders. Every move
goes to a lower number, so the chain is a triangular matrix, and what it does until it ends is one sparse solve.
"""

from collections.abc import Iterator
from typing import Any, NamedTuple

import numpy as np

from sim.theory.duel import Duel
from sim.theory.laws import loss_rate

SMALLEST = 1e-15  # a rarer number of hits of one round is left out


class Chain(NamedTuple):
    """All states of a duel, numbered; and the rates of its moves."""

    shape: tuple[int, int, int, int, int]  # waiting, rounds, wall, attackers, defenders
    waiting: np.ndarray  # (states,) 1 while relief may still come
    rounds: np.ndarray  # (states,)
    wall: np.ndarray  # (states,)
    attackers: np.ndarray  # (states,)
    defenders: np.ndarray  # (states,)
    goes_on: np.ndarray  # (states,) is there still a fight?
    rates: Any  # sparse (states, states): from row to column, in a unit of time

    def number(self, waiting: Any, rounds: Any, wall: Any, attackers: Any, defenders: Any) -> Any:
        """Which number has this state?"""
        return np.ravel_multi_index((waiting, rounds, wall, attackers, defenders), self.shape)


def shape_of(duel: Duel, most_defenders: int, waits: bool) -> tuple[int, int, int, int, int]:
    """How many values has each part of a state?"""
    rounds = 0 if duel.rounds is None else duel.rounds
    return (1 + waits, 1 + rounds, 1 + duel.structure, 1 + duel.attackers, 1 + most_defenders)


def chain_of(duel: Duel, most_defenders: int, waits: bool = False) -> Chain:
    """Lay out a duel as a chain.

    Parameters
    ----------
    duel : Duel
        What is fought.
    most_defenders : int
        People on the defenders' side, at most.
    waits : bool
        Does relief come at a random time within the chain?

    Returns
    -------
    Chain
        States in the order of their numbers, and the sparse matrix of rates.
    """
    from scipy.sparse import coo_matrix

    shape = shape_of(duel, most_defenders, waits)
    parts = np.indices(shape).reshape(5, -1)
    chain = Chain(shape, *parts, goes_on(duel, parts), None)
    numbers = np.arange(len(parts[0]))
    sources, targets, rates = [], [], []
    for rate, steps in moves(duel, chain):
        at = numbers[chain.goes_on & (rate > 0.0)]
        sources.append(at)
        targets.append(at + steps_in_numbers(shape, steps)[at])
        rates.append(rate[at])
    joined = (np.concatenate(rates), (np.concatenate(sources), np.concatenate(targets)))
    return chain._replace(rates=coo_matrix(joined, shape=(len(numbers), len(numbers))).tocsr())


def goes_on(duel: Duel, parts: np.ndarray) -> np.ndarray:
    """In which states is there still a fight? Hidden attackers without a round are not fired at: they leave."""
    _, rounds, _, attackers, defenders = parts
    fights = (attackers > duel.stop_attackers) & (defenders > duel.stop_defenders)
    return fights & (rounds > 0) if duel.rounds is not None and duel.is_hidden else fights


def steps_in_numbers(shape: tuple[int, ...], steps: tuple[Any, ...]) -> np.ndarray:
    """By how much does the number of a state change when its parts change by these steps?"""
    strides = [int(np.prod(shape[k + 1 :])) for k in range(5)]
    return sum(np.broadcast_to(step, (int(np.prod(shape)),)) * stride for step, stride in zip(steps, strides, strict=True))


def moves(duel: Duel, chain: Chain) -> Iterator[tuple[np.ndarray, tuple[Any, ...]]]:
    """Every kind of move: its rate in each state, and the steps it makes in the five parts of a state."""
    spends = int(duel.rounds is not None)
    can_fire = chain.rounds > 0 if spends else True
    covered = np.where(chain.wall > 0, duel.cover, 1.0)
    people = chain.attackers, chain.defenders
    for lost, rate in falls(duel.alpha, *people, duel.fight.attackers_aim, duel.round_kill, covered, spends):
        yield rate * can_fire, (0, -spends, 0, 0, -lost)
    for lost, rate in falls(duel.beta, *people[::-1], duel.fight.defenders_aim, duel.round_kill, 1.0, 0):
        yield rate, (0, 0, 0, -lost, 0)
    yield duel.damage * chain.attackers * (chain.wall > 0), (0, 0, -1, 0, 0)
    yield chain.waiting / duel.relief_time, (-1, 0, 0, 0, duel.relief)


def falls(
    kills: float, shooters: np.ndarray, targets: np.ndarray, aims: bool, round_kill: float | None, covered: Any, spends: int
) -> Iterator[tuple[int, np.ndarray]]:
    """How many fall at once, and at what rate? One by one, unless rounds are counted and a round may hit several in an area."""
    if round_kill is None or (aims and not spends):
        yield 1, loss_rate(kills, shooters, targets, aims) * covered
        return
    from scipy.stats import binom

    fired, in_its_way = kills * shooters / round_kill, np.minimum(targets, 1) if aims else targets
    for lost in range(1 - spends, int(in_its_way.max()) + 1):
        share = binom.pmf(lost, in_its_way, round_kill * covered)
        if lost > 1 and share.max() < SMALLEST:
            return
        yield lost, fired * share
