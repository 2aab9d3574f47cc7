"""What does each number of a campaign rest on? A kind and a clause for every parameter, as in `sim.grounds`; no rule reads it.

The raids that are played in a campaign are scenarios, and what their numbers rest on stands there.
"""

from sim.campaign.state import MONTHS
from sim.grounds import Ground

# Paths whose values were chosen by a design of campaigns set beside the reported figures (`redoubt campaign design=lhs`, see
# docs/campaign.md): put a path here, and its kind is calibrated everywhere.
CALIBRATED = ("groups.tempo_per_week", "arms.onset_week", "arms.rounds_per_week")


def ground_of(path: str) -> Ground:
    """What does the parameter at this path rest on?

    Parameters
    ----------
    path : str
        Such as ``"groups.tempo_per_week"``; a star stands for the name of an area, an airfield or a kind of post, as in
        ``"region.areas.*.fighters"``.

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
    if path in CALIBRATED:
        return Ground("calibrated", f"chosen beside the reported figures, see campaign.md; before that {ground.reason}")
    return ground


def _assumed(reason: str) -> Ground:
    return Ground("assumed", reason)


def _derived(reason: str) -> Ground:
    return Ground("derived", reason)


_PLAUSIBLE = _assumed("plausible; no source")
_MADE_UP = _assumed("made up: the map is schematic and names no real place")
_BY_HAND = _assumed("by hand, so that about as many posts are lost as reported (S11), and not in the first months")
_AS_THE_RAID = _derived("1 by definition: the walls as the raid of this kind has them; made to be varied")
_RAIN = Ground(
    "published", "Kalewa: NOAA normals 1961-1990 (Wikipedia 2016); Mandalay, Yangon: Rough Guides 2017; `dry` is none at all"
)

TOP = {
    "weeks": _derived("1 February 2021 to 8 October 2022 are 614 days (S11)"),
    "counted.from_week": _derived("May 2022 begins 454 days after 1 February 2021 (S10)"),
    "counted.to_week": _derived("the end, 8 October 2022 (S10)"),
}
REGION = {
    "road_winding": _PLAUSIBLE,
    "airfields.*.x_km": _MADE_UP,
    "airfields.*.y_km": _MADE_UP,
    "areas.*.x_km": _MADE_UP,
    "areas.*.y_km": _MADE_UP,
    "areas.*.radius_km": _MADE_UP,
    "areas.*.posts": _assumed("how many posts there were is not known; no count before 2021 was found but a local one"),
    "areas.*.groups": _assumed(
        "counts of groups run from 257 units to 577 groups by what is counted; here those that raid posts"
    ),
    "areas.*.fighters": _assumed("plausible; groups are said to have from 6 to over 1,000 members (Voice of America 2022)"),
    "areas.*.firearms_share": _assumed("older groups 0.3 to 0.4, new ones 0.1; claims of 2023 have about 0.2 and under 0.5"),
    "areas.*.rounds_per_fighter": _assumed("by hand, below what a raid takes: raids become possible as arms come in"),
    "areas.*.breaching_rounds": _PLAUSIBLE,
    "areas.*.recruits": _PLAUSIBLE,
    "areas.*.arms_inflow": _assumed("plausible: more where older groups are; no source"),
    "areas.*.rain_factor": _derived("rain a year of Mandalay 0.5, Loikaw 0.9, Yangon 1.6 over Kalewa's; which fits is assumed"),
    "kinds.*.people": _assumed("made up, after the stations and outposts of S5 and S7 to S9"),
    "kinds.*.people_spread": _PLAUSIBLE,
    "kinds.*.structure": _AS_THE_RAID,
    "kinds.*.value": _assumed("plausible: a station is worth more than an outpost, that more than a police post"),
}
GROUPS = {
    "reach_km": _assumed("plausible: a night or two on foot; no source"),
    "tempo_per_week": _BY_HAND,
    "rest_weeks": _PLAUSIBLE,
    "least_fighters": _PLAUSIBLE,
    "sent_fighters": _PLAUSIBLE,
    "ready_rounds": _assumed("by hand, of the order of what a raid takes; that rounds ran out is reported (S6)"),
    "wanted_ratio": _BY_HAND,
    "wall_weight": _PLAUSIBLE,
    "ambush_per_week": _assumed("plausible; ambushes off post are reported (S1, S2, S4), how many is not"),
    "ambush_fighters": _assumed("plausible: as many as wait in the ambush of S1"),
    "recruits_share_per_week": _PLAUSIBLE,
    "return_share_per_week": _assumed("plausible: ten weeks on average"),
    "morale": _derived("as resolve of a local group in a raid"),
    "morale_weeks": _PLAUSIBLE,
    "morale_gain": _PLAUSIBLE,
    "morale_loss": _PLAUSIBLE,
}
ARMS = {
    "firearms_per_week": _BY_HAND,
    "rounds_per_week": _BY_HAND,
    "breaching_per_week": _BY_HAND,
    "onset_week": _BY_HAND,
    "growth_weeks": _BY_HAND,
    "spread_share_per_week": _PLAUSIBLE,
    "rounds_carried": _derived("as rounds for each fighter of a local group in a raid"),
    "breaching_carried": _PLAUSIBLE,
    "lost_share": _PLAUSIBLE,
}
FLEET = {
    "gunships": _assumed("8 on four airfields, of 9 to 14 Mi-35P (Defence24, 2021), since not all fly"),
    "transports": _assumed("plausible; the number of Mi-17 was not found"),
    "flight": _derived("two Mi-35 (one report of S5)"),
    "km_per_minute": _assumed("plausible: 210 km/h"),
    "ready_minutes": _assumed("plausible; no minute of any start is reported"),
    "reach_km": _PLAUSIBLE,
    "other_tasks": _derived("as the chance that gunships are busy in a raid"),
    "other_minutes": _derived("as the time that busy gunships take in a raid"),
    "turnaround_minutes": _PLAUSIBLE,
}
RESERVE = {
    "people": _assumed("plausible: few, as units are far below strength (132 of 857 in one battalion, The Irrawaddy 2023)"),
    "drafts_per_week": _PLAUSIBLE,
    "replaced_share_per_week": _PLAUSIBLE,
    "return_share_per_week": _assumed("plausible: ten weeks on average"),
    "repaired_share_per_week": _PLAUSIBLE,
    "columns": _PLAUSIBLE,
    "column_people": _derived("as the relief of a raid"),
    "road_km_per_minute": _assumed("plausible: 24 km/h on roads that are watched and mined"),
    "ready_minutes": _assumed("plausible; no minute of any start is reported"),
    "blocked_chance": _derived("as a road column of a raid"),
    "blocked_minutes": _derived("as a road column of a raid"),
    "rest_minutes": _assumed("plausible: three days"),
}
POLICY = {
    "draws_back": _assumed("posts given up are reported (13 in Kayah by August 2022, Myanmar Now); as a rule it is assumed"),
    "smallest_people": _assumed("plausible: police posts, and small outposts"),
    "after_losses": _PLAUSIBLE,
    "memory_weeks": _PLAUSIBLE,
    "given_up_per_week": _assumed("plausible; that posts are given up is reported, no rate"),
    "fortified_per_week": _PLAUSIBLE,
    "strongest": _PLAUSIBLE,
    "rebuilt_share_per_week": _assumed("plausible; 8 of 62 camps retaken in the south-east by July 2023 (KPSN 2023)"),
    "rebuilt_after_weeks": _PLAUSIBLE,
}
SEASON = {
    "first_month": _derived("the campaign begins on 1 February 2021 (S11)"),
    **{f"{month}_mm": _RAIN for month in MONTHS},
    "rain_per_mm": _assumed("plausible: the wettest month of the north-west at a quarter of a cloudburst, on average"),
    "spread": _PLAUSIBLE,
}
NESTED = {
    "region": REGION, "groups": GROUPS, "arms": ARMS, "fleet": FLEET, "reserve": RESERVE, "policy": POLICY, "season": SEASON,
}  # fmt: skip
GROUNDS = TOP | {f"{part}.{name}": ground for part, named in NESTED.items() for name, ground in named.items()}
