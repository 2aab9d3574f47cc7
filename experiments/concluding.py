"""Conclusions in the terminal and as JSON."""

import json
import math
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from experiments.settings import ConclusionsSettings
    from sim.calibration.conclusions import Conclusion


def said_of(settings: "ConclusionsSettings", draws: int) -> str:
    """How much stands behind it?"""
    raids, source = settings.conclusions.raids, settings.draws.name if settings.draws else "posterior.csv"
    return f"{draws:,} draws of the rates from {source}, {raids:,} raids of each kind with each draw; seed {settings.seed}"


def print_as_json(conclusions: "Sequence[Conclusion]", settings: "ConclusionsSettings", draws: int, files: list[Path]) -> None:
    """One object; null where there is no answer."""
    from experiments.screen import readable

    told = {
        "seed": settings.seed,
        "draws": draws,
        "raids": settings.conclusions.raids,
        "conclusions": [{name: or_null(value) for name, value in one._asdict().items()} for one in conclusions],
        "files": [str(readable(path)) for path in files],
    }
    print(json.dumps(told, indent=1, allow_nan=False))


def or_null(value: Any) -> Any:
    """JSON knows no not-a-number."""
    return None if isinstance(value, float) and math.isnan(value) else value


def print_as_text(conclusions: "Sequence[Conclusion]", settings: "ConclusionsSettings", draws: int, files: list[Path]) -> None:
    """A row a statement, the best supported first."""
    from rich import box
    from rich.console import Console
    from rich.table import Table

    from experiments.screen import print_files

    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, 1, 0, 0))
    table.add_column("statement", min_width=40)
    table.add_column("measured", no_wrap=True)
    for words in (
        "holds",
        "surely",
        "surely\nnot",
        "quantity,\npoints",
        "90 %\nof the draws",
        "luck",
        "holds if,\npoints",
    ):
        table.add_column(words, justify="right", no_wrap=True)
    for one in sorted(conclusions, key=lambda one: (-one.holds, -one.surely_holds)):
        table.add_row(one.says, one.measured, *cells_of(one))
    Console(width=None if Console().is_terminal else 190, markup=False, emoji=False).print(table)
    print("holds: share of the draws; surely: by two standard errors, what is left would take more raids to decide.")
    print(
        "quantity: mean over the draws; its interval with the luck of so few raids taken out; luck: standard error in one draw."
    )
    print(said_of(settings, draws))
    print_files(*files)


def cells_of(one: "Conclusion") -> list[str]:
    """The numbers of one statement."""
    order, _, limit = one.holds_if.rpartition(" ")
    shares = [f"{share:.0%}" for share in (one.holds, one.surely_holds, one.surely_fails)]
    if math.isnan(one.mean):
        return [*shares, "no answer", "", "", f"{order} {100 * float(limit):g}"]
    interval = f"{100 * one.low:.1f} to {100 * one.high:.1f}"
    return [*shares, f"{100 * one.mean:.1f}", interval, f"{100 * one.luck:.1f}", f"{order} {100 * float(limit):g}"]
