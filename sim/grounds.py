"""What does each number rest on? A kind and a clause for every parameter; nothing here is read by a rule.

Published: a value or a range stands in a source. Derived: it follows from something else. Calibrated: fitted, see `CALIBRATED`.
Assumed: set by hand, so that the endings and causes that were reported come out as the commonest, or simply plausible.
"""

from typing import Literal, NamedTuple

Kind = Literal["published", "derived", "calibrated", "assumed"]


class Ground(NamedTuple):
    """What a number rests on."""

    kind: Kind
    reason: str


# Names of rules whose values were fitted by `redoubt calibrate`: put a name here, and its kind is calibrated everywhere.
CALIBRATED: tuple[str, ...] = (
    "hit_chance", "frontage", "squad_exposure", "assault_rate", "assault_stop", "yield_rate", "yield_losses", "leave_losses",
    "leave_structure", "leave_air", "leave_weather",
)  # fmt: skip


def ground_of(path: str) -> Ground:
    """What does the parameter at this path rest on?

    Parameters
    ----------
    path : str
        Such as ``"rules.hit_chance"`` or ``"air.aircraft"``; groups and contingents are ``"group"`` and ``"contingent"``;
        what stands at the top of a scenario has no dot.

    Returns
    -------
    Ground
        Calibrated if it stands in `CALIBRATED`.

    Raises
    ------
    KeyError
        If there is no such parameter.
    """
    ground = GROUNDS[path]
    if path in {f"rules.{name}" for name in CALIBRATED}:
        return Ground("calibrated", f"fitted by `redoubt calibrate`; before that {ground.reason}")
    return ground


def _assumed(reason: str) -> Ground:
    return Ground("assumed", reason)


def _derived(reason: str) -> Ground:
    return Ground("derived", reason)


def _published(reason: str) -> Ground:
    return Ground("published", reason)


_BY_HAND = _assumed("by hand, with the other reasons to leave, so that the causes reported are the commonest")
_ENDS = _assumed("by hand, so that the endings reported are the commonest")
_PLAUSIBLE = _assumed("plausible; no source")

