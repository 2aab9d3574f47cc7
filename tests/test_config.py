"""The door: what ships is valid and plays; every mistake is refused in one clear line; a stranger's file runs nothing."""

import math
import re

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.campaign.scenario import load_campaign
from sim.campaign.subject import CAMPAIGN
from sim.campaign.table import play as play_campaigns
from sim.config import Scenario
from sim.mistakes import ConfigurationError
from sim.reading import choices
from sim.scenario import judge, load_scenario, scenario_names
from sim.spans import Span
from sim.table import play
from tests.scenarios import (
    CONFIGS,
    CONTINGENT,
    GROUP,
    bounds_of_numbers,
    changed,
    raid,
    raids,
    settings_of_the_small_raid,
    small_raid,
)

LEAVES = dict(settings_of_the_small_raid())
NUMBERS = bounds_of_numbers()
RANGES = {path: known for path, known in NUMBERS.items() if not path.endswith(("squad_size", "section_size", "strongpoints"))}
WORDS = [path for path in LEAVES if path.endswith(("objective", "kind", "posture", "mode"))]
FLAGS = ["air.available", "air.flies_at_night", f"{GROUP}.shares_rounds"]


def refused(data):
    """The one line that says why."""
    with pytest.raises(ConfigurationError) as caught:
        judge(data)
    message = str(caught.value)
    assert "\n" not in message, message
    assert len(message) < 400
    return message


def refused_value(path, value):
    message = refused(changed(small_raid(), {path: value}))
    assert message.startswith(f"{path}:"), message
    return message


def value_at(data, path):
    for key in path.split("."):
        data = data[key]
    return data


# ---- what ships --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", scenario_names())
def test_each_shipped_scenario_is_valid_and_plays(name):
    assert play(load_scenario(name), 10).num_rows == 10


def members():
    """Every choice of every group of a scenario, as the change that asks for it and the scenario to ask it of."""
    families = {"group": "@resistance.groups.pale", "contingent": "@garrison.contingents.police"}
    for group, names in choices().items():
        for name in names:
            if group != "scenario" and group not in CAMPAIGN.choices:
                yield f"{group}{families.get(group, '')}={name}", "bazaar_ambush" if name == "ambush" else "kyar_tat"


@pytest.mark.parametrize(("change", "name"), list(members()))
def test_each_shipped_choice_is_valid_and_plays(change, name):
    assert play(load_scenario(name, [change]), 10).num_rows == 10


@pytest.mark.parametrize("change", [f"{group}={name}" for group in CAMPAIGN.choices for name in choices()[group]])
def test_each_shipped_choice_of_a_campaign_is_valid_and_plays(change):
    assert play_campaigns(load_campaign("brigade", [change, "weeks=4"]), 2).num_rows == 2


@pytest.mark.parametrize("file", sorted(CONFIGS.rglob("*.yaml")), ids=lambda file: f"{file.parent.name}/{file.stem}")
def test_no_shipped_file_asks_for_code(file):
    assert "_target_" not in file.read_text()
    assert "!!" not in file.read_text()


def test_no_setting_has_a_default_outside_the_configurations():
    for path, field in LEAVES.items():
        assert field.is_required(), path


def test_every_number_has_a_meaning_and_bounds():
    for path, known in NUMBERS.items():
        assert LEAVES[path].description, path
        assert known["low"] < known["high"], path


def test_a_scenario_written_down_and_read_again_is_the_same(tmp_path):
    for name in scenario_names():
        scenario = load_scenario(name)
        assert judge(scenario.model_dump()) == scenario
        file = tmp_path / f"{name}.yaml"
        file.write_text(yaml.safe_dump(scenario.model_dump()))
        assert load_scenario(file) == scenario


@settings(max_examples=25)
@given(raids())
def test_a_made_up_scenario_written_down_and_read_again_is_the_same(scenario):
    assert judge(scenario.model_dump()) == scenario


def test_a_scenario_cannot_be_changed_once_it_is_judged():
    with pytest.raises(ValueError, match="frozen"):
        raid().limit_minutes = 3


# ---- numbers -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", NUMBERS)
def test_a_number_beyond_its_bounds_is_refused_with_the_bound_and_the_value(path):
    low, high = NUMBERS[path]["low"], NUMBERS[path]["high"]
    for value in (low - 1, high + 1 if high < 1e6 else 2 * high):
        message = refused_value(path, value)
        assert f"{value:.12g}" in message
        assert f"between {low:.12g} and {high:.12g}" in message


