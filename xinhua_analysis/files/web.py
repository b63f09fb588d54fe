"""Saved web pages: the article without what stands around it, and what the page says of itself in its head.

Nothing of a page is run or fetched. The tree is walked once; every step takes time linear in the page.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING, Any

from ..labels import GENRE, is_label, labelled, told
from ..passages import WHITE, Passage, Witness, seen
from ..records import ReadError

if TYPE_CHECKING:
    from lxml.etree import _Element

MOST_MARKUP = 8 * 2**20  # characters; the tree takes some ten times as much memory

_MOST_COLUMNS = 100  # and rows that a cell takes: no form has more

# What holds no text of the page: programs, forms, pictures, frames.
_SKIPPED = re.compile(
    "script|style|noscript|template|i?frame|object|embed|applet|svg|math|canvas|audio|video|map|select|textarea|button|"
    "input|datalist|head|title|meta|link|xml"
).fullmatch
# What stands in a line of text; every other element ends the line.
_INLINE = re.compile(
    "a|abbr|acronym|b|bd[io]|big|cite|code|data|del|dfn|em|font|i|img|ins|kbd|label|mark|nobr|o:p|q|rp|rt|ruby|s|samp|"
    "publishtime|small|span|strike|strong|st1:.*|su[bp]|time|tt|u|ucaptitle|var|wbr"
).fullmatch
_AROUND = frozenset(["nav", "footer", "aside", "menu", "dialog"])
# <div class="share-bar">, <ul id="xgxw">: menus, bars and lists, by the words that Chinese sites name them with
_AROUND_NAME = re.compile(
    r"(?:^|[\s_-])(?:nav|navbar|menu|submenu|share|bd-?share\w*|social\w*|print|dayin|fenxiang|bread\w*|crumbs?|dqwz|weizhi|"
    r"cur(?:rent)?-?pos\w*|position|foot|footer|copyright|banquan|sidebar|related|relevant|xgxw|xgyd|xglj|xgwj|recommend\w*|"
    r"pagination|pager|page-?turn\w*|toolbar|tools?|font-?size\w*|qr-?code|ewm|erweima|comments?|login|search\w*|hot-?news)"
    r"(?:$|[\s_\-\d])"
)
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden")
_WIDE = re.compile("[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef“”‘’—…·]")
_SPACES = re.compile(r"[ \t\r\n\f]+")
_PROSE = re.compile("[，。；：、！？,;]")

# Words that belong to the page and not to the article. Each is matched against a whole line, or a whole inline element.
_PAGE_WORDS = re.compile(
    r"""(?x)[【\[［(（<\s]*(?:
    (?:(?:我要)?(?:打\s?印|关\s?闭|收\s?藏|分\s?享|纠\s?错|返\s?回|复\s?制|下\s?载|朗\s?读|转\s?发|举\s?报)
    (?:本页|此页|窗口|页面|本文|正文|文章|链接|顶部|首页|列表)?[\s|｜/·、]{0,3}){1,6}
    |字\s?[体号](?:大小)?[：:]?[\s【\[［(（]*(?:[超特]?[大中小][\s】\]］)）|｜/]*){0,4}
    |分享(?:[到至]?\s*(?:[：:].{0,40}|(?:微信|微博|朋友圈|QQ|新浪|腾讯).{0,40})|[到至])
    |(?:微信|微博|QQ空间|朋友圈|新浪微博|腾讯微博|二维码|手机版|无障碍|适老版|语音播报)
    |(?:微信|手机)?扫(?:一扫|描|码).{0,30}
    |(?:上|下)一?[篇条页则][：:].{0,80}
    |(?:相关|推荐|延伸|热点|热门)(?:链接|阅读|新闻|文章|稿件|信息|文件|推荐|专题)[：:]?
    |(?:(?:您|你)(?:现在|当前|目前)?|现在|当前|目前|所在)的?(?:所在)?的?位置是?[：:].{0,120}
    |(?:浏览|阅读|点击|访问|查看)(?:次数|量|数|率|人次)?[：:]\s*\d*\s*次?
    |(?:责任编辑|责编|编辑|校对|审核)[：:].{0,30}
    |(?:版权所有|技术支持)\s*(?:[：:©].{0,120})?|(?:网站标识码|网站地图|Copyright)[^。]{0,120}
    |.{0,40}(?:ICP备|公网安备).{0,80}
    )[】\]］)）>\s]*"""
)
# The foot of a page: words that stand nowhere else, and such as an article may end with too (联系电话：…).
_FOOT = re.compile(
    r"(?i)版权所有|copyright|©|ICP备|公网安备|网站标识码|网站地图|隐私(?:声明|政策)|免责声明|关于我们|联系我们|无障碍(?:浏览|阅读|版)|"
    r"技术支持[：:]|位访(?:客|问者)|建议使用.{0,60}(?:分辨率|浏览器)|(?:访问|浏览)(?:总|人)?(?:量|人?次数?)[：:]|"
    r"网站(?:管理|维护)"
)
_CONTACT = re.compile(
    r"(?i)[^：:。，；]{0,8}(?:地址|电话|热线|传真|邮编|邮政编码|邮箱|信箱|e-?mail|域名|网址|(?:办公|工作|服务)时间)\s*[：:]|"
    r"(?:主办|承办|协办|运维|维护|制作)(?:单位)?\s*[：:][^，、]*$"  # 主办单位：市民政局、各区县 is of an article
)
_TABLE_NAME = re.compile(r"附\s*[件表录注]?.{0,40}|续?表.{0,40}|.{1,40}表|.{0,20}单位[：:].{1,10}")
# An inline element that is no link is left out only where it says so itself: 返回 may be a word of a sentence.
_MARKED = re.compile("[：:【\\[]")
_SIZE = re.compile("[大中小]")
# The parser compares each attribute with every other: a tag of thousands of them is read without any.
_MOST_ATTRIBUTES = 1000
_LONG_TAG = re.compile(r"""<([a-zA-Z]\w*+)((?:[^>=]++|=\s*+"[^"]*+"|=\s*+'[^']*+'|=)*+)""")
_QUOTED = re.compile(r"""=\s*+(?:"[^"]*+"|'[^']*+')""")
_SAVED_FROM = re.compile(r"<!--\s*saved from url=\(\d+\)\s*(https?://[^\s<>]{1,2000})")
_OFFICE = re.compile(r".{2,}(?:政府|办公[室厅]|办事处|委员会|管委会|[局委厅处镇乡]|中心)")
# WeChat writes the day by a program: var createTime = '2024-01-15 10:20'
_CREATED = re.compile(r"\bcreateTime\s{0,9}=\s{0,9}['\"](\d{4}-\d\d-\d\d)")
# Elements that say what they hold: those of the system that many governments use, and of WeChat.
_TELLING = frozenset({"js_name", "publish_time", "activity-name"})
_SAYS = frozenset({"ucaptitle", "publishtime", "title", "h1", "h2", "h3"})
_LONGEST_TITLE = 300
_TITLE_END = re.compile(r"\s[-|–—]\s|[_|｜]|--")


