"""`python -m experiments.discover`, asked as a user or a program would."""

import json
import signal
import subprocess
import sys
import time

import pyarrow.csv
import pyarrow.parquet
import pytest

from tests.commands import ask, ask_afresh, environment_with, is_refused, only

FACTORS = (
    "discover.factors={station.structure_strength: {low: 0.25, high: 4, log: true}, relief.delay_minutes: {low: 30, high: 480}}"
)
PLAYED = ["scenario=kyar_tat", "discover.n=2000", FACTORS, "discover.dir=x"]


def discover(folder, *words, **environment):
    return ask(folder, "experiments.discover", *words, **environment)


def answer(folder, *words):
    """The one JSON object on stdout."""
    run = discover(folder, *words, "format=json")
    assert run.returncode == 0, run.stderr
    return json.loads(run.stdout)


@pytest.fixture(scope="module")
def played(tmp_path_factory):
    """Two thousand raids on a station whose walls and help are varied, and what was said of them."""
    folder = tmp_path_factory.mktemp("played")
    return folder, ask_afresh(folder, "experiments.discover", *PLAYED)


def test_a_person_gets_a_sentence_tables_and_a_picture(played):
    folder, run = played
    assert run.returncode == 0, run.stderr
    assert "2,000 raids (2,000 played now)" in run.stdout
    assert "Where station structure strength is at most" in run.stdout
    assert "of all raids that occupy the station lie there" in run.stdout
    assert "Chance is in every raid" in run.stdout
    rows = {row["factor"]: row for row in pyarrow.csv.read_csv(folder / "x" / "box.csv").to_pylist()}
    walls = rows["station.structure_strength"]
    assert walls["is_restricted"]
    assert 0.25 < walls["high"] < 4
    assert max(walls["quasi_p"], walls["fresh_p"]) <= 0.05
    steps = pyarrow.csv.read_csv(folder / "x" / "trajectory.csv").to_pandas()
    assert steps["is_chosen"].sum() == 1
    assert (steps.iloc[0][["sought_coverage", "counted_coverage", "sought_mass"]] == 1).all()
    assert (folder / "x" / "box.png").stat().st_size > 20_000


def test_nothing_of_the_library_reaches_the_terminal(played):
    _, run = played
    for word in ("EMA", "Warning", "warn", "points remaining", "pandas", "ipyparallel"):
        assert word not in run.stderr, run.stderr
    assert all(line.startswith(("discover:", "compil")) for line in run.stderr.splitlines()), run.stderr


def test_the_numbers_are_what_pandas_counts_in_the_raids(played):
    """Of the whole table, not of the part that is counted, which is a random quarter of it."""
    folder, _ = played
    said = json.loads((folder / "x" / "discovery.json").read_text())
    raids = pyarrow.parquet.read_table(folder / "x" / "raids").to_pandas()
    assert (said["raids"], said["hits"]) == (2000, raids["occupied"].sum())
    here = raids["occupied"] > -1
    for row in said["box"]:
        here &= raids[row["factor"]].between(
            *(b if b is not None else s * 1e9 for b, s in ((row["low"], -1), (row["high"], 1)))
        )
    together = [said["counted"], said["sought"]]
    low, high = (f(one["density"] for one in together) for f in (min, max))
    assert low - 0.1 < raids[here]["occupied"].mean() < high + 0.1
    assert said["counted"]["mass"] == pytest.approx(here.mean(), abs=0.06)
    assert said["counted"]["all_raids"] == 500


def test_again_nothing_is_played_and_the_same_is_said(played):
    folder, first = played
    again = discover(folder, *PLAYED, "workers=1")
    assert "(0 played now, 2,000 found)" in again.stdout
    assert again.stdout.splitlines()[1:] == first.stdout.splitlines()[1:]


def test_other_questions_are_asked_of_the_same_raids(played):
    folder, _ = played
    said = answer(folder, *PLAYED, "discover.failure=true", "discover.density=0.6")
    assert said["explained"] == "do not occupy the station"
    walls = next(row for row in said["box"] if row["factor"] == "station.structure_strength")
    assert walls["low"] is not None
    assert walls["high"] is None


def test_nothing_and_everything_are_said_in_one_sentence(played):
    """That is an answer, so the exit code is 0; and no box of an earlier question stays."""
    folder, _ = played
    words = [*PLAYED[:3], "discover.dir=x", "discover.measure=defenders_killed"]
    none = answer(folder, *words, "discover.at_least=100000")
    assert none["box"] is None
    assert none["sentence"].startswith("None of the raids have defenders_killed of at least 100000")
    assert not (folder / "x" / "box.csv").exists()
    every = answer(folder, *words, "discover.at_least=0")
    assert every["sentence"].startswith("All raids have defenders_killed")


