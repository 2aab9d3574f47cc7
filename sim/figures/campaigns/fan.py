"""Posts lost against months, as fans of a few sets of campaigns, and beside it those that are counted apart."""

from collections.abc import Mapping
from textwrap import shorten
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa

from sim.campaign.called import month_in_campaign
from sim.campaign.config import Campaign
from sim.campaign.outcome import MONTHS_COUNTED
from sim.campaign.state import WEEKS_A_MONTH
from sim.figures import style
from sim.figures.campaigns.bands import MIDDLE, draw_bands
from sim.figures.campaigns.months import scale_months
from sim.figures.campaigns.reported import HEADROOM, Claim, apart_of, claim_of, point_to, verdicts
from sim.figures.campaigns.words import counted, explain, room_below, room_of, small_print
from sim.figures.field import halo
from sim.figures.sheets import WIDTH, head
from sim.summary import column_of

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

SETS: tuple[tuple[str, Any, str], ...] = (
    (style.BLUE, "-", ""),
    (style.VERMILLION, "--", "//"),
    (style.GREEN, "-.", "xx"),
    (style.PURPLE, ":", "..."),
)  # colour, line, hatch
LEFT, WIDE, BESIDE, RIGHT, HIGH, BELOW, TWO_LINES = 0.75, 6.0, 0.85, 0.3, 3.8, 0.68, 0.38  # inches; the last for titles
MOST_BARS, LONGEST = 24, 120  # of a name, in letters


def draw_fan(tables: Mapping[str, pa.Table], campaign: Campaign) -> "Figure":
    """How many posts are lost by the end of each month, and does that hold what was reported?

    Parameters
    ----------
    tables : mapping
        From a name to campaigns of `sim.campaign.table.play`; up to four, such as one for each policy.
    campaign : Campaign
        The one they are of; says how long it lasts, what is counted apart, and what was reported.

    Returns
    -------
    matplotlib.figure.Figure

    Raises
    ------
    ValueError
        If there are none or more than four, or one has no campaigns.
    """
    check_sets(tables)
    words = f"{MIDDLE[0].upper()}{MIDDLE[1:]}. {verdicts(tables, campaign)}".strip()
    with style.styled():
        signs = key(tables, claim_of(campaign, "bases_lost"))
        below = BELOW + room_below(words)
        figure = style.blank(WIDTH, below + HIGH + TWO_LINES + room_of(signs))
        apart = campaign.counted.area is not None
        wide = WIDE if apart else WIDTH - LEFT - RIGHT
        draw_lost(style.place(figure, LEFT, below, wide, HIGH), tables, campaign)
        if apart:
            left = LEFT + WIDE + BESIDE
            draw_apart(style.place(figure, left, below, WIDTH - left - RIGHT, HIGH), tables, campaign)
        head(figure, "Posts lost, month by month")
        explain(figure, signs)
        small_print(figure, words)
    return figure


def check_sets(tables: Mapping[str, pa.Table]) -> None:
    """Can these be told apart?"""
    if not 1 <= len(tables) <= len(SETS):
        raise ValueError(f"there should be one to {len(SETS)} sets of campaigns; there are {len(tables)}")
    for name, table in tables.items():
        if not table.num_rows:
            raise ValueError(f"{name}: there are no campaigns in it")


def lost_by_month(table: pa.Table, campaign: Campaign) -> tuple[np.ndarray, np.ndarray]:
    """Months since the start, the last of them the end of the campaign; and posts lost by then, shape (campaigns, months)."""
    end = float(campaign.weeks.high) / WEEKS_A_MONTH
    whole = min(MONTHS_COUNTED, month_in_campaign(int(campaign.weeks.high)))
    months = [float(month) for month in range(1, whole + 1) if month < end]
    lost = [column_of(table, f"bases_lost_month_{int(month):02d}") for month in months]
    nothing = np.zeros(table.num_rows)
    return np.array([0.0, *months, end]), np.stack([nothing, *lost, column_of(table, "bases_lost")], axis=1)