@dataclass(slots=True)
class _Line:
    """A line of the page: its words, how many of its characters are links, and where it stands."""

    text: str
    linked: int
    where: str
    close: bool
    heading: bool
    dropped: bool = False
    row: bool = False  # of a table, its cells parted by tabs

    @property
    def weight(self) -> int:
        """How much prose it is: a sentence counts in full, words without a mark of a sentence little, links nothing."""
        own = max(len(self.text) - self.linked, 0)
        return own * 10 if own >= 12 and _PROSE.search(self.text) else own


@dataclass(slots=True)
class _Block:
    """An element that is no part of a line, and the lines in it: ``lines[first:last]``."""

    tag: str
    where: str
    parent: int
    first: int
    around: bool
    last: int = 0
    counts: dict[str, int] = field(default_factory=dict)
    spans: tuple[int, int] = (1, 1)  # of a cell: how many columns and rows it takes
    covered: dict[int, int] = field(default_factory=dict)  # of a table: column → rows that a cell above still covers
    lonely: dict[int, tuple[str, str]] = field(default_factory=dict)  # of a table: line → its row, which holds no other


def read_page(markup: str, name: str) -> tuple[list[Passage], list[Witness]]:
    """The article of a web page, paragraph by paragraph, and what the page says of itself.

    The article is the smallest element that holds nearly all prose, with the title and the lines of origin and date
    above it. Menus, lists of links, share bars, buttons, forms, scripts and what is hidden are left out; a line break
    in the markup beside a hanzi is none, ``<br>`` is one, &nbsp; is a space.

    >>> found, _ = read_page("<ul><li><a href='/'>首页</a></ul><p>完工16台，<br>开工23台。</p>", "a.html")
    >>> [(passage.text, passage.where, passage.close) for passage in found]
    [('完工16台，', '/html/body/p[1]', False), ('开工23台。', '/html/body/p[1]', True)]
    """
    if len(markup) > MOST_MARKUP:
        hint = "save it without pictures in it (Webpage, HTML only), or give the text"
        raise ReadError(f"is a page of more than {MOST_MARKUP // 2**20} million characters", source=name, hint=hint)
    tree = _parse(markup, name)
    walk = _Walk()
    walk.through(tree)
    lines, blocks = walk.lines, walk.blocks
    _drop(lines, blocks)
    weights = _sums(0 if line.dropped else line.weight for line in lines)
    body = _body(blocks, weights)
    _drop_foot(lines[body.first : body.last])
    kept = [line for line in lines[body.first : body.last] if not line.dropped]
    kept += _tables_below(lines[body.last :])
    for line in kept[:8]:
        _clean_label(line)
    around = [line.text for line in (*lines[: body.first], *lines[body.last :]) if not line.linked]
    said = [*_said(tree, markup), *labelled(words for words in around if len(words) < 200)]
    above = _above(lines[: body.first], kept, told("title", said))
    return [Passage(line.text, line.where, line.close, line.row) for line in [*above, *kept]], said


