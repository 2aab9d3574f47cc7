"""The one stored baseline: what the shipped scenarios gave when it was last renewed, on purpose, by `make baseline`."""

import json
import os
from pathlib import Path

import pytest

from sim import load_scenario, play, scenario_names

STORED = Path(__file__).parent / "baseline.json"
KEPT = (
    "ending",
    "cause",
    "duration_minutes",
    "fight_minutes",
    "attackers_killed",
    "defenders_killed",
    "attackers_rounds_fired",
    "strongpoints_taken",
    "attackers_claim_killed",
    "attackers_claim_rounds",
)


def rows_of(name):
    table = play(load_scenario(name), runs=8, seed=2022)
    return [[row[column] for column in KEPT] for row in table.to_pylist()]


@pytest.mark.skipif(not os.environ.get("REDOUBT_RENEW_BASELINE"), reason="only on purpose: make baseline")
def test_renew_the_baseline():
    STORED.write_text(
        json.dumps({name: rows_of(name) for name in scenario_names()}, indent=None, separators=(",", ":")).replace(
            '],"', '],\n"'
        )
        + "\n"
    )
    assert json.loads(STORED.read_text()).keys() == set(scenario_names())


@pytest.mark.parametrize("name", scenario_names())
def test_a_shipped_scenario_still_gives_what_it_gave(name):
    assert rows_of(name) == json.loads(STORED.read_text())[name]
