"""Season: which month is it, and how much does it rain in each area this week?"""

import math

from sim.campaign.state import WEEKS_A_MONTH, Question
from sim.compiled import rule
from sim.draws import normal


@rule
def month_of(first_month, week):
    """Which month of the year is it in this week? 0 is January."""
    return math.floor(first_month - 1.0 + week / WEEKS_A_MONTH) % 12


@rule
def month_rain_mm(given, month):
    """How much rain falls in this month on average?"""
    return (
        given.season_january_mm, given.season_february_mm, given.season_march_mm, given.season_april_mm, given.season_may_mm,
        given.season_june_mm, given.season_july_mm, given.season_august_mm, given.season_september_mm, given.season_october_mm,
        given.season_november_mm, given.season_december_mm,
    )[month]  # fmt: skip


@rule
def rain_of_week(mean, spread, z):
    """How hard does it rain in the raids of a week, on the raid's scale from 0 to 1? About the month's mean, never below 0."""
    return min(1.0, mean * math.exp(spread * z - 0.5 * spread * spread))


@rule
def turn_season(campaign, a):
    """The week's rain in one area."""
    area, given, world = campaign.areas[a], campaign.given, campaign.world
    mm = month_rain_mm(given, month_of(given.season_first_month, world.tick))
    mean = mm * given.season_rain_per_mm * campaign.area_facts[a].rain_factor
    area.rain = rain_of_week(mean, given.season_spread, normal(world, area.address, Question.RAIN))
