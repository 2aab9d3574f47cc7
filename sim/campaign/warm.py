"""The first campaign compiles the layer's rules; say so while it happens."""

from functools import cache

from sim.warm import telling

ABOUT_SECONDS = 30  # on two cores, beside the raid's own rules


@cache
def warm_up() -> float:
    """Have the compiled rules of campaigns at hand, and those of raids; how many seconds did it take?"""
    from sim.warm import warm_up as warm_up_raids

    return warm_up_raids() + telling("the rules of campaigns", ABOUT_SECONDS, is_compiled, compile_rules)


def is_compiled() -> bool:
    """Have earlier starts kept all compiled rules?"""
    from sim.campaign.batch import play_points, trace_campaign
    from sim.campaign.outcome import measure
    from sim.compiled import is_warm

    return all(is_warm(function) for function in (play_points, trace_campaign, measure))


def compile_rules() -> None:
    """Play nothing, in all the ways there are."""
    import numpy as np

    from sim.campaign.batch import play_points, trace_campaign
    from sim.campaign.outcome import N_COLUMNS, N_EVENTS, N_SERIES, measure
    from sim.campaign.scenario import compile_plan, load_campaign
    from sim.campaign.state import make_field

    field, plan, none = make_field(), compile_plan(load_campaign("country", ["weeks=1"])), np.zeros(0, np.int64)
    trace_campaign(field, plan, 1, 0, np.zeros((0, N_SERIES)), np.zeros((0, 1, 3)), np.zeros((0, N_EVENTS)))
    play_points(field, plan, 1, none, np.zeros((0, 0)), none, np.zeros((0, N_COLUMNS)))
    measure(field.campaigns[0], np.zeros(N_COLUMNS))
