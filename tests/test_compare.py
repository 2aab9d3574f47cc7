"""Comparisons: laws of the numbers that are drawn, and a report that anybody can open."""

import re
import time
from html.parser import HTMLParser
from itertools import pairwise

import numpy as np
import polars
import pyarrow as pa
import pyarrow.csv
import pytest
import scipy.stats

from sim import load_scenario, play
from sim.figures.cases import cases_of, enough_scenarios, evenly, shown_panels
from sim.figures.courses import courses_of, sample_courses
from sim.figures.durations import durations_ended, ended_by
from sim.figures.fans import numbers_of_fans, strength_at
from sim.figures.gallery import Asked, gallery_of
from sim.figures.losses import in_whole_percent, numbers_of_losses
from sim.figures.outcomes import OCCUPIED, shares_of_causes, shares_of_endings
from sim.figures.paired import baselines_of, paired_differences
from sim.figures.phase import level_line, phase_picture
from sim.figures.picture import keep_picture
from sim.figures.report import write_report
from sim.figures.rounds import numbers_of_rounds
from sim.figures.scales import grid_scale, is_geometric
from sim.figures.surface import smoothed
from sim.mistakes import ConfigurationError
from sim.store import plain
from sim.subject import RAID
from sim.summary import combinations_of, quantiles_by, summarise, varied_factors_of
from sim.sweeps.points import Base
from sim.sweeps.rebuilt import rebuilder, with_its_levels
from sim.table import trace

RUNS = 60


def shipped_scenario(key):
    """The scenario behind a row, where it ships."""
    choices = [f"{path}={level}" for path, level in key.items() if path in RAID.choices and level is not None]
    return with_its_levels(Base({}, {}, load_scenario(key["scenario"], choices)), key)


def raids_of(name, overrides=(), runs=RUNS, seed=1, called=None, **levels):
    """Raids of a scenario, as a folder of results gives them."""
    table = plain(play(load_scenario(name, overrides), runs, seed))
    for path, level in reversed(levels.items()):
        kind = pa.string() if isinstance(level, str) else pa.float64()
        table = table.add_column(0, path.replace("__", "."), pa.array([level] * runs, kind))
    table = table.add_column(0, "seed", pa.array([seed] * runs, pa.int64()))
    return table.add_column(0, "scenario", pa.array([called or name] * runs))


@pytest.fixture(scope="module")
def three():
    return pa.concat_tables([raids_of(name) for name in ("drive_by", "ma_sein", "kyar_tat")])


@pytest.fixture(scope="module")
def swept():
    """Two scenarios at three delays of relief and three strengths of the walls."""
    return pa.concat_tables(
        raids_of(name, [f"relief.delay_minutes={delay}", f"station.structure_strength={strength}"], 20,
                 relief__delay_minutes=float(delay), station__structure_strength=float(strength))
        for name in ("kyar_tat", "zee_pyar") for delay in (60, 180, 480) for strength in (0.25, 1, 4)
    )  # fmt: skip


def resampled(table, scenarios, each):
    """As many scenarios as wanted, made of raids of the three."""
    rng = np.random.default_rng(1)
    rows = rng.integers(0, table.num_rows, scenarios * each)
    names = np.repeat([f"scenario_{k:03d}" for k in range(scenarios)], each)
    numbers = np.tile(np.arange(each), scenarios)
    some = table.take(pa.array(rows)).drop_columns(["scenario", "raid"])
    return some.append_column("scenario", pa.array(names)).append_column("raid", pa.array(numbers))


def no_scenario(key):
    raise ConfigurationError("the scenarios are lost")


FEW = Asked(courses=5)


def kept(table, folder, asked=FEW, rebuild=no_scenario, formats=("png",)):
    """Gallery and report of these raids in a folder."""
    gallery = gallery_of(table, asked, rebuild)
    drawn = [keep_picture(picture, folder, formats) for picture in gallery.pictures]
    page = write_report(folder / "report.html", "Three raids", table, gallery, drawn, {"Seeds": "1"})
    return gallery, drawn, page.read_text(encoding="utf-8")


# ---- cases -------------------------------------------------------------------------------------------------------


