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
from sim.theory.staged import Kills, Staged, fire_in, stage

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
    kills: Kills  # chance that a round kills
    conserved_at_start: float | None  # None where nothing is conserved
    draws: float  # share of the raids in which both sides fell in the same tick; each counts as half a victory
    past_break_points: float  # share of the raids in which more fell in the last tick than it took; they are counted as left
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
        lines_of(duel, raids, exact(duel), staged.kills),
        tick,
        staged.kills,
        start_if_conserved(duel),
        float(raids["draw"].mean()),
        float(raids["past_break_point"].mean()),
        float(raids["undecided"].mean()),
        duel.kills_in(tick),
    )


def read(duel: Duel, tick: float, staged: Staged, rows: np.ndarray) -> dict[str, np.ndarray]:
    """What the rows of raids say of the duel: an array of a number a raid for each quantity."""

    def column(name: str) -> np.ndarray:
        return rows[:, COLUMN[name]]

    came_late = column("occupied") > 0  # to a fight that was over
    attackers = column("attackers") - column("attackers_killed")
    defenders = column("defenders") - column("defenders_killed")
    defenders = defenders + np.where(came_late, 0.0, column("relief_people") - column("relief_killed"))
    ours, theirs = attackers > duel.stop_attackers, defenders > duel.stop_defenders
    too_many = (attackers < duel.stop_attackers) | (defenders < duel.stop_defenders)
    attackers, defenders = np.maximum(attackers, duel.stop_attackers), np.maximum(defenders, duel.stop_defenders)
    fired, answered = rounds_heard(duel, tick, staged, column)
    half = 0.5 * tick  # the fight ends half way through its last tick, on average
    still_loaded = 1.0 if duel.rounds is None else fired < duel.rounds
    return {
        "p_attacker_wins": np.where(ours == theirs, np.where(ours, 0.0, 0.5), ours),
        "mean_attackers": attackers,
        "mean_defenders": defenders,
        "rounds_attackers": fired - half * duel.alpha / staged.kills.attackers * attackers * still_loaded,
        "rounds_defenders": answered - half * duel.beta / staged.kills.defenders * defenders,
        "conserved_mean": conserved(duel.law, duel.alpha, duel.beta, attackers, defenders),
        "draw": ~ours & ~theirs,
        "past_break_point": too_many,
        "undecided": column("ending") == Ending.UNDECIDED,
    }


def rounds_heard(duel: Duel, tick: float, staged: Staged, column: Callable[[str], np.ndarray]) -> tuple[np.ndarray, np.ndarray]:
    """The rounds that both sides fired, but for those at the start that were to hit nobody."""
    unheard = fire_in(duel, staged.lost_ticks * tick)
    answered = 0.0 if duel.is_hidden else unheard.defenders  # who only answers fire has not yet fired then
    return (
        column("attackers_rounds_fired") - unheard.attackers / staged.kills.attackers,
        column("defenders_rounds_fired") - answered / staged.kills.defenders,
    )


def lines_of(duel: Duel, raids: dict[str, np.ndarray], known: Exact | None, kills: Kills) -> list[Line]:
    """Every quantity with its error and its exact value."""
    sure = expected(known, kills) | {"conserved_mean": known.conserved if known else start_if_conserved(duel)}
    names = ("p_attacker_wins", "mean_attackers", "mean_defenders", "rounds_attackers", "rounds_defenders", "conserved_mean")
    means = [Line(name, float(raids[name].mean()), error_of_mean(raids[name]), sure[name]) for name in names]
    means[0] = means[0]._replace(error=error_of_chance(raids["p_attacker_wins"]))
    spreads = [
        Line(f"variance_{side}", *variance_with_error(raids[f"mean_{side}"]), sure[f"variance_{side}"])
        for side in ("attackers", "defenders")
    ]
    return [*means[:3], *spreads, *means[3:]]


def expected(known: Exact | None, kills: Kills) -> dict[str, float | None]:
    """The exact values by the names of the lines."""
    if known is None:
        names = ("p_attacker_wins", "mean_attackers", "mean_defenders", "variance_attackers", "variance_defenders")
        return dict.fromkeys((*names, "rounds_attackers", "rounds_defenders"))
    return known._asdict() | {
        "rounds_attackers": known.attackers_fire / kills.attackers,
        "rounds_defenders": known.defenders_fire / kills.defenders,
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
    away, runs = (values - values.mean()) ** 2, len(values)
    spread = float((away**2).mean() - away.mean() ** 2 * (runs - 3) / (runs - 1))
    return float(away.sum() / (runs - 1)), math.sqrt(max(0.0, spread) / runs)
