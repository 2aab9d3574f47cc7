"""What a class finds: the odds of both sides of a lesson, and what comes out for its predictions, as the page has it."""

from functools import cache, partial

import numpy as np

from sim.campaign.scenario import load_campaign
from sim.campaign.table import play as play_campaigns
from sim.reading import read_yaml
from sim.scenario import Plan
from sim.table import play_rows
from sim.warm import warm_up
from sim.workshop.asked import Setting
from sim.workshop.campaigns import SHOWN
from sim.workshop.lessons import CampaignHeader
from sim.workshop.odds import odds_of
from sim.workshop.setting import Settings
from sim.workshop.settings import Control
from tests.commands import ROOT

WORKSHOP = read_yaml(ROOT / "configs" / "workshop.yaml")["workshop"]
CONTROLS = {name: Control(**said) for name, said in WORKSHOP["controls"].items()}
SETTINGS = Settings(WORKSHOP["scenarios"], CONTROLS)
RAIDS = WORKSHOP["raids"]
RUNS = WORKSHOP["runs"] // 2  # campaigns; half as many as on the page are enough to know what comes out


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


@cache
def campaigns_of(setting, runs, seed):
    """The first of the campaigns that the page plays of this setting: what is shown of each, a row a campaign."""
    table = play_campaigns(load_campaign(setting.campaign, [f"policy={setting.policy}"]), runs, seed)
    return np.stack([np.array(table[name], float) for name in SHOWN], axis=1)


def means(rows):
    """What came of campaigns, in the form of odds."""
    return {"means": dict(zip(SHOWN, rows.mean(axis=0), strict=True))}


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
def _luck(resamples, runs):
    return np.random.default_rng(7).integers(0, runs, (resamples, runs))


def played(header):
    """The raids or campaigns of A and of B, and what tells of each what came of some of them."""
    if isinstance(header, CampaignHeader):
        return [(campaigns_of(side, RUNS, header.seed), means) for side in (header.a, header.b)]
    both = [rows_of(side, header.seed) for side in (header.a, header.b)]
    return [(rows, partial(odds_of, scenario)) for scenario, rows in both]


def results(lesson, resamples=60):
    """For each prediction what comes out, and its standard error, by drawing the same raids or campaigns of A and B again."""
    (rows_a, of_a), (rows_b, of_b) = played(lesson.header)
    again = [(of_a(rows_a[luck]), of_b(rows_b[luck])) for luck in _luck(resamples, len(rows_a))]
    errors = {p.id: np.std([came_out(p, *pair) for pair in again]) for p in lesson.header.predict}
    return {p.id: (came_out(p, of_a(rows_a), of_b(rows_b)), errors[p.id]) for p in lesson.header.predict}
