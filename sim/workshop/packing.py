"""Answers packed for browsers that take them so."""

import zlib

from starlette.requests import Request

FORMAT = 16 + zlib.MAX_WBITS  # gzip
PACKED = {"content-encoding": "gzip"}  # the header that says so
QUICKLY, WELL = 1, 6  # for one answer, for many


def takes_packed(request: Request) -> bool:
    """Does this browser take it?"""
    return "gzip" in request.headers.get("accept-encoding", "")


def packed(body: bytes, level: int) -> bytes:
    """The same, packed."""
    return zlib.compress(body, level, FORMAT)
