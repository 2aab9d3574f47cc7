"""Statements over the posterior of the rates: laws, a toy whose dependence on a rate is known, and the command."""

import json
import re
from collections import Counter

import numpy as np
import pyarrow.csv
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from sim import load_scenario, play
from sim.calibration.conclusions import (
    MEASURED,
    Quantities,
    conclude,
    evenly,
    kind_of,
    lead,
    losses_apart,
    mean_of,
    plans_of,
    played_kinds,
    quantities,
    without_luck,
)
from sim.calibration.draws import read_draws, shipped_draws
from sim.calibration.statements import Statement, changed_scenario
from sim.figures.conclusions import draw_conclusions
from sim.history.prediction import RuleDraws
from sim.mistakes import ConfigurationError
from sim.reading import read_yaml
from sim.state import Cause, Ending
from tests.commands import ask, ask_afresh, is_refused, only
from tests.scenarios import CONFIGS, choice

RULES = choice("rules", "base")
SHIPPED = read_yaml(CONFIGS / "conclusions.yaml")["conclusions"]["statements"]
SAID = {"says": "so", "scenario": "drive_by", "measure": "occupied", "of": [{}], "minus": [], "holds": "at least 0"}
HALF_BLIND = RuleDraws(("hit_chance",), np.array([[0.0], [0.3], [0.3], [0.3]]))  # nobody is hit under one of four draws


def said(**own):
    return Statement.model_validate({**SAID, **own})


def found(statement, draws=HALF_BLIND, raids=20, workers=2):
    """What it measures, and what is concluded."""
    plans = plans_of({"one": statement}, RULES, draws)
    own = quantities(statement, played_kinds(plans, draws, raids, 1, workers))
    return own, conclude("one", statement, own, raids)


# ---- shares ------------------------------------------------------------------------------------------------------


def test_what_is_always_true_holds_under_every_draw_and_what_never_is_under_none():
    assert found(said(holds="above -1"))[1][4:7] == (1.0, 1.0, 0.0)
    assert found(said(holds="above 1"))[1][4:7] == (0.0, 0.0, 1.0)


def test_where_nobody_is_hit_an_ambush_seldom_meets_its_objective():
    _, concluded = found(said(measure="ended objective_met", holds="above 0.5"), raids=60)  # those who run away count, too
    assert concluded.holds == concluded.surely_holds == 0.75
    assert concluded.surely_fails == 0.25


def test_sides_of_a_comparison_meet_the_same_luck():
    measured, _ = found(said(of=[{}], minus=[{"relief.delay_minutes": "times 1"}], measure="ended objective_met"))
    assert not measured.values.any()
    assert not measured.errors.any()


def test_what_is_measured_is_what_these_raids_are_with_these_rates():
    draws, kind = RuleDraws(("hit_chance", "assault_rate"), np.array([[0.02, 0.1], [0.2, 0.0]])), said(scenario="ma_sein")
    rows = played_kinds(plans_of({"one": kind}, RULES, draws), draws, 5, 7)[kind_of(kind, {})]
    for k, rates in enumerate(draws.values):
        scenario = load_scenario("ma_sein", [f"rules.{name}={value}" for name, value in zip(draws.names, rates, strict=True)])
        table = play(scenario, 5, seed=7, first=5 * k)
        for name in ("defenders_killed", "attackers_wounded", "defenders"):
            assert rows[k, :, MEASURED.index(name)].tolist() == table[name].to_pylist()


def test_the_answer_does_not_hang_on_the_number_of_workers():
    statement = said(measure="ended objective_met", holds="above 0.5")
    one, three = (found(statement, raids=70, workers=workers)[0] for workers in (1, 3))
    assert one.values.tolist() == three.values.tolist()
    assert one.errors.tolist() == three.errors.tolist()


def test_draws_are_taken_evenly():
    draws = RuleDraws(("hit_chance",), np.arange(10.0)[:, None])
    assert evenly(draws, 5).values[:, 0].tolist() == [0, 2, 4, 6, 8]
    assert evenly(draws, 50).values.tolist() == draws.values.tolist()


