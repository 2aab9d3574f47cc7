"""Campaigns by the thousand as one Arrow table, and the course of one campaign."""

from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa

from sim.campaign.batch import play_points, trace_campaign
from sim.campaign.config import Campaign
from sim.campaign.ground import Ground, lay_out
from sim.campaign.outcome import COLUMNS, EVENTS, N_COLUMNS, N_EVENTS, N_SERIES, SERIES, measure
from sim.campaign.scenario import compile_plan, own_plan
from sim.campaign.state import MAX_ATTACKS, AirAnswer, Field, Plan, Standing, make_field
from sim.campaign.warm import warm_up
from sim.subject import RAID
from sim.table import arrow_columns, check_numbers, play_in_blocks

BLOCK = 8  # campaigns a thread plays before it asks for more
CODES = {**RAID.codes, "air": [member.name.lower() for member in AirAnswer]}
ROOM = 2000  # raids; a campaign with more is played again, into as much room as it needs


class Course(NamedTuple):
    """One campaign from its first week to its last."""

    campaign: Campaign
    ground: Ground
    seed: int
    number: int
    series: pa.Table  # a row a week, columns of `outcome.SERIES`
    events: pa.Table  # a row a raid or ambush in the order of time, columns of `outcome.EVENTS`, then `post_name`, `group_name`
    standings: np.ndarray  # (weeks + 1, posts) of `Standing`, first as it began
    people: np.ndarray  # (weeks + 1, posts)
    structure: np.ndarray  # (weeks + 1, posts), as a multiple of the kind's raid's own
    outcome: dict[str, Any]  # the measures of `outcome.COLUMNS`

    def held(self, week: int) -> np.ndarray:
        """Which posts are held at the end of this week (0: at the start)? Shape (posts,)."""
        return self.standings[week] == Standing.HELD


def play(
    campaign: Campaign,
    runs: int,
    seed: int = 1,
    first: int = 0,
    workers: int | None = None,
    progress: Callable[[int], Any] | None = None,
) -> pa.Table:
    """What becomes of so many campaigns?

    Parameters
    ----------
    campaign : Campaign
        From `load_campaign`.
    runs : int
        How many campaigns to play.
    seed : int
        Fixes all chance, together with the number of each campaign.
    first : int
        Number of the first campaign.
    workers : int, optional
        Threads; all cores by default. The result does not depend on it.
    progress : callable, optional
        Called with the number of campaigns just played, from any thread.

    Returns
    -------
    pyarrow.Table
        One row a campaign; the columns of `sim.campaign.outcome.COLUMNS`, with units and meanings in the fields' metadata.
    """
    check_numbers(runs, seed, first)
    warm_up()
    rows, plan = np.zeros((runs, N_COLUMNS)), compile_plan(campaign)
    slots, levels = np.zeros(0, np.int64), np.zeros((BLOCK, 0))

    def ready() -> Callable[[int, np.ndarray], Any]:
        field, own = make_field(), own_plan(plan)
        return lambda start, part: play_points(field, own, seed, slots, levels, first + start + np.arange(len(part)), part)

    play_in_blocks(rows, BLOCK, ready, workers, progress)
    return arrow_columns(COLUMNS, CODES, rows)


def trace(campaign: Campaign, seed: int = 1, number: int = 0, plan: Plan | None = None, field: Field | None = None) -> Course:
    """How did campaign `number` of this seed go, week by week and raid by raid?

    Parameters
    ----------
    campaign : Campaign
        From `load_campaign`.
    seed, number : int
        Which luck.
    plan, field : optional
        From `compile_plan` and `make_field`, where they are at hand.
    """
    check_numbers(1, seed, number)
    warm_up()
    plan, field = own_plan(plan or compile_plan(campaign)), field or make_field()
    weeks, posts, room = int(campaign.weeks.high), len(plan.post_area), ROOM
    while True:
        series, events = np.zeros((weeks, N_SERIES)), np.zeros((room, N_EVENTS))
        standings = np.zeros((weeks + 1, posts, 3))
        played, written = trace_campaign(field, plan, seed, number, series, standings, events)
        if written < room:
            break
        room = weeks * MAX_ATTACKS + 1
    return course_of(
        campaign, lay_out(campaign), (seed, number), field, series[:played], standings[: played + 1], events[:written]
    )


def course_of(
    campaign: Campaign,
    ground: Ground,
    luck: tuple[int, int],
    field: Field,
    series: np.ndarray,
    standings: np.ndarray,
    events: np.ndarray,
) -> Course:
    """The bare numbers of a campaign that was just played in `field`, with its seed and number, as its course."""
    row = np.zeros((1, N_COLUMNS))
    measure(field.campaigns[0], row[0])
    return Course(
        campaign=campaign,
        ground=ground,
        seed=luck[0],
        number=luck[1],
        series=arrow_columns(SERIES, CODES, series),
        events=with_names(arrow_columns(EVENTS, CODES, events), ground),
        standings=standings[:, :, 0].astype(int),
        people=standings[:, :, 1].astype(int),
        structure=standings[:, :, 2],
        outcome=arrow_columns(COLUMNS, CODES, row).to_pylist()[0],
    )


def with_names(events: pa.Table, ground: Ground) -> pa.Table:
    """The raids with the names of post and group."""
    posts = pa.array([ground.posts[int(p)].name for p in events["post"].to_pylist()], pa.string())
    groups = pa.array([ground.groups[int(g)][0] for g in events["group"].to_pylist()], pa.string())
    return events.append_column("post_name", posts).append_column("group_name", groups)
