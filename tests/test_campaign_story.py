"""The story of a campaign: every number is the course's own, nothing is said of what did not happen, and no side is taken."""

import re
from functools import cache

import numpy as np
import pyarrow as pa
import pytest

from experiments.campaigning.said import print_course, print_many
from sim.campaign.account import account_of, first_ready, halves, is_rate_clear, is_share_clear, months
from sim.campaign.called import called, called_group, months_listed, week_words
from sim.campaign.many import paired, say_difference, say_many, spread_of
from sim.campaign.retold import describe_raid
from sim.campaign.scenario import compose_campaign, judge
from sim.campaign.sentences import ENGLISH
from sim.campaign.story import tell, verdict
from sim.campaign.table import trace
from sim.campaign.timeline import milestones
from tests.scenarios import changed, choice

AREAS = {"north_west": (300, 600), "brigade": (330, 640)}
POSTS = {"police_post": 8, "outpost": 6, "station": 2}
# Arms from the first week, groups that go out often, and an airfield near by: much happens in little time.
EARLY = {
    "weeks": 60, "groups.tempo_per_week": 0.6, "groups.ready_rounds": 40, "groups.reach_km": 60, "arms.onset_week": 0,
    "arms.rounds_per_week": 1500, "policy": choice("policy", "hold"), "counted.from_week": 10, "counted.to_week": 30,
}  # fmt: skip
ONE_AIRCRAFT = {"fleet.gunships": 1, "fleet.other_tasks": 0, "fleet.turnaround_minutes": 10_000}
DRAWING_BACK = {"policy": {**choice("policy", "draw_back"), "after_losses": 1}}
NO_ROUNDS = {"arms": {**choice("arms", "cut_off"), "rounds_per_week": 0}}
NO_AIRCRAFT = {"fleet": choice("fleet", "none")}
DRY = {"season": choice("season", "dry")}


@cache
def country():
    """The shipped campaign as plain data, with two of its areas close to each other and one airfield."""
    data = compose_campaign("country", [])
    areas, fields = data["region"]["areas"], data["region"]["airfields"]
    few = {"posts": POSTS, "groups": 5, "fighters": 60, "rounds_per_fighter": 100, "firearms_share": 0.5, "recruits": 1000}
    near = {name: {**areas[name], "x_km": x, "y_km": y, **few} for name, (x, y) in AREAS.items()}
    return data | {"region": data["region"] | {"areas": near, "airfields": {"central": fields["central"]}}}


def campaign(*changes):
    return judge(changed(country(), {**EARLY, **{path: value for one in changes for path, value in one.items()}}))


@cache
def busy():
    return trace(campaign(ONE_AIRCRAFT))


@cache
def drawn_back():
    return trace(campaign(DRAWING_BACK))


@cache
def quiet():
    return trace(campaign(NO_ROUNDS, {f"region.areas.{name}.rounds_per_fighter": 10 for name in AREAS}))


@cache
def dry_and_no_aircraft():
    return trace(campaign(NO_AIRCRAFT, DRY))


COURSES = [busy, drawn_back, quiet, dry_and_no_aircraft]


def attacks(course, **wanted):
    return [row for row in course.events.to_pylist() if all(row[name] == value for name, value in wanted.items())]


def with_events(course, rows):
    """The same campaign with these raids and ambushes instead."""
    return course._replace(events=pa.Table.from_pylist(rows, schema=course.events.schema))


def said(course, words):
    """The one line of the story in which these words stand."""
    (line,) = [line for line in tell(course) if words in line]
    return line


def number(text):
    return {"none": 0, "no": 0, "once": 1, "twice": 2}.get(text) if text.isalpha() else int(text.replace(",", ""))


def numbers(pattern, text):
    """What stands in the brackets of a pattern, as numbers."""
    return [number(one) for one in re.search(pattern, text).groups()]


