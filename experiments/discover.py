"""Under which conditions do raids succeed? `python -m experiments.discover scenario=kyar_tat`."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

from experiments.door import SOME_FAILED, Job, through_door

if TYPE_CHECKING:
    import pyarrow as pa

    from experiments.discovering.settings import DiscoverSettings


def work(job: Job) -> int:
    """Play what is left, or read what was played; look for the box, say it, draw it."""
    from experiments.discovering.played import in_our_words
    from experiments.discovering.settings import judge_discovery
    from experiments.sweeping.conducting import command_again, to_the_end
    from sim.discovery.peeling import refuse_without_workbench

    settings = judge_discovery(job)
    refuse_without_workbench()
    again = command_again(job, job.folder, "discover")
    with in_our_words():
        return to_the_end(again, lambda: discover(job, settings, again))


def discover(job: Job, settings: "DiscoverSettings[Any]", again: str) -> int:
    """Raids, and what they tell; the exit code."""
    from experiments.discovering.played import play_all, read_all

    if settings.results is not None:
        explain(read_all(job, settings), settings, job.folder, names_of(settings.results))
        return 0
    played = play_all(job, settings, again)
    if played.table is not None:
        explain(played.table, settings, job.folder, played.scenario)
    return SOME_FAILED if played.is_lacking else 0


def names_of(results: list[Path]) -> str:
    """The results that were read, for a title."""
    from experiments.screen import readable

    return f"results of {', '.join(str(readable(path)) for path in results)}"


def explain(table: "pa.Table", settings: "DiscoverSettings[Any]", folder: Path, about: str) -> None:
    """The box in these raids: sought, kept, drawn, said."""
    from experiments.discovering.kept import keep_all
    from experiments.discovering.said import answer_of, show
    from experiments.screen import working
    from sim.discovery.conditions import conditions_of, split_of
    from sim.discovery.interest import hits_of
    from sim.discovery.search import discovered

    asked = settings.discover
    conditions = conditions_of(table)
    split = split_of(table, tuple(asked.shares), asked.few_points, settings.seed)
    is_hit = hits_of(table, asked.interest)
    with working("looking for the box"):
        found = discovered(conditions, split, is_hit, asked.wishes)
    answer = answer_of(found, conditions, split, is_hit, table, asked)
    files = keep_all(answer, found, conditions, is_hit, asked, folder, f"{about}; seed {settings.seed}")
    show(answer, files, settings.format)


def main() -> None:
    """The command."""
    through_door("discover", work)


if __name__ == "__main__":
    main()
