"""All still pictures of a campaign as files of a folder."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa

from sim.campaign.table import Course
from sim.figures.campaigns.air import draw_air
from sim.figures.campaigns.fan import draw_fan
from sim.figures.campaigns.maps import draw_campaign_map
from sim.figures.campaigns.raids import draw_raids_by_month
from sim.figures.campaigns.stocks import draw_stocks
from sim.figures.picture import drawn_as, write_bytes

if TYPE_CHECKING:
    from matplotlib.figure import Figure

Drawing = Callable[[], "Figure"]


def keep_campaign_figures(courses: Sequence[Course], tables: Mapping[str, pa.Table], folder: str | Path) -> list[Path]:
    """Which pictures show this campaign? Drawn and written, one after the other.

    Parameters
    ----------
    courses : sequence of Course
        One or more of one campaign, from `sim.campaign.table.trace`; the maps show the first.
    tables : mapping
        From a name to campaigns of `sim.campaign.table.play`, for the fan; none, or up to three.
    folder : str or Path
        Where to write; made where it is missing.

    Returns
    -------
    list of pathlib.Path
        ``map.png``, ``fan.png`` where there are tables, ``raids.png``, ``air.png`` and ``stocks.png``.
    """
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    return [write_bytes(drawn_as(draw(), "png"), folder / f"{name}.png") for name, draw in drawings(courses, tables)]


def drawings(courses: Sequence[Course], tables: Mapping[str, pa.Table]) -> Iterator[tuple[str, Drawing]]:
    """Names of files and what is drawn in them."""
    yield "map", lambda: draw_campaign_map(courses[0])
    if tables:
        yield "fan", lambda: draw_fan(tables, courses[0].campaign)
    yield "raids", lambda: draw_raids_by_month(courses)
    yield "air", lambda: draw_air(courses)
    yield "stocks", lambda: draw_stocks(courses)
