"""The class of a load test: each person moves a control, waits for the raid and the first odds, moves on."""

import asyncio
import random
import time
from collections.abc import Callable
from typing import Any, NamedTuple

import httpx
import orjson

RAIDS = 1000  # behind the odds, unless the next change comes first
WAIT_SECONDS = 30.0
CLASS_SEED = 1
MOST_MOVED = 3


class Habits(NamedTuple):
    """What people do."""

    seconds: float
    pause: float  # between two changes
    controls: dict[str, dict[str, Any]]  # those that are moved, as the server describes them
    scenarios: list[str]


class Waited(NamedTuple):
    """What one change led to."""

    raid_ms: float
    odds_ms: float
    raids: int  # on which the odds stood when the next change came


class Person:
    """Somebody with a page of their own.

    Parameters
    ----------
    client : httpx.AsyncClient
        Bound to the server.
    habits : Habits
        What all do.
    number, seed : int
        Who it is; which luck they look at.
    """

    def __init__(self, client: httpx.AsyncClient, habits: Habits, number: int, seed: int) -> None:
        self.client, self.habits, self.seed, self.chance = client, habits, seed, random.Random(number)
        self.headers = {"X-Person": f"{number:016x}"}
        self.setting = self.preset()
        self.waited, self.lost, self.due = list[Waited](), list[str](), 0

    async def take_part(self, told: Callable[[], Any]) -> None:
        """Change after change until the time is up; `told` is called after each."""
        start = time.perf_counter() + self.chance.random() * self.habits.pause
        while (at := start + self.due * self.habits.pause) < start + self.habits.seconds:
            await asyncio.sleep(max(0.0, at - time.perf_counter()))
            self.due += 1
            self.move()
            try:
                self.waited.append(await asyncio.wait_for(self.see(at + self.habits.pause), WAIT_SECONDS))
            except (httpx.HTTPError, TimeoutError, ValueError) as error:
                self.lost.append(str(error) or type(error).__name__)
            told()

    def move(self) -> None:
        """A control goes somewhere else; with more than a few away from the reports, all go back, or to another scenario."""
        name, control = self.chance.choice(list(self.habits.controls.items()))
        steps = round((control["high"] - control["low"]) / control["step"])
        moved = self.setting["controls"] | {name: round(control["low"] + control["step"] * self.chance.randint(0, steps), 6)}
        if len(moved) > MOST_MOVED:
            self.setting, moved = self.preset(), {}
        self.setting = self.setting | {"controls": moved}

    def preset(self) -> dict[str, Any]:
        """A scenario as reported."""
        return {"scenario": self.chance.choice(self.habits.scenarios), "controls": {}}

    async def see(self, until: float) -> Waited:
        """Wait for the raid and the first odds; then look at better odds until the next change."""
        start = time.perf_counter()
        odds = asyncio.create_task(self.odds(start, until))
        try:
            raid_ms = await self.raid(start)
            return Waited(raid_ms, *await odds)
        finally:
            odds.cancel()

    async def raid(self, start: float) -> float:
        """How long until all of the raid is there? In milliseconds."""
        asked = {"setting": self.setting, "seed": self.seed, "raid": 0}
        async with self.client.stream("POST", "api/raid", json=asked, headers=self.headers) as answer:
            async for _ in answer.aiter_raw():  # a browser's own machine would read it
                pass
            await refuse_mistake(answer)
        return 1000.0 * (time.perf_counter() - start)

    async def odds(self, start: float, until: float) -> tuple[float, int]:
        """How long until the first odds, and on how many raids do they stand when the time is up?"""
        asked, first, raids = {"setting": self.setting, "seed": self.seed, "raids": RAIDS}, 0.0, 0
        async with self.client.stream("POST", "api/odds", json=asked, headers=self.headers) as answer:
            await refuse_mistake(answer)
            lines = answer.aiter_lines()
            while raids < RAIDS and (left := until - time.perf_counter() if raids else WAIT_SECONDS) > 0:
                try:
                    raids = raids_of(await asyncio.wait_for(anext(lines), left))
                except TimeoutError:
                    break
                first = first or 1000.0 * (time.perf_counter() - start)
        return first, raids


def raids_of(line: str) -> int:
    """On how many raids do these odds stand?"""
    told = orjson.loads(line)
    if "error" in told:
        raise ValueError(told["error"])
    return int(told["raids"])


async def refuse_mistake(answer: httpx.Response) -> None:
    """Was that an answer?"""
    if answer.status_code != httpx.codes.OK:
        raise ValueError(f"{answer.status_code}")
