"""How a sheet is laid out: rows that share their names on the left, or panels that share their axes."""

import textwrap
from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from sim.figures import style

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

WIDTH, RIGHT, ABOVE, BELOW = 11.0, 0.3, 0.85, 0.55
LETTER, GAP = 0.066, 0.35  # inches of a letter of a name, and between columns
WIDEST_NAME = 36  # letters; a longer name takes two lines
PANEL_GAP_ACROSS, PANEL_GAP_UP, SECOND_LINE = 0.38, 0.5, 0.16
UNBROKEN = "\u00a0"
MANY_ROWS = 30


class Sheet(NamedTuple):
    """A figure and its axes; of panels also which of them have words and numbers below and beside them."""

    figure: "Figure"
    axes: "list[Axes]"
    lowest: "list[Axes]"
    leftmost: "list[Axes]"


def in_lines(words: str, letters: int) -> str:
    """Words in lines of at most so many letters; those that are there already stay."""
    return "\n".join(line for part in words.split("\n") for line in textwrap.wrap(part, letters))


def row_height(count: int) -> float:
    """How high is a row, in inches? Many rows are closer together."""
    return 0.34 if count <= 12 else 0.26 if count <= MANY_ROWS else 0.19


def lay_rows(
    names: Sequence[str],
    shares: Sequence[float],
    gap: float = GAP,
    below: float = BELOW,
    thick: float = 1.0,
    right: float = RIGHT,
) -> Sheet:
    """A sheet with a row for each name, and columns of these relative widths; rows may be thicker than usual."""
    names = [wrapped(name, WIDEST_NAME) for name in names]
    high = max(0.8, thick * row_height(len(names)) * len(names))
    left = 0.35 + LETTER * max(len(line) for name in names for line in name.split("\n"))
    above = ABOVE + (0.25 if len(names) > MANY_ROWS else 0.0)
    figure = style.blank(WIDTH, above + high + below)
    scale = (WIDTH - left - right - gap * (len(shares) - 1)) / sum(shares)
    columns = []
    for share in shares:
        columns.append(style.place(figure, left, below, share * scale, high))
        left += share * scale + gap
    for k, axes in enumerate(columns):
        name_rows(axes, names if k == 0 else [""] * len(names))
    return Sheet(figure, columns, columns, columns[:1])


def name_rows(axes: "Axes", names: Sequence[str]) -> None:
    """Rows from top to bottom, a fine line under every fifth of many, and the scale also above them."""
    axes.set_ylim(len(names) - 0.5, -0.5)
    axes.set_yticks(np.arange(len(names)), names)
    axes.tick_params(axis="y", length=0)
    axes.grid(axis="x")
    if len(names) > MANY_ROWS:
        axes.tick_params(axis="x", labeltop=True)
        axes.tick_params(axis="y", labelsize=7)
        for row in range(5, len(names), 5):
            axes.axhline(row - 0.5, color=style.PALE, linewidth=0.6, zorder=0.5)


def lay_panels(
    names: Sequence[str],
    most_columns: int = 4,
    height: float = 1.75,
    left: float = 0.75,
    right: float = RIGHT,
    below: float = BELOW,
) -> Sheet:
    """A sheet with a panel of one size for each name, in rows."""
    rows = -(-len(names) // most_columns)
    across = -(-len(names) // rows)
    width = min(4.6, (WIDTH - left - right - PANEL_GAP_ACROSS * (across - 1)) / across)
    is_short = all(len(name) <= int(width / 0.078) for name in names)
    titles = list(names) if is_short else [wrapped(name, int(width / 0.07), 3) for name in names]
    more = SECOND_LINE * max(title.count("\n") for title in titles)
    wide = left + right + across * width + (across - 1) * PANEL_GAP_ACROSS
    gap = PANEL_GAP_UP + more
    figure = style.blank(max(wide, 6.4), ABOVE + more + below + rows * height + (rows - 1) * gap)
    top, panels = figure.get_size_inches()[1] - ABOVE - more, []
    for k, title in enumerate(titles):
        row, column = divmod(k, across)
        axes = style.place(
            figure, left + column * (width + PANEL_GAP_ACROSS), top - height - row * (height + gap), width, height
        )
        axes.tick_params(labelleft=column == 0, labelbottom=k + across >= len(names))
        axes.set_title(title, fontsize=9.5 if is_short else 8.5)
        panels.append(axes)
    return Sheet(figure, panels, panels[max(0, len(names) - across) :], panels[::across])


def wrapped(name: str, room: int, most: int = 2) -> str:
    """A name in at most so many lines of so many letters, broken at its commas where it can be."""
    parts = [part.replace(" ", UNBROKEN) if len(part) < room else part for part in name.split(", ")]
    lines = textwrap.wrap(", ".join(parts), room, break_long_words=True)
    if len(lines) > most:
        lines = [*lines[: most - 1], lines[most - 1][: room - 1] + "…"]
    return "\n".join(lines).replace(UNBROKEN, " ")


def name_axes(sheet: Sheet, across: str, up: str) -> None:
    """Words beside the outer axes only."""
    for axes in sheet.lowest:
        axes.set_xlabel(across)
    for axes in sheet.leftmost:
        axes.set_ylabel(up)


def log_scale(axes: "Axes", which: str = "x") -> None:
    """A scale of ratios, its marks written as plain numbers."""
    from matplotlib.ticker import FuncFormatter, LogLocator, NullFormatter

    getattr(axes, f"set_{which}scale")("log")
    axis = axes.xaxis if which == "x" else axes.yaxis
    axis.set_major_locator(
        LogLocator(subs=(1.0, 2.0, 5.0) if decades(axis) < 2.0 else (1.0, 3.0) if decades(axis) < 3.0 else (1.0,))
    )
    axis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:,.10g}"))
    axis.set_minor_formatter(NullFormatter())


def decades(axis: object) -> float:
    """Over how many powers of ten does this axis reach?"""
    low, high = axis.get_view_interval()  # type: ignore[attr-defined]
    return float(np.log10(high / low)) if low > 0.0 else 0.0


def head(figure: "Figure", title: str) -> None:
    """The title of the sheet, in its upper left corner."""
    wide, high = figure.get_size_inches()
    figure.text(0.25 / wide, 1.0 - 0.26 / high, title, fontsize=13, fontweight="bold", va="center", color=style.INK)
