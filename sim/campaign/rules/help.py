"""Help as a shared, finite resource: who can come to this raid, and who is busy elsewhere?"""

from sim.campaign.state import AirAnswer
from sim.compiled import rule
from sim.draws import Question, gamma_of_mean_one
from sim.state import GIVEN, RELIEF_MODE_SLOT, RELIEF_PEOPLE_SLOT, RULES, AirStatus, ReliefMode, ReliefStatus

AVAILABLE, AIRCRAFT = GIVEN.names.index("air_available"), GIVEN.names.index("air_aircraft")
AIR_DELAY, RELIEF_DELAY = GIVEN.names.index("air_delay_minutes"), GIVEN.names.index("relief_delay_minutes")
BUSY_CHANCE, BUSY_MINUTES = GIVEN.names.index("air_busy_chance"), GIVEN.names.index("air_busy_minutes")
BLOCK_CHANCE, BLOCK_MINUTES = GIVEN.names.index("relief_block_chance"), GIVEN.names.index("relief_block_minutes")
TRAVEL_SHAPE = len(GIVEN.names) + RULES.names.index("travel_shape")
AIR_ADDRESS = 4_000_000  # as in `sim.rules.muster.ready_help`


@rule
def set_fact(templates, t, slot, value):
    """Of this fact the campaign knows the value."""
    templates.low[t, slot] = value
    templates.high[t, slot] = value


@rule
def nearest_field(campaign, plan, p, minute, transport):
    """The nearest airfield within reach of post `p` with an aircraft of this sort that is free; -1 where there is none."""
    found, reach = -1, campaign.given.fleet_reach_km
    for k in range(campaign.world.aircraft):
        craft = campaign.aircraft[k]
        km = plan.air_km[p, craft.airfield]
        free = craft.transport == transport and craft.free_minute <= minute
        if free and km <= reach and (found < 0 or km < plan.air_km[p, found]):
            found = craft.airfield
    return found


@rule
def free_on(campaign, airfield, minute, transport):
    """How many aircraft of this sort are free on this airfield?"""
    found = 0
    for k in range(campaign.world.aircraft):
        craft = campaign.aircraft[k]
        if craft.airfield == airfield and craft.transport == transport and craft.free_minute <= minute:
            found += 1
    return found


@rule
def first_back(campaign, plan, p):
    """The gunship within reach of post `p` that will be free first; -1 where none is within reach at all."""
    found = -1
    for k in range(campaign.world.aircraft):
        craft = campaign.aircraft[k]
        near = craft.transport == 0 and plan.air_km[p, craft.airfield] <= campaign.given.fleet_reach_km
        if near and (found < 0 or craft.free_minute < campaign.aircraft[found].free_minute):
            found = k
    return found


@rule
def brief_air(field, plan, attack, t):
    """Which gunships would come? Those of the nearest airfield that are free; else the first that will be."""
    campaign, templates, given = field.campaigns[0], plan.templates, field.campaigns[0].given
    attack.elsewhere = -1
    attack.air_waits = 0
    attack.airfield = nearest_field(campaign, plan, attack.post, attack.minute, 0)
    if attack.airfield >= 0:
        attack.gunships = min(int(given.fleet_flight), free_on(campaign, attack.airfield, attack.minute, 0))
        set_fact(templates, t, BUSY_CHANCE, given.fleet_other_tasks)
        set_fact(templates, t, BUSY_MINUTES, given.fleet_other_minutes)
    else:
        wait_for_air(field, plan, attack, t)
    set_fact(templates, t, AVAILABLE, 1.0 if attack.airfield >= 0 else 0.0)
    set_fact(templates, t, AIRCRAFT, float(attack.gunships))
    if attack.airfield >= 0:
        minutes = given.fleet_ready_minutes + plan.air_km[attack.post, attack.airfield] / given.fleet_km_per_minute
        set_fact(templates, t, AIR_DELAY, minutes)


@rule
def wait_for_air(field, plan, attack, t):
    """All gunships within reach are elsewhere, or there are none: how long until the first is back?"""
    campaign, templates = field.campaigns[0], plan.templates
    k = first_back(campaign, plan, attack.post)
    attack.gunships = 0
    if k < 0:
        return
    craft = campaign.aircraft[k]
    attack.airfield = craft.airfield
    attack.gunships = 1
    attack.air_waits = 1
    attack.elsewhere = craft.post
    wait = craft.free_minute - attack.minute
    set_fact(templates, t, BUSY_CHANCE, 1.0)
    set_fact(templates, t, BUSY_MINUTES, wait / luck_of_waiting(field, templates.own_low[t, TRAVEL_SHAPE]))


