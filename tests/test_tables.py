"""Tables and checks: every column as declared, every invariant able to fail, sums only of like with like."""

import re
import subprocess
import sys
import tomllib
from decimal import Decimal
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import xinhua_analysis as xa
from xinhua_analysis.columns import (
    COLUMNS,
    FRAMES,
    MEANINGS,
    TABLES,
    VOCABULARY,
    frame,
)
from xinhua_analysis.files.reading import Source
from xinhua_analysis.pairs.comparing import FigurePair, Unsettled, WordPair
from xinhua_analysis.pairs.following import Promise
from xinhua_analysis.pairs.proofing import Query
from xinhua_analysis.passages import WHITE
from xinhua_analysis.records import (
    Action,
    Claim,
    Figure,
    LookupFailed,
    Name,
    Numeral,
    Partner,
    ReadError,
    Section,
    Sentence,
    TotalError,
)
from xinhua_analysis.report import Report
from xinhua_analysis.story import Story
from xinhua_analysis.tables.head import Head
from xinhua_analysis.telling.anchors import Anchor
from xinhua_analysis.telling.wording import GLOSSED
from xinhua_analysis.trust.checks import INVARIANTS, Finding, findings
from xinhua_analysis.trust.coverage import Count, LeftOver

TEXT = "总结\n一、民生\n联合百联集团完工16台、增设首个“凝汇”。"
HERE = ("s1", "s1-02")
RECORDS = {
    "sections": (
        Section("s0", 0, 3, "总结\n", 0, "", "", "", 0),
        Section("s1", 3, 29, TEXT[3:], 1, "一", "民生", "", 1),
    ),
    "sentences": (
        Sentence("s0-01", 0, 2, "总结", "head", "s0"),
        Sentence("s1-01", 3, 7, "一、民生", "heading", "s1"),
        Sentence("s1-02", 8, 29, TEXT[8:], "body", "s1"),
    ),
    "numerals": (
        Numeral("d001", 3, 4, "一", "ordinal", "heading marker", "s1", "s1-01"),
        Numeral("d002", 16, 19, "16台", "statistic", "number and unit", *HERE),
    ),
    "figures": (
        Figure(
            *("f001", Decimal(16), "台", "", "完工", "completed", 0.97, "16台", None, "exact", "count", "", "", ""),
            *("16", "台", *HERE, 16, 19, None, None, 14, 16, None, None, None, None),
        ),
    ),
    "actions": (Action("a001", 14, 19, "完工16台", "完工", 14, 16, "16台", "completed", "", 0.99, *HERE),),
    "names": (Name("n001", 10, 14, "百联集团", "organisation", *HERE),),
    "claims": (Claim("c001", 22, 28, "首个“凝汇”", "first", "首个", "not stated", "“凝汇”", "", *HERE),),
    "partners": (Partner("p001", 10, 14, "百联集团", "百联集团", "联合", *HERE),),
}


def made(**changed):
    return Report(Source(TEXT, "0" * 64, ""), Head("总结", "", None, None, ""), RECORDS | changed)


def changed(table, place=0, **values):
    rows = list(RECORDS[table])
    rows[place] = rows[place]._replace(**values)
    return {table: tuple(rows)}


# Columns


def test_every_column_of_every_record_is_declared_and_no_other():
    used = [column for columns in FRAMES.values() for column in columns]
    used += [
        column for record in (FigurePair, WordPair, Unsettled, Promise, Query, Anchor) for column in record._fields
    ]
    assert sorted(COLUMNS) == sorted(
        dict.fromkeys([*used, "quantity", *Finding._fields, *Count._fields, *LeftOver._fields])
    )
    for table, columns in TABLES.items():
        assert columns == MEANINGS[table].record._fields
        assert columns[:4] == ("id", "start", "stop", "text") or table == "figures"
        assert [column for column in FRAMES[table] if column != "english"] == list(columns)
    assert " ".join(FRAMES["figures"][:9]) == "id value unit subject action stage confidence english text"
    *_, reviewed = TABLES["figures"]
    assert all(re.search("(^|_)(start|stop)$", column) for column in TABLES["figures"][-11:-1])
    assert reviewed == "reviewed"  # a person's word stands behind all that was read
    assert [table for table, columns in FRAMES.items() if "english" in columns] == list(GLOSSED)