@pytest.mark.parametrize("path", NUMBERS)
def test_a_number_at_its_bounds_is_not_refused_for_its_size(path):
    for value in (NUMBERS[path]["low"], NUMBERS[path]["high"]):
        assert "between" not in complaint_about(path, value)  # too many ticks or units are for other tests


def complaint_about(path, value):
    """What the judge says of the small raid with this value; nothing if it is valid."""
    try:
        assert isinstance(judge(changed(small_raid(), {path: value})), Scenario)
    except ConfigurationError as error:
        return str(error)
    return ""


@pytest.mark.parametrize("path", NUMBERS)
def test_what_is_not_a_number_is_refused_everywhere(path):
    for value in (math.nan, math.inf, -math.inf):
        assert str(value) in refused_value(path, value)
        for span in ({"low": value, "high": 1}, {"low": 0, "high": value}):
            refused_value(path, span)


@pytest.mark.parametrize("path", NUMBERS)
def test_what_should_be_a_number_and_is_something_else_is_refused(path):
    for value in (None, True, "many", "", [1], [], "1"):
        assert "number" in refused_value(path, value)


@pytest.mark.parametrize("path", RANGES)
def test_a_range_that_ends_before_it_starts_is_refused(path):
    low, high = RANGES[path]["low"], RANGES[path]["high"]
    message = refused_value(path, {"low": high, "high": low})
    assert "ends before" in message
    assert f"low={high:g}" in message


@pytest.mark.parametrize("span", [{}, {"low": 1}, {"lo": 1, "high": 2}, {"low": 1, "high": 2, "mean": 1}], ids=str)
def test_a_range_has_the_two_keys_low_and_high(span):
    assert "low and high" in refused_value("relief.delay_minutes", span)


def test_a_range_of_half_people_is_refused():
    assert "whole number; it is 3.5" in refused_value(f"{GROUP}.fighters", {"low": 3.5, "high": 5})


@pytest.mark.parametrize("path", [f"{GROUP}.squad_size", f"{CONTINGENT}.section_size", "station.strongpoints"])
def test_what_shapes_the_raid_must_be_known(path):
    assert "one whole number; it is {low: 1, high: 3}" in refused_value(path, {"low": 1, "high": 3})
    assert "one whole number; it is 2.5" in refused_value(path, 2.5)


def test_a_number_too_large_to_be_one_is_refused():
    assert "more than 30 digits" in refused_value(f"{GROUP}.fighters", 10**400)
    assert "more than 30 digits" in refused_value("station.strongpoints", 10**400)


# ---- words, flags, text ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", WORDS)
def test_a_misspelt_word_is_refused_with_the_right_one(path):
    word = value_at(small_raid(), path)
    message = refused_value(path, word[:-1] + "x")
    assert f"did you mean '{word}'?" in message
    assert "should be one of" in message
    assert word in refused_value(path, None)


@pytest.mark.parametrize("path", FLAGS)
@pytest.mark.parametrize("value", [0, 1, "yes", "true", None, [True]], ids=str)
def test_a_flag_is_true_or_false(path, value):
    assert "true or false" in refused_value(path, value)


@pytest.mark.parametrize("path", ["name", "title", "source", "assumed"])
@pytest.mark.parametrize("value", [None, 3, [], {"a": 1}, b"x"], ids=str)
def test_text_is_text(path, value):
    refused_value(path, value)


@pytest.mark.parametrize("value", ["", "Big", "a b", "1st", "a" * 41, "../x", "é", "a\n"], ids=repr)
def test_a_name_that_cannot_be_a_files_name_is_refused(value):
    message = refused_value("name", value)
    assert "lower case" in message


@pytest.mark.parametrize("value", [math.nan, "7", [], [1, math.nan], [1, "x"], {"low": 1, "high": 2}, None], ids=str)
def test_a_reported_fact_is_a_number_or_a_list_of_numbers(value):
    assert "number" in refused_value("reported.facts.defenders_killed", value)


def test_reported_endings_and_causes_are_known_ones():
    assert "did you mean 'occupied'?" in refused(changed(small_raid(), {"reported.endings": ["ocupied"]}))
    assert "did you mean 'weather'?" in refused(changed(small_raid(), {"reported.causes": ["wheather"]}))


