"""One shard: which raids it holds, how they are played, and the part that comes of it.

Raids of a round run through all points before any point gets its next raid, and through the points in strides of the golden
section; so whatever is played when a sweep is interrupted is an even sample of it. A shard is a run of raids in this order.
"""

import math
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache
from pathlib import Path
from threading import Lock
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa

from sim.mistakes import ConfigurationError
from sim.subject import Subject
from sim.sweeps.folder import Manifest, ShardName, SweepFolder, code_now, differences
from sim.sweeps.points import LUCK, Prepared, field_of
from sim.sweeps.rebuilt import bases_of
from sim.table import table_of

GOLDEN = 0.6180339887498949
SMALLEST, LEAST_SHARE, PART_OF_REST = 32, 16, 8


class Round(NamedTuple):
    """So many more raids of each of some points."""

    number: int
    points: int
    first: int  # raids of each point that were played before
    replicates: int  # raids of each point that are played now

    @property
    def raids(self) -> int:
        """How many raids are that?"""
        return self.points * self.replicates

    def shards(self, shard_raids: int) -> int:
        """Into how many shards is it cut?"""
        return len(edges(self.raids, shard_raids)) - 1

    def runs(self, shard: int, shard_raids: int) -> range:
        """Which runs of the round does this shard hold?"""
        return range(*edges(self.raids, shard_raids)[shard : shard + 2])

    def places(self, runs: range) -> tuple[np.ndarray, np.ndarray]:
        """Which row of the points, and which replicate of it, is each run?"""
        run = np.arange(runs.start, runs.stop)
        return run % self.points * stride(self.points) % self.points, self.first + run // self.points


