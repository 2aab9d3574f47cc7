"""Real schedulers, real workers, a real kill: the table is the same to the last bit."""

import os
import signal
import socket
import subprocess
import sys
import time

import pytest

from tests.commands import ask, ask_afresh, environment_with, is_refused
from tests.test_sweeps import SLOW, is_the_same, start, wait_for_parts

pytest.importorskip("distributed", reason="Dask is not installed")
pytest.importorskip("submitit", reason="submitit is not installed")
WORDS = [*SLOW, "replicates=300", "sweep.dir=x"]


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    """The same sweep by one thread of this machine."""
    folder = tmp_path_factory.mktemp("whole")
    run = ask_afresh(folder, "experiments.sweep", *WORDS, "workers=1")
    assert run.returncode == 0, run.stderr
    return folder / "x"


def free_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


class Scheduler:
    """A Dask scheduler and two worker processes, each of its own, over TCP."""

    def __init__(self, folder):
        self.folder, self.address = folder, f"tcp://127.0.0.1:{free_port()}"
        port = self.address.rpartition(":")[2]
        self.scheduler = self.run(
            "dask_scheduler", "--host", "127.0.0.1", "--port", port, "--dashboard-address", ":0", "--no-dashboard"
        )
        self.workers = [self.worker(), self.worker()]

    def run(self, program, *words):
        command = [sys.executable, "-m", f"distributed.cli.{program}", *words]
        return subprocess.Popen(
            command, cwd=self.folder, env=environment_with(), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )

    def worker(self):
        return self.run("dask_worker", self.address, "--nthreads", "1", "--no-nanny", "--no-dashboard", "--host", "127.0.0.1")

    def close(self):
        for process in [*self.workers, self.scheduler]:
            process.kill()
            process.wait()


@pytest.fixture
def scheduler(tmp_path):
    running = Scheduler(tmp_path)
    yield running
    running.close()


def test_a_dask_worker_that_is_killed_in_the_middle_costs_nothing(whole, tmp_path, scheduler):
    run = start(tmp_path, *WORDS, "cluster=dask", f"cluster.address={scheduler.address}")
    wait_for_parts(tmp_path / "x", 3)
    os.kill(scheduler.workers[0].pid, signal.SIGKILL)
    out, said = run.communicate(timeout=300)
    assert run.returncode == 0, said
    assert "2,700 raids (" in out  # a part that the dead worker had written before it could say so is found, not played again
    assert scheduler.workers[1].poll() is None
    assert is_the_same(whole, tmp_path / "x")


def test_a_sweep_begun_by_dask_is_ended_by_threads(whole, tmp_path, scheduler):
    run = start(tmp_path, *WORDS, "cluster=dask", f"cluster.address={scheduler.address}")
    wait_for_parts(tmp_path / "x", 2)
    os.kill(run.pid, signal.SIGKILL)
    run.communicate()
    time.sleep(0.5)
    again = ask_afresh(tmp_path, "experiments.sweep", *WORDS, "cluster=local")
    assert again.returncode == 0, again.stderr
    assert is_the_same(whole, tmp_path / "x")


def test_dask_starts_workers_of_its_own_where_no_address_is_given(whole, tmp_path):
    run = ask_afresh(tmp_path, "experiments.sweep", *WORDS, "cluster=dask", "cluster.processes=2")
    assert run.returncode == 0, run.stderr
    assert is_the_same(whole, tmp_path / "x")


def test_jobs_of_submitit_play_the_same_raids(whole, tmp_path):
    run = ask_afresh(tmp_path, "experiments.sweep", *WORDS, "cluster=slurm", "cluster.where=local", "cluster.jobs=2")
    assert run.returncode == 0, run.stderr
    assert is_the_same(whole, tmp_path / "x")
    assert len(list((tmp_path / "x" / "jobs").glob("*_result.pkl"))) == 2


def test_rounds_are_the_same_on_every_engine(tmp_path):
    words = ["scenario=ma_sein", "sweep.figure=false", "replicates={min: 20, max: 100, measure: occupied, half_width: 0.12}"]
    for name, engine in (("threads", []), ("dask", ["cluster=dask", "cluster.processes=2"])):
        run = ask_afresh(tmp_path, "experiments.sweep", *words, f"sweep.dir={name}", *engine)
        assert run.returncode == 0, run.stderr
    assert is_the_same(tmp_path / "threads", tmp_path / "dask")


def test_a_scheduler_that_does_not_answer_is_said(tmp_path):
    address = f"tcp://127.0.0.1:{free_port()}"
    code = "import sim.sweeps.engines as e; e.CONNECT_SECONDS = 1; from experiments.sweep import main; main()"
    command = [sys.executable, "-c", code, *WORDS, "cluster=dask", f"cluster.address={address}"]
    run = subprocess.run(command, cwd=tmp_path, env=environment_with(), capture_output=True, text=True)
    assert is_refused(run, f"cluster.address={address}", "no Dask scheduler answers")


def test_an_address_that_is_none_is_said(tmp_path):
    run = ask_afresh(tmp_path, "experiments.sweep", *WORDS, "cluster=dask", "cluster.address=nonsense")
    assert is_refused(run, "cluster.address", "tcp://HOST:PORT", "nonsense")


def test_a_cluster_that_is_not_there_is_said(tmp_path):
    run = ask_afresh(tmp_path, "experiments.sweep", *WORDS, "cluster=slurm", PATH="/nowhere")
    assert is_refused(run, "cluster=slurm", "cluster.where=local")
    assert is_refused(ask(tmp_path, "experiments.sweep", "cluster=slrm"), "cluster", "slurm")


def test_a_library_that_is_not_installed_is_named(tmp_path):
    code = "import sys; sys.modules['distributed'] = None; from experiments.sweep import main; main()"
    command = [sys.executable, "-c", code, *WORDS, "cluster=dask"]
    run = subprocess.run(command, cwd=tmp_path, env=environment_with(), capture_output=True, text=True)
    assert is_refused(run, "needs dask[distributed]", "pip install 'redoubt[dask]'")
