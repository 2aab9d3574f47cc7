"""Convergence in the terminal and as JSON: a table for each scenario, what is met and what is missed."""

import json
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.table import Table

    from experiments.settings import ConvergenceSettings
    from sim.convergence import Finding, Level


def said_of(settings: "ConvergenceSettings") -> str:
    """How many raids stand behind it?"""
    raids = settings.convergence.raids
    return f"{raids:,} raids of each scenario at its finest tick, more at coarser ones; seed {settings.seed}"


def print_as_json(
    levels: "dict[str, list[Level]]", findings: "list[Finding]", settings: "ConvergenceSettings", files: list[Path]
) -> None:
    """One object."""
    from experiments.screen import readable
    from sim.convergence import level_rows

    told = {
        "seed": settings.seed,
        "convergence": settings.convergence.model_dump(),
        "ticks": [row for name, own in levels.items() for row in level_rows(name, own)],
        "findings": [one._asdict() for one in findings],
        "files": [str(readable(path)) for path in files],
    }
    print(json.dumps(told, indent=1, allow_nan=False))


def print_as_text(
    levels: "dict[str, list[Level]]", findings: "list[Finding]", settings: "ConvergenceSettings", files: list[Path]
) -> None:
    """A table for each scenario, what is met and missed, and where the files lie."""
    from rich.console import Console

    from experiments.screen import print_files

    console = Console(width=None if Console().is_terminal else 190)
    for name, own in levels.items():
        console.print(table_of(own, [one for one in findings if one.scenario == name]))
    for line in summary_of(findings, settings):
        print(line)
    print_files(*files)


def table_of(levels: "list[Level]", findings: "list[Finding]") -> "Table":
    """One scenario: a row a measure, a column a tick, and how far its own tick is off."""
    from rich import box
    from rich.table import Table

    from sim.convergence import MEASURES, means, tick_words

    own = findings[0].own_tick
    table = Table(title=findings[0].scenario, title_justify="left", title_style="bold", box=box.SIMPLE_HEAD, pad_edge=False)
    for words in ("tick, minutes", *(f"{tick_words(level.tick)}{'*' * (level.tick == own)}" for level in levels)):
        table.add_column(words, justify="left" if words.startswith("tick,") else "right", no_wrap=True)
    for words in ("limit", "own - limit", "allowed", "", "raids needed"):
        table.add_column(words, justify="left" if words == "" else "right", no_wrap=True)
    for k, measure in enumerate(MEASURES):
        values = [value_words(measure, value) for value in means(levels, k)]
        table.add_row(measure_words(measure), *values, *finding_words(findings[k]))
    return table


def measure_words(measure: str) -> str:
    """The measure for people."""
    words = {"chance": "chance of success", "both_lost": "both sides lost", "duration_minutes": "duration, minutes"}
    return words.get(measure, measure.replace("_", " "))


def value_words(measure: str, value: float) -> str:
    """A mean of this measure."""
    return f"{value:.2%}" if measure == "chance" else f"{value:.1f}" if measure == "duration_minutes" else f"{value:.2f}"


def finding_words(one: "Finding") -> list[str]:
    """How far the own tick is off."""
    unit = "pp" if one.measure == "chance" else "%"
    digits = 2 if one.measure == "duration_minutes" else 3
    limit = f"{value_words(one.measure, one.limit)} ± " + (
        f"{100 * one.limit_error:.2f}" if one.measure == "chance" else f"{one.limit_error:.{digits - 1}f}"
    )
    bias = f"{100 * one.bias:+.2f} ± {100 * one.bias_error:.2f} {unit}"
    allowed = "-" if one.allowed is None else f"{100 * one.allowed:g} {unit}"
    return [limit, bias, allowed, verdict_words(one), "-" if one.raids_needed is None else f"{one.raids_needed:,}"]


def verdict_words(one: "Finding") -> str:
    """Met or missed, and whether chance may have decided that."""
    return one.verdict if one.is_sure else f"{one.verdict}, not for sure"


def summary_of(findings: "list[Finding]", settings: "ConvergenceSettings") -> list[str]:
    """What is met and what is missed, and how to read the tables."""
    judged = [one for one in findings if one.allowed is not None]
    missed = [f"{one.scenario} {measure_words(one.measure)}" for one in judged if one.verdict == "missed"]
    unsure = sum(not one.is_sure for one in judged)
    asked = settings.convergence
    return [
        f"* the scenario's own tick; limit: a straight line through the {asked.line} finest ticks, at a tick of nothing;",
        "±: one standard error; raids needed at the finest tick for the tolerance to be worth four of them.",
        f"Allowed: {100 * asked.chance:g} percentage points of the chance; {100 * asked.losses:g} % of mean losses,",
        f"on one side where it loses {asked.least:g} people or more. {said_of(settings)}.",
        f"{len(judged) - len(missed)} of {len(judged)} met; {unsure} of all lie within two standard errors of the tolerance.",
        *([f"Missed: {', '.join(missed)}"] if missed else []),
    ]