def test_marks_of_a_raid_are_no_factors(three):
    marks = three.append_column("point", pa.array(range(three.num_rows)))
    marks = marks.append_column("error", pa.nulls(three.num_rows, pa.string()))
    assert varied_factors_of(marks) == []
    assert [row["scenario"] for row in summarise(marks)] == ["drive_by", "ma_sein", "kyar_tat"]


def test_a_few_combinations_are_cases_and_many_are_pooled(swept):
    few = cases_of(swept.filter(pa.array(np.arange(swept.num_rows) % 180 < 120)))
    assert few.names[0] == "kyar tat, relief delay 60 min, structure strength 0.25"
    assert (few.number, few.pooled) == (12, [])
    all_of_them = cases_of(swept)
    assert all_of_them.names == ["kyar tat", "zee pyar"]
    assert all_of_them.pooled == ["relief.delay_minutes", "station.structure_strength"]
    assert np.bincount(all_of_them.code).tolist() == [180, 180]
    assert cases_of(swept, ["relief.delay_minutes"]).number == 6


def test_many_cases_stand_in_the_order_of_their_chance_and_a_dozen_get_a_panel(three):
    cases = cases_of(resampled(three, 100, 30))
    occupied = resampled(three, 100, 30)["occupied"].to_numpy(zero_copy_only=False)
    chances = [occupied[cases.code == k].mean() for k in range(100)]
    assert all(a >= b for a, b in pairwise(chances))
    assert shown_panels(cases)[[0, -1]].tolist() == [0, 99]
    assert len(shown_panels(cases)) == 12
    assert evenly(np.array([3.0, 9.0, 1.0]), 2).tolist() == [1, 2]


def test_cases_that_would_be_called_alike_are_told_apart(three):
    twins = pa.concat_tables([raids_of("drive_by", called="a_b"), raids_of("drive_by", called="a b")])
    assert cases_of(twins).names == ["a b (1)", "a b (2)"]


def test_more_scenarios_than_anybody_reads_are_thinned_and_it_is_said(three):
    table, said = enough_scenarios(resampled(three, 230, 4))
    assert len(set(table["scenario"].to_pylist())) == 200
    assert "230" in said


# ---- sums --------------------------------------------------------------------------------------------------------


def test_quantiles_of_groups_are_those_of_numpy():
    rng = np.random.default_rng(3)
    values, code = rng.integers(0, 50, 999).astype(float), rng.integers(0, 7, 999)
    values[::10] = np.nan
    found = quantiles_by(values, code, 8, (0.0, 0.05, 0.3, 0.5, 0.95, 1.0))
    for k in range(7):
        mine = values[(code == k) & ~np.isnan(values)]
        assert (found[:, k] == np.quantile(mine, (0.0, 0.05, 0.3, 0.5, 0.95, 1.0))).all()
    assert np.isnan(found[:, 7]).all()


def test_the_summary_is_that_of_another_library(swept):
    by = ["scenario", "relief.delay_minutes", "station.structure_strength"]
    theirs = polars.from_arrow(swept).group_by(by, maintain_order=True).agg(
        polars.len().alias("raids"), polars.col("occupied").mean(),
        polars.col("duration_minutes").median().alias("median_duration_minutes"),
        (polars.col("attackers_killed") + polars.col("attackers_wounded") + polars.col("attackers_captured")).mean().alias("attackers_lost"),
    )  # fmt: skip
    ours = summarise(swept)
    assert len(ours) == 18
    for row, other in zip(ours, theirs.to_dicts(), strict=True):
        assert {name: row[name] for name in other} == pytest.approx(other)


def test_combinations_stand_in_the_order_in_which_they_appear():
    table = pa.table({"a": ["y", "x", None, "y"], "b": [2.0, 1.0, 1.0, 2.0]})
    code, keys = combinations_of(table, ["a", "b"])
    assert code.tolist() == [0, 1, 2, 0]
    assert keys == [{"a": "y", "b": 2.0}, {"a": "x", "b": 1.0}, {"a": None, "b": 1.0}]


# ---- shares ------------------------------------------------------------------------------------------------------


