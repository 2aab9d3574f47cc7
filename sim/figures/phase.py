"""Where the balance tips: the chance of occupation over two factors, and the line of even chances."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import pyarrow as pa

from sim.figures import style
from sim.figures.cases import evenly
from sim.figures.factors import Levels, factor_label, levels_of, unit_of
from sim.figures.picture import Picture, table_of
from sim.figures.sheets import lay_panels, log_scale, name_axes
from sim.figures.surface import smoothed
from sim.mistakes import ConfigurationError, as_written, nearest
from sim.summary import column_of, factors_of, levels_coded, means_by, varied_factors_of, wilson

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

MOST_LEVELS = 24  # of a factor that was varied on a grid
MOST_PANELS = 12
FINE = 40  # cells across a smoothed panel
RATIO_FOR_LOG = 3.0
MOST_WORDS = 36  # cells whose share is also written


class Scale(NamedTuple):
    """One axis of the diagram."""

    path: str
    at: np.ndarray  # (cells,) where the cells stand
    edges: np.ndarray  # (cells + 1,)
    code: np.ndarray  # (raids,) the cell of each raid, -1 where the factor says nothing
    names: list[str]  # of its levels; of a factor of words they stand at 0, 1, 2
    is_log: bool
    is_numeric: bool


def phase_picture(table: pa.Table, phase: Sequence[str] | None, by: str | None, level: float) -> Picture | None:
    """Where does the balance tip? None where fewer than two factors of numbers were varied and none were asked for."""
    pair = phase_factors(table, phase)
    if pair is None:
        return None
    panels = panels_of(table, by)
    is_grid = all(len(levels_coded(table[path])[1]) <= MOST_LEVELS for path in pair)
    scales = [grid_scale(table, path) if is_grid else fine_scale(table, path) for path in pair]
    numbers = numbers_of_phase(table, pair, scales, panels, level, is_grid)
    pooled = [name for name in varied_factors_of(table) if name not in (*pair, by)]
    over = f" Pooled over {', '.join(pooled)}." if pooled else ""
    if any(table[path].null_count for path in pair):
        over += " Raids at the scenario's own level of either factor are not in it."
    how = (
        "Each cell is a combination that was played; its colour is the share of its raids, and between the middles of cells "
        "the line is interpolated. "
        if is_grid
        else "The points lie scattered, so the colour is a smooth estimate (a logistic regression on cubic splines of "
        "both factors, "
        "scikit-learn), which reaches no further than the points. "
    )
    return Picture(
        "phase",
        "Where the balance tips",
        f"The share of the raids in which the station was occupied at some time, over {factor_label(pair[0])} and "
        f"{factor_label(pair[1])}; {panels.said}.{over}",
        f"{how}On the white-edged line the chance is {100.0 * level:g} %: on its one side raids succeed more often, on its "
        "other side less often. Grey: not played.",
        numbers,
        lambda drawn: draw_phase(drawn, scales, level),
    )


def phase_factors(table: pa.Table, phase: Sequence[str] | None) -> list[str] | None:
    """Which two factors span the diagram? Those asked for, or the first two of numbers that were varied."""
    if phase is not None:
        return [known_factor(table, path, "phase") for path in phase]
    numeric = [name for name in varied_factors_of(table) if is_number(table[name])]
    return numeric[:2] if len(numeric) > 1 else None


def known_factor(table: pa.Table, path: str, setting: str) -> str:
    """Is there such a factor in these results, and has it at least two levels?"""
    known = factors_of(table)
    if path not in known:
        there = f"should be one of {', '.join(known)}" if known else "these raids have no factors at all"
        raise ConfigurationError(f"{setting}={as_written(path)}: there is no such factor; {there}{nearest_factor(path, known)}")
    if path not in varied_factors_of(table):
        level = levels_coded(table[path])[1][0]
        raise ConfigurationError(f"{setting}={path}: should be a factor that was varied; it is {level} in all raids")
    return path


def nearest_factor(path: str, known: Sequence[str]) -> str:
    """A suggestion, also for the last word of a path alone."""
    tails = {name.rpartition(".")[2]: name for name in known}
    return f"; did you mean '{tails[path]}'?" if path in tails else nearest(path, known)


def is_number(column: pa.ChunkedArray) -> bool:
    """Are the levels of this factor numbers?"""
    return bool(pa.types.is_floating(column.type) or pa.types.is_integer(column.type))


class Panels(NamedTuple):
    """The small multiples."""

    code: np.ndarray  # (raids,), -1 where a raid is in none
    names: list[str]
    said: str


def panels_of(table: pa.Table, by: str | None) -> Panels:
    """A panel for each level of a third factor, or for each scenario."""
    if by is not None:
        levels = levels_of(table[known_factor(table, by, "phase_by")], MOST_PANELS)
        pooled = " (scenarios pooled)" if len(levels_coded(table["scenario"])[1]) > 1 else ""
        what = short_label(by).rpartition(".")[2]
        names = [f"{what}: {name}" for name in levels.names]
        return Panels(levels.code, names, f"a panel for each level of {by}{pooled}")
    code, names = levels_coded(table["scenario"])
    names = [str(name).replace("_", " ") for name in names]
    if len(names) <= MOST_PANELS:
        return Panels(code, names, "a panel for each scenario" if len(names) > 1 else f"scenario {names[0]}")
    kept = evenly(means_by(column_of(table, "occupied"), code, len(names)), MOST_PANELS)
    said = f"a panel for {MOST_PANELS} of {len(names)} scenarios, picked evenly along the chance of occupation"
    rank = np.full(len(names), -1)
    rank[kept] = np.arange(len(kept))
    return Panels(rank[code], [names[k] for k in kept], said)


def grid_scale(table: pa.Table, path: str) -> Scale:
    """The axis of a factor with few levels: a cell a level, its edges halfway to the next."""
    levels: Levels = levels_of(table[path], MOST_LEVELS)
    is_log = levels.numeric and is_geometric(levels.at)
    middle = np.log(levels.at) if is_log else levels.at
    edges = halfway(middle)
    return Scale(path, levels.at, np.exp(edges) if is_log else edges, levels.code, levels.names, is_log, levels.numeric)


def fine_scale(table: pa.Table, path: str) -> Scale:
    """The axis of a factor of many values: forty cells of equal width."""
    if not is_number(table[path]):
        raise ConfigurationError(
            f"phase={path}: should be a factor of numbers, as the other one takes many values; it has words"
        )
    values = column_of(table, path).astype(float)
    known = ~np.isnan(values)
    is_log = is_geometric(np.unique(values[known]))
    place = np.log(values) if is_log else values
    edges = np.linspace(place[known].min(), place[known].max(), FINE + 1)
    code = np.where(known, np.clip(np.searchsorted(edges, np.where(known, place, edges[0]), side="right") - 1, 0, FINE - 1), -1)
    at = 0.5 * (edges[1:] + edges[:-1])
    return Scale(path, np.exp(at) if is_log else at, np.exp(edges) if is_log else edges, code, [], is_log, True)


def is_geometric(levels: np.ndarray) -> bool:
    """Are the steps between these ascending levels more even as ratios than as differences?"""
    if len(levels) < 3 or levels[0] <= 0.0 or levels[-1] < RATIO_FOR_LOG * levels[0]:
        return False
    ratios, steps = np.diff(np.log(levels)), np.diff(levels)
    return bool(ratios.std() / ratios.mean() < steps.std() / steps.mean())


def halfway(at: np.ndarray) -> np.ndarray:
    """Edges of cells around these middles, shape (cells + 1,)."""
    if len(at) == 1:
        return np.array([at[0] - 0.5, at[0] + 0.5])
    between = 0.5 * (at[1:] + at[:-1])
    return np.concatenate([[2.0 * at[0] - between[0]], between, [2.0 * at[-1] - between[-1]]])


def numbers_of_phase(
    table: pa.Table, pair: Sequence[str], scales: Sequence[Scale], panels: Panels, level: float, is_grid: bool
) -> pa.Table:
    """Rows of two kinds: a cell, with its raids and its share; and a point of the line, numbered along each of its pieces."""
    x, y = scales
    occupied = column_of(table, "occupied").astype(float)
    parts = []
    for k, name in enumerate(panels.names):
        mine = (panels.code == k) & (x.code >= 0) & (y.code >= 0)
        shape = (len(y.at), len(x.at))
        at = y.code[mine] * shape[1] + x.code[mine]
        raids = np.bincount(at, minlength=shape[0] * shape[1]).reshape(shape)
        hits = np.bincount(at, occupied[mine], minlength=raids.size).reshape(shape)
        share = np.where(raids > 0, hits / np.maximum(1, raids), np.nan)
        if not is_grid:
            share = smoothed(raids, hits)
        parts += [cell_rows(name, scales, raids, hits, share, is_grid), line_rows(name, scales, share, level)]
    return pa.concat_tables([part for part in parts if part is not None], promote_options="default")


def cell_rows(
    panel: str, scales: Sequence[Scale], raids: np.ndarray, hits: np.ndarray, share: np.ndarray, is_grid: bool
) -> pa.Table:
    """The cells of one panel, row by row from the bottom; arrays of shape (y cells, x cells)."""
    x, y = scales
    low, high = wilson(hits, raids)
    across, up = np.meshgrid(np.arange(len(x.at)), np.arange(len(y.at)))
    columns: dict[str, Any] = {
        "panel": [panel] * raids.size, "kind": ["cell" if is_grid else "smoothed cell"] * raids.size,
        x.path: x.at[across.ravel()], y.path: y.at[up.ravel()],
        "raids": raids.ravel(), "occupied": hits.ravel().astype(np.int64), "share_percent": 100.0 * share.ravel(),
    }  # fmt: skip
    if is_grid:
        columns |= {"low_percent": 100.0 * low.ravel(), "high_percent": 100.0 * high.ravel()}
    return table_of(columns)


def line_rows(panel: str, scales: Sequence[Scale], share: np.ndarray, level: float) -> pa.Table | None:
    """The points of the line on which the chance is `level`, interpolated between the middles of cells; None without one."""
    x, y = scales
    pieces = level_line(x, y, share, level) if x.is_numeric and y.is_numeric else []
    if not pieces:
        return None
    points = np.concatenate(pieces)
    piece = np.repeat(np.arange(len(pieces)), [len(one) for one in pieces])
    return table_of(
        {
            "panel": [panel] * len(points), "kind": ["line"] * len(points), x.path: points[:, 0], y.path: points[:, 1],
            "piece": piece, "share_percent": np.full(len(points), 100.0 * level),
        }
    )  # fmt: skip


def level_line(x: Scale, y: Scale, share: np.ndarray, level: float) -> list[np.ndarray]:
    """The pieces of the line, each of shape (points, 2), in the units of the factors."""
    from contourpy import contour_generator

    if min(share.shape) < 2:
        return []
    across, up = (np.log(scale.at) if scale.is_log else scale.at for scale in (x, y))
    pieces: Any = contour_generator(across, up, np.ma.masked_invalid(share)).lines(level)
    for scale, column in ((x, 0), (y, 1)):
        if scale.is_log:
            for piece in pieces:
                piece[:, column] = np.exp(piece[:, column])
    return pieces


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


def short_label(path: str) -> str:
    """The last words of a path, and the unit."""
    unit = unit_of(path)
    words = ".".join(path.split(".")[-2:]) if len(path) > 34 else path
    return f"{words} ({unit})" if unit else words


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
