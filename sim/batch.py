"""Raids by the thousand: loops around the tick that release Python's lock, so that threads play side by side."""

from sim.compiled import rule
from sim.outcome import measure, record
from sim.rules.muster import muster
from sim.rules.units import share_left
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
def keep_units(raid, units):
    """Write where everybody is into `units`, shape (units, 5): x, y, fit, stance, suppression."""
    for i in range(raid.world.units):
        unit = raid.units[i]
        units[i, 0] = unit.x
        units[i, 1] = unit.y
        units[i, 2] = unit.fit
        units[i, 3] = unit.stance
        units[i, 4] = unit.suppression


@rule
def keep_walls(raid, walls):
    """Write the state of the buildings into `walls`, shape (places, 2): share of the strength left, taken."""
    for p in range(raid.world.places):
        walls[p, 0] = share_left(raid.places[p])
        walls[p, 1] = raid.places[p].taken


@rule
def keep_shots(raid, shots):
    """Write who fired into `shots`, shape (units, 2): rounds of this tick, row of the target (-1: none)."""
    for i in range(raid.world.units):
        shots[i, 0] = raid.units[i].fired
        shots[i, 1] = raid.units[i].target


@rule
def trace_raid(workspace, plan, seed, number, series, tracks, walls, shots):
    """Play one raid and keep its course.

    `series` has shape (ticks, N_SERIES) and `shots` (ticks, units, 2), at the end of each tick; `tracks` (ticks + 1, units, 5)
    and `walls` (ticks + 1, places, 2) begin with the state before the first. Returns the number of ticks played; what does
    not fit is not kept.
    """
    muster(workspace, plan, seed, number)
    raid, tick = workspace.raids[0], 0
    if len(tracks) > 0:
        keep_units(raid, tracks[0])
    if len(walls) > 0:
        keep_walls(raid, walls[0])
    while raid.world.ending == Ending.RUNNING:
        play_tick(raid)
        if tick < len(series):
            record(raid, series[tick])
        if tick < len(shots):
            keep_shots(raid, shots[tick])
        tick += 1
        if tick < len(tracks):
            keep_units(raid, tracks[tick])
        if tick < len(walls):
            keep_walls(raid, walls[tick])
    return tick
