"""Word documents (.docx): the paragraphs and tables of the main part, read from the zip's XML, in bounded memory."""

from __future__ import annotations

import io
import posixpath
import re
import zlib
from collections import Counter
from collections.abc import Iterator
from typing import Any
from zipfile import BadZipFile, ZipFile

from ..bounds import Watch
from ..passages import WHITE, Passage, raised, seen
from ..records import ReadError
from .word_numbers import Numbering, attribute_of, local_name, said_by, whole

MOST_XML = 32 * 2**20  # bytes of one part; a summary of ten pages has 0.3 million
_MOST_PARTS = 10_000
# A part of more than so many bytes may unpack to so many times the file: Word packs to a tenth, forms to a fortieth.
_LITTLE, _MOST_TIMES = 2**20, 100
_MOST_ELEMENTS = 1_000_000  # starts and ends, read in 5 s; a summary of ten pages has 20 thousand
_PARAGRAPHS = (  # a drawing has elements of that name too
    "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}p",
    "{http://purl.oclc.org/ooxml/wordprocessingml/main}p",
)
_OFFICE_DOCUMENT = re.compile(r"https?://\S+/officeDocument")
# What is not shown as text: what was deleted or moved away, codes of fields, the older twin of a text box, phonetic
# guides, formatting.
_SKIPPED = frozenset(["del", "moveFrom", "instrText", "delText", "Fallback", "rt", "sectPr", "tblPr", "tcPr", "trPr"])
# Fields whose result is no text of the document: page numbers and tables of contents.
_PAGE_FIELD = re.compile(r"(?i)\s*(?:page|pageref|numpages|sectionpages|toc)\b")
_MOST_FIELDS = 20  # one in another; Word has three: contents, link, page
_MOST_COLUMNS = 63  # that Word knows
_MOST_LINES, _MOST_IN_CELL = 3, 300  # of the one cell of a row; what holds more is there for layout
_AS_TEXT = "open it in Word or WPS and save it anew as .docx, or as plain text"


def read_document(data: bytes, name: str, watch: Watch) -> list[Passage]:
    """The paragraphs of a Word document and the rows of its tables, with the numbers that Word shows before them.

    Raises ``ReadError`` for what is damaged, encrypted, hostile or no Word document.
    """
    try:
        with ZipFile(io.BytesIO(data)) as archive:
            main = _main_part(archive, name)
            folder = posixpath.dirname(main)
            styles = _root(archive, f"{folder}/styles.xml", name)
            numbering = Numbering(_root(archive, f"{folder}/numbering.xml", name), styles)
            content = _part(archive, main, name)
            watch.look(size=len(content))
            return list(watch.along(_Body(content, name, numbering, _contents_styles(styles)).passages()))
    except (BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError, ValueError) as error:
        message = f"is a damaged Word document ({error})"
        raise ReadError(message, source=name, hint=_AS_TEXT) from None


def kind_of_zip(data: bytes) -> str:
    """What a zip archive is, by the names in it: docx, xlsx, pptx, ofd, odt, zip, or damaged."""
    try:
        with ZipFile(io.BytesIO(data)) as archive:
            names = archive.namelist()[:_MOST_PARTS]
    except (BadZipFile, EOFError, NotImplementedError, OSError, ValueError):
        return "damaged"
    marks = {"word/": "docx", "xl/": "xlsx", "ppt/": "pptx", "OFD.xml": "ofd", "content.xml": "odt"}
    found = (kind for mark, kind in marks.items() for name in names if name.startswith(mark))
    return next(found, "zip")


def _main_part(archive: ZipFile, name: str) -> str:
    """The name of the part that holds the text: word/document.xml, or what the package names instead."""
    if len(archive.namelist()) > _MOST_PARTS:
        raise ReadError("holds too many parts for a Word document", source=name, hint=_AS_TEXT)
    for relation in _root(archive, "_rels/.rels", name):
        if _OFFICE_DOCUMENT.fullmatch(relation.get("Type") or ""):
            target = posixpath.normpath("/" + (relation.get("Target") or "")).lstrip("/")
            if target in archive.namelist():
                return target
    if "word/document.xml" not in archive.namelist():
        raise ReadError("is a Word document without text", source=name, hint=_AS_TEXT)
    return "word/document.xml"


def _part(archive: ZipFile, part: str, name: str) -> bytes:
    """The bytes of a part, unpacked no further than is allowed, whatever size it declares."""
    with archive.open(part) as stream:
        content = stream.read(MOST_XML + 1)
    if len(content) > MOST_XML:
        hint = "a summary is far smaller: check that it is the right file"
        raise ReadError(f"unpacks to more than {MOST_XML // 2**20} MiB", source=name, hint=hint)
    if len(content) > max(_LITTLE, _MOST_TIMES * archive.start_dir):
        raise ReadError(f"unpacks to more than {_MOST_TIMES} times its size", source=name, hint=_AS_TEXT)
    if b"<!DOCTYPE" in content or content.startswith((b"\xff\xfe", b"\xfe\xff")):
        # No program writes a document type into a Word document; who does means to have entities expanded.
        raise ReadError("declares entities, as no Word document does", source=name, hint=_AS_TEXT)
    return content


