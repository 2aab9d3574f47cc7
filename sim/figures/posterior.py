"""What a calibration found: each rate before and after, and each piece of evidence before and after."""

from typing import TYPE_CHECKING

import numpy as np

from sim.figures import style

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from sim.calibration.evidence import Piece
    from sim.calibration.posterior import Posterior
    from sim.calibration.study import Prior
    from sim.history.prediction import RuleDraws
    from sim.sweeps.factors import Factor

COLUMNS, BINS = 4, 16
PANEL_HEIGHT, LINE_HEIGHT = 1.75, 0.185


def draw_posterior(prior: "Prior", posterior: "Posterior", draws: "RuleDraws", pieces: "list[Piece]") -> "Figure":
    """One panel for each rate, and below them one line for each piece of evidence."""
    rates = -(-(len(prior.factors) + 1) // COLUMNS) * PANEL_HEIGHT
    lines = LINE_HEIGHT * ((len(pieces) + 1) // 2)
    height = 1.0 + rates + 0.6 + lines + 0.7
    with style.styled():
        figure = style.blank(style.PAGE_WIDTH, height)
        write_titles(figure, height, 1.0 + rates + 0.25)
        for k, factor in enumerate([*prior.factors, None]):
            row, column = divmod(k, COLUMNS)
            bottom = height - 1.0 - row * PANEL_HEIGHT - 1.1
            panel = style.place(figure, 0.5 + 3.45 * column, bottom, 3.05, 1.1)
            if factor is None:
                draw_weights(panel, posterior.discrepancy, posterior.weights)
            else:
                draw_rate(panel, factor, prior.names[k], draws.values[:, k], prior.centre(draws.values)[k])
        for side, half in enumerate(np.array_split(np.arange(len(pieces)), 2)):
            panel = style.place(figure, 2.9 + 7.0 * side, 0.6, 4.2, lines)
            draw_evidence(panel, posterior, [pieces[k] for k in half], half)
        return figure


def write_titles(figure: "Figure", height: float, down: float) -> None:
    """What the upper and the lower half show."""
    for text, inches, size, weight in (
        ("Rates before and after calibration", 0.35, 14, "bold"),
        ("grey line: uniform prior; bars: posterior; dashed line and number: the centre", 0.62, 9.5, "normal"),
        ("How likely is what was reported or happened?", down, 14, "bold"),
    ):
        figure.text(0.035, 1 - inches / height, text, fontsize=size, fontweight=weight, color=style.INK, va="center")


def draw_rate(panel: "Axes", factor: "Factor", name: str, values: np.ndarray, centre: float) -> None:
    """One rate: its draws over the range of its prior."""
    edges = np.geomspace(factor.low, factor.high, BINS + 1) if factor.log else np.linspace(factor.low, factor.high, BINS + 1)
    counts = np.histogram(values, edges)[0] / len(values) * BINS
    panel.stairs(counts, edges, fill=True, color=style.BLUE, alpha=0.85)
    panel.axhline(1.0, color="0.45", linewidth=1.2)
    panel.axvline(centre, color=style.VERMILLION, linewidth=1.6, linestyle="--")
    panel.set(xscale="log" if factor.log else "linear", xlim=(factor.low, factor.high), yticks=[])
    marks = [factor.low, (factor.low * factor.high) ** 0.5 if factor.log else 0.5 * (factor.low + factor.high), factor.high]
    panel.set_xticks(marks, [f"{float(f'{mark:.2g}'):g}" for mark in marks])
    panel.minorticks_off()
    panel.set_title(f"{name} = {centre:.3g}", fontsize=10, loc="left")
    panel.tick_params(labelsize=8)


def draw_weights(panel: "Axes", values: np.ndarray, weights: np.ndarray) -> None:
    """The share of the model's log-odds that is trusted."""
    edges = np.linspace(values.min(), 1.0, BINS + 1)
    panel.stairs(np.histogram(values, edges, weights=weights)[0] * BINS, edges, fill=True, color=style.GREEN, alpha=0.85)
    panel.axhline(1.0, color="0.45", linewidth=1.2)
    centre = float(weights @ values)
    panel.axvline(centre, color=style.VERMILLION, linewidth=1.6, linestyle="--")
    panel.set(xlim=(edges[0], 1.0), yticks=[])
    panel.set_title(f"discrepancy = {centre:.2f}", fontsize=10, loc="left")
    panel.tick_params(labelsize=8)


def draw_evidence(panel: "Axes", posterior: "Posterior", pieces: "list[Piece]", at: np.ndarray) -> None:
    """A line for each piece: hollow before, filled after."""
    before, after = posterior.chances.mean(axis=0)[at], (posterior.weights @ posterior.chances)[at]
    y = -np.arange(len(pieces))
    panel.hlines(y, before, after, color="0.6", linewidth=1.5, zorder=1)
    panel.plot(before, y, "o", markerfacecolor="white", markeredgecolor="0.35", markersize=5.5, label="prior", zorder=2)
    panel.plot(after, y, "D", color=style.BLUE, markersize=5.5, label="posterior", zorder=3)
    panel.set(xlim=(0, 1), yticks=y, ylim=(-len(pieces) + 0.4, 0.6))
    panel.set_yticklabels([piece.name.replace("_", " ") for piece in pieces], fontsize=8)
    panel.set_xlabel("chance in the model that a raid shows it", fontsize=9)
    panel.grid(axis="x", color="0.9")
    panel.legend(loc="lower right", bbox_to_anchor=(1.0, 1.0), ncols=2, fontsize=8)
