"""Shares of a shortfall: the laws of Shapley values, games whose answers are published, another library, and raids played otherwise."""

import itertools
import math

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from sim import load_scenario, play
from sim.changes import changed, levels_of, with_levels
from sim.mistakes import ConfigurationError
from sim.reading import read_yaml
from sim.scenario import judge
from sim.summary import SUCCESSES
from sim.sweeps.conduct import Share, conduct
from sim.sweeps.engines import open_engine
from sim.sweeps.folder import SweepFolder
from sim.sweeps.request import LocalCluster
from sim.sweeps.subjects import fetched
from sim.why.answer import answer_of, table_of_pairs, table_of_shares
from sim.why.causes import CENSORED, SUCCEEDED, first_events, incidences, shares_of_failures
from sim.why.causes import COLUMNS as OF_CAUSES
from sim.why.coalitions import (
    Case,
    Plan,
    as_it_is,
    first_coalitions,
    orders_used,
    points_of,
    raids_in,
    rounds_of,
    shares_of,
    values_of,
)
from sim.why.measures import measured_by
from sim.why.relieved import Factor, conditions_of
from sim.why.shares import (
    asides_of,
    coalitions_of,
    exact_shares,
    interaction_of,
    mean_of,
    orders_of,
    sampled_shares,
    share_of,
    steps_of,
)
from sim.why.words import sentences
from tests.scenarios import CONFIGS, choice, small_raid

SEVEN = {name: Factor.model_validate(said) for name, said in read_yaml(CONFIGS / "why" / "seven.yaml")["factors"].items()}
OF_CAMPAIGNS = ("forces",)  # sets that are relieved in campaigns; the others in raids
SETS = sorted(path.stem for path in (CONFIGS / "why").glob("*.yaml"))
numbers = st.floats(-100, 100, allow_nan=False)


def games(factors, raids=3):
    """Any worth of any coalition, in several raids."""
    return st.lists(st.lists(numbers, min_size=raids, max_size=raids), min_size=2**factors, max_size=2**factors).map(np.array)


def game(factors, worth):
    """A game from a function of the set of factors, one raid."""
    rows = [[worth({k for k in range(factors) if code >> k & 1})] for code in range(2**factors)]
    return np.array(rows, float)


def by_all_orders(values, i):
    """Shapley's own definition: the mean gain over every order."""
    count = len(values).bit_length() - 1
    gains = []
    for order in itertools.permutations(range(count)):
        before = sum(1 << k for k in order[: order.index(i)])
        gains.append(values[before | 1 << i] - values[before])
    return np.mean(gains, axis=0)


# ---- the laws ----------------------------------------------------------------------------------------------------


@given(games(4))
def test_shares_are_the_mean_gain_over_all_orders_of_relief(values):
    for i in range(4):
        assert share_of(values, i) == pytest.approx(by_all_orders(values, i), abs=1e-9)


@given(games(4))
def test_in_every_raid_the_shares_sum_to_what_it_gains_in_all(values):
    total = sum(share_of(values, i) for i in range(4))
    assert total == pytest.approx(values[-1] - values[0], abs=1e-9)


@given(games(3))
def test_a_factor_that_does_nothing_gets_exactly_nothing(values):
    """A fourth factor that changes no coalition's worth; the others' shares are what they were."""
    idle = np.concatenate([values, values])
    assert (share_of(idle, 3) == 0.0).all()
    assert (interaction_of(idle, 1, 3) == 0.0).all()
    for i in range(3):
        assert share_of(idle, i) == pytest.approx(share_of(values, i), abs=1e-9)


@given(games(3), games(3))
def test_shares_of_a_sum_are_the_sum_of_shares(one, other):
    for i in range(3):
        assert share_of(one + other, i) == pytest.approx(share_of(one, i) + share_of(other, i), abs=1e-9)


@given(games(3))
def test_what_factors_are_called_changes_nothing(values):
    """The first two change places: each takes its share along."""
    swapped = values[[(code & ~3) | (code & 1) << 1 | (code >> 1 & 1) for code in range(8)]]
    assert share_of(swapped, 0) == pytest.approx(share_of(values, 1), abs=1e-9)
    assert interaction_of(swapped, 0, 2) == pytest.approx(interaction_of(values, 1, 2), abs=1e-9)


