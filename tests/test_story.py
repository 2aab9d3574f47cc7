"""The story of a raid: in order, complete, with a cause for each leaving, and the same whoever played it."""

import re

import pyarrow as pa
from hypothesis import given, settings

from sim.batch import play_raid
from sim.model import RaidModel
from sim.scenario import compile_plan, load_scenario
from sim.state import NEVER, Cause, make_workspace
from sim.story import EVENTS, TELLING, Milestone, clock, milestone_table, milestones, most_telling, spoken_name, verdict
from sim.table import play
from tests.scenarios import raid, raids, ready

FEWER = settings().max_examples // 2


def played(scenario, seed=1, number=0):
    workspace = make_workspace()
    play_raid(workspace, compile_plan(scenario), seed, number)
    return workspace.raid


def told(scenario, seed=1, number=0):
    return milestones(scenario, played(scenario, seed, number))


def of(story, event):
    return [milestone for milestone in story if milestone.event == event]


@settings(max_examples=FEWER)
@given(raids())
def test_a_story_is_told_in_order_and_ends_with_the_end(scenario):
    story = told(scenario)
    assert [(m.minute, EVENTS.index(m.event)) for m in story] == sorted((m.minute, EVENTS.index(m.event)) for m in story)
    assert story[-1].event == "end"
    assert len(of(story, "end")) == 1
    assert all(0.0 <= m.minute <= story[-1].minute for m in story)


@settings(max_examples=FEWER)
@given(raids())
def test_each_leaving_has_its_cause(scenario):
    row = played(scenario)
    story = milestones(scenario, row)
    groups = of(story, "group_left")
    assert len(groups) == sum(group.left_minute != NEVER for group in row.groups[: row.world.groups])
    names = list(scenario.resistance.groups)
    for milestone in groups:
        cause = Cause(int(row.groups[names.index(milestone.who)].cause))
        assert milestone.cause == cause.name.lower() != "none"
    for milestone in [*of(story, "forced_out"), *of(story, "leave")]:
        free_to_go = row.attack.met > 0 or (row.world.occupied_minute != NEVER and row.world.forced_out_minute == NEVER)
        assert milestone.cause == ("" if free_to_go else Cause(int(row.attack.cause)).name.lower())
        assert milestone.text.partition(": ")[2]


@settings(max_examples=FEWER)
@given(raids())
def test_the_story_agrees_with_the_measures(scenario):
    outcome = play(scenario, 1).to_pylist()[0]
    story = told(scenario)
    for event, column in (
        ("contact", "contact_minute"), ("call", "call_minute"), ("air_overhead", "air_minute"), ("leave", "leave_minute"),
        ("relief_landed", "relief_minute"), ("occupied", "occupied_minute"), ("burned", "burned_minute"),
        ("forced_out", "forced_out_minute"), ("strongpoint_taken", "strongpoint_minute"), ("group_left", "group_left_minute"),
        ("end", "duration_minutes"),
    ):  # fmt: skip
        assert next((m.minute for m in of(story, event)), None) == outcome[column]


@settings(max_examples=FEWER)
@given(raids())
def test_all_who_gave_up_are_counted_once(scenario):
    row = played(scenario)
    units = row.units[row.world.squads : row.world.units]
    gave_up = units["left_minute"] != NEVER
    for event, people in (("section_surrendered", "captured"), ("section_fled", "fled")):
        counted = sum(int(re.match(r"(\d+) of the ", m.text)[1]) for m in of(milestones(scenario, row), event))
        assert counted == units[people][gave_up].sum()


@settings(max_examples=10)
@given(raids(most_ticks=80))
def test_whoever_plays_the_raid_tells_the_same_story(scenario):
    models = [RaidModel(scenario, seed=3, raid=5, shuffled=shuffled) for shuffled in (False, True)]
    for model in models:
        model.run()
        assert milestones(scenario, model.workspace.raid) == told(scenario, 3, 5)


