"""Cores shared fairly: whoever asks gets the next turn, however much others have asked for."""

import asyncio
import os
from collections import deque
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any, NamedTuple

LONGEST_SECONDS, SHORTEST_SECONDS = 0.1, 0.012  # of a turn: where nobody else waits, where many do
OWN_PART = 10  # nobody takes more than a tenth of the places to wait


class BusyError(Exception):
    """Too many requests wait already."""


class Turn(NamedTuple):
    """Something to be played, and who waits for it."""

    task: Callable[[], Any]
    done: asyncio.Future[Any]


class Line:
    """Those who wait, a queue a person; the turn goes round among the persons."""

    def __init__(self) -> None:
        self.queues: dict[str, deque[Turn]] = {}
        self.waiting = 0

    def add(self, person: str, turn: Turn) -> None:
        """Last of this person's own; a person who had nothing comes after all others."""
        self.queues.setdefault(person, deque()).append(turn)
        self.waiting += 1

    def next(self) -> Turn | None:
        """The next turn, if anybody waits. Its person goes to the end of the line."""
        if not self.queues:
            return None
        person, queue = next(iter(self.queues.items()))
        turn = queue.popleft()
        self.waiting -= 1
        del self.queues[person]
        if queue:
            self.queues[person] = queue
        return turn

    def drop(self, person: str, turn: Turn) -> None:
        """Whoever asked for it is gone."""
        queue = self.queues.get(person, deque[Turn]())
        if turn not in queue:
            return
        queue.remove(turn)
        self.waiting -= 1
        if not queue:
            del self.queues[person]

    def others(self, person: str) -> int:
        """How many beside this person wait?"""
        return len(self.queues) - (person in self.queues)


class Cores:
    """The cores of this machine, one turn at a time each.

    First answers go before refinements of answers already given, so that nobody waits for what others look at longer.

    Parameters
    ----------
    most : int
        How many turns may wait; of one person a tenth of them.
    count : int, optional
        How many turns are played at once; all cores by default.
    """

    def __init__(self, most: int, count: int | None = None) -> None:
        self.most, self.free = most, count or os.cpu_count() or 1
        self.lines = (Line(), Line())  # first answers, refinements
        self.pool = ThreadPoolExecutor(self.free, thread_name_prefix="core")

    @property
    def waiting(self) -> int:
        """How many turns wait?"""
        return sum(line.waiting for line in self.lines)

    def waiting_of(self, person: str) -> int:
        """How many of them are this person's?"""
        return sum(len(line.queues.get(person, ())) for line in self.lines)

    def seconds(self, person: str) -> float:
        """How long should this person's turn be? Shorter the more others wait for a first answer."""
        return max(SHORTEST_SECONDS, LONGEST_SECONDS / (1 + self.lines[0].others(person)))

    async def turn(self, person: str, task: Callable[[], Any], first: bool = True) -> Any:
        """What comes of this task, once it is this person's turn? Who stops waiting for it gives the turn to others.

        Raises
        ------
        BusyError
            If too many wait, or too many of this person's own.
        """
        if self.waiting >= self.most or self.waiting_of(person) >= max(1, self.most // OWN_PART):
            raise BusyError
        line, turn = self.lines[0 if first else 1], Turn(task, asyncio.get_running_loop().create_future())
        line.add(person, turn)
        self._start()
        try:
            return await turn.done
        except asyncio.CancelledError:
            line.drop(person, turn)
            raise

    def _start(self) -> None:
        while self.free and (turn := self.lines[0].next() or self.lines[1].next()):
            self.free -= 1
            played = asyncio.get_running_loop().run_in_executor(self.pool, turn.task)
            played.add_done_callback(partial(self._ended, turn))

    def _ended(self, turn: Turn, played: asyncio.Future[Any]) -> None:
        self.free += 1
        error = BusyError() if played.cancelled() else played.exception()
        if not turn.done.cancelled():
            if error:
                turn.done.set_exception(error)
            else:
                turn.done.set_result(played.result())
        self._start()

    def close(self) -> None:
        """Nobody plays any more."""
        self.pool.shutdown(wait=False, cancel_futures=True)
