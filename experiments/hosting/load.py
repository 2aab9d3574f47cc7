"""So many people at once in a workshop: how long do they wait, what is lost, what does it cost?"""

import asyncio
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import httpx
import numpy as np
import orjson

from experiments.hosting.crowd import CLASS_SEED, RAIDS, Habits, Person, Waited
from experiments.measured import Figure
from sim.mistakes import ConfigurationError

if TYPE_CHECKING:
    from experiments.hosting.opened import Cost
    from experiments.hosting.settings import LoadSettings

ALONE = {"X-Person": "a10ea10ea10ea10e"}
UNUSED_SEED = 2**52  # that nobody in the class has


async def wait_until_warm(address: str) -> dict[str, Any]:
    """What the server offers, once it can play.

    Raises
    ------
    ConfigurationError
        If there is no workshop at this address, or it cannot play.
    """
    async with httpx.AsyncClient(base_url=address) as client:
        try:
            while True:
                offered: dict[str, Any] = (await client.get("api/start")).raise_for_status().json()
                if offered["failed"]:
                    raise ConfigurationError(f"url={address}: {offered['failed']}")
                if offered["warm"]:
                    return offered
                await asyncio.sleep(0.3)
        except (httpx.HTTPError, ValueError, KeyError) as error:
            raise ConfigurationError(f"url={address}: there is no workshop: {error or type(error).__name__}") from None


def habits_of(asked: "LoadSettings", offered: dict[str, Any]) -> Habits:
    """What people do, as far as this workshop offers it."""
    controls = {one["id"]: one for one in offered["controls"] if one["id"] in asked.load.controls and "step" in one}
    scenarios = [one["name"] for one in offered["scenarios"] if one["name"] in asked.load.scenarios]
    if not controls or not scenarios:
        raise ConfigurationError("load: should name scenarios and controls with numbers that the workshop offers")
    return Habits(asked.seconds, 1.0 / asked.load.changes_per_second, controls, scenarios)


async def alone(address: str) -> list[Figure]:
    """How long does one person wait, when nobody else is there?"""
    asked = {"setting": {"scenario": "kyar_tat", "controls": {}}, "seed": UNUSED_SEED}
    async with httpx.AsyncClient(base_url=address, timeout=60, headers=ALONE) as client:
        start = time.perf_counter()
        (await client.post("api/raid", json=asked | {"raid": 0})).raise_for_status()
        raid_ms, start, lines = 1000.0 * (time.perf_counter() - start), time.perf_counter(), list[tuple[float, int]]()
        async with client.stream("POST", "api/odds", json=asked | {"raids": RAIDS}) as answer:
            async for line in answer.aiter_lines():
                lines.append((1000.0 * (time.perf_counter() - start), orjson.loads(line)["raids"]))
    return [
        Figure("alone: raid", raid_ms, "ms"),
        Figure("alone: first odds", lines[0][0], "ms"),
        Figure("alone: raids behind them", lines[0][1], "raids", "at least 50"),
        Figure(f"alone: odds of {RAIDS:,} raids", lines[-1][0], "ms", "under 1,000"),
    ]


async def crowd(address: str, habits: Habits, people: int, same_luck: float, told: Callable[[], Any]) -> list[Person]:
    """The class, after it has taken part."""
    limits = httpx.Limits(max_connections=None, max_keepalive_connections=4 * people)
    async with httpx.AsyncClient(base_url=address, timeout=None, limits=limits) as client:
        together = round(same_luck * people)
        class_of = [Person(client, habits, n, CLASS_SEED if n < together else CLASS_SEED + n) for n in range(people)]
        await asyncio.gather(*(person.take_part(told) for person in class_of))
    return class_of


def waits(people: list[Person]) -> list[Figure]:
    """How long did they wait, on how many raids did odds stand, what was lost?"""
    seen = [waited for person in people for waited in person.waited]
    lost = [why for person in people for why in person.lost]
    figures = [*spread_of("raid", [one.raid_ms for one in seen]), *spread_of("first odds", [one.odds_ms for one in seen])]
    return [
        *figures,
        *behind(seen),
        Figure("answers", 2 * len(seen), "requests"),
        Figure("lost", len(lost), "requests", "none"),
    ]


def spread_of(what: str, milliseconds: list[float]) -> list[Figure]:
    """Median, 95th percentile, worst."""
    median, high, worst = np.quantile(milliseconds or [np.nan], [0.5, 0.95, 1.0])
    return [
        Figure(f"{what}: median", float(median), "ms", "under 300"),
        Figure(f"{what}: 95th percentile", float(high), "ms", "under 1,000"),
        Figure(f"{what}: worst", float(worst), "ms"),
    ]


def behind(seen: list[Waited]) -> list[Figure]:
    """On how many raids did the odds stand when the next change came?"""
    low, median = np.quantile([one.raids for one in seen] or [0], [0.05, 0.5])
    return [
        Figure("raids behind the odds at the next change: median", float(median), "raids"),
        Figure("raids behind the odds at the next change: 5th percentile", float(low), "raids"),
    ]


def costs(cost: "Cost", cores: int) -> list[Figure]:
    """What did it take, and what did other programs take from it?"""
    whole = cost.seconds * cores / 100.0
    return [
        Figure("server: of all cores", cost.cpu_seconds / whole, "%"),
        Figure("this test and other programs: of all cores", cost.other_cpu_seconds / whole, "%"),
        Figure("server: peak memory", cost.peak_megabytes, "MB", "under 400"),
    ]
