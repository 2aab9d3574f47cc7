"""Tables of results: what raids are measured by, and what came of the commands of the list."""

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

from experiments.documenting.blocks import table
from sim.outcome import COLUMNS, SERIES, Column

ASIDE = ("point", "failed")  # columns of a sweep's summary that say nothing here
Row = Mapping[str, Any]


def makers(numbers: Path) -> dict[str, Callable[[], str]]:
    """What makes each block of results? A table of the folder `numbers` has a block of its own name.

    Parameters
    ----------
    numbers : Path
        Where the list's commands leave their tables as CSV: `convergence.csv`, and summaries of sweeps.
    """
    made = {"measures": lambda: columns_table(COLUMNS), "course": lambda: columns_table(SERIES)}
    return made | {path.stem: _of_file(path) for path in sorted(numbers.glob("*.csv"))}


def _of_file(path: Path) -> Callable[[], str]:
    return lambda: convergence_table(read(path)) if path.stem == "convergence" else sweep_table(read(path))


def read(path: Path) -> list[dict[str, Any]]:
    """The rows of a table."""
    import pyarrow.csv

    return pyarrow.csv.read_csv(path).to_pylist()


def columns_table(columns: Iterable[Column]) -> str:
    """Columns of a table of raids, with unit and meaning."""
    return table(["column", "unit", "meaning"], [[f"`{c.name}`", c.unit or "-", c.meaning] for c in columns])


def sweep_table(rows: list[dict[str, Any]]) -> str:
    """What came of each point of a sweep."""
    names = list(rows[0])
    factors = [name for name in names[: names.index("raids")] if name not in ASIDE]
    factors = [name for name in factors if name == "scenario" or len({row[name] for row in rows}) > 1]
    head = [*factors, "raids", "occupied at some time", "95 % interval", "commonest ending", "commonest cause of failure"]
    cells = [[*(shown_level(row[name]) for name in factors), *measures_of(row)] for row in rows]
    return table([*head, "median minutes", "attackers lost", "defenders lost"], cells)


def shown_level(value: Any) -> str:
    """A factor's level."""
    return f"{value:g}" if isinstance(value, float) else str(value)


def measures_of(row: Row) -> list[str]:
    """The measures of one point in words."""
    cause = f"{row['main_cause']} ({row['main_cause_share']:.0%})" if row["main_cause_share"] else "-"
    return [
        f"{row['raids']:,}",
        f"{row['occupied']:.1%}",
        f"{row['occupied_low']:.1%} to {row['occupied_high']:.1%}",
        str(row["main_ending"]).replace("_", " "),
        cause,
        f"{row['median_duration_minutes']:.0f}",
        f"{row['attackers_lost']:.1f}",
        f"{row['defenders_lost']:.1f}",
    ]


def convergence_table(rows: list[dict[str, Any]]) -> str:
    """A row a scenario: how far its own tick is from a tick of nothing."""
    named = {name: {row["measure"]: row for row in rows if row["scenario"] == name} for name in unique(rows)}
    head = [
        "scenario",
        "tick, min",
        "raids at the finest",
        "chance",
        "limit",
        "own - limit",
        "both sides' losses",
        "attackers'",
        "defenders'",
    ]
    return table(head, [convergence_row(name, own) for name, own in named.items()])


def unique(rows: list[dict[str, Any]]) -> list[str]:
    """The scenarios, in their order."""
    return list(dict.fromkeys(row["scenario"] for row in rows))


def convergence_row(name: str, own: Mapping[str, Row]) -> list[str]:
    """One scenario's findings."""
    from sim.convergence import tick_words

    chance = own["chance"]
    limit = f"{chance['limit']:.2%} ± {100 * chance['limit_error']:.2f}"
    losses = [difference(own[measure], "%") for measure in ("both_lost", "attackers_lost", "defenders_lost")]
    first = [name, tick_words(chance["own_tick"]), f"{chance['raids']:,}", f"{chance['own']:.2%}", limit]
    return [*first, difference(chance, "pp"), *losses]


def difference(row: Row, unit: str) -> str:
    """How far off, with one standard error, and the verdict."""
    words = "" if row["allowed"] is None else f", {row['verdict']}{'' if row['is_sure'] else ' (not for sure)'}"
    return f"{100 * row['bias']:+.2f} ± {100 * row['bias_error']:.2f} {unit}{words}"
