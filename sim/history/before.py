"""What was known of a case before the fight: all that a prediction may read."""

from typing import NamedTuple


class Bounds(NamedTuple):
    """A number of people as sources give it; None where they do not."""

    low: int | None
    high: int | None


class Before(NamedTuple):
    """One case before its first shot. Texts are as the sources have them, and empty where they say nothing."""

    attacker: str
    defender: str
    country: str
    place: str
    date: str  # year, year and month, or the day
    attackers: Bounds
    defenders: Bounds
    start_local: str  # a clock time, a span of them, or words
    time_of_day: str
    weather: str
    structure: str
    bunkers: int | None
    scale: str  # post or base


TEXTS = ("attacker", "defender", "country", "place", "date", "start_local", "time_of_day", "weather", "structure", "scale")
NUMBERS = ("att_low", "att_high", "def_low", "def_high", "bunkers_total")
