"""Reading: bytes to text, the digest of the bytes, and for every trouble one error that says what to do."""

import hashlib
import io
import os
import socket
import zlib

import pytest
from counting import growth
from hostile_files import MARKS
from hypothesis import given
from hypothesis import strategies as st

from xinhua_analysis.files import reading
from xinhua_analysis.files.reading import Source, decode, read_text
from xinhua_analysis.records import ReadError

TEXT = "某街道2022年工作总结\r\n一、民生\n加装电梯16台。\n"

ENCODINGS = ["utf-8", "utf-8-sig", "utf-16", "gb18030", "gbk", "gb2312"]


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_text_comes_back_as_it_was(encoding):
    data = TEXT.encode(encoding)
    assert read_text(data) == Source(TEXT, hashlib.sha256(data).hexdigest(), "<bytes>")


def test_utf_16_of_both_orders():
    assert decode(b"\xff\xfe" + TEXT.encode("utf-16-le")) == TEXT
    assert decode(b"\xfe\xff" + TEXT.encode("utf-16-be")) == TEXT


@pytest.mark.parametrize("name", ["总结.txt", "a b.TXT", "总结", "2022.text", "年报.2023年", "v1.2", "a.bak", ".md"])
def test_files_that_are_read(tmp_path, name):
    path = tmp_path / name
    path.write_bytes(TEXT.encode())
    digest = hashlib.sha256(TEXT.encode()).hexdigest()
    assert read_text(path) == read_text(str(path)) == Source(TEXT, digest, str(path))
    with path.open("rb") as file:
        assert read_text(file) == Source(TEXT, digest, str(path))
        assert not file.closed


def test_a_file_object_without_a_name():
    assert read_text(io.BytesIO(TEXT.encode())).name == "<file>"


class Trickle(io.RawIOBase):
    """Gives one byte at a time, as a slow pipe does."""

    def __init__(self, data):
        super().__init__()
        self.rest = list(data)

    def read(self, size=-1):
        return bytes([self.rest.pop(0)]) if self.rest else b""


def test_a_file_object_that_gives_little_at_a_time():
    assert read_text(Trickle(TEXT.encode())).text == TEXT


# Bytes, and what the error says of them

BAD_BYTES = [
    (b"", "is empty"),
    (b" \r\n\t", "holds no text"),
    ("\u3000\u200b\n".encode(), "holds no text"),
    (b"\xef\xbb\xbf", "holds no text"),
    (b"\xff\xfe", "holds no text"),
    (b"abc\0def", "holds a zero byte, so is no plain text at position 3"),
    ("甲\0乙".encode("utf-16"), "holds a zero character, so is no plain text at position 4"),
    (b"\xff\xfe\x00", "is no valid UTF-16-LE: undecodable byte at position 2"),
    (b"\xef\xbb\xbf\xe6\x96", "is no valid UTF-8: undecodable byte at position 3"),
    (b"\x81\xff\xff\xff", "is neither UTF-8 nor GB 18030: undecodable byte at position 0"),
    ("总结".encode("gbk") + b"\xff", "is neither UTF-8 nor GB 18030: undecodable byte at position 4"),
    ("工作总结工作总结".encode()[:-1], "is UTF-8 with a damaged byte at position 21"),
    ("工作".encode() + b"\xff" + "总结".encode(), "is UTF-8 with a damaged byte at position 6"),
    ("工作\ufffd结".encode(), "is garbled: it was saved in a wrong encoding"),
    ("锟斤拷锟斤拷工作".encode(), "is garbled"),
    ("工作总结".encode().decode("latin-1").encode(), "is garbled"),
    ("工作总结".encode("gbk").decode("latin-1").encode(), "is garbled"),
    (f"<html><p>{'工作总结'.encode().decode('latin-1')}</p></html>".encode(), "is garbled"),
    (b"%PDF-1.7 ...", "is a damaged PDF"),
    (b"PK\x03\x04....", "is a damaged zip archive"),
    (b"\xd0\xcf\x11\xe0....", "is an old Office file (.doc .wps .xls .ppt)"),
    (b"{\\rtf1 ...", "is a rich text file"),
    (b"%TSD-Header-###%\xd7\xb5\0", "is a file that a program of the office encrypted"),
    (
        b"From: <Saved by Blink>\r\nSnapshot-Content-Location: https://a.cn/\r\nMIME-Version: 1.0\r\n",
        "is a web archive",
    ),
    (b"Content-Type: multipart/related;\r\n\tboundary=a\r\n", "is a web archive (.mht) or a letter (.eml)"),
    (b"\x89PNG\r\n\x1a\n", "is a picture"),
    (b"\xff\xd8\xff\xe0..", "is a picture"),
    (b"Rar!\x1a\x07", "is a packed file (rar)"),
]


