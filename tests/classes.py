"""What a class finds: the odds of both sides of a lesson, and what comes out for its predictions, as the page has it."""

from functools import cache

import numpy as np

from sim.reading import read_yaml
from sim.scenario import Plan
from sim.table import play_rows
from sim.warm import warm_up
from sim.workshop.asked import Setting
from sim.workshop.odds import odds_of
from sim.workshop.setting import Settings
from sim.workshop.settings import Control
from tests.commands import ROOT

WORKSHOP = read_yaml(ROOT / "configs" / "workshop.yaml")["workshop"]
CONTROLS = {name: Control(**said) for name, said in WORKSHOP["controls"].items()}
SETTINGS = Settings(WORKSHOP["scenarios"], CONTROLS)
RAIDS = WORKSHOP["raids"]


def rows_of(setting, seed=1):
    """The scenario of this setting, and the raids that the page plays of it."""
    ready = SETTINGS.ready(setting)
    return ready.scenario, _rows(setting.key, ready.plan, seed)


_kept: dict = {}


def _rows(key, plan: Plan, seed):
    if (key, seed) not in _kept:
        warm_up()
        _kept[key, seed] = play_rows(plan, RAIDS, seed)
    return _kept[key, seed]


def setting(scenario, **controls):
    return Setting(scenario=scenario, controls=controls)


def odds(of, seed=1):
    return odds_of(*rows_of(of, seed))


def success(of):
    """How many of 100 raids of this setting succeed?"""
    return 100.0 * odds(of)["success"]["share"]


def said(odds, measure):
    kind, _, name = measure.partition(".")
    if kind == "mean":
        return odds["means"][name]
    return (odds["success"] if kind == "success" else odds[f"{kind}s"][name])["share"]


def came_out(prediction, a, b):
    """What comes out for a prediction, given the odds of A and B?"""
    at_a, at_b = (said(o, prediction.measure) / (said(o, prediction.per) if prediction.per else 1.0) for o in (a, b))
    value = {"a": at_a, "b": at_b, "b - a": at_b - at_a, "b / a": at_b / at_a if at_a else np.nan}[prediction.of]
    return 100.0 * value if prediction.unit == "points" else value


def right(prediction, value):
    """The option whose band holds this value."""
    return next(o for o in prediction.options if (o.low is None or o.low <= value) and (o.high is None or value < o.high))


@cache
def _luck(resamples):
    return np.random.default_rng(7).integers(0, RAIDS, (resamples, RAIDS))


def results(lesson, resamples=60):
    """For each prediction what comes out, and its standard error, by drawing the same raids of A and B again."""
    (scenario_a, rows_a), (scenario_b, rows_b) = (rows_of(of, lesson.header.seed) for of in (lesson.header.a, lesson.header.b))
    again = [(odds_of(scenario_a, rows_a[luck]), odds_of(scenario_b, rows_b[luck])) for luck in _luck(resamples)]
    a, b = odds_of(scenario_a, rows_a), odds_of(scenario_b, rows_b)
    errors = {p.id: np.std([came_out(p, *pair) for pair in again]) for p in lesson.header.predict}
    return {p.id: (came_out(p, a, b), errors[p.id]) for p in lesson.header.predict}
