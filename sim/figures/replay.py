"""What a raid's course does not keep, played again: the same seed and number give the same raid to the last bit."""

from typing import NamedTuple

import numpy as np

from sim.config import Scenario
from sim.scenario import compile_plan
from sim.story import seed_of
from sim.watched import watch


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
    seen = watch(compile_plan(scenario), seed_of(raid), int(raid.world.raid))
    kept = slice(int(raid.world.tick) + 1)
    return Walls(seen.walls[kept, :, 0], seen.walls[kept, :, 1] > 0, seen.tracks[0])
