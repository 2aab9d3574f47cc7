"""The raids of a discovery: played as a sweep that can be interrupted, or read from sweeps that were played."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, NamedTuple

from experiments.door import Job, changed_path

if TYPE_CHECKING:
    import pyarrow as pa

    from experiments.discovering.settings import DiscoverSettings
    from experiments.settings import SweepSettings

MOST_RAIDS = 500_000  # that are looked at; of more, the first of each sweep, which are an even sample
OURS = (("design.factors", "discover.factors"), ("design.n", "discover.n"), ("sweep.dir", "discover.dir"))


class AllPlayed(NamedTuple):
    """What a start came to."""

    table: "pa.Table | None"  # None where raids are missing
    scenario: str
    is_lacking: bool  # raids or shards failed


@contextmanager
def in_our_words() -> Iterator[None]:
    """A sweep names its own settings in a complaint; here they have other names."""
    from sim.mistakes import ConfigurationError

    try:
        yield
    except ConfigurationError as error:
        text = str(error)
        for theirs, ours in OURS:
            text = text.replace(theirs, ours)
        raise ConfigurationError(text) from None


def sweep_behind(job: Job, settings: "DiscoverSettings[Any]") -> "SweepSettings[Any, Any]":
    """The sweep that plays these raids: every raid meets luck of its own, so that each tells something new."""
    from experiments.settings import SweepBlock, SweepSettings
    from sim.sweeps.request import Replicates, SampledDesign

    asked = settings.discover
    return SweepSettings.model_construct(
        seed=settings.seed,
        scenario_file=settings.scenario_file,
        workers=settings.workers,
        sweep=SweepBlock(dir=job.folder, scenarios=[job.scenario["name"]], figure=False, csv=False),
        design=SampledDesign.model_construct(
            kind=asked.design, n=asked.n, seed=settings.seed, zipped=[], factors=asked.factors, usual=asked.usual
        ),
        replicates=Replicates(min=asked.raids, max=asked.raids),
        cluster=settings.cluster,
        common_random_numbers=False,
        part=0,
        parts=1,
    )


def play_all(job: Job, settings: "DiscoverSettings[Any]", again: str) -> AllPlayed:
    """Play what is left of the raids, and read them."""
    from experiments.screen import working
    from experiments.sweep import order_of, rounds_of
    from experiments.sweeping.asked import read_asked
    from experiments.sweeping.conducting import Means, carry_out, load_what_draws
    from experiments.sweeping.ended import account_of
    from sim.discovery.interest import columns_needed
    from sim.mistakes import ConfigurationError
    from sim.sweeps.conduct import Share
    from sim.sweeps.results import read_parts

    behind = sweep_behind(job, settings)
    asked = read_asked(job, behind)
    if not asked.varied:
        raise ConfigurationError("discover.factors: nothing is varied; should be one factor or more that is not fixed")
    means = Means(settings.cluster, settings.workers, Share(0, 1), "discover", load_what_draws)
    order = order_of(behind, asked)
    folder, account = carry_out(order, means, job.folder, lambda own: rounds_of(behind, asked, own), again)
    print(account_of(folder, account), file=sys.stderr if settings.format == "json" else sys.stdout)
    for line in account.lost[:5]:
        print(f"  a shard was lost and will be played by the next start: {line}", file=sys.stderr)
    scenario = asked.bases[0].scenario.title
    if account.unplayed or account.raids == account.failed:
        return AllPlayed(None, scenario, True)
    with working("reading"):
        table = ended(read_parts(folder.parts(), columns_needed(settings.discover.interest), MOST_RAIDS))
    return AllPlayed(table, scenario, bool(account.failed or account.lost))


def read_all(job: Job, settings: "DiscoverSettings[Any]") -> "pa.Table":
    """All raids below the folders that were named."""
    from experiments.given import scenario_overrides
    from experiments.screen import working
    from sim.discovery.interest import columns_needed
    from sim.mistakes import ConfigurationError
    from sim.sweeps.results import read_results

    for text in (*scenario_overrides(job), *(text for text in job.overrides if changed_path(text) == "scenario")):
        raise ConfigurationError(
            f"{text}: changes a scenario, but these results were played; leave it out, or leave out results"
        )
    with working("reading"):
        return ended(read_results(settings.results or [], columns_needed(settings.discover.interest), MOST_RAIDS))


def ended(table: "pa.Table") -> "pa.Table":
    """The raids that were played to their end."""
    import pyarrow.compute as pc

    from sim.mistakes import ConfigurationError

    is_kept = pc.is_valid(table["ending"])
    if "error" in table.column_names:
        is_kept = pc.and_(is_kept, pc.is_null(table["error"]))
    kept = table.filter(is_kept)
    if kept.num_rows == 0:
        raise ConfigurationError("results: there is not one raid in them that was played to its end")
    return kept