def test_a_column_says_what_it_is_in_both_languages():
    for name, column in COLUMNS.items():
        assert column.type in ("str", "int64", "Int64", "float64")
        assert column.meaning[0].isascii()
        assert not column.chinese.isascii()
        assert not column.explained.isascii()
        assert column.tables == tuple(table for table in TABLES if name in FRAMES[table])


def test_a_column_knows_the_words_that_it_may_hold():
    assert COLUMNS["kind"].words["claims"] == ("first", "honour")
    assert sorted(COLUMNS["stage"].words) == ["actions", "figures"]
    assert COLUMNS["subject"].words == {}
    report = xa.load()
    for name, column in COLUMNS.items():
        for table, words in column.words.items():
            assert set(report.table(table)[name]) <= {*words, *([""] if name == "direction" else [])}, (table, name)


def test_vocabularies_are_of_columns_that_exist():
    for table, column in VOCABULARY:
        assert column in COLUMNS
        assert table in ("", *COLUMNS[column].tables)


# Frames


@pytest.mark.parametrize("table", TABLES)
def test_a_frame_has_the_declared_columns_and_types_even_when_empty(table):
    for rows in (RECORDS[table], ()):
        made_frame = frame(TABLES[table], rows)
        assert tuple(made_frame) == TABLES[table]
        assert {column: str(kind) for column, kind in made_frame.dtypes.items()} == {
            column: COLUMNS[column].type for column in TABLES[table]
        }


def test_cells_are_the_records():
    report = made()
    for table in TABLES:
        for row, record in zip(report.table(table).to_dict("records"), report.records(table), strict=True):
            for column in TABLES[table]:
                cell, value = row[column], getattr(record, column)
                assert cell == value or (value is None and pd.isna(cell)), (table, column)


def test_a_missing_number_is_missing_and_an_empty_word_empty():
    row = made().figures.iloc[0]
    assert pd.isna(row["high"])
    assert row["subject_start"] is pd.NA
    assert row["subject"] == ""


def test_the_kept_frame_cannot_be_spoilt():
    report = made()
    mine = report.figures
    mine.loc[0, "value"] = 99.0
    mine["mine"] = 1
    mine.index.name = "mine"
    mine.columns = [column.upper() for column in mine]
    again = report.figures
    assert again.loc[0, "value"] == 16.0
    assert tuple(again) == FRAMES["figures"]
    assert again.index.name is None


def test_words_that_no_utf8_can_hold_make_a_frame():
    assert frame(TABLES["names"], [RECORDS["names"][0]._replace(id="\ud800")])["id"][0] == "\ud800"


def test_records_keep_exact_numbers():
    assert made().records("figures")[0].value == Decimal(16)
    with pytest.raises(LookupFailed, match="no table 'figure'; choose one of sections sentences"):
        made().records("figure")


def test_a_row_is_found_by_its_id():
    assert made().row("p001").role == "联合"
    with pytest.raises(LookupFailed, match="no row 'p999'"):
        made().row("p999")


def test_reprs_are_one_line():
    assert repr(made()) == "<Report 总结: 1 figures, 1 actions, 1 names>"
    assert "<td>1</td>" in made()._repr_html_()


# Checks

BROKEN = {
    "span_in_range": {**changed("names", stop=99)},
    "text_is_slice": {**changed("names", text="百联集")},
    "ids_unique": {**changed("names", id="p001")},
    "rows_in_order": {"sentences": RECORDS["sentences"][::-1]},
    "sections_tile": {**changed("sections", 1, start=4, text=TEXT[4:])},
    "sentences_apart": {**changed("sentences", 1, stop=9, text=TEXT[3:9])},
    "digits_owned_once": {"numerals": ()},
    "figures_are_statistics": {**changed("numerals", 1, kind="name")},
    "references_exist": {**changed("names", section_id="s9")},
    "words_in_vocabulary": {**changed("figures", stage="done")},
    "ranges_ascend": {**changed("figures", high=Decimal(15))},
    "edges_are_words": {**changed("figures", subject="，加梯")},
}