def test_the_shares_of_a_case_make_a_hundred_per_cent(three):
    cases = cases_of(three)
    for numbers, what in ((shares_of_endings(three, cases), "ending"), (shares_of_causes(three, cases), "cause")):
        rows = [row for row in numbers.to_pylist() if row[what] != OCCUPIED and row["raids"]]
        for name in {row["case"] for row in rows}:
            assert sum(row["share_percent"] for row in rows if row["case"] == name) == pytest.approx(100.0)


def test_the_intervals_are_those_of_wilson(three):
    for row in shares_of_endings(three, cases_of(three)).to_pylist():
        theirs = scipy.stats.binomtest(row["count"], row["raids"]).proportion_ci(method="wilson")
        assert (row["low_percent"], row["high_percent"]) == pytest.approx((100 * theirs.low, 100 * theirs.high), abs=1e-9)


def test_nothing_that_failed_is_drawn_as_such(three, tmp_path):
    table = three.filter(pa.array([ending == "occupied" for ending in three["ending"].to_pylist()]))
    numbers = shares_of_causes(table, cases_of(table))
    assert numbers.num_rows == 0
    assert "No raid failed." in str(
        [text.get_text() for text in gallery_of(table, Asked(), no_scenario).pictures[1].draw(numbers).texts]
    )


# ---- durations, losses, rounds -----------------------------------------------------------------------------------


def test_the_curve_of_durations_is_the_empirical_distribution(three):
    minutes = three["duration_minutes"].to_numpy()
    at, share, raids = ended_by(minutes)
    theirs = scipy.stats.ecdf(minutes).cdf
    assert (at == theirs.quantiles).all()
    assert share == pytest.approx(theirs.probabilities)
    assert raids == len(minutes)
    assert np.all(np.diff(share) > 0)
    assert share[-1] == 1.0


def test_a_long_curve_keeps_exact_steps():
    minutes = np.random.default_rng(0).gamma(3.0, 40.0, 20_000)
    at, share, _ = ended_by(minutes)
    assert len(at) <= 501
    assert share == pytest.approx(scipy.stats.ecdf(minutes).cdf.evaluate(at))
    assert (at[0], at[-1]) == (minutes.min(), minutes.max())


def test_the_band_around_a_curve_holds_it(three):
    numbers = durations_ended(three, cases_of(three))
    low, mid, high = (numbers[name].to_numpy() for name in ("low_percent", "ended_percent", "high_percent"))
    assert np.all((low >= 0.0) & (low <= mid) & (mid <= high) & (high <= 100.0))


def test_losses_are_quantiles_of_who_was_lost(three):
    numbers = {(row["case"], row["side"], row["measure"]): row for row in numbers_of_losses(three, cases_of(three)).to_pylist()}
    mine = three.filter(pa.array([name == "kyar_tat" for name in three["scenario"].to_pylist()])).to_pylist()
    lost = [row["defenders_killed"] + row["defenders_wounded"] + row["relief_killed"] + row["relief_wounded"] for row in mine]
    row = numbers["kyar tat", "defenders", "lost"]
    assert (row["median"], row["q95"], row["mean"]) == pytest.approx((np.median(lost), np.quantile(lost, 0.95), np.mean(lost)))
    ratios = [row["loss_exchange_ratio"] for row in mine if row["loss_exchange_ratio"] is not None]
    row = numbers["kyar tat", "both", "loss_exchange_ratio"]
    assert row["undefined_percent"] == pytest.approx(100.0 * (1 - len(ratios) / len(mine)))
    assert row["median"] == pytest.approx(np.median(ratios))


def test_rounds_are_counted_for_each_ending(three):
    rows = [row for row in numbers_of_rounds(three, cases_of(three)).to_pylist() if row["side"] == "attackers"]
    assert sum(row["raids"] for row in rows) == three.num_rows
    for row in rows:
        fired = [raid["attackers_rounds_fired"] for raid in three.to_pylist()
                 if raid["ending"] == row["ending"] and raid["scenario"].replace("_", " ") == row["case"]]  # fmt: skip
        assert (row["raids"], row["median"]) == (len(fired), np.median(fired))


def test_a_share_is_rounded_to_all_or_none_only_if_it_is():
    assert [in_whole_percent(share) for share in (0.0, 0.2, 49.6, 99.7, 100.0)] == ["0 %", "<1 %", "50 %", ">99 %", "100 %"]


# ---- differences raid by raid ------------------------------------------------------------------------------------


