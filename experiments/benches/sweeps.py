"""What does a sweep cost beside its raids? Against the bare batch, against Hydra's multirun, in memory, all in one run."""

import os
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

from experiments.bench import batch, python, seconds
from experiments.measured import Figure
from experiments.screen import working

if TYPE_CHECKING:
    from experiments.settings import BenchSettings
    from sim.config import Scenario

POINTS = 1_000_000
ONE_POINT = "design.factors={station.structure_strength: [1.0]}"
PEAK = (
    "import resource, sys; from experiments.sweep import main; sys.argv = sys.argv[:1] + sys.argv[1:];\n"
    "try: main()\n"
    "except SystemExit as end: assert not end.code, end.code\n"
    "print('peak', resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1e6 if sys.platform == 'darwin' else 1e3))"
)


def sweeps(scenario: "Scenario", settings: "BenchSettings") -> list[Figure]:
    """All figures of sweeps."""
    with tempfile.TemporaryDirectory() as folder:
        return [
            *against_the_batch(scenario, settings, Path(folder)),
            *against_multirun(scenario, settings, Path(folder)),
            *designs(),
        ]


def command(folder: Path, name: str, *words: str) -> str:
    """Run a sweep in a fresh Python, to its last picture; what it prints, and its peak memory."""
    return python("-c", PEAK, *words, f"sweep.dir={folder / name}")


def against_the_batch(scenario: "Scenario", settings: "BenchSettings", folder: Path) -> list[Figure]:
    """The speed of a sweep as a share of that of the bare batch on the same raids, played before and after it."""
    raids = settings.bench.sweep_raids
    half = settings.model_copy(update={"bench": settings.bench.model_copy(update={"runs": raids // 2})})
    words = (f"scenario={scenario.name}", ONE_POINT)
    with working(f"the bare batch, {raids:,} raids, in two halves, and between them the sweep"):
        start = time.perf_counter()
        batch(scenario, half, workers=os.cpu_count() or 1)
        before = time.perf_counter() - start
        start = time.perf_counter()
        said = command(folder, "whole", *words, f"replicates={raids}")
        swept = time.perf_counter() - start
        start = time.perf_counter()
        batch(scenario, half, workers=os.cpu_count() or 1)
        bare = before + time.perf_counter() - start
        little = command(folder, "little", *words, f"replicates={raids // 8}")
    return [
        Figure(f"sweep of {raids:,} raids, from command to picture", raids / swept, "raids/s"),
        Figure("as a share of the bare batch", 100.0 * bare / swept, "%", "at least 95"),
        Figure(f"peak memory of that sweep, {raids:,} raids", peak(said), "MB", "below 1500"),
        Figure(f"peak memory of a sweep of {raids // 8:,} raids", peak(little), "MB"),
    ]


def peak(said: str) -> float:
    """The peak memory that a command printed last."""
    return float(said.rpartition("peak ")[2])


def against_multirun(scenario: "Scenario", settings: "BenchSettings", folder: Path) -> list[Figure]:
    """A design of so many points against the same points through Hydra's multirun, one job a point.

    A few jobs are run, and so many more; the difference is what a job costs, and from it follows what all would.
    """
    points, few, more = settings.bench.points, 2, settings.bench.jobs
    words = (f"scenario={scenario.name}", "replicates=1")

    def jobs(count: int) -> float:
        levels = ",".join(f"{1.0 + k / 100:g}" for k in range(count))
        asked = ("-m", "experiments.sweep", "-m", *words, f"station.structure_strength={levels}")
        return seconds(lambda: python(*asked, f"sweep.dir={folder / f'jobs-{count}-{time.monotonic_ns()}'}"))

    with working(f"{points:,} points in one job"):
        levels = f"{{low: 1, high: {1.0 + (points - 1) / 100:g}}}"
        design = (f"design.n={points}", f"design.factors={{station.structure_strength: {levels}}}")
        one = seconds(lambda: command(folder, f"points-{time.monotonic_ns()}", *words, *design))
    with working(f"{few} and {few + more} jobs of a multirun"):
        start = jobs(few)
        each = (jobs(few + more) - start) / more
    return [
        Figure(f"design of {points:,} points, one raid each, to the picture", one, "s"),
        Figure("one job of a multirun, one raid", 1000.0 * each, "ms"),
        Figure(f"{points:,} points: multirun over design", (start + each * (points - few)) / one, "times", "at least 100"),
    ]


def designs() -> list[Figure]:
    """How long does a million points of five factors take?"""
    from sim.sweeps.design import factorial, sampled
    from sim.sweeps.request import FactorialDesign, SampledDesign

    figures = []
    ranges = {f"factor_{k}": {"low": 1.0, "high": 100.0, "log": k % 2 == 0} for k in range(5)}
    grid = {f"factor_{k}": list(range(1, 17)) for k in range(5)}  # 16 ** 5 points
    with working("a million points of each design"):
        for kind in ("sobol", "lhs", "nolh"):
            design = SampledDesign(kind=kind, n=POINTS, seed=1, factors=ranges, usual=ranges, zipped=[])  # type: ignore[arg-type]
            start = time.perf_counter()
            sampled(design, design.factors)
            figures.append(Figure(f"{POINTS:,} points, {kind}", time.perf_counter() - start, "s", "under 5"))
        full = FactorialDesign(kind="factorial", n=2, factors=grid, usual=grid, zipped=[])
        start = time.perf_counter()
        points = len(factorial(full, full.factors)[0].values)
        figures.append(Figure(f"{points:,} points, factorial", time.perf_counter() - start, "s", "under 5"))
    return figures