@given(st.lists(numbers, min_size=5, max_size=5))
def test_where_factors_only_add_up_each_gets_its_own_and_none_work_together(own):
    values = game(5, lambda relieved: sum(own[k] for k in relieved))
    for i in range(5):
        assert share_of(values, i)[0] == pytest.approx(own[i], abs=1e-9)
        for j in range(i):
            assert interaction_of(values, i, j)[0] == pytest.approx(0.0, abs=1e-9)


# ---- published answers, and another library ------------------------------------------------------------------------


def test_the_glove_game():
    """One has a left glove, two have a right one each; a pair is worth 1 (Shapley and Shubik 1969)."""
    values = game(3, lambda those: float(0 in those and len(those & {1, 2}) > 0))
    assert [share_of(values, i)[0] for i in range(3)] == pytest.approx([2 / 3, 1 / 6, 1 / 6])


def test_the_airport_game():
    """Each part of the runway is shared by those who need it (Littlechild and Owen 1973)."""
    needs = [1.0, 3.0, 4.0, 10.0]
    values = game(4, lambda those: max((needs[k] for k in those), default=0.0))
    expected = [sum((needs[m] - (needs[m - 1] if m else 0.0)) / (4 - m) for m in range(k + 1)) for k in range(4)]
    assert [share_of(values, i)[0] for i in range(4)] == pytest.approx(expected)


@pytest.mark.parametrize("needed", [2, 3, 4])
def test_where_several_are_needed_together_the_interaction_is_known(needed):
    """Unanimity game of t factors: each gets 1/t, each pair among them 1/(t - 1) (Grabisch and Roubens 1999)."""
    values = game(5, lambda those: float(set(range(needed)) <= those))
    assert share_of(values, 0)[0] == pytest.approx(1 / needed)
    assert interaction_of(values, 0, 1)[0] == pytest.approx(1 / (needed - 1))
    assert interaction_of(values, 0, 4)[0] == 0.0


def test_either_of_two_is_enough_so_they_stand_in_for_each_other():
    values = game(2, lambda those: float(len(those) > 0))
    assert interaction_of(values, 0, 1)[0] == -1.0


@settings(max_examples=10)
@given(games(5, raids=1))
def test_shapiq_finds_the_same(values):
    """Shapley values and Shapley interaction indices of another library."""
    shapiq = pytest.importorskip("shapiq")
    worth = lambda coalitions: np.array([values[sum(1 << k for k in np.flatnonzero(row)), 0] for row in coalitions])  # noqa: E731
    computer = shapiq.ExactComputer(game=worth, n_players=5)
    single, pairs = computer(index="SV", order=1), computer(index="SII", order=2)
    for i in range(5):
        assert share_of(values, i)[0] == pytest.approx(single[(i,)], abs=1e-6)
        for j in range(i):
            assert interaction_of(values, i, j)[0] == pytest.approx(pairs[(j, i)], abs=1e-6)


# ---- drawn orders ----------------------------------------------------------------------------------------------------


@given(games(4), st.integers(0, 1000), st.integers(1, 6))
def test_drawn_orders_share_out_the_total_too(values, seed, pairs):
    source = orders_of(4, seed)
    drawn = [next(source) for _ in range(2 * pairs)]
    needed = coalitions_of(drawn)
    shares = sampled_shares({k: values[k] for k in needed}, drawn)
    assert sum(one.value for one in shares.factors) == pytest.approx(float((values[-1] - values[0]).mean()), abs=1e-9)
    assert shares.start.value == pytest.approx(values[0].mean())


@given(games(4))
def test_all_orders_together_give_the_exact_shares_and_interactions(values):
    drawn = list(itertools.permutations(range(4)))
    exact, shares = exact_shares(values), sampled_shares(dict(enumerate(values)), drawn)
    for i in range(4):
        assert shares.factors[i].value == pytest.approx(exact.factors[i].value, abs=1e-9)
        for j in range(i):
            assert shares.interactions[i][j].value == pytest.approx(exact.interactions[i][j].value, abs=1e-9)