@lru_cache(maxsize=64)
def edges(raids: int, shard_raids: int) -> tuple[int, ...]:
    """Where does each shard begin, and the last end? Towards the end they shrink, so that no worker waits long for another.

    A shard has an eighth of what is left, at most `shard_raids`, and at least a sixteenth of that or of the round.
    """
    least, found = max(SMALLEST, min(shard_raids, raids) // LEAST_SHARE), [0]
    while found[-1] < raids:
        rest = raids - found[-1]
        found.append(found[-1] + min(rest, shard_raids, max(least, rest // PART_OF_REST)))
    return tuple(found)


@lru_cache(maxsize=64)
def stride(points: int) -> int:
    """The number nearest to the golden section of `points` that has no divisor with it in common."""
    step = max(1, round(points * GOLDEN))
    while math.gcd(step, points) != 1:
        step += 1
    return step


class Played(NamedTuple):
    """What came of a shard."""

    name: ShardName
    raids: int
    failed: int
    was_there: bool  # somebody else had played it


class Job:
    """A sweep folder as one process sees it: what to play, prepared once.

    Parameters
    ----------
    path : Path
        The folder.
    """

    def __init__(self, path: Path) -> None:
        self.folder = SweepFolder(path)
        manifest = self.folder.read_manifest()
        assert manifest is not None, path
        self.manifest: Manifest = manifest
        self.bases = bases_of(manifest)
        self._prepared: dict[int, Prepared] = {}
        self._lock = Lock()

    def prepared(self, round_number: int) -> Prepared:
        """The points of a round."""
        with self._lock:
            if round_number not in self._prepared:
                self._prepared = {  # of the rounds before nothing is needed any more
                    round_number: Prepared(self.folder.read_points(round_number), self.bases, self.manifest.identity["factors"])
                }
            return self._prepared[round_number]


_OPENING = Lock()


def open_job(path: Path, digest: str) -> Job:
    """The sweep in this folder; opened once by each process."""
    with _OPENING:
        return _open_job(path, digest)


@lru_cache(maxsize=4)
def _open_job(path: Path, digest: str) -> Job:
    """Another Redoubt than the one that began the sweep is refused."""
    job = Job(path)
    code = code_now(job.folder.subject)
    if job.manifest.digest != digest or job.manifest.code != code:
        found = next(differences(job.manifest.code, code), ("the sweep", digest[:12], job.manifest.digest[:12]))
        raise ConfigurationError(f"{path}: a worker has other code: {found[0]} was {found[1]}, is {found[2]} there")
    return job


def play_shards(path: str, digest: str, round_: Round, shards: list[int], threads: int = 1) -> list[Played]:
    """Play these shards of the sweep in this folder, and keep a part for each. What every engine calls, wherever it is."""
    job = open_job(Path(path), digest)
    job.folder.subject.warm_up()
    if threads == 1:
        return [play_shard(job, round_, shard) for shard in shards]
    with ThreadPoolExecutor(threads) as pool:
        return list(pool.map(lambda shard: play_shard(job, round_, shard), shards))


def play_shard(job: Job, round_: Round, shard: int) -> Played:
    """Play one shard, unless its part is there."""
    name = ShardName(round_.number, shard)
    if job.folder.part(name).exists():
        return Played(name, len(round_.runs(shard, job.manifest.shard_raids)), 0, True)
    prepared = job.prepared(round_.number)
    at, replicate = round_.places(round_.runs(shard, job.manifest.shard_raids))
    numbers = raid_numbers(job.manifest.identity, prepared, at, replicate)
    seed = job.manifest.identity["seed"]
    rows, errors = play_places(prepared, at, numbers, seed)
    raids = table_of_raids(prepared.subject, seed, prepared.table.take(pa.array(at)), numbers, rows, errors)
    job.folder.keep_part(name, raids, job.manifest)
    return Played(name, len(at), len(errors), False)


def raid_numbers(identity: dict[str, Any], prepared: Prepared, at: np.ndarray, replicate: np.ndarray) -> np.ndarray:
    """Which luck does each raid meet? That of its point, if it has one; else the same everywhere, unless that is not wanted."""
    if LUCK in prepared.table.column_names:
        return prepared.table[LUCK].combine_chunks().to_numpy()[at] + replicate
    if identity["common_random_numbers"]:
        return replicate.astype(np.int64)
    point = prepared.table["point"].combine_chunks().to_numpy()[at]
    return point * int(identity["replicates"]["max"]) + replicate


def play_places(prepared: Prepared, at: np.ndarray, numbers: np.ndarray, seed: int) -> tuple[np.ndarray, dict[int, str]]:
    """Play a raid at each of these rows of the points.

    Returns
    -------
    rows : numpy.ndarray
        Bare numbers, shape (raids, columns).
    errors : dict
        Which raids failed, and why.
    """
    rows = np.zeros((len(at), len(prepared.subject.columns)))
    errors: dict[int, str] = {}
    variant_of = prepared.variant_of[at]
    for k in np.unique(variant_of):
        which = np.flatnonzero(variant_of == k)
        errors |= play_variant(prepared, int(k), (at, numbers, seed), which, rows)
    for j in np.flatnonzero(prepared.subject.is_unended(rows)):
        errors.setdefault(int(j), f"the {prepared.subject.name} did not end")
    return rows, errors


def play_variant(
    prepared: Prepared, k: int, raids: tuple[np.ndarray, np.ndarray, int], which: np.ndarray, rows: np.ndarray
) -> dict[int, str]:
    """The raids of one variant. If they fail together, each is tried by itself, so that one costs no other."""
    (at, numbers, seed), subject = raids, prepared.subject
    plan, slots, columns = prepared.plan(k)
    plan = plan._replace(low=plan.low.copy(), high=plan.high.copy())  # this thread's own
    levels = prepared.levels[at[which]][:, columns]
    own, workspace = np.zeros((len(which), rows.shape[1])), subject.make_workspace()
    errors: dict[int, str] = {}
    try:
        subject.play_points(workspace, plan, seed, slots, levels, numbers[which], own)
    except Exception:
        for j in range(len(which)):
            one = slice(j, j + 1)
            try:
                subject.play_points(workspace, plan, seed, slots, levels[one], numbers[which[one]], own[one])
            except Exception as error:
                errors[int(which[j])] = f"{type(error).__name__}: {error}"
    rows[which] = own
    return errors


def table_of_raids(
    subject: Subject, seed: int, points: pa.Table, numbers: np.ndarray, rows: np.ndarray, errors: dict[int, str]
) -> pa.Table:
    """The raids of a shard as a typed table: which point, which seed, what came of it, and of a failed one why."""
    measures = table_of(rows, subject)
    if errors:
        measures = blanked(measures, subject.name, numbers, list(errors))
    seeds = pa.array(np.full(len(rows), seed, np.int64))
    error = pa.array([errors.get(j) for j in range(len(rows))], pa.string())
    seed_field, error_field = field_of("seed", seeds.type, subject), field_of("error", error.type, subject)
    fields = [*points.schema, seed_field, *measures.schema, error_field]
    return pa.Table.from_arrays([*points.columns, seeds, *measures.columns, error], schema=pa.schema(fields))


def blanked(measures: pa.Table, numbered: str, numbers: np.ndarray, failed: list[int]) -> pa.Table:
    """Of raids that failed nothing is known but their number."""
    import pyarrow.compute as pc

    is_kept = np.ones(measures.num_rows, bool)
    is_kept[failed] = False
    kept = pa.array(is_kept)
    columns = [pc.if_else(kept, column.combine_chunks(), pa.scalar(None, column.type)) for column in measures.columns]
    columns[measures.column_names.index(numbered)] = pa.array(numbers)
    return pa.Table.from_arrays(columns, schema=measures.schema)
