"""Nobody breaks the workshop by what they ask: whatever comes, the answer is one sentence, and nothing leaks."""

import csv
import io
import json
import os
import re
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from sim.workshop.allowance import Allowance
from sim.workshop.app import application
from sim.workshop.asked import Bet
from sim.workshop.files import PAGE, files_of
from sim.workshop.guard import HEADERS
from sim.workshop.house import House
from sim.workshop.wall import MOST_EACH, FullError, Wall
from tests.classes import WORKSHOP
from tests.receptions import KYAR_TAT, TOKEN, is_one_sentence, lines, reception, workshop

ASKED = {"setting": KYAR_TAT, "seed": 1, "raid": 0}
POSTS = ["/api/raid", "/api/odds", "/api/heat", "/api/shares", "/api/difference", "/api/wall"]
BET = {"lesson": "ammunition", "prediction": "more_rounds", "bet": 1, "nickname": "Ma"}
FACILITATOR = {"Authorization": f"Bearer {TOKEN}"}


@pytest.fixture(scope="module")
def client():
    with reception() as client:
        yield client


# ---- every answer -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/", 200), ("HEAD", "/", 200), ("GET", "/facilitator", 200), ("GET", "/page/js/main.js", 200),
        ("GET", "/api/start", 200), ("HEAD", "/api/start", 200), ("GET", "/api/nothing", 404), ("GET", "/page/nothing.js", 404),
        ("GET", "/page/", 404), ("GET", "/page/js", 404), ("GET", "/page/js/", 404), ("GET", "/api/raid", 405),
        ("PUT", "/api/wall", 405), ("OPTIONS", "/api/odds", 405), ("PATCH", "/", 405), ("TRACE", "/api/start", 405),
        ("POST", "/page/js/main.js", 405), ("BREW", "/", 405), ("GET", "/api/wall", 403), ("GET", "/api/wall.csv", 403),
        ("DELETE", "/api/wall", 403),
    ],
)  # fmt: skip
def test_every_answer_has_the_headers_and_every_refusal_a_sentence(client, method, path, status):
    answer = client.request(method, path)
    assert answer.status_code == status
    for name, value in HEADERS.items():
        assert answer.headers.get_list(name.decode()) == [value if isinstance(value, str) else value.decode()]
    assert "cache-control" in answer.headers
    if status >= 400:
        assert is_one_sentence(answer)


def test_no_script_but_the_pages_own_may_run():
    policy = HEADERS[b"content-security-policy"].decode()
    assert "script-src 'self';" in policy
    assert "unsafe" not in policy
    assert "default-src 'none'" in policy


def test_the_pages_hold_no_inline_script_and_nothing_from_elsewhere(client):
    for path in ("/", "/facilitator"):
        page = client.get(path).text
        assert all("src=" in script for script in re.findall(r"<script[^>]*>", page))
        assert not re.search(r"\son\w+=|style=|https?://", page)


def test_what_may_be_asked_at_the_wall_is_said(client):
    assert set(client.put("/api/wall").headers["allow"].split(", ")) == {"GET", "HEAD", "POST", "DELETE"}


def test_a_fault_of_ours_tells_nothing_and_still_has_the_headers(caplog):
    with reception() as client:
        client.house.settings = None
        answer = client.post("/api/raid", json=ASKED)
    assert answer.status_code == 500
    assert is_one_sentence(answer)
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "AttributeError" in caplog.text


# ---- what is asked ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"setting": {"scenario": "kyar_tatt"}}, "kyar_tat"),
        ({"setting": {"scenario": "../../etc/passwd"}}, "scenario"),
        ({"setting": {"scenario": "kyar_tat", "controls": {"round": 2}}}, "rounds"),
        ({"setting": {"scenario": "kyar_tat", "controls": {"rounds": 99}}}, "between 0.1 and 5"),
        ({"setting": {"scenario": "kyar_tat", "controls": {"rounds": "many"}}}, "between 0.1 and 5"),
        ({"setting": {"scenario": "kyar_tat", "controls": {"rounds": True}}}, "rounds"),
        ({"setting": {"scenario": "kyar_tat", "controls": {"air": "dragons"}}}, "none"),
        ({"setting": {"scenario": "kyar_tat", "controls": {"_target_": "os.system"}}}, "_target_"),
        ({"seed": -1}, "seed"),
        ({"seed": 2**53}, "seed"),
        ({"seed": 1.5}, "seed"),
        ({"raid": 2**32}, "raid"),
        ({"riad": 1}, "raid"),
    ],
)
def test_a_mistake_is_said_in_a_sentence(client, changes, said):
    answer = client.post("/api/raid", json=ASKED | changes)
    assert answer.status_code == 422
    assert is_one_sentence(answer)
    assert said in answer.json()["error"]
    assert "scenario/" not in answer.json()["error"]


