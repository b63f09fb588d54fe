"""Notebooks as static pages: a book of all of them beside the marked source, or one page that holds both.

The pages load nothing and run nothing: what stands beside what, and where the link of a row leads, is left to the style
sheet, which is copied into each page, so that each can be sent on by itself.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import cache
from html import escape, unescape
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, cast

from ..columns import TABLES
from ..records import GENERATOR, PROGRAM, ReadError, Section, Sentence
from ..report import Report
from ..saving.whole import write_folder
from ..telling.glosses import english
from ..telling.show import Mark, format_link, format_marks, format_skeleton, mark
from .cells import Links, cell, markdown, output
from .running import FINDING, find_notebooks, read_notebook, tags

if TYPE_CHECKING:
    from nbformat import NotebookNode

INDEX, SOURCE = "index.html", "source.html"
MARKED = ("figures", "names", "claims", "partners")
_TEXT = '<div class="xa-text" lang="zh">'
# In plain text the number of a sentence is followed by its rows, 16 [f006] or 45 [f001…f045]; here already escaped.
_ROWS = re.compile(r" ?\\\[([a-z]\d[\w.\-]*(?:[ …][a-z]\d[\w.\-]*)*)\\\]")

_FEW_ROWS = 40  # characters


class Chapter(NamedTuple):
    """A notebook of the book: its file's name without the ending, its title and question, and its answer, an output."""

    name: str
    notebook: NotebookNode
    title: str
    question: str
    answer: NotebookNode | None


class Source(NamedTuple):
    """The marked text of a summary as HTML, and the anchor in it of every row of every table."""

    html: str
    anchors: Mapping[str, str]


def chapter(notebook: NotebookNode, name: str) -> Chapter:
    """A notebook with what it says of itself.

    The title is the first heading, the question the paragraph of the first Markdown cell that begins ``**Question.**``,
    the answer what comes out of the cell tagged ``finding``.
    """
    prose = [cell.source for cell in notebook.cells if cell.cell_type == "markdown"]
    title = next((found[1] for words in prose if (found := re.search(r"(?m)^# +(.+?)\s*$", words))), name)
    asked = re.search(r"(?m)^\*\*Question\.\*\*\s*((?:.+\n?)+)", prose[0] if prose else "")
    told = [cell.outputs for cell in notebook.cells if cell.cell_type == "code" and FINDING in tags(cell)]
    answer = next((found for outputs in told for found in outputs if "data" in found), None)
    return Chapter(name, notebook, title, " ".join(asked[1].split()) if asked else "", answer)


def chapters(folder: str) -> list[Chapter]:
    """The notebooks of a folder, as chapters in their order; ReadError if it holds none, or one that is none."""
    found = [chapter(read_notebook(path), path.stem) for path in find_notebooks([folder])]
    for each in found:
        if PROGRAM in each.notebook.metadata:
            hint = "move it elsewhere: it has a page of its own"
            raise ReadError(f"{each.name}.ipynb tells of a summary of its own", source=folder, hint=hint)
        if f"{each.name}.html" in (INDEX, SOURCE):
            raise ReadError(f"{each.name}.ipynb has the name of another page", source=folder, hint="rename it")
    return found


def mark_source(report: Report) -> Source:
    """The text with figures, names, claims and partners marked, each mark and each sentence with its id as an anchor.

    Behind each sentence a link leads to it on the page that it was published on, if that is known.
    """
    sections = cast("tuple[Section, ...]", report.records("sections"))
    sentences = cast("tuple[Sentence, ...]", report.records("sentences"))
    levels = {section.id: section.level for section in sections}
    marks: defaultdict[str, list[Mark]] = defaultdict(list)
    for table in MARKED:
        for row in report.records(table):
            marks[getattr(row, "sentence_id", "")].append(mark(table, row))
    # The heading of the page, the legend and the style of marks are those of every marked text.
    pieces, at = [str(report.show(MARKED)).partition(_TEXT)[0], _TEXT], 0
    for sentence in sentences:
        pieces.append(format_marks(report.text, [], at, sentence.start))
        pieces.append(_sentence(report, sentence, marks[sentence.id], levels[sentence.section_id]))
        at = sentence.stop
    html = "".join([*pieces, format_marks(report.text, [], at), "</div>"])
    return Source(html, _anchors(report, sentences, html))


