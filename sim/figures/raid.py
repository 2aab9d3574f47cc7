"""One raid on one page: the map, the course, and the story in numbered sentences."""

import textwrap
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from sim.config import Scenario
from sim.figures import style
from sim.figures.field import draw_close_up, draw_field
from sim.figures.panels import draw_panels, number_milestones
from sim.figures.replay import replay_walls
from sim.figures.tracks import everywhere, map_key
from sim.story import Milestone, clock, minute_words, most_telling, seed_of, verdict
from sim.table import Course

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

WIDTH, HEIGHT = style.PAGE_WIDTH, 10.2
STORY_COLUMNS = (  # number, local time, minute and sentence: where, and how they look
    (6.1, "right", "bold", style.INK),
    (6.6, "right", "normal", style.GREY),
    (7.3, "right", "normal", style.GREY),
    (7.42, "left", "normal", style.INK),
)


def draw_raid(
    scenario: Scenario, raid: np.record, course: Course, milestones: Sequence[Milestone], outcome: Mapping[str, Any]
) -> "Figure":
    """How did this raid go?

    Parameters
    ----------
    scenario : Scenario
        The one that was played.
    raid : numpy.record
        Of `state.RAID`, after its last tick.
    course : Course
        Of the same raid, from `trace` or from a `RaidModel`.
    milestones : sequence of Milestone
        From `sim.story.milestones`; the most telling ones are shown.
    outcome : mapping
        The raid's row of measures.

    Returns
    -------
    matplotlib.figure.Figure
        For ``figure.savefig(path)``; 14.4 by 10.2 inches.
    """
    told = most_telling(milestones)
    walls = replay_walls(scenario, raid)
    rows = everywhere(walls, course.tracks)
    with style.styled():
        figure = style.blank(WIDTH, HEIGHT)
        write_title(figure, scenario, raid, outcome)
        draw_field(style.place(figure, 0.75, 4.1, 4.8, 4.8), scenario, raid, rows, walls)
        draw_close_up(style.place(figure, 0.75, 0.6, 2.9, 2.9), scenario, raid, rows, walls)
        figure.legend(handles=map_key(raid), loc="upper left", bbox_to_anchor=(3.75 / WIDTH, 3.52 / HEIGHT), borderpad=0.0)
        panels = stack_panels(figure)
        draw_panels(panels, raid, course.series)
        number_milestones(panels, told)
        write_story(figure, told, float(raid.given.start_hour))
    return figure


def stack_panels(figure: "Figure") -> "list[Axes]":
    """Five panels on the right, from the top down."""
    heights, gap, y = (1.15, 0.85, 0.85, 0.85, 0.95), 0.31, 8.4
    panels = []
    for height in heights:
        y -= height
        panels.append(style.place(figure, 6.45, y, 7.65, height))
        y -= gap
    return panels


def write_title(figure: "Figure", scenario: Scenario, raid: np.record, outcome: Mapping[str, Any]) -> None:
    """Which raid is it, how did it end, and what did it cost?"""
    ended = verdict(raid)
    start = clock(0.0, float(raid.given.start_hour))
    luck = f"scenario {scenario.name}, seed {seed_of(raid)}, raid {int(raid.world.raid)}; starts at {start}"
    lasted = f"{ended[:1].upper()}{ended[1:]}. It lasted {spell(float(raid.world.end_minute))}."
    title = textwrap.shorten(scenario.title, 90, placeholder=" …")
    figure.text(0.02, 9.93 / HEIGHT, title, fontsize=15, fontweight="bold", va="center")
    figure.text(0.02, 9.64 / HEIGHT, lasted, fontsize=11, va="center")
    figure.text(0.02, 9.38 / HEIGHT, losses(outcome), fontsize=9, va="center", color=style.INK)
    figure.text(0.98, 9.93 / HEIGHT, luck, fontsize=8.5, va="center", ha="right", color=style.GREY)


def losses(outcome: Mapping[str, Any]) -> str:
    """What did it cost either side? One line."""
    text = "Attackers {attackers}: {attackers_killed} killed, {attackers_wounded} wounded; "
    text += "{attackers_rounds_fired:,} rounds fired.   Garrison {defenders}: {defenders_killed} killed, "
    text += "{defenders_wounded} wounded, {defenders_captured} captured, "
    text += "{defenders_fled} fled; {defenders_rounds_fired:,} rounds fired."
    if outcome["relief_people"]:
        text += "   Relief {relief_people}: {relief_killed} killed, {relief_wounded} wounded."
    return text.format(**outcome)


def spell(minutes: float) -> str:
    """A time in words: hours and minutes, or minutes and seconds where it is short."""
    if minutes >= 60.0:
        return f"{round(minutes) // 60} h {round(minutes) % 60:02d} min"
    seconds = round(minutes * 60)
    return f"{seconds // 60} min" + (f" {seconds % 60:02d} s" if seconds % 60 else "")


def write_story(figure: "Figure", told: Sequence[Milestone], start_hour: float) -> None:
    """The numbered sentences below the panels."""
    for k, milestone in enumerate(told, start=1):
        y = (2.0 - 0.167 * (k - 1)) / HEIGHT
        words = (
            f"{k}",
            clock(milestone.minute, start_hour),
            f"{minute_words(milestone.minute)} min",
            textwrap.shorten(milestone.text, 105, placeholder=" …"),
        )
        for text, (x, side, weight, colour) in zip(words, STORY_COLUMNS, strict=True):
            figure.text(x / WIDTH, y, text, fontsize=8.5, va="center", ha=side, fontweight=weight, color=colour)
