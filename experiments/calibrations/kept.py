"""The result of a calibration on disk, and in what ships."""

import re
from pathlib import Path

import numpy as np

from sim.calibration.draws import shipped_draws, write_draws
from sim.calibration.evidence import Piece
from sim.calibration.posterior import Posterior, left_out
from sim.calibration.study import Prior
from sim.history.prediction import RuleDraws
from sim.mistakes import ConfigurationError


def keep(folder: Path, prior: Prior, posterior: Posterior, draws: RuleDraws, pieces: list[Piece], seed: int) -> list[Path]:
    """Draws, their centre, what became of each piece of evidence, and the figure."""
    from experiments.screen import working
    from sim.figures.posterior import draw_posterior
    from sim.store import aside

    files = [
        write_draws(folder / "posterior.csv", draws),
        folder / "calibrated.yaml",
        write_evidence(folder, posterior, pieces),
    ]
    with aside(files[1]) as temporary:
        lines = [f"{name}: {value}" for name, value in centre_in_words(prior, draws).items()]
        temporary.write_text("\n".join([f"discrepancy: {discrepancy_of(posterior)}", *lines]) + "\n", encoding="utf-8")
    figure = folder / "posterior.png"
    with working("drawing"), aside(figure) as temporary:
        draw_posterior(prior, posterior, draws, pieces).savefig(temporary, dpi=130)
    return [*files, figure]


def centre_in_words(prior: Prior, draws: RuleDraws) -> dict[str, str]:
    """What ships for each rate: the centre of the draws, to three figures."""
    values = np.array([[float(f"{value:.4g}") for value in row] for row in draws.values])  # as they are written
    return {name: f"{value:.3g}" for name, value in zip(prior.names, prior.centre(values), strict=True)}


def discrepancy_of(posterior: Posterior) -> str:
    """What ships for the discrepancy: its posterior mean, to two figures."""
    return f"{posterior.weights @ posterior.discrepancy:.2f}"


def write_evidence(folder: Path, posterior: Posterior, pieces: list[Piece]) -> Path:
    """How likely was each piece before, is it now, and is it by a posterior that does not know it?"""
    import pyarrow as pa

    from sim.store import write_csv

    table = pa.table(
        {
            "evidence": [piece.name for piece in pieces],
            "importance": [piece.importance for piece in pieces],
            "prior": posterior.chances.mean(axis=0),
            "posterior": posterior.weights @ posterior.chances,
            "left_out": left_out(posterior, pieces),
        }
    )
    return write_csv(table, folder / "evidence.csv")


def write_into_configs(prior: Prior, posterior: Posterior, draws: RuleDraws) -> list[Path]:
    """Make the result what ships: the draws, the rates, the discrepancy; comments stay as they are."""
    rules = shipped_draws().with_name("base.yaml")
    history = rules.parents[1] / "history.yaml"
    write_draws(shipped_draws(), draws)
    for name, value in centre_in_words(prior, draws).items():
        put(rules, name, value)
    put(history, "discrepancy", discrepancy_of(posterior))
    return [shipped_draws(), rules, history]


def put(path: Path, key: str, value: str) -> None:
    """Change the number that stands at this key of a YAML file."""
    from sim.store import aside

    text, changed = re.subn(rf"^(\s*{key}: )[^\s#]+", rf"\g<1>{value}", path.read_text(encoding="utf-8"), flags=re.MULTILINE)
    if changed != 1:
        raise ConfigurationError(f"{path}: should have {key} once; it has it {changed} times")
    with aside(path) as temporary:
        temporary.write_text(text, encoding="utf-8")
