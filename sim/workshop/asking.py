"""Raids that are asked for: one to be watched, or lines about many while they are played."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from sim.mistakes import ConfigurationError
from sim.version import __version__
from sim.workshop.asked import HeatAsked, OddsAsked, RaidAsked, SharesAsked
from sim.workshop.fair import BusyError
from sim.workshop.house import House, house_of
from sim.workshop.judging import at_most, judged, warm_only
from sim.workshop.refused import said
from sim.workshop.replayed import replayed
from sim.workshop.retold import story_words
from sim.workshop.setting import Ready
from sim.workshop.settings import shipped_factors
from sim.workshop.shares import Sharing
from sim.workshop.streams import heat_lines, line, odds_lines, shares_lines


async def raid(request: Request) -> Response:
    """One raid, to be watched."""
    warm_only(request)
    asked, house = await judged(request, RaidAsked), house_of(request)
    ready = house.settings.ready(asked.setting)
    async with asyncio.timeout(house.limits.seconds):
        told = await house.cores.turn(request.state.person, lambda: line(played(ready, asked)))
    return Response(told, media_type="application/json")


def played(ready: Ready, asked: RaidAsked) -> dict[str, Any]:
    """The raid, and what it takes to play it again."""
    told = replayed(ready.scenario, ready.plan, asked.seed, asked.raid, story_words(asked.language))
    return {"version": __version__, "changes": ready.changes} | told


async def odds(request: Request) -> Response:
    """What becomes of many raids, better and better known."""
    warm_only(request)
    asked, house = await judged(request, OddsAsked), house_of(request)
    at_most("raids", asked.raids, house.limits.raids)
    ready, many = house.find(asked.setting, asked.seed)
    return streamed(house, odds_lines(asked, ready, many, house.cores, request.state.person))


async def heat(request: Request) -> Response:
    """The chance of success over two controls."""
    warm_only(request)
    asked, house = await judged(request, HeatAsked), house_of(request)
    lines = heat_lines(asked, house.settings, house.limits, house.find, house.cores, request.state.person)
    return streamed(house, lines)


async def shares(request: Request) -> Response:
    """The shortfall, shared out among its causes."""
    warm_only(request)
    asked, house = await judged(request, SharesAsked), house_of(request)
    at_most("raids", asked.raids, house.limits.shares_raids)
    factors = {name: shipped_factors()[name] for name in house.workshop.factors}
    sharing = Sharing(house.settings.ready(asked.setting).scenario, factors, asked.seed, asked.raids)
    return streamed(house, shares_lines(asked, sharing, house.cores, request.state.person))


def streamed(house: House, lines: AsyncIterator[bytes]) -> Response:
    """Lines of JSON as they come; a mistake or a lack of time is the last of them."""

    async def guarded() -> AsyncIterator[bytes]:
        try:
            async with asyncio.timeout(house.limits.seconds):
                async for one in lines:
                    yield one
        except (ConfigurationError, BusyError, TimeoutError) as error:
            yield line({"error": said(error)[1]})

    return StreamingResponse(guarded(), media_type="application/x-ndjson", headers={"cache-control": "no-store"})
