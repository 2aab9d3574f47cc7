"""Historical cases: what is read as what, and that a prediction reads nothing of what came of a case."""

import random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.history.before import NUMBERS, TEXTS, Bounds
from sim.history.cases import read_cases
from sim.history.mapping import safe_name, scenario_of
from sim.history.prediction import RuleDraws, jeffreys, occupied_chances, occupied_counts
from sim.history.read_as import read_as
from sim.history.words import clock_in, found_in, year_in
from sim.mistakes import ConfigurationError
from sim.scenario import judge
from sim.spans import Span
from sim.state import rows_for
from tests.histories import BEFORES, RULES, SHIPPED, UNSAID, cases_of, mapping, shipped_rows

QUICK = {"raids": 6, "workers": 2}
SMALL = UNSAID._replace(attackers=Bounds(20, 40), defenders=Bounds(8, 8))


def read(**known):
    """What the shipped mapping makes of a case of which only this is known."""
    return read_as(UNSAID._replace(**known), mapping())


def chances(*befores, **asked):
    return occupied_chances(befores, mapping(), RULES, **{**QUICK, **asked})


# ---- words -------------------------------------------------------------------------------------------------------


def names_in(text, **words):
    return [one.name for one in found_in(text, words)]


def test_a_keyword_is_a_whole_word_with_its_plural():
    assert names_in("Two PDFs and the Arakan Army", local=["pdf"], army=["arakan army"]) == ["local", "army"]
    assert names_in("Katanga", soldiers=["ana"]) == []
    assert names_in("U.S. and Afghan troops", foreign=["us"]) == ["foreign"]
    assert names_in("el Cerro; Estación", hill=["cerro"], station=["estacion"]) == ["hill", "station"]


def test_the_longest_keyword_takes_its_words_with_it():
    words = {
        "local": ["guerrilla force"],
        "guerrillas": ["guerrilla*"],
        "police": ["police"],
        "border": ["border guard police"],
    }
    assert names_in("Ye Guerrilla Force", **words) == ["local"]
    assert names_in("border guard police", **words) == ["border"]
    assert names_in("guerrillas of the Guerrilla Force", **words) == ["guerrillas", "local"]


@pytest.mark.parametrize(
    ("text", "hours"),
    [
        ("05:00", (5.0, 5.0)),
        ("about 02:30", (2.5, 2.5)),
        ("19:00-22:00", (19.0, 22.0)),
        ("22:00 to 02:00", (22.0, 24.0)),  # past midnight is cut off
        ("4 a.m.", (4.0, 4.0)),
        ("12 am", (0.0, 0.0)),
        ("12:15 p.m.", (12.25, 12.25)),
        ("0430 hrs", (4.5, 4.5)),
        ("3h20", (20 / 60 + 3, 20 / 60 + 3)),
        ("25:99", None),
        ("dawn", None),
        ("", None),
    ],
)
def test_clock_times_are_read_as_people_write_them(text, hours):
    found = clock_in(text)
    assert found is None if hours is None else found == pytest.approx(hours)


def test_a_date_may_be_a_year_a_month_or_a_day():
    assert [year_in(text) for text in ("1998", "1971-03", "12 Apr 2002", "unknown", "12345")] == [1998, 1971, 2002, None, None]


# ---- cases read as ... ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("attacker", "kind"),
    [
        ("about 60 VC sappers of the 409th", "sappers"),
        ("JNIM", "columns"),
        ("Boko Haram (ISWAP faction)", "columns"),
        ("Kachin Independence Army and PDFs", "standing_army"),  # the more capable of the two
        ("LTTE", "standing_army"),
        ("NPA", "guerrillas"),
        ("Maoist rebels", "guerrillas"),
        ("Salingyi Guerrilla Force", "local_defence"),
        ("villagers with machetes", "bands"),
        ("persons unknown", "guerrillas"),  # the middle class
        ("", "guerrillas"),
    ],
)
def test_attackers_are_classed_by_their_name(attacker, kind):
    assert read(attacker=attacker).attackers == kind


def garrison(**known):
    return {part.kind: round(part.share, 3) for part in read(**known).garrison}


def test_a_mixed_garrison_is_divided_by_its_counts_or_by_weight():
    assert garrison(defender="120 soldiers + 60 police") == {"soldiers": 0.667, "police": 0.333}
    assert garrison(defender="soldiers, police") == {"soldiers": 0.5, "police": 0.5}
    assert garrison(defender="an army company and 15 police") == {"soldiers": 0.5, "police": 0.5}  # one is not counted
    assert garrison(defender="30 US Marines and 90 ARVN") == {"professional": 0.25, "soldiers": 0.75}
    assert garrison(place="Aung Myay police station") == {"police": 1.0}
    assert garrison() == {"soldiers": 1.0}


def test_counts_in_words_stand_in_for_an_empty_cell():
    assert read(defender="40 soldiers + 20 police").defenders_people == Span(60, 60)
    assert read(defender="40 soldiers", defenders=Bounds(35, 45)).defenders_people == Span(35, 45)
    assert read(defender="Army 157 Battalion").defenders_people == read(defender="Army battalion").defenders_people
    assert read(defender="2 companies").defenders_people == read(defender="companies").defenders_people


