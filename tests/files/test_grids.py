"""Tables in documents: their cells are no headings, no sentence or number joins two, and each keeps its place."""

import pytest
from made_files import FORM, FORM_TITLE, annual_form, grid_of

import xinhua_analysis as xa
from xinhua_analysis.files.reading import read_text

KINDS = ["html", "docx", "pdf", "md", "txt"]


def read(kind, tmp_path):
    path = tmp_path / f"a.{kind}"
    path.write_bytes(annual_form(kind))
    return xa.read(path)


@pytest.mark.parametrize("kind", KINDS)
def test_the_official_form(kind, tmp_path):
    report = read(kind, tmp_path)
    assert [s.number for s in report.records("sections") if s.level == 1] == list("一二三四五六")
    assert [s.title for s in report.records("sections") if s.level > 1] == ["主动公开情况", "依申请公开情况"]
    assert [f.text for f in report.records("figures")] == ["249条", "26件", "4次"]
    assert [found.cells.to_numpy().tolist() for found in report.tables()] == [grid_of(rows) for rows in FORM.values()]
    assert (report.title, report.issuer, str(report.published)) == (FORM_TITLE, "河东县水务局", "2024-01-17")
    assert report.year == 2023
    assert report.check().empty


@pytest.mark.parametrize("kind", KINDS)
def test_cells_of_the_form(kind, tmp_path):
    report = read(kind, tmp_path)
    cells = {words for rows in FORM.values() for row in rows for words, *_ in row if words and "，" not in words}
    assert {s.text for s in report.records("sentences") if s.kind == "cell"} == cells
    alone = [row.text for row in report.records("numerals") if row.kind == "cell"]
    assert sorted(alone) == sorted(
        words for rows in FORM.values() for row in rows for words, *_ in row if words.isdecimal()
    )


def test_the_place_of_a_table(tmp_path):
    assert [found.where for found in read("docx", tmp_path).tables()] == ["table 1 row 1", "table 2 row 1"]
    assert [found.where for found in read("pdf", tmp_path).tables()] == ["page 1", "page 1"]
    assert [found.where for found in read("txt", tmp_path).tables()] == ["", ""]


# Lines of a text: level-one headings, and figures

LINES = [
    ("一、受理申请\t件\t26\n二、上年结转\t件\t1\n", [], []),
    ("一、\t主要工作\n新建公园12个。\n二、\t下一步打算\n新建泊位5个。\n", ["一", "二"], ["12个", "5个"]),
    ("\t一、主要工作\n\t新建公园12个。\n\t二、下一步打算\n", ["一", "二"], ["12个"]),
    ("一、主要工作\t\n新建公园12个。\n", ["一"], ["12个"]),
    ("一、主要工作\n指标\t数量\n规章\t11\n行政许可\t8\n件均费用\t5\n户均面积\t7\n二、打算\n", ["一", "二"], []),
    ("编号\t类别\n0012\t分类\n", [], []),
    ("一、主要工作\n\n新建公园12\n\n个别路段仍有积水。\n", ["一"], []),
    ("项目\t说明\n加梯\t全年完工16台，惠及居民200户。\n", [], ["16台", "200户"]),
    ("今年的专项行动共\n150\n余次,出动人力\n8000\n余人次。\n", [], ["150\n余次", "8000\n余人次"]),
    ("财政收入\t1.2亿元\t4.1%\n", [], ["1.2亿元", "4.1%"]),
    ("项目\t一季度\n三、办理结果\t\n四、其他\t\n合计\t9\n\n一、说明\n", ["一"], []),
]


@pytest.mark.parametrize(("text", "headings", "figures"), LINES)
def test_lines_with_tabs(text, headings, figures):
    report = xa.parse(text)
    assert [s.number for s in report.records("sections") if s.level == 1] == headings
    assert [f.text for f in report.records("figures")] == figures
    assert all("\t" not in sentence.text for sentence in report.records("sentences") if sentence.kind != "heading")


def test_cells_that_span_are_bounded():
    row = "<tr><td colspan=999999999 rowspan=999999999>甲</td><td>1</td></tr>"
    text = read_text(f"<html><p>全年完工16台，惠及居民200户。</p><table>{row * 50}</table>".encode()).text
    assert len(text) < 10_000


def test_a_table_for_layout_is_no_table():
    rows = "".join(
        f"<tr><td></td><td>{line}</td><td></td></tr>" for line in ("一、主要工作", "新建公园12个。", "二、打算")
    )
    report = xa.read(f"<html><table>{rows}</table>".encode())
    assert report.tables() == []
    assert [s.number for s in report.records("sections")[1:]] == ["一", "二"]
