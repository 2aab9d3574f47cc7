"""Weeks as months: their numbers, their names, and an axis of them."""

from typing import TYPE_CHECKING

import numpy as np

from sim.campaign.called import month_in_campaign
from sim.campaign.config import Campaign
from sim.campaign.rules.season import month_of
from sim.campaign.state import MONTHS, WEEKS_A_MONTH

if TYPE_CHECKING:
    from matplotlib.axes import Axes

STEPS = (1, 2, 3, 4, 6, 12, 24, 48)  # months between two labels
A_MOMENT = 0.01  # weeks


def month_at(weeks: np.ndarray) -> np.ndarray:
    """In which month of the campaign does each of these weeks begin? 0 is the first."""
    return np.array([month_in_campaign(int(week)) for week in weeks], int)


def months_begun(weeks: int) -> int:
    """How many months have so many weeks, the last of them perhaps not whole?"""
    return month_in_campaign(max(0, weeks - 1)) + 1


def name_of_month(campaign: Campaign, week: float) -> str:
    """The calendar's name of the month in this week, in three letters; empty where the campaign may begin at any time."""
    first = campaign.season.first_month
    return MONTHS[month_of(float(first.low), float(week))][:3].capitalize() if first.low == first.high else ""


def label_of(campaign: Campaign, number: int, months: float) -> str:
    """A number, and below it the month of the calendar that begins so many months after the start."""
    return f"{number}\n{name_of_month(campaign, months * WEEKS_A_MONTH + A_MOMENT)}".rstrip()


def step_of(months: float, most: int) -> int:
    """Every how many months is there a label, if there is room for so many?"""
    return next((step for step in STEPS if months / step <= most), STEPS[-1])


def scale_months(axes: "Axes", campaign: Campaign, months: float, most: int = 12) -> None:
    """Time in months since the start, on the axis across."""
    ticks = np.arange(0, int(months) + 1, step_of(months, most))
    axes.set_xticks(ticks, [label_of(campaign, int(tick), float(tick)) for tick in ticks])
    axes.set_xlim(0.0, months)


def scale_bars(axes: "Axes", campaign: Campaign, months: int, most: int = 24) -> None:
    """Months by their numbers, a bar each, on the axis across."""
    ticks = np.arange(1, months + 1, step_of(months, most))
    axes.set_xticks(ticks, [label_of(campaign, int(tick), float(tick - 1)) for tick in ticks])
    axes.set_xlim(0.4, months + 0.6)
