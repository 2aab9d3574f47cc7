"""Who may know whom: imports only point down, the rules know nobody, and the two voices say the same things in the same order."""

import ast
import inspect
import subprocess
import sys
from pathlib import Path

import pytest

from sim import agents, tick, voices
from sim.rules import command, decide, fire, movement, resolve, sight, structure, suppression
from sim.state import make_workspace

ROOT = Path(__file__).parents[1]
HEAVY = ["mesa", "pydantic", "hydra", "omegaconf", "matplotlib", "pandas", "pyarrow", "rich"]
DOORS = ["sim.claims", "sim.batch", "sim.config", "sim.mistakes", "sim.reading", "sim.scenario", "sim.table", "sim.model"]


def loaded_by(statement):
    """Which of the heavy packages does this statement load in a fresh Python?"""
    program = f"{statement}; import sys; print(*sorted(set({HEAVY}) & set(sys.modules)))"
    found = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    return set(found.stdout.split())


def test_imports_only_point_down():
    found = subprocess.run(
        [Path(sys.executable).with_name("lint-imports"), "--no-cache"], cwd=ROOT, capture_output=True, text=True
    )
    assert found.returncode == 0, found.stdout


def test_there_is_no_circle_of_imports():
    """Each door can be opened first."""
    running = [subprocess.Popen([sys.executable, "-c", f"import {name}"], cwd=ROOT) for name in DOORS]
    assert [process.wait() for process in running] == [0] * len(running)


@pytest.mark.parametrize("module", ["sim", "sim.state", "sim.draws", "sim.tick", "sim.outcome", "sim.claims", "sim.batch"])
def test_the_rules_load_nothing_heavy(module):
    assert loaded_by(f"import {module}") == set()


def test_a_scenario_is_read_without_mesa_and_without_drawing_anything():
    loaded = loaded_by("from sim import load_scenario; load_scenario('kyar_tat')")
    assert not loaded & {"mesa", "matplotlib", "pandas", "pyarrow"}


def test_raids_are_played_without_mesa_and_without_drawing_anything():
    loaded = loaded_by("from sim import load_scenario, play; play(load_scenario('drive_by'), 1)")
    assert not loaded & {"mesa", "matplotlib"}


# ---- the order of a tick -----------------------------------------------------------------------------------------


def rules_called(function):
    """The rules a compiled function calls, in the order in which they stand in its source."""
    plain = function.py_func
    calls = [node for node in ast.walk(ast.parse(inspect.getsource(plain))) if isinstance(node, ast.Call)]
    found = [node.func for node in calls if isinstance(node.func, ast.Attribute) and isinstance(node.func.value, ast.Name)]
    in_order = sorted(found, key=lambda node: (node.lineno, node.col_offset))
    return [f"{plain.__globals__[node.value.id].__name__}.{node.attr}" for node in in_order]


def test_the_list_of_passes_is_the_order_of_the_compiled_tick():
    """What the agents' doors call, pass after pass, is what `play_tick` calls."""
    by_agents = [rule for name in tick.PASSES for rule in rules_called(getattr(voices, name))]
    assert by_agents == rules_called(tick.play_tick)


def kinds_of_agents():
    return [kind for kind in vars(agents).values() if isinstance(kind, type) and issubclass(kind, agents.Window)]


def test_every_pass_has_an_agent_that_acts_in_it():
    for name in tick.PASSES:
        if name != "ending":  # judged by the model itself
            assert any(hasattr(kind, name) for kind in kinds_of_agents()), name


def test_no_agent_acts_in_a_pass_that_nobody_calls():
    shown = {"stance_name", "kind_name", "cause_name", "status_name"}
    for kind in kinds_of_agents():
        own = {name for name, what in vars(kind).items() if callable(what) and not name.startswith("_")}
        assert own <= set(tick.PASSES) | shown, kind.__name__


def test_every_field_of_a_row_can_be_read_from_its_agent():
    """No method of an agent hides a field of its row."""
    for kind in kinds_of_agents():
        if kind.rows:
            fields = getattr(make_workspace().raid, kind.rows).dtype.names
            assert not [name for name in fields if hasattr(kind, name)], kind.__name__


OWN_ROW_ONLY = [sight.spot, decide.decide, movement.move, fire.share_rounds, fire.shoot, fire.suffer, structure.wear, suppression.press,
                resolve.waver, command.hold_or_yield, command.order_assault, command.lead_group]  # fmt: skip


def assigned(function):
    """What a rule assigns to: the names before the dot."""
    for node in ast.walk(ast.parse(inspect.getsource(function.py_func))):
        targets = node.targets if isinstance(node, ast.Assign) else [node.target] if isinstance(node, ast.AugAssign) else []
        for target in targets:
            if isinstance(target, ast.Attribute):
                yield target.value.id if isinstance(target.value, ast.Name) else ast.unparse(target.value)


@pytest.mark.parametrize("rule", OWN_ROW_ONLY, ids=lambda rule: rule.__name__)
def test_a_rule_of_one_agent_writes_no_row_but_its_own(rule):
    assert set(assigned(rule)) <= {"unit", "section", "place", "group", "squad"}