def differences(table, baseline=None, by=None):
    cases = cases_of(table, by)
    return paired_differences(table, cases, baselines_of(cases, baseline)).to_pylist()


def test_a_difference_is_the_mean_over_pairs_with_the_interval_of_student():
    less, more = raids_of("kyar_tat"), raids_of("kyar_tat", ["station.structure_strength=4"], called="walls")
    shuffled = more.take(pa.array(np.random.default_rng(0).permutation(RUNS)))
    row = next(row for row in differences(pa.concat_tables([less, shuffled])) if row["measure"] == "duration")
    d = more["duration_minutes"].to_numpy() - less["duration_minutes"].to_numpy()
    interval = scipy.stats.ttest_1samp(d, 0.0).confidence_interval(0.95)
    assert row["difference"] == pytest.approx(d.mean())
    assert (row["low"], row["high"]) == pytest.approx((interval.low, interval.high))
    apart = np.hypot(scipy.stats.sem(more["duration_minutes"].to_numpy()), scipy.stats.sem(less["duration_minutes"].to_numpy()))
    assert row["unpaired_width"] == pytest.approx(2 * scipy.stats.t.ppf(0.975, RUNS - 1) * apart)
    assert row["paired_width"] < row["unpaired_width"]


def test_where_nothing_differs_the_difference_is_exactly_nothing():
    rows = differences(pa.concat_tables([raids_of("ma_sein"), raids_of("ma_sein", called="again")]))
    assert len(rows) == 5
    assert all(row["difference"] == row["low"] == row["high"] == row["paired_width"] == 0.0 for row in rows)
    assert any(row["unpaired_width"] > 0.0 for row in rows)


