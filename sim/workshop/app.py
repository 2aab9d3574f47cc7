"""The application: what can be asked for at which address."""

import asyncio
import contextlib
import secrets
from collections.abc import AsyncIterator
from importlib.resources import files
from pathlib import Path
from typing import Any

import orjson
from pydantic import BaseModel, ValidationError
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import FileResponse, Response, StreamingResponse
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from sim.mistakes import ConfigurationError, explain
from sim.version import __version__
from sim.workshop.asked import Bet, HeatAsked, OddsAsked, RaidAsked, Setting, SharesAsked
from sim.workshop.catalogue import catalogue
from sim.workshop.fair import BusyError, Cores
from sim.workshop.guard import Guard
from sim.workshop.many import Kept, Many
from sim.workshop.ready import Readiness
from sim.workshop.replayed import replayed
from sim.workshop.setting import Ready, Settings
from sim.workshop.settings import Workshop, described, shipped_factors
from sim.workshop.shares import Sharing
from sim.workshop.streams import heat_lines, line, odds_lines, shares_lines
from sim.workshop.wall import FullError, Wall

PAGE = Path(str(files("sim.workshop").joinpath("page")))


class RefusedError(Exception):
    """A request that cannot be answered, and why."""

    def __init__(self, status: int, why: str) -> None:
        self.status, self.why = status, why


class House:
    """What all requests share: nothing in it belongs to one of them but the wall."""

    def __init__(self, workshop: Workshop) -> None:
        self.workshop, self.limits = workshop, workshop.limits
        self.token = workshop.token or secrets.token_urlsafe(9)
        self.settings = Settings(workshop.scenarios, workshop.controls)
        self.cores, self.kept = Cores(workshop.limits.waiting), Kept(workshop.limits.raids)
        self.wall, self.readiness = Wall(workshop.limits.bets), Readiness()

    def find(self, setting: Setting, seed: int) -> tuple[Ready, Many]:
        """The scenario of this setting, and its raids so far."""
        ready = self.settings.ready(setting)
        return ready, self.kept.many((*setting.key, seed), ready.plan, seed)