def _root(archive: ZipFile, part: str, name: str) -> Any:
    """The tree of a small part; an empty one if there is no such part."""
    # because lxml takes 20 ms to import and most texts need none
    from lxml import etree

    if part not in archive.namelist():
        return etree.Element("none")
    content = _part(archive, part, name)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        return etree.fromstring(content, parser)
    except etree.XMLSyntaxError as error:
        raise ReadError(f"is a damaged Word document ({error.msg})", source=name, hint=_AS_TEXT) from None


class _Body:
    """One walk through the main part, from start to end, each paragraph let go once it is read."""

    def __init__(self, content: bytes, name: str, numbering: Numbering, contents: frozenset[str]) -> None:
        self._content, self._name, self._numbering, self._contents = content, name, numbering, contents
        self._fields = _Fields(content)
        self._in_contents: Any = None  # the element of the table of contents, while it is open
        self._carried = ""  # the words of paragraphs whose end was deleted: the next goes on with them
        self._paragraphs = self._tables = 0
        self._open: list[_Table] = []

    def passages(self) -> Iterator[Passage]:
        """Paragraphs and rows in reading order."""
        # because lxml takes 20 ms to import, as above
        from lxml import etree

        safe = {"resolve_entities": False, "no_network": True, "load_dtd": False, "huge_tree": False}
        bare = {"remove_comments": True, "remove_pis": True}
        events = etree.iterparse(io.BytesIO(self._content), events=("start", "end"), **safe, **bare)
        skipped = inside = 0
        many = self._content.count(b"<") - self._content.count(b"</") > _MOST_ELEMENTS // 2  # told before they are read
        try:
            for elements, (event, element) in enumerate(events, _MOST_ELEMENTS * many + 1):
                tag = element.tag.rpartition("}")[2]
                if elements > _MOST_ELEMENTS:
                    raise ReadError("holds too many elements for a summary", source=self._name, hint=_AS_TEXT)
                if tag in ("docPartGallery", "sdt"):
                    self._open_contents(tag, event, element)
                elif tag in _SKIPPED:
                    skipped += 1 if event == "start" else -1
                elif element.tag in _PARAGRAPHS and not skipped:
                    inside += 1 if event == "start" else -1
                    if event == "end" and not inside:
                        yield from self._paragraph(element)
                elif tag in ("tbl", "tr", "tc") and not skipped and not inside:
                    yield from self._cell(tag, event, element)
                if event == "end" and not inside and tag in ("p", "tbl", "tr", "tc", "sdt"):
                    element.clear(keep_tail=False)
        except etree.XMLSyntaxError as error:
            message = f"is a damaged Word document ({error.msg})"
            raise ReadError(message, source=self._name, hint=_AS_TEXT) from None
        yield Passage(self._carried, f"paragraph {self._paragraphs}")  # empty, most often, and left out as such

    def _open_contents(self, tag: str, event: str, element: Any) -> None:
        """Note where a table of contents that Word keeps in an element of its own begins and ends."""
        if tag == "docPartGallery" and "Table of Contents" in attribute_of(element):
            self._in_contents = next(element.iterancestors("{*}sdt"), None)
        elif event == "end" and element is self._in_contents:
            self._in_contents = None

    def _paragraph(self, element: Any) -> Iterator[Passage]:
        self._paragraphs += not self._open
        words = seen("".join(_words_of_run(element, self._fields)))
        if self._in_contents is not None or _is_contents(element, self._contents):
            return
        words, self._carried = self._carried + words, ""
        if element.find("{*}pPr//{*}del") is not None and not self._open:  # the end is deleted
            self._carried = words
            return
        lines = words.split("\n")
        if self._open or any(line.strip(WHITE) for line in lines):  # a cell may hold nothing but its number
            lines[0] = self._numbering.before(element) + lines[0].lstrip(WHITE)
        for at, line in enumerate(lines):
            if self._open:
                self._open[-1].add(line)
            elif line.strip(WHITE):
                yield Passage(line, f"paragraph {self._paragraphs}", at > 0)

    def _cell(self, tag: str, event: str, element: Any) -> Iterator[Passage]:
        """Rows of the outermost table; a table in a cell is words of the cell."""
        if tag == "tbl":
            if event == "start":
                self._tables += not self._open
                self._open.append(_Table(f"table {self._tables}"))
            elif self._open:
                self._open.pop()
        elif not self._open:
            return
        elif tag == "tc":
            more = 1 if event == "start" else whole(said_by(element, "{*}tcPr/{*}gridSpan"), 1, _MOST_COLUMNS) - 1
            self._open[-1].cells += [[] for _ in range(more)]
        elif tag == "tr" and event == "end":
            table = self._open[-1]
            table.cells[:0] = [[] for _ in range(whole(said_by(element, "{*}trPr/{*}gridBefore"), 0, _MOST_COLUMNS))]
            if element.find("{*}trPr//{*}del") is not None:
                table.cells.clear()
            if len(self._open) == 1:
                yield from table.row()
            else:
                for cell in table.cells:
                    self._open[-2].add(" ".join(cell))
            table.cells.clear()


