"""Raids that are asked for: one to be watched, or lines about many while they are played."""

import asyncio
import zlib
from collections.abc import AsyncGenerator, AsyncIterator, Coroutine
from contextlib import aclosing
from typing import Any

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from sim.mistakes import ConfigurationError
from sim.version import __version__
from sim.workshop.asked import HeatAsked, OddsAsked, RaidAsked, SharesAsked
from sim.workshop.fair import BusyError
from sim.workshop.house import House, house_of
from sim.workshop.judging import at_most, judged, warm_only
from sim.workshop.refused import RefusedError, said
from sim.workshop.replayed import replayed
from sim.workshop.retold import story_words
from sim.workshop.setting import Ready
from sim.workshop.streams import heat_lines, line, odds_lines, shares_lines

PACKED, GZIP = 1, 16 + zlib.MAX_WBITS  # level and format


async def raid(request: Request) -> Response:
    """One raid, to be watched."""
    warm_only(request)
    asked, house = await judged(request, RaidAsked), house_of(request)
    ready = house.settings.ready(asked.setting)
    packs = "gzip" in request.headers.get("accept-encoding", "")
    turn = house.cores.turn(request.state.person, lambda: written(played(ready, asked), packs))
    async with asyncio.timeout(house.limits.seconds):
        told = await while_there(request, turn)
    how = {"content-encoding": "gzip", "vary": "accept-encoding"} if packs else {}
    return Response(told, media_type="application/json", headers={"cache-control": "no-store"} | how)


def written(told: dict[str, Any], packs: bool) -> bytes:
    """As JSON, packed if the browser can take that: a raid is large, and whoever answers should not be kept from it."""
    return zlib.compress(line(told), PACKED, GZIP) if packs else line(told)


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
    return streamed(house, heat_lines(asked, house.limits, house.find, house.cores, request.state.person))


async def shares(request: Request) -> Response:
    """The shortfall, shared out among its causes."""
    warm_only(request)
    asked, house = await judged(request, SharesAsked), house_of(request)
    at_most("raids", asked.raids, house.limits.shares_raids)
    house.settings.ready(asked.setting)  # judged before anything waits
    turn = house.cores.turn(request.state.person, lambda: house.sharing(asked.setting, asked.seed, asked.raids))
    sharing = await while_there(request, turn)
    return streamed(house, shares_lines(sharing, house.cores, request.state.person, house.limits.seconds))


async def while_there(request: Request, work: Coroutine[Any, Any, Any]) -> Any:
    """What comes of this work, as long as somebody waits for it; the work is given up when they are gone."""
    working, leaving = asyncio.ensure_future(work), asyncio.ensure_future(gone(request))
    try:
        await asyncio.wait((working, leaving), return_when=asyncio.FIRST_COMPLETED)
        if not working.done():
            raise RefusedError(408, "nobody waits for this any more")
        return working.result()
    finally:
        leaving.cancel()
        working.cancel()


async def gone(request: Request) -> None:
    """Wait until whoever asked has closed the connection."""
    while (await request.receive())["type"] != "http.disconnect":
        pass


def streamed(house: House, lines: AsyncGenerator[bytes]) -> Response:
    """Lines of JSON as they come; a mistake or a lack of time is the last of them."""
    return StreamingResponse(
        within(lines, house.limits.seconds), media_type="application/x-ndjson", headers={"cache-control": "no-store"}
    )


async def within(lines: AsyncGenerator[bytes], seconds: float) -> AsyncIterator[bytes]:
    """The same lines; if they take longer, or something is wrong with what was asked, the last says so."""
    end = asyncio.get_running_loop().time() + seconds
    try:
        async with aclosing(lines):
            while True:
                async with asyncio.timeout_at(end):
                    one = await anext(lines, None)
                if one is None:
                    return
                yield one
    except (ConfigurationError, BusyError, TimeoutError) as error:
        yield line({"error": said(error)[1]})