def _sentence(report: Report, sentence: Sentence, marks: Sequence[Mark], level: int) -> str:
    words = format_marks(report.text, marks, sentence.start, sentence.stop)
    words = re.sub(r' data-id="([^"]+)"', r' id="\1"\g<0>', words)  # no word of the text has a bare quotation mark
    role = f' role="heading" aria-level="{level + 1}"' if sentence.kind == "heading" else ""
    link = report.cite(sentence.id).link if report.source_url and sentence.kind != "head" else ""
    told = 'title="this sentence on the page it was published on" target="_blank" rel="noopener noreferrer"'
    there = f'<a class="there" href="{escape(link)}" {told}>↗</a>' if link else ""
    return f'<span id="{sentence.id}"{role}>{words}</span>{there}'


def _anchors(report: Report, sentences: Sequence[Sentence], html: str) -> dict[str, str]:
    """Where each row is found: at its mark, else at its sentence, of a section the first one."""
    known = dict.fromkeys(re.findall(r' id="([^"]+)"', html))
    firsts = {sentence.section_id: sentence.id for sentence in reversed(sentences)}
    found = {}
    for table in TABLES:
        for row in report.records(table):
            around = getattr(row, "sentence_id", "") or firsts.get(row.id, "")
            found[row.id] = row.id if row.id in known else around
    return {row: anchor for row, anchor in found.items() if anchor in known}


@cache
def _sheet() -> str:
    return Path(__file__).with_name("book.css").read_text("utf-8")


def _page(title: str, body: str, has_frame: bool = False) -> str:
    frame = "; frame-src 'self'" if has_frame else ""
    policy = f"; img-src data:{frame}; base-uri 'none'; form-action 'none'"
    skip = '<a class="skip" href="#story">Skip to the story</a>'
    return format_skeleton(escape(title), _sheet(), f"{skip}\n{body}", policy)


def _imprint(report: Report) -> str:
    told = [escape(report.about[key]) for key in ("issuer", "published") if report.about[key]]
    if report.source_url:
        told.append(format_link(report.source_url, "原文 original page"))
    return f'<p class="imprint" lang="zh">{" · ".join(told)}</p>' if told else ""


def _title(report: Report) -> str:
    return report.title or "Untitled summary"


def _bar(found: Sequence[Chapter], at: int) -> str:
    """The links to the page before, the contents and the page behind."""
    links = [f'<a href="{INDEX}">Contents</a>', f'<a href="{SOURCE}">The marked source</a>']
    if at > 0:
        links.insert(0, f'<a rel="prev" href="{escape(found[at - 1].name)}.html">← {_plain(found[at - 1].title)}</a>')
    if at + 1 < len(found):
        links.append(f'<a rel="next" href="{escape(found[at + 1].name)}.html">{_plain(found[at + 1].title)} →</a>')
    return f'<nav class="bar">{" ".join(links)}</nav>'


def _plain(words: str) -> str:
    """Markdown as words of one line, without its marks, escaped."""
    return re.sub(r"<[^>]*>", "", markdown(words)).strip()


def _story(notebook: NotebookNode, links: Links) -> str:
    return "\n".join(part for part in (cell(each, links) for each in notebook.cells) if part)


def _chapter_page(found: Sequence[Chapter], at: int, pages: Mapping[str, str], source: Source) -> str:
    def row(id_: str, words: str, title: str) -> str:
        # Two links, of which the style sheet shows one: into the frame beside the story, or to the page of the source.
        if id_ not in source.anchors:
            return ""
        link = f'href="{SOURCE}#{source.anchors[id_]}" title="{title}"'
        return f'<a class="xa-row wide" {link} target="source">{words}</a><a class="xa-row narrow" {link}>{words}</a>'

    bar = _bar(found, at)
    opening = f"{SOURCE}{_opening(found[at], source)}"
    frame = f'<iframe name="source" src="{opening}" title="The marked source" loading="lazy"></iframe>'
    body = f"""<div class="beside">
<div class="story">
{bar}
<main id="story">
{_story(found[at].notebook, Links(pages, row))}
</main>
{bar}
</div>
<aside class="source">{frame}</aside>
</div>"""
    return _page(unescape(_plain(found[at].title)), body, has_frame=True)


def _opening(told: Chapter, source: Source) -> str:
    """Where the source beside a notebook opens: at the heading of the chapter that it tells as such."""
    shown = (found.data.get("text/html", "") for cell in told.notebook.cells for found in cell.get("outputs", ())
             if "data" in found)  # fmt: skip
    ids = (id_ for html in shown for id_ in re.findall(r'data-id="(s\d+-01)"', html))
    return next((f"#{source.anchors[id_]}" for id_ in ids if id_ in source.anchors), "")