def test_a_start_that_is_killed_loses_nothing_and_plays_nothing_twice(tmp_path):
    words = ["scenario=kyar_tat", "discover.n=1500", "workers=1"]
    command = [sys.executable, "-m", "experiments.discover", *words, "discover.dir=killed"]
    running = subprocess.Popen(command, cwd=tmp_path, env=environment_with(), stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    end = time.time() + 90
    while not list((tmp_path / "killed" / "raids").glob("*.parquet")):
        assert time.time() < end
        time.sleep(0.02)
    running.send_signal(signal.SIGKILL)
    running.wait()
    running.stdout.close()
    running.stderr.close()
    went_on, whole = answer(tmp_path, *words, "discover.dir=killed"), answer(tmp_path, *words, "discover.dir=whole")
    files = went_on.pop("files"), whole.pop("files")
    assert len(files[0]) == len(files[1])
    assert went_on == whole
    raids = pyarrow.parquet.read_table(tmp_path / "killed" / "raids").to_pandas()
    assert len(raids) == 1500
    assert not raids["point"].duplicated().any()


def test_an_interrupted_start_says_how_to_go_on(tmp_path):
    command = [sys.executable, "-m", "experiments.discover", "scenario=kyar_tat", "discover.n=20000", "workers=1"]
    running = subprocess.Popen(
        command, cwd=tmp_path, env=environment_with(), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    end = time.time() + 90
    while not list(tmp_path.rglob("round-*.parquet")):
        assert time.time() < end
        time.sleep(0.02)
    running.send_signal(signal.SIGINT)
    _, said = running.communicate(timeout=90)
    assert running.returncode == 130
    assert "discover.dir=outputs/discover/" in said.strip().splitlines()[-1]


def test_results_of_two_sweeps_and_their_words_are_conditions(tmp_path):
    """Nobody leaves because of aircraft where there are none, nor where rounds run out before they come."""
    for name, air in (("one", "none"), ("two", "gunships")):
        words = [
            f"design.factors={{air: [{air}], resistance.groups.*.rounds_per_fighter: [30, 300]}}",
            f"sweep.dir={name}",
            "sweep.figure=false",
        ]
        run = ask(tmp_path, "experiments.sweep", "scenario=kyar_tat", "replicates=200", *words)
        assert run.returncode == 0, run.stderr
    said = answer(tmp_path, "results=[one, two]", "discover.cause=air", "discover.density=null")
    assert said["raids"] == 800
    assert said["dealt_out_by"] == "raids"
    box = {row["factor"]: row for row in said["box"]}
    assert box["air"]["levels"] == ["gunships"]
    assert box["resistance.groups.*.rounds_per_fighter"]["low"] == 300
    assert not said["independent"]
    assert only(tmp_path / "outputs", "box.png").stat().st_size > 20_000


def test_factors_of_words_alone_can_be_played(tmp_path):
    """Nobody leaves because of a relief where there is none."""
    factors = "discover.factors={air: [none, gunships], relief: [none, airlift]}"
    said = answer(tmp_path, "scenario=kyar_tat", "discover.n=1200", factors, "discover.cause=relief", "discover.density=null")
    assert said["dealt_out_by"] == "raids"
    assert said["independent"]
    assert next(row for row in said["box"] if row["factor"] == "relief")["levels"] == ["airlift"]


def test_without_the_library_the_extra_is_named_before_anything_is_played(tmp_path):
    (tmp_path / "sitecustomize.py").write_text("import sys\nsys.modules['ema_workbench'] = None\n")
    path = f"{tmp_path}:{environment_with()['PYTHONPATH']}"
    run = discover(tmp_path, "scenario=ma_sein", PYTHONPATH=path)
    assert is_refused(run, "pip install 'redoubt[discovery]'")
    assert len(run.stderr.strip().splitlines()) == 1
    assert not list(tmp_path.rglob("*.parquet"))


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["discover.n=0"], ["discover.n", "0"]),
        (["discover.usul=1"], ["discover.usul", "did you mean 'discover.usual'"]),
        (["discover.design=nolh"], ["discover.design", "sobol, lhs", "nolh"]),
        (["discover.density=2"], ["discover.density", "2"]),
        (["discover.shares=[0.5,0.5,0.5]"], ["discover.shares", "add up to 1"]),
        (["discover.measure=defenders_kiled"], ["discover.measure", "did you mean 'defenders_killed'"]),
        (["discover.measure=defenders_killed"], ["defenders_killed", "at_least or at_most"]),
        (["discover.at_least=3"], ["at_least", "measure="]),
        (["discover.ending=withdrw"], ["discover.ending", "did you mean 'withdrew'"]),
        (["discover.factors={relief.delay_minuts: {low: 1, high: 2}}"], ["discover.factors: relief.delay_minuts", "relief.delay_minutes"]),
        (["discover.factors={relief.delay_minutes: 30}"], ["discover.factors", "30"]),
        (["discover.factors={air: [none, gunship]}"], ["discover.factors: air", "did you mean 'gunships'"]),
        (["discover.factors={relief.delay_minutes: [60, 90]}", "relief.delay_minutes=60"], ["discover.factors", "fixed"]),
        (["results=[nowhere]"], ["results", "nowhere"]),
        (["results=[.]", "relief.delay_minutes=60"], ["relief.delay_minutes=60", "were played"]),
        (["results=[.]", "scenario=zee_pyar"], ["scenario=zee_pyar", "were played"]),
        (["results=[.]", "discover.factors={air: [none, gunships]}"], ["results, discover.factors"]),
        (["discover.dir=''"], ["discover.dir"]),
    ],
)  # fmt: skip
def test_a_mistake_gets_one_clear_message(tmp_path, words, said):
    run = discover(tmp_path, *words)
    assert is_refused(run, *said)
    assert not list(tmp_path.rglob("*.parquet"))


def test_another_question_to_the_raids_of_another_design_is_refused(played):
    folder, _ = played
    assert is_refused(discover(folder, *PLAYED, "discover.n=64"), "holds another sweep", "another folder")