# ---- keys --------------------------------------------------------------------------------------------------------


def misspelt(word):
    """Two letters of the word change places."""
    middle = len(word) // 2
    return word[: middle - 1] + word[middle] + word[middle - 1] + word[middle + 1 :]


def renamed(data, keys, name):
    if len(keys) == 1:
        return {name if key == keys[0] else key: value for key, value in data.items()}
    return data | {keys[0]: renamed(data[keys[0]], keys[1:], name)}


PARTS = [
    "resistance",
    "garrison",
    "station",
    "air",
    "relief",
    "weather",
    "rules",
    "reported",
    "resistance.groups",
    "garrison.contingents",
]


@pytest.mark.parametrize("path", [*LEAVES, *PARTS])
def test_a_misspelt_setting_is_refused_with_the_right_one(path):
    *part, word = path.split(".")
    wrong = misspelt(word)
    if wrong == word:
        wrong = word + word[-1]
    with pytest.raises(ConfigurationError) as caught:
        judge(renamed(small_raid(), path.split("."), wrong))
    lines = str(caught.value).splitlines()
    assert f"{path}: is missing" in lines
    assert f"{'.'.join([*part, wrong])}: there is no such setting; did you mean '{path}'?" in lines
    assert len(lines) == 2


@pytest.mark.parametrize("path", [*LEAVES, *PARTS])
def test_a_missing_setting_is_named(path):
    assert refused(without(small_raid(), path.split("."))) == f"{path}: is missing"


def without(data, keys):
    if len(keys) == 1:
        return {key: value for key, value in data.items() if key != keys[0]}
    return data | {keys[0]: without(data[keys[0]], keys[1:])}


@pytest.mark.parametrize("path", ["resistance.groups", "garrison.contingents"])
def test_a_raid_needs_people_on_both_sides(path):
    assert "should have at least 1; it has 0" in refused_value(path, {})
    assert "mapping" in refused_value(path, None)
    assert "mapping" in refused_value(path, ["first"])


@pytest.mark.parametrize("path", PARTS)
@pytest.mark.parametrize("value", [None, 3, "x", [1]], ids=str)
def test_a_part_of_a_scenario_is_a_mapping(path, value):
    assert "mapping" in refused_value(path, value)


def test_a_group_that_lacks_nearly_everything_is_probably_misspelt():
    data = changed(small_raid(), {"resistance.groups.frist": {"fighters": 3}})
    message = refused(data)
    assert message.startswith("resistance.groups.frist: lacks squad_size, armed_share")
    assert message.endswith("did you mean 'first'?")


@pytest.mark.parametrize("name", ["First", "1", "a-b", "", "first group", "_target_"])
def test_a_group_has_a_plain_name(name):
    group = small_raid()["resistance"]["groups"]["first"]
    assert "lower case" in refused(changed(small_raid(), {"resistance.groups": {name: group}}))


def test_many_mistakes_are_told_one_a_line():
    with pytest.raises(ConfigurationError) as caught:
        judge(changed(small_raid(), {"air.aircraft": -1, "relief.mode": "rail", "weather.rain": math.nan}))
    assert sorted(line.split(":")[0] for line in str(caught.value).splitlines()) == [
        "air.aircraft",
        "relief.mode",
        "weather.rain",
    ]


def test_even_hundreds_of_mistakes_fit_on_a_screen():
    with pytest.raises(ConfigurationError) as caught:
        judge(small_raid() | {f"x{k}": k for k in range(500)})
    lines = str(caught.value).splitlines()
    assert len(lines) < 40
    assert lines[-1] == "... and 475 more mistakes"


# ---- settings that do not go together ----------------------------------------------------------------------------


def test_the_sun_rises_before_it_sets():
    assert "before weather.sunset_hour=18; it is 19" in refused_value("weather.sunrise_hour", 19)
    refused_value("weather.sunrise_hour", {"low": 5, "high": 18})


def test_a_raid_of_too_many_ticks_is_refused():
    data = changed(small_raid(), {"tick_minutes": 0.001, "limit_minutes": 20_000})
    assert (
        refused(data)
        == "tick_minutes: should divide limit_minutes=20000 into at most 2000000 ticks; it is 0.001, which makes 20000000"
    )


def test_a_raid_of_too_many_units_is_refused():
    message = refused(changed(small_raid(), {f"{GROUP}.fighters": 2000, f"{GROUP}.squad_size": 1}))
    assert "at most 1000" in message
    assert "squad_size" in message


