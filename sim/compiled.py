"""The one Numba decorator, and a cache that can never play an old rule.

Numba's file cache notices an edit in the function's own file, but not in the files it calls, and would go on
playing yesterday's rule. So the cache lives in a folder named after a digest of every source file that is compiled,
of the interpreter and of the compiler; folders with another digest are stale and are removed.
"""

import hashlib
import os
import shutil
import sys
import tempfile
from collections.abc import Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path

import llvmlite
import numba
import numpy
from numba.core.caching import FunctionCache

PACKAGE = Path(__file__).parent
COMPILED_FILES = ("compiled.py", "draws.py", "state.py", "tick.py", "outcome.py", "claims.py", "batch.py", "voices.py", "rules")
CAMPAIGN = "sim.campaign"
CAMPAIGN_FILES = (
    *COMPILED_FILES,
    *(f"campaign/{name}" for name in ("state.py", "outcome.py", "week.py", "batch.py", "voices.py", "rules")),
)


def source_digest(files: Sequence[str] = COMPILED_FILES) -> str:
    """Which rules are these? Twelve hexadecimal digits over the compiled sources and the compiler's versions."""
    digest = hashlib.sha256()
    for version in (sys.version, numba.__version__, llvmlite.__version__, numpy.__version__):
        digest.update(version.encode())
    for name in files:
        path = PACKAGE / name
        for file in sorted(path.glob("*.py")) if path.is_dir() else [path]:
            digest.update(file.name.encode())
            digest.update(file.read_bytes())
    return digest.hexdigest()[:12]


def _writable(folder: Path) -> bool:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            return True
    except OSError:
        return False


def _home() -> Path:
    """Where it is asked for, else beside the sources if that can be written, else in the user's cache, else aside."""
    if asked := os.environ.get("REDOUBT_CACHE_DIR"):
        return Path(asked)
    user = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "redoubt"
    for folder in (PACKAGE / "__pycache__", user):
        if _writable(folder):
            return folder
    return Path(tempfile.gettempdir()) / f"redoubt-{os.getuid() if hasattr(os, 'getuid') else 'user'}"


@cache
def cache_folder(prefix: str, files: Sequence[str]) -> Path:
    """Where are functions kept that are compiled from these sources? Folders of other sources, but this prefix, are removed."""
    home = _home()
    folder = home / f"{prefix}-{source_digest(files)}"
    for other in home.glob(f"{prefix}-" + 12 * "[0-9a-f]"):  # nothing but folders of ours
        if other != folder:
            shutil.rmtree(other, ignore_errors=True)
    folder.mkdir(parents=True, exist_ok=True)
    return folder


CACHE_FOLDER = cache_folder("rules", COMPILED_FILES)


def kept_in(function) -> Path:
    """Where is this function kept? A campaign's rules hang on a raid's, not the other way round."""
    is_campaign = function.__module__.startswith(f"{CAMPAIGN}.")
    return cache_folder("campaign", CAMPAIGN_FILES) if is_campaign else CACHE_FOLDER


def is_warm(function) -> bool:
    """Has this compiled function been kept on disk by an earlier start, from this very file as it is?

    A folder copied with its cache holds functions of another path, or of another date, which Numba would compile again.
    """
    return bool(numba.config.DISABLE_JIT) or bool(function._cache._cache_file._load_index())


class _Cache(FunctionCache):
    """A cache that fails costs time, never a raid: a start with newer rules may remove our folder while we compile."""

    @contextmanager
    def _guard_against_spurious_io_errors(self):
        try:
            yield
        except OSError:
            self.disable()


def rule(function):
    """Compile a rule, or take it from the cache. No `fastmath`: it would change the last bit."""
    compiled = numba.njit(nogil=True, error_model="numpy")(function)
    if not numba.config.DISABLE_JIT:
        numba.config.CACHE_DIR = str(kept_in(function))  # type: ignore[attr-defined]
        compiled._cache = _Cache(function)
    return compiled
