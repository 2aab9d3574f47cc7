"""Reports are truth seen through the eyes of one side: laws of the claims, from plain numbers up to whole raids."""

import math
from functools import cache

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from scipy import stats

from sim.claims import blurred, in_whole_numbers, taken_for
from sim.draws import binomial
from sim.outcome import COLUMNS
from sim.scenario import load_scenario, scenario_names
from sim.state import make_workspace
from sim.table import play
from tests.scenarios import changed, choice, judge, raids

LUCK = st.floats(0.001, 0.999)
SHIPPED = choice("rules", "base")
PLAIN = {"claim_killed_seen": 1, "claim_fallen_as_killed": 0, "claim_wounded_seen": 1, "claim_own_losses": 1,
         "claim_spread": 0, "claim_counted_spread": 0}  # fmt: skip
CLAIMS = [column.name for column in COLUMNS if "_claim" in column.name]


def rules_with(**claims):
    """The rules as a raid has them, with these shares."""
    workspace = make_workspace()
    for name, value in {**{k: v for k, v in SHIPPED.items() if k.startswith("claim_")}, **claims}.items():
        workspace.raid.rules[name] = value
    return workspace.raid.rules


def played(scenario, runs=20):
    """Some raids of a scenario."""
    return play(scenario, runs, seed=3).to_pylist()


@cache
def many(name, *overrides, runs=3000):
    """Raids of a shipped scenario as a data frame."""
    return play(load_scenario(name, overrides), runs, seed=11).to_pandas()


# ---- who is taken for what ---------------------------------------------------------------------------------------


@given(st.integers(0, 200), st.integers(0, 200), LUCK, LUCK, LUCK)
def test_nobody_is_counted_twice_and_nobody_who_did_not_fall(killed, wounded, a, b, c):
    as_killed, as_wounded = taken_for(killed, wounded, (a, b, c), rules_with())
    assert 0 <= as_killed <= killed + wounded
    assert 0 <= as_wounded <= wounded
    assert as_killed + as_wounded <= killed + wounded


@given(st.integers(0, 199), st.integers(0, 199), LUCK, LUCK, LUCK, st.floats(0, 1), st.floats(0, 1), st.floats(0, 1))
def test_one_more_who_falls_never_makes_a_count_smaller(killed, wounded, a, b, c, seen, mistaken, seen_wounded):
    rules = rules_with(claim_killed_seen=seen, claim_fallen_as_killed=mistaken, claim_wounded_seen=seen_wounded)
    counts = taken_for(killed, wounded, (a, b, c), rules)
    for more in (taken_for(killed + 1, wounded, (a, b, c), rules), taken_for(killed, wounded + 1, (a, b, c), rules)):
        assert all(now >= before for now, before in zip(more, counts, strict=True))


def test_on_average_each_share_is_what_it_says():
    """The three counts against the products of their shares."""
    luck = (np.arange(40) + 0.5) / 40
    counts = np.array([taken_for(100, 300, (a, b, c), rules_with()) for a in luck[::8] for b in luck for c in luck[::4]])
    k, f, w = (SHIPPED[name] for name in ("claim_killed_seen", "claim_fallen_as_killed", "claim_wounded_seen"))
    assert counts.mean(axis=0) == pytest.approx([100 * k + 300 * f, 300 * (1 - f) * w], rel=0.02)


@pytest.mark.parametrize("wounded_per_killed", [3.0, 3.5, 4.5, 6.0])
def test_claims_of_a_large_loss_have_the_ratio_that_claims_have(wounded_per_killed):
    """Published wounded per killed are 3 to 6; the two claims that name both say 5 to 10 and 18 to 10."""
    killed = 100
    counts = np.array([
        taken_for(killed, int(wounded_per_killed * killed), (a, b, c), rules_with())
        for a in (0.1, 0.5, 0.9) for b in (0.1, 0.5, 0.9) for c in (0.1, 0.5, 0.9)
    ])  # fmt: skip
    ratios = counts[:, 1] / counts[:, 0]
    assert 0.5 <= ratios.min() <= ratios.max() <= 1.8


