"""Many courses as a median with bands, on one axis of months."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from sim.figures.fans import SHARES

if TYPE_CHECKING:
    from matplotlib.axes import Axes

MIDDLE = "the line is the median, the dark band the middle half, the pale band the middle 90 %"


def stacked(courses: Sequence[np.ndarray]) -> np.ndarray:
    """Courses side by side, shape (courses, steps); what a shorter one does not have is NaN."""
    rows = np.full((len(courses), max(len(course) for course in courses)), np.nan)
    for row, course in zip(rows, courses, strict=True):
        row[: len(course)] = course
    return rows


def draw_bands(axes: "Axes", months: np.ndarray, values: np.ndarray, colour: str, line: str = "-", label: str = "") -> None:
    """Bands and median of `values`, shape (courses, months)."""
    low, quarter, median, three, high = np.nanquantile(values, SHARES, axis=0)
    axes.fill_between(months, low, high, color=colour, alpha=0.16, linewidth=0.0)
    axes.fill_between(months, quarter, three, color=colour, alpha=0.32, linewidth=0.0)
    marker = "o" if len(months) == 1 else ""  # one week alone makes no line
    axes.plot(months, median, color=colour, linestyle=line, marker=marker, label=label or None, clip_on=not marker)
