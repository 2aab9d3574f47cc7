"""What became of a campaign: one row of measures, one row a week of its course, and one row for each raid in it.

The columns stand in `COLUMNS`, `SERIES` and `EVENTS` once, in the order in which they are written.
"""

from sim.campaign.rules.choose import partner
from sim.campaign.state import Standing
from sim.compiled import rule
from sim.outcome import Column, write
from sim.state import Ending

MONTHS_COUNTED = 24
ENDINGS = ("occupied", "forced_out", "withdrew", "repulsed", "objective_met", "undecided")

COLUMNS = (
    Column("campaign", "count", "", "number of the campaign; with the seed and the settings it fixes everything"),
    Column("bases_lost", "count", "posts", "posts that were taken and held or burned, to the end"),
    Column("counted_lost", "count", "posts", "the same in the area and the weeks that are counted apart"),
    Column("bases_given_up", "count", "posts", "posts the garrison side gave up of its own accord"),
    Column("bases_rebuilt", "count", "posts", "lost posts that were manned again"),
    Column("bases_held", "count", "posts", "posts that are held at the end"),
    Column("raids", "count", "raids", "raids on posts"),
    *(Column(f"raids_{ending}", "count", "raids", f"raids that ended as {ending.replace('_', ' ')}") for ending in ENDINGS),
    Column("ambushes", "count", "raids", "ambushes of people off post"),
    Column("resistance_killed", "count", "people", "fighters killed"),
    Column("resistance_captured", "count", "people", "fighters left behind wounded"),
    Column("garrison_killed", "count", "people", "garrison and relief killed"),
    Column("garrison_captured", "count", "people", "garrison and relief captured"),
    Column("fighters", "count", "people", "fit fighters at the end"),
    Column("garrison_people", "count", "people", "people at the posts that are held at the end"),
    Column("reserve_people", "count", "people", "people in the reserves at the end"),
    Column("firearms", "count", "arms", "firearms of the groups at the end"),
    Column("firearms_supplied", "count", "arms", "firearms that came in from outside"),
    Column("firearms_captured", "count", "arms", "firearms taken in raids"),
    Column("rounds", "count", "rounds", "rounds of the groups at the end"),
    Column("rounds_fired", "count", "rounds", "rounds the groups fired"),
    Column("air_called", "count", "raids", "raids in which aircraft were called"),
    Column("air_came", "count", "raids", "raids over which aircraft came"),
    Column("air_elsewhere", "count", "raids", "raids without aircraft because all within reach were at another raid"),
    Column("morale", "real", "share", "mean morale of the groups at the end"),
    *(
        Column(f"bases_lost_month_{month:02d}", "count", "posts", f"posts taken by the end of month {month}")
        for month in range(1, MONTHS_COUNTED + 1)
    ),
)
SERIES = (
    Column("week", "count", "weeks", "weeks since the start, at the end of the week"),
    Column("bases_lost", "count", "posts", "posts taken so far"),
    Column("counted_lost", "count", "posts", "the same in the area and the weeks that are counted apart"),
    Column("bases_given_up", "count", "posts", "posts given up so far"),
    Column("bases_held", "count", "posts", "posts that are held"),
    Column("raids", "count", "raids", "raids on posts so far"),
    Column("ambushes", "count", "raids", "ambushes so far"),
    Column("fighters", "count", "people", "fit fighters"),
    Column("garrison_people", "count", "people", "people at the posts that are held"),
    Column("reserve_people", "count", "people", "people in the reserves"),
    Column("firearms", "count", "arms", "firearms of the groups"),
    Column("firearms_captured", "count", "arms", "firearms taken so far"),
    Column("rounds", "count", "rounds", "rounds of the groups"),
    Column("ready_share", "real", "share", "groups with people and rounds enough for a raid"),
    Column("morale", "real", "share", "mean morale of the groups"),
    Column("rain", "real", "share", "mean rain of the areas"),
)
EVENTS = (
    Column("week", "count", "weeks", "week in which it began"),
    Column("minute", "real", "min", "minute since the campaign began"),
    Column("number", "count", "", "number of the raid; with the campaign's seed of raids it fixes its luck"),
    Column("post", "count", "", "which post"),
    Column("ambush", "flag", "", "an ambush of people off post"),
    Column("group", "count", "", "the group that led"),
    Column("partners", "count", "groups", "groups that took part"),
    Column("attackers", "count", "people", "attackers at the start"),
    Column("defenders", "count", "people", "garrison at the start"),
    Column("structure", "real", "share", "walls at the start, as a multiple of the kind's own"),
    Column("rain", "real", "share", "rain of the week"),
    Column("ending", "code", "", "how it ended"),
    Column("cause", "code", "", "why the attackers left"),
    Column("duration_minutes", "real", "min", "how long it lasted"),
    Column("attackers_killed", "count", "people", "attackers killed"),
    Column("attackers_wounded", "count", "people", "attackers wounded"),
    Column("defenders_killed", "count", "people", "garrison and relief killed"),
    Column("defenders_captured", "count", "people", "garrison and relief captured"),
    Column("arms_captured", "count", "arms", "firearms taken"),
    Column("air", "code", "", "what came of the call for aircraft"),
    Column("air_elsewhere", "count", "", "at which post the aircraft were that would have come first; -1: at none"),
    Column("relief_people", "count", "people", "people of the relief that landed"),
    Column("burned", "flag", "", "the post was burned"),
)
N_COLUMNS, N_SERIES, N_EVENTS = len(COLUMNS), len(SERIES), len(EVENTS)