def test_how_it_began_is_told_with_the_numbers_of_the_first_week():
    course, line = busy(), tell(busy())[0]
    assert numbers(r"held (\S+) posts in (\d+) areas with (\S+) people.* (\d+) groups\.", line) == [
        len(course.ground.posts),
        2,
        course.people[0].sum(),
        10,
    ]
    first = course.series.to_pylist()[0]
    assert numbers(r"had (\S+) fit fighters and (\S+) firearms", line) == [first["fighters"], first["firearms"]]


@pytest.mark.parametrize("play", COURSES)
def test_a_story_is_short_and_every_line_is_whole_sentences(play):
    lines = tell(play())
    assert len(lines) <= 15
    assert all(line[0].isupper() and line.endswith(".") and "{" not in line and "_" not in line for line in lines)


@pytest.mark.parametrize("play", [busy, drawn_back, dry_and_no_aircraft])
def test_a_campaign_with_raids_has_much_to_tell(play):
    assert len(tell(play())) >= 8


def test_the_first_raid_and_the_first_loss_are_told_with_week_and_post():
    course = busy()
    raids = attacks(course, ambush=False)
    line = said(course, "the first raid on a post")
    assert f"in {week_words(course.campaign, raids[0]['week'])}, on {called(course, raids[0]['post'])}, and" in line
    ready = first_ready(account_of(course))
    assert line.startswith(f"A group first had people and rounds enough for a raid in {week_words(course.campaign, ready)}")
    assert ready <= raids[0]["week"]
    lost = next(raid for raid in raids if raid["ending"] == "occupied")
    if lost is raids[0]:
        assert "and the post was lost" in line
    else:
        assert f"The first post that was lost was {called(course, lost['post'])}, in week {lost['week'] + 1} " in line


def test_weeks_are_counted_from_one_and_named_after_their_month():
    assert week_words(campaign({"season.first_month": 2}), 0) == "week 1 (February)"
    assert week_words(campaign({"season.first_month": 2}), 52) == "week 53 (January)"
    assert week_words(campaign({"season.first_month": {"low": 1, "high": 12}}), 52) == "week 53"


def test_where_nobody_knows_when_it_began_nothing_is_said_of_months_of_the_year():
    lines = " ".join(tell(trace(campaign({"season.first_month": {"low": 1, "high": 12}}))))
    assert "week 1" in lines
    assert not re.search(r"\((January|February|March|April|May|June|July|August)|rainy", lines)


def test_raids_ambushes_and_endings_are_counted():
    course, line = busy(), said(busy(), "In all the groups made")
    raids = attacks(course, ambush=False)
    assert numbers(r"made (\S+) raids? and (\S+) ambush", line) == [len(raids), len(attacks(course, ambush=True))]
    for ending, words in (("occupied", "the post was lost"), ("withdrew", "the attackers withdrew")):
        assert numbers(rf"in (\d+) {words}", line) == [len(attacks(course, ambush=False, ending=ending))]
    counts = [int(one) for one in re.findall(r"in (\d+) (?:the|nothing)", line)]
    assert sum(counts) == len(raids)


def test_the_commonest_reason_is_counted_among_those_who_left():
    course, line = busy(), said(busy(), "commonest reason")
    left = [raid for raid in attacks(course, ambush=False) if raid["ending"] in ("withdrew", "repulsed", "forced_out")]
    most = max(sum(raid["cause"] == cause for raid in left) for cause in {raid["cause"] for raid in left})
    assert numbers(r"(\d+)(?: each,)? of (\d+)\.", line.split("commonest reason")[1]) == [most, len(left)]


@pytest.mark.parametrize("play", COURSES)
def test_the_months_add_up_to_the_campaign(play):
    course = play()
    rows = months(account_of(course))
    assert sum(row.raids for row in rows) == course.outcome["raids"]
    assert sum(row.ambushes for row in rows) == course.outcome["ambushes"]
    assert sum(row.air_came for row in rows) == course.outcome["air_came"]
    assert sum(row.air_came + row.air_missed for row in rows) == course.outcome["air_called"]
    assert rows[-1].held == course.outcome["bases_held"]
    lost = np.cumsum([row.lost for row in rows])
    assert [course.outcome[f"bases_lost_month_{row.month + 1:02d}"] for row in rows] == list(lost)


