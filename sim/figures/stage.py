"""The stage of a film: what stays in the picture, and what moves."""

from typing import TYPE_CHECKING, Any

import numpy as np

from sim.config import Scenario
from sim.figures import style
from sim.figures.field import (
    close_half,
    draw_start_line,
    half_side,
    lay_ground,
    point_north,
    point_to_station,
    station_is_here,
)
from sim.figures.moving_map import Moment, MovingMap
from sim.figures.panels import NIGHT, columns, shade
from sim.state import NEVER, ReliefMode
from sim.story import clock
from sim.table import Course

if TYPE_CHECKING:
    from matplotlib.artist import Artist
    from matplotlib.axes import Axes

WIDTH, HEIGHT, DPI = 9.6, 8.2, 100


class Stage:
    """The whole picture of a film. `moving` holds all artists that change, from the ground up."""

    def __init__(self, scenario: Scenario, raid: np.record, course: Course, rows: np.ndarray) -> None:
        self.raid, self.data = raid, columns(course.series)
        self.moving: list[Artist] = []
        self.figure = style.blank(WIDTH, HEIGHT)
        self.figure.set_dpi(DPI)
        largest = float(np.clip(3000.0 / max(1, int(raid.world.units)), 25.0, 110.0))
        field, close = style.place(self.figure, 0.72, 2.18, 5.0, 5.0), style.place(self.figure, 6.55, 4.38, 2.8, 2.8)
        self._lay_maps(field, close, scenario, rows)
        self.maps = [
            MovingMap(field, raid, self.moving, largest, False),
            MovingMap(close, raid, self.moving, 1.6 * largest, True),
        ]
        self._lay_strip(style.place(self.figure, 0.72, 0.55, 8.63, 0.85))
        self._write(scenario)
        self.moving.sort(key=lambda artist: artist.get_zorder())

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
        signs = "larger: more fit people · paler: suppressed\ndark rim: assaulting, inside · box: strength left, people"
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
        taken = f"{moment.taken[:-1].sum()} of {len(moment.taken) - 1} strongpoints fallen"
        return [
            ("attackers", f"{now['attackers_fit']:,.0f} fit, {now['attackers_rounds']:,.0f} rounds"),
            ("defenders", f"{now['defenders_fit']:,.0f} fit, {now['defenders_rounds']:,.0f} rounds"),
            ("walls", f"{100 * now['structure']:.0f} % left, {taken}"),
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
        relief, called = self.raid.relief, float(self.raid.defence.called_minute)
        if int(self.raid.given.relief_mode) == ReliefMode.NONE or self.raid.given.relief_people == 0:
            return "none"
        for at, words in ((relief.landed_minute, "there"), (relief.blocked_minute, "held up on the road"), (called, "called")):
            if at != NEVER and minute >= at:
                return words
        return "not called"
