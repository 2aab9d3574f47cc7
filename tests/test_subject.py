"""What is no raid goes through the same sweeps as raids: designs, shards, resuming, the same luck at every point, precision."""

import json

import numpy as np
import pyarrow.parquet
import pytest
from pydantic import ValidationError

from experiments.sweeping.conducting import Means, Order, carry_out
from sim.changes import changed, levels_of
from sim.mistakes import ConfigurationError, all_paths
from sim.scenario import load_scenario
from sim.subject import RAID, subject_of
from sim.sweeps.conduct import Share
from sim.sweeps.design import factorial
from sim.sweeps.factors import read_factors
from sim.sweeps.folder import code_now
from sim.sweeps.points import Base, table_of_points
from sim.sweeps.rebuilt import rebuilder
from sim.sweeps.request import FactorialDesign, LocalCluster, Replicates
from sim.sweeps.results import read_results
from sim.sweeps.rounds import fixed_rounds, precise_rounds
from tests.scenarios import raid
from tests.toys import GARDEN, garden, harvest

FACTORS = {"rain": [0.2, 0.6], "beds.of.*.plants": {"low": 5, "high": 15}, "days": [10, 40]}
RULE = {"min": 20, "max": 200, "measure": "beans", "half_width": 2.0}


@pytest.fixture
def played():
    """The numbers of all harvests that were played, in their order."""
    numbers: list[int] = []
    harvest(numbers)
    return numbers


def order_of(asked=100, factors=FACTORS, seed=3):
    """Every combination of these factors in a small garden."""
    subject = subject_of(garden())
    replicates = Replicates.model_validate(asked, context={"subject": subject})
    design = FactorialDesign(kind="factorial", factors=factors, usual=None, zipped=[], n=3)
    base = Base({"scenario": "small"}, {}, garden())
    points = table_of_points([base], factorial(design, read_factors(factors)))
    return Order(seed, True, replicates, {}, [base], list(factors), points)


def sweep(order, path, workers=2):
    """Play what is left of it; the folder and the account."""
    means = Means(LocalCluster(kind="local"), workers, Share(0, 1), "sweep")
    rounds = fixed_rounds if order.replicates.is_fixed else precise_rounds
    return carry_out(order, means, path, lambda folder: rounds(folder, order.points, order.replicates), "again")


def rows_in(folder):
    return pyarrow.parquet.read_table(folder.rows).to_pandas().sort_values(["point", "harvest"])


def test_a_subject_is_known_by_its_configuration(played):
    assert subject_of(raid()).name == "raid"
    assert subject_of(garden()).name == "harvest"
    with pytest.raises(TypeError, match="harvest"):
        subject_of(RULE)


def test_every_point_is_played_as_often_as_asked_by_its_own_rules(tmp_path, played):
    folder, account = sweep(order_of(), tmp_path / "x")
    table = rows_in(folder)
    assert account.raids == len(table) == 100 * 12
    assert folder.rows.name == "harvests"
    assert table["error"].isna().all()
    plants = 2 * table["beds.of.*.plants"]
    assert np.allclose(table["beans"], 0.1 * plants * table["wet_days"])
    assert (table["is_plenty"] == (table["beans"] > 20)).all()
    assert (table["wet_days"] <= table["days"]).all()


def test_a_sweep_that_is_whole_is_not_played_again(tmp_path, played):
    first, _ = sweep(order_of(), tmp_path / "x")
    table = rows_in(first)
    played.clear()
    again, account = sweep(order_of(), tmp_path / "x", workers=1)
    assert account.played == 0
    assert account.raids == len(table)
    assert not played
    assert rows_in(again).equals(table)


def test_the_same_luck_is_met_at_every_point(tmp_path, played):
    """More plants see the same rain, and where rain is likelier no day is dry that was wet."""
    table = rows_in(sweep(order_of(), tmp_path / "x")[0])
    days = table.pivot_table(index="harvest", columns=["days", "rain", "beds.of.*.plants"], values="wet_days")
    for length in (10, 40):
        few, many = days[length][0.2], days[length][0.6]
        assert (few.nunique(axis=1) == 1).all()
        assert (many.min(axis=1) >= few.max(axis=1)).all()


