"""Reports and published values beside what the model gives. `python -m experiments.patterns scenarios=all`."""

from typing import TYPE_CHECKING, Any

from experiments.door import Job, through_door

if TYPE_CHECKING:
    import numpy as np

    from experiments.settings import PatternsSettings
    from experiments.telling import Told
    from sim.config import Scenario
    from sim.patterns.counterfactuals import Point, Series


def work(job: Job) -> None:
    """Play, compare, say what is met and what is missed, draw."""
    from experiments.given import scenarios_of
    from experiments.settings import PatternsSettings, judge_settings
    from experiments.telling import keep_and_draw, print_as_json, print_as_text

    settings = judge_settings(PatternsSettings, job)
    listed = settings.scenarios or (None if settings.scenario_file else "all")
    scenarios = scenarios_of(job, listed, settings.scenario_file)
    told = compared(scenarios, settings, *played(scenarios, settings))
    files = keep_and_draw(told, settings, job.folder)
    if settings.format == "json":
        print_as_json(told, settings, files)
    else:
        print_as_text(told, files)


def played(
    scenarios: "dict[str, Scenario]", settings: "PatternsSettings"
) -> "tuple[dict[str, np.ndarray], list[Series], dict[Point, np.ndarray]]":
    """Raids of each scenario as it is; what is varied in it; and the raids of that."""
    from experiments.screen import progress_bar
    from sim.patterns.counterfactuals import judged_points, occupying, play_series, series_of
    from sim.scenario import compile_plan
    from sim.table import play_rows
    from sim.warm import warm_up

    asked = settings.patterns
    series = [
        one
        for scenario in (occupying(scenarios) if asked.aggregate else {}).values()
        for one in series_of(scenario, asked.force_factors, asked.rain_levels)
    ]
    points = judged_points(scenarios, series)
    warm_up()
    with progress_bar("raids", asked.raids * len(scenarios) + asked.point_raids * len(points)) as bar:
        rows = {
            name: play_rows(compile_plan(scenario), asked.raids, settings.seed, 0, settings.workers, bar.advance)
            for name, scenario in scenarios.items()
        }
        varied = play_series(points, asked.point_raids, settings.seed, settings.workers, bar.advance)
    return rows, series, varied


def compared(
    scenarios: "dict[str, Scenario]",
    settings: "PatternsSettings",
    rows: "dict[str, np.ndarray]",
    series: "list[Series]",
    varied: "dict[Point, np.ndarray]",
) -> "Told":
    """Reports beside claims, and published values beside estimates."""
    from experiments.screen import working
    from experiments.telling import Told
    from sim.patterns.counterfactuals import findings_of_series, occupying, rain_curves
    from sim.patterns.facts import facts_of
    from sim.patterns.findings import as_row, findings_of_losses
    from sim.patterns.reports import compare_endings, compare_figures

    asked, facts = settings.patterns, {name: facts_of(scenario) for name, scenario in scenarios.items()}
    storming = {name: rows[name] for name in occupying(scenarios)} if asked.aggregate else {}
    findings: list[dict[str, Any]] = []
    if storming:
        with working("estimating"):
            found = findings_of_losses(storming, asked.heavy_loss, asked.within)
            found += findings_of_series(series, varied, asked.within)
            findings = [as_row(one, asked.heavy_loss) for one in found]
    return Told(
        [compare_endings(facts[name], rows[name]) for name in scenarios],
        [row for name in scenarios for row in compare_figures(facts[name], rows[name])],
        findings,
        rain_curves(series, varied),
        notes_on(facts, asked.aggregate and not storming),
    )


def notes_on(facts: dict[str, Any], without_aggregates: bool) -> list[str]:
    """What is left out."""
    notes = [
        f"{name}: reported, but no claim of the model stands for it: {', '.join(own.without_claim)}"
        for name, own in facts.items()
        if own.without_claim
    ]
    if without_aggregates:
        notes.append("In none of these scenarios do the attackers mean to occupy: the patterns of many battles are left out.")
    return notes


def main() -> None:
    """The command."""
    through_door("patterns", work)


if __name__ == "__main__":
    main()
