"""Rain and light: rain wanders about a mean, light follows the clock; both shorten sight."""

import math

from sim.compiled import rule
from sim.draws import Question, normal

TWILIGHT_HOURS = 0.75
WEATHER_ADDRESS = 4_000_004


@rule
def next_rain(rain, mean, swing, memory_minutes, minutes, z):
    """How hard does it rain after so many minutes? Ornstein and Uhlenbeck, exact over any step; may pass 0 or 1."""
    kept = math.exp(-minutes / memory_minutes)
    return mean + (rain - mean) * kept + swing * math.sqrt(1.0 - kept * kept) * z


@rule
def light_at(hour, sunrise, sunset):
    """How light is it at this hour? 0 is night, 1 is day, a straight line through twilight."""
    hour = hour % 24.0
    after_dawn = (hour - sunrise) / TWILIGHT_HOURS + 0.5
    before_dusk = (sunset - hour) / TWILIGHT_HOURS + 0.5
    return min(1.0, max(0.0, min(after_dawn, before_dusk)))


@rule
def visibility(rain, light, rain_sight_loss, night_sight):
    """Which share of the clear-day range can be seen?"""
    return (1.0 - rain_sight_loss * rain) * (night_sight + (1.0 - night_sight) * light)


@rule
def change(raid):
    """The sky at this tick."""
    world, given, rules = raid.world, raid.given, raid.rules
    if world.tick > 0 and given.weather_rain_swing + abs(world.rain_level - given.weather_rain_mean) > 0.0:
        z = 0.0
        if given.weather_rain_swing > 0.0:
            z = normal(world, WEATHER_ADDRESS, Question.RAIN)
        world.rain_level = next_rain(
            world.rain_level, given.weather_rain_mean, given.weather_rain_swing, given.weather_rain_memory_minutes,
            given.tick_minutes, z,
        )  # fmt: skip
    world.rain = min(1.0, max(0.0, world.rain_level))
    world.rain_minutes += world.rain * given.tick_minutes
    world.light = light_at(given.start_hour + world.minute / 60.0, given.weather_sunrise_hour, given.weather_sunset_hour)
    world.visibility = visibility(world.rain, world.light, rules.rain_sight_loss, rules.night_sight)
