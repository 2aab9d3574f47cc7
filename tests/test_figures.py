"""Figures: axes say what they show and in which unit, films move, and every shape of sweep can be drawn."""

import subprocess
import sys
from itertools import pairwise

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings

from sim.figures import style
from sim.figures.animation import animate_raid
from sim.figures.comparison import draw_comparison
from sim.figures.factors import factor_label, levels_of
from sim.figures.panels import spread
from sim.figures.raid import draw_raid
from sim.figures.replay import replay_walls
from sim.figures.what_if import draw_what_if
from sim.model import RaidModel
from sim.rules.units import share_left
from sim.scenario import load_scenario
from sim.state import Cause, Ending
from sim.story import milestones
from sim.table import Course, play, trace
from sim.why.partings import find_partings
from tests.scenarios import raid, raids

FACTORS = ("relief.delay_minutes", "station.structure_strength", "resistance.groups.first.fighters")
CALM = {"resistance.start_distance_m": 60, "limit_minutes": 30}  # a raid of a few minutes


def played(scenario, seed=1, number=0):
    model = RaidModel(scenario, seed=seed, raid=number)
    outcome = model.run()
    row = model.workspace.raid
    return scenario, row, Course(model.series, np.array(model.tracks)), milestones(scenario, row), outcome


def drawn(figure):
    """The picture as numbers: nothing may fail while it is drawn."""
    figure.canvas.draw()
    return np.asarray(figure.canvas.buffer_rgba())


def words_of(figure):
    return [text.get_text() for text in figure.texts]


@pytest.mark.parametrize("name", ["kyar_tat", "drive_by", "ma_sein"])
def test_the_picture_of_a_raid_names_its_axes_and_units(name):
    scenario, row, course, told, outcome = played(load_scenario(name))
    figure = draw_raid(scenario, row, course, told, outcome)
    assert len(np.unique(drawn(figure)[:, :, :3].reshape(-1, 3), axis=0)) > 50
    field, close_up, *panels = figure.axes
    for axes in (field, close_up):
        assert "metres" in axes.get_xlabel()
        assert "metres" in axes.get_ylabel()
        assert axes.get_aspect() == 1.0
    units = [axes.get_ylabel().partition(" ")[0] for axes in panels]
    assert units == ["people", "rounds", "share", "share", "rate"]
    assert panels[-1].get_xlabel() == "minutes from the start"
    assert all(axes.get_title(loc="left") for axes in panels)


def test_the_picture_of_a_raid_tells_its_end_and_its_luck():
    figure = draw_raid(*played(load_scenario("kyar_tat"), seed=2**40 + 1, number=3))
    words = "\n".join(words_of(figure))
    assert "Kyar Tat police station, 2 October 2022" in words
    assert f"seed {2**40 + 1}, raid 3" in words
    assert "the raid is over" in words
    assert "1\n" in words


@pytest.mark.parametrize("change", [{"rules.hit_chance": 0.3}, {"air.rearm_minutes": 3}])
def test_a_raid_that_is_played_twice_is_drawn_on_the_same_axes_with_the_parting_in_both(change):
    scenarios = raid(CALM), raid(CALM | change)
    parted = find_partings(*scenarios, 2)
    courses = [trace(scenario, 2) for scenario in scenarios]
    stories = [milestones(scenario, row) for scenario, row in zip(scenarios, parted.raids, strict=True)]
    figure = draw_what_if([f"{path}={value}" for path, value in change.items()], scenarios, parted, courses, stories)
    drawn(figure)
    for one, other in zip(figure.axes[:5], figure.axes[5:], strict=True):
        assert (one.get_xlim(), one.get_ylim(), one.get_ylabel()) == (other.get_xlim(), other.get_ylim(), other.get_ylabel())
    marks = [[line.get_xdata()[0] for line in axes.lines if line.get_marker() == "v"] for axes in figure.axes]
    assert marks == [[parted.ground.minute] if parted.ground else []] * 10
    words = "\n".join(words_of(figure))
    assert f"What if: {next(iter(change))}" in words
    assert (f"they part in minute {parted.ground.minute:.4g}" if parted.ground else "they never part") in words


@settings(max_examples=8)
@given(raids(most_ticks=60))
def test_any_raid_can_be_drawn(scenario):
    drawn(draw_raid(*played(scenario)))


def test_a_large_raid_can_be_drawn():
    large = load_scenario("kyar_tat", ["station.strongpoints=40", "limit_minutes=30"])
    drawn(draw_raid(*played(large)))


def test_replayed_walls_end_as_the_raid_ended():
    scenario, row, course, _, _ = played(load_scenario("paya_taung"))
    walls = replay_walls(scenario, row)
    assert len(walls.left) == len(course.tracks) + 1
    assert (walls.left[0] == 1.0).all()
    assert walls.left[-1].tolist() == [share_left(place) for place in row.places[: row.world.places]]
    assert (walls.taken[-1] == (row.places["taken"][: row.world.places] > 0)).all()


def test_numbers_above_a_panel_do_not_touch():
    places = spread(np.array([0.0, 0.01, 0.02, 0.5, 0.99, 1.0]), 0.04)
    assert (np.diff(places) >= 0.04 - 1e-12).all()
    assert places.min() >= 0.0
    assert places.max() <= 1.0
    assert places[3] == 0.5


def test_each_cause_and_each_ending_has_a_look_of_its_own():
    causes, endings = style.CAUSE_FILLS, style.ENDING_FILLS
    assert set(causes) == {cause.name.lower() for cause in Cause}
    assert set(endings) == {ending.name.lower() for ending in Ending} - {"running"}
    assert len(set(causes.values())) == len(causes)
    assert len(set(endings.values())) == len(endings)


