"""Work goes on as long as somebody waits for it, and not too long."""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Coroutine
from contextlib import aclosing
from typing import Any

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from sim.mistakes import ConfigurationError
from sim.workshop.fair import BusyError
from sim.workshop.refused import RefusedError, said
from sim.workshop.streams import line


async def while_there(request: Request, work: Coroutine[Any, Any, Any], seconds: float) -> Any:
    """What comes of this work; it is given up when whoever asked has gone, or it takes longer.

    Raises
    ------
    RefusedError
        If nobody waits for it any more.
    TimeoutError
        If it takes longer.
    """
    working, leaving = asyncio.ensure_future(work), asyncio.ensure_future(gone(request))
    try:
        async with asyncio.timeout(seconds):
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


def streamed(lines: AsyncGenerator[bytes], seconds: float) -> Response:
    """Lines of JSON as they come; a mistake or a lack of time is the last of them."""
    return StreamingResponse(within(lines, seconds), media_type="application/x-ndjson", headers={"cache-control": "no-store"})


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
