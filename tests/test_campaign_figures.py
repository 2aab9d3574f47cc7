"""Pictures of campaigns: what is drawn is what happened, words do not lie over each other, and the smallest war can be drawn."""

from itertools import pairwise

import numpy as np
import pyarrow as pa
import pytest

from sim.campaign.scenario import judge, load_campaign
from sim.campaign.state import WEEKS_A_MONTH, Standing
from sim.campaign.table import play, trace
from sim.figures import style
from sim.figures.campaigns.air import ANSWERS, draw_air
from sim.figures.campaigns.fan import SETS, draw_fan, lost_by_month
from sim.figures.campaigns.film import film_campaign, moments_of
from sim.figures.campaigns.kept import drawings, keep_campaign_figures
from sim.figures.campaigns.maps import draw_campaign_map
from sim.figures.campaigns.maps import moments_of as weeks_of_maps
from sim.figures.campaigns.months import months_begun, name_of_month
from sim.figures.campaigns.raids import draw_raids_by_month
from sim.figures.campaigns.signs import GIVEN_UP, HELD, LATELY, LOST, states_of
from sim.figures.campaigns.stage import CampaignStage, Moment, flights_of
from sim.figures.campaigns.stocks import STOCKS, draw_stocks
from sim.figures.fans import SHARES
from tests.drawn import bars_of, off_page, overlaps, signs_in, titled
from tests.scenarios import changed

BUSY = {  # groups that are ready soon and often, and one gunship on an airfield, so that everything happens within months
    "groups.tempo_per_week": 1.0,
    "groups.wanted_ratio": 0.5,
    "groups.ready_rounds": 10,
    "groups.rest_weeks": 1,
    "groups.ambush_per_week": 0.3,
    "arms.onset_week": 0,
    "fleet.gunships": 1,
    "fleet.turnaround_minutes": 6000,
    "policy.draws_back": True,
    "counted.from_week": 10,
    "counted.to_week": 30,
    "weeks": 30,
}
TINY = {"weeks": 1, "region.airfields": {}, "counted.area": None, "reported.incidents": [], "reported.facts": {}}


def campaign_of(areas, changes, posts=None):
    """The shipped campaign with a few of its areas only."""
    data = load_campaign("country").model_dump()
    own = {name: data["region"]["areas"][name] | ({"posts": posts, "groups": 1} if posts else {}) for name in areas}
    return judge(changed(data, changes | {"region.areas": own}))


@pytest.fixture(scope="module")
def courses():
    campaign = campaign_of(["east_hills", "brigade"], BUSY)
    return [trace(campaign, 1, number) for number in range(2)]


@pytest.fixture(scope="module")
def tables(courses):
    return {"hold": play(courses[0].campaign, 5, 1), "draw_back": play(courses[0].campaign, 8, 2)}


@pytest.fixture(scope="module")
def figures(courses, tables):
    """One of each."""
    return {
        "map": draw_campaign_map(courses[0]),
        "fan": draw_fan(tables, courses[0].campaign),
        "raids": draw_raids_by_month(courses),
        "air": draw_air(courses),
        "stocks": draw_stocks(courses),
    }


@pytest.fixture(scope="module")
def tiny():
    """One area, one post, one group, one week, no airfield; nothing was reported."""
    campaign = campaign_of(["north"], TINY, {"police_post": 1})
    return [trace(campaign)], {"only": play(campaign, 3)}


# ---- all of them -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["map", "fan", "raids", "air", "stocks"])
def test_words_lie_neither_over_each_other_nor_off_the_page(figures, name):
    assert overlaps(figures[name]) == []
    assert off_page(figures[name]) == []


@pytest.mark.parametrize("name", ["map", "fan", "raids", "air", "stocks"])
def test_a_figure_can_be_read_at_the_width_of_a_page(figures, name):
    assert 1500 <= figures[name].get_size_inches()[0] * 150 <= 1700
    assert min(text.get_fontsize() for axes in figures[name].axes for text in [*axes.texts, axes.title]) >= 6.5


def test_names_of_areas_lie_apart_on_the_shipped_map():
    assert overlaps(draw_campaign_map(trace(load_campaign("country", ["weeks=1"])))) == []


def test_four_sets_with_long_names_have_room_in_the_key(tables, courses):
    names = [f"policy=draw_back, fleet.gunships={k}, groups.tempo_per_week=0.123456" for k in range(len(SETS))]
    figure = draw_fan(dict.fromkeys(names, tables["hold"]), courses[0].campaign)
    assert overlaps(figure) == []
    assert off_page(figure) == []


