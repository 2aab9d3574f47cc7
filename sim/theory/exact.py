"""What becomes of a duel, exactly: by dynamic programming over its states."""

from typing import Any, NamedTuple

import numpy as np

from sim.theory.chain import Chain, chain_of, shape_of
from sim.theory.duel import Duel
from sim.theory.laws import conserved

MOST_STATES = 2_000_000
MOST_WORK = 2e10  # of the fixed wait for relief, in multiplications


class Exact(NamedTuple):
    """Expected values when the fight is over."""

    p_attacker_wins: float
    mean_attackers: float
    mean_defenders: float
    variance_attackers: float
    variance_defenders: float
    attackers_fire: float  # rounds fired, times the chance that a round kills
    defenders_fire: float
    conserved: float
    time: float


class End(NamedTuple):
    """How a stretch of the fight ends, and what was spent in it."""

    chain: Chain
    chances: np.ndarray  # (states,)
    spent: np.ndarray  # (3,): time, fire of the attackers, fire of the defenders


def exact(duel: Duel) -> Exact | None:
    """What becomes of this duel on average, and how much does that vary?

    Parameters
    ----------
    duel : Duel
        What is fought.

    Returns
    -------
    Exact or None
        None where there are too many states to be counted (`MOST_STATES`).
    """
    people = duel.defenders + duel.relief
    waits = duel.relief > 0
    if int(np.prod(shape_of(duel, people, waits))) > MOST_STATES or too_much_work(duel):
        return None
    if waits and duel.relief_law == "fixed":
        return summed_up(duel, relieved_at_a_fixed_time(duel))
    chain = chain_of(duel, people, waits)
    return summed_up(duel, [to_the_end(duel, chain, start_of(duel, chain))])


def too_much_work(duel: Duel) -> bool:
    """Would the wait for relief take longer than a minute?"""
    if not duel.relief or duel.relief_law != "fixed":
        return False
    states = int(np.prod(shape_of(duel, duel.defenders, False)))
    fire = duel.alpha / (duel.round_kill or 1.0) * duel.attackers + duel.beta * duel.defenders * duel.attackers
    return states * fire * duel.relief_time > MOST_WORK


def start_of(duel: Duel, chain: Chain) -> np.ndarray:
    """Everybody is there, nothing has happened."""
    chances = np.zeros(len(chain.goes_on))
    last = tuple(size - 1 for size in chain.shape[:4])
    chances[chain.number(*last, duel.defenders)] = 1.0
    return chances


def to_the_end(duel: Duel, chain: Chain, chances: np.ndarray) -> End:
    """From these chances of states, fight until no fight goes on: one triangular solve for how often each state is visited."""
    from scipy.sparse import diags, identity
    from scipy.sparse.linalg import spsolve_triangular

    leaving = np.asarray(chain.rates.sum(axis=1)).ravel()
    stay = 1.0 / np.where(leaving > 0.0, leaving, 1.0)
    system = identity(len(stay), format="csr") - (diags(stay) @ chain.rates).T.tocsr()
    visits = spsolve_triangular(system.tocsr(), chances, lower=False, unit_diagonal=True)
    return End(chain, np.where(leaving > 0.0, 0.0, visits), spending(duel, chain) @ np.where(leaving > 0.0, visits * stay, 0.0))


def spending(duel: Duel, chain: Chain) -> np.ndarray:
    """What is spent in each state, in a unit of time? Shape (3, states): time, and the fire of both sides."""
    loaded = chain.rounds > 0 if duel.rounds is not None else 1.0
    return (
        np.array([1.0 + 0.0 * chain.wall, duel.alpha * chain.attackers * loaded, duel.beta * chain.defenders]) * chain.goes_on
    )


def relieved_at_a_fixed_time(duel: Duel) -> list[End]:
    """First the fights that end before relief comes, then the others with relief in them."""
    before = chain_of(duel, duel.defenders)
    at_landing = at_time(duel, before, start_of(duel, before), duel.relief_time)
    after = chain_of(duel, duel.defenders + duel.relief)
    still = np.flatnonzero(before.goes_on)
    chances = np.zeros(len(after.goes_on))
    parts = (before.waiting, before.rounds, before.wall, before.attackers, before.defenders + duel.relief)
    chances[after.number(*(part[still] for part in parts))] = at_landing.chances[still]
    over = at_landing._replace(chances=np.where(before.goes_on, 0.0, at_landing.chances))
    return [over, to_the_end(duel, after, chances)]


def at_time(duel: Duel, chain: Chain, chances: np.ndarray, time: float) -> End:
    """The chances of all states after so much time, and what was spent meanwhile."""
    from scipy.sparse import bmat, csr_matrix, diags
    from scipy.sparse.linalg import expm_multiply

    leaving = np.asarray(chain.rates.sum(axis=1)).ravel()
    flow = (chain.rates - diags(leaving)).T
    together = bmat([[flow, None], [csr_matrix(spending(duel, chain)), csr_matrix((3, 3))]], format="csr")
    then = expm_multiply(together * time, np.append(chances, np.zeros(3)), traceA=-time * leaving.sum())
    return End(chain, then[:-3], then[-3:])


def summed_up(duel: Duel, ends: list[End]) -> Exact:
    """Means and variances over all ends."""
    chances = np.concatenate([end.chances for end in ends])
    attackers, defenders = (np.concatenate([getattr(end.chain, side) for end in ends]) for side in ("attackers", "defenders"))
    spent: Any = sum(end.spent for end in ends)
    wins = defenders <= duel.stop_defenders
    means = [float(chances @ people) for people in (attackers, defenders)]
    return Exact(
        p_attacker_wins=float(chances @ wins),
        mean_attackers=means[0],
        mean_defenders=means[1],
        variance_attackers=float(chances @ (attackers - means[0]) ** 2),
        variance_defenders=float(chances @ (defenders - means[1]) ** 2),
        attackers_fire=float(spent[1]),
        defenders_fire=float(spent[2]),
        conserved=float(chances @ conserved(duel.law, duel.alpha, duel.beta, attackers, defenders)),
        time=float(spent[0]),
    )
