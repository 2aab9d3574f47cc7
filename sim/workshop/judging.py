"""May this be asked? Every request is judged before any work is done."""

import asyncio
import secrets

import orjson
from pydantic import BaseModel, ValidationError
from starlette.requests import Request

from sim.mistakes import ConfigurationError, explain
from sim.workshop.house import house_of
from sim.workshop.ready import Readiness
from sim.workshop.refused import RefusedError

BODY_SECONDS = 10.0  # that a request may take to come in


async def judged[M: BaseModel](request: Request, model: type[M]) -> M:
    """The request's body, judged.

    Raises
    ------
    RefusedError
        If it is not JSON, or does not come in time.
    ConfigurationError
        With the field, the value, and what would have been right.
    """
    if request.headers.get("content-type", "").partition(";")[0].strip() != "application/json":
        raise RefusedError(415, "the request should be JSON")
    try:
        async with asyncio.timeout(BODY_SECONDS):
            body = await request.body()
        return model.model_validate(orjson.loads(body))
    except TimeoutError:
        raise RefusedError(408, "the request did not come in time") from None
    except orjson.JSONDecodeError:
        raise RefusedError(400, "the request should be JSON") from None
    except ValidationError as error:
        first = explain(error, known=list(model.model_fields)).splitlines()[0]
        raise ConfigurationError(first.replace("the scenario", "the request")) from None


def warm_only(request: Request) -> None:
    """Raids are played once the rules are at hand."""
    refuse_cold(house_of(request).readiness)


def campaigns_only(request: Request) -> None:
    """So are campaigns, whose rules are others."""
    refuse_cold(house_of(request).campaign_readiness)


def refuse_cold(readiness: Readiness) -> None:
    """Are the rules at hand?"""
    if not readiness.warm:
        raise RefusedError(503, readiness.failed or "the rules are being compiled; it takes about half a minute, once")


def facilitator_only(request: Request) -> None:
    """Only who has the token that was printed at the start."""
    given = request.headers.get("authorization", "").removeprefix("Bearer ")
    if not secrets.compare_digest(given.encode(), house_of(request).token.encode()):
        raise RefusedError(403, "this page is for the facilitator; its link was printed where the server was started")


def at_most(what: str, value: int, most: int) -> None:
    """Is that within the bounds?"""
    if value > most:
        raise ConfigurationError(f"{what}: should be at most {most}; it is {value}")
