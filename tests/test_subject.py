"""What is no raid goes through the same sweeps as raids: designs, shards, resuming, the same luck at every point, precision."""

import json
from typing import Annotated

import numpy as np
import pyarrow.csv
import pyarrow.parquet
import pytest
from pydantic import AfterValidator, TypeAdapter, ValidationError
from scipy.stats import binomtest

from experiments.door import Job
from experiments.explaining.kept import keep_and_draw
from experiments.explaining.said import print_as_text
from experiments.explaining.settings import WhySettings
from experiments.settings import SweepBlock, SweepSettings
from experiments.sweeping.asked import Asked, read_asked
from experiments.sweeping.conducting import Means, Order, carry_out
from experiments.sweeping.ended import show_end, show_gathered
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
from sim.sweeps.request import BoundaryDesign, FactorialDesign, LocalCluster, Replicates
from sim.sweeps.results import read_results, summary_of
from sim.sweeps.rounds import fixed_rounds, precise_rounds
from sim.table import play
from sim.why.answer import answer_of
from sim.why.causes import needed_of
from sim.why.coalitions import Case, Plan, as_it_is, first_coalitions, points_of, raids_in, rounds_of, values_of
from sim.why.measures import refuse_measure
from sim.why.relieved import Factor, conditions_of
from sim.why.words import sentences
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
    pyarrow.parquet.write_table(play(raid(), 3).append_column("scenario", [["small"] * 3]), tmp_path / "raids.parquet")
    with pytest.raises(ConfigurationError, match="results: hold harvests and raids"):
        read_results([tmp_path / "x", tmp_path / "raids.parquet"])
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


def asked_of(folder, design, *overrides):
    """What a command line for gardens comes to."""
    settings = SweepSettings.model_construct(
        design=design,
        replicates=Replicates.model_validate(5, context={"subject": subject_of(garden())}),
        sweep=SweepBlock(dir=folder, scenarios="all", figure=False, csv=False),
        scenario_file=None,
        common_random_numbers=True,
    )
    return read_asked(job_of(folder)._replace(overrides=list(overrides)), settings)


def test_a_command_line_is_read_by_the_subject(tmp_path, played):
    design = FactorialDesign(kind="factorial", factors={"beds.of.*.plants": [5, 10]}, usual=None, zipped=[], n=3)
    asked = asked_of(tmp_path, design, "rain=0.25")
    assert asked.bases[0].scenario == garden(rain=0.25)
    assert asked.points.select(["scenario", "rain", "beds.of.*.plants"]).to_pylist() == [
        {"scenario": "small", "rain": 0.25, "beds.of.*.plants": plants} for plants in (5.0, 10.0)
    ]
    with pytest.raises(ConfigurationError, match="title=other: is told of a garden, not played"):
        asked_of(tmp_path, design, "title=other")
    ranges = {"rain": {"low": 0.1, "high": 0.9}, "enough": {"low": 1, "high": 50}}
    boundary = BoundaryDesign(kind="boundary", factors=ranges, usual=None, n=8, first=4, batch=4, level=0.5)
    with pytest.raises(ConfigurationError, match="looks for a chance of occupation; harvests have none"):
        asked_of(tmp_path, boundary)


def test_what_a_manifest_says_of_a_subject_is_read_back(tmp_path, played):
    folder, _ = sweep(order_of(1), tmp_path / "x")
    assert json.loads((folder.path / "manifest.json").read_text())["identity"]["subject"] == "harvest"
    fields = {f.name: f.metadata[b"meaning"].decode() for f in pyarrow.parquet.read_schema(folder.parts()[0])}
    assert fields["seed"] == "fixes all chance, together with the number of the harvest"
    assert fields["rain"] == "factor: chance of rain on a day"


# ---- what came of it ------------------------------------------------------------------------------------------------


def test_a_summary_has_shares_of_flags_and_means_and_quantiles_of_numbers(tmp_path, played):
    order = order_of(400, {"rain": [0.3, 0.7]})
    folder, _ = sweep(order, tmp_path / "x")
    summary = summary_of(folder, order.points).to_pandas()
    for k, (_, rows) in enumerate(rows_in(folder).groupby("point")):
        row = summary.iloc[k]
        assert row["harvests"] == len(rows) == 400
        assert row["beans_mean"] == pytest.approx(rows["beans"].mean())
        for name, share in (("wet_days_q05", 0.05), ("wet_days_q50", 0.5), ("wet_days_q95", 0.95)):
            assert row[name] == np.quantile(rows["wet_days"], share)
        plenty = rows["is_plenty"]
        interval = binomtest(int(plenty.sum()), 400).proportion_ci(0.95, method="wilson")
        assert (row["is_plenty"], row["is_plenty_low"]) == pytest.approx((plenty.mean(), interval.low))
        assert row["is_plenty_high"] == pytest.approx(interval.high)
    assert summary["is_plenty"][0] < summary["is_plenty"][1]


