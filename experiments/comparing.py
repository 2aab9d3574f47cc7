"""Raids side by side: the summary in the terminal and as CSV, and the comparison figure."""

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pyarrow as pa


MOST_COMBINATIONS = 20_000  # more rows than that sum nothing up


def show_comparison(table: "pa.Table", folder: Path, title: str, *also: Path) -> None:
    """Print, keep and draw what came of the raids of each combination.

    Parameters
    ----------
    table : pyarrow.Table
        Raids with a column `scenario` and a column for each factor.
    folder : Path
        Where the files go.
    title : str
        Of the figure.
    also : Path
        Files already written, to be named with the others.
    """
    import pyarrow as pa

    from experiments.screen import print_files, print_summary, working
    from sim.figures.comparison import draw_comparison
    from sim.store import aside, write_csv
    from sim.summary import summarise, varied_factors_of

    with working("summing up"):
        rows = summarise(of_few_combinations(table))
    print_summary(rows)
    summary = write_csv(pa.Table.from_pylist(rows), folder / "summary.csv")
    figure = folder / "comparison.png"
    with working("drawing"), aside(figure) as temporary:
        draw_comparison(table, varied_factors_of(table), title).savefig(temporary, dpi=120)
    print_files(*also, summary, figure)


def of_few_combinations(table: "pa.Table") -> "pa.Table":
    """The raids as they are; without their factors where nearly every raid is a combination of its own."""
    from sim.summary import combinations_of, factors_of

    factors = factors_of(table)
    combinations = int(combinations_of(table, ["scenario", *factors])[0].max()) + 1
    return table.drop_columns(factors) if combinations > MOST_COMBINATIONS else table
