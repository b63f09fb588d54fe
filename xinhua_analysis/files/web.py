"""Saved web pages: the article without what stands around it, and what the page says of itself; nothing is run."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from itertools import accumulate, chain, pairwise
from typing import TYPE_CHECKING, Any

from ..bounds import Watch
from ..labels import GENRE, are_offices, is_column, is_whole_title, labelled, numbers_in, told, year_in
from ..lexicon import Patterns
from ..passages import NOTE, WHITE, Passage, Witness, raised, seen
from ..records import ReadError
from .web_article import (
    PAGE_WORDS,
    PageBlock,
    PageLine,
    article_of,
    clean_label,
    drop_around,
    drop_foot,
    lines_above,
    signed_below,
    tables_below,
)

if TYPE_CHECKING:
    from lxml.etree import _Element

MOST_MARKUP = 8 * 2**20  # characters
_TREE = 10  # bytes that the tree takes for each

_MOST_COLUMNS = 100  # and rows that a cell takes: no form has more

_P = Patterns(__name__)
_AROUND = frozenset(["nav", "footer", "aside", "menu", "dialog"])
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|line-through")
_NO_SIZE = re.compile(r"font-size\s*:\s*0(?![.\d])")  # of a run of text; a block sets the white between its elements so
_WIDE = re.compile("[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef“”‘’—…·]")
_SPACES = re.compile(r"[ \t\r\n\f]+")
# An inline element that is no link is left out only where it says so itself: 返回 may be a word of a sentence.
_MARKED = re.compile("[：:【\\[]")
_SIZE = re.compile("[大中小]")
# The parser compares each attribute with every other: a tag of thousands of them is read without any.
_MOST_ATTRIBUTES = 1000
_LONG_TAG = re.compile(r"""<([a-zA-Z]\w*+)((?:[^>=]++|=\s*+"[^"]*+"|=\s*+'[^']*+'|=)*+)""")
_QUOTED = re.compile(r"""=\s*+(?:"[^"]*+"|'[^']*+')""")
_TAG = re.compile(r"</?[a-zA-Z][^<>]{0,200}>")  # of ArticleTitle: 某局&lt;br&gt;2023年工作总结
_SAVED_FROM = re.compile(r"<!--\s*saved from url=\(\d+\)\s*(https?://[^\s<>]{1,2000})")
# WeChat writes the day by a program: var createTime = '2024-01-15 10:20'
_CREATED = re.compile(r"\bcreateTime\s{0,9}=\s{0,9}['\"](\d{4}-\d\d-\d\d)")
# Elements that say what they hold: those of the system that many governments use, and of WeChat.
_TELLING = frozenset({"js_name", "publish_time", "activity-name"})
_SAYS = ("ucaptitle", "publishtime", "title", "h1", "h2", "h3")
_LONGEST_TITLE = 300
_LONGEST_PATH = 2000  # of a place; what lies deeper is placed where that ends


def read_page(markup: str, name: str, watch: Watch) -> tuple[list[Passage], list[Witness]]:
    """The article of a web page, paragraph by paragraph, and what the page says of itself.

    A line break in the markup beside a hanzi is none, ``<br>`` is one, &nbsp; is a space.

    >>> found, _ = read_page("<ul><li><a href='/'>首页</a></ul><p>完工16台，<br>开工23台。</p>", "a.html", Watch())
    >>> [(passage.text, passage.where, passage.close) for passage in found]
    [('完工16台，', '/html/body/p[1]', False), ('开工23台。', '/html/body/p[1]', True)]
    """
    if len(markup) > MOST_MARKUP:
        hint = "save it without pictures in it (Webpage, HTML only), or give the text"
        raise ReadError(f"is a page of more than {MOST_MARKUP // 2**20} million characters", source=name, hint=hint)
    watch.look(size=_TREE * len(markup))
    tree = _parse(markup, name)
    walk = _Walk()
    walk.through(tree, watch)
    lines, blocks = walk.lines, walk.blocks
    drop_around(lines, blocks)
    weights = [*accumulate((0 if line.dropped else line.weight for line in lines), initial=0)]
    body = article_of(lines, blocks, weights)
    drop_foot(lines[body.first : body.last])
    kept = [line for line in lines[body.first : body.last] if not line.dropped]
    kept += signed_below(lines[body.last :]) + tables_below(lines[body.last :])
    for line in kept[:8]:
        clean_label(line)
    around = [line.text for line in (*lines[: body.first], *lines[body.last :]) if not line.linked]
    around = [words for words in around if len(words) < 200]
    said = [*_said(tree, markup), *labelled(around), *chain.from_iterable(map(numbers_in, around))]
    for mark, line in pairwise(kept):
        if _P.MARK_ALONE.fullmatch(mark.text) and not (mark.row or line.row) and len(line.text) < 40:  # 一、 / 民生
            mark.text, line.text = "", f"{mark.text}{' ' * mark.text[-1].isalnum()}{line.text}"
    above = lines_above(lines[: body.first], kept, told("title", said))
    return [Passage(line.text, line.where, line.close, line.row) for line in [*above, *kept]], said


