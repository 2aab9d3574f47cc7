"""The workshop as a process: opened, asked over the network, left in the middle of an answer, closed, cold."""

import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
import zlib

import httpx
import psutil
import pytest

from tests.commands import ask, ask_afresh, environment_with, is_refused
from tests.receptions import KYAR_TAT, is_one_sentence
from tests.room import opened

NOT_FOR_PLAYING = ["matplotlib", "mesa", "statsmodels", "sklearn", "SALib", "distributed"]


@pytest.fixture(scope="module")
def room():
    with opened() as room:
        with httpx.Client(base_url=room.address) as client:
            until(lambda: client.get("api/warm").json()["warm"])
        yield room


@pytest.fixture
def client(room):
    with httpx.Client(base_url=room.address, timeout=60) as client:
        yield client


def until(true, seconds=60):
    """Wait for it."""
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "it did not come to pass"
        time.sleep(0.05)


def odds_asked(seed, raids=2000):
    return {"setting": KYAR_TAT, "seed": seed, "raids": raids}


def test_odds_come_line_by_line_also_packed(client):
    """The first is there long before the last, although the browser asked for a packed answer."""
    with client.stream("POST", "api/odds", json=odds_asked(seed=11), headers={"accept-encoding": "gzip"}) as answer:
        assert answer.headers["content-encoding"] == "gzip"
        unpack, pieces, told = zlib.decompressobj(16 + zlib.MAX_WBITS), 0, b""
        for piece in answer.iter_raw():
            told, pieces = told + unpack.decompress(piece), pieces + 1
            if pieces == 1:
                first = json.loads(told.partition(b"\n")[0])
    lines = [json.loads(line) for line in told.splitlines()]
    assert first == lines[0]
    assert first["raids"] < lines[-1]["raids"] == 2000
    assert pieces > 2


def test_whoever_leaves_stops_the_work(room, client):
    """A connection that is closed in the middle of an answer frees its turns: the server soon does nothing."""
    process = psutil.Process(room.server.pid)
    heat = {"setting": KYAR_TAT, "seed": 3, "raids": 200}
    axes = {"x": {"control": "rounds", "levels": [1 + k / 10 for k in range(15)]}, "y": {"control": "walls", "levels": [k / 10 for k in range(15)]}}  # fmt: skip
    hold = {"campaign": "brigade", "policy": "hold"}
    many = {"a": hold, "b": hold, "seed": 3, "runs": 400}
    until(lambda: client.get("api/warm?of=campaigns").json()["warm"], seconds=300)
    for asked, path in (
        (odds_asked(seed=12), "api/odds"),
        (heat | axes, "api/heat"),
        (heat, "api/shares"),
        (many, "api/campaigns"),
    ):
        with client.stream("POST", path, json=asked) as answer:
            assert next(answer.iter_lines())
    until(lambda: process.cpu_percent(0.5) < 20, seconds=15)


def test_a_raid_that_nobody_waits_for_is_not_played(room, client):
    """Hundreds are asked for and left at once; whoever comes next is answered quickly enough to have come before most."""
    body = json.dumps({"setting": KYAR_TAT, "seed": 1, "raid": 1}).encode()
    head = b"POST /api/raid HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n" % len(
        body
    )
    port = int(room.address.rstrip("/").rpartition(":")[2])
    for _ in range(30):
        with socket.create_connection(("127.0.0.1", port)) as leaving:
            leaving.sendall(head + body)
    assert client.post("api/raid", json={"setting": KYAR_TAT, "seed": 1, "raid": 2}).status_code == 200


def test_a_body_in_pieces_has_an_end(client):
    answer = client.post("api/raid", content=(b" " * 4000 for _ in range(20)), headers={"content-type": "application/json"})
    assert answer.status_code == 413
    assert is_one_sentence(answer)


def test_paths_as_they_come_over_the_wire_lead_nowhere(room):
    """A client would tidy them up; a socket does not."""
    port = int(room.address.rstrip("/").rpartition(":")[2])
    for path in (
        "/page/../app.py",
        "/page/../../../pyproject.toml",
        "/../../etc/passwd",
        "//etc/passwd",
        "/page/%2e%2e/app.py",
    ):
        with socket.create_connection(("127.0.0.1", port)) as raw:
            raw.sendall(f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n".encode())
            told = b"".join(iter(lambda: raw.recv(65536), b""))
        assert told.startswith(b"HTTP/1.1 404"), path
        assert b"nosniff" in told


def test_the_page_and_the_facilitators_page_are_there(room, client):
    assert "<html" in client.get("").text
    assert client.get("facilitator").status_code == 200
    assert client.get("api/wall", headers={"authorization": f"Bearer {room.token}"}).status_code == 200
    assert "server" not in client.get("").headers


def test_a_server_loads_nothing_that_it_does_not_need():
    program = (
        "import sys; from tests.receptions import reception, KYAR_TAT\n"
        "with reception() as client:\n"
        "    [client.post(f'/api/{path}', json={'setting': KYAR_TAT, 'seed': 1} | more) for path, more in "
        "(('raid', {'raid': 0}), ('odds', {'raids': 20}), ('shares', {'raids': 10}))]\n"
        f"print(*sorted(set({NOT_FOR_PLAYING}) & set(sys.modules)))"
    )
    run = subprocess.run([sys.executable, "-c", program], env=environment_with(), capture_output=True, text=True, check=True)
    assert run.stdout.split() == []


@pytest.mark.parametrize(("how", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, -signal.SIGTERM)])
def test_it_is_closed_cleanly(how, code):
    with opened() as room:
        with httpx.Client(base_url=room.address) as client:
            until(lambda: client.get("api/warm").json()["warm"])
            with client.stream("POST", "api/odds", json=odds_asked(seed=13)) as answer:
                next(answer.iter_lines())
                room.server.send_signal(how)  # in the middle of an answer
        assert room.server.wait(timeout=20) == code


