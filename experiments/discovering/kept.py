"""What a discovery leaves on disk: the box, the trajectory, everything that is said, the figure."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from experiments.discovering.settings import DiscoverBlock
    from sim.discovery.conditions import Conditions
    from sim.discovery.search import Discovery

OURS = ("box.csv", "trajectory.csv", "box.png", "discovery.json")


def keep_all(
    answer: dict[str, Any],
    found: "Discovery | None",
    conditions: "Conditions",
    is_hit: np.ndarray,
    asked: "DiscoverBlock",
    folder: Path,
    about: str,
) -> list[Path]:
    """Write what there is; where there is no box, nothing of an earlier one stays."""
    from sim.figures.boxes import Drawn

    for name in OURS:
        (folder / name).unlink(missing_ok=True)
    files = [keep_text(json.dumps(answer, indent=2), folder / "discovery.json")]
    if found is not None:
        files.insert(0, keep_trajectory(found, folder / "trajectory.csv"))
    if found is not None and found.is_claimed:
        drawn = Drawn(
            found, conditions, is_hit, answer["explained"], asked.density, answer["sentence"], source_of(answer, about)
        )
        files = [keep_box(answer["box"], folder / "box.csv"), *files, keep_figure(drawn, folder / "box.png")]
    return files


def source_of(answer: dict[str, Any], about: str) -> str:
    """Where the figure comes from, in small print."""
    fresh = f"{answer['counted']['all_raids']:,} of them that no part of the search has seen"
    return f"{answer['raids']:,} raids, coverage and density counted on {fresh}; {about}. PRIM by the EMA Workbench."


def keep_text(text: str, file: Path) -> Path:
    """Words on disk."""
    from sim.store import aside

    with aside(file) as temporary:
        temporary.write_text(text + "\n", encoding="utf-8")
    return file


def keep_box(rows: list[dict[str, Any]], file: Path) -> Path:
    """A row a factor."""
    import pyarrow as pa

    from sim.store import write_csv

    kinds = {
        "low": pa.float64(),
        "high": pa.float64(),
        "quasi_p": pa.float64(),
        "fresh_p": pa.float64(),
        "is_restricted": pa.bool_(),
    }
    plain = [row | {"levels": " or ".join(row["levels"] or [])} for row in rows]
    schema = pa.schema([(name, kinds.get(name, pa.string())) for name in plain[0]])
    return write_csv(pa.Table.from_pylist(plain, schema), file)


def keep_trajectory(found: "Discovery", file: Path) -> Path:
    """A row a box that was peeled."""
    import pyarrow as pa

    from sim.discovery.box import restrictions_of
    from sim.store import write_csv

    rows = [
        {"step": k, "sides": len(restrictions_of(step.limits)), "is_chosen": k == found.chosen}
        | {f"{which}_{what}": getattr(getattr(step, which), what) for which in ("sought", "counted")
           for what in ("raids", "hits", "coverage", "density", "mass")}
        for k, step in enumerate(found.steps)
    ]  # fmt: skip
    return write_csv(pa.Table.from_pylist(rows), file)


def keep_figure(drawn: Any, file: Path) -> Path:
    """The picture."""
    from experiments.screen import working
    from sim.figures.boxes import draw_box
    from sim.store import aside

    with working("drawing"), aside(file) as temporary:
        draw_box(drawn).savefig(temporary, dpi=120)
    return file
