"""What many campaigns of one setting say, beside what was reported, and what another setting on the same luck changes."""

from collections.abc import Mapping
from statistics import NormalDist
from typing import NamedTuple

import numpy as np
import pyarrow as pa

from sim.campaign.account import reported
from sim.campaign.called import counted, counted_when, counted_where
from sim.campaign.config import Campaign
from sim.campaign.reported import central
from sim.campaign.sentences import ENGLISH

CONFIDENCE = 0.95


class Spread(NamedTuple):
    """A measure over many campaigns."""

    low: float
    median: float
    high: float


class Paired(NamedTuple):
    """A measure in two settings, campaign by campaign on the same luck: the first less the second."""

    pairs: int
    mean: float
    half_width: float  # of the 95 % interval; nan for one pair
    more: int  # pairs in which it is more in the first
    fewer: int


def spread_of(values: np.ndarray) -> Spread:
    """The median, and the bounds of the central 90 %."""
    low, high = central(values)
    return Spread(low, float(np.median(values)), high)


def paired(table_a: pa.Table, table_b: pa.Table, measure: str) -> Paired:
    """How does a measure differ, campaign by campaign, where both tables have a campaign of the same number?"""
    one, other = (
        dict(zip(*(table[name].to_pylist() for name in ("campaign", measure)), strict=True)) for table in (table_a, table_b)
    )
    gaps = np.array([one[number] - other[number] for number in one if number in other], float)
    if not len(gaps):
        return Paired(0, np.nan, np.nan, 0, 0)
    error = gaps.std(ddof=1) / len(gaps) ** 0.5 if len(gaps) > 1 else np.nan
    half_width = float(NormalDist().inv_cdf(0.5 + CONFIDENCE / 2.0) * error)
    return Paired(len(gaps), float(gaps.mean()), half_width, int((gaps > 0).sum()), int((gaps < 0).sum()))


def success_spread(table: pa.Table) -> tuple[float, Spread] | None:
    """In which share of all raids was the post lost, and how far does it differ among campaigns? None where none was raided."""
    raids, lost = table["raids"].to_numpy(), table["raids_occupied"].to_numpy()
    if not raids.sum():
        return None
    return float(lost.sum() / raids.sum()), spread_of(lost[raids > 0] / raids[raids > 0])


def say_many(table: pa.Table, campaign: Campaign, words: Mapping[str, str] = ENGLISH) -> list[str]:
    """What do many campaigns of one setting say?

    Parameters
    ----------
    table : pyarrow.Table
        From `sim.campaign.table.play`.
    campaign : Campaign
        Which was played.
    words : mapping, optional
        With the keys of `sim.campaign.sentences.ENGLISH`.

    Returns
    -------
    list of str
        A sentence each; what was not to be counted, or never happened, is left out.
    """
    if not table.num_rows:
        return [words["no_campaigns"]]
    lines = [
        words["many_lost"].format(campaigns=counted(table.num_rows, "campaigns", words), **spread_words(table, "bases_lost"))
    ]
    if campaign.counted.area:
        place = {"where": counted_where(campaign, words), "when": counted_when(campaign, words)}
        lines.append(words["many_counted"].format(**place, **spread_words(table, "counted_lost")))
    lines.append(words["many_raids"].format(**spread_words(table, "raids")))
    success = success_spread(table)
    if success:
        share, spread = success
        shares = {name: f"{100 * value:.0f}" for name, value in (("share", share), ("low", spread.low), ("high", spread.high))}
        lines.append(words["many_success"].format(**shares))
    if any(table["bases_given_up"].to_pylist()):
        lines.append(words["many_given_up"].format(**spread_words(table, "bases_given_up")))
    return [*lines, *beside_reports(table, campaign, words)]


def spread_words(table: pa.Table, measure: str) -> dict[str, str]:
    """Median and bounds of a count."""
    return {name: f"{value:,.0f}" for name, value in spread_of(table[measure].to_numpy())._asdict().items()}


def beside_reports(table: pa.Table, campaign: Campaign, words: Mapping[str, str] = ENGLISH) -> list[str]:
    """Do the numbers that were reported lie where the central 90 % of the campaigns are?"""
    apart = f" {counted_where(campaign, words)}{counted_when(campaign, words)}" if campaign.counted.area else None
    lines = []
    for measure, where in (("bases_lost", ""), ("counted_lost", apart)):
        for number in reported(campaign, measure) if where is not None else []:
            low, _, high = spread_of(table[measure].to_numpy())
            side = "below" if number < low else "above" if number > high else "inside"
            lines.append(words[f"many_{side}"].format(lost=f"{number:,g}", where=where, low=f"{low:,.0f}", high=f"{high:,.0f}"))
    return lines


def say_difference(
    table_a: pa.Table, table_b: pa.Table, label_a: str, label_b: str, words: Mapping[str, str] = ENGLISH
) -> list[str]:
    """What does setting A change against setting B, on the same luck?

    Parameters
    ----------
    table_a, table_b : pyarrow.Table
        From `sim.campaign.table.play`, under the same seed: campaigns of the same number share their luck, and are compared.
    label_a, label_b : str
        What the two settings are called.
    words : mapping, optional
        With the keys of `sim.campaign.sentences.ENGLISH`.

    Returns
    -------
    list of str
        Posts lost, in how many pairs they were more, and posts held at the end: who gives up many has fewer to lose.
    """
    labels = {"a": label_a, "b": label_b}
    lost = paired(table_a, table_b, "bases_lost")
    if not lost.pairs:
        return [words["no_pairs"].format(**labels)]
    pairs = counted(lost.pairs, "pairs", words)
    alike = lost.pairs - lost.more - lost.fewer
    lines = [
        difference_words("bases_lost", lost, labels, words),
        words["pairs_counted"].format(**labels, more=lost.more, fewer=lost.fewer, alike=alike, pairs=pairs),
        difference_words("bases_held", paired(table_a, table_b, "bases_held"), labels, words),
    ]
    given_up = [table["bases_given_up"].to_numpy().mean() for table in (table_a, table_b)]
    if any(given_up):
        means = {"mean_a": f"{given_up[0]:,.1f}", "mean_b": f"{given_up[1]:,.1f}"}
        lines.append(words["bases_given_up_means"].format(**labels, **means))
    return lines


def difference_words(measure: str, gap: Paired, labels: Mapping[str, str], words: Mapping[str, str]) -> str:
    """The mean difference of a measure with its interval, and whether it may be chance."""
    low, high = gap.mean - gap.half_width, gap.mean + gap.half_width
    key = "interval_of_chance" if low <= 0.0 <= high else "interval"
    interval = words[key].format(low=f"{low:+,.1f}", high=f"{high:+,.1f}") if gap.half_width > 0.0 else ""
    how = words["more" if gap.mean > 0 else "fewer"]
    said = words[f"{measure}_differ" if gap.mean else f"{measure}_alike"]
    return said.format(
        **labels, pairs=counted(gap.pairs, "pairs", words), n=f"{abs(gap.mean):,.1f}", more=how, interval=interval
    )
