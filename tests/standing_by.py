"""A Python that has loaded the libraries, and nothing of ours, and becomes a command when asked: a start without its first second.

Each command is still a process of its own, in its own folder, which loads all of our code afresh.
"""

import gc
import json
import os
import runpy
import socket
import sys
import warnings
from importlib import import_module

LIBRARIES = ("hydra", "hydra.utils", "numba", "omegaconf", "pydantic", "pyarrow.compute", "pyarrow.csv", "pyarrow.parquet", "rich.console",
             "matplotlib.figure", "matplotlib.backends.backend_agg", "scipy.stats", "yaml")  # fmt: skip


def wait_at(door: socket.socket) -> list[str]:
    """Give birth to a process for each command that is asked for, and tell how it ended; in that process, say which it is."""
    while True:
        asked, streams, _, _ = socket.recv_fds(door, 1_000_000, 2)
        if not asked:
            sys.exit()
        child = forked()
        if not child:
            door.close()
            return become(**json.loads(asked), streams=streams)
        for stream in streams:
            os.close(stream)
        door.send(str(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])).encode())


def forked() -> int:
    """The other threads, of which Python warns, are those of the linear algebra, which know how to be forked."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        return os.fork()


def become(words: list[str], folder: str, environment: dict[str, str], streams: list[int]) -> list[str]:
    """Stand in this folder, speak into these streams."""
    for stream, number in zip(streams, (1, 2), strict=True):
        os.dup2(stream, number)
        os.close(stream)
    os.environ.clear()
    os.environ.update(environment)
    os.chdir(folder)
    sys.path[0] = folder
    return words


if __name__ == "__main__":
    for library in LIBRARIES:
        import_module(library)
    gc.freeze()
    module, *sys.argv[1:] = wait_at(socket.socket(fileno=int(sys.argv[1])))
    runpy.run_module(module, run_name="__main__", alter_sys=True)
