"""One raid twice on one page, as it is and with something changed: both courses on the same axes, and where they part."""

import textwrap
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from sim.config import Scenario
from sim.figures import style
from sim.figures.panels import draw_panels, number_milestones
from sim.story import Milestone, clock, minute_words, most_telling, seed_of, verdict
from sim.table import Course
from sim.why.difference import Parted
from sim.why.side_by_side import why_they_part

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

WIDTH = style.PAGE_WIDTH
PANELS = (1.1, 0.8, 0.8, 0.8, 0.9)  # heights, from the top down, in inches
GAP, HEAD, FOOT, LINE = 0.31, 2.25, 0.45, 0.167
COLUMN, LEFT = 6.15, (0.75, 7.95)  # width of either raid's panels, and where they begin
MOST_SHARED, MOST_OWN = 5, 7  # milestones that are told
LETTERS = 185  # of a line across the page
MARK = style.PURPLE
HEADS = ("As it is", "What if")
SMALL_PRINT = (
    "Grey sentences: the same at the same minute in both raids. Both raids meet the same draws of chance, each a number "
    "between 0 and 1. Drawn from rows of both raids, played in lock-step by redoubt raid."
)


def draw_what_if(
    changes: Sequence[str],
    scenarios: Sequence[Scenario],
    parted: Parted,
    courses: Sequence[Course],
    stories: Sequence[Sequence[Milestone]],
) -> "Figure":
    """How did the same raid go as it is and with something changed, and where do the two part?

    Parameters
    ----------
    changes : sequence of str
        What was changed, as it was asked for.
    scenarios : two of Scenario
        As it is, and what if.
    parted : Parted
        From `sim.why.partings.find_partings`.
    courses : two of Course
        Of the same raids, from `trace`.
    stories : two sequences of Milestone
        From `sim.story.milestones`; the most telling ones are shown.

    Returns
    -------
    matplotlib.figure.Figure
        For ``figure.savefig(path)``; 14.4 inches wide, as high as its words need.
    """
    shared = common(stories)
    told, why = [chosen(story, shared) for story in stories], list(lines_of(why_they_part(parted)))
    end = max(float(raid.world.end_minute) for raid in parted.raids)
    rows = max(map(len, told))
    below = FOOT + LINE * (len(why) + 0.5 + rows + 1.0)
    height = HEAD + sum(PANELS) + GAP * (len(PANELS) - 1) + 0.45 + below
    with style.styled():
        figure = style.blank(WIDTH, height)
        write_title(figure, scenarios[0], changes, parted)
        both = [stack(figure, left, height - HEAD) for left in LEFT]
        for panels, raid, course in zip(both, parted.raids, courses, strict=True):
            draw_panels(panels, raid, course.series, end)
        share_scales(both)
        for panels, story, left, raid in zip(both, told, LEFT, parted.raids, strict=True):
            number_milestones(panels, story)
            mark_parting(panels, parted)
            write_story(figure, story, shared, left, below, float(raid.given.start_hour))
        write_why(figure, why)
    return figure


def stack(figure: "Figure", left: float, top: float) -> "list[Axes]":
    """Five panels from the top down."""
    panels = []
    for height in PANELS:
        top -= height
        panels.append(style.place(figure, left, top, COLUMN, height))
        top -= GAP
    return panels


def share_scales(both: "Sequence[Sequence[Axes]]") -> None:
    """Both raids on the same scale, panel by panel, where they have the same unit."""
    for pair in zip(*both, strict=True):
        if len({axes.get_ylabel() for axes in pair}) == 1:
            top = max(axes.get_ylim()[1] for axes in pair)
            for axes in pair:
                axes.set_ylim(0.0, top)


def mark_parting(panels: "Sequence[Axes]", parted: Parted) -> None:
    """A line through all panels at the minute at which they part, with a pointer on top of each."""
    if parted.ground is None:
        return
    minute = parted.ground.minute
    for axes in panels:
        axes.axvline(minute, color=MARK, linewidth=1.8, zorder=4)
        pointer: style.Look = {"transform": axes.get_xaxis_transform(), "clip_on": False, "zorder": 7}
        axes.plot(minute, 1.0, "v", color=MARK, markersize=7, markeredgecolor="white", **pointer)


