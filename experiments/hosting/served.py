"""The server, from its first word in the terminal to its last."""

import socket

from experiments.hosting.addresses import announced, names_of
from sim.mistakes import ConfigurationError
from sim.workshop.settings import Workshop


def serve(workshop: Workshop) -> None:
    """Serve until it is stopped.

    Raises
    ------
    ConfigurationError
        If the address cannot be had.
    """
    import uvicorn

    from sim.workshop.app import application

    listening = listen(workshop)
    app = application(workshop, names_of(workshop.host))
    print(announced(workshop.host, listening.getsockname()[1], app.state.house.token), flush=True)
    config = uvicorn.Config(app, log_level="warning", access_log=False, server_header=False, timeout_graceful_shutdown=1)
    uvicorn.Server(config).run(sockets=[listening])


def listen(workshop: Workshop) -> socket.socket:
    """The address, taken."""
    own = socket.socket(socket.AF_INET6 if ":" in workshop.host else socket.AF_INET)
    own.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        own.bind((workshop.host, workshop.port))
    except OSError as error:
        own.close()
        raise ConfigurationError(
            f"workshop.host={workshop.host} workshop.port={workshop.port}: {error.strerror or error}; "
            "port=0 takes any that is free"
        ) from None
    return own
