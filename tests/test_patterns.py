"""Reports beside claims, and published values beside estimates: against closed forms, by hand, and as laws."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from sim.outcome import N_COLUMNS
from sim.patterns.counterfactuals import (
    findings_of_series,
    forces,
    judged_points,
    occupying,
    play_series,
    rain_curves,
    series_of,
)
from sim.patterns.facts import AT, CLAIMED, Facts, facts_of
from sim.patterns.findings import ALL, findings_of_losses, median, share
from sim.patterns.logit import Estimate, log_odds_slope
from sim.patterns.published import PUBLISHED, UNKNOWN, Published, verdict
from sim.patterns.reports import compare_endings, compare_figures, stands_at
from sim.patterns.words import hits, misses
from sim.scenario import compile_plan, load_scenario, scenario_names
from sim.state import Cause, Ending
from sim.table import play_rows
from tests.scenarios import raid

FACTS = Facts(
    "made_up", ("withdrew",), ("air", "relief"), {"defenders_killed": (10.0, 5.0), "burned": (1.0,)}, frozenset(["burned"]), ()
)


def rows_with(**columns):
    """Raids with these measures, everything else nought. Words are codes."""
    words = {"ending": Ending, "cause": Cause}
    length = max(len(values) for values in columns.values())
    rows = np.zeros((length, N_COLUMNS))
    rows[:, AT["raid"]] = np.arange(length)
    for name, values in columns.items():
        rows[:, AT[name]] = [words[name][value.upper()] if name in words else value for value in values]
    return rows


def ended(*pairs):
    """Raids with these endings and causes."""
    return rows_with(ending=[pair[0] for pair in pairs], cause=[pair[1] for pair in pairs])


# ---- what was reported -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", scenario_names())
def test_every_reported_figure_of_a_shipped_scenario_has_a_claim(name):
    scenario = load_scenario(name)
    facts = facts_of(scenario)
    assert facts.without_claim == ()
    assert set(facts.figures) == set(scenario.reported.facts)
    assert set(facts.figures) <= set(CLAIMED)
    assert facts.flags == frozenset({"burned"} & set(facts.figures))
    assert facts.endings
    assert facts.causes


def test_one_report_is_a_list_of_one_and_several_are_all_kept():
    figures = facts_of(load_scenario("kyar_tat")).figures
    assert figures["defenders_killed"] == (10.0, 5.0)
    assert figures["strongpoints_taken"] == (3.0,)


def test_a_figure_that_nobody_claims_is_named():
    told = {"incident": "X", "endings": [], "causes": [], "facts": {"horses_lost": 3, "defenders_killed": 2}}
    facts = facts_of(raid({"reported": told}))
    assert facts.without_claim == ("horses_lost",)
    assert list(facts.figures) == ["defenders_killed"]


# ---- reports beside claims ---------------------------------------------------------------------------------------


def test_the_commonest_ending_and_cause_are_compared():
    rows = ended(("withdrew", "relief"), ("withdrew", "relief"), ("withdrew", "air"), ("occupied", "none"))
    found = compare_endings(FACTS, rows)
    assert (found["commonest_ending"], found["ending_met"]) == ("withdrew", True)
    assert (found["commonest_cause"], found["cause_met"]) == ("relief", True)
    assert found["share_of_reported_endings"] == 0.75
    assert found["share_of_reported_causes"] == 1.0
    assert found["endings"] == {"withdrew": 0.75, "occupied": 0.25}


def test_causes_are_those_of_the_raids_that_ended_as_was_reported():
    rows = ended(("withdrew", "losses"), ("withdrew", "losses"), ("withdrew", "air"), *3 * [("forced_out", "air")])
    found = compare_endings(FACTS, rows)
    assert found["raids_ended_so"] == 3
    assert (found["commonest_cause"], found["cause_met"]) == ("losses", False)
    assert found["share_of_reported_causes"] == pytest.approx(1 / 3)


def test_where_nothing_was_reported_nothing_is_judged():
    nothing = Facts("x", (), (), {}, frozenset(), ())
    found = compare_endings(nothing, ended(("withdrew", "air")))
    assert found["ending_met"] is None
    assert found["cause_met"] is None
    assert compare_figures(nothing, ended(("withdrew", "air"))) == []


def test_a_report_is_met_within_the_central_nine_tenths():
    claimed = np.arange(101)  # quantiles are themselves
    rows = rows_with(ending=["withdrew"] * 101, attackers_claim_killed=claimed, burned=[1] * 60 + [0] * 41)
    for report, met in ((4, False), (5, True), (50, True), (95, True), (96, False)):
        facts = FACTS._replace(figures={"defenders_killed": (float(report),)})
        row = compare_figures(facts, rows)[0]
        assert row["met"] is met
        assert (row["q05"], row["median"], row["q95"]) == (5, 50, 95)
        assert row["stands_at"] == pytest.approx((report + 0.5) / 101)


def test_what_is_true_or_false_is_met_where_it_is_the_rule():
    for burned, met in (([1, 1, 0], True), ([1, 0, 0], False)):
        rows = rows_with(ending=["withdrew"] * 3, burned=burned)
        row = compare_figures(FACTS._replace(figures={"burned": (1.0,)}), rows)[0]
        assert row["met"] is met
        assert row["median"] == pytest.approx(np.mean(burned))


def test_the_interval_of_raids_that_ended_so_leaves_the_others_aside():
    rows = rows_with(ending=["withdrew", "withdrew", "occupied"], attackers_claim_killed=[1, 1, 99])
    row = compare_figures(FACTS._replace(figures={"defenders_killed": (1.0,)}), rows)[0]
    assert row["q95_ended_so"] == 1
    assert row["q95"] > 50


def test_no_raid_ended_so_and_there_is_no_interval_of_those():
    row = compare_figures(FACTS._replace(figures={"defenders_killed": (1.0,)}), ended(("occupied", "none")))[0]
    assert row["q95_ended_so"] is None
    assert row["met_ended_so"] is None


@given(st.lists(st.integers(0, 20), min_size=1, max_size=40), st.integers(0, 20))
def test_where_a_report_stands_counts_what_is_below_it_and_half_of_what_is_equal(claimed, report):
    expected = sum(1.0 if value < report else 0.5 if value == report else 0.0 for value in claimed) / len(claimed)
    assert stands_at(np.array(claimed), report) == pytest.approx(expected)


# ---- regression --------------------------------------------------------------------------------------------------


def crossed(a, b, c, d):
    """So many successes and failures without and with something: success, x."""
    success = np.repeat([1, 0, 1, 0], [a, b, c, d])
    return success, np.repeat([0.0, 0.0, 1.0, 1.0], [a, b, c, d])


@given(st.lists(st.integers(2, 60), min_size=4, max_size=4))
def test_of_two_by_two_it_is_the_log_odds_ratio_with_woolfs_error(counts):
    """Woolf (1955)."""
    a, b, c, d = counts
    success, x = crossed(a, b, c, d)
    found = log_odds_slope(success, x, np.zeros(len(x), int), np.arange(len(x)))
    assert found.value == pytest.approx(math.log(c / d) - math.log(a / b), abs=1e-5)
    assert found.error == pytest.approx(math.sqrt(1 / a + 1 / b + 1 / c + 1 / d), rel=1e-4)


def test_raids_that_meet_the_same_luck_count_once():
    success, x = crossed(20, 30, 35, 15)
    once = log_odds_slope(success, x, np.zeros(100, int), np.arange(100))
    twice = log_odds_slope(np.tile(success, 2), np.tile(x, 2), np.zeros(200, int), np.tile(np.arange(100), 2))
    assert twice == pytest.approx(once)


def test_a_known_slope_is_found_whatever_the_intercepts_of_the_strata():
    rng = np.random.default_rng(3)
    stratum, x = rng.integers(0, 4, 40_000), rng.normal(size=40_000)
    chance = stats.logistic.cdf(np.array([-3.0, -1.0, 0.0, 2.0])[stratum] + 0.43 * x)
    found = log_odds_slope((rng.random(40_000) < chance).astype(int), x, stratum, np.arange(40_000))
    assert found.value == pytest.approx(0.43, abs=4 * found.error)
    assert found.error < 0.03


def test_a_stratum_in_which_nothing_varies_says_nothing():
    success, x = crossed(20, 30, 35, 15)
    alone = log_odds_slope(success, x, np.zeros(100, int), np.arange(100))
    more = (np.concatenate([success, np.ones(50, int)]), np.concatenate([x, np.linspace(0, 1, 50)]))
    with_sure_one = log_odds_slope(*more, np.repeat([0, 1], [100, 50]), np.arange(150))
    assert with_sure_one == pytest.approx(alone)
    assert math.isnan(log_odds_slope(np.ones(10, int), np.arange(10.0), np.zeros(10, int), np.arange(10)).value)


def test_where_all_ended_one_way_at_a_level_there_is_no_answer():
    success, x = crossed(0, 30, 35, 15)
    assert math.isnan(log_odds_slope(success, x, np.zeros(80, int), np.arange(80)).value)


# ---- verdicts ----------------------------------------------------------------------------------------------------

RISES, A_SHARE = Published(0.40, 0.46, 1, "", ""), Published(0.1, 0.1, 0, "", "")


@pytest.mark.parametrize(
    ("value", "error", "published", "said"),
    [
        (0.43, 0.05, RISES, "met"),
        (0.30, 0.05, RISES, "met"),
        (0.68, 0.05, RISES, "met"),
        (4.2, 0.2, RISES, "in sign only"),
        (0.10, 0.02, RISES, "in sign only"),
        (0.43, 0.30, RISES, "missed"),
        (-0.43, 0.05, RISES, "missed"),
        (-0.43, 0.05, Published(-0.46, -0.40, -1, "", ""), "met"),
        (-2.0, 0.05, Published(-0.46, -0.40, -1, "", ""), "in sign only"),
        (0.09, 0.5, A_SHARE, "met"),
        (0.02, 0.001, A_SHARE, "missed"),
        (0.02, 0.001, Published(UNKNOWN, UNKNOWN, 1, "", ""), "met"),
        (0.02, 0.02, Published(UNKNOWN, UNKNOWN, 1, "", ""), "missed"),
        (0.02, 0.001, Published(UNKNOWN, UNKNOWN, 0, "", ""), "not judged"),
        (math.nan, math.nan, RISES, "no answer"),
    ],
)
def test_a_published_value_is_met_in_sign_only_or_missed(value, error, published, said):
    assert verdict(Estimate(value, error), published, 1.5) == said


def test_the_published_values_are_those_of_the_data():
    """As they stand in the sources: log-odds, shares, and which way they point."""
    assert {name: p.sign for name, p in PUBLISHED.items() if p.sign and not math.isnan(p.low)} == {
        name: int(math.copysign(1, p.low)) for name, p in PUBLISHED.items() if p.sign and not math.isnan(p.low)
    }
    assert all(p.low <= p.high for p in PUBLISHED.values() if not math.isnan(p.low))


# ---- losses ------------------------------------------------------------------------------------------------------


def test_losses_are_shares_of_those_who_were_there():
    rows = rows_with(
        ending=["withdrew", "repulsed", "forced_out", "occupied"], cause=["losses", "air", "air", "none"],
        occupied=[0, 0, 1, 1], attackers=[100, 200, 100, 100], attackers_lost_before_leaving=[10, 10, 50, 0],
        defenders=[50, 50, 50, 50], defenders_killed=[1, 0, 5, 10], defenders_wounded=[4, 2, 5, 15],
    )  # fmt: skip
    found = {f.pattern: f for f in findings_of_losses({"x": rows}, 0.1, 1.5) if f.scope == ALL}
    assert found["heavy_loss"].estimate.value == pytest.approx(2 / 3)  # of three that failed, forced out among them
    assert found["attackers_lost"].estimate.value == pytest.approx((0.10 + 0.05) / 2)
    assert found["because_of_losses"].estimate.value == pytest.approx(1 / 2)
    assert found["defenders_lost"].estimate.value == pytest.approx((0.2 + 0.5) / 2)
    assert found["because_of_losses"].raids == 2


@pytest.mark.parametrize("values", [np.zeros(7), np.array([0.3])])
def test_a_median_without_spread_has_no_error(values):
    assert median(values) == Estimate(float(values[0]), 0.0)


def test_the_error_of_a_median_is_that_of_the_normal_distribution():
    """Large samples: 1 / (2 f(m) sqrt(n)) with density f."""
    n = 4000
    draws = np.random.default_rng(1).normal(size=(200, n))
    expected = 1 / (2 * stats.norm.pdf(0) * math.sqrt(n))
    assert np.mean([median(row).error for row in draws]) == pytest.approx(expected, rel=0.05)


def test_of_no_raids_there_is_neither_share_nor_median():
    assert math.isnan(median(np.zeros(0)).value)
    assert math.isnan(share(np.zeros(0, bool)).value)
    assert share(np.array([True, False])).value == 0.5


# ---- what is varied ----------------------------------------------------------------------------------------------


def test_twice_the_attackers_bring_twice_the_breaching_rounds():
    scenario = load_scenario("zee_pyar")
    assert forces(scenario, 1.0) == {}
    changes = forces(scenario, 2.0)
    assert changes["resistance.groups.pauk.fighters"] == (120, 200)
    assert changes["resistance.groups.pauk.breaching_rounds"] == (12, 12)
    assert forces(scenario, 0.05)["resistance.groups.pauk.breaching_rounds"] == (0, 0)


def test_only_stations_that_are_to_be_occupied_are_varied_and_only_what_can_fly_is_grounded():
    scenarios = {name: load_scenario(name) for name in scenario_names()}
    assert set(scenarios) - set(occupying(scenarios)) == {"bazaar_ambush", "drive_by"}
    with_air = {n for n, s in occupying(scenarios).items() if any(o.pattern == "rain" for o in series_of(s, [1, 2], [0, 1]))}
    assert with_air == {"kyar_tat", "monywa", "paya_taung", "shadaw"}


def test_on_the_ground_alone_nothing_flies():
    """Neither gunships nor troops flown in; a column on the road still comes."""
    by_name = {}
    for name in ("kyar_tat", "monywa"):
        scenarios = {name: load_scenario(name)}
        series = [one for one in series_of(scenarios[name], [1, 2], [0, 1]) if one.pattern == "rain_ground"]
        by_name[name] = list(judged_points(scenarios, series).values())
    assert all(not scenario.air.available for scenarios in by_name.values() for scenario in scenarios)
    assert {scenario.relief.mode for scenario in by_name["kyar_tat"]} == {"none"}
    assert {scenario.relief.mode for scenario in by_name["monywa"]} == {"road"}
    assert [scenario.weather.rain_mean.low for scenario in by_name["monywa"]] == [0.0, 1.0]


@pytest.fixture(scope="module")
def small_station():
    """A small station with aircraft, varied, with few raids."""
    scenario = load_scenario("ma_sein", ["air=gunships", "air.delay_minutes=20", "tick_minutes=1"])
    series = series_of(scenario, [0.5, 1.0, 2.0], [0.0, 1.0])
    return scenario, series, play_series(judged_points({scenario.name: scenario}, series), 150, 1)


def test_each_point_is_played_once_and_meets_the_same_luck(small_station):
    scenario, series, played = small_station
    points = {point for one in series for point in one.points}
    assert set(played) == points
    assert sum(point.changes == () for point in points) == 1
    unchanged = next(rows for point, rows in played.items() if point.changes == ())
    assert np.array_equal(unchanged, play_rows(compile_plan(scenario), 150, 1), equal_nan=True)


def test_numbers_raise_and_walls_lower_the_odds(small_station):
    _, series, played = small_station
    found = {f.pattern: f.estimate for f in findings_of_series(series, played, 1.5) if f.scope == ALL}
    assert found["force_ratio"].value > 2 * found["force_ratio"].error
    assert found["walls"].value < 0
    assert found["no_walls"].value < 0


def test_the_two_parts_of_rain_add_up(small_station):
    _, series, played = small_station
    found = {f.pattern: f.estimate.value for f in findings_of_series(series, played, 1.5) if f.scope == ALL}
    assert found["rain_ground"] + found["rain_aircraft"] == pytest.approx(found["rain"])
    curves = rain_curves(series, played)
    with_air = [row["occupied"] for row in curves if row["aircraft"]]
    assert found["rain"] == pytest.approx(with_air[-1] - with_air[0])


def test_nothing_that_is_made_up_is_found(small_station):
    """The same raids at both levels: no effect, and no answer for its size."""
    _, series, played = small_station
    still = [one._replace(points=(one.points[0], one.points[0])) for one in series if one.pattern == "walls"]
    still = [one._replace(levels=(0.0, 1.0)) for one in still]
    found = findings_of_series(still, played, 1.5)
    assert [f.verdict for f in found if f.scope == ALL] == ["no answer"]


# ---- in words ----------------------------------------------------------------------------------------------------


def test_what_is_missed_is_said():
    rows = rows_with(ending=["occupied"] * 20, cause=["none"] * 20, attackers_claim_killed=[1] * 20, burned=[0] * 20)
    endings, figures = [compare_endings(FACTS, rows)], compare_figures(FACTS, rows)
    said = "\n".join(misses(endings, figures, []))
    assert "made_up: mostly occupied, reported withdrew" in said
    assert "commonest cause no raid ended so, reported air or relief" in said
    assert "defenders killed: 10 reported, the model claims fewer, 1 to 1" in said
    assert "reported as true, true in 0 % of the raids" in said
    assert "0 of 1" in hits(endings, figures, [])[0]


def test_where_nothing_is_missed_nothing_is_said():
    rows = rows_with(ending=["withdrew"] * 20, cause=["air"] * 20, attackers_claim_killed=range(1, 21), burned=[1] * 20)
    assert misses([compare_endings(FACTS, rows)], compare_figures(FACTS, rows), []) == []


def test_the_words_of_a_finding_name_the_published_value():
    from sim.patterns.findings import as_row, finding

    row = as_row(finding("force_ratio", ALL, Estimate(4.2, 0.2), 100, 1.5), 0.1)
    assert misses([], [], [row]) == [
        "force ratio, for each factor e: in sign only: +4.20 (log-odds of occupation), published 0.40 to 0.46"
    ]
    row = as_row(finding("attackers_lost", ALL, Estimate(0.02, 0.001), 100, 1.5), 0.1)
    assert "2.0 %, published 7 %" in misses([], [], [row])[0]
    assert as_row(finding("heavy_loss", "x", Estimate(0.7, 0.01), 9, 1.0), 0.25)["words"].endswith("lost 25 % or more")
