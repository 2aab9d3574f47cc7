"""Raids side by side: the summary in the terminal and as CSV, and the comparison figure."""

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pyarrow as pa


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
    from sim.summary import factors_of, summarise

    rows = summarise(table)
    print_summary(rows)
    summary = write_csv(pa.Table.from_pylist(rows), folder / "summary.csv")
    figure = folder / "comparison.png"
    varied = [name for name in factors_of(table) if len(set(table[name].to_pylist())) > 1]
    with working("drawing"), aside(figure) as temporary:
        draw_comparison(table, varied, title).savefig(temporary, dpi=120)
    print_files(*also, summary, figure)
