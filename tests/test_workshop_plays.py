"""What the workshop tells is what Python plays: the raid, the odds, the heat map, the shares, to the last bit."""

import asyncio

import numpy as np
import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim import RaidModel, load_scenario, play
from sim.changes import changed, spread
from sim.mistakes import ConfigurationError
from sim.playing import AT
from sim.reading import choices
from sim.scenario import compile_plan, value_at
from sim.table import play_rows
from sim.why.measures import SUCCESS, column_in, measured_by
from sim.why.relieved import conditions_of
from sim.why.shares import exact_shares
from sim.workshop.asked import HeatAsked
from sim.workshop.fair import Cores
from sim.workshop.heat import cells_of
from sim.workshop.many import Kept, Many
from sim.workshop.settings import shipped_factors
from sim.workshop.streams import heat_lines
from tests.classes import CONTROLS, SETTINGS, WORKSHOP, setting
from tests.receptions import KYAR_TAT, lines, reception

SOME = [
    {"scenario": "kyar_tat", "controls": {}},
    {"scenario": "zee_pyar", "controls": {"rounds": 2.5, "walls": 0.5, "air": "none"}},
    {"scenario": "bazaar_ambush", "controls": {"fighters": 0.5, "rain": 0.7}},
]


@pytest.fixture(scope="module")
def client():
    with reception() as client:
        yield client


def scenario_of(asked):
    """The same setting by the doors of Python."""
    return changed(load_scenario(asked["scenario"]), SETTINGS.changes(asked["controls"]))


@pytest.mark.parametrize("asked", SOME, ids=lambda asked: asked["scenario"])
def test_a_raid_is_the_raid_of_the_model(client, asked):
    told = client.post("/api/raid", json={"setting": asked, "seed": 7, "raid": 3}).json()
    model = RaidModel(scenario_of(asked), seed=7, raid=3)
    model.run()
    assert told["outcome"] == model.outcome
    course = model.series.to_pydict()
    rows = [course["minute"].index(minute) for minute in told["minutes"][1:]]
    assert len(rows) == len(told["series"]["minute"]) > 0
    for name, values in told["series"].items():
        assert values == [course[name][row] for row in rows], name


def counted(table, column, word, where=None):
    """In how many rows does this word stand?"""
    words = np.array(table[column].to_pylist())
    return int((words[where] == word).sum() if where is not None else (words == word).sum())


@pytest.mark.parametrize("asked", SOME, ids=lambda asked: asked["scenario"])
def test_odds_are_those_of_the_table(client, asked):
    raids = 240
    told = lines(client.post("/api/odds", json={"setting": asked, "seed": 5, "raids": raids}))
    assert told[-1]["raids"] == told[-1]["of"] == raids
    assert [line["raids"] for line in told] == sorted({line["raids"] for line in told})
    scenario = scenario_of(asked)
    table = play(scenario, raids, seed=5)
    success = column_in(table, measured_by(scenario, SUCCESS)) > 0
    last = told[-1]
    assert last["success"]["share"] == success.sum() / raids
    assert last["failures"] == (~success).sum()
    for name, share in last["endings"].items():
        assert share["share"] == counted(table, "ending", name) / raids
    for name, share in last["causes"].items():
        assert share["share"] == (counted(table, "cause", name, ~success) / (~success).sum() if last["failures"] else 0.0)
    assert last["means"]["attackers_killed"] == np.mean(table["attackers_killed"].to_numpy())
    for lies in last["spread"].values():
        assert sum(sum(counts) for counts in lies["counts"].values()) == raids


def test_cells_of_a_heat_map_are_odds(client):
    axes = {"x": {"control": "walls", "levels": [0, 1, 3]}, "y": {"control": "rounds", "levels": [0.5, 2]}}
    told = lines(client.post("/api/heat", json={"setting": KYAR_TAT, "seed": 1, "raids": 40} | axes))
    assert told[-1]["done"] == told[-1]["of"] == 6
    cells = {(i, j): share for line in told for i, j, share, _, _ in line["cells"]}
    assert len(cells) == 6
    for (i, j), share in cells.items():
        moved = {"walls": axes["x"]["levels"][i], "rounds": axes["y"]["levels"][j]}
        asked = {"setting": {"scenario": "kyar_tat", "controls": moved}, "seed": 1, "raids": 40}
        assert lines(client.post("/api/odds", json=asked))[-1]["success"]["share"] == share


def test_a_slow_reader_misses_no_cell(client):
    """Cells that are done while a line is on its way stand in the next."""
    house, levels = client.house, [1.0 + k / 4 for k in range(5)]
    axes = {"x": {"control": "rounds", "levels": levels}, "y": {"control": "breaching", "levels": levels}}
    asked = HeatAsked(setting={"scenario": "drive_by", "controls": {}}, seed=9, raids=20, **axes)

    async def read():
        cores, told = Cores(most=1000), []
        async for one in heat_lines(asked, cells_of(asked, house.limits), house.find, cores, "a slow reader", 60.0):
            told.append(orjson.loads(one))
            await asyncio.sleep(0.02)
        cores.close()
        return told

    told = asyncio.run(read())
    assert sorted((i, j) for line in told for i, j, *_ in line["cells"]) == [(i, j) for i in range(5) for j in range(5)]


