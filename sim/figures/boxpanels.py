"""The panels of a box of conditions: a map over two factors, bars over one, the peeling trajectory."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from sim.discovery.box import Limit
from sim.discovery.search import Discovery
from sim.figures import style
from sim.figures.diagram import set_scales
from sim.figures.factors import levels_of
from sim.figures.scales import MOST_LEVELS, Scale, fine_scale, grid_scale, short_label
from sim.figures.surface import smoothed
from sim.summary import levels_coded

if TYPE_CHECKING:
    from matplotlib.axes import Axes

WIDEST_LABEL = 12


def draw_map(axes: "Axes", table: pa.Table, is_hit: np.ndarray, limits: Sequence[Limit]) -> object:
    """The share of hits over two factors of numbers, and the box; the first factor lies across."""
    few = [len(levels_coded(table[name])[1]) <= MOST_LEVELS for name in table.column_names]
    scales = [(grid_scale if all(few) else fine_scale)(table, name) for name in table.column_names]
    share = shares_on(scales, is_hit, is_smooth=not all(few))
    mesh = axes.pcolormesh(
        scales[0].edges, scales[1].edges, 100.0 * share, cmap="cividis", vmin=0.0, vmax=100.0, rasterized=True
    )
    axes.set_facecolor(style.PALE)
    set_scales(axes, scales)
    draw_frame(axes, scales, limits)
    axes.set_xlabel(short_label(table.column_names[0]))
    axes.set_ylabel(short_label(table.column_names[1]))
    return mesh


def shares_on(scales: Sequence[Scale], is_hit: np.ndarray, is_smooth: bool) -> np.ndarray:
    """The share of hits in each cell, shape (cells up, cells across)."""
    x, y = scales
    shape = (len(y.at), len(x.at))
    at = y.code * shape[1] + x.code
    raids = np.bincount(at, minlength=shape[0] * shape[1]).reshape(shape)
    hits = np.bincount(at, is_hit.astype(float), minlength=raids.size).reshape(shape)
    return smoothed(raids, hits) if is_smooth else np.where(raids > 0, hits / np.maximum(1, raids), np.nan)


def draw_frame(axes: "Axes", scales: Sequence[Scale], limits: Sequence[Limit]) -> None:
    """The box as a frame whose corners are seen on any colour; an open side lies on the edge of the panel."""
    from matplotlib.patches import Rectangle
    from matplotlib.patheffects import withStroke

    (left, right), (below, above) = (bounds_on(scale, limit) for scale, limit in zip(scales, limits, strict=True))
    axes.add_patch(
        Rectangle(
            (left, below), right - left, above - below, fill=False, clip_on=False, edgecolor=style.VERMILLION, linewidth=2.0,
            zorder=5,
            path_effects=[withStroke(linewidth=4.0, foreground="white")],
        )
    )  # fmt: skip


def bounds_on(scale: Scale, limit: Limit) -> tuple[float, float]:
    """Where does a box begin and end on this axis? On a grid at the edges of the cells that belong to it."""
    low, high = max(limit.low, scale.edges[0]), min(limit.high, scale.edges[-1])
    if not scale.names:
        return float(low), float(high)
    first, last = np.searchsorted(scale.at, low), np.searchsorted(scale.at, high, side="right")
    return float(scale.edges[first]), float(scale.edges[last])


def draw_levels(axes: "Axes", table: pa.Table, is_hit: np.ndarray, limit: Limit, words: tuple[str, ...] | None) -> None:
    """The share of hits at each level of one factor; bars of the box are full, the others hatched."""
    levels = levels_of(table.column(0), MOST_LEVELS)
    names = list(words) if words is not None else levels.names
    code = np.array([names.index(levels.names[k]) for k in levels.code]) if words is not None else levels.code
    raids = np.bincount(code, minlength=len(names))
    share = 100.0 * np.bincount(code, is_hit.astype(float), minlength=len(names)) / np.maximum(1, raids)
    for k, height in enumerate(share):
        fill = style.Fill(style.VERMILLION, "") if is_level_inside(limit, k, levels.at) else style.Fill(style.PALE, "//")
        axes.bar(k, height, 0.7, **style.fill_of(fill))
        axes.annotate(f"{height:.0f} %" if raids[k] else "not played", (k, height), (0, 3), textcoords="offset points",
                      ha="center", fontsize=8)  # fmt: skip
    axes.set_ylim(0.0, 108.0)
    axes.set_xticks(range(len(names)), [name.replace("_", " ") for name in names])
    if len(names) > 3 and max(map(len, names)) > WIDEST_LABEL // 2:
        axes.tick_params(axis="x", labelrotation=30)
    axes.set_xlabel(short_label(table.column_names[0]))
    axes.set_ylabel("share of the raids (%)")


def is_level_inside(limit: Limit, k: int, at: np.ndarray) -> bool:
    """Does this level belong to the box?"""
    return k in limit.levels if limit.levels is not None else bool(limit.low <= at[k] <= limit.high)


def draw_trajectory(axes: "Axes", found: Discovery, density: float | None) -> None:
    """Density against coverage of every box that was peeled, in raids seen and not seen, and the one that was chosen."""
    looks = (("sought", style.GREY, "o", "raids in which boxes were sought"), ("counted", style.BLUE, "s", "raids not seen"))
    for name, colour, marker, label in looks:
        curve = [getattr(step, name) for step in found.steps if step.counted.raids]
        x, y = ([100.0 * getattr(one, what) for one in curve] for what in ("coverage", "density"))
        axes.plot(x, y, marker=marker, color=colour, markersize=3.0, linewidth=0.8, label=label)
    box = found.box.counted
    axes.plot(
        100.0 * box.coverage, 100.0 * box.density, marker="D", markersize=9.0, color=style.VERMILLION, markeredgecolor="white",
        linestyle="none", label="the box, raids not seen", zorder=5,
    )  # fmt: skip
    if density is not None:
        axes.axhline(100.0 * density, color=style.INK, linewidth=0.9, linestyle=(0, (4, 2)), label="density asked for")
    axes.set(xlim=(0.0, 103.0), ylim=(0.0, 103.0), title="Peeling trajectory")
    axes.set_xlabel("coverage (% of all such raids)")
    axes.set_ylabel("density (% of the raids inside)")
    axes.grid()
    axes.legend(loc="best")
