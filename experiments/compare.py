"""Results of sweeps, put side by side. `python -m experiments.compare 'results=[FOLDER, FOLDER]'`."""

from experiments.door import Job, through_door


def work(job: Job) -> None:
    """Read, gather, show."""
    from experiments.comparing import show_comparison
    from experiments.settings import CompareSettings, judge_settings
    from sim.sweeps.results import read_results

    settings = judge_settings(CompareSettings, job)
    table = read_results(settings.results)
    show_comparison(table, job.folder, f"Results of {len(settings.results)} places compared")


def main() -> None:
    """The command."""
    through_door("compare", work)


if __name__ == "__main__":
    main()
