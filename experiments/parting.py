"""One raid twice, as it is and with something changed: both told side by side, kept and drawn, and where they part."""

from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from experiments.door import Job

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table

    from experiments.settings import RaidSettings
    from sim.config import Scenario
    from sim.story import Milestone
    from sim.table import Course
    from sim.why.difference import Parted
    from sim.why.side_by_side import Line

MEASURES = (  # columns of the outcome that are put side by side, and what they are called
    ("duration_minutes", "minutes"), ("attackers", "attackers"), ("attackers_killed", "attackers killed"),
    ("attackers_wounded", "attackers wounded"), ("attackers_captured", "attackers left behind"), ("defenders", "garrison"),
    ("defenders_killed", "garrison killed"), ("defenders_wounded", "garrison wounded"),
    ("defenders_captured", "garrison captured"), ("defenders_fled", "garrison fled"), ("relief_people", "relief that came"),
    ("strongpoints_taken", "strongpoints taken"), ("attackers_rounds_fired", "rounds fired by the attackers"),
    ("defenders_rounds_fired", "rounds fired by the garrison"), ("air_strikes", "air strikes"),
)  # fmt: skip


class Twice(NamedTuple):
    """One raid as it is and what if, each pair in this order."""

    scenarios: "tuple[Scenario, Scenario]"
    parted: "Parted"
    courses: "tuple[Course, Course]"
    stories: "tuple[list[Milestone], list[Milestone]]"


def play_twice(job: Job, settings: "RaidSettings", scenario: "Scenario") -> None:
    """Play both, tell them, keep them, draw them."""
    from experiments.screen import print_files, working
    from sim.warm import warm_up

    changed = scenario_if(job, settings, scenario)
    warm_up()
    with working("playing the raid twice"):
        twice = played(scenario, changed, settings)
    print_both(settings, twice)
    print_files(*keep(job.folder, settings, twice), draw(job.folder, settings, twice))


def played(scenario: "Scenario", changed: "Scenario", settings: "RaidSettings") -> Twice:
    """Both raids, where they part, and what happened in them."""
    from sim.story import milestones
    from sim.table import trace
    from sim.why.partings import find_partings

    parted = find_partings(scenario, changed, settings.seed, settings.raid)
    courses = trace(scenario, settings.seed, settings.raid), trace(changed, settings.seed, settings.raid)
    stories = milestones(scenario, parted.raids[0]), milestones(changed, parted.raids[1])
    return Twice((scenario, changed), parted, courses, stories)


def scenario_if(job: Job, settings: "RaidSettings", scenario: "Scenario") -> "Scenario":
    """The same scenario with these changes on top of those of the command line."""
    from experiments.given import scenario_overrides
    from sim.mistakes import ConfigurationError
    from sim.scenario import load_scenario

    source, changes = settings.scenario_file or job.choice, settings.what_if or []
    refuse_other_luck(changes)
    try:
        changed = load_scenario(source, [*scenario_overrides(job), *changes])
    except ConfigurationError as error:
        raise ConfigurationError(f"what_if: {error}") from None
    if changed.tick_minutes != scenario.tick_minutes:
        one, other = (asked.tick_minutes.low for asked in (scenario, changed))
        raise ConfigurationError(
            f"what_if: tick_minutes: should stay {one:g}, since luck is asked tick by tick; it is {other:g}"
        )
    return changed


def refuse_other_luck(changes: list[str]) -> None:
    """Both raids are played by the same command, under the same seed."""
    from experiments.door import changed_path, changes_scenario
    from sim.mistakes import ConfigurationError

    for text in changes:
        if not changes_scenario(text) and changed_path(text) != "scenario":
            raise ConfigurationError(
                f"what_if: {text}: should change the scenario; the luck and the command are the same for both"
            )


def print_both(settings: "RaidSettings", twice: Twice) -> None:
    """Both timelines, both verdicts, and why they part."""
    from rich.console import Console

    from sim.why.side_by_side import side_by_side, why_they_part

    console = Console(width=None if Console().is_terminal else 140, highlight=False)
    console.print(f"\n[bold]{twice.scenarios[0].title}[/bold]  (seed {settings.seed}, raid {settings.raid})")
    console.print(f"what if: {', '.join(settings.what_if or [])}\n", markup=False)
    print_timelines(console, side_by_side(*twice.stories), twice.parted)
    console.print(table_of_outcomes(twice.parted))
    for sentence in why_they_part(twice.parted):
        console.print(sentence, markup=False)
    console.print()


