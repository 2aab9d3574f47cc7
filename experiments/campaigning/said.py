"""One campaign, or many of several settings, in the terminal: a short table, then sentences."""

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pyarrow as pa
    from rich.table import Table

    from sim.campaign.config import Campaign
    from sim.campaign.table import Course

WIDTH = 120  # where the output is no terminal


def print_course(course: "Course") -> None:
    """The months of one campaign, and its story."""
    from sim.campaign.story import tell

    print_lines([table_of_months(course)], [f"- {line}" for line in tell(course)])


def print_many(tables: "Mapping[str, tuple[pa.Table, Campaign]]") -> None:
    """What many campaigns of each setting came to, and what each setting changes against the first.

    Parameters
    ----------
    tables : mapping
        Under what each setting is called, its campaigns (as `sim.campaign.table.play` gives them, all under one seed), and what
        was played.
    """
    from sim.campaign.many import say_difference, say_many

    lines: list[str] = []
    for label, (table, campaign) in tables.items():
        lines += [f"{label}:", *(f"- {line}" for line in say_many(table, campaign))]
    (first, (base, _)), *others = tables.items()
    for label, (table, _) in others:
        lines += [f"{label} against {first}:", *(f"- {line}" for line in say_difference(table, base, label, first))]
    print_lines([table_of_settings(tables)], lines)


def settings_said(levels: "Mapping[str, Any]") -> list[str]:
    """Settings as they are written on the command line."""
    return [f"{path}={value:g}" if isinstance(value, float) else f"{path}={value}" for path, value in levels.items()]


def print_lines(tables: "Iterable[Table]", lines: Iterable[str]) -> None:
    """Tables, then lines of plain text."""
    from rich.console import Console

    console = Console(width=None if Console().is_terminal else WIDTH)
    for table in tables:
        console.print(table)
    for line in lines:
        console.print(line, highlight=False, markup=False)


def empty_table(left: Sequence[str], right: Sequence[str]) -> "Table":
    """Columns of words, then columns of numbers."""
    from rich import box
    from rich.table import Table

    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, 1, 0, 0))
    for words in left:
        table.add_column(words, no_wrap=True)
    for words in right:
        table.add_column(words, justify="right", no_wrap=True)
    return table


def table_of_months(course: "Course") -> "Table":
    """A row a month: raids, posts lost, ambushes, aircraft that came and that were missed, rain, and posts held at its end."""
    from sim.campaign.account import account_of, months
    from sim.campaign.called import month_words

    heads = (
        "raids",
        "posts\nlost",
        "ambushes",
        "aircraft\ncame",
        "aircraft\nmissed",
        "rain\n(0 to 1)",
        "posts held\nat its end",
    )
    table = empty_table(("",), heads)
    for one in months(account_of(course)):
        numbers = (one.raids, one.lost, one.ambushes, one.air_came, one.air_missed)
        table.add_row(month_words(course.campaign, one.month), *map(str, numbers), f"{one.rain:.2f}", str(one.held))
    return table


def table_of_settings(tables: "Mapping[str, tuple[pa.Table, Campaign]]") -> "Table":
    """A row a setting: how many campaigns, and the median and the central 90 % of what they came to."""
    from rich.markup import escape

    measures = {"posts lost": "bases_lost", "given up": "bases_given_up", "held at the end": "bases_held", "raids": "raids"}
    table = empty_table(("median (central 90 %)",), ("campaigns", *measures))
    for label, (rows, _) in tables.items():
        table.add_row(escape(label), f"{rows.num_rows:,}", *(spread_cell(rows, measure) for measure in measures.values()))
    return table


def spread_cell(rows: Any, measure: str) -> str:
    """A median and the bounds of the central 90 %; a dash where nothing was played."""
    from sim.campaign.many import spread_of

    if not rows.num_rows:
        return "-"
    low, median, high = spread_of(rows[measure].to_numpy())
    return f"{median:,.0f} ({low:,.0f} to {high:,.0f})"
