"""Everybody's way across the map, and the key to its signs."""

from typing import TYPE_CHECKING, Any

import numpy as np

from sim.figures import style
from sim.figures.replay import Walls
from sim.state import NEVER, Side, Stance

if TYPE_CHECKING:
    from matplotlib.axes import Axes

LINES: dict[str, tuple[float, Any, float]] = {  # how a track is drawn: width, style, opacity
    "approach": (1.0, "-", 0.45),
    "assault": (2.4, "-", 0.9),
    "leaving": (0.9, (0, (2, 1.5)), 0.6),
    "march": (1.4, "-", 0.9),
}


def everywhere(walls: Walls, tracks: np.ndarray) -> np.ndarray:
    """All positions, the first ones too, shape (ticks + 1, units, 5); NaN for who is not in the field."""
    return present(np.concatenate([walls.start[None], tracks]))


def present(rows: np.ndarray) -> np.ndarray:
    """The same rows, last axis as in `Course.tracks`; NaN for who is not in the field."""
    away = (rows[..., 3] <= Stance.GONE) | (rows[..., 2] <= 0)
    return np.where(away[..., None], np.nan, rows)


def draw_tracks(axes: "Axes", raid: np.record, rows: np.ndarray) -> None:
    """The way of every squad in its group's colour: thin to its post, thick in an assault, dashed when it leaves."""
    stances = {
        "assault": (Stance.ASSAULTING, Stance.HOLDING),
        "leaving": (Stance.LEAVING,),
        "approach": (Stance.APPROACHING, Stance.FIRING),
    }
    for i in range(raid.world.squads):
        colour, _ = style.group_look(int(raid.units[i].group))
        for deed, wanted in stances.items():
            draw_way(axes, rows[:, i], np.isin(rows[:, i, 3], wanted), colour, deed)
    mark_fallen(axes, raid, rows)


def draw_way(axes: "Axes", way: np.ndarray, wanted: np.ndarray, colour: str, deed: str) -> None:
    """The parts of one unit's way, shape (ticks + 1, 5), on which it did this."""
    part = wanted.copy()
    part[:-1] |= wanted[1:]
    if part.any():
        width, line, opacity = LINES[deed]
        x, y = np.where(part, way[:, 0], np.nan), np.where(part, way[:, 1], np.nan)
        axes.plot(x, y, color=colour, linewidth=width, linestyle=line, alpha=opacity, zorder=2, solid_capstyle="round")


def mark_fallen(axes: "Axes", raid: np.record, rows: np.ndarray) -> None:
    """Where squads lost their last fit fighter."""
    for i in range(raid.world.squads):
        there = np.flatnonzero(~np.isnan(rows[:, i, 0]))
        if len(there) and raid.units[i].fit == 0:
            axes.plot(*rows[there[-1], i, :2], "x", color=style.INK, markersize=5, markeredgewidth=1.2, zorder=6)


def draw_sections(axes: "Axes", raid: np.record, rows: np.ndarray) -> None:
    """Sections in the open, where they stood last: full if they still stood at the end, else hollow."""
    for i in range(raid.world.squads, raid.world.units):
        if raid.units[i].group < 0 or raid.units[i].side != Side.GARRISON:
            continue
        there = np.flatnonzero(~np.isnan(rows[:, i, 0]))
        if len(there):
            x, y, _, stance, _ = rows[there[-1], i]
            draw_way(axes, rows[:, i], rows[:, i, 3] == Stance.MOVING, style.BLUE, "march")
            if stance != Stance.MANNING:
                stands = there[-1] == len(rows) - 1
                axes.plot(x, y, "s", color=style.BLUE, fillstyle="full" if stands else "none", markersize=4.5, zorder=7)


def draw_landing(axes: "Axes", raid: np.record, rows: np.ndarray) -> None:
    """Where relief landed, and its way to the station."""
    relief = [i for i in range(raid.world.squads, raid.world.units) if raid.units[i].group < 0]
    for i in relief:
        there = np.flatnonzero(~np.isnan(rows[:, i, 0]))
        if len(there):
            draw_way(axes, rows[:, i], ~np.isnan(rows[:, i, 0]), style.RELIEF_COLOUR, "march")
            axes.plot(*rows[there[0], i, :2], "P", color=style.RELIEF_COLOUR, markersize=6, markeredgecolor="white", zorder=7)
            axes.plot(*rows[there[-1], i, :2], "s", color=style.RELIEF_COLOUR, markersize=4.5, zorder=7)


def map_key(raid: np.record) -> list:
    """What do the signs on the map mean? Handles for a legend."""
    from matplotlib.lines import Line2D
    from matplotlib.patches import Patch

    attackers, defenders, relief = style.SIDE_COLOURS["attackers"], style.SIDE_COLOURS["defenders"], style.RELIEF_COLOUR

    def line(label: str, colour: str, deed: str) -> Line2D:
        width, dashes, opacity = LINES[deed]
        return Line2D([], [], color=colour, linewidth=width, linestyle=dashes, alpha=opacity, label=label)

    def sign(label: str, colour: str, marker: str, **more: Any) -> Line2D:
        return Line2D([], [], color=colour, marker=marker, linestyle="", markersize=5, label=label, **more)

    handles = [
        line("squad approaching, firing", attackers, "approach"),
        line("squad assaulting, inside", attackers, "assault"),
        line("squad leaving", attackers, "leaving"),
        sign("squad with nobody fit left", style.INK, "x"),
        Patch(facecolor="#8A8A8A", edgecolor=style.INK, label="building, filled to the\nstrength left at the end"),
        sign("building fallen", attackers, "x", markeredgewidth=2),
        sign("section in the open\n(hollow: gone at the end)", defenders, "s"),
        line("section falling back", defenders, "march"),
    ]
    if raid.relief.landed_minute != NEVER:
        handles += [sign("relief lands", relief, "P"), line("relief on its way", relief, "march")]
    return handles
