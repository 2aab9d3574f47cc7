"""Are the rules at hand? On a cold machine another process compiles them, so that the page answers meanwhile."""

import asyncio
import gc
import sys
import time
from asyncio.subprocess import DEVNULL, PIPE
from typing import Any

from sim.warm import ABOUT_SECONDS, is_compiled, warm_up

FAILED = "the rules could not be compiled; see the server's terminal"


class Readiness:
    """Whether raids can be played yet, and how long it has taken."""

    def __init__(self) -> None:
        self.start, self.warm, self.failed = time.monotonic(), False, ""

    def told(self) -> dict[str, Any]:
        """For the page that waits."""
        elapsed = 0.0 if self.warm else time.monotonic() - self.start
        return {"warm": self.warm, "elapsed": elapsed, "about": ABOUT_SECONDS, "failed": self.failed}

    async def get_ready(self) -> None:
        """Compile what is not compiled, load all of it."""
        try:
            if is_compiled() or await compiled_aside():
                await asyncio.to_thread(load)
                self.warm = True
        finally:
            self.failed = "" if self.warm else FAILED


async def compiled_aside() -> bool:
    """Could another process compile the rules? It does not outlive this one."""
    command = [sys.executable, "-m", "sim.workshop.compiling"]
    child = await asyncio.create_subprocess_exec(*command, stdin=PIPE, stdout=DEVNULL)
    try:
        return await child.wait() == 0
    finally:
        if child.returncode is None:
            child.kill()


def load() -> None:
    """Have all code in memory that a request needs: the first person should not wait for it."""
    from sim.scenario import compile_plan, load_scenario
    from sim.workshop.many import Many
    from sim.workshop.odds import odds_of
    from sim.workshop.replayed import replayed

    warm_up()
    scenario = load_scenario("kyar_tat")
    plan = compile_plan(scenario)
    replayed(scenario, plan, 1, 0)
    many = Many(plan, 1)
    many.grow(1)
    odds_of(scenario, many.rows)
    gc.freeze()  # all this stays: looking through it for rubbish would keep everybody waiting
