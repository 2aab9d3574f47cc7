"""Many raids of many scenarios, compared. `python -m experiments.sweep`."""

import re
import signal
import sys
from contextlib import contextmanager
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING, Any

from experiments.door import SOME_FAILED, Job, through_door

if TYPE_CHECKING:
    from collections.abc import Iterator

    from experiments.settings import SweepSettings
    from experiments.sweeping.asked import Asked
    from sim.sweeps.conduct import Account
    from sim.sweeps.folder import Manifest, SweepFolder
    from sim.sweeps.rounds import Rounds


MOST_RAIDS = 10**9


def work(job: Job) -> int:
    """Play what is left of the sweep; when it is whole, sum it up and draw it."""
    from experiments.settings import judge_sweep
    from experiments.sweeping.asked import read_asked
    from experiments.sweeping.ended import show_end
    from sim.sweeps.conduct import Interrupted, Stopped

    settings = judge_sweep(job)
    path = folder_of(job, settings)
    asked = read_asked(job, settings)
    try:
        folder, account = play(job, settings, asked, path)
        show_end(job, settings, asked, folder, account)
    except Stopped as stopped:
        print(f"redoubt: {stopped}. Nothing is lost; to try again:\n  {again(job, path)}", file=sys.stderr)
        return SOME_FAILED
    except KeyboardInterrupt:
        raise Interrupted(f"interrupted; what was played is kept. To go on:\n  {again(job, path)}") from None
    return SOME_FAILED if account.failed or account.lost or account.unplayed else 0


def folder_of(job: Job, settings: "SweepSettings[Any, Any]") -> Path:
    """Where does the sweep go? Starts that share it must name it; else a job of a multirun has its own."""
    from sim.mistakes import ConfigurationError

    if job.settings["sweep"]["dir"] in ("", None):
        raise ConfigurationError("sweep.dir: is empty; should be a folder of its own, such as sweep.dir=results/x")
    if settings.parts > 1 and not any(text.startswith("sweep.dir=") for text in job.overrides):
        raise ConfigurationError(f"parts={settings.parts}: needs sweep.dir=FOLDER, the folder that all parts share")
    return settings.sweep.dir if settings.parts > 1 else job.folder


def play(job: Job, settings: "SweepSettings[Any, Any]", asked: "Asked", path: Path) -> "tuple[SweepFolder, Account]":
    """Judge every point, claim the folder, play what is left."""
    from experiments.screen import SweepScreen, working
    from sim.sweeps.conduct import Share, conduct
    from sim.sweeps.engines import open_engine
    from sim.sweeps.folder import SweepFolder
    from sim.warm import warm_up

    folder = SweepFolder(path)
    identity = judged(settings, asked)
    warm_up()
    with working("looking at what is there"):
        manifest = claim(settings, asked, folder, identity)
        folder.judge_parts(manifest)
        folder.sweep_up()
    try:
        with (
            terminated_as_interrupted(),
            open_engine(settings.cluster, settings.workers, path) as engine,
            SweepScreen() as screen,
        ):
            share = Share(settings.part, settings.parts)
            if settings.sweep.figure:
                Thread(target=load_what_draws, daemon=True).start()
            account = conduct(folder, rounds_of(settings, asked, folder), engine, share, screen)
    except OSError as error:
        import os

        from sim.mistakes import ConfigurationError

        reason = os.strerror(error.errno) if error.errno else str(error)
        raise ConfigurationError(
            f"{error.filename or folder.path}: {reason}; what was played is kept. When that is mended, to go on:\n"
            f"  {again(job, path)}"
        ) from None
    return folder, account


def load_what_draws() -> None:
    """Matplotlib takes a while to load; raids are played meanwhile."""
    from sim.figures.style import blank

    blank(1, 1)


