"""The data package: the same cells in every format, the same bytes every time, no file of somebody else's touched."""

import csv
import hashlib
import io
import json
import os
import re
import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import jsonschema
import openpyxl
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.utils import get_column_letter

import xinhua_analysis as xa
from xinhua_analysis.columns import COLUMNS, FRAMES, TABLES
from xinhua_analysis.records import Name, SaveError
from xinhua_analysis.saving import package
from xinhua_analysis.saving.formats import csv_cell, excel_cell, workbook_bytes
from xinhua_analysis.telling.wording import with_english

GLOSSES = "Chinese,English,kind\r\n加梯,lift installation,subject\r\n".encode("utf-8-sig")

# What Frictionless Data Package v1 asks of the parts that we write.
FIELD = {
    "type": "object",
    "required": ["name", "type", "title", "description"],
    "properties": {"type": {"enum": ["string", "integer", "number"]}},
}
SCHEMA = {
    "type": "object",
    "required": ["fields", "missingValues", "primaryKey", "foreignKeys"],
    "properties": {
        "fields": {"type": "array", "minItems": 1, "items": FIELD},
        "missingValues": {"const": [""]},
        "primaryKey": {"const": "id"},
        "foreignKeys": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["fields", "reference"],
                "properties": {"reference": {"type": "object", "required": ["resource", "fields"]}},
            },
        },
    },
}
RESOURCE = {
    "type": "object",
    "required": ["name", "path", "profile", "bytes", "hash"],
    "properties": {
        "name": {"type": "string", "pattern": r"^[-a-z0-9._/]+$"},
        "path": {"type": "string", "pattern": r"^[^./\\][^/\\]*$"},
        "profile": {"enum": ["tabular-data-resource", "data-resource"]},
        "bytes": {"type": "integer"},
        "hash": {"type": "string", "pattern": r"^sha256:[0-9a-f]{64}$"},
    },
}
PACKAGE = {
    "type": "object",
    "required": ["name", "profile", "title", "sources", "resources"],
    "properties": {
        "name": {"type": "string", "pattern": r"^[-a-z0-9._/]+$"},
        "profile": {"const": "data-package"},
        "sources": {"type": "array", "minItems": 1, "items": {"type": "object", "required": ["title"]}},
        "resources": {"type": "array", "minItems": 1, "items": RESOURCE},
    },
}


@pytest.fixture(scope="module")
def report():
    return xa.load()


@pytest.fixture(scope="module")
def folder(report, tmp_path_factory):
    place = tmp_path_factory.mktemp("with 空格")
    (place / "glosses.csv").write_bytes(GLOSSES)
    report.save(place / "数据 package", glosses=place / "glosses.csv")
    return place / "数据 package"


@pytest.fixture(scope="module")
def descriptor(folder):
    return json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))


def contents(place):
    return {path.name: path.read_bytes() for path in sorted(place.iterdir())}


def unguarded(cell):
    return cell.removeprefix("'")


# What stands in the files


@pytest.mark.parametrize("table", TABLES)
def test_csv_holds_the_records(report, folder, table):
    data = (folder / f"{table}.csv").read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    header, *rows = csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""))
    assert tuple(header) == FRAMES[table]
    for row, record in zip(rows, with_english(table, report.records(table)), strict=True):
        for value, cell in zip(record, row, strict=True):
            if isinstance(value, Decimal):
                assert Decimal(cell) == value
                assert "E" not in cell
            else:
                assert unguarded(cell) == ("" if value is None else str(value))


@pytest.mark.parametrize("table", TABLES)
def test_parquet_gives_the_frame_back(report, folder, table):
    found = pd.read_parquet(folder / f"{table}.parquet")
    assert [str(kind) for kind in found.dtypes] == [COLUMNS[column].type for column in FRAMES[table]]
    pd.testing.assert_frame_equal(found, report.table(table), check_dtype=False)  # Arrow's words beside Python's


def test_the_workbook_opens_and_holds_the_records(report, folder):
    book = openpyxl.load_workbook(folder / "tables.xlsx")
    assert book.sheetnames == ["summary", *TABLES, "review", "codebook"]
    for table, columns in FRAMES.items():
        sheet = book[table]
        assert sheet.freeze_panes == "B2"
        header, *rows = sheet.iter_rows(values_only=True)
        own = [place for place, head in enumerate(header) if not head.startswith("sentence ")]
        assert [header[place] for place in own] == [f"{column} {COLUMNS[column].chinese}" for column in columns]
        for row, values in zip(rows, with_english(table, report.records(table)), strict=True):
            cells = [row[place] for place in own]
            assert cells == [float(v) if isinstance(v, Decimal) else None if v == "" else v for v in values]


