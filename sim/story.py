"""The story of a raid in plain sentences: what happened when, to whom and why.

Everything is read from the rows of a raid that was played, in a fixed order, so the story does not depend on who played
it. A milestone that has not happened is not told.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

import numpy as np
import pyarrow as pa

from sim.config import Scenario
from sim.sentences import ENGLISH
from sim.state import NEVER, Cause, Ending, Objective, ReliefMode, Stance

TOGETHER_MINUTES = 5.0  # sections of one contingent that give up so soon after one another are told in one sentence
MOST_NUMBERS = 6  # strongpoints named by their numbers in one sentence

# What can happen, in the order in which it is told within one minute.
EVENTS = (
    "contact", "call", "air_overhead", "relief_blocked", "relief_landed", "breached", "section_fled", "section_surrendered",
    "strongpoint_taken", "main_taken", "occupied", "burned", "group_left", "objective_met", "leave", "forced_out", "end",
)  # fmt: skip

# The same, the most telling first; and what is told already by another event of the same minute.
TELLING = (
    "end", "forced_out", "occupied", "objective_met", "leave", "main_taken", "contact", "group_left", "air_overhead",
    "relief_landed", "burned", "call", "strongpoint_taken", "relief_blocked", "section_surrendered", "section_fled", "breached",
)  # fmt: skip
SAID_BY = {
    "main_taken": ("occupied",),
    "strongpoint_taken": ("occupied",),
    "leave": ("forced_out", "objective_met"),
    "breached": ("strongpoint_taken", "main_taken", "occupied"),
}


class Milestone(NamedTuple):
    """One thing that happened in a raid."""

    minute: float
    event: str  # one of EVENTS
    who: str  # a side, or the name of a group, contingent or place; the same in every language
    cause: str  # of a leaving: a name of `state.Cause` in lower case; else empty
    text: str


def milestones(scenario: Scenario, raid: np.record, words: Mapping[str, str] = ENGLISH) -> list[Milestone]:
    """What happened in this raid, in order?

    Parameters
    ----------
    scenario : Scenario
        The scenario that was played; it names the groups and contingents.
    raid : numpy.record
        Of `state.RAID`, as it stands after its last tick (``RaidModel(...).workspace.raid``); a raid that still runs
        tells what has happened so far.
    words : mapping, optional
        The sentences to tell it in, with the keys of `sim.sentences.ENGLISH`.

    Returns
    -------
    list of Milestone
        Sorted by minute, and within a minute as in `EVENTS`.
    """
    told = [
        *_help(raid, words), *_places(raid, words), *_sections(scenario, raid, words), *_groups(scenario, raid, words),
        *_verdict(raid, words),
    ]  # fmt: skip
    happened = [milestone for milestone in told if milestone.minute != NEVER]
    return sorted(happened, key=lambda milestone: (milestone.minute, EVENTS.index(milestone.event)))


def milestone_table(told: Sequence[Milestone]) -> pa.Table:
    """The same story as an Arrow table, a row a milestone."""
    fields = [pa.field("minute", pa.float64(), metadata={"unit": "min", "meaning": "time since the start"})]
    fields += [pa.field(name, pa.string()) for name in Milestone._fields[1:]]
    return pa.Table.from_pylist([milestone._asdict() for milestone in told], schema=pa.schema(fields))


def most_telling(told: Sequence[Milestone], room: int = 12) -> list[Milestone]:
    """Which of these milestones say most, if there is room for so many? In their order in time.

    Where two of one minute tell the same (the main building is taken, so the station is occupied), one is enough.
    """
    said = {(milestone.minute, milestone.event) for milestone in told}
    fresh = [m for m in told if not any((m.minute, event) in said for event in SAID_BY.get(m.event, ()))]
    ranked = sorted(range(len(fresh)), key=lambda k: (TELLING.index(fresh[k].event), fresh[k].minute))
    return [fresh[k] for k in sorted(ranked[:room])]


def clock(minute: float, start_hour: float) -> str:
    """What does a watch say then? Local time as hours and minutes; `start_hour` is ``raid.given.start_hour``."""
    minutes = int(start_hour * 60.0 + minute) % (24 * 60)
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


def listed(words: Sequence[str], both: str = ENGLISH["and"]) -> str:
    """One, one and another, or several: with commas, and an 'and' before the last."""
    return ", ".join(words) if len(words) < 2 else both.format(others=", ".join(words[:-1]), last=words[-1])


def minute_words(minute: float) -> str:
    """A minute with as many digits as its tick needs."""
    return f"{minute:.4f}".rstrip("0").rstrip(".")


def spoken_name(name: str, scenario: Scenario) -> str:
    """How is the name of a group written in a sentence? As the scenario's own texts write it, else with a capital."""
    written = f"{scenario.title} {scenario.assumed} {scenario.source}".replace(",", " ").replace("'", " ").split()
    words = [next((w for w in written if w.lower() == word), word.capitalize()) for word in name.split("_")]
    return " ".join(words)


