"""Many raids of one setting, played a turn at a time, and kept for whoever asks for the same."""

import math
import threading
import time
from collections import OrderedDict
from typing import Any

import numpy as np

from sim.batch import play_block
from sim.outcome import N_COLUMNS
from sim.state import Plan, Workspace, make_workspace

BLOCK_SECONDS = 0.004  # between two looks at the time
FIRST_BLOCK, MOST_BLOCK = 2, 256  # raids
KEPT, KEPT_RAIDS = 400, 120_000  # settings, and raids of all of them: some 60 MB

_own = threading.local()


def workspace() -> Workspace:
    """Where does this thread play? In memory of its own."""
    if not hasattr(_own, "workspace"):
        _own.workspace = make_workspace()
    return _own.workspace


class Many:
    """The raids of one plan and one seed, from number 0 on, as many as were played so far.

    Several threads may play at once: each takes the next numbers for itself.
    """

    columns = N_COLUMNS  # of a row

    def __init__(self, plan: Any, seed: int) -> None:
        self.plan, self.seed, self.lock = plan, seed, threading.Lock()
        self.seconds = 0.0  # of all cores, that all this took
        self.taken = 0  # raids that are played or being played
        self._block = FIRST_BLOCK
        self._ahead = dict[int, np.ndarray]()  # by the number of their first raid: an earlier one is still being played
        self._rows = np.zeros((0, self.columns))

    @property
    def rows(self) -> np.ndarray:
        """All raids up to the first that is not played yet, shape (raids, N_COLUMNS)."""
        with self.lock:
            blocks, first = [self._rows], len(self._rows)
            while first in self._ahead:
                blocks.append(self._ahead.pop(first))
                first += len(blocks[-1])
            self._rows = np.concatenate(blocks) if len(blocks) > 1 else self._rows
            return self._rows

    def grow(self, most: int, seconds: float = math.inf) -> None:
        """Play on for so long, or until so many are played or being played."""
        until = time.perf_counter() + seconds
        while block := self._take(most):
            self._play(*block)
            if time.perf_counter() >= until:
                return

    def _take(self, most: int) -> tuple[int, int] | None:
        """The number of the first raid of a block that is now this thread's, and how many they are."""
        with self.lock:
            first, raids = self.taken, min(self._block, most - self.taken)
            if raids <= 0:
                return None
            self.taken += raids
            return first, raids

    def _play(self, first: int, raids: int) -> None:
        rows, start = np.zeros((raids, self.columns)), time.perf_counter()
        self.fill(first, rows)
        seconds = time.perf_counter() - start
        with self.lock:
            self.seconds += seconds
            self._block = int(np.clip(raids * BLOCK_SECONDS / max(seconds, 1e-9), 1, MOST_BLOCK))
            self._ahead[first] = rows

    def fill(self, first: int, rows: np.ndarray) -> None:
        """Play as many as there are rows, from this number on, and write what comes of each."""
        play_block(workspace(), self.plan, self.seed, first, rows)


class Kept:
    """The raids of the latest settings."""

    def __init__(self, most: int = KEPT, raids: int = KEPT_RAIDS) -> None:
        self.most, self.raids, self.kept = most, raids, OrderedDict[Any, Many]()

    def many(self, key: Any, plan: Plan, seed: int) -> Many:
        """Those of this setting, new or as far as they were played."""
        if key not in self.kept:
            self.kept[key] = Many(plan, seed)
        self.kept.move_to_end(key)
        self._forget()  # also where nothing is new: what is kept has grown
        return self.kept[key]

    def _forget(self) -> None:
        """Those that nobody has asked for longest are let go, until what is left has room."""
        raids = sum(many.taken for many in self.kept.values())
        while len(self.kept) > 1 and (len(self.kept) > self.most or raids > self.raids):
            raids -= self.kept.popitem(last=False)[1].taken