def test_the_end_of_a_sweep_is_told_and_kept(tmp_path, played, capsys):
    order = order_of(RULE, {"rain": [0.2, 0.5]})
    folder, account = sweep(order, tmp_path / "x")
    block = SweepBlock(dir=tmp_path, scenarios="all", figure=True, csv=True)
    settings = SweepSettings.model_construct(replicates=order.replicates, sweep=block)
    asked = Asked(order.bases, (), ["rain"], order.points, None, ["rain"], None)
    show_end(job_of(tmp_path), settings, asked, folder, account)
    told = capsys.readouterr().out
    assert f"{account.raids} harvests ({account.raids} played now)" in told
    assert "beans: 2 of 2 points have a 95 % half-width of at most 2; the widest is" in told
    kept = pyarrow.csv.read_csv(folder.path / "summary.csv").to_pandas()
    assert (kept["beans_half_width"] <= 2.0).all()
    assert kept.columns.is_unique
    assert pyarrow.csv.read_csv(folder.path / "harvests.csv").num_rows == account.raids
    meanings = pyarrow.csv.read_csv(folder.path / "columns.csv").to_pandas().set_index("column")["meaning"]
    assert meanings["beans"] == "beans brought in"


def job_of(folder, is_multirun=False):
    return Job({}, {}, [], folder, is_multirun, folder.parent, "", "harvest")


def test_the_jobs_of_a_multirun_are_gathered_into_one_table(tmp_path, played, capsys):
    for name, rain in (("0", 0.2), ("1", 0.6)):
        sweep(order_of(50, {"rain": [rain]}), tmp_path / name)
    show_gathered([job_of(tmp_path / name, is_multirun=True) for name in "01"])
    assert pyarrow.parquet.read_table(tmp_path / "harvests.parquet").num_rows == 100
    kept = pyarrow.csv.read_csv(tmp_path / "summary.csv").to_pandas()
    assert list(kept["rain"]) == [0.2, 0.6]
    assert list(kept["harvests"]) == [50, 50]
    assert kept["beans_mean"].is_monotonic_increasing
    assert "summary.csv" in capsys.readouterr().out


# ---- why ------------------------------------------------------------------------------------------------------------

RELIEVED = {
    "drought": Factor(label="drought", means="it rains every day", cause=None, changes={"rain": 1.0}),
    "few plants": Factor(label="few plants", means="twice as many", cause=None, changes={"beds.of.*.plants": "times 2"}),
}


def answer_to(path, measure, raids=200):
    """Why harvests are poor: everything with nothing, one or both relieved."""
    poor = garden(enough=45)
    case = Case(poor, conditions_of(poor, RELIEVED))
    plan = Plan(exact=8, orders=16, half_width=0.05, raids=raids, seed=3)
    subject = subject_of(case.scenario)
    replicates = Replicates.model_validate(raids, context={"subject": subject})
    points = points_of([case], {"small": first_coalitions(case, plan)})
    order = Order(3, True, replicates, {}, [case.base], [], points)
    means = Means(LocalCluster(kind="local"), 2, Share(0, 1), "why")
    folder, _ = carry_out(order, means, path, lambda found: rounds_of(found, [case], plan, measure), "again")
    found = raids_in(folder, [case], measure, needed_of(subject))
    return answer_of(case, RELIEVED, plan, measure, values_of(found, case, measure), as_it_is(found, case))


def test_a_shortfall_is_shared_out_among_what_is_relieved(tmp_path, played):
    """Twice the plants and thrice thirty days of rain: shares follow from the four means, in either order."""
    answer = answer_to(tmp_path / "why", "beans")
    dry, wet = answer.start.value, 0.1 * 30 * 30
    drought, plants = (wet - dry + 2 * wet - 2 * dry) / 2, (dry + wet) / 2
    assert [row.share.value for row in answer.rows] == pytest.approx([drought, plants])
    assert answer.end.value == pytest.approx(2 * wet)
    assert not answer.is_chance


def test_nobody_left_a_garden_so_no_causes_stand_beside(tmp_path, played):
    answer = answer_to(tmp_path / "why", "success")
    assert answer.measure == "is_plenty"
    assert answer.is_chance
    assert answer.causes == []
    assert answer.undecided == 0.0
    assert {row.named for row in answer.rows} == {None}
    hungry = f"{100 * (1 - answer.start.value):.0f} of 100 harvests leave somebody hungry"
    assert 0.2 < answer.start.value < 0.8
    assert sentences(answer)[0].startswith(f"a small garden: {hungry}. With everything relieved it would be 0")
    assert sentences(answer_to(tmp_path / "beans", "beans"))[0].startswith("a small garden: beans (kg): ")


def test_answers_about_gardens_are_told_and_drawn_without_causes(tmp_path, played, capsys):
    answers = [answer_to(tmp_path / "why", "success")]
    settings = WhySettings.model_construct(seed=3)
    files = keep_and_draw(answers, settings, tmp_path)
    print_as_text(answers, settings, files)
    told = capsys.readouterr().out
    assert {path.name for path in files} == {"waterfall.png", "shares.csv", "interactions.csv"}
    assert "left" not in told
    assert "200 harvests of each combination" in told


@pytest.mark.parametrize("measure", ["beans", "wet_days", "is_plenty", "success"])
def test_any_number_or_flag_of_its_own_can_be_asked_for(played, measure):
    assert refused_measure(measure) is None


def test_what_raids_are_asked_for_is_no_measure_of_gardens(played):
    assert "measures are success, beans, wet_days, is_plenty" in refused_measure("occupied")


def refused_measure(measure):
    """Why this cannot be measured; None if it can."""
    door = TypeAdapter(Annotated[str, AfterValidator(refuse_measure)])
    try:
        door.validate_python(measure, context={"subject": subject_of(garden())})
    except ValidationError as error:
        return str(error)
    return None
