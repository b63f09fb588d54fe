"""Coverage-guided fuzzing with atheris: texts and files that raise what they must not, or are read unsoundly.

Run by ``make fuzz``; ``make test`` does not collect this file. By hand, with ``tests/helpers`` on the
path: ``tools/fuzz.py text 60 build/fuzz/text``.
What it finds is mended and goes, at its shortest, into ``FOUND`` of ``test_properties.py`` or into a test of reading.

An input is bytes. Its first byte chooses how the others become a text or a file: as they are, or each pair of them as
one piece of a vocabulary, so that a change of one byte is a change of one word.
"""

import io
import sys
from html import escape

import atheris

with atheris.instrument_imports(include=["xinhua_analysis"]):
    import xinhua_analysis as xa
    from xinhua_analysis import lexicon
    from xinhua_analysis.files import markdown, pdf, web, word  # noqa: F401 - to be instrumented

from made_files import WORD, document
from pieces import CHARACTERS, SUMMARY, WORDS
from soundness import faults, report_faults

SECONDS_OF_ONE = 20  # an input of a few thousand characters takes milliseconds; more than this is a find
LONGEST = 4096
MEBIBYTES = 2048

LEXICONS = sorted(path.stem for path in lexicon.FOLDER.glob("*.csv"))
WITNESSES = [row["witness"] for name in LEXICONS for row in lexicon.rows(name) if row.get("witness")]
ENTRIES = [entry for name in LEXICONS for entry in lexicon.entries(name)]
PIECES = [*CHARACTERS, *WORDS] * 8 + ENTRIES + WITNESSES + SUMMARY.split("，")

_TAGS = (
    "html head body div p span table tr td ul li a br h1 h2 script style form title article section center font b "
    "iframe noscript pre blockquote img input sup"
).split()
MARKUP = [
    mark for tag in _TAGS for mark in (f"<{tag}>", f"</{tag}>", f"<{tag} class='nav'>", f"<{tag} style='display:none'")
]
MARKUP += [
    "<!--",
    "-->",
    "<![CDATA[",
    "]]>",
    "&nbsp;",
    "&#12288;",
    "&#x110000;",
    "&lt;",
    "&amp",
    "<!DOCTYPE html>",
    "<",
    ">",
]
MARKUP += [
    "<meta name='ArticleTitle' content='",
    "<meta name='PubDate' content='",
    "'>",
    "<a href='/x'>",
    "<td rowspan='9'",
]
MARKUP += ["来源：", "发布日期：2024-02-02", "上一篇：", "【打印】", "浏览次数：99次", "分享到：", "首页"]

PARTS = "p p p r t t tbl tr tc br tab del ins hyperlink txbxContent pPr rPr vanish sdt sectPr moveFrom Fallback".split()
PARTS += ["pStyle w:val='2'", "pStyle w:val='TOC1'", "numPr", "ilvl w:val='1'", "numId w:val='7'", "br w:type='page'"]
LISTS = [
    "abstractNum w:abstractNumId='3'",
    "num w:numId='7'",
    "abstractNumId w:val='3'",
    "lvl w:ilvl='1'",
    "lvl w:ilvl='-9'",
]
LISTS += [
    "start w:val='-5'",
    "start w:val='99999999999'",
    "numFmt w:val='lowerLetter'",
    "numFmt w:val='chineseCounting'",
]
LISTS += [
    "lvlText w:val='%9%1、'",
    "lvlText w:val='%2'",
    "style w:styleId='2'",
    "pPr",
    "numPr",
    "numId w:val='7'",
    "ilvl",
]

MARKS = [
    "# ",
    "## ",
    "- ",
    "> ",
    "|",
    "|---|",
    "**",
    "`",
    "```",
    "[",
    "](",
    ")",
    "![",
    "---\n",
    "title: ",
    "\\",
    "1. ",
    "\n\n",
]


def pieced(data, *vocabularies):
    """A text of pieces, one for each two bytes."""
    pieces = [piece for vocabulary in vocabularies for piece in vocabulary]
    return "".join(pieces[int.from_bytes(data[at : at + 2]) % len(pieces)] for at in range(0, len(data), 2))


def a_text(data):
    """A text, by the first byte: in UTF-8, in UTF-16, else of pieces."""
    way, data = data[:1], data[1:]
    if way < b"\x20":
        return data.decode("utf-8", "replace")
    return (
        data.decode("utf-16", "surrogatepass" if way < b"\x30" else "replace")
        if way < b"\x40"
        else pieced(data, PIECES)
    )


