"""Tables of results: what raids are measured by, and what came of the commands of the list."""

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

import numpy as np

from experiments.documenting.blocks import table
from sim.outcome import COLUMNS, SERIES, Column

ASIDE = ("point", "failed")  # columns of a sweep's summary that say nothing here
OF_A_CAMPAIGN = {
    "bases_lost": "posts lost", "counted_lost": "counted apart", "bases_given_up": "given up", "bases_rebuilt": "manned again",
    "bases_held": "held at the end", "raids": "raids", "raids_forced_out": "forced out again", "raids_withdrew": "withdrew",
    "ambushes": "ambushes",
}  # fmt: skip
Row = Mapping[str, Any]


def makers() -> dict[str, Callable[[], str]]:
    """What makes the blocks that need no results?"""
    return {"measures": lambda: columns_table(COLUMNS), "course": lambda: columns_table(SERIES)}


def table_of_file(path: Path) -> str:
    """A table that a command of the list has left; findings, shares and summaries in fewer columns."""
    if not path.exists():
        return "*Not yet made: `redoubt document`.*"
    rows = read(path)
    if "own_tick" in rows[0]:
        return convergence_table(rows)
    if "distance" in rows[0]:
        return agreement_table(rows)
    if "bases_lost_q50" in rows[0]:
        return campaigns_table(rows)
    if "share_of_total" in rows[0]:
        return answers_table(rows) if len(unique(rows)) > 1 else shares_table(rows)
    return sweep_table(rows) if "main_cause_share" in rows[0] else plain_table(rows)


def plain_table(rows: list[dict[str, Any]]) -> str:
    """All columns as they are."""
    return table(
        [name.replace("_", " ") for name in rows[0]],
        [["" if v is None else f"{v:.4g}" if isinstance(v, float) else str(v) for v in row.values()] for row in rows],
    )


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
    met = ["objective_met"] if any(row["objective_met"] > 0 for row in rows) else []
    head = [*factors, "raids", "occupied at some time", "95 % interval", *(["objective met"] if met else [])]
    cells = [[*(shown_level(row[name]) for name in factors), *chances_of(row, met), *measures_of(row)] for row in rows]
    return table(
        [*head, "commonest ending", "commonest cause of failure", "median minutes", "attackers lost", "defenders lost"], cells
    )


def shown_level(value: Any) -> str:
    """A factor's level."""
    return f"{value:g}" if isinstance(value, float) else str(value)


def chances_of(row: Row, others: list[str]) -> list[str]:
    """How many raids, and which share of them succeeded?"""
    interval = f"{row['occupied_low']:.1%} to {row['occupied_high']:.1%}"
    return [f"{row['raids']:,}", f"{row['occupied']:.1%}", interval, *(f"{row[name]:.1%}" for name in others)]


def measures_of(row: Row) -> list[str]:
    """The other measures of one point in words."""
    cause = f"{row['main_cause']} ({row['main_cause_share']:.0%})" if row["main_cause_share"] else "-"
    return [
        str(row["main_ending"]).replace("_", " "),
        cause,
        f"{row['median_duration_minutes']:.0f}",
        f"{row['attackers_lost']:.1f}",
        f"{row['defenders_lost']:.1f}",
    ]


def campaigns_table(rows: list[dict[str, Any]]) -> str:
    """What campaigns of each point came to: medians and the central 90 %."""
    names = list(rows[0])
    factors = [name for name in names[: names.index("campaigns")] if name not in ASIDE]
    head = [*factors, "campaigns", *OF_A_CAMPAIGN.values()]
    cells = [
        [*(shown_level(row[name]) for name in factors), f"{row['campaigns']:,}", *(spread(row, name) for name in OF_A_CAMPAIGN)]
        for row in rows
    ]
    return table(head, cells)


def spread(row: Row, measure: str) -> str:
    """A median with its central 90 %, in whole numbers."""
    low, median, high = (row[f"{measure}_{quantile}"] for quantile in ("q05", "q50", "q95"))
    return f"{median:,.0f} ({low:,.0f} to {high:,.0f})"


def agreement_table(rows: list[dict[str, Any]]) -> str:
    """Of each factor of a design: where it was varied, and where nine in ten of the points lie that agree with reports."""
    from sim.campaign.reported import central

    held = [name for name in rows[0] if name.endswith("_agrees")]
    agreeing = [row for row in rows if all(row[name] for name in held)]
    numbers = [name for name, value in rows[0].items() if isinstance(value, (int, float)) and not isinstance(value, bool)]
    factors = [name for name in numbers if name not in ("point", "distance") and len({row[name] for row in rows}) > 1]
    cells = []
    for name in factors:
        levels, own = [row[name] for row in rows], central(np.array([row[name] for row in agreeing])) if agreeing else None
        told = f"{own[0]:.3g} to {own[1]:.3g}" if own else "-"
        cells.append([f"`{name}`", f"{min(levels):.3g} to {max(levels):.3g}", told])
    return table(["factor", f"varied ({len(rows):,} points)", f"agreeing ({len(agreeing):,} points), nine in ten"], cells)


def shares_table(rows: list[dict[str, Any]]) -> str:
    """What each factor of one scenario accounts for, in points of a chance or as counted, the largest first."""
    head = ["factor", "relieved means", "accounts for", "share of the total", "relieved alone", "named when they left"]
    ranked = sorted(rows, key=lambda row: -abs(row["share"]))
    return table(head, [share_row(row) for row in ranked])


def share_row(row: Row) -> list[str]:
    """One factor."""
    named = "-" if row["named_when_leaving"] is None else f"{row['named_when_leaving']:.0%}"
    total = "-" if row["share_of_total"] is None else f"{row['share_of_total']:.0%}"
    return [
        row["factor"].replace("_", " "),
        row["relieved_means"],
        points_of(row),
        total,
        f"{scale_of(row) * row['alone']:+.1f}",
        named,
    ]


def points_of(row: Row) -> str:
    """A share with half the width of its interval, in points of a chance or as counted."""
    scale = scale_of(row)
    return f"{scale * row['share']:+.1f} ± {scale * row['share_half_width']:.1f}" if row["share_half_width"] else "0"


def scale_of(row: Row) -> float:
    """By what is a share of this measure multiplied? A chance is told in points, what is counted as it is."""
    from sim.campaign.outcome import COLUMNS as OF_CAMPAIGNS

    counted = {column.name for column in (*COLUMNS, *OF_CAMPAIGNS) if column.kind in ("count", "real", "minute")}
    return 1.0 if row.get("measure") in counted else 100.0


def answers_table(rows: list[dict[str, Any]]) -> str:
    """A row a scenario, a column a factor, in points of the chance of success."""
    factors = list(dict.fromkeys(row["factor"] for row in rows))
    own = {name: [row for row in rows if row["scenario"] == name] for name in unique(rows)}
    cells = [
        [name, f"{some[0]['as_it_is']:.0%}", f"{some[0]['all_relieved']:.0%}", *(points_of(row) for row in some)]
        for name, some in own.items()
    ]
    return table(["scenario", "as it is", "all relieved", *factors], cells)


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