def test_one_number_tells_of_the_other():
    known = read(attacker="NPA", attackers=Bounds(60, 60), scale="post")
    ratio = mapping().attackers["guerrillas"].ratio.post
    assert known.defenders_people == Span(round(60 / ratio.high), round(60 / ratio.low))
    other = read(attacker="NPA", defenders=Bounds(20, 20), scale="post")
    assert other.attackers_people == Span(20 * ratio.low, 20 * ratio.high)


def test_an_open_end_is_closed_by_the_mapping():
    numbers = mapping().numbers
    assert read(attackers=Bounds(500, None)).attackers_people == Span(500, 500 * numbers.above_low.low)
    assert read(attackers=Bounds(None, 500)).attackers_people == Span(500 * numbers.below_high.low, 500)


def test_very_large_forces_are_played_smaller_with_their_ratio_kept():
    reading = read(attackers=Bounds(40_000, 40_000), defenders=Bounds(8_000, 8_000))
    assert reading.attackers_people.high == mapping().numbers.most_people
    assert reading.force_ratio == pytest.approx(5.0, rel=0.01)


@pytest.mark.parametrize(
    ("structure", "place", "works"),
    [
        ("firebase with bunkers", "", "firebase"),
        ("", "COP in the valley", "firebase"),
        ("unfinished outpost", "Camp X", "open"),
        ("old French fort", "", "fort"),
        ("", "police station, Kani", "police_station"),
        ("school building", "police station, Kani", "house"),  # what the place is built of goes before its name
        ("", "Nowhere", "camp"),
    ],
)
def test_works_are_classed_by_structure_then_by_place(structure, place, works):
    assert read(structure=structure, place=place).works == works


def test_counted_bunkers_are_strongpoints():
    most = mapping().works["bunkers"].most_strongpoints
    assert [read(structure="bunkers", bunkers=n).strongpoints for n in (0, 5, 500)] == [0, 5, most]


@pytest.mark.parametrize(
    ("country", "date", "defender", "regime"),
    [
        ("Afghanistan", "2009-10-03", "US troop", "foreign_in_south_west_asia"),
        ("Afghanistan", "2016", "ANA", "afghanistan_own"),
        ("Afghanistan", "1985", "Afghan army", "afghanistan_soviet"),
        ("South Vietnam", "1968", "US", "foreign_in_indochina"),
        ("South Vietnam", "1965", "Regional Forces", "indochina_own"),
        ("Colombia", "1998", "army", "colombia_before_plan"),
        ("Colombia", "2010", "army", "colombia_after"),
        ("Burkina Faso", "2019", "soldiers", "sahel"),
        ("Ruritania", "1999", "soldiers", "elsewhere"),
        ("Ruritania", "1999", "French legionnaires", "foreign_elsewhere"),
        ("", "", "", "elsewhere"),
    ],
)
def test_help_hangs_on_country_period_and_garrison(country, date, defender, regime):
    assert read(country=country, date=date, defender=defender).regime == regime


def test_low_cloud_holds_aircraft_down_and_a_clear_sky_does_not():
    def busy(weather):
        return scenario_of(SMALL._replace(country="Myanmar", weather=weather), mapping(), RULES).air.busy_chance

    assert busy("low cloud").low > busy("clear").low
    assert busy("clear") == mapping().air["hours"].busy_chance


def test_night_surprises_more_than_day():
    night, day = (scenario_of(SMALL._replace(time_of_day=word), mapping(), RULES).resistance for word in ("night", "day"))
    assert night.surprise.low > day.surprise.low


@settings(max_examples=60)
@given(BEFORES)
def test_whatever_is_known_makes_a_scenario_of_a_bearable_size(before):
    scenario = scenario_of(before, mapping(), RULES, "any")
    squads = sum(rows_for(g.fighters.high, g.squad_size) for g in scenario.resistance.groups.values())
    sections = sum(rows_for(c.people.high, c.section_size) for c in scenario.garrison.contingents.values())
    assert squads + sections <= 60
    reading = read_as(before, mapping())
    assert abs(sum(c.people.low for c in scenario.garrison.contingents.values()) - reading.defenders_people.low) <= len(
        reading.garrison
    )
    assert judge(scenario.model_dump()) == scenario


@given(st.text(max_size=200))
def test_any_name_is_made_safe(name):
    made = scenario_of(SMALL, mapping(), RULES, name).name
    assert made == safe_name(name)


# ---- blind ---------------------------------------------------------------------------------------------------------

KNOWN_BEFORE = {"id", *TEXTS, *NUMBERS}
SOME = ["XX17", "MM33", "XX15"]


def some_rows():
    return [row for row in shipped_rows() if row["id"] in SOME]


def shipped_chances(folder, rows):
    return chances(*(case.before for case in cases_of(folder, rows)))