def test_the_workbook_can_be_read_alone(report, folder):
    """The text and whence it comes, beside each figure its sentence, numbers as people write them, a page wide."""
    book = openpyxl.load_workbook(folder / "tables.xlsx")
    told = list(book["summary"].iter_rows(min_row=2, values_only=True))
    assert dict(told[:5]) == report.about
    assert [words for what, words in told if what == "text"] == [line for line in report.text.splitlines() if line]
    sheet = book["figures"]
    header = [cell.value for cell in sheet[1]]
    value, unit, sentence = (header.index(name) for name in ("value 数值", "unit 单位", "sentence 所在句子"))
    formats = {"10.2万平方米": "#,##0", "100%": "#,##0%"}
    for row, record in zip(sheet.iter_rows(min_row=2), report.records("figures"), strict=True):
        assert row[sentence].value == report.row(record.sentence_id).text
        assert row[value].number_format == formats.get(record.text, "#,##0"), (record.text, row[unit].value)
    hidden = [name for place, name in enumerate(header) if sheet.column_dimensions[get_column_letter(place + 1)].hidden]
    assert [name.partition(" ")[0] for name in hidden] == list(FRAMES["figures"][-11:-1])  # then what a person says
    assert sheet.auto_filter.ref == f"A1:{get_column_letter(len(header))}{len(report.figures) + 1}"
    assert (sheet.sheet_properties.pageSetUpPr.fitToPage, sheet.page_setup.fitToHeight) == (True, 0)
    assert (sheet.page_setup.orientation, sheet.print_title_rows) == ("landscape", "$1:$1")


@pytest.mark.parametrize(
    ("value", "unit", "shown"), [("0.053", "%", "#,##0.0###%"), ("0.12", "%", "#,##0%"), ("1.5", "公里", "#,##0.0###")]
)
def test_a_number_of_a_workbook_is_written_as_people_do(value, unit, shown):
    book = openpyxl.load_workbook(io.BytesIO(workbook_bytes({"a": (["value", "unit"], [[Decimal(value), unit]])})))
    assert (book["a"]["A2"].value, book["a"]["A2"].number_format) == (float(value), shown)


def test_the_source_stands_beside_its_tables(report, folder):
    assert (folder / "summary.txt").read_bytes().decode("utf-8") == report.text
    assert (folder / "glosses.csv").read_bytes() == GLOSSES


def test_the_codebook_tells_every_column_in_both_languages(folder):
    codebook = (folder / "codebook.md").read_text(encoding="utf-8")
    for name, column in COLUMNS.items():
        told = f"| {name} | {column.chinese} | {column.type} | {column.unit} | {column.meaning} | {column.explained} |"
        assert (told in codebook) == bool(column.tables)
    assert "- `planned`: intended, or signed for only 计划中，或仅签约" in codebook


# The descriptor


def test_the_descriptor_is_a_data_package(descriptor):
    jsonschema.validate(descriptor, PACKAGE)
    tabular = {resource["name"]: resource["schema"] for resource in descriptor["resources"] if "schema" in resource}
    assert list(tabular) == [*TABLES, "glosses"]
    for table in TABLES:
        jsonschema.validate(tabular[table], SCHEMA)
        assert tuple(field["name"] for field in tabular[table]["fields"]) == FRAMES[table]
        for key in tabular[table]["foreignKeys"]:
            assert key["fields"] in TABLES[table]
            assert key["reference"]["resource"] in ("", *TABLES)


def test_the_descriptor_knows_every_file(descriptor, folder):
    found = contents(folder)
    found.pop("datapackage.json")
    told = {resource["path"]: (resource["bytes"], resource["hash"]) for resource in descriptor["resources"]}
    assert told == {
        name: (len(data), f"sha256:{hashlib.sha256(data).hexdigest()}") for name, data in sorted(found.items())
    }


@pytest.mark.parametrize("table", TABLES)
def test_rows_obey_their_schema(descriptor, report, table):
    schema = next(resource["schema"] for resource in descriptor["resources"] if resource["name"] == table)
    for field in schema["fields"]:
        place = FRAMES[table].index(field["name"])
        cells = [row[place] for row in with_english(table, report.records(table))]
        rules = field.get("constraints", {})
        assert not rules.get("required") or all(cell not in ("", None) for cell in cells)
        stated = [cell for cell in cells if cell != "" or rules.get("required")]
        assert all(cell in rules["enum"] for cell in stated if "enum" in rules)


