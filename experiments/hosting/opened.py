"""A workshop opened for a test, in a process of its own, and what it costs."""

import re
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import NamedTuple

import psutil

from sim.mistakes import ConfigurationError

LOOK_SECONDS = 0.2
LINK = re.compile(r"http://\S+/")


class Cost(NamedTuple):
    """What a server took, from the first look to the last."""

    seconds: float
    cpu_seconds: float  # of one core
    other_cpu_seconds: float  # of other programs, this test among them
    peak_megabytes: float


class Watch:
    """Looks at a process, and those it started, now and then."""

    def __init__(self, process: int) -> None:
        self.process, self.ended, self.peak = psutil.Process(process), threading.Event(), 0.0
        self.start, self.before, self.all_before = time.monotonic(), self.cpu_seconds(), busy_seconds()
        self.looking = threading.Thread(target=self._look, daemon=True)
        self.looking.start()

    def cpu_seconds(self) -> float:
        """What has it taken since it began?"""
        times = self.process.cpu_times()
        return float(times.user + times.system)

    def _look(self) -> None:
        while not self.ended.wait(LOOK_SECONDS) and self.process.is_running():
            self.peak = max(self.peak, self.process.memory_info().rss / 1e6)

    def cost(self) -> Cost:
        """What it took so far; nobody looks any more."""
        self.ended.set()
        self.looking.join()
        own = self.cpu_seconds() - self.before
        return Cost(time.monotonic() - self.start, own, busy_seconds() - self.all_before - own, self.peak)


def busy_seconds() -> float:
    """How long were all cores of this machine busy, since it was started?"""
    times = psutil.cpu_times()
    return float(sum(times) - times.idle - getattr(times, "iowait", 0.0) - getattr(times, "guest", 0.0))


@contextmanager
def opened(*settings: str, environment: Mapping[str, str] | None = None) -> Iterator[tuple[str, "subprocess.Popen[str]"]]:
    """The address of a workshop on a free port of this machine, and its process; closed at the end.

    Raises
    ------
    ConfigurationError
        If it does not open.
    """
    command = [sys.executable, "-m", "experiments.workshop", "port=0", *settings]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as server:
        try:
            assert server.stdout is not None
            found = LINK.search(server.stdout.readline())
            if found is None:
                raise ConfigurationError("url: a workshop of its own could not be opened; should name one that is open")
            yield found[0], server
        finally:
            server.terminate()
