"""What was reported of a campaign, and whether sets of campaigns hold it."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple

import pyarrow as pa

from sim.campaign.config import Campaign
from sim.campaign.reported import central
from sim.figures import style
from sim.figures.field import halo
from sim.summary import column_of

if TYPE_CHECKING:
    from matplotlib.axes import Axes

SOURCES = {"bases_lost": ("about", "S11"), "counted_lost": ("at least", "S10")}  # how it is said, and in which incident
WHAT = {"bases_lost": "all posts lost", "counted_lost": "posts counted apart"}
HEADROOM = 1.2  # of an axis of posts lost, so that words have room above what is drawn
OTHER_COUNTS = {"S10": "S10 also has another count: at least five since the coup."}


class Claim(NamedTuple):
    """One figure that somebody reported."""

    value: float
    words: str


def claim_of(campaign: Campaign, measure: str) -> Claim | None:
    """What was reported of this measure, and where? The first number, where several are."""
    value = campaign.reported.facts.get(measure)
    value = value[0] if isinstance(value, list | tuple) and value else value
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    said, incident = SOURCES[measure]
    known = incident in campaign.reported.incidents
    return Claim(float(value), f"{said} {value:g} reported, {incident}" if known else f"{value:g} reported")


def point_to(axes: "Axes", claim: Claim, month: float, top: float) -> None:
    """The figure that was reported as a point at the end, its words at the top of the panel, above all lines."""
    look: style.Look = {"color": style.INK, "clip_on": False, "zorder": 6}
    axes.plot([month, month], [claim.value, 0.965 * top], linewidth=0.8, linestyle=":", **look)
    axes.plot([month], [claim.value], "D", markerfacecolor="white", markersize=7, gid="reported", **look)
    words: style.Look = {"ha": "right", "va": "center", "fontsize": 8.5, "fontweight": "bold", "path_effects": halo()}
    axes.text(month, 0.965 * top, f"{claim.words}  ", zorder=6, **words)


def apart_of(campaign: Campaign) -> str:
    """What is counted apart? The area and the weeks."""
    counted, area = campaign.counted, campaign.region.areas[str(campaign.counted.area)]
    first, last = int(counted.from_week.low) + 1, int(counted.to_week.high)
    return f"Counted apart: {area.title or counted.area},\nweeks {first} to {last}"


def verdicts(tables: Mapping[str, pa.Table], campaign: Campaign) -> str:
    """Which sets hold the figures that were reported in their middle 90 %? Sentences for the small print."""
    claims = {measure: claim for measure in SOURCES if (claim := claim_of(campaign, measure))}
    said = [f"Middle 90 % of {WHAT[measure]}, {held_by(tables, measure, claim)}." for measure, claim in claims.items()]
    said += [OTHER_COUNTS[incident] for incident in campaign.reported.incidents if incident in OTHER_COUNTS]
    return " ".join([*said, "Reported figures are claims of one side that nobody verified."] if claims else said)


def held_by(tables: Mapping[str, pa.Table], measure: str, claim: Claim) -> str:
    """For each set its middle 90 %, and where the figure lies."""
    said = []
    for name, table in tables.items():
        low, high = central(column_of(table, measure))
        where = "lies within" if low <= claim.value <= high else "lies above" if high < claim.value else "lies below"
        said.append(f"{name}: {low:.3g} to {high:.3g} (the reported {claim.value:g} {where})")
    return "; ".join(said)