@rule
def count_groups(campaign):
    """Fighters, firearms, rounds, mean morale, killed and captured of all groups."""
    fighters, firearms, rounds, morale, killed, captured = 0, 0, 0, 0.0, 0, 0
    for g in range(campaign.world.groups):
        group = campaign.groups[g]
        fighters += group.fighters
        firearms += group.firearms
        rounds += group.rounds
        morale += group.morale
        killed += group.killed
        captured += group.captured
    return fighters, firearms, rounds, morale / max(1, campaign.world.groups), killed, captured


@rule
def count_posts(campaign):
    """How many posts are held, and by how many people?"""
    held, people = 0, 0
    for p in range(campaign.world.posts):
        if campaign.posts[p].standing == Standing.HELD:
            held += 1
            people += campaign.posts[p].people
    return held, people


@rule
def count_areas(campaign):
    """Reserve, killed and captured of all areas, and their mean rain."""
    reserve, killed, captured, rain = 0, 0, 0, 0.0
    for a in range(campaign.world.areas):
        area = campaign.areas[a]
        reserve += area.reserve
        killed += area.killed
        captured += area.captured
        rain += area.rain / campaign.world.areas
    return reserve, killed, captured, rain


@rule
def measure(campaign, row):
    """Write the measures of a campaign that has ended into `row`, shape (N_COLUMNS,), in the order of COLUMNS."""
    world, endings = campaign.world, campaign.tally.endings
    fighters, firearms, rounds, morale, killed, captured = count_groups(campaign)
    held, people = count_posts(campaign)
    reserve, garrison_killed, garrison_captured, _ = count_areas(campaign)
    at = write(row, 0, (
        float(world.raid), float(world.bases_lost), float(world.counted_lost), float(world.given_up), float(world.rebuilt),
        float(held), float(world.raids), float(endings[Ending.OCCUPIED]), float(endings[Ending.FORCED_OUT]),
        float(endings[Ending.WITHDREW]), float(endings[Ending.REPULSED]), float(endings[Ending.OBJECTIVE_MET]),
        float(endings[Ending.UNDECIDED]), float(world.ambushes), float(killed), float(captured), float(garrison_killed),
        float(garrison_captured), float(fighters), float(people), float(reserve), float(firearms),
        float(world.firearms_in), float(world.firearms_captured), float(rounds), float(world.rounds_fired),
        float(world.air_called), float(world.air_came), float(world.air_elsewhere), morale,
    ))  # fmt: skip
    lost = 0
    for month in range(MONTHS_COUNTED):
        lost += campaign.tally.month_lost[month]
        row[at + month] = lost


@rule
def share_ready(campaign):
    """Which share of the groups has people and rounds enough?"""
    ready, given = 0, campaign.given
    for g in range(campaign.world.groups):
        group = campaign.groups[g]
        enough = group.rounds >= given.groups_ready_rounds * group.fighters
        ready += 1 if group.fighters >= given.groups_least_fighters and enough else 0
    return ready / max(1, campaign.world.groups)


@rule
def record(campaign, row):
    """Write the state at the end of a week into `row`, shape (N_SERIES,), in the order of SERIES."""
    world = campaign.world
    fighters, firearms, rounds, morale, _, _ = count_groups(campaign)
    held, people = count_posts(campaign)
    reserve, _, _, rain = count_areas(campaign)
    write(row, 0, (
        float(world.tick), float(world.bases_lost), float(world.counted_lost), float(world.given_up), float(held),
        float(world.raids), float(world.ambushes), float(fighters), float(people), float(reserve), float(firearms),
        float(world.firearms_captured), float(rounds), share_ready(campaign), morale, rain,
    ))  # fmt: skip


@rule
def note_before(campaign, attack, number, row):
    """Write what is known before a raid into `row`, shape (N_EVENTS,), in the order of EVENTS."""
    post = campaign.posts[attack.post]
    write(row, 0, (
        float(campaign.world.tick), attack.minute, float(number), float(attack.post), float(attack.ambush),
        float(partner(attack, 0)), float(attack.partners), 0.0, 0.0, post.structure, campaign.areas[post.area].rain,
    ))  # fmt: skip


@rule
def note_after(attack, raid, row):
    """Write what came of it."""
    killed, wounded, defenders_killed, defenders_captured = 0, 0, 0, 0
    for i in range(raid.world.squads):
        killed += raid.units[i].killed
        wounded += raid.units[i].wounded
    for i in range(raid.world.squads, raid.world.units):
        defenders_killed += raid.units[i].killed
        defenders_captured += raid.units[i].captured
    row[7] = float(raid.attack.fighters)
    row[8] = float(raid.defence.people)
    write(row, 11, (
        float(raid.world.ending), float(raid.attack.cause), raid.world.end_minute, float(killed), float(wounded),
        float(defenders_killed), float(defenders_captured), float(raid.world.arms_captured), float(attack.air_answer),
        float(attack.elsewhere), float(raid.relief.landed_people), 1.0 if raid.world.burned_minute >= 0.0 else 0.0,
    ))  # fmt: skip
