"""PDF: columns, running heads, page numbers, paragraphs; pictures, locks, damage and hostile files end in one error."""

import hashlib
import re
import subprocess
import zlib

import pytest
from hostile_files import bomb_of_drawing
from made_files import paper, pdf, printed, stream, typeset
from test_web import figures

import xinhua_analysis as xa
from xinhua_analysis.files import pdf as reader
from xinhua_analysis.files.reading import read_text
from xinhua_analysis.records import ReadError

SEED = xa.load()
LINES = [line.strip() for line in SEED.text.splitlines() if line.strip()]


@pytest.mark.parametrize("columns", [1, 2])
@pytest.mark.parametrize("head", ["", "某街道2023年工作总结汇编"])
def test_the_summary_comes_back_from_a_paper(columns, head):
    data = typeset(LINES, columns, head)
    report = xa.read(data)
    found = report.text.strip().split("\n\n")
    assert [line.replace(" ", "") for line in found] == [line.replace(" ", "") for line in LINES]
    assert figures(report) == figures(SEED)
    assert (report.title, report.issuer, report.published) == (SEED.title, SEED.issuer, SEED.published)
    assert report.sha256 == hashlib.sha256(data).hexdigest()
    assert report.origin[0].where == "page 1"
    assert any(" to " in place.where for place in report.origin)
    assert report.check().empty


BODY = "完工十六台，开工二十三台，签约十六台，惠及居民二百户。"


def test_a_title_over_two_columns_comes_first():
    left = [(70, 700 - 18 * n, BODY[:18]) for n in range(8)]
    right = [(330, 700 - 18 * n, BODY[:18].replace("完", "竣")) for n in range(8)]
    text = read_text(paper([[(200, 760, "某街道工作总结", 16), *right, *left]])).text
    assert text.startswith("某街道工作总结\n\n完工")
    assert text.index("竣") > text.rindex("完工")


def test_rows_of_a_table_are_not_columns():
    rows = [(left, 700 - 18 * n, words) for n in range(9) for left, words in ((70, f"项目{n}"), (330, f"{n}台"))]
    assert read_text(paper([rows])).text.splitlines()[:2] == ["项目0\t0台", "项目1\t1台"]


def test_a_year_on_a_line_of_its_own_is_no_page_number():
    lines = [(70, 700, BODY), (200, 670, "2023"), (70, 640, BODY), (290, 40, "第 1 页 共 9 页")]
    assert read_text(paper([lines])).text.split() == [BODY, "2023", BODY]


@pytest.mark.parametrize(("columns", "actual"), [(1, True), (2, True), (1, False)])
def test_the_summary_comes_back_from_a_paper_that_a_browser_printed(columns, actual):
    lines = [line for line in LINES if not line.startswith("•")]
    report = xa.read(typeset(lines, columns, browser=actual))
    found = report.text.strip().split("\n\n")
    assert [line.replace(" ", "") for line in found] == [line.replace(" ", "") for line in lines]
    assert figures(report) == figures(SEED)


SENTENCES = [sentence for line in LINES if len(line) > 60 for sentence in re.findall("[^。]+。", line)]


@pytest.mark.parametrize("columns", [1, 2])
@pytest.mark.parametrize(
    "foot", ["— {number} —", "第{number}页 共9页", "第 {number} 页（共 9 页）", "Page {number} of 9"]
)
def test_paragraphs_without_headings_are_told_by_their_indents(columns, foot):
    found = (
        read_text(typeset(SENTENCES, columns, "某街道年度工作总结", 12, foot, browser=True)).text.strip().split("\n\n")
    )
    assert [line.replace(" ", "") for line in found] == [line.replace(" ", "") for line in SENTENCES]


UPRIGHT = (1, 0, 0, 1)
FULL = "完工十六台，开工二十三台，签约十六台，惠及居民二百户，全年无一投诉，群众"
PARAGRAPH = [(94, 700, FULL[:-2]), *((70, 700 - 20 * n, FULL) for n in range(1, 20)), (70, 300, "满意。")]
WHOLE = FULL[:-2] + FULL * 19 + "满意。"


def upright(*lines, size=12):
    return [(*UPRIGHT, *line, size) for line in lines]


def test_a_table_wider_than_the_column_parts_no_lines():
    rows = [(left, 760 - 20 * n, words) for n in range(3) for left, words in ((40, f"项目{n}"), (530, f"{n}台"))]
    assert read_text(printed([upright(*rows, *PARAGRAPH)])).text == f"项目0\t0台\n项目1\t1台\n项目2\t2台\n\n{WHOLE}\n"