@pytest.mark.parametrize(("data", "message"), BAD_BYTES)
def test_bytes_that_are_no_text(tmp_path, data, message):
    path = tmp_path / "总结.txt"
    path.write_bytes(data)
    with pytest.raises(ReadError) as caught:
        read_text(path)
    assert str(caught.value).startswith(f"{path}: {message}")
    assert caught.value.hint
    assert caught.value.source == str(path)


def test_the_position_is_kept():
    with pytest.raises(ReadError) as caught:
        decode(b"abc\0def")
    assert caught.value.position == 3


KINDS = ["a.pdf", "a.PDF", "a.ofd", "a.xlsx", "a.csv", "a.jpg"]


@pytest.mark.parametrize("name", KINDS)
def test_kinds_that_are_not_read(tmp_path, name):
    (tmp_path / name).write_bytes(TEXT.encode())
    with (tmp_path / name).open("rb") as file:
        for source in (tmp_path / name, file):
            with pytest.raises(ReadError, match=r"not read; save it as"):
                read_text(source)


def test_a_missing_file(tmp_path):
    with pytest.raises(ReadError, match=r"没有\.txt: there is no such file; check the name"):
        read_text(tmp_path / "没有.txt")


def test_a_folder(tmp_path):
    with pytest.raises(ReadError, match="is a folder; name one file in it"):
        read_text(tmp_path)


@pytest.mark.parametrize("name", ["a\0b.txt", "a" * 5000, "a/" * 3000 + "b.txt"])
def test_a_name_that_no_file_can_have(name):
    with pytest.raises(ReadError):
        read_text(name)


def test_a_file_that_may_not_be_read(tmp_path, monkeypatch):
    path = tmp_path / "a.txt"
    path.write_bytes(TEXT.encode())

    def refuse(*_):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(reading, "open", refuse, raising=False)
    with pytest.raises(ReadError, match="may not be read; ask for the right"):
        read_text(path)


def test_a_disk_that_fails():
    class Broken(io.RawIOBase):
        def read(self, size=-1):
            raise OSError(5, "Input/output error")

    with pytest.raises(ReadError, match="cannot be read"):
        read_text(Broken())


def test_a_file_that_was_closed():
    file = io.BytesIO(TEXT.encode())
    file.close()
    with pytest.raises(ReadError, match="closed file"):
        read_text(file)


def test_a_file_in_text_mode():
    with pytest.raises(ReadError, match="gives text and not bytes; open the file in mode 'rb'"):
        read_text(io.StringIO(TEXT))


def test_a_file_that_is_too_large(tmp_path, monkeypatch):
    monkeypatch.setattr(reading, "MOST_BYTES", 2**20)
    path = tmp_path / "a.txt"
    path.write_bytes(b"a" * 2**20)
    assert len(read_text(path).text) == 2**20
    path.write_bytes(b"a" * (2**20 + 1))
    with pytest.raises(ReadError, match="is larger than 1 MiB; a summary is far smaller"):
        read_text(path)


@pytest.mark.parametrize("source", [None, 3, ["a.txt"], object()])
def test_what_is_no_source(source):
    with pytest.raises(ReadError, match="cannot be read; give a path, bytes, or a file"):
        read_text(source)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs named pipes")
def test_a_device_without_end_is_bounded(monkeypatch):
    monkeypatch.setattr(reading, "MOST_BYTES", 2**16)
    with open("/dev/zero", "rb") as zeros, pytest.raises(ReadError, match="is larger than"):
        read_text(zeros)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs named pipes")
def test_pipes_sockets_and_devices_are_no_files(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)  # the path of a socket must be short
    os.mkfifo("pipe")
    with socket.socket(socket.AF_UNIX) as bound:
        bound.bind("socket")
        for name in ("pipe", "socket", "/dev/zero"):
            with pytest.raises(ReadError, match="is a device or pipe and no file; copy"):
                read_text(name)


def test_an_empty_name():
    with pytest.raises(ReadError, match="'': names no file; give the path"):
        read_text("")


@pytest.mark.parametrize(
    "trouble", [EOFError("ended early"), zlib.error("bad code"), TypeError("no size"), KeyError(3)]
)
def test_a_file_object_that_fails_in_its_own_way(trouble):
    class Broken(io.BytesIO):
        def read(self, size=-1):
            raise trouble

    with pytest.raises(ReadError, match="<file>: cannot be read"):
        read_text(Broken())


