"""Cells as static HTML: Markdown, code and outputs, cleaned of everything that a page of ours does not need.

What goes into a page goes through ``clean``, whoever wrote it: only known elements and attributes come out, all closed,
so that no output can run, load or break out of its box.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from html import escape
from html.parser import HTMLParser
from typing import TYPE_CHECKING, NamedTuple

from .running import ANSI, FINDING, lab, tags

if TYPE_CHECKING:
    from nbformat import NotebookNode

_ELEMENTS = re.compile(
    "a|abbr|b|blockquote|br|caption|cite|code|col|colgroup|dd|del|details|div|dl|dt|em|figcaption|figure|h[1-6]|hr|i|img|"
    "ins|kbd|li|mark|ol|p|pre|q|rp|rt|ruby|s|section|small|span|strong|style|sub|summary|sup|table|tbody|td|tfoot|th|"
    "thead|time|tr|u|ul|var|wbr"
)
_VOID = ("br", "col", "hr", "img", "wbr")
_JUDGED = ("a", "style")  # by what is in them, so written when they end
_UNSEEN = ("iframe", "math", "noscript", "object", "script", "svg", "template", "textarea", "title")
_ATTRIBUTES = re.compile("alt|class|colspan|data-id|dir|height|lang|open|rowspan|scope|span|start|style|title|width")
_PICTURE = re.compile(r"data:image/(png|jpeg|gif|webp);base64,[A-Za-z0-9+/=\s]*")
_WEB = re.compile(r"(?i)https?://")

Attributes = Mapping[str, str]


class Links(NamedTuple):
    """Where links lead: ``pages`` names the page of each notebook, ``row`` writes the link of a row.

    ``row`` gets the id, the words and the tooltip, the latter two as HTML; empty if it knows no such row.
    """

    pages: Mapping[str, str]
    row: Callable[[str, str, str], str]


NOWHERE = Links({}, lambda _id, _words, _title: "")


def clean(html: str, links: Links = NOWHERE) -> str:
    """HTML with only what a static page needs; links of rows and to other notebooks lead to where ``links`` says.

    >>> clean('<p onclick="x">a<script>alert(1)</script> <b>b</details><img src="http://a.cn/b.png" alt="c">')
    '<p>a <b>bc</b></p>'
    """
    cleaner = _Cleaner(links)
    cleaner.feed(html)
    cleaner.close()
    cleaner.end(0)
    return "".join(cleaner.parts)


class _Cleaner(HTMLParser):
    """Reads HTML and writes it anew: ``parts`` is what is written, ``opened`` each element with its place in it."""

    def __init__(self, links: Links) -> None:
        super().__init__(convert_charrefs=True)
        self.links, self.parts, self.unseen = links, list[str](), ""
        self.opened = list[tuple[str, int, Attributes]]()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if self.unseen:
            return
        if tag in _UNSEEN:
            self.unseen = tag
        elif tag in _VOID:
            self.parts.append(_void(tag, _attributes(attrs)))
        elif _ELEMENTS.fullmatch(tag):
            self.opened.append((tag, len(self.parts), _attributes(attrs)))
            if tag not in _JUDGED:
                self.parts.append(f"<{tag}{_written_out(_attributes(attrs))}>")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in _UNSEEN:  # <div/> opens a div, as a browser has it
            self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        if self.unseen:
            self.unseen = "" if tag == self.unseen else self.unseen
            return
        place = next((at for at in reversed(range(len(self.opened))) if self.opened[at][0] == tag), None)
        if place is not None:
            self.end(place)

    def handle_data(self, data: str) -> None:
        if not self.unseen:
            in_sheet = bool(self.opened) and self.opened[-1][0] == "style"
            self.parts.append(data if in_sheet else escape(data).replace("\r", "&#13;"))

    def end(self, place: int) -> None:
        """Closes the elements from this place on, inner ones first."""
        while len(self.opened) > place:
            tag, start, attributes = self.opened.pop()
            if tag not in _JUDGED:
                self.parts.append(f"</{tag}>")
                continue
            inside = "".join(self.parts[start:])
            self.parts[start:] = [self._link(attributes, inside) if tag == "a" else _safe_rules(inside)]

    def _link(self, attributes: Attributes, inside: str) -> str:
        title, href = escape(attributes.get("title", "")), attributes.get("href", "").strip()
        if "xa-row" in attributes.get("class", "").split():
            link = self.links.row(attributes.get("data-id", ""), inside, title)
            if link:
                return link
        if not _WEB.match(href):
            name, _, _ = href.partition("#")
            href = self.links.pages.get(name, "")
        titled = f' title="{title}"' if title else ""
        return f'<a href="{escape(href)}" rel="noreferrer"{titled}>{inside}</a>' if href else inside


def _safe_rules(rules: str) -> str:
    return "" if re.search(r"<|@import|url\s*\(", rules, re.I) else f"<style>{rules}</style>"


def _attributes(attributes: list[tuple[str, str | None]]) -> Attributes:
    return {name: value or "" for name, value in attributes}


def _written_out(attributes: Attributes) -> str:
    return "".join(f' {name}="{escape(value)}"' for name, value in attributes.items() if _ATTRIBUTES.fullmatch(name))


def _void(tag: str, attributes: Attributes) -> str:
    if tag != "img":
        return f"<{tag}{_written_out(attributes)}>"
    source = attributes.get("src", "")
    if not _PICTURE.fullmatch(source):
        return escape(attributes.get("alt", ""))
    return f'<img src="{"".join(source.split())}"{_written_out(attributes)}>'


def markdown(source: str, links: Links = NOWHERE) -> str:
    """Markdown as HTML; HTML within it is shown as it is written.

    >>> markdown("*a* <b> [c](01-c.ipynb) [d](d.md)", Links({"01-c.ipynb": "01-c.html"}, NOWHERE.row))
    '<p><em>a</em> &lt;b&gt; <a href="01-c.html" rel="noreferrer">c</a> d</p>\\n'
    """
    with lab():
        import mistune  # because it is an extra
    rendered = mistune.create_markdown(escape=True, plugins=["table", "strikethrough"])(source)
    return clean(str(rendered), links)


def code(source: str) -> str:
    """Python in colours, closed until it is opened."""
    with lab():
        from pygments import highlight  # because it is an extra
        from pygments.formatters import HtmlFormatter  # because it is an extra
        from pygments.lexers import PythonLexer  # because it is an extra
    coloured = highlight(source, PythonLexer(), HtmlFormatter(nowrap=True))
    return f'<details class="code"><summary>code</summary><pre><code>{coloured}</code></pre></details>'


def output(found: NotebookNode, links: Links = NOWHERE) -> str:
    """One output of a cell: as HTML if it has that, else the picture with its text twin, else the text."""
    if found.output_type == "stream":
        return f"<pre>{_text(found.text)}</pre>"
    if found.output_type == "error":
        return f"<pre>{_text(found.ename)}: {_text(found.evalue)}</pre>"
    words = found.data.get("text/plain", "")
    if "text/html" in found.data:
        return clean(found.data["text/html"], links)
    if "image/png" in found.data:
        width = found.metadata.get("image/png", {}).get("width")
        size = f' width="{width}"' if isinstance(width, int) else ""
        picture = f'<img src="data:image/png;base64,{escape(found.data["image/png"])}" alt="{escape(words)}"{size}>'
        return clean(picture)
    return f"<pre>{_text(words)}</pre>"


def _text(words: str) -> str:
    return escape(ANSI.sub("", words)).replace("\r", "&#13;")


def cell(found: NotebookNode, links: Links) -> str:
    """A cell of a notebook; what comes out of the one that tells the finding has the anchor ``#finding``."""
    if found.cell_type == "markdown":
        return f'<div class="prose">\n{markdown(found.source, links)}</div>'
    if found.cell_type != "code" or not found.source.strip():
        return ""
    boxes = [f'<div class="out">{output(each, links)}</div>' for each in found.outputs]
    if boxes and FINDING in tags(found):
        boxes[0] = boxes[0].replace('<div class="out"', '<div class="out finding" id="finding"', 1)
    return "\n".join([code(found.source), *boxes])
