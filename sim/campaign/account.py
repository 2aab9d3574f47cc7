"""What a story would tell of one campaign: how often, when first, when most, and where."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np

from sim.campaign.called import month_in_campaign
from sim.campaign.config import Campaign
from sim.campaign.rules.season import month_of
from sim.campaign.sentences import ENGLISH
from sim.campaign.state import MONTHS, Standing
from sim.campaign.table import Course
from sim.summary import wilson

CLEAR = 1.96  # standard errors
LEFT = ("forced_out", "withdrew", "repulsed")  # endings in which the attackers left without the post
MISSED = ("at_another_raid", "other_task", "grounded", "out_of_reach", "none_there")

Attack = dict[str, Any]  # a row of the course's events


class Account(NamedTuple):
    """A campaign, its attacks in the order of time, and the words to tell it in."""

    course: Course
    attacks: list[Attack]
    words: Mapping[str, str]

    @property
    def raids(self) -> list[Attack]:
        """The attacks on posts."""
        return [attack for attack in self.attacks if not attack["ambush"]]

    @property
    def lost(self) -> list[Attack]:
        """The raids in which the post was lost."""
        return [attack for attack in self.raids if attack["ending"] == "occupied"]

    @property
    def campaign(self) -> Campaign:
        """What was set."""
        return self.course.campaign


class Month(NamedTuple):
    """What happened in one month of a campaign."""

    month: int  # of the campaign, from 0
    first_week: int  # from 0
    raids: int
    lost: int  # posts
    ambushes: int
    air_came: int
    air_missed: int
    rain: float  # mean of its weeks and of all areas, from 0 to 1
    held: int  # posts at its end


class Halves(NamedTuple):
    """The rainy months beside the others, from the first week in which a group was ready."""

    months: list[int]  # the rainy ones, of the year, from 0
    weeks: tuple[int, int]  # rainy, others
    raids: tuple[int, int]
    lost: tuple[int, int]


def account_of(course: Course, words: Mapping[str, str] = ENGLISH) -> Account:
    """A campaign made ready to be told."""
    return Account(course, course.events.to_pylist(), words)


def first_ready(account: Account) -> int | None:
    """In which week had a group people and rounds enough for a raid first? From 0; None: never.

    The course says it of the end of a week, and a group that went out in a week was ready in it.
    """
    ready = [tick for tick, share in enumerate(account.course.series["ready_share"].to_pylist()) if share > 0.0]
    out = [attack["week"] for attack in account.attacks]
    return min([*ready[:1], *out[:1]], default=None)


def months(account: Account) -> list[Month]:
    """The campaign month by month."""
    series = account.course.series.to_pylist()
    ticks: dict[int, list[int]] = {}
    for tick in range(len(series)):
        ticks.setdefault(month_in_campaign(tick), []).append(tick)
    return [month_of_these(account, month, mine) for month, mine in ticks.items()]


def month_of_these(account: Account, month: int, ticks: Sequence[int]) -> Month:
    """What happened in these weeks, which are a month."""
    series = account.course.series
    mine = [attack for attack in account.attacks if attack["week"] in ticks]
    raids = [attack for attack in mine if not attack["ambush"]]
    return Month(
        month=month,
        first_week=ticks[0],
        raids=len(raids),
        lost=how_many(raids, ending=("occupied",)),
        ambushes=len(mine) - len(raids),
        air_came=how_many(mine, air=("came",)),
        air_missed=how_many(mine, air=MISSED),
        rain=float(np.mean([series["rain"][tick].as_py() for tick in ticks])),
        held=series["bases_held"][ticks[-1]].as_py(),
    )


def how_many(attacks: Iterable[Attack], **wanted: Sequence[str]) -> int:
    """How many of these attacks have one of the wanted codes in each of these columns?"""
    return sum(all(attack[column] in codes for column, codes in wanted.items()) for attack in attacks)


def most(counts: Mapping[Any, int]) -> tuple[list[Any], int]:
    """Which have most, in the order in which they stand there, and how many? None where nothing was counted."""
    highest = max(counts.values(), default=0)
    return [key for key, count in counts.items() if count == highest and highest > 0], highest


def rainy_months(campaign: Campaign) -> list[int]:
    """Which months of the year, from 0, have more rain than the mean of all twelve? None where it never rains."""
    spans = [getattr(campaign.season, f"{month}_mm") for month in MONTHS]
    rain = [(span.low + span.high) / 2.0 for span in spans]
    falls = (
        any(area.rain_factor.high > 0.0 for area in campaign.region.areas.values()) and campaign.season.rain_per_mm.high > 0.0
    )
    return [month for month in range(12) if falls and rain[month] > sum(rain) / 12.0]


def halves(account: Account) -> Halves | None:
    """How do the rainy months stand beside the others? None where there are not both, or nobody knows when they were."""
    first, first_month, rainy = first_ready(account), account.campaign.season.first_month, rainy_months(account.campaign)
    if first is None or first_month.low != first_month.high or not rainy:
        return None

    def split(ticks: Iterable[int]) -> tuple[int, int]:
        wet = [month_of(first_month.low, tick) in rainy for tick in ticks]
        return sum(wet), len(wet) - sum(wet)

    weeks = split(range(first, account.course.series.num_rows))
    if not all(weeks):
        return None
    return Halves(rainy, weeks, split(one["week"] for one in account.raids), split(one["week"] for one in account.lost))


def is_rate_clear(counts: tuple[int, int], weeks: tuple[int, int]) -> bool:
    """Do two rates differ by more than chance makes of one? The interval of their difference leaves out nothing."""
    one, other = (count / span for count, span in zip(counts, weeks, strict=True))
    variance = sum(count / span**2 for count, span in zip(counts, weeks, strict=True))
    return bool(abs(one - other) > CLEAR * variance**0.5)


def is_share_clear(successes: tuple[int, int], trials: tuple[int, int]) -> bool:
    """The same of two shares, by Newcombe's interval of their difference (1998)."""
    if not all(trials):
        return False
    low, high = wilson(np.array(successes), np.array(trials))
    one, other = np.array(successes) / np.array(trials)
    below = one - other - np.hypot(one - low[0], high[1] - other)
    above = one - other + np.hypot(high[0] - one, other - low[1])
    return bool(below > 0.0 or above < 0.0)


