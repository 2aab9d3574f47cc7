"""What a person sees in the terminal: progress, tables, where the files lie. Progress goes to stderr, results to stdout."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple


class Bar(NamedTuple):
    """A bar that is on the screen."""

    advance: Callable[[int], None]  # so many more are done
    to: Callable[[int, int], None]  # so many are done of so many


@contextmanager
def progress_bar(what: str, total: int) -> Iterator[Bar]:
    """A bar on stderr with the time left; a line at the end where there is no terminal."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True)) as bar:
        task = bar.add_task(what, total=total)
        yield Bar(lambda done: bar.advance(task, done), lambda done, of: bar.update(task, completed=done, total=of))


@contextmanager
def working(what: str) -> Iterator[None]:
    """A sign of life on stderr while something takes a while."""
    from rich.console import Console

    with Console(stderr=True).status(what):
        yield


def print_files(*paths: Path) -> None:
    """Where everything lies, a line each."""
    for path in paths:
        print(f"  {readable(path)}")


def readable(path: Path) -> Path:
    """The path from here, where that is shorter."""
    return path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path


def print_summary(rows: list[dict[str, Any]], most: int = 120) -> None:
    """The summary of a sweep as a table of text."""
    from rich import box
    from rich.console import Console
    from rich.table import Table

    factors = [name for name in rows[0] if name not in MEASURES]
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, 1, 0, 0))
    for name in factors:
        table.add_column(
            name.rpartition(".")[2].replace("_", "\n"), justify="left" if name == "scenario" else "right", no_wrap=True
        )
    for words in ("raids", "occupied", "95 % interval", "main\nending", "main cause\nof failure", "median\nminutes"):
        table.add_column(words, justify="left" if words.startswith("main") else "right", no_wrap=True)
    for side in ("attackers\nlost", "defenders\nlost"):
        table.add_column(side, justify="right", no_wrap=True)
    previous = None
    for row in rows[:most]:
        if previous not in (None, row["scenario"]):
            table.add_section()
        previous = row["scenario"]
        table.add_row(*[shown(row[name]) for name in factors], *measures_of(row))
    Console(width=None if Console().is_terminal else 150).print(table)
    print("occupied: at some time, kept or not; lost: killed, wounded and left behind, on average;")
    print("main cause of failure: with its share of the raids that failed, those forced out of an occupied station among them")
    if len(rows) > most:
        print(f"... and {len(rows) - most} more combinations, all in the CSV")


MEASURES = (
    "raids", "occupied", "occupied_low", "occupied_high", "objective_met", "main_ending", "main_cause", "main_cause_share",
    "median_duration_minutes", "attackers_lost", "defenders_lost",
)  # fmt: skip


def measures_of(row: dict[str, Any]) -> list[str]:
    """The measures of one combination in words."""
    cause = f"{row['main_cause']} ({row['main_cause_share']:.0%})" if row["main_cause_share"] else "-"
    return [
        str(row["raids"]),
        f"{row['occupied']:.1%}",
        f"{row['occupied_low']:.1%} to {row['occupied_high']:.1%}",
        row["main_ending"].replace("_", " "),
        cause,
        f"{row['median_duration_minutes']:.0f}",
        f"{row['attackers_lost']:.1f}",
        f"{row['defenders_lost']:.1f}",
    ]


def shown(value: Any) -> str:
    """A factor's level, or that the scenario's own holds."""
    return "as it is" if value is None else f"{value:g}" if isinstance(value, float) else str(value)