def test_the_month_with_most_raids_has_as_many_as_said():
    course = busy()
    most = max(row.raids for row in months(account_of(course)))
    line = said(course, "Most raids ")
    assert most in [int(one) for one in re.findall(r": (\d+)", line)]
    names = [f"month {row.month + 1} (" for row in months(account_of(course)) if row.raids == most]
    assert all(name in line for name in names)


def test_a_month_with_most_of_both_is_named_once():
    early = [raid for raid in attacks(busy()) if raid["week"] < 4]
    raids = [raid for raid in early if not raid["ambush"]]
    lost = [raid for raid in raids if raid["ending"] == "occupied"]
    assert len(lost) > 1
    line = said(with_events(busy(), early), "Most raids and most losses fell in month 1 (February)")
    assert numbers(r": (\d+) raids, and (\d+) posts lost\.", line) == [len(raids), len(lost)]


def test_aircraft_are_told_as_they_were_called_and_came():
    course, line = busy(), said(busy(), "Aircraft were called")
    assert numbers(r"called to (\S+) raids and ambushes and came to (\S+)\.", line) == [
        course.outcome["air_called"],
        course.outcome["air_came"],
    ]
    assert numbers(r"in (\d+) all within reach were at another raid", line) == [course.outcome["air_elsewhere"]]
    missing = [int(one) for one in re.findall(r"in (\d+) (?:all|they|none|there)", line)]
    assert sum(missing) == course.outcome["air_called"] - course.outcome["air_came"]


def test_the_example_names_both_posts_and_the_minutes_between():
    first = attacks(busy(), air="at_another_raid")[0]["minute"]
    rows = [row | {"ending": "withdrew"} if row["minute"] == first else row for row in attacks(busy())]
    course = with_events(busy(), rows)
    line = said(course, "For example")
    raid = attacks(course, air="at_another_raid", ending="occupied")[0]
    there = [one["minute"] for one in attacks(course, post=raid["air_elsewhere"]) if one["minute"] < raid["minute"]]
    assert f"when {called(course, raid['post'])} was attacked in {week_words(course.campaign, raid['week'])}, " in line
    assert f"sent to {called(course, raid['air_elsewhere'])}, attacked {raid['minute'] - max(there):,.0f} min earlier." in line


def test_without_aircraft_nothing_is_said_of_them():
    course = dry_and_no_aircraft()
    assert course.outcome["air_called"] > 0
    assert not any("ircraft" in line for line in tell(course))
    assert not any("aircraft" in one.text for one in milestones(course))
    assert any("ircraft" in line for line in tell(busy()))


def test_relief_is_told_with_its_people_and_what_came_of_it():
    course, line = busy(), said(busy(), "Relief arrived")
    relieved = [raid for raid in attacks(course) if raid["relief_people"]]
    assert numbers(r"at (\S+) raid.*, (\S+) people", line) == [len(relieved), sum(raid["relief_people"] for raid in relieved)]
    assert numbers(r"In (\S+) of them", line) == [sum(raid["ending"] == "occupied" for raid in relieved)]


def test_arms_are_told_as_captured_and_supplied():
    course, line = busy(), said(busy(), "The groups captured")
    assert numbers(r"captured (\S+) firearms?, and (\S+) firearms?", line) == [
        course.outcome["firearms_captured"],
        course.outcome["firearms_supplied"],
    ]