def test_work_has_bounds(client):
    levels = {"control": "rounds", "levels": [0.1 + 0.1 * k for k in range(40)]}
    others = {"control": "walls", "levels": [0.1 * k for k in range(40)]}
    for path, asked in [
        ("/api/odds", {"raids": 2001}),
        ("/api/shares", {"raids": 201}),
        ("/api/heat", {"raids": 10, "x": levels, "y": others}),
        ("/api/heat", {"raids": 201, "x": levels | {"levels": [1, 2]}, "y": others | {"levels": [1, 2]}}),
        ("/api/heat", {"raids": 10, "x": levels, "y": levels}),
    ]:
        answer = client.post(path, json={"setting": KYAR_TAT, "seed": 1} | asked)
        assert answer.status_code == 422
        assert "should be" in answer.json()["error"], asked


@pytest.mark.parametrize(
    "x",
    [{"control": "rounds", "levels": [1, 1e308]}, {"control": "round", "levels": [1, 2]}, {"control": "air", "levels": [1, 2]}],
)
def test_an_axis_is_judged_before_anything_is_played(client, x):
    some = dict.fromkeys(list(WORKSHOP["controls"])[:5], 1)
    full = {"scenario": "kyar_tat", "controls": some | {f"x{k}": 1 for k in range(35)}}
    for setting in (KYAR_TAT, full):
        asked = {"setting": setting, "seed": 1, "raids": 10, "x": x, "y": {"control": "walls", "levels": [1e308, 1]}}
        answer = client.post("/api/heat", json=asked)
        assert answer.status_code == 422
        assert is_one_sentence(answer)


def test_a_map_that_would_take_minutes_is_refused_after_a_few_cells():
    asked = {"setting": {"scenario": "paya_taung", "controls": {"fighters": 3, "garrison": 3}}, "seed": 1, "raids": 200}
    axes = {name: {"control": control, "levels": [1, 1.5, 2]} for name, control in (("x", "rounds"), ("y", "walls"))}
    with reception(seconds=2) as client:
        last = lines(client.post("/api/heat", json=asked | axes))[-1]
    assert "error" in last
    assert re.search(r"should be at most 2 s|took too long", last["error"])


scalars = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=8)
anything = st.recursive(
    scalars, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3)
)
names = st.sampled_from(["kyar_tat", "drive_by", "", "rounds", "air", "walls", "__class__", "1"]) | st.text(max_size=6)
settings = st.fixed_dictionaries({}, optional={"scenario": names, "controls": st.dictionaries(names, scalars, max_size=3)})
axes = st.fixed_dictionaries({"control": names, "levels": st.lists(scalars, max_size=3)})
near = st.fixed_dictionaries(
    {},
    optional={
        "setting": st.just(KYAR_TAT) | settings | anything,
        "a": settings | anything,
        "b": settings | anything,
        "seed": st.integers(-1, 2**70) | anything,
        "raid": st.integers(-1, 2**33) | anything,
        "raids": st.integers(-1, 3) | anything,
        "language": names,
        "x": axes | anything,
        "y": axes | anything,
        "lesson": names,
        "nickname": st.text(max_size=30),
        "bet": scalars,
    },
)  # fmt: skip


@given(path=st.sampled_from(POSTS), body=near | anything)
@example(path="/api/raid", body={"setting": {"scenario": "kyar_tat", "controls": {"rounds": 1e308}}, "seed": 1, "raid": 0})
@example(path="/api/wall", body={**BET, "nickname": "\ud800"})
def test_no_request_breaks_anything(client, path, body):
    answer = client.post(path, content=json.dumps(body), headers={"content-type": "application/json"})
    assert answer.status_code in (200, 400, 422)
    if answer.status_code != 200:
        assert is_one_sentence(answer)


@given(path=st.sampled_from(POSTS), body=st.binary(max_size=60))
@example(path="/api/raid", body=b"[" * 5000)
@example(path="/api/raid", body=b'{"seed": NaN}')
@example(path="/api/raid", body=b'{"seed": 1' + b"0" * 5000 + b"}")
def test_no_bytes_break_anything(client, path, body):
    answer = client.post(path, content=body, headers={"content-type": "application/json"})
    assert answer.status_code in (400, 422)
    assert is_one_sentence(answer)


def test_only_json_is_read(client):
    """A form on a page from elsewhere could be sent without asking; JSON cannot."""
    answer = client.post("/api/raid", content=json.dumps(ASKED), headers={"content-type": "text/plain"})
    assert answer.status_code == 415
    assert is_one_sentence(answer)