def test_on_a_cold_machine_the_page_comes_at_once_and_says_what_it_waits_for(tmp_path):
    with opened(REDOUBT_CACHE_DIR=str(tmp_path)) as room, httpx.Client(base_url=room.address) as client:
        assert client.get("").status_code == 200
        told = client.get("api/warm").json()
        assert (told["warm"], told["failed"]) == (False, "")
        assert told["about"] > told["elapsed"] >= 0
        answer = client.post("api/raid", json={"setting": KYAR_TAT, "seed": 1, "raid": 0})
        assert answer.status_code == 503
        assert is_one_sentence(answer)
        until(lambda: psutil.Process(room.server.pid).children())
        compiling = psutil.Process(room.server.pid).children()[0]
        room.server.kill()  # without a chance to tidy up
        until(lambda: not compiling.is_running() or compiling.status() == psutil.STATUS_ZOMBIE, seconds=15)


@pytest.mark.parametrize("rules", ["sim.warm", "sim.campaign.warm"])
def test_who_compiles_the_rules_ends_well_while_the_server_lives(rules):
    command = [sys.executable, "-m", "sim.workshop.compiling", rules]
    with subprocess.Popen(command, stdin=subprocess.PIPE, env=environment_with()) as compiling:
        assert compiling.wait(timeout=300) == 0


def test_the_room_gets_a_link_and_a_code():
    command = [sys.executable, "-m", "experiments.workshop", "port=0", "host=0.0.0.0", "token=of_tests"]
    server = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment_with())
    try:
        said = []
        while not said or "Ctrl-C" not in said[-1]:
            said.append(server.stdout.readline())
            assert said[-1], said
        link = re.search(r"http://\d+\.\d+\.\d+\.\d+:\d+/", said[0])[0]
        assert f"{link}facilitator#of_tests" in said[1]
        assert sum("▄" in line or "█" in line for line in said) > 10
        assert httpx.get(link.replace(link.split("//")[1].split(":")[0], "127.0.0.1")).status_code == 200
    finally:
        server.terminate()
        server.wait(timeout=20)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["host=nowhere.invalid"], ["host=nowhere.invalid"]),
        (["host="], ["host", "127.0.0.1"]),
        (["port=99999"], ["port", "65535"]),
        (["port=web"], ["port", "web"]),
        (["token=abc"], ["token", "6 to 64"]),
        (["workshop.raids=0"], ["workshop.raids"]),
        (["workshop.scenarios=[kyar_tatt]"], ["scenarios", "kyar_tatt"]),
        (["scenario_file=mine.yaml"], ["scenario_file"]),
    ],
)
def test_a_mistake_in_the_command_is_said_in_one_line(tmp_path, words, said):
    run = ask(tmp_path, "experiments.workshop", *words)
    assert is_refused(run, *said)
    assert run.stderr.strip().count("\n") == 0
    assert tmp_path.is_dir()  # the folder somebody was in is still there


def test_a_port_that_is_taken_is_said(tmp_path):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        run = ask(tmp_path, "experiments.workshop", f"port={other.getsockname()[1]}")
    assert is_refused(run, "in use")


# ---- the load test ------------------------------------------------------------------------------------------------


def test_a_class_is_answered_and_nothing_is_lost(tmp_path, room):
    run = ask_afresh(tmp_path, "experiments.load", "people=3", "seconds=2", f"url={room.address}", "format=json")
    assert run.returncode == 0, run.stderr
    told = json.loads(run.stdout)
    figures = {figure["name"]: figure["value"] for figure in told["figures"]}
    assert figures["lost"] == 0
    assert told["lost"] == []
    assert figures["answers"] == 2 * 3 * 2 * 2  # a raid and odds for each change
    assert figures["alone: raids behind them"] >= 1
    assert 0 < figures["raid: median"] <= figures["raid: 95th percentile"] <= figures["raid: worst"]
    assert os.listdir(tmp_path) == []


def test_a_load_test_needs_a_workshop(tmp_path):
    assert is_refused(ask(tmp_path, "experiments.load", "url=http://127.0.0.1:9/"), "127.0.0.1:9")
    assert is_refused(ask(tmp_path, "experiments.load", "url=here"), "url", "http://")
    assert is_refused(ask(tmp_path, "experiments.load", "people=0"), "people")
