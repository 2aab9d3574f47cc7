"""Where two raids part, and why: raids in which one knows it beforehand, and laws for all others."""

import math
from functools import cache

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim import voices
from sim.draws import Question, uniform_pair
from sim.model import RaidModel
from sim.scenario import judge, load_scenario
from sim.state import AirStatus, Ending
from sim.story import milestones
from sim.table import play
from sim.tick import PASSES, play_tick
from sim.why.difference import difference_table
from sim.why.heard import listen
from sim.why.partings import actors_of, find_partings
from sim.why.side_by_side import cut, side_by_side, why_they_part
from tests.scenarios import changed, choice, raid, raids, ready

FEWER = 12  # Mesa takes its time
UNARMED = {"rules.hit_chance": 0.0, "rules.bullet_damage": 0.0, "resistance.groups.first.breaching_rounds": 0}
STEADFAST = {f"rules.leave_{cause}": 0.0 for cause in
             ("losses", "ammunition", "structure", "air", "relief", "weather", "time", "coalition")}  # fmt: skip
LONG = {"limit_minutes": 300, "garrison.alert_minutes": 5}


def parted_of(changes, more, seed=3, number=0):
    """The small raid with these changes, and with more of them."""
    one, other = raid(changes), raid(changes | more)
    return one, other, find_partings(one, other, seed, number)


@cache
def without_aircraft():
    """A raid that ended for the aircraft, and the same without them."""
    return find_partings(load_scenario("kyar_tat"), load_scenario("kyar_tat", ["air.available=false"]), 7)


# ---- raids in which one knows it -------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["kyar_tat", "drive_by"])
def test_a_raid_never_parts_from_itself(name):
    found = find_partings(load_scenario(name), load_scenario(name), 7)
    assert found.differences == []
    assert found.ground is None
    assert found.outcomes[0] == found.outcomes[1] == play(load_scenario(name), 1, seed=7).to_pylist()[0]
    assert "never part" in why_they_part(found)[-1]


def test_without_aircraft_it_parts_afar_at_the_call_and_on_the_ground_when_they_are_overhead():
    found = without_aircraft()
    row = found.raids[0]
    assert [(d.field, d.as_it_is, d.what_if) for d in found.start] == [("air.available", "true", "false")]
    assert (found.afar[0].minute, found.afar[0].pass_name) == (row.defence.called_minute, "air")
    assert (found.afar[0].as_it_is, found.afar[0].what_if) == ("called", "idle")
    assert found.ground.tick * row.given.tick_minutes == row.air.first_minute
    assert found.ground.pass_name == "waver"  # aircraft shake resolve before a strike falls
    assert found.ground.draw is None
    assert "nothing is drawn" in found.ground.words
    assert found.raids[1].air.status == AirStatus.IDLE


def test_relief_that_comes_to_one_raid_alone_parts_them_when_it_lands():
    steady = STEADFAST | UNARMED | LONG
    helped = steady | {"relief": {**choice("relief", "road"), "delay_minutes": 20, "block_chance": 0.0}}
    one, other = raid(helped), raid(steady)
    found = find_partings(one, other, 3)
    assert found.ground.minute == found.raids[0].relief.landed_minute > 0
    assert (found.ground.pass_name, found.ground.who) == ("relief", "section 1 of the relief")
    assert (found.ground.as_it_is, found.ground.what_if) == ("moving", "not there")
    assert found.afar[0].field == "status"


@pytest.mark.parametrize("seed", [1, 2])
def test_rain_that_does_nothing_parts_nobody(seed):
    dry = {"rules.rain_sight_loss": 0.0, "rules.rain_fire_loss": 0.0, "rules.rain_slow": 0.0, "rules.leave_weather": 0.0}
    found = parted_of(dry, {"weather.rain": 0.9, "weather.rain_mean": 0.9}, seed)[2]
    assert found.ground is None
    assert [(d.field, d.who, d.minute) for d in found.afar] == [("rain", "the sky", 0.0)]