def test_only_raids_of_equal_seed_and_number_are_pairs():
    assert differences(pa.concat_tables([raids_of("ma_sein", seed=1), raids_of("ma_sein", seed=2, called="other")])) == []
    half = raids_of("ma_sein", called="half").slice(RUNS // 2)
    assert {row["pairs"] for row in differences(pa.concat_tables([raids_of("ma_sein"), half]))} == {RUNS // 2}


def test_the_same_luck_at_several_levels_counts_once(swept):
    row = differences(swept)[0]
    assert (row["pairs"], row["raid_numbers"]) == (180, 20)
    one = differences(pa.concat_tables([raids_of("kyar_tat", runs=20), raids_of("zee_pyar", runs=20)]))[0]
    copies = [
        raids_of(name, runs=20, a=float(a), b=float(b)) for name in ("kyar_tat", "zee_pyar") for a in range(3) for b in range(3)
    ]
    many = differences(pa.concat_tables(copies))[0]
    assert many["pairs"] == 180
    assert (many["difference"], many["paired_width"]) == pytest.approx((one["difference"], one["paired_width"]))


def test_the_baseline_is_named_or_the_scenarios_own_level(swept):
    some = swept.filter(pa.array(np.array(swept["relief.delay_minutes"].to_pylist()) == 60.0))
    cases = cases_of(some)
    assert [cases.names[k] for k in baselines_of(cases, None)] == 3 * ["kyar tat, structure strength 1"] + 3 * [
        "zee pyar, structure strength 1"
    ]
    assert set(baselines_of(cases, "zee_pyar")) == {4}
    assert set(baselines_of(cases, "zee pyar, structure strength 4")) == {5}
    with pytest.raises(ConfigurationError, match=r"baseline=zee_pyr: .*did you mean 'zee_pyar'"):
        baselines_of(cases, "zee_pyr")


# ---- the phase diagram -------------------------------------------------------------------------------------------


def surface(x, y):
    """A chance of one half where ln(x / 120) = y - 1.5."""
    return 1.0 / (1.0 + np.exp(-3.0 * (np.log(x / 120.0) - (y - 1.5))))


def test_the_line_lies_where_the_chance_is_one_half():
    x, y = np.geomspace(30.0, 480.0, 9), np.linspace(0.5, 2.5, 9)
    table = pa.table({"x": np.tile(x, 9), "y": np.repeat(y, 9)})
    scales = grid_scale(table, "x"), grid_scale(table, "y")
    assert (scales[0].is_log, scales[1].is_log) == (True, False)
    (line,) = level_line(*scales, surface(*np.meshgrid(x, y)), 0.5)
    assert np.abs(np.log(line[:, 0] / 120.0) - (line[:, 1] - 1.5)).max() < 0.03


def test_scattered_points_make_a_smooth_surface_with_the_line_in_its_place():
    rng = np.random.default_rng(2)
    place = rng.random((4000, 2))
    raids, hits = np.zeros((40, 40)), np.zeros((40, 40))
    cell = (place * 40).astype(int)
    x, y = 30.0 * 16.0 ** place[:, 0], 0.5 + 2.0 * place[:, 1]
    np.add.at(raids, (cell[:, 1], cell[:, 0]), 1)
    np.add.at(hits, (cell[:, 1], cell[:, 0]), rng.random(4000) < surface(x, y))
    middle = (np.arange(40) + 0.5) / 40
    truth = surface(*np.meshgrid(30.0 * 16.0**middle, 0.5 + 2.0 * middle))
    assert np.abs(smoothed(raids, hits) - truth).mean() < 0.03
    assert (smoothed(raids, raids) == 1.0).all()
    assert np.isnan(smoothed(raids * (np.arange(1600).reshape(40, 40) < 20), 0 * hits)).all()


def test_the_cells_of_a_grid_are_the_shares_of_its_raids(swept):
    numbers = phase_picture(swept, None, None, 0.5).numbers.to_pylist()
    cells = [row for row in numbers if row["kind"] == "cell"]
    assert len(cells) == 18
    assert sum(row["raids"] for row in cells) == swept.num_rows
    expected = {(row["scenario"].replace("_", " "), row["relief.delay_minutes"], row["station.structure_strength"]): 100 * row["occupied"]
                for row in summarise(swept)}  # fmt: skip
    for row in cells:
        assert row["share_percent"] == pytest.approx(
            expected[row["panel"], row["relief.delay_minutes"], row["station.structure_strength"]]
        )
    assert any(row["kind"] == "line" for row in numbers)


def test_a_third_factor_gives_a_panel_for_each_of_its_levels(swept):
    third = np.where(np.arange(swept.num_rows) % 2, "gunships", "none")
    table = swept.append_column("air", pa.array(third))
    numbers = phase_picture(table, ["station.structure_strength", "relief.delay_minutes"], "air", 0.5).numbers
    assert set(numbers["panel"].to_pylist()) == {"air: gunships", "air: none"}
    assert numbers.column_names[2:4] == ["station.structure_strength", "relief.delay_minutes"]


def test_a_scale_is_one_of_ratios_where_the_levels_are():
    assert is_geometric(np.array([60.0, 180.0, 480.0]))
    assert is_geometric(np.array([0.5, 1.0, 2.0]))
    assert not is_geometric(np.array([10.0, 20.0, 30.0, 40.0]))
    assert not is_geometric(np.array([0.0, 1.0, 10.0]))


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (
            Asked(phase=["relief.delay", "station.structure_strength"]),
            r"phase=relief\.delay: .*did you mean 'relief\.delay_minutes'",
        ),
        (Asked(phase=["delay_minutes", "station.structure_strength"]), r"did you mean 'relief\.delay_minutes'"),
        (Asked(phase_by="air"), r"phase_by=air: there is no such factor; should be one of relief\.delay_minutes, station"),
        (Asked(by=["seed"]), "by=seed: there is no such factor"),
        (Asked(baseline="kyar_ta"), "did you mean 'kyar_tat'"),
    ],
)
def test_what_is_not_there_cannot_be_asked_for(swept, asked, said):
    with pytest.raises(ConfigurationError, match=said):
        gallery_of(swept, asked, no_scenario)


# ---- strength over time ------------------------------------------------------------------------------------------


def test_a_course_is_that_of_the_raid():
    scenario = load_scenario("ma_sein")
    courses = courses_of(scenario, 5, [3, 0, 7], workers=2)
    for raid, course in zip([3, 0, 7], courses, strict=True):
        series = trace(scenario, 5, raid).series
        assert (course[:, 0] == series["minute"].to_numpy()).all()
        assert (course[:, 1] == series["attackers_fit"].to_numpy()).all()
        assert (course[:, 2] == series["defenders_fit"].to_numpy()).all()


