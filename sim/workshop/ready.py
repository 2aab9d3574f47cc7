"""Are the rules at hand? On a cold machine another process compiles them, so that the page answers meanwhile."""

import asyncio
import sys
import time
from typing import Any

from sim.warm import ABOUT_SECONDS, is_compiled, warm_up

COMPILING = "from sim.warm import warm_up; warm_up()"


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
        if not is_compiled():
            child = await asyncio.create_subprocess_exec(sys.executable, "-c", COMPILING)
            try:
                if await child.wait() != 0:
                    self.failed = "the rules could not be compiled; see the server's terminal"
                    return
            finally:
                if child.returncode is None:
                    child.kill()
        await asyncio.to_thread(load)
        self.warm = True


def load() -> None:
    """Have every compiled function in memory: the first raid of a person should not wait for that."""
    from sim.scenario import compile_plan, load_scenario
    from sim.watched import watch
    from sim.workshop.many import Many

    warm_up()
    plan = compile_plan(load_scenario("drive_by"))
    watch(plan, 1, 0)
    Many(plan, 1, 1).grow(1)