def test_rain_that_slows_parts_them_at_the_first_step():
    found = parted_of({}, {"weather.rain": 0.9, "weather.rain_mean": 0.9})[2]
    assert (found.ground.tick, found.ground.pass_name) == (0, "move")
    assert found.ground.field in ("x", "y")
    assert found.ground.draw is None


def tick_at_which_somebody_has_fired_more(scenario, most, seed):
    """Number of the first tick in which a unit has fired more rounds than this."""
    row = ready(scenario, seed).raid
    while row.world.ending == Ending.RUNNING:
        play_tick(row)
        squads = row.units[: row.world.squads]
        if (squads["rounds_fired"] > most[: row.world.squads]).any():
            return row.world.tick - 1
    return None


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_with_more_rounds_they_part_when_somebody_would_have_run_out(seed):
    """Nobody minds how much is left, so rounds count only once they are gone."""
    few = STEADFAST | {"resistance.groups.first.shares_rounds": False, "resistance.groups.first.rounds_per_fighter": 9}
    one, other, found = parted_of(few | LONG, {"resistance.groups.first.rounds_per_fighter": 500}, seed)
    brought = ready(one, seed).raid.units["rounds"].copy()
    assert found.ground.tick == tick_at_which_somebody_has_fired_more(other, brought, seed)
    assert (found.ground.pass_name, found.ground.field) == ("shoot", "fired")
    assert any(d.field == "rounds of the attackers" for d in found.start)


@pytest.mark.parametrize("number", [0, 1, 2, 3])
def test_a_plan_of_less_time_parts_them_at_the_draw_that_lies_between_the_two_chances(number):
    """The one hazard left has a closed form: `leave_time * x^2 / (1 + x^2)`, `x` minutes over the plan in units of the scale."""
    still = STEADFAST | UNARMED | {"rules.leave_time": 0.02, "rules.time_scale_minutes": 30, "rules.doubt": 0.0}
    still |= {"rules.yield_rate": 0.0, "rules.fall_back_rate": 0.0, "rules.assault_rate": 0.0}
    one, _, found = parted_of(still | LONG, {"resistance.planned_minutes": 10}, 5, number)
    row = ready(one, 5, number).raid

    def chance(minute, planned):
        over = max(0.0, (minute - planned) / 30)
        return 1 - math.exp(-0.02 * over**2 / (1 + over**2))

    for tick in range(300):
        row.world.tick = tick
        draw, _ = uniform_pair(row.world, 4_000_002, Question.LEAVES)
        leave = draw < chance(tick, float(row.given.resistance_planned_minutes)), draw < chance(tick, 10.0)
        if any(leave):
            break
    if leave == (True, True):  # the same draw sends both home
        assert found.ground is None
        return
    assert (found.ground.tick, found.ground.pass_name) == (tick, "lead_attack")
    assert found.ground.draw == draw
    assert found.decision._replace(level="ground") == found.ground._replace(words=found.decision.words)
    assert found.chance.words == found.decision.words
    for word in (f"{draw:.3g}"[:4], "as it is", "with the change", "everybody is ordered to leave"):
        assert word in found.ground.words


def test_a_changed_rate_of_fire_is_told_with_both_counts_of_one_draw():
    found = parted_of(LONG, {"garrison.rounds_per_minute": 4.0})[2]
    assert (found.ground.pass_name, found.ground.field) == ("shoot", "fired")
    assert int(found.ground.as_it_is) < int(found.ground.what_if)
    assert f"makes {found.ground.as_it_is} fired" in found.ground.words
    assert f"and {found.ground.what_if} fired" in found.ground.words


def test_an_earlier_end_parts_them_at_that_minute():
    found = parted_of(LONG, {"limit_minutes": 20})[2]
    assert (found.ground.minute, found.ground.pass_name, found.ground.what_if) == (20.0, "ending", "undecided")


def test_a_partner_more_shifts_all_rows_and_the_garrison_is_still_known_by_its_address():
    """One squad more that is far away and sees nobody: sections stand in other rows."""
    far = {"rules.sight_rate": 0.0, "rules.fire_reach_m": 1.0} | STEADFAST | {"limit_minutes": 4}
    second = {**choice("group", "local"), "fighters": 10, "squad_size": 10}
    found = parted_of(far, {"resistance.groups.second": second})[2]
    assert found.ground is None
    assert any(d.field == "people of the attackers" and (d.as_it_is, d.what_if) == ("12", "22") for d in found.start)