class _Table:
    """The row of a table that is being read."""

    def __init__(self, where: str) -> None:
        self.where, self.rows = where, 0
        self.cells: list[list[str]] = []

    def add(self, line: str) -> None:
        """Add a line to the cell that is open."""
        if line.strip(WHITE):
            if not self.cells:
                self.cells.append([])
            self.cells[-1].append(line.strip(WHITE))

    def row(self) -> Iterator[Passage]:
        """The row as one line, or of a table for layout its paragraphs."""
        self.rows += bool(self.cells)
        where = f"{self.where} row {self.rows}"
        held = [cell for cell in self.cells if cell]
        whole = len(held) == 1 and (len(held[0]) > _MOST_LINES or sum(map(len, held[0])) > _MOST_IN_CELL)
        if len(self.cells) > 1 and held and not whole:
            yield Passage("\t".join(" ".join(cell) for cell in self.cells), where, self.rows > 1, row=True)
        else:
            yield from (Passage(line, where) for cell in self.cells for line in cell)


class _Fields:
    """The codes of the fields that are open, over the ends of paragraphs."""

    def __init__(self, content: bytes) -> None:
        self._open: list[str] = []
        # A field without an end would swallow the rest of a damaged document.
        kinds = Counter(re.findall(rb"fldCharType\s*=\s*[\"'](begin|end)\b", content))
        self._whole = kinds[b"begin"] == kinds[b"end"]

    def read(self, element: Any, tag: str) -> None:
        """Open or close a field, or take in its code."""
        kind = attribute_of(element, "fldCharType")
        if kind == "begin":
            self._open.append("")
        elif kind == "end" and self._open:
            self._open.pop()
        elif tag == "instrText" and self._open and len(self._open[-1]) < 200:
            self._open[-1] += element.text or ""

    def hide(self) -> bool:
        """Whether what stands here is no text."""
        return self._whole and any(map(_PAGE_FIELD.match, self._open[:_MOST_FIELDS]))


def _words_of_run(paragraph: Any, fields: _Fields) -> Iterator[str]:
    """The words of a paragraph, those of its text boxes last."""
    boxes: list[str] = []
    stack = [(paragraph, False)]
    while stack:
        element, boxed = stack.pop()
        tag = local_name(element)
        if tag in ("fldChar", "instrText"):
            fields.read(element, tag)
        if not tag or tag in _SKIPPED or tag in ("pPr", "rPr") or (tag == "r" and _is_unseen(element)):
            continue
        if tag == "fldSimple" and _PAGE_FIELD.match(attribute_of(element, "instr")):
            continue
        words = "" if fields.hide() else _word(element, tag)
        if tag == "txbxContent":
            boxed = True
        elif tag == "p" and boxed:
            words = "\n"
        if boxed:
            boxes.append(words)
        elif words:
            yield words
        stack.extend((child, boxed) for child in reversed(element))
    yield from boxes


def _word(element: Any, tag: str) -> str:
    if tag == "t":
        marks = (attribute_of(mark) for mark in _marks(element.getparent()) if local_name(mark) == "vertAlign")
        words, place = element.text or "", next(marks, "")
        return raised(words, place == "superscript") if place in ("superscript", "subscript") else words
    if tag in ("br", "cr"):  # <w:br w:type="page"/> ends no line of the text
        return "\n" if (attribute_of(element, "type") or "textWrapping") == "textWrapping" else ""
    return {"tab": "\t", "ptab": "\t", "noBreakHyphen": "-"}.get(tag, "")


def _is_unseen(run: Any) -> bool:
    marks = (mark for mark in _marks(run) if local_name(mark) in ("vanish", "strike", "dstrike"))
    return any(attribute_of(mark) not in ("0", "false", "off") for mark in marks)


def _marks(run: Any) -> Iterator[Any]:
    return (mark for held in run.iterchildren("{*}rPr") for mark in held)


def _contents_styles(styles: Any) -> frozenset[str]:
    """The styles of lines of a table of contents; a Chinese Word or WPS calls them 10 or a3, and names them toc 1."""
    names = (name for name in styles.iter("{*}name") if re.fullmatch(r"(?i)toc (?:\d|heading)", attribute_of(name)))
    return frozenset(attribute_of(name.getparent(), "styleId") for name in names)


def _is_contents(paragraph: Any, contents: frozenset[str]) -> bool:
    """Whether a paragraph is a line of a table of contents, by its style or by what it links to: TOC1, _Toc155."""
    named = [attribute_of(style) for style in paragraph.iter("{*}pStyle")]
    links = (attribute_of(link, "anchor") for link in paragraph.iter("{*}hyperlink"))
    styled = any(style in contents or re.fullmatch(r"(?i)toc ?\d", style) for style in named)
    return styled or any(to.startswith("_Toc") for to in links)
