"""The application: what can be asked for at which address."""

import contextlib
from collections.abc import AsyncIterator

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.routing import Route

from sim.workshop import asking, compared, files, offered, pinning, teaching
from sim.workshop.guard import Guard
from sim.workshop.house import House
from sim.workshop.refused import HANDLERS
from sim.workshop.settings import Workshop

ROUTES = [
    Route("/", files.page),
    Route("/facilitator", files.facilitator),
    Route("/page/{name:path}", files.page_file),
    Route("/api/start", offered.start),
    Route("/api/words/{language}.json", offered.words),
    Route("/api/warm", offered.warm),
    Route("/api/lessons", teaching.all_lessons),
    Route("/api/qr.svg", teaching.qr),
    Route("/api/raid", asking.raid, methods=["POST"]),
    Route("/api/odds", asking.odds, methods=["POST"]),
    Route("/api/difference", compared.difference, methods=["POST"]),
    Route("/api/heat", asking.heat, methods=["POST"]),
    Route("/api/shares", asking.shares, methods=["POST"]),
    Route("/api/campaign", asking.campaign, methods=["POST"]),
    Route("/api/campaigns", asking.campaigns, methods=["POST"]),
    Route("/api/wall", pinning.at_wall, methods=list(pinning.AT_WALL)),
    Route("/api/wall.csv", pinning.wall_csv),
]


def application(workshop: Workshop, names: frozenset[str] = frozenset(), token: str | None = None) -> Starlette:
    """The workshop's application, for any ASGI server.

    Parameters
    ----------
    workshop : Workshop
        How it is set up.
    names : frozenset of str
        By which names, beside addresses, the server may be called.
    token : str, optional
        Of the facilitator's page; a new one by default.
    """
    house = House(workshop, token)
    app = Starlette(
        routes=ROUTES,
        middleware=[
            Middleware(Guard, limits=workshop.limits, names=names),
            Middleware(GZipMiddleware, minimum_size=1000, compresslevel=2),
        ],
        exception_handlers=HANDLERS,
        lifespan=lambda app: opened(house),
    )
    app.state.house = house
    return app


@contextlib.asynccontextmanager
async def opened(house: House) -> AsyncIterator[None]:
    """The house from its first request to its last."""
    house.readiness.begin()
    yield
    house.readiness.stop()
    house.campaign_readiness.stop()
    house.cores.close()
