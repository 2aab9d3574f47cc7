"""Many raids of many scenarios, compared. `python -m experiments.sweep`."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

from experiments.door import SOME_FAILED, Job, through_door

if TYPE_CHECKING:
    from experiments.settings import SweepSettings
    from experiments.sweeping.asked import Asked
    from experiments.sweeping.conducting import Order
    from sim.sweeps.folder import SweepFolder
    from sim.sweeps.rounds import Rounds


def work(job: Job) -> int:
    """Play what is left of the sweep; when it is whole, sum it up and draw it."""
    from experiments.settings import judge_sweep
    from experiments.sweeping.asked import read_asked
    from experiments.sweeping.conducting import command_again, to_the_end

    settings = judge_sweep(job)
    path = folder_of(job, settings)
    asked = read_asked(job, settings)
    again = command_again(job, path, "sweep")
    return to_the_end(again, lambda: sweep(job, settings, asked, path, again))


def sweep(job: Job, settings: "SweepSettings[Any, Any]", asked: "Asked", path: Path, again: str, command: str = "sweep") -> int:
    """Play and show; the exit code."""
    from experiments.sweeping.conducting import Means, carry_out, load_what_draws
    from experiments.sweeping.ended import show_end
    from sim.sweeps.conduct import Share

    meanwhile = load_what_draws if settings.sweep.figure else None
    means = Means(settings.cluster, settings.workers, Share(settings.part, settings.parts), command, meanwhile)
    folder, account = carry_out(
        order_of(settings, asked), means, path, lambda folder: rounds_of(settings, asked, folder), again
    )
    show_end(job, settings, asked, folder, account)
    return SOME_FAILED if account.failed or account.lost or account.unplayed else 0


def folder_of(job: Job, settings: "SweepSettings[Any, Any]") -> Path:
    """Where does the sweep go? Starts that share it must name it; else a job of a multirun has its own."""
    from sim.mistakes import ConfigurationError

    if job.settings["sweep"]["dir"] in ("", None):
        raise ConfigurationError("sweep.dir: is empty; should be a folder of its own, such as sweep.dir=results/x")
    if settings.parts > 1 and not any(text.startswith("sweep.dir=") for text in job.overrides):
        raise ConfigurationError(f"parts={settings.parts}: needs sweep.dir=FOLDER, the folder that all parts share")
    return settings.sweep.dir if settings.parts > 1 else job.folder


def order_of(settings: "SweepSettings[Any, Any]", asked: "Asked") -> "Order":
    """What is to be played."""
    from experiments.sweeping.conducting import Order

    design = settings.design.model_dump(mode="json", exclude={"factors", "usual", "points", "file"})
    return Order(
        seed=settings.seed,
        common_random_numbers=settings.common_random_numbers,
        replicates=settings.replicates,
        design=design | {"factors": [factor._asdict() for factor in asked.factors]},
        bases=asked.bases,
        factors=asked.settings,
        points=asked.points,
        bounds=asked.bounds,
    )


def rounds_of(settings: "SweepSettings[Any, Any]", asked: "Asked", folder: "SweepFolder") -> "Rounds":
    """The rounds of this sweep, each worked out when the one before is whole."""
    from sim.sweeps.request import BoundaryDesign
    from sim.sweeps.rounds import boundary_rounds, fixed_rounds, precise_rounds

    if isinstance(settings.design, BoundaryDesign):
        return boundary_rounds(folder, asked.bases[0], asked.factors, settings.design, settings.replicates)
    if settings.replicates.is_fixed:
        return fixed_rounds(folder, asked.points, settings.replicates)
    return precise_rounds(folder, asked.points, settings.replicates)


def at_end(jobs: list[Job]) -> None:
    """All jobs of a multirun, gathered into one table and compared."""
    from experiments.sweeping.ended import show_gathered

    show_gathered(jobs)


def main() -> None:
    """The command."""
    through_door("sweep", work, at_end)


if __name__ == "__main__":
    main()