def test_a_sound_report_has_no_findings():
    assert findings(TEXT, RECORDS) == ()
    assert made().check().empty
    assert tuple(made().check()) == ("table", "id", "invariant", "detail")


@pytest.mark.parametrize("rule", INVARIANTS, ids=lambda rule: rule.__name__)
def test_every_invariant_can_fail(rule):
    assert list(rule(TEXT, RECORDS)) == []
    assert list(rule(TEXT, RECORDS | BROKEN[rule.__name__])) != []
    found = made(**BROKEN[rule.__name__]).check()
    assert rule.__name__ in list(found["invariant"])


@pytest.mark.parametrize(
    ("broken", "what"),
    [
        (changed("figures", action="开工"), "action is '开工', the source has '完工'"),
        (changed("figures", subject="电梯"), "subject is '电梯', the source has ''"),
        (changed("actions", verb_stop=15), "verb is '完工', the source has '完'"),
        (changed("names", section_id="s0"), "does not stand in section_id 's0'"),
        (changed("sections", 1, parent_id="s7"), "parent_id 's7' does not exist"),
        ({"figures": ()}, "'16台' has 0 rows on the other side"),
        ({"numerals": RECORDS["numerals"] * 2}, "'1' at 16 lies in 2 rows"),
        (changed("sections", 1, stop=28, text=TEXT[3:28]), "sections end at 28, the text at 29"),
    ],
)
def test_a_finding_says_what_was_found(broken, what):
    assert what in [finding.detail for finding in findings(TEXT, RECORDS | broken)]


@pytest.mark.parametrize("words", ["“加梯”", "业委会组建(换届)", "《手册》(“凝汇”)", 'A"B"', "加，梯", "“加)梯”", ""])
def test_edges_that_are_words(words):
    assert "edges_are_words" not in list(made(**changed("figures", subject=words, action=words)).check()["invariant"])


@pytest.mark.parametrize(
    "words",
    [
        "加梯\n",
        "\u3000加梯",
        "加梯。",
        "、加梯",
        "加梯!",
        "“加梯",
        "加梯”",
        "(换届",
        "换届）",
        "》“甲”",
        '"甲',
        "“甲）",
        "甲“乙”(",
    ],
)
@pytest.mark.parametrize("column", ["subject", "action"])
def test_edges_that_are_no_words(column, words):
    found = made(**changed("figures", **{column: words})).findings()
    assert ("f001", "edges_are_words") in [(finding.id, finding.invariant) for finding in found]


def test_a_text_without_headings_gets_a_note():
    sections = (Section("s0", 0, len(TEXT), TEXT, 0, "", "", "", 0),)
    notes = [f for f in findings(TEXT, RECORDS | {"sections": sections}) if f.invariant == "note"]
    assert [(note.table, note.id) for note in notes] == [("sections", "s0")]
    assert "no headings" in notes[0].detail


def test_characters_that_could_not_be_read_get_a_note():
    assert [f.detail for f in xa.parse("一、社区\n居委会工作\ufffd容\ufffd。").findings()] == [
        "2 characters could not be read, each is U+FFFD here; the first at 10"
    ]


# Sums


def figures(**columns):
    base = {"value": [1.0, 2.0], "unit": "台", "unit_family": "count", "stage": "completed"}
    return pd.DataFrame(base | columns)


@given(st.lists(st.decimals(0, 10**6, places=2), min_size=1))
def test_a_total_has_no_float_dust(values):
    rows = pd.DataFrame({"value": map(float, values), "unit": "元", "unit_family": "money", "stage": "completed"})
    assert xa.total(rows) == float(sum(values))