def test_an_ambush_needs_somebody_to_ambush():
    message = refused_value("resistance.objective", "ambush")
    assert "off_post" in message
    judge(changed(small_raid(), {"resistance.objective": "ambush", f"{CONTINGENT}.posture": "off_post"}))


# ---- changes -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("change", "read", "expected"),
    [
        ("relief.delay_minutes={low:30,high:60}", lambda s: s.relief.delay_minutes, Span(30, 60)),
        ("relief.delay_minutes=60", lambda s: s.relief.delay_minutes, Span(60, 60)),
        ("relief.delay_minutes=6e1", lambda s: s.relief.delay_minutes, Span(60, 60)),
        ("resistance.groups.pale.fighters=50", lambda s: s.resistance.groups["pale"].fighters, Span(50, 50)),
        ("resistance.groups.pale.fighters.low=40", lambda s: s.resistance.groups["pale"].fighters.low, 40),
        ("air=none", lambda s: s.air.available, False),
        ("weather=clear", lambda s: s.weather.rain, Span(0, 0)),
        ("~resistance.groups.pale", lambda s: "pale" in s.resistance.groups, False),
        ("+group@resistance.groups.fifth=regular", lambda s: len(s.resistance.groups), 5),
        ("title='a, b'", lambda s: s.title, "a, b"),
    ],
)
def test_a_change_is_made_in_a_shipped_scenario_and_in_a_file_alike(change, read, expected, tmp_path):
    file = tmp_path / "mine.yaml"
    file.write_text("base: kyar_tat\n")
    for name in ("kyar_tat", str(file)):
        scenario = load_scenario(name, [change])
        assert read(scenario) == expected
        assert scenario.name == "kyar_tat"


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ("+x=1", ["x: there is no such setting"]),
        ("++x=1", ["x: there is no such setting"]),
        ("~air", ["~air:", "only a group or contingent"]),
        ("~resistance.groups", ["~resistance.groups:", "only a group or contingent"]),
        ("~resistance.groups.pael", ["resistance.groups.pael"]),
        ("air=nope", ["air=nope: should be one of gunships, none", "did you mean 'none'?"]),
        ("weather=clearr", ["weather=clearr", "did you mean 'clear'?"]),
        ("air=none,gunships", ["air=none,gunships: should be one value"]),
        ("air=3", ["air=3: should be one of gunships, none"]),
        ("air={available:false}", ["air=", "should be one of gunships, none"]),
        ("air@station=none", ["should read air=none"]),
        ("group=local", ["group@resistance.groups.NAME=local"]),
        ("group@resistance.groups.pale=regulr", ["group=regulr", "did you mean 'regular'?"]),
        ("resistance.groups.pale.figthers=50", ["did you mean 'resistance.groups.pale.fighters'?"]),
        ("resistance.groups.pael.fighters=50", ["resistance.groups.pael", "did you mean 'pale'?"]),
        ("resistance.standof_m=3", ["did you mean 'resistance.standoff_m'?"]),
        ("relief.delay=3", ["did you mean 'relief.delay_minutes'?"]),
        ("relief/delay_minutes=3", ["did you mean 'relief.delay_minutes'?"]),
        ("fighters=3", ["did you mean 'resistance.groups.pale.fighters'?"]),
        ("strongpoints=3", ["did you mean 'station.strongpoints'?"]),
        ("resistance.groups.pale=3", ["resistance.groups.pale: should be a mapping"]),
        ("resistance.groups={}", ["empty"]),
        ("resistance.standoff_m=", ["resistance.standoff_m: should be a number", "empty"]),
        ("resistance.standoff_m=null", ["resistance.standoff_m: should be a number", "null"]),
        ("resistance.standoff_m=nan", ["resistance.standoff_m: should be a finite number; it is nan"]),
        ("resistance.standoff_m=1e400", ["resistance.standoff_m: should be a finite number; it is inf"]),
        ("resistance.standoff_m=abc", ["resistance.standoff_m: should be a number", "'abc'"]),
        ("resistance.standoff_m=range(1,5)", ["should be one value"]),
        ("resistance.standoff_m={low:9,high:3}", ["resistance.standoff_m", "low=9", "high=3"]),
        ("station.strongpoints=2.5", ["station.strongpoints: should be one whole number; it is 2.5"]),
        ("resistance.objective=ocupy", ["resistance.objective", "did you mean 'occupy'?"]),
        ("hydra.run.dir=/tmp/x", ["hydra.run.dir: there is no such setting"]),
        ("hydra/launcher=joblib", ["hydra/launcher: there is no such setting"]),
        ("scenario=monywa", ["scenario=monywa: the scenario itself cannot be changed"]),
        ("title=${oc.env:HOME}", ["title: should be plain data", "${oc.env:HOME}"]),
        ("title=${nowhere}", ["title: should be plain data", "${nowhere}"]),
        ("+air._target_=os.system", ["air._target_: there is no such setting"]),
        ("foo", ["foo: should read path=value"]),
        ("foo bar", ["foo bar: should read path=value"]),
        ("=3", ["=3: should read path=value"]),
        ("@x=1", ["@x=1: should read path=value"]),
        ("a=b=c", ["a=b=c: should read path=value"]),
        ("--multirun", ["--multirun: should read path=value"]),
        ("", ["should read path=value"]),
        ("air.available=1", ["air.available: should be true or false; it is 1"]),
        ("tick_minutes=" + "9" * 5000, ["should"]),
    ],
    ids=lambda value: value[:40] if isinstance(value, str) else "",
)
def test_a_change_that_makes_no_sense_is_refused_in_one_line(change, words, tmp_path):
    file = tmp_path / "mine.yaml"
    file.write_text("base: kyar_tat\n")
    for name in ("kyar_tat", str(file)):
        with pytest.raises(ConfigurationError) as caught:
            load_scenario(name, [change])
        message = str(caught.value)
        assert "\n" not in message
        if name == "kyar_tat" or "pael" not in change:  # a file may add a group, so there the message differs
            for word in words:
                assert word in message


