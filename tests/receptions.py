"""The workshop's application without a network: what a browser would get."""

import time
from contextlib import contextmanager

import orjson
from starlette.testclient import TestClient

from sim.warm import warm_up
from sim.workshop.app import application
from sim.workshop.settings import Workshop
from tests.classes import WORKSHOP

TOKEN = "a-token-of-tests"
MANY_A_SECOND = {"requests_per_second": 1e6, "address_requests_per_second": 1e6}
KYAR_TAT = {"scenario": "kyar_tat", "controls": {}}


def workshop(**limits):
    """The shipped workshop, with other limits."""
    return Workshop(**{**WORKSHOP, "limits": {**WORKSHOP["limits"], **MANY_A_SECOND, **limits}})


@contextmanager
def reception(**limits):
    """Somebody who asks the shipped workshop, which can play."""
    warm_up()
    app = application(workshop(**limits), token=TOKEN)
    with TestClient(app, base_url="http://127.0.0.1", raise_server_exceptions=False) as client:
        client.house = app.state.house
        while not client.house.readiness.warm:
            time.sleep(0.01)
        yield client


def lines(answer):
    """The lines of an answer."""
    assert answer.status_code == 200, answer.text
    return [orjson.loads(line) for line in answer.text.splitlines()]


def is_one_sentence(answer):
    """Was it refused as people can understand it?"""
    told = answer.json()
    assert set(told) == {"error"}
    assert isinstance(told["error"], str)
    assert 10 < len(told["error"]) < 600
    assert "Traceback" not in told["error"]
    return True
