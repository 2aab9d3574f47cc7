"""Commands tried as a user would: in a folder of his own, in another process."""

import json
import os
import socket
import subprocess
import sys
import tempfile
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parent.parent
SECONDS = 300  # that a command may take


def environment_with(**more):
    """The environment of a user who has this checkout, and nothing of ours."""
    theirs = {**os.environ, "PYTHONPATH": str(ROOT), "COLUMNS": "150", **more}
    theirs.pop("PYTHONDONTWRITEBYTECODE", None)  # which would cost each start
    return theirs


def ask(folder, *words, **environment):
    """Run `python -m experiments.…` in this folder, by a Python that stands by if nothing is special about the environment."""
    if environment or sys.platform != "linux":
        return ask_afresh(folder, *words, **environment)
    with tempfile.TemporaryFile("w+") as out, tempfile.TemporaryFile("w+") as said:
        request = json.dumps({"words": words, "folder": str(folder), "environment": environment_with()}).encode()
        code = answer_of_it(request, out, said)
        texts = [stream.read() for stream in (out, said) if not stream.seek(0)]
    return subprocess.CompletedProcess(words, code, *texts)


def answer_of_it(request, out, said):
    """The exit code of what the Python that stands by was asked; one that keeps us waiting is not asked again."""
    try:
        socket.send_fds(standing_by(), [request], [out.fileno(), said.fileno()])
        return int(standing_by().recv(20))
    except OSError:
        standing_by.cache_clear()
        raise


def ask_afresh(folder, *words, **environment):
    """The same by a Python that starts as a user's does."""
    return subprocess.run(
        [sys.executable, "-m", *words],
        cwd=folder,
        capture_output=True,
        text=True,
        env=environment_with(**environment),
        timeout=SECONDS,
    )


@cache
def standing_by():
    """Our end of the door to the Python of `tests/standing_by.py`; when we end, so does it."""
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    ours.settimeout(SECONDS)
    words, nobody = [sys.executable, "-m", "tests.standing_by", str(theirs.fileno())], subprocess.DEVNULL
    subprocess.Popen(words, cwd=ROOT, env=environment_with(), stdin=nobody, stdout=nobody, pass_fds=[theirs.fileno()])
    theirs.close()
    return ours


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
