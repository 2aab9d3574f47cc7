"""Many raids over many months, by the thousand, told and drawn. `python -m experiments.campaign`."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

from experiments.door import Job, through_door

if TYPE_CHECKING:
    from experiments.campaigning.settings import CampaignSettings
    from experiments.sweeping.asked import Asked


def work(job: Job) -> int:
    """Play what is left of the campaigns; when all are there, sum them up, tell one, draw."""
    from experiments.campaigning.settings import judge_campaign
    from experiments.raid import refuse_missing_ffmpeg
    from experiments.sweep import folder_of
    from experiments.sweeping.asked import read_asked
    from experiments.sweeping.conducting import command_again, to_the_end

    settings = judge_campaign(job)
    refuse_missing_ffmpeg(settings)
    path = folder_of(job, settings)
    asked = read_asked(job, settings)
    again = command_again(job, path, "campaign")
    return to_the_end(again, lambda: play_and_show(job, settings, asked, path, again))


def play_and_show(job: Job, settings: "CampaignSettings[Any, Any]", asked: "Asked", path: Path, again: str) -> int:
    """Play as a sweep does; then what campaigns have to tell; the exit code."""
    from experiments.sweep import sweep

    code = sweep(job, settings, asked, path, again, "campaign")
    if code == 0 and not job.is_multirun:
        from experiments.campaigning.shown import show

        show(settings, asked, path)
    return code


def main() -> None:
    """The command."""
    from experiments.sweeping.ended import show_gathered

    through_door("campaign", work, show_gathered, subject="campaign")


if __name__ == "__main__":
    main()