def _parse(markup: str, name: str) -> _Element:
    # because lxml takes 20 ms to import and most texts need none
    from lxml import etree

    parser = etree.HTMLParser(encoding="utf-8", no_network=True, huge_tree=False, remove_comments=True, remove_pis=True)
    try:
        return etree.fromstring(_LONG_TAG.sub(_shortened, markup).encode("utf-8", "replace"), parser)
    except etree.XMLSyntaxError:
        hint = "open it in a browser, copy the text and save that as .txt"
        raise ReadError("is no web page, or one nested past all sense", source=name, hint=hint) from None


def _shortened(tag: re.Match[str]) -> str:
    """A tag as it is, or its name alone where it has too many attributes."""
    if len(tag[2]) < 2 * _MOST_ATTRIBUTES:
        return tag[0]
    names = _QUOTED.sub("= ", tag[2]).replace("/", " ")
    return f"<{tag[1]} " if len(names.split(None, _MOST_ATTRIBUTES)) > _MOST_ATTRIBUTES else tag[0]


class _Walk:
    """One walk through the tree: lines in reading order, and the blocks that hold them."""

    def __init__(self) -> None:
        self.lines: list[_Line] = []
        self.blocks: list[_Block] = [_Block("", "", 0, 0, False)]
        self._open = [0]  # blocks, innermost last
        self._inline: list[tuple[int, str]] = []  # where in the buffer each open inline element began
        self._buffer: list[str] = []
        self._links = self._linked = self._hidden = 0
        self._close = False

    def through(self, tree: _Element) -> None:
        """Walk through the tree."""
        # because lxml takes 20 ms to import, as above
        from lxml import etree

        unseen = None  # what is left out, until its end
        walker: Any = etree.iterwalk(tree, events=("start", "end"))
        for event, element in walker:
            tag = element.tag if isinstance(element.tag, str) else ""
            if event == "start":
                if not tag or _SKIPPED(tag) or (_INLINE(tag) and _is_hidden(element)):
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
        if _INLINE(tag):
            self._inline.append((len(self._buffer), tag))
            self._links += tag == "a" and bool(element.get("href"))
        else:
            self._flush()
            parent = self.blocks[self._open[-1]]
            number = parent.counts[tag] = parent.counts.get(tag, 0) + 1
            where = f"{parent.where}/{tag}" + ("" if tag in ("html", "body") else f"[{number}]")
            self._open.append(len(self.blocks))
            self.blocks.append(_Block(tag, where, self._open[-2], len(self.lines), _is_around(element, tag)))
            if tag in ("td", "th"):
                self.blocks[-1].spans = _span(element, "colspan"), _span(element, "rowspan")
        if element.text:
            self._add(element.text, tag == "pre")

    def _end(self, tag: str) -> None:
        if _INLINE(tag):
            begin, _ = self._inline.pop()
            words = self._buffer[begin:]
            if (
                len(words) <= 24
                and sum(map(len, words)) <= 60
                and _is_button("".join(words), tag == "a" and self._links)
            ):
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
            self.lines.append(_Line(text, self._linked, block.where, self._close, heading))
        self._close = close and (bool(text) or self._close)
        if close and not text:
            self._close = False  # <br><br> parts paragraphs
        self._buffer.clear()
        self._inline = [(0, tag) for _, tag in self._inline]
        self._linked = 0

    def _join_row(self, number: int) -> None:
        """Make one line of a row whose cells hold little each; other tables are there for layout."""
        row, inside = self.blocks[number], self.blocks[number + 1 :]
        cells = [block for block in inside if block.parent == number]
        if any(block.tag == "table" for block in inside):
            return
        table = next((b for at in reversed(self._open) if (b := self.blocks[at]).tag == "table"), self.blocks[0])
        words = self._grid(cells, table.covered)
        if not 1 <= row.last - row.first <= 40 or len(words) < 2:
            return
        linked = sum(line.linked for line in self.lines[row.first : row.last])
        large = any(block.last - block.first > 3 for block in cells) or any(len(text) > 300 for text in words)
        if large or linked * 2 > sum(map(len, words)):
            return
        if sum(map(bool, words)) == 1:
            table.lonely |= {row.first: ("\t".join(words), row.where)} if row.last - row.first == 1 else {}
            return
        self.lines[row.first :] = [_Line("\t".join(words), linked, row.where, False, False, row=True)]
        row.last = len(self.lines)
        for block in inside:
            block.first, block.last = row.first, row.last

    def _close_table(self, table: _Block) -> None:
        """Put the rows of a table close together: those of a single cell too, if the table has others."""
        lines = self.lines[table.first : table.last]
        if any(line.row for line in lines):
            for at, (words, where) in table.lonely.items():
                self.lines[at].text, self.lines[at].where, self.lines[at].row = words, where, True
        for above, line in pairwise(lines):
            line.close = line.close or (above.row and line.row)

    def _grid(self, cells: list[_Block], covered: dict[int, int]) -> list[str]:
        """The words of each column of a row: none where a cell above or to the left reaches into it."""
        words: list[str] = []

        def pass_covered() -> None:
            while covered.get(len(words), 0) and len(words) < _MOST_COLUMNS:
                covered[len(words)] -= 1
                words.append("")

        for cell in cells:
            pass_covered()
            across, down = cell.spans
            covered |= dict.fromkeys(range(len(words), len(words) + across), down - 1)
            words += [" ".join(line.text for line in self.lines[cell.first : cell.last]), *[""] * (across - 1)]
        pass_covered()
        return words


