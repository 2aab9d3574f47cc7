"""The stage of a film: what stays in the picture, and what moves."""

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from sim.config import Scenario
from sim.figures import style
from sim.figures.field import (
    TOO_MANY,
    box_side,
    close_half,
    draw_start_line,
    half_side,
    halo,
    lay_ground,
    people_in,
    point_north,
    point_to_station,
    station_is_here,
)
from sim.figures.panels import NIGHT, columns, shade
from sim.state import NEVER, ReliefMode, Stance
from sim.story import clock
from sim.table import Course

if TYPE_CHECKING:
    from matplotlib.artist import Artist
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

WIDTH, HEIGHT, DPI = 9.6, 8.2, 100
STREAKS = 140  # of rain, in a cloudburst


class Moment(NamedTuple):
    """What there is to see at one moment."""

    minute: float
    tick: int  # 0 before the first
    row: np.ndarray  # (units, 5) as in `Course.tracks`; NaN for who is not in the field
    left: np.ndarray  # (places,) share of each building's strength
    taken: np.ndarray  # (places,) whether attackers hold it
    caption: str


class Map:
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

        place = {"transform": self.axes.transAxes, "animated": True}
        self.night = Rectangle((0, 0), 1, 1, facecolor=style.NIGHT_COLOUR, edgecolor="none", zorder=1.5, **place)
        drops = np.random.default_rng(1).random((STREAKS, 2))
        streaks = np.stack([drops, drops + (0.012, 0.045)], axis=1)
        self.streaks = streaks
        self.rain = LineCollection([], colors=style.BLUE, linewidths=0.8, alpha=0.5, zorder=1.6, **place)
        self.axes.add_patch(self.night)
        self.axes.add_collection(self.rain)
        self.aircraft = self.axes.text(
            0.5, 0.5, "✈", fontsize=15 if self.close else 24, color=style.INK, ha="center", va="center", zorder=9, visible=False, **place
        )
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
        self.rain.set_segments(self.streaks[: round(rain * STREAKS)])
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


