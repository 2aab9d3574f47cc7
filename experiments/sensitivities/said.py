"""A sensitivity analysis in the terminal and as JSON."""

import json
import sys
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from experiments.sensitivities.asked import Asked
    from experiments.sensitivities.kept import Found, Rows
    from experiments.sensitivities.settings import SensitivitySettings
    from sim.sweeps.conduct import Account
    from sim.sweeps.folder import SweepFolder

HEADS = {
    "Share": ("alone", "±", "with all it\ntakes part in", "±"),
    "Effect": ("mean size", "±", "mean", "standard\ndeviation"),
}


def print_as_text(
    settings: "SensitivitySettings", asked: "Asked", found: "Found", account: "Account", folder: "SweepFolder"
) -> None:
    """For each measure a table, then what it says."""
    from experiments.screen import print_files
    from experiments.sweeping.ended import account_of
    from sim.sensitivity.words import sentence_of

    print(account_of(folder, account))
    for measure, rows in found.rows.items():
        if rows:
            print_table(measure, rows)
    for measure, rows in found.rows.items():
        print(sentence_of(measure, rows))
    print(LEGENDS[settings.method])
    print_files(folder.path / "raids", *found.files)


LEGENDS = {
    "sobol": "shares of the variance; ±: half of a 95 % interval; luck: which raid it is, and so whatever is drawn for it",
    "morris": "change of the measure while one factor takes one step, two thirds of its range on a grid of four (a list of\n"
    "two: from one to the other; luck: to another raid); ±: half of a 95 % interval; a standard deviation as large as\n"
    "the mean size: it hangs on others or on luck",
}


def print_table(measure: str, rows: "Rows") -> None:
    """The factors of one measure, the most important first, luck last."""
    from rich import box
    from rich.console import Console
    from rich.table import Table

    from sim.sensitivity.indices import in_order

    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    table.add_column(measure, overflow="fold")
    for words in HEADS[type(rows[0]).__name__]:
        table.add_column(words, justify="right", no_wrap=True)
    by_name = {row.factor: row for row in rows}
    for name in in_order(list(by_name), rows):
        if by_name[name] is rows[-1]:
            table.add_section()
        table.add_row(name, *[f"{value:.3g}" if abs(value) >= 1.0 else f"{value:.3f}" for value in by_name[name][2:]])
    Console(width=None if Console().is_terminal else 150, markup=False, emoji=False).print(table)


def print_as_json(
    settings: "SensitivitySettings", asked: "Asked", found: "Found", account: "Account", folder: "SweepFolder"
) -> None:
    """One object; a measure that does not vary has no indices."""
    from experiments.screen import readable
    from sim.sensitivity.words import sentence_of

    told = {
        "method": settings.method,
        "scenarios": list(dict.fromkeys(base.words["scenario"] for base in asked.order.bases)),
        "seed": settings.seed,
        "design": asked.order.design,
        "raids": account.raids,
        "played": account.played,
        "measures": {name: measure_as_json(rows) for name, rows in found.rows.items()},
        "sentences": [sentence_of(name, rows) for name, rows in found.rows.items()],
        "files": [str(readable(path)) for path in found.files],
    }
    print(json.dumps(told, indent=1, allow_nan=False))


def measure_as_json(rows: "Rows") -> dict[str, Any]:
    """The indices of one measure by factor; of shares also the three parts of the variance."""
    from sim.sensitivity.indices import Share, split_of

    told: dict[str, Any] = {"varies": bool(rows), "indices": [dict(list(row._asdict().items())[1:]) for row in rows]}
    return told | ({"split": split_of(rows)._asdict()} if rows and isinstance(rows[0], Share) else {})


def why_not(folder: "SweepFolder", account: "Account", again: str) -> None:
    """Indices need every raid of their design; what is missing, and how to go on?"""
    from experiments.sweeping.ended import account_of

    print(account_of(folder, account), file=sys.stderr)
    for line in account.lost[:5]:
        print(f"  a shard was lost and will be played by the next start: {line}", file=sys.stderr)
    if account.unplayed:
        print(f"  {account.unplayed} shards were not played. To go on:\n  {again}", file=sys.stderr)
    if account.failed:
        print("  indices need all raids of their design; should vary less, or another range", file=sys.stderr)
