"""A class of so many people at once: how long do they wait? `python -m experiments.load people=30 seconds=60`."""

import asyncio
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING

from experiments.door import SOME_FAILED, Job, through_door

if TYPE_CHECKING:
    from subprocess import Popen

    from experiments.hosting.crowd import Person
    from experiments.hosting.settings import LoadSettings
    from experiments.measured import Figure


def work(job: Job) -> int:
    """Open a workshop, fill it, say how it went; the exit code."""
    from experiments.hosting.opened import opened
    from experiments.hosting.settings import LoadSettings
    from experiments.measured import print_figures
    from experiments.settings import judge_settings

    asked = judge_settings(LoadSettings, job)
    with opened() if asked.url is None else nullcontext((asked.url, None)) as (address, process):
        figures, people = measured(asked, address, process, job.folder)
    lost = [why for person in people for why in person.lost]
    if asked.format == "json":
        print_as_json(figures, lost)
    else:
        print_figures(f"{asked.people} people for {asked.seconds:g} s", figures)
        for why in sorted(set(lost)):
            print(f"lost: {lost.count(why)} times {why}")
    return SOME_FAILED if lost else 0


def measured(
    asked: "LoadSettings", address: str, process: "Popen[str] | None", folder: Path
) -> "tuple[list[Figure], list[Person]]":
    """All figures, and the people they are of; a picture of the page goes into the folder."""
    import os

    from experiments.hosting.load import alone, costs, crowd, habits_of, wait_until_warm, waits
    from experiments.hosting.opened import Watch
    from experiments.hosting.seen import seen_in_browser
    from experiments.measured import Figure
    from experiments.screen import progress_bar, working

    with working("opening the workshop"):
        habits = habits_of(asked, asyncio.run(wait_until_warm(address)))
        figures = asyncio.run(alone(address))
        seen = seen_in_browser(address, asked.load.picture and folder / asked.load.picture) if asked.load.page else {}
        figures += [Figure(f"page: {name}", value, "ms") for name, value in seen.items()]
    watch = Watch(process.pid) if process is not None else None
    with progress_bar("changes", round(asked.people * asked.seconds * asked.load.changes_per_second)) as bar:
        people = asyncio.run(crowd(address, habits, asked.people, asked.load.same_luck, lambda: bar.advance(1)))
    figures += waits(people)
    if watch is not None:
        figures += costs(watch.cost(), os.cpu_count() or 1)
    return figures, people


def print_as_json(figures: "list[Figure]", lost: list[str]) -> None:
    """One object."""
    import json

    print(json.dumps({"figures": [figure._asdict() for figure in figures], "lost": lost}, indent=1))


def main() -> None:
    """The command."""
    through_door("load", work)


if __name__ == "__main__":
    main()
