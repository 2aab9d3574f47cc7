"""Reports and claims in the terminal, as CSV, as JSON, and drawn."""

import json
import math
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from rich.table import Table

    from experiments.settings import PatternsSettings


class Told(NamedTuple):
    """All that was found, as rows."""

    endings: list[dict[str, Any]]  # a row a scenario
    figures: list[dict[str, Any]]  # a row for each report of each figure
    findings: list[dict[str, Any]]  # a row for each aggregate pattern, of all scenarios and of each
    rain: list[dict[str, Any]]  # how often the station is occupied, at each level of rain
    notes: list[str]


MARKS = {True: "[green]met[/green]", False: "[bold red]missed[/bold red]", None: "-"}
VERDICTS = {"met": MARKS[True], "in sign only": "[yellow]in sign only[/yellow]", "missed": MARKS[False]}


def print_as_text(told: Told, files: Iterable[Path]) -> None:
    """Three tables, what is missed in words, and where the files lie."""
    from rich.console import Console

    from experiments.screen import print_files
    from sim.patterns.words import hits, misses

    console = Console(width=None if Console().is_terminal else 150)
    console.print(table_of_endings(told.endings))
    if told.figures:
        console.print(table_of_figures(told.figures))
    if told.findings:
        console.print(table_of_findings(told.findings))
    for line in [*hits(told.endings, told.figures, told.findings), *told.notes]:
        print(line)
    missed = misses(told.endings, told.figures, told.findings)
    print("Missed:" if missed else "Nothing is missed.")
    for line in missed:
        print(f"  {line}")
    print_files(*files)


def table_with(title: str, left: Sequence[str], right: Sequence[str]) -> "Table":
    """An empty table: columns of words, then columns of numbers."""
    from rich import box
    from rich.table import Table

    table = Table(title=title, title_justify="left", title_style="bold", box=box.SIMPLE_HEAD, pad_edge=False)
    for words in left:
        table.add_column(words)
    for words in right:
        table.add_column(words, justify="right", no_wrap=True)
    table.add_column("")
    return table


def table_of_endings(rows: Sequence[dict[str, Any]]) -> "Table":
    """Endings and causes."""
    words = ("scenario", "reported\nending", "commonest\nending", "reported\ncauses", "commonest cause\nof raids that ended so")
    table = table_with("How it ended, and why", words, ("ended so", "for these\ncauses"))
    for row in rows:
        table.add_row(
            row["scenario"], listed(row["reported_endings"]), (row["commonest_ending"] or "-").replace("_", " "),
            listed(row["reported_causes"]), row["commonest_cause"] or "-", percent(row["share_of_reported_endings"]),
            percent(row["share_of_reported_causes"]), MARKS[both(row["ending_met"], row["cause_met"])],
        )  # fmt: skip
    return table


def listed(words: Sequence[str]) -> str:
    """Words as they are read."""
    return ", ".join(word.replace("_", " ") for word in words) or "-"


def both(one: bool | None, other: bool | None) -> bool | None:
    """Are both met, as far as they were reported?"""
    known = [value for value in (one, other) if value is not None]
    return all(known) if known else None


def percent(share: float | None) -> str:
    """A share, where there is one."""
    return "-" if share is None else f"{100 * share:.0f} %"


def table_of_figures(rows: Sequence[dict[str, Any]]) -> "Table":
    """Reported figures beside the claims."""
    from sim.patterns.facts import CLAIMED

    numbers = ("reported", "median", "50 %", "90 %", "90 % of raids\nthat ended so")
    table = table_with("What was reported, and what the model claims", ("scenario", "figure", "unit"), numbers)
    for row in rows:
        is_share = row["unit"] == CLAIMED["burned"].unit
        say: Callable[[float], str] = percent if is_share else plain_number
        table.add_row(
            row["scenario"], CLAIMED[row["figure"]].words, row["unit"],
            ("yes" if row["reported"] else "no") if is_share else say(row["reported"]), say(row["median"]),
            between(row, "q25", "q75", say, is_share), between(row, "q05", "q95", say, is_share),
            between(row, "q05_ended_so", "q95_ended_so", say, is_share), MARKS[row["met"]],
        )  # fmt: skip
    return table


