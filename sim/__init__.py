"""Redoubt: an agent-based simulation of raids on outposts, for study and teaching.

`load_scenario` reads and judges a scenario; `play` plays thousands of its raids with compiled rules and returns a table;
`RaidModel` is one of these raids as a Mesa model, equal to its row of the table to the last bit; `read_results` reads
sweeps back.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from sim.version import __version__

if TYPE_CHECKING:
    from sim.mistakes import ConfigurationError
    from sim.model import RaidModel
    from sim.scenario import load_scenario, scenario_names
    from sim.sweeps.results import read_results
    from sim.table import play, trace

_HOMES = {
    "ConfigurationError": "sim.mistakes",
    "RaidModel": "sim.model",
    "load_scenario": "sim.scenario",
    "play": "sim.table",
    "read_results": "sim.sweeps.results",
    "scenario_names": "sim.scenario",
    "trace": "sim.table",
}
__all__ = ["ConfigurationError", "RaidModel", "__version__", "load_scenario", "play", "read_results", "scenario_names", "trace"]


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'sim' has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)
