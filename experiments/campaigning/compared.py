"""Campaigns that were played, put side by side: any number of folders, each combination of settings against the first."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

from experiments.door import Job

if TYPE_CHECKING:
    import pyarrow as pa

    from experiments.settings import CompareSettings
    from sim.campaign.config import Campaign

MOST_SIDE_BY_SIDE = 6


def are_campaigns(results: "list[Path] | None") -> bool:
    """Are these results of campaigns? As the manifest of the first sweep below them says."""
    from sim.sweeps.folder import MANIFEST, SweepFolder

    for path in results or []:
        for file in sorted(Path(path).rglob(MANIFEST)) if Path(path).is_dir() else []:
            return SweepFolder(file.parent).subject.name == "campaign"
    return False


def compare_campaigns(job: Job, settings: "CompareSettings") -> None:
    """Read, say what each setting came to and what it changes, draw the fans."""
    from experiments.campaigning.said import print_many
    from experiments.screen import print_files, working
    from sim.figures.campaigns.fan import draw_fan
    from sim.store import aside

    sets = sets_of(settings)
    print_many(sets)
    file = job.folder / "fan.png"
    with working("drawing"), aside(file) as temporary:
        campaign = next(iter(sets.values()))[1]
        draw_fan({label: table for label, (table, _) in sets.items()}, campaign).savefig(temporary, dpi=130)
    print_files(file)


def sets_of(settings: "CompareSettings") -> "dict[str, tuple[pa.Table, Campaign]]":
    """The campaigns of each combination of settings, the one that is compared with first."""
    import pyarrow as pa
    import pyarrow.compute as pc

    from sim.summary import combinations_of, varied_factors_of
    from sim.sweeps.rebuilt import rebuilder
    from sim.sweeps.results import read_results

    assert settings.results is not None
    table = read_results(settings.results)
    table = table.filter(pc.is_null(table["error"]))
    varied = varied_factors_of(table)
    code, found = combinations_of(table, ["scenario", *varied])
    if len(found) > MOST_SIDE_BY_SIDE:
        refuse_many(len(found), varied)
    rebuild, sets = rebuilder(settings.results), {}
    for k, key in enumerate(found):
        own = table.filter(pa.array(code == k)).sort_by("campaign")
        sets[label_of(key, len({other["scenario"] for other in found}) > 1)] = (own, rebuild(key))
    return with_first(sets, settings.baseline)


def refuse_many(count: int, varied: list[str]) -> None:
    """Too many to be looked at."""
    from sim.mistakes import ConfigurationError

    raise ConfigurationError(
        f"results: {count:,} combinations of {', '.join(varied)}; should be at most {MOST_SIDE_BY_SIDE} side by side. "
        "Of more, summary.csv beside them has a row for each"
    )


def label_of(key: dict[str, Any], names_scenario: bool) -> str:
    """What is different in it?"""
    from experiments.campaigning.said import settings_said

    varied = {path: value for path, value in key.items() if path != "scenario"}
    said = settings_said({"campaign": key["scenario"], **varied} if names_scenario else varied)
    return ", ".join(said) or str(key["scenario"])


def with_first(sets: dict[str, Any], baseline: str | None) -> dict[str, Any]:
    """The same, with the one that the others are compared with first."""
    from sim.mistakes import ConfigurationError, no_choice

    if baseline is None:
        return sets
    if baseline not in sets:
        raise ConfigurationError(no_choice("baseline", baseline, list(sets)))
    return {baseline: sets[baseline], **sets}
