"""Cells as static HTML: Markdown, code and outputs, all through ``clean``, so that none can run, load or break out."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from html import escape, unescape
from typing import TYPE_CHECKING, NamedTuple

from .running import ANSI, FINDING, IN_LAB, tags

if TYPE_CHECKING:
    from nbformat import NotebookNode

_NAME = re.compile(r"[\w-]+")
_ELEMENTS = _NAME.findall(
    "a abbr b blockquote br caption cite code col colgroup dd del details div dl dt em figcaption figure h1 h2 h3 "
    "h4 h5 h6 hr i img ins kbd li mark ol p pre q rp rt ruby s section small span strong style sub summary sup table "
    "tbody td tfoot th thead time tr u ul var wbr"
)
_UNSEEN = _NAME.findall("iframe math noscript object script svg template textarea title")
_KEPT = _NAME.findall("alt class colspan data-id dir height lang open rowspan scope span start style title width")
_ATTRIBUTES = {"*": set(_KEPT), "a": {"href"}, "img": {"src"}}
_PICTURE = re.compile(r"data:image/(png|jpeg|gif|webp);base64,[A-Za-z0-9+/=\s]*")
_WEB = re.compile(r"(?i)https?://")

# Elements as the cleaner writes them: closed, no link in another, values in double quotes, in them no < and no >.
_LINK, _IMAGE = re.compile(r"<a([^<>]*)>|</a>"), re.compile(r"<img([^<>]*)>")
_VALUE = re.compile(r' ([\w-]+)="([^"]*)"')
_SHEET, _RISKY = re.compile(r"<style[^<>]*>(.*?)</style>", re.S), re.compile(r"(?i)<|@import|url\s*\(")


class Links(NamedTuple):
    """Where links lead: ``pages`` names the page of a notebook, ``row`` links an id by words and tooltip in HTML."""

    pages: Mapping[str, str]
    row: Callable[[str, str, str], str]


_TALL = 2  # times its width: on paper the story goes on beside such a picture

NOWHERE = Links({}, lambda _id, _words, _title: "")


def clean(html: str, links: Links = NOWHERE) -> str:
    """HTML with only what a static page needs; links of rows and to other notebooks lead to where ``links`` says.

    >>> clean('<p onclick="x">a<script>alert(1)</script> <b>b</details><img src="http://a.cn/b.png" alt="c"></p>')
    '<p>a <b>bc</b></p>'
    """
    import nh3  # because it is an extra

    web = {"http", "https", "data"}
    kept = nh3.clean(html, set(_ELEMENTS), set(_UNSEEN), _ATTRIBUTES, link_rel=None, url_schemes=web)
    # Sheets first, for in them nothing is escaped; \0 stands for them, and nowhere else in what is clean.
    sheets = iter([f"<style>{rules}</style>" * (not _RISKY.search(rules)) for rules in _SHEET.findall(kept)])
    kept = _IMAGE.sub(_picture, _SHEET.sub("\0", kept))
    before, *rest = _LINK.split(kept)  # words, then for each link its values, its words, None, the words behind it
    linked = (_link(_values_of(rest[at]), rest[at + 1], links) + rest[at + 3] for at in range(0, len(rest), 4))
    return re.sub("\0", lambda _: next(sheets), "".join([before, *linked]).replace("\r", "&#13;"))


def _values_of(written: str) -> dict[str, str]:
    return {name: unescape(value) for name, value in _VALUE.findall(written)}


def _picture(found: re.Match[str]) -> str:
    """A picture that the page holds itself; of another its words."""
    values = _values_of(found[1])
    if not _PICTURE.fullmatch(values.get("src", "")):
        return escape(values.get("alt", ""))
    values["src"] = "".join(values["src"].split())
    written = "".join(f' {name}="{escape(value)}"' for name, value in values.items())
    return f"<img{written}>"


def _link(values: Mapping[str, str], inside: str, links: Links) -> str:
    title, href = escape(values.get("title", "")), values.get("href", "").strip()
    if "xa-row" in values.get("class", "").split() and (link := links.row(values.get("data-id", ""), inside, title)):
        return link
    href = href if _WEB.match(href) else links.pages.get(href.partition("#")[0], "")
    titled = f' title="{title}"' if title else ""
    return f'<a href="{escape(href)}" rel="noreferrer"{titled}>{inside}</a>' if href else inside


def markdown(source: str, links: Links = NOWHERE) -> str:
    """Markdown as HTML; HTML within it is shown as it is written.

    >>> markdown("*a* <b> [c](01-c.ipynb) [d](d.md)", Links({"01-c.ipynb": "01-c.html"}, NOWHERE.row))
    '<p><em>a</em> &lt;b&gt; <a href="01-c.html" rel="noreferrer">c</a> d</p>\\n'
    """
    import mistune  # because it is an extra

    rendered = mistune.create_markdown(escape=True, plugins=["table", "strikethrough"])(source)
    return clean(str(rendered), links)


def code(source: str) -> str:
    """Python in colours, closed until it is opened."""
    from pygments import formatters, highlight, lexers  # because it is an extra

    coloured = highlight(source, lexers.PythonLexer(), formatters.HtmlFormatter(nowrap=True))
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
        width, height = (found.metadata.get("image/png", {}).get(side) for side in ("width", "height"))
        size = f' width="{width}"' if isinstance(width, int) else ""
        size += ' class="tall"' if size and isinstance(height, int) and height > _TALL * width else ""
        picture = f'<img src="data:image/png;base64,{escape(found.data["image/png"])}" alt="{escape(words)}"{size}>'
        return clean(picture)
    return f"<pre>{_text(words)}</pre>"


def _text(words: str) -> str:
    return escape(ANSI.sub("", words)).replace("\r", "&#13;")


def cell(found: NotebookNode, links: Links) -> str:
    """A cell as HTML, none of one that is to be changed; what comes out of the finding has the anchor ``#finding``."""
    if IN_LAB in tags(found):
        return ""
    if found.cell_type == "markdown":
        return f'<div class="prose">\n{markdown(found.source, links)}</div>'
    if found.cell_type != "code" or not found.source.strip():
        return ""
    boxes = [f'<div class="out">{output(each, links)}</div>' for each in found.outputs]
    if boxes and FINDING in tags(found):
        boxes[0] = boxes[0].replace('<div class="out"', '<div class="out finding" id="finding"', 1)
    return "\n".join([code(found.source), *boxes])