RULES = {
    "rain_sight_loss": _assumed("plausible; that rain was a reason is reported (S3), how much it hides is not"),
    "night_sight": _PLAUSIBLE,
    "rain_fire_loss": _assumed("plausible; CDB90 finds no effect of rain on who wins, so not large"),
    "rain_slow": _PLAUSIBLE,
    "travel_shape": _assumed("plausible: a coefficient of variation of 0.4"),
    "sight_rate": _assumed("plausible: ten watchers notice a squad at no distance within two minutes or so"),
    "sight_range_m": _assumed("plausible for people who use the ground in scrub and villages"),
    "firing_signature": _assumed("plausible: ten watchers 130 m away notice a squad that fires within a minute"),
    "manning_signature": _assumed("plausible: people in buildings show less"),
    "lose_rate": _assumed("plausible: of the order of ten minutes"),
    "walk_m_per_minute": _assumed("1.8 km/h: people who use the ground, not a march"),
    "assault_pace": _assumed("plausible: 54 m a minute under load"),
    "hit_chance": _assumed("by hand, with exposures, so that losses are of the size reported"),
    "hit_range_m": _assumed("plausible for rifles in poor hands; no source"),
    "hit_falloff": _assumed("plausible: nearly flat close by, steep beyond the range"),
    "fire_reach_m": _assumed("plausible: beyond it hardly a round hits anyway"),
    "area_factor": _assumed("plausible: among fifty people a round into their area hits as often as an aimed one"),
    "makeshift_arms": _assumed("plausible; that arms were short is reported, their worth is not"),
    "frontage": _assumed("by hand: without it numbers alone decide, against the log-odds of CDB90 for the ratio of forces"),
    "assault_fire": _PLAUSIBLE,
    "squad_exposure": _assumed("by hand, so that attackers lose few, as is reported (S5)"),
    "assault_exposure": _assumed("plausible: four times that of squads that use the ground"),
    "outside_exposure": _assumed("plausible: some cover about the buildings"),
    "contact_m": _assumed("the size of a strongpoint"),
    "contact_exposure": _assumed("plausible: in one room walls help little"),
    "cover_falloff": _assumed("plausible: the first damage costs little cover"),
    "wounded_per_killed": _published("3 to 6 wounded for each killed in published battles; claims of 2022 have 0.5 and 1.8"),
    "strike_casualties": _assumed("by hand: reports name aircraft as the reason, and few attackers lost"),
    "breaching_reach_m": _PLAUSIBLE,
    "breaching_hit_chance": _PLAUSIBLE,
    "breaching_range_m": _PLAUSIBLE,
    "breaching_damage": _assumed(
        "only its ratio to the strength of walls matters: a point is about one breaching round that hits"
    ),
    "bullet_damage": _assumed("plausible: 2,500 rounds do what one breaching round does"),
    "assault_damage": _assumed("plausible: a hundred people at the wall in a minute do what one breaching round does"),
    "breached_share": _assumed("the definition of a milestone; nothing hangs on it"),
    "suppression_per_round": _ENDS,
    "suppression_decay_minutes": _assumed("plausible: minutes, not seconds or hours"),
    "strike_suppression": _PLAUSIBLE,
    "rouse_minutes": _assumed("plausible: a quarter of an hour"),
    "resolve_recovery_minutes": _assumed("plausible: within the hour"),
    "loss_shock": _assumed("plausible: a unit that loses half of itself at once is badly shaken"),
    "air_shock": _PLAUSIBLE,
    "leave_losses": _assumed("by hand, low: losses alone explain about a tenth of break-offs (McQuie 1987)"),
    "loss_scale": _assumed("above the 7 % median own loss of defeated attackers (McQuie 1987): most leave for other reasons"),
    "loss_power": _assumed("plausible: small losses hardly weigh"),
    "leave_ammunition": _BY_HAND,
    "ammunition_reserve": _assumed("plausible: a quarter is kept for the way back"),
    "leave_structure": _BY_HAND,
    "patience_minutes": _assumed("by hand: sieges are reported to last 5 to 7 hours (S5, S6)"),
    "progress_share": _assumed("plausible: five people of sixty, or most of the walls of one strongpoint at Kyar Tat"),
    "leave_air": _BY_HAND,
    "leave_relief": _BY_HAND,
    "leave_weather": _BY_HAND,
    "leave_time": _BY_HAND,
    "time_scale_minutes": _PLAUSIBLE,
    "leave_coalition": _BY_HAND,
    "group_share": _PLAUSIBLE,
    "doubt": _assumed("plausible: from the firmest to the most shaken all reasons come to weigh seven times as much"),
    "assault_rate": _ENDS,
    "assault_stop": _PLAUSIBLE,
    "close_m": _PLAUSIBLE,
    "ring_m": _PLAUSIBLE,
    "fall_back_rate": _assumed("by hand: 3 of 5 strongpoints were lost at Kyar Tat (one report of S5)"),
    "yield_rate": _ENDS,
    "militia_yield": _assumed("by hand: over 50 of nearly 100 trainees were captured at Zee Pyar (S6)"),
    "police_yield": _PLAUSIBLE,
    "siege_pressure": _ENDS,
    "empty_yield": _PLAUSIBLE,
    "yield_losses": _assumed("by hand; 0 means that a garrison gives up for other pressure, not for losses as such"),
    "yield_loss_scale": _assumed(
        "twice the 14 % median own loss of defeated defenders (McQuie 1987); idle if yield_losses is 0"
    ),
    "surrender_share": _assumed("by hand: 17 of about 30 fled at Paya Taung, no captives reported (S8)"),
    "militia_surrender_share": _assumed("by hand: over 50 captured at Zee Pyar (S6)"),
    "claim_killed_seen": _assumed("plausible: some who are killed are not seen"),
    "claim_fallen_as_killed": _assumed("so that published wounded per killed, 3 to 6, become as few as in claims, 0.5 and 1.8"),
    "claim_wounded_seen": _assumed("so that published wounded per killed, 3 to 6, become as few as in claims, 0.5 and 1.8"),
    "claim_own_losses": _assumed("plausible; own losses are rarely reported"),
    "claim_spread": _derived("two reports of one raid: 10 or 5 killed, 13 or 11 killed, 7 or 5 hours"),
    "claim_counted_spread": _derived("two reports of one raid: 50 or 53 captured"),
}

