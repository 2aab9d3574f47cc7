"""Calibration: surfaces, posteriors and counts on cases whose answer is known, and that what ships is what was found."""

from importlib.resources import files

import numpy as np
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from experiments.calibrations.kept import centre_in_words, put
from sim.calibration.draws import read_draws, shipped_draws, write_draws
from sim.calibration.emulator import Surfaces, fitted, terms_of
from sim.calibration.evidence import Piece, Trial, near, reported
from sim.calibration.playing import counts_of
from sim.calibration.posterior import left_out, posterior_of
from sim.calibration.study import count_all, read_prior
from sim.grounds import CALIBRATED
from sim.history.prediction import RuleDraws, tempered
from sim.mistakes import ConfigurationError
from sim.outcome import COLUMNS
from sim.patterns.facts import AT
from sim.scenario import load_scenario
from sim.spans import Span
from sim.sweeps.design import unit_cube
from tests.commands import ask, ask_afresh, is_refused

SHARES = st.floats(0.001, 0.999)
HIT = {"rules.hit_chance": {"low": 0.0, "high": 0.05}}


# ---- the emulator ------------------------------------------------------------------------------------------------


def test_a_surface_that_is_a_quadratic_of_the_log_odds_is_found_again():
    places = unit_cube("sobol", 512, 2, 3)
    truth = 0.5 + places @ [2.0, -3.0] + 1.5 * places[:, 0] * places[:, 1]
    chances = 1.0 / (1.0 + np.exp(-truth))
    counts = np.random.default_rng(5).binomial(200, chances)[:, None]
    found = fitted(places, counts, 200, 1.0).chances(places)[:, 0]
    assert np.abs(found - chances).max() < 0.02


def test_what_never_happened_is_not_called_impossible():
    surfaces = fitted(unit_cube("sobol", 16, 1, 3), np.zeros((16, 1), int), 10, 1.0)
    assert 0.0 < surfaces.chances(np.array([[0.5]]))[0, 0] < 0.01


# ---- the posterior -----------------------------------------------------------------------------------------------


def certain(name, is_history=False):
    return Piece(name, lambda rows: rows[..., 0] > 0, 1.0, is_history)


def flat(log_odds):
    """A surface that says the same everywhere."""
    weights = np.zeros((terms_of(np.zeros((1, 1))).shape[1], 1))
    weights[0] = log_odds
    return Surfaces(weights)


def steep(slope):
    weights = np.zeros((terms_of(np.zeros((1, 1))).shape[1], 1))
    weights[1] = slope  # the rate itself, from -1 to 1
    return Surfaces(weights)


def test_evidence_that_says_nothing_leaves_the_prior_as_it_was():
    posterior = posterior_of(flat(0.3), [certain("x")], unit_cube("sobol", 4096, 2, 1), 0.2, 100, 1)
    assert posterior.effective_size == pytest.approx(4096)
    assert posterior.weights @ posterior.places[:, 0] == pytest.approx(0.5, abs=1e-3)


def test_evidence_moves_the_posterior_as_bayes_has_it():
    from scipy.integrate import quad

    slope = 2.0
    chance = lambda u: 1.0 / (1.0 + np.exp(-slope * (2.0 * u - 1.0)))  # noqa: E731
    mean = quad(lambda u: u * chance(u), 0, 1)[0] / quad(chance, 0, 1)[0]
    posterior = posterior_of(steep(slope), [certain("x")], unit_cube("sobol", 2**14, 2, 1), 0.2, 1000, 1)
    assert posterior.weights @ posterior.places[:, 0] == pytest.approx(mean, abs=1e-3)
    assert posterior.places[posterior.kept, 0].mean() == pytest.approx(mean, abs=0.02)


def test_a_piece_that_is_left_out_is_told_by_the_prior_where_it_was_the_only_one():
    posterior = posterior_of(steep(2.0), [certain("x")], unit_cube("sobol", 2**14, 2, 1), 0.2, 100, 1)
    assert left_out(posterior, [certain("x")])[0] == pytest.approx(0.5, abs=1e-3)


