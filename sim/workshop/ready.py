"""Are the rules at hand? On a cold machine another process compiles them, so that the page answers meanwhile."""

import asyncio
import gc
import sys
import time
from asyncio.subprocess import DEVNULL, PIPE
from collections.abc import Callable
from types import ModuleType
from typing import Any

FAILED = "the rules could not be compiled; see the server's terminal"


class Readiness:
    """Whether raids, or campaigns, can be played yet, and how long it has taken.

    Parameters
    ----------
    rules : module
        `sim.warm` or `sim.campaign.warm`.
    load : callable
        Has in memory all that a request needs, once the rules are compiled.
    """

    def __init__(self, rules: ModuleType, load: Callable[[], None]) -> None:
        self.rules, self.load = rules, load
        self.start, self.warm, self.failed = time.monotonic(), False, ""
        self.task: asyncio.Task[None] | None = None

    def told(self) -> dict[str, Any]:
        """For the page that waits."""
        elapsed = 0.0 if self.warm else time.monotonic() - self.start
        return {"warm": self.warm, "elapsed": elapsed, "about": self.rules.ABOUT_SECONDS, "failed": self.failed}

    def begin(self) -> None:
        """Get ready from now on, if that has not begun."""
        if self.task is None:
            self.start = time.monotonic()
            self.task = asyncio.create_task(self.get_ready())

    def stop(self) -> None:
        """Nobody waits for it any more."""
        if self.task is not None:
            self.task.cancel()

    async def get_ready(self) -> None:
        """Compile what is not compiled, load all of it."""
        try:
            if self.rules.is_compiled() or await compiled_aside(self.rules):
                await asyncio.to_thread(self._load)
                self.warm = True
        finally:
            self.failed = "" if self.warm else FAILED

    def _load(self) -> None:
        self.rules.warm_up()
        self.load()
        gc.freeze()  # all this stays: looking through it for rubbish would keep everybody waiting


async def compiled_aside(rules: ModuleType) -> bool:
    """Could another process compile the rules? It does not outlive this one."""
    command = [sys.executable, "-m", "sim.workshop.compiling", rules.__name__]
    child = await asyncio.create_subprocess_exec(*command, stdin=PIPE, stdout=DEVNULL)
    try:
        return await child.wait() == 0
    finally:
        if child.returncode is None:
            child.kill()


def load_raids() -> None:
    """Have all code in memory that a request for raids needs: the first person should not wait for it."""
    from sim.scenario import compile_plan, load_scenario
    from sim.workshop.many import Many
    from sim.workshop.odds import odds_of
    from sim.workshop.replayed import replayed

    scenario = load_scenario("kyar_tat")
    plan = compile_plan(scenario)
    replayed(scenario, plan, 1, 0)
    many = Many(plan, 1)
    many.grow(1)
    odds_of(scenario, many.rows)