def test_nothing_tells_the_time_or_the_place(folder):
    for name, data in contents(folder).items():
        assert str(folder.parent).encode() not in data, name
        assert not re.search(rb"20[2-9]\d-\d\d-\d\dT\d\d:", data), name


# Cells that a spreadsheet would run


@given(st.text(st.sampled_from("=+-@＝＋－＠\t\r\n'a1 ")))
def test_no_csv_cell_runs_and_none_is_lost(words):
    cell = csv_cell(words)
    assert not cell.startswith(tuple("=+-@＝＋－＠\t\r\n"))
    assert unguarded(cell) == words


@given(st.text(st.characters(exclude_categories=["Cs"]) | st.sampled_from("_x0041\x00\x1b\r\ufffe"), max_size=20))
def test_a_workbook_takes_any_word(words):
    book = openpyxl.load_workbook(io.BytesIO(workbook_bytes({"sheet": (["id"], [[words], [excel_cell(words)]])})))
    cell = book["sheet"]["A2"]
    told = re.sub(r"_x([0-9A-F]{4})_", lambda found: chr(int(found[1], 16)), str(cell.value or ""))
    assert told == words


@pytest.mark.parametrize("words", ["=1+1", "+1", "-1", "@SUM(A1)", "＝1", "\t=1", '=HYPERLINK("http://a.cn")'])
def test_a_workbook_holds_formulas_as_words(words):
    book = openpyxl.load_workbook(io.BytesIO(workbook_bytes({"sheet": (["id"], [[words], ["16台"]])})))
    cell = book["sheet"]["A2"]
    assert (cell.value, cell.data_type, cell.quotePrefix) == (words, "s", True)
    assert book["sheet"]["A3"].quotePrefix is False


@pytest.mark.parametrize(
    ("words", "kept"),
    [
        ("字" * 40_000, "字" * 32_767),
        ("字" * 32_767, "字" * 32_767),
        ("a" + "\U00020000" * 20_000, "a" + "\U00020000" * 16_382),
        ("字" * 32_760 + "\x01", "字" * 32_760 + "_x0001_"),
    ],
)
def test_a_cell_that_excel_cannot_hold_is_cut(words, kept):
    assert excel_cell(words) == kept


def test_hostile_cells_survive_the_whole_way(report, tmp_path):
    hostile = ["=cmd|' /C calc'!A0", 'a\rb\nc"d,e', "\x00\x1b[2J", "'=1", "_x000D_"]
    rows = tuple(Name(f"n{i:03}", 0, 1, words, "place", "s1", "s1-01") for i, words in enumerate(hostile))
    files = package.build_package(report.text, dict.fromkeys(TABLES, ()) | {"names": rows}, report.about)
    _, *cells = csv.reader(io.StringIO(files["names.csv"].decode("utf-8-sig"), newline=""))
    assert [unguarded(row[3]) for row in cells] == hostile
    assert list(pd.read_parquet(io.BytesIO(files["names.parquet"]))["text"]) == hostile


# The same bytes


def test_two_packages_are_the_same_bytes(report, folder, tmp_path):
    (tmp_path / "glosses.csv").write_bytes(GLOSSES)
    report.save(tmp_path / "again", glosses=tmp_path / "glosses.csv")
    assert contents(tmp_path / "again") == contents(folder)


def test_hash_seeds_change_no_byte(folder, tmp_path):
    code = "import sys, xinhua_analysis as xa; xa.load().save(sys.argv[1])"
    for seed in ("1", "2"):
        environment = os.environ | {"PYTHONHASHSEED": seed, "TZ": f"UTC+{seed}"}
        subprocess.run([sys.executable, "-c", code, str(tmp_path / seed)], env=environment, check=True)
    assert contents(tmp_path / "1") == contents(tmp_path / "2")
    assert (tmp_path / "1" / "figures.csv").read_bytes() == (folder / "figures.csv").read_bytes()


# What is replaced


@pytest.fixture
def small():
    return xa.parse("某街道2023年工作总结\n\n一、民生\n完工16台。\n")


