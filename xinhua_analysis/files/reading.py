"""From files to text (docs/reading.md): the kind is found by content before name, every trouble is a ``ReadError``."""

from __future__ import annotations

import codecs
import hashlib
import io
import os
import re
import stat
from contextlib import suppress
from dataclasses import dataclass
from pathlib import PurePath
from typing import BinaryIO

from ..bounds import MOST_BYTES, Watch
from ..bundled import PACKAGE, typed
from ..passages import WHITE, Passage, Place, Witness, join
from ..records import ReadError, TroubleError, reason

# What else a summary may come as; of any other name the bytes decide (年报.2023年 is no kind of file), and of names of
# word processors too, since offices save text and pages as .doc.
_OTHER_KIND = re.compile(
    r"\.(caj|csv|eml|epub|et|json|mht|mhtml|od[ps]|ofd|pdf|pptx?|tsv|"
    r"xls[mx]?|xml|7z|bz2|gz|rar|tar|xz|zip|bmp|gif|jpe?g|mp[34]|png|svg|tiff?|webp)"
)
_PAGE_KIND = re.compile(r"\.x?html?|\.shtml")

_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
# The first bytes of kinds that are not read, or what is in their zip, with what to call them and what to do.
_REFUSED = typed(PACKAGE / "files", "refused.csv")
_MAGIC = [(row[0].encode().decode("unicode_escape").encode("latin-1"), row[2], row[3]) for row in _REFUSED if row[0]]
_ZIPS = {row[1]: row[2:] for row in _REFUSED if row[1]}
# A page saved as a single file: From: <Saved by Blink> … MIME-Version: 1.0, its text folded and encoded.
_MIME = re.compile(rb"\s*(?:[A-Za-z-]+:[^\n]*\n(?:[ \t][^\n]*\n)*){0,20}?(?i:MIME-Version:|Content-Type:\s*multipart/)")
_AS_PAGE = "open it in a browser and save it as a web page, HTML only"
_HAN = re.compile(r"[\u4e00-\u9fff]")
_AS_TEXT = "save it as plain text (.txt, UTF-8) and read that"
_AS_UTF8 = "open it in the program that wrote it and save it as UTF-8"


@dataclass(frozen=True, slots=True)
class Source:
    """A text as it was read, the SHA-256 of the bytes that it was read from, and the name of the file.

    ``origin`` tells where in the file each paragraph stands, and ``told`` what the file says of itself outside its
    text, each with its witness; both are empty for plain text.
    """

    text: str
    sha256: str
    name: str
    origin: tuple[Place, ...] = ()
    told: tuple[Witness, ...] = ()


def read_text(source: str | os.PathLike[str] | bytes | BinaryIO, watch: Watch | None = None) -> Source:
    """Read a file of a kind that is read, given as a path, as bytes, or as a file open for reading in binary mode.

    Of plain text the text is what the bytes say, unchanged but for a byte order mark. ``sha256`` is of the bytes.

    Raises ``ReadError``, with the name of the file and what to do, for a missing file, a folder, a device or pipe, a
    file that may not be read, an empty or blank one, one of more than 64 MiB, a damaged or hostile one, one of another
    kind (.doc .wps .jpg …), or bytes that are no text; TroubleError where ``watch`` sees its bound passed.

    >>> read_text("街道工作总结".encode("gb18030")).text
    '街道工作总结'
    >>> read_text("<html><p>完工16台。<script>x()</script></html>".encode()).text
    '完工16台。\\n'
    >>> read_text(b"")
    Traceback (most recent call last):
    xinhua_analysis.records.ReadError: <bytes>: is empty; give a file that holds a summary, or get it again
    """
    name, data = read_bytes(source)
    watch = watch or Watch()
    watch.look(size=len(data))
    found = _found_in(data, name, watch)
    text, origin, told = (found, (), ()) if isinstance(found, str) else (*join(found[0]), found[1])
    if not text.strip(WHITE):
        raise ReadError("holds no text", source=name, hint="give a file that holds a summary")
    if 50 * sum(map(len, _GARBLED.findall(text))) > len(text):
        raise ReadError("is garbled: it was saved in a wrong encoding", source=name, hint=_AS_UTF8)
    return Source(text, hashlib.sha256(data).hexdigest(), name, origin, tuple(told))


