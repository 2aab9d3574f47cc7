"""A workshop opened for a test, in a process of its own, and what it costs."""

import re
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NamedTuple

import psutil

from sim.mistakes import ConfigurationError

LOOK_SECONDS = 0.2
LINK = re.compile(r"http://\S+/")


class Cost(NamedTuple):
    """What a server took, from the first look to the last."""

    cpu_seconds: float
    peak_megabytes: float


class Watch:
    """Looks at a process, and those it started, now and then."""

    def __init__(self, process: int) -> None:
        self.process, self.ended, self.peak = psutil.Process(process), threading.Event(), 0.0
        self.before = self.cpu_seconds()
        self.looking = threading.Thread(target=self._look, daemon=True)
        self.looking.start()

    def cpu_seconds(self) -> float:
        """Of one core."""
        times = self.process.cpu_times()
        return float(times.user + times.system)

    def _look(self) -> None:
        while not self.ended.wait(LOOK_SECONDS) and self.process.is_running():
            self.peak = max(self.peak, self.process.memory_info().rss / 1e6)

    def cost(self) -> Cost:
        """What it took so far; nobody looks any more."""
        self.ended.set()
        self.looking.join()
        return Cost(self.cpu_seconds() - self.before, self.peak)


@contextmanager
def opened(*settings: str) -> Iterator[tuple[str, int]]:
    """The address of a workshop on a free port of this machine, and its process; closed at the end.

    Raises
    ------
    ConfigurationError
        If it does not open.
    """
    command = [sys.executable, "-m", "experiments.workshop", "port=0", *settings]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
        try:
            assert server.stdout is not None
            found = LINK.search(server.stdout.readline())
            if found is None:
                raise ConfigurationError("url: a workshop of its own could not be opened; should name one that is open")
            yield found[0], server.pid
        finally:
            server.terminate()
