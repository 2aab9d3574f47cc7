"""Why is there no answer? One sentence, with the status that goes with it."""

from typing import Any

import orjson
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from sim.mistakes import ConfigurationError
from sim.workshop.fair import BusyError

OF_STATUS = {404: "there is nothing at this address", 405: "this address cannot be asked in that way"}


class RefusedError(Exception):
    """A request that cannot be answered, and why."""

    def __init__(self, status: int, why: str) -> None:
        self.status, self.why = status, why


def said(error: Exception) -> tuple[int, str]:
    """The status and the sentence for what went wrong."""
    if isinstance(error, RefusedError):
        return error.status, error.why
    if isinstance(error, HTTPException):
        return error.status_code, OF_STATUS.get(error.status_code, "the request cannot be answered")
    if isinstance(error, BusyError):
        return 503, "the server is busy; try again in a moment"
    if isinstance(error, TimeoutError):
        return 503, "this took too long; try again with fewer raids"
    return 422, str(error)


def answer(told: Any, status: int = 200) -> Response:
    """JSON that is never kept."""
    return Response(orjson.dumps(told), status, {"cache-control": "no-store"}, "application/json")


def refusal(status: int, why: str) -> Response:
    """One sentence."""
    return answer({"error": why}, status)


async def mistake(request: Request, error: Exception) -> Response:
    """One sentence instead of an answer."""
    refused = refusal(*said(error))
    refused.headers.update(getattr(error, "headers", None) or {})  # such as which methods are allowed
    return refused


HANDLERS: dict[Any, Any] = dict.fromkeys((RefusedError, HTTPException, ConfigurationError, BusyError, TimeoutError), mistake)
