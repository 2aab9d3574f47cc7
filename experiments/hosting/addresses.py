"""Under which addresses is the workshop found in the room?"""

import socket
from collections.abc import Iterator

ANYWHERE = ("0.0.0.0", "::")


def names_of(host: str) -> frozenset[str]:
    """By which names may it be called, beside its addresses?"""
    own = {socket.gethostname(), socket.getfqdn(), f"{socket.gethostname()}.local"} if host in ANYWHERE else {host}
    return frozenset(name.lower() for name in own)


def address_in_room(host: str) -> str:
    """The address of this machine in the local network; nothing is sent to find it."""
    if host not in ANYWHERE:
        return host
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asking:
        try:
            asking.connect(("192.0.2.1", 9))  # an address of documentation: only the route is looked up
            return str(asking.getsockname()[0])
        except OSError:  # no way leads out of the room, as where this machine is its router
            return next(own_addresses(), "127.0.0.1")


def own_addresses() -> Iterator[str]:
    """Under which addresses of version 4 can others reach this machine?"""
    import psutil

    for interface in psutil.net_if_addrs().values():
        for own in interface:
            if own.family == socket.AF_INET and not own.address.startswith("127."):
                yield own.address


def announced(host: str, port: int, token: str) -> str:
    """What the terminal says: the link, of a room also as a QR code, and the facilitator's own."""
    link = link_to(address_in_room(host), port)
    lines = [f"Redoubt's workshop is open: {link}", f"The facilitator's page:     {link}facilitator#{token}"]
    if host in ANYWHERE:
        lines += ["", qr_code(link), "Everybody in the room's network can open the link, or scan the code."]
    return "\n".join([*lines, "Stop it with Ctrl-C; nothing is kept."])


def link_to(address: str, port: int) -> str:
    """Where a browser finds it."""
    return f"http://[{address}]:{port}/" if ":" in address else f"http://{address}:{port}/"


def qr_code(link: str) -> str:
    """The link as a QR code made of characters."""
    import io

    import segno

    drawn = io.StringIO()
    segno.make(link, error="m").terminal(drawn, compact=True)
    return drawn.getvalue()