def _span(cell: _Element, name: str) -> int:
    """How many columns or rows a cell takes: 3 of colspan="3"."""
    number = (cell.get(name) or "").strip()
    return min(max(int(number), 1), _MOST_COLUMNS) if re.fullmatch(r"[0-9]{1,4}", number) else 1


def _table_of(where: str) -> str:
    """The path of the table that a row stands in: /html/body/table[1] of /html/body/table[1]/tbody[1]/tr[2]."""
    return where[: where.find("]", where.rfind("/table["))]


def _is_of_page(line: str) -> bool:
    """Whether a whole line is words of the page: 【打印】【关闭窗口】."""
    return len(line) < 200 and all(map(_PAGE_WORDS.fullmatch, filter(None, re.split(r"(?<=[】\]])\s*", line))))


def _is_button(words: str, link: object) -> bool:
    words = words.strip(WHITE)
    if not (link or _MARKED.search(words)):
        return False
    return _PAGE_WORDS.fullmatch(words) is not None or (bool(link) and _SIZE.fullmatch(words) is not None)


def _is_around(element: _Element, tag: str) -> bool:
    """Whether an element by its name or style belongs to the page and not to the article."""
    if tag in _AROUND or _is_hidden(element):
        return True
    named = f"{element.get('class', '')[:200]} {element.get('id', '')[:100]}".lower()
    return _AROUND_NAME.search(named) is not None


def _is_hidden(element: _Element) -> bool:
    return element.get("hidden") is not None or _HIDDEN.search(element.get("style", "")[:200].lower()) is not None


def _in_line(text: str) -> str:
    """Text as a browser shows it in a line: white is one space, and none where the markup breaks beside a hanzi."""
    if not text:
        return ""

    def space(match: re.Match[str]) -> str:
        before, after = text[match.start() - 1 : match.start()], text[match.end() : match.end() + 1]
        return "" if "\n" in match.group() and (_WIDE.match(before) or _WIDE.match(after)) else " "

    return _SPACES.sub(space, seen(text)).replace("\xa0", " ").strip(WHITE)


def _sums(weights: Iterator[int]) -> list[int]:
    return list(accumulate(weights, initial=0))


def _drop(lines: list[_Line], blocks: list[_Block]) -> None:
    """Mark what stands around the article: blocks named so, blocks of links, and lines of the page's own words."""
    prose = _sums(line.weight for line in lines)
    linked = _sums(line.linked for line in lines)
    size = _sums(len(line.text) for line in lines)
    edges = [0] * (len(lines) + 1)
    for block in blocks[1:]:
        here = slice(block.first, block.last)
        links, characters = (sums[here.stop] - sums[here.start] for sums in (linked, size))
        of_links = links * 10 >= characters * 6 and links > 0
        # A page whose whole text stands in <div class="nav-content">, or hidden until a script shows it, is still read.
        if (block.around or of_links) and (prose[here.stop] - prose[here.start]) * 2 < prose[-1]:
            edges[here.start] += 1
            edges[here.stop] -= 1
    for line, depth in zip(lines, accumulate(edges), strict=False):
        line.dropped = depth > 0 or _is_of_page(line.text)