@given(st.lists(st.tuples(st.floats(-1, 1), st.floats(0, 0.5)), min_size=1, max_size=20), st.floats(-1, 1), st.integers(2, 500))
def test_parts_of_a_share_are_parts(pairs, limit, raids):
    own = Quantities(*np.array(pairs).T)
    one = conclude("one", said(holds=f"above {limit:.3f}"), own, raids)
    assert 0.0 <= one.surely_holds <= one.holds <= 1.0 - one.surely_fails <= 1.0
    assert one.seen_low - 1e-9 <= one.low <= one.high <= one.seen_high + 1e-9


def test_a_quantity_that_no_raid_gives_is_no_answer_and_does_not_hold():
    one = conclude("one", said(holds="below 1"), Quantities(np.array([np.nan, 0.0]), np.array([np.nan, 0.0])), 100)
    assert (one.holds, one.no_answer, one.mean) == (0.5, 0.5, 0.0)
    nothing = conclude("one", said(), Quantities(np.array([np.nan]), np.array([np.nan])), 100)
    assert np.isnan(nothing.mean)
    assert nothing.holds == nothing.surely_fails == 0.0


def test_raids_that_all_went_alike_are_not_beyond_doubt():
    own = Quantities(np.array([0.0]), np.array([0.0]))
    assert conclude("one", said(holds="below 0.02"), own, 50)[4:6] == (1.0, 0.0)
    assert conclude("one", said(holds="below 0.1"), own, 50)[4:6] == (1.0, 1.0)


# ---- quantities --------------------------------------------------------------------------------------------------


def rows_with(**columns):
    """Raids of which this is known, shape (draws, raids, MEASURED)."""
    rows = np.zeros((*np.shape(next(iter(columns.values()))), len(MEASURED)))
    for name, values in columns.items():
        rows[..., MEASURED.index(name)] = values
    return rows


@given(
    st.lists(st.sampled_from([Cause.AIR, Cause.RELIEF, Cause.TIME, Cause.LOSSES]), min_size=1, max_size=40),
    st.sampled_from([(Cause.AIR,), (Cause.AIR, Cause.RELIEF), (Cause.TIME, Cause.LOSSES, Cause.AIR)]),
)
def test_the_lead_of_causes_is_the_difference_of_their_shares(causes, named):
    rows = rows_with(cause=[causes], ending=[[Ending.WITHDREW] * len(causes)])
    counts = Counter(causes)
    expected = min(counts[c] for c in named) - max(counts[c] for c in set(Cause) - set(named))
    assert mean_of(lead(rows, named)).values[0] == pytest.approx(expected / len(causes))


def test_raids_that_did_not_fail_have_no_cause_of_failure():
    rows = rows_with(cause=[[Cause.AIR, Cause.TIME]], ending=[[Ending.FORCED_OUT, Ending.OCCUPIED]])
    assert mean_of(lead(rows, (Cause.AIR,))).values[0] == 1.0
    rows = rows_with(cause=[[0, 0]], ending=[[Ending.OCCUPIED, Ending.OCCUPIED]])
    assert np.isnan(mean_of(lead(rows, (Cause.AIR,))).values[0])


def test_losses_are_shares_of_each_side_in_withdrawals():
    rows = rows_with(
        ending=[[Ending.WITHDREW, Ending.OCCUPIED]], attackers=[[100, 100]], attackers_killed=[[2, 50]],
        attackers_captured=[[3, 0]], defenders=[[20, 20]], defenders_killed=[[1, 20]], defenders_wounded=[[4, 0]],
    )  # fmt: skip
    assert mean_of(losses_apart(rows)).values[0] == pytest.approx(5 / 20 - 5 / 100)


@given(st.lists(st.lists(st.sampled_from([0.0, 1.0, -1.0, np.nan]), min_size=6, max_size=6), min_size=1, max_size=5))
def test_means_and_errors_are_those_of_scipy(each):
    from scipy.stats import sem

    own, each = mean_of(np.array(each)), np.array(each)
    for k, values in enumerate(each):
        known = values[~np.isnan(values)]
        if len(known) > 1:
            assert own.values[k] == pytest.approx(np.mean(known))
            assert own.errors[k] == pytest.approx(sem(known))
        assert np.isnan(own.values[k]) == (len(known) == 0)