def seed_of(raid: np.record) -> int:
    """Under which seed was this raid played?"""
    return int(raid.world.key_0) | int(raid.world.key_1) << 32


def verdict(raid: np.record, words: Mapping[str, str] = ENGLISH) -> str:
    """How did the raid end, and why, in words? Empty while it runs."""
    ending, cause = Ending(int(raid.world.ending)), Cause(int(raid.attack.cause))
    if ending == Ending.RUNNING:
        return ""
    said = words[f"ending_{ending.name.lower()}"]
    if ending == Ending.UNDECIDED or cause == Cause.NONE:
        return said
    return words["ending_because"].format(ending=said, reason=_reason(cause, words))


def _reason(cause: Cause, words: Mapping[str, str]) -> str:
    return words[f"reason_{cause.name.lower()}"]


def _help(raid: np.record, words: Mapping[str, str]) -> Iterator[Milestone]:
    way = "road" if int(raid.given.relief_mode) == ReliefMode.ROAD else "air"
    landed = words[f"relief_landed_{way}"].format(people=raid.relief.landed_people)
    yield Milestone(float(raid.attack.contact_minute), "contact", "attackers", "", words["contact"])
    yield Milestone(float(raid.defence.called_minute), "call", "garrison", "", words["call"])
    yield Milestone(float(raid.air.first_minute), "air_overhead", "aircraft", "", words["air_overhead"])
    yield Milestone(float(raid.relief.blocked_minute), "relief_blocked", "relief", "", words["relief_blocked"])
    yield Milestone(float(raid.relief.landed_minute), "relief_landed", "relief", "", landed)


def _places(raid: np.record, words: Mapping[str, str]) -> Iterator[Milestone]:
    last = int(raid.world.places) - 1
    taken, breached = raid.places["taken_minute"][: last + 1], raid.places["breached_minute"][: last + 1]
    breached = np.where((taken != NEVER) & (breached > taken), NEVER, breached)  # its new holders wear it down: no news
    yield from _together("breached", breached[:last], words)
    yield from _together("strongpoint_taken", taken[:last], words)
    yield Milestone(float(breached[last]), "breached", "main building", "", words["main_breached"])
    yield Milestone(float(taken[last]), "main_taken", "main building", "", words["main_taken"])


def _together(event: str, minutes: np.ndarray, words: Mapping[str, str]) -> Iterator[Milestone]:
    """One sentence for all strongpoints to which the same happens in the same minute."""
    for minute in np.unique(minutes[minutes != NEVER]):
        numbers = np.flatnonzero(minutes == minute) + 1
        so_far = ((minutes != NEVER) & (minutes <= minute)).sum()
        deed = words[event if len(numbers) > 1 else f"{event}_one"]
        text = deed.format(who=_listed(numbers, words), taken=so_far, all=len(minutes))
        yield Milestone(float(minute), event, _listed(numbers, ENGLISH), "", text)