def write_title(figure: "Figure", scenario: Scenario, changes: Sequence[str], parted: Parted) -> None:
    """Which raid, what was changed, and how both ended."""
    height, raid = figure.get_size_inches()[1], parted.raids[0]
    words: style.Look = {"va": "center"}
    title = textwrap.shorten(scenario.title, 90, placeholder=" …")
    start = clock(0.0, float(raid.given.start_hour))
    luck = f"scenario {scenario.name}, seed {seed_of(raid)}, raid {int(raid.world.raid)}; starts at {start}"
    figure.text(0.02, 1 - 0.27 / height, title, fontsize=15, fontweight="bold", **words)
    figure.text(0.98, 1 - 0.27 / height, luck, fontsize=8.5, ha="right", color=style.GREY, **words)
    parting = f"▼ they part in minute {minute_words(parted.ground.minute)}" if parted.ground else "they never part"
    figure.text(
        0.98, 1 - 0.55 / height, parting, fontsize=10.5, fontweight="bold", ha="right", color=style.darker(MARK), **words
    )
    asked = (HEADS[0], f"{HEADS[1]}: {textwrap.shorten(', '.join(changes), 70, placeholder=' …')}")
    for left, head, ended, outcome in zip(LEFT, asked, map(verdict, parted.raids), parted.outcomes, strict=True):
        figure.text((left - 0.45) / WIDTH, 1 - 0.85 / height, head, fontsize=11.5, fontweight="bold", **words)
        ended = f"{ended[:1].upper()}{ended[1:]}, after {outcome['duration_minutes']:.0f} min."
        for k, line in enumerate((ended, cost(outcome))):
            figure.text((left - 0.45) / WIDTH, 1 - (1.08 + 0.19 * k) / height, line, fontsize=8.5, **words)


def cost(outcome: dict[str, Any]) -> str:
    """Losses of both sides, in a few words."""
    text = "Attackers: {attackers_killed} killed, {attackers_wounded} wounded. Garrison: {defenders_killed} killed, "
    return (text + "{defenders_wounded} wounded, {defenders_captured} captured, {defenders_fled} fled.").format(**outcome)


def common(stories: Sequence[Sequence[Milestone]]) -> set[tuple[float, str]]:
    """What happened in both raids, at the same minute."""
    one, other = ({(milestone.minute, milestone.text) for milestone in story} for story in stories)
    return one & other


def chosen(story: Sequence[Milestone], shared: set[tuple[float, str]]) -> list[Milestone]:
    """The most telling milestones of one raid: of those of both a few, the same in both, and of its own."""
    in_both = [milestone for milestone in story if (milestone.minute, milestone.text) in shared]
    its_own = [milestone for milestone in story if milestone not in in_both]
    told = [*most_telling(in_both, MOST_SHARED), *most_telling(its_own, MOST_OWN)]
    return [milestone for milestone in story if milestone in told]


def lines_of(sentences: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Lines across the page, and how heavy they are: the parting itself stands out."""
    for sentence in sentences:
        weight = "bold" if sentence.startswith("They ") else "normal"
        for line in textwrap.wrap(sentence, LETTERS, subsequent_indent="    "):
            yield line, weight


def write_story(
    figure: "Figure", told: Sequence[Milestone], shared: set[tuple[float, str]], left: float, top: float, start_hour: float
) -> None:
    """The numbered sentences of one raid; what is the same in both is grey."""
    height = figure.get_size_inches()[1]
    for k, milestone in enumerate(told, start=1):
        y = (top - LINE * k) / height
        colour = style.GREY if (milestone.minute, milestone.text) in shared else style.INK
        words: style.Look = {"fontsize": 8, "va": "center", "color": colour}
        figure.text((left - 0.25) / WIDTH, y, f"{k}", ha="right", **(words | {"fontweight": "bold"}))
        figure.text((left + 0.15) / WIDTH, y, clock(milestone.minute, start_hour), ha="right", **words)
        figure.text((left + 0.85) / WIDTH, y, f"{minute_words(milestone.minute)} min", ha="right", **words)
        text = textwrap.shorten(milestone.text, 92, placeholder=" …")
        figure.text((left + 0.97) / WIDTH, y, text, **words)


def write_why(figure: "Figure", lines: Sequence[tuple[str, str]]) -> None:
    """Across the foot of the page: why they part; and what the colours of the sentences mean."""
    height = figure.get_size_inches()[1]
    for k, (line, weight) in enumerate(reversed(lines)):
        figure.text(0.3 / WIDTH, (FOOT + LINE * k) / height, line, fontsize=8.5, va="center", fontweight=weight)
    figure.text(0.3 / WIDTH, 0.18 / height, SMALL_PRINT, fontsize=7.5, va="center", color=style.GREY)