def test_without_luck_quantities_are_as_far_apart_as_what_they_measure():
    random = np.random.default_rng(3)
    truth = random.normal(0.4, 0.1, 4000)
    seen = truth + random.normal(0.0, 0.08, 4000)
    assert np.std(without_luck(seen, np.full(4000, 0.08))) == pytest.approx(0.1, rel=0.05)
    assert without_luck(truth, np.zeros(4000)).tolist() == pytest.approx(truth.tolist())
    assert np.ptp(without_luck(seen, np.full(4000, 1.0))) == pytest.approx(0.0)


# ---- statements as data ------------------------------------------------------------------------------------------


def test_changes_are_numbers_multiples_choices_and_stars():
    statement = said(scenario="kyar_tat")
    base = load_scenario("kyar_tat")
    more = changed_scenario(
        statement,
        {
            "resistance.groups.*.rounds_per_fighter": "times 2",
            "resistance.groups.*.breaching_rounds": "times 0.3",
            "relief.delay_minutes": "times 2",
            "weather": "clear",
            "station.strongpoints": 3,
        },
        RULES,
    )
    for name, group in more.resistance.groups.items():
        assert group.rounds_per_fighter.low == 2 * base.resistance.groups[name].rounds_per_fighter.low
        assert group.breaching_rounds.low % 1 == 0
    assert more.relief.delay_minutes == (300, 540)
    assert more.weather.rain.high == 0.0
    assert more.station.strongpoints == 3


def test_every_shipped_statement_can_be_played_with_the_shipped_draws():
    statements = {name: Statement.model_validate(one) for name, one in SHIPPED.items()}
    plans = plans_of(statements, RULES, read_draws(shipped_draws()))
    assert {scenario for scenario, _ in plans} == {"kyar_tat", "zee_pyar", "monywa", "ma_sein", "shadaw", "paya_taung"}
    assert len(plans) < sum(len(one.of) + len(one.minus) for one in statements.values())  # what is shared is played once


@pytest.mark.parametrize(
    ("own", "word"),
    [
        ({"measure": "ended happily"}, "happily"),
        ({"measure": "ended withdraw"}, "did you mean 'withdrew'"),
        ({"measure": "failed for air, bad luck"}, "bad luck"),
        ({"measure": "occupied withdrew"}, "should be occupied"),
        ({"measure": "failed for"}, "should be occupied"),
        ({"measure": 3}, "3"),
        ({"measure": "losses apart", "minus": [{}]}, "'minus' should be \\[\\]"),
        ({"holds": "0.5"}, "above 0.1"),
        ({"holds": "above nan"}, "above nan"),
        ({"of": []}, "at least 1"),
        ({"of": ["air=none"]}, "list of changes"),
        ({"says": ""}, "at least 1"),
        ({"because": "so"}, "because"),
    ],
)
def test_a_statement_that_makes_no_sense_is_refused(own, word):
    with pytest.raises(ValidationError, match=word):
        said(**own)


@pytest.mark.parametrize(
    ("own", "words"),
    [
        ({"scenario": "drive_bye"}, ["drive_bye", "did you mean 'drive_by'"]),
        ({"of": [{"relief.delay": 3}]}, ["relief.delay", "did you mean 'relief.delay_minutes'"]),
        ({"of": [{"relief.dely_minutes": "times 2"}]}, ["relief.dely_minutes", "did you mean"]),
        ({"of": [{"relief.delay_minutes": "twice"}]}, ["relief.delay_minutes", "twice"]),
        ({"of": [{"air": "nun"}]}, ["air=nun", "none"]),
        ({"of": [{"resistance.groups.*.horses": 3}]}, ["resistance.groups.riders.horses"]),
        ({"of": [{"rules.hit_chance": 0.1}]}, ["rules.hit_chance", "is a rate"]),
        ({"of": [{"title": "times 2"}]}, ["title", "is no number"]),
        ({"of": [{"relief.people": "times 10000"}]}, ["relief.people", "between 0 and 5000"]),
    ],
)
def test_raids_that_cannot_be_played_are_refused_with_the_statement(own, words):
    with pytest.raises(ConfigurationError) as refused:
        plans_of({"one": said(**own)}, RULES, HALF_BLIND)
    for word in ("conclusions.statements.one", *words):
        assert word in str(refused.value)


# ---- the command -------------------------------------------------------------------------------------------------