def test_more_orders_come_nearer_and_their_intervals_hold_the_exact_share():
    values = np.random.default_rng(3).normal(size=(2**8, 1)) * np.ones((1, 40))  # all raids alike: orders alone decide
    exact = [one.value for one in exact_shares(values).factors]
    source = orders_of(8, 5)
    drawn = [next(source) for _ in range(2000)]
    missed, errors = 0, []
    for count in (20, 2000):
        shares = sampled_shares({k: values[k] for k in coalitions_of(drawn[:count])}, drawn[:count])
        errors.append(max(abs(one.value - known) for one, known in zip(shares.factors, exact, strict=True)))
        missed += sum(abs(one.value - known) > one.half_width for one, known in zip(shares.factors, exact, strict=True))
    assert errors[1] < errors[0] / 3
    assert missed <= 4  # of 16 intervals of 95 %


def test_an_order_needs_its_steps_and_its_asides():
    assert steps_of((2, 0, 1)) == [0, 0b100, 0b101, 0b111]
    assert asides_of((2, 0, 1)) == [0b001, 0b110]
    source = orders_of(6, 1)
    for _ in range(5):
        order = next(source)
        assert next(source) == order[::-1]


# ---- intervals ---------------------------------------------------------------------------------------------------


def test_nineteen_of_twenty_intervals_hold_the_true_mean():
    rng = np.random.default_rng(11)
    held = [
        abs(one.value - 0.3) <= one.half_width
        for one in (mean_of((rng.random(400) < 0.3).astype(float), 1.0) for _ in range(2000))
    ]
    assert np.mean(held) == pytest.approx(0.95, abs=4 * math.sqrt(0.95 * 0.05 / 2000) + 0.005)


@pytest.mark.parametrize("raids", [10, 100, 1000])
def test_where_no_raid_shows_anything_it_may_still_come_up_now_and_then(raids):
    """Clopper and Pearson (1934): a chance of the half-width would show nothing in so many raids once in forty."""
    half = mean_of(np.zeros(raids), 1.0).half_width
    assert (1.0 - half) ** raids == pytest.approx(0.025)


# ---- what relieved means -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "subject", "what"),
    [(name, "raid", raid) for name in SETS if name not in OF_CAMPAIGNS for raid in ("kyar_tat", "drive_by", "ma_sein")]
    + [(name, "campaign", campaign) for name in OF_CAMPAIGNS for campaign in ("country", "brigade")],
)
def test_every_shipped_set_can_be_relieved_one_by_one_and_together(name, subject, what):
    factors = {key: Factor.model_validate(said) for key, said in read_yaml(CONFIGS / "why" / f"{name}.yaml")["factors"].items()}
    played = fetched(subject).load(what, [])
    conditions = conditions_of(played, factors)
    assert list(conditions) == list(factors)
    everything = {path: level for levels in conditions.values() for path, level in levels.items()}
    assert with_levels(played, everything) != played


def test_what_is_so_already_is_no_condition():
    conditions = conditions_of(load_scenario("zee_pyar"), SEVEN)
    assert conditions["air"] == {}
    assert "air" not in Case(load_scenario("zee_pyar"), conditions).active
    assert conditions_of(load_scenario("kyar_tat", ["weather=clear"]), SEVEN)["weather"] == {}


def test_times_keeps_ranges_and_whole_numbers():
    raid = load_scenario("monywa")
    levels = levels_of(raid, {"garrison.contingents.*.people": "times 0.5", "air.delay_minutes": "times 2"})
    assert levels["garrison.contingents.soldiers.people"] == {"low": 15, "high": 30}
    assert levels["air.delay_minutes"] == 240.0
    assert changed(raid, {"air": "none"}).air.model_dump() == choice("air", "none")
    with pytest.raises(ConfigurationError, match="no number"):
        levels_of(raid, {"relief.mode": "times 2"})


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"air.avail": False}, "did you mean 'air.available'"),
        ({"air": "jets"}, "should be one of"),
        ({"weather.rain": 3}, "should lie between 0 and 1"),
    ],
)
def test_a_change_that_cannot_be_made_is_named(changes, said):
    factor = Factor(label="air", means="none", cause=None, changes=changes)
    with pytest.raises(ConfigurationError, match=r"why\.factors\.air\.changes") as refused:
        conditions_of(load_scenario("kyar_tat"), {"air": factor})
    assert said in str(refused.value)