class Stage:
    """The whole picture of a film. `moving` holds all artists that change, from the ground up."""

    def __init__(self, scenario: Scenario, raid: np.record, course: Course, rows: np.ndarray) -> None:
        self.raid, self.data, self.moving = raid, columns(course.series), []
        self.figure = style.blank(WIDTH, HEIGHT)
        self.figure.set_dpi(DPI)
        largest = float(np.clip(3000.0 / max(1, int(raid.world.units)), 25.0, 110.0))
        field, close = self._axes(0.72, 2.18, 5.0, 5.0), self._axes(6.55, 4.38, 2.8, 2.8)
        self._lay_maps(field, close, scenario, rows)
        self.maps = [Map(field, raid, self.moving, largest, False), Map(close, raid, self.moving, 1.6 * largest, True)]
        self._lay_strip(self._axes(0.72, 0.55, 8.63, 0.85))
        self._write(scenario)
        self.moving.sort(key=lambda artist: artist.get_zorder())

    def _axes(self, left: float, bottom: float, width: float, height: float) -> "Axes":
        return self.figure.add_axes((left / WIDTH, bottom / HEIGHT, width / WIDTH, height / HEIGHT))

    def _lay_maps(self, field: "Axes", close: "Axes", scenario: Scenario, rows: np.ndarray) -> None:
        raid = self.raid
        lay_ground(field, raid, half_side(raid, rows))
        lay_ground(close, raid, close_half(raid))
        close.set(xlabel="metres east", ylabel="metres north")
        point_north(field)
        draw_start_line(field, scenario, raid, np.full_like(rows, np.nan))
        if not station_is_here(raid):
            point_to_station(field, raid)
        for words in field.texts:
            words.set_animated(True)
        self.moving += field.texts  # so that the night does not cover them

    def _lay_strip(self, axes: "Axes") -> None:
        minutes = self.data["minute"]
        axes.plot(minutes, self.data["attackers_fit"], color=style.VERMILLION, label="attackers")
        axes.plot(minutes, self.data["defenders_fit"], color=style.BLUE, linestyle=(0, (5, 1.2)), label="defenders")
        shade(axes, self.data)
        axes.set(xlim=(0.0, minutes[-1]), xlabel="minutes from the start", ylabel="people")
        axes.set_ylim(bottom=0.0)
        axes.set_title("Fit people in the field")
        axes.legend(loc="lower right", bbox_to_anchor=(1.0, 1.0), ncols=2, borderaxespad=0.2, borderpad=0.0)
        self.now = axes.axvline(0.0, color=style.INK, linewidth=1.4, animated=True)
        self.moving.append(self.now)

    def _write(self, scenario: Scenario) -> None:
        title = scenario.title if len(scenario.title) <= 70 else scenario.title[:69] + "…"
        self.figure.text(0.3 / WIDTH, 7.92 / HEIGHT, title, fontsize=13, fontweight="bold", va="center")
        self.clock = self._words(9.35, 7.92, fontsize=13, fontweight="bold", ha="right", va="center")
        self.caption = self._words(0.3, 7.56, fontsize=11, va="center", color=style.INK)
        self.status = [self._words(6.1, 3.7 - 0.22 * k, fontsize=9, va="center") for k in range(6)]
        self.values = [self._words(9.35, 3.7 - 0.22 * k, fontsize=9, va="center", ha="right") for k in range(6)]
        signs = "larger: more fit people · paler: suppressed\ndark rim: assaulting · box: strength left, people"
        self.figure.text(6.1 / WIDTH, 2.06 / HEIGHT, signs, fontsize=7.5, color=style.GREY, va="bottom")

    def _words(self, x: float, y: float, **look: Any) -> Any:
        text = self.figure.text(x / WIDTH, y / HEIGHT, "", animated=True, zorder=10, **look)
        self.moving.append(text)
        return text

    def show(self, moment: Moment) -> None:
        """Set the stage for this moment."""
        k = max(0, moment.tick - 1)
        now = {name: values[k] for name, values in self.data.items()}
        for map_ in self.maps:
            map_.show(moment, now["rain"], now["light"], now["aircraft_overhead"] > 0)
        self.now.set_xdata([moment.minute, moment.minute])
        finer = ".1f" if self.raid.world.end_minute < 60.0 else ".0f"
        self.clock.set_text(f"{clock(moment.minute, float(self.raid.given.start_hour))}   {moment.minute:{finer}} min")
        self.caption.set_text(moment.caption)
        for (name, value), left, right in zip(self._facts(moment, now), self.status, self.values, strict=True):
            left.set_text(name)
            right.set_text(value)

    def _facts(self, moment: Moment, now: dict[str, float]) -> list[tuple[str, str]]:
        sky = "night" if now["light"] < NIGHT else "day"
        return [
            ("attackers", f"{now['attackers_fit']:,.0f} fit, {now['attackers_rounds']:,.0f} rounds"),
            ("defenders", f"{now['defenders_fit']:,.0f} fit, {now['defenders_rounds']:,.0f} rounds"),
            ("walls", f"{100 * now['structure']:.0f} % left, {moment.taken[:-1].sum()} of {len(moment.taken) - 1} strongpoints taken"),
            ("sky", f"{sky}, rain {100 * now['rain']:.0f} %"),
            ("aircraft", self._aircraft(moment.minute, now["aircraft_overhead"] > 0)),
            ("relief", self._relief(moment.minute)),
        ]

    def _aircraft(self, minute: float, overhead: bool) -> str:
        called, first = float(self.raid.defence.called_minute), float(self.raid.air.first_minute)
        if overhead:
            return "overhead"
        if not self.raid.given.air_available:
            return "none"
        if called == NEVER or minute < called:
            return "not called"
        return "called" if first == NEVER or minute < first else "gone for now"

    def _relief(self, minute: float) -> str:
        called, blocked, landed = (
            float(at) for at in (self.raid.defence.called_minute, self.raid.relief.blocked_minute, self.raid.relief.landed_minute)
        )
        if int(self.raid.given.relief_mode) == ReliefMode.NONE or self.raid.given.relief_people == 0:
            return "none"
        for at, words in ((landed, "there"), (blocked, "held up on the road"), (called, "called")):
            if at != NEVER and minute >= at:
                return words
        return "not called"
