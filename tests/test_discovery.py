"""The box of conditions: a planted one is found, luck is not taken for one, and what is said is what anybody would count."""

import json

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binomtest

from sim.discovery.box import Limit, Restriction, Shares, inside, restrictions_of, shares_of, without
from sim.discovery.conditions import Conditions, Split, conditions_of, split_of
from sim.discovery.interest import Interest, hits_of, told
from sim.discovery.peeling import peeled, quiet
from sim.discovery.search import Wishes, choose, discovered
from sim.discovery.testing import Sample, fresh_p, pruned, quasi_p
from sim.discovery.words import condition_words, nothing_found, remarks, sentence_of, spoken
from sim.mistakes import ConfigurationError

WISHES = Wishes(density=0.75, significance=0.05, peel=0.05, mass=0.05)
FREE = Limit()


def planted(chance_inside, chance_outside, raids=6000, factors=4, seed=1):
    """Raids at random points of the unit cube; inside is above 0.5 of the first factor and below 0.4 of the second."""
    rng = np.random.default_rng(seed)
    values = rng.random((raids, factors))
    is_inside = (values[:, 0] > 0.5) & (values[:, 1] < 0.4)
    return values, rng.random(raids) < np.where(is_inside, chance_inside, chance_outside)


def of_numbers(values):
    """Conditions of numbers alone."""
    return Conditions(tuple(f"f{k}" for k in range(values.shape[1])), values, (None,) * values.shape[1], ())


def halves(raids, seed=1):
    """Each raid a point of its own."""
    part = np.searchsorted([0.5, 0.75], np.random.default_rng(seed).random(raids), side="right")
    return Split(part, np.arange(raids), "points", False, 1.0)


def found_in(values, is_hit, wishes=WISHES):
    return discovered(of_numbers(values), halves(len(values)), is_hit, wishes)


# ---- what is found ---------------------------------------------------------------------------------------------------


def test_a_planted_box_without_luck_is_found_within_a_peeling_step():
    """A step peels a twentieth of what is left, so a limit is known to about that."""
    values, is_hit = planted(1.0, 0.0)
    found = found_in(values, is_hit, WISHES._replace(density=0.95))
    first, second, *others = found.box.limits
    assert first.low == pytest.approx(0.5, abs=0.05)
    assert second.high == pytest.approx(0.4, abs=0.05)
    assert not np.isfinite(first.high)
    assert not np.isfinite(second.low)
    assert others == [FREE, FREE]


def test_a_planted_box_with_luck_has_the_density_and_coverage_that_were_planted():
    """By hand: a fifth of the raids lie inside, so of all hits 0.2 * 0.9 / (0.2 * 0.9 + 0.8 * 0.1) = 69 %."""
    values, is_hit = planted(0.9, 0.1, raids=20_000)
    found = found_in(values, is_hit)
    counted = found.box.counted
    assert counted.density == pytest.approx(0.9, abs=0.15)
    assert counted.coverage == pytest.approx(0.69, abs=0.08)
    assert {one.restriction for one in found.kept} == {Restriction(0, "low"), Restriction(1, "high")}


def test_where_success_depends_on_nothing_no_box_is_claimed():
    """Twenty times: a side of each would be luck's with a chance of a twentieth at most, in raids seen and in raids not seen."""
    claimed = 0
    for seed in range(20):
        values, is_hit = planted(0.3, 0.3, raids=2000, seed=seed)
        claimed += found_in(values, is_hit, WISHES._replace(density=0.35)).is_claimed
    assert claimed <= 2


def test_more_of_a_monotone_factor_is_a_limit_from_below_alone():
    rng = np.random.default_rng(3)
    values = rng.random((6000, 3))
    found = found_in(values, rng.random(6000) < values[:, 1])
    assert [one.restriction for one in found.kept] == [Restriction(1, "low")]
    assert found.box.counted.density > 0.7


def test_a_factor_of_words_keeps_the_words_that_matter():
    rng = np.random.default_rng(4)
    values = np.column_stack([rng.integers(0, 3, 4000).astype(float), rng.random(4000)])
    conditions = Conditions(("air", "f"), values, (("gunships", "jets", "none"), None), ())
    is_hit = rng.random(4000) < np.where(values[:, 0] == 2, 0.9, 0.1)
    found = discovered(conditions, halves(4000), is_hit, WISHES)
    assert found.box.limits == (Limit(levels=frozenset({2})), FREE)
    assert "air is none" in sentence_of(found, conditions, "succeed", halves(4000))