def test_a_request_has_an_end(client):
    answer = client.post("/api/raid", content=b" " * 20_000, headers={"content-type": "application/json"})
    assert answer.status_code == 413
    assert is_one_sentence(answer)


def test_a_request_that_does_not_say_how_long_it_is_has_an_end_too(client):
    def endless():
        for _ in range(20):
            yield b" " * 1000

    answer = client.post("/api/raid", content=endless(), headers={"content-type": "application/json"})
    assert answer.status_code == 413
    assert is_one_sentence(answer)


# ---- files --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "path",
    [
        "/page/../app.py", "/page/%2e%2e/app.py", "/page/..%2fapp.py", "/page/js/../../app.py", "/page/%2e%2e%2f%2e%2e%2fstate.py",
        "/page//etc/passwd", "/page/%2fetc%2fpasswd", "/page/js/%00main.js", "/page/..\\app.py", "/page/%5c..%5capp.py",
        "/page/" + "a" * 5000, "/api/words/..%2f..%2fapp.json", "/api/words/%2e%2e.json",
    ],
)  # fmt: skip
def test_no_path_leads_out_of_the_page(client, path):
    answer = client.get(path)
    assert "import" not in answer.text
    assert "root:" not in answer.text
    assert answer.status_code in (400, 404) or answer.json() == client.get("/api/words/en.json").json()


def test_a_link_out_of_the_folder_is_not_followed(tmp_path):
    (tmp_path / "inside").mkdir()
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "secret.js").write_text("secret")
    os.symlink(tmp_path / "elsewhere" / "secret.js", tmp_path / "inside" / "link.js")
    os.symlink(tmp_path / "elsewhere", tmp_path / "inside" / "folder")
    (tmp_path / "inside" / "plain.js").write_text("plain")
    (tmp_path / "inside" / "private.key").write_text("secret")
    assert [(name, file.body) for name, file in files_of(tmp_path / "inside").items()] == [("plain.js", b"plain")]


