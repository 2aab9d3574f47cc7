"""Which points of a design agree with what was reported? The ranges of their factors, in the terminal and as a table."""

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from experiments.sweeping.asked import Asked
    from sim.campaign.reported import Agreement


def print_agreement(asked: "Asked", path: Path) -> list[Path]:
    """Say how many points agree, between which levels, and keep a row for each point."""
    import pyarrow as pa

    from sim.store import write_csv

    reported = reported_of(asked)
    if not reported:
        return []
    agreement = found_in(path, reported)
    for line in lines_of(asked, agreement, reported):
        print(line)
    table = asked.points
    for measure, held in agreement.holds.items():
        table = table.append_column(f"{measure}_agrees", pa.array(held))
    return [write_csv(table.append_column("distance", pa.array(agreement.distance)), path / "agreement.csv")]


def reported_of(asked: "Asked") -> dict[str, float]:
    """What was reported of this campaign: the first number, where several are."""
    facts = asked.bases[0].scenario.reported.facts
    return {name: float(fact[0] if isinstance(fact, list) else fact) for name, fact in facts.items()}


def found_in(path: Path, reported: dict[str, float]) -> "Agreement":
    """Which points of this folder agree?"""
    import pyarrow as pa

    from sim.campaign.reported import agreement_of
    from sim.sweeps.folder import SweepFolder, read_parquet

    table = pa.concat_tables([read_parquet(part, ["point", *reported]) for part in SweepFolder(path).parts()])
    values = {measure: table[measure].to_numpy().astype(float) for measure in reported}
    return agreement_of(values, table["point"].to_numpy(), reported)


def lines_of(asked: "Asked", agreement: "Agreement", reported: dict[str, float]) -> list[str]:
    """How many points agree, and between which levels of each factor nine in ten of them lie."""
    import numpy as np

    from sim.campaign.reported import central

    count, points = int(agreement.all_hold.sum()), asked.points.num_rows
    figures = " and ".join(f"{name.replace('_', ' ')} {figure:g}" for name, figure in reported.items())
    lines = [f"reported: {figures}; the central 90 % of {count:,} of {points:,} points hold all of it"]
    for path in asked.varied if count > 1 else []:
        levels = asked.points[path].to_numpy(zero_copy_only=False)
        if np.issubdtype(levels.dtype, np.number):
            low, high = central(levels[agreement.all_hold])
            lines.append(
                f"  {path}: nine in ten of these between {low:.3g} and {high:.3g} (of {levels.min():.3g} to {levels.max():.3g})"
            )
    best = int(np.argmin(agreement.distance))
    said = ", ".join(f"{path} {asked.points[path][best].as_py():.3g}" for path in asked.varied)
    return [*lines, f"  nearest by their means: point {best} ({said})"]