def test_the_same_raids_give_the_same_box_every_time():
    values, is_hit = planted(0.8, 0.2, raids=2000)
    assert found_in(values, is_hit) == found_in(values, is_hit)


@pytest.mark.parametrize("share", [0.0, 1.0])
def test_where_all_raids_go_alike_there_is_nothing_to_tell_apart(share):
    values = np.random.default_rng(5).random((400, 2))
    found = found_in(values, np.full(400, bool(share)))
    assert found is None
    said = nothing_found(found, share, "succeed", WISHES)
    assert said.startswith("None of the raids" if share == 0.0 else "All raids")
    assert said.count(".") == 1


def test_where_raids_are_dense_enough_anyhow_no_condition_is_needed():
    values, is_hit = planted(0.95, 0.9)
    found = found_in(values, is_hit)
    assert not found.is_claimed
    assert "no condition is needed" in nothing_found(found, 0.9, "succeed", WISHES)


def test_where_no_box_is_dense_enough_the_nearest_is_taken_and_that_is_said():
    values, is_hit = planted(0.5, 0.05)
    found = found_in(values, is_hit)
    assert found.is_claimed
    assert not found.is_dense
    assert any("No box holds 75 %" in line for line in remarks(found, of_numbers(values), halves(len(values)), WISHES))


def test_the_rule_of_choice():
    """Coverage falls and density rises along the trajectory; of those dense enough the widest, else the nearest to (1, 1)."""
    curve = [Shares(100, 40, 100, 40), Shares(60, 36, 100, 40), Shares(40, 32, 100, 40), Shares(10, 9, 100, 40)]
    assert choose(curve, 0.75) == 2  # densities 0.4, 0.6, 0.8, 0.9
    assert choose(curve, 0.85) == 3
    assert choose(curve, 0.95) == 2  # distances 0.6, 0.41, 0.28, 0.78
    assert choose(curve, None) == 2


# ---- what is counted -------------------------------------------------------------------------------------------------


def test_shares_are_what_pandas_counts():
    values, is_hit = planted(0.8, 0.2)
    limits = (Limit(low=0.3, high=0.8), Limit(high=0.6), FREE, FREE)
    raids = pd.DataFrame(values).assign(hit=is_hit)
    here = raids[(raids[0].between(0.3, 0.8)) & (raids[1] <= 0.6)]
    shares = shares_of(limits, values, is_hit)
    assert shares.density == here["hit"].mean()
    assert shares.coverage == here["hit"].sum() / raids["hit"].sum()
    assert shares.mass == len(here) / len(raids)
    assert shares.outside == raids.drop(here.index)["hit"].mean()
    assert shares.base == raids["hit"].mean()


LIMITS = st.tuples(*[st.builds(lambda a, b: Limit(min(a, b), max(a, b)), st.floats(0, 1), st.floats(0, 1))] * 3)


@given(LIMITS, st.integers(0, 1000))
def test_opening_a_side_never_loses_a_raid(limits, seed):
    rng = np.random.default_rng(seed)
    values, is_hit = rng.random((50, 3)), rng.random(50) < 0.5
    own = shares_of(limits, values, is_hit)
    for side in restrictions_of(limits):
        opened = without(limits, side)
        assert (inside(opened, values) | ~inside(limits, values)).all()
        assert shares_of(opened, values, is_hit).hits >= own.hits
        assert side not in restrictions_of(opened)


def test_quasi_p_values_are_those_of_the_workbench():
    values, is_hit = planted(0.7, 0.3, raids=1500)
    with quiet():
        from ema_workbench.analysis.prim import Prim

        theirs = Prim(pd.DataFrame(values, columns=list("abcd")), is_hit.astype(int)).find_box()
    ours = peeled(values, (None,) * 4, is_hit, 0.05, 0.05)
    assert len(ours) == len(theirs.box_lims)
    sample = Sample(values, is_hit, np.arange(1500))
    for k, limits in enumerate(ours):
        for side in restrictions_of(limits):
            p = theirs.p_values[k]["abcd"[side.factor]][("low", "high").index(side.side)]
            assert quasi_p(limits, side, sample) == pytest.approx(p, rel=1e-9)