def test_ticks_of_another_length_would_be_other_luck():
    with pytest.raises(ValueError, match="tick_minutes"):
        find_partings(raid(), raid({"tick_minutes": 0.5}))


# ---- laws for all raids ------------------------------------------------------------------------------------------------

SAME_ROWS = st.sampled_from(
    [
        {"air.available": False}, {"air": {**choice("air", "gunships"), "delay_minutes": 0}}, {"weather.rain": 0.8},
        {"rules.hit_chance": 0.2}, {"rules.leave_losses": 0.5}, {"rules.assault_rate": 1.0}, {"rules.yield_rate": 2.0},
        {"rules.suppression_per_round": 0.0}, {"resistance.planned_minutes": 1}, {"garrison.alert_minutes": 0},
        {"station.structure_strength": 0.7}, {"resistance.surprise": 0.9}, {"rules.loss_shock": 0.0},
    ]
)  # fmt: skip
# What people do and what becomes of them; not what they carry, nor the numbers a rule works with on its way.
DEEDS = ("x", "y", "stance", "place", "goal", "target", "aimed", "seen", "fit", "wounded", "killed", "captured", "fled", "firing",
         "fired", "breaching_hits", "hits", "incoming", "rounds_fired", "breaching_fired", "resolve", "suppression", "unready",
         "left_minute")  # fmt: skip


def with_changes(scenario, changes):
    return judge(changed(scenario.model_dump(), changes))


def deeds(row):
    """All that people did, shape (fields, units), and what became of places and groups."""
    units, places = row.units[: row.world.units], row.places[: row.world.places]
    kinds = [units[name].astype(float) for name in DEEDS]
    more = [
        places[name].astype(float) for name in ("strength", "taken", "assaulted", "holders", "breached_minute", "taken_minute")
    ]
    return np.concatenate([np.array(kinds).ravel(), np.array(more).ravel(), row.groups["left_minute"][: row.world.groups],
                           [row.attack.leaving, row.world.ending]])  # fmt: skip


def played_until(scenario, tick):
    row = ready(scenario, 11).raid
    start = deeds(row)
    for _ in range(tick):
        play_tick(row)
    return start, deeds(row)


@settings(max_examples=FEWER)
@given(raids(most_ticks=60), SAME_ROWS)
def test_until_they_part_all_is_the_same_and_then_something_is_not(scenario, changes):
    other = with_changes(scenario, changes)
    found = find_partings(scenario, other, 11)
    ticks = found.ground.tick if found.ground else int(found.raids[0].world.tick)
    (start, one), (their_start, two) = played_until(scenario, ticks), played_until(other, ticks)
    compared = start == their_start
    assert (one[compared] == two[compared]).all()
    if found.ground is None:
        return
    (_, one), (_, two) = played_until(scenario, ticks + 1), played_until(other, ticks + 1)
    assert (one[compared] != two[compared]).any()


@settings(max_examples=FEWER)
@given(raids(most_ticks=60), SAME_ROWS)
def test_what_parts_one_from_the_other_parts_the_other_from_the_one(scenario, changes):
    other = with_changes(scenario, changes)
    there, back = find_partings(scenario, other, 11), find_partings(other, scenario, 11)
    assert there.outcomes == back.outcomes[::-1]
    for one, two in zip(told(there), told(back), strict=True):
        assert (one.level, one.tick, one.pass_name, one.who, one.field) == (
            two.level,
            two.tick,
            two.pass_name,
            two.who,
            two.field,
        )
        assert (one.as_it_is, one.what_if, one.draw) == (two.what_if, two.as_it_is, two.draw)


def told(found):
    return sorted(found.differences, key=lambda d: (d.level, d.tick, d.who, d.field))


