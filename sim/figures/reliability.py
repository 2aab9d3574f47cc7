"""Predictions beside what happened: a reliability diagram, and every case in the order of its chance."""

from collections.abc import Sequence
from textwrap import shorten
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from sim.figures import style
from sim.history.scores import Bin

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

LEFT, TOP, BOTTOM, SIDE = 0.75, 0.75, 1.3, 5.2
NAMES, STRIP_WIDTH, RIGHT = 3.0, 4.1, 0.35
ROW, THIN_ROW, MOST_NAMED = 0.205, 0.06, 90  # inches a case; so many cases are named
MARKS = {True: ("o", style.VERMILLION, "occupied"), False: ("s", "white", "not occupied"), None: ("D", style.PALE, "not known")}


def draw_reliability(table: pa.Table, bins: Sequence[Bin], title: str, below: str) -> "Figure":
    """Do chances mean what they say, and which cases were missed?

    Parameters
    ----------
    table : pyarrow.Table
        A row a case: `id`, `place`, `chance`, `occupied` (null where that is not known).
    bins : sequence of Bin
        Of the cases whose outcome is known.
    title : str
        Of the page.
    below : str
        Small print: the scores.

    Returns
    -------
    matplotlib.figure.Figure
        For ``figure.savefig(path)``; as high as the cases need.
    """
    rows = sorted(table.select(["id", "place", "chance", "occupied"]).to_pylist(), key=lambda row: row["chance"])
    is_named = len(rows) <= MOST_NAMED
    strip = LEFT + SIDE + 1.0 + NAMES * is_named
    height = max(SIDE, len(rows) * (ROW if is_named else THIN_ROW))
    with style.styled():
        figure = style.blank(strip + STRIP_WIDTH + RIGHT, TOP + height + BOTTOM)
        draw_bins(style.place(figure, LEFT, BOTTOM + height - SIDE, SIDE, SIDE), bins, rows)
        draw_strip(style.place(figure, strip, BOTTOM, STRIP_WIDTH, height), rows, is_named, height)
        write_words(figure, title, below)
    return figure


def draw_bins(axes: "Axes", bins: Sequence[Bin], rows: list[dict]) -> None:
    """The share that was occupied over the chance that was given, with 95 % intervals and counts."""
    axes.plot([0, 100], [0, 100], color=style.GREY, linewidth=1.0, linestyle=(0, (4, 3)), zorder=1)
    for edge in sorted({one.low for one in bins} | {one.high for one in bins}):
        axes.axvline(100 * edge, color="#EEEEEE", linewidth=0.8, zorder=0)
    for one in bins:
        x, y = 100 * one.mean_chance, 100 * one.share
        axes.plot([x, x], [100 * one.share_low, 100 * one.share_high], color=style.INK, linewidth=1.2, zorder=2)
        axes.plot([x], [y], "o", color=style.BLUE, markeredgecolor="white", markersize=5.0 + 1.6 * np.sqrt(one.cases), zorder=3)
        up = 5 if one.share < 0.05 else -11 if one.share > 0.95 else -3  # clear of the strokes
        shift, side = ((11, up), "left") if one.mean_chance < 0.8 else ((-11, up), "right")
        words = f"{one.occupied} of {one.cases}"
        axes.annotate(words, (x, y), shift, textcoords="offset points", ha=side, fontsize=8, zorder=4)
    for row in rows:
        if row["occupied"] is not None:
            foot = (100.0, 103.0) if row["occupied"] else (-3.0, 0.0)
            axes.plot([100 * row["chance"]] * 2, foot, color=MARKS[True][1] if row["occupied"] else style.GREY, linewidth=1.0)
    axes.set(xlim=(-3, 103), ylim=(-3, 103), xlabel="chance of occupation given (%)", ylabel="occupied (% of these cases)")
    axes.set_title("Do the chances mean what they say?")
    axes.set(xticks=range(0, 101, 20), yticks=range(0, 101, 20))


def draw_strip(axes: "Axes", rows: list[dict], is_named: bool, inches: float) -> None:
    """Every case in the order of its chance, filled where the place was occupied."""
    for k, row in enumerate(rows):
        marker, colour, _ = MARKS[row["occupied"]]
        if is_named:
            axes.plot([0, 100], [k, k], color="#EEEEEE", linewidth=0.7, zorder=0)
        size = 6.5 if is_named else 4.0
        axes.plot(
            [100 * row["chance"]], [k], marker, color=colour, markeredgecolor=style.INK, markeredgewidth=0.9, markersize=size
        )
    axes.set(xlim=(-3, 103), ylim=(-0.8, len(rows) - 0.2), xticks=range(0, 101, 20), xlabel="chance of occupation given (%)")
    axes.set_title("Case by case")
    axes.set_yticks(range(len(rows)) if is_named else [], [name_of(row) for row in rows] if is_named else [])
    axes.tick_params(axis="y", length=0)
    axes.spines["left"].set_visible(False)
    draw_key(axes, {row["occupied"] for row in rows}, inches)


def name_of(row: dict) -> str:
    """The case in few words."""
    return f"{str(row['id'])[:14]}   {shorten(str(row['place']), 42, placeholder=' …')}"


def draw_key(axes: "Axes", kinds: set, inches: float) -> None:
    """Which mark is which?"""
    from matplotlib.lines import Line2D

    marks = [
        Line2D([], [], marker=marker, color=colour, markeredgecolor=style.INK, linestyle="", markersize=6.5, label=words)
        for kind, (marker, colour, words) in MARKS.items()
        if kind in kinds
    ]
    axes.legend(handles=marks, loc="upper center", bbox_to_anchor=(0.5, -0.48 / inches), ncols=3, borderaxespad=0.0)


def write_words(figure: "Figure", title: str, below: str) -> None:
    """The title, and the small print."""
    across, up = figure.get_size_inches()
    figure.text(LEFT / across, 1 - 0.28 / up, title, fontsize=12, fontweight="bold", va="center")
    dots = "Dots: cases by equal steps of the chance given, with Wilson's 95 % intervals; "
    dots += "on the dashed line they mean what they say."
    strokes = "Strokes: single cases, above those that were occupied, below those that were not."
    for line, words in enumerate((below, strokes, dots)):
        figure.text(LEFT / across, (0.13 + 0.17 * line) / up, words, fontsize=8, color=style.GREY)