@settings(max_examples=12)
@given(seed=st.integers(0, 2**32), junk=st.text("abc01 ;|-.", max_size=12))
def test_a_prediction_reads_nothing_of_what_came_of_a_case(tmp_path_factory, seed, junk):
    """Every column that tells of the fight or after it is shuffled over the file or filled with junk; nothing moves by a bit."""
    folder, chance, rows = tmp_path_factory.mktemp("blind"), random.Random(seed), shipped_rows()
    for column in set(rows[0]) - KNOWN_BEFORE:
        values = [row[column] for row in rows]
        chance.shuffle(values)
        if column == "occupied":
            values = [chance.choice(["", "0", "1"]) for _ in rows]
        elif chance.random() < 0.5:
            values = [junk] * len(rows)
        for row, value in zip(rows, values, strict=True):
            row[column] = value
    garbled = shipped_chances(folder, [row for row in rows if row["id"] in SOME])
    assert garbled.tolist() == shipped_chances(folder, some_rows()).tolist()


@pytest.mark.parametrize(
    ("column", "value"), [("att_low", "5"), ("attacker", "villagers"), ("structure", "fort"), ("def_high", "90")]
)
def test_what_was_known_before_does_tell(tmp_path, column, value):
    """The counterpart: the same comparison notices a column that is read."""
    changed = [row | {column: value} for row in some_rows()]
    assert shipped_chances(tmp_path, changed).tolist() != shipped_chances(tmp_path, some_rows()).tolist()


def test_a_chance_hangs_on_its_own_case_alone(tmp_path):
    rows = some_rows()
    backwards = shipped_chances(tmp_path, rows[::-1])[::-1]
    alone = [shipped_chances(tmp_path, [row]).item() for row in rows]
    assert shipped_chances(tmp_path, rows).tolist() == backwards.tolist() == alone


# ---- chances -------------------------------------------------------------------------------------------------------


def test_chances_are_smoothed_as_jeffreys_has_it():
    """The posterior mean of a binomial share under a Beta(1/2, 1/2) prior."""
    from scipy.stats import beta

    assert jeffreys(np.array([0, 3, 10]), 10) == pytest.approx([beta(k + 0.5, 10 - k + 0.5).mean() for k in (0, 3, 10)])


def test_the_number_of_threads_changes_nothing():
    assert chances(SMALL, raids=130, workers=1) == chances(SMALL, raids=130, workers=3)


def test_chances_are_those_of_the_scenario_played_by_itself():
    from sim import play

    table = play(scenario_of(SMALL, mapping(), RULES), runs=70, seed=4)
    assert chances(SMALL, raids=70, seed=4) == jeffreys(np.array([sum(table["occupied"].to_pylist())]), 70)


def test_many_vectors_of_rates_are_played_as_each_by_itself():
    values = np.array([[0.02, 0.6], [0.002, 0.6], [0.02, 6.0]])
    draws = RuleDraws(("hit_chance", "yield_rate"), values)
    befores = [SMALL, SMALL._replace(structure="fort")]
    counts = occupied_counts(befores, mapping(), RULES, draws, raids=40, same_raids=True, workers=2)
    assert counts.shape == (3, 2)
    for vector, row in zip(values, counts, strict=True):
        rules = {**RULES, "hit_chance": float(vector[0]), "yield_rate": float(vector[1])}
        alone = occupied_chances(befores, mapping(), rules, raids=40, workers=2)
        assert alone.tolist() == jeffreys(row, 40).tolist()


def test_vectors_meet_luck_of_their_own_unless_asked():
    draws = RuleDraws(("hit_chance",), np.full((6, 1), 0.02))
    own = occupied_counts([SMALL], mapping(), RULES, draws, raids=30)
    same = occupied_counts([SMALL], mapping(), RULES, draws, raids=30, same_raids=True)
    assert len(np.unique(same)) == 1
    assert len(np.unique(own)) > 1
    whole = occupied_chances([SMALL], mapping(), RULES, draws, raids=180)
    assert whole.tolist() == jeffreys(own.sum(axis=0), 180).tolist()  # equal vectors: the same 180 raids, in another order


def test_rates_that_are_drawn_are_judged():
    for name, value, said in (
        ("hit_chance", 3.0, "hit_chance"),
        ("yield_rate", float("nan"), "yield_rate"),
        ("nonsense", 1.0, "nonsense"),
    ):
        with pytest.raises(ConfigurationError, match=said):
            occupied_counts([SMALL], mapping(), RULES, RuleDraws((name,), np.array([[value]])), raids=2)


def test_the_strong_take_what_the_weak_cannot():
    many = SMALL._replace(
        attacker="FARC", attackers=Bounds(300, 300), defender="police", defenders=Bounds(8, 8), structure="house"
    )
    few = SMALL._replace(attacker="villagers", attackers=Bounds(20, 20), defender="US Marines", defenders=Bounds(200, 200))
    strong, weak = chances(many, few, raids=40)
    assert strong > 0.9 > 0.1 > weak


def test_progress_counts_every_raid():
    told = []
    chances(SMALL, SMALL, raids=70, progress=told.append)
    assert sum(told) == 140


def test_the_shipped_cases_are_all_there():
    cases = read_cases(SHIPPED)
    assert len(cases) == 25
    assert all(case.afterwards.occupied is not None for case in cases)
