"""Commands tried as a user would: in a folder of his own, in another process."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent


def environment_with(**more):
    """The environment of a user who has this checkout, and nothing of ours."""
    return {**os.environ, "PYTHONPATH": str(ROOT), "COLUMNS": "150", **more}


def ask(folder, *words, **environment):
    """Run `python -m experiments.…` in this folder."""
    return subprocess.run(
        [sys.executable, "-m", *words],
        cwd=folder,
        capture_output=True,
        text=True,
        env=environment_with(**environment),
        timeout=300,
    )


def only(folder, pattern):
    """The one file of this name below the folder."""
    found = list(folder.rglob(pattern))
    assert len(found) == 1, found
    return found[0]


def is_refused(run, *words):
    """Exit code 2, one clear message, no traceback."""
    assert run.returncode == 2, run.stderr
    assert "Traceback" not in run.stderr
    for word in words:
        assert word in run.stderr
    return True
