"""The course of a raid over its minutes: panels one above the other that share the clock."""

from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa

from sim.figures import style
from sim.state import NEVER

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.axes import Axes

    from sim.story import Milestone

LEAST_RATE = 0.1  # per hour; the axis never shows less, so that nothing looks like much
NIGHT = 0.5  # less light than that is night
SIDES = ("attackers", "defenders")
BADGE_GAP = 0.034  # of the panel's width, between two numbers
STRIP = 0.36  # height of the strip of numbers above the first panel, in heights of that panel
LONG_MINUTES = 180.0  # a raid that lasts longer also gets an axis of hours


def columns(series: pa.Table) -> dict[str, np.ndarray]:
    """The series as arrays by name."""
    return {name: series[name].to_numpy().astype(float) for name in series.column_names}


def spans(minutes: np.ndarray, on: np.ndarray) -> list[tuple[float, float]]:
    """From when to when was this so?"""
    edges = np.flatnonzero(np.diff(np.concatenate([[False], on, [False]])))
    tick = float(minutes[0])
    return [(float(minutes[a]) - tick, float(minutes[b - 1])) for a, b in edges.reshape(-1, 2)]


def draw_panels(panels: "Sequence[Axes]", raid: np.record, series: pa.Table, end: float = 0.0) -> None:
    """How did strength, rounds, walls, rain, suppression and the reasons to leave go? Five panels, top to bottom.

    The clock goes on to `end`, in minutes, where the raid ends before that.
    """
    data = columns(series)
    end = max(end, float(data["minute"][-1]))
    for axes in panels:
        axes.grid(axis="y")
        axes.set_xlim(0.0, end)
        shade(axes, data)
    draw_people(panels[0], data, end)
    draw_rounds(panels[1], data)
    draw_walls(panels[2], data)
    draw_suppression(panels[3], data)
    draw_hazards(panels[4], data, float(raid.attack.leave_minute))
    for axes in panels[:-1]:
        axes.tick_params(labelbottom=False)
    panels[-1].set_xlabel("minutes from the start")


def shade(axes: "Axes", data: dict[str, np.ndarray]) -> None:
    """Night, and the time with aircraft overhead."""
    for start, end in spans(data["minute"], data["light"] < NIGHT):
        axes.axvspan(start, end, color=style.NIGHT_COLOUR, alpha=0.10, linewidth=0)
    for start, end in spans(data["minute"], data["aircraft_overhead"] > 0):
        axes.axvspan(start, end, color=style.AIR_COLOUR, alpha=0.30, linewidth=0)


def head(axes: "Axes", title: str, unit: str, above: float = 1.0, more: "Sequence" = ()) -> None:
    """Title on the left, what the lines mean on the right, nothing on top of the data; `more` handles follow the lines'."""
    axes.set_title(title, y=above)
    axes.set_ylabel(unit)
    handles = [*axes.get_legend_handles_labels()[0], *more]
    axes.legend(
        handles=handles, loc="lower right", bbox_to_anchor=(1.0, above), ncols=8, borderaxespad=0.25, borderpad=0.0,
        handlelength=1.5, columnspacing=1.2, handletextpad=0.5,
    )  # fmt: skip
    axes.set_ylim(bottom=0.0)


def draw_people(axes: "Axes", data: dict[str, np.ndarray], end: float) -> None:
    """Fit people of both sides; above them room for the numbers of the story and, in a long raid, for hours."""
    from matplotlib.patches import Patch

    more = []
    if data["aircraft_overhead"].any():
        more.append(Patch(facecolor=style.AIR_COLOUR, alpha=0.3, label="aircraft overhead"))
    if (data["light"] < NIGHT).any():
        more.append(Patch(facecolor=style.NIGHT_COLOUR, alpha=0.15, label="night"))
    plot_sides(axes, data, "fit")
    if end > LONG_MINUTES:
        mark_hours(axes, end)
    head(axes, "Fit people in the field", "people", 1.0 + STRIP + (0.16 if end > LONG_MINUTES else 0.0), more)


def to_hours(minutes: Any) -> Any:
    """Minutes as hours."""
    return minutes / 60.0


def to_minutes(hours: Any) -> Any:
    """Hours as minutes."""
    return hours * 60.0


