"""Maps of a chance over two factors, side by side, each with the line where it crosses a level."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from sim.figures import style
from sim.figures.factors import factor_label

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.colors import Colormap, Normalize
    from matplotlib.figure import Figure

LEFT, BOTTOM, GAP, KEY_WIDTH = 0.85, 1.05, 0.28, 1.0
WIDEST, NARROWEST = 5.5, 8.6  # a panel, the page
TICKS = np.linspace(0.0, 1.0, 5)


class Axis(NamedTuple):
    """One factor: its path in the configuration, and the values at the five ticks of its axis."""

    path: str
    values: Sequence[float]


class Map(NamedTuple):
    """One map on the unit square."""

    title: str
    chances: np.ndarray  # (side, side): first axis across, second up
    at: np.ndarray | None = None  # (points, 2) where raids were played


def draw_boundaries(
    reference: np.ndarray | None, maps: Sequence[Map], axes: tuple[Axis, Axis], level: float, title: str
) -> "Figure":
    """Where does the chance cross the level, and how near does each map's line come to that of the reference?

    Parameters
    ----------
    reference : numpy.ndarray, optional
        Shape (side, side), the best known chances; its line is dashed on every map.
    maps : sequence of Map
        One panel each.
    axes : tuple of Axis
        What lies across and what lies up.
    level : float
        The chance on the line.
    title : str
        Of the page.

    Returns
    -------
    matplotlib.figure.Figure
        For ``figure.savefig(path)``; 14.4 inches wide.
    """
    side = min(WIDEST, (style.PAGE_WIDTH - LEFT - KEY_WIDTH - GAP * (len(maps) - 1)) / len(maps))
    width = LEFT + len(maps) * (side + GAP) - GAP + KEY_WIDTH
    with style.styled():
        figure = style.blank(max(width, NARROWEST), BOTTOM + side + 0.95)
        for k, one in enumerate(maps):
            panel = style.place(figure, LEFT + k * (side + GAP), BOTTOM, side, side)
            draw_map(panel, one, reference, level)
            name_axes(panel, axes, is_first=k == 0)
        draw_key(figure, width, side, level)
        write_words(figure, title, level, reference is not None)
    return figure


def colours(level: float) -> "tuple[Colormap, Normalize]":
    """Blue where the station is rather held, orange red where it is rather taken, white on the line."""
    from matplotlib.colors import LinearSegmentedColormap, TwoSlopeNorm

    names = [style.BLUE, "#FFFFFF", style.VERMILLION]
    return LinearSegmentedColormap.from_list("sides", names), TwoSlopeNorm(level, 0.0, 1.0)


def draw_map(panel: "Axes", one: Map, reference: np.ndarray | None, level: float) -> None:
    """The chances as colours, the map's own line and the reference's."""
    colour, norm = colours(level)
    panel.imshow(one.chances.T, origin="lower", extent=(0, 1, 0, 1), cmap=colour, norm=norm, interpolation="bilinear")
    across = np.linspace(0.0, 1.0, len(one.chances))
    panel.contour(across, across, one.chances.T, [level], colors=[style.INK], linewidths=[2.0])
    if reference is not None:
        across = np.linspace(0.0, 1.0, len(reference))
        panel.contour(across, across, reference.T, [level], colors=[style.INK], linewidths=[1.1], linestyles=[(0, (4, 2))])
    if one.at is not None:
        panel.scatter(one.at[:, 0], one.at[:, 1], s=13, c="white", edgecolors=style.INK, linewidths=0.7, zorder=3)
    panel.set(title=one.title, xlim=(-0.015, 1.015), ylim=(-0.015, 1.015))


def name_axes(panel: "Axes", axes: tuple[Axis, Axis], is_first: bool) -> None:
    """The factors' names and values."""
    panel.set_xticks(TICKS, [f"{value:.3g}" for value in axes[0].values])
    panel.set_yticks(TICKS, [f"{value:.3g}" for value in axes[1].values])
    panel.set_xlabel(factor_label(axes[0].path))
    panel.tick_params(labelleft=is_first)
    if is_first:
        panel.set_ylabel(factor_label(axes[1].path))


def draw_key(figure: "Figure", width: float, side: float, level: float) -> None:
    """Which colour is which chance?"""
    from matplotlib.cm import ScalarMappable

    colour, norm = colours(level)
    panel = style.place(figure, width - KEY_WIDTH + 0.3, BOTTOM, 0.14, side)
    bar = figure.colorbar(ScalarMappable(norm, colour), cax=panel, ticks=sorted({0.0, level, 1.0}))
    bar.ax.set_yticklabels([f"{100 * share:g} %" for share in sorted({0.0, level, 1.0})])
    bar.outline.set_visible(False)  # type: ignore[operator]


def write_words(figure: "Figure", title: str, level: float, has_reference: bool) -> None:
    """The title, and how to read the lines."""
    across, up = figure.get_size_inches()
    figure.text(LEFT / across, 1 - 0.3 / up, title, fontsize=12, fontweight="bold", va="center")
    line = f"{100 * level:g} %"
    dashed = "; dashed: where the reference's is" if has_reference else ""
    words = f"solid: where the map's chance of occupation is {line}{dashed}; circles: points played"
    figure.text(LEFT / across, 0.22 / up, words, fontsize=8.5, color=style.GREY)
