"""Laws that every campaign keeps: its raids are raids, nobody and nothing is lost or doubled, and chance has an address.

Everything is whole numbers, and everything is compared with ``==``.
"""

import numpy as np
import pytest
from hypothesis import given, settings

from sim.batch import play_raid
from sim.campaign.replay import raid_of, raids_played, replays, write_raid
from sim.campaign.scenario import judge, load_campaign
from sim.campaign.state import Standing
from sim.campaign.table import play, trace
from sim.outcome import COLUMNS, N_COLUMNS
from sim.scenario import compile_plan, load_scenario
from sim.state import ReliefStatus, make_workspace
from sim.table import outcome_of
from sim.table import play as play_raids
from sim.voices import measure
from sim.warm import warm_up
from tests.campaigns import NUMBERS, SEEDS, area, campaign, campaigns, rows, small_campaign, weeks_of
from tests.scenarios import changed, choice

FEWER = settings().max_examples // 3


def row_of(workspace):
    """The measures of the raid that was just played there."""
    row = np.zeros(N_COLUMNS)
    measure(workspace.raids, row)
    return row


def played_alone(replay):
    """The measures of the same raid as the batch plays it."""
    warm_up()
    workspace = make_workspace()
    play_raid(workspace, compile_plan(replay.scenario), replay.seed, replay.raid)
    return row_of(workspace)


# ---- a campaign of one post is a raid ----------------------------------------------------------------------------

KNOWN = {
    "paya_taung": ["start_hour=5.5", "weather.rain=0.2", "weather.rain_mean=0.2", "air.delay_minutes=120", "relief.delay_minutes=360",
                   "resistance.groups.knla.fighters=60", "resistance.groups.sof.fighters=60"],
    "kyar_tat": ["start_hour=6.25", "weather.rain=0.1", "weather.rain_mean=0.1", "air.delay_minutes=130", "relief.delay_minutes=200",
                 *(f"resistance.groups.{name}.fighters=55" for name in ("pale", "salingyi", "myaing", "yesagyo"))],
}  # fmt: skip
AIR_KM, AIR_KM_PER_MINUTE = 140, 4  # 35 minutes of the two delays are flight


def post_alone(scenario):
    """One post at which that scenario is played: as many people, groups, arms, aircraft and rain as it says, and nobody else."""
    groups, flight = scenario.resistance.groups, AIR_KM / AIR_KM_PER_MINUTE
    group, people = next(iter(groups.values())), sum(part.people.low for part in scenario.garrison.contingents.values())
    armed = len(groups) * group.fighters.low * group.armed_share.low
    flown_in = scenario.relief.mode == "airlift"
    here = area(100) | {
        "radius_km": 1e-12,
        "posts": {"only": 1},
        "groups": len(groups),
        "fighters": group.fighters.low,
        "firearms_share": group.armed_share.low,
        "rounds_per_fighter": group.rounds_per_fighter.low,
        "breaching_rounds": group.breaching_rounds.low,
        "recruits": 0,
    }
    kind = {"title": "only", "raid": scenario.model_dump(), "people": people, "people_spread": 0, "structure": 1, "value": 1}
    data = small_campaign()
    data["region"] |= {
        "kinds": {"only": kind},
        "areas": {"here": here},
        "airfields": {"field": {"x_km": 100 + AIR_KM, "y_km": 100}},
    }
    return judge(
        changed(
            data,
            {
                "weeks": 1,
                "counted.area": None,
                "groups.tempo_per_week": 100,
                "groups.wanted_ratio": (armed - 1) / people,  # so that all groups are asked
                "groups.wall_weight": 0,
                "groups.least_fighters": group.fighters.low,
                "groups.morale": group.resolve.low,
                "arms.firearms_per_week": 0,
                "arms.rounds_per_week": 0,
                "arms.breaching_per_week": 0,
                "arms.rounds_carried": 1e6,
                "arms.breaching_carried": 10_000,
                "fleet.gunships": scenario.air.aircraft.low,
                "fleet.transports": int(flown_in),
                "fleet.flight": scenario.air.aircraft.low,
                "fleet.km_per_minute": AIR_KM_PER_MINUTE,
                "fleet.ready_minutes": scenario.air.delay_minutes.low - flight,
                "fleet.other_tasks": scenario.air.busy_chance.low,
                "fleet.other_minutes": scenario.air.busy_minutes.low,
                "reserve.columns": 1,
                "reserve.column_people": scenario.relief.people.low,
                "reserve.ready_minutes": scenario.relief.delay_minutes.low - (flight if flown_in else 0),
                "reserve.blocked_chance": scenario.relief.block_chance.low,
                "reserve.blocked_minutes": scenario.relief.block_minutes.low,
                "season": dict.fromkeys(choice("season", "north_west"), 1)
                | {"title": "even", "rain_per_mm": scenario.weather.rain.low, "spread": 0},
            },
        )
    )