def test_other_numbers_in_the_same_folder_are_refused_and_so_are_raids(tmp_path, played):
    folder, _ = sweep(order_of(), tmp_path / "x")
    with pytest.raises(ConfigurationError, match="seed was 3, is 4"):
        sweep(order_of(seed=4), tmp_path / "x")
    scenario = load_scenario("drive_by")
    base = Base({"scenario": "drive_by"}, {}, scenario)
    raids = Order(3, True, Replicates(min=1, max=1), {}, [base], [], table_of_points([base], []))
    with pytest.raises(ConfigurationError, match="subject was 'harvest', is not there"):
        folder.claim(raids.identity, 100)


def test_the_identity_of_raids_says_nothing_of_a_subject(played):
    base = Base({"scenario": "small"}, {}, raid())
    order = Order(1, True, Replicates(min=1, max=1), {}, [base], [], table_of_points([base], []))
    assert set(order.identity) == {"seed", "common_random_numbers", "replicates", "design", "factors", "bases", "points"}
    assert order_of().identity["subject"] == "harvest"
    assert set(code_now(RAID)) == set(code_now())
    assert code_now(subject_of(garden()))["harvest"] == "beans"


def test_points_are_played_until_a_measure_of_their_own_is_known_well_enough(tmp_path, played):
    order = order_of(RULE, {"rain": [0.0, 0.5]})
    table = rows_in(sweep(order, tmp_path / "x")[0])
    counts = table.groupby("rain").size()
    assert counts[0.0] == 200  # a number that never varies is not known
    assert 20 <= counts[0.5] < 200
    wet = table[table["rain"] == 0.5]["beans"]
    assert 1.96 * wet.std() / len(wet) ** 0.5 < 2.0


def test_a_measure_of_raids_is_none_of_its_own(played):
    with pytest.raises(ValidationError, match="should be a measure; it is 'occupied'; measures are beans, wet_days, is_plenty"):
        order_of(RULE | {"measure": "occupied"})
    assert order_of(7).replicates.measure == "is_plenty"
    assert Replicates.model_validate(7).measure == "occupied"


def test_results_are_read_back_and_gardens_rebuilt(tmp_path, played):
    for name in ("x", "y"):
        sweep(order_of(), tmp_path / name)
    table = read_results([tmp_path], ["beans"])
    assert table.num_rows == 1200  # the same harvest, played twice, stands once
    assert set(table.column_names) == {"scenario", "rain", "beds.of.*.plants", "days", "seed", "harvest", "beans", "error"}
    with pytest.raises(ConfigurationError, match="a table of harvests: it has no column ending"):
        read_results([tmp_path], ["ending"])
    key = {"scenario": "small", "rain": 0.2, "beds.of.*.plants": 5.0, "days": 10.0}
    assert rebuilder([tmp_path / "x"])(key) == changed(garden(), {path: key[path] for path in FACTORS})


def test_what_cannot_be_is_said_in_its_own_words(tmp_path, played):
    for factors, said in (
        ({"rain": [0.2, 1.5]}, r"rain: should lie between 0 and 1; it is 1\.5"),
        ({"rian": [0.2]}, "rian: there is no such setting; did you mean 'rain'"),
        ({"title": ["a", "b"]}, "is told of a garden, not played"),
    ):
        with pytest.raises(ConfigurationError, match=said):
            sweep(order_of(1, factors), tmp_path / "x")
    with pytest.raises(ConfigurationError, match=r"beds\.of has no 'west', only north, south"):
        levels_of(garden(), {"beds.of.west.plants": 3})
    with pytest.raises(ConfigurationError, match="the garden: lacks"):
        subject_of(garden()).judge({"name": "small"})


def test_changes_reach_every_bed(played):
    assert levels_of(garden(), {"beds.of.*.plants": "times 2", "rain": 0.5}) == {
        "beds.of.north.plants": 20.0, "beds.of.south.plants": 40.0,
    }  # fmt: skip
    assert {"beds.of.north.plants", "rain"} <= set(all_paths(garden().model_dump(), GARDEN))


def test_what_a_manifest_says_of_a_subject_is_read_back(tmp_path, played):
    folder, _ = sweep(order_of(1), tmp_path / "x")
    assert json.loads((folder.path / "manifest.json").read_text())["identity"]["subject"] == "harvest"
    fields = {f.name: f.metadata[b"meaning"].decode() for f in pyarrow.parquet.read_schema(folder.parts()[0])}
    assert fields["seed"] == "fixes all chance, together with the number of the harvest"
    assert fields["rain"] == "factor: chance of rain on a day"