def test_only_who_gives_up_posts_is_told_to_give_them_up():
    course = drawn_back()
    line = said(course, "of its own accord")
    first = next(week for week, row in enumerate(course.standings) if (row == 2).any())
    assert numbers(r"gave up (\S+) posts?.*in week (\d+)", line) == [course.outcome["bases_given_up"], first]
    moved = sum(
        course.people[week - 1, post]
        for post in range(len(course.ground.posts))
        for week in [next((week for week, row in enumerate(course.standings) if row[post] == 2), 0)]
        if week
    )
    assert numbers(r"people, (\S+) at the end", line) == [moved]
    stronger = (course.standings[-1] == 0) & (course.structure[-1] > course.structure[0])
    assert numbers(r"At the end (\S+) posts? had stronger walls", line) == [stronger.sum()]
    worn = course._replace(structure=np.broadcast_to(course.structure[0], course.structure.shape))
    assert "stronger" not in said(worn, "of its own accord")
    held = tell(busy())
    assert not any("accord" in line or "stronger" in line for line in held)
    assert not any("given_up" in one.kind for one in milestones(busy()))


def test_the_area_and_the_post_are_those_with_most():
    course, line = busy(), said(busy(), "Raided most often")
    lost = [raid["post_name"].split(".")[0] for raid in attacks(course, ambush=False, ending="occupied")]
    most = max(lost.count(area) for area in AREAS)
    assert numbers(r"Most posts were lost [^:]*: (\d+)(?: each,)? of (\d+)", line) == [most, len(lost)]
    raided = [raid["post"] for raid in attacks(course, ambush=False)]
    often = max(raided.count(post) for post in raided)
    assert f"{often} times" in line.split("Raided most often")[1]
    assert any(called(course, post) in line for post in raided if raided.count(post) == often)


def test_posts_that_were_raided_as_often_as_each_other_are_counted():
    raids = {raid["post"]: raid for raid in attacks(busy(), ambush=False)}
    line = said(with_events(busy(), [*raids.values()][:2] * 2), "Raided most often")
    assert "Raided most often, 2 times each, were 2 posts; one of them is " in line


@pytest.mark.parametrize("play", COURSES)
def test_the_end_is_what_the_posts_are_at_the_end(play):
    course = play()
    last = course.standings[-1]
    held = r"After 60 weeks and (\S+) raids? the garrison side held (\S+) of (\S+) posts, with (\S+) lost and (\S+) given up\."
    counts = [(last == standing).sum() for standing in range(3)]
    assert numbers(held, verdict(course)) == [course.outcome["raids"], counts[0], len(last), *counts[1:]]
    assert said(course, "After 60 weeks").startswith(verdict(course))


def test_people_lost_on_both_sides_are_counted():
    course, line = busy(), said(busy(), "left behind wounded")
    assert numbers(r"lost (\S+) killed and (\S+) left .* lost (\S+) killed and (\S+) captured", line) == [
        course.outcome[name] for name in ("resistance_killed", "resistance_captured", "garrison_killed", "garrison_captured")
    ]


def test_what_was_reported_stands_beside_what_happened_and_is_called_not_verified():
    facts = {"bases_lost": 33, "counted_lost": [4, 6]}
    course = busy()._replace(campaign=campaign(ONE_AIRCRAFT, {"reported.facts": facts}))
    line = said(course, "Reported, and not verified")
    assert numbers(r"verified: (\S+) posts lost; here (\S+)\.", line) == [33, course.outcome["bases_lost"]]
    assert "4 or 6 posts lost in one brigade's area in weeks 11 to 30" in line
    assert numbers(r"to 30; here (\S+)\.", line) == [course.outcome["counted_lost"]]
    nowhere = busy()._replace(campaign=campaign(ONE_AIRCRAFT, {"reported.facts": facts, "counted.area": None}))
    assert "4 or 6" not in said(nowhere, "Reported, and not verified")
    silent = busy()._replace(campaign=campaign(ONE_AIRCRAFT, {"reported.facts": {}}))
    assert not any("Reported" in line for line in tell(silent))