@pytest.mark.parametrize("name", KNOWN)
@pytest.mark.parametrize("number", range(4))
def test_a_campaign_of_one_post_is_the_raid_itself(name, number):
    scenario = load_scenario(name, KNOWN[name])
    (played,) = raids_played(post_alone(scenario), seed=11, number=number)
    world = played.field.raid.raid.world
    as_raid = play_raids(scenario, 1, int(world.key_0) | int(world.key_1) << 32, first=int(world.raid)).to_pylist()[0]
    assert set(as_raid) == {column.name for column in COLUMNS}
    assert outcome_of(row_of(played.field.raid)) == as_raid


# ---- each raid of a campaign is a raid ---------------------------------------------------------------------------


def assert_raids_are_raids(course):
    found = 0
    for played, replay in zip(raids_played(course.campaign, course.seed, course.number), replays(course), strict=True):
        assert np.array_equal(row_of(played.field.raid), played_alone(replay), equal_nan=True)
        found += 1
    assert found == course.events.num_rows
    return found


@settings(max_examples=FEWER)
@given(campaigns(weeks=8), SEEDS, NUMBERS)
def test_each_raid_of_a_campaign_is_the_same_raid_played_alone(made_up, seed, number):
    assert_raids_are_raids(trace(made_up, seed, number))


@pytest.mark.parametrize("policy", ["hold", "draw_back"])
def test_each_raid_of_the_country_is_the_same_raid_played_alone(policy):
    country = load_campaign("country", [f"policy={policy}", "weeks=30", "groups.tempo_per_week=0.5", "groups.ready_rounds=20"])
    assert assert_raids_are_raids(trace(country, seed=5, number=2)) > 10


def test_a_raid_taken_out_of_a_campaign_is_the_row_of_its_course(tmp_path):
    course = trace(campaign(), seed=3, number=1)
    for k in range(0, course.events.num_rows, 9):
        event, replay = course.events.slice(k, 1).to_pylist()[0], raid_of(course, k)
        alone = play_raids(replay.scenario, 1, replay.seed, first=replay.raid).to_pylist()[0]
        for name in (
            "ending",
            "cause",
            "attackers",
            "attackers_killed",
            "defenders_killed",
            "defenders_captured",
            "duration_minutes",
        ):
            assert alone[name] == event[name], name
        assert replay.raid == event["number"]
        assert event["post_name"] in replay.scenario.title
        assert replay.scenario.resistance.objective == ("ambush" if event["ambush"] else "occupy")


def test_a_raid_kept_in_a_file_is_the_same_raid(tmp_path):
    course = trace(campaign(), seed=3, number=1)
    file = write_raid(course, 4, tmp_path / "fifth.yaml")
    replay = raid_of(course, 4)
    assert load_scenario(str(file)) == replay.scenario
    assert file.read_text().startswith(f"# redoubt raid scenario_file=fifth.yaml seed={replay.seed} raid={replay.raid}\n")


@pytest.mark.parametrize("k", [-1, 1000])
def test_a_raid_that_was_not_played_is_refused(k):
    course = trace(campaign({"weeks": 6}))
    with pytest.raises(IndexError, match=f"row of the {course.events.num_rows} raids of this course; it is {k}"):
        raid_of(course, k)


# ---- nothing is lost or doubled ----------------------------------------------------------------------------------


def fighters(whole):
    """All who fight, may yet, or did."""
    own = rows(whole, "groups")
    return sum(int(own[name].sum()) for name in ("fighters", "recovering", "killed", "captured")) + int(
        rows(whole, "areas")["recruits"].sum()
    )


def garrison_side(whole):
    """All of the garrison side, less those who were drafted since it began."""
    areas = sum(int(rows(whole, "areas")[name].sum()) for name in ("reserve", "recovering", "killed", "captured"))
    return (
        areas
        + int(rows(whole, "posts")["people"].sum())
        + int(rows(whole, "columns")["people"].sum())
        - int(whole.world.drafts)
    )


def firearms(whole):
    """Firearms of all groups, less what came since it began."""
    world = whole.world
    return int(rows(whole, "groups")["firearms"].sum()) - int(world.firearms_in + world.firearms_captured - world.firearms_lost)


def rounds(whole):
    """The same of rounds."""
    world = whole.world
    came = world.rounds_in + world.rounds_captured - world.rounds_fired - world.rounds_lost
    return int(rows(whole, "groups")["rounds"].sum()) - int(came)