def test_words_over_each_other_or_off_the_page_are_found():
    figure = style.blank(4.0, 2.0)
    for x, words in ((0.1, "far"), (0.5, "here"), (0.51, "and here"), (0.99, "off the page")):
        figure.text(x, 0.5, words)
    assert overlaps(figure) == [("here", "and here")]
    assert off_page(figure) == ["off the page"]


def test_the_smallest_campaign_is_drawn_and_filmed(tiny, tmp_path):
    courses, tables = tiny
    files = keep_campaign_figures(courses, tables, tmp_path / "new" / "folder")
    assert [file.name for file in files] == ["map.png", "fan.png", "raids.png", "air.png", "stocks.png"]
    assert all(file.stat().st_size > 5000 for file in files)
    assert film_campaign(courses[0], tmp_path / "film.gif").stat().st_size > 1000
    for draw in (draw_raids_by_month, draw_air, draw_stocks):
        assert overlaps(draw(courses)) == []
    assert overlaps(draw_campaign_map(courses[0])) == []
    assert overlaps(draw_fan(tables, courses[0].campaign)) == []


def test_nothing_that_happened_is_said_so(tiny):
    courses, _ = tiny
    said = {text.get_text() for draw in (draw_raids_by_month, draw_air) for axes in draw(courses).axes for text in axes.texts}
    assert {"no raids", "no ambushes", "aircraft were never called"} <= said


def test_without_tables_there_is_no_fan(tiny):
    assert [name for name, _ in drawings(tiny[0], {})] == ["map", "raids", "air", "stocks"]


# ---- months ------------------------------------------------------------------------------------------------------


def test_a_campaign_of_614_days_from_february_ends_in_its_21st_month_an_october():
    campaign = load_campaign("country")
    assert months_begun(88) == 21
    assert name_of_month(campaign, 87) == "Oct"
    assert name_of_month(campaign, 0) == "Feb"
    assert months_begun(4) == 1


def test_a_campaign_that_may_begin_at_any_time_has_no_calendar():
    campaign = load_campaign("country", ["season.first_month={low: 1, high: 13}"])
    assert name_of_month(campaign, 10) == ""


# ---- the map -----------------------------------------------------------------------------------------------------


def test_each_map_has_as_many_marks_of_each_sort_as_there_are_posts_so(courses, figures):
    course, panels = courses[0], figures["map"].axes
    assert len(panels) == 8
    for axes, week in ((panels[0], 0), (panels[-1], 30)):
        standing = course.standings[week]
        assert signs_in(axes, HELD) == course.held(week).sum() == (standing == Standing.HELD).sum()
        assert signs_in(axes, LATELY) + signs_in(axes, LOST) == (standing == Standing.LOST).sum()
        assert signs_in(axes, GIVEN_UP) == (standing == Standing.GIVEN_UP).sum()
    for axes in panels:
        assert sum(signs_in(axes, state) for state in (HELD, LATELY, LOST, GIVEN_UP)) == len(course.ground.posts)
        assert signs_in(axes, "groups") == len(course.ground.groups)
        assert signs_in(axes, "airfields") == len(course.ground.airfield_km)
    assert signs_in(panels[-1], HELD) < signs_in(panels[0], HELD)


def test_each_raid_stands_on_exactly_one_map(courses, figures):
    ambush = np.array(courses[0].events["ambush"].to_pylist())
    taken = np.array(courses[0].events["ending"].to_pylist()) == "occupied"
    found = {name: sum(signs_in(axes, name) for axes in figures["map"].axes) for name in ("taken", "failed", "ambush")}
    assert found == {"taken": (taken & ~ambush).sum(), "failed": (~taken & ~ambush).sum(), "ambush": ambush.sum()}
    assert min(found.values()) > 0


def test_a_post_is_lost_lately_only_until_the_next_map(courses):
    course = courses[0]
    week = next(k for k in range(30) if (states_of(course, k, k - 1) == LATELY).any())
    post = int(np.flatnonzero(states_of(course, week, week - 1) == LATELY)[0])
    assert course.standings[week][post] == Standing.LOST
    assert course.standings[week - 1][post] == Standing.HELD
    assert states_of(course, week, week)[post] == LOST


def test_titles_tell_the_month_and_how_many_posts_are_held(courses, figures):
    first, *_, last = figures["map"].axes
    assert first.get_title(loc="left") == "start"
    assert last.get_title(loc="left") == "end of week 30 (Aug)"
    assert last.get_title(loc="right") == f"{courses[0].held(30).sum()} of {len(courses[0].ground.posts)} held"


@pytest.mark.parametrize(("weeks", "shown"), [(1, [0, 1]), (7, list(range(8))), (88, [0, 13, 26, 39, 48, 61, 74, 88])])
def test_maps_show_the_start_and_the_end_and_the_time_between_evenly(weeks, shown):
    assert weeks_of_maps(weeks) == shown


# ---- the fan -----------------------------------------------------------------------------------------------------


