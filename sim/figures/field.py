"""The map of a raid: the field, and a close-up of the station."""

from typing import TYPE_CHECKING

import numpy as np

from sim.config import Scenario
from sim.figures import style
from sim.figures.replay import Walls
from sim.figures.tracks import draw_landing, draw_sections, draw_tracks
from sim.state import NEVER, Stance
from sim.story import spoken_name

if TYPE_CHECKING:
    from matplotlib.axes import Axes

CLOSE_UP = 1.85  # half a side of the close-up, in radii of the ring
MANY_PLACES, TOO_MANY = 6, 16  # more strongpoints: only their numbers are written; not even these


def half_side(raid: np.record, rows: np.ndarray) -> float:
    """How far from the centre does the map reach, in metres? To the squads; to the relief, if it is not much farther."""
    far = np.hypot(rows[:, :, 0] - raid.world.center_x, rows[:, :, 1] - raid.world.center_y)
    squads, units = int(raid.world.squads), raid.units[: raid.world.units]
    reach = max(float(np.nanmax(far[:, :squads], initial=1.0)), 1.2 * float(raid.given.resistance_start_distance_m))
    if station_is_here(raid):
        reach = max(reach, 1.4 * float(raid.given.station_perimeter_m))
    relief = float(np.nanmax(far[:, units["group"] < 0], initial=0.0))
    return 1.15 * max(reach, relief if relief <= 2.5 * reach else 0.0)


def station_is_here(raid: np.record) -> bool:
    """Is the station the centre of the field? It is not where people are attacked off post."""
    return bool(raid.world.center_x == 0.0)


def draw_field(axes: "Axes", scenario: Scenario, raid: np.record, rows: np.ndarray, walls: Walls) -> None:
    """Where did everybody go? `rows` comes from `everywhere`."""
    lay_ground(axes, raid, half_side(raid, rows))
    point_north(axes)
    draw_start_line(axes, scenario, raid, rows)
    if station_is_here(raid):
        draw_places(axes, raid, walls.left[-1], box_side(raid))
    else:
        point_to_station(axes, raid)
    draw_tracks(axes, raid, rows)
    draw_sections(axes, raid, rows)
    draw_landing(axes, raid, rows)


def draw_close_up(axes: "Axes", scenario: Scenario, raid: np.record, rows: np.ndarray, walls: Walls) -> None:
    """What became of the buildings, or of those off post, and of the people there?"""
    here = station_is_here(raid)
    lay_ground(axes, raid, close_half(raid))
    axes.set(xlabel="metres east", ylabel="metres north")
    if here:
        draw_places(axes, raid, walls.left[-1], box_side(raid))
        write_places(axes, raid, rows)
    draw_tracks(axes, raid, rows)
    draw_sections(axes, raid, rows)
    if not here:
        write_sections(axes, scenario, raid, rows)


def close_half(raid: np.record) -> float:
    """How far from the centre does the close-up reach, in metres? Around the ring; off post, to the first squads."""
    ring = max(10.0, float(raid.given.station_perimeter_m))
    if station_is_here(raid):
        return CLOSE_UP * ring
    return max(ring, min(1.2 * float(raid.given.resistance_start_distance_m), 4.0 * ring))


def lay_ground(axes: "Axes", raid: np.record, half: float) -> None:
    """Ground, scale and north."""
    x, y = float(raid.world.center_x), float(raid.world.center_y)
    axes.set(xlim=(x - half, x + half), ylim=(y - half, y + half), aspect="equal", facecolor=style.EARTH)
    axes.set(xlabel="metres east of the main building", ylabel="metres north of the main building")
    axes.spines[:].set_visible(True)
    axes.locator_params(nbins=5)


def point_north(axes: "Axes") -> None:
    """North is up."""
    axes.text(1.0, 1.008, "↑ N", transform=axes.transAxes, ha="right", va="bottom", fontsize=9)


def draw_start_line(axes: "Axes", scenario: Scenario, raid: np.record, rows: np.ndarray) -> None:
    """A ring at the start distance, a mark where each squad stood, and each group's name on its side."""
    from matplotlib.patches import Circle

    x, y, metres = float(raid.world.center_x), float(raid.world.center_y), float(raid.given.resistance_start_distance_m)
    axes.add_patch(Circle((x, y), metres, fill=False, edgecolor=style.GREY, linewidth=0.7, linestyle=(0, (1, 3))))
    for i in range(raid.world.squads):
        colour, marker = style.group_look(int(raid.units[i].group))
        axes.plot(*rows[0, i, :2], marker, color=colour, markersize=4, markeredgecolor="white", markeredgewidth=0.4, zorder=4)
    bearings = [float(group.bearing_degrees) % 360.0 for group in raid.groups[: raid.world.groups]]
    for g, name in enumerate(scenario.resistance.groups):
        above = sum(abs((bearings[g] - other + 180.0) % 360.0 - 180.0) < 12.0 for other in bearings[:g])
        name_group(axes, spoken_name(name, scenario), bearings[g], style.group_look(g), above)


