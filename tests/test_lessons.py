"""Lessons: they ask before they tell, are the same in every language, and what they say is what comes out."""

import os
import re

import pytest

from sim.campaign.outcome import COLUMNS as CAMPAIGN_COLUMNS
from sim.campaign.scenario import load_campaign
from sim.campaign.state import Standing
from sim.campaign.table import trace
from sim.config import Scenario
from sim.mistakes import ConfigurationError
from sim.outcome import COLUMNS
from sim.reading import choices
from sim.scenario import load_scenario
from sim.table import play
from sim.workshop.lessons import Header, lessons
from tests.classes import CONTROLS, WORKSHOP, played, results, right, rows_of, setting, success
from tests.commands import ROOT

TAUGHT = {language: {lesson.name: lesson for lesson in lessons(language)} for language in WORKSHOP["languages"]}
ENGLISH = TAUGHT["en"]
GUIDE = (ROOT / "docs" / "workshop.md").read_text(encoding="utf-8")
EVERY = [pytest.param(lesson, id=f"{language}-{name}") for language, all_ in TAUGHT.items() for name, lesson in all_.items()]
SHIPPED = [pytest.param(lesson, id=name) for name, lesson in ENGLISH.items()]
ON_RAIDS = [case for case in EVERY if isinstance(case.values[0].header, Header)]
ON_CAMPAIGNS = [case for case in EVERY if case not in ON_RAIDS]
WORDS = ("title", "summary", "question", "text", "before", "look", "questions")


def plain(html):
    return re.sub(r"<[^>]+>", " ", html)


def watched(lesson):
    """The raid that is shown, as it ends in A and in B."""
    number, ends = lesson.header.raid, []
    for side in (lesson.header.a, lesson.header.b):
        ends += play(rows_of(side)[0], 1, seed=lesson.header.seed, first=number).to_pylist()
    return ends


# ---- how lessons are made ----------------------------------------------------------------------------------------


def test_there_are_lessons_enough_and_all_in_every_language():
    assert len(ENGLISH) >= 7
    for taught in TAUGHT.values():
        assert list(taught) == list(ENGLISH)


@pytest.mark.parametrize("name", ENGLISH)
def test_a_lesson_is_the_same_in_every_language(name):
    """All but its texts."""

    def bare(node):
        if isinstance(node, dict):
            return {key: bare(value) for key, value in node.items() if key not in WORDS}
        return [bare(value) for value in node] if isinstance(node, list) else node

    told = [taught[name].told for taught in TAUGHT.values()]
    assert {"a", "b", "seed", "minutes", "predict"} <= set(bare(told[0]))
    assert all(bare(t) == bare(told[0]) for t in told)
    assert all(len(t["questions"]) == len(told[0]["questions"]) for t in told)
    assert all(t["look"].count("<p>") == told[0]["look"].count("<p>") for t in told)


def test_no_text_was_left_in_the_first_language():
    texts = {
        language: {text for lesson in taught.values() for text in all_texts(lesson)} for language, taught in TAUGHT.items()
    }
    assert not texts["en"] & texts["es"]


def all_texts(lesson):
    header = lesson.header
    yield from (header.title, header.summary, lesson.before, lesson.look, *lesson.questions)
    for prediction in header.predict:
        yield prediction.question
        yield from (option.text for option in prediction.options if re.search("[a-z]{5}", option.text))


@pytest.mark.parametrize("lesson", EVERY)
def test_a_lesson_introduces_asks_shows_and_asks_again(lesson):
    assert 60 <= len(plain(lesson.before).split()) <= 165
    assert 1 <= len(lesson.header.predict) <= 3
    assert len(plain(lesson.look).split()) >= 100
    assert 3 <= len(lesson.questions) <= 5
    assert all(question.count("?") or question.endswith(".") for question in lesson.questions)


@pytest.mark.parametrize("lesson", ON_RAIDS)
def test_what_a_lesson_names_is_there(lesson):
    header = lesson.header
    assert set(header.show) <= set(CONTROLS)
    for side in (header.a, header.b):
        assert side.scenario in WORKSHOP["scenarios"]
        assert isinstance(rows_of(side)[0], Scenario)
    moved = {name for name in CONTROLS if header.a.controls.get(name) != header.b.controls.get(name)}
    assert moved, "A and B differ"
    assert moved <= set(header.show), "and one sees in what"


