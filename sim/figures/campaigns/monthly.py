"""What happened in each month, on average over several campaigns."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import numpy as np

from sim.campaign.table import Course
from sim.figures import style
from sim.figures.campaigns.months import month_at, months_begun

if TYPE_CHECKING:
    from matplotlib.axes import Axes


def months_in(courses: Sequence[Course]) -> int:
    """How many months does the longest of them have?"""
    return months_begun(max(len(course.series) for course in courses))


def means_by_month(courses: Sequence[Course], chosen: Callable[[Course], np.ndarray]) -> np.ndarray:
    """How many of the raids that `chosen` picks, shape (raids,), began in each month, on average? Shape (months,)."""
    months, counts = months_in(courses), []
    for course in courses:
        weeks = course.events["week"].to_numpy()[chosen(course)]
        counts.append(np.bincount(month_at(weeks), minlength=months))
    return np.mean(counts, axis=0)


def rain_by_month(courses: Sequence[Course]) -> np.ndarray:
    """Mean rain of each month, from 0 to 1."""
    months = np.concatenate([month_at(course.series["week"].to_numpy() - 1) for course in courses])
    rain = np.concatenate([course.series["rain"].to_numpy() for course in courses])
    return np.bincount(months, rain) / np.maximum(1, np.bincount(months))


def words_of(course: Course, name: str) -> np.ndarray:
    """A column of words or flags of its raids, shape (raids,)."""
    return np.array(course.events[name].to_pylist(), object)


def stack_bars(axes: "Axes", parts: dict[str, np.ndarray], fills: dict[str, style.Fill], labels: dict[str, str]) -> None:
    """Stacked bars, one a month; what never happened is left out."""
    under = np.zeros(len(next(iter(parts.values()))))
    for word, heights in parts.items():
        if heights.any():
            look = style.fill_of(fills[word])
            axes.bar(np.arange(1, len(heights) + 1), heights, bottom=under, width=0.78, label=labels[word], gid=word, **look)
            under = under + heights
    axes.set_ylim(0.0, 1.08 * float(under.max()) or 1.0)
    axes.grid(axis="y")


def say_nothing(axes: "Axes", words: str) -> None:
    """What an empty panel says."""
    axes.text(0.5, 0.5, words, transform=axes.transAxes, ha="center", va="center", color=style.GREY)