# ---- blur --------------------------------------------------------------------------------------------------------


@given(st.floats(0, 1e6), st.floats(0, 1e6), st.floats(0, 2), st.floats(-4, 4))
def test_more_that_is_seen_never_reports_less(one, more, spread, z):
    assert blurred(one, spread, z) <= blurred(one + more, spread, z)
    assert in_whole_numbers(blurred(one, spread, z)) <= in_whole_numbers(blurred(one + more, spread, z))


@given(st.integers(0, 10**6), st.floats(-4, 4))
def test_without_spread_a_report_is_what_was_seen(seen, z):
    assert in_whole_numbers(blurred(seen, 0.0, z)) == seen


@given(st.floats(1, 1e4), st.floats(0.01, 1.0))
def test_the_blur_has_the_mean_of_the_log_normal(seen, spread):
    z = stats.norm.ppf((np.arange(20_000) + 0.5) / 20_000)
    reports = [blurred(seen, spread, value) for value in z]
    assert np.mean(reports) == pytest.approx(seen * math.exp(spread**2 / 2), rel=5e-3)
    assert np.mean(reports) == pytest.approx(stats.lognorm(spread, scale=seen).mean(), rel=5e-3)
    assert np.median(reports) == pytest.approx(seen, rel=1e-3)


def test_reports_of_a_whole_scenario_are_blurred_log_normally_and_each_on_its_own():
    table = many("kyar_tat").query("attackers_rounds_fired > 1000 and fight_minutes > 0")
    rounds = np.log(table.attackers_claim_rounds / table.attackers_rounds_fired)
    hours = np.log(60 * table.attackers_claim_hours / table.fight_minutes)
    for blur in (rounds, hours):
        assert stats.kstest(blur, stats.norm(0, SHIPPED["claim_spread"]).cdf).pvalue > 1e-3
    assert abs(np.corrcoef(rounds, hours)[0, 1]) < 4 / math.sqrt(len(table))


def test_the_shipped_spread_is_that_of_reports_of_one_raid():
    """Two reports of one raid: their log ratio has the spread times the root of two."""
    pairs = [
        values
        for name, fact in (("kyar_tat", "defenders_killed"), ("paya_taung", "defenders_killed"), ("zee_pyar", "duration_hours"))
        for values in [load_scenario(name).reported.facts[fact]]
    ]
    found = math.sqrt(np.mean([math.log(a / b) ** 2 / 2 for a, b in pairs]))
    assert SHIPPED["claim_spread"] == pytest.approx(found, rel=0.15)
    a, b = load_scenario("zee_pyar").reported.facts["defenders_captured"]
    assert SHIPPED["claim_counted_spread"] == pytest.approx(abs(math.log(a / b)) / math.sqrt(2), rel=0.3)


# ---- whole raids -------------------------------------------------------------------------------------------------


def truth_behind(row):
    """What each claim would say if it said the truth."""
    killed, wounded = row["defenders_killed"] + row["relief_killed"], row["defenders_wounded"] + row["relief_wounded"]
    return {
        "attackers_claim_killed": killed, "attackers_claim_wounded": wounded,
        "attackers_claim_captured": row["defenders_captured"], "attackers_claim_fled": row["defenders_fled"],
        "attackers_claim_arms": row["arms_captured"], "attackers_claim_own_killed": row["attackers_killed"],
        "attackers_claim_rounds": row["attackers_rounds_fired"], "attackers_claim_hours": row["fight_minutes"] / 60,
        "garrison_claims_killed": row["attackers_killed"], "garrison_claims_own_killed": killed,
    }  # fmt: skip


@given(raids(), st.integers(0, 2**40))
def test_an_honest_and_sharp_eye_reports_the_truth(scenario, seed):
    plain = judge(changed(scenario.model_dump(), {f"rules.{name}": value for name, value in PLAIN.items()}))
    for row in play(plain, 3, seed=seed).to_pylist():
        assert {name: row[name] for name in CLAIMS} == truth_behind(row)