@settings(max_examples=FEWER)
@given(raids(most_ticks=60), SAME_ROWS)
def test_both_raids_are_those_of_the_batch_and_every_difference_comes_in_time(scenario, changes):
    other = with_changes(scenario, changes)
    found = find_partings(scenario, other, 11, 2)
    assert found.outcomes[0] == play(scenario, 1, 11, first=2).to_pylist()[0]
    assert found.outcomes[1] == play(other, 1, 11, first=2).to_pylist()[0]
    if found.outcomes[0]["ending"] != found.outcomes[1]["ending"]:
        assert found.ground is not None
    later = [d for d in (found.ground, found.chance, found.decision) if d]
    assert all(d.tick >= found.ground.tick for d in later)
    assert all(0 < d.draw < 1 for d in later if d.draw is not None)
    assert all(d.as_it_is != d.what_if for d in found.differences)
    assert difference_table(found.differences).num_rows == len(found.differences)


@settings(max_examples=8)
@given(raids(most_ticks=30), st.integers(0, 20))
def test_a_rule_that_is_listened_to_does_what_it_always_does(scenario, ticks):
    """To the last bit; so what is heard is what was drawn."""
    model = RaidModel(scenario, seed=9)
    for _ in range(ticks):
        model.step()
    for name in model.passes():
        following = PASSES[(PASSES.index(name) + 1) % len(PASSES)]
        agents = [agent for agent in model.agents if hasattr(type(agent), following)]
        for row in [0] if following == "ending" else [agent.row or 0 for agent in agents][:5]:
            heard, usual = model.workspace.raids.copy(), model.workspace.raids.copy()
            draws = listen(following, heard, row)
            voices.ending(usual) if following == "ending" else getattr(voices, following)(usual, row)
            assert heard.tobytes() == usual.tobytes(), following
            assert all(0 < draw.value < 1 for draw in draws)


# ---- pass by pass ------------------------------------------------------------------------------------------------------


def test_the_passes_of_a_model_are_those_of_the_tick_until_the_raid_has_ended():
    model, twin = RaidModel(raid(), seed=4), RaidModel(raid(), seed=4)
    while model.running:
        assert tuple(model.passes()) == PASSES
        twin.step()
        assert model.workspace.raid.units.tobytes() == twin.workspace.raid.units.tobytes()
    assert list(model.passes()) == []
    assert model.outcome == twin.outcome == play(raid(), 1, seed=4).to_pylist()[0]


def test_every_pass_is_played_by_agents_of_one_record():
    acting = actors_of(RaidModel(raid()))
    assert set(acting) == set(PASSES) - {"ending"}
    assert (acting["sight"], acting["structure"], acting["lead_group"]) == ("units", "places", "groups")


# ---- two stories -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("name", "change"), [("kyar_tat", "garrison.alert_minutes=5"), ("monywa", "weather=clear")])
def test_side_by_side_both_stories_are_whole_and_in_order(name, change):
    scenarios = load_scenario(name), load_scenario(name, [change])
    found = find_partings(*scenarios, 7)
    stories = [milestones(scenario, row) for scenario, row in zip(scenarios, found.raids, strict=True)]
    lines = side_by_side(*stories)
    assert [line.minute for line in lines] == sorted(line.minute for line in lines)
    for story, column in zip(stories, ("as_it_is", "what_if"), strict=True):
        texts = sorted((line.minute, getattr(line, column)) for line in lines if getattr(line, column))
        assert texts == sorted((m.minute, m.text) for m in story)
    parts = cut(lines, found)
    assert [*parts.shared, *parts.nearing, *parts.apart] == lines
    assert all(line.is_shared for line in parts.shared)
    assert all(line.minute >= found.ground.minute for line in parts.apart)


def test_the_reason_is_told_from_the_start_to_the_decision():
    found = without_aircraft()
    sentences = why_they_part(found)
    assert sentences[0].startswith("At the start: air.available: true as it is, false with the change")
    assert [word for word in sentences if word.startswith("They part in minute")] == [sentences[2]]
    assert "orders" not in sentences[2]
    assert all(sentence.endswith(".") for sentence in sentences)