def test_the_fan_is_the_quantiles_of_the_campaigns_month_by_month(figures, tables, courses):
    axes = titled(figures["fan"], "All posts lost")
    lines = {line.get_label(): line for line in axes.lines}
    for name, table in tables.items():
        months, lost = lines[name].get_data()
        assert months[0] == lost[0] == 0.0
        assert months[-1] == pytest.approx(30 / WEEKS_A_MONTH)
        for month in range(1, 7):
            assert lost[month] == np.quantile(table[f"bases_lost_month_{month:02d}"].to_numpy(), 0.5)
        assert lost[-1] == np.quantile(table["bases_lost"].to_numpy(), 0.5)
    bands = [path.vertices[:, 1] for band in axes.collections for path in band.get_paths()]
    ends = np.quantile(tables["hold"]["bases_lost"].to_numpy(), SHARES)
    assert {ends[0], ends[-1]} <= set(bands[0])
    assert {ends[1], ends[-2]} <= set(bands[1])


def test_posts_lost_never_grow_fewer(tables, courses):
    _, lost = lost_by_month(tables["hold"], courses[0].campaign)
    assert (np.diff(lost, axis=1) >= 0).all()


def test_the_figures_that_were_reported_stand_in_the_fan(figures):
    lost, apart = figures["fan"].axes
    for axes, words, place in ((lost, "about 90 reported, S11", 1), (apart, "at least 7 reported, S10", 0)):
        assert words in [text.get_text().strip() for text in axes.texts]
        point = next(line for line in axes.lines if line.get_gid() == "reported")
        assert point.get_data()[place][0] == float(words.split()[-3])


def test_bars_beside_the_fan_make_100_percent_of_each_set(figures, tables):
    apart = figures["fan"].axes[1]
    for name, table in tables.items():
        shares = bars_of(apart, name)
        assert shares.sum() == pytest.approx(100.0)
        assert shares[0] == pytest.approx(100.0 * np.mean(table["counted_lost"].to_numpy() == 0))


@pytest.mark.parametrize(("lost", "words"), [(90, "lies within"), (200, "lies below"), (5, "lies above")])
def test_the_small_print_says_whether_the_middle_90_percent_hold_what_was_reported(tables, courses, lost, words):
    table = tables["hold"]
    columns = {name: table[name] for name in table.column_names} | {"bases_lost": pa.array([lost] * table.num_rows)}
    figure = draw_fan({"this": pa.table(columns)}, courses[0].campaign)
    small = " ".join(text.get_text().replace("\n", " ") for text in figure.texts)
    assert f"this: {lost} to {lost} (the reported 90 {words})" in small
    assert "another count: at least five" in small


def test_a_fan_of_none_of_too_many_or_of_nothing_is_refused(tables, courses):
    campaign, table = courses[0].campaign, tables["hold"]
    with pytest.raises(ValueError, match="there are 0"):
        draw_fan({}, campaign)
    with pytest.raises(ValueError, match="there are 5"):
        draw_fan({str(k): table for k in range(5)}, campaign)
    with pytest.raises(ValueError, match="hold: there are no campaigns"):
        draw_fan({"hold": table.slice(0, 0)}, campaign)


# ---- raids, aircraft, stocks -------------------------------------------------------------------------------------


def test_bars_of_raids_add_up_to_the_raids_of_a_campaign(figures, courses):
    raids = bars_of(titled(figures["raids"], "Raids on posts"))
    ambushes = bars_of(titled(figures["raids"], "Ambushes"))
    assert raids.sum() == pytest.approx(np.mean([course.outcome["raids"] for course in courses]))
    assert ambushes.sum() == pytest.approx(np.mean([course.outcome["ambushes"] for course in courses]))


def test_bars_of_each_ending_are_those_of_the_outcome(figures, courses):
    axes = titled(figures["raids"], "Raids on posts")
    for ending in style.ENDING_FILLS:
        assert bars_of(axes, ending).sum() == pytest.approx(np.mean([c.outcome[f"raids_{ending}"] for c in courses])) or (
            not any(course.outcome[f"raids_{ending}"] for course in courses)
        )


def test_the_rains_stand_above_the_months_in_which_they_fall(figures):
    rain = bars_of(titled(figures["raids"], "Rain"))
    assert len(rain) == 7
    assert rain[6] > rain[0]  # August, February


def test_what_came_of_calls_for_aircraft_adds_up_overall_and_by_month(figures, courses):
    overall = titled(figures["air"], "All calls")
    widths = [bar.get_width() for bars in overall.containers for bar in bars]
    called = np.mean([course.outcome["air_called"] for course in courses])
    assert sum(widths) == pytest.approx(called)
    assert bars_of(titled(figures["air"], "By month")).sum() == pytest.approx(called)
    assert widths[list(ANSWERS).index("came")] == pytest.approx(np.mean([c.outcome["air_came"] for c in courses]))