def _parse(markup: str, name: str) -> _Element:
    # because lxml takes 20 ms to import and most texts need none
    from lxml import etree

    parser = etree.HTMLParser(encoding="utf-8", no_network=True, huge_tree=True, remove_comments=True, remove_pis=True)
    trouble = "is no web page"
    with suppress(etree.XMLSyntaxError):
        tree = etree.fromstring(_LONG_TAG.sub(_shortened, markup).encode("utf-8", "replace"), parser)
        if not any(fault.type == etree.ErrorTypes.ERR_RESOURCE_LIMIT for fault in parser.error_log):
            return tree
        trouble = "is a page nested too deep: what stands deeper would be lost"
    raise ReadError(trouble, source=name, hint="open it in a browser, copy the text and save that as .txt")


def _shortened(tag: re.Match[str]) -> str:
    """A tag as it is, or its name alone where it has too many attributes."""
    if len(tag[2]) < 2 * _MOST_ATTRIBUTES:
        return tag[0]
    names = _QUOTED.sub("= ", tag[2]).replace("/", " ")
    return f"<{tag[1]} " if len(names.split(None, _MOST_ATTRIBUTES)) > _MOST_ATTRIBUTES else tag[0]


class _Walk:
    """One walk through the tree: lines in reading order, and the blocks that hold them."""

    def __init__(self) -> None:
        self.lines: list[PageLine] = []
        self.blocks: list[PageBlock] = [PageBlock("", "", 0, 0, False)]
        self._open = [0]  # blocks, innermost last
        self._inline: list[tuple[int, str]] = []  # where in the buffer each open inline element began
        self._buffer: list[str] = []
        self._links = self._linked = self._hidden = 0
        self._close = False

    def through(self, tree: _Element, watch: Watch) -> None:
        """Walk through the tree."""
        # because lxml takes 20 ms to import, as above
        from lxml import etree

        unseen = None  # what is left out, until its end
        walker: Any = etree.iterwalk(tree, events=("start", "end"))
        for count, (event, element) in enumerate(walker):
            if count % 1000 == 0:
                watch.look()
            tag = element.tag if isinstance(element.tag, str) else ""
            if event == "start":
                if not tag or _P.SKIPPED.fullmatch(tag) or (_P.INLINE.fullmatch(tag) and _is_hidden(element, run=True)):
                    walker.skip_subtree()
                    unseen = element
                elif tag == "br":
                    self._flush(close=True)
                else:
                    self._start(element, tag)
            elif element is unseen:
                unseen = None
            elif tag and tag != "br":
                self._end(tag)
            if event == "end" and element.tail:
                self._add(element.tail, self.blocks[self._open[-1]].tag == "pre")
        self._flush()
        self.blocks[0].last = len(self.lines)

    def _start(self, element: _Element, tag: str) -> None:
        if _P.INLINE.fullmatch(tag):
            self._inline.append((len(self._buffer), tag))
            self._links += tag == "a" and bool(element.get("href"))
        else:
            self._flush()
            parent = self.blocks[self._open[-1]]
            number = parent.counts[tag] = parent.counts.get(tag, 0) + 1
            where = f"{parent.where}/{tag}" + ("" if tag in ("html", "body") else f"[{number}]")
            where = where if len(where) < _LONGEST_PATH else parent.where
            self._open.append(len(self.blocks))
            self.blocks.append(PageBlock(tag, where, self._open[-2], len(self.lines), _is_around(element, tag)))
            if tag in ("td", "th"):
                self.blocks[-1].spans = _span(element, "colspan"), _span(element, "rowspan")
        if element.text:
            self._add(element.text, tag == "pre")

    def _end(self, tag: str) -> None:
        if _P.INLINE.fullmatch(tag):
            begin, _ = self._inline.pop()
            words = self._buffer[begin:]
            if tag in ("sup", "sub"):
                self._buffer[begin:] = [raised("".join(words), tag == "sup")]
            short = len(words) <= 24 and sum(map(len, words)) <= 60
            if short and _is_button("".join(words), tag == "a" and self._links):
                self._buffer[begin:] = [" "]  # 【打印】 beside the date
            if tag == "a":
                self._links = max(self._links - 1, 0)
            return
        self._flush()
        number = self._open.pop()
        block = self.blocks[number]
        block.last = len(self.lines)
        if tag == "tr":
            self._join_row(number)
        elif tag == "table":
            self._close_table(block)

    def _add(self, words: str, verbatim: bool) -> None:
        if verbatim:
            *whole, words = words.split("\n")
            for line in whole:
                self._buffer.append(line)
                self._flush(close=True)
        self._buffer.append(words)
        if self._links:
            self._linked += len(words.strip(WHITE))

    def _flush(self, close: bool = False) -> None:
        """End the line; ``close`` if the next belongs to the same paragraph."""
        text = _in_line("".join(self._buffer))
        if text:
            block = self.blocks[self._open[-1]]
            heading = re.fullmatch("h[1-6]", block.tag) is not None
            self.lines.append(PageLine(text, self._linked, block.where, self._close, heading))
        self._close = close and bool(text)  # <br><br> parts paragraphs
        self._buffer.clear()
        if self._inline and self._inline[-1][0]:
            self._inline = [(0, tag) for _, tag in self._inline]
        self._linked = 0

    def _join_row(self, number: int) -> None:
        """Make one line of a row whose cells hold little each; other tables are there for layout."""
        row, inside = self.blocks[number], self.blocks[number + 1 :]
        cells = [block for block in inside if block.parent == number]
        if any(block.tag == "table" for block in inside):
            return
        table = next((b for at in reversed(self._open) if (b := self.blocks[at]).tag == "table"), self.blocks[0])
        words = self._grid(cells, table)
        if not 1 <= row.last - row.first <= 40 or len(words) < 2:
            return
        linked = sum(line.linked for line in self.lines[row.first : row.last])
        large = any(block.last - block.first > 3 for block in cells) or max(map(len, words)) > 300
        if large or linked * 2 > sum(map(len, words)):
            return
        if sum(map(bool, words)) == 1:
            table.lonely |= {row.first: ("\t".join(words), row.where)} if row.last - row.first == 1 else {}
            return
        self.lines[row.first :] = [PageLine("\t".join(words), linked, row.where, False, False, row=True)]
        row.last = len(self.lines)
        for block in inside:
            block.first, block.last = row.first, row.last

    def _close_table(self, table: PageBlock) -> None:
        """Put the rows of a table close together: those of a single cell too, if the table has others."""
        lines = self.lines[table.first : table.last]
        if any(line.row for line in lines):
            for at, (words, where) in table.lonely.items():
                self.lines[at].text, self.lines[at].where, self.lines[at].row = words, where, True
            for line in filter(lambda line: line.row, lines):
                line.text = "\t".join(line.text.split("\t")[: table.columns])
        for above, line in pairwise(lines):
            line.close = line.close or (above.row and line.row)

    def _grid(self, cells: list[PageBlock], table: PageBlock) -> list[str]:
        """The words of each column of a row: none where a cell above or to the left reaches into it."""
        words: list[str] = []
        covered = table.covered

        def pass_covered() -> None:
            for at in range(len(words), _MOST_COLUMNS):
                if not covered.get(at):
                    break
                covered[at] -= 1
                words.append("")

        for cell in cells:
            pass_covered()
            table.columns = max(table.columns, len(words) + 1)
            across, down = cell.spans
            covered |= dict.fromkeys(range(len(words), len(words) + across), down - 1)
            words += [" ".join(line.text for line in self.lines[cell.first : cell.last]), *[""] * (across - 1)]
        pass_covered()
        return words


