"""Campaigns by the thousand: loops around the week that release Python's lock, so that threads play side by side."""

import numpy as np

from sim.campaign.outcome import N_EVENTS, N_SERIES, measure, record
from sim.campaign.rules.start import begin
from sim.campaign.week import play_week
from sim.compiled import rule


@rule
def trace_campaign(field, plan, seed, number, series, standings, events):
    """Play campaign `number` of this seed to its end, and keep its course.

    `series` has shape (weeks, N_SERIES), at the end of each week; `standings` (weeks + 1, posts, 3): standing, people and
    structure of each post, first as it began; `events` (raids, N_EVENTS). What does not fit is not kept. Returns how many weeks
    were played, and how many raids were written.
    """
    begin(field, plan, seed, number)
    campaign, written = field.campaigns[0], 0
    if len(standings) > 0:
        keep_posts(campaign, standings[0])
    for week in range(int(campaign.given.weeks)):
        written = play_week(field, plan, events, written)
        if week < len(series):
            record(campaign, series[week])
        if week + 1 < len(standings):
            keep_posts(campaign, standings[week + 1])
    return campaign.world.tick, written


@rule
def keep_posts(campaign, rows):
    """Write how each post stands into `rows`, shape (posts, 3)."""
    for p in range(campaign.world.posts):
        post = campaign.posts[p]
        rows[p, 0] = post.standing
        rows[p, 1] = post.people
        rows[p, 2] = post.structure


@rule
def play_points(field, plan, seed, slots, levels, numbers, rows):
    """Play campaign `numbers[k]` with the facts at `slots` set to `levels[k]`, a row of `rows` for each.

    `levels` has shape (campaigns, slots), `rows` (campaigns, N_COLUMNS). The bounds in `plan` are overwritten at these
    slots, and its raids: it must be this thread's own.
    """
    series, standings, events = np.zeros((0, N_SERIES)), np.zeros((0, 1, 3)), np.zeros((0, N_EVENTS))
    for k in range(len(rows)):
        for j in range(len(slots)):
            plan.low[slots[j]] = levels[k, j]
            plan.high[slots[j]] = levels[k, j]
        trace_campaign(field, plan, seed, numbers[k], series, standings, events)
        measure(field.campaigns[0], rows[k])
