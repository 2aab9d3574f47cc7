"""How much more often does B succeed than A? Raid by raid, on the same luck."""

import math
from typing import Any

import numpy as np
from starlette.requests import Request
from starlette.responses import Response

from sim.why.shares import mean_of
from sim.workshop.asked import DifferenceAsked, Setting
from sim.workshop.attended import while_there
from sim.workshop.house import House, house_of
from sim.workshop.judging import at_most, judged, warm_only
from sim.workshop.odds import succeeded
from sim.workshop.refused import answer
from sim.workshop.streams import play_all


async def difference(request: Request) -> Response:
    """B less A, of raids that were played already for the odds of both; what is missing is played."""
    warm_only(request)
    asked, house = await judged(request, DifferenceAsked), house_of(request)
    at_most("raids", asked.raids, house.limits.raids)
    return answer(await while_there(request, both(house, asked, request.state.person), house.limits.seconds))


async def both(house: House, asked: DifferenceAsked, person: str) -> dict[str, Any]:
    """What changes, once all raids of A and of B are played?"""
    a, b = [await successes(house, setting, asked, person) for setting in (asked.a, asked.b)]
    return compared(a, b)


async def successes(house: House, setting: Setting, asked: DifferenceAsked, person: str) -> np.ndarray:
    """Which raids of this setting succeed, shape (raids,)?"""
    ready, many = house.find(setting, asked.seed)
    await play_all(many, asked.raids, house.cores, person)
    return succeeded(ready.scenario, many.rows[: asked.raids])


def compared(a: np.ndarray, b: np.ndarray) -> dict[str, Any]:
    """What changes from A to B?

    Parameters
    ----------
    a, b : numpy.ndarray
        Shape (raids,): which raids succeed; the same luck at the same place.

    Returns
    -------
    dict
        `raids`; `difference`, the share of successes in B less that in A, and `half_width` of its 95 % interval, None where no
        raid differs; `gained` and `lost`, the shares of raids that turn into a success, or out of it.
    """
    step = b.astype(float) - a.astype(float)
    value, half_width = mean_of(step)
    return {
        "raids": len(step),
        "difference": value,
        "half_width": None if math.isnan(half_width) else half_width,
        "gained": float((step > 0).mean()),
        "lost": float((step < 0).mean()),
    }
