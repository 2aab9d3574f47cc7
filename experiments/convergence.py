"""What does the length of a tick do to the results? `python -m experiments.convergence scenarios=all`."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from experiments.door import Job, through_door

if TYPE_CHECKING:
    from experiments.settings import ConvergenceSettings
    from sim.config import Scenario
    from sim.convergence import Finding, Level


def work(job: Job) -> None:
    """Play at every tick, carry on to a tick of nothing, say what is met and what is missed, draw."""
    from experiments.converging import print_as_json, print_as_text
    from experiments.given import scenarios_of
    from experiments.settings import ConvergenceSettings, judge_settings
    from sim.convergence import Tolerance, findings_of

    settings = judge_settings(ConvergenceSettings, job)
    asked = settings.convergence
    scenarios = scenarios_of(job, settings.scenarios or (None if settings.scenario_file else "all"), settings.scenario_file)
    levels = played(scenarios, settings)
    tolerance = Tolerance(asked.chance, asked.losses, asked.least)
    findings = [
        one for name, scenario in scenarios.items() for one in findings_of(scenario, levels[name], asked.line, tolerance)
    ]
    files = keep_and_draw(levels, findings, settings, job.folder)
    if settings.format == "json":
        print_as_json(levels, findings, settings, files)
    else:
        print_as_text(levels, findings, settings, files)


def played(scenarios: "dict[str, Scenario]", settings: "ConvergenceSettings") -> "dict[str, list[Level]]":
    """The raids of each scenario at each tick; all are judged before the first is played."""
    from experiments.screen import progress_bar
    from sim.convergence import raids_at, ticks_of
    from sim.warm import warm_up

    asked = settings.convergence
    cases = {name: at_each_tick(scenario, ticks_of(known(scenario), asked.ticks)) for name, scenario in scenarios.items()}
    numbers = {name: {tick: raids_at(tick, min(own), asked.raids) for tick in own} for name, own in cases.items()}
    longest = max(tick for own in cases.values() for tick in own)
    work = sum(raids * round(longest / tick) for own in numbers.values() for tick, raids in own.items())
    warm_up()
    with progress_bar(f"raids, as if all ticks were {longest:g} min", work) as bar:
        return {
            name: [
                level_of(case, tick, numbers[name][tick], settings, counting(bar.advance, round(longest / tick)))
                for tick, case in own.items()
            ]
            for name, own in cases.items()
        }


def known(scenario: "Scenario") -> "Scenario":
    """A tick that is drawn for each raid cannot be compared with others."""
    from sim.mistakes import ConfigurationError
    from sim.spans import shown

    if scenario.tick_minutes.low != scenario.tick_minutes.high:
        raise ConfigurationError(f"tick_minutes: should be one number here; it is {shown(scenario.tick_minutes)}")
    return scenario


def at_each_tick(scenario: "Scenario", ticks: Sequence[float]) -> "dict[float, Scenario]":
    """The same scenario at each of these ticks."""
    from sim.scenario import judge

    return {tick: judge(scenario.model_dump() | {"tick_minutes": tick}) for tick in ticks}


def counting(advance: Callable[[int], None], times: int) -> Callable[[int], None]:
    """Progress that counts a raid for as many as it takes time for."""
    return lambda raids: advance(raids * times)


def level_of(
    scenario: "Scenario", tick: float, raids: int, settings: "ConvergenceSettings", progress: Callable[[int], None]
) -> "Level":
    """What is looked at in the raids of one tick."""
    from sim.convergence import Level, measures_in
    from sim.scenario import compile_plan
    from sim.table import play_rows

    rows = play_rows(compile_plan(scenario), raids, settings.seed, 0, settings.workers, progress)
    return Level(tick, measures_in(scenario, rows))


def keep_and_draw(
    levels: "dict[str, list[Level]]", findings: "list[Finding]", settings: "ConvergenceSettings", folder: Path
) -> list[Path]:
    """Every number as CSV, and the figure that is drawn from them."""
    import pyarrow as pa

    from experiments.converging import said_of
    from experiments.screen import working
    from sim.convergence import level_rows
    from sim.figures.ticks import draw_convergence
    from sim.store import aside, write_csv

    rows = [row for name, own in levels.items() for row in level_rows(name, own)]
    found = [one._asdict() for one in findings]
    tables = {"ticks.csv": rows, "findings.csv": found}
    files = [write_csv(pa.Table.from_pylist(table), folder / name) for name, table in tables.items()]
    asked = settings.convergence
    with working("drawing"), aside(folder / "convergence.png") as temporary:
        draw_convergence(rows, found, asked.losses, said_of(settings)).savefig(temporary, dpi=120)
    return [*files, folder / "convergence.png"]


def main() -> None:
    """The command."""
    through_door("convergence", work)


if __name__ == "__main__":
    main()
