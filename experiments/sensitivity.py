"""What do the differences between raids hang on? `python -m experiments.sensitivity`."""

from typing import TYPE_CHECKING

from experiments.door import SOME_FAILED, Job, through_door

if TYPE_CHECKING:
    from experiments.sensitivities.asked import Asked
    from experiments.sensitivities.settings import SensitivitySettings


def work(job: Job) -> int:
    """Play what is left; when all is there, say what decides what."""
    from experiments.screen import working
    from experiments.sensitivities.asked import read_asked
    from experiments.sensitivities.settings import SensitivitySettings
    from experiments.settings import judge_settings
    from experiments.sweeping.conducting import command_again, to_the_end

    settings = judge_settings(SensitivitySettings, job)
    with working("choosing the points"):
        asked = read_asked(job, settings)
    again = command_again(job, job.folder, "sensitivity")
    return to_the_end(again, lambda: analyse(job, settings, asked, again))


def analyse(job: Job, settings: "SensitivitySettings", asked: "Asked", again: str) -> int:
    """Play and show; the exit code."""
    from experiments.sensitivities.kept import keep
    from experiments.sensitivities.said import print_as_json, print_as_text, why_not
    from experiments.sweeping.conducting import Means, carry_out, load_what_draws
    from sim.sweeps.conduct import Share
    from sim.sweeps.request import LocalCluster
    from sim.sweeps.rounds import fixed_rounds

    order = asked.order
    means = Means(LocalCluster(kind="local"), settings.workers, Share(0, 1), "sensitivity", load_what_draws)
    folder, account = carry_out(
        order, means, job.folder, lambda folder: fixed_rounds(folder, order.points, order.replicates), again
    )
    if account.failed or account.lost or account.unplayed:
        why_not(folder, account, again)
        return SOME_FAILED
    found = keep(settings, asked, folder)
    (print_as_json if settings.format == "json" else print_as_text)(settings, asked, found, account, folder)
    return 0


def main() -> None:
    """The command."""
    through_door("sensitivity", work)


if __name__ == "__main__":
    main()
