"""Connections to the workshop: small answers go out at once, and whoever says nothing does not hold one for ever."""

import asyncio
import http.client
import socket
import threading
import time
import types

import psutil
import pytest
import uvicorn

from experiments.hosting import addresses, impatient
from experiments.hosting.served import listen

HEAD = b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n"


async def hello(scope, receive, send):
    await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"2")]})
    await send({"type": "http.response.body", "body": b"hi"})


@pytest.fixture
def port(monkeypatch):
    """Of a server that waits for a moment only."""
    monkeypatch.setattr(impatient, "ASK_SECONDS", 2.0)
    listening = listen("127.0.0.1", 0)
    server = uvicorn.Server(uvicorn.Config(hello, http=impatient.Impatient, log_level="error", lifespan="off"))
    serving = threading.Thread(target=lambda: server.run(sockets=[listening]))
    serving.start()
    while not server.started:
        time.sleep(0.01)
    yield listening.getsockname()[1]
    server.should_exit = True
    serving.join()


def hung_up(connection):
    """Does the server close it, after all that it says?"""
    connection.settimeout(20)
    while connection.recv(4096):
        pass
    return True


def test_who_says_nothing_is_let_go(port):
    with socket.create_connection(("127.0.0.1", port)) as silent:
        assert hung_up(silent)


@pytest.mark.parametrize("before", [b"", HEAD + b"\r\n"], ids=["at once", "after an answer"])
def test_who_says_it_letter_by_letter_is_let_go(port, before):
    with socket.create_connection(("127.0.0.1", port)) as slow:
        slow.sendall(before)
        assert breaks(slow)


def breaks(connection):
    """Is it gone, sooner or later, for whoever goes on sending?"""
    try:
        for _ in range(400):
            connection.sendall(b"X")
            time.sleep(0.05)
    except OSError:
        return True
    return False


def test_who_asks_is_answered_however_often(port):
    """On one connection, for longer than a head may take."""
    asking = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    asking.connect()
    first = asking.sock
    for _ in range(10):
        asking.request("GET", "/")
        assert asking.getresponse().read() == b"hi"
        assert asking.sock is first
        time.sleep(0.25)
    asking.close()


def test_a_machine_that_is_the_rooms_own_router_still_names_its_address(monkeypatch):
    def nowhere(*_):
        raise OSError("network is unreachable")

    def own(address):
        return [types.SimpleNamespace(family=socket.AF_INET, address=address)]

    monkeypatch.setattr(socket.socket, "connect", nowhere)
    monkeypatch.setattr(psutil, "net_if_addrs", lambda: {"lo": own("127.0.0.1"), "hotspot": own("10.42.0.1")})
    assert addresses.address_in_room("0.0.0.0") == "10.42.0.1"
    monkeypatch.setattr(psutil, "net_if_addrs", dict)
    assert addresses.address_in_room("0.0.0.0") == "127.0.0.1"


def test_small_answers_go_out_at_once():
    """Else the second part of each waits for the browser's word that it has the first, up to 40 ms."""

    async def delays():
        taken = []
        listening = listen("127.0.0.1", 0)
        server = await asyncio.start_server(lambda _, writer: taken.append(writer), sock=listening)
        _, writer = await asyncio.open_connection(*listening.getsockname())
        while not taken:
            await asyncio.sleep(0.01)
        told = taken[0].get_extra_info("socket").getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)
        for end in (writer, *taken):
            end.close()
        server.close()
        return told

    assert asyncio.run(delays())