def read_bytes(source: str | os.PathLike[str] | bytes | BinaryIO) -> tuple[str, bytes]:
    """What errors call a source, and all of its bytes; ReadError as ``read_text`` tells."""
    name = name_of(source)
    if isinstance(source, str | os.PathLike):
        with _open(name) as stream:
            return name, _all_bytes(stream, name)
    if isinstance(source, bytes | bytearray | memoryview):
        return name, _all_bytes(io.BytesIO(source), name)
    if not callable(getattr(source, "read", None)):
        hint = "give a path, bytes, or a file open in mode 'rb'"
        raise ReadError(f"a {type(source).__name__} cannot be read", hint=hint)
    return name, _all_bytes(source, name)


_Found = tuple[list[Passage], list[Witness]]


def _found_in(data: bytes, name: str, watch: Watch) -> str | _Found:
    """What a file of any kind holds that is read; by content first, since an office saves pages as .doc or .txt."""
    kind = "" if name.startswith("<") else PurePath(name).suffix.lower()
    if not data:
        raise ReadError("is empty", source=name, hint="give a file that holds a summary, or get it again")
    if data.startswith(b"PK\x03\x04"):
        return _zipped(data, name, watch)
    if data[:1024].lstrip().startswith(b"%PDF-"):
        from .pdf import read_paper  # because of the same

        return read_paper(data, name, watch)
    _refuse(data, name)
    if _is_page(data, kind) and (page := _web_page(data, name, watch)):
        return page
    if kind in (".md", ".markdown"):
        from .markdown import read_markdown  # because of the same

        markdown = decode(data, name)
        watch.look(size=_MARKDOWN * len(markdown))
        return read_markdown(markdown)
    if _OTHER_KIND.fullmatch(kind):
        raise ReadError(f"files of kind {kind} are not read", source=name, hint=_AS_TEXT)
    text = decode(data, name)
    piece = _is_piece(text[:_MOST_LOOKED_AT])
    if piece or len(_ENTITY.findall(text[:_MOST_LOOKED_AT])) >= 2:  # &nbsp;&nbsp;一、工作情况: the lines are the text's
        from .web import read_page  # because of the same

        return read_page(_LISTED.sub(r"\1", text) if piece else f"<pre>{text}</pre>", name, watch)
    return text


def _zipped(data: bytes, name: str, watch: Watch) -> _Found:
    from .word import kind_of_zip, read_document  # because a text needs none of the readers: 30 ms of import

    zipped = kind_of_zip(data)
    if zipped == "docx":
        return read_document(data, name, watch), []
    what, hint = _ZIPS[zipped]
    raise ReadError(f"is {what}", source=name, hint=hint)


def _web_page(data: bytes, name: str, watch: Watch) -> _Found | None:
    """The passages of a web page; None where no tag is in it."""
    from .web import read_page  # because of the same

    markup, is_whole = _decode_page(data, name)
    if not re.search("<[a-zA-Z!]", markup):
        return None
    found = read_page(markup, name, watch)
    if not is_whole and any("\ufffd" in passage.text for passage in found[0]):
        raise ReadError("is a page with damaged text", source=name, hint=_AS_UTF8)
    return found


def _refuse(data: bytes, name: str) -> None:
    """Refuse what the first bytes tell to be of a kind that is not read."""
    for magic, what, hint in _MAGIC:
        if data.startswith(magic) and (len(magic) > 2 or b"\0" in data[:64]):
            raise ReadError(f"is {what}", source=name, hint=hint)
    if _MIME.match(data[:4096]):
        raise ReadError("is a web archive (.mht) or a letter (.eml)", source=name, hint=_AS_PAGE)


