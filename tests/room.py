"""A room in which a workshop is held: a server of its own, and a browser that must not reach anything else."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from subprocess import Popen
from typing import NamedTuple

from experiments.hosting import opened as hosting
from tests.commands import environment_with

FLAGS = (
    "--no-sandbox", "--disable-quic", "--disable-background-networking",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",  # there is no internet in the room
)  # fmt: skip


class Room(NamedTuple):
    """Where the class meets."""

    address: str  # ends with /
    token: str  # of the facilitator
    server: Popen[str]


@contextmanager
def opened(*settings: str, **environment: str) -> Iterator[Room]:
    """A workshop on a free port of this machine, closed again at the end."""
    with hosting.opened(*settings, environment=environment_with(**environment)) as (address, server):
        assert address.startswith("http://127.0.0.1:")
        said = server.stdout.readline()
        found = re.search(rf"{address}facilitator#(\S+)", said)
        assert found, f"the server did not say where the facilitator's page is: {said!r}"
        yield Room(address, found[1], server)


def until(page, expression: str, seconds: float = 30.0) -> None:
    """Wait for this to be true in the page. (Playwright's own waiting needs `eval`, which the page forbids.)"""
    for _ in range(int(seconds / 0.05)):
        if page.evaluate(f"Boolean({expression})"):
            return
        page.wait_for_timeout(50)
    raise AssertionError(f"the page never came to {expression}")