def test_a_raid_that_has_ended_keeps_its_last_strength():
    course = np.array([[1.0, 9.0, 5.0], [2.0, 8.0, 4.0]])
    assert strength_at(course, np.array([0.0, 1.0, 1.9, 2.0, 99.0])).tolist() == [[9, 5], [9, 5], [9, 5], [8, 4], [8, 4]]


def test_fans_are_quantiles_of_the_courses(three):
    cases = cases_of(three)
    sample = sample_courses(three, cases, 11, shipped_scenario)
    numbers = numbers_of_fans(sample, cases).to_pylist()
    row = next(row for row in numbers if row["case"] == "ma sein" and row["side"] == "defenders" and row["minute"] > 50)
    mine = [course for course, case in zip(sample.courses, sample.case, strict=True) if case == 1]
    fit = [strength_at(course, np.array([row["minute"]]))[0, 1] for course in mine]
    assert len(fit) == row["raids"] == 11
    assert (row["q05"], row["median"], row["q95"]) == pytest.approx(tuple(np.quantile(fit, (0.05, 0.5, 0.95))))


def test_results_of_another_scenario_are_not_taken_for_this_one():
    table = raids_of("ma_sein", ["resistance.groups.kalewa.fighters=12"])
    with pytest.raises(ConfigurationError, match="ma_sein: played again, its raids end at other minutes"):
        sample_courses(table, cases_of(table), 20, shipped_scenario)


def test_a_scenario_is_rebuilt_from_the_levels_of_its_factors():
    built = shipped_scenario({"scenario": "kyar_tat", "air": "none", "relief.delay_minutes": 60.0, "weather.rain": None,
                              "resistance.groups.*.rounds_per_fighter": 77.0})  # fmt: skip
    assert built.relief.delay_minutes.low == built.relief.delay_minutes.high == 60.0
    assert {group.rounds_per_fighter.low for group in built.resistance.groups.values()} == {77.0}
    assert built.air == load_scenario("kyar_tat", ["air=none"]).air


def test_a_scenario_that_no_manifest_holds_is_not_made_up(tmp_path):
    with pytest.raises(ConfigurationError, match="no manifest beside the results holds the scenario kyar_tat"):
        rebuilder([tmp_path])({"scenario": "kyar_tat"})


# ---- the report --------------------------------------------------------------------------------------------------


class Reader(HTMLParser):
    """What a page would load, run and show."""

    def __init__(self, page):
        super().__init__()
        self.tags, self.loads, self.alts, self.ids, self.links = [], [], [], [], []
        self.feed(page)

    def handle_starttag(self, tag, attributes):
        found = dict(attributes)
        self.tags.append(tag)
        self.ids += [found["id"]] if "id" in found else []
        self.links += [found["href"]] if "href" in found else []
        self.loads += [found[name] for name in ("src", "data", "srcset", "poster", "action") if name in found]
        self.alts += [found["alt"]] if tag == "img" else []
        assert not [name for name in found if name.startswith("on")]


@pytest.fixture(scope="module")
def report(swept, tmp_path_factory):
    folder = tmp_path_factory.mktemp("report")
    return folder, *kept(swept, folder, Asked(courses=4), shipped_scenario, ("png", "svg", "pdf"))


def test_the_report_loads_nothing_and_runs_nothing(report):
    *_, page = report
    reader = Reader(page)
    assert not {"script", "link", "iframe", "object", "embed", "base"} & set(reader.tags)
    assert all(address.startswith("data:image/") for address in reader.loads)
    assert all(link.startswith("#") and link[1:] in reader.ids for link in reader.links)
    assert "http:" not in page
    assert "https:" not in page
    assert "url(" not in page
    assert "@import" not in page


def test_the_report_holds_every_figure_with_words_for_those_who_cannot_see_it(report):
    _, gallery, _, page = report
    reader = Reader(page)
    names = [picture.name for picture in gallery.pictures]
    assert names == ["endings", "causes", "paired", "phase", "losses", "durations", "rounds", "strength"]
    assert gallery.notes == []
    assert [f"figure-{name}" for name in names] == [name for name in reader.ids if name.startswith("figure-")]
    assert len(reader.alts) == len(reader.loads) == 8
    assert all(len(alt) > 60 for alt in reader.alts)
    assert len(set(reader.ids)) == len(reader.ids)


