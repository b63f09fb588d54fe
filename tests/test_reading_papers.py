"""PDF: columns, running heads, page numbers, paragraphs; pictures, locks, damage and hostile files end in one error."""

import hashlib
import subprocess
import time
import zlib

import pytest
from made_files import paper, typeset
from test_reading_pages import figures

import xinhua_analysis as xa
from xinhua_analysis import papers
from xinhua_analysis.reading import read_text
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


def raw(*objects, trailer=""):
    """A PDF of these objects, the first its catalogue."""
    body = b"%PDF-1.7\n"
    offsets = []
    for number, content in enumerate(objects, 1):
        offsets.append(len(body))
        body += (
            f"{number} 0 obj\n".encode() + (content if isinstance(content, bytes) else content.encode()) + b"\nendobj\n"
        )
    table = "".join(f"{at:010} 00000 n \n" for at in offsets)
    size = len(objects) + 1
    end = f"xref\n0 {size}\n0000000000 65535 f \n{table}trailer<</Size {size}/Root 1 0 R{trailer}>>\n"
    return body + end.encode() + f"startxref\n{len(body)}\n%%EOF".encode()


def stream(content, extra=""):
    return f"<</Length {len(content)}{extra}>>stream\n".encode() + content + b"\nendstream"


CATALOGUE, PAGES = "<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[3 0 R]/Count 1>>"
PAGE = "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>"
FONT = "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"


def test_a_scanned_paper_needs_text_recognition():
    with pytest.raises(ReadError, match=r"pictures without text; run a text recognition \(OCR\)"):
        read_text(raw(CATALOGUE, PAGES, PAGE, stream(b"0 0 100 100 re f"), FONT))


def test_an_encrypted_paper_is_told():
    lock = f"/Encrypt<</Filter/Standard/V 1/R 2/O<{'41' * 32}>/U<{'42' * 32}>/P -4>>/ID[<{'43' * 16}><{'43' * 16}>]"
    with pytest.raises(ReadError, match="is an encrypted PDF; open it with its password"):
        read_text(raw(CATALOGUE, PAGES, PAGE, stream(b""), FONT, trailer=lock))


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
        read_text(raw(CATALOGUE, PAGES, PAGE, bomb, FONT))
    assert caught.value.hint


def test_a_bomb_of_drawing_is_stopped():
    squeeze = zlib.compressobj(9)
    packed = b"".join(squeeze.compress(b"(a) Tj " * 2**20) for _ in range(128)) + squeeze.flush()
    began = time.perf_counter()
    with pytest.raises(ReadError, match="takes more memory or time than a summary does; split it"):
        read_text(raw(CATALOGUE, PAGES, PAGE, stream(packed, "/Filter/FlateDecode"), FONT))
    assert time.perf_counter() - began < 60  # 2 s on an idle core


def test_runs_that_go_backwards_are_lines_too(monkeypatch):
    runs = [[left, 700.0 - 9 * at, left - 50.0 * at, 710.0 - 9 * at, BODY] for at, left in enumerate([70.0, 330.0] * 6)]
    monkeypatch.setattr(papers, "_pages", lambda data, name: [runs])
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
        read_text(raw(*objects))
    assert caught.value.hint


def test_scripts_and_actions_of_a_paper_are_not_run():
    script = "<</Type/Catalog/Pages 2 0 R/OpenAction<</S/JavaScript/JS(app.alert\\(99\\))>>>>"
    text = stream(b"BT /F 12 Tf 70 700 Td (Sixteen lifts were finished) Tj ET")
    assert read_text(raw(script, PAGES, PAGE, text, FONT)).text == "Sixteen lifts were finished\n"


@pytest.mark.parametrize("trouble", [subprocess.TimeoutExpired("pdf", 90), OSError("no process")])
def test_a_child_that_fails(monkeypatch, trouble):
    def fail(*_, **__):
        raise trouble

    monkeypatch.setattr(papers.subprocess, "run", fail)
    with pytest.raises(ReadError):
        read_text(b"%PDF-1.7")