def test_where_nobody_has_rounds_no_raid_becomes_possible_and_the_story_says_so():
    course = quiet()
    assert course.events.num_rows == 0
    lines = tell(course)
    assert lines[1] == "In no week had a group people and rounds enough for a raid, so none became possible."
    told = " ".join(lines)
    assert not re.search(r"first raid|commonest|Most |Aircraft|Relief|captured|rainy|killed", told)
    assert [one.kind for one in milestones(course)] == ["end"]


def test_groups_that_were_ready_but_did_not_go_are_told_so():
    course = trace(campaign({"groups.tempo_per_week": 0, "groups.ambush_per_week": 0, "weeks": 10}))
    assert tell(course)[1].startswith("A group first had people and rounds enough for a raid in week 1 (February), but no post")
    assert "none became possible" not in " ".join(tell(course))


def test_where_it_never_rains_nothing_is_said_of_rain():
    course = dry_and_no_aircraft()
    assert not any(re.search(r"\brain", line) for line in tell(course))
    assert halves(account_of(course)) is None


def in_months(course, names):
    """The same campaign with those raids only that began in these months."""
    rows = course.events.to_pylist()
    return with_events(course, [row for row in rows if any(name in week_words(course.campaign, row["week"]) for name in names)])


RAINY = ("May", "June", "July", "August", "September", "October")


def test_a_season_that_shows_is_told_with_its_numbers():
    course = in_months(busy(), ("November", "December", "January", "February", "March", "April"))
    line = said(course, "rainy months")
    raids = len(attacks(course, ambush=False))
    weeks = list(range(first_ready(account_of(course)), 60))
    wet = sum(any(name in week_words(course.campaign, week) for name in RAINY) for week in weeks)
    assert "(May to October)" in line
    assert numbers(r"\((\S+) raids in (\d+) weeks\), .* \((\S+) raids in (\d+) weeks\)", line) == [
        0,
        wet,
        raids,
        len(weeks) - wet,
    ]
    assert line.endswith("These months differ in more than rain.")


def test_weeks_in_which_no_group_could_go_do_not_count_for_the_season():
    late, series = [raid for raid in attacks(busy()) if raid["week"] >= 20], busy().series
    shares = pa.array([0.0 if week < 20 else share for week, share in enumerate(series["ready_share"].to_pylist())])
    course = with_events(busy(), late)
    course = course._replace(series=series.set_column(series.schema.get_field_index("ready_share"), "ready_share", shares))
    assert first_ready(account_of(course)) == 20
    assert sum(halves(account_of(course)).weeks) == 40


def test_a_season_that_does_not_show_is_not_told():
    course = busy()
    split = halves(account_of(course))
    is_clear = is_rate_clear(split.raids, split.weeks) or is_share_clear(split.lost, split.raids)
    assert any("rainy months" in line for line in tell(course)) == is_clear
    assert sum(split.raids) == course.outcome["raids"]
    assert sum(split.lost) == course.outcome["bases_lost"]


def test_what_may_be_chance_is_not_clear():
    assert not is_rate_clear((10, 12), (20, 20))
    assert is_rate_clear((5, 40), (20, 20))
    assert is_rate_clear((40, 5), (20, 20))
    assert not is_share_clear((3, 5), (10, 10))
    assert is_share_clear((1, 19), (20, 20))
    assert is_share_clear((19, 1), (20, 20))
    assert not is_share_clear((0, 5), (0, 10))


def test_months_that_follow_each_other_are_named_by_the_first_and_the_last():
    assert months_listed([4, 5, 6, 7, 8, 9]) == "May to October"
    assert months_listed([0, 1, 10, 11]) == "November to February"
    assert months_listed([0, 6]) == "January and July"


def names_of(course):
    return [post.name for post in course.ground.posts]


def test_posts_and_groups_are_called_by_kind_number_and_area():
    course = busy()
    names = {called(course, k): post.name for k, post in enumerate(course.ground.posts)}
    assert names["outpost 4 in the north-west"] == "north_west.outpost.4"
    assert names["police post 1 in one brigade's area"] == "brigade.police_post.1"
    assert len(names) == len(course.ground.posts)
    other = ENGLISH | {"kind_outpost": "avant-poste", "area_north_west": "nord-ouest", "in_area": "au {area}"}
    assert called(course, names_of(course).index("north_west.outpost.4"), other) == "avant-poste 4 au nord-ouest"
    assert called_group(course, 5) == "group 1 in one brigade's area"


