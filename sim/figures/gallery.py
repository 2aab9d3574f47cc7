"""The pictures of a comparison, in the order in which the report shows them."""

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

import pyarrow as pa

from sim.figures.cases import Cases, cases_of, enough_scenarios
from sim.figures.courses import Rebuild, sample_courses
from sim.figures.durations import durations_picture
from sim.figures.fans import fans_picture
from sim.figures.losses import losses_picture
from sim.figures.outcomes import causes_picture, endings_picture
from sim.figures.paired import baselines_of, paired_picture
from sim.figures.phase import known_factor, phase_factors, phase_picture
from sim.figures.picture import Picture
from sim.figures.rounds import rounds_picture
from sim.mistakes import ConfigurationError


class Asked(NamedTuple):
    """What a comparison was asked for."""

    by: Sequence[str] | None = None  # factors whose levels are cases of their own
    baseline: str | None = None
    phase: Sequence[str] | None = None  # two factors
    phase_by: str | None = None
    level: float = 0.5
    courses: int = 200  # raids of each case that are played again


class Gallery(NamedTuple):
    """What there is to see."""

    cases: Cases
    pictures: list[Picture]
    notes: list[str]  # what was left out, and why


def gallery_of(
    table: pa.Table,
    asked: Asked,
    rebuild: Rebuild,
    workers: int | None = None,
    progress: Callable[[int, int], Any] | None = None,
) -> Gallery:
    """All pictures of these raids.

    Parameters
    ----------
    table : pyarrow.Table
        Raids with `scenario`, factors, `seed`, `raid` and the measures.
    asked : Asked
        The wishes.
    rebuild : callable
        See `sim.figures.courses.sample_courses`.
    workers : int, optional
        Threads.
    progress : callable, optional
        Called with the number of courses played so far and that of all.

    Raises
    ------
    ConfigurationError
        If a baseline or a factor is asked for that these raids do not have.
    """
    table, left_out = enough_scenarios(table)
    check_asked(table, asked)
    cases = cases_of(table, asked.by)
    baselines_of(cases, asked.baseline)
    notes = [left_out] if left_out else []
    pictures = [endings_picture(table, cases), causes_picture(table, cases), paired_picture(table, cases, asked.baseline)]
    if pictures[-1] is None:
        notes.append("Paired differences are left out: no two cases have raids of equal seed and number.")
    pictures.append(phase_picture(table, asked.phase, asked.phase_by, asked.level))
    if pictures[-1] is None:
        notes.append("The phase diagram is left out: these raids vary fewer than two factors of numbers.")
    pictures += [losses_picture(table, cases), durations_picture(table, cases), rounds_picture(table, cases)]
    try:
        sample = sample_courses(table, cases, asked.courses, rebuild, workers, progress)
        pictures.append(fans_picture(sample, cases))
    except ConfigurationError as error:
        notes.append(f"Strength over time is left out: {error}.")
    return Gallery(cases, [picture for picture in pictures if picture is not None], notes)


def check_asked(table: pa.Table, asked: Asked) -> None:
    """Do these raids have what was asked for?"""
    phase_factors(table, asked.phase)
    for path in asked.by or ():
        known_factor(table, path, "by")
    if asked.phase_by is not None:
        known_factor(table, asked.phase_by, "phase_by")
