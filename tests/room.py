"""A room in which a workshop is held: a server of its own, and a browser that must not reach anything else."""

import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from subprocess import Popen
from typing import Any, NamedTuple

from experiments.hosting import opened as hosting
from tests.commands import environment_with

FLAGS = (
    "--no-sandbox", "--disable-quic", "--disable-background-networking",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",  # there is no internet in the room
)  # fmt: skip


CHROMIUM = shutil.which("chromium")
WIDTHS = {"phone": (360, 740), "tablet": (768, 1024), "laptop": (1280, 800), "projector": (1920, 1080)}


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


@contextmanager
def chromium() -> Iterator[Any]:
    """A browser without internet."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as started:
        browser = started.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))
        yield browser
        browser.close()


@contextmanager
def visits(browser: Any, address: str) -> Iterator[Callable[..., Any]]:
    """Opens pages as different people would; at the end, no page has said a word to its console or asked anybody else."""
    contexts, said, asked = [], [], []

    def visit(path="", size="laptop", refused=None, **more):
        width, height = WIDTHS[size]
        context = browser.new_context(viewport={"width": width, "height": height}, **more)
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: heard(message, refused))
        page.on("pageerror", lambda error: said.append(str(error)))
        page.on("request", lambda request: asked.append(request.url))
        page.goto(address + path)
        return page

    def heard(message, refused):
        if message.type in ("error", "warning") and not (refused and refused in message.text):
            said.append(message.text)

    yield visit
    for context in contexts:
        context.close()
    assert said == []
    assert [url for url in asked if not url.startswith((address, "data:", "blob:"))] == []


def grave(page: Any) -> list[tuple[str, list[str]]]:
    """What axe finds that is serious or critical, with the elements concerned."""
    from axe_playwright_python.sync_playwright import Axe

    found = Axe().run(page).response["violations"]
    return [
        (one["id"], [node["html"][:90] for node in one["nodes"]]) for one in found if one["impact"] in ("serious", "critical")
    ]