@pytest.mark.parametrize("play", COURSES)
def test_the_line_of_time_is_in_order_and_true(play):
    course = play()
    told = milestones(course)
    weeks = [one.week for one in told]
    assert weeks == sorted(weeks)
    assert weeks[0] >= 1
    assert (weeks[-1], told[-1].kind) == (60, "end")
    assert len({one.kind for one in told}) == len(told)
    when = {one.kind: one.week for one in told}
    for kind, wanted in (
        ("first_raid", {"ambush": False}),
        ("first_ambush", {"ambush": True}),
        ("first_lost", {"ending": "occupied"}),
        ("first_air", {"air": "came"}),
        ("air_elsewhere", {"air": "at_another_raid"}),
    ):
        happened = attacks(course, **wanted)
        assert when.get(kind) == (happened[0]["week"] + 1 if happened else None), kind


def test_a_raid_is_told_with_its_own_numbers():
    course = busy()
    for k, raid in enumerate(course.events.to_pylist()):
        told = describe_raid(course, k)
        hours, minutes = divmod(int(raid["minute"] % 1440), 60)
        assert told.startswith(f"In {week_words(course.campaign, raid['week'])}, at {hours:02d}:{minutes:02d}, ")
        assert called(course, raid["post"]) in told
        assert ("lay in ambush" in told) == raid["ambush"]
        assert ("arrived as relief" in told) == (raid["relief_people"] > 0)
        assert numbers(r"(\d+) attackers?\b", told) == [raid["attackers"]]
        assert numbers(r"had (\S+) killed and (\S+) wounded, garrison and relief (\S+) killed and (\S+) captured", told) == [
            raid[name] for name in ("attackers_killed", "attackers_wounded", "defenders_killed", "defenders_captured")
        ]
        assert told.endswith(f"raid {raid['number']} in campaign {course.number} of seed {course.seed}.")


def test_the_same_campaign_is_told_in_the_same_words():
    again = trace(campaign(ONE_AIRCRAFT))
    assert tell(again) == tell(busy())
    assert milestones(again) == milestones(busy())


TAKES_A_SIDE = re.compile(
    r"\b(enem|rebel|terror|insurgen|bandit|thug|junta|regime|hero|martyr|liberat|brave|coward|victor|triumph|glor|slaughter|massacr|"
    r"crush|victim|innocent|brutal|evil|traitor|freedom|patriot|justice|success|fail)\w*",
    re.IGNORECASE,
)


def test_no_word_takes_a_side():
    assert {key: text for key, text in ENGLISH.items() if TAKES_A_SIDE.search(text)} == {}
    assert TAKES_A_SIDE.search("the heroes were victorious")


def outside(text):
    """What stands outside all « and »."""
    depth, left = 0, ""
    for letter in text:
        depth += (letter == "«") - (letter == "»")
        left += letter if depth == 0 and letter != "»" else ""
    return left


@pytest.mark.parametrize("play", COURSES)
def test_another_language_needs_nothing_but_other_sentences(play):
    course, own = play(), {"determiners", "and", "or"}
    marked = {key: text if key in own else f"«{text}»" for key, text in ENGLISH.items()}
    told = [*tell(course, marked), verdict(course, marked), *(one.text for one in milestones(course, marked))]
    told += [describe_raid(course, k, marked) for k in range(course.events.num_rows)]
    assert {outside(text).strip() for text in told} == {""}


def table(**columns):
    """Campaigns by hand; what is not given is 0."""
    rows = len(next(iter(columns.values())))
    names = ("bases_lost", "counted_lost", "raids", "raids_occupied", "bases_given_up", "bases_held")
    return pa.table({"campaign": list(range(rows)), **{name: [0] * rows for name in names}, **columns})


