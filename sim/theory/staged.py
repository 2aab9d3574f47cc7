"""A duel as a raid: which scenario, played by the rules that all raids follow, is this duel?"""

import math
from importlib.resources import files
from pathlib import Path
from typing import Any, NamedTuple

from sim.config import MAX_TICKS, Scenario
from sim.mistakes import ConfigurationError
from sim.reading import read_yaml
from sim.scenario import judge
from sim.theory.duel import Duel
from sim.theory.laws import loss_rate

KILLS_IN_A_TICK = 0.05  # where no tick is asked for
LIKELY_OVER = 60.0  # slowest steps, and two more for each person: a duel that lasts longer has no chance worth naming
MOST_ROUNDS, MOST_BREACHING = 100.0, 50.0  # in a minute: of a rifle, of a squad
A_ROUND_KILLS = 1e-3  # over the people in an area: small enough for rounds not to be counted
SURE = 1e12  # rate a minute of what happens at once
UNLIKELY = 1e-6  # chance that the hidden are seen in the first tick


class Kills(NamedTuple):
    """The chance that a round kills, on either side."""

    attackers: float
    defenders: float


class Staged(NamedTuple):
    """A raid that is a duel, and what is needed to read its outcome."""

    scenario: Scenario
    kills: Kills
    lost_ticks: float  # of fire at the start that hits nobody, in ticks


def stage(duel: Duel, tick: float) -> Staged:
    """Which raid is this duel?

    Parameters
    ----------
    duel : Duel
        What is fought.
    tick : float
        In units of the law's time.

    Returns
    -------
    Staged
        A scenario whose raids are this duel, up to the length of the tick.

    Raises
    ------
    ConfigurationError
        If the tick is too long for the rates.
    """
    bare = read_yaml(Path(str(files("configs").joinpath("duel/bare.yaml"))))
    minute = bare["tick_minutes"]
    refuse_what_rules_cannot(duel, tick, minute)
    minutes = minute / tick  # in a unit of the law's time
    kills, lost = kills_per_round(duel, minutes), lost_ticks(duel)
    changes = {
        "limit_minutes": min(MAX_TICKS * minute, longest(duel) * minutes),
        **people_and_rounds(duel, lost * fire_in(duel, tick).attackers / kills.attackers),
        **fire(duel, minutes, kills),
        **sight(duel, minute),
        **cloudburst(lost, minute),
        **break_points(duel),
        **walls(duel, minutes),
        **relief(duel, minutes, minute),
    }
    return Staged(judge(changed(bare, changes)), kills, lost)


def suitable_tick(duel: Duel) -> float:
    """Which tick is short enough? One with few kills in it, in round numbers: 1, 2 or 5 at some decimal place."""
    wanted = KILLS_IN_A_TICK / duel.kills_in(1.0)
    place = 10.0 ** math.floor(math.log10(wanted))
    first_digit = max(digit for digit in (1, 2, 5) if digit * place <= wanted * (1.0 + 1e-9))
    return float(f"{first_digit * place:.3g}")


def changed(data: dict[str, Any], changes: dict[str, Any]) -> dict[str, Any]:
    """The same plain data with other values at these paths."""
    for path, value in changes.items():
        *above, last = path.split(".")
        node = data
        for key in above:
            node = node[key]
        node[last] = value
    return data


def lost_ticks(duel: Duel) -> float:
    """How much fire at the start is to hit nobody?

    Defenders who only answer fire begin a tick late. Relief is called a tick after the first shot, and lands half a tick late
    on average, which a fixed time allows for, and a random one cannot.
    """
    if duel.is_hidden:
        return 1.0
    return 1.5 if duel.relief and duel.relief_law == "exponential" else 0.0


def cloudburst(lost: float, tick_minutes: float) -> dict[str, Any]:
    """Rain that spoils so many ticks of fire: all of the first, and of the next ones a share that falls geometrically."""
    if not lost:
        return {}
    kept = 1.0 - 1.0 / lost
    memory = tick_minutes / -math.log(kept) if kept > 0.0 else 1e-9
    return {"weather.rain": 1.0, "weather.rain_memory_minutes": memory}


def kills_per_round(duel: Duel, minutes: float) -> Kills:
    """The chance that a round kills: where none is asked for, and for fire at an area, so small that rounds are a stream."""
    aims, is_aimed_at = duel.fight
    fastest = max(duel.alpha, duel.beta) / (MOST_ROUNDS * minutes)
    small = min(1.0, max(fastest, A_ROUND_KILLS / max(duel.attackers, duel.defenders + duel.relief)))
    asked = duel.round_kill or small
    return Kills(asked if aims or duel.rounds is not None else small, asked if is_aimed_at else small)


def fire_in(duel: Duel, time: float) -> Kills:
    """Rounds fired by all people of each side in so short a time, times the chance that a round kills."""
    return Kills(duel.alpha * duel.attackers * time, duel.beta * duel.defenders * time)


