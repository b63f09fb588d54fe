"""Hostile files the whole way through: read, saved and gathered, with nothing run, fetched, or written elsewhere."""

import csv
import io
import socket
import subprocess
import zipfile
from urllib import request

import openpyxl
import pytest
from made_files import document, paragraph, web_page

import xinhua_analysis as xa
from xinhua_analysis import corpus

FORMULA = "=cmd|' /C calc'!A0"
WORDS = f"../../某镇总结\n\n一、{FORMULA}\n完工16台。打造“{FORMULA}”服务品牌，@SUM(A1)，联合+市中心医院开展义诊。\n"
SCRIPTS = (
    "<script>fetch('https://a.cn/1')</script><img src='https://a.cn/1.png' onerror='alert(1)'><svg onload='x()'></svg>"
)


@pytest.fixture
def alone(tmp_path, monkeypatch):
    """A folder, from which no process is started and no connection made."""

    def refuse(*_, **__):
        raise AssertionError("a process or a connection")

    for module, name in ((socket, "socket"), (subprocess, "Popen"), (request, "urlopen")):
        monkeypatch.setattr(module, name, refuse)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def files(folder):
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


SOURCES = {
    "text": WORDS.encode(),
    "page": web_page(WORDS).replace("<h1>", f"{SCRIPTS}<h1 onclick='x()'>").encode(),
    "document": document("".join(map(paragraph, WORDS.split("\n"))), {"../../out.txt": "16", "/tmp-out.txt": "16"}),
}


@pytest.mark.parametrize("kind", SOURCES)
def test_nothing_is_written_but_in_the_folder_named(alone, kind):
    report = xa.read(SOURCES[kind])
    (alone / "deep").mkdir()
    report.save(alone / "deep" / "out")
    assert report.title == "../../某镇总结"
    assert {name.split("/")[0] for name in files(alone)} == {"deep"}
    assert {name.split("/")[1] for name in files(alone)} == {"out"}
    marked = str(report.show(["figures", "names"]))
    assert "<script" not in marked
    assert "onerror" not in marked


@pytest.mark.parametrize("kind", SOURCES)
def test_no_cell_is_a_formula(alone, kind):
    xa.read(SOURCES[kind]).save(alone / "out")
    workbooks = list((alone / "out").glob("*.xlsx"))
    cells = [
        cell
        for path in workbooks
        for sheet in openpyxl.load_workbook(path)
        for row in sheet.iter_rows()
        for cell in row
    ]
    assert any(FORMULA in str(cell.value) for cell in cells)
    assert [cell.value for cell in cells if cell.data_type == "f"] == []
    for path in (alone / "out").glob("*.csv"):
        rows = csv.reader(io.StringIO(path.read_text(encoding="utf-8-sig"), newline=""))
        assert [cell for row in rows for cell in row if cell[:1] in tuple("=+-@") and not _is_number(cell)] == []


def _is_number(cell):
    return cell[1:].replace(".", "", 1).isdecimal()


def test_a_corpus_of_hostile_names_stays_in_its_folder(alone):
    folder = alone / "in"
    folder.mkdir()
    names = [
        "=cmd.txt",
        "..txt",
        "....txt",
        "..\\..\\up.txt",
        "%2e%2e%2fup.txt",
        "a;rm -rf b.txt",
        "-rf.txt",
        "\u202etxt.exe",
    ]
    for name in names:
        (folder / name).write_bytes(SOURCES["text"])
    (folder / "bomb.docx").write_bytes(document("", {"word/document.xml": b"<a>" + b" " * 2**26}))
    before = files(folder)
    corpus.write(folder, alone / "out")
    assert files(folder) == before
    assert {path.name for path in alone.iterdir()} == {"in", "out"}


def test_members_of_an_archive_are_named_and_never_unpacked(alone):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("../../../up.txt", "16")
        archive.writestr("up/总结.txt", "16")
    with pytest.raises(xa.ReadError, match="unpack it and read the file in it"):
        xa.read(packed.getvalue())
    assert files(alone) == set()
