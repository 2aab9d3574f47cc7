"""What difference does it make? Raids of equal seed and number meet the same luck, so they are compared pair by pair."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import pyarrow as pa

from sim.figures import style
from sim.figures.cases import Cases
from sim.figures.picture import Picture, table_of
from sim.figures.sheets import lay_rows
from sim.mistakes import ConfigurationError, as_written, nearest
from sim.summary import SUCCESSES, column_of, combinations_of, levels_coded, losses_of

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure


class Measure(NamedTuple):
    """What is compared."""

    name: str
    unit: str
    title: str


MEASURES = (
    Measure("occupied", "percentage points", "Occupied at\nsome time"),
    Measure("objective_met", "percentage points", "Objective met\nat the end"),
    Measure("attackers_lost", "people", "Attackers lost"),
    Measure("defenders_lost", "people", "Defenders lost"),
    Measure("duration", "minutes", "Duration"),
)
MOST_NAMED = 8  # baselines that a mistake lists


def paired_picture(table: pa.Table, cases: Cases, baseline: str | None) -> Picture | None:
    """How does each case differ from its baseline? None where there is nothing to compare."""
    bases = baselines_of(cases, baseline)
    numbers = paired_differences(table, cases, bases)
    if numbers.num_rows == 0:
        return None
    return Picture(
        "paired",
        "Differences, raid by raid",
        f"For each case the mean difference from {said_baseline(cases, bases)}: the case less its baseline, over raids of "
        f"equal seed and number, which meet the same luck{', at equal levels of what is pooled' if cases.pooled else ''}.",
        "The sign is the mean difference and the dark line its 95 % interval from the pairs. The pale line is as wide as the "
        "interval would be, had the same raids been compared without pairing. A difference whose dark line misses zero "
        "is hardly chance; where both cases played alike it is exactly zero. Objective met: the raid ended occupied, or the "
        "attackers got what they came for.",
        numbers,
        draw_paired,
        side_by_side(numbers),
    )  # fmt: skip


def baselines_of(cases: Cases, baseline: str | None) -> np.ndarray:
    """With which case is each compared, shape (cases,)?

    The case of that name, or of the scenario of that name the one nearest to the scenario's own levels. Without a name: where
    factors tell the cases apart, that of the same scenario; else the first.
    """
    if baseline is not None:
        return np.full(cases.number, named_baseline(cases, baseline))
    if all(len(key) == 1 for key in cases.keys):
        return np.zeros(cases.number, np.int64)
    return np.array([nearest_to_own(cases, key["scenario"]) for key in cases.keys])


def named_baseline(cases: Cases, baseline: str) -> int:
    """Which case is meant?"""
    scenarios = list(dict.fromkeys(str(key["scenario"]) for key in cases.keys))
    if baseline in cases.names:
        return cases.names.index(baseline)
    if baseline in scenarios:
        return nearest_to_own(cases, baseline)
    known = [*scenarios, *(name for name in cases.names if name not in scenarios)]
    listed = ", ".join(map(as_written, known[:MOST_NAMED])) + (
        f" and {len(known) - MOST_NAMED} more" if len(known) > MOST_NAMED else ""
    )
    raise ConfigurationError(
        f"baseline={as_written(baseline)}: there is no such case; should be one of {listed}{nearest(baseline, known)}"
    )


def nearest_to_own(cases: Cases, scenario: str) -> int:
    """Of the cases of this scenario, which has most factors at the scenario's own level? Of equals, the first."""
    own = own_levels(scenario, [path for path in cases.keys[0] if path != "scenario"])
    score = [
        -1 if str(key["scenario"]) != scenario else sum(level in (None, own.get(path)) for path, level in key.items())
        for key in cases.keys
    ]
    return int(np.argmax(score))


