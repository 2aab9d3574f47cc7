"""Which rounds has a sweep? One where the number of raids is fixed; else as many as it takes, chosen from what is known."""

from collections.abc import Iterator

import numpy as np
import pyarrow as pa

from sim.mistakes import ConfigurationError
from sim.sweeps.boundary import first_points, next_points
from sim.sweeps.design import on_side, place_of
from sim.sweeps.factors import Factor
from sim.sweeps.folder import POINTS, SweepFolder
from sim.sweeps.points import Base, digest_of_points, table_of_points
from sim.sweeps.precision import Knowledge, next_look
from sim.sweeps.request import BoundaryDesign, Replicates
from sim.sweeps.results import values_of_round
from sim.sweeps.shard import Round

Rounds = Iterator[Round]


def fixed_rounds(folder: SweepFolder, points: pa.Table, replicates: Replicates) -> Rounds:
    """One round: so many raids of each point."""
    kept = kept_points(folder, 0, points)
    yield Round(0, kept.num_rows, 0, replicates.max)


def kept_points(folder: SweepFolder, number: int, points: pa.Table) -> pa.Table:
    """Keep the points of a round; if others are there already, nothing is played."""
    kept = folder.keep_points(number, points)
    if digest_of_points(kept) != digest_of_points(points):
        where = folder.path / POINTS
        raise ConfigurationError(f"{where}: holds other points of round {number}; left as it is. Choose another folder")
    return kept


def precise_rounds(folder: SweepFolder, points: pa.Table, replicates: Replicates) -> Rounds:
    """More raids of those points where the measure is not yet known well enough."""
    known = Knowledge(points.num_rows, replicates.measure, folder.subject)
    raids, number, chosen = 0, 0, points
    while chosen.num_rows:
        look = next_look(raids, replicates)
        kept = kept_points(folder, number, chosen)
        yield Round(number, kept.num_rows, raids, look - raids)
        known.add(*values_of_round(folder, number, replicates.measure))
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
        known.add(*values_of_round(folder, number, "occupied"))
        number += 1
