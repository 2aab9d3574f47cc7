"""Stocks of both sides over the months: arms, rounds and fighters of the groups, people of the garrison side."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from sim.campaign.state import WEEKS_A_MONTH
from sim.campaign.table import Course
from sim.figures import style
from sim.figures.campaigns.bands import MIDDLE, draw_bands, stacked
from sim.figures.campaigns.months import scale_months
from sim.figures.campaigns.words import counted, explain, small_print
from sim.figures.sheets import WIDTH, head

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

ACROSS, WIDE, HIGH = 4, 1.95, 1.7  # panels side by side, and inches of one
LEFT, GAP, GAP_UP, ABOVE, BELOW = 0.74, 0.73, 0.72, 1.0, 1.02


class Stock(NamedTuple):
    """One panel."""

    title: str
    column: str
    unit: str
    side: str
    factor: float = 1.0


STOCKS = (
    Stock("Firearms of the groups", "firearms", "firearms", "attackers"),
    Stock("Rounds of the groups", "rounds", "rounds (× 1,000)", "attackers", 0.001),
    Stock("Fit fighters", "fighters", "people", "attackers"),
    Stock("Groups ready for a raid", "ready_share", "% of the groups", "attackers", 100.0),
    Stock("Morale of the groups", "morale", "mean, 0 to 1", "attackers"),
    Stock("Posts held", "bases_held", "posts", "defenders"),
    Stock("People at held posts", "garrison_people", "people", "defenders"),
    Stock("People in reserve", "reserve_people", "people", "defenders"),
)
LINES = {"attackers": "-", "defenders": "--"}


def draw_stocks(courses: Course | Sequence[Course]) -> "Figure":
    """How did arms, people and morale of both sides go, month by month?

    Parameters
    ----------
    courses : Course or sequence of Course
        Of one campaign, from `sim.campaign.table.trace`.

    Returns
    -------
    matplotlib.figure.Figure
        Eight panels of medians and bands over the courses.
    """
    courses = [courses] if isinstance(courses, Course) else list(courses)
    rows = -(-len(STOCKS) // ACROSS)
    high = ABOVE + BELOW + rows * HIGH + (rows - 1) * GAP_UP
    with style.styled():
        figure = style.blank(WIDTH, high)
        for k, stock in enumerate(STOCKS):
            row, column = divmod(k, ACROSS)
            axes = style.place(figure, LEFT + column * (WIDE + GAP), high - ABOVE - HIGH - row * (HIGH + GAP_UP), WIDE, HIGH)
            draw_stock(axes, courses, stock)
            axes.set_xlabel("months since the start" if row == rows - 1 else "")
        add_sources(figure.axes[0], courses)
        head(figure, "Stocks of both sides")
        explain(figure, key())
        of = (
            f"{counted(len(courses), 'campaign')}: {MIDDLE}"
            if len(courses) > 1
            else f"One campaign, {courses[0].number} of its seed"
        )
        small_print(figure, f"{of}. {FIREARMS}")
    return figure


FIREARMS = "Firearms: dotted, taken in raids so far; the diamond, from outside up to the end."


def draw_stock(axes: "Axes", courses: Sequence[Course], stock: Stock) -> None:
    """One panel, from the end of the first week."""
    values = stacked([stock.factor * course.series[stock.column].to_numpy() for course in courses])
    months = np.arange(1, values.shape[1] + 1) / WEEKS_A_MONTH
    draw_bands(axes, months, values, style.SIDE_COLOURS[stock.side], LINES[stock.side])
    scale_months(axes, courses[0].campaign, float(months[-1]), 6)
    axes.set_ylim(0.0, 1.08 * float(np.nanmax(values)) or 1.0)
    axes.set_title(stock.title, fontsize=9)
    axes.set_ylabel(stock.unit)
    axes.grid(axis="y")


def add_sources(axes: "Axes", courses: Sequence[Course]) -> None:
    """Where firearms came from: taken in raids so far, and from outside up to the end."""
    taken = np.nanmedian(stacked([course.series["firearms_captured"].to_numpy().astype(float) for course in courses]), axis=0)
    months = np.arange(1, len(taken) + 1) / WEEKS_A_MONTH
    supplied = float(np.median([course.outcome["firearms_supplied"] for course in courses]))
    axes.plot(months, taken, color=style.INK, linestyle=":", gid="captured")
    axes.plot([months[-1]], [supplied], "D", color=style.INK, markersize=4.5, clip_on=False, gid="supplied")
    axes.set_ylim(top=max(axes.get_ylim()[1], 1.08 * supplied))


def key() -> list:
    """What the lines mean."""
    from matplotlib.lines import Line2D

    return [
        Line2D([], [], color=style.SIDE_COLOURS["attackers"], label="resistance groups"),
        Line2D([], [], color=style.SIDE_COLOURS["defenders"], linestyle="--", label="garrison side"),
        Line2D([], [], color=style.INK, linestyle=":", label="firearms taken in raids"),
        Line2D([], [], color=style.INK, linestyle="", marker="D", markersize=4.5, label="firearms from outside"),
    ]
