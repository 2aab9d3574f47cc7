"""What became of the raids that a duel was played as: means with their standard errors, beside the exact values."""

import math
from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np

from sim.outcome import COLUMNS
from sim.scenario import compile_plan
from sim.state import Ending
from sim.table import play_rows
from sim.theory.duel import Duel
from sim.theory.exact import Exact, exact
from sim.theory.laws import conserved
from sim.theory.staged import Staged, stage

AT_ONCE = 20_000  # raids whose rows are kept at one time
COLUMN = {column.name: k for k, column in enumerate(COLUMNS)}


class Line(NamedTuple):
    """One quantity: measured, with its standard error, and exactly."""

    name: str
    estimate: float
    error: float
    exact: float | None

    @property
    def z(self) -> float | None:
        """How many standard errors off is it?"""
        return None if self.exact is None or self.error <= 0.0 else (self.estimate - self.exact) / self.error


class Measured(NamedTuple):
    """All that is said of a duel that was played."""

    lines: list[Line]
    tick: float
    kill_per_round: float
    conserved_at_start: float | None  # None where nothing is conserved
    draws: float  # share of the raids in which both sides fell in the same tick; each counts as half a victory
    undecided: float  # share of the raids that were not over when the clock stopped
    kills_in_first_tick: float  # expected, on both sides together


def measure(
    duel: Duel, tick: float, runs: int, seed: int, workers: int | None = None, progress: Callable[[int], Any] | None = None
) -> Measured:
    """What becomes of this duel when it is played as raids?

    Parameters
    ----------
    duel : Duel
        What is fought.
    tick : float
        Length of a tick in units of the law's time.
    runs : int
        Raids to play.
    seed : int
        Which luck.
    workers : int, optional
        Threads; all cores by default.
    progress : callable, optional
        Called with the number of raids just played.

    Returns
    -------
    Measured
        Chance, means, variances, rounds and the conserved quantity, each beside its exact value where that can be counted.

    Raises
    ------
    ConfigurationError
        If the tick is too long for the rates.
    """
    staged = stage(duel, tick)
    plan = compile_plan(staged.scenario)
    parts = []
    for first in range(0, runs, AT_ONCE):
        rows = play_rows(plan, min(AT_ONCE, runs - first), seed, first, workers, progress)
        parts.append(read(duel, tick, staged, rows))
    raids = {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}
    return Measured(
        lines_of(duel, raids, exact(duel), staged.kill_per_round),
        tick,
        staged.kill_per_round,
        start_if_conserved(duel),
        float(raids["draw"].mean()),
        float(raids["undecided"].mean()),
        duel.kills_in(tick),
    )


def read(duel: Duel, tick: float, staged: Staged, rows: np.ndarray) -> dict[str, np.ndarray]:
    """What the rows of raids say of the duel: an array of a number a raid for each quantity."""

    def column(name: str) -> np.ndarray:
        return rows[:, COLUMN[name]]

    attackers = column("attackers") - column("attackers_killed")
    defenders = column("defenders") - column("defenders_killed")
    late = np.where(
        column("occupied") > 0, 0, column("relief_people") - column("relief_killed")
    )  # came to a fight that was over
    defenders = defenders + late
    ours, theirs = attackers > duel.stop_attackers, defenders > duel.stop_defenders
    undecided = column("ending") == Ending.UNDECIDED
    fired, answered = column("attackers_rounds_fired"), column("defenders_rounds_fired")
    still_loaded = 1.0 if duel.rounds is None else fired < duel.rounds
    half = 0.5 * tick / staged.kill_per_round  # the fight ends half way through its last tick, on average
    unheard = staged.lost_ticks * duel.attackers * duel.alpha * tick / staged.kill_per_round
    return {
        "p_attacker_wins": np.where(ours == theirs, np.where(ours, 0.0, 0.5), ours),
        "mean_attackers": attackers,
        "mean_defenders": defenders,
        "rounds_attackers": fired - half * duel.alpha * attackers * still_loaded - unheard,
        "rounds_defenders": answered - half * duel.beta * defenders,
        "conserved_mean": conserved(duel.law, duel.alpha, duel.beta, attackers, defenders),
        "draw": ~ours & ~theirs,
        "undecided": undecided,
    }


def lines_of(duel: Duel, raids: dict[str, np.ndarray], known: Exact | None, kill: float) -> list[Line]:
    """Every quantity with its error and its exact value."""
    sure = expected(known, kill) | {"conserved_mean": known.conserved if known else start_if_conserved(duel)}
    names = ("p_attacker_wins", "mean_attackers", "mean_defenders", "rounds_attackers", "rounds_defenders", "conserved_mean")
    means = [Line(name, float(raids[name].mean()), error_of_mean(raids[name]), sure[name]) for name in names]
    means[0] = means[0]._replace(error=error_of_chance(raids["p_attacker_wins"]))
    spreads = [
        Line(f"variance_{side}", *variance_with_error(raids[f"mean_{side}"]), sure[f"variance_{side}"])
        for side in ("attackers", "defenders")
    ]
    return [*means[:3], *spreads, *means[3:]]


def expected(known: Exact | None, kill: float) -> dict[str, float | None]:
    """The exact values by the names of the lines."""
    if known is None:
        names = ("p_attacker_wins", "mean_attackers", "mean_defenders", "variance_attackers", "variance_defenders")
        return dict.fromkeys((*names, "rounds_attackers", "rounds_defenders"))
    return known._asdict() | {
        "rounds_attackers": known.attackers_fire / kill,
        "rounds_defenders": known.defenders_fire / kill,
    }


def start_if_conserved(duel: Duel) -> float | None:
    """The conserved quantity at the start; None where walls, rounds or relief change the rates on the way."""
    if duel.structure or duel.relief or duel.rounds is not None:
        return None
    return float(conserved(duel.law, duel.alpha, duel.beta, duel.attackers, duel.defenders))


def error_of_mean(values: np.ndarray) -> float:
    """Standard error."""
    return float(values.std(ddof=1) / math.sqrt(len(values)))


def error_of_chance(wins: np.ndarray) -> float:
    """Standard error of a chance, with half a raid more on each side, so that it is never nought."""
    share = (wins.sum() + 0.5) / (len(wins) + 1.0)
    return math.sqrt(max(0.0, share * (1.0 - share)) / len(wins))


def variance_with_error(values: np.ndarray) -> tuple[float, float]:
    """The variance, and its standard error from the fourth moment."""
    away = (values - values.mean()) ** 2
    variance = float(away.sum() / (len(values) - 1))
    return variance, float(math.sqrt(max(0.0, (away**2).mean() - variance**2) / len(values)))
