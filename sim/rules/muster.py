"""The raid before its first minute: facts drawn, people in their places."""

import math

from sim.compiled import rule
from sim.draws import MASK, SETUP_TICK, Question, gamma_of_mean_one, uniform
from sim.state import (
    CONTINGENT_WIDTH,
    CONTINGENTS_SLOT,
    GROUP_WIDTH,
    GROUPS_SLOT,
    HEADER_WORDS,
    NEVER,
    RELIEF_MODE_SLOT,
    RELIEF_PEOPLE_SLOT,
    UNIT_WORDS,
    Kind,
    Objective,
    Posture,
    ReliefMode,
    Stance,
    rows_for,
)

LATERAL_M = 25.0  # between squads of one group at the start


@rule
def whole_share(total, part, parts):
    """How many of `total` fall to part number `part` of `parts`? Whole numbers that add up exactly."""
    return (total * (part + 1)) // parts - (total * part) // parts


@rule
def draw_fact(low, high, is_whole, u):
    """Which value does an unknown fact take in this raid? Uniform over its range, ends included."""
    if low == high:
        return low
    if is_whole > 0:
        return low + math.floor(u * (high - low + 1.0))
    return low + u * (high - low)


@rule
def draw_facts(facts, plan, world):
    """Every fact takes its value, shape (facts,)."""
    for k in range(len(facts)):
        u = 0.5
        if plan.low[k] != plan.high[k]:
            u = uniform(world, plan.addresses[k], Question.RANGE)
        facts[k] = draw_fact(plan.low[k], plan.high[k], plan.whole[k], u)


count_rows = rule(rows_for)


@rule
def squad_rows(plan, g):
    """How many rows does group `g` need at most?"""
    return count_rows(plan.high[GROUPS_SLOT + g * GROUP_WIDTH], plan.squad_sizes[g])


@rule
def section_rows(plan, c):
    """How many rows does contingent `c` need at most?"""
    return count_rows(plan.high[CONTINGENTS_SLOT + c * CONTINGENT_WIDTH], plan.section_sizes[c])


@rule
def relief_rows(plan):
    """How many rows does the relief need at most?"""
    if int(plan.high[RELIEF_MODE_SLOT]) == ReliefMode.NONE:
        return 0
    return count_rows(plan.high[RELIEF_PEOPLE_SLOT], plan.relief_section_size)


@rule
def muster(workspace, plan, seed, number):
    """Make raid `number` of this seed ready to start."""
    raid = workspace.raids[0]
    squads, sections, relief_sections = 0, 0, relief_rows(plan)
    for g in range(len(plan.squad_sizes)):
        squads += squad_rows(plan, g)
    for c in range(len(plan.section_sizes)):
        sections += section_rows(plan, c)
    workspace.memory[: HEADER_WORDS + UNIT_WORDS * (squads + sections + relief_sections)] = 0
    open_world(raid.world, seed, number)
    raid.world.squads = squads
    raid.world.units = squads + sections + relief_sections
    raid.world.places = plan.strongpoints + 1
    raid.world.groups = len(plan.squad_sizes)
    raid.world.contingents = len(plan.section_sizes)
    draw_facts(workspace.facts, plan, raid.world)
    build_station(raid)
    place_centre(raid)
    muster_squads(raid, plan)
    muster_sections(raid, plan)
    muster_relief(raid, plan)
    ready_help(raid)
    raid.world.tick = 0


@rule
def open_world(world, seed, number):
    """Clock at nought, nothing has happened."""
    address_chance(world, seed, number)
    world.occupied_minute = NEVER
    world.burned_minute = NEVER
    world.forced_out_minute = NEVER
    world.end_minute = NEVER


@rule
def address_chance(world, seed, number):
    """Chance is addressed by this seed and number; what is drawn now is decided before the first tick."""
    world.key_0 = seed & MASK
    world.key_1 = (seed >> 32) & MASK
    world.raid = number
    world.tick = SETUP_TICK


@rule
def build_station(raid):
    """Strongpoints stand evenly on a ring around the main building, which is the last place."""
    given, last = raid.given, raid.world.places - 1
    for p in range(raid.world.places):
        place = raid.places[p]
        place.address = 2_000_000 if p == last else 2_000_001 + p
        place.breached_minute = NEVER
        place.taken_minute = NEVER
        place.main = 1 if p == last else 0
        strength = given.station_main_strength if p == last else given.station_strongpoint_strength
        place.full_strength = strength * given.station_structure_strength
        place.strength = place.full_strength
        place.exposure = given.station_main_exposure if p == last else given.station_strongpoint_exposure
        if p < last:
            place.x = given.station_perimeter_m * math.sin(2.0 * math.pi * p / last)
            place.y = given.station_perimeter_m * math.cos(2.0 * math.pi * p / last)


@rule
def place_centre(raid):
    """Where does it all happen? At the station, or where people are off post."""
    if int(raid.given.resistance_objective) == Objective.AMBUSH:
        raid.world.center_x = raid.given.station_off_post_m


@rule
def muster_squads(raid, plan):
    """Each group stands on its own side of the centre, its squads side by side."""
    row = 0
    for g in range(raid.world.groups):
        group, facts = raid.groups[g], raid.group_facts[g]
        group.address = plan.group_addresses[g]
        group.left_tick = SETUP_TICK
        group.left_minute = NEVER
        group.bearing_degrees = facts.bearing_degrees
        group.fighters = int(facts.fighters)
        group.first_row = row
        rows, squads = squad_rows(plan, g), count_rows(group.fighters, plan.squad_sizes[g])
        group.past_row = row + rows
        for k in range(rows):
            if k < squads:
                muster_squad(raid, row, g, k, squads)
            row += 1


