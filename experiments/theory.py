"""Raids beside exact results. `python -m experiments.theory law=square attackers=10 defenders=8 runs=100000 tick=0.002`."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from experiments.door import Job, through_door

if TYPE_CHECKING:
    from experiments.settings import TheorySettings
    from sim.theory.measured import Line, Measured

RELIEF = {"relief_people": "relief"}  # Hydra takes relief=30 for a choice among configs/relief/
LONG = 0.25  # kills expected in the first tick, from which on the tick is said to be long
WORDS = {
    "p_attacker_wins": "chance that attackers win",
    "mean_attackers": "attackers left, mean",
    "mean_defenders": "defenders left, mean",
    "variance_attackers": "attackers left, variance",
    "variance_defenders": "defenders left, variance",
    "rounds_attackers": "rounds fired by attackers, mean",
    "rounds_defenders": "rounds fired by defenders, mean",
    "conserved_mean": "conserved quantity at the end, mean",
}


def work(job: Job) -> None:
    """Play the duel, print it beside the exact values, keep it."""
    from experiments.settings import TheorySettings, judge_settings
    from sim.theory.staged import stage, suitable_tick

    refuse_a_scenario(job)
    settings = judge_settings(TheorySettings, job._replace(settings=with_relief(job.settings)))
    ticks = settings.ticks or [settings.tick or suitable_tick(settings)]
    for tick in ticks:
        stage(settings, tick)  # refused before anything is played
    measured = played(settings, ticks)
    answers = [answer(settings, one) for one in measured]
    asked = answers[0] if settings.ticks is None else {"convergence": answers}
    files = [keep(job.folder / "theory.json", asked)]
    if settings.ticks is not None:
        files.append(draw(job.folder / "theory.png", settings, measured))
    show(settings, measured, asked, files)


def refuse_a_scenario(job: Job) -> None:
    """A duel has settings of its own."""
    from sim.mistakes import ConfigurationError

    if job.scenario:
        raise ConfigurationError(f"{min(job.scenario)}: a duel takes no scenario and no setting of one; leave it out")


def with_relief(settings: dict[str, Any]) -> dict[str, Any]:
    """The settings, with `relief` under its own name again."""
    return {RELIEF.get(name, name): value for name, value in settings.items()}


def played(settings: "TheorySettings", ticks: list[float]) -> "list[Measured]":
    """The same duel at each of these ticks."""
    from experiments.screen import progress_bar
    from sim.theory.measured import measure
    from sim.warm import warm_up

    warm_up()
    with progress_bar("raids", settings.runs * len(ticks)) as bar:
        return [measure(settings, tick, settings.runs, settings.seed, settings.workers, bar.advance) for tick in ticks]


def answer(settings: "TheorySettings", measured: "Measured") -> dict[str, Any]:
    """All numbers by name: an estimate, its standard error `se_...`, its exact value `exact_...`, and `z_...`."""
    from sim.theory.duel import Duel

    numbers: dict[str, Any] = {name: getattr(settings, name) for name in Duel.model_fields}
    numbers |= {"runs": settings.runs, "tick": measured.tick, "seed": settings.seed}
    for line in measured.lines:
        names = ("se", "exact_p", "z") if line.name == "p_attacker_wins" else (f"{k}_{line.name}" for k in ("se", "exact", "z"))
        numbers[line.name] = line.estimate
        numbers |= zip(names, (line.error, line.exact, line.z), strict=True)
    return numbers | {
        "conserved_start": measured.conserved_at_start,
        "kill_per_round_attackers": measured.kills.attackers,
        "kill_per_round_defenders": measured.kills.defenders,
        "draws": measured.draws,
        "past_break_points": measured.past_break_points,
        "undecided": measured.undecided,
        "expected_kills_first_tick": measured.kills_in_first_tick,
    }


def keep(path: Path, numbers: dict[str, Any]) -> Path:
    """The numbers on disk."""
    import json

    from sim.store import aside

    with aside(path) as temporary:
        temporary.write_text(json.dumps(numbers, indent=2) + "\n", encoding="utf-8")
    return path


def show(settings: "TheorySettings", measured: "list[Measured]", asked: dict[str, Any], files: list[Path]) -> None:
    """For people or for programs."""
    if settings.format == "json":
        import json

        print(json.dumps(asked))
        return
    from experiments.screen import print_files

    print_table(settings, measured[0]) if settings.ticks is None else print_convergence(settings, measured)
    for words in remarks(settings, measured):
        print(words)
    print_files(*files)


def print_table(settings: "TheorySettings", measured: "Measured") -> None:
    """Estimate, standard error, exact value and z of each quantity."""
    print(
        f"{described(settings)}\n{settings.runs:,} raids, seed {settings.seed}, tick {measured.tick:g}, with "
        f"{measured.kills_in_first_tick:.3g} kills expected in the first;\n"
        f"a round kills with chance {measured.kills.attackers:.3g} (attackers), {measured.kills.defenders:.3g} (defenders)"
    )
    rows = [cells(line, settings) for line in measured.lines]
    print_rows(("", "estimate", "standard error", "exact", "z"), rows)


def print_convergence(settings: "TheorySettings", measured: "list[Measured]") -> None:
    """The chance at each tick."""
    print(f"{described(settings)}\n{settings.runs:,} raids a tick, seed {settings.seed}: chance that attackers win")
    rows = [
        [f"{one.tick:g}", f"{one.kills_in_first_tick:.3g}", *cells(one.lines[0], settings)[1:], f"{one.draws:.3%}"]
        for one in measured
    ]
    print_rows(("tick", "kills expected\nin the first", "estimate", "standard error", "exact", "z", "draws"), rows)


def print_rows(heads: tuple[str, ...], rows: list[list[str]]) -> None:
    """A table of text."""
    from rich import box
    from rich.console import Console
    from rich.table import Table

    table = Table(box=box.SIMPLE_HEAD)
    for words in heads:
        table.add_column(words, justify="right" if words else "left", no_wrap=True)
    for row in rows:
        table.add_row(*row)
    Console(width=None if Console().is_terminal else 120).print(table, highlight=False)


def cells(line: "Line", settings: "TheorySettings") -> list[str]:
    """One row of the table."""
    changes = settings.structure or settings.relief or settings.rounds is not None
    words = "quantity of the law at the end, mean" if line.name == "conserved_mean" and changes else WORDS[line.name]
    known = "-" if line.exact is None else f"{line.exact:.6g}"
    return [words, f"{line.estimate:.6g}", f"{line.error:.2g}", known, "-" if line.z is None else f"{line.z:+.2f}"]


def remarks(settings: "TheorySettings", measured: "list[Measured]") -> list[str]:
    """What has to be said besides, a line each."""
    from sim.theory.exact import MOST_STATES

    words, one = [], measured[0]
    if one.lines[0].exact is None:
        words.append(f"no exact values: the duel has more than {MOST_STATES:,} states, or its relief comes too late")
    if settings.ticks is not None:
        return words
    if one.draws:
        words.append(f"both sides fell in the same tick in {one.draws:.3%} of the raids; half a victory each")
    if one.past_break_points:
        words.append(f"in {one.past_break_points:.3%} more fell in the last tick than it takes to break; they count as left")
    if one.undecided:
        words.append(f"{one.undecided:.3%} of the raids were not over when the clock stopped; no victory")
    if one.kills_in_first_tick > LONG:
        words.append(
            f"tick={one.tick:g} is long: {one.kills_in_first_tick:.2g} kills are expected in the first; "
            f"with fewer than {LONG} the bias is small"
        )
    return words


def draw(path: Path, settings: "TheorySettings", measured: "list[Measured]") -> Path:
    """How the chance converges as the tick shrinks."""
    from experiments.screen import working
    from sim.figures.duels import Point, draw_convergence
    from sim.store import aside

    chances = [(one, one.lines[0]) for one in measured]
    points = [Point(one.tick, one.kills_in_first_tick, line.estimate, line.error) for one, line in chances]
    with working("drawing"), aside(path) as temporary:
        draw_convergence(points, chances[0][1].exact, described(settings), settings.runs).savefig(temporary, dpi=150)
    return path


def described(settings: "TheorySettings") -> str:
    """The duel in a line."""
    extras = [
        f"{words} {getattr(settings, name)}"
        for name, words in (
            ("stop_attackers", "attackers leave at"), ("stop_defenders", "defenders give up at"), ("rounds", "rounds"),
            ("structure", "wall"), ("relief", "relief"),
        )
        if getattr(settings, name)
    ]  # fmt: skip
    first = f"{settings.law} law, {settings.attackers} attackers against {settings.defenders} defenders"
    return ", ".join([first, f"alpha {settings.alpha:g}", f"beta {settings.beta:g}", *extras])


def main() -> None:
    """The command."""
    sys.argv[1:] = [f"relief_people={a[7:]}" if a.startswith("relief=") else a for a in sys.argv[1:]]
    through_door("theory", work)


if __name__ == "__main__":
    main()