OFFICE = "某县人力资源和社会保障局"
TITLES = {
    "in the middle": (
        [(127, OFFICE + "二零二三年"), (207, "工作总结及明年工作"), (277, "思路")],
        OFFICE + "二零二三年工作总结及明年工作思路",
    ),
    "for want of room": (
        [(70, OFFICE + "2023年政府信息公开工"), (70, "作年度报告")],
        OFFICE + "2023年政府信息公开工作年度报告",
    ),
}


@pytest.mark.parametrize("spacing", [1.6, 2])
@pytest.mark.parametrize(("lines", "title"), TITLES.values(), ids=list(TITLES))
def test_a_title_of_several_lines_is_one(lines, title, spacing):
    head = [(*UPRIGHT, left, 800 - 20 * spacing * n, words, 20) for n, (left, words) in enumerate(lines)]
    report = xa.read(printed([[*head, *upright(*PARAGRAPH)]]))
    assert report.text == f"{title}\n\n{WHOLE}\n"
    assert (report.title, report.year) == (title, 2023)


def test_a_first_page_keeps_the_title_that_its_running_head_repeats():
    title = "某街道2023年工作总结"
    head = (*UPRIGHT, 200, 800, title, 9)
    pages = [[head, *upright((200, 500, OFFICE), (200, 300, title), size=20)]]
    pages += [[head, *upright(*PARAGRAPH)] for _ in range(2)]
    report = xa.read(printed(pages))
    assert report.text.count(title) == 1
    assert report.title == f"{OFFICE}{title}"


def test_what_is_set_large_is_the_title_below_a_running_head():
    title = "某街道2023年工作总结"
    report = xa.read(
        printed([[(*UPRIGHT, 60, 810, "政府工作报告", 12), (*UPRIGHT, 180, 780, title, 18), *upright(*PARAGRAPH)]])
    )
    assert report.title == title


def test_a_heading_and_what_stands_below_it_are_two():
    head = [
        (*UPRIGHT, left, top, words, 20)
        for left, top, words in ((216, 790, "某街道工作总结"), (236, 760, "一、党的建设"))
    ]
    assert read_text(printed([[*head, *upright(*PARAGRAPH)]])).text.split() == ["某街道工作总结", "一、党的建设", WHOLE]


def test_a_blank_behind_the_number_of_a_chapter_stays():
    heads = [(200, 790, "第一部分", 16), (280, 790, "工作情况", 16), (200, 740, "加快", 16), (245, 740, "发展", 16)]
    text = read_text(paper([[*heads, *((70, 700 - 20 * n, BODY) for n in range(5))]])).text
    assert text.startswith("第一部分\u3000工作情况\n\n加快发展\n")


def test_an_enumeration_within_a_paragraph_is_not_parted():
    part = [FULL[:-3] + "。", "二、" + FULL[2:], "群众满意。"]
    lines = [(70 + 24 * (at == 0), words) for _ in range(5) for at, words in enumerate([part[0][2:], *part[1:]])]
    page_ = upright(*((left, 700 - 20 * n, words) for n, (left, words) in enumerate(lines)))
    assert read_text(printed([page_])).text == "\n\n".join(["".join(part)[2:]] * 5) + "\n"


def test_a_page_of_paragraphs_that_are_hardly_longer_than_a_line():
    """Hardly any text stands at the left edge: where lines go on from full ones tells it."""
    short = [FULL[:-3] + "。", *[FULL[at:-3] + "。" for at in range(9)]]
    long = FULL[:-2] + "满意。"
    lines = [(94, words) for words in short] + [(94, FULL[:-2]), (70, "满意。")]
    page_ = upright(*((left, 780 - 20 * n, words) for n, (left, words) in enumerate(lines * 3)))
    assert read_text(printed([page_])).text.split() == [*short, long] * 3


def test_hanzi_that_no_font_has_are_told_beside_their_boxes():
    """All but the first: nothing in the print tells which character it is, and so the report says."""
    report = xa.read(printed([upright((70, 800, "内部资料，内容如下"), *PARAGRAPH)], boxes=True))
    assert report.text == "\ufffd部资料，\ufffd容如下\n\n" + WHOLE + "\n"
    assert report.check()["detail"].iloc[-1].startswith("2 characters could not be read")


def test_a_watermark_is_no_text():
    mark = (0.7, 0.7, -0.7, 0.7, 200, 400, "内部资料99份", 60)
    assert read_text(printed([[mark, *upright(*PARAGRAPH)]])).text == WHOLE + "\n"


