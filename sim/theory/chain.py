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

    def number(self, *parts: Any) -> Any:
        """Which number has the state with these parts, in the order of `shape`?"""
        return np.ravel_multi_index(parts, self.shape)


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
    waiting, rounds, wall, attackers, defenders = parts
    chain = Chain(shape, waiting, rounds, wall, attackers, defenders, goes_on(duel, parts), None)
    numbers = np.arange(len(parts[0]))
    sources, targets, rates = [], [], []
    for rate, steps in moves(duel, chain):
        at = numbers[chain.goes_on & (rate > 0.0)]
        sources.append(at)
        targets.append(at + step_in_numbers(shape, steps))
        rates.append(rate[at])
    joined = (np.concatenate(rates), (np.concatenate(sources), np.concatenate(targets)))
    return chain._replace(rates=coo_matrix(joined, shape=(len(numbers), len(numbers))).tocsr())


def goes_on(duel: Duel, parts: np.ndarray) -> np.ndarray:
    """In which states is there still a fight? Hidden attackers without a round are not fired at: they leave."""
    _, rounds, _, attackers, defenders = parts
    fights = (attackers > duel.stop_attackers) & (defenders > duel.stop_defenders)
    return fights & (rounds > 0) if duel.rounds is not None and duel.is_hidden else fights


def step_in_numbers(shape: tuple[int, ...], steps: tuple[int, ...]) -> int:
    """By how much does the number of a state change when its parts change by these steps?"""
    strides = [int(np.prod(shape[k + 1 :])) for k in range(5)]
    return sum(int(step) * stride for step, stride in zip(steps, strides, strict=True))


def moves(duel: Duel, chain: Chain) -> Iterator[tuple[np.ndarray, tuple[int, ...]]]:
    """Every kind of move: its rate in each state, and the steps it makes in the five parts of a state."""
    aims, is_aimed_at = duel.fight
    covered = np.where(chain.wall > 0, duel.cover, 1.0)
    if duel.rounds is None:
        yield loss_rate(duel.alpha, chain.attackers, chain.defenders, aims) * covered, (0, 0, 0, 0, -1)
    else:
        for hits, rate in rounds_that_hit(duel, chain, covered):
            yield rate, (0, -1, 0, 0, -hits)
    yield loss_rate(duel.beta, chain.defenders, chain.attackers, is_aimed_at), (0, 0, 0, -1, 0)
    yield duel.damage * chain.attackers * (chain.wall > 0), (0, 0, -1, 0, 0)
    yield chain.waiting / duel.relief_time, (-1, 0, 0, 0, duel.relief)


def rounds_that_hit(duel: Duel, chain: Chain, covered: np.ndarray) -> Iterator[tuple[int, np.ndarray]]:
    """At what rate do rounds hit nobody, one, two, ...? An aimed round hits one at most, in an area each may be hit."""
    from scipy.stats import binom

    kill = duel.round_kill or 1.0
    in_its_way = np.minimum(chain.defenders, 1) if duel.fight.attackers_aim else chain.defenders
    fired = duel.alpha / kill * chain.attackers * (chain.rounds > 0)
    for hits in range(int(in_its_way.max()) + 1):
        share = binom.pmf(hits, in_its_way, kill * covered)
        if hits > 1 and share.max() < SMALLEST:
            return
        yield hits, fired * share