# A page by its content: <!DOCTYPE html …> or <html …> behind nothing but a byte order mark, white and comments.
_PAGE_START = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*+(?:<\?xml[^>]{0,200}>\s*+)?(?>(?><!--.*?-->)\s*+){0,3}<(?:!doctype\s+html|html|head|body)\b"
)
_BLOCK = re.compile(r"<(/?)(?:p|div|h[1-6]|td|tr|table|ul|ol|li|section|article|center)(?:\s[^<>]{0,500})?>", re.I)
_BREAK = re.compile(r"<br[ \t]*/?>", re.I)
_ENTITY = re.compile("&(?:nbsp|[lr]dquo|emsp|ensp|mdash|middot);")
_LISTED = re.compile(r"\A\s*\[(?=<)(.*)\]\s*\Z", re.S)  # [<div>…</div>], as a list of programs prints it
_MOST_LOOKED_AT = 100_000
_MARKDOWN = 300  # bytes that reading takes for a character of it: brackets in a row


def _is_piece(text: str) -> bool:
    """Whether a text is a piece of a page that was saved as text: it opens elements and ends them, or breaks lines."""
    ends = [bool(found[1]) for found in _BLOCK.finditer(text)]
    return min(sum(ends), len(ends) - sum(ends)) >= 2 or len(_BREAK.findall(text)) >= 2


def _is_page(data: bytes, kind: str) -> bool:
    start = data[:4096].lower()
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        start = start[2:].replace(b"\0", b"")
    return bool(_PAGE_START.match(start) or _PAGE_KIND.fullmatch(kind))


def _decode_page(data: bytes, name: str) -> tuple[str, bool]:
    """The markup of a page, and whether every byte was text; GBK is declared for UTF-8 and so on: the bytes tell."""
    try:
        return decode(data, name), True
    except ReadError:
        if _best(data)[1] == "big5":
            raise
        for encoding in ("utf-8-sig", "gb18030"):  # a description cut in the middle of a character
            markup = data.decode(encoding, "replace")
            if markup.count("\ufffd") * 2000 <= len(markup) + 8000 and "\0" not in markup:
                return markup, False
        raise


def name_of(source: object) -> str:
    """What errors call a source: its path, the name of an open file, or <bytes>."""
    if isinstance(source, str | os.PathLike):
        return os.fsdecode(source)
    if isinstance(source, bytes | bytearray | memoryview):
        return "<bytes>"
    label = getattr(source, "name", "")
    return label if isinstance(label, str) and label else "<file>"


def _open(name: str) -> BinaryIO:
    """The file of that name, open; each way in which this fails says what to do."""
    if not name:
        raise ReadError("names no file", source="''", hint="give the path of a file")
    try:
        mode = os.stat(name).st_mode
        if stat.S_ISDIR(mode):
            raise ReadError("is a folder", source=name, hint="name one file in it")
        if not stat.S_ISREG(mode):  # opening a pipe that nobody writes to would wait for ever
            hint = "copy what it gives to a file, or give it as standard input or open file"
            raise ReadError("is a device or pipe and no file", source=name, hint=hint)
        return open(name, "rb")
    except FileNotFoundError:
        raise ReadError("there is no such file", source=name, hint="check the name and the folder") from None
    except PermissionError:
        raise TroubleError("may not be read", source=name, hint="ask for the right to read it, or copy it") from None
    except OSError as error:  # a name that is too long, too many open files, a disk that fails
        message = f"cannot be opened ({reason(error)})"
        raise TroubleError(message, source=ascii(name), hint="check the name, or try again") from None
    except ValueError as error:  # it holds a zero byte
        raise ReadError(f"cannot be opened ({error})", source=ascii(name), hint="check the name") from None


def _all_bytes(stream: BinaryIO, name: str) -> bytes:
    """All bytes of a stream, if they are bytes and not too many."""
    parts, size = list[bytes](), 0
    try:
        while size <= MOST_BYTES and (part := stream.read(MOST_BYTES + 1 - size)):
            parts.append(part)
            size += len(part)
    except Exception as error:  # a disk that fails, a closed file, a damaged archive: whatever its maker raises
        hint = "open the file again in mode 'rb'"
        raise TroubleError(f"cannot be read ({error})", source=name, hint=hint) from None
    if not all(isinstance(part, bytes) for part in parts):
        raise ReadError("gives text and not bytes", source=name, hint="open the file in mode 'rb'")
    if size > MOST_BYTES:
        hint = "a summary is far smaller: split the file, or check that it is the right one"
        raise ReadError(f"is larger than {MOST_BYTES // 2**20} MiB", source=name, hint=hint)
    return b"".join(parts)


