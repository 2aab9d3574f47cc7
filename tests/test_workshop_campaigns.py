"""Campaigns in the workshop: the course of one, what differs between two policies over many, and what nobody may ask for."""

import time

import numpy as np
import pytest

from sim.campaign.scenario import load_campaign
from sim.campaign.state import Standing
from sim.campaign.table import play, trace
from tests.classes import WORKSHOP
from tests.receptions import is_one_sentence, lines, reception

HOLD, DRAW_BACK = ({"campaign": "brigade", "policy": policy} for policy in ("hold", "draw_back"))
ONE = {"setting": DRAW_BACK, "seed": 3, "number": 2}
MANY = {"a": HOLD, "b": DRAW_BACK, "seed": 3, "runs": 10}


@pytest.fixture(scope="module")
def client():
    """Somebody who asks for campaigns; first too early."""
    with reception() as client:
        client.too_early = [client.post("/api/campaign", json=ONE), client.post("/api/campaigns", json=MANY)]
        while not client.get("/api/warm?of=campaigns").json()["warm"]:
            time.sleep(0.05)
        yield client


def campaign(policy):
    return load_campaign("brigade", [f"policy={policy}"])


def test_campaigns_get_ready_only_once_somebody_asks(client):
    for answer in client.too_early:
        assert answer.status_code == 503
        assert is_one_sentence(answer)


def test_the_course_of_a_campaign_is_the_one_that_python_traces(client):
    told, course = client.post("/api/campaign", json=ONE).json(), trace(campaign("draw_back"), seed=3, number=2)
    assert told["outcome"] == course.outcome
    names = {standing.name.lower(): int(standing) for standing in Standing}
    assert [[names[one] for one in row] for row in told["standings"]] == course.standings.tolist()
    for name in ("bases_lost", "bases_given_up", "bases_held"):
        assert told["series"][name][1:] == course.series[name].to_pylist()


def test_what_is_told_of_a_campaign_hangs_together(client):
    """Whatever stands on the map is counted in the lines, and a post that a raid took is taken at the end of that week."""
    told = client.post("/api/campaign", json=ONE).json()
    for week, row in enumerate(told["standings"]):
        assert row.count("held") == told["series"]["bases_held"][week]
    taken = [raid for raid in told["raids"] if raid["taken"]]
    assert len(taken) == told["series"]["bases_lost"][-1] == told["outcome"]["bases_lost"] > 0
    assert all(told["standings"][raid["week"]][raid["post"]] == "lost" for raid in taken)
    assert len(told["raids"]) == told["outcome"]["raids"]


def test_both_policies_begin_on_the_same_map_and_holding_gives_nothing_up(client):
    hold, draw_back = (client.post("/api/campaign", json=ONE | {"setting": setting}).json() for setting in (HOLD, DRAW_BACK))
    for what in ("posts", "groups", "bases", "airfields", "roads", "kinds"):
        assert hold[what] == draw_back[what]
    assert hold["standings"][0] == draw_back["standings"][0]
    assert set(hold["standings"][0]) == {"held"}
    assert hold["series"]["bases_given_up"][-1] == 0 < draw_back["series"]["bases_given_up"][-1]


def test_what_differs_is_told_from_few_campaigns_to_all_and_is_what_python_plays(client):
    told = lines(client.post("/api/campaigns", json=MANY))
    counted = [line["campaigns"] for line in told]
    assert counted == sorted(set(counted))
    assert (counted[-1], told[-1]["of"]) == (10, 10)
    tables = [play(campaign(policy), 10, seed=3) for policy in ("hold", "draw_back")]
    for name, said in told[-1]["measures"].items():
        a, b = (np.array(table[name], float) for table in tables)
        assert (said["a"]["mean"], said["b"]["mean"]) == (a.mean(), b.mean()), name
        assert said["difference"]["mean"] == (b - a).mean(), name


def test_between_a_policy_and_itself_nothing_differs(client):
    (*_, last) = lines(client.post("/api/campaigns", json=MANY | {"a": DRAW_BACK}))
    for name, said in last["measures"].items():
        assert said["a"] == said["b"], name
        assert said["difference"] == {"mean": 0.0, "half_width": None}


def test_a_class_that_asks_one_question_has_it_played_once(client):
    answers = [lines(client.post("/api/campaigns", json=MANY))[-1] for _ in range(2)]
    assert answers[0] == answers[1]
    from sim.workshop.asked import CampaignSetting

    assert client.house.campaigns.many(CampaignSetting(**HOLD), 3).taken == 10


@pytest.mark.parametrize(
    ("path", "asked", "said"),
    [
        ("campaign", ONE | {"setting": HOLD | {"campaign": "brigad"}}, "did you mean 'brigade'"),
        ("campaign", ONE | {"setting": HOLD | {"campaign": "country"}}, "brigade"),
        ("campaign", ONE | {"setting": HOLD | {"policy": "attack"}}, "draw_back, hold"),
        ("campaign", ONE | {"setting": HOLD | {"policy": "../hold"}}, "policy"),
        ("campaign", ONE | {"setting": HOLD | {"controls": {}}}, "controls"),
        ("campaign", ONE | {"seed": -1}, "seed"),
        ("campaign", ONE | {"number": 2**32}, "number"),
        ("campaign", ONE | {"number": 1.5}, "number"),
        ("campaign", {"setting": HOLD, "seed": 1}, "number"),
        ("campaigns", MANY | {"runs": WORKSHOP["limits"]["runs"] + 1}, "at most"),
        ("campaigns", MANY | {"runs": 0}, "runs"),
        ("campaigns", MANY | {"runs": "many"}, "runs"),
        ("campaigns", MANY | {"b": HOLD | {"policy": "attack"}}, "draw_back, hold"),
        ("campaigns", MANY | {"weeks": 500}, "weeks"),
        ("campaigns", {"a": HOLD, "seed": 1, "runs": 5}, "b"),
    ],
)
def test_what_cannot_be_asked_for_is_refused_in_one_sentence(client, path, asked, said):
    answer = client.post(f"/api/{path}", json=asked)
    assert answer.status_code == 422
    assert is_one_sentence(answer)
    assert said in answer.json()["error"]
    assert "\n" not in answer.json()["error"]


def test_campaigns_are_asked_for_by_post_alone(client):
    assert client.get("/api/campaign").status_code == 405
    assert client.get("/api/campaigns").status_code == 405
