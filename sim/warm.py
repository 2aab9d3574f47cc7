"""The first use compiles the rules; say so, and how long it takes, while it happens."""

import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from functools import cache

ABOUT_SECONDS = 30  # on two cores; `python -m experiments.bench` measures it


@cache
def warm_up() -> float:
    """Have the compiled rules at hand, from the cache or freshly compiled.

    Returns
    -------
    float
        Seconds it took.
    """
    return telling("the rules", ABOUT_SECONDS, is_compiled, _compile)


def telling(what: str, seconds: int, is_there: Callable[[], bool], compile_all: Callable[[], None]) -> float:
    """Compile what is not there yet, and say what is being done and about how many seconds it takes; how many did it take?"""
    start = time.perf_counter()
    if is_there():
        return 0.0
    done = threading.Event()
    teller = threading.Thread(target=_tell, args=(done, start, f"compiling {what}, once, about {seconds} s"), daemon=True)
    teller.start()
    try:
        with _alone():
            if not is_there():  # by whom we waited for
                compile_all()
    except RuntimeError as error:
        if "no compiled object yet" in str(error):  # what Numba makes of Ctrl-C in the middle of its work
            raise KeyboardInterrupt from None
        raise
    finally:
        done.set()
        teller.join()
    return time.perf_counter() - start


def is_compiled() -> bool:
    """Have earlier starts kept all compiled rules?"""
    from sim import voices
    from sim.batch import play_block, play_points, trace_raid
    from sim.compiled import is_warm

    return all(is_warm(function) for function in (play_block, play_points, trace_raid, voices.measure))


@contextmanager
def _alone() -> Iterator[None]:
    """Of starts that find nothing compiled, one compiles and the others wait for it: side by side, all would take longer."""
    from sim.compiled import CACHE_FOLDER

    with ExitStack() as held:
        with suppress(ImportError, OSError):  # where nothing can be locked, each compiles for itself
            import fcntl

            lock = held.enter_context((CACHE_FOLDER / "compiling").open("a"))
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _compile() -> None:
    import numpy as np

    from sim import voices
    from sim.batch import play_block, play_points
    from sim.outcome import N_COLUMNS, N_SERIES
    from sim.scenario import compile_plan, load_scenario
    from sim.state import make_workspace
    from sim.tick import PASSES
    from sim.watched import watch

    plan, workspace = compile_plan(load_scenario("drive_by")), make_workspace()
    play_block(workspace, plan, 1, 0, np.zeros((0, N_COLUMNS)))
    none = np.zeros(0, np.int64)
    play_points(workspace, plan, 1, none, np.zeros((0, 0)), none, np.zeros((0, N_COLUMNS)))
    watch(plan, 1, 0, workspace)
    for name in PASSES[:-1]:
        getattr(voices, name)(workspace.raids, 0)
    voices.ending(workspace.raids)
    voices.record(workspace.raids, np.zeros(N_SERIES))
    voices.measure(workspace.raids, np.zeros(N_COLUMNS))


def _tell(done: threading.Event, start: float, words: str) -> None:
    is_terminal = sys.stderr.isatty()
    if not is_terminal:
        print(words, file=sys.stderr, flush=True)
    while not done.wait(0.5):
        if is_terminal:
            print(f"\r{words}: {time.perf_counter() - start:3.0f} s", end="", file=sys.stderr, flush=True)
    ended = f"compiled in {time.perf_counter() - start:.0f} s; later starts use the cache"
    print(f"\r{ended:<70}" if is_terminal else ended, file=sys.stderr, flush=True)
