"""One calibration: trials at a design over the prior, counts that survive an interruption, and what follows from them."""

import hashlib
import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from sim.calibration.evidence import Piece, Trial
from sim.calibration.playing import counts_of
from sim.config import Rules
from sim.history.prediction import RuleDraws
from sim.mistakes import ConfigurationError, nearest
from sim.spans import shown
from sim.sweeps.design import stretched, unit_cube
from sim.sweeps.factors import Factor, read_factors

DESIGN_SEED, CANDIDATE_SEED = 1, 2


class Prior(NamedTuple):
    """Which rates are calibrated, and between what."""

    factors: tuple[Factor, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """The rates, as they stand under `rules`."""
        return tuple(factor.path.removeprefix("rules.") for factor in self.factors)

    def values(self, places: np.ndarray) -> np.ndarray:
        """Places of the unit cube, shape (points, rates), as values of the rates."""
        return np.column_stack([stretched(factor, places[:, k]) for k, factor in enumerate(self.factors)])

    def centre(self, values: np.ndarray) -> np.ndarray:
        """The mean of draws, shape (draws, rates); of logarithms where the prior is on them."""
        return np.array(
            [
                np.exp(np.log(own).mean()) if factor.log else own.mean()
                for factor, own in zip(self.factors, values.T, strict=True)
            ]
        )


def read_prior(asked: Any) -> Prior:
    """The prior of a calibration.

    Raises
    ------
    ConfigurationError
        With the path, the value and what would have been right.
    """
    try:
        factors = read_factors(asked)
    except ValueError as error:
        raise ConfigurationError(f"calibrate.prior: {error}") from None
    for factor in factors:
        part, _, name = factor.path.partition(".")
        if part != "rules" or name not in Rules.model_fields:
            known = [f"rules.{field}" for field in Rules.model_fields]
            raise ConfigurationError(f"calibrate.prior: {factor.path}: is no rate of the rules{nearest(factor.path, known)}")
        if factor.levels is not None:
            raise ConfigurationError(
                f"calibrate.prior.{factor.path}: should be a range {{low: a, high: b}}; it is {shown(list(factor.levels))}"
            )
    return Prior(factors)


def design_of(prior: Prior, points: int) -> np.ndarray:
    """Where the raids are played: a Sobol sequence, shape (points, rates)."""
    return unit_cube("sobol", points, len(prior.factors), DESIGN_SEED)


def candidates_of(prior: Prior, points: int) -> np.ndarray:
    """Where the likelihood is asked: rates and the discrepancy, shape (points, rates + 1)."""
    return unit_cube("sobol", points, len(prior.factors) + 1, CANDIDATE_SEED)


def pieces_of(trials: Sequence[Trial]) -> list[Piece]:
    """All evidence, in the order of its counts."""
    return [piece for trial in trials for piece in trial.pieces]


def count_all(
    trials: Sequence[Trial],
    draws: RuleDraws,
    raids: int,
    seed: int,
    folder: Path,
    workers: int | None,
    progress: Callable[[int], Any],
) -> np.ndarray:
    """The counts of all trials, shape (draws, pieces); those that an earlier start left in the folder are taken from there.

    Raises
    ------
    ConfigurationError
        If what lies there belongs to another calibration; nothing is touched.
    """
    counts = []
    for trial in trials:
        path = folder / "counts" / f"{trial.name}.json"
        mark = mark_of(trial, draws, raids, seed)
        kept = kept_counts(path, mark)
        if kept is None:
            kept = counts_of(trial, draws, raids, seed, workers, progress)
            keep_counts(path, mark, kept)
        else:
            progress(raids * len(kept))
        counts.append(kept)
    return np.hstack(counts)


def mark_of(trial: Trial, draws: RuleDraws, raids: int, seed: int) -> str:
    """What decides the counts of a trial, as a digest."""
    from sim.compiled import source_digest

    told = [trial.scenario.model_dump(mode="json"), [piece.name for piece in trial.pieces], list(draws.names), raids, seed]
    digest = hashlib.sha256(json.dumps([*told, source_digest()], sort_keys=True).encode())
    digest.update(np.ascontiguousarray(draws.values).tobytes())
    return digest.hexdigest()


def kept_counts(path: Path, mark: str) -> np.ndarray | None:
    """The counts in this file, if there is one."""
    if not path.exists():
        return None
    try:
        kept = json.loads(path.read_text(encoding="utf-8"))
        same, counts = kept["mark"] == mark, np.array(kept["counts"], np.int64)
    except (ValueError, KeyError, TypeError):
        raise ConfigurationError(f"{path}: cannot be read as counts of a calibration; move it away, and start again") from None
    if not same:
        raise ConfigurationError(
            f"{path}: belongs to a calibration with other settings, cases or rules; give another calibrate.dir"
        )
    return counts


def keep_counts(path: Path, mark: str, counts: np.ndarray) -> None:
    """Keep the counts of a trial; a file is there whole or not at all."""
    from sim.store import aside

    with aside(path) as temporary:
        temporary.write_text(json.dumps({"mark": mark, "counts": counts.tolist()}), encoding="utf-8")