def name_group(axes: "Axes", name: str, bearing_degrees: float, look: tuple[str, str], above: int) -> None:
    """The group's name at the rim of the map, on the side it comes from, below so many names that stand there already."""
    bearing = np.deg2rad(bearing_degrees)
    east, north = np.sin(bearing), np.cos(bearing)
    rim = 0.5 * 0.93 / max(abs(east), abs(north))
    x, y = 0.5 + rim * east, 0.5 + rim * north
    side = "center" if abs(east) < 0.75 * abs(north) else "right" if east > 0 else "left"
    down = -11 * above if north > -0.5 else 11 * above
    label = axes.annotate(
        name, (x, y), (0, down), xycoords="axes fraction", textcoords="offset points", ha=side, va="center", fontsize=8.5,
        fontweight="bold", color=style.darker(look[0]), zorder=6,
    )  # fmt: skip
    label.set_path_effects(halo())


def halo() -> list:
    """A light rim that keeps a word legible on any ground."""
    from matplotlib.patheffects import withStroke

    return [withStroke(linewidth=2.2, foreground=style.EARTH)]


def point_to_station(axes: "Axes", raid: np.record) -> None:
    """The station lies outside the map: which way, and how far?"""
    text = f"station, {raid.world.center_x:,.0f} m"
    axes.annotate(
        text, (0.02, 0.5), (0.09, 0.5), xycoords="axes fraction", va="center", fontsize=8, color=style.INK,
        arrowprops={"arrowstyle": "-|>", "color": style.INK},
    )  # fmt: skip


def box_side(raid: np.record) -> float:
    """How large is a building drawn, in metres? Smaller where many stand on the ring."""
    ring, strongpoints = float(raid.given.station_perimeter_m), int(raid.world.places) - 1
    return min(0.34, 4.0 / max(1, strongpoints)) * ring


def draw_places(axes: "Axes", raid: np.record, left: np.ndarray, side: float) -> None:
    """Buildings as gauges: filled as high as strength is left; a cross over those that were taken."""
    from matplotlib.patches import Rectangle

    for p in range(raid.world.places):
        place, size = raid.places[p], side * (1.3 if raid.places[p].main else 1.0)
        x, y = float(place.x) - size / 2, float(place.y) - size / 2
        axes.add_patch(Rectangle((x, y), size, size, facecolor="white", edgecolor="none", zorder=3))
        axes.add_patch(Rectangle((x, y), size, size * left[p], facecolor="#8A8A8A", edgecolor="none", zorder=3))
        axes.add_patch(Rectangle((x, y), size, size, fill=False, edgecolor=style.INK, linewidth=0.9, zorder=4))
        if place.taken_minute != NEVER:
            axes.plot([x, x + size], [y, y + size], color=style.VERMILLION, linewidth=1.6, zorder=5)
            axes.plot([x, x + size], [y + size, y], color=style.VERMILLION, linewidth=1.6, zorder=5)


def write_places(axes: "Axes", raid: np.record, rows: np.ndarray) -> None:
    """Beside each building: its number, the people in it at first and at last, and when it fell."""
    last, ring, size = int(raid.world.places) - 1, float(raid.given.station_perimeter_m), box_side(raid)
    for p in range(last + 1 if last <= TOO_MANY else 0):
        place = raid.places[p]
        name = f"{p + 1}" if p < last else "main building"
        if last <= MANY_PLACES:
            name += f":{' ' if p < last else chr(10)}{people_in(rows[0], place)}→{people_in(rows[-1], place)} people"
            name += f"\nfell at {place.taken_minute:.0f} min" if place.taken_minute != NEVER else ""
        above = p == last or place.y > 0.3 * ring
        y = float(place.y) + (0.8 if p == last else 0.62 if above else -0.62) * size
        look: style.Look = {"fontsize": 7, "ha": "center", "va": "bottom" if above else "top", "path_effects": halo()}
        axes.text(float(place.x), y, name, zorder=8, **look)


def write_sections(axes: "Axes", scenario: Scenario, raid: np.record, rows: np.ndarray) -> None:
    """Beside each section off post: who they are, and how many were fit at first and at last."""
    names = list(scenario.garrison.contingents)
    for i in range(raid.world.squads, raid.world.units):
        x, y, people, stance, _ = rows[0, i]
        if stance == Stance.OFF_POST:
            name = names[int(raid.units[i].group)].replace("_", " ")
            text = f"{name}\n{people:.0f}→{raid.units[i].fit} people"
            axes.annotate(text, (x, y), (0, -7), textcoords="offset points", fontsize=8, ha="center", va="top", zorder=8)


def people_in(row: np.ndarray, place: np.record) -> int:
    """How many fit people of the garrison stand in this place?"""
    here = (row[:, 3] == Stance.MANNING) & (np.hypot(row[:, 0] - place.x, row[:, 1] - place.y) < 1.0)
    return int(row[here, 2].sum())
