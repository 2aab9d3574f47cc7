"""Which rounds has a sweep? One where the number of raids is fixed; else as many as it takes, chosen from what is known."""

from collections.abc import Iterator

import numpy as np
import pyarrow as pa

from sim.sweeps.boundary import first_points, next_points
from sim.sweeps.design import on_side, place_of
from sim.sweeps.factors import Factor
from sim.sweeps.folder import SweepFolder
from sim.sweeps.points import Base, table_of_points
from sim.sweeps.precision import Knowledge, next_look
from sim.sweeps.request import BoundaryDesign, Replicates
from sim.sweeps.results import values_in
from sim.sweeps.shard import Round

Rounds = Iterator[Round]


def fixed_rounds(folder: SweepFolder, points: pa.Table, replicates: Replicates) -> Rounds:
    """One round: so many raids of each point."""
    kept = folder.keep_points(0, points)
    yield Round(0, kept.num_rows, 0, replicates.max)


def precise_rounds(folder: SweepFolder, points: pa.Table, replicates: Replicates) -> Rounds:
    """More raids of those points where the measure is not yet known well enough."""
    known, raids, number, chosen = Knowledge(points.num_rows, replicates.measure), 0, 0, points
    while chosen.num_rows:
        look = next_look(raids, replicates)
        kept = folder.keep_points(number, chosen)
        yield Round(number, kept.num_rows, raids, look - raids)
        for point, values in measured(folder, number, replicates.measure):
            known.add(point, values)
        is_open = ~known.is_enough(replicates) if look < replicates.max else np.zeros(points.num_rows, bool)
        chosen, raids, number = points.filter(pa.array(is_open)), look, number + 1


def boundary_rounds(
    folder: SweepFolder, base: Base, factors: tuple[Factor, ...], design: BoundaryDesign, replicates: Replicates
) -> Rounds:
    """Points spread evenly, then batch after batch where the chance of occupation may cross the level."""
    known, number = Knowledge(design.n, "occupied"), 0
    tried = np.zeros((0, len(factors)))
    while len(tried) < design.n:
        room = design.n - len(tried)
        if number == 0:
            cube = first_points(len(factors), min(design.first, room))
        else:
            count = len(tried)
            cube = next_points(tried, known.sum[:count], known.raids[:count], design.level, min(design.batch, room))
        asked = table_of_points([base], [on_side(f, cube[:, k]) for k, f in enumerate(factors)], first=len(tried))
        kept = folder.keep_points(number, asked)
        places = [place_of(f, kept[f.path].to_numpy()) for f in factors]
        tried = np.concatenate([tried, np.stack(places, axis=1)])
        yield Round(number, kept.num_rows, 0, replicates.max)
        for point, values in measured(folder, number, "occupied"):
            known.add(point, values)
        number += 1


def measured(folder: SweepFolder, number: int, measure: str) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """Point and value of a measure in each raid of a round, part by part; NaN where a raid failed."""
    for path in folder.parts():
        if path.name.startswith(f"round-{number:03d}-"):
            yield values_in(path, measure)
