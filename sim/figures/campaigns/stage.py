"""The stage of a campaign's film: a map on which posts change and raids flash, and beside it posts lost and rain."""

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from sim.campaign.called import month_in_campaign
from sim.campaign.ground import distances
from sim.campaign.state import WEEKS_A_MONTH, Standing
from sim.campaign.table import Course
from sim.figures import style
from sim.figures.campaigns.chart import draw_groups, draw_scale, frame_of, lay_chart
from sim.figures.campaigns.months import name_of_month, scale_months
from sim.figures.campaigns.reported import HEADROOM, claim_of, point_to
from sim.figures.campaigns.signs import AMBUSH, FAILED, TAKEN, key_of, put_signs, raids_between, raise_signs
from sim.figures.campaigns.words import counted, write_key

if TYPE_CHECKING:
    from matplotlib.artist import Artist
    from matplotlib.axes import Axes

WIDTH, HEIGHT, DPI = 9.6, 8.2, 100
MAP_WIDE, MAP_HIGH, TOP, LEFT = 4.9, 6.6, 7.25, 0.3  # inches
BESIDE, RIGHT = 5.75, 9.3
LATELY = 4  # weeks after which a post was lost earlier
SMALL_PRINT = "Schematic map: no real places. Aircraft: from the nearest airfield; dashed, from the raid where they were."
AIR_LINES: dict[str, tuple[str, Any, str]] = {
    "came": (style.BLUE, "-", "aircraft came"),
    "at_another_raid": (style.VERMILLION, (0, (3, 1.6)), "aircraft elsewhere"),
}


class Moment(NamedTuple):
    """The end of a week."""

    week: int
    since: int  # the week of the picture before


