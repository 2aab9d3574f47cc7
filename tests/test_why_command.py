"""`why`, tried as a user would: told, drawn, killed and resumed, and what it refuses."""

import json
import os
import signal
import subprocess
import sys
import time

import pyarrow.csv
import pytest

from tests.commands import ask, ask_afresh, environment_with, is_refused, only

QUICK = ["scenario=ma_sein", "why.raids=30", "tick_minutes=1", "resistance.groups.kalewa.fighters=25"]


def test_a_shortfall_is_told_shared_out_and_drawn(tmp_path):
    run = ask_afresh(tmp_path, "experiments.why", *QUICK)
    assert run.returncode == 0, run.stderr
    assert "of 100 raids do not occupy the station" in run.stdout
    assert "so already" in run.stdout  # no aircraft
    rows = pyarrow.csv.read_csv(only(tmp_path, "shares.csv")).to_pylist()
    by_factor = {row["factor"]: row for row in rows}
    assert by_factor["air"]["share"] == 0.0 == by_factor["air"]["share_half_width"]
    total = rows[0]["all_relieved"] - rows[0]["as_it_is"]
    assert sum(row["share"] for row in rows) == pytest.approx(total, abs=1e-12)
    assert {row["combinations"] for row in rows} == {64}
    for name in ("waterfall.png", "causes.png"):
        assert only(tmp_path, name).stat().st_size > 20_000
    causes = pyarrow.csv.read_csv(only(tmp_path, "causes.csv")).to_pandas()
    assert causes.groupby("event")["incidence"].max().sum() == pytest.approx(1.0)


def test_several_scenarios_make_one_figure_and_one_object(tmp_path):
    words = ["scenarios=[drive_by, shadaw]", "why.only=[relief, weather]", "why.raids=20", "format=json"]
    run = ask(tmp_path, "experiments.why", *words)
    assert run.returncode == 0, run.stderr
    told = json.loads(run.stdout)
    assert list(told["words"]) == ["drive_by", "shadaw"]
    assert len(told["shares"]) == 4
    assert only(tmp_path, "answers.png").stat().st_size > 20_000
    assert not list(tmp_path.rglob("waterfall.png"))


def test_any_measure_and_any_change_can_be_shared_out(tmp_path):
    words = [
        "why.measure=defenders_killed",
        "why.only=[structure, garrison]",
        "why.instead={structure: {station.main_exposure: 0.5}}",
    ]
    run = ask(tmp_path, "experiments.why", *QUICK, *words)
    assert run.returncode == 0, run.stderr
    assert "defenders killed (people): " in run.stdout
    assert "station.main_exposure: 0.5" in run.stdout


def test_factors_may_come_from_a_file_of_ones_own(tmp_path):
    (tmp_path / "mine.yaml").write_text(
        "factors: {night: {label: daylight, means: it starts in the dark, cause: null, changes: {start_hour: 1}}}"
    )
    run = ask(tmp_path, "experiments.why", *QUICK, "why.file=mine.yaml")
    assert run.returncode == 0, run.stderr
    assert "it starts in the dark" in run.stdout
    assert len(pyarrow.csv.read_csv(only(tmp_path, "shares.csv")).to_pylist()) == 1


def test_many_factors_are_drawn_in_orders(tmp_path):
    run = ask(tmp_path, "experiments.why", *QUICK, "why=twelve", "why.raids=10", "why.exact=3", "why.orders=16")
    assert run.returncode == 0, run.stderr
    assert "16 orders of relief drawn at random" in run.stdout
    rows = pyarrow.csv.read_csv(only(tmp_path, "shares.csv")).to_pylist()
    total = rows[0]["all_relieved"] - rows[0]["as_it_is"]
    assert sum(row["share"] for row in rows) == pytest.approx(total, abs=1e-12)


def test_killed_it_goes_on_and_comes_to_the_same(tmp_path):
    words = ["-m", "experiments.why", *QUICK, "why.raids=400", "why.only=[structure, relief, garrison]", "workers=1"]
    whole = ask(tmp_path, *words[1:], "why.dir=whole")
    assert whole.returncode == 0, whole.stderr
    cut = [sys.executable, *words, "why.dir=cut"]
    run = subprocess.Popen(cut, cwd=tmp_path, env=environment_with(), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    end = time.monotonic() + 120
    while not list(tmp_path.glob("cut/raids/*.parquet")) and run.poll() is None and time.monotonic() < end:
        time.sleep(0.02)
    os.kill(run.pid, signal.SIGKILL)
    run.wait()
    assert not (tmp_path / "cut" / "shares.csv").exists()
    again = ask(tmp_path, *words[1:], "why.dir=cut")
    assert again.returncode == 0, again.stderr
    for name in ("shares.csv", "interactions.csv", "causes.csv"):
        assert (tmp_path / "cut" / name).read_bytes() == (tmp_path / "whole" / name).read_bytes()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["why.measure=succes"], ["why.measure", "did you mean 'success'"]),
        (["why.only=[aircraft]"], ["why.only", "should name some of ammunition"]),
        (["why.raids=1"], ["why.raids", "greater than or equal to 2"]),
        (["why=eight"], ["why", "seven"]),
        (["why.instead={air: {air.availble: false}}"], ["why.factors.air.changes", "did you mean 'air.available'"]),
        (["why.instead={aircraft: {air.available: false}}"], ["why.instead", "should name some of ammunition"]),
        (["why.file=nowhere.yaml"], ["nowhere.yaml", "cannot be read"]),
        (["why.factors.air.cause=jets"], ["why.factors.air.cause", "should be null or one of"]),
        (["scenarios=[kyar_tatt]"], ["did you mean 'kyar_tat'"]),
        (["relief.delay_minuts=3"], ["did you mean 'relief.delay_minutes'"]),
    ],
)
def test_what_cannot_be_explained_is_refused_in_one_line(tmp_path, words, said):
    run = ask(tmp_path, "experiments.why", *words)
    assert is_refused(run, *said)
    assert not list(tmp_path.rglob("*.png"))


def test_another_question_in_the_same_folder_is_refused(tmp_path):
    words = [*QUICK, "why.only=[structure]", "why.dir=kept"]
    assert ask(tmp_path, "experiments.why", *words).returncode == 0
    assert is_refused(ask(tmp_path, "experiments.why", *words, "why.raids=31"), "kept")


def test_jobs_of_a_multirun_have_folders_of_their_own_and_go_on_there(tmp_path):
    words = [
        "-m",
        "scenario=ma_sein,drive_by",
        "tick_minutes=1",
        "why.only=[structure, relief]",
        "why.raids=20",
        "why.dir=both",
    ]
    first = ask(tmp_path, "experiments.why", *words)
    assert first.returncode == 0, first.stderr
    kept = {path: path.read_bytes() for path in tmp_path.rglob("shares.csv")}
    assert {path.parent.parent.name for path in kept} == {"both"}
    assert len(kept) == 2
    again = ask(tmp_path, "experiments.why", *words)
    assert again.returncode == 0, again.stderr
    assert {path: path.read_bytes() for path in tmp_path.rglob("shares.csv")} == kept
