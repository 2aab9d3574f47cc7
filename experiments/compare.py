"""Raids put side by side. `python -m experiments.compare scenarios=all` or `'results=[FOLDER, FOLDER]'`."""

import shlex
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from experiments.door import Job, through_door

if TYPE_CHECKING:
    import pyarrow as pa

    from experiments.settings import CompareSettings
    from sim.config import Scenario
    from sim.figures.gallery import Gallery


class Source(NamedTuple):
    """Where the raids come from."""

    table: "pa.Table"
    rebuild: Callable[[dict[str, Any]], "Scenario"]  # from a scenario's name and its levels
    about: dict[str, str]  # what the report says about it


def work(job: Job) -> None:
    """Play or read, compare, draw, report."""
    from experiments.campaigning.compared import are_campaigns, compare_campaigns
    from experiments.comparing import show_comparison
    from experiments.screen import progress_bar, working
    from experiments.settings import CompareSettings, judge_settings
    from sim.figures.gallery import gallery_of

    settings = judge_settings(CompareSettings, job)
    if are_campaigns(settings.results):
        compare_campaigns(job, settings)
        return
    source = played(job, settings) if settings.results is None else read(job, settings.results)
    with working("sorting"):
        table, lost = played_to_the_end(source.table)
    with progress_bar("comparing", settings.courses) as bar:
        gallery = gallery_of(table, asked_of(settings), source.rebuild, settings.workers, bar.to)
        if all(picture.name != "strength" for picture in gallery.pictures):
            bar.to(1, 1)  # no course was played
    gallery.notes.extend(lost)
    title = title_of(table, settings)
    report = write(job, settings, table, gallery, title, source.about)
    show_comparison(table, job.folder, title, report)
    print(f"  {len(gallery.pictures)} figures in figures/, each with its numbers in numbers/, beside them")
    for note in gallery.notes:
        print(note)


def played(job: Job, settings: "CompareSettings") -> Source:
    """Raids of the same numbers of each scenario, so that all meet the same luck."""
    import pyarrow as pa

    from experiments.given import scenarios_of
    from experiments.screen import progress_bar
    from sim.table import play
    from sim.warm import warm_up

    scenarios = scenarios_of(job, settings.scenarios, settings.scenario_file)
    check_before_playing(settings, list(scenarios))
    warm_up()
    with progress_bar("raids", settings.replicates * len(scenarios)) as bar:
        tables = [
            named(
                play(scenario, settings.replicates, settings.seed, workers=settings.workers, progress=bar.advance),
                name,
                settings.seed,
            )
            for name, scenario in scenarios.items()
        ]
    titles = "; ".join(f"{name}: {scenario.title}" for name, scenario in scenarios.items())
    return Source(pa.concat_tables(tables).unify_dictionaries(), lambda key: scenarios[key["scenario"]], {"Scenarios": titles})


def check_before_playing(settings: "CompareSettings", names: list[str]) -> None:
    """Whatever is asked for that raids played here cannot have is said at once."""
    import numpy as np

    from sim.figures.cases import Cases
    from sim.figures.paired import named_baseline
    from sim.mistakes import ConfigurationError

    for setting in ("by", "phase", "phase_by"):
        if value := getattr(settings, setting):
            raise ConfigurationError(
                f"{setting}={value}: raids played here vary no factor; vary it in a sweep and compare its results=[FOLDER]"
            )
    if settings.baseline is not None:
        words = [name.replace("_", " ") for name in names]
        named_baseline(Cases(np.zeros(0, int), words, [{"scenario": name} for name in names], []), settings.baseline)


def named(raids: "pa.Table", name: str, seed: int) -> "pa.Table":
    """The raids of one scenario with its name and their seed."""
    import pyarrow as pa

    seeds = pa.array([seed], pa.int64()).take(pa.array([0] * raids.num_rows))
    names = pa.DictionaryArray.from_arrays(pa.array([0] * raids.num_rows, pa.int16()), [name])
    return raids.add_column(0, "seed", seeds).add_column(0, "scenario", names)