def mark_hours(axes: "Axes", end: float) -> None:
    """An axis of hours above the strip of numbers."""
    hours = axes.secondary_xaxis(1.0 + STRIP, functions=(to_hours, to_minutes))
    step = max(1, round(end / 60.0 / 12.0))
    ticks = np.arange(step, int(end // 60) + 1, step)
    hours.set_xticks(ticks, [f"{hour} h" for hour in ticks])
    hours.tick_params(length=2.5, pad=1, labelsize=7.5, labelcolor=style.GREY)
    hours.spines[:].set_visible(False)


def plot_sides(axes: "Axes", data: dict[str, np.ndarray], what: str, scale: float = 1.0) -> None:
    """One quantity of both sides."""
    for side, line in zip(SIDES, ("-", (0, (5, 1.2))), strict=True):
        axes.plot(data["minute"], data[f"{side}_{what}"] / scale, color=style.SIDE_COLOURS[side], linestyle=line, label=side)


def draw_rounds(axes: "Axes", data: dict[str, np.ndarray]) -> None:
    """Rounds left, in thousands where there are many."""
    many = max(data["attackers_rounds"].max(), data["defenders_rounds"].max()) >= 3000
    plot_sides(axes, data, "rounds", 1000.0 if many else 1.0)
    head(axes, "Rounds carried in the field", "rounds (× 1000)" if many else "rounds")


def draw_suppression(axes: "Axes", data: dict[str, np.ndarray]) -> None:
    """How far both sides keep their heads down."""
    plot_sides(axes, data, "suppression")
    head(axes, "Suppression (heads kept down)", "share")
    axes.set_ylim(0.0, 1.0)


def draw_walls(axes: "Axes", data: dict[str, np.ndarray]) -> None:
    """Strength of the walls, and rain."""
    rain: style.Look = {"color": style.RAIN_COLOUR, "alpha": 0.55, "linewidth": 0}
    axes.fill_between(data["minute"], data["rain"], label="rain (1: cloudburst)", **rain)
    axes.plot(data["minute"], data["structure"], color=style.INK, label="strength of all walls")
    head(axes, "Walls and rain", "share")
    axes.set_ylim(0.0, 1.0)


def draw_hazards(axes: "Axes", data: dict[str, np.ndarray], leave_minute: float) -> None:
    """What spoke for leaving, in the eyes of the attackers' commander, until the order was given?"""
    weighed = data["minute"] <= leave_minute if leave_minute != NEVER else np.ones(len(data["minute"]), bool)
    rates = {cause: 60.0 * np.where(weighed, data[f"hazard_{cause}"], 0.0) for cause in style.CAUSE_FILLS if cause != "none"}
    total = np.sum(list(rates.values()), axis=0)
    shown = {cause: rate for cause, rate in rates.items() if rate.sum() > 0.02 * total.sum()}
    under = np.zeros(len(total))
    for cause, rate in shown.items():
        fill = style.fill_of(style.CAUSE_FILLS[cause])
        axes.fill_between(data["minute"], under, under + rate, where=weighed, label=cause, **fill)
        under = under + rate
    head(axes, "Reasons to leave", "rate (1/h)")
    axes.set_ylim(0.0, max(LEAST_RATE, 1.08 * float(total.max())))


def number_milestones(panels: "Sequence[Axes]", told: "Sequence[Milestone]") -> None:
    """A thin line through all panels at each milestone, and its number above."""
    top, end = panels[0], panels[0].get_xlim()[1]
    places = spread(np.array([m.minute / end for m in told]), BADGE_GAP)
    for k, (milestone, place) in enumerate(zip(told, places, strict=True), start=1):
        for axes in panels:
            axes.axvline(milestone.minute, color=style.INK, linewidth=0.7, linestyle=(0, (1, 2)), alpha=0.75)
        height = 1.0 + 0.6 * STRIP
        free: style.Look = {"color": style.INK, "transform": top.transAxes, "clip_on": False}
        top.plot([milestone.minute / end, place], [1.0, height], linewidth=0.7, **free)
        top.plot(place, height, "o", markersize=11.5, zorder=5, **free)
        label: style.Look = {"ha": "center", "va": "center_baseline", "fontsize": 7, "fontweight": "bold"}
        top.text(place, height, f"{k}", color="white", transform=top.transAxes, zorder=6, **label)


def spread(wanted: np.ndarray, gap: float) -> np.ndarray:
    """Where do labels go that want to be here, in ascending order, but not closer than `gap`? Between 0 and 1.

    Each label is pushed to the right of its neighbour, then all are pushed back from the right edge.
    """
    places = np.array(wanted, float)
    for k in range(1, len(places)):
        places[k] = max(places[k], places[k - 1] + gap)
    limit = 1.0
    for k in range(len(places) - 1, -1, -1):
        places[k] = min(places[k], limit)
        limit = places[k] - gap
    return places