def breaching_rounds(whole):
    """The same of breaching rounds."""
    world = whole.world
    return int(rows(whole, "groups")["breaching"].sum()) - int(
        world.breaching_in - world.breaching_fired - world.breaching_lost
    )


STOCKS = (fighters, garrison_side, firearms, rounds, breaching_rounds)
NEVER_NEGATIVE = {
    "posts": ("people", "establishment", "structure"),
    "groups": ("fighters", "recovering", "firearms", "rounds", "breaching", "morale", "killed", "captured"),
    "areas": ("recruits", "reserve", "recovering", "killed", "captured", "rain"),
    "columns": ("people", "free_minute"),
    "aircraft": ("free_minute",),
}


@settings(max_examples=FEWER)
@given(campaigns(), SEEDS, NUMBERS)
def test_people_arms_and_rounds_add_up_after_every_week(made_up, seed, number):
    start = None
    for whole in weeks_of(made_up, seed, number):
        stocks = [stock(whole) for stock in STOCKS]
        start = start or stocks
        assert stocks == start, int(whole.world.tick)


@settings(max_examples=FEWER)
@given(campaigns(), SEEDS, NUMBERS)
def test_nothing_is_ever_negative(made_up, seed, number):
    for whole in weeks_of(made_up, seed, number):
        for kind, names in NEVER_NEGATIVE.items():
            for name in names:
                assert (rows(whole, kind)[name] >= 0).all(), (kind, name)
        assert (rows(whole, "groups")["morale"] <= 1).all()
        assert not rows(whole, "posts")["people"][rows(whole, "posts")["standing"] != Standing.HELD].any()


@settings(max_examples=FEWER)
@given(campaigns(), SEEDS)
def test_every_post_is_held_lost_or_given_up(made_up, seed):
    for whole in weeks_of(made_up, seed):
        standing, world = rows(whole, "posts")["standing"], whole.world
        assert (standing == Standing.GIVEN_UP).sum() == world.given_up
        assert (standing == Standing.LOST).sum() == world.bases_lost - world.rebuilt
        assert whole.tally.month_lost.sum() == world.bases_lost
        assert whole.tally.endings.sum() == world.raids


@settings(max_examples=FEWER)
@given(campaigns(), SEEDS, NUMBERS)
def test_a_raid_meets_all_people_of_the_post_and_an_ambush_no_more_than_there_are(made_up, seed, number):
    for played in raids_played(made_up, seed, number):
        raid, post = played.field.raid.raid, played.field.campaigns[0].posts[int(played.attack.post)]
        if post.standing != Standing.HELD:  # those who were left went to the reserve
            continue
        garrison = raid.units[: int(raid.world.units)]
        garrison = garrison[(garrison["side"] == 1) & (garrison["group"] >= 0)]
        there = post.people + sum(int(garrison[name].sum()) for name in ("killed", "wounded", "captured", "fled"))
        assert raid.defence.people <= there if played.attack.ambush else raid.defence.people == there


# ---- nobody is in two places -------------------------------------------------------------------------------------

BUSY = {"fleet.turnaround_minutes": 3000, "groups.tempo_per_week": 5, "groups.rest_weeks": 1, "fleet.other_tasks": 0.2}


def away(made_up, seed, number):
    """Who helped in each raid: gunships of an airfield, transports of an airfield, a relief column; how many, from when, until when."""
    for played in raids_played(made_up, seed, number):
        attack, raid, given_facts = played.attack, played.field.raid.raid, played.field.campaigns[0].given
        start, end = attack.minute + raid.defence.called_minute, attack.minute + raid.world.end_minute
        if raid.given.air_sorties > raid.air.sorties_left:
            until = end + given_facts.fleet_turnaround_minutes
            yield ("gunships", int(attack.airfield)), int(attack.gunships), start + raid.air.busy_minutes, until
        if attack.column >= 0 and raid.relief.status >= ReliefStatus.TRAVELLING:
            yield ("column", int(attack.column)), 1, start, end + given_facts.reserve_rest_minutes
            if attack.transports >= 0:
                yield ("transports", int(attack.transports)), 1, start, end + given_facts.fleet_turnaround_minutes


def most_at_once(spells):
    """How many are away at the busiest moment?"""
    return max(sum(number for number, start, end in spells if start <= moment < end) for _, moment, _ in spells)