def draw_lost(axes: "Axes", tables: Mapping[str, pa.Table], campaign: Campaign) -> None:
    """The fans, and the figure reported for the end."""
    most = 1.0
    for (name, table), (colour, line, _) in zip(tables.items(), SETS, strict=False):
        months, lost = lost_by_month(table, campaign)
        draw_bands(axes, months, lost, colour, line, name)
        most = max(most, float(np.quantile(lost[:, -1], 0.95)))
    claim = claim_of(campaign, "bases_lost")
    scale_months(axes, campaign, float(months[-1]))
    top = HEADROOM * max(most, claim.value if claim else 0.0)
    if claim:
        point_to(axes, claim, float(months[-1]), top)
    axes.set(ylim=(0.0, top), xlabel="months since the start", ylabel="posts lost so far")
    axes.set_title("All posts lost")
    axes.grid()


def draw_apart(axes: "Axes", tables: Mapping[str, pa.Table], campaign: Campaign) -> None:
    """How often were how many posts lost in the area and the weeks that are counted apart?"""
    counts = {name: column_of(table, "counted_lost").astype(int) for name, table in tables.items()}
    claim = claim_of(campaign, "counted_lost")
    most = max(*(int(count.max()) for count in counts.values()), int(np.ceil(claim.value)) if claim else 0)
    step = -(-(most + 1) // MOST_BARS)
    bars, thick = most // step + 1, 0.84 * step / len(counts)
    for k, ((name, count), (colour, _, hatch)) in enumerate(zip(counts.items(), SETS, strict=False)):
        share = 100.0 * np.bincount(count // step, minlength=bars) / len(count)
        left = step * np.arange(bars) - 0.42 * step + k * thick
        axes.bar(left, share, thick, align="edge", label=name, gid=name, **style.fill_of(style.Fill(colour, hatch)))
    top = 1.3 * axes.dataLim.y1
    axes.set(ylim=(0.0, top), xlim=(-0.6 * step, step * bars - 0.4 * step), ylabel="share of the campaigns (%)")
    axes.locator_params(axis="x", integer=True)
    axes.set_xlabel("posts lost" if step == 1 else f"posts lost, {step} to a bar")
    axes.set_title(apart_of(campaign), fontsize=8.5)
    if claim:
        mark_claim(axes, claim, top)


def mark_claim(axes: "Axes", claim: Claim, top: float) -> None:
    """What was reported, as a point above the bars on a line, its words on the side that has room."""
    low, high = axes.get_xlim()
    is_left = claim.value < 0.5 * (low + high)
    axes.plot([claim.value] * 2, [0.0, 0.93 * top], color=style.INK, linewidth=1.0, linestyle=(0, (4, 2)))
    axes.plot([claim.value], [0.93 * top], "D", color=style.INK, markerfacecolor="white", markersize=7, gid="reported")
    axes.annotate(
        claim.words, (claim.value, 0.93 * top), (8 if is_left else -8, 0), textcoords="offset points", va="center",
        ha="left" if is_left else "right", fontsize=8.5, fontweight="bold", path_effects=halo(),
    )  # fmt: skip


def key(tables: Mapping[str, pa.Table], claim: Claim | None) -> list[Any]:
    """What lines, bars and points mean."""
    from matplotlib.lines import Line2D
    from matplotlib.patches import Patch

    handles: list[Any] = []
    for (name, table), (colour, line, hatch) in zip(tables.items(), SETS, strict=False):
        label = f"{shorten(name, LONGEST, placeholder=' …')} ({counted(table.num_rows, 'campaign')})"
        band = Patch(facecolor=colour, edgecolor=colour, alpha=0.32, linewidth=0.0, hatch=hatch, label=label)
        handles.append((band, Line2D([], [], color=colour, linestyle=line, linewidth=2.0)))
    if claim:
        handles.append(
            Line2D([], [], linestyle="", marker="D", markersize=6, color=style.INK, markerfacecolor="white", label="reported")
        )
    return handles