@given(raids(), st.integers(0, 2**40))
def test_no_loss_is_ever_claimed_where_nothing_happened(scenario, seed):
    for row in play(scenario, 3, seed=seed).to_pylist():
        truth = truth_behind(row)
        hit = truth["attackers_claim_killed"] + truth["attackers_claim_wounded"]
        attackers_hit = row["attackers_killed"] + row["attackers_wounded"] + row["attackers_captured"]
        for name in CLAIMS:
            basis = {"attackers_claim_killed": hit, "garrison_claims_killed": attackers_hit}.get(name, truth[name])
            assert row[name] >= 0
            assert row[name] == 0 or basis > 0, name


@pytest.mark.parametrize("name", scenario_names())
def test_what_is_claimed_changes_nothing_that_happens(name):
    honest = play(load_scenario(name, [f"rules.{rule}={value}" for rule, value in PLAIN.items()]), 60, seed=3)
    shipped = play(load_scenario(name), 60, seed=3)
    assert honest.drop_columns(CLAIMS).equals(shipped.drop_columns(CLAIMS))
    assert not honest.equals(shipped)


def test_claims_overcount_the_others_and_undercount_the_own():
    table = many("kyar_tat")
    true_killed = (table.defenders_killed + table.relief_killed).sum()
    assert table.attackers_claim_killed.sum() > 1.2 * true_killed
    assert table.attackers_claim_own_killed.sum() < table.attackers_killed.sum()
    assert table.garrison_claims_killed.sum() > 1.2 * table.attackers_killed.sum()
    ratio = table.attackers_claim_wounded.sum() / table.attackers_claim_killed.sum()
    assert 0.5 <= ratio <= 1.8


@pytest.mark.parametrize("spread", [0.1, 0.35])
def test_captives_are_counted_however_far_estimates_lie_apart(spread):
    """Some 950 raids: 15 % is six standard errors of their spread, and an estimate's spread would be twice or seven times it."""
    table = many("zee_pyar", f"rules.claim_spread={spread}", runs=1000).query("defenders_captured >= 20")
    blur = np.log(table.attackers_claim_captured / table.defenders_captured)
    assert blur.std() == pytest.approx(SHIPPED["claim_counted_spread"], rel=0.15)


# ---- how long it was fought, and how many had fallen when it was broken off ---------------------------------------


@pytest.mark.parametrize("name", scenario_names())
def test_the_fight_ends_with_the_occupation_or_the_order_to_leave(name):
    for row in played(load_scenario(name), 200):
        end = row["occupied_minute"] if row["occupied"] else row["leave_minute"]
        if row["contact_minute"] is not None and end is not None:
            assert row["fight_minutes"] == max(0.0, end - row["contact_minute"])
        assert 0.0 <= row["fight_minutes"] <= row["duration_minutes"]


@given(raids(), st.integers(0, 2**40))
def test_who_fell_before_the_order_to_leave_is_among_all_who_fell(scenario, seed):
    for row in play(scenario, 3, seed=seed).to_pylist():
        fell = row["attackers_killed"] + row["attackers_wounded"] + row["attackers_captured"]
        assert 0 <= row["attackers_lost_before_leaving"] <= fell
        if row["leave_minute"] is None:
            assert row["attackers_lost_before_leaving"] == fell


def test_a_raid_that_takes_an_hour_and_then_holds_is_reported_as_an_hour():
    table = many("paya_taung", runs=500).query("occupied and ending == 'occupied'")
    assert (table.fight_minutes < table.duration_minutes - 100).mean() > 0.9  # two hours of holding are not told


@given(st.integers(1, 60), st.floats(0.05, 0.95), LUCK)
def test_counting_agrees_with_the_binomial_of_others(people, share, u):
    assume(min(abs(stats.binom.cdf(np.arange(people + 1), people, share) - u)) > 1e-9)
    assert binomial(people, share, u) == stats.binom.ppf(u, people, share)
