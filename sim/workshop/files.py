"""The files of the page, read once: a class opens the page at the same moment, and a browser asks for each of them."""

from functools import cache
from hashlib import sha256
from importlib.resources import files
from pathlib import Path
from typing import NamedTuple

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from sim.workshop.packing import PACKED, WELL, packed, takes_packed

PAGE = Path(str(files("sim.workshop").joinpath("page")))
KINDS = {".css": "text/css", ".html": "text/html", ".js": "text/javascript", ".svg": "image/svg+xml"}


class File(NamedTuple):
    """One file, ready to be sent."""

    kind: str
    body: bytes
    packed: bytes
    tag: str  # another one where its content is another


@cache
def files_of(folder: Path) -> dict[str, File]:
    """The files below this folder by their path in it; nothing that links elsewhere, nothing that no page loads."""
    found = (path for path in folder.rglob("*") if path.suffix in KINDS and path.is_file() and not path.is_symlink())
    return {path.relative_to(folder).as_posix(): read(path) for path in found}


def read(path: Path) -> File:
    """What is in the file, as it is and packed."""
    body = path.read_bytes()
    return File(KINDS[path.suffix], body, packed(body, WELL), f'"{sha256(body).hexdigest()[:16]}"')


def sent(name: str, request: Request) -> Response:
    """The file, unless the browser has it already: a browser asks each time whether it has changed."""
    file = files_of(PAGE).get(name)
    if file is None:
        raise HTTPException(404)
    headers = {"cache-control": "no-cache", "etag": file.tag, "vary": "accept-encoding"}
    if file.tag in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    if not takes_packed(request):
        return Response(file.body, media_type=file.kind, headers=headers)
    return Response(file.packed, media_type=file.kind, headers=headers | PACKED)


async def page_file(request: Request) -> Response:
    """What a page loads."""
    return sent(request.path_params["name"], request)


async def page(request: Request) -> Response:
    """The page of whoever takes part."""
    return sent("index.html", request)


async def facilitator(request: Request) -> Response:
    """The page of whoever leads."""
    return sent("facilitator.html", request)