@given(SHARES, SHARES)
def test_a_model_that_is_half_trusted_lies_between_itself_and_one_half(chance, trust):
    found = tempered(np.array([chance]), trust)[0]
    assert min(chance, 0.5) - 1e-12 <= found <= max(chance, 0.5) + 1e-12
    assert tempered(np.array([chance]), 1.0)[0] == pytest.approx(chance)
    assert tempered(np.array([chance]), 0.0)[0] == 0.5


# ---- evidence ----------------------------------------------------------------------------------------------------


@given(st.floats(0, 1000), st.floats(0, 1000), st.floats(1.0, 3.0))
@settings(max_examples=50)
def test_a_claim_meets_a_report_both_ways_or_not_at_all(claim, report, tolerance):
    def met(claimed, told):
        rows = np.zeros((1, len(COLUMNS)))
        rows[0, AT["attackers_claim_killed"]] = claimed
        return near("defenders_killed", told, tolerance)(rows)[0]

    assert met(claim, report) == met(report, claim)
    assert met(claim, claim)


def test_two_reports_of_one_figure_count_as_one():
    scenario = load_scenario("kyar_tat")
    trial = reported(scenario, scenario.rules.model_dump(), 0.5, 1.5)
    killed = [piece.importance for piece in trial.pieces if "defenders_killed" in piece.name]
    assert len(killed) == 2
    assert sum(killed) == 1.0


# ---- counting ----------------------------------------------------------------------------------------------------


def trial_of(**rates):
    scenario = load_scenario("drive_by", ["tick_minutes=0.5"])
    rules = {**scenario.rules.model_dump(), **rates}
    hurt = Piece(
        "somebody is hit", lambda rows: rows[..., AT["defenders_killed"]] + rows[..., AT["defenders_wounded"]] > 0, 1.0, False
    )
    return Trial("drive_by", scenario.model_copy(update={"rules": type(scenario.rules).model_validate(rules)}), (hurt,))


def test_nobody_is_hit_where_no_round_can_hit():
    draws = RuleDraws(("hit_chance",), np.array([[0.0], [0.05]]))
    counts = counts_of(trial_of(hit_chance=Span(0.0, 0.05)), draws, 40, 1)
    assert counts[0, 0] == 0
    assert counts[1, 0] > 30


def test_counts_do_not_hang_on_the_number_of_workers():
    draws = RuleDraws(("hit_chance",), np.linspace(0.0, 0.02, 9)[:, None])
    trial = trial_of(hit_chance=Span(0.0, 0.02))
    assert (counts_of(trial, draws, 20, 1, workers=1) == counts_of(trial, draws, 20, 1, workers=3)).all()


def test_counts_are_kept_taken_up_again_and_never_mixed(tmp_path):
    draws = RuleDraws(("hit_chance",), np.array([[0.0], [0.02]]))
    trial, told = trial_of(hit_chance=Span(0.0, 0.02)), []
    first = count_all([trial], draws, 20, 1, tmp_path, 1, told.append)
    before = (tmp_path / "counts" / "drive_by.json").stat().st_mtime_ns
    assert (count_all([trial], draws, 20, 1, tmp_path, 1, told.append) == first).all()
    assert (tmp_path / "counts" / "drive_by.json").stat().st_mtime_ns == before
    assert sum(told) == 2 * 40
    with pytest.raises(ConfigurationError, match="other settings"):
        count_all([trial], draws, 20, 2, tmp_path, 1, told.append)
    (tmp_path / "counts" / "drive_by.json").write_text("{")
    with pytest.raises(ConfigurationError, match="move it away"):
        count_all([trial], draws, 20, 1, tmp_path, 1, told.append)


# ---- files and what ships ----------------------------------------------------------------------------------------


