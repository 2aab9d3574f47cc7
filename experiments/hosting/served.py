"""The server, from its first word in the terminal to its last."""

import gc
import socket
import sys
from typing import Any

from experiments.hosting.addresses import announced, names_of
from experiments.hosting.settings import WorkshopSettings
from sim.mistakes import ConfigurationError

SWITCH_SECONDS = 0.0005  # after so long a thread lets another one have Python: who answers should not wait for who plays
HOW: dict[str, Any] = {  # no proxy stands before it: nobody says for another who asks; and what is sent wrong is not our error
    "log_level": "error", "access_log": False, "server_header": False, "proxy_headers": False, "ws": "none",
    "timeout_graceful_shutdown": 1,
}  # fmt: skip
TIDY = (2000, 10, 10)  # a command hardly makes rubbish, a server makes some with every answer


def serve(asked: WorkshopSettings) -> None:
    """Serve until it is stopped.

    Raises
    ------
    ConfigurationError
        If the address cannot be had.
    """
    import uvicorn

    from experiments.hosting.impatient import Impatient
    from sim.workshop.app import application

    sys.setswitchinterval(SWITCH_SECONDS)
    gc.set_threshold(*TIDY)
    listening = listen(asked.host, asked.port)
    app = application(asked.workshop, names_of(asked.host), asked.token)
    print(announced(asked.host, listening.getsockname()[1], app.state.house.token), flush=True)
    try:
        uvicorn.Server(uvicorn.Config(app, http=Impatient, **HOW)).run(sockets=[listening])
    except KeyboardInterrupt:
        raise KeyboardInterrupt("the workshop is closed; nothing is kept") from None


def listen(host: str, port: int) -> socket.socket:
    """The address, taken."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    own = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)  # named, or asyncio would let small answers wait 40 ms
    own.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        own.bind((host, port))
        own.listen(2048)  # whoever reads the link may open it at once
    except OSError as error:
        own.close()
        raise ConfigurationError(
            f"host={host} port={port}: {error.strerror or error}; host=127.0.0.1 port=0 takes any that is free"
        ) from None
    return own