class CampaignStage:
    """The whole picture of a film. `moving` holds all artists that change, from the ground up."""

    def __init__(self, course: Course) -> None:
        self.course, self.series = course, course.series.to_pydict()
        self.moving: list[Artist] = []
        self.figure = style.blank(WIDTH, HEIGHT)
        self.figure.set_dpi(DPI)
        self._lay_map()
        self._lay_lost(style.place(self.figure, BESIDE, 4.95, RIGHT - BESIDE, 2.1))
        self._lay_rain(style.place(self.figure, BESIDE, 3.8, RIGHT - BESIDE, 0.7))
        self._write()
        self.moving.sort(key=lambda artist: artist.get_zorder())

    def _lay_map(self) -> None:
        frame = frame_of(self.course)
        wide = min(MAP_WIDE, MAP_HIGH * frame.shape)
        axes = style.place(self.figure, LEFT, TOP - wide / frame.shape, wide, wide / frame.shape)
        lay_chart(axes, self.course, frame, 1.6)
        draw_groups(axes, self.course, 1.6)
        draw_scale(axes, frame)
        self.signs = raise_signs(axes, self.course.campaign, 2.2, animated=True)
        self.flights = {answer: self._raise_lines(axes, colour, line) for answer, (colour, line, _) in AIR_LINES.items()}
        self.flash = axes.scatter(
            [], [], 190.0, facecolor="none", edgecolor=style.INK, linewidth=1.3, zorder=5.8, animated=True
        )
        above = [*axes.texts, *(signs for signs in axes.collections if signs.get_gid() == "airfields")]
        for artist in above:
            artist.set_animated(True)
        self.moving += [*self.signs.all, self.flash, *above]

    def _raise_lines(self, axes: "Axes", colour: str, line: Any) -> Any:
        from matplotlib.collections import LineCollection

        lines = LineCollection([], colors=colour, linestyles=[line], linewidths=1.6, zorder=5.5, animated=True)
        axes.add_collection(lines)
        self.moving.append(lines)
        return lines

    def _lay_lost(self, axes: "Axes") -> None:
        end, lost = len(self.course.series) / WEEKS_A_MONTH, self.series["bases_lost"]
        claim = claim_of(self.course.campaign, "bases_lost")
        scale_months(axes, self.course.campaign, end, 6)
        axes.tick_params(labelbottom=False)
        top = HEADROOM * max(1.0, lost[-1], claim.value if claim else 0.0)
        axes.set_ylim(0.0, top)
        axes.set(title="Posts lost so far", ylabel="posts")
        axes.grid()
        if claim:
            point_to(axes, claim, end, top)
        self.lost = axes.plot([], [], color=style.VERMILLION, linewidth=2.0, animated=True)[0]
        self.head = axes.plot([], [], "o", color=style.VERMILLION, markersize=5, clip_on=False, animated=True)[0]
        self.moving += [self.lost, self.head]

    def _lay_rain(self, axes: "Axes") -> None:
        from matplotlib.collections import LineCollection

        weeks = len(self.course.series)
        scale_months(axes, self.course.campaign, weeks / WEEKS_A_MONTH, 6)
        axes.set(title="Rain of the week (1: a cloudburst)", xlabel="months since the start", ylabel="share")
        axes.set_ylim(0.0, max(0.1, 1.1 * max(self.series["rain"])))
        thick = min(12.0, 0.8 * 72.0 * (RIGHT - BESIDE) / weeks)
        self.rain = LineCollection([], colors=style.RAIN_COLOUR, linewidths=thick, capstyle="butt", animated=True)
        axes.add_collection(self.rain)
        self.moving.append(self.rain)

    def _write(self) -> None:
        title = self.course.campaign.title
        title = title if len(title) <= 60 else title[:59] + "…"
        self.figure.text(LEFT / WIDTH, 7.92 / HEIGHT, title, fontsize=13, fontweight="bold", va="center")
        self.clock = self._words(RIGHT, 7.92, fontsize=13, fontweight="bold", ha="right", va="center")
        self.caption = self._words(LEFT, 7.54, fontsize=11, va="center", color=style.INK)
        self.status = [self._words(BESIDE, 2.98 - 0.22 * k, fontsize=9, va="center") for k in range(4)]
        self.values = [self._words(RIGHT, 2.98 - 0.22 * k, fontsize=9, va="center", ha="right") for k in range(4)]
        self._write_key()
        small = f"Campaign {self.course.number} of seed {self.course.seed}. {SMALL_PRINT}"
        self.figure.text(LEFT / WIDTH, 0.12 / HEIGHT, small, fontsize=7, color=style.GREY, va="bottom")

    def _write_key(self) -> None:
        from matplotlib.lines import Line2D

        handles = key_of(self.course.campaign, f"in the last {LATELY} weeks", "")
        handles += [Line2D([], [], color=colour, linestyle=line, label=label) for colour, line, label in AIR_LINES.values()]
        write_key(self.figure, handles, (BESIDE, 2.02), 2, labelspacing=0.35)

    def _words(self, x: float, y: float, **look: Any) -> Any:
        text = self.figure.text(x / WIDTH, y / HEIGHT, "", animated=True, zorder=10, **look)
        self.moving.append(text)
        return text

    def show(self, moment: Moment) -> None:
        """Set the stage for this moment."""
        week, since = moment
        put_signs(self.signs, self.course, week, since, max(0, week - LATELY))
        at_post = np.concatenate(list(raids_between(self.course, since, week).values()))
        self.flash.set_offsets(self.course.ground.post_km[at_post])
        for answer, lines in self.flights.items():
            lines.set_segments(flights_of(self.course, week, since, answer))
        months = np.arange(week + 1) / WEEKS_A_MONTH
        lost = [0, *self.series["bases_lost"][:week]]
        self.lost.set_data(months, lost)
        self.head.set_data(months[-1:], lost[-1:])
        self.rain.set_segments(
            [[(at, 0.0), (at, rain)] for at, rain in zip(months[1:] - 0.5 / WEEKS_A_MONTH, self.series["rain"], strict=False)]
        )
        self.clock.set_text(self._clock(week))
        self.caption.set_text(self._caption(week, since))
        for (name, value), left, right in zip(self._facts(week, lost[-1]), self.status, self.values, strict=True):
            left.set_text(name)
            right.set_text(value)

    def _clock(self, week: int) -> str:
        if week == 0:
            return "start"
        name, month = name_of_month(self.course.campaign, week - 1), month_in_campaign(week - 1) + 1
        return f"{name}   month {month}, week {week}".strip()

    def _caption(self, week: int, since: int) -> str:
        found = {name: len(posts) for name, posts in raids_between(self.course, since, week).items()}
        if not sum(found.values()):
            return "no raids this week" if week else "all posts are held"
        parts = [f"{found[TAKEN]} taken" if found[TAKEN] else "", f"{found[FAILED]} failed" if found[FAILED] else ""]
        raids = found[TAKEN] + found[FAILED]
        said = [f"{counted(raids, 'raid')}: {', '.join(filter(None, parts))}"] if raids else []
        if found[AMBUSH]:
            said.append("1 ambush" if found[AMBUSH] == 1 else f"{found[AMBUSH]} ambushes")
        return "; ".join(said)

    def _facts(self, week: int, lost: int) -> list[tuple[str, str]]:
        standing, last = self.course.standings[week], max(0, week - 1)
        answers = answers_until(self.course, week)
        fighters, morale = self.series["fighters"][last], self.series["morale"][last]
        groups = f"{fighters:,} fit fighters, morale {morale:.2f}" if week else f"{len(self.course.ground.groups)} in all"
        return [
            ("posts", f"{(standing == Standing.HELD).sum()} held, {(standing == Standing.GIVEN_UP).sum()} given up"),
            ("posts lost so far", f"{lost}"),
            ("groups", groups),
            ("aircraft so far", f"came {answers.count('came')} ×, were elsewhere {answers.count('at_another_raid')} ×"),
        ]


def answers_until(course: Course, week: int) -> list[str]:
    """What came of all calls for aircraft up to the end of this week?"""
    weeks = course.events["week"].to_pylist()
    return [answer for answer, began in zip(course.events["air"].to_pylist(), weeks, strict=True) if began < week]


def flights_of(course: Course, week: int, since: int, answer: str) -> np.ndarray:
    """Lines to the raids of these weeks with this answer, shape (raids, 2, 2).

    From the nearest airfield where aircraft came; from the raid where they were, where they were missed.
    """
    events = course.events
    weeks, posts, elsewhere = (events[name].to_numpy() for name in ("week", "post", "air_elsewhere"))
    chosen = (weeks >= since) & (weeks < week) & (np.array(events["air"].to_pylist(), object) == answer)
    to = course.ground.post_km[posts[chosen]]
    if answer == "came":
        fields = course.ground.airfield_km
        start = fields[distances(to, fields).argmin(axis=1)] if len(fields) and len(to) else to
    else:
        start = course.ground.post_km[elsewhere[chosen]]
    return np.stack([start, to], axis=1)