def test_the_drawings_in_the_report_are_those_in_the_files_without_an_address(report):
    import base64

    folder, _, drawn, _ = report
    for one in drawn:
        kind, _, content = one.image.partition(";base64,")
        file = (folder / "figures" / f"{one.picture.name}.{'svg' if 'svg' in kind else 'png'}").read_bytes()
        shown = base64.b64decode(content)
        assert shown == re.sub(rb"<!DOCTYPE[^>]*>", b"", file, count=1) if "svg" in kind else shown == file
        assert not re.search(rb'(?:href|src)="(?!#|data:)', shown)
        assert (folder / "figures" / f"{one.picture.name}.pdf").read_bytes().startswith(b"%PDF")


def test_the_csv_holds_the_numbers_that_are_drawn(report):
    folder, gallery, *_ = report
    for picture in gallery.pictures:
        written = pyarrow.csv.read_csv(folder / "numbers" / f"{picture.name}.csv")
        assert written.column_names == picture.numbers.column_names
        for name in written.column_names:
            ours, theirs = picture.numbers[name].to_pylist(), written[name].to_pylist()
            assert (
                [x if x is None or x == x else None for x in ours] == pytest.approx(theirs)
                if isinstance(ours[0], float)
                else ours == theirs
            )


def test_the_bars_are_as_long_as_their_numbers_say(three):
    picture = gallery_of(three, Asked(), no_scenario).pictures[0]
    figure = picture.draw(picture.numbers)
    lengths = [bar.get_width() for axes in figure.axes for bar in axes.patches]
    shares = np.array(picture.numbers["share_percent"].to_pylist()).reshape(3, -1).T.ravel()
    assert lengths == pytest.approx(shares.tolist())


def test_a_strangers_words_stay_words(tmp_path):
    evil = '<script>alert(1)</script>"><img src=x onerror=alert(2)> $x^$ {{ 7*7 }}'
    table = pa.concat_tables([raids_of("drive_by", called=evil), raids_of("ma_sein", called="& 'both'")])
    _, drawn, page = kept(table, tmp_path)
    reader = Reader(page)
    assert "script" not in reader.tags
    assert len(reader.loads) == len(drawn)
    assert "&lt;script&gt;" in page
    assert "{{ 7*7 }}" in page


def test_the_same_raids_make_the_same_files(three, tmp_path):
    for name in "ab":
        kept(three, tmp_path / name, formats=("svg",))
    assert (tmp_path / "a" / "report.html").read_bytes() == (tmp_path / "b" / "report.html").read_bytes()
    assert (tmp_path / "a" / "figures" / "losses.svg").read_bytes() == (tmp_path / "b" / "figures" / "losses.svg").read_bytes()


# ---- many --------------------------------------------------------------------------------------------------------


def test_a_hundred_scenarios_can_be_compared(three, tmp_path):
    table = resampled(three, 100, 20)
    gallery = gallery_of(table, Asked(), no_scenario)
    names = {picture.name: picture for picture in gallery.pictures}
    drawn = [keep_picture(names[name], tmp_path, ["png"]) for name in ("endings", "durations")]
    page = write_report(tmp_path / "report.html", "Many", table, gallery, drawn, {}).read_text(encoding="utf-8")
    assert len(set(names["endings"].numbers["case"].to_pylist())) == 100
    assert len(set(names["durations"].numbers["case"].to_pylist())) == 12
    assert "12 of 100 cases have a panel" in page
    figure = names["endings"].draw(names["endings"].numbers)
    figure.draw_without_rendering()
    first, second = figure.axes[0].get_yticklabels()[:2]
    assert first.get_window_extent().y0 >= second.get_window_extent().y1


def test_a_hundred_thousand_raids_are_compared_quickly(three):
    table = resampled(three, 20, 5000)
    start = time.perf_counter()
    gallery = gallery_of(table, Asked(), no_scenario)
    assert time.perf_counter() - start < 10.0
    assert sum(gallery.pictures[0].numbers["count"].to_numpy()[1::6]) <= 100_000
    assert gallery.cases.number == 20
    assert "the scenarios are lost" in gallery.notes[-1]
