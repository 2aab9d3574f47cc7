"""The phase diagram, drawn: coloured cells and the line of even chances."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa

from sim.figures import style
from sim.figures.scales import Scale, short_label
from sim.figures.sheets import lay_panels, log_scale, name_axes
from sim.summary import column_of

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

MOST_WORDS = 36  # cells whose share is also written


def draw_phase(numbers: pa.Table, scales: Sequence[Scale], level: float) -> "Figure":
    """Small multiples of the diagram, and the scale of its colours."""
    panel, kind = (np.array(numbers[name].to_pylist()) for name in ("panel", "kind"))
    names = list(dict.fromkeys(panel.tolist()))
    sheet = lay_panels(names, height=2.4 if len(names) > 2 else 3.2, right=1.25)
    meshes = []
    for axes, name in zip(sheet.axes, names, strict=True):
        own = numbers.filter(pa.array((panel == name) & (kind != "line")))
        share = column_of(own, "share_percent").reshape(len(scales[1].at), len(scales[0].at))
        meshes.append(
            axes.pcolormesh(scales[0].edges, scales[1].edges, share, cmap="cividis", vmin=0.0, vmax=100.0, rasterized=True)
        )
        axes.set_facecolor(style.PALE)
        set_scales(axes, scales)
        write_shares(axes, scales, share)
        draw_line(axes, numbers.filter(pa.array((panel == name) & (kind == "line"))), scales, share, level)
    name_axes(sheet, *(short_label(scale.path) for scale in scales))
    wide, high = sheet.figure.get_size_inches()
    bar = sheet.figure.colorbar(meshes[0], cax=style.place(sheet.figure, wide - 1.0, 0.65, 0.16, min(2.6, high - 1.2)))
    bar.set_label("occupied at some time (% of the raids)")
    return sheet.figure


def set_scales(axes: "Axes", scales: Sequence[Scale]) -> None:
    """Limits, logarithms and marks of both axes."""
    which: Any
    for which, scale in zip("xy", scales, strict=True):
        getattr(axes, f"set_{which}lim")(scale.edges[0], scale.edges[-1])
        if scale.is_log:
            log_scale(axes, which)
        if scale.names and len(scale.names) <= 8:
            getattr(axes, f"set_{which}ticks")(scale.at, scale.names)
            axes.tick_params(axis=which, which="minor", length=0)


def write_shares(axes: "Axes", scales: Sequence[Scale], share: np.ndarray) -> None:
    """The shares as numbers, where there are few cells."""
    if share.size > MOST_WORDS:
        return
    for row, column in np.argwhere(~np.isnan(share)):
        colour = "white" if share[row, column] < 50.0 else style.INK
        axes.text(
            scales[0].at[column],
            scales[1].at[row],
            f"{share[row, column]:.0f}",
            ha="center",
            va="center",
            fontsize=7.5,
            color=colour,
        )


def draw_line(axes: "Axes", points: pa.Table, scales: Sequence[Scale], share: np.ndarray, level: float) -> None:
    """The line of even chances with its name, or the words that there is none."""
    from matplotlib.patheffects import withStroke

    edge = [withStroke(linewidth=3.2, foreground="white")]
    if points.num_rows == 0:
        words = where_all_lie(share, 100.0 * level) if all(scale.is_numeric for scale in scales) else ""
        axes.text(0.97, 0.96, words, transform=axes.transAxes, ha="right", va="top", fontsize=8, path_effects=edge)
        return
    x, y = (column_of(points, scale.path).astype(float) for scale in scales)
    piece = column_of(points, "piece")
    for k in np.unique(piece):
        axes.plot(x[piece == k], y[piece == k], color=style.VERMILLION, linewidth=1.8, path_effects=edge, zorder=4)
    across, up = freest_place(axes, x, y, piece, scales)
    axes.text(
        across, up, f"{100.0 * level:g} %", transform=axes.transAxes, fontsize=8.5, ha="center",
        va="center", fontweight="bold", color=style.darker(style.VERMILLION), path_effects=edge, zorder=5,
    )  # fmt: skip


def where_all_lie(share: np.ndarray, level: float) -> str:
    """Why is there no line? In words."""
    if np.isnan(share).all():
        return "too few raids"
    return (
        f"all below {level:g} %" if np.nanmax(share) < level else f"all above {level:g} %" if np.nanmin(share) > level else ""
    )


def freest_place(axes: "Axes", x: np.ndarray, y: np.ndarray, piece: np.ndarray, scales: Sequence[Scale]) -> np.ndarray:
    """Where on the line does its name stand farthest from the middles of cells and from the frame? As parts of the axes."""
    to_axes = axes.transData + axes.transAxes.inverted()
    points = to_axes.transform(np.column_stack([x, y]))
    joined = np.flatnonzero(piece[1:] == piece[:-1])
    parts = np.linspace(0.1, 0.9, 5)[:, None, None]
    places = (points[joined] * (1.0 - parts) + points[joined + 1] * parts).reshape(-1, 2)
    middles = to_axes.transform(np.array([(a, b) for a in scales[0].at for b in scales[1].at]))
    free = np.min(np.linalg.norm(places[:, None] - middles[None], axis=2), axis=1)
    inside = np.minimum(places, 1.0 - places).min(axis=1)
    has_words = len(middles) <= MOST_WORDS
    return places[np.argmax(np.minimum(free, 2.0 * inside) if has_words else inside)]