def test_a_raid_that_has_not_begun_has_no_story():
    scenario = raid()
    assert milestones(scenario, ready(scenario).raid) == []
    assert verdict(ready(scenario).raid) == ""


def test_what_happens_is_said_in_plain_words():
    scenario = load_scenario("kyar_tat")
    row = ready(scenario).raid
    row.groups[0].left_minute, row.groups[0].cause = 90.0, Cause.AMMUNITION
    row.attack.leave_minute, row.attack.cause, row.attack.leaving = 120.0, Cause.AIR, 1
    row.places[1].breached_minute, row.places[1].taken_minute, row.places[3].taken_minute = 40.0, 50.0, 60.0
    row.places[4].taken_minute = 60.0
    row.relief.landed_minute, row.relief.landed_people = 70.0, 40
    assert milestones(scenario, row) == [
        Milestone(40.0, "breached", "strongpoint 2", "", "strongpoint 2 is breached"),
        Milestone(50.0, "strongpoint_taken", "strongpoint 2", "", "strongpoint 2 falls (1 of 5)"),
        Milestone(60.0, "strongpoint_taken", "strongpoints 4 and 5", "", "strongpoints 4 and 5 fall (3 of 5)"),
        Milestone(70.0, "relief_landed", "relief", "", "40 people of the relief arrive by air"),
        Milestone(90.0, "group_left", "pale", "ammunition", "the Pale group leaves on its own: ammunition"),
        Milestone(120.0, "leave", "attackers", "air", "the attackers' commander orders everybody to leave: aircraft overhead"),
    ]


def test_many_strongpoints_that_fall_at_once_are_counted():
    scenario = load_scenario("kyar_tat", ["station.strongpoints=9"])
    row = ready(scenario).raid
    row.places["taken_minute"][:8] = 30.0
    assert [m.text for m in milestones(scenario, row)] == ["8 strongpoints fall (8 of 9)"]


def test_sections_that_give_up_together_are_told_together():
    scenario = load_scenario("zee_pyar")
    row = ready(scenario).raid
    trainees = [unit for unit in row.units[row.world.squads : row.world.units] if unit.group == 2]
    for unit, minute in zip(trainees, (30.0, 33.0, 37.0, 90.0), strict=False):
        unit.captured, unit.left_minute = unit.fit, minute
    assert [(m.minute, m.who, m.text) for m in milestones(scenario, row)] == [
        (30.0, "trainees", "45 of the trainees surrender within 7 min"),
        (90.0, "trainees", "15 of the trainees surrender"),
    ]


def test_a_building_worn_down_by_its_new_holders_is_no_news():
    scenario = raid()
    row = ready(scenario).raid
    row.places[2].taken_minute, row.places[2].breached_minute = 10.0, 15.0
    assert [m.event for m in milestones(scenario, row)] == ["main_taken"]


def test_the_story_is_also_a_table():
    story = told(load_scenario("drive_by"))
    table = milestone_table(story)
    assert table.column_names == list(Milestone._fields)
    assert [Milestone(**row) for row in table.to_pylist()] == story
    assert milestone_table([]).schema.field("minute").type == pa.float64()


def test_the_most_telling_milestones_keep_their_order_and_the_end():
    story = told(load_scenario("zee_pyar"), 1, 0)
    short = most_telling(story, 4)
    assert len(short) == 4
    assert [m for m in story if m in short] == short
    assert short[-1].event == "end"
    assert set(TELLING) == set(EVENTS)


def test_the_clock_passes_midnight():
    assert clock(0.0, 7.7) == "07:42"
    assert clock(30.5, 23.5) == "00:00"


def test_groups_are_written_as_the_scenario_writes_them():
    scenario = raid().model_copy(update={"assumed": "the arms of the KNLA, and all else"})
    assert spoken_name("knla", scenario) == "KNLA"
    assert spoken_name("north_east", scenario) == "North East"