def own_levels(scenario: str, paths: Sequence[str]) -> dict[str, Any]:
    """What does a scenario that ships say at these paths, where it says one number?"""
    from sim.scenario import load_scenario, scenario_names, value_at

    if scenario not in scenario_names() or not paths:
        return {}
    levels, plain = {}, load_scenario(scenario)
    for path in paths:
        try:
            span = value_at(plain, path)
        except (AttributeError, KeyError, TypeError, ValueError):  # a choice, or a path for all groups
            continue
        if span.low == span.high:
            levels[path] = span.low
    return levels


def said_baseline(cases: Cases, bases: np.ndarray) -> str:
    """The baseline in words."""
    used = np.unique(bases)
    if len(used) == 1:
        return f"'{cases.names[used[0]]}'"
    return "the case of the same scenario that is nearest to the scenario's own levels"


def paired_differences(table: pa.Table, cases: Cases, bases: np.ndarray) -> pa.Table:
    """A row for each case that has a baseline with common raids, and each measure.

    Pairs and raid numbers behind it, the mean of either, the mean difference, its paired interval and the unpaired one.
    Raids of one number that lie in a case several times, at several levels, count as one draw of luck.
    """
    ids, luck = identities(table, cases)
    values = measured(table)
    members = [np.flatnonzero(cases.code == k) for k in range(cases.number)]
    rows: list[dict[str, Any]] = []
    for k, base in enumerate(bases):
        if k == base:
            continue
        _, mine, theirs = np.intersect1d(ids[members[k]], ids[members[base]], return_indices=True)
        mine, theirs = members[k][mine], members[base][theirs]
        if len(mine) < 2:
            continue
        lucks = np.unique(luck[mine], return_inverse=True)[1]
        about = {"case": cases.names[k], "baseline": cases.names[base]}
        rows += [
            about | compared(measure, values[measure.name][mine], values[measure.name][theirs], lucks) for measure in MEASURES
        ]
    return pa.Table.from_pylist(rows)


def identities(table: pa.Table, cases: Cases) -> tuple[np.ndarray, np.ndarray]:
    """A number for each raid that is equal where seed, raid and the pooled levels are, and one for seed and raid alone."""
    seed = levels_coded(table["seed"])[0] if "seed" in table.column_names else np.zeros(table.num_rows, np.int64)
    luck = np.unique(seed * 2**32 + column_of(table, "raid").astype(np.int64), return_inverse=True)[1]
    pooled = combinations_of(table, cases.pooled)[0] if cases.pooled else np.zeros(table.num_rows, np.int64)
    return pooled * (int(luck.max()) + 1) + luck, luck


def measured(table: pa.Table) -> dict[str, np.ndarray]:
    """Each measure of each raid, shape (raids,); chances in per cent."""
    code, words = levels_coded(table["ending"])
    met = np.isin(code, [k for k, word in enumerate(words) if word in SUCCESSES])
    return {
        "occupied": 100.0 * column_of(table, "occupied"),
        "objective_met": 100.0 * met,
        "attackers_lost": losses_of(table, "attackers").astype(float),
        "defenders_lost": (losses_of(table, "defenders") + losses_of(table, "relief")).astype(float),
        "duration": column_of(table, "duration_minutes").astype(float),
    }


def compared(measure: Measure, mine: np.ndarray, theirs: np.ndarray, luck: np.ndarray) -> dict[str, Any]:
    """One measure of one case against its baseline."""
    from scipy.special import stdtrit

    lucks = int(luck.max()) + 1
    difference = float(np.mean(mine - theirs))
    reach = float(stdtrit(max(1, lucks - 1), 0.975))
    paired = reach * error_of_mean(mine - theirs, luck, lucks)
    unpaired = reach * float(np.hypot(error_of_mean(mine, luck, lucks), error_of_mean(theirs, luck, lucks)))
    return {
        "measure": measure.name, "unit": measure.unit, "pairs": len(mine), "raid_numbers": lucks,
        "case_mean": float(mine.mean()), "baseline_mean": float(theirs.mean()), "difference": difference,
        "low": difference - paired, "high": difference + paired, "paired_width": 2.0 * paired,
        "unpaired_low": difference - unpaired, "unpaired_high": difference + unpaired, "unpaired_width": 2.0 * unpaired,
    }  # fmt: skip


