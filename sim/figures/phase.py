"""Where the balance tips: the chance of occupation over two factors, and the line of even chances."""

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa

from sim.figures.cases import evenly
from sim.figures.diagram import draw_phase
from sim.figures.factors import factor_label, levels_of
from sim.figures.picture import Picture, table_of
from sim.figures.scales import MOST_LEVELS, Scale, fine_scale, grid_scale, is_number, short_label
from sim.figures.surface import smoothed
from sim.mistakes import ConfigurationError, as_written, nearest
from sim.summary import column_of, factors_of, levels_coded, means_by, varied_factors_of, wilson

MOST_PANELS = 12


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
