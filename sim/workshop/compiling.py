"""A process that compiles the rules of raids, or of campaigns, and stops when the one that started it is gone."""

import os
import sys
import threading
from importlib import import_module

STDIN = 0


def stop_when_left_alone() -> None:
    """Nobody writes to us; what is read comes to its end when nobody is there any more, however they ended."""
    while os.read(STDIN, 1):  # not through sys.stdin: its lock, held here, would abort this process at its good end
        pass
    os._exit(1)


if __name__ == "__main__":
    threading.Thread(target=stop_when_left_alone, daemon=True).start()
    import_module(sys.argv[1]).warm_up()