def try_text(data):
    """No text raises anything but ReadError, and what is read is sound."""
    try:
        text = a_text(data)
    except UnicodeDecodeError:
        return
    wrong = faults(text)
    if wrong:
        raise AssertionError(f"{text!r}: {wrong[:3]}")


class Named(io.BytesIO):
    """A file with a name."""

    def __init__(self, data, name):
        super().__init__(data)
        self.name = name


def a_page(data):
    return Named(b"<html>" + pieced(data, MARKUP * 20, PIECES).encode(), "a.html")


def a_broken_page(data):
    return Named(data, "a.html")


def elements(data, parts):
    """Elements of Word, each closed in its turn: of two bytes the first opens one, closes one, or is a word."""
    written, opened = [], []
    for at in range(0, len(data) - 1, 2):
        if data[at] < 96:
            part = parts[data[at + 1] % len(parts)]
            opened.append(part.split()[0])
            written.append(f"<w:{part}>")
        elif data[at] < 160 and opened:
            written.append(f"</w:{opened.pop()}>")
        else:
            written.append(escape(pieced(data[at : at + 2], PIECES)))
    return "".join(filter(_is_xml, written)) + "".join(f"</w:{part}>" for part in reversed(opened))


def _is_xml(words):
    return words.isprintable() or words.isspace()


def a_document(data):
    return Named(document(elements(data, PARTS)), "a.docx")


def a_numbered_document(data):
    half = len(data) // 4 * 2
    lists = f"<w:numbering xmlns:w='{WORD}'>{elements(data[:half], LISTS)}</w:numbering>"
    parts = {"word/numbering.xml": lists, "word/styles.xml": lists.replace("w:numbering", "w:styles")}
    return Named(document(elements(data[half:], PARTS), parts), "a.docx")


def a_broken_archive(data):
    whole = bytearray(document("<w:p><w:r><w:t>完工16台。</w:t></w:r></w:p>"))
    for at in range(0, len(data) - 2, 3):  # each three bytes are a place and what is written there
        whole[int.from_bytes(data[at : at + 2]) % len(whole)] = data[at + 2]
    return Named(bytes(whole), "a.docx")


def a_note(data):
    return Named(pieced(data, MARKS * 60, PIECES).encode(), "a.md")


def bare_bytes(data):
    return data if b"%PDF-" not in data[:1100] else b""


FILES = (a_page, a_broken_page, a_document, a_numbered_document, a_broken_archive, a_note, bare_bytes)


def try_source(source):
    """No source raises anything but an error of the library, and what is read is sound."""
    try:
        report = xa.read(source)
    except xa.SummaryError:
        return
    wrong = report_faults(report)
    if wrong:
        raise AssertionError(f"{report.text!r}: {wrong[:3]}")


def try_file(data):
    """Pages, Word documents, Markdown and bare bytes, by the first byte."""
    if data:
        try_source(FILES[data[0] % len(FILES)](data[1:]))


def try_paper(data):
    """The runs that the PDF child may give, whatever they are, as the paragraphs of a paper."""
    runs, at = [[]], 0
    while at + 6 <= len(data):
        left, bottom, width, height = (4 * byte - 64 for byte in data[at : at + 4])
        words = pieced(data[at + 4 : at + 6], PIECES) or "-"
        runs[-1].append([left / 1.5, bottom * 1.0, left / 1.5 + width, bottom + height / 8, words])
        at += 6
        if data[at - 6] == 7:
            runs.append([])
    pdf._pages = lambda data, name: runs
    try_source(b"%PDF-1.7")


TARGETS = {"text": try_text, "file": try_file, "paper": try_paper}


def main(target, seconds, folder):
    """Fuzz one target for some seconds; ``folder`` keeps the inputs that reached something new."""
    bounds = f"-max_total_time={seconds} -max_len={LONGEST} -timeout={SECONDS_OF_ONE} -rss_limit_mb={MEBIBYTES}"
    options = f"{bounds} -artifact_prefix={folder}-found- -print_final_stats=1 -len_control=10"
    atheris.Setup([sys.argv[0], *options.split(), folder], TARGETS[target])
    atheris.Fuzz()


if __name__ == "__main__":
    main(*sys.argv[1:])
