"""What a raid's course does not keep, played again: the same seed and number give the same raid to the last bit."""

from typing import NamedTuple

import numpy as np

from sim.config import Scenario
from sim.rules.muster import muster
from sim.scenario import compile_plan
from sim.state import Ending, make_workspace
from sim.story import seed_of
from sim.tick import play_tick


class Walls(NamedTuple):
    """The buildings, tick by tick; the first row is the state before the first tick."""

    left: np.ndarray  # (ticks + 1, places) share of the strength left
    taken: np.ndarray  # (ticks + 1, places) whether it is in the attackers' hands
    start: np.ndarray  # (units, 5) the row of `Course.tracks` before the first tick


def replay_walls(scenario: Scenario, raid: np.record) -> Walls:
    """How did the strength of each building go down, and where did everybody stand at first?

    Parameters
    ----------
    scenario : Scenario
        The one that was played.
    raid : numpy.record
        Of `state.RAID`, played; its keys and its number say which luck.

    Returns
    -------
    Walls
        As many rows as the raid has ticks, and one more.
    """
    workspace = make_workspace()
    muster(workspace, compile_plan(scenario), seed_of(raid), int(raid.world.raid))
    again = workspace.raid
    places = again.places[: again.world.places]
    start, left, taken = unit_row(again), [share_left(places)], [places["taken"] > 0]
    while again.world.ending == Ending.RUNNING and again.world.tick < raid.world.tick:
        play_tick(again)
        left.append(share_left(places))
        taken.append(places["taken"] > 0)
    return Walls(np.array(left), np.array(taken), start)


def share_left(places: np.ndarray) -> np.ndarray:
    """Which share of its strength has each building? Nothing was ever there: nothing is left."""
    full = places["full_strength"]
    return np.divide(places["strength"], full, out=np.zeros(len(places)), where=full > 0.0)


def unit_row(raid: np.record) -> np.ndarray:
    """Where everybody is now, shape (units, 5), as in `Course.tracks`."""
    units = raid.units[: raid.world.units]
    return np.stack([units[name].astype(float) for name in ("x", "y", "fit", "stance", "suppression")], axis=1)
