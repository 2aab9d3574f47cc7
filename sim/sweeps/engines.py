"""Who plays: threads of this machine, a Dask scheduler, or jobs of a Slurm cluster; all behind `concurrent.futures`.

Engines differ in nothing but where `sim.sweeps.shard.play_shards` is called: each reads the sweep's folder, and keeps its
parts there. So the folder must be one that all workers see.
"""

import os
import socket
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

from sim.mistakes import ConfigurationError
from sim.sweeps.request import Cluster, DaskCluster, LocalCluster, SlurmCluster

CONNECT_SECONDS = 15
RETRIES = 3  # of a shard whose worker died


class Engine(NamedTuple):
    """Where shards are played."""

    executor: Executor
    tasks: int | None  # into how many tasks the shards of a round are gathered; None: each by itself
    threads: int  # that a task may use
    workers: int  # tasks at once, as far as is known
    take_back: Callable[[], None] = lambda: None  # tasks that have begun elsewhere


@contextmanager
def open_engine(cluster: Cluster, workers: int | None, folder: Path) -> Iterator[Engine]:
    """The engine that is asked for, closed at the end.

    Parameters
    ----------
    cluster : LocalCluster, DaskCluster or SlurmCluster
        Which.
    workers : int, optional
        Threads of this machine, or local processes of Dask; all cores by default.
    folder : Path
        The sweep's.

    Raises
    ------
    ConfigurationError
        If a library is not installed, or nobody answers.
    """
    if isinstance(cluster, LocalCluster):
        count = workers or os.cpu_count() or 1
        with ThreadPoolExecutor(count) as threads:
            yield Engine(threads, None, 1, count)
    elif isinstance(cluster, DaskCluster):
        with dask_executor(cluster, workers) as (executor, count):
            yield Engine(executor, None, 1, count)
    else:
        with slurm_executor(cluster, folder) as jobs:
            yield Engine(jobs, cluster.jobs, cluster.cores, cluster.jobs * cluster.cores, jobs.take_back)


@contextmanager
def dask_executor(cluster: DaskCluster, workers: int | None) -> Iterator[tuple[Executor, int]]:
    """The executor of a Dask scheduler: the one at the address, or one that is started here with local processes."""
    try:
        from distributed import Client
        from distributed import LocalCluster as Processes
    except ImportError:
        raise needs("dask", "dask[distributed]") from None
    if cluster.address is not None:
        refuse_silence(cluster.address)
    started = None
    try:
        if cluster.address is None:
            count = cluster.processes or workers or os.cpu_count() or 1
            started = Processes(n_workers=count, threads_per_worker=1, host="127.0.0.1", dashboard_address=None)
        with (
            Client(started or cluster.address, timeout=CONNECT_SECONDS, set_as_default=False) as client,
            client.get_executor(pure=False, retries=RETRIES) as executor,
        ):
            yield executor, max(1, sum(client.nthreads().values()))
    finally:
        if started is not None:
            started.close()


def refuse_silence(address: str) -> None:
    """Does anybody listen at this address?"""
    host, _, port = address.rpartition("://")[2].rpartition(":")
    if not host or not port.isdigit():
        raise ConfigurationError(f"cluster.address: should read tcp://HOST:PORT; it is {address!r}")
    try:
        socket.create_connection((host.strip("[]"), int(port)), CONNECT_SECONDS).close()
    except (OSError, OverflowError) as error:
        raise ConfigurationError(f"cluster.address={address}: no Dask scheduler answers ({error})") from None


class Submitted(ThreadPoolExecutor):
    """Jobs of a cluster as futures: a thread waits for each.

    Parameters
    ----------
    submitter : submitit.AutoExecutor
        Hands jobs to the cluster.
    jobs : int
        At once, at most.
    """

    def __init__(self, submitter: Any, jobs: int) -> None:
        super().__init__(jobs)
        self.submitter = submitter
        self.jobs: list[Any] = []

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        """Hand over a job; its result, or its failure, comes with the future."""

        def wait() -> Any:
            job = self.submitter.submit(fn, *args, **kwargs)
            self.jobs.append(job)
            return job.result()

        return super().submit(wait)

    def take_back(self) -> None:
        """Cancel the jobs that have not ended."""
        for job in self.jobs:
            if not job.done():
                job.cancel()


@contextmanager
def slurm_executor(cluster: SlurmCluster, folder: Path) -> Iterator[Submitted]:
    """Jobs through submitit."""
    try:
        import submitit
    except ImportError:
        raise needs("slurm", "submitit") from None
    try:
        submitter = submitit.AutoExecutor(folder=folder / "jobs", cluster=cluster.where)
    except RuntimeError as error:
        raise ConfigurationError(f"cluster=slurm: {error}; with cluster.where=local the jobs run on this machine") from None
    submitter.update_parameters(
        timeout_min=cluster.minutes, cpus_per_task=cluster.cores, mem_gb=cluster.memory_gb, name="redoubt",
        **({"slurm_partition": cluster.partition} if cluster.partition else {}),
    )  # fmt: skip
    with Submitted(submitter, cluster.jobs) as jobs:
        yield jobs


def needs(extra: str, library: str) -> ConfigurationError:
    """A library that is asked for is not there."""
    return ConfigurationError(f"cluster={extra}: needs {library}, which is not installed; pip install 'redoubt[{extra}]'")
