"""The map of a campaign at several moments: whose are the posts, and where were the raids?"""

from typing import TYPE_CHECKING

import numpy as np

from sim.campaign.called import month_in_campaign
from sim.campaign.state import WEEKS_A_MONTH
from sim.campaign.table import Course
from sim.figures import style
from sim.figures.campaigns.chart import Frame, draw_groups, draw_scale, frame_of, lay_chart
from sim.figures.campaigns.months import name_of_month
from sim.figures.campaigns.signs import key_of, put_signs, raise_signs
from sim.figures.campaigns.words import explain, room_of, small_print
from sim.figures.sheets import WIDTH, head

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

PANELS, ACROSS = 8, 4
SIDE, GAP, TITLE = 0.3, 0.14, 0.3  # inches
BELOW, SINCE = 0.5, "since the last map"
SCHEMATIC = "The map is schematic: no place on it is a real one. A mark of a raid stands to the upper right of its post."


def moments_of(weeks: int) -> list[int]:
    """Which weeks are shown? The start, then evenly to the end: ends of months, of weeks where there are few months."""
    if not has_months_enough(weeks):
        return [int(week) for week in np.unique(np.linspace(0, weeks, PANELS).round())]
    shown = [round(month * WEEKS_A_MONTH) for month in np.linspace(0, int(weeks / WEEKS_A_MONTH), PANELS).round()]
    return [*shown[:-1], weeks]


def has_months_enough(weeks: int) -> bool:
    """Are there as many whole months as maps after the first?"""
    return weeks / WEEKS_A_MONTH >= PANELS - 1


def title_of(course: Course, week: int, in_months: bool) -> str:
    """Which moment is this?"""
    if week == 0:
        return "start"
    number = month_in_campaign(week - 1) + 1 if in_months else week
    name = name_of_month(course.campaign, week - 1)
    return f"end of {'month' if in_months else 'week'} {number}" + (f" ({name})" if name else "")


def draw_campaign_map(course: Course) -> "Figure":
    """Where were posts held, lost and given up, from the start to the end?

    Parameters
    ----------
    course : Course
        From `sim.campaign.table.trace`.

    Returns
    -------
    matplotlib.figure.Figure
        Up to eight maps of one scale, 11 inches wide.
    """
    moments, frame = moments_of(len(course.series)), frame_of(course)
    in_months = has_months_enough(len(course.series))
    with style.styled():
        key = key_of(course.campaign, SINCE, SINCE)
        figure, panels = lay_maps(len(moments), frame, room_of(key))
        for k, (axes, week) in enumerate(zip(panels, moments, strict=True)):
            draw_moment(axes, course, frame, week, moments[max(0, k - 1)])
            axes.set_title(title_of(course, week, in_months), fontsize=8.5)
        draw_scale(panels[0], frame)
        head(figure, "Posts held, lost and given up")
        explain(figure, key)
        small_print(figure, f"{course.campaign.title}; campaign {course.number} of seed {course.seed}. {SCHEMATIC}")
    return figure


def lay_maps(count: int, frame: Frame, above: float) -> "tuple[Figure, list[Axes]]":
    """A sheet with so many maps of one size, in rows, below so many inches of words."""
    across = min(ACROSS, max(count, 3))
    rows = -(-count // across)
    wide = (WIDTH - 2 * SIDE - (across - 1) * GAP) / across
    high = wide / frame.shape
    figure = style.blank(WIDTH, above + BELOW + rows * (high + TITLE))
    top = figure.get_size_inches()[1] - above
    return figure, [
        style.place(figure, SIDE + column * (wide + GAP), top - (row + 1) * (high + TITLE), wide, high)
        for row, column in (divmod(k, across) for k in range(count))
    ]


def draw_moment(axes: "Axes", course: Course, frame: Frame, week: int, since: int) -> None:
    """One map: the end of this week, and the raids since the end of another."""
    lay_chart(axes, course, frame)
    draw_groups(axes, course)
    put_signs(raise_signs(axes, course.campaign), course, week, since, since)
    held = f"{course.held(week).sum()} of {len(course.ground.posts)} held"
    axes.set_title(held, loc="right", fontsize=7, fontweight="normal", color=style.GREY)