@rule
def luck_of_waiting(field, shape):
    """How many times its mean would the wait last? The raid draws it; the wait is known here, so its mean is set by it."""
    return gamma_of_mean_one(field.raid.raids[0].world, shape, AIR_ADDRESS, Question.AIR_BUSY_TIME)


@rule
def nearest_column(campaign, plan, p, minute):
    """The free relief column whose base is nearest to post `p` by road; -1 where none is free."""
    found = -1
    for c in range(campaign.world.columns):
        column = campaign.columns[c]
        free, km = column.free_minute <= minute and column.people > 0, plan.road_km[p, column.area]
        if free and (found < 0 or km < plan.road_km[p, campaign.columns[found].area]):
            found = c
    return found


@rule
def brief_relief(field, plan, attack, t):
    """Which relief would come? The nearest free column, flown in where a transport is free, else by road."""
    campaign, templates, given = field.campaigns[0], plan.templates, field.campaigns[0].given
    attack.column = nearest_column(campaign, plan, attack.post, attack.minute)
    attack.transports = -1
    if attack.column < 0:
        set_fact(templates, t, RELIEF_MODE_SLOT, ReliefMode.NONE + 0)
        return
    column = campaign.columns[attack.column]
    set_fact(templates, t, RELIEF_PEOPLE_SLOT, float(column.people))
    attack.transports = nearest_field(campaign, plan, attack.post, attack.minute, 1)
    if attack.transports >= 0:
        minutes = plan.air_km[attack.post, attack.transports] / given.fleet_km_per_minute
        set_fact(templates, t, RELIEF_MODE_SLOT, ReliefMode.AIRLIFT + 0)
    else:
        minutes = plan.road_km[attack.post, column.area] / given.reserve_road_km_per_minute
        set_fact(templates, t, RELIEF_MODE_SLOT, ReliefMode.ROAD + 0)
        set_fact(templates, t, BLOCK_CHANCE, given.reserve_blocked_chance)
        set_fact(templates, t, BLOCK_MINUTES, given.reserve_blocked_minutes)
    set_fact(templates, t, RELIEF_DELAY, given.reserve_ready_minutes + minutes)


@rule
def keep_busy(campaign, airfield, transport, number, start, until, p):
    """So many aircraft of this sort, of those on this airfield that were free at the start, are away until then."""
    for k in range(campaign.world.aircraft):
        craft = campaign.aircraft[k]
        if number > 0 and craft.airfield == airfield and craft.transport == transport and craft.free_minute <= start:
            craft.free_minute = until
            craft.post = p
            number -= 1


@rule
def release_air(campaign, plan, attack, raid):
    """Gunships that took off are away until the raid has ended and they are ready again."""
    flown = int(raid.given.air_sorties) - raid.air.sorties_left
    if attack.airfield < 0 or flown == 0:
        return
    until = attack.minute + raid.world.end_minute + campaign.given.fleet_turnaround_minutes
    if attack.air_waits > 0:
        craft = campaign.aircraft[first_back(campaign, plan, attack.post)]
        craft.free_minute = until
        craft.post = attack.post
    else:
        keep_busy(campaign, attack.airfield, 0, attack.gunships, attack.minute, until, attack.post)


@rule
def release_relief(campaign, attack, raid):
    """A column that set out is away until it has rested; so is the transport that flew it."""
    if attack.column < 0 or raid.relief.status < ReliefStatus.TRAVELLING:
        return
    column, end = campaign.columns[attack.column], attack.minute + raid.world.end_minute
    column.free_minute = end + campaign.given.reserve_rest_minutes
    column.post = attack.post
    if attack.transports >= 0:
        until = end + campaign.given.fleet_turnaround_minutes
        keep_busy(campaign, attack.transports, 1, 1, attack.minute, until, attack.post)


@rule
def air_answer(campaign, plan, attack, raid):
    """What came of the call for aircraft?"""
    if raid.defence.called_minute < 0.0:
        return AirAnswer.NOT_CALLED
    if raid.air.first_minute >= 0.0:
        return AirAnswer.CAME
    if attack.airfield < 0:
        return AirAnswer.OUT_OF_REACH if has_gunships(campaign) else AirAnswer.NONE_THERE
    if raid.air.status <= AirStatus.CALLED and raid.world.end_minute < raid.air.due_minute:
        return AirAnswer.AT_ANOTHER_RAID if attack.air_waits > 0 else AirAnswer.OTHER_TASK
    return AirAnswer.GROUNDED


@rule
def has_gunships(campaign):
    """Is there any gunship at all?"""
    for k in range(campaign.world.aircraft):
        if campaign.aircraft[k].transport == 0:
            return True
    return False
