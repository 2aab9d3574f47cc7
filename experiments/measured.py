"""Figures that were measured, beside what they should reach."""

from collections.abc import Sequence
from typing import NamedTuple


class Figure(NamedTuple):
    """One measured figure."""

    name: str
    value: float
    unit: str
    goal: str = ""


def print_figures(title: str, figures: Sequence[Figure]) -> None:
    """The figures as a table."""
    from rich import box
    from rich.console import Console
    from rich.table import Table

    table = Table(box=box.SIMPLE_HEAD, title=title, title_justify="left")
    for words, justify in (("", "left"), ("measured", "right"), ("", "left"), ("to reach", "left")):
        table.add_column(words, justify=justify)  # type: ignore[arg-type]
    for figure in figures:
        shown = f"{figure.value:,.0f}" if abs(figure.value) >= 100 else f"{figure.value:,.2f}"
        table.add_row(figure.name, shown, figure.unit, figure.goal)
    Console(width=None if Console().is_terminal else 120).print(table)