@rule
def muster_squad(raid, row, g, k, squads):
    """Squad `k` of `squads` of group `g`, on its start line."""
    unit, facts, group, given = raid.units[row], raid.group_facts[g], raid.groups[g], raid.given
    unit.address = group.address + k
    unit.group = g
    unit.stance = Stance.APPROACHING
    unit.place = -1
    fighters = whole_share(group.fighters, k, squads)
    fill_unit(unit, fighters, facts.armed_share, facts.rounds_per_fighter, facts.training, facts.resolve)
    unit.breaching = whole_share(int(facts.breaching_rounds), k, squads)
    bearing = facts.bearing_degrees * math.pi / 180.0
    aside = (k - 0.5 * (squads - 1)) * LATERAL_M
    unit.x = raid.world.center_x + given.resistance_start_distance_m * math.sin(bearing) + aside * math.cos(bearing)
    unit.y = given.resistance_start_distance_m * math.cos(bearing) - aside * math.sin(bearing)
    group.rounds += unit.rounds
    raid.attack.fighters += unit.fit
    raid.attack.rounds += unit.rounds


@rule
def fill_unit(unit, people, armed_share, rounds_each, training, resolve):
    """People, arms, rounds and nerve of one unit."""
    unit.people = people
    unit.fit = people
    unit.armed = armed_share
    unit.rounds = int(people * rounds_each)
    unit.training = training
    unit.nerve = resolve
    unit.resolve = resolve
    unit.target = -1
    unit.goal = -1
    unit.left_minute = NEVER


@rule
def muster_sections(raid, plan):
    """Each contingent is split into sections, which man the places of their posture in turn."""
    row = int(raid.world.squads)
    for c in range(raid.world.contingents):
        people = int(raid.contingent_facts[c].people)
        sections = count_rows(people, plan.section_sizes[c])
        for k in range(section_rows(plan, c)):
            if k < sections:
                muster_section(raid, row, c, k, whole_share(people, k, sections), plan.contingent_addresses[c])
            row += 1


@rule
def muster_section(raid, row, c, k, people, address):
    """Section `k` of contingent `c`, at its post."""
    unit, facts, given = raid.units[row], raid.contingent_facts[c], raid.given
    unit.address = address + k
    unit.side = 1
    unit.kind = int(facts.kind)
    unit.group = c
    fill_unit(unit, people, facts.armed_share, facts.rounds_per_person, facts.training, facts.resolve)
    unit.unready = given.resistance_surprise
    unit.resolve *= 1.0 - given.resistance_surprise
    take_post(raid, unit, int(facts.posture), k)
    raid.defence.people += people
    raid.defence.rounds += unit.rounds
    if unit.place >= 0:
        raid.places[unit.place].holders += people
        raid.places[unit.place].manned = 1


@rule
def take_post(raid, unit, posture, k):
    """Where does the section stand? Strongpoints in turn; without strongpoints in the main building."""
    last = raid.world.places - 1
    unit.place = last
    unit.stance = Stance.MANNING
    if posture == Posture.STRONGPOINTS and last > 0:
        unit.place = k % last
    if posture >= Posture.OUTSIDE:
        unit.place = -1
        unit.stance = Stance.OUTSIDE if posture == Posture.OUTSIDE else Stance.OFF_POST
        unit.x = 0.5 * raid.given.station_perimeter_m * math.sin(1.0 + 2.0 * k)
        unit.y = 0.5 * raid.given.station_perimeter_m * math.cos(1.0 + 2.0 * k)
        if posture == Posture.OFF_POST:
            unit.x += raid.given.station_off_post_m
    else:
        unit.x = raid.places[unit.place].x
        unit.y = raid.places[unit.place].y


@rule
def muster_relief(raid, plan):
    """The relief's sections wait, absent, until it lands."""
    given, sections = raid.given, relief_rows(plan)
    first = raid.world.units - sections
    for k in range(sections):
        unit = raid.units[first + k]
        unit.address = 3_000_000 + k
        unit.side = 1
        unit.kind = Kind.SOLDIERS
        unit.group = -1
        unit.place = -1
        people = whole_share(int(given.relief_people), k, sections)
        fill_unit(unit, people, 1.0, given.relief_rounds_per_person, given.relief_training, given.relief_resolve)


@rule
def ready_help(raid):
    """How long help will take is settled before the raid, so that it is the same luck whenever it is called."""
    air, relief, given, world, shape = raid.air, raid.relief, raid.given, raid.world, raid.rules.travel_shape
    air.address, relief.address = 4_000_000, 4_000_001
    raid.attack.address, raid.defence.address = 4_000_002, 4_000_003
    air.first_minute = relief.landed_minute = relief.blocked_minute = NEVER
    raid.attack.leave_minute = raid.attack.contact_minute = raid.defence.called_minute = NEVER
    raid.attack.progress_mark = 1.0
    air.sorties_left = int(given.air_sorties)
    air.travel_factor = gamma_of_mean_one(world, shape, air.address, Question.AIR_TRAVEL)
    if uniform(world, air.address, Question.AIR_BUSY) < given.air_busy_chance:
        air.busy_minutes = given.air_busy_minutes * gamma_of_mean_one(world, shape, air.address, Question.AIR_BUSY_TIME)
    relief.travel_factor = gamma_of_mean_one(world, shape, relief.address, Question.RELIEF_TRAVEL)
    if uniform(world, relief.address, Question.RELIEF_BLOCKED) < given.relief_block_chance:
        relief.block_minutes = given.relief_block_minutes * gamma_of_mean_one(
            world, shape, relief.address, Question.RELIEF_BLOCK_TIME
        )
    world.rain_level = given.weather_rain
    raid.attack.fit, raid.defence.fit = raid.attack.fighters, raid.defence.people