def read(job: Job, results: list[Path]) -> Source:
    """All raids below these folders."""
    from experiments.given import refuse_scenario_choice, scenario_overrides
    from experiments.screen import readable, working
    from sim.mistakes import ConfigurationError
    from sim.sweeps.rebuilt import rebuilder
    from sim.sweeps.results import read_results

    refuse_scenario_choice(job)
    if changes := scenario_overrides(job):
        raise ConfigurationError(
            f"{changes[0]}: changes a scenario, but these results were played; leave it out, or give scenarios="
        )
    with working("reading"):
        table = read_results(results, MEASURES)
    return Source(table, rebuilder(results), {"Results": ", ".join(str(readable(path)) for path in results)})


def played_to_the_end(table: "pa.Table") -> "tuple[pa.Table, list[str]]":
    """The raids that have an ending, with the columns a comparison needs, and what is said about the others."""
    import pyarrow.compute as pc

    from sim.mistakes import ConfigurationError
    from sim.summary import factors_of

    ended = pc.is_valid(table["ending"])
    if "error" in table.column_names:
        ended = pc.and_(ended, pc.is_null(table["error"]))
    needed = [name for name in ("scenario", "seed", *factors_of(table), *MEASURES) if name in table.column_names]
    kept = table.select(needed).filter(ended)
    lost = table.num_rows - kept.num_rows
    if kept.num_rows == 0:
        raise ConfigurationError("results: there is not one raid in them that was played to its end")
    return kept, [f"{lost:,} of {table.num_rows:,} raids failed to be played and are left out."] if lost else []


MEASURES = (
    "raid", "ending", "cause", "duration_minutes", "occupied", "attackers", "attackers_killed", "attackers_wounded",
    "attackers_captured", "defenders", "defenders_killed", "defenders_wounded", "defenders_captured", "relief_people",
    "relief_killed", "relief_wounded", "loss_exchange_ratio", "attackers_rounds_fired", "defenders_rounds_fired",
)  # fmt: skip


def asked_of(settings: "CompareSettings") -> Any:
    """The wishes, as the gallery takes them."""
    from sim.figures.gallery import Asked

    return Asked(settings.by, settings.baseline, settings.phase, settings.phase_by, settings.level, settings.courses)


def title_of(table: "pa.Table", settings: "CompareSettings") -> str:
    """What is compared?"""
    from sim.summary import levels_coded

    names = [str(name).replace("_", " ") for name in levels_coded(table["scenario"])[1]]
    who = " and ".join(names) if len(names) < 3 else f"{len(names)} scenarios"
    where = f", results of {len(settings.results)} places" if settings.results and len(settings.results) > 1 else ""
    return f"Comparison of {who}{where}"


def write(
    job: Job, settings: "CompareSettings", table: "pa.Table", gallery: "Gallery", title: str, about: dict[str, str]
) -> Path:
    """Every figure with its numbers, and the report."""
    from experiments.screen import progress_bar
    from sim.figures.picture import keep_picture
    from sim.figures.report import write_report

    kept = []
    with progress_bar("figures", len(gallery.pictures)) as bar:
        for picture in gallery.pictures:
            kept.append(keep_picture(picture, job.folder, settings.formats))
            bar.advance(1)
    command = "python -m experiments.compare " + " ".join(map(shlex.quote, job.overrides))
    return write_report(job.folder / "report.html", title, table, gallery, kept, about | provenance(table, command))


def provenance(table: "pa.Table", command: str) -> dict[str, str]:
    """What would have to be asked to get the same page again?"""
    import matplotlib

    from sim.store import provenance_of
    from sim.summary import levels_coded

    seeds = sorted(levels_coded(table["seed"])[1]) if "seed" in table.column_names else []
    versions = provenance_of({}, 0)["versions"] | {"matplotlib": matplotlib.__version__}
    return {
        "Seeds": ", ".join(map(str, seeds[:20])) + (f" and {len(seeds) - 20:,} more" if len(seeds) > 20 else "") or "not said",
        "Raids": f"{table.num_rows:,}",
        "Versions": ", ".join(f"{name} {version}" for name, version in versions.items()),
        "Rules": f"digest {provenance_of({}, 0)['rules_digest']}",
        "Command": command,
    }


def main() -> None:
    """The command."""
    through_door("compare", work)


if __name__ == "__main__":
    main()