@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(data):
    refused = None
    try:
        found = read_text(data)
    except ReadError as error:
        refused = error
    assert refused.hint if refused else found.sha256 == hashlib.sha256(data).hexdigest()


@given(st.text(alphabet=st.characters(codec="utf-8", exclude_characters="\0\ufeff"), max_size=100))
def test_any_utf_8_comes_back(text):
    if text.encode()[:4].startswith((b"%PDF-", b"PK\x03\x04")):
        return
    assert decode(text.encode()) == text


def test_markdown_loses_its_marks(tmp_path):
    lines = [
        "---",
        "title: 某镇总结",
        "---",
        "",
        "## 一、民生 ##",
        "- 完工**16台**、[开工](https://a.cn/1)`23`台。",
        "> 引",
        "",
    ]
    lines += ["| 项目 | 数量 |", "|---|--:|", "| 加梯 | 16\\*台 |", "<!-- 99", "-->", "1. 一是好。", "***"]
    path = tmp_path / "a.md"
    path.write_text("\n".join(lines), encoding="utf-8")
    found = read_text(path)
    assert found.text == "一、民生\n\n完工16台、开工23台。\n引\n\n项目\t数量\n加梯\t16*台\n\n1. 一是好。\n"
    assert (found.told, found.origin[1].where) == ((("title", "某镇总结"),), "line 6")


@pytest.mark.parametrize("mark", MARKS)
def test_hostile_markdown_takes_no_more_for_each_mark(tmp_path, mark):
    def write(times):
        path = tmp_path / f"{times}.md"
        path.write_text("完工16台" + mark * 500 * times + "。\n\n" + f"{mark}\n" * 500 * times, encoding="utf-8")
        return path

    assert read_text(write(1)).text.startswith("完工16台")
    assert growth(read_text, write) <= 2.2


# Text that is not what it says

SUMMARY = "某街道2023年工作总结\n\n一、民生\n\n全年新建公园12个，惠及居民200户。\n"
TRADITIONAL = "某街道2023年工作總結\n\n全年新建公園12個。\n"


@pytest.mark.parametrize("name", ["a.doc", "a.docx", "a.wps", "a.rtf", "a.dot", "a"])
def test_a_text_named_as_a_document_is_a_text(tmp_path, name):
    (tmp_path / name).write_bytes(b"\xef\xbb\xbf" + SUMMARY.encode())
    assert read_text(tmp_path / name).text == SUMMARY


@pytest.mark.parametrize("name", ["a.docx", "a.pdf", "a.html", "a.txt", "a.md"])
def test_a_file_of_no_bytes_is_empty(tmp_path, name):
    (tmp_path / name).write_bytes(b"")
    with pytest.raises(ReadError, match=r"is empty; give a file that holds a summary"):
        read_text(tmp_path / name)


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "gb18030", "gbk"])
@pytest.mark.parametrize("text", [SUMMARY, SUMMARY * 50, "街道的工作，全年完成。"])
def test_an_encoding_without_a_mark_is_told_by_the_words(encoding, text):
    assert read_text(text.encode(encoding)).text == text


@pytest.mark.parametrize("text", [TRADITIONAL, TRADITIONAL * 50, f"<html><body><p>{TRADITIONAL}</p></body></html>"])
def test_big5_is_told_and_not_read_as_other_words(text):
    with pytest.raises(ReadError, match=r"is Big5, traditional Chinese, which is not read; convert it"):
        read_text(text.encode("big5"))


PIECES_OF_PAGES = [
    "<p>全年新建公园12个。</p>\n<p>惠及居民200户。</p>",
    '[<div class="box">\n<p>全年新建公园12个。</p><p>惠及居民200户。</p>\n</div>]',
    "<DIV>全年新建公园12个。<BR><P>惠及居民200户。</P></DIV>",
    "全年新建公园12个。<br><br/>惠及居民200户。",
    "&nbsp;&nbsp;全年新建公园12个。\n&nbsp;&nbsp;惠及居民200户。\n",
]


@pytest.mark.parametrize("piece", PIECES_OF_PAGES)
@pytest.mark.parametrize("encoding", ["utf-8", "gbk"])
def test_a_piece_of_a_page_saved_as_text_is_read_as_a_page(tmp_path, piece, encoding):
    (tmp_path / "a.txt").write_bytes(piece.encode(encoding))
    assert read_text(tmp_path / "a.txt").text.split() == ["全年新建公园12个。", "惠及居民200户。"]


def test_a_text_with_a_word_in_brackets_stays_a_text():
    text = "升级<某某>平台，a<b，新建公园12个。</p>\n"
    assert read_text(text.encode()).text == text