def refuse_what_rules_cannot(duel: Duel, tick: float, tick_minutes: float) -> None:
    """A rifle, a breaching squad and the clock have bounds."""
    longest_tick = (duel.round_kill or 1.0) * MOST_ROUNDS * tick_minutes / max(duel.alpha, duel.beta)
    if duel.structure and duel.damage:
        longest_tick = min(longest_tick, MOST_BREACHING * tick_minutes / (duel.damage * duel.attackers))
    if tick > longest_tick:
        raise ConfigurationError(f"tick: should be at most {longest_tick:.3g} at these rates of fire; it is {tick:g}")
    if duel.relief and duel.relief_time > MAX_TICKS * tick:
        raise ConfigurationError(
            f"relief_time: should be at most {MAX_TICKS} ticks, {MAX_TICKS * tick:g}; it is {duel.relief_time:g}"
        )


def longest(duel: Duel) -> float:
    """After which time is the fight over, to all that counts? In units of the law's time."""
    few, fewer = duel.stop_attackers + 1, duel.stop_defenders + 1
    slowest = loss_rate(duel.beta, fewer, few, duel.fight.defenders_aim)
    if duel.rounds is None:
        slowest += loss_rate(duel.alpha, few, fewer, duel.fight.attackers_aim) * (duel.cover if duel.structure else 1.0)
    waiting = {"fixed": 1.0, "exponential": LIKELY_OVER}[duel.relief_law] * duel.relief_time if duel.relief else 0.0
    return waiting + (LIKELY_OVER + 2.0 * (duel.attackers + duel.defenders + duel.relief)) / slowest


def people_and_rounds(duel: Duel, unheard: float) -> dict[str, Any]:
    """Who fights, and with what. Hidden attackers without a round would never be fired at again: they leave."""
    people = {"resistance.groups.attackers.fighters": duel.attackers, "garrison.contingents.defenders.people": duel.defenders}
    if duel.rounds is None:
        return people
    each = {  # those that hit nobody at the start come on top
        "resistance.groups.attackers.rounds_per_fighter": (duel.rounds + int(unheard + 0.5) + 0.5) / duel.attackers
    }
    return people | each | ({"rules.leave_ammunition": 1e6} if duel.is_hidden else {})


def fire(duel: Duel, minutes: float, kills: Kills) -> dict[str, Any]:
    """The rates at which both sides kill, as rounds a minute that each kill with their chance."""
    best = max(kills)
    return {
        "rules.hit_chance": best,
        "resistance.groups.attackers.training": kills.attackers / best,
        "garrison.contingents.defenders.training": kills.defenders / best,
        "relief.training": kills.defenders / best,
        "resistance.rounds_per_minute": duel.alpha / kills.attackers / minutes,
        "garrison.rounds_per_minute": duel.beta / kills.defenders / minutes,
    }


def sight(duel: Duel, tick_minutes: float) -> dict[str, Any]:
    """Who is seen, from the first tick on? A silent squad has the signature 1, a section that of manning."""
    sees_sections, sees_squads = duel.fight
    if not sees_squads:
        return {
            "rules.sight_rate": UNLIKELY / (duel.defenders * tick_minutes) if sees_sections else 0.0,
            "rules.manning_signature": SURE,
            "rules.firing_signature": 0.0,
        }
    hidden = 0.0 if not sees_sections else 1.0
    return {"rules.sight_rate": SURE, "rules.manning_signature": hidden, "rules.firing_signature": hidden}


def break_points(duel: Duel) -> dict[str, Any]:
    """Who leaves or gives up at how many? Half a person before the last loss, a hazard without bounds."""
    ours = share_lost(duel.attackers, duel.stop_attackers)
    theirs = share_lost(duel.defenders, duel.stop_defenders)
    return ({"rules.leave_losses": 1e6, "rules.loss_scale": ours} if duel.stop_attackers else {}) | (
        {"rules.yield_losses": SURE, "rules.yield_loss_scale": theirs} if duel.stop_defenders else {}
    )


def share_lost(people: int, stop: int) -> float:
    """Which share is lost between the last but one and the last loss that is borne?"""
    return (people - stop - 0.5) / people


def walls(duel: Duel, minutes: float) -> dict[str, Any]:
    """A wall that comes down a point at a time, faster the more attackers are left."""
    if not duel.structure:
        return {}
    return {
        "station.main_strength": duel.structure,
        "station.main_exposure": duel.cover,
        "resistance.groups.attackers.breaching_rounds": duel.structure + 1,
        "resistance.breaching_per_minute": duel.damage * duel.attackers / minutes,
    }


def relief(duel: Duel, minutes: float, tick_minutes: float) -> dict[str, Any]:
    """People who come on foot. They are called at the second tick, and land at the first that begins when they are due."""
    if not duel.relief:
        return {}
    fixed = duel.relief_law == "fixed"
    late = 1.5 * tick_minutes if fixed else 0.0
    return {
        "relief.mode": "road",
        "relief.people": duel.relief,
        "relief.delay_minutes": max(0.0, duel.relief_time * minutes - late),
        "rules.travel_shape": 1e12 if fixed else 1.0,
    }