def _drop_foot(lines: list[_Line]) -> None:
    """Mark the foot of a page that has no element of its own: the last lines, if one is of a page for certain."""
    first, certain = len(lines), False
    for line in reversed(lines):
        of_page = _FOOT.search(line.text) is not None
        if len(line.text) > 160 or "。" in line.text or not (of_page or line.dropped or _CONTACT.match(line.text)):
            break
        first, certain = first - 1, certain or of_page
    for line in lines[first:]:
        line.dropped = line.dropped or certain


def _tables_below(lines: list[_Line]) -> list[_Line]:
    """The tables below the article, outside its element, each with the lines that name it: 附件1, 单位：万元."""
    found: list[_Line] = []
    named: list[_Line] = []
    sizes = Counter(_table_of(line.where) for line in lines if line.row)
    for line in lines:
        in_table = sizes[_table_of(line.where)] > 1  # a row of one cell too: 合计3台
        if in_table and not line.dropped and not _CONTACT.match(line.text):
            found += [*named, line]
            named = []
        elif not line.dropped:
            named = [*named, line] if len(line.text) < 60 and _TABLE_NAME.fullmatch(line.text) else []
    return found


def _body(blocks: list[_Block], weights: list[int]) -> _Block:
    """The smallest block that holds nine tenths of the prose."""
    whole, found = weights[-1], blocks[0]
    for at, block in enumerate(blocks):  # a block stands behind the one that it is in
        inside = at == 0 or blocks[block.parent] is found
        # A single long paragraph is not the article, though it may hold most of its prose.
        if inside and block.last - block.first > 1 and (weights[block.last] - weights[block.first]) * 10 >= whole * 9:
            found = block
    return found


def _above(lines: list[_Line], kept: list[_Line], title: str | None) -> list[_Line]:
    """The title and the lines of origin and date that stand above the article, outside its element."""
    wanted = _bare(title or "")
    if any(wanted and _bare(line.text) == wanted for line in kept[:4]):
        return []
    is_title: Callable[[_Line], bool] = lambda line: bool(wanted) and _bare(line.text) == wanted  # noqa: E731
    titles = [at for at, line in enumerate(lines) if is_title(line)]
    titles = titles or [at for at, line in enumerate(lines) if line.heading and not line.dropped and not line.linked]
    if not titles:
        return []
    labels = [line for line in lines[titles[-1] + 1 :] if is_label(line.text) and len(line.text) < 200]
    for line in labels:
        _clean_label(line)
    return [lines[titles[-1]], *labels]


def _clean_label(line: _Line) -> None:
    """Leave out of a line of labels what the page offers to do: 发布时间：2024-02-02  浏览次数：8次  【打印】."""
    if not is_label(line.text) or len(line.text) >= 200:
        return
    parts = re.split(r"[ \u3000]{2,}|[ \u3000](?=[^ \u3000]{2,8}[：:]|[【\[])|[ \u3000]*[|｜][ \u3000]*", line.text)
    kept = [part for part in parts if part and not _PAGE_WORDS.fullmatch(part)]
    line.text = "  ".join(kept) if len(kept) < len(parts) else line.text


def _bare(words: str) -> str:
    return "".join(words.split()).strip(WHITE)


def _said(tree: _Element, markup: str) -> Iterator[Witness]:
    """What a page says of itself: <meta name="ArticleTitle" content="…">, <publishtime>, <em id="publish_time">, h1."""
    for element in tree.iter(
        "meta", "ucaptitle", "publishtime", "title", "h1", "h2", "h3", "a", "em", "span", "strong", "div"
    ):
        tag, key = element.tag, (element.get("id") or "").strip()
        if tag == "meta":
            key = (element.get("name") or element.get("property") or element.get("itemprop") or "").strip().lower()
            words = _in_line(element.get("content") or "")
            if key == "author":  # a person, most often
                key = "office" if _OFFICE.fullmatch(words) else ""
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

    >>> [_page_title(words) for words in ("某局2023年年报-某局", "2019-2023年总结", "某镇总结_某区政府")]
    ['某局2023年年报', '2019-2023年总结', '某镇总结']
    """
    words = words[:_LONGEST_TITLE]
    first, dash, _ = words.rpartition("-")
    if dash and GENRE.search(first) and not first[-1:].isdecimal():
        words = first
    return _TITLE_END.split(words)[0].strip(WHITE)
