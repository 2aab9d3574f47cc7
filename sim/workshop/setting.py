"""A setting of the page turned into a scenario ready to be played."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any, NamedTuple

from sim.changes import changed, spread
from sim.config import Scenario
from sim.mistakes import ConfigurationError, no_choice
from sim.reading import choices
from sim.scenario import compile_plan, load_scenario, value_at
from sim.state import Plan
from sim.workshop.asked import Setting, Value
from sim.workshop.settings import Control

KEPT_SCENARIOS = 256


class Ready(NamedTuple):
    """A scenario, its plan, and what was changed in the shipped one."""

    scenario: Scenario
    plan: Plan
    changes: Mapping[str, Any]  # as `sim.changes.changed` takes them


class Settings:
    """All settings that this workshop can play."""

    def __init__(self, scenarios: list[str], controls: Mapping[str, Control]) -> None:
        self.shipped = {name: load_scenario(name) for name in scenarios}
        self.controls = controls
        self.of_key = lru_cache(KEPT_SCENARIOS)(self._made)  # of `Setting.key`

    def ready(self, setting: Setting) -> Ready:
        """The scenario of this setting, judged.

        Raises
        ------
        ConfigurationError
            With the name, the value and what would have been right.
        """
        return self.of_key(setting.key)

    def _made(self, key: tuple[Any, ...]) -> Ready:
        name, *controls = key
        changes = self.changes(dict(controls))
        scenario = changed(self._own(name), changes)
        return Ready(scenario, compile_plan(scenario), changes)

    def _own(self, name: str) -> Scenario:
        if name not in self.shipped:
            raise ConfigurationError(no_choice("scenario", name, list(self.shipped)))
        return self.shipped[name]

    def changes(self, values: Mapping[str, Value]) -> dict[str, Any]:
        """What do these controls change? As `sim.changes.changed` takes it; choices first, since numbers win over them."""
        for name in values:
            if name not in self.controls:
                raise ConfigurationError(no_choice("control", name, list(self.controls)))
        pairs = [change for name, value in values.items() for change in changes_of(name, self.controls[name], value)]
        return dict(sorted(pairs, key=lambda pair: pair[0] not in choices()))

    def values(self, name: str) -> dict[str, Any]:
        """Where does each control stand in this scenario as shipped?"""
        return {key: value_of(control, self._own(name)) for key, control in self.controls.items()}


def changes_of(name: str, control: Control, value: Value) -> list[tuple[str, Any]]:
    """What does one control change?"""
    if control.choices is not None:
        if value not in choices()[control.choices]:
            raise ConfigurationError(no_choice(name, value, choices()[control.choices]))
        return [(control.choices, value)]
    if isinstance(value, str) or not control.low <= value <= control.high:
        raise ConfigurationError(f"{name}: should be a number between {control.low:g} and {control.high:g}; it is {value}")
    return [(path, f"times {value:.6f}" if control.times else value) for path in control.paths]


def value_of(control: Control, scenario: Scenario) -> Any:
    """Where does the control stand: a number, [low, high] of what is drawn afresh or differs between groups, or a word?"""
    if control.times:
        return 1.0
    if control.choices is not None:
        return chosen(control.choices, scenario)
    spans = [value_at(scenario, path) for path in spread(scenario, control.paths[0])]
    low, high = min(span.low for span in spans), max(span.high for span in spans)
    return low if low == high else [low, high]


def chosen(group: str, scenario: Scenario) -> str:
    """Which choice is nearest to what this part of the scenario says? Help that does not come is `none`."""
    if group == "relief":
        return scenario.relief.mode
    return "none" if not scenario.air.available else next(name for name in choices()[group] if name != "none")
