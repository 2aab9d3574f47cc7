"""A process that compiles the rules, and stops when the one that started it is gone."""

import os
import threading

from sim.warm import warm_up

STDIN = 0


def stop_when_left_alone() -> None:
    """Nobody writes to us; what is read comes to its end when nobody is there any more, however they ended."""
    while os.read(STDIN, 1):  # not through sys.stdin: its lock, held here, would abort this process at its good end
        pass
    os._exit(1)


if __name__ == "__main__":
    threading.Thread(target=stop_when_left_alone, daemon=True).start()
    warm_up()
