"""Who an agent is, and what a value of its row means, as a person would say it."""

from collections.abc import Callable
from enum import IntEnum
from typing import NamedTuple

from sim.config import Scenario
from sim.draws import Question
from sim.state import AirStatus, Cause, Ending, ReliefStatus, Stance, Workspace
from sim.story import spoken_name
from sim.why.ground import NOBODY, POINTS_TO, Spot, column

ALONE = {
    "attack": "the attackers' commander", "defence": "the garrison's commander", "air": "the aircraft", "relief": "the relief",
    "world": "the raid",
}  # fmt: skip
WORDS: dict[str, type[IntEnum]] = {"units.stance": Stance, "air.status": AirStatus, "relief.status": ReliefStatus,
         "world.ending": Ending, "attack.cause": Cause, "groups.cause": Cause}  # fmt: skip
FLAGS = {
    "seen": ("not seen", "seen by the other side"), "taken": ("not taken", "taken"),
    "assaulted": ("no assault ordered", "an assault ordered"), "leaving": ("no order to leave", "everybody ordered to leave"),
    "met": ("not what they came for", "what they came for"), "aimed": ("fires at an area", "fires at what is seen"),
    "firing": ("does not fire", "fires"),
}  # fmt: skip
UNITS = {"x": " m east", "y": " m north", "strength": " points"}
TITLES = {
    "hits": "people hit in this tick",
    "fired": "rounds fired in this tick",
    "breaching_hits": "breaching rounds on the wall in this tick",
    "rounds_fired": "rounds fired so far",
    "breaching_fired": "breaching rounds fired so far",
    "rounds": "rounds carried",
    "x": "position",
    "y": "position",
    "pinned": "mean suppression",
    "unready": "share not at its post",
    "under_fire": "enemy units that fire at it",
    "incoming": "rounds that come in",
    "breaching": "breaching rounds carried",
    "called_minute": "calls for help",
    "due_minute": "due",
    "left_minute": "left the fight",
    "occupied_minute": "station occupied",
    "ending": "how it ended",
    "burned_minute": "station burned",
    "forced_out_minute": "attackers forced out",
    "strength": "strength left",
    "breached_minute": "breached",
    "taken_minute": "taken",
    "leave_minute": "order to leave",
    "strikes": "strikes in this tick",
    "place": "where it is",
    "goal": "goes for",
    "target": "fires at",
    "fit": "fit people",
}
SKY = ("rain", "light")
BARE = {*FLAGS, "stance", "status"}  # their values say what they are
ASKED = {
    Question.SPOTTED: "that it is spotted",
    Question.LOST: "that it is lost from sight",
    Question.YIELD: "that it leaves its post",
    Question.GROUP_LEAVES: "that the group leaves",
    Question.LEAVES: "that everybody is ordered to leave",
    Question.ASSAULT: "that the order changes",
}
MADE = {
    Question.HITS: "hit by fire at an area and by strikes",
    Question.AIMED_HITS: "hit by aimed rounds",
    Question.KILLED: "killed",
    Question.ROUNDS: "fired",
    Question.BREACHING_SHOTS: "fired of the breaching rounds",
    Question.BREACHING_HITS: "on the wall",
    Question.AIR_STRIKES: "strikes",
}


class Side(NamedTuple):
    """One of the two raids."""

    scenario: Scenario
    workspace: Workspace


def name_of(side: Side, record: str, row: int, field: str = "") -> str:
    """Who is this?"""
    if field in SKY:
        return "the sky"
    makers: dict[str, Callable[[Side, int], str]] = {"units": unit_name, "places": place_name, "groups": group_name}
    return makers[record](side, row) if record in makers else ALONE[record]


def unit_name(side: Side, row: int) -> str:
    """A squad, a section or relief, by number."""
    unit = side.workspace.raid.units[row]
    number = int(unit.address) % 1024 + 1 if unit.group >= 0 else row - _first_of_relief(side) + 1
    if unit.group < 0:
        return f"section {number} of the relief"
    if unit.side == 0:
        return f"squad {number} of {_group(side, int(unit.group))}"
    return f"section {number} of the {list(side.scenario.garrison.contingents)[int(unit.group)].replace('_', ' ')}"


def _first_of_relief(side: Side) -> int:
    groups = column(side.workspace, "units", "group")[: int(side.workspace.raid.world.units)]
    return int((groups < 0).argmax())


def _group(side: Side, row: int) -> str:
    return spoken_name(list(side.scenario.resistance.groups)[row], side.scenario)


def group_name(side: Side, row: int) -> str:
    """A group by its name."""
    return f"the {_group(side, row)} group"


def place_name(side: Side, row: int) -> str:
    """A building."""
    return "the main building" if row == int(side.workspace.raid.world.places) - 1 else f"strongpoint {row + 1}"


def both_said(sides: tuple[Side, Side], spot: Spot) -> tuple[str, str]:
    """Both values in words; two numbers that differ look different."""
    return next(
        (pair for pair in (_both_said(sides, spot, digits) for digits in range(3, 17)) if pair[0] != pair[1]),
        _both_said(sides, spot, 17),
    )


def _both_said(sides: tuple[Side, Side], spot: Spot, digits: int) -> tuple[str, str]:
    one, other = (said(side, spot, row, digits) for side, row in zip(sides, spot.rows, strict=True))
    return one, other


def said(side: Side, spot: Spot, row: int, digits: int) -> str:
    """The value of this field, in words."""
    record, field = spot.record, spot.field
    if row == NOBODY:
        return "not there"
    value = column(side.workspace, record, field)[row].item()
    if words := WORDS.get(f"{record}.{field}"):
        return words(int(value)).name.lower().replace("_", " ")
    if field in FLAGS:
        return FLAGS[field][int(value > 0)]
    if field in POINTS_TO:
        return name_of(side, POINTS_TO[field], int(value)) if value >= 0 else "nobody and nothing"
    if field.endswith("_minute"):
        return f"minute {value:.{digits}g}" if value > 0 else "not yet"
    return (f"{value:,}" if isinstance(value, int) else f"{value:.{digits}g}") + UNITS.get(field, "")


def what_is(field: str) -> str:
    """What does this field say? Empty where its values say it."""
    return "" if field in BARE else TITLES.get(field, field.replace("_", " "))
