"""A map on which buildings, squads, sections and the sky change."""

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from sim.figures import style
from sim.figures.field import TOO_MANY, box_side, halo, people_in, station_is_here
from sim.state import Stance

if TYPE_CHECKING:
    from matplotlib.artist import Artist
    from matplotlib.axes import Axes

STREAKS = 140  # of rain, in a cloudburst


class Moment(NamedTuple):
    """What there is to see at one moment."""

    minute: float
    tick: int  # 0 before the first
    row: np.ndarray  # (units, 5) as in `Course.tracks`; NaN for who is not in the field
    left: np.ndarray  # (places,) share of each building's strength
    taken: np.ndarray  # (places,) whether attackers hold it
    caption: str


class MovingMap:
    """One map on the stage: buildings, squads, sections, sky."""

    def __init__(self, axes: "Axes", raid: np.record, moving: "list[Artist]", largest: float, close: bool) -> None:
        self.axes, self.raid, self.close, self.largest = axes, raid, close, largest
        units = raid.units[: raid.world.units]
        self.group = np.where(np.arange(len(units)) < raid.world.squads, units["group"], -1)
        self.relief = (self.group < 0) & (units["group"] < 0)
        self.most = max(1, int(units["people"].max()))
        self.aside = aside(len(units), 0.5 * (axes.get_xlim()[1] - axes.get_xlim()[0]))
        self._raise_sky(moving)
        self._raise_buildings(moving)
        self.squads = [self._sign(moving, *style.group_look(g)) for g in range(raid.world.groups)]
        self.sections = [self._sign(moving, style.BLUE, "s"), self._sign(moving, style.RELIEF_COLOUR, "s")]

    def _sign(self, moving: "list[Artist]", colour: str, marker: str) -> Any:
        signs = self.axes.scatter([], [], marker=marker, label=colour, zorder=7, animated=True)
        moving.append(signs)
        return signs

    def _raise_sky(self, moving: "list[Artist]") -> None:
        from matplotlib.collections import LineCollection
        from matplotlib.patches import Rectangle

        place: style.Look = {"transform": self.axes.transAxes, "animated": True}
        self.night = Rectangle((0, 0), 1, 1, facecolor=style.NIGHT_COLOUR, edgecolor="none", zorder=1.5, **place)
        drops = np.random.default_rng(1).random((STREAKS, 2))
        streaks = np.stack([drops, drops + np.array([0.012, 0.045])], axis=1)
        self.streaks = streaks
        self.rain = LineCollection([], colors=style.BLUE, linewidths=0.8, alpha=0.5, zorder=1.6, **place)
        self.axes.add_patch(self.night)
        self.axes.add_collection(self.rain)
        sign: style.Look = {"fontsize": 15 if self.close else 24, "color": style.INK, "ha": "center", "va": "center"}
        self.aircraft = self.axes.text(0.5, 0.5, "✈", zorder=9, visible=False, **sign, **place)
        moving += [self.night, self.rain, self.aircraft]

    def _raise_buildings(self, moving: "list[Artist]") -> None:
        from matplotlib.patches import Rectangle

        self.gauges, self.crosses, self.counts = [], [], []
        for place in self.raid.places[: self.raid.world.places if station_is_here(self.raid) else 0]:
            size = box_side(self.raid) * (1.3 if place.main else 1.0)
            x, y = float(place.x) - size / 2, float(place.y) - size / 2
            gauge = Rectangle((x, y), size, size, facecolor="#8A8A8A", edgecolor="none", zorder=3, animated=True)
            frame = Rectangle((x, y), size, size, fill=False, edgecolor=style.INK, linewidth=0.9, zorder=4, animated=True)
            ground = Rectangle((x, y), size, size, facecolor="white", edgecolor="none", zorder=2.5, animated=True)
            for patch in (ground, gauge, frame):
                self.axes.add_patch(patch)
            cross = self.axes.plot(
                [x, x + size, np.nan, x, x + size], [y, y + size, np.nan, y + size, y], color=style.VERMILLION, linewidth=1.8,
                zorder=5, animated=True,
            )[0]  # fmt: skip
            self.gauges.append(gauge)
            self.crosses.append(cross)
            moving += [ground, gauge, frame, cross]
            if self.close and self.raid.world.places - 1 <= TOO_MANY:
                self.counts.append(self._count(place, size, moving))

    def _count(self, place: np.record, size: float, moving: "list[Artist]") -> Any:
        text = self.axes.text(
            float(place.x), float(place.y) - 0.62 * size, "", fontsize=8, fontweight="bold", ha="center", va="top",
            color=style.BLUE, zorder=8, animated=True, path_effects=halo(),
        )  # fmt: skip
        moving.append(text)
        return text

    def show(self, moment: Moment, rain: float, light: float, overhead: bool) -> None:
        """Put everybody where they are."""
        self.night.set_alpha(0.42 * (1.0 - light))
        self.rain.set_segments(list(self.streaks[: round(rain * STREAKS)]))
        self.aircraft.set_visible(overhead)
        turn = 0.35 * moment.minute
        self.aircraft.set_position((0.5 + 0.3 * np.cos(turn), 0.5 + 0.3 * np.sin(turn)))
        for p, (gauge, cross) in enumerate(zip(self.gauges, self.crosses, strict=True)):
            gauge.set_height(gauge.get_width() * moment.left[p])
            cross.set_visible(bool(moment.taken[p]))
        for place, count in zip(self.raid.places, self.counts, strict=False):
            people = people_in(moment.row, place)
            count.set_text(f"{people}" if people else "")
        for g, signs in enumerate(self.squads):
            self._place(signs, moment.row, self.group == g)
        in_the_open = (self.group < 0) & (moment.row[:, 3] != Stance.MANNING)
        self._place(self.sections[0], moment.row, in_the_open & ~self.relief)
        self._place(self.sections[1], moment.row, in_the_open & self.relief)

    def _place(self, signs: Any, row: np.ndarray, who: np.ndarray) -> None:
        """Each sign where its unit stands: large if many are fit, pale if suppressed, dark-rimmed in an assault."""
        from matplotlib.colors import to_rgba_array

        who = who & ~np.isnan(row[:, 0])
        row, at = row[who], row[who, :2] + self.aside[who]
        assault = np.isin(row[:, 3], (Stance.ASSAULTING, Stance.HOLDING))
        signs.set_offsets(at)
        signs.set_sizes(8.0 + self.largest * row[:, 2] / self.most)
        signs.set_facecolor(to_rgba_array([signs.get_label()] * len(row), 1.0 - 0.75 * row[:, 4]))
        signs.set_edgecolor([style.INK if dark else "white" for dark in assault])
        signs.set_linewidth(np.where(assault, 1.1, 0.5))


def aside(units: int, half: float) -> np.ndarray:
    """How far beside its place is each unit drawn, shape (units, 2), so that those in one place can be told apart?

    Small steps along a sunflower's spiral, in metres.
    """
    k = np.arange(units)
    far, turn = 0.04 * half * np.sqrt(k / max(1, units)), 2.399963 * k
    return np.stack([far * np.cos(turn), far * np.sin(turn)], axis=1)