@pytest.mark.parametrize(
    ("rows", "what"),
    [
        (figures(unit_family=["person", "person_time"]), "unlike unit_family: person, person_time"),
        (figures(unit=["台", ""]), "unlike unit: 台, none"),
        (figures(stage=["started", "completed"]), "unlike stage: started, completed"),
        (figures(unit="%", unit_family="share"), r"a share \(%\) has no sum"),
        (figures().iloc[:0], "nothing stated is not zero"),
        (figures().drop(columns="stage"), "no column stage"),
        (None, "a frame is due, not NoneType"),
        ([1, 2], "a frame is due, not list"),
        (
            figures().iloc[0],
            r"a frame is due, not Series; give rows of report\.figures, as report\.figures\.iloc\[\[0\]\]",
        ),
        (figures()["value"], "a frame is due, not Series"),
        (pd.concat([figures(), figures()[["value"]]], axis=1), "2 columns value"),
        (figures(value=[1.0, float("nan")]), "row 1: value nan is no number"),
        (figures(value=[1.0, float("inf")], id=["f1", "f2"]), "row f2: value inf is no number"),
        (figures(value=["many", 1.0]), "row 0: value many is no number"),
        (figures(value=["1", "2"]), "row 0: value 1 is no number"),
        (figures(value=pd.array([1, None], "Int64")), "row 1: value <NA> is no number"),
        (figures(value=[True, 1.0]), "row 0: value True is no number"),
        (figures(unit=[["台"], "人"]), "unlike unit"),
    ],
)
def test_unlike_figures_are_not_added(rows, what):
    with pytest.raises(TotalError, match=what):
        xa.total(rows)


@pytest.mark.parametrize(
    ("rows", "what"),
    [
        (figures(bound=["at_least", "at_most"]), "bounds of unlike sorts: at_least, at_most"),
        (figures(bound=["approx", "exact"], high=[float("nan"), 3.0]), "bounds of unlike sorts: approx, at_least"),
    ],
)
def test_unlike_bounds_are_not_added(rows, what):
    with pytest.raises(TotalError, match=what):
        xa.total(rows)


@pytest.mark.parametrize(
    ("bounds", "high", "said"),
    [
        (["exact", "exact"], None, "3.0"),
        (["exact", "at_least"], None, "at least 3.0"),
        (["at_most", "at_most"], None, "at most 3.0"),
        (["approx", "exact"], None, "approx 3.0"),
        (["exact", "exact"], [2.5, None], "at least 3.0"),
    ],
)
def test_a_total_says_how_it_limits_what_is_meant(bounds, high, said):
    assert repr(xa.total(figures(bound=bounds, high=high))) == said


def test_a_total_of_a_text_says_so():
    report = xa.parse("一、民生\n举办活动600余场。举办活动20场。")
    assert repr(xa.total(report.figures)) == "at least 620.0"
    assert Story(report).total(report.figures).words == "at least 620"


def test_totals_of_parts_are_a_frame_and_a_part_that_has_none_is_named():
    rows = figures(stage=["started", "completed"], place=["a", "b"], bound=["exact", "at_least"])
    made = xa.total(rows, by=["place", "stage"])
    assert made.reset_index().to_numpy().tolist() == [
        ["a", "started", 1.0, "exact"],
        ["b", "completed", 2.0, "at_least"],
    ]
    assert xa.total(rows, by="stage").loc["completed"].tolist() == [2.0, "at_least"]
    with pytest.raises(TotalError, match="台: figures of unlike stage: started, completed"):
        xa.total(rows, by="unit")
    with pytest.raises(TotalError, match="no column places"):
        xa.total(rows, by="places")
    assert xa.total(rows.iloc[:0], by="stage").empty


def test_what_completes_are_the_public_names():
    assert sorted(dir(xa)) == sorted(xa.__all__)
    assert all(hasattr(xa, name) for name in xa.__all__)


# From texts


@pytest.mark.parametrize("values", [[1, 2], [Decimal(1), Decimal(2)], pd.array([1, 2], "Int64"), pd.Series([1.0, 2.0])])
def test_numbers_of_any_type_are_added(values):
    assert xa.total(figures(value=values)) == 3.0


