"""One raid or ambush of a campaign in a few sentences, and which luck it was."""

from collections.abc import Iterator, Mapping

from sim.campaign.account import LEFT, Attack
from sim.campaign.called import called_group, counted, figure, when_and_where
from sim.campaign.sentences import ENGLISH
from sim.campaign.state import DAY_MINUTES
from sim.campaign.table import Course
from sim.story import clock


def describe_raid(course: Course, k: int, words: Mapping[str, str] = ENGLISH) -> str:
    """What happened in event number `k` of this campaign, and which luck was it?

    Parameters
    ----------
    course : Course
        From `sim.campaign.table.trace`.
    k : int
        Which row of `course.events`.
    words : mapping, optional
        With the keys of `sim.campaign.sentences.ENGLISH`.
    """
    attack = course.events.slice(k, 1).to_pylist()[0]
    first = words["ambush" if attack["ambush"] else "raid"].format(
        **when_and_where(course, attack, words),
        clock=clock(attack["minute"] % DAY_MINUTES, 0.0),
        attackers=counted(attack["attackers"], "attackers", words),
        groups=counted(attack["partners"], "groups", words),
        group=called_group(course, attack["group"], words),
        defenders=counted(attack["defenders"], "people", words),
        course="; ".join(went(attack, words)),
    )
    return f"{first} {losses_of(attack, words)} {again(course, attack, words)}"


def went(attack: Attack, words: Mapping[str, str]) -> Iterator[str]:
    """Who came to help, and how it ended."""
    if attack["air"] != "not_called":
        yield words[f"raid_air_{attack['air']}"]
    if attack["relief_people"]:
        yield words["raid_relief"].format(people=counted(attack["relief_people"], "people", words))
    left = attack["ending"] in LEFT and attack["cause"] != "none"
    yield words["raid_ending_because" if left else "raid_ending"].format(
        minutes=f"{attack['duration_minutes']:.0f}",
        ending=words[f"ending_{attack['ending']}"],
        reason=words[f"reason_{attack['cause']}"],
    )


def losses_of(attack: Attack, words: Mapping[str, str]) -> str:
    """Who was killed, wounded and captured in it, and what was taken?"""
    return words["raid_losses"].format(
        killed=figure(attack["attackers_killed"], words),
        wounded=figure(attack["attackers_wounded"], words),
        garrison_killed=figure(attack["defenders_killed"], words),
        garrison_captured=figure(attack["defenders_captured"], words),
        firearms=counted(attack["arms_captured"], "firearms", words),
    )


def again(course: Course, attack: Attack, words: Mapping[str, str]) -> str:
    """By which numbers can this very raid be played again, by itself?"""
    return words["raid_again"].format(number=attack["number"], campaign=course.number, seed=course.seed)
