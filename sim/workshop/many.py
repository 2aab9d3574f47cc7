"""Many raids of one setting, played a slice at a time, and kept for whoever asks for the same."""

import threading
import time
from collections import OrderedDict
from typing import Any

import numpy as np

from sim.batch import play_block
from sim.outcome import N_COLUMNS
from sim.state import Plan, Workspace, make_workspace

SLICE_SECONDS = 0.02  # of one turn of a refinement
FIRST_SECONDS = 0.012  # of the first answer, which others wait behind
FIRST_RAIDS, MOST_SLICE = 8, 400
KEPT = 100  # settings whose raids are kept; of 2,000 raids each some 90 MB at the very most

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

    def __init__(self, plan: Plan, seed: int, room: int) -> None:
        self.plan, self.seed, self.lock = plan, seed, threading.Lock()
        self._rows = np.zeros((room, N_COLUMNS))
        self._taken, self._ahead, self._done = 0, dict[int, int](), 0
        self.raid_seconds = 0.0015  # of one; measured as it goes

    @property
    def rows(self) -> np.ndarray:
        """All raids up to the first that is not played yet, shape (raids, N_COLUMNS)."""
        return self._rows[: self._done]

    def grow(self, most: int) -> None:
        """Play a slice more, if fewer than so many are played or being played."""
        with self.lock:
            first, raids = self._taken, min(self._slice(), most - self._taken)
            if raids <= 0:
                return
            self._taken += raids
        start = time.perf_counter()
        play_block(workspace(), self.plan, self.seed, first, self._rows[first : first + raids])
        with self.lock:
            self.raid_seconds = max(1e-6, (time.perf_counter() - start) / raids)
            self._ahead[first] = raids
            while self._done in self._ahead:
                self._done += self._ahead.pop(self._done)

    def _slice(self) -> int:
        seconds = SLICE_SECONDS if self._taken else FIRST_SECONDS
        return int(np.clip(seconds / self.raid_seconds, FIRST_RAIDS, MOST_SLICE))


class Kept:
    """The latest so many."""

    def __init__(self, room: int, most: int = KEPT) -> None:
        self.room, self.most, self.kept = room, most, OrderedDict[Any, Many]()

    def many(self, key: Any, plan: Plan, seed: int) -> Many:
        """Those of this setting, new or as far as they were played."""
        if key not in self.kept:
            self.kept[key] = Many(plan, seed, self.room)
        self.kept.move_to_end(key)
        while len(self.kept) > self.most:
            self.kept.popitem(last=False)
        return self.kept[key]
