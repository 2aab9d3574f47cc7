"""Many raids of many scenarios, compared. `python -m experiments.sweep`."""

from collections.abc import Iterator
from itertools import product
from typing import TYPE_CHECKING, Any, NamedTuple

from experiments.door import Job, changed_path, through_door

if TYPE_CHECKING:
    import pyarrow as pa

    from experiments.settings import SweepSettings
    from sim.config import Scenario


CHOICES = ("air", "relief", "weather", "station", "resistance", "garrison", "rules")


class Cell(NamedTuple):
    """One combination of a scenario and a level of each factor."""

    scenario: "Scenario"
    levels: dict[str, Any]  # by path, numbers or the names of choices; None where the scenario's own value holds


def work(job: Job) -> None:
    """Play every combination, keep one table, print and draw the comparison."""
    from experiments.comparing import show_comparison
    from experiments.settings import SweepSettings, judge_settings
    from sim.store import TABLE_NAME, write_parquet

    settings = judge_settings(SweepSettings, job)
    cells = list(cells_of(job, settings))
    table = play_cells(cells, settings)
    path = write_parquet(table, job.folder / TABLE_NAME, provenance(job, settings, cells))
    show_comparison(table, job.folder, title_of(cells, settings), path)


def title_of(cells: list[Cell], settings: "SweepSettings") -> str:
    """What is compared?"""
    names = list(dict.fromkeys(cell.scenario.title if len(cells) == 1 else cell.scenario.name for cell in cells))
    who = f"{len(names)} scenarios" if len(names) > 1 else names[0]
    return f"Sweep of {who}, {settings.sweep.runs:,} raids for each combination, seed {settings.seed}"


def cells_of(job: Job, settings: "SweepSettings") -> Iterator[Cell]:
    """Every combination, judged before anything is played."""
    from experiments.settings import MAX_CELLS
    from sim.mistakes import ConfigurationError

    factors = varied_factors(job, settings)
    bases = base_scenarios(job, settings)
    count = len(bases)
    for levels in factors.values():
        count *= len(levels)
    if count > MAX_CELLS:
        raise ConfigurationError(f"sweep.factors: {count} combinations; should be at most {MAX_CELLS}")
    for base in bases:
        for combination in product(*factors.values()):
            chosen = dict(zip(factors, combination, strict=True))
            yield Cell(with_levels(base, chosen), fixed_levels(job, base) | chosen)


def with_levels(base: "Scenario", levels: dict[str, Any]) -> "Scenario":
    """The scenario with these values at these paths."""
    from sim.mistakes import ConfigurationError
    from sim.scenario import judge, merged

    data = base.model_dump()
    for path, value in levels.items():
        change: Any = value
        for key in reversed(path.split(".")):
            change = {key: change}
        data = merged(data, change)
    try:
        return judge(data)
    except ConfigurationError as error:
        raise ConfigurationError(f"sweep.factors: {error} (scenario {base.name})") from None


def varied_factors(job: Job, settings: "SweepSettings") -> dict[str, list[Any]]:
    """What this job varies: the factors it was given, or the usual ones that are not fixed; with -m only those given."""
    if settings.sweep.factors is not None:
        return settings.sweep.factors
    changed = [changed_path(text) for text in job.overrides]
    usual = {} if job.is_multirun else settings.sweep.usual_factors
    return {path: levels for path, levels in usual.items() if not is_fixed(path, changed)}


def is_fixed(path: str, changed: list[str]) -> bool:
    """Has the command line fixed this factor, or the whole choice it belongs to?"""
    return any(path == other or path.startswith(f"{other}.") for other in changed)


def fixed_levels(job: Job, base: "Scenario") -> dict[str, Any]:
    """What the command line fixes, numbers and choices: columns of the table, so that results can be compared afterwards."""
    from experiments.given import scenario_overrides
    from sim.scenario import fact_slots, value_at

    levels: dict[str, Any] = {}
    for text in scenario_overrides(job):
        path = changed_path(text)
        if path in CHOICES:
            levels[path] = text.partition("=")[2]
        elif path in fact_slots(base):
            span = value_at(base, path)
            levels[path] = span.low if span.low == span.high else None
    return levels


def base_scenarios(job: Job, settings: "SweepSettings") -> "list[Scenario]":
    """The scenarios that are swept: one named on the command line, a file, or those of `sweep.scenarios`."""
    from experiments.given import scenario_of, scenario_overrides
    from sim.scenario import load_scenario, scenario_names

    named = any(changed_path(text) == "scenario" for text in job.overrides)
    if named or settings.scenario_file is not None or (job.is_multirun and not names_scenarios(job)):
        return [scenario_of(job, settings.scenario_file)]
    names = scenario_names() if settings.sweep.scenarios == "all" else settings.sweep.scenarios
    return [load_scenario(name, scenario_overrides(job)) for name in names]


def names_scenarios(job: Job) -> bool:
    """Does the command line list scenarios itself?"""
    return any(text.startswith("sweep.scenarios") for text in job.overrides)


def play_cells(cells: list[Cell], settings: "SweepSettings") -> "pa.Table":
    """All raids of all combinations as one table."""
    import pyarrow as pa

    from experiments.screen import progress_bar
    from sim.table import play
    from sim.warm import warm_up

    warm_up()
    runs = settings.sweep.runs
    with progress_bar("raids", runs * len(cells)) as bar:
        tables = [
            with_key(play(cell.scenario, runs, settings.seed, workers=settings.workers, progress=bar.advance), cell)
            for cell in cells
        ]
    return pa.concat_tables(tables).unify_dictionaries()


def with_key(raids: "pa.Table", cell: Cell) -> "pa.Table":
    """The raids of one combination with the columns that say which it is."""
    import pyarrow as pa

    for position, (path, level) in enumerate(cell.levels.items()):
        kind = pa.string() if isinstance(level, str) else pa.float64()
        values = pa.array([level] * raids.num_rows, kind)
        raids = raids.add_column(position, pa.field(path, kind, metadata={"meaning": "factor of the sweep"}), values)
    name = pa.DictionaryArray.from_arrays(pa.array([0] * raids.num_rows, pa.int16()), [cell.scenario.name])
    return raids.add_column(0, pa.field("scenario", name.type, metadata={"meaning": "name of the scenario"}), name)


def provenance(job: Job, settings: "SweepSettings", cells: list[Cell]) -> dict[str, Any]:
    """What would have to be asked to get the same table again."""
    from sim.store import provenance_of

    scenarios = {cell.scenario.name: cell.scenario.model_dump() for cell in reversed(cells)}
    config = {"sweep": settings.sweep.model_dump(), "overrides": job.overrides, "first_combination": scenarios}
    return provenance_of(config, settings.seed)


def main() -> None:
    """The command."""
    through_door("sweep", work)


if __name__ == "__main__":
    main()
