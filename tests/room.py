"""A room in which a workshop is held: a server of its own, and a browser that must not reach anything else."""

import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NamedTuple

from tests.commands import environment_with

FLAGS = (
    "--no-sandbox", "--disable-quic", "--disable-background-networking",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",  # there is no internet in the room
)  # fmt: skip


class Room(NamedTuple):
    """Where the class meets."""

    address: str  # ends with /
    token: str  # of the facilitator
    server: "subprocess.Popen[str]"


@contextmanager
def opened(*settings: str, **environment: str) -> Iterator[Room]:
    """A workshop on a free port of this machine, closed again at the end."""
    command = [sys.executable, "-m", "experiments.workshop", "port=0", *settings]
    server = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment_with(**environment))
    try:
        assert server.stdout is not None
        said = "".join(server.stdout.readline() for _ in range(2))
        found = re.search(r"(http://127\.0\.0\.1:\d+/)facilitator#(\S+)", said)
        assert found, f"the server did not say where it is: {said!r}"
        yield Room(found[1], found[2], server)
    finally:
        server.terminate()
        server.wait(timeout=20)


def until(page, expression: str, seconds: float = 30.0) -> None:
    """Wait for this to be true in the page. (Playwright's own waiting needs `eval`, which the page forbids.)"""
    for _ in range(int(seconds / 0.05)):
        if page.evaluate(f"Boolean({expression})"):
            return
        page.wait_for_timeout(50)
    raise AssertionError(f"the page never came to {expression}")