@pytest.mark.parametrize("turn", [(0, 1, -1, 0), (0, -1, 1, 0)])
def test_a_page_that_lies_on_its_side(turn):
    side = turn[1]
    lines = [(*turn, 300 + side * 20 * n, 400 - side * 230, words, 12) for n, words in enumerate([FULL, "满意。"])]
    assert read_text(printed([lines])).text == FULL + "满意。\n"


def test_what_a_browser_prints_around_a_page_is_no_text():
    around = [
        (30, 820, "2024/2/2 上午10:30"),
        (250, 820, "某街道工作总结"),
        (30, 15, "https://a.gov.cn/1.html"),
        (550, 15, "1/1"),
    ]
    assert read_text(printed([upright(*around, *PARAGRAPH)])).text == WHOLE + "\n"


CATALOGUE, PAGES = "<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[3 0 R]/Count 1>>"
PAGE = "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>"
FONT = "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"


def test_a_scanned_paper_needs_text_recognition():
    with pytest.raises(ReadError, match=r"pictures without text; run a text recognition \(OCR\)"):
        read_text(pdf(CATALOGUE, PAGES, PAGE, stream(b"0 0 100 100 re f"), FONT))


def test_an_encrypted_paper_is_told():
    lock = f"/Encrypt<</Filter/Standard/V 1/R 2/O<{'41' * 32}>/U<{'42' * 32}>/P -4>>/ID[<{'43' * 16}><{'43' * 16}>]"
    with pytest.raises(ReadError, match="is an encrypted PDF; open it with its password"):
        read_text(pdf(CATALOGUE, PAGES, PAGE, stream(b""), FONT, trailer=lock))


def test_a_paper_cut_short_is_read_or_told():
    data = typeset(LINES[:6])
    for length in range(10, len(data), len(data) // 12):
        try:
            assert read_text(data[:length]).text
        except ReadError as error:
            told = error
            assert told.hint


def test_a_bomb_is_bounded():
    packed = zlib.compress(zlib.compress(b"(a) Tj " * 2**24, 9), 9)
    bomb = stream(packed, "/Filter[/FlateDecode/FlateDecode]")
    with pytest.raises(ReadError) as caught:
        read_text(pdf(CATALOGUE, PAGES, PAGE, bomb, FONT))
    assert caught.value.hint


def test_a_bomb_of_drawing_is_stopped():
    with pytest.raises(ReadError, match="takes more memory or time than a summary does; split it"):
        read_text(bomb_of_drawing())


def test_runs_that_go_backwards_are_lines_too(monkeypatch):
    runs = [[left, 700.0 - 9 * at, left - 50.0 * at, 710.0 - 9 * at, BODY] for at, left in enumerate([70.0, 330.0] * 6)]
    monkeypatch.setattr(reader, "_pages", lambda data, name, watch: [{"runs": runs, "lines": []}])
    assert read_text(b"%PDF-1.7").text.count(BODY) == 12


@pytest.mark.parametrize(
    "objects",
    [
        ("<</Type/Catalog/Pages 1 0 R/Kids[1 0 R]/Count 2147483647>>",),
        (CATALOGUE, "<</Type/Pages/Kids[2 0 R 2 0 R]/Count 2000000000>>"),
        (CATALOGUE, PAGES, PAGE, stream(b"[" * 10**6), FONT),
        (CATALOGUE, PAGES, PAGE, stream(b"q " * 10**6), FONT),
        (CATALOGUE, PAGES, PAGE, stream(b"", "999999999999"), FONT),
    ],
)
def test_hostile_papers_end_in_one_error(objects):
    with pytest.raises(ReadError) as caught:
        read_text(pdf(*objects))
    assert caught.value.hint


def test_scripts_and_actions_of_a_paper_are_not_run():
    script = "<</Type/Catalog/Pages 2 0 R/OpenAction<</S/JavaScript/JS(app.alert\\(99\\))>>>>"
    text = stream(b"BT /F 12 Tf 70 700 Td (Sixteen lifts were finished) Tj ET")
    assert read_text(pdf(script, PAGES, PAGE, text, FONT)).text == "Sixteen lifts were finished\n"


@pytest.mark.parametrize("trouble", [subprocess.TimeoutExpired("pdf", 90), OSError("no process")])
def test_a_child_that_fails(monkeypatch, trouble):
    def fail(*_, **__):
        raise trouble

    monkeypatch.setattr(reader.subprocess, "run", fail)
    with pytest.raises(ReadError):
        read_text(b"%PDF-1.7")
