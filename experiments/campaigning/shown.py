"""When campaigns have been played: what they say together, which points agree with reports, one of them told and drawn."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    import pyarrow as pa

    from experiments.campaigning.settings import CampaignSettings
    from experiments.sweeping.asked import Asked
    from sim.campaign.config import Campaign
    from sim.campaign.table import Course

MOST_SIDE_BY_SIDE = 4  # points in one figure, and in words


class Played(NamedTuple):
    """One point of the design."""

    label: str  # what is different in it
    campaign: "Campaign"
    table: "pa.Table"  # its campaigns, in the order of their numbers


def show(settings: "CampaignSettings[Any, Any]", asked: "Asked", path: Path) -> None:
    """Say, tell, draw and keep; of more points than can stand side by side, say which agree with what was reported."""
    from experiments.campaigning.said import print_course, print_many
    from experiments.screen import print_files

    if asked.points.num_rows > MOST_SIDE_BY_SIDE:
        from experiments.campaigning.agreeing import print_agreement

        print_files(*print_agreement(asked, path))
        return
    points = list(all_points(asked, path))
    print_many({point.label: (point.table, point.campaign) for point in points})
    courses = followed(settings, points[0].campaign)
    print_course(courses[0])
    if settings.raid is not None:
        say_raid(courses[0], settings.raid, path)
    print_files(*keep(settings, points, courses, path))


def all_points(asked: "Asked", path: Path) -> Iterator[Played]:
    """The points of the design with their campaigns."""
    import pyarrow as pa
    import pyarrow.compute as pc

    from sim.sweeps.folder import SweepFolder, read_parquet
    from sim.sweeps.points import Prepared

    folder = SweepFolder(path)
    prepared = Prepared(asked.points, asked.bases, asked.settings)
    table = pa.concat_tables([read_parquet(part) for part in folder.parts()])
    for k in range(asked.points.num_rows):
        variant = prepared.variants[prepared.variant_of[k]]
        levels = dict(zip(prepared.numbers, map(float, prepared.levels[k]), strict=True))
        own = table.filter(pc.equal(table["point"], k)).sort_by("campaign")
        yield Played(label_of(asked, k), variant.scenario(levels), own)


def label_of(asked: "Asked", k: int) -> str:
    """What is different at this point?"""
    from experiments.campaigning.said import settings_said

    row = asked.points.slice(k, 1).to_pylist()[0]
    varied = {path: row[path] for path in asked.varied}
    if len({base.words["scenario"] for base in asked.bases}) > 1:
        varied = {"campaign": row["scenario"]} | varied
    return ", ".join(settings_said(varied)) or asked.bases[0].scenario.name


def followed(settings: "CampaignSettings[Any, Any]", campaign: "Campaign") -> "list[Course]":
    """The campaign that is told, and those after it, raid by raid."""
    from experiments.screen import progress_bar
    from sim.campaign.scenario import compile_plan
    from sim.campaign.state import make_field
    from sim.campaign.table import trace

    plan, field = compile_plan(campaign), make_field()
    with progress_bar("following campaigns", settings.courses) as bar:
        courses = []
        for number in range(settings.number, settings.number + settings.courses):
            courses.append(trace(campaign, settings.seed, number, plan, field))
            bar.advance(1)
    return courses


def say_raid(course: "Course", line: int, path: Path) -> None:
    """One raid of the campaign that is told: in words, and how it is played alone."""
    from experiments.screen import readable
    from sim.campaign.replay import raid_of, write_raid
    from sim.campaign.retold import describe_raid
    from sim.mistakes import ConfigurationError

    if line > course.events.num_rows:
        raise ConfigurationError(f"raid: should be at most {course.events.num_rows}, the raids of this campaign; it is {line}")
    replay, file = raid_of(course, line - 1), readable(write_raid(course, line - 1, path / f"raid_{line}.yaml"))
    print(f"\n{describe_raid(course, line - 1)}")
    print(f"That raid alone:\n  redoubt raid scenario_file={file} seed={replay.seed} raid={replay.raid}")


def keep(settings: "CampaignSettings[Any, Any]", points: list[Played], courses: "list[Course]", path: Path) -> list[Path]:
    """The raids of the campaign that is told, and the pictures."""
    from experiments.screen import working
    from sim.store import write_csv

    files = [write_csv(courses[0].events, path / "raids.csv"), write_csv(courses[0].series, path / "weeks.csv")]
    if settings.sweep.figure:
        from sim.figures.campaigns.kept import keep_campaign_figures

        with working("drawing"):
            tables = {point.label: point.table for point in points}
            files = [*keep_campaign_figures(courses, tables, path), *files]
    if settings.animate:
        from sim.figures.campaigns.film import film_campaign

        files.append(film_campaign(courses[0], path / f"campaign.{settings.animation}"))
    return files