QUICK = ["conclusions.draws=3", "conclusions.raids=2"]


def test_conclusions_are_told_kept_and_drawn(tmp_path):
    run = ask_afresh(tmp_path, "experiments.conclusions", *QUICK)
    assert run.returncode == 0, run.stderr
    rows = pyarrow.csv.read_csv(only(tmp_path, "conclusions.csv")).to_pylist()
    assert [row["name"] for row in rows] == list(SHIPPED)
    draws = pyarrow.csv.read_csv(only(tmp_path, "draws.csv"))
    assert draws.num_rows == 3
    assert {*read_draws(shipped_draws()).names, "monywa_chance", "monywa_chance_error"} <= set(draws.column_names)
    assert "At Monywa the station is occupied in less than a tenth of the raids" in run.stdout
    assert re.search(r"Monywa the station is occupied in less.*occupied +100%.* +0\.0 to \S+ +\S+ +below 10", run.stdout)
    assert only(tmp_path, "conclusions.png").read_bytes().startswith(b"\x89PNG")


def test_a_statement_and_draws_of_ones_own_as_one_json_object(tmp_path):
    (tmp_path / "mine.yaml").write_text("base: drive_by\nname: mine\n")
    (tmp_path / "mine.csv").write_text("hit_chance\n0\n0.3\n")
    own = "{says: Mine, scenario: mine.yaml, measure: ended objective_met, of: [{}], minus: [], holds: above 0.5}"
    words = ["draws=mine.csv", f"+conclusions.statements.mine={own}", "format=json", "conclusions.raids=20"]
    words += [f"~conclusions.statements.{name}" for name in SHIPPED]
    run = ask(tmp_path, "experiments.conclusions", *words)
    assert run.returncode == 0, run.stderr
    told = json.loads(run.stdout)
    assert told["draws"] == 2
    assert [(one["name"], one["holds"]) for one in told["conclusions"]] == [("mine", 0.5)]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (["conclusions.rais=3"], ["conclusions.rais", "conclusions.raids"]),
        (["conclusions.raids=1"], ["conclusions.raids", "greater than or equal to 2"]),
        (["draws=nowhere.csv"], ["nowhere.csv"]),
        (["rules.hit_chance=0.1"], ["rules.hit_chance=0.1", "posterior.csv"]),
        (["conclusions.statements.monywa_clear.holds=often"], ["conclusions.statements.monywa_clear.holds", "often"]),
        (["scenario_file=mine.yaml"], ["scenario_file", "should be null"]),
    ],
)
def test_a_mistake_gets_one_clear_message_before_anything_is_played(tmp_path, words, expected):
    assert is_refused(ask(tmp_path, "experiments.conclusions", *words), *expected)
    assert not list(tmp_path.rglob("*.png"))


def test_files_that_are_no_draws_are_refused(tmp_path):
    for text, word in (("hit_chanse\n1\n", "hit_chance"), ("hit_chance\nx\n", "line 2"), ("hit_chance\n", "it has none")):
        (tmp_path / "mine.csv").write_text(text)
        with pytest.raises(ConfigurationError, match=word):
            read_draws(tmp_path / "mine.csv")


# ---- the figure --------------------------------------------------------------------------------------------------


def test_every_statement_has_its_bar_and_the_words_stay_on_the_page():
    own = Quantities(np.array([0.1, 0.3, 0.7]), np.array([0.05, 0.05, 0.05]))
    long = "A sentence that says very much about very many things and goes on for longer than anybody would read it, twice over"
    concluded = [conclude("one", said(says=says, holds="above 0.2"), own, 100) for says in ("Short", long)]
    nothing = conclude("one", said(), Quantities(np.array([np.nan]), np.array([np.nan])), 100)
    drawn = draw_conclusions([*concluded, nothing], "few raids")
    drawn.canvas.draw()
    assert len(drawn.axes[0].patches) == 4 * 3
    texts = [*drawn.texts, *(t for axes in drawn.axes for t in (*axes.texts, *axes.get_yticklabels()))]
    texts += [t for axes in drawn.axes for t in axes.get_legend().get_texts()]
    for text in filter(lambda t: t.get_text(), texts):
        box = text.get_window_extent()
        assert box.x0 >= 0
        assert box.x1 <= drawn.bbox.x1, text.get_text()
