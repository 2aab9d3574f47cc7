"""Many raids on one page: how the chance of occupation hangs on the factors, how raids end, and why they fail."""

import textwrap
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from sim.figures import style
from sim.figures.bars import draw_causes, draw_chances, draw_durations, draw_endings, draw_losses
from sim.figures.chances import HEADING, PANEL_GAP, draw_panels, panel_grid
from sim.figures.factors import coded

if TYPE_CHECKING:
    from matplotlib.figure import Figure

WIDTH, RIGHT = style.PAGE_WIDTH, 0.3
ROW_HEIGHT, NAMES_WIDTH, BELOW_ROWS = 0.3, 1.75, 1.25  # below the rows: axis and legend


def draw_comparison(table: pa.Table, factors: Sequence[str], title: str) -> "Figure":
    """What came of these raids, side by side?

    Parameters
    ----------
    table : pyarrow.Table
        A row a raid: a column `scenario`, the columns of `sim.outcome.COLUMNS`, and a column for each factor.
    factors : sequence of str
        Names of the columns that were varied. The first is the axis of the panels, the second their lines; over
        further ones the raids are pooled. Without factors the chances stand in one panel.
    title : str
        Of the page.

    Returns
    -------
    matplotlib.figure.Figure
        For ``figure.savefig(path)``; 14.4 inches wide, as high as the number of scenarios asks for.

    Raises
    ------
    ValueError
        If there is no raid, or no column for a factor.
    """
    if table.num_rows == 0:
        raise ValueError("there are no raids to compare")
    missing = [name for name in factors if name not in table.column_names]
    if missing:
        raise ValueError(f"the table has no column {', '.join(missing)}")
    scenario, names = coded(table["scenario"])
    columns, rows, height = panel_grid(len(names)) if factors else (0, 0, 0.0)
    low = BELOW_ROWS + max(0.5, ROW_HEIGHT * len(names)) + 0.45
    high = rows * (height + PANEL_GAP) + HEADING + 0.15 if factors else 0.0
    with style.styled():
        figure = style.blank(WIDTH, low + high + 0.9)
        write_heading(figure, table, factors, title)
        draw_rows(figure, table, scenario, names, low, bool(factors))
        if factors:
            draw_panels(figure, table, factors, (scenario, names), low + high, (columns, height))
    return figure


def write_heading(figure: "Figure", table: pa.Table, factors: Sequence[str], title: str) -> None:
    """What is compared, and how many raids stand behind it?"""
    height = figure.get_size_inches()[1]
    pooled = f"; pooled over {', '.join(factors[2:])}" if len(factors) > 2 else ""
    seen = f"{table.num_rows:,} raids{pooled}. Results of a model, not a forecast of any real event."
    title = textwrap.shorten(title, 100, placeholder=" …")
    figure.text(0.3 / WIDTH, (height - 0.3) / height, title, fontsize=15, fontweight="bold", va="center")
    figure.text(0.3 / WIDTH, (height - 0.6) / height, seen, fontsize=9.5, va="center", color=style.GREY)


def draw_rows(figure: "Figure", table: pa.Table, scenario: np.ndarray, names: list[str], top: float, pooled: bool) -> None:
    """Bars and dots of each scenario, all levels of the factors together; in columns that share the names."""
    painters = [(draw_endings, 3.0), (draw_causes, 3.0), (draw_losses, 1.7), (draw_durations, 1.7)]
    if pooled:
        y = top / figure.get_size_inches()[1]
        words = "All levels of the factors together"
        figure.text(0.3 / WIDTH, y, words, fontsize=10.5, fontweight="bold", va="center")
    else:
        painters.insert(0, (draw_chances, 2.2))
    gap, left, height = 0.55, NAMES_WIDTH, top - 0.45 - BELOW_ROWS
    scale = (WIDTH - NAMES_WIDTH - RIGHT - gap * (len(painters) - 1)) / sum(share for _, share in painters)
    counts = np.bincount(scenario, minlength=len(names))
    labels = [f"{name.replace('_', ' ')} ({counts[k]:,})" for k, name in enumerate(names)]
    for column, (paint, share) in enumerate(painters):
        axes = style.place(figure, left, BELOW_ROWS, share * scale, height)
        paint(axes, table, scenario, len(names))
        axes.set_ylim(len(names) - 0.4, -0.6)
        axes.set_yticks(np.arange(len(names)), labels if column == 0 else [])
        axes.tick_params(axis="y", length=0)
        left += share * scale + gap