def test_two_factors_cannot_change_the_same_setting():
    both = {name: Factor(label=name, means="none", cause=None, changes={"air.available": False}) for name in ("one", "two")}
    with pytest.raises(ConfigurationError, match=r"one and two both change air\.available"):
        conditions_of(load_scenario("kyar_tat"), both)


def test_a_cause_is_a_word_of_the_log():
    with pytest.raises(ValidationError, match="should be null or one of"):
        Factor(label="air", means="none", cause="helicopter", changes={"air.available": False})


# ---- raids ---------------------------------------------------------------------------------------------------------


def played(tmp_path, cases, plan, measure="success"):
    """The folder of these cases, whole."""
    from experiments.sweeping.conducting import Order
    from sim.sweeps.request import Replicates

    points = points_of(cases, {case.scenario.name: first_coalitions(case, plan) for case in cases})
    order = Order(plan.seed, True, Replicates(min=plan.raids, max=plan.raids), {}, [case.base for case in cases], [], points)
    folder = SweepFolder(tmp_path / "why")
    folder.claim(order.identity, 500)
    with open_engine(LocalCluster(kind="local"), 2, folder.path) as engine:
        conduct(folder, rounds_of(folder, cases, plan, measure), engine, Share(0, 1), Silent())
    return folder


class Silent:
    """Who watches and says nothing."""

    def begin(self, *_):
        """Begins."""

    def advance(self, *_):
        """Goes on."""

    def stopping(self, *_):
        """Stops."""


def storm(name="storm", **changes):
    """A small raid that goes either way, with relief near by and two groups."""
    data = small_raid() | {"name": name, "limit_minutes": 90, "tick_minutes": 1.0}
    data["garrison"] = {
        **data["garrison"],
        "contingents": {"soldiers": {**data["garrison"]["contingents"]["soldiers"], "people": 14}},
    }
    data["relief"] = {**data["relief"], "mode": "road", "people": 20, "delay_minutes": 25}
    return judge(data | changes)


THREE = {name: SEVEN[name] for name in ("structure", "air", "relief")}


@pytest.fixture(scope="module")
def explained(tmp_path_factory):
    """Two storms, one of them without walls already, explained."""
    flat = storm("flat", station={**storm().model_dump()["station"], "structure_strength": 0.0})
    cases = [Case(raid, conditions_of(raid, THREE)) for raid in (storm(), flat)]
    plan = Plan(exact=8, orders=16, half_width=0.01, raids=200, seed=4)
    return cases, plan, played(tmp_path_factory.mktemp("explained"), cases, plan)


def test_a_combination_is_the_scenario_with_these_factors_relieved(explained):
    """The same raids, played one scenario at a time."""
    cases, _, folder = explained
    values = values_of(raids_in(folder, cases, "success"), cases[0], "success")
    assert cases[0].active == ["structure", "relief"]
    for code, relieved in ((0, ()), (1, ("structure",)), (2, ("relief",)), (3, ("structure", "relief"))):
        levels = {path: level for name in relieved for path, level in cases[0].conditions[name].items()}
        table = play(with_levels(storm(), levels), runs=200, seed=4)
        assert values[code].tolist() == table["occupied"].to_numpy(zero_copy_only=False).astype(float).tolist()


def test_the_answer_sums_to_the_total_and_idle_factors_get_exactly_nothing(explained):
    cases, plan, folder = explained
    raids = raids_in(folder, cases, "success", OF_CAUSES)
    for case in cases:
        answer = answer_of(case, THREE, plan, "success", values_of(raids, case, "success"), as_it_is(raids, case))
        assert sum(row.share.value for row in answer.rows) == pytest.approx(answer.total, abs=1e-12)
        idle = [row for row in answer.rows if not row.is_active]
        assert "air" in [row.factor for row in idle]
        assert all(row.share == (0.0, 0.0) for row in idle)
        assert answer.coalitions == 2 ** len(case.active)
        assert len(table_of_shares([answer])) == 3
        assert len(table_of_pairs([answer])) == 3
        assert case.scenario.title in sentences(answer)[0]