def _listed(numbers: np.ndarray, words: Mapping[str, str]) -> str:
    """These strongpoints by their numbers; if they are many, how many."""
    if len(numbers) == 1:
        return words["strongpoint"].format(number=numbers[0])
    if len(numbers) > MOST_NUMBERS:
        return words["strongpoints_counted"].format(count=len(numbers))
    return words["strongpoints"].format(numbers=listed([str(number) for number in numbers], words["and"]))


def _sections(scenario: Scenario, raid: np.record, words: Mapping[str, str]) -> Iterator[Milestone]:
    rows = raid.units[raid.world.squads : raid.world.units]
    for c, name in enumerate(scenario.garrison.contingents):
        for event, people in (("section_surrendered", rows["captured"]), ("section_fled", rows["fled"])):
            gave_up = (rows["group"] == c) & (rows["left_minute"] != NEVER) & (people > 0)
            yield from _gathered(event, name, rows["left_minute"][gave_up], people[gave_up], words)


def _gathered(event: str, name: str, minutes: np.ndarray, people: np.ndarray, words: Mapping[str, str]) -> Iterator[Milestone]:
    """One sentence for all sections that gave up soon after one another."""
    order = np.argsort(minutes, kind="stable")
    minutes, people = minutes[order], people[order]
    bursts = np.flatnonzero(np.diff(minutes) > TOGETHER_MINUTES) + 1
    whose = words.get(f"people_{name}", words["people_named"]).format(name=name.replace("_", " "))
    for when, many in zip(np.split(minutes, bursts), np.split(people, bursts), strict=True):
        if len(when):
            took = when[-1] - when[0]
            deed = words[event + ("_one" if many.sum() == 1 else "_in" if took >= 1.0 else "")]
            text = deed.format(many=many.sum(), people=whose, minutes=f"{took:.0f}")
            yield Milestone(float(when[0]), event, name, "", text)


def _groups(scenario: Scenario, raid: np.record, words: Mapping[str, str]) -> Iterator[Milestone]:
    for group, name in zip(raid.groups, scenario.resistance.groups, strict=False):
        cause = Cause(int(group.cause))
        text = words["group_left"].format(group=spoken_name(name, scenario), reason=_reason(cause, words))
        yield Milestone(float(group.left_minute), "group_left", name, _word(cause), text)


def _verdict(raid: np.record, words: Mapping[str, str]) -> Iterator[Milestone]:
    world, attack, cause = raid.world, raid.attack, Cause(int(raid.attack.cause))
    leave_minute, why = float(attack.leave_minute), _reason(cause, words)
    yield Milestone(float(world.occupied_minute), "occupied", "attackers", "", words["occupied"])
    yield Milestone(float(world.burned_minute), "burned", "attackers", "", words["burned"])
    if attack.met > 0:
        yield Milestone(leave_minute, "objective_met", "attackers", "", _what(raid, words))
    if cause == Cause.NONE:
        order = words["leave"].format(reason=words["reason_objective_met" if attack.met > 0 else "reason_held"])
    else:
        order = words["leave"].format(reason=why)
    yield Milestone(leave_minute, "leave", "attackers", _word(cause), order)
    forced_out, end = words["forced_out"].format(reason=why), words["end"].format(verdict=verdict(raid, words))
    yield Milestone(float(world.forced_out_minute), "forced_out", "attackers", _word(cause), forced_out)
    yield Milestone(float(world.end_minute), "end", "attackers", _word(cause), end)


def _what(raid: np.record, words: Mapping[str, str]) -> str:
    """What did they come for and get?"""
    rows = raid.units[raid.world.squads : raid.world.units]
    objective = Objective(int(raid.given.resistance_objective))
    if objective == Objective.RAID:
        return words["objective_met_raid"].format(wanted=rows["captured"].sum())
    if objective == Objective.AMBUSH:
        lost = rows["killed"] + rows["wounded"] + rows["captured"]
        return words["objective_met_ambush"].format(wanted=lost[rows["stance"] == Stance.OFF_POST].sum())
    return words["objective_met_harass"].format(wanted=f"{raid.given.resistance_wanted:g}")


def _word(cause: Cause) -> str:
    return "" if cause == Cause.NONE else cause.name.lower()