def test_a_choice_puts_its_values_over_those_of_a_file(tmp_path):
    file = tmp_path / "mine.yaml"
    file.write_text("base: kyar_tat\nair: {available: true, aircraft: 4}\nresistance: {standoff_m: 99}\n")
    assert load_scenario(file).air.aircraft == Span(4, 4)
    assert load_scenario(file, ["air=none"]).air.available is False
    stormed = load_scenario(file, ["resistance=storm"])
    assert stormed.resistance.standoff_m != Span(99, 99)
    assert set(stormed.resistance.groups) == set(load_scenario("kyar_tat").resistance.groups)


@pytest.mark.parametrize("name", scenario_names())
def test_weather_that_is_chosen_comes(name):
    """The scenario's own values lie over a choice; none may undo it."""
    weather = load_scenario(name, ["weather=clear"]).weather
    assert weather.rain == weather.rain_mean == weather.rain_swing == Span(0, 0)


@pytest.mark.parametrize("name", scenario_names())
def test_help_that_is_not_chosen_does_not_come(name):
    scenario = load_scenario(name, ["air=none", "relief=none"])
    assert not scenario.air.available
    assert scenario.relief.mode == "none"


def test_of_two_changes_the_later_wins(tmp_path):
    file = tmp_path / "mine.yaml"
    file.write_text("base: kyar_tat\n")
    for name in ("kyar_tat", str(file)):
        changes = ["relief.delay_minutes={low:30,high:60}", "relief.delay_minutes=45"]
        assert load_scenario(name, changes).relief.delay_minutes == Span(45, 45)


@pytest.mark.parametrize(
    "name", ["kyar_tatt", "KYAR-TAT", "", "../kyar_tat/x", None, 5, "nowhere.yaml", "/", "a\0.yaml"], ids=repr
)
def test_a_scenario_that_does_not_exist_is_refused(name):
    with pytest.raises(ConfigurationError) as caught:
        load_scenario(name)
    assert "\n" not in str(caught.value)


def test_a_misspelt_scenario_is_refused_with_the_right_one():
    with pytest.raises(ConfigurationError, match="did you mean 'zee_pyar'"):
        load_scenario("zee_payr")


# ---- files of strangers ------------------------------------------------------------------------------------------

