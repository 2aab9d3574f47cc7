"""The chance of occupation against the factors of a sweep: a panel a scenario."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from sim.figures import style
from sim.figures.bars import numbers
from sim.figures.factors import Levels, coded, factor_label, levels_of
from sim.summary import wilson

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

WIDTH, LEFT, RIGHT = style.PAGE_WIDTH, 0.75, 0.3
HEADING = 0.82  # words, below them what the lines mean, below that the titles of the panels
PANEL_GAP, PANEL_APART, MOST_COLUMNS, WIDEST_PANEL = 0.62, 0.3, 5, 7.0
MOST_LEVELS, MOST_LINES = 12, 5  # more levels than that are gathered into ranges
MARKERS = ("o", "s", "^", "D", "v")
DASHES = ("-", (0, (5, 1.5)), (0, (1.5, 1.2)), (0, (6, 1.5, 1.5, 1.5)), "-")


def panel_grid(count: int) -> tuple[int, int, float]:
    """How many columns and rows of panels, as even as can be, and how high is each, in inches?"""
    rows = -(-count // MOST_COLUMNS)
    return -(-count // rows), rows, 1.45 if rows > 1 else 2.2


def draw_panels(
    figure: "Figure",
    table: pa.Table,
    factors: Sequence[str],
    scenarios: tuple[np.ndarray, list[str]],
    top: float,
    grid: tuple[int, float],
) -> None:
    """The chance of occupation of each scenario against the first factor, a line for each level of the second."""
    scenario, names = scenarios
    columns, height = grid
    across = levels_of(table[factors[0]], MOST_LEVELS)
    lines = levels_of(table[factors[1]], MOST_LINES) if len(factors) > 1 else None
    occupied, met = numbers(table, "occupied"), objective_met(table)
    width = min(WIDEST_PANEL, (WIDTH - LEFT - RIGHT - PANEL_APART * (columns - 1)) / columns)
    for k, name in enumerate(names):
        row, column = divmod(k, columns)
        bottom = top - HEADING - (row + 1) * height - row * PANEL_GAP
        axes = style.place(figure, LEFT + column * (width + PANEL_APART), bottom, width, height)
        draw_lines(axes, occupied, scenario == k, across, lines)
        axes.set_title(name.replace("_", " "))
        axes.tick_params(labelleft=column == 0, labelbottom=k + columns >= len(names))
        axes.set_ylabel("occupied (%)" if column == 0 else "")
        if k + columns >= len(names):
            axes.set_xlabel(fitted(factor_label(factors[0]), width))
        note_objective(axes, met[scenario == k])
    write_panel_heading(figure, top, lines, factor_label(factors[1]) if lines is not None else "")


def objective_met(table: pa.Table) -> np.ndarray:
    """Which raids got what they came for without an occupation?"""
    code, endings = coded(table["ending"])
    return np.isin(code, [k for k, name in enumerate(endings) if name == "objective_met"])


def note_objective(axes: "Axes", met: np.ndarray) -> None:
    """Where attackers come for something else than the station, say so."""
    if met.any():
        text = f"come for something else:\nobjective met in {100.0 * met.mean():.0f} %"
        paper = {"facecolor": "white", "edgecolor": "none", "alpha": 0.75, "pad": 1.5}
        axes.text(
            0.5, 0.55, text, transform=axes.transAxes, ha="center", va="center", fontsize=8.5, color=style.GREY, bbox=paper
        )


def fitted(label: str, width: float) -> str:
    """As much of the label as fits below a panel of so many inches; the end of it tells most."""
    room = int(width / 0.068)
    return label if len(label) <= room else "…" + label[-room + 1 :]


def write_panel_heading(figure: "Figure", top: float, lines: Levels | None, label: str) -> None:
    """What the panels show, and what their lines mean."""
    y = (top - 0.1) / figure.get_size_inches()[1]
    words = "Chance that the station is occupied at some time, with 95 % intervals (Wilson)"
    figure.text(0.3 / WIDTH, y, words, fontsize=10.5, fontweight="bold", va="center")
    if lines is not None:
        explain_lines(figure, lines, label, 0.3 / WIDTH, (top - 0.37) / figure.get_size_inches()[1])


def draw_lines(axes: "Axes", occupied: np.ndarray, here: np.ndarray, across: Levels, lines: Levels | None) -> None:
    """One panel: a line for each level of the second factor, side by side where they would cover one another."""
    count = len(lines.at) if lines is not None else 1
    reach = float(np.ptp(across.at)) or max(1.0, abs(float(across.at[0])))
    for k in range(count):
        mine = here & (lines.code == k) if lines is not None else here
        mine = mine & (across.code >= 0)
        trials = np.bincount(across.code[mine], minlength=len(across.at))
        successes = np.bincount(across.code[mine], occupied[mine], minlength=len(across.at))
        tried = trials > 0
        low, high = (100.0 * bound for bound in wilson(successes[tried], trials[tried]))
        share = 100.0 * successes[tried] / trials[tried]
        apart = 0.022 if len(across.at) <= 6 else 0.004  # as much as keeps lines apart
        x = across.at[tried] + (k - 0.5 * (count - 1)) * apart * reach
        look = line_look(k, count)
        axes.vlines(x, low, high, color=look["color"], linewidth=1.2, alpha=0.8)
        axes.plot(x, share, markersize=4.5, linewidth=1.3, markeredgecolor="white", markeredgewidth=0.4, **look)
    axes.set(ylim=(-4.0, 104.0), xlim=(across.at.min() - 0.1 * reach, across.at.max() + 0.1 * reach), yticks=(0, 50, 100))
    axes.grid(axis="y")
    if len(across.at) <= 6 or not across.numeric:
        axes.set_xticks(across.at, across.names)


def line_look(k: int, count: int) -> dict:
    """Colour from dark to light in the order of the levels, and a marker and dashes that say the same."""
    from matplotlib import colormaps

    colour = style.INK if count == 1 else colormaps["plasma"](0.05 + 0.68 * k / (count - 1))
    return {"color": colour, "marker": MARKERS[k % len(MARKERS)], "linestyle": DASHES[k % len(DASHES)]}


def explain_lines(figure: "Figure", lines: Levels, label: str, x: float, y: float) -> None:
    """What the lines of the panels mean, in one row."""
    from matplotlib.lines import Line2D

    looks = [line_look(k, len(lines.at)) for k in range(len(lines.at))]
    handles = [
        Line2D([], [], label=name, markersize=5, linewidth=1.3, **look) for name, look in zip(lines.names, looks, strict=True)
    ]
    words = figure.text(x, y, f"{label}:", fontsize=8.5, va="center")
    x += words.get_window_extent().width / figure.bbox.width + 0.012
    figure.legend(
        handles=handles, loc="center left", bbox_to_anchor=(x, y), ncols=len(handles), handlelength=2.2, columnspacing=1.0,
        borderaxespad=0.0, borderpad=0.0,
    )  # fmt: skip
