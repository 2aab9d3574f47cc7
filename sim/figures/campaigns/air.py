"""Where were the aircraft when they were called? By month and overall, and on a map the raids that missed them."""

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from sim.campaign.table import Course
from sim.figures import style
from sim.figures.campaigns.chart import Frame, draw_scale, frame_of, lay_chart
from sim.figures.campaigns.monthly import means_by_month, months_in, say_nothing, stack_bars, words_of
from sim.figures.campaigns.months import scale_bars
from sim.figures.campaigns.signs import aircraft_path
from sim.figures.campaigns.words import counted, small_print
from sim.figures.sheets import WIDTH, head

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

ANSWERS = {
    "came": style.Fill(style.GREEN, ""),
    "grounded": style.Fill(style.SKY, "\\\\"),
    "at_another_raid": style.Fill(style.VERMILLION, "//"),
    "other_task": style.Fill(style.ORANGE, "xx"),
    "out_of_reach": style.Fill(style.GREY, "..."),
    "none_there": style.Fill(style.PALE, "++"),
}
LABELS = {
    "came": "they came",
    "grounded": "grounded, or too late",
    "at_another_raid": "at another raid",
    "other_task": "on another task",
    "out_of_reach": "none within reach",
    "none_there": "no aircraft at all",
}
LEFT, BARS, GAP, RIGHT, ABOVE, BELOW = 1.6, 4.6, 0.45, 0.3, 0.85, 0.95  # inches
OVERALL, BETWEEN, LEAST_HIGH = 1.5, 0.82, 4.6


def draw_air(courses: Sequence[Course]) -> "Figure":
    """When aircraft were called, did they come, and if not, where were they?

    Parameters
    ----------
    courses : sequence of Course
        Of one campaign, from `sim.campaign.table.trace`; the map shows the first.

    Returns
    -------
    matplotlib.figure.Figure
    """
    frame = frame_of(courses[0])
    wide = WIDTH - LEFT - BARS - GAP - RIGHT
    high = max(LEAST_HIGH, wide / frame.shape)
    with style.styled():
        figure = style.blank(WIDTH, ABOVE + BELOW + high)
        top = BELOW + high
        draw_overall(style.place(figure, LEFT, top - OVERALL, BARS, OVERALL), courses)
        draw_months(style.place(figure, LEFT, BELOW, BARS, high - OVERALL - BETWEEN), courses)
        chart = style.place(figure, LEFT + BARS + GAP, top - wide / frame.shape, wide, wide / frame.shape)
        draw_missed(chart, courses[0], frame)
        head(figure, "Where the aircraft were when they were called")
        small_print(figure, said_of(courses))
    return figure


def is_answer(course: Course, answer: str) -> np.ndarray:
    """At which of its raids and ambushes was this the answer?"""
    return words_of(course, "air") == answer


def draw_overall(axes: "Axes", courses: Sequence[Course]) -> None:
    """A bar for each answer: how many a campaign, and which share."""
    means = np.array([np.mean([is_answer(course, answer).sum() for course in courses]) for answer in ANSWERS])
    most, total = float(means.max()) or 1.0, float(means.sum()) or 1.0
    for row, (mean, fill) in enumerate(zip(means, ANSWERS.values(), strict=True)):
        axes.barh(row, mean, height=0.72, **style.fill_of(fill))
        axes.text(mean + 0.015 * most, row, f"{mean:.3g} ({100 * mean / total:.0f} %)", va="center", fontsize=8)
    axes.set_yticks(range(len(ANSWERS)), LABELS.values())
    axes.tick_params(axis="y", length=0)
    axes.set(ylim=(len(ANSWERS) - 0.5, -0.5), xlim=(0.0, 1.25 * most))
    axes.set_xlabel("calls, mean of a campaign")
    axes.set_title("All calls of a campaign, ambushes included")


def draw_months(axes: "Axes", courses: Sequence[Course]) -> None:
    """The same month by month; the fillings are those of the bars above."""
    parts = {answer: means_by_month(courses, partial(is_answer, answer=answer)) for answer in ANSWERS}
    stack_bars(axes, parts, ANSWERS, LABELS)
    scale_bars(axes, courses[0].campaign, months_in(courses), 12)
    axes.set_title("By month, fillings as above")
    axes.set(xlabel="month", ylabel="calls a month")
    if not any(part.any() for part in parts.values()):
        say_nothing(axes, "aircraft were never called")


def draw_missed(axes: "Axes", course: Course, frame: Frame) -> None:
    """From each raid that missed aircraft a line to the raid where they were."""
    from matplotlib.collections import LineCollection

    lay_chart(axes, course, frame)
    at = course.ground.post_km
    axes.scatter(at[:, 0], at[:, 1], 4.0, color=style.GREY, alpha=0.6, linewidth=0, zorder=3, gid="posts", label="post")
    missed, elsewhere = missed_by(course)
    lines = LineCollection(list(np.stack([at[missed], at[elsewhere]], axis=1)), colors=style.VERMILLION, gid="missed")
    lines.set(linewidths=1.0, linestyles=[(0, (4, 2))], alpha=0.8, zorder=5.5)
    axes.add_collection(lines)
    sign: style.Look = {"zorder": 6, "linewidth": 0.7, "edgecolor": style.INK}
    axes.scatter(at[missed, 0], at[missed, 1], 24.0, facecolor="white", label="raid that missed aircraft", **sign)
    axes.scatter(
        at[elsewhere, 0], at[elsewhere, 1], 20.0, marker="s", facecolor=style.VERMILLION, label="raid where they were", **sign
    )
    axes.scatter([], [], 75.0, marker=aircraft_path(), color=style.INK, linewidth=0, label="airfield")
    axes.set_title(f"{counted(len(missed), 'raid')} missed aircraft that were at another")
    axes.legend(loc="upper left", bbox_to_anchor=(0.0, 0.0), ncols=2, borderaxespad=0.4, handletextpad=0.3, columnspacing=1.0)
    draw_scale(axes, frame)


def missed_by(course: Course) -> tuple[np.ndarray, np.ndarray]:
    """At which posts did raids miss aircraft that were at another, and at which posts were these? Shape (raids,) each."""
    posts, elsewhere = (course.events[name].to_numpy() for name in ("post", "air_elsewhere"))
    missed = is_answer(course, "at_another_raid") & (elsewhere >= 0)
    return posts[missed], elsewhere[missed]


def said_of(courses: Sequence[Course]) -> str:
    """The small print."""
    first = courses[0]
    return (
        f"Bars: means of {counted(len(courses), 'campaign')}. Map: campaign {first.number} of seed {first.seed}; schematic, "
        "no place on it is a real one. Grounded: called and free, but kept by rain or night, or too late."
    )
