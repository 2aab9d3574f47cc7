"""What things, numbers and times of a campaign are called in a sentence."""

from collections.abc import Mapping, Sequence
from typing import Any

from sim.campaign.config import Campaign
from sim.campaign.rules.season import month_of
from sim.campaign.sentences import ENGLISH
from sim.campaign.state import MONTHS, WEEKS_A_MONTH
from sim.campaign.table import Course
from sim.story import listed as listed_with


def called(course: Course, post: int, words: Mapping[str, str] = ENGLISH) -> str:
    """What is this post called? By its kind, its number among those of its kind in the area, and its area.

    Parameters
    ----------
    course : Course
        From `sim.campaign.table.trace`.
    post : int
        Which post, as in the columns `post` and `air_elsewhere` of the events.
    words : mapping, optional
        With the keys of `sim.campaign.sentences.ENGLISH`.

    Returns
    -------
    str
        Such as ``"outpost 12 in the north-west"``.
    """
    area, kind, number = course.ground.posts[post].name.split(".")
    title = words.get(f"kind_{kind}", course.campaign.region.kinds[kind].title)
    return words["numbered"].format(kind=title, number=number, where=in_area(course.campaign, area, words))


def called_group(course: Course, group: int, words: Mapping[str, str] = ENGLISH) -> str:
    """What is this group called? By its number, and its area."""
    area, _, number = course.ground.groups[group][0].split(".")
    return words["group_numbered"].format(number=number, where=in_area(course.campaign, area, words))


def when_and_where(course: Course, attack: Mapping[str, Any], words: Mapping[str, str] = ENGLISH) -> dict[str, str]:
    """The week and the post of a raid or ambush, a row of the events, and how it ended."""
    return {
        "when": week_words(course.campaign, attack["week"], words),
        "post": called(course, attack["post"], words),
        "ending": words[f"ending_{attack['ending']}"],
    }


def in_area(campaign: Campaign, area: str, words: Mapping[str, str] = ENGLISH) -> str:
    """Where is that, in words?"""
    title = words.get(f"area_{area}", campaign.region.areas[area].title)
    is_determined = title.split()[:1] and title.split()[0].lower() in words["determiners"].split()
    return words["in_named_area" if is_determined else "in_area"].format(area=title)


def counted(number: float, noun: str, words: Mapping[str, str] = ENGLISH) -> str:
    """So many of these: none, one or several."""
    form = {0: f"{noun}_none", 1: f"{noun}_one"}.get(int(number), noun)
    return words[form].format(n=f"{int(number):,}")


def figure(number: float, words: Mapping[str, str] = ENGLISH) -> str:
    """A count by itself."""
    return counted(number, "figure", words)


def listed(parts: Sequence[str], words: Mapping[str, str] = ENGLISH) -> str:
    """Several things in one breath."""
    return listed_with(parts, words["and"])


def week_words(campaign: Campaign, tick: int, words: Mapping[str, str] = ENGLISH) -> str:
    """Which week is this? The first is week 1; with its month, where it is known when the campaign begins."""
    first_month = campaign.season.first_month
    if first_month.low != first_month.high:
        return words["week"].format(week=tick + 1)
    month = words[MONTHS[month_of(first_month.low, tick)]]
    return words["week_of_month"].format(week=tick + 1, month=month)


def month_words(campaign: Campaign, month: int, words: Mapping[str, str] = ENGLISH) -> str:
    """Which month of the campaign is this? The first is month 1; with its name, where it begins as the calendar's does."""
    first_month = campaign.season.first_month
    if first_month.low != first_month.high or first_month.low % 1.0:
        return words["month"].format(month=month + 1)
    name = words[MONTHS[(int(first_month.low) - 1 + month) % 12]]
    return words["month_named"].format(month=month + 1, name=name)


def month_in_campaign(tick: int) -> int:
    """In which month of the campaign is this week? The first is 0."""
    return int(tick / WEEKS_A_MONTH)


def months_listed(months: Sequence[int], words: Mapping[str, str] = ENGLISH) -> str:
    """These months of the year by name; from one to another where they follow each other, over the new year too."""
    starts = [month for month in months if (month - 1) % 12 not in months]
    if len(starts) != 1 or len(months) < 3:
        return listed([words[MONTHS[month]] for month in months], words)
    first, last = starts[0], (starts[0] + len(months) - 1) % 12
    return words["months_from_to"].format(first=words[MONTHS[first]], last=words[MONTHS[last]])


def counted_where(campaign: Campaign, words: Mapping[str, str]) -> str:
    """Where are posts counted apart?"""
    return in_area(campaign, str(campaign.counted.area), words)


def counted_when(campaign: Campaign, words: Mapping[str, str]) -> str:
    """In which weeks are they counted apart? Empty where that differs from one campaign to another."""
    first, past = campaign.counted.from_week, campaign.counted.to_week
    is_known = first.low == first.high and past.low == past.high
    return words["in_weeks"].format(first=int(first.low) + 1, last=int(past.low)) if is_known else ""