@pytest.mark.parametrize("lesson", ON_CAMPAIGNS)
def test_what_a_lesson_on_campaigns_names_is_there_and_a_differs_from_b(lesson):
    a, b = lesson.header.a, lesson.header.b
    assert a.campaign == b.campaign in WORKSHOP["campaigns"]
    assert a.policy != b.policy
    assert {a.policy, b.policy} <= set(choices()["policy"])


@pytest.mark.parametrize("lesson", ON_RAIDS)
def test_a_shown_control_stands_where_its_slider_can_stand(lesson):
    for side in (lesson.header.a, lesson.header.b):
        for name, value in side.controls.items():
            control = CONTROLS[name]
            if control.choices is None:
                steps = (value - control.low) / control.step
                assert steps == pytest.approx(round(steps)), name


@pytest.mark.parametrize("lesson", EVERY)
def test_a_share_is_told_in_points_and_a_quotient_in_times(lesson):
    columns = COLUMNS if isinstance(lesson.header, Header) else CAMPAIGN_COLUMNS
    units = {column.name: column.unit for column in columns}
    for prediction in lesson.header.predict:
        quotient = prediction.of == "b / a" or prediction.per is not None
        kind, _, name = prediction.measure.partition(".")
        expected = "times" if quotient else units[name] if kind == "mean" else "points"
        assert prediction.unit == expected, prediction.id


# ---- what is refused ---------------------------------------------------------------------------------------------

GOOD = (ROOT / "sim" / "workshop" / "lessons" / "en" / "02-ammunition.md").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("wrong", "instead", "said"),
    [
        ("minutes: 12", "minutes: 12\nhour: 3", "hour"),
        ("measure: success", "measure: victory", "should be success, ending.NAME, cause.NAME or mean.COLUMN"),
        ("measure: success", "measure: mean.occupied", "mean.COLUMN"),
        ("low: 10, high: 40}", "low: 12, high: 40}", "each where the one before it ends"),
        ("low: 40, high: null}", "low: 40, high: 90}", "end with high: null"),
        ("id: rounds_fired", "id: more_rounds", "each id should stand once"),
        ("seed: 1", "seed: -1", "seed"),
        ("## Look", "## See", "## Look"),
        ("title: Ammunition", "title: [Ammunition", "plain YAML data"),
        ("title: Ammunition", "title: !!python/name:os.system", "plain YAML data"),
    ],
)
def test_a_lesson_that_is_wrong_is_refused_in_a_clear_sentence(tmp_path, wrong, instead, said):
    (tmp_path / "en").mkdir()
    assert wrong in GOOD
    (tmp_path / "en" / "02-ammunition.md").write_text(GOOD.replace(wrong, instead, 1))
    with pytest.raises(ConfigurationError, match=re.escape(said)) as refused:
        lessons("en", tmp_path)
    assert str(refused.value).startswith("02-ammunition.md: ")
    assert "\n" not in str(refused.value)


CAMPAIGN = (ROOT / "sim" / "workshop" / "lessons" / "en" / "09-draw_back.md").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("wrong", "instead", "said"),
    [
        ("plays: campaigns", "plays: chess", "should be one of campaigns"),
        ("plays: campaigns\n", "", "policy"),
        ("number: 0", "number: 0\nraid: 0", "raid"),
        ("policy: hold}", "policy: hold, controls: {}}", "controls"),
        ("measure: mean.bases_lost", "measure: success", "should be one of mean.bases_lost"),
        ("unit: posts", "unit: minutes", "unit"),
    ],
)
def test_a_lesson_on_campaigns_that_is_wrong_is_refused_as_clearly(tmp_path, wrong, instead, said):
    (tmp_path / "en").mkdir()
    assert wrong in CAMPAIGN
    (tmp_path / "en" / "09-draw_back.md").write_text(CAMPAIGN.replace(wrong, instead, 1))
    with pytest.raises(ConfigurationError, match=re.escape(said)) as refused:
        lessons("en", tmp_path)
    assert str(refused.value).startswith("09-draw_back.md: ")


