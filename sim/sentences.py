"""The sentences in which a raid is told. Another language needs the same keys, and the same places in braces."""

from collections.abc import Mapping
from types import MappingProxyType

ENGLISH: Mapping[str, str] = MappingProxyType(
    {
        # how several things are named in one breath
        "and": "{others} and {last}",
        "strongpoint": "strongpoint {number}",
        "strongpoints": "strongpoints {numbers}",
        "strongpoints_counted": "{count} strongpoints",
        # who gives up; a contingent that has no name here is called by its own
        "people_soldiers": "the soldiers",
        "people_police": "the police",
        "people_militia": "the militia",
        "people_trainees": "the trainees",
        "people_shoppers": "the shoppers",
        "people_patrol": "the patrol",
        "people_station_guard": "the station guard",
        "people_named": "the {name}",
        # what happens, one key an event; `_one` is said of one, `_in` of what took a while
        "contact": "the first shots are fired",
        "call": "the garrison calls for help",
        "air_overhead": "aircraft are overhead for the first time",
        "relief_blocked": "the relief is held up on the road",
        "relief_landed_road": "{people} people of the relief arrive by road",
        "relief_landed_air": "{people} people of the relief arrive by air",
        "breached_one": "{who} is breached",
        "breached": "{who} are breached",
        "main_breached": "the main building is breached",
        "strongpoint_taken_one": "{who} falls ({taken} of {all})",
        "strongpoint_taken": "{who} fall ({taken} of {all})",
        "main_taken": "the main building is taken",
        "section_surrendered_one": "{many} of {people} surrenders",
        "section_surrendered": "{many} of {people} surrender",
        "section_surrendered_in": "{many} of {people} surrender within {minutes} min",
        "section_fled_one": "{many} of {people} flees",
        "section_fled": "{many} of {people} flee",
        "section_fled_in": "{many} of {people} flee within {minutes} min",
        "group_left": "the {group} group leaves on its own: {reason}",
        "occupied": "the attackers occupy the whole station",
        "burned": "the attackers burn the station",
        "objective_met_raid": "the attackers have what they came for: {wanted} captives",
        "objective_met_ambush": "the attackers have what they came for: {wanted} people off post killed, wounded or captured",
        "objective_met_harass": "the attackers have what they came for: {wanted} minutes of fire",
        "leave": "the attackers' commander orders everybody to leave: {reason}",
        "forced_out": "the attackers are forced out of the station: {reason}",
        "end": "the raid is over; {verdict}",
        # why they leave
        "reason_none": "no cause",
        "reason_ammunition": "ammunition",
        "reason_losses": "losses",
        "reason_structure": "no progress against the walls",
        "reason_air": "aircraft overhead",
        "reason_relief": "relief in sight",
        "reason_weather": "heavy rain",
        "reason_time": "too much time has passed",
        "reason_coalition": "partner groups have left",
        "reason_objective_met": "they have what they came for",
        "reason_held": "the station was held as long as planned",
        # how it ends
        "ending_occupied": "the station was occupied",
        "ending_forced_out": "the attackers were forced out of the occupied station",
        "ending_withdrew": "the attackers withdrew",
        "ending_repulsed": "the attackers were repulsed",
        "ending_objective_met": "the attackers got what they came for",
        "ending_undecided": "nothing is decided when the time is over",
        "ending_because": "{ending}: {reason}",
    }
)
