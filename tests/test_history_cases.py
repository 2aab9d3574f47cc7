"""The file of cases: every mistake is named with its place; what is not known is empty."""

import pytest

from sim.history.before import Bounds
from sim.history.cases import NEEDED, oddities, read_cases
from sim.mistakes import ConfigurationError
from tests.histories import cases_of, shipped_rows, written

ROW = dict.fromkeys(NEEDED, "") | {"id": "A1", "attacker": "Taliban", "occupied": "1"}


def refused(path, *words):
    with pytest.raises(ConfigurationError) as caught:
        read_cases(path)
    message = str(caught.value)
    assert message.startswith(f"{path}: ")
    assert "\n" not in message
    for word in words:
        assert word in message, message
    return True


def test_nothing_but_an_id_need_be_known(tmp_path):
    (case,) = cases_of(tmp_path, [dict.fromkeys(NEEDED, "") | {"id": "A1"}])
    assert case.id == "A1"
    assert case.afterwards.occupied is None
    assert case.before.attackers == Bounds(None, None)


def test_numbers_may_be_written_as_spreadsheets_write_them(tmp_path):
    (case,) = cases_of(tmp_path, [ROW | {"att_low": "40.0", "att_high": " 60 ", "bunkers_total": "0", "occupied": "0.0"}])
    assert case.before.attackers == Bounds(40, 60)
    assert case.before.bunkers == 0
    assert case.afterwards.occupied is False


def test_columns_may_stand_in_any_order_with_others_between(tmp_path):
    row = {"mood": "grim", **dict(reversed(ROW.items()))}
    (case,) = cases_of(tmp_path, [row])
    assert case.before.attacker == "Taliban"
    assert case.afterwards.told == {"mood": "grim"}


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"att_low": "many"}, ["line 2", "att_low", "'many'", "whole number"]),
        ({"att_low": "-3"}, ["line 2", "att_low", "-3"]),
        ({"att_low": "0"}, ["line 2", "att_low", "from 1"]),
        ({"def_high": "12.5"}, ["line 2", "def_high", "12.5"]),
        ({"def_high": "nan"}, ["line 2", "def_high", "nan"]),
        ({"def_high": "inf"}, ["line 2", "def_high", "inf"]),
        ({"def_high": "1e400"}, ["line 2", "def_high"]),
        ({"def_high": "2000000000"}, ["line 2", "def_high", "1,000,000"]),
        ({"def_high": "1_000"}, ["line 2", "def_high"]),
        ({"bunkers_total": "six"}, ["line 2", "bunkers_total", "six"]),
        ({"att_low": "50", "att_high": "40"}, ["line 2", "att_low", "att_high", "50", "40"]),
        ({"occupied": "yes"}, ["line 2", "occupied", "'yes'", "0, 1 or empty"]),
        ({"occupied": "2"}, ["line 2", "occupied", "2"]),
        ({"id": ""}, ["line 2", "id", "empty"]),
    ],
)
def test_a_bad_cell_is_named_with_line_column_and_value(tmp_path, change, words):
    assert refused(written(tmp_path, [ROW | change]), *words)


def test_an_id_stands_once(tmp_path):
    path = written(tmp_path, [ROW, ROW | {"id": "B"}, ROW])
    assert refused(path, "line 4", "'A1'", "line 2")


def test_a_line_is_counted_as_an_editor_counts(tmp_path):
    """Also where a cell above runs over several lines."""
    path = written(tmp_path, [ROW | {"place": "one\ntwo\nthree"}, ROW | {"id": "B", "att_low": "x"}])
    assert refused(path, "line 5", "att_low")


def test_a_missing_column_is_named_with_the_nearest(tmp_path):
    rows = [{("attackers" if name == "attacker" else name): value for name, value in ROW.items()}]
    assert refused(written(tmp_path, rows), "line 1", "attacker", "did you mean 'attackers'")
    rows = [{name: value for name, value in ROW.items() if name not in ("weather", "occupied")}]
    assert refused(written(tmp_path, rows), "line 1", "weather, occupied")


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", ["holds no case"]),
        (b"\n\n", ["line 1", "empty"]),
        (",".join(NEEDED).encode() + b"\n", ["holds no case"]),
        (",".join(NEEDED).encode() + b"\nA,B\n", ["line 2", "2 cells", str(len(NEEDED))]),
        (",".join([*NEEDED, "id"]).encode() + b"\n", ["line 1", "'id'", "twice"]),
        (";".join(NEEDED).encode() + b"\n", ["line 1", "lacks"]),
        (",".join(NEEDED).encode() + b"\nA,\xff\xfe\n", ["line 2", "UTF-8"]),
        (",".join(NEEDED).encode() + b'\n"A"x,\n', ["line 2", "CSV"]),
        (",".join(NEEDED).encode() + b'\n"A,\n', ["CSV"]),
        (b"\x00\x01\x02", ["line 1"]),
    ],
)
def test_a_broken_file_is_refused_in_one_line(tmp_path, content, words):
    path = tmp_path / "broken.csv"
    path.write_bytes(content)
    assert refused(path, *words)


def test_what_is_no_file_is_refused(tmp_path):
    assert refused(tmp_path / "nowhere.csv", "cannot be read", "No such file")
    assert refused(tmp_path, "not a regular file")


def test_a_byte_order_mark_and_foreign_line_ends_are_borne(tmp_path):
    path = tmp_path / "spreadsheet.csv"
    path.write_bytes(b"\xef\xbb\xbf" + written(tmp_path, [ROW]).read_bytes().replace(b"\r\n", b"\r"))
    assert [case.id for case in read_cases(path)] == ["A1"]


def test_bad_numbers_that_nobody_reads_are_said_not_refused(tmp_path):
    (case,) = cases_of(tmp_path, [ROW | {"att_killed_low": "some", "dur_h_low": "5", "dur_h_high": "3"}])
    assert [text.partition(":")[0] for text in oddities(case)] == [
        "case A1, columns dur_h_low and dur_h_high", "case A1, column att_killed_low"
    ]  # fmt: skip


def test_the_shipped_file_has_nothing_odd(tmp_path):
    assert not [text for case in cases_of(tmp_path, shipped_rows()) for text in oddities(case)]
