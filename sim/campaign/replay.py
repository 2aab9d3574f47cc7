"""Any raid of a campaign as an ordinary raid: a scenario, a seed and a number, to be played, shown and questioned alone."""

from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import yaml

from sim.campaign.config import Campaign
from sim.campaign.outcome import N_EVENTS
from sim.campaign.rules.choose import template_of
from sim.campaign.rules.start import begin
from sim.campaign.scenario import compile_plan, own_plan
from sim.campaign.state import Field, Plan, make_field
from sim.campaign.table import Course
from sim.campaign.warm import warm_up
from sim.campaign.week import play_attack, prepare
from sim.changes import said_at, with_levels
from sim.config import Scenario
from sim.scenario import CODES, fact_slots, judge
from sim.spans import Span, written
from sim.store import aside

NOT_KEPT = np.zeros((0, N_EVENTS))


class Replay(NamedTuple):
    """With which `sim.table.play(scenario, 1, seed, first=raid)` plays a raid of a campaign once more."""

    scenario: Scenario
    seed: int
    raid: int


class Played(NamedTuple):
    """A campaign just after one of its raids: all that the raid was told, and all that came of it."""

    field: Field
    plan: Plan
    week: int
    attack: np.record  # of `sim.campaign.state.ATTACK`
    template: int  # which of the campaign's raids it was


def raid_of(course: Course, k: int) -> Replay:
    """How is raid number `k` of this course, a row of its events, played alone?

    Parameters
    ----------
    course : Course
        From `sim.campaign.table.trace`.
    k : int
        Row of `course.events`; ambushes count.

    Returns
    -------
    Replay
        Its raid is the campaign's to the last bit. Ranges that the campaign left open are ranges still.
    """
    if not 0 <= k < course.events.num_rows:
        raise IndexError(f"k should be a row of the {course.events.num_rows} raids of this course; it is {k}")
    return replay_of(course, next(islice(raids_played(course.campaign, course.seed, course.number), k, None)))


def replays(course: Course) -> Iterator[Replay]:
    """The same of all raids of a course, in the order of time."""
    for played in raids_played(course.campaign, course.seed, course.number):
        yield replay_of(course, played)


def raids_played(campaign: Campaign, seed: int, number: int) -> Iterator[Played]:
    """A campaign once more, raid by raid: each is shown just after it was played, before the next one starts."""
    warm_up()
    field, plan = make_field(), own_plan(compile_plan(campaign))
    begin(field, plan, seed, number)
    rows = field.campaigns[0]
    for week in range(int(rows.given.weeks)):
        prepare(rows, plan)
        for k in range(int(rows.world.attacks)):
            play_attack(field, plan, k, NOT_KEPT, 0)
            attack = rows.attacks[k]
            yield Played(field, plan, week, attack, int(template_of(rows, plan, attack)))
        rows.world.tick += 1


def replay_of(course: Course, played: Played) -> Replay:
    """Scenario, seed and number of the raid that was just played."""
    raid, world = course.campaign.raids[played.template], played.field.raid.raid.world
    told = judge(without(raid.model_dump(), absent(raid, played)) | words_of(course, played))
    seed = int(world.key_0) | int(world.key_1) << 32
    return Replay(with_levels(told, known(told, raid, played)), seed, int(world.raid))


def absent(raid: Scenario, played: Played) -> list[str]:
    """Paths of groups that did not come, and of contingents in which nobody is left."""
    plans, t, slots = played.plan.templates, played.template, fact_slots(raid)
    groups = [f"resistance.groups.{name}" for name in raid.resistance.groups]
    contingents = [f"garrison.contingents.{name}" for name in raid.garrison.contingents]
    empty = [path for path in contingents if plans.high[t, slots[f"{path}.people"]] == 0.0]
    return groups[int(played.attack.partners) :] + empty


def known(told: Scenario, raid: Scenario, played: Played) -> dict[str, Any]:
    """What the campaign knew better than its raid of this kind, by the paths of those that take part."""
    plans, t, said, slots = played.plan.templates, played.template, told.model_dump(), fact_slots(raid)
    spans = {path: Span(float(plans.low[t, slots[path]]), float(plans.high[t, slots[path]])) for path in fact_slots(told)}
    own = {path: Span(float(plans.own_low[t, slots[path]]), float(plans.own_high[t, slots[path]])) for path in spans}
    return {path: as_said(path, said_at(said, path), span) for path, span in spans.items() if span != own[path]}


def without(data: dict[str, Any], paths: list[str]) -> dict[str, Any]:
    """The same plain data without the groups and contingents at these paths."""
    for path in paths:
        part, family, name = path.split(".")
        del data[part][family][name]
    return data


def as_said(path: str, said: Any, span: Span) -> Any:
    """A fact as a configuration says it: as a flag or a word where it is one, else as a number or a range of numbers."""
    if isinstance(said, bool):
        return span.low > 0.0
    if isinstance(said, str):
        return CODES[path.rpartition(".")[2]](int(span.low)).name.lower()
    return written(span)


def words_of(course: Course, played: Played) -> dict[str, Any]:
    """Which campaign, week and post; and that it is no incident which anybody reported."""
    post, what = course.ground.posts[int(played.attack.post)].name, "Ambush of people of" if played.attack.ambush else "Raid on"
    campaign = f"campaign {course.number} of {course.campaign.name}, seed {course.seed}"
    return {
        "name": f"week_{played.week}_{post.replace('.', '_')}"[:40],
        "title": f"{what} {post} in week {played.week} of {campaign}",
        "source": f"made up: {campaign}, week {played.week}, {post}",
        "assumed": "everything, as in the campaign",
        "reported": {"incident": "", "endings": [], "causes": [], "facts": {}},
    }


def write_raid(course: Course, k: int, file: Path | str) -> Path:
    """Keep raid number `k` of this course as a scenario file of its own; how it is played stands in its first line."""
    replay, path = raid_of(course, k), Path(file)
    text = yaml.safe_dump(replay.scenario.model_dump(), sort_keys=False, allow_unicode=True)
    with aside(path) as temporary:
        temporary.write_text(
            f"# redoubt raid scenario_file={path.name} seed={replay.seed} raid={replay.raid}\n{text}", encoding="utf-8"
        )
    return path
