"""The map of a campaign, without what happens on it: areas, roads, groups, airfields, and a scale."""

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from sim.campaign.table import Course
from sim.figures import style
from sim.figures.campaigns.signs import aircraft_path
from sim.figures.field import halo

if TYPE_CHECKING:
    from matplotlib.axes import Axes

MARGIN = 0.05  # of the longer side, around everything
NARROWEST, WIDEST = 0.6, 1.65  # of a map: its width over its height
LEAST_KM = 1.0


class Frame(NamedTuple):
    """The part of the plane that is shown, in kilometres."""

    left: float
    right: float
    low: float
    high: float

    @property
    def shape(self) -> float:
        """How wide is it for its height?"""
        return (self.right - self.left) / (self.high - self.low)


def frame_of(course: Course) -> Frame:
    """What must be seen? All areas, posts, groups and airfields, in a shape that is neither a tower nor a ribbon."""
    region, ground = course.campaign.region, course.ground
    radius = np.array([[area.radius_km] for area in region.areas.values()])
    places = (ground.area_km - radius, ground.area_km + radius, ground.post_km, ground.group_km, ground.airfield_km)
    everything = np.concatenate(places)
    middle = 0.5 * (everything.min(axis=0) + everything.max(axis=0))
    sides = np.maximum(np.ptp(everything, axis=0), LEAST_KM)
    wide, high = sides + 2.0 * MARGIN * sides.max()
    wide = max(wide, NARROWEST * high)
    high = max(high, wide / WIDEST)
    return Frame(middle[0] - wide / 2, middle[0] + wide / 2, middle[1] - high / 2, middle[1] + high / 2)


def lay_chart(axes: "Axes", course: Course, frame: Frame, size: float = 1.0) -> None:
    """Areas, roads and airfields; signs are drawn this much larger than on a small map."""
    axes.set(xlim=(frame.left, frame.right), ylim=(frame.low, frame.high), aspect="equal", facecolor=style.EARTH)
    axes.set(xticks=[], yticks=[])
    axes.spines[:].set(visible=True, color=style.PALE)
    draw_areas(axes, course, size)
    draw_roads(axes, course)
    x_km, y_km = course.ground.airfield_km.T
    look: style.Look = {"marker": aircraft_path(), "color": style.INK, "linewidth": 0, "zorder": 5, "gid": "airfields"}
    axes.scatter(x_km, y_km, 75.0 * size, **look)


def draw_groups(axes: "Axes", course: Course, size: float = 1.0) -> None:
    """Where resistance groups are at home."""
    x_km, y_km = course.ground.group_km.T
    axes.scatter(x_km, y_km, 13.0 * size, marker="P", color=style.GREEN, linewidth=0, zorder=3.5, gid="groups")


def draw_areas(axes: "Axes", course: Course, size: float) -> None:
    """Faint circles with the areas' names at their upper rims."""
    from matplotlib.patches import Circle

    for name, area in course.campaign.region.areas.items():
        look: style.Look = {"facecolor": "#ECE6D8", "edgecolor": "#CFC7B4", "linewidth": 0.6, "alpha": 0.8}
        axes.add_patch(Circle((area.x_km, area.y_km), area.radius_km, zorder=1, **look))
        axes.text(
            area.x_km, area.y_km + area.radius_km, area.title or name, fontsize=6.5 if size == 1.0 else 7.5, ha="center",
            va="center", color=style.INK, zorder=7, path_effects=halo(), clip_on=True,
        )  # fmt: skip


def draw_roads(axes: "Axes", course: Course) -> None:
    """Thin lines between neighbours."""
    from matplotlib.collections import LineCollection

    nodes = course.ground.roads.nodes
    lines = [[(nodes[end]["x_km"], nodes[end]["y_km"]) for end in edge] for edge in course.ground.roads.edges]
    axes.add_collection(LineCollection(lines, colors=style.GREY, linewidths=0.35, alpha=0.45, zorder=2, gid="roads"))


def draw_scale(axes: "Axes", frame: Frame) -> None:
    """A bar of a round number of kilometres, in the lower left corner."""
    wide, high = frame.right - frame.left, frame.high - frame.low
    power = 10.0 ** np.floor(np.log10(0.3 * wide))
    km = max(step * power for step in (1.0, 2.0, 5.0) if step * power <= 0.3 * wide)
    x, y = frame.left + 0.04 * wide, frame.low + 0.025 * high
    axes.plot([x, x + km], [y, y], color=style.INK, linewidth=1.4, solid_capstyle="butt", zorder=8)
    axes.text(x, y + 0.012 * high, f"{km:g} km", fontsize=6.5, ha="left", va="bottom", zorder=8, path_effects=halo())