def test_a_lesson_without_number_or_questions_is_refused(tmp_path):
    (tmp_path / "en").mkdir()
    (tmp_path / "en" / "ammunition.md").write_text(GOOD)
    with pytest.raises(ConfigurationError, match="two digits"):
        lessons("en", tmp_path)
    (tmp_path / "en" / "ammunition.md").rename(tmp_path / "en" / "02-ammunition.md")
    (tmp_path / "en" / "02-ammunition.md").write_text(GOOD.partition("## Questions")[0] + "## Questions\nnone\n")
    with pytest.raises(ConfigurationError, match="a list of questions"):
        lessons("en", tmp_path)


def test_html_in_a_lesson_is_shown_and_not_obeyed(tmp_path):
    (tmp_path / "en").mkdir()
    (tmp_path / "en" / "02-ammunition.md").write_text(GOOD.replace("## Look\n", '## Look\n<script src="x"></script>\n\n', 1))
    look = lessons("en", tmp_path)[0].look
    assert "<script" not in look
    assert "&lt;script" in look


def test_a_lesson_that_was_changed_is_read_again(tmp_path):
    (tmp_path / "en").mkdir()
    file = tmp_path / "en" / "02-ammunition.md"
    file.write_text(GOOD)
    before = lessons("en", tmp_path)[0].header.title
    file.write_text(GOOD.replace("title: Ammunition", "title: Rounds"))
    os.utime(file, (1, 1))
    assert (before, lessons("en", tmp_path)[0].header.title) == ("Ammunition", "Rounds")


def test_a_language_without_lessons_has_none():
    assert lessons("xx") == []


# ---- what comes out ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("lesson", SHIPPED)
def test_what_comes_out_lies_deep_in_its_band(lesson):
    """Whatever the luck of a thousand raids, the same option is right: no edge is within three standard errors."""
    for prediction, (value, error) in zip(lesson.header.predict, results(lesson).values(), strict=True):
        band = right(prediction, value)
        nearest = min(abs(value - edge) for edge in (band.low, band.high) if edge is not None)
        assert nearest > 3.0 * error, (prediction.id, value, error, band)


@pytest.mark.parametrize("lesson", SHIPPED)
def test_the_guide_names_the_answers_that_hold(lesson):
    for prediction, (value, error) in zip(lesson.header.predict, results(lesson).values(), strict=True):
        row = re.search(rf"^\| `{lesson.name}.{prediction.id}` \| ([−+]?[\d.]+)[^|]* \| ([^|]+) \|$", GUIDE, re.M)
        assert row, f"docs/workshop.md has no answer for {lesson.name}.{prediction.id}, which is {value:.3g}"
        assert row[2].strip() == right(prediction, value).text
        assert float(row[1].replace("−", "-")) == pytest.approx(value, abs=max(3.0 * error, 0.006)), prediction.id


def test_one_raid_says_the_opposite_of_the_odds():
    lesson = ENGLISH["one_raid"]
    a, b = watched(lesson)
    assert (a["occupied"], b["occupied"]) == (True, False)
    assert success(lesson.header.b) > success(lesson.header.a)


def test_rounds_that_nobody_fires_change_nothing():
    assert success(setting("zee_pyar", rounds=3)) == success(setting("zee_pyar", rounds=5))
    assert success(setting("zee_pyar", rounds=0.5)) < success(setting("zee_pyar")) < success(setting("zee_pyar", rounds=3))
    a, b = watched(ENGLISH["ammunition"])
    assert (a["cause"], b["ending"]) == ("ammunition", "occupied")
    assert b["occupied_minute"] > a["leave_minute"]


def test_people_in_the_open_make_up_for_walls_at_another_price():
    header = ENGLISH["walls"].header
    few = header.b.model_copy(update={"controls": header.b.controls | {"garrison": 1}})
    assert success(few) > success(header.b) + 10
    means = [rows_of(side)[1].mean(axis=0) for side in (header.a, header.b)]
    for column in ("attackers_killed", "defenders_killed"):
        at = [c.name for c in COLUMNS].index(column)
        assert means[1][at] > 2 * means[0][at]


