"""One raid, played by Mesa agents and told; with `what_if` once more with something changed.

`python -m experiments.raid scenario=kyar_tat seed=7`.
"""

from pathlib import Path
from typing import TYPE_CHECKING, Any

from experiments.door import Job, through_door

if TYPE_CHECKING:
    from experiments.campaigning.settings import CampaignSettings
    from experiments.settings import RaidSettings
    from sim.config import Scenario
    from sim.model import RaidModel
    from sim.story import Milestone


def work(job: Job) -> None:
    """Play it, tell it, keep it, draw it."""
    from experiments.given import scenario_of
    from experiments.settings import RaidSettings, judge_settings

    settings = judge_settings(RaidSettings, job)
    refuse_missing_ffmpeg(settings)
    scenario = scenario_of(job, settings.scenario_file)
    if settings.what_if is not None:
        from experiments.parting import play_twice

        play_twice(job, settings, scenario)
        return
    model = play_in_mesa(scenario, settings)
    from sim.story import milestones

    told = milestones(scenario, model.workspace.raid)
    print_story(scenario, settings, model.outcome or {}, told)
    files = [*keep(job.folder, scenario, settings, model, told), *draw(job.folder, scenario, settings, model, told)]
    from experiments.screen import print_files

    print_files(*files)


def refuse_missing_ffmpeg(settings: "RaidSettings | CampaignSettings[Any, Any]") -> None:
    """Said before anything is played."""
    import shutil

    from sim.mistakes import ConfigurationError

    if settings.animate and settings.animation == "mp4" and shutil.which("ffmpeg") is None:
        raise ConfigurationError("animation=mp4: needs ffmpeg, which was not found; should be gif")


def play_in_mesa(scenario: "Scenario", settings: "RaidSettings") -> "RaidModel":
    """Play the raid to its end with Mesa agents."""
    from experiments.screen import working
    from sim.warm import warm_up

    warm_up()
    with working("playing the raid"):
        from sim.model import RaidModel

        model = RaidModel(scenario, seed=settings.seed, raid=settings.raid)
        model.run()
    return model


def print_story(scenario: "Scenario", settings: "RaidSettings", outcome: dict[str, Any], told: "list[Milestone]") -> None:
    """The timeline in the terminal."""
    from rich.console import Console
    from rich.table import Table

    from sim.story import minute_words

    console = Console(width=None if Console().is_terminal else 120)
    console.print(f"\n[bold]{scenario.title}[/bold]  (seed {settings.seed}, raid {settings.raid})", highlight=False)
    table = Table(box=None, padding=(0, 2, 0, 0), show_header=False)
    table.add_column(justify="right", no_wrap=True)
    table.add_column()
    for milestone in told:
        table.add_row(f"{minute_words(milestone.minute)} min", milestone.text)
    console.print(table)
    console.print(verdict(outcome), highlight=False)


def verdict(outcome: dict[str, Any]) -> str:
    """The outcome in a paragraph."""
    words = outcome["ending"].replace("_", " ")
    why = "" if outcome["cause"] == "none" else f", because of {outcome['cause']}"
    lost = [
        f"{who} {outcome[f'{side}_killed']} killed, {outcome[f'{side}_wounded']} wounded of {outcome[side]}"
        for who, side in (("attackers", "attackers"), ("garrison", "defenders"))
    ]
    left = f", {outcome['attackers_captured']} wounded left behind" if outcome["attackers_captured"] else ""
    more = f", {outcome['defenders_captured']} captured, {outcome['defenders_fled']} fled"
    taken = f"{outcome['strongpoints_taken']} of {outcome['strongpoints']} strongpoints taken"
    return (
        f"\nEnding: [bold]{words}[/bold]{why}, after {outcome['duration_minutes']:.0f} minutes; {taken}.\n"
        f"Losses: {lost[0]}{left}; {lost[1]}{more}.\n"
        f"Rounds fired: attackers {outcome['attackers_rounds_fired']}, garrison {outcome['defenders_rounds_fired']}.\n"
    )


def keep(
    folder: Path, scenario: "Scenario", settings: "RaidSettings", model: "RaidModel", told: "list[Milestone]"
) -> list[Path]:
    """Milestones, course and outcome on disk."""
    import pyarrow as pa

    from sim.store import provenance_of, write_csv, write_parquet
    from sim.story import milestone_table

    provenance = provenance_of(scenario.model_dump(), settings.seed) | {"raid": settings.raid}
    return [
        write_csv(milestone_table(told), folder / "milestones.csv"),
        write_csv(model.series, folder / "series.csv"),
        write_parquet(model.series, folder / "series.parquet", provenance),
        write_csv(pa.Table.from_pylist([model.outcome or {}]), folder / "outcome.csv"),
    ]


def draw(
    folder: Path, scenario: "Scenario", settings: "RaidSettings", model: "RaidModel", told: "list[Milestone]"
) -> list[Path]:
    """The figure, and the moving picture if asked for."""
    from experiments.screen import progress_bar, working
    from sim.figures.raid import draw_raid
    from sim.store import aside
    from sim.table import Course

    course = Course(model.series, model.tracks)
    with working("drawing"), aside(folder / "raid.png") as temporary:
        draw_raid(scenario, model.workspace.raid, course, told, model.outcome or {}).savefig(temporary, dpi=130)
    files = [folder / "raid.png"]
    if settings.animate:
        from sim.figures.animation import animate_raid

        path = folder / f"raid.{settings.animation}"
        with progress_bar("drawing frames", 1) as bar:
            animate_raid(scenario, model.workspace.raid, course, told, path, progress=bar.to)
        files.append(path)
    return files


def main() -> None:
    """The command."""
    through_door("raid", work)


if __name__ == "__main__":
    main()