def _span(cell: _Element, name: str) -> int:
    """How many columns or rows a cell takes: 3 of colspan="3"."""
    number = (cell.get(name) or "").strip()
    return min(max(int(number), 1), _MOST_COLUMNS) if re.fullmatch(r"[0-9]{1,4}", number) else 1


def _is_button(words: str, link: object) -> bool:
    words = words.strip(WHITE)
    forms = (PAGE_WORDS, _SIZE, NOTE) if link else (PAGE_WORDS,)
    return bool(link or _MARKED.search(words)) and any(form.fullmatch(words) for form in forms)


def _is_around(element: _Element, tag: str) -> bool:
    """Whether an element by its name or style belongs to the page and not to the article."""
    if tag in _AROUND or _is_hidden(element):
        return True
    named = f"{element.get('class', '')[:200]} {element.get('id', '')[:100]}".lower()
    return _P.AROUND_NAME.search(named) is not None


def _is_hidden(element: _Element, run: bool = False) -> bool:
    style = element.get("style", "")[:200].lower()
    hides = _HIDDEN.search(style) or (run and _NO_SIZE.search(style))
    return element.get("hidden") is not None or bool(hides)


def _in_line(text: str) -> str:
    """Text as a browser shows it in a line: white is one space, and none where the markup breaks beside a hanzi."""
    if not text:
        return ""

    def space(match: re.Match[str]) -> str:
        before, after = text[match.start() - 1 : match.start()], text[match.end() : match.end() + 1]
        return "" if "\n" in match.group() and (_WIDE.match(before) or _WIDE.match(after)) else " "

    return _SPACES.sub(space, seen(text)).replace("\xa0", " ").strip(WHITE)


