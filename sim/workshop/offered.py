"""What the page is made of beside its files: its words, and what can be changed on it."""

from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from sim.version import __version__
from sim.workshop.catalogue import catalogue
from sim.workshop.house import House, house_of
from sim.workshop.refused import answer
from sim.workshop.settings import described

TOLD_LIMITS = {"raids", "cells", "cell_raids", "shares_raids"}


async def start(request: Request) -> Response:
    """Everything the page is made of."""
    house = house_of(request)
    return answer(
        {
            "version": __version__,
            **house.readiness.told(),
            "languages": house.workshop.languages,
            "raids": house.workshop.raids,
            "runs": house.workshop.runs,
            "limits": house.limits.model_dump(include=TOLD_LIMITS),
            "controls": [{"id": name} | described(control) for name, control in house.workshop.controls.items()],
            "factors": house.workshop.factors,
            "scenarios": [scenario_told(house, name) for name in house.workshop.scenarios],
        }
    )


def scenario_told(house: House, name: str) -> dict[str, Any]:
    """One preset."""
    scenario = house.settings.shipped[name]
    return {"name": name, "objective": scenario.resistance.objective, "values": house.settings.values(name)}


async def words(request: Request) -> Response:
    """Every text of the page in one language; where it has none, in the first."""
    return answer(catalogue(house_of(request).workshop.spoken(request.path_params["language"])))


async def warm(request: Request) -> Response:
    """Can raids be played yet, or campaigns (`?of=campaigns`)? Those get ready once somebody asks, so that no start waits."""
    house = house_of(request)
    if request.query_params.get("of") != "campaigns":
        return answer(house.readiness.told())
    if house.readiness.warm:
        house.campaign_readiness.begin()
    return answer(house.campaign_readiness.told())
