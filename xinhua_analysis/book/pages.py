"""Notebooks as static pages: a book of all of them beside the marked source, or one page that holds both."""

from __future__ import annotations

import re
from collections import namedtuple
from collections.abc import Iterator, Mapping, Sequence
from html import escape, unescape
from pathlib import Path
from string import Template
from typing import TYPE_CHECKING

from ..bundled import packaged
from ..columns import TABLES
from ..records import GENERATOR, ReadError, Sentence
from ..report import Report
from ..saving.whole import write_folder
from ..telling import show
from ..telling.aligned import in_markdown
from ..telling.show import MARKED, Mark, format_link, format_marks, headline, mark
from ..telling.wording import FIGURE, english, number, translated
from .cells import Links, cell, markdown, output
from .running import FINDING, HEADLINE, LEDE, find_notebooks, read_notebook, tags

if TYPE_CHECKING:
    from nbformat import NotebookNode

INDEX, CHINESE_INDEX, SOURCE = "index.html", "index.zh.html", "source.html"
# The font of the charts as browsers take it, and its licence: asked for where a machine draws no hanzi.
FONTS = tuple(Path(__file__).parents[1] / "fonts" / name for name in ("XinhuaAnalysisSans.woff2", "OFL.txt"))
COLLAPSED = "jp-MarkdownHeadingCollapsed"  # JupyterLab's own mark of a heading whose section is folded
_TEXT = '<div class="xa-text" lang="zh">'
# In plain text the number of a sentence is followed by its rows, 16 [f006] or 45 [f001…f045].
_ROWS = re.compile(r" ?\[[a-z]\d[\w.\-]*(?:[ …][a-z]\d[\w.\-]*)*\]")


# A notebook of the book: its file's name without the ending, its title in two languages, its answer, an output or None.
Chapter = namedtuple("Chapter", "name notebook title chinese answer")
# The marked text of a summary as HTML, and the anchor in it of every row of every table.
MarkedSource = namedtuple("MarkedSource", "html anchors")


def describe_chapter(notebook: NotebookNode, name: str) -> Chapter:
    """A notebook with what it says of itself.

    The title is the first heading, in Chinese the bold line of the first Markdown cell, the answer what comes out of
    the cell tagged ``finding``; if that is tagged ``headline``, its first sentences end the titles, numbers and all.
    """
    answer = _first_of(notebook, FINDING)
    words = _ROWS.sub("", answer.data.get("text/plain", "")).splitlines() if answer else []
    if len(words) == 2 and _first_of(notebook, HEADLINE):
        ends = [in_markdown(re.split(r"\. |\.$|。", line)[0]) for line in words]
        head, *rest = notebook.cells[0].source.split("\n")
        rest = [re.sub(r"^(\*\*.+)\*\*$", lambda bold: f"{bold[1]}：{ends[1]}**", line) for line in rest]
        notebook.cells[0].source = "\n".join([f"{head}: {ends[0][:1].lower()}{ends[0][1:]}", *rest])
    prose = [cell.source for cell in notebook.cells if cell.cell_type == "markdown"]
    title = next((found[1].strip() for words in prose if (found := re.search(r"(?m)^# (.+)$", words))), name)
    chinese = re.search(r"(?m)^\*\*([^*\n]*[\u3400-\u9fff][^*\n]*)\*\*$", prose[0] if prose else "")
    return Chapter(name, notebook, title, chinese[1] if chinese else title, answer)


def _first_of(notebook: NotebookNode, tag: str = "", kind: str = "") -> NotebookNode | None:
    """The first output: of the cell with a tag, or that holds something of a kind (``image/png``)."""
    cells = [cell for cell in notebook.cells if not tag or tag in tags(cell)]
    return next((out for cell in cells for out in _displayed(cell) if not kind or kind in out.data), None)


def _displayed(cell: NotebookNode) -> list[NotebookNode]:
    """What a cell shows beside what it prints."""
    return [out for out in cell.get("outputs", ()) if "data" in out]


def _html_of(notebook: NotebookNode) -> Iterator[str]:
    return (out.data.get("text/html", "") for cell in notebook.cells for out in _displayed(cell))


def chapters(folder: str) -> list[Chapter]:
    """The notebooks of a folder, as chapters in their order; ReadError if it holds none, or one that is none."""
    found = [describe_chapter(read_notebook(path), path.stem) for path in find_notebooks([folder])]
    for each in found:
        if f"{each.name}.html" in (INDEX, CHINESE_INDEX, SOURCE):
            raise ReadError(f"{each.name}.ipynb has the name of another page", source=folder, hint="rename it")
    return found


_LINKED = re.compile(r'class="xa-row" data-id="([^"]+)" title="([^"]*)"')


