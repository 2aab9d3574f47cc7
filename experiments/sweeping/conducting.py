"""Raids that are ordered, played in a folder: what is there is kept, what is left is played, whoever started it."""

import os
import re
import signal
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING, Any, NamedTuple

from experiments.door import SOME_FAILED, Job

if TYPE_CHECKING:
    import pyarrow as pa

    from sim.subject import Subject
    from sim.sweeps.conduct import Account, Share
    from sim.sweeps.folder import Manifest, SweepFolder
    from sim.sweeps.points import Base
    from sim.sweeps.request import Cluster, Replicates
    from sim.sweeps.rounds import Rounds

MOST_RAIDS = 10**9


class Order(NamedTuple):
    """Raids that are to be played: everything that decides a number in their table."""

    seed: int
    common_random_numbers: bool
    replicates: "Replicates"
    design: dict[str, Any]  # as plain data; belongs to what the folder is for
    bases: "Sequence[Base]"
    factors: list[str]  # the columns of points that set something in the scenario, choices left aside
    points: "pa.Table"
    bounds: "pa.Table | None" = None  # two more points that are judged, with the bounds of all ranges

    @property
    def subject(self) -> "Subject":
        """What is played?"""
        from sim.subject import subject_of

        return subject_of(self.bases[0].scenario)

    @property
    def identity(self) -> dict[str, Any]:
        """The same as plain data, by which a folder knows whether it is for this order."""
        from sim.sweeps.points import digest_of_points
        from sim.sweeps.subjects import said_of

        return {
            **said_of(self.subject),
            "seed": self.seed,
            "common_random_numbers": self.common_random_numbers,
            "replicates": self.replicates.model_dump(),
            "design": self.design,
            "factors": self.factors,
            "bases": [_kept(base) for base in self.bases],
            "points": digest_of_points(self.points),
        }


def _kept(base: "Base") -> dict[str, Any]:
    """A base as plain data."""
    kept = {"words": base.words, "fixed": base.fixed, "scenario": base.scenario.model_dump(mode="json")}
    return kept | (
        {"conditions": {name: dict(changes) for name, changes in base.conditions.items()}} if base.conditions else {}
    )


class Means(NamedTuple):
    """With what, and by whom."""

    cluster: "Cluster"
    workers: int | None
    share: "Share"
    command: str  # for whom, as its progress says
    meanwhile: Callable[[], Any] | None = None  # done beside it, such as loading what takes long to load


def carry_out(
    order: Order, means: Means, path: Path, rounds: "Callable[[SweepFolder], Rounds]", again: str
) -> "tuple[SweepFolder, Account]":
    """Judge every point, claim the folder, play what is left; `again` is the command that goes on from there."""
    from experiments.screen import SweepScreen, working
    from sim.sweeps.conduct import conduct
    from sim.sweeps.engines import open_engine
    from sim.sweeps.folder import SweepFolder

    folder, identity = SweepFolder(path), judged(order)
    order.subject.warm_up()
    with working("looking at what is there"):
        manifest = claim(order, means.workers, folder, identity)
        folder.judge_parts(manifest)
        folder.sweep_up()
    try:
        with (
            terminated_as_interrupted(),
            open_engine(means.cluster, means.workers, path) as engine,
            SweepScreen(means.command, order.subject.many) as screen,
        ):
            if means.meanwhile:
                Thread(target=means.meanwhile, daemon=True).start()
            account = conduct(folder, rounds(folder), engine, means.share, screen)
    except OSError as error:
        from sim.mistakes import ConfigurationError

        reason = os.strerror(error.errno) if error.errno else str(error)
        raise ConfigurationError(
            f"{error.filename or folder.path}: {reason}; what was played is kept. When that is mended, to go on:\n  {again}"
        ) from None
    return folder, account


def to_the_end(again: str, work: Callable[[], int]) -> int:
    """Do what plays raids; if it has to stop, say how to go on."""
    from sim.sweeps.conduct import Interrupted, Stopped

    try:
        return work()
    except Stopped as stopped:
        print(f"redoubt: {stopped}. Nothing is lost; to try again:\n  {again}", file=sys.stderr)
        return SOME_FAILED
    except KeyboardInterrupt:
        raise Interrupted(f"interrupted; what was played is kept. To go on:\n  {again}") from None


def load_what_draws() -> None:
    """Matplotlib takes a while to load; raids are played meanwhile."""
    from sim.figures.style import blank

    blank(1, 1)


def judged(order: Order) -> dict[str, Any]:
    """Can every point be played? Then what is it that is asked for?"""
    from experiments.screen import working
    from sim.mistakes import ConfigurationError
    from sim.sweeps.points import Prepared

    raids = order.points.num_rows * order.replicates.max
    if raids > MOST_RAIDS:
        raise ConfigurationError(f"replicates: {raids:,} {order.subject.many}; should be at most {MOST_RAIDS:,}")
    with working("judging the points"):
        for points in (order.bounds, order.points):
            if points is not None:
                Prepared(points, order.bases, order.factors).judge()
        return order.identity


def claim(order: Order, workers: int | None, folder: "SweepFolder", identity: dict[str, Any]) -> "Manifest":
    """Begin the sweep in its folder, or find that it has begun."""
    from sim.sweeps.conduct import raids_a_shard
    from sim.sweeps.points import Prepared
    from sim.sweeps.shard import Round

    begun = folder.read_manifest()
    if begun is not None:
        folder.refuse_other(begun, identity)
        return begun
    prepared = Prepared(order.points, order.bases, order.factors)
    first = Round(0, order.points.num_rows, 0, order.replicates.max)
    return folder.claim(identity, raids_a_shard(prepared, first, order.seed, workers or os.cpu_count() or 1))


@contextmanager
def terminated_as_interrupted() -> Iterator[None]:
    """A scheduler that asks a job to end gets the same tidy stop as Ctrl-C."""

    def stop(*_: Any) -> None:
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGTERM, stop)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def command_again(job: Job, path: Path, command: str) -> str:
    """The command that goes on from here: the same, with the folder `COMMAND.dir` named."""
    import shlex

    from experiments.screen import readable

    key = f"{command}.dir="
    words = [word for word in sys.argv[1:] if not word.startswith(key)]
    withheld = [] if job.is_multirun else [w for w in job.overrides if w not in words and not w.startswith(key)]
    where = str(readable((job.above if job.is_multirun else path).absolute()))
    if re.fullmatch(r"[\w./-]+", where, re.ASCII) is None:  # Hydra reads anything else between quotes only
        where = "'" + where.replace("'", "\\'") + "'"
    is_ours = sys.argv[0].startswith("redoubt")
    program = ["redoubt", command] if is_ours else [sys.executable, "-m", f"experiments.{command}"]
    return shlex.join([*program, *words, *withheld, f"{key}{where}"])