# In Chinese prose far more than one character in two hundred is one of these.
_COMMON = re.compile("[的一是在有和人年工作为為全中，。、]")
# Characters that stand for lost ones, and UTF-8 that was taken for another encoding: ï¿½, 锟斤拷, å·¥ä½ of 工作.
_GARBLED = re.compile("\ufffd|锟斤拷|[\xc2-\xef][\x80-\xbf]{1,2}")
_OTHERS = ("gb18030", "big5", "utf-16-le", "utf-16-be")


def decode(data: bytes, name: str = "<bytes>") -> str:
    """Decode bytes to text: by their byte order mark, else as strict UTF-8, else as GB 18030 or UTF-16.

    Between these the words decide: any of them reads the bytes of another as nonsense without an error. Big5 is told
    and refused, for the rules read simplified Chinese; so is a UTF-8 file with a damaged place.

    Raises ``ReadError`` with the position of the first byte that is no text.

    >>> decode("总结".encode("utf-16")), decode("总结".encode())
    ('总结', '总结')
    >>> decode("工作总结".encode() + b"\\xff" + "工作总结".encode())
    Traceback (most recent call last):
    xinhua_analysis.records.ReadError: <bytes>: is UTF-8 with a damaged byte at position 12; \
open it in the program that wrote it and save it as UTF-8
    """
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return _strict(data[len(mark) :], encoding, name, len(mark))
    try:
        text = data.decode("utf-8")
        if "\0" not in text:
            return text
    except UnicodeDecodeError as error:
        if _is_damaged_utf8(data):
            message = "is UTF-8 with a damaged byte"
            raise ReadError(message, source=name, position=error.start, hint=_AS_UTF8) from None
    text, encoding = _best(data)
    if encoding == "big5":
        hint = "convert it to simplified Chinese and save it as UTF-8"
        raise ReadError("is Big5, traditional Chinese, which is not read", source=name, hint=hint)
    if encoding.startswith("utf-16"):
        return text
    if b"\0" in data:
        raise ReadError("holds a zero byte, so is no plain text", source=name, position=data.index(0), hint=_AS_TEXT)
    text = _strict(data, "gb18030", name, 0)
    strange = sum("\ue000" <= c <= "\uf8ff" for c in text)
    if (len(text) > 200 and len(_COMMON.findall(text)) < len(text) / 200) or strange * 50 > len(text):
        raise ReadError("reads as no Chinese text in GB 18030", source=name, hint=_AS_UTF8)
    return text


def _best(data: bytes) -> tuple[str, str]:
    """The text of bytes that are no UTF-8 in the encoding that gives most common characters, and that encoding."""
    found = (0.01, "", "")
    for encoding in _OTHERS:
        with suppress(UnicodeDecodeError):
            text = data.decode(encoding)
            common = len(_COMMON.findall(text)) / max(len(text), 1)
            if common > found[0] and "\0" not in text:
                found = (common, text, encoding)
    return found[1:]


def _strict(data: bytes, encoding: str, name: str, before: int) -> str:
    """Decode in one encoding, or say where it fails; ``before`` counts the bytes of the mark."""
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        what = "neither UTF-8 nor GB 18030" if encoding == "gb18030" else f"no valid {encoding.upper()}"
        at = before + error.start
        raise ReadError(f"is {what}: undecodable byte", source=name, position=at, hint=_AS_UTF8) from None
    if "\0" in text:
        at = before + len(text[: text.index("\0")].encode(encoding))
        raise ReadError("holds a zero character, so is no plain text", source=name, position=at, hint=_AS_TEXT)
    return text


def _is_damaged_utf8(data: bytes) -> bool:
    """Whether bytes that are no UTF-8 read as hanzi nearly everywhere when taken for it; GB 18030 hardly ever does."""
    text = data.decode("utf-8", "replace")
    return len(_HAN.findall(text)) > text.count("\ufffd")