def _english_title(report: Report) -> str:
    known = english(report.title, "document")
    return f'<p class="imprint">{escape(known)}</p>\n' if known else ""


def _source_page(report: Report, source: Source) -> str:
    body = f"""<nav class="bar"><a href="{INDEX}" target="_top">Contents</a></nav>
<main id="story" class="source">
<h1 lang="zh">{escape(_title(report))}</h1>
{_imprint(report)}
{_english_title(report)}<p>Each mark ends in the id of its row; held over it, the pointer shows what the row says.</p>
{source.html}
</main>"""
    return _page(_title(report), body)


def _index_page(found: Sequence[Chapter], pages: Mapping[str, str], report: Report) -> str:
    items = []
    for each in found:
        page = f"{escape(each.name)}.html"

        def row(_id: str, words: str, title: str, page: str = page) -> str:
            return f'<a class="xa-row" href="{page}#finding" title="{title}">{words}</a>'

        asked = f'<div class="question">{markdown(each.question, Links(pages, row))}</div>' if each.question else ""
        told = f'<div class="out finding">{output(each.answer, Links(pages, row))}</div>' if each.answer else ""
        items.append(f'<li><h2><a href="{page}">{_plain(each.title)}</a></h2>\n{asked}\n{told}</li>\n')
    body = f"""<main id="story">
<h1 lang="zh">{escape(_title(report))}</h1>
{_imprint(report)}
{_english_title(report)}<p>What the summary says, notebook by notebook: a question, and the answer that the tables
give. On the pages, the rows behind a number lead to their sentences in <a href="{SOURCE}">the marked
source</a>.</p>
<ol class="contents">
{"".join(items)}</ol>
</main>"""
    return _page(_title(report), body)


def pages(folder: str, report: Report) -> dict[str, str]:
    """Every page of the book of a folder's notebooks, by the name of its file; ReadError if one cannot be read."""
    found, source = chapters(folder), mark_source(report)
    names = {f"{each.name}.ipynb": f"{each.name}.html" for each in found} | {"index.md": INDEX}
    book = {INDEX: _index_page(found, names, report)}
    for at, each in enumerate(found):
        book[f"{each.name}.html"] = _chapter_page(found, at, names, source)
    return book | {SOURCE: _source_page(report, source)}


def build(folder: str, out: str, report: Report, force: bool = False) -> None:
    """Writes the book of a folder's notebooks, as they stand, into the folder ``out``; ReadError, SaveError."""
    write_folder(out, {name: page.encode() for name, page in pages(folder, report).items()}, force)


def single(notebook: NotebookNode, report: Report) -> str:
    """One page of a notebook and, beside or behind it, the marked source."""
    source = mark_source(report)

    def row(id_: str, words: str, title: str) -> str:
        anchor = source.anchors.get(id_)
        return f'<a class="xa-row" href="#{anchor}" title="{title}">{words}</a>' if anchor else ""

    body = f"""<div class="beside">
<div class="story">
<main id="story">
<p class="imprint" lang="zh">{escape(_title(report))}</p>
{_story(notebook, Links({}, row))}
</main>
</div>
<section class="source">
<h2 lang="zh">{escape(_title(report))}</h2>
{_imprint(report)}
{source.html}
</section>
</div>"""
    return _page(_title(report), body)


def index_md(folder: str) -> str:
    """The contents of a folder's notebooks as Markdown: the title of each, its question and its answer."""
    lines = [
        f"<!-- {GENERATOR} -->",
        "",
        "# The notebooks",
        "",
        "Each with its question, and the answer that it gave when last run.",
    ]
    for each in chapters(folder):
        lines += ["", f"## [{each.title}]({each.name}.ipynb)"]
        lines += ["", f"*Question.* {each.question}"] if each.question else []
        words = " ".join(each.answer.data.get("text/plain", "").split()) if each.answer else ""
        escaped = re.sub(r"[\\`*_\[\]<>|~$#&]", r"\\\g<0>", words)
        # A long list of rows stands in the notebook itself.
        told = _ROWS.sub(lambda rows: f" <sup>{rows[1]}</sup>" if len(rows[1]) <= _FEW_ROWS else "", escaped)
        lines += ["", told] if words else []
    return "\n".join(lines) + "\n"
