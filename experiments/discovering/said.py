"""What came of a discovery, for people and for programs."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    import pyarrow as pa

    from experiments.discovering.settings import DiscoverBlock
    from sim.discovery.box import Shares
    from sim.discovery.conditions import Conditions, Split
    from sim.discovery.search import Discovery

HEADS = ("condition", "low", "high", "unit", "quasi-p", "p, raids not seen")


def answer_of(
    found: "Discovery | None",
    conditions: "Conditions",
    split: "Split",
    is_hit: np.ndarray,
    table: "pa.Table",
    asked: "DiscoverBlock",
) -> dict[str, Any]:
    """Everything that is said, as plain data."""
    from sim.discovery.interest import told
    from sim.discovery.words import has_interval, left_out_words, nothing_found, remarks, sentence_of

    hits, left_out = told(asked.interest, table), left_out_words(conditions)
    answer = {"raids": len(is_hit), "hits": int(is_hit.sum()), "explained": hits, "dealt_out_by": split.by}
    answer |= {"independent": has_interval(split)}
    if found is None or not found.is_claimed:
        sentence = nothing_found(found, float(is_hit.mean()), hits, asked.wishes)
        return answer | {"box": None, "sentence": sentence, "remarks": left_out}
    return answer | {
        "box": rows_of(found, conditions),
        "counted": numbers_of(found.box.counted),
        "sought": numbers_of(found.box.sought),
        "is_as_dense_as_asked": found.is_dense,
        "sentence": sentence_of(found, conditions, hits, split),
        "remarks": [*remarks(found, conditions, split, asked.wishes), *left_out],
    }


def numbers_of(shares: "Shares") -> dict[str, Any]:
    """What a box holds, by name."""
    return shares._asdict() | {name: getattr(shares, name) for name in ("coverage", "density", "mass", "outside", "base")}


def rows_of(found: "Discovery", conditions: "Conditions") -> list[dict[str, Any]]:
    """A row for each factor: its limits, and how easily luck would make them (of two sides the larger)."""
    from sim.sweeps.factors import unit_of

    rows = []
    for k, (path, limit) in enumerate(zip(conditions.factors, found.box.limits, strict=True)):
        words, tests = conditions.words[k], [one for one in found.kept if one.restriction.factor == k]
        rows.append(
            {
                "factor": path,
                "low": float(limit.low) if np.isfinite(limit.low) else None,
                "high": float(limit.high) if np.isfinite(limit.high) else None,
                "levels": [words[code] for code in sorted(limit.levels)] if words and limit.levels else None,
                "unit": unit_of(path),
                "is_restricted": limit.is_restricted,
                "quasi_p": max((one.quasi_p for one in tests), default=None),
                "fresh_p": max((one.fresh_p for one in tests), default=None),
            }
        )
    return rows


def show(answer: dict[str, Any], files: list[Path], form: str) -> None:
    """For people or for programs."""
    from experiments.screen import print_files

    if form == "json":
        print(json.dumps(answer | {"files": [str(file) for file in files]}))
        return
    print(answer["sentence"])
    if answer["box"]:
        print_box(answer["box"])
    for line in answer["remarks"]:
        print(line)
    print_files(*files)


def print_box(rows: list[dict[str, Any]]) -> None:
    """The sides of the box as a table of text."""
    from rich import box
    from rich.console import Console
    from rich.table import Table

    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for k, words in enumerate(HEADS):
        table.add_column(words, justify="left" if k in (0, 3) else "right", no_wrap=k < 1)
    for row in rows:
        table.add_row(*cells(row))
    Console(width=None if Console().is_terminal else 120).print(table, highlight=False)


def cells(row: dict[str, Any]) -> list[str]:
    """One factor."""
    if not row["is_restricted"]:
        return [row["factor"], "", "", row["unit"], "free", ""]
    bounds = (
        [" or ".join(row["levels"]), ""]
        if row["levels"]
        else ["" if b is None else f"{b:.4g}" for b in (row["low"], row["high"])]
    )
    return [
        row["factor"],
        *bounds,
        row["unit"],
        *(f"{p:.2g}" if p >= 1e-9 else "< 1e-9" for p in (row["quasi_p"], row["fresh_p"])),
    ]