def test_drawn_orders_of_raids_come_near_the_exact_shares(tmp_path):
    factors = {name: SEVEN[name] for name in ("ammunition", "structure", "relief", "garrison")}
    case = Case(storm(), conditions_of(storm(), factors))
    exact = Plan(exact=8, orders=64, half_width=0.001, raids=60, seed=4)
    drawn = exact._replace(exact=2)
    whole = values_of(raids_in(played(tmp_path / "a", [case], exact), [case], "success"), case, "success")
    some = values_of(raids_in(played(tmp_path / "b", [case], drawn), [case], "success"), case, "success")
    assert all((some[code] == whole[code]).all() for code in some)
    near = shares_of(case, drawn, some, orders_used(case, drawn, some))
    for one, known in zip(near.factors, shares_of(case, exact, whole, 0).factors, strict=True):
        assert one.value == pytest.approx(known.value, abs=2 * one.half_width + 1e-12)
    assert sum(one.value for one in near.factors) == pytest.approx(near.end.value - near.start.value, abs=1e-12)


def test_success_is_what_the_attackers_came_for():
    assert measured_by(load_scenario("kyar_tat"), "success") == "occupied"
    assert measured_by(load_scenario("drive_by"), "success") == "objective_met"
    assert measured_by(load_scenario("drive_by"), "defenders_killed") == "defenders_killed"


# ---- causes as competing risks -------------------------------------------------------------------------------------


def test_of_constant_hazards_the_incidence_has_its_closed_form():
    """F_k(t) = h_k / h (1 - exp(-h t)) (Prentice and others 1978)."""
    rng, hazards = np.random.default_rng(2), {"air": 0.01, "losses": 0.02, SUCCEEDED: 0.005}
    total, raids = sum(hazards.values()), 20_000
    minutes = rng.exponential(1 / total, raids)
    events = rng.choice(list(hazards), raids, p=[h / total for h in hazards.values()])
    for one in incidences(minutes, events):
        for minute in (10.0, 30.0, 100.0):
            at = np.searchsorted(one.minutes, minute) - 1
            expected = hazards[one.event] / total * (1 - math.exp(-total * minute))
            assert one.share[at] == pytest.approx(expected, abs=2.5 * one.half_width[at])


def test_with_censoring_the_incidence_is_aalens_and_johansens():
    """By hand: of four raids one is left at 1, one is censored at 2, one succeeds at 3, one is left at 4."""
    found = {
        one.event: one for one in incidences(np.array([1.0, 2.0, 3.0, 4.0]), np.array(["air", CENSORED, SUCCEEDED, "air"]))
    }
    assert found["air"].last == pytest.approx(1 / 4 + 3 / 4 * 1 / 2 * 1)
    assert found[SUCCEEDED].last == pytest.approx(3 / 4 * 1 / 2)


@pytest.mark.parametrize("name", ["kyar_tat", "zee_pyar", "drive_by"])
def test_incidences_end_at_the_shares_of_the_logged_causes(name):
    raids = play(load_scenario(name), runs=300, seed=2)
    minutes, events = first_events(raids)
    rows = raids.to_pylist()
    assert CENSORED not in events
    failed = [row for row in rows if row["ending"] not in SUCCESSES and row["occupied_minute"] is None]
    for one in incidences(minutes, events):
        logged = [row for row in failed if row["cause"] == one.event]
        expected = 300 - len(failed) if one.event == SUCCEEDED else len(logged)
        assert one.last == pytest.approx(expected / 300, abs=1e-12)
        assert (np.diff(one.share) >= 0).all()
    for cause, share in shares_of_failures(events).items():
        assert share == pytest.approx(sum(row["cause"] == cause for row in failed) / len(failed))
    assert (minutes >= 0).all()