def check_text(found: Sequence[Chapter], report: Report) -> None:
    """Raises ReadError where a notebook was run on another text: where a row that it links to says something else."""
    known = {row.id: escape(mark(table, row).tooltip) for table in TABLES for row in report.records(table)}
    for each in found:
        for id_, told in (link for html in _html_of(each.notebook) for link in _LINKED.findall(html)):
            if known.get(id_) != told:
                there, here = unescape(told), unescape(known.get(id_, "there is no such row"))
                what = f"was run on another text: there {there!r}, here {here!r}"
                raise ReadError(what, source=f"{each.name}.ipynb", hint="run it anew: xinhua-analysis rerun")


def mark_source(report: Report) -> MarkedSource:
    """The text with figures, names, claims and partners marked, each mark and sentence with its id as an anchor."""
    sentences, figures = report.records("sentences"), {row.id: row for row in report.records("figures")}
    levels, marks = {row.id: row.level for row in report.records("sections")}, show.marks_by_sentence(report.records)
    english_of = translated(report.folder, figures.values())
    pieces, at = [show.format_legend({table: report.records(table) for table in MARKED}), _TEXT], 0
    for sentence in sentences:
        told = _sentence(report, sentence, marks[sentence.id], levels[sentence.section_id])
        pieces += [format_marks(report.text, [], at, sentence.start), told]
        known = escape(FIGURE.sub(lambda found: number(figures[found[1]]), english_of.get(sentence.id, "")))
        pieces.append(f'<span class="english" lang="en">{known}</span>' if known else "")
        at = sentence.stop
    html = "".join([*pieces, format_marks(report.text, [], at), "</div>"])
    return MarkedSource(html, _anchors(report, sentences, html))


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
    rows = [row for table in TABLES for row in report.records(table)]
    around = {row.id: getattr(row, "sentence_id", "") or firsts.get(row.id, "") for row in rows}
    found = {id_: id_ if id_ in known else beside for id_, beside in around.items()}
    return {id_: anchor for id_, anchor in found.items() if anchor in known}


def _filled(frame: str, **words: str) -> str:
    return Template(packaged(f"book/{frame}.html")).substitute(words)


def _page(title: str, body: str, is_alone: bool = False, has_frame: bool = False) -> str:
    """A page; one that is alone has no font beside it, which is asked for where no other draws hanzi."""
    frame, font = "; frame-src 'self'" if has_frame else "", "" if is_alone else "; font-src 'self'"
    policy = f"; img-src data:{font}{frame}; base-uri 'none'; form-action 'none'"
    skip = '<a class="skip" href="#story">Skip to the story</a>'
    sheet = ("" if is_alone else packaged("book/font.css")) + packaged("book/book.css")
    return show.format_skeleton(escape(title), sheet, f"{skip}\n{body}", policy)


def _imprint_line(report: Report) -> str:
    told = [escape(report.about[key]) for key in ("issuer", "published") if report.about[key]]
    if report.source_url:
        told.append(format_link(report.source_url, "原文 original page"))
    return f'<p class="imprint" lang="zh">{" · ".join(told)}</p>' if told else ""


def _bar(found: Sequence[Chapter], at: int) -> str:
    """The links to the page before, the contents and the page behind."""
    links = [f'<a rel="prev" href="{escape(one.name)}.html">← {_one_line(one.title)}</a>' for one in found[:at][-1:]]
    links += [f'<a href="{INDEX}">Contents</a>', f'<a href="{CHINESE_INDEX}" lang="zh">目录</a>']
    links += [f'<a href="{SOURCE}">The marked source</a>']
    links += [
        f'<a rel="next" href="{escape(one.name)}.html">{_one_line(one.title)} →</a>' for one in found[at + 1 :][:1]
    ]
    return f'<nav class="bar">{" ".join(links)}</nav>'


def _one_line(words: str) -> str:
    """Markdown as words of one line, without its marks, escaped."""
    return re.sub(r"<[^<>]*>", "", markdown(words)).strip()


def _story(notebook: NotebookNode, links: Links) -> str:
    """The cells of a notebook; a section whose heading is collapsed in JupyterLab is folded here too."""
    parts, is_folded = list[str](), False
    for each in notebook.cells:
        head = re.match(r"#+ +(.+)\n*", each.source) if each.cell_type == "markdown" else None
        if head and is_folded:
            parts.append("</details>")
            is_folded = False
        if head and each.metadata.get(COLLAPSED):
            parts.append(f'<details class="fold"><summary>{_one_line(head[1])}</summary>')
            parts.append(markdown(each.source[head.end() :], links))
            is_folded = True
        else:
            parts.append(cell(each, links))
    return "\n".join([*filter(None, parts), *(["</details>"] if is_folded else [])])