BOMB = "\n".join(
    ["a0: &a0 [x, x, x, x, x, x, x, x, x]", *(f"a{k}: &a{k} [{', '.join(9 * [f'*a{k - 1}'])}]" for k in range(1, 12))]
)
STRANGE = {
    "a python object": (
        "title: !!python/object/apply:os.system ['touch OWNED']",
        ["line 2", "!!python/object/apply:os.system"],
    ),
    "a python name": ("title: !!python/name:os.system", ["line 2", "!!python/name:os.system"]),
    "a python module": ("title: !!python/module:os", ["line 2"]),
    "a tag of its own": ("title: !launch 5", ["line 2", "!launch"]),
    "a target": (
        "_target_: os.system\n_args_: ['touch OWNED']",
        ["_target_: there is no such setting", "nothing in it is run"],
    ),
    "a target below": ("air: {_target_: os.system}", ["air._target_: there is no such setting", "nothing in it is run"]),
    "a say over Hydra": ("hydra: {run: {dir: OWNED}}", ["hydra: there is no such setting"]),
    "a callback of Hydra's": ("hydra: {callbacks: {x: {_target_: os.system}}}", ["hydra: there is no such setting"]),
    "a list of defaults": ("defaults: [scenario: monywa]", ["defaults: there is no such setting", "'base'"]),
    "an interpolation": ("title: ${oc.env:HOME}", ["title", "${oc.env:HOME}"]),
    "an interpolation in a number": (
        "relief: {delay_minutes: '${oc.env:SECRET}'}",
        ["relief.delay_minutes", "${oc.env:SECRET}"],
    ),
    "an interpolation in a list": ("reported: {endings: ['${oc.env:HOME}']}", ["reported.endings.0", "${oc.env:HOME}"]),
    "a bomb of aliases": (f"{BOMB}\ntitle: *a11", ["title: should be text"]),
    "a bomb in a fact": (f"{BOMB}\nreported: {{facts: {{x: *a11}}}}", ["reported.facts.x"]),
    "a mapping that holds itself": ("air: &a {x: *a}", ["air.x: there is no such setting"]),
    "groups that hold themselves": ("resistance: &a {groups: *a}", ["resistance.groups.groups"]),
    "too deep a nest": ("air: " + "[" * 20_000, ["nested too deeply"]),
    "a key given twice": ("air: {aircraft: 1}\nair: {aircraft: 2}", ["line 3", "'air' stands twice"]),
    "a key that is a list": ("? [a]\n: 3", ["line 2"]),
    "a key that is a number": ("5: 3", ["every key should be text"]),
    "a key over two lines": ('"a\\nb\\e[31m": 3', ["'a\\nb\\x1b[31m': there is no such setting"]),
    "a value over two lines": ('name: "a\\nb\\e[31m"', ["name:", "'a\\nb\\x1b[31m'"]),
    "a number of thousands of digits": ("tick_minutes: " + "9" * 6000, ["cannot be read"]),
    "a date that does not exist": ("title: 2022-13-45", ["cannot be read"]),
    "a date": ("title: 2022-10-02", ["title: should be text; it is 2022-10-02"]),
    "an empty tag": ("tick_minutes: !!int ''", ["cannot be read"]),
    "a tag that does not fit": ("tick_minutes: !!timestamp x", ["cannot be read"]),
    "a set": ("air: !!set {a, b}", ["air: should be a mapping"]),
    "bytes": ("title: !!binary aGVsbG8=", ["title: should be text"]),
    "two documents": ("---\nbase: monywa", ["line 2"]),
    "a tab": ("air:\n\taircraft: 1", ["line 3"]),
    "not a number": ("weather: {rain: .nan}", ["weather.rain: should be a finite number; it is nan"]),
    "not a number in a range": ("relief: {delay_minutes: {low: .nan, high: 3}}", ["relief.delay_minutes", "nan"]),
    "nothing where something should be": ("resistance:", ["resistance: should be a mapping of settings; it is null"]),
    "no groups": ("resistance: {groups: }", ["resistance.groups: should be a mapping"]),
    "a misspelt part": ("weahter: {rain: 1}", ["weahter: there is no such setting; did you mean 'weather'?"]),
    "a misspelt range": (
        "relief: {delay_minutes: {lo: 3, high: 4}}",
        ["relief.delay_minutes: a range has the two keys low and high"],
    ),
    "a new group that lacks most": (
        "resistance: {groups: {pael: {fighters: 3}}}",
        ["resistance.groups.pael: lacks", "did you mean 'pale'?"],
    ),
}


