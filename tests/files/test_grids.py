"""Tables in documents: their cells are no headings, no sentence or number joins two, and each keeps its place."""

import pytest
from made_files import FORM, FORM_TITLE, annual_form, grid_of, paper

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
    ("项目\t受理\n加梯\t26 30件\n道路\t26\n", [], []),
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


COLUMNS = [
    ("项目\t金额（单位：万元）\t数量(台)\n加梯\t160\t16\n", [("160", "万元"), ("16", "台")]),
    ("附表（单位：件）\n\n项目\t数量\n受理\t16\n", [("16", "件")]),
    ("单位：万元\t\t\n项目\t预算\t决算\n加梯\t160\t150\n", [("160", "万元"), ("150", "万元")]),
    ("项目\t数量\n加梯\t16\n", [("16", "")]),
]


@pytest.mark.parametrize(("text", "expected"), COLUMNS)
def test_the_unit_in_the_head_of_a_column_is_told_in_the_ledger(text, expected):
    report = xa.parse(text)
    cells = [(row.text, row.reason.partition(", in ")[2]) for row in report.records("numerals") if row.kind == "cell"]
    assert cells == expected
    assert report.records("figures") == ()


# A table over a page edge: of each page the lines across, from where to where those down run, and the words

EDGES = (62, 200, 330, 460)
HEAD = [(66, 158, "事项"), (204, 158, "数量"), (334, 158, "备注")]
FIRST = [(66, 128, "一、受理"), (204, 128, "26")]
CUT = {
    "between two rows": (
        [
            ((170, 150, 120), (170, 120), [*HEAD, *FIRST]),
            ((750,), (780, 750), [(66, 760, "二、办结"), (204, 760, "25")]),
        ],
        [["事项", "数量", "备注"], ["一、受理", "26", ""], ["二、办结", "25", ""]],
    ),
    "in a row without lines at the edge": (
        [
            ((170, 150), (170, 80), [*HEAD, (66, 128, "一、本年新收"), (66, 114, "公开申请"), (204, 128, "26")]),
            ((765, 740), (780, 740), [(66, 770, "数量"), (66, 750, "二、办结"), (204, 750, "25")]),
        ],
        [["事项", "数量", "备注"], ["一、本年新收公开申请数量", "26", ""], ["二、办结", "25", ""]],
    ),
    "in a row that lines close on both pages": (
        [
            ((170, 150, 120), (170, 120), [*HEAD, (66, 128, "一、本年新收政府信息公开"), (204, 128, "26")]),
            ((780, 760, 740), (780, 740), [(66, 768, "申请数量"), (66, 748, "二、办结"), (204, 748, "25")]),
        ],
        [["事项", "数量", "备注"], ["一、本年新收政府信息公开申请数量", "26", ""], ["二、办结", "25", ""]],
    ),
    "below a full line, at a row that opens": (
        [
            ((170, 150, 120), (170, 120), [*HEAD, (66, 128, "一、本年新收政府信息公开"), (204, 128, "26")]),
            ((780, 760, 740), (780, 740), [(66, 768, "二、上年结转"), (66, 748, "三、办结"), (204, 748, "25")]),
        ],
        [
            ["事项", "数量", "备注"],
            ["一、本年新收政府信息公开", "26", ""],
            ["二、上年结转", "", ""],
            ["三、办结", "25", ""],
        ],
    ),
    "below a full line, at a row with a number": (
        [
            ((170, 150, 120), (170, 120), [*HEAD, (66, 128, "本年新收的政府信息公开数"), (204, 128, "26")]),
            ((780, 760), (780, 760), [(66, 768, "上年结转"), (204, 768, "25")]),
        ],
        [["事项", "数量", "备注"], ["本年新收的政府信息公开数", "26", ""], ["上年结转", "25", ""]],
    ),
    "in the only row of the second page": (
        [((170, 150), (170, 80), [*HEAD, *FIRST]), ((750,), (780, 750), [(334, 765, "含上年结转")])],
        [["事项", "数量", "备注"], ["一、受理", "26", "含上年结转"]],
    ),
    "below a row that is as high as a page": (
        [
            ((170, 150), (170, 80), [*HEAD, *FIRST]),
            ((), (780, 60), [(334, 700, "含上年"), (334, 300, "结转的")]),
            ((750,), (780, 750), [(334, 765, "申请")]),
        ],
        [["事项", "数量", "备注"], ["一、受理", "26", "含上年结转的申请"]],
    ),
    "with a repeated head": (
        [
            ((170, 150, 120), (170, 120), [*HEAD, *FIRST]),
            (
                (780, 760, 730),
                (780, 730),
                [(66, 768, "事项"), (204, 768, "数量"), (334, 768, "备注"), (66, 740, "二、办结"), (204, 740, "25")],
            ),
        ],
        [["事项", "数量", "备注"], ["一、受理", "26", ""], ["二、办结", "25", ""]],
    ),
    "in a cell whose words run over the last line": (
        [((170, 150), (170, 100), [*HEAD, *FIRST, (66, 86, "的申")]), ((750,), (780, 750), [(66, 765, "请")])],
        [["事项", "数量", "备注"], ["一、受理的申请", "26", ""]],
    ),
    "on a sheet with another margin": (
        [
            ((170, 150, 120), (170, 120), [*HEAD, *FIRST]),
            ((750,), (780, 750), [(86, 760, "二、办结"), (224, 760, "25")], 20),
        ],
        [["事项", "数量", "备注"], ["一、受理", "26", ""], ["二、办结", "25", ""]],
    ),
}