def _chapter_page(found: Sequence[Chapter], at: int, pages: Mapping[str, str], source: MarkedSource) -> str:
    def row(id_: str, words: str, title: str) -> str:
        # Two links, of which the style sheet shows one: into the frame beside the story, or to the page of the source.
        if id_ not in source.anchors:
            return ""
        link = f'href="{SOURCE}#{source.anchors[id_]}" title="{title}"'
        return f'<a class="xa-row wide" {link} target="source">{words}</a><a class="xa-row narrow" {link}>{words}</a>'

    # The source beside a notebook opens at the heading of the chapter that it tells as such.
    ids = (id_ for html in _html_of(found[at].notebook) for id_ in re.findall(r'data-id="(s\d+-01)"', html))
    opening = SOURCE + next((f"#{source.anchors[id_]}" for id_ in ids if id_ in source.anchors), "")
    body = _filled("chapter", bar=_bar(found, at), story=_story(found[at].notebook, Links(pages, row)), opening=opening)
    return _page(unescape(_one_line(found[at].title)), body, has_frame=True)


def _index_page(found: Sequence[Chapter], pages: Mapping[str, str], report: Report, language: str) -> str:
    """The contents in one language: the lede with its picture, then each chapter's title and answer."""

    def told(answer: NotebookNode, page: str, frame: str) -> str:
        def row(_id: str, words: str, title: str) -> str:
            return f'<a class="xa-row" href="{page}#finding" title="{title}">{words}</a>'

        return f'<div class="out {frame}">{output(answer, Links(pages, row))}</div>'

    items, lede = list[str](), ""
    for each in found:
        page = f"{escape(each.name)}.html"
        title = each.title if language == "en" else each.chinese
        heading = f'<h2><a href="{page}">{_one_line(title)}</a></h2>\n'
        if opening := _first_of(each.notebook, LEDE):
            picture = _first_of(each.notebook, kind="image/png")
            drawn = f'<div class="out">{output(picture)}</div>' if picture else ""
            lede += f"{heading}{told(opening, page, 'lede')}{drawn}"
        else:
            answer = told(each.answer, page, "finding") if each.answer else ""
            items.append(f"<li>{heading}{answer}</li>\n")
    title, chinese = english(report.title, "document") if language == "en" else "", escape(headline(report.about))
    head = f'<h1>{escape(title)}</h1>\n<p class="imprint" lang="zh">{chinese}</p>'
    head = head if title else f'<h1 lang="zh">{chinese}</h1>\n<p class="imprint" lang="zh"></p>'
    words = {"imprint": _imprint_line(report), "lede": lede, "items": "".join(items)}
    return _page(title or headline(report.about), _filled(f"index.{language}", head=head, source=SOURCE, **words))


def pages(folder: str, report: Report) -> dict[str, str]:
    """Every page of a folder's book by the name of its file; ReadError if a notebook is none, or of another text."""
    found, source = chapters(folder), mark_source(report)
    check_text(found, report)
    names = {f"{each.name}.ipynb": f"{each.name}.html" for each in found} | {"index.md": INDEX}
    indexes = {"en": INDEX, "zh": CHINESE_INDEX}
    book = {page: _index_page(found, names, report, language) for language, page in indexes.items()}
    for at, each in enumerate(found):
        book[f"{each.name}.html"] = _chapter_page(found, at, names, source)
    title, meaning = headline(report.about), escape(english(report.title, "document"))
    told = {"title": escape(title), "english": meaning, "imprint": _imprint_line(report), "source": source.html}
    return book | {SOURCE: _page(title, _filled("source", index=INDEX, **told))}


def write_book(folder: str, out: str, report: Report, force: bool = False) -> None:
    """Writes the book of a folder's notebooks, as they stand, into the folder ``out``; ReadError, SaveError."""
    made = {name: page.encode() for name, page in pages(folder, report).items()}
    write_folder(out, made | {path.name: path.read_bytes() for path in FONTS}, force)


def single(notebook: NotebookNode, report: Report) -> str:
    """One page of a notebook and, beside or behind it, the marked source."""
    source = mark_source(report)

    def row(id_: str, words: str, title: str) -> str:
        anchor = source.anchors.get(id_)
        return f'<a class="xa-row" href="#{anchor}" title="{title}">{words}</a>' if anchor else ""

    title, story = headline(report.about), _story(notebook, Links({}, row))
    body = _filled("single", title=escape(title), story=story, source=source.html, imprint=_imprint_line(report))
    return _page(title, body, is_alone=True)


def index_md(folder: str) -> str:
    """The contents of a folder's notebooks as Markdown: the title of each in two languages, and its answer."""
    lines = [f"<!-- {GENERATOR} -->", "", "# The notebooks", "", "Each with the answer that it gave when last run."]
    for each in chapters(folder):
        lines += ["", f"## [{each.title}]({each.name}.ipynb)"]
        words = each.answer.data.get("text/plain", "") if each.answer else ""
        for part in [*([each.chinese] if each.chinese != each.title else []), *words.splitlines()]:
            lines += ["", in_markdown(_ROWS.sub("", part))]
    return "\n".join(lines) + "\n"
