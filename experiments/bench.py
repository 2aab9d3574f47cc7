"""How fast is it? The compiled batch against the project's own Mesa model on the same raids, in one run.

Every figure that matters is a ratio of two measurements of this run, because machines differ and are never quiet.
"""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from experiments.door import Job, through_door
from experiments.measured import Figure, print_figures

if TYPE_CHECKING:
    from experiments.settings import BenchSettings
    from sim.config import Scenario


def work(job: Job) -> None:
    """Measure, print, keep."""
    import pyarrow as pa

    from experiments.given import scenario_of
    from experiments.screen import print_files
    from experiments.settings import BenchSettings, judge_settings
    from sim.store import write_csv
    from sim.warm import warm_up

    settings = judge_settings(BenchSettings, job)
    scenario = scenario_of(job, settings.scenario_file)
    warm_up()
    what, figures, files = settings.bench.what, list[Figure](), list[Path]()
    if "raids" in what:
        figures += [*speeds(scenario, settings), *memory(scenario, settings)]
    if "compile" in what:
        figures += [*compile_times(), *start_times()]
    if "sweeps" in what:
        from experiments.benches.sweeps import sweeps

        figures += sweeps(scenario, settings)
    if figures:
        print_figures(f"{scenario.name} on {os.cpu_count()} cores", figures)
        files.append(write_csv(pa.Table.from_pylist([f._asdict() for f in figures]), job.folder / "bench.csv"))
    if "boundary" in what:
        from experiments.benches.boundary import against_the_grid

        files += against_the_grid(scenario, settings.bench.boundary, job.folder)
    print_files(*files)


def speeds(scenario: "Scenario", settings: "BenchSettings") -> list[Figure]:
    """Raids a second of the batch on one core and on all, and of the Mesa model."""
    from experiments.screen import working

    runs, mesa_runs, cores = settings.bench.runs, settings.bench.mesa_runs, os.cpu_count() or 1
    with working("batch on one core"):
        ticks = block(scenario, settings, runs)
        one = seconds(lambda: batch(scenario, settings, workers=1))
    with working(f"batch on {cores} cores"):
        every = seconds(lambda: batch(scenario, settings, workers=cores))
    with working(f"Mesa, {mesa_runs} raids"):
        mesa, agents = mesa_seconds(scenario, settings)
    with working("the same raids in the batch"):
        same = seconds(lambda: block(scenario, settings, mesa_runs, repeats=20)) / 20
    return [
        Figure("batch, one core", runs / one, "raids/s"),
        Figure(f"batch, {cores} cores", runs / every, "raids/s"),
        Figure(f"{cores} cores over one core", one / every, "times", f"near {cores}"),
        Figure(f"Mesa model, raids 0 to {mesa_runs - 1}", mesa_runs / mesa, "raids/s"),
        Figure("batch, the same raids, one core", mesa_runs / same, "raids/s"),
        Figure("batch over Mesa, one core", mesa / same, "times"),
        Figure(f"batch over Mesa, {cores} cores", mesa / same * one / every, "times", "at least 200"),
        Figure("agents of the Mesa model", agents, "agents"),
        Figure("batch, one agent for one tick, one core", one / ticks / agents * 1e9, "ns", "at most 100"),
    ]


def seconds(action: Callable[[], Any]) -> float:
    """How long does it take? The better of two."""
    taken = []
    for _ in range(2):
        start = time.perf_counter()
        action()
        taken.append(time.perf_counter() - start)
    return min(taken)


def batch(scenario: "Scenario", settings: "BenchSettings", workers: int) -> None:
    """Play the raids as `play` does."""
    from sim.scenario import compile_plan
    from sim.table import play_rows

    play_rows(compile_plan(scenario), settings.bench.runs, settings.seed, workers=workers)


def block(scenario: "Scenario", settings: "BenchSettings", runs: int, repeats: int = 1) -> int:
    """Play the first raids on one core, so often; the ticks they have together."""
    import numpy as np

    from sim.batch import play_block
    from sim.outcome import N_COLUMNS
    from sim.scenario import compile_plan
    from sim.state import make_workspace

    workspace, plan, rows = make_workspace(), compile_plan(scenario), np.zeros((runs, N_COLUMNS))
    ticks = 0
    for _ in range(repeats):
        ticks = play_block(workspace, plan, settings.seed, 0, rows)
    return ticks


def mesa_seconds(scenario: "Scenario", settings: "BenchSettings") -> tuple[float, int]:
    """How long do the first raids take in Mesa, and how many agents has the model?"""
    from sim.model import RaidModel

    RaidModel(scenario, seed=settings.seed, raid=0).run()  # imports and wrappers are not what is measured
    start = time.perf_counter()
    for raid in range(settings.bench.mesa_runs):
        model = RaidModel(scenario, seed=settings.seed, raid=raid)
        model.run()
    return time.perf_counter() - start, len(model.agents)


def memory(scenario: "Scenario", settings: "BenchSettings") -> list[Figure]:
    """Does memory grow with the number of raids, beyond the result table itself? Peaks of two fresh processes."""
    from experiments.screen import working

    few, many = settings.bench.runs, 8 * settings.bench.runs
    with working("memory"):
        small, large = (peak_megabytes(scenario.name, runs) for runs in (few, many))
    from sim.outcome import N_COLUMNS

    table = (many - few) * N_COLUMNS * 8 / 1e6
    return [
        Figure(f"peak memory, {few:,} raids", small, "MB"),
        Figure(f"peak memory, {many:,} raids", large, "MB"),
        Figure("growth beyond the bare result rows", large - small - table, "MB", "near 0"),
    ]


def peak_megabytes(name: str, runs: int) -> float:
    """Peak memory of a process that plays so many raids of a shipped scenario."""
    code = (
        "import resource, sys; from sim.scenario import compile_plan, load_scenario; from sim.table import play_rows;"
        f"rows = play_rows(compile_plan(load_scenario({name!r})), {runs}, 1);"
        "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1e6 if sys.platform == 'darwin' else 1e3))"
    )
    return float(python("-c", code))


def python(*arguments: str, **environment: str) -> str:
    """What does a fresh Python print?"""
    run = subprocess.run(
        [sys.executable, *arguments], capture_output=True, text=True, check=True, env={**os.environ, **environment}
    )
    return run.stdout.strip()


def compile_times() -> list[Figure]:
    """How long does the first use take, from an empty cache, and the next?"""
    from experiments.screen import working

    code = "import time; from sim.warm import warm_up; print(warm_up())"
    with tempfile.TemporaryDirectory() as empty, working("compiling the rules from nothing"):
        first = float(python("-c", code, REDOUBT_CACHE_DIR=empty))
    return [Figure("compiling the rules, once", first, "s", "under 40")]


def start_times() -> list[Figure]:
    """How long do the commands take to answer on a warm machine?"""
    from experiments.screen import working

    with tempfile.TemporaryDirectory() as aside, working("start-up times"):
        helped = seconds(lambda: python("-m", "experiments.sweep", "--help"))
        raided = seconds(lambda: python("-m", "experiments.raid", "scenario=kyar_tat", "seed=7", f"hydra.run.dir={aside}"))
    return [Figure("sweep --help", helped, "s", "under 1.5"), Figure("raid, to the last picture", raided, "s", "under 5")]


def main() -> None:
    """The command."""
    through_door("bench", work)


if __name__ == "__main__":
    main()
