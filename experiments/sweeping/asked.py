"""What a sweep was asked for, worked out: which scenarios, which factors, which points."""

from collections.abc import Iterator
from fnmatch import fnmatchcase
from itertools import product
from typing import TYPE_CHECKING, Any, NamedTuple

from experiments.door import Job, changed_path
from experiments.given import scenario_of, scenario_overrides, subject_of
from sim.mistakes import ConfigurationError, no_choice
from sim.summary import combinations_of
from sim.sweeps.factors import Column, Factor, column_of, refuse_no_choice
from sim.sweeps.points import Base, table_of_points
from sim.sweeps.request import MOST_POINTS, BoundaryDesign, CsvDesign, FactorialDesign, ListDesign, Replicates, SampledDesign

if TYPE_CHECKING:
    import pyarrow as pa
    from pydantic import BaseModel

    from experiments.settings import SweepSettings
    from sim.subject import Subject

MOST_BASES = 1_000


class Asked(NamedTuple):
    """A sweep, ready to be judged and begun."""

    bases: list[Base]
    factors: tuple[Factor, ...]  # of a boundary design, whose points are not known beforehand
    settings: list[str]  # the columns that set something in the scenario: factors, choices left aside
    points: "pa.Table"  # all points; of a boundary design its corners
    bounds: "pa.Table | None"  # two points with the bounds of all ranges
    varied: list[str]  # columns that take several levels, as a figure shows them
    correlation: float | None  # the largest absolute correlation between two factors, of a sampled design


def read_asked(job: Job, settings: "SweepSettings[Any, Any]") -> Asked:
    """Work out what is swept, before anything is played."""
    from sim.sweeps.design import largest_correlation

    design = settings.design
    factors = factors_of(job, design)
    columns = columns_of(design, factors)
    refuse_fixed_and_varied(job, design, [column.path for column in columns])
    refuse_told(job)
    bases = list(bases_of(job, settings.scenario_file, settings.sweep.scenarios, columns))
    if isinstance(design, BoundaryDesign):
        refuse_no_boundary(job, factors, bases, settings.replicates)
    count = len({base.words["scenario"] for base in bases}) * (len(columns[0].values) if columns else 1)
    if count > MOST_POINTS:
        raise ConfigurationError(f"design: {count:,} points with all scenarios; should be at most {MOST_POINTS:,}")
    points = table_of_points(bases, columns)
    if settings.common_random_numbers:
        refuse_points_that_stand_twice(design, factors, points)
    sides = {path: family[0] for family in getattr(design, "zipped", []) for path in family}
    own = [c for c in columns if sides.get(c.path, c.path) == c.path and c.words is None and not c.is_flag]
    sampled = [column.values for column in own] if isinstance(design, SampledDesign) else []
    import numpy as np

    return Asked(
        bases=bases,
        factors=factors,
        settings=[column.path for column in columns if column.path not in (*subject_of(job).choices, "scenario")],
        points=points,
        bounds=table_of_points(bases, bounds_of(factors)) if factors else None,
        varied=[column.path for column in columns if column.path != "scenario" and (column.values != column.values[0]).any()],
        correlation=largest_correlation(np.stack(sampled, axis=1)) if len(sampled) > 1 else None,
    )


def refuse_told(job: Job) -> None:
    """What is only told of a scenario cannot be changed in a sweep, whose rows name it."""
    subject = subject_of(job)
    for text in scenario_overrides(job):
        if changed_path(text).partition(".")[0] in subject.told:
            raise ConfigurationError(f"{text}: is told of a {subject.form.word}, not played; should stand in a scenario_file")


def refuse_points_that_stand_twice(design: Any, factors: tuple[Factor, ...], points: "pa.Table") -> None:
    """Equal points would meet the same luck, and count as if they told twice as much."""
    if not isinstance(design, ListDesign | CsvDesign) and any(f.levels is None and not f.integer for f in factors):
        return
    columns = [name for name in points.column_names if name != "point"]
    code, found = combinations_of(points, columns)
    if len(found) < points.num_rows:
        first = {int(c): k for k, c in reversed(list(enumerate(code)))}
        again = next(k for k, c in enumerate(code) if first[int(c)] != k)
        raise ConfigurationError(f"design: points {first[int(code[again])]} and {again} are equal; each should stand once")


def bounds_of(factors: tuple[Factor, ...]) -> list[Column]:
    """The bounds of ranges and the ends of lists, as two points; so that a bound is judged even if no point reaches it."""
    return [column_of(f.path, [f.low, f.high] if f.levels is None else [f.levels[0], f.levels[-1]]) for f in factors]


def factors_of(job: Job, design: Any) -> tuple[Factor, ...]:
    """The factors of a design: those it was given, or the usual ones that the command line does not fix.

    In a multirun of the plain factorial design Hydra makes the combinations, and nothing is varied but what was given.
    """
    if isinstance(design, ListDesign | CsvDesign):
        return ()
    if design.factors is not None:
        return design.factors
    if isinstance(design, FactorialDesign) and job.is_multirun:
        return ()
    changed = [changed_path(text) for text in job.overrides]
    return tuple(factor for factor in design.usual or () if not is_fixed(factor.path, changed))


def is_fixed(path: str, changed: list[str]) -> bool:
    """Has the command line fixed this factor, one of the settings it stands for, or the whole choice it belongs to?"""
    return any(path == other or path.startswith(f"{other}.") or fnmatchcase(other, path) for other in changed)


def refuse_fixed_and_varied(job: Job, design: Any, paths: list[str]) -> None:
    """What the command line fixes cannot be varied too."""
    changed, choices = [changed_path(text) for text in scenario_overrides(job)], subject_of(job).choices
    for path in paths:
        if is_fixed(path, [other for other in changed if other not in choices or other == path]):
            raise ConfigurationError(
                f"design.factors: {path} is fixed on the command line and varied by the design; should be one"
            )