def error_of_mean(values: np.ndarray, luck: np.ndarray, lucks: int) -> float:
    """The standard error of the mean, where values of one draw of luck stand together; infinite for a single draw."""
    if lucks < 2:
        return float("inf")
    sums = np.bincount(luck, values - values.mean(), minlength=lucks)
    return float(np.sqrt(lucks / (lucks - 1) * np.sum(sums**2)) / len(values))


def side_by_side(numbers: pa.Table) -> pa.Table:
    """A row a case and a column a measure: the difference, its interval, and how wide it and the unpaired one are."""
    every = len(MEASURES)
    columns = {name: numbers[name].to_pylist()[::every] for name in ("case", "baseline", "pairs")}
    for k, measure in enumerate(MEASURES):
        rows = numbers.take(pa.array(np.arange(k, numbers.num_rows, every))).to_pylist()
        columns[f"{measure.name}, {measure.unit} (95 % interval); width paired, unpaired"] = [
            f"{row['difference']:+.3g} ({row['low']:.3g} to {row['high']:.3g}); {row['paired_width']:.3g}, "
            f"{row['unpaired_width']:.3g}"
            for row in rows
        ]
    return table_of(columns)


def draw_paired(numbers: pa.Table) -> "Figure":
    """A column a measure, a row a case."""
    several = len(set(numbers["baseline"].to_pylist())) > 1
    names = list(dict.fromkeys(numbers["case"].to_pylist()))
    sheet = lay_rows(names, [1.0] * len(MEASURES), gap=0.3, below=0.75)
    for axes, measure in zip(sheet.axes, MEASURES, strict=True):
        at = np.array(numbers["measure"].to_pylist()) == measure.name
        columns = ("difference", "low", "high", "unpaired_low", "unpaired_high")
        draw_differences(axes, *(column_of(numbers, name)[at].astype(float) for name in columns))
        axes.set_title(measure.title)
        axes.set_xlabel(measure.unit)
    explain_lines(sheet.figure, "" if several else f"baseline: {numbers['baseline'][0].as_py()}")
    return sheet.figure


def draw_differences(
    axes: "Axes", difference: np.ndarray, low: np.ndarray, high: np.ndarray, wide_low: np.ndarray, wide_high: np.ndarray
) -> None:
    """One column; zero in its middle."""
    rows = np.arange(len(difference))
    axes.axvline(0.0, color=style.GREY, linewidth=1.0)
    axes.hlines(rows, wide_low, wide_high, color=style.SKY, linewidth=6.0, alpha=0.55)
    axes.hlines(rows, low, high, color=style.INK, linewidth=1.6)
    axes.plot(difference, rows, "o", color=style.INK, markersize=4)
    ends = np.concatenate([wide_low, wide_high])
    low_end, high_end = min(0.0, *ends[np.isfinite(ends)]), max(0.0, *ends[np.isfinite(ends)])
    room = 0.06 * (high_end - low_end) or 1.0
    axes.set_xlim(low_end - room, high_end + room)
    axes.locator_params(axis="x", nbins=4)


def explain_lines(figure: "Figure", baseline: str) -> None:
    """What the lines are, and with what is compared."""
    from matplotlib.lines import Line2D

    handles = [
        Line2D([], [], color=style.INK, marker="o", markersize=4, linewidth=1.6, label="mean difference, paired 95 % interval"),
        Line2D([], [], color=style.SKY, linewidth=6, alpha=0.55, label="width without pairing"),
        *([Line2D([], [], linestyle="", label=baseline)] if baseline else []),
    ]
    figure.legend(handles=handles, loc="lower left", ncols=3, bbox_to_anchor=(0.005, 0.0))