def test_each_raid_that_missed_aircraft_has_a_line_to_where_they_were(figures, courses):
    course, chart = courses[0], figures["air"].axes[2]
    lines = next(lines for lines in chart.collections if lines.get_gid() == "missed").get_segments()
    assert len(lines) == course.outcome["air_elsewhere"] > 0
    at = course.ground.post_km
    missed = [row for row in course.events.to_pylist() if row["air"] == "at_another_raid"]
    for line, row in zip(lines, missed, strict=True):
        assert line[0] == pytest.approx(at[row["post"]])
        assert line[-1] == pytest.approx(at[row["air_elsewhere"]])


def test_stocks_are_medians_of_the_courses(figures, courses):
    for axes, stock in zip(figures["stocks"].axes, STOCKS, strict=True):
        median = axes.lines[0].get_ydata()
        values = [stock.factor * course.series[stock.column].to_numpy() for course in courses]
        assert median == pytest.approx(np.median(values, axis=0))
        assert axes.get_ylim()[0] == 0.0
        assert axes.get_ylim()[1] >= np.max(values)
        assert axes.get_ylabel()


def test_firearms_come_from_raids_and_from_outside(figures, courses):
    lines = {line.get_gid(): line.get_ydata() for line in figures["stocks"].axes[0].lines}
    assert lines["captured"][-1] == np.median([course.outcome["firearms_captured"] for course in courses])
    assert lines["supplied"][0] == np.median([course.outcome["firearms_supplied"] for course in courses])


def test_one_course_alone_has_stocks_too(courses):
    assert overlaps(draw_stocks(courses[0])) == []


# ---- the film ----------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def stage(courses):
    with style.styled():
        yield CampaignStage(courses[0])


def test_a_film_shows_the_start_and_the_end_of_each_week():
    assert [moment.week for moment in moments_of(30, 240)] == list(range(31))
    some = moments_of(500, 60)
    assert len(some) == 60
    assert (some[0].week, some[-1].week) == (0, 500)
    assert all(before.week == moment.since for before, moment in pairwise(some))


def test_each_week_of_the_film_shows_its_posts_its_raids_and_its_losses(stage, courses):
    course = courses[0]
    weeks = course.events["week"].to_numpy()
    for moment in moments_of(30, 240):
        stage.show(moment)
        shown = {
            state: sum(len(m.get_offsets()) for (s, _), m in stage.signs.posts.items() if s == state)
            for state in (HELD, GIVEN_UP)
        }
        assert shown[HELD] == course.held(moment.week).sum()
        assert shown[GIVEN_UP] == (course.standings[moment.week] == Standing.GIVEN_UP).sum()
        assert sum(len(m.get_offsets()) for m in stage.signs.raids.values()) == (weeks == moment.week - 1).sum()
        lost = stage.lost.get_ydata()
        assert len(lost) == moment.week + 1
        assert lost[-1] == (course.series["bases_lost"][moment.week - 1].as_py() if moment.week else 0)
        assert len(stage.rain.get_segments()) == moment.week


def test_aircraft_fly_from_the_nearest_airfield_or_are_elsewhere(courses):
    course = courses[0]
    came, missed = (flights_of(course, 30, 0, answer) for answer in ("came", "at_another_raid"))
    assert len(came) == course.outcome["air_came"] > 0
    assert len(missed) == course.outcome["air_elsewhere"] > 0
    fields = course.ground.airfield_km
    for start, end in came:
        assert np.hypot(*(fields - end).T).min() == pytest.approx(np.hypot(*(start - end)))


def test_words_of_the_film_lie_apart_in_each_week(stage):
    for moment in (Moment(0, 0), Moment(12, 11), Moment(30, 29)):
        stage.show(moment)
        assert overlaps(stage.figure) == []
        assert off_page(stage.figure) == []


def test_a_film_of_a_campaign_moves_and_tells_its_progress(courses, tmp_path):
    from PIL import Image, ImageSequence

    steps = []
    file = film_campaign(courses[0], tmp_path / "c.gif", max_frames=6, progress=lambda done, count: steps.append((done, count)))
    with Image.open(file) as image:
        frames = [np.asarray(frame.convert("RGB")) for frame in ImageSequence.Iterator(image)]
    assert len(frames) == 6
    assert all((before != after).any() for before, after in pairwise(frames))
    assert steps == [(k, 6) for k in range(1, 7)]


def test_a_film_with_another_ending_is_refused_at_once(courses, tmp_path):
    with pytest.raises(ValueError, match="should end in"):
        film_campaign(courses[0], tmp_path / "campaign.avi")
