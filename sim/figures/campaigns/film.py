"""A campaign as a short film, a frame a week; a GIF or an MP4."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from sim.campaign.table import Course
from sim.figures import style
from sim.figures.campaigns.stage import CampaignStage, Moment
from sim.figures.film import Film, writer_for


def film_campaign(
    course: Course,
    file: str | Path,
    fps: int = 6,
    max_frames: int = 240,
    progress: Callable[[int, int], Any] | None = None,
) -> Path:
    """How did this campaign go, as a film?

    Parameters
    ----------
    course : Course
        From `sim.campaign.table.trace`.
    file : str or Path
        Where to write; ``.gif``, or ``.mp4`` where ffmpeg is installed.
    fps, max_frames : int
        Pictures a second, and in all; of more weeks some are passed over, and their raids shown with the next.
    progress : callable, optional
        Called with the number of pictures drawn and the number of all.

    Returns
    -------
    pathlib.Path
        The file.

    Raises
    ------
    ValueError
        If the file ends in something else, if ffmpeg is missing, or if a number is less than 1.
    """
    path = Path(file)
    write = writer_for(path, fps, max_frames)
    moments = moments_of(len(course.series), max_frames)
    with style.styled():
        write(path, Film(CampaignStage(course), moments, fps, progress))
    return path


def moments_of(weeks: int, most: int) -> list[Moment]:
    """The start and the end of each week, or evenly of some."""
    shown = np.unique(np.linspace(0, weeks, min(weeks + 1, most)).round().astype(int)) if most > 1 else np.array([weeks])
    before = [0, *shown[:-1]]
    return [Moment(int(week), int(since)) for week, since in zip(shown, before, strict=True)]