@pytest.mark.parametrize("what", STRANGE)
def test_a_strange_file_is_refused_clearly_and_nothing_in_it_is_run(what, tmp_path, monkeypatch):
    text, words = STRANGE[what]
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SECRET", "swordfish")
    (tmp_path / "theirs.yaml").write_text(f"base: kyar_tat\n{text}\n")
    with pytest.raises(ConfigurationError) as caught:
        load_scenario("theirs.yaml")
    message = str(caught.value)
    assert not (tmp_path / "OWNED").exists()
    assert "swordfish" not in message
    assert re.search(r"[^\n -~]", message) is None, "no control characters reach the terminal"
    for word in words:
        assert word in message


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("", "mapping"),
        ("- kyar_tat", "mapping"),
        ("kyar_tat", "mapping"),
        ("{]: :", "line 1"),
        ("name: mine", "has no base"),
        ("base: kyar_tatt", "did you mean 'kyar_tat'?"),
        ("base: 5", "base=5"),
        ("base: [kyar_tat]", "base="),
        ("base: {kyar_tat: 1}", "base="),
        ("base: ../../etc/passwd", "base="),
        ("base: ${oc.env:HOME}", "base="),
        ("base:\n", "has no base"),
        ("\x00", "theirs.yaml"),
    ],
    ids=lambda value: repr(value)[:30],
)
def test_a_file_that_is_no_scenario_is_refused_by_name(text, word, tmp_path):
    file = tmp_path / "theirs.yaml"
    file.write_text(text)
    with pytest.raises(ConfigurationError) as caught:
        load_scenario(str(file))
    assert str(file) in str(caught.value)
    assert word in str(caught.value)


def test_a_file_that_is_no_text_is_refused_by_name(tmp_path):
    file = tmp_path / "theirs.yaml"
    file.write_bytes(b"base: kyar_tat\ntitle: \xff\xfe\n")
    with pytest.raises(ConfigurationError, match=r"theirs\.yaml: cannot be read: it is not UTF-8 text"):
        load_scenario(file)
    with pytest.raises(ConfigurationError, match="cannot be read: Is a directory"):
        load_scenario(f"{tmp_path}/")


def test_a_file_says_only_what_differs(tmp_path):
    file = tmp_path / "mine.yaml"
    file.write_text("base: kyar_tat\nrelief: {delay_minutes: {low: 30, high: 60}}\nrules: {sight_range_m: 1e3}\nname: mine\n")
    mine, shipped = load_scenario(file), load_scenario("kyar_tat")
    assert mine.relief.delay_minutes == Span(30, 60)
    assert mine.rules.sight_range_m == Span(1000, 1000)
    assert mine.resistance == shipped.resistance
    assert play(mine, 3).num_rows == 3


def test_a_range_in_a_file_replaces_a_range(tmp_path):
    file = tmp_path / "mine.yaml"
    file.write_text("base: kyar_tat\nresistance: {groups: {pale: {fighters: {low: 5}}}}\n")
    with pytest.raises(ConfigurationError, match="two keys low and high"):
        load_scenario(file)


# ---- anything at all ---------------------------------------------------------------------------------------------

ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20) | st.binary(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8) | st.integers(), inner, max_size=3),
    max_leaves=6,
)


@settings(max_examples=200)
@given(st.sampled_from([*LEAVES, *PARTS]), ANYTHING)
def test_anything_anywhere_is_judged_and_never_breaks_the_judge(path, value):
    complaint = complaint_about(path, value)
    assert path.rpartition(".")[2] in complaint or not complaint


@settings(max_examples=100)
@given(ANYTHING)
def test_anything_instead_of_a_scenario_is_refused(value):
    with pytest.raises(ConfigurationError):
        judge(value)


@settings(max_examples=150)
@given(st.one_of(st.text(max_size=60), st.text("[]{}:,-&*!|>?'\"% #\n\tab1.", max_size=40)))
def test_any_text_as_a_file_is_refused_and_never_breaks_the_reader(tmp_path_factory, text):
    file = tmp_path_factory.mktemp("strange") / "theirs.yaml"
    file.write_bytes(text.encode("utf-8", "surrogatepass"))
    with pytest.raises(ConfigurationError):
        load_scenario(file)


@settings(max_examples=60)
@given(st.one_of(st.text(max_size=30), st.text("air.=~+@/{}[](),:'\"$\\ 1x", max_size=20)))
def test_any_text_as_a_change_is_refused_and_never_breaks_the_reader(text):
    with pytest.raises(ConfigurationError):
        load_scenario("kyar_tat", [text])