def _said(tree: _Element, markup: str) -> Iterator[Witness]:
    """What a page says of itself: <meta name="ArticleTitle" content="…">, <publishtime>, <em id="publish_time">, h1."""
    for element in tree.iter("meta", *_SAYS, "a", "em", "span", "strong", "div"):
        tag, key = element.tag, (element.get("id") or "").strip()
        if tag == "meta":
            key = (element.get("name") or element.get("property") or element.get("itemprop") or "").strip().lower()
            words = _in_line(_TAG.sub("", element.get("content") or ""))
            if key in ("author", "article:author"):  # a person, most often
                key = "office" if _P.OFFICE.fullmatch(words) else ""
        elif key in _TELLING or tag in _SAYS:
            words = _in_line("".join(element.itertext()))
            key = f"#{key}" if key in _TELLING else f"<{tag}>"
        else:
            continue
        if words and key and len(words) <= 2000:
            yield Witness(key, _page_title(words) if tag == "title" else words)
    if created := _CREATED.search(markup):
        yield Witness("#publish_time", created[1])
    for link in tree.iter("link"):
        if (link.get("rel") or "").lower() == "canonical":
            yield Witness("canonical", link.get("href") or "")
    if saved := _SAVED_FROM.search(markup[:4096]):
        yield Witness("saved from", saved[1])


def _page_title(words: str) -> str:
    """The title that the browser shows, without the name of the site: 2023年工作总结_某区人民政府.

    >>> [_page_title(words) for words in ("某局2023年年报-年报-某局", "2019-2023年总结", "某镇总结_某区政府")]
    ['某局2023年年报', '2019-2023年总结', '某镇总结']
    """
    words = words[:_LONGEST_TITLE]
    site, column, title = [*words.split(None, 2), "", "", ""][:3]  # 某县人民政府 工作总结 某镇2023年工作总结
    if (are_offices(site) or _P.SITE.fullmatch(site)) and is_column(column) and is_whole_title(title):
        return title
    first, _, last = words.rpartition("-")
    while GENRE.search(first) and not first[-1:].isdecimal() and not year_in(last):
        words, (first, _, last) = first, first.rpartition("-")
    return _P.TITLE_END.split(words)[0].strip(WHITE)
