"""Raids by the thousand: loops around the tick that release Python's lock, so that threads play side by side."""

from sim.compiled import rule
from sim.outcome import measure, record
from sim.rules.muster import muster
from sim.state import Ending
from sim.tick import play_tick


@rule
def play_raid(workspace, plan, seed, number):
    """Play raid `number` of this seed to its end."""
    muster(workspace, plan, seed, number)
    raid = workspace.raids[0]
    while raid.world.ending == Ending.RUNNING:
        play_tick(raid)


@rule
def play_block(workspace, plan, seed, first, rows):
    """Play raids `first`, `first + 1`, ... one after the other, a row of `rows`, shape (raids, N_COLUMNS), for each.

    Returns the number of ticks played.
    """
    ticks, raid = 0, workspace.raids[0]
    for k in range(len(rows)):
        play_raid(workspace, plan, seed, first + k)
        ticks += raid.world.tick
        measure(raid, rows[k])
    return ticks


@rule
def play_points(workspace, plan, seed, slots, levels, numbers, rows):
    """Play raid `numbers[k]` with the facts at `slots` set to `levels[k]`, a row of `rows`, shape (raids, N_COLUMNS), for each.

    `levels` has shape (raids, slots). The bounds in `plan` are overwritten at these slots: it must be this thread's own.
    """
    raid = workspace.raids[0]
    for k in range(len(rows)):
        for j in range(len(slots)):
            plan.low[slots[j]] = levels[k, j]
            plan.high[slots[j]] = levels[k, j]
        play_raid(workspace, plan, seed, numbers[k])
        measure(raid, rows[k])


@rule
def trace_raid(workspace, plan, seed, number, series, tracks):
    """Play one raid and keep its course.

    `series` has shape (ticks, N_SERIES), `tracks` (ticks, units, 5): x, y, fit, stance, suppression. Returns the number
    of ticks played; what does not fit is not kept.
    """
    muster(workspace, plan, seed, number)
    raid, tick = workspace.raids[0], 0
    while raid.world.ending == Ending.RUNNING:
        play_tick(raid)
        if tick < len(series):
            record(raid, series[tick])
            for i in range(raid.world.units):
                unit = raid.units[i]
                tracks[tick, i, 0] = unit.x
                tracks[tick, i, 1] = unit.y
                tracks[tick, i, 2] = unit.fit
                tracks[tick, i, 3] = unit.stance
                tracks[tick, i, 4] = unit.suppression
        tick += 1
    return tick