def assert_nobody_is_in_two_places(made_up, seed, number):
    spells, there = {}, {"gunships": made_up.fleet.gunships.high, "transports": made_up.fleet.transports.high, "column": 1}
    for who, many, start, end in away(made_up, seed, number):
        spells.setdefault(who, []).append((many, start, end))
    for who, own in spells.items():
        assert most_at_once(own) <= there[who[0]], who
    return {who[0] for who in spells}


@settings(max_examples=FEWER)
@given(campaigns(), SEEDS, NUMBERS)
def test_no_aircraft_and_no_column_is_at_two_raids_at_once(made_up, seed, number):
    assert_nobody_is_in_two_places(made_up, seed, number)


def test_where_help_is_scarce_some_raids_see_none_because_it_is_elsewhere():
    busy = campaign(BUSY)
    assert assert_nobody_is_in_two_places(busy, 1, 0) == {"gunships", "transports", "column"}
    assert trace(busy, 1, 0).outcome["air_elsewhere"] > 0


# ---- the same luck -----------------------------------------------------------------------------------------------


def test_two_policies_meet_the_same_luck_until_the_first_post_is_given_up():
    parted = 0
    for number in range(10):
        hold, back = (trace(campaign({"policy.draws_back": draws}), 4, number) for draws in (False, True))
        given_up = back.series["bases_given_up"].to_numpy()
        week = int(np.argmax(given_up > 0)) if given_up.any() else len(given_up)
        assert hold.series.slice(0, week).equals(back.series.slice(0, week))
        assert (hold.standings[: week + 1] == back.standings[: week + 1]).all()
        assert not hold.series.equals(back.series) or not given_up.any()
        parted += int(given_up.any())
    assert parted > 0


def test_another_campaign_and_another_seed_are_another_luck():
    courses = [trace(campaign(), seed, number).series for seed, number in [(1, 0), (1, 1), (2, 0), (2**32 + 1, 0)]]
    assert all(not one.equals(other) for k, one in enumerate(courses) for other in courses[:k])


@settings(max_examples=3)
@given(campaigns(), SEEDS)
def test_the_number_of_workers_and_the_first_campaign_change_nothing(made_up, seed):
    alone = play(made_up, 20, seed, workers=1)
    assert play(made_up, 20, seed, workers=3).equals(alone)
    assert play(made_up, 9, seed, first=11, workers=2).equals(alone.slice(11))
    assert trace(made_up, seed, 13).outcome == alone.slice(13, 1).to_pylist()[0]


def lucks(course):
    """The seed and the number of each raid, by week, post, and whether it is an ambush."""
    events = course.events.select(["week", "post", "ambush"]).to_pylist()
    return {tuple(event.values()): (replay.seed, replay.raid) for event, replay in zip(events, replays(course), strict=True)}


def test_the_luck_of_a_raid_hangs_on_week_and_post_alone():
    """Quite another campaign of the same number, in which other groups raid at other places: where both do, it is the same luck."""
    one = lucks(trace(campaign(), 6, 2))
    other = lucks(
        trace(campaign({"groups.reach_km": 15, "arms.firearms_per_week": 3, "policy.draws_back": True, "weeks": 40}), 6, 2)
    )
    both = set(one) & set(other)
    assert len(both) > 3
    assert set(one) != set(other)
    assert all(one[key] == other[key] for key in both)
    assert len(set(one.values())) == len(one)


NOTHING_SHARED = {"region.areas.two.x_km": 900, "region.airfields": {}, "reserve.columns": 0}


def test_what_happens_far_away_changes_nothing_here():
    """Two areas that share no group, no aircraft and no column."""
    quiet, busy = (trace(campaign(NOTHING_SHARED | {"region.areas.two.fighters": people}), 8, 0) for people in (0, 60))
    here = [k for k, post in enumerate(quiet.ground.posts) if post.area == 0]
    there = [k for k, post in enumerate(quiet.ground.posts) if post.area == 1]
    assert (quiet.people[:, here] == busy.people[:, here]).all()
    assert (quiet.standings[:, here] == busy.standings[:, here]).all()
    assert not (quiet.people[:, there] == busy.people[:, there]).all()
    assert (busy.people[:, here] != busy.people[0, here]).any()


# ---- rules that can be said in a sentence ------------------------------------------------------------------------


def attacks_of(made_up, seed, number):
    """All attacks of a campaign: week, post, whether it is an ambush, and the groups that took part."""
    for played in raids_played(made_up, seed, number):
        attack = played.attack
        groups = [int(attack[f"group_{k}"]) for k in range(int(attack.partners))]
        yield played, played.week, int(attack.post), groups


