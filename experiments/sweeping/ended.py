"""When a sweep has ended: what came of it, in the terminal, as tables and as a picture."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

from experiments.door import Job

if TYPE_CHECKING:
    import pyarrow as pa

    from experiments.settings import SweepSettings
    from experiments.sweeping.asked import Asked
    from sim.subject import Subject
    from sim.sweeps.conduct import Account
    from sim.sweeps.folder import SweepFolder

MOST_DRAWN = 500_000  # raids behind a picture; of more, the first, which are an even sample
MOST_LINES, MOST_SCATTERED = 120, 24  # points in the terminal: of a factorial design, of any other
DRAWN = (
    "ending", "cause", "occupied", "duration_minutes", "attackers", "attackers_killed", "attackers_wounded",
    "attackers_captured", "defenders", "defenders_killed", "defenders_wounded", "defenders_captured", "relief_killed",
    "relief_wounded",
)  # fmt: skip


def show_end(job: Job, settings: "SweepSettings[Any, Any]", asked: "Asked", folder: "SweepFolder", account: "Account") -> None:
    """Sum up, print, keep and draw; where other starts have still to play, say so instead."""
    print(account_of(folder, account))
    for line in account.lost[:5]:
        print(f"  a shard was lost and will be played by the next start: {line}")
    if account.waits_for:
        missing = "1 shard of another part is" if account.waits_for == 1 else f"{account.waits_for} shards of other parts are"
        print(f"  {missing} missing; the start that finds all shards there sums the sweep up")
    if account.unplayed:
        print(f"  {account.unplayed} shards were not played; the same command with sweep.dir={folder.path} plays them")
    if account.waits_for or account.unplayed or account.raids == account.failed:
        return
    if folder.subject.name != "raid":
        show_columns(job, settings, asked, folder)
        return
    table = drawn_table(folder.parts())
    summary, files = keep_tables(settings, folder, table if account.raids <= MOST_DRAWN else None)
    if job.is_multirun:
        return
    table = without_failures(table)
    print_points(summary, table, MOST_LINES if settings.design.kind == "factorial" else MOST_SCATTERED)
    if asked.correlation is not None:
        print(
            f"the design: {len(asked.points):,} points; the largest correlation between two factors is {asked.correlation:.4f}"
        )
    if settings.sweep.figure:
        files.insert(1, draw(table, asked.varied, title_of(settings, asked, account), folder.path / "comparison.png"))
    if settings.design.kind == "boundary":
        from experiments.sweeping.lines import keep_boundary

        files += keep_boundary(asked.factors, settings.design.level, summary, asked.bases[0].scenario.title, folder.path)
    from experiments.screen import print_files

    print_files(folder.rows, *files)


def show_columns(job: Job, settings: "SweepSettings[Any, Any]", asked: "Asked", folder: "SweepFolder") -> None:
    """Of what is no raid: a line for each point, and the tables; whoever knows it draws it."""
    from experiments.screen import print_columns, print_files

    summary, files = keep_tables(settings, folder, None)
    if job.is_multirun:
        return
    measures = summary.column_names[summary.column_names.index(folder.subject.many) :]
    print_columns(summary.select(["scenario", *asked.varied, *measures]), folder.subject)
    print_files(folder.rows, *files)


def account_of(folder: "SweepFolder", account: "Account") -> str:
    """How many raids are there, and where do they come from?"""
    there = account.raids - account.played
    found = f", {there:,} found" if there else ""
    failed = f"; {account.failed:,} could not be played, see the column error" if account.failed else ""
    return f"{account.raids:,} {folder.subject.many} ({account.played:,} played now{found}){failed}"


def title_of(settings: "SweepSettings[Any, Any]", asked: "Asked", account: "Account") -> str:
    """What is compared?"""
    names = list(dict.fromkeys(base.words["scenario"] for base in asked.bases))
    who = f"{len(names)} scenarios" if len(names) > 1 else asked.bases[0].scenario.title
    each = settings.replicates.max if settings.replicates.is_fixed else 0
    raids = f"{each:,} raids for each of {account.raids // each:,} points" if each else f"{account.raids:,} raids"
    return f"Sweep of {who}, {raids}, seed {settings.seed}"


def keep_tables(
    settings: "SweepSettings[Any, Any]", folder: "SweepFolder", raids: "pa.Table | None"
) -> "tuple[pa.Table, list[Path]]":
    """The summary, a row a point; what the columns mean; on request every raid as text."""
    from experiments.screen import working
    from sim.store import write_csv
    from sim.sweeps.folder import read_parquet
    from sim.sweeps.results import all_points, summary_of, with_half_widths, write_all_as_csv, write_dictionary

    with working("summing up"):
        points = all_points(folder)
        summary = summary_of(folder, points, raids)
        if not settings.replicates.is_fixed:
            summary = with_half_widths(summary, folder, settings.replicates)
        files = [
            write_csv(summary, folder.path / "summary.csv"),
            write_dictionary(read_parquet(folder.parts()[0]), folder.path / "columns.csv"),
        ]
    if not settings.replicates.is_fixed:
        print(precision_of(summary, settings, folder.subject.many))
    if settings.sweep.csv:
        file = folder.path / f"{folder.subject.many}.csv"
        with working(f"writing {file.name}"):
            files.append(write_all_as_csv(folder, file))
    return summary, files


def precision_of(summary: "pa.Table", settings: "SweepSettings[Any, Any]", many: str) -> str:
    """How well is the measure known, and where is it not known well enough?"""
    import numpy as np

    asked = settings.replicates
    name = f"{asked.measure}_{'relative_' if asked.relative else ''}half_width"
    half, raids = summary[name].to_numpy(), summary[many].to_numpy()
    enough, widest = int(np.sum(half <= asked.half_width)), int(np.nanargmax(np.where(np.isnan(half), -1.0, half)))
    rest = "" if enough == len(half) else f"; the others stopped at {asked.max:,} {many}"
    return (
        f"{asked.measure}: {enough:,} of {len(half):,} points have a 95 % half-width of at most {asked.half_width:g}{rest}; "
        f"the widest is {half[widest]:.3g} at point {widest} with {raids[widest]:,} {many}"
    )


def drawn_table(files: list[Path]) -> "pa.Table":
    """The raids behind a summary and a picture, from the parts of one sweep or from a gathered table."""
    from experiments.screen import working
    from sim.sweeps.results import read_parts

    with working("reading"):
        return read_parts(files, DRAWN, MOST_DRAWN)


def without_failures(table: "pa.Table") -> "pa.Table":
    """The raids that could be played, in the order of their points."""
    import pyarrow.compute as pc

    from sim.store import plain

    table = plain(table.filter(pc.is_null(table["error"]))).drop_columns(["error"])
    return table.sort_by("point").drop_columns(["point"]) if "point" in table.column_names else table


def print_points(summary: "pa.Table", table: "pa.Table", most: int) -> None:
    """A line for each point; where that is too much, a line for each scenario."""
    from experiments.screen import MEASURES, print_summary
    from sim.summary import factors_of, summarise, varied_factors_of

    if summary.num_rows <= most:
        print_summary(summary.select(["scenario", *factors_of(table), *MEASURES]).to_pylist())
        return
    pooled = summarise(table.drop_columns(factors_of(table)))
    print_summary([row | {"occupied_low": None, "occupied_high": None} for row in pooled])
    print(f"all points together, so without an interval; {', '.join(varied_factors_of(table))} are varied;")
    print("summary.csv has a row for each point")


def draw(table: "pa.Table", varied: list[str], title: str, file: Path) -> Path:
    """The comparison on one page."""
    from experiments.screen import working
    from sim.figures.comparison import draw_comparison
    from sim.store import aside

    with working("drawing"), aside(file) as temporary:
        draw_comparison(table, varied, title).savefig(temporary, dpi=120)
    return file


def show_gathered(jobs: list[Job]) -> None:
    """The jobs of a multirun as one table, one summary and one picture."""
    from experiments.screen import working
    from sim.sweeps.folder import SweepFolder
    from sim.sweeps.results import gather

    folders = [folder for folder in (SweepFolder(job.folder) for job in jobs) if folder.parts()]
    if not folders:
        return
    above, subject = jobs[0].above, folders[0].subject
    with working("gathering the jobs"):
        file = gather(folders, above / f"{subject.many}.parquet")
    if subject.name != "raid":
        show_gathered_columns(file, subject)
        return
    from experiments.comparing import show_comparison

    show_comparison(without_failures(drawn_table([file])), above, f"{len(folders)} jobs of a sweep compared", file)


def show_gathered_columns(file: Path, subject: "Subject") -> None:
    """The same of what is no raid: one table and one summary."""
    import pyarrow as pa

    from experiments.screen import print_columns, print_files
    from sim.store import write_csv
    from sim.summary import summarise
    from sim.sweeps.results import read_parts

    summary = pa.Table.from_pylist(summarise(without_failures(read_parts([file]))))
    print_columns(summary, subject)
    print_files(file, write_csv(summary, file.parent / "summary.csv"))