GROUP = {
    "fighters": _assumed("reported for Kyar Tat alone, at least 200 in all (one report of S5)"),
    "squad_size": _assumed("people who act together; a matter of grain"),
    "armed_share": _assumed("that arms were short is reported; not by how much"),
    "rounds_per_fighter": _derived("at Zee Pyar from the 17,000 rounds reported; elsewhere assumed"),
    "breaching_rounds": _PLAUSIBLE,
    "training": _assumed("relative to soldiers, who are 1"),
    "resolve": _PLAUSIBLE,
    "bearing_degrees": _assumed("groups come from different sides"),
    "shares_rounds": _PLAUSIBLE,
    "loyalty": _PLAUSIBLE,
}
CONTINGENT = {
    "kind": _assumed("soldiers, police and trainees as reported; where nothing is reported, assumed"),
    "people": _assumed("reported for Kyar Tat, Zee Pyar and, killed and fled together, Paya Taung; else assumed"),
    "section_size": _assumed("people who act together; a matter of grain"),
    "posture": _assumed("off post is reported of the ambushes (S1, S4); else assumed"),
    "armed_share": _PLAUSIBLE,
    "rounds_per_person": _PLAUSIBLE,
    "training": _derived("soldiers are the unit; others assumed"),
    "resolve": _PLAUSIBLE,
}
PARTS = {
    "resistance": {
        "objective": _published("taken from what was reported to have happened"),
        "wanted": _assumed("below what was reported lost"),
        "start_distance_m": _PLAUSIBLE,
        "standoff_m": _PLAUSIBLE,
        "planned_minutes": _assumed("a little longer than the hours reported"),
        "hold_minutes": _PLAUSIBLE,
        "burn_minutes": _assumed("that it was burned is reported (S7), not when"),
        "rounds_per_minute": _derived("of sieges: rounds reported by people and hours (S6); of others assumed"),
        "breaching_per_minute": _PLAUSIBLE,
        "surprise": _PLAUSIBLE,
    },
    "garrison": {
        "alert_minutes": _assumed("no minute of any call is reported"),
        "rounds_per_minute": _PLAUSIBLE,
    },
    "station": {
        "structure_strength": _derived("1 by definition: the walls as they are; made to be varied"),
        "strongpoints": _assumed("five reported at Kyar Tat; else assumed"),
        "perimeter_m": _PLAUSIBLE,
        "main_strength": _PLAUSIBLE,
        "main_exposure": _PLAUSIBLE,
        "strongpoint_strength": _PLAUSIBLE,
        "strongpoint_exposure": _PLAUSIBLE,
        "off_post_m": _PLAUSIBLE,
    },
    "air": {
        "available": _assumed("helicopters are reported of S5; else assumed"),
        "aircraft": _published("two Mi-35 (one report of S5)"),
        "delay_minutes": _assumed("no minute of any arrival is reported"),
        "busy_chance": _PLAUSIBLE,
        "busy_minutes": _PLAUSIBLE,
        "endurance_minutes": _assumed("of the order of the hour of air attack in one report of S5"),
        "strikes_per_minute": _PLAUSIBLE,
        "sorties": _PLAUSIBLE,
        "rearm_minutes": _PLAUSIBLE,
        "rain_limit": _PLAUSIBLE,
        "flies_at_night": _PLAUSIBLE,
    },
    "relief": {
        "mode": _assumed("flown in at Kyar Tat (S5); else assumed"),
        "people": _PLAUSIBLE,
        "section_size": _assumed("people who act together; a matter of grain"),
        "delay_minutes": _assumed("no minute of any arrival is reported"),
        "rain_limit": _PLAUSIBLE,
        "block_chance": _assumed("columns held up are common among historical cases; how common is not known"),
        "block_minutes": _PLAUSIBLE,
        "seen_minutes": _PLAUSIBLE,
        "landing_m": _PLAUSIBLE,
        "training": _derived("as soldiers"),
        "resolve": _PLAUSIBLE,
        "rounds_per_person": _PLAUSIBLE,
    },
    "weather": {
        "rain": _assumed("heavy rain is reported of S3, in words; else by season"),
        "rain_mean": _assumed("by season, in words"),
        "rain_swing": _PLAUSIBLE,
        "rain_memory_minutes": _assumed("showers pass within the hour"),
        "sunrise_hour": _derived("latitude 22 to 23 north, early October, local time"),
        "sunset_hour": _derived("latitude 22 to 23 north, early October, local time"),
    },
}
TOP = {
    "tick_minutes": _derived("from `redoubt convergence`: small enough, see validation.md"),
    "limit_minutes": _assumed("longer than any raid reported"),
    "start_hour": _assumed("dawn or morning; not reported of these incidents"),
}
NESTED = {"rules": RULES, "group": GROUP, "contingent": CONTINGENT, **PARTS}
GROUNDS = TOP | {f"{part}.{name}": ground for part, named in NESTED.items() for name, ground in named.items()}
