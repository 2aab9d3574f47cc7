"""One raid with all there is to see in it, tick by tick, played by the compiled rules."""

from typing import NamedTuple

import numpy as np

from sim.batch import trace_raid
from sim.outcome import N_SERIES
from sim.rules.muster import muster
from sim.state import MAX_PLACES, MAX_UNITS, Plan, Workspace, make_workspace

NOTHING = (np.zeros((0, N_SERIES)), np.zeros((0, MAX_UNITS, 5)), np.zeros((0, MAX_PLACES, 2)), np.zeros((0, MAX_UNITS, 2)))
ROOM = 1500  # ticks; a raid that is longer is played again, into as much room as it needs


class Watched(NamedTuple):
    """One raid from before its first tick to after its last."""

    raid: np.record  # of `state.RAID`, as it ended
    series: np.ndarray  # (ticks, N_SERIES) at the end of each tick
    tracks: np.ndarray  # (ticks + 1, units, 5): x and y in metres, fit people, stance, suppression; first as it began
    walls: np.ndarray  # (ticks + 1, places, 2): share of the strength left, whether attackers hold it; first as it began
    shots: np.ndarray  # (ticks, units, 2): rounds fired in the tick, the row of the target (-1: none)


def watch(plan: Plan, seed: int, number: int, workspace: Workspace | None = None) -> Watched:
    """How did raid `number` of this seed go?

    Parameters
    ----------
    plan : Plan
        From `compile_plan`.
    seed, number : int
        Which luck.
    workspace : Workspace, optional
        To play in; the raid that comes back is a window on it. A fresh one by default.
    """
    workspace = workspace or make_workspace()
    muster(workspace, plan, seed, number)  # how many are they?
    units, places = int(workspace.raid.world.units), int(workspace.raid.world.places)
    kept = room_for(ROOM, units, places)
    ticks = trace_raid(workspace, plan, seed, number, *kept)
    if ticks > ROOM:
        kept = room_for(ticks, units, places)
        trace_raid(workspace, plan, seed, number, *kept)
    series, tracks, walls, shots = kept
    return Watched(workspace.raid, series[:ticks], tracks[: ticks + 1], walls[: ticks + 1], shots[:ticks])


def room_for(ticks: int, units: int, places: int) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Series, tracks, walls and shots of so many ticks."""
    return (
        np.empty((ticks, N_SERIES)),
        np.empty((ticks + 1, units, 5)),
        np.empty((ticks + 1, places, 2)),
        np.empty((ticks, units, 2)),
    )
