"""Raids and campaigns that are asked for: one to be watched, or lines about many while they are played."""

from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from sim.version import __version__
from sim.workshop.asked import CampaignsAsked, CourseAsked, HeatAsked, OddsAsked, RaidAsked, SharesAsked
from sim.workshop.attended import streamed, while_there
from sim.workshop.heat import cells_of
from sim.workshop.house import house_of
from sim.workshop.judging import at_most, campaigns_only, judged, warm_only
from sim.workshop.packing import PACKED, QUICKLY, packed, takes_packed
from sim.workshop.replayed import replayed
from sim.workshop.retold import story_words
from sim.workshop.setting import Ready
from sim.workshop.streams import between_lines, heat_lines, line, odds_lines, shares_lines


async def raid(request: Request) -> Response:
    """One raid, to be watched."""
    warm_only(request)
    asked, house = await judged(request, RaidAsked), house_of(request)
    ready = house.settings.ready(asked.setting)
    packs = takes_packed(request)
    turn = house.cores.turn(request.state.person, lambda: written(played(ready, asked), packs))
    return sent(await while_there(request, turn, house.limits.seconds), packs)


def sent(told: bytes, packs: bool) -> Response:
    """JSON that is never kept, packed or not."""
    how = PACKED | {"vary": "accept-encoding"} if packs else {}
    return Response(told, media_type="application/json", headers={"cache-control": "no-store"} | how)


def written(told: dict[str, Any], packs: bool) -> bytes:
    """As JSON, packed if the browser can take that: a raid is large, and whoever answers should not be kept from it."""
    return packed(line(told), QUICKLY) if packs else line(told)


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
    return streamed(odds_lines(asked, ready, many, house.cores, request.state.person), house.limits.seconds)


async def heat(request: Request) -> Response:
    """The chance of success over two controls."""
    warm_only(request)
    asked, house = await judged(request, HeatAsked), house_of(request)
    cells = cells_of(asked, house.limits)
    house.settings.ready(cells[0].setting)  # judged before anything waits
    lines = heat_lines(asked, cells, house.find, house.cores, request.state.person, house.limits.seconds)
    return streamed(lines, house.limits.seconds)


async def shares(request: Request) -> Response:
    """The shortfall, shared out among its causes."""
    warm_only(request)
    asked, house = await judged(request, SharesAsked), house_of(request)
    at_most("raids", asked.raids, house.limits.shares_raids)
    house.settings.ready(asked.setting)  # judged before anything waits
    turn = house.cores.turn(request.state.person, lambda: house.sharing(asked.setting, asked.seed, asked.raids))
    sharing = await while_there(request, turn, house.limits.seconds)
    lines = shares_lines(sharing, house.cores, request.state.person, house.limits.seconds)
    return streamed(lines, house.limits.seconds)


async def campaign(request: Request) -> Response:
    """The course of one campaign, to be watched."""
    campaigns_only(request)
    asked, house = await judged(request, CourseAsked), house_of(request)
    house.campaigns.ready(asked.setting)  # judged before anything waits
    packs = takes_packed(request)
    turn = house.cores.turn(
        request.state.person, lambda: written(house.campaigns.course(asked.setting, asked.seed, asked.number), packs)
    )
    return sent(await while_there(request, turn, house.limits.seconds), packs)


async def campaigns(request: Request) -> Response:
    """What becomes of many campaigns under A and under B, better and better known."""
    campaigns_only(request)
    asked, house = await judged(request, CampaignsAsked), house_of(request)
    at_most("runs", asked.runs, house.limits.runs)
    pair = [house.campaigns.many(setting, asked.seed) for setting in (asked.a, asked.b)]
    return streamed(between_lines(asked.runs, pair, house.cores, request.state.person), house.limits.seconds)