def print_timelines(console: "Console", lines: "list[Line]", parted: "Parted") -> None:
    """What is the same until they part stands once; then the line where they part; then both."""
    from sim.story import minute_words
    from sim.why.side_by_side import cut

    parts = cut(lines, parted)
    if parts.shared:
        console.print(in_one_column(parts.shared, console.width))
    if parts.nearing:
        console.print(in_two_columns(parts.nearing, console.width))
    if parted.ground:
        console.rule(f"[bold red]minute {minute_words(parted.ground.minute)}: they part", align="left", style="red")
        console.print(parted.ground.words, style="red", markup=False)
        console.rule(style="red")
        console.print(in_two_columns(parts.apart, console.width))


def in_one_column(lines: "list[Line]", width: int) -> "Table":
    """Lines that are the same in both."""
    from sim.story import minute_words

    table = columns_of(width, "both")
    for line in lines:
        table.add_row(f"{minute_words(line.minute)} min", line.as_it_is)
    return table


def in_two_columns(lines: "list[Line]", width: int) -> "Table":
    """Lines of either raid beside those of the other."""
    from sim.story import minute_words

    table = columns_of(width, "as it is", "what if")
    for line in lines:
        table.add_row(f"{minute_words(line.minute)} min", line.as_it_is or "-", line.what_if or "-")
    return table


def columns_of(width: int, *heads: str) -> "Table":
    """An empty table: the minute, then columns of equal width."""
    from rich.table import Table

    table = Table(box=None, padding=(0, 2, 0, 0), title_justify="left")
    table.add_column("minute", justify="right", no_wrap=True, width=8)
    for head in heads:
        table.add_column(head, width=(width - 10) // len(heads) - 2)
    return table


def table_of_outcomes(parted: "Parted") -> "Table":
    """How both ended, and what differs in losses, rounds and time."""
    from rich import box
    from rich.table import Table

    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    table.add_column("")
    for head in ("as it is", "what if", "difference"):
        table.add_column(head, justify="right")
    one, other = parted.outcomes
    table.add_row("ending", *(ending_of(outcome) for outcome in (one, other)), "")
    for name, words in MEASURES:
        if one[name] or other[name]:
            difference = other[name] - one[name]
            table.add_row(words, f"{one[name]:,.0f}", f"{other[name]:,.0f}", f"{difference:+,.0f}" if difference else "-")
    return table


def ending_of(outcome: dict[str, Any]) -> str:
    """The ending and its cause."""
    why = "" if outcome["cause"] == "none" else f": {outcome['cause']}"
    return f"{outcome['ending'].replace('_', ' ')}{why}"


def keep(folder: Path, settings: "RaidSettings", twice: Twice) -> list[Path]:
    """Partings, both stories, both courses and both outcomes on disk."""
    import pyarrow as pa

    from sim.store import provenance_of, write_csv, write_parquet
    from sim.story import milestone_table
    from sim.why.difference import difference_table
    from sim.why.side_by_side import STORIES

    files = [write_csv(difference_table(twice.parted.differences), folder / "partings.csv")]
    for k, name in enumerate(STORIES):
        provenance = provenance_of(twice.scenarios[k].model_dump(), settings.seed) | {"raid": settings.raid}
        files += [
            write_csv(milestone_table(twice.stories[k]), folder / f"milestones_{name}.csv"),
            write_csv(twice.courses[k].series, folder / f"series_{name}.csv"),
            write_parquet(twice.courses[k].series, folder / f"series_{name}.parquet", provenance),
        ]
    rows = [{"raid_is": name, **outcome} for name, outcome in zip(STORIES, twice.parted.outcomes, strict=True)]
    return [*files, write_csv(pa.Table.from_pylist(rows), folder / "outcome.csv")]


def draw(folder: Path, settings: "RaidSettings", twice: Twice) -> Path:
    """The figure of both."""
    from experiments.screen import working
    from sim.figures.what_if import draw_what_if
    from sim.store import aside

    with working("drawing"), aside(folder / "what_if.png") as temporary:
        draw_what_if(settings.what_if or [], *twice).savefig(temporary, dpi=130)
    return folder / "what_if.png"
