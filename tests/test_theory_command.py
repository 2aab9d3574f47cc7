"""`python -m experiments.theory`, asked as a user or a program would."""

import json

import pytest

from tests.commands import ask, ask_afresh, is_refused, only

QUICK = ["runs=2000", "tick=0.05"]


def answer(folder, *words):
    """The one JSON object on stdout."""
    run = ask(folder, "experiments.theory", *words, "format=json")
    assert run.returncode == 0, run.stderr
    return json.loads(run.stdout)


def test_a_program_gets_one_object_and_nothing_else(tmp_path):
    asked = ["law=square", "attackers=10", "defenders=8", "alpha=1", "beta=1"]
    found = answer(tmp_path, *asked, *QUICK)
    assert found["exact_p"] == pytest.approx(0.791358, abs=1e-6)
    assert found["exact_mean_attackers"] == pytest.approx(5.216568, abs=1e-6)
    assert abs(found["p_attacker_wins"] - found["exact_p"]) < 5 * found["se"]
    assert found["z"] == pytest.approx((found["p_attacker_wins"] - found["exact_p"]) / found["se"])
    assert found["conserved_start"] == 1 * 10 * 11 - 1 * 8 * 9
    assert found["expected_kills_first_tick"] == pytest.approx(0.05 * 18)
    assert (found["runs"], found["tick"], found["seed"]) == (2000, 0.05, 1)
    for name in ("mean_attackers", "mean_defenders", "variance_attackers", "variance_defenders", "rounds_attackers",
                 "rounds_defenders", "conserved_mean"):  # fmt: skip
        assert abs(found[name] - found[f"exact_{name}"]) < 6 * found[f"se_{name}"], name
    assert found == json.loads(only(tmp_path, "theory.json").read_text())


def test_a_person_gets_a_table(tmp_path):
    run = ask_afresh(tmp_path, "experiments.theory", "attackers=3", "defenders=2", "runs=500", "tick=0.2")
    assert run.returncode == 0, run.stderr
    assert "square law, 3 attackers against 2 defenders" in run.stdout
    for words in (
        "chance that attackers win",
        "0.775",
        "1.90833",
        "conserved quantity at the end",
        "tick=0.2 is long: 1 kills",
    ):
        assert words in run.stdout, words


def test_the_same_seed_gives_the_same_answer_with_any_number_of_workers(tmp_path):
    one, two, other = (answer(tmp_path, *QUICK, *more) for more in (["workers=1"], ["workers=2"], ["seed=2"]))
    assert one == two
    assert one["p_attacker_wins"] != other["p_attacker_wins"]


@pytest.mark.parametrize(
    ("words", "chance"),
    [
        (["law=linear", "attackers=10", "defenders=10", "alpha=3", "beta=2", "tick=0.01"], 0.813908),
        (["attackers=30", "defenders=20", "stop_attackers=21"], 0.585977),
        (
            ["attackers=20", "defenders=10", "alpha=0.05", "beta=0.05", "rounds=200", "kill_per_round=0.05", "tick=0.5"],
            0.545287,
        ),
        (["attackers=20", "defenders=10", "alpha=0.05", "beta=0.05", "rounds=200", "tick=0.5"], 0.545287),
        (["attackers=30", "defenders=15", "structure=20", "cover=0.25", "damage=0.5"], 0.646514),
        (["attackers=60", "defenders=20", "alpha=1", "beta=4", "relief=30", "relief_time=0.4", "tick=0.01"], 0.512711),
    ],
)
def test_every_kind_of_duel_can_be_asked_for(tmp_path, words, chance):
    found = answer(tmp_path, *QUICK, *words)
    assert found["exact_p"] == pytest.approx(chance, abs=1e-6)
    assert abs(found["p_attacker_wins"] - chance) < 5 * found["se"] + 0.01


def test_where_nothing_is_conserved_or_known_the_answer_is_null(tmp_path):
    words = ["attackers=200", "defenders=200", "alpha=0.05", "beta=0.05", "rounds=1000", "kill_per_round=0.05"]
    found = answer(tmp_path, *words, "runs=50", "tick=0.02")
    assert (found["exact_p"], found["z"], found["exact_mean_attackers"], found["conserved_start"]) == (None, None, None, None)


def test_ticks_are_played_one_after_the_other_and_drawn(tmp_path):
    found = answer(tmp_path, "runs=1000", "ticks=[0.5, 0.2, 0.1]")
    assert [one["tick"] for one in found["convergence"]] == [0.5, 0.2, 0.1]
    assert only(tmp_path, "theory.png").stat().st_size > 20_000
    (tmp_path / "text").mkdir()
    run = ask(tmp_path / "text", "experiments.theory", "runs=100", "ticks=[0.5, 0.2]")
    assert run.returncode == 0
    assert "0.791358" in run.stdout
    assert "theory.png" in run.stdout


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["law=sqare"], ["law", "sqare", "did you mean 'square'"]),
        (["atackers=3"], ["atackers", "did you mean 'attackers'"]),
        (["attackers=-3"], ["attackers", "-3"]),
        (["attackers=2.5"], ["attackers", "2.5", "whole number"]),
        (["alpha=0"], ["alpha", "0"]),
        (["alpha=fast"], ["alpha", "fast", "number"]),
        (["stop_attackers=10"], ["stop_attackers", "below attackers=10"]),
        (["rounds=10", "alpha=3"], ["kill_per_round", "alpha"]),
        (["law=siege", "relief=5"], ["relief", "law=square"]),
        (["relief=many"], ["relief", "many"]),
        (["relief=5", "structure=5"], ["relief", "structure"]),
        (["tick=0"], ["tick", "0"]),
        (["tick=0.1", "ticks=[0.1, 0.2]"], ["tick, ticks"]),
        (["rounds=10", "kill_per_round=0.001", "tick=1"], ["tick: should be at most"]),
        (["runs=1"], ["runs", "1"]),
        (["format=xml"], ["format", "xml", "json"]),
        (["scenario_file=mine.yaml"], ["scenario_file", "mine.yaml"]),
        (["+scenario=kyar_tat"], ["a duel takes no scenario"]),
        (["relief.people=5"], ["relief"]),
        (["+nonsense=1"], ["nonsense"]),
    ],
)
def test_a_mistake_gets_one_clear_message(tmp_path, words, said):
    run = ask(tmp_path, "experiments.theory", *words)
    assert is_refused(run, *said)
    assert run.stdout == ""
    assert len(run.stderr.strip().splitlines()) == 1
    assert not list(tmp_path.rglob("theory.json"))