def test_a_raid_that_nobody_decides_is_censored_at_its_end():
    table = pa.table(
        {
            "ending": ["undecided", "withdrew", "occupied", "repulsed"], "cause": ["time", "air", "none", "losses"],
            "duration_minutes": [720.0, 300.0, 200.0, 90.0], "leave_minute": [None, 250.0, 180.0, None],
            "occupied_minute": [None, None, 100.0, None],
        }
    )  # fmt: skip
    minutes, events = first_events(table)
    assert minutes.tolist() == [720.0, 250.0, 100.0, 90.0]
    assert events.tolist() == [CENSORED, "air", SUCCEEDED, "losses"]


# ---- what is said --------------------------------------------------------------------------------------------------


def said(values, measure="occupied", events=("air", SUCCEEDED), factors=("structure", "relief")):
    """The answer for a made-up game: worth of each coalition in each raid, and what came first in raids as they are."""
    from sim.why.answer import Answer, Row
    from sim.why.shares import Estimate

    case = Case(storm(), {name: {"some.path": 1} for name in factors})
    shares = exact_shares(values)
    minutes = np.arange(1.0, 1.0 + len(events))
    rows = [
        Row(name, SEVEN[name].label, SEVEN[name].means, SEVEN[name].cause, shares.factors[k], Estimate(0.0, 0.0), 0.5, True)
        for k, name in enumerate(factors)
    ]
    events = np.array(events)
    return Answer(
        case, measure, values.shape[1], len(values), 0, 0.0, shares.start, shares.end, rows, shares.interactions,
        incidences(minutes, events), float(np.mean(events == CENSORED)),
    )  # fmt: skip


def in_all_raids(*worth):
    """Worth of the coalitions {}, {a}, {b}, {a, b}, in forty raids."""
    return np.repeat(np.array(worth, float)[:, None], 40, axis=1)


def test_either_is_enough_is_said_so_whichever_way_the_measure_goes():
    up, down = (said(in_all_raids(*worth), "attackers_killed") for worth in ((0, 8, 8, 8), (8, 0, 0, 0)))
    for answer in (up, down):
        assert "stand in for each other" in " ".join(sentences(answer))
        assert "need each other" not in " ".join(sentences(answer))


def test_both_are_needed_is_said_so_whichever_way_the_measure_goes():
    for worth in ((0, 0, 0, 8), (8, 8, 8, 0)):
        words = " ".join(sentences(said(in_all_raids(*worth), "attackers_killed")))
        assert "need each other" in words
        assert "stand in" not in words


def test_where_relief_makes_failure_commoner_it_says_so():
    words = sentences(said(in_all_raids(1, 1, 0, 0), events=(SUCCEEDED, SUCCEEDED)))
    assert "it would be more, 100" in words[0]
    assert "The other way goes relief, -100 " in words[1]
    assert "relieved, it lowers the chance" in words[1]


def test_the_commonest_reason_is_the_commonest_of_all_not_of_the_factors_asked_about():
    words = sentences(said(in_all_raids(0, 1, 1, 1), events=("air", "air", "air", "structure")))[-1]
    assert "75 were left for air, the commonest reason, which no factor here stands for" in words


def test_undecided_raids_are_failures_too():
    events = [CENSORED] * 8 + ["structure"] * 2
    assert shares_of_failures(np.array(events)) == {CENSORED: 0.8, "structure": 0.2}
    words = sentences(said(in_all_raids(0, 1, 1, 1), events=events))[-1]
    assert "(80 were undecided at the time limit)" in words


def test_before_anything_is_censored_the_interval_is_binomial():
    found = {
        one.event: one for one in incidences(np.repeat([1.0, 2.0, 3.0, 4.0, 5.0], 20), np.array(["air"] * 80 + ["relief"] * 20))
    }
    assert found["relief"].half_width[-1] == pytest.approx(1.96 * math.sqrt(0.2 * 0.8 / 100), rel=1e-3)


def test_few_raids_that_differ_are_not_taken_for_certain():
    """Three raids of fifty: the normal interval alone would leave out nothing."""
    gains = np.zeros(50)
    gains[:5] = 1.0
    assert mean_of(gains, 1.0).half_width > 1.96 * gains.std(ddof=1) / math.sqrt(50)
    widths = [mean_of(np.arange(50) < k, 1.0).half_width for k in range(9)]
    assert widths == sorted(widths)
