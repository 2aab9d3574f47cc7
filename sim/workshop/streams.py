"""Answers that come line by line while raids are played."""

import asyncio
import os
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import orjson

from sim.workshop.asked import HeatAsked, OddsAsked, SharesAsked
from sim.workshop.fair import Cores
from sim.workshop.heat import cells_of
from sim.workshop.many import Many
from sim.workshop.odds import odds_of, share, succeeded
from sim.workshop.setting import Ready, Settings
from sim.workshop.shares import Sharing

EVERY_SECONDS = 0.1  # between two lines of one answer
AT_ONCE = os.cpu_count() or 1
Find = Callable[[Any, int], tuple[Ready, Many]]


def line(told: Any) -> bytes:
    """One line of JSON."""
    return orjson.dumps(told, option=orjson.OPT_SERIALIZE_NUMPY) + b"\n"


async def odds_lines(asked: OddsAsked, ready: Ready, many: Many, cores: Cores, person: str) -> AsyncIterator[bytes]:
    """The odds from the first raids, then from more and more."""
    await cores.turn(person, lambda: many.grow(asked.raids))
    while len(many.rows) == 0:
        await asyncio.sleep(0.002)  # somebody else plays the first of them
    while True:
        yield line(odds_of(ready.scenario, many.rows[: asked.raids]) | {"of": asked.raids})
        if len(many.rows) >= asked.raids:
            return
        await refine(many, asked.raids, cores, person)


async def refine(many: Many, raids: int, cores: Cores, person: str) -> None:
    """Play on for a moment, or until there are so many."""
    until = time.monotonic() + EVERY_SECONDS

    async def play() -> None:
        while len(many.rows) < raids and time.monotonic() < until:
            before = len(many.rows)
            await cores.turn(person, lambda: many.grow(raids), first=False)
            if len(many.rows) == before:
                await asyncio.sleep(0.002)

    await asyncio.gather(*(play() for _ in range(AT_ONCE)))


async def heat_lines(
    asked: HeatAsked, settings: Settings, limits: Any, find: Find, cores: Cores, person: str
) -> AsyncIterator[bytes]:
    """The map, some cells at a time, those that show most first."""
    cells, told = cells_of(asked, limits), list[Any]()

    async def play(k: int) -> None:
        cell = cells[k]
        ready, many = find(cell.setting, asked.seed)
        while len(many.rows) < asked.raids:
            await cores.turn(person, lambda: many.grow(asked.raids), first=False)
        rows = many.rows[: asked.raids]
        chance = share(int(succeeded(ready.scenario, rows).sum()), len(rows))
        told.append([cell.x, cell.y, chance["share"], chance["low"], chance["high"]])

    async for done in in_order(len(cells), play):
        yield line({"done": done, "of": len(cells), "cells": told})
        told.clear()


async def shares_lines(asked: SharesAsked, sharing: Sharing, cores: Cores, person: str) -> AsyncIterator[bytes]:
    """How far it is, then the shares."""
    plans = list(sharing.plans())

    async def play(k: int) -> None:
        await cores.turn(person, lambda: sharing.play(*plans[k]), first=False)

    async for done in in_order(len(plans), play):
        yield line({"done": done, "of": len(plans)})
    yield line(sharing.told())


async def in_order(count: int, play: Callable[[int], Awaitable[None]]) -> AsyncIterator[int]:
    """Do it for each number, a few at once; how many are done is said now and then, and at the end."""
    numbers, said, done = iter(range(count)), time.monotonic(), 0

    async def work() -> None:
        nonlocal done
        for k in numbers:
            await play(k)
            done += 1

    tasks = [asyncio.create_task(work()) for _ in range(AT_ONCE)]
    try:
        while pending := [task for task in tasks if not task.done()]:
            await asyncio.wait(pending, timeout=EVERY_SECONDS)
            if time.monotonic() - said >= EVERY_SECONDS and done < count:
                said = time.monotonic()
                yield done
        for task in tasks:
            task.result()
        yield count
    finally:
        for task in tasks:
            task.cancel()