@settings(max_examples=FEWER)
@given(campaigns(), SEEDS, NUMBERS)
def test_nobody_goes_beyond_reach_and_nobody_goes_twice(made_up, seed, number):
    went, raided = {}, set()
    for played, week, post, groups in attacks_of(made_up, seed, number):
        facts = played.field.campaigns[0].given
        assert (week, post) not in raided
        raided.add((week, post))
        assert len(set(groups)) == len(groups)
        for g in groups:
            assert played.plan.reach_km[g, post] <= facts.groups_reach_km
            assert week >= went.get(g, -1000) + max(1, int(facts.groups_rest_weeks))
            went[g] = week


@settings(max_examples=FEWER)
@given(campaigns(), SEEDS, NUMBERS)
def test_nobody_raids_without_rounds_or_with_too_few(made_up, seed, number):
    for played, *_ in attacks_of(made_up, seed, number):
        raid, facts = played.field.raid.raid, played.field.campaigns[0].given
        for k in range(int(raid.world.groups)):
            people = raid.groups[k].fighters
            assert people >= min(facts.groups_least_fighters, facts.groups_ambush_fighters)
            carried = min(facts.groups_ready_rounds, facts.arms_rounds_carried)
            squads = raid.groups[k].past_row - raid.groups[k].first_row
            assert raid.groups[k].rounds > carried * people - squads - 1  # whole rounds for each squad
        assert raid.defence.people > 0


CUT_OFF = {"arms": {**choice("arms", "cut_off"), "rounds_per_week": 0}}
NONE_AT_HAND = {
    f"region.areas.{name}.{what}": 0 for name in ("one", "two") for what in ("firearms_share", "rounds_per_fighter")
}


def test_with_arms_cut_off_and_none_at_hand_there_is_no_raid():
    table = play(campaign(CUT_OFF | NONE_AT_HAND), 20)
    assert set(table["raids"].to_pylist()) == set(table["ambushes"].to_pylist()) == {0}
    assert set(table["bases_lost"].to_pylist()) == {0}


def test_without_groups_or_out_of_reach_nothing_happens():
    for changes in ({"region.areas.one.groups": 0, "region.areas.two.groups": 0}, {"groups.reach_km": 0}):
        outcome = trace(campaign(changes)).outcome
        assert (outcome["raids"], outcome["ambushes"], outcome["bases_held"]) == (0, 0, 12)


def test_who_holds_everywhere_gives_nothing_up():
    assert set(play(campaign({"policy.draws_back": False}), 30)["bases_given_up"].to_pylist()) == {0}


# ---- more of it, on average over the same luck -------------------------------------------------------------------

MANY = 100
WHOEVER_LEADS_GOES_ALONE = {"groups.wanted_ratio": 0}
WALLS_ARE_NOT_SEEN = {"groups.wall_weight": 0}  # so that they do not decide who goes where
MORE_OF = {
    "firearms": (
        {"region.areas.one.firearms_share": v, "region.areas.two.firearms_share": v} | WHOEVER_LEADS_GOES_ALONE
        for v in (0.1, 0.4, 1)
    ),
    "attackers": ({"groups.wanted_ratio": v} for v in (0.5, 1.5, 3)),
    "heart": ({"groups.morale": v} for v in (0.3, 0.6, 0.9)),
}
LESS_OF = {
    "gunships": ({"fleet.gunships": v} for v in (4, 1, 0)),
    "relief": ({"reserve.columns": v} for v in (2, 1, 0)),
    "walls": ({"region.kinds.hut.structure": v, "region.kinds.fort.structure": v} | WALLS_ARE_NOT_SEEN for v in (4, 2, 1, 0)),
    "rain, with no aircraft to ground": (
        {
            "fleet.gunships": 0,
            "fleet.transports": 0,
            "season.rain_per_mm": 0.001,
            "season.june_mm": v,
            "season.first_month": 6,
            "weeks": 4,
        }
        for v in (900, 400, 0)
    ),
}


@pytest.mark.parametrize("what", [*MORE_OF, *LESS_OF])
def test_posts_are_lost_to_more_of_it_or_for_want_of_it(what):
    lost = [sum(play(campaign(changes), MANY, seed=9)["bases_lost"].to_pylist()) for changes in (MORE_OF | LESS_OF)[what]]
    assert lost == sorted(lost)
    assert lost[0] < lost[-1]


def test_more_firearms_for_all_lead_to_raids_by_fewer_people():
    """Groups ask others along until enough are armed; well-armed ones need no others."""
    poor, rich = (
        trace(campaign({"region.areas.one.firearms_share": share, "region.areas.two.firearms_share": share}), 9, 0)
        for share in (0.2, 1)
    )
    partners = [np.mean(course.events["partners"].to_numpy()) for course in (poor, rich)]
    assert partners[0] > partners[1]