@pytest.mark.parametrize("text", ["", " \n\t\u3000", None, b"\xe5", 3])
def test_no_text_is_an_error_of_the_family(text):
    with pytest.raises(ReadError):
        xa.parse(text)


def test_half_a_surrogate_pair_is_told_with_its_place():
    with pytest.raises(ReadError, match="the text holds half a surrogate pair at position 2; read the file") as caught:
        xa.parse("总结\ud800")
    assert caught.value.position == 2


def test_why_tells_the_rule_or_what_weighed():
    report = xa.parse("第18届。举办活动600余场。推进工作。")
    told = report.why("f001").splitlines()
    assert told[0] == "举办活动600余场:"
    assert [line.split(",")[0].rsplit(" ", 1)[0] for line in told[1::2]] == ["  action: 举办", "  subject: 活动"]
    assert all(line.startswith("    by ") for line in told[2::2])
    assert report.why("n001") == "第18届: 第 and a number"
    with pytest.raises(LookupFailed, match="no rule is told"):
        report.why("s0")


@pytest.mark.parametrize("url", ["https://a.cn/1", " HTTP://a.cn \n", "https://街道.cn/总结?a=1#b"])
def test_a_web_address_is_stripped(url):
    assert xa.parse("完工16台。", source_url=url).source_url == url.strip()


@pytest.mark.parametrize(
    "url", [3, None, b"https://a.cn", "a.cn", "ftp://a.cn", "javascript:alert(1)", "https://", "https:///a"]
)
def test_what_is_no_web_address_is_refused(url):
    with pytest.raises(ReadError, match="source_url"):
        xa.parse("完工16台。", source_url=url)


@pytest.mark.parametrize("character", [" ", "\n", "\x00", "\x1b", "\x7f", "\u3000", "\u200b", "\ud800"])
def test_an_address_has_no_white_space_or_control_character_inside(character):
    with pytest.raises(ReadError, match="source_url is no web address"):
        xa.parse("完工16台。", source_url=f"https://a.cn/{character}1")


def test_an_address_in_the_text_that_is_none_is_left_out():
    assert xa.parse("工作总结\n原文链接：https://a.cn/\x1b1\n一、民生\n好。").source_url == ""


@pytest.mark.parametrize(
    "call",
    [
        lambda report: report.show(None),
        lambda report: report.show(3),
        lambda report: report.show([["figures"]]),
        lambda report: report.row([]),
        lambda report: report.cite({}),
        lambda report: report.table([]),
        lambda report: report.records(None),
    ],
)
def test_what_is_no_name_is_looked_up_in_vain(call):
    with pytest.raises(LookupFailed, match=r"no table|no row"):
        call(made())


@given(
    st.text(st.characters(codec="utf-8") | st.sampled_from("一、（(1２)）。\n“”6台万%"), min_size=1).filter(
        lambda text: text.strip(WHITE)
    )
)
def test_any_text_gives_a_sound_report(text):
    report = xa.parse(text)
    assert report.text == text
    assert [f for f in report.findings() if f.invariant != "note"] == []
    for table in TABLES:
        assert len(report.table(table)) == len(report.records(table))


def test_the_bundled_summary_is_sound():
    report = xa.load()
    assert report.check().to_dict("records") == []
    assert (report.title, report.year, str(report.published)) == ("新华路街道2023年工作总结", 2023, "2024-02-02")
    assert report.source_url.startswith("https://zwgk.shcn.gov.cn/")
    for table in TABLES:
        assert len(report.table(table)) > 0


def test_import_is_light():
    heavy = ("pandas", "pyarrow", "openpyxl", "matplotlib")
    for code, kept_out in (("", (*heavy, "numpy", "rjieba")), ("xa.load().show();", heavy)):
        code = f"import sys, xinhua_analysis as xa; {code} print(*sys.modules)"
        found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
        assert "xinhua_analysis.report" in found
        assert [name for name in kept_out if name in found] == []


def test_the_version_is_the_project_s():
    project = tomllib.loads((Path(__file__).parents[1] / "pyproject.toml").read_text(encoding="utf-8"))
    assert xa.__version__ == project["project"]["version"]
