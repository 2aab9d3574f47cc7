"""What is met and what is missed, said in sentences."""

from collections.abc import Sequence
from typing import Any

from sim.patterns.facts import CLAIMED
from sim.patterns.findings import ALL

INSIDE = 0.9  # of the reports would lie within the central 90 %, were the model the world


def hits(endings: Sequence[dict[str, Any]], figures: Sequence[dict[str, Any]], findings: Sequence[dict[str, Any]]) -> list[str]:
    """How much of it is met? A line for endings and causes, one for figures, one for published values."""
    ended, caused = ([row[key] for row in endings if row[key] is not None] for key in ("ending_met", "cause_met"))
    lines = []
    if ended:
        lines.append(
            f"Commonest endings as reported: {sum(ended)} of {len(ended)}; commonest causes: {sum(caused)} of {len(caused)}."
        )
    if figures:
        numbers = [row["met"] for row in figures if row["unit"] != CLAIMED["burned"].unit]
        flags = [row["met"] for row in figures if row["unit"] == CLAIMED["burned"].unit]
        more = f" Reported as burned, and burned as a rule: {sum(flags)} of {len(flags)}." if flags else ""
        lines.append(
            f"Reported figures within the central 90 % of the claims: {sum(numbers)} of {len(numbers)} "
            f"({INSIDE * len(numbers):.0f} would be, were the model the world).{more}"
        )
    judged = [row["verdict"] for row in findings if row["scenario"] == ALL and row["verdict"] != "not judged"]
    if judged:
        counts = ", ".join(f"{judged.count(word)} {word}" for word in ("met", "in sign only", "missed", "no answer"))
        lines.append(f"Patterns of many battles: {counts}.")
    return lines


def misses(
    endings: Sequence[dict[str, Any]], figures: Sequence[dict[str, Any]], findings: Sequence[dict[str, Any]]
) -> list[str]:
    """What is missed? A sentence each."""
    missed = []
    for row in endings:
        if row["ending_met"] is False:
            missed.append(
                f"{row['scenario']}: mostly {row['commonest_ending']}, reported {' or '.join(row['reported_endings'])}"
            )
        if row["cause_met"] is False:
            cause = row["commonest_cause"] or "no raid ended so"
            missed.append(f"{row['scenario']}: commonest cause {cause}, reported {' or '.join(row['reported_causes'])}")
    missed += [figure_in_words(row) for row in figures if not row["met"]]
    missed += [
        finding_in_words(row) for row in findings if row["scenario"] == ALL and row["verdict"] in ("in sign only", "missed")
    ]
    return missed


def figure_in_words(row: dict[str, Any]) -> str:
    """A reported figure that the claims miss."""
    what = f"{row['scenario']}: {CLAIMED[row['figure']].words}"
    if row["unit"] == CLAIMED["burned"].unit:
        return f"{what}: reported as {'true' if row['reported'] else 'false'}, true in {100 * row['median']:.0f} % of the raids"
    side = "fewer" if row["reported"] > row["q95"] else "more"
    return f"{what}: {row['reported']:,g} reported, the model claims {side}, {row['q05']:,.3g} to {row['q95']:,.3g}"


def finding_in_words(row: dict[str, Any]) -> str:
    """A published value that is met in sign only, or missed."""
    is_share = row["unit"].startswith("share")
    value = f"{100 * row['estimate']:.1f} %" if is_share else f"{row['estimate']:+.2f} ({row['unit']})"
    return f"{row['words']}: {row['verdict']}: {value}, published {row['published']}"