def test_shares_are_those_of_why(client):
    raids = 30
    told = lines(client.post("/api/shares", json={"setting": KYAR_TAT, "seed": 2, "raids": raids}))[-1]
    scenario = load_scenario("kyar_tat")
    factors = {name: shipped_factors()[name] for name in WORKSHOP["factors"]}
    conditions = {name: levels for name, levels in conditions_of(scenario, factors).items() if levels}
    values = np.zeros((2 ** len(conditions), raids))
    for number in range(len(values)):
        relieved = [path_levels for k, path_levels in enumerate(conditions.values()) if number >> k & 1]
        case = changed(scenario, {path: level for levels in relieved for path, level in levels.items()})
        values[number] = column_in(play(case, raids, seed=2), "occupied")
    expected = exact_shares(values)
    assert told["start"]["value"] == expected.start.value
    assert told["end"]["value"] == expected.end.value
    rows = {row["factor"]: row for row in told["rows"]}
    assert list(rows) == WORKSHOP["factors"]
    for name, share in zip(conditions, expected.factors, strict=True):
        assert rows[name]["share"] == share.value
    assert told["total"] == pytest.approx(sum(row["share"] for row in told["rows"]))


@given(st.lists(st.tuples(st.integers(1, 60), st.floats(0, 0.002)), min_size=1, max_size=6))
def test_raids_are_the_same_however_they_are_dealt_out(turns):
    plan = compile_plan(load_scenario("drive_by"))
    many = Many(plan, 3)
    for most, seconds in turns:
        many.grow(most, seconds)
    many.grow(60)
    assert len(many.rows) == 60
    assert np.array_equal(many.rows, play_rows(plan, 60, 3), equal_nan=True)


def test_what_is_kept_has_bounds_also_where_it_grows_later():
    plan, kept = compile_plan(load_scenario("drive_by")), Kept(most=50, raids=100)
    every = [kept.many(key, plan, key) for key in range(30)]
    for many in every:
        many.grow(20)
    assert kept.many(29, plan, 29) is every[29]
    assert sum(many.taken for many in kept.kept.values()) <= 100


# ---- what a control changes ---------------------------------------------------------------------------------------


def numbers():
    return [name for name, control in CONTROLS.items() if control.choices is None]


@pytest.mark.parametrize("name", numbers())
def test_a_control_sets_what_its_paths_say(name):
    control, shipped = CONTROLS[name], load_scenario("kyar_tat")
    moved = SETTINGS.ready(setting("kyar_tat", **{name: control.high})).scenario
    for path in control.paths:
        for own in spread(shipped, path):
            before, after = value_at(shipped, own), value_at(moved, own)
            if control.times:
                assert after.high == pytest.approx(control.high * before.high, abs=0.5)
            else:
                assert after.low == after.high == control.high


def test_help_that_is_called_off_does_not_come():
    ready = SETTINGS.ready(setting("kyar_tat", air="none", relief="none"))
    rows = play_rows(ready.plan, 200, 1)
    assert (rows[:, AT["relief_killed"]] == 0).all()
    assert not ready.scenario.air.available


ENDS = [(scenario, name, end) for scenario in WORKSHOP["scenarios"] for name in numbers() for end in ("low", "high")]


@given(st.sampled_from(ENDS), st.sampled_from(ENDS))
def test_the_ends_of_the_controls_are_played_or_refused_in_a_sentence(one, other):
    """Of every scenario; two controls at a time."""
    scenario, name, end = one
    controls = {name: getattr(CONTROLS[name], end), other[1]: getattr(CONTROLS[other[1]], other[2])}
    is_sound(scenario, controls)


@pytest.mark.parametrize("scenario", WORKSHOP["scenarios"])
def test_each_control_can_be_moved_to_each_end(scenario):
    for _, name, end in (e for e in ENDS if e[0] == scenario):
        is_sound(scenario, {name: getattr(CONTROLS[name], end)})
    for name, control in CONTROLS.items():
        if control.choices is not None:
            for word in choices()[control.choices]:
                is_sound(scenario, {name: word})


def is_sound(scenario, controls):
    ready, refusal = made(scenario, controls)
    if ready is None:
        assert 10 < len(refusal) < 300
        assert "\n" not in refusal
    else:
        assert play_rows(ready.plan, 1, 1, workers=1).any()


def made(scenario, controls):
    """The setting ready to be played, or why it cannot be."""
    try:
        return SETTINGS.ready(setting(scenario, **controls)), ""
    except ConfigurationError as error:
        return None, str(error)