def test_the_helicopters_of_the_one_raid_come_in_time_only_in_a():
    a, b = watched(ENGLISH["helicopter"])
    assert a["cause"] == "air"
    assert a["air_minute"] < a["leave_minute"]
    assert (b["ending"], b["air_minute"]) == ("occupied", None)


def test_two_kinds_of_help_stand_in_for_each_other():
    both, troops, helicopters, none = (
        success(setting("kyar_tat", **controls))
        for controls in ({}, {"air": "none"}, {"relief": "none"}, {"air": "none", "relief": "none"})
    )
    assert (troops - both) + (helicopters - both) < none - both
    assert [end["cause"] for end in watched(ENGLISH["help"])] == ["air", "relief"]


def test_rain_helps_the_attackers_in_the_air_and_harms_them_on_the_ground():
    def change(**without):
        return success(setting("kyar_tat", rain=0.8, **without)) - success(setting("kyar_tat", rain=0, **without))

    on_the_ground = change(air="none", relief="none")
    assert on_the_ground < change(air="none") < change()
    assert on_the_ground < -20
    assert abs(change()) < 10, "both together nearly cancel"
    a, b = watched(ENGLISH["rain"])
    assert (a["cause"], b["ending"], b["air_minute"]) == ("air", "occupied", None)


def test_the_claims_of_the_one_raid_are_as_the_lesson_says():
    a, _ = watched(ENGLISH["claims"])
    figures = {a["defenders_killed"], a["attackers_claim_killed"], a["garrison_claims_own_killed"]}
    for taught in TAUGHT.values():
        first = plain(taught["claims"].look.partition("</p>")[0])
        assert set(map(int, re.findall(r"\d+", first))) == figures


def test_whoever_holds_the_place_counts_no_better_in_the_model():
    header = ENGLISH["claims"].header
    at = [c.name for c in COLUMNS].index
    strays = [
        rows[:, at("attackers_claim_killed")].mean() / rows[:, at("defenders_killed")].mean()
        for rows in (rows_of(header.a)[1], rows_of(header.b)[1])
    ]
    assert strays[1] == pytest.approx(strays[0], rel=0.15)


def test_without_walls_the_raid_is_over_before_help_comes():
    a, b = watched(ENGLISH["why"])
    assert (a["cause"], b["ending"]) == ("air", "occupied")
    assert b["occupied_minute"] < a["air_minute"]


def test_whoever_draws_back_loses_fewer_posts_and_yet_holds_no_more():
    """What is taken, given up and manned again adds up to what is held."""
    hold, draw_back = (told(rows)["means"] for rows, told in played(ENGLISH["draw_back"].header))
    posts = len(trace(load_campaign("brigade", ["weeks=1"])).ground.posts)
    for came in (hold, draw_back):
        gone = came["bases_lost"] + came["bases_given_up"] - came["bases_rebuilt"]
        assert posts - gone == pytest.approx(came["bases_held"])
    assert hold["bases_given_up"] == 0 < draw_back["bases_given_up"]
    assert draw_back["bases_lost"] < hold["bases_lost"]
    assert draw_back["bases_held"] <= hold["bases_held"]


def test_the_two_maps_are_the_same_until_the_first_post_is_given_up():
    header = ENGLISH["draw_back"].header
    hold, draw_back = (
        trace(load_campaign(side.campaign, [f"policy={side.policy}"]), header.seed, header.number).standings
        for side in (header.a, header.b)
    )
    first = int((draw_back == Standing.GIVEN_UP).any(axis=1).argmax())
    assert first > 0
    assert (hold[:first] == draw_back[:first]).all()
    assert (hold[-1] != draw_back[-1]).any()


def test_what_the_lessons_say_of_the_rules_is_what_the_scenarios_say():
    kyar_tat = load_scenario("kyar_tat")
    assert round(1 / kyar_tat.station.strongpoint_exposure.low) == 8
    assert round(1 / kyar_tat.rules.claim_fallen_as_killed.low) == 5
    assert 3 <= kyar_tat.rules.wounded_per_killed.low <= 4
    assert sum(contingent.people.low for contingent in kyar_tat.garrison.contingents.values()) == 60