def test_draws_are_read_as_they_were_written(tmp_path):
    draws = RuleDraws(("hit_chance", "yield_rate"), np.array([[0.01, 0.5], [0.02, 0.25]]))
    again = read_draws(write_draws(tmp_path / "draws.csv", draws))
    assert again.names == draws.names
    assert (again.values == draws.values).all()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "should have names"),
        ("hit_chance\n", "should have names"),
        ("hit_chanse\n0.1\n", "did you mean 'hit_chance'"),
        ("hit_chance\nmany\n", "line 2"),
        ("hit_chance,yield_rate\n0.1,0.2\n0.1\n", "line 3"),
        ("hit_chance\ninf\n", "line 2"),
    ],
)
def test_a_bad_file_of_draws_is_refused(tmp_path, text, said):
    path = tmp_path / "draws.csv"
    path.write_text(text)
    with pytest.raises(ConfigurationError, match=said):
        read_draws(path)


def test_the_rates_that_ship_are_the_centre_of_the_draws_that_ship():
    asked = yaml.safe_load(files("configs").joinpath("calibrate.yaml").read_text())["calibrate"]
    prior, draws = read_prior(asked["usual"]), read_draws(shipped_draws())
    assert draws.names == prior.names
    assert set(prior.names) == set(CALIBRATED)
    assert len(draws.values) == asked["kept"]
    rules = yaml.safe_load(files("configs").joinpath("rules", "base.yaml").read_text())
    assert {name: float(value) for name, value in centre_in_words(prior, draws).items()} == {
        name: rules[name] for name in prior.names
    }
    for factor, own in zip(prior.factors, draws.values.T, strict=True):
        assert own.min() >= factor.low * 0.999
        assert own.max() <= factor.high * 1.001


def test_a_value_is_put_in_place_and_its_comment_stays(tmp_path):
    path = tmp_path / "base.yaml"
    path.write_text("# rates\nhit_chance: 0.02 # a comment\nother: 1\n")
    put(path, "hit_chance", "0.03")
    assert path.read_text() == "# rates\nhit_chance: 0.03 # a comment\nother: 1\n"
    with pytest.raises(ConfigurationError, match="should have yield once"):
        put(path, "yield", "1")


# ---- the command -------------------------------------------------------------------------------------------------

QUICK = ("calibrate.draws=16", "calibrate.raids=1", "calibrate.candidates=256", "calibrate.kept=5", "calibrate.dir=x")


def test_the_command_keeps_draws_evidence_and_a_picture(tmp_path):
    run = ask_afresh(tmp_path, "experiments.calibrate", *QUICK)
    assert run.returncode == 0, run.stderr
    assert len(read_draws(tmp_path / "x" / "posterior.csv").values) == 5
    assert {"calibrated.yaml", "evidence.csv", "posterior.png", "counts"} <= {path.name for path in (tmp_path / "x").iterdir()}
    assert "left out" in run.stdout
    first = (tmp_path / "x" / "posterior.csv").read_bytes()
    again = ask(tmp_path, "experiments.calibrate", *QUICK)
    assert again.returncode == 0
    assert (tmp_path / "x" / "posterior.csv").read_bytes() == first


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ("calibrate.prior={rules.hit_chanse: {low: 0, high: 1}}", "rules.hit_chance"),
        ("calibrate.prior={rules.hit_chance: [0.1, 0.2]}", "should be a range"),
        ("calibrate.prior={rules.hit_chance: {low: 0, high: 2}}", "hit_chance"),
        ("calibrate.prior={air.delay_minutes: {low: 0, high: 2}}", "air.delay_minutes"),
        ("calibrate.draws=3", "calibrate.draws"),
        ("calibrate.tolerance=0.5", "calibrate.tolerance"),
        ("cases=nowhere.csv", "nowhere.csv"),
    ],
)
def test_bad_wishes_are_refused(tmp_path, change, said):
    assert is_refused(ask(tmp_path, "experiments.calibrate", change), said)