def air_example(account: Account) -> tuple[Attack, Attack] | None:
    """One attack without aircraft, and the one they were sent to: the first in which the post was lost, else the first."""
    without = [one for one in account.attacks if one["air"] == "at_another_raid" and one["air_elsewhere"] >= 0]
    for attack in sorted(without, key=lambda one: one["ending"] != "occupied"):
        before = [
            other
            for other in account.attacks
            if other["post"] == attack["air_elsewhere"] and other["minute"] < attack["minute"] and other["air"] != "not_called"
        ]
        if before:
            return attack, before[-1]
    return None


def changes_to(course: Course, before: Standing, after: Standing) -> list[tuple[int, int]]:
    """When did which post change so between the ends of two weeks? Weeks from 0, and posts, in order."""
    changed = (course.standings[:-1] == before) & (course.standings[1:] == after)
    return [(int(tick), int(post)) for tick, post in np.argwhere(changed)]


def people_given_up(course: Course) -> int:
    """How many people had the posts that were given up, at the end of the week before?"""
    return sum(int(course.people[tick, post]) for tick, post in changes_to(course, Standing.HELD, Standing.GIVEN_UP))


def strengthened(course: Course) -> int:
    """How many posts that are held have stronger walls at the end than at the start?"""
    held, more = course.standings[-1] == Standing.HELD, course.structure[-1] > course.structure[0] + 1e-9
    return int((held & more).sum())


def tally(attacks: Iterable[Attack], of: Callable[[Attack], Any]) -> Counter:
    """How many attacks of each?"""
    return Counter(of(attack) for attack in attacks)


def area_of(account: Account, attack: Attack) -> str:
    """In which area was it?"""
    return account.course.ground.posts[attack["post"]].name.split(".")[0]


def reported(campaign: Campaign, measure: str) -> list[float]:
    """Which numbers of this measure were reported? None where nobody said."""
    said = campaign.reported.facts.get(measure, [])
    return [float(number) for number in (said if isinstance(said, list) else [said]) if not isinstance(number, bool)]