# ---- films -------------------------------------------------------------------------------------------------------


def film(path, **how):
    scenario, row, course, told, _ = played(load_scenario("drive_by"))
    return animate_raid(scenario, row, course, told, path, **how)


def test_a_film_moves(tmp_path):
    from PIL import Image, ImageSequence

    steps = []
    path = film(tmp_path / "raid.gif", max_frames=12, progress=lambda done, count: steps.append((done, count)))
    with Image.open(path) as image:
        frames = [np.asarray(frame.convert("RGB")) for frame in ImageSequence.Iterator(image)]
    assert len(frames) == 12
    assert all((before != after).any() for before, after in pairwise(frames))
    assert steps == [(k, 12) for k in range(1, 13)]


def test_a_short_raid_is_slowed_down(tmp_path):
    from PIL import Image

    with Image.open(film(tmp_path / "raid.gif", fps=4)) as image:
        assert image.n_frames >= 32


@pytest.mark.parametrize(
    ("name", "how", "reason"),
    [("raid.avi", {}, "should end in"), ("raid.mp4", {}, "ffmpeg"), ("raid.gif", {"fps": 0}, "1 or more")],
)
def test_a_film_that_cannot_be_written_is_refused_at_once(tmp_path, monkeypatch, name, how, reason):
    monkeypatch.setenv("PATH", "")
    with pytest.raises(ValueError, match=reason):
        film(tmp_path / name, **how)


# ---- sweeps ------------------------------------------------------------------------------------------------------


def sweep(scenarios, factors, levels=3, runs=6):
    """So many scenarios, each at all levels of so many factors."""
    raids_of_one = play(raid(CALM), runs)
    parts = []
    for name in range(scenarios):
        for levels_now in np.ndindex(*[levels] * factors):
            part = raids_of_one.add_column(0, "scenario", pa.array([f"scenario_{name}"] * runs))
            for factor, level in zip(FACTORS, levels_now, strict=False):
                part = part.append_column(factor, pa.array([float(level)] * runs))
            parts.append(part)
    return pa.concat_tables(parts)


@pytest.mark.parametrize("factors", [0, 1, 2, 3])
@pytest.mark.parametrize("scenarios", [1, 2, 8])
def test_a_sweep_of_any_shape_can_be_compared(scenarios, factors):
    figure = draw_comparison(sweep(scenarios, factors), FACTORS[:factors], "a sweep")
    drawn(figure)
    titles = [axes.get_title(loc="left") for axes in figure.axes]
    assert {"How they end", "Why they fail", "Losses", "Duration"} <= set(titles)
    assert ("Occupied at some time" in titles) == (factors == 0)
    assert sum(title.startswith("scenario ") for title in titles) == (scenarios if factors else 0)
    bars = [axes for axes in figure.axes if not axes.get_title(loc="left").startswith("scenario ")]
    assert all("%" in axes.get_xlabel() or axes.get_xlabel() in ("hours", "minutes") for axes in bars)
    if factors:
        panel = next(axes for axes in figure.axes if axes.get_title(loc="left") == f"scenario {scenarios - 1}")
        assert panel.get_xlabel().endswith("relief.delay_minutes (min)")
    assert ("pooled over" in " ".join(words_of(figure))) == (factors == 3)


def test_twenty_scenarios_and_a_factor_of_many_values_can_be_compared():
    table = sweep(20, 1, levels=2)
    values = np.linspace(0.0, 100.0, table.num_rows)
    table = table.append_column("air.delay_minutes", pa.array(values))
    drawn(draw_comparison(table, ["air.delay_minutes", "relief.delay_minutes"], "many"))
    drawn(draw_comparison(table, ["relief.delay_minutes", "air.delay_minutes"], "many"))


def test_words_can_be_a_factor():
    table = sweep(1, 0)
    words = pa.array(["road", "airlift"] * (table.num_rows // 2))
    drawn(draw_comparison(table.append_column("relief.mode", words), ["relief.mode"], "words"))


def test_a_sweep_without_raids_or_without_its_factor_is_refused():
    table = sweep(1, 1)
    with pytest.raises(ValueError, match="no raids"):
        draw_comparison(table.slice(0, 0), [], "nothing")
    with pytest.raises(ValueError, match=r"no column air\.aircraft"):
        draw_comparison(table, ["air.aircraft"], "nothing")


def test_many_values_of_a_factor_become_ranges_with_as_many_raids_each():
    values = np.concatenate([np.arange(1000.0), [np.nan]])
    levels = levels_of(pa.chunked_array([pa.array(values, from_pandas=True)]), 12)
    assert len(levels.at) == len(levels.names) == 8
    assert levels.code[-1] == -1
    assert (np.bincount(levels.code[:-1]) == 125).all()


def test_factors_are_written_with_their_units():
    assert factor_label("relief.delay_minutes") == "relief.delay_minutes (min)"
    assert factor_label("resistance.groups.pale.fighters") == "resistance.groups.pale.fighters (people)"
    assert factor_label("no.such.path") == "no.such.path"


def test_figures_wait_with_matplotlib_until_something_is_drawn():
    modules = "sim.figures.raid, sim.figures.comparison, sim.figures.animation"
    code = (
        f"import sys, {modules}; sys.exit(any(name.split('.')[0] in ('matplotlib', 'mesa', 'pandas') for name in sys.modules))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