def test_a_quasi_p_value_by_hand():
    """Six of eight inside are hits; with the side open ten of twenty are."""
    values = np.arange(20.0)[:, None]
    is_hit = np.array([1, 1, 1, 1] + [0] * 8 + [1, 1, 1, 1, 1, 1, 0, 0], bool)
    p = quasi_p((Limit(low=12),), Restriction(0, "low"), Sample(values, is_hit, np.arange(20)))
    assert p == pytest.approx(binomtest(6, 8, 0.5, alternative="greater").pvalue)


def test_the_test_on_fresh_raids_errs_as_often_as_it_says():
    """Of four hundred sides that change nothing about a twentieth pass; never clearly more, also where raids share their point."""
    for raids_a_point in (1, 10):
        passed = 0
        for seed in range(400):
            rng = np.random.default_rng(seed)
            chance = np.repeat(rng.random(60), raids_a_point)
            sample = Sample(np.repeat(rng.random(60), raids_a_point)[:, None], rng.random(len(chance)) < chance,
                            np.repeat(np.arange(60), raids_a_point))  # fmt: skip
            passed += fresh_p((Limit(low=0.5),), Restriction(0, "low"), sample) <= 0.05
        assert passed <= 400 * 0.05 + 3.5 * np.sqrt(400 * 0.05 * 0.95)


def test_a_side_that_luck_would_make_is_opened_and_the_others_stay():
    values, is_hit = planted(0.8, 0.2)
    sample = Sample(values, is_hit, np.arange(len(values)))
    limits = (Limit(low=0.5), Limit(high=0.4), Limit(low=0.05), FREE)
    left, kept, dropped = pruned(limits, sample, Sample(*planted(0.8, 0.2, seed=9), np.arange(len(values))), 0.05)
    assert left == (Limit(low=0.5), Limit(high=0.4), FREE, FREE)
    assert [one.restriction for one in dropped] == [Restriction(2, "low")]
    assert all(one.weaker <= 0.05 for one in kept)


# ---- raids as conditions -----------------------------------------------------------------------------------------------


def raids(points=100, replicates=2, shared=True):
    """A small table of raids as a sweep leaves it."""
    point = np.tile(np.arange(points), replicates)
    number = np.repeat(np.arange(replicates), points)
    return pa.table(
        {
            "scenario": ["a" if p % 2 else "b" for p in point], "relief.delay_minutes": (10.0 * point).tolist(),
            "air": ["none" if p % 3 else "gunships" for p in point], "seed": [1] * len(point),
            "raid": (number if shared else number + point * replicates).tolist(),
            "ending": ["occupied" if p > 50 else "withdrew" for p in point],
            "cause": ["none" if p > 50 else "air" for p in point], "occupied": [bool(p > 50) for p in point],
            "defenders_killed": (point % 20).tolist(),
        }
    )  # fmt: skip


def test_conditions_are_what_was_varied_and_words_become_numbers():
    conditions = conditions_of(raids())
    assert conditions.factors == ("scenario", "relief.delay_minutes", "air")
    assert conditions.words == (("a", "b"), None, ("gunships", "none"))
    assert conditions.values[3].tolist() == [0.0, 30.0, 0.0]


def test_a_factor_that_some_raids_do_not_tell_is_left_out():
    table = pa.concat_tables([raids(), raids().drop_columns(["air"])], promote_options="permissive")
    conditions = conditions_of(table)
    assert conditions.left_out == ("air",)
    assert "air" not in conditions.factors
    with pytest.raises(ConfigurationError, match="no factor was varied"):
        conditions_of(raids().slice(0, 1))


def test_points_are_dealt_out_whole_and_of_few_points_raids_by_number():
    for table, by in ((raids(), "points"), (raids(points=8, replicates=50), "raids")):
        split = split_of(table, (0.5, 0.25, 0.25), 64, seed=1)
        assert split.by == by
        assert all(len(set(split.part[split.unit == one])) == 1 for one in np.unique(split.unit))
        assert np.bincount(split.part, minlength=3) / table.num_rows == pytest.approx([0.5, 0.25, 0.25], abs=0.02)