def lines_drawn(across, down, by=0):
    left, right = EDGES[0] + by, EDGES[-1] + by
    return [(left, y, right, y) for y in across] + [(x + by, down[1], x + by, down[0]) for x in EDGES]


def cut_paper(pages):
    """Pages with a number at the foot, and a chapter above the table and below."""
    words = [[*shown, (290, 30, f"— {number} —")] for number, (_, _, shown, *_) in enumerate(pages, 1)]
    words[0] = [(200, 790, "河东镇2023年工作总结"), (62, 760, "一、主要工作"), *words[0]]
    words[-1] += [(62, 50, "二、下一步打算")]
    return paper(words, boxes=[lines_drawn(across, down, *by) for across, down, _, *by in pages])


@pytest.mark.parametrize(("pages", "cells"), CUT.values(), ids=list(CUT))
def test_a_table_over_a_page_edge_is_one(pages, cells):
    report = xa.read(cut_paper(pages))
    assert [found.cells.to_numpy().tolist() for found in report.tables()] == [cells]
    assert [section.title for section in report.records("sections")] == ["", "主要工作", "下一步打算"]
    assert report.records("figures") == ()


@pytest.mark.parametrize(
    ("lines", "joined"),
    [
        (("26", "30"), "26 30"),
        (("受理26", "30件"), "受理26 30件"),
        (("1234567890123456789012", "345"), "1234567890123456789012345"),
    ],
)
def test_numbers_of_two_lines_of_a_cell_are_two(lines, joined):
    """Unless the first line is full, as where a long number is broken."""
    words = [*HEAD, *FIRST, *((334, 128 - 14 * n, line) for n, line in enumerate(lines))]
    report = xa.read(cut_paper([((170, 150, 100), (170, 100), words)]))
    assert report.tables()[0].cells.to_numpy().tolist()[1] == ["一、受理", "26", joined]
    assert report.records("figures") == ()


def test_a_row_over_a_page_edge_stands_on_both_pages():
    report = xa.read(cut_paper(CUT["in a row without lines at the edge"][0]))
    assert [place.where for place in report.origin][2:5] == ["page 1", "page 1 to 2", "page 2"]


def test_tables_with_words_between_are_two():
    first, second = CUT["with a repeated head"][0]
    pages = [first, ((760, 740, 710), (760, 710), [(x, y - 20, words) for x, y, words in second[2]])]
    text = [*pages[1][2], (62, 780, "各科室情况如下。")]
    report = xa.read(cut_paper([first, (*pages[1][:2], text)]))
    assert [len(found.cells) for found in report.tables()] == [2, 2]


def test_a_last_page_of_few_lines_has_the_edges_of_the_others():
    """A line that stops short ends its paragraph, though no line of its page reaches further."""
    full = "完工十六台，开工二十三台，签约十六台，惠及居民二百户，全年无一投诉，群众满意度高。"
    lines = [(94, 780 - 20 * n, full[:38]) if n % 2 else (70, 780 - 20 * n, full) for n in range(12)]
    last = [
        (94, 780, "公开的主动性还不强，下一步将举办培训。"),
        (94, 760, "六、其他需要报告的事项"),
        (94, 740, "未收取费用。"),
    ]
    assert read_text(paper([lines, last])).text.split("\n\n")[-3:] == [words for *_, words in last[:-1]] + [
        "未收取费用。\n"
    ]
