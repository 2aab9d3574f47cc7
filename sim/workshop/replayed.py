"""One raid as the browser gets it: who was where, what stood, what was fired, and the story in words."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from sim.config import Scenario
from sim.figures.field import box_side, close_half, half_side, station_is_here
from sim.figures.tracks import present
from sim.outcome import N_COLUMNS, SERIES, measure
from sim.sentences import ENGLISH
from sim.state import Plan, ReliefMode
from sim.story import milestones, spoken_name, verdict
from sim.table import outcome_of
from sim.watched import Watched, watch
from sim.workshop.many import workspace
from sim.workshop.spread import lies

MOST_FRAMES = 420
SHOWN = (
    "minute", "attackers_fit", "defenders_fit", "attackers_rounds", "defenders_rounds", "structure", "attackers_suppression",
    "defenders_suppression", "attackers_resolve", "defenders_resolve", "rain", "light", "aircraft_overhead", "relief_people",
)  # fmt: skip
AT = {column.name: k for k, column in enumerate(SERIES)}


def replayed(scenario: Scenario, plan: Plan, seed: int, number: int, words: Mapping[str, str] = ENGLISH) -> dict[str, Any]:
    """One raid, ready to be drawn.

    Parameters
    ----------
    scenario, plan : Scenario, Plan
        What is played.
    seed, number : int
        Which luck.
    words : mapping, optional
        The sentences in which it is told, as `sim.story.milestones` takes them.

    Returns
    -------
    dict
        `outcome`, the raid's row of measures; `lies`, where it lies in each spread of the odds; `series`, of the frames that
        are kept, in full precision; `milestones` and the `verdict` in words; `minutes` of the frames; `units` and `places`,
        what they are and how they change: arrays of shape (frames, units) and (frames, places). Positions in decimetres,
        suppression and strength left in hundredths; `fit` is -1 for who is not in the field.
    """
    seen = watch(plan, seed, number, workspace())
    raid, kept = seen.raid, frames(len(seen.series))
    rows = np.zeros(N_COLUMNS)
    measure(raid, rows)
    return {
        "seed": seed,
        "raid": number,
        "outcome": outcome_of(rows),
        "lies": lies(rows),
        "milestones": [milestone._asdict() for milestone in milestones(scenario, raid, words)],
        "verdict": verdict(raid, words),
        "minutes": np.concatenate([[0.0], seen.series[kept[1:] - 1, 0]]),
        "start_hour": float(raid.given.start_hour),
        "help": help_of(raid),
        "series": {name: np.ascontiguousarray(seen.series[kept[1:] - 1, AT[name]]) for name in SHOWN},
        "field": field_of(raid, present(seen.tracks)),
        "groups": [spoken_name(name, scenario) for name in scenario.resistance.groups],
        "contingents": list(scenario.garrison.contingents),
        "units": units_of(seen, kept),
        "places": places_of(seen, kept),
    }


def frames(ticks: int) -> np.ndarray:
    """Which states are kept, from 0 before the first tick to `ticks` after the last? All, or evenly so many."""
    return np.unique(np.linspace(0, ticks, min(ticks + 1, MOST_FRAMES)).round().astype(int))


def field_of(raid: np.record, rows: np.ndarray) -> dict[str, Any]:
    """How far do map and close-up reach, and what lies where, in metres?"""
    return {
        "x": float(raid.world.center_x),
        "y": float(raid.world.center_y),
        "half": float(half_side(raid, rows)),
        "close_half": float(close_half(raid)),
        "station": station_is_here(raid),
        "ring": float(raid.given.station_perimeter_m),
        "box": float(box_side(raid)),
        "start": float(raid.given.resistance_start_distance_m),
    }


def help_of(raid: np.record) -> dict[str, int]:
    """How many aircraft and how many people of a relief can come at all?"""
    given = raid.given
    by_air, anybody = bool(given.air_available), int(given.relief_mode) != ReliefMode.NONE
    return {"aircraft": int(given.air_aircraft) * by_air, "relief": int(given.relief_people) * anybody}


def units_of(seen: Watched, kept: np.ndarray) -> dict[str, Any]:
    """Squads, sections and relief: what they are, and at each frame where, how many, and what they do."""
    units, at = seen.raid.units[: seen.raid.world.units], seen.tracks[kept]
    here = ~np.isnan(present(at)[..., 0])
    return {
        "side": whole(units["side"]),
        "kind": whole(units["kind"]),
        "group": whole(units["group"]),  # -1: relief
        "people": whole(units["people"]),
        "x": whole(10.0 * at[..., 0]),
        "y": whole(10.0 * at[..., 1]),
        "fit": whole(np.where(here, at[..., 2], -1)),
        "stance": whole(at[..., 3]),
        "suppression": whole(100.0 * at[..., 4]),
        "fired": whole(np.add.reduceat(seen.shots[..., 0], kept[:-1], axis=0)) if len(seen.shots) else [],
        "target": whole(seen.shots[kept[1:] - 1, :, 1]),
    }


def places_of(seen: Watched, kept: np.ndarray) -> dict[str, Any]:
    """The buildings: where they are, and at each frame what is left of them and who holds them."""
    places = seen.raid.places[: seen.raid.world.places]
    return {
        "x": np.ascontiguousarray(places["x"]),
        "y": np.ascontiguousarray(places["y"]),
        "main": whole(places["main"]),
        "left": whole(100.0 * seen.walls[kept, :, 0]),
        "taken": whole(seen.walls[kept, :, 1]),
    }


def whole(values: np.ndarray) -> np.ndarray:
    """As whole numbers, side by side in memory."""
    return np.ascontiguousarray(np.round(values).astype(np.int32))
