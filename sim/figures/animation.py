"""One raid as a short film, a GIF or an MP4."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from sim.config import Scenario
from sim.figures import style
from sim.figures.film import Film, writer_for
from sim.figures.moving_map import Moment
from sim.figures.replay import Walls, replay_walls
from sim.figures.stage import Stage
from sim.figures.tracks import everywhere
from sim.story import TELLING, Milestone, clock
from sim.table import Course

LEAST_SECONDS = 8.0  # a short raid is slowed down to that, its movements filled in between the ticks


def animate_raid(
    scenario: Scenario,
    raid: np.record,
    course: Course,
    milestones: Sequence[Milestone],
    path: str | Path,
    fps: int = 12,
    max_frames: int = 240,
    progress: Callable[[int, int], Any] | None = None,
) -> Path:
    """How did this raid go, as a film?

    Parameters
    ----------
    scenario : Scenario
        The one that was played.
    raid : numpy.record
        Of `state.RAID`, after its last tick.
    course : Course
        Of the same raid.
    milestones : sequence of Milestone
        From `sim.story.milestones`; the last one that has happened is the caption.
    path : str or Path
        Where to write; ``.gif``, or ``.mp4`` where ffmpeg is installed.
    fps, max_frames : int
        Pictures a second, and in all.
    progress : callable, optional
        Called with the number of pictures drawn and the number of all.

    Returns
    -------
    pathlib.Path
        The file.

    Raises
    ------
    ValueError
        If the path ends in something else, if ffmpeg is missing, or if a number is less than 1.
    """
    path = Path(path)
    write = writer_for(path, fps, max_frames)
    walls = replay_walls(scenario, raid)
    rows = everywhere(walls, course.tracks)
    end = float(raid.world.end_minute)
    minutes = np.linspace(0.0, end, int(min(max(len(course.tracks), LEAST_SECONDS * fps), max_frames)))
    with style.styled():
        stage = Stage(scenario, raid, course, rows)
        moments = [moment_at(float(minute), end, rows, walls, milestones, raid) for minute in minutes]
        write(path, Film(stage, moments, fps, progress))
    return path


def moment_at(
    minute: float, end: float, rows: np.ndarray, walls: Walls, milestones: Sequence[Milestone], raid: np.record
) -> Moment:
    """What is to be seen at this minute? Places between two ticks are filled in."""
    at = minute / end * (len(rows) - 1)
    tick = int(at)
    row, part = rows[tick].copy(), at - tick
    if part > 0.0:
        row[:, :2] += part * (rows[tick + 1, :, :2] - row[:, :2])
    caption = caption_at(minute, milestones, float(raid.given.start_hour))
    return Moment(minute, tick, row, walls.left[tick], walls.taken[tick], caption)


def caption_at(minute: float, milestones: Sequence[Milestone], start_hour: float) -> str:
    """What happened last? Of several things at once, the most telling."""
    past = [milestone for milestone in milestones if milestone.minute <= minute + 1e-9]
    if not past:
        return "the attackers are on their way"
    latest = [milestone for milestone in past if milestone.minute == past[-1].minute]
    last = min(latest, key=lambda milestone: TELLING.index(milestone.event))
    return f"{clock(last.minute, start_hour)}  {last.text}"