def test_an_empty_folder_and_an_earlier_package_are_replaced(small, tmp_path):
    target = tmp_path / "data"
    target.mkdir()
    (tmp_path / "g.csv").write_bytes(GLOSSES)
    small.save(target, glosses=tmp_path / "g.csv")
    assert (target / "glosses.csv").exists()
    small.save(str(target))
    assert not (target / "glosses.csv").exists()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["data", "g.csv"]


@pytest.mark.parametrize("after", range(4))
def test_a_full_disk_leaves_the_earlier_package_whole(small, tmp_path, monkeypatch, after):
    target = tmp_path / "data"
    small.save(target)
    before, count, write = contents(target), iter(range(100)), Path.write_bytes

    def full(path, data):
        if next(count) < after:
            return write(path, data)
        write(path, data[: len(data) // 2])
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(SaveError, match="No space left on device; name another folder"):
        xa.load().save(target)
    assert contents(target) == before
    assert [path.name for path in tmp_path.iterdir()] == ["data"]


@pytest.mark.parametrize("name", ["figures.csv", "datapackage.json"])
def test_a_file_of_somebody_else_is_left_alone(small, tmp_path, name):
    target = tmp_path / "mine"
    target.mkdir()
    (target / name).write_text('{"resources": [{"path": "datapackage.json"}], "generator": "other"}')
    before = contents(target)
    with pytest.raises(SaveError, match=rf"mine: holds {name}, which this library did not make, .*; move it elsewhere"):
        small.save(target)
    assert contents(target) == before


def test_other_files_stay_beside_a_package(small, tmp_path):
    (tmp_path / "data" / "example-next-year").mkdir(parents=True)
    mine = [tmp_path / "data" / "my notes.txt", tmp_path / "data" / "example-next-year" / "summary-2024.txt"]
    for path in mine:
        path.write_text("mine")
    for _ in range(2):
        small.save(tmp_path / "data")
        assert [path.read_text() for path in mine] == ["mine", "mine"]


def test_a_file_and_a_missing_place_are_refused(small, tmp_path):
    (tmp_path / "file").write_text("")
    refused = {"file": "is no folder", "no/data": "make it first", "file/x": "make it first"}
    for name, what in refused.items():
        with pytest.raises(SaveError, match=what):
            small.save(tmp_path / name)
    with pytest.raises(SaveError):
        small.save(tmp_path / "a\0b")


def test_files_made_by_hand_are_copied_in_and_no_others(small, tmp_path):
    for name in ("context.csv", "mine.csv"):
        (tmp_path / name).write_bytes(GLOSSES)
    small.save(tmp_path / "data", beside=[tmp_path / "context.csv"])
    assert (tmp_path / "data" / "context.csv").read_bytes() == GLOSSES
    with pytest.raises(SaveError, match=r"mine\.csv is none of the files"):
        small.save(tmp_path / "data", beside=[tmp_path / "mine.csv"])


def test_glosses_that_are_none_are_refused(small, tmp_path):
    (tmp_path / "bad.csv").write_bytes(b"\xff\xfe\x00")
    for name, what in [("bad.csv", "no CSV in UTF-8"), ("none.csv", "cannot be read")]:
        with pytest.raises(SaveError, match=what):
            small.save(tmp_path / "data", glosses=tmp_path / name)
    assert not (tmp_path / "data").exists()


@pytest.mark.parametrize("folder", [None, b"x", "", 3])
def test_what_names_no_folder_of_its_own_is_refused(small, tmp_path, monkeypatch, folder):
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    with pytest.raises(SaveError):
        small.save(folder)
    assert [path.name for path in tmp_path.rglob("*")] == ["here"]


@pytest.mark.parametrize("glosses", ["", b"x", 3, "a\0b"])
def test_what_names_no_glosses_is_refused(small, tmp_path, glosses):
    with pytest.raises(SaveError, match="cannot be read"):
        small.save(tmp_path / "data", glosses)


def test_the_current_folder_is_a_folder_like_others(small, tmp_path, monkeypatch):
    (tmp_path / "data").mkdir()
    monkeypatch.chdir(tmp_path / "data")
    for name in (".", "../data", tmp_path / "data"):
        small.save(name)
    assert (tmp_path / "data" / "figures.csv").exists()


def test_the_folder_keeps_its_mode(small, tmp_path):
    small.save(tmp_path / "data")
    (tmp_path / "data").chmod(0o750)
    small.save(tmp_path / "data")
    assert (tmp_path / "data").stat().st_mode & 0o777 == 0o750


def test_a_file_changed_by_hand_is_replaced_only_by_force(small, tmp_path):
    small.save(tmp_path / "data")
    before = contents(tmp_path / "data")
    for name in ("codebook.md", "glosses.csv"):  # the package had no glosses.csv
        (tmp_path / "data" / name).write_text("mine")
        with pytest.raises(
            SaveError, match=f"holds {name}, .* or which was changed since it was saved; move it elsewhere"
        ):
            small.save(tmp_path / "data")
        assert (tmp_path / "data" / name).read_text() == "mine"
        small.save(tmp_path / "data", force=True)
        assert contents(tmp_path / "data") == before


def test_a_forged_descriptor_makes_no_file_ours(small, tmp_path):
    small.save(tmp_path / "data")
    descriptor = tmp_path / "data" / "datapackage.json"
    told = json.loads(descriptor.read_text("utf-8"))
    (tmp_path / "data" / "thesis.docx").write_text("mine")
    told["resources"].append({"path": "thesis.docx", "hash": f"sha256:{hashlib.sha256(b'mine').hexdigest()}"})
    descriptor.write_text(json.dumps(told))
    small.save(tmp_path / "data", force=True)
    assert (tmp_path / "data" / "thesis.docx").read_text() == "mine"


@pytest.mark.parametrize("told", ["[" * 100_000, "3", '{"generator": "xinhua_analysis", "resources": 3}', "\ud800"])
def test_a_broken_descriptor_makes_no_package(small, tmp_path, told):
    small.save(tmp_path / "data")
    (tmp_path / "data" / "datapackage.json").write_text(told, "utf-8", "surrogatepass")
    with pytest.raises(SaveError, match="which this library did not make"):
        small.save(tmp_path / "data")


@pytest.mark.parametrize("name", ["figures.csv", "datapackage.json"])
def test_a_link_in_a_package_is_not_followed(small, tmp_path, name):
    small.save(tmp_path / "data")
    (tmp_path / "data" / name).rename(tmp_path / name)
    (tmp_path / "data" / name).symlink_to(tmp_path / name)
    before = (tmp_path / name).read_bytes()
    with pytest.raises(SaveError, match="is a link"):
        xa.load().save(tmp_path / "data", force=True)
    assert (tmp_path / name).read_bytes() == before


class Killed(BaseException):
    """What no handler of errors catches, as a kill."""


def end_at(moment, ends, patch):
    """From a moment on no change reaches the disk any more."""
    times = iter(range(1000))

    def ending(change):
        def change_or_end(path, *arguments, **options):
            if next(times) >= moment:
                raise ends
            return change(path, *arguments, **options)

        return change_or_end

    for name in ("write_bytes", "replace", "chmod"):
        patch.setattr(Path, name, ending(getattr(Path, name)))


@pytest.mark.parametrize("ends", [Killed, PermissionError])
def test_broken_off_at_any_moment_no_file_is_half_written_and_force_mends_it(small, tmp_path, monkeypatch, ends):
    target = tmp_path / "data"
    reports = small, xa.parse("一、治理\n开工3台。")
    first, second = (package.build_package(r.text, r._records, r.about) for r in reports)
    package.write_package(target, first)
    for moment in range(1000):
        with monkeypatch.context() as patch:
            end_at(moment, ends, patch)
            try:
                package.write_package(target, second)
            except (Killed, SaveError):
                pass
            else:
                break
        found = contents(target)
        assert [path.name for path in target.glob(".*")] == []
        assert all(found[name] in (first[name], second[name]) for name in first)
        package.write_package(target, first, force=True)
        assert contents(target) == first
    assert moment > 40
    assert contents(target) == second


def test_a_title_is_no_markup_of_the_codebook(small):
    about = small.about | {"title": "<img src=x> [a](http://b) *c* | `d`\n# e & f"}
    first = package.build_package(small.text, small._records, about)["codebook.md"].decode().splitlines()[0]
    told = r"# Codebook 编码本: \<img src=x\> \[a\](http://b) \*c\* \| \`d\` \# e \& f"
    assert first == told


def test_numbers_are_written_exactly(report):
    figure = report.records("figures")[0]
    rows = (figure._replace(value=Decimal("1E+12"), high=Decimal("0.30")),)
    files = package.build_package(report.text, dict.fromkeys(TABLES, ()) | {"figures": rows}, report.about)
    head, row = csv.reader(io.StringIO(files["figures.csv"].decode("utf-8-sig")))
    assert [row[head.index(column)] for column in ("value", "high")] == ["1000000000000", "0.30"]