async def start(request: Request) -> Response:
    """Everything the page is made of."""
    house: House = request.app.state.house
    return answer(
        {
            "version": __version__,
            **house.readiness.told(),
            "languages": house.workshop.languages,
            "raids": house.workshop.raids,
            "limits": house.limits.model_dump(include={"raids", "cells", "cell_raids", "shares_raids"}),
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
    house: House = request.app.state.house
    return Response(line(catalogue(request.path_params["language"], house.workshop.languages)), media_type="application/json")


async def warm(request: Request) -> Response:
    """Can raids be played yet?"""
    return answer(request.app.state.house.readiness.told())


async def raid(request: Request) -> Response:
    """One raid, to be watched."""
    asked, house = await judged(request, RaidAsked), request.app.state.house
    ready = house.settings.ready(asked.setting)
    async with asyncio.timeout(house.limits.seconds):
        told = await house.cores.turn(request.state.person, lambda: line(played(ready, asked)))
    return Response(told, media_type="application/json")


def played(ready: Ready, asked: RaidAsked) -> dict[str, Any]:
    """The raid, and which Redoubt played it."""
    return {"version": __version__} | replayed(ready.scenario, ready.plan, asked.seed, asked.raid)


async def odds(request: Request) -> Response:
    """What becomes of many raids, better and better known."""
    asked, house = await judged(request, OddsAsked), request.app.state.house
    at_most("raids", asked.raids, house.limits.raids)
    ready, many = house.find(asked.setting, asked.seed)
    return streamed(house, odds_lines(asked, ready, many, house.cores, request.state.person))


async def heat(request: Request) -> Response:
    """The chance of success over two controls."""
    asked, house = await judged(request, HeatAsked), request.app.state.house
    lines = heat_lines(asked, house.settings, house.limits, house.find, house.cores, request.state.person)
    return streamed(house, lines)


async def shares(request: Request) -> Response:
    """The shortfall, shared out among its causes."""
    asked, house = await judged(request, SharesAsked), request.app.state.house
    at_most("raids", asked.raids, house.limits.shares_raids)
    factors = {name: shipped_factors()[name] for name in house.workshop.factors}
    sharing = Sharing(house.settings.ready(asked.setting).scenario, factors, asked.seed, asked.raids)
    return streamed(house, shares_lines(asked, sharing, house.cores, request.state.person))


async def pin(request: Request) -> Response:
    """A bet for the wall."""
    bet = await judged(request, Bet)
    try:
        request.app.state.house.wall.pin(request.state.person, bet)
    except FullError:
        raise RefusedError(507, "the wall is full") from None
    return answer({"ok": True})


async def wall(request: Request) -> Response:
    """All bets, for the facilitator."""
    house: House = request.app.state.house
    facilitator_only(request, house)
    return answer(house.wall.told())


async def wall_csv(request: Request) -> Response:
    """The same as a table."""
    house: House = request.app.state.house
    facilitator_only(request, house)
    return Response(
        house.wall.as_csv(), media_type="text/csv", headers={"content-disposition": 'attachment; filename="wall.csv"'}
    )


async def clear_wall(request: Request) -> Response:
    """A new class."""
    house: House = request.app.state.house
    facilitator_only(request, house)
    house.wall.clear()
    return answer({"ok": True})


def facilitator_only(request: Request, house: House) -> None:
    """Only who has the token that was printed at the start."""
    given = request.headers.get("authorization", "").removeprefix("Bearer ")
    if not secrets.compare_digest(given.encode(), house.token.encode()):
        raise RefusedError(403, "this page is for the facilitator; its link was printed where the server was started")


def at_most(what: str, value: int, most: int) -> None:
    """Is that within the bounds?"""
    if value > most:
        raise ConfigurationError(f"{what}: should be at most {most}; it is {value}")


async def judged[M: BaseModel](request: Request, model: type[M]) -> M:
    """The request's body, judged."""
    house: House = request.app.state.house
    if model is not Bet and not house.readiness.warm:
        raise RefusedError(503, house.readiness.failed or "the rules are being compiled; it takes about half a minute, once")
    if request.headers.get("content-type", "").partition(";")[0].strip() != "application/json":
        raise RefusedError(415, "the request should be JSON")
    try:
        data = orjson.loads(await request.body())
    except orjson.JSONDecodeError:
        raise RefusedError(400, "the request should be JSON") from None
    try:
        return model.model_validate(data)
    except ValidationError as error:
        raise ConfigurationError(
            explain(error, known=list(model.model_fields)).replace("the scenario", "the request")
        ) from None


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


def answer(told: Any, status: int = 200) -> Response:
    """JSON that is never kept."""
    return Response(orjson.dumps(told), status, {"cache-control": "no-store"}, "application/json")


def said(error: Exception) -> tuple[int, str]:
    """The status and the sentence for what went wrong."""
    if isinstance(error, RefusedError):
        return error.status, error.why
    if isinstance(error, BusyError):
        return 503, "the server is busy; try again in a moment"
    if isinstance(error, TimeoutError):
        return 503, "this took too long; try again with fewer raids"
    return 422, str(error)


async def mistake(request: Request, error: Exception) -> Response:
    """One sentence instead of an answer."""
    status, why = said(error)
    return answer({"error": why}, status)


async def broken(request: Request, error: Exception) -> Response:
    """A fault of ours; its trace goes to the terminal, not to the browser."""
    return answer({"error": "something went wrong on the server"}, 500)


def page(name: str) -> Any:
    """A page of its own."""

    async def serve(request: Request) -> Response:
        return FileResponse(PAGE / name, headers={"cache-control": "no-cache"})

    return serve


def application(workshop: Workshop, names: frozenset[str] = frozenset()) -> Starlette:
    """The workshop's application, for any ASGI server.

    Parameters
    ----------
    workshop : Workshop
        How it is set up.
    names : frozenset of str
        By which names, beside addresses, the server may be called.
    """
    house = House(workshop)

    @contextlib.asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        getting_ready = asyncio.create_task(house.readiness.get_ready())
        yield
        getting_ready.cancel()
        house.cores.close()

    app = Starlette(
        routes=[
            Route("/", page("index.html")),
            Route("/facilitator", page("facilitator.html")),
            Route("/api/start", start),
            Route("/api/words/{language}.json", words),
            Route("/api/warm", warm),
            Route("/api/raid", raid, methods=["POST"]),
            Route("/api/odds", odds, methods=["POST"]),
            Route("/api/heat", heat, methods=["POST"]),
            Route("/api/shares", shares, methods=["POST"]),
            Route("/api/wall", pin, methods=["POST"]),
            Route("/api/wall", wall),
            Route("/api/wall", clear_wall, methods=["DELETE"]),
            Route("/api/wall.csv", wall_csv),
            Mount("/page", StaticFiles(directory=PAGE)),
        ],
        middleware=[
            Middleware(Guard, limits=workshop.limits, names=names),
            Middleware(GZipMiddleware, minimum_size=1000, compresslevel=4),
        ],
        exception_handlers=dict.fromkeys((RefusedError, ConfigurationError, BusyError, TimeoutError), mistake) | {500: broken},
        lifespan=lifespan,
    )
    app.state.house = house
    return app
