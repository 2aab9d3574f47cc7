"""Conclusions over the posterior: a bar of shares for each statement, and beside it what it measures."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from sim.calibration.conclusions import Conclusion
from sim.figures import style
from sim.figures.sheets import head, wrapped

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

NAMES, BARS, MIDDLE, MARKS, RIGHT = 4.75, 3.4, 0.8, 3.7, 1.75  # inches across
ROW, ABOVE, BELOW, LEAST = 0.4, 0.8, 1.5, 1.6  # inches up
LETTERS = 68  # of a line of a sentence
WORDS = (
    "Surely: by two standard errors; what lies between would take more raids to decide. Numbers: mean and 90 % of the draws, "
    "the luck of so few raids taken out. Gain: of a share, by what is changed."
)
FILLS = (
    ("surely holds", style.Fill(style.BLUE, "")),
    ("holds, within two standard errors", style.Fill(style.SKY, "//")),
    ("fails, within two standard errors", style.Fill(style.ORANGE, "\\\\")),
    ("surely fails", style.Fill(style.VERMILLION, "xx")),
)


def draw_conclusions(conclusions: Sequence[Conclusion], said: str) -> "Figure":
    """Which statements hold whatever the rates are?

    Parameters
    ----------
    conclusions : sequence of Conclusion
        A row each, the best supported on top.
    said : str
        How many draws and raids stand behind it.

    Returns
    -------
    matplotlib.figure.Figure
        As high as the statements need.
    """
    rows = sorted(conclusions, key=lambda one: (-one.holds, -one.surely_holds))
    high = max(LEAST, ROW * len(rows))
    with style.styled():
        figure = style.blank(NAMES + BARS + MIDDLE + MARKS + RIGHT, ABOVE + high + BELOW)
        bars = style.place(figure, NAMES, BELOW, BARS, high)
        marks = style.place(figure, NAMES + BARS + MIDDLE, BELOW, MARKS, high)
        draw_shares(bars, rows)
        draw_quantities(marks, rows)
        for axes in (bars, marks):
            axes.set_ylim(len(rows) - 0.5, -0.5)
            axes.tick_params(axis="y", length=0)
            axes.spines["left"].set_visible(False)
        explain(figure, bars, marks, high, said)
    return figure


def shares_of(one: Conclusion) -> tuple[float, ...]:
    """The parts of a bar, in the order of FILLS."""
    return one.surely_holds, one.holds - one.surely_holds, 1.0 - one.holds - one.surely_fails, one.surely_fails


def draw_shares(axes: "Axes", rows: Sequence[Conclusion]) -> None:
    """Of how many draws is the statement true?"""
    shares, left = 100.0 * np.array([shares_of(one) for one in rows]), np.zeros(len(rows))
    for k, (label, fill) in enumerate(FILLS):
        axes.barh(np.arange(len(rows)), shares[:, k], left=left, height=0.62, label=label, **style.fill_of(fill))
        left = left + shares[:, k]
    for row, one in enumerate(rows):
        axes.text(103.0, row, f"{one.holds:.0%}", va="center", fontsize=9, fontweight="bold", color=style.INK)
    axes.set(xlim=(0.0, 100.0), xlabel="share of the posterior (% of the draws)", xticks=range(0, 101, 25))
    axes.set_yticks(range(len(rows)), [wrapped(one.says, LETTERS) for one in rows])
    axes.set_title("Under which share of the rates it holds")


def draw_quantities(axes: "Axes", rows: Sequence[Conclusion]) -> None:
    """What is measured, over the draws, and from where on the statement holds."""
    limits = [float(one.holds_if.rpartition(" ")[2]) for one in rows]
    for row, (one, limit) in enumerate(zip(rows, limits, strict=True)):
        axes.axhline(row, color="#EEEEEE", linewidth=0.7, zorder=0)
        axes.plot([100 * one.seen_low, 100 * one.seen_high], [row, row], color=style.GREY, linewidth=1.0, zorder=2)
        axes.plot([100 * one.low, 100 * one.high], [row, row], color=style.BLUE, linewidth=4.0, alpha=0.75, zorder=3)
        axes.plot([100 * one.mean], [row], "o", color=style.INK, markersize=4.5, zorder=4)
        axes.plot([100 * limit] * 2, [row - 0.34, row + 0.34], color=style.VERMILLION, linewidth=1.6, zorder=5)
        is_up = one.holds_if.startswith(("above", "at least"))
        axes.plot([100 * limit], [row - 0.34], ">" if is_up else "<", color=style.VERMILLION, markersize=4.0, zorder=5)
        words = f"{100 * one.mean:.1f}  ({100 * one.low:.1f} to {100 * one.high:.1f})\n{one.measured}"
        axes.text(1.02, row, words, transform=axes.get_yaxis_transform(), va="center", fontsize=8, color=style.INK)
    axes.grid(axis="x")
    axes.margins(x=0.04)
    axes.set(xlabel="quantity (points: hundredths of a share)", yticks=[])
    axes.set_title("What is measured")


def explain(figure: "Figure", bars: "Axes", marks: "Axes", high: float, said: str) -> None:
    """The title, what bars and marks mean, and the small print."""
    from matplotlib.lines import Line2D

    head(figure, "Which conclusions hold whatever the rates are?")
    marks_below = [
        Line2D([], [], color=style.INK, marker="o", linestyle="", markersize=4.5, label="mean of the draws"),
        Line2D([], [], color=style.BLUE, linewidth=4.0, alpha=0.75, label="90 % of them, luck out"),
        Line2D([], [], color=style.GREY, linewidth=1.0, label="90 %, luck and all"),
        Line2D([], [], color=style.VERMILLION, marker=">", markersize=4.0, label="holds this way from here"),
    ]
    below: style.Look = {"loc": "upper left", "ncols": 2, "borderaxespad": 0.0, "columnspacing": 1.2}
    bars.legend(bbox_to_anchor=(-0.55, -0.5 / high), handlelength=1.8, **below)
    marks.legend(handles=marks_below, bbox_to_anchor=(0.0, -0.5 / high), **below)
    across, up = figure.get_size_inches()
    for line, words in enumerate((said, WORDS)):
        figure.text(0.25 / across, (0.16 + 0.17 * line) / up, words, fontsize=8, color=style.GREY)