def columns_of(design: Any, factors: tuple[Factor, ...]) -> list[Column]:
    """The levels of each factor at each design point; of a boundary design at its corners."""
    from sim.sweeps.design import factorial, from_csv, listed, sampled

    if isinstance(design, ListDesign):
        return listed(design.points, "design.points")
    if isinstance(design, CsvDesign):
        return from_csv(design.file)
    if isinstance(design, FactorialDesign):
        return factorial(design, factors)
    if isinstance(design, SampledDesign):
        return sampled(design, factors)
    corners = list(product(*[(f.low, f.high) if f.levels is None else f.levels for f in factors]))
    return [column_of(f.path, levels) for f, levels in zip(factors, zip(*corners, strict=True), strict=True)] if corners else []


def refuse_no_boundary(job: Job, factors: tuple[Factor, ...], bases: list[Base], replicates: Replicates) -> None:
    """A boundary is looked for in two or three ranges of one scenario."""
    if job.subject != "raid":
        raise ConfigurationError(f"design=boundary: looks for a chance of occupation; {subject_of(job).many} have none")
    if not replicates.is_fixed:
        raise ConfigurationError("replicates: should be a number where design=boundary, which has rounds of its own")
    listed_ones = [factor.path for factor in factors if factor.levels is not None]
    if listed_ones:
        raise ConfigurationError(
            f"design.factors: {listed_ones[0]}: should be a range {{low: a, high: b}} where design=boundary"
        )
    if not 2 <= len(factors) <= 3:
        raise ConfigurationError(
            f"design.factors: should be two or three ranges where design=boundary; there are {len(factors)}"
        )
    if len(bases) > 1:
        names = ", ".join(base.words["scenario"] for base in bases[:3])
        raise ConfigurationError(
            f"scenario: should be one where design=boundary, such as scenario=kyar_tat; there are {names}, ..."
        )


def bases_of(job: Job, scenario_file: str | None, scenarios: Any, columns: list[Column]) -> Iterator[Base]:
    """Every scenario with every combination of choices among the factors; `scenarios` are those where none is named."""
    by_path, subject = {column.path: column.words or () for column in columns}, subject_of(job)
    choices = [path for path in by_path if path in subject.choices]
    for column in columns:
        if column.path == "scenario" and column.words is None:
            raise ConfigurationError(f"design: scenario: should be names of scenarios; one is {column.level(0):g}")
        if column.path in choices:
            refuse_no_choice(column.path, column.words or [column.level(0)])
    starts = starting_scenarios(job, scenario_file, scenarios, by_path.get("scenario"))
    count = len(starts)
    for path in choices:
        count *= len(by_path[path])
    if count > MOST_BASES:
        raise ConfigurationError(
            f"design.factors: {count} combinations of scenarios and choices; should be at most {MOST_BASES}"
        )
    for start in starts:
        for words in product(*[by_path[path] for path in choices]):
            changes = [f"{path}={word}" for path, word in zip(choices, words, strict=True)]
            scenario = subject.load(start.source, [*scenario_overrides(job), *changes]) if choices else start.scenario
            named = {"scenario": start.scenario.name, **dict(zip(choices, words, strict=True))}
            yield Base(named, fixed_levels(job, subject, scenario, choices), scenario)


class Start(NamedTuple):
    """A scenario to start from."""

    source: str  # a name or a file
    scenario: Any  # judged


def starting_scenarios(job: Job, file: str | None, scenarios: Any, listed: tuple[str, ...] | None) -> list[Start]:
    """Which are played: the design's own, one named on the command line, a file, or else these (`all`, or names)?"""
    subject = subject_of(job)
    named = [text.partition("=")[2] for text in job.overrides if changed_path(text) == subject.form.word]
    if listed is not None and (named or file is not None):
        raise ConfigurationError(
            "design.factors: scenario is fixed on the command line and varied by the design; should be one"
        )
    if listed is None and (named or file is not None or (job.is_multirun and not names_scenarios(job))):
        return [Start(str(file) if file is not None else job.scenario["name"], scenario_of(job, file))]
    asked = scenarios if listed is None else list(listed)
    shipped = subject.names()
    names = shipped if asked == "all" else asked
    for name in names:
        if name not in shipped:
            raise ConfigurationError(no_choice("scenario" if listed else "sweep.scenarios", name, shipped))
    return [Start(name, subject.load(name, scenario_overrides(job))) for name in dict.fromkeys(names)]


def names_scenarios(job: Job) -> bool:
    """Does the command line list scenarios itself?"""
    return any(text.startswith("sweep.scenarios") for text in job.overrides)


def fixed_levels(job: Job, subject: "Subject", base: "BaseModel", choices: list[str]) -> dict[str, Any]:
    """What the command line fixes, numbers and choices: columns of the table, so that results can be compared afterwards."""
    levels: dict[str, Any] = {}
    slots = subject.fact_slots(base)
    for text in scenario_overrides(job):
        path = changed_path(text)
        if path in subject.choices and path not in choices:
            levels[path] = text.partition("=")[2]
        elif path in slots:
            levels[path] = fixed_level(subject, base, path)
    return levels


def fixed_level(subject: "Subject", base: "BaseModel", path: str) -> float | str | bool | None:
    """The level at a path: a number, a word or a flag; None where the scenario has a range."""
    node: Any = base
    for key in path.split("."):
        node = node[key] if isinstance(node, dict) else getattr(node, key)
    if isinstance(node, str | bool):
        return node
    span = subject.value_at(base, path)
    return span.low if span.low == span.high else None
