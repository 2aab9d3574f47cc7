"""Raids by month and ending, ambushes by month, and the rain above them."""

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from sim.campaign.state import WEEKS_A_MONTH
from sim.campaign.table import Course
from sim.figures import style
from sim.figures.campaigns.monthly import means_by_month, months_in, rain_by_month, say_nothing, stack_bars, words_of
from sim.figures.campaigns.months import scale_bars
from sim.figures.campaigns.words import counted, explain, small_print
from sim.figures.sheets import WIDTH, head

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

LABELS = {"occupied": "post taken"} | {word: word.replace("_", " ") for word in style.ENDING_FILLS if word != "occupied"}
AMBUSH = style.Fill(style.GREY, "//")
HEIGHTS, GAP = (0.75, 2.6, 1.0), 0.42  # inches: rain, raids, ambushes
LEFT, RIGHT, ABOVE, BELOW = 0.75, 0.3, 0.95, 0.95


def draw_raids_by_month(courses: Sequence[Course]) -> "Figure":
    """How many raids of which ending, and how many ambushes, were there in each month, and how did it rain?

    Parameters
    ----------
    courses : sequence of Course
        Of one campaign, from `sim.campaign.table.trace`.

    Returns
    -------
    matplotlib.figure.Figure
        Means over the courses; three panels that share the months.
    """
    with style.styled():
        high = ABOVE + BELOW + sum(HEIGHTS) + GAP * (len(HEIGHTS) - 1)
        figure, top, panels = style.blank(WIDTH, high), high - ABOVE, []
        for height in HEIGHTS:
            panels.append(style.place(figure, LEFT, top - height, WIDTH - LEFT - RIGHT, height))
            top -= height + GAP
        draw_rain(panels[0], courses)
        draw_endings(panels[1], courses)
        draw_ambushes(panels[2], courses)
        share_months(panels, courses)
        head(figure, "Raids and ambushes by month")
        explain(figure, panels[1].get_legend_handles_labels()[0])
        small_print(figure, f"Means of {counted(len(courses), 'campaign')}. Rain: 0 none, 1 a cloudburst.{last_month(courses)}")
    return figure


def share_months(panels: "Sequence[Axes]", courses: Sequence[Course]) -> None:
    """One axis of months below all."""
    for axes in panels:
        scale_bars(axes, courses[0].campaign, months_in(courses))
        axes.tick_params(labelbottom=axes is panels[-1])
    panels[-1].set_xlabel("month")


def last_month(courses: Sequence[Course]) -> str:
    """Is the last month whole? A sentence if not."""
    months, weeks = months_in(courses), max(len(course.series) for course in courses)
    left = weeks - (months - 1) * WEEKS_A_MONTH
    return f" Month {months} is cut short after {counted(round(left), 'week')}." if left < WEEKS_A_MONTH - 1.0 else ""


def draw_rain(axes: "Axes", courses: Sequence[Course]) -> None:
    """The season."""
    rain = rain_by_month(courses)
    axes.bar(np.arange(1, len(rain) + 1), rain, width=0.78, gid="rain", **style.fill_of(style.Fill(style.SKY, "...")))
    axes.set_ylim(0.0, max(0.05, 1.1 * float(rain.max())))
    axes.set_title("Rain")
    axes.set_ylabel("mean rain")


def draw_endings(axes: "Axes", courses: Sequence[Course]) -> None:
    """Raids on posts, by their ending."""
    parts = {word: means_by_month(courses, partial(is_raid, ending=word)) for word in style.ENDING_FILLS}
    stack_bars(axes, parts, style.ENDING_FILLS, LABELS)
    axes.set_title("Raids on posts, by ending")
    axes.set_ylabel("raids a month")
    if not any(part.any() for part in parts.values()):
        say_nothing(axes, "no raids")


def is_raid(course: Course, ending: str) -> np.ndarray:
    """Which of its raids were on posts and ended so?"""
    return (words_of(course, "ambush") == False) & (words_of(course, "ending") == ending)  # noqa: E712


def draw_ambushes(axes: "Axes", courses: Sequence[Course]) -> None:
    """Ambushes of people off post."""
    parts = {"ambush": means_by_month(courses, lambda course: words_of(course, "ambush") == True)}  # noqa: E712
    stack_bars(axes, parts, {"ambush": AMBUSH}, {"ambush": "ambush"})
    axes.set_title("Ambushes")
    axes.set_ylabel("ambushes\na month")
    if not parts["ambush"].any():
        say_nothing(axes, "no ambushes")