def plain_number(value: float) -> str:
    """Few digits."""
    return f"{value:,.0f}" if abs(value) >= 20 else f"{value:.2g}"


def between(row: dict[str, Any], low: str, high: str, say: Callable[[float], str], is_share: bool) -> str:
    """An interval, where there is one."""
    if row[low] is None or is_share:
        return "-"
    return f"{say(row[low])} to {say(row[high])}"


def table_of_findings(rows: Sequence[dict[str, Any]]) -> "Table":
    """Aggregate patterns beside published values: of all scenarios together."""
    from sim.patterns.findings import ALL

    numbers = ("model", "standard\nerror", "published", "raids")
    table = table_with("Patterns of many battles", ("", "unit"), numbers)
    for row in rows:
        if row["scenario"] == ALL:
            verdict = VERDICTS.get(row["verdict"], row["verdict"])
            values = number(row["estimate"]), error_of(row["standard_error"]), row["published"], f"{row['raids']:,}"
            table.add_row(row["words"], row["unit"], *values, verdict)
    return table


def number(value: float) -> str:
    """Three digits at most."""
    return "-" if math.isnan(value) else f"{value:.3f}"


def error_of(value: float) -> str:
    """Two digits that count."""
    return "-" if math.isnan(value) else f"{value:.2g}"


def print_as_json(told: Told, settings: "PatternsSettings", files: Iterable[Path]) -> None:
    """One object on stdout: what has no answer is null."""
    from experiments.screen import readable
    from sim.patterns.words import hits, misses

    words = {name: say(told.endings, told.figures, told.findings) for name, say in (("summary", hits), ("missed", misses))}
    asked = {"seed": settings.seed, **settings.patterns.model_dump()}
    print(
        json.dumps(
            without_nan({"asked": asked, **told._asdict(), **words, "files": [str(readable(path)) for path in files]}),
            indent=1,
            allow_nan=False,
        )
    )


def without_nan(node: Any) -> Any:
    """The same, with null for what is not a number."""
    if isinstance(node, dict):
        return {key: without_nan(value) for key, value in node.items()}
    if isinstance(node, list):
        return [without_nan(value) for value in node]
    return None if isinstance(node, float) and math.isnan(node) else node


def keep_and_draw(told: Told, settings: "PatternsSettings", folder: Path) -> list[Path]:
    """Every number as CSV, and two figures."""
    import pyarrow as pa

    from experiments.screen import working
    from sim.figures.patterns import draw_findings
    from sim.figures.reports import draw_reports
    from sim.store import aside, write_csv

    tables = {"endings": [flat(row) for row in told.endings], **{name: getattr(told, name) for name in NAMED}}
    files = [write_csv(pa.Table.from_pylist(rows), folder / f"{name}.csv") for name, rows in tables.items() if rows]
    said = f"{settings.patterns.raids:,} raids of each scenario, seed {settings.seed}"
    figures = {"reports": lambda: draw_reports(told.endings, told.figures, said)}
    if told.findings:
        figures["aggregates"] = lambda: draw_findings(told.findings, told.rain, f"{said}; {varied(settings)}")
    for name, draw in figures.items():
        with working("drawing"), aside(folder / f"{name}.png") as temporary:
            draw().savefig(temporary, dpi=120)
        files.append(folder / f"{name}.png")
    return files


NAMED = ("figures", "findings", "rain")


def varied(settings: "PatternsSettings") -> str:
    """How many raids stand behind what was varied?"""
    return f"{settings.patterns.point_raids:,} at each level of what is varied"


def flat(row: dict[str, Any]) -> dict[str, Any]:
    """A row without lists, and with a column for each ending and cause."""
    plain = {
        key: "; ".join(value) if isinstance(value, list) else value for key, value in row.items() if not isinstance(value, dict)
    }
    from sim.state import Cause, Ending

    endings = {f"ended_{member.name.lower()}": row["endings"].get(member.name.lower(), 0.0) for member in Ending}
    causes = {f"cause_{member.name.lower()}": row["causes"].get(member.name.lower(), 0.0) for member in Cause}
    del endings["ended_running"]
    return plain | endings | causes