def test_the_dealing_does_not_hang_on_the_order_of_the_rows():
    table = raids()
    order = np.random.default_rng(1).permutation(table.num_rows)
    one, other = (split_of(t, (0.5, 0.25, 0.25), 64, 1) for t in (table, table.take(pa.array(order))))
    assert (one.part[order] == other.part).all()


@pytest.mark.parametrize("shared", [True, False])
def test_luck_that_points_share_is_noticed(shared):
    assert split_of(raids(shared=shared), (0.5, 0.25, 0.25), 64, 1).is_luck_shared == shared


def test_what_is_explained():
    table = raids()
    point = np.tile(np.arange(100), 2)
    assert (hits_of(table, Interest()) == (point > 50)).all()
    assert (hits_of(table, Interest(is_failure=True)) == (point <= 50)).all()
    assert (hits_of(table, Interest("defenders_killed", at_least=5, at_most=7)) == np.isin(point % 20, [5, 6, 7])).all()
    assert (hits_of(table, Interest(endings=("withdrew",), causes=("air",))) == (point <= 50)).all()
    assert not hits_of(table, Interest(endings=("withdrew",), causes=("relief",))).any()


@pytest.mark.parametrize(
    ("interest", "words"),
    [
        (Interest(), "occupy the station"),
        (Interest(is_failure=True), "do not occupy the station"),
        (Interest("defenders_killed", at_least=10), "have defenders_killed of at least 10"),
        (Interest(endings=("withdrew",), causes=("air",)), "end as withdrew and are ended by air"),
        (Interest(causes=("air", "relief"), is_failure=True), "are not ended by air or relief"),
    ],
)
def test_what_is_explained_in_words(interest, words):
    assert told(interest, raids()) == words


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("relief.delay_minutes", "relief delay"),
        ("resistance.groups.*.rounds_per_fighter", "rounds per fighter of all groups"),
        ("station.structure_strength", "station structure strength"),
        ("air", "air"),
    ],
)
def test_a_path_is_spoken(path, words):
    assert spoken(path) == words


def test_conditions_in_words():
    assert condition_words("relief.delay_minutes", Limit(low=140.0), None) == ("relief delay", "at least 140 min")
    assert condition_words("station.structure_strength", Limit(high=1.204), None)[1] == "at most 1.2"
    assert condition_words("relief.people", Limit(20.0, 40.0), None)[1] == "between 20 and 40"
    assert condition_words("air", Limit(levels=frozenset({0, 2})), ("a", "b", "c")) == ("air", "a or c")


def test_the_sentence_says_what_was_counted_on_raids_not_seen():
    values, is_hit = planted(0.9, 0.1)
    found, split = found_in(values, is_hit), halves(6000)
    said = sentence_of(found, of_numbers(values), "succeed", split)
    mine = split.part == 2
    here = inside(found.box.limits, values) & mine
    assert f"{100 * is_hit[here].mean():.0f} % of the raids succeed (95 % interval" in said
    assert f"{100 * is_hit[here].sum() / is_hit[mine].sum():.0f} % of all raids that succeed lie there" in said
    assert f"and {100 * here.sum() / mine.sum():.0f} % of all that were played" in said
    assert "interval" not in sentence_of(found, of_numbers(values), "succeed", split._replace(is_luck_shared=True))


def test_numbers_are_plain_json():
    from experiments.discovering.said import numbers_of

    assert json.loads(json.dumps(numbers_of(Shares(10, 5, 20, 8))))["density"] == 0.5


def test_a_box_that_is_no_longer_dense_once_weak_sides_are_opened_does_not_claim_to_be():
    """One side is true and holds 60 %; among many idle factors the search closes sides of luck until it sees 75 %."""
    rng = np.random.default_rng(5)
    values = rng.random((600, 12))
    is_hit = rng.random(600) < np.where(values[:, 0] > 0.5, 0.6, 0.1)
    found = found_in(values, is_hit)
    assert found.steps[found.chosen].sought.density >= 0.75 > found.box.sought.density
    assert not found.is_dense
    assert any("cannot be told from luck" in line for line in remarks(found, of_numbers(values), halves(600), WISHES))
