"""A calibration in words."""

import numpy as np

from sim.calibration.evidence import Piece
from sim.calibration.posterior import Posterior, left_out
from sim.calibration.study import Prior
from sim.history.prediction import RuleDraws
from sim.sweeps.factors import meaning_of


def print_calibration(prior: Prior, posterior: Posterior, draws: RuleDraws, pieces: list[Piece]) -> None:
    """What each rate was thought to be before, and is now; and how well the cases are told by a posterior without them."""
    from rich import box
    from rich.console import Console
    from rich.table import Table

    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for words in ("rate", "prior", "centre", "90 % interval", "what it is"):
        table.add_column(words, justify="left" if words in ("rate", "what it is") else "right")
    for factor, name, own, centre in zip(prior.factors, prior.names, draws.values.T, prior.centre(draws.values), strict=True):
        low, high = np.quantile(own, [0.05, 0.95])
        table.add_row(
            name, f"{factor.low:g} to {factor.high:g}", f"{centre:.3g}", f"{low:.2g} to {high:.2g}", meaning_of(factor.path)
        )
    Console(width=None if Console().is_terminal else 150).print(table)
    print(f"share of the model's log-odds that is trusted: {posterior.weights @ posterior.discrepancy:.2f}")
    print(f"the posterior is worth {posterior.effective_size:,.0f} candidates of equal weight")
    print_history(posterior, pieces)


def print_history(posterior: Posterior, pieces: list[Piece]) -> None:
    """Brier scores of the historical cases, known and left out."""
    history = np.array([piece.is_history for piece in pieces])
    if not history.any():
        return
    known = (posterior.weights @ posterior.chances)[history]
    without = left_out(posterior, pieces)[history]
    scores = [np.mean((1 - chances) ** 2) for chances in (known, without)]
    print(f"historical cases ({history.sum()}): Brier score {scores[0]:.3f}, and {scores[1]:.3f} where each is left out")