def test_many_campaigns_are_told_by_their_median_and_their_central_ninety_in_a_hundred():
    assert spread_of(np.arange(101)) == pytest.approx((5, 50, 95))
    counts = list(range(101))
    lines = say_many(table(bases_lost=counts, raids=[2 * one for one in counts], raids_occupied=counts), campaign())
    assert "In 101 campaigns the median of posts lost was 50; the central 90 % lay between 5 and 95." in lines
    assert "Of 100 raids 50 ended with the post lost (central 90 % of campaigns: 50 to 50)." in lines
    assert not any("given up" in line for line in lines)


@pytest.mark.parametrize(("reported", "where"), [(4, "below"), (50, "inside"), (96, "above")])
def test_what_was_reported_is_found_inside_or_outside(reported, where):
    asked = campaign({"reported.facts": {"bases_lost": reported}, "counted.area": None})
    lines = say_many(table(bases_lost=list(range(1, 101))), asked)
    assert any(f"The reported {reported} posts lost lie {where} the central 90 %" in line for line in lines)
    assert not any("brigade" in line for line in lines)


def test_campaigns_without_a_raid_have_no_share_of_raids():
    assert not any("Of 100 raids" in line for line in say_many(table(bases_lost=[0, 0]), campaign()))
    assert say_many(table(bases_lost=[]), campaign()) == ["No campaign was played."]


def test_two_settings_are_compared_campaign_by_campaign():
    one, other = table(bases_lost=[5, 7, 3, 9]), table(bases_lost=[4, 4, 4, 9])
    gap = paired(one, other, "bases_lost")
    assert (gap.pairs, gap.mean, gap.more, gap.fewer) == (4, 0.75, 2, 1)
    assert gap.half_width == pytest.approx(1.96 * np.std([1, 3, -1, 0], ddof=1) / 2, rel=1e-3)
    shuffled = other.take([2, 0, 3, 1])
    assert paired(one, shuffled, "bases_lost") == gap
    lines = say_difference(one, other, "A", "B")
    assert lines[0].startswith("On the same luck, in 4 pairs, A lost 0.8 posts more than B on average")
    assert "it may be chance" in lines[0]
    assert "In 2 of 4 pairs A lost more, in 1 fewer, and in 1 as many." in lines


def test_who_gives_up_posts_is_also_asked_what_is_held():
    one = table(bases_lost=[2, 3, 2], bases_held=[10, 9, 11], bases_given_up=[8, 8, 7])
    other = table(bases_lost=[6, 8, 6], bases_held=[14, 12, 14])
    lines = say_difference(one, other, "A", "B")
    assert any(line.startswith("At the end A held 3.3 posts fewer than B") and "chance" not in line for line in lines)
    assert "On average A gave up 7.7 posts, B 0.0." in lines


def test_without_campaigns_of_the_same_number_nothing_is_compared():
    lines = say_difference(table(bases_lost=[1]), table(bases_lost=[1, 2]).slice(1), "A", "B")
    assert lines == ["No campaign of A has the number of one of B, so nothing can be compared on the same luck."]


def flat(text):
    return " ".join(text.split())


def test_the_terminal_shows_the_months_and_the_story(capsys):
    print_course(busy())
    shown = flat(capsys.readouterr().out)
    assert all(flat(line) in shown for line in tell(busy()))
    assert all(f"month {row.month + 1} (" in shown for row in months(account_of(busy())))


def test_the_terminal_shows_many_settings_against_the_first(capsys):
    one, other = table(bases_lost=[6, 8, 7]), table(bases_lost=[2, 3, 2])
    print_many({"hold": (one, campaign()), "[draw back]": (other, campaign(DRAWING_BACK))})
    shown = flat(capsys.readouterr().out)
    assert "7 (6 to 8)" in shown
    assert all(flat(line) in shown for line in say_difference(other, one, "[draw back]", "hold"))