def test_a_file_that_the_browser_has_is_not_sent_again(client):
    first = client.get("/page/js/main.js")
    again = client.get("/page/js/main.js", headers={"if-none-match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert client.get("/page/js/main.js", headers={"if-none-match": '"another"'}).text == first.text
    assert client.get("/page/js/main.js", headers={"accept-encoding": "identity"}).content == first.content
    assert first.headers["content-encoding"] == "gzip"


def test_scripts_and_styles_are_what_they_say(client):
    kinds = {".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml"}
    for file in [path for path in Path(PAGE).rglob("*") if path.suffix in kinds]:
        answer = client.get(f"/page/{file.relative_to(PAGE).as_posix()}")
        assert answer.headers["content-type"].partition(";")[0] == kinds[file.suffix]
        assert answer.headers["cache-control"] == "no-cache"


# ---- who asks -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("host", "status"),
    [("127.0.0.1:8765", 200), ("192.168.1.20", 200), ("[::1]:80", 200), ("localhost:1", 200), ("the-laptop", 200), ("evil.example", 421),
     ("127.0.0.1.evil.example", 421), ("", 421), ("localhost.evil.example", 421)],
)  # fmt: skip
def test_the_server_answers_to_its_own_names_alone(host, status):
    from starlette.testclient import TestClient

    client = TestClient(application(workshop(), frozenset({"the-laptop"})), base_url="http://127.0.0.1")
    answer = client.get("/api/warm", headers={"host": host})
    assert answer.status_code == status
    assert status == 200 or is_one_sentence(answer)


def test_an_allowance_is_used_up_and_comes_back():
    allowance = Allowance(per_second=2)
    assert [allowance.takes("one", now=10.0) for _ in range(5)] == [True] * 4 + [False]
    assert allowance.takes("other", now=10.0)  # nobody pays for somebody else
    assert allowance.takes("one", now=10.5)
    assert not allowance.takes("one", now=10.5)
    assert [allowance.takes("one", now=1000.0) for _ in range(5)] == [True] * 4 + [False]  # it does not pile up


@given(st.lists(st.floats(0, 10), min_size=1, max_size=80), st.floats(0.5, 5))
def test_nobody_gets_more_than_the_allowance(times, per_second):
    allowance, times = Allowance(per_second), sorted(times)
    taken = sum(allowance.takes("one", now=now) for now in times)
    assert taken <= 2 * per_second + per_second * (times[-1] - times[0]) + 1e-6


def test_a_class_behind_one_address_can_open_the_page_at_once():
    """A router that hides its own people, or a laptop that hides its guests."""
    files = sum(path.is_file() for path in Path(PAGE).rglob("*"))
    allowance = Allowance(WORKSHOP["limits"]["address_requests_per_second"])
    assert all(allowance.takes("the router", now=1.0) for _ in range(30 * files))


def test_who_asks_too_often_waits_while_others_do_not():
    with reception(requests_per_second=1) as client:
        person, other = {"X-Person": "0123456789abcdef"}, {"X-Person": "fedcba9876543210"}
        answers = [client.get("/api/start", headers=person) for _ in range(8)]
        refused = [answer for answer in answers if answer.status_code == 429]
        assert len(refused) >= 4
        assert is_one_sentence(refused[0])
        assert client.get("/api/start", headers=other).status_code == 200


def test_a_server_that_cannot_play_yet_says_so():
    from starlette.testclient import TestClient

    client = TestClient(application(workshop()), base_url="http://127.0.0.1")  # nobody has opened it: it is not ready
    assert client.get("/").status_code == 200
    told = client.get("/api/warm").json()
    assert not told["warm"]
    assert told["about"] > 0
    answer = client.post("/api/raid", json=ASKED)
    assert answer.status_code == 503
    assert is_one_sentence(answer)


# ---- the wall -----------------------------------------------------------------------------------------------------


@pytest.fixture
def wall(client):
    client.delete("/api/wall", headers=FACILITATOR)
    yield client
    client.delete("/api/wall", headers=FACILITATOR)


@pytest.mark.parametrize(
    "header", ["", "Bearer ", "Bearer wrong", TOKEN + "x", f"Bearer {TOKEN[:-1]}", "Bearer ÿ", "Basic abc"]
)
def test_the_wall_is_the_facilitators(wall, header):
    for method, path in (("GET", "/api/wall"), ("GET", "/api/wall.csv"), ("DELETE", "/api/wall")):
        answer = wall.request(method, path, headers={"authorization": header.encode()})
        assert answer.status_code == 403
        assert is_one_sentence(answer)


def test_the_wall_tells_bets_and_nobodys_number_or_address(wall):
    person = {"X-Person": "00112233aabbccdd"}
    assert wall.post("/api/wall", json=BET, headers=person).json() == {"ok": True}
    wall.post("/api/wall", json=BET | {"bet": 2}, headers=person)  # thought better of it
    wall.post("/api/wall", json=BET | {"nickname": "Ko"}, headers={"X-Person": "ffffffffffffffff"})
    answer = wall.get("/api/wall", headers=FACILITATOR)
    assert [(bet["nickname"], bet["bet"]) for bet in answer.json()["bets"]] == [("Ma", 2), ("Ko", 1)]
    assert {(row["bet"], row["count"]) for row in answer.json()["counts"]} == {(1, 1), (2, 1)}
    for text in (answer.text, wall.get("/api/wall.csv", headers=FACILITATOR).text):
        assert "00112233aabbccdd" not in text
        assert "testclient" not in text


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"lesson": "alchemy"}, "ammunition"),
        ({"prediction": "more"}, "more_rounds"),
        ({"bet": 4}, "at most 3"),
        ({"right": 9}, "at most 3"),
    ],
)
def test_the_wall_takes_only_bets_that_a_lesson_asks_for(wall, wrong, said):
    answer = wall.post("/api/wall", json=BET | wrong)
    assert answer.status_code == 422
    assert said in answer.json()["error"]
    assert wall.get("/api/wall", headers=FACILITATOR).json()["bets"] == []


@given(st.text(max_size=24))
@example("=1+1")
@example("@SUM(A1)")
@example("＝cmd")
def test_no_nickname_is_a_formula_or_upsets_the_table(nickname):
    try:
        bet = Bet(**BET | {"nickname": nickname})
    except ValueError:
        return
    board = Wall(10)
    board.pin("somebody", bet)
    rows = list(csv.DictReader(io.StringIO(board.as_csv())))
    assert len(rows) == 1
    assert rows[0]["nickname"].removeprefix("'") == bet.nickname
    assert not rows[0]["nickname"].startswith(("=", "+", "-", "@", "＝"))


def test_the_wall_has_room_for_a_class_and_nobody_fills_it_alone():
    board = Wall(MOST_EACH + 5)
    for number in range(MOST_EACH):
        board.pin("greedy", Bet(**BET | {"prediction": f"p{number}"}))
    with pytest.raises(FullError):
        board.pin("greedy", Bet(**BET | {"prediction": "one_more"}))
    board.pin("greedy", Bet(**BET | {"prediction": "p0", "bet": 3}))  # to think better of it is always possible
    for number in range(5):
        board.pin(f"other {number}", Bet(**BET))
    with pytest.raises(FullError):
        board.pin("late", Bet(**BET))


def test_a_new_token_is_made_at_each_start():
    tokens = {House(workshop()).token for _ in range(3)}
    assert len(tokens) == 3
    assert all(len(token) >= 12 for token in tokens)