def judged(settings: "SweepSettings[Any, Any]", asked: "Asked") -> dict[str, Any]:
    """Can every point be played? Then what is it that is asked for?"""
    from experiments.screen import working
    from sim.mistakes import ConfigurationError
    from sim.sweeps.points import Prepared

    raids = asked.points.num_rows * settings.replicates.max
    if raids > MOST_RAIDS:
        raise ConfigurationError(f"replicates: {raids:,} raids; should be at most {MOST_RAIDS:,}")
    with working("judging the points"):
        for points in (asked.bounds, asked.points):
            if points is not None:
                Prepared(points, asked.bases, asked.settings).judge()
        return identity_of(settings, asked)


def claim(settings: "SweepSettings[Any, Any]", asked: "Asked", folder: "SweepFolder", identity: dict[str, Any]) -> "Manifest":
    """Begin the sweep in its folder, or find that it has begun."""
    import os

    from sim.sweeps.conduct import raids_a_shard
    from sim.sweeps.points import Prepared
    from sim.sweeps.shard import Round

    begun = folder.read_manifest()
    if begun is not None:
        folder.refuse_other(begun, identity)
        return begun
    prepared = Prepared(asked.points, asked.bases, asked.settings)
    first = Round(0, asked.points.num_rows, 0, settings.replicates.max)
    return folder.claim(identity, raids_a_shard(prepared, first, settings.seed, settings.workers or os.cpu_count() or 1))


def identity_of(settings: "SweepSettings[Any, Any]", asked: "Asked") -> dict[str, Any]:
    """Everything that decides a number in the table, as plain data."""
    from sim.sweeps.points import digest_of_points

    design = settings.design.model_dump(mode="json", exclude={"factors", "usual", "points", "file"})
    return {
        "seed": settings.seed,
        "common_random_numbers": settings.common_random_numbers,
        "replicates": settings.replicates.model_dump(),
        "design": design | {"factors": [factor._asdict() for factor in asked.factors]},
        "factors": asked.settings,
        "bases": [
            {"words": base.words, "fixed": base.fixed, "scenario": base.scenario.model_dump(mode="json")}
            for base in asked.bases
        ],
        "points": digest_of_points(asked.points),
    }


def rounds_of(settings: "SweepSettings[Any, Any]", asked: "Asked", folder: "SweepFolder") -> "Rounds":
    """The rounds of this sweep, each worked out when the one before is whole."""
    from sim.sweeps.request import BoundaryDesign
    from sim.sweeps.rounds import boundary_rounds, fixed_rounds, precise_rounds

    if isinstance(settings.design, BoundaryDesign):
        return boundary_rounds(folder, asked.bases[0], asked.factors, settings.design, settings.replicates)
    if settings.replicates.is_fixed:
        return fixed_rounds(folder, asked.points, settings.replicates)
    return precise_rounds(folder, asked.points, settings.replicates)


@contextmanager
def terminated_as_interrupted() -> "Iterator[None]":
    """A scheduler that asks a job to end gets the same tidy stop as Ctrl-C."""

    def stop(*_: Any) -> None:
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGTERM, stop)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def again(job: Job, path: Path) -> str:
    """The command that goes on from here."""
    import shlex

    from experiments.screen import readable

    words = [word for word in sys.argv[1:] if not word.startswith("sweep.dir=")]
    withheld = [] if job.is_multirun else [w for w in job.overrides if w not in words and not w.startswith("sweep.dir=")]
    where = str(readable((job.above if job.is_multirun else path).absolute()))
    if re.fullmatch(r"[\w./-]+", where, re.ASCII) is None:  # Hydra reads anything else between quotes only
        where = "'" + where.replace("'", "\\'") + "'"
    program = ["redoubt", "sweep"] if sys.argv[0].startswith("redoubt") else [sys.executable, "-m", "experiments.sweep"]
    return shlex.join([*program, *words, *withheld, f"sweep.dir={where}"])


def at_end(jobs: list[Job]) -> None:
    """All jobs of a multirun, gathered into one table and compared."""
    from experiments.sweeping.ended import show_gathered

    show_gathered(jobs)


def main() -> None:
    """The command."""
    through_door("sweep", work, at_end)


if __name__ == "__main__":
    main()
