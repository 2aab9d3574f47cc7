"""What a person sees in the terminal: progress, tables, where the files lie. Progress goes to stderr, results to stdout."""

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    import pyarrow as pa

    from sim.subject import Subject

MOST_MEASURES = 8  # of what is no raid, in the terminal
SECONDS_BETWEEN_LINES = 30.0


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


class SweepScreen:
    """How a sweep goes: a bar where there is a terminal, else a plain line every half minute. On stderr.

    Parameters
    ----------
    command : str
        What the lines begin with.
    many : str
        What is counted.
    """

    def __init__(self, command: str, many: str = "raids") -> None:
        self.command, self.many = command, many

    def __enter__(self) -> "SweepScreen":
        from rich.console import Console

        self.console = Console(stderr=True)
        self.bar: Any = None
        self.started = self.told = time.monotonic()
        self.total = self.done = self.resumed = self.failed = self.played = 0
        self.round = ""
        return self

    def __exit__(self, *_: Any) -> None:
        if self.bar is not None:
            self.bar.stop()
        elif self.played:
            self.tell()

    def begin(self, round_: Any, kept: int, mine: int) -> None:
        """A round begins."""
        self.total, self.done = kept + mine, kept
        self.resumed += kept
        self.round = f"round {round_.number + 1}, " if round_.number else ""
        if self.console.is_terminal:
            self._show_bar()
        elif mine:
            self.tell()

    def _show_bar(self) -> None:
        from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn

        if self.bar is None:
            words = "{task.fields[said]}"
            self.bar = Progress(
                TextColumn(words), BarColumn(), TimeElapsedColumn(), TimeRemainingColumn(), console=self.console
            )
            self.task = self.bar.add_task(self.many, total=self.total, said="")
            self.bar.start()
        self.bar.reset(self.task, total=self.total, completed=0, said=self.words())
        self.bar.update(self.task, completed=self.done)

    def advance(self, raids: int, failed: int) -> None:
        """A shard is kept."""
        self.done, self.played, self.failed = self.done + raids, self.played + raids, self.failed + failed
        if self.bar is not None:
            self.bar.update(self.task, completed=self.done, said=self.words())
        elif time.monotonic() - self.told >= SECONDS_BETWEEN_LINES:
            self.tell()

    def stopping(self, running: int) -> None:
        """No more shards are begun."""
        if running:
            print(f"stopping; {running} shards are being finished (a few seconds)", file=sys.stderr, flush=True)

    def tell(self) -> None:
        """A line for a log."""
        self.told = time.monotonic()
        left = (self.total - self.done) / self.rate() if self.rate() else 0.0
        ends = f", about {clock(left)} left" if left else ""
        print(f"{self.command}: {self.words()}{ends}", file=sys.stderr, flush=True)

    def words(self) -> str:
        """Done of total, raids a second, resumed, failed."""
        resumed = f", {self.resumed:,} resumed" if self.resumed else ""
        speed = f", {self.rate():,.0f} {self.many}/s" if self.rate() else ""
        return f"{self.round}{self.done:,} of {self.total:,} {self.many}{speed}{resumed}, {self.failed:,} failed"

    def rate(self) -> float:
        """Raids a second since the start."""
        return self.played / max(1e-9, time.monotonic() - self.started)


def clock(seconds: float) -> str:
    """A time span for people."""
    minutes, rest = divmod(round(seconds), 60)
    return (
        f"{minutes // 60} h {minutes % 60:02d} min"
        if minutes >= 60
        else f"{minutes} min {rest:02d} s"
        if minutes
        else f"{rest} s"
    )


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
        table.add_column(short_name(name, factors), justify="left" if name == "scenario" else "right", no_wrap=True)
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


def print_columns(summary: "pa.Table", subject: "Subject", most: int = 120) -> None:
    """The summary of what is no raid: of each flag the share, of each number the mean, the first few of them."""
    from rich import box
    from rich.console import Console
    from rich.table import Table

    measures = {name: name if subject.is_flag(name) else f"{name}_mean" for name in subject.measures[:MOST_MEASURES]}
    keys = summary.column_names[: summary.column_names.index(subject.many)]
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, 1, 0, 0))
    for name in (*(short_name(key, keys) for key in keys), subject.many, *(name.replace("_", "\n") for name in measures)):
        table.add_column(name, justify="left" if name == "scenario" else "right", no_wrap=True)
    for row in summary.slice(0, most).to_pylist():
        found = [f"{row[at]:.1%}" if subject.is_flag(name) else f"{row[at]:.4g}" for name, at in measures.items()]
        table.add_row(*[shown(row[key]) for key in keys], f"{row[subject.many]:,}", *found)
    Console(width=None if Console().is_terminal else 150).print(table)
    left = f"{summary.num_rows - most} more rows and " if summary.num_rows > most else ""
    print(f"shares and means; {left}intervals, quantiles and all other measures stand in summary.csv")


def short_name(path: str, others: list[str]) -> str:
    """The end of a path, as much as tells it from the others, a word a line."""
    parts = path.split(".")
    length = next((n for n in range(1, len(parts)) if sum(o.split(".")[-n:] == parts[-n:] for o in others) == 1), len(parts))
    return "\n".join(parts[-length:]).replace("_", "\n")


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
        "-" if row["occupied_low"] is None else f"{row['occupied_low']:.1%} to {row['occupied_high']:.1%}",
        row["main_ending"].replace("_", " "),
        cause,
        f"{row['median_duration_minutes']:.0f}",
        f"{row['attackers_lost']:.1f}",
        f"{row['defenders_lost']:.1f}",
    ]


def shown(value: Any) -> str:
    """A factor's level, or that the scenario's own holds."""
    return "as it is" if value is None else f"{value:g}" if isinstance(value, float) else str(value)
