"""Files in the shape of those that offices publish, made for the tests from a text: web pages, Word documents, PDF."""

import io
import re
import zipfile
import zlib
from functools import cache
from html import escape
from pathlib import Path

from fontTools.ttLib import TTFont
from matplotlib import rc_context
from matplotlib.backends.backend_pdf import PdfPages
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.patches import Rectangle

import xinhua_analysis

FONT = Path(xinhua_analysis.__file__).with_name("fonts") / "XinhuaAnalysisSans.otf"

HEAD = """<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd">
<html xmlns="http://www.w3.org/1999/xhtml"><head>
<meta http-equiv="Content-Type" content="text/html; charset={charset}" />
<meta name="SiteName" content="某市某区人民政府"/><meta name="SiteDomain" content="www.example.gov.cn"/>
<meta name="ColumnName" content="工作总结"/>
<meta name="ArticleTitle" content="{title}"/>
<meta name="PubDate" content="2024-02-02 10:30"/>
<meta name="ContentSource" content="某区某某街道办事处"/>
<meta name="Url" content="https://www.example.gov.cn/xxgk/2024/59/72248.html"/>
<title>{title}_某市某区人民政府</title>
<style>.a{{color:red}} /* 样式99个 */</style>
<script>document.write("脚本写出777台"); var n = "<p>假段落555户</p>";</script>
</head>"""

MENUS = """<body onload="run('888个')"><div class="header"><div class="logo"><a href="/">某区人民政府</a></div>
<ul class="nav">{items}</ul></div>
<div class="dqwz">您现在的位置：<a href="/">首页</a> &gt; <a href="/xxgk">信息公开</a> &gt; 工作总结</div>
<form action="/search" onsubmit="return go('666次')"><input type="text" value="请输入333个关键字"/>
<select><option>2022年444份</option></select>
<button>搜索</button></form>"""

BARS = """<div class="info"><span>发布日期：2024-02-02</span> <span>来源：某区某某街道办事处</span>
<span>浏览次数：<i>1234</i>次</span> <span>字体：【<a href="javascript:doZoom(16)">大</a>
<a href="javascript:doZoom(14)">中</a>
<a href="javascript:doZoom(12)">小</a>】</span> <a href="javascript:window.print()">【打印】</a></div>
<div class="bdsharebuttonbox"><a href="#">分享到：</a><a href="#">微信</a><a href="#">新浪微博</a></div>"""

AFTER = """<div class="share"><span>分享到：</span><a href="#">微信</a></div>
<p>【<a href="javascript:print()">打印本页</a>】 【<a href="javascript:window.close()">关闭窗口</a>】</p>
<div class="xgxw"><h3>相关链接</h3><ul>
<li><a href="/1.html">某街道举办第12届运动会，300名居民参加</a><span>2024-01-05</span></li>
<li><a href="/2.html">某街道完成45个小区改造，惠及居民2万户</a><span>2024-01-04</span></li></ul></div>
<p>上一篇：<a href="/3.html">某街道2022年工作总结</a></p><p>下一篇：<a href="/4.html">没有了</a></p>"""

FOOT = """<div class="footer"><p>版权所有：某区人民政府 主办单位：某区人民政府办公室，地址：某路599号，邮编：200050</p>
<p>沪ICP备12345678号 沪公网安备 31010502000001号 网站标识码：3101050001</p></div><!-- 注释111项 --></body></html>"""


def parted(text):
    """Title and paragraphs of a text whose head has label lines, which a page shows in its own way."""
    title, *lines = [line.strip() for line in text.splitlines() if line.strip()]
    return title, [line for line in lines if not line.startswith("•")]


def web_page(text, style="p", charset="utf-8"):
    """A page of a government site that shows a text: ``style`` is how its paragraphs are made."""
    title, paragraphs = parted(text)
    items = "".join(
        f'<li><a href="/{n}">{word}</a></li>' for n, word in enumerate(["首页", "要闻", "政务公开", "办事服务", "互动"])
    )
    shown = [escape(line, quote=False) for line in paragraphs]
    if style == "br":
        body = "<br/><br/>\r\n".join("&nbsp;&nbsp;&nbsp;&nbsp;" + line for line in shown)
    elif style == "word":  # as pasted from Word: every run a span, lines broken in the markup
        body = "\n".join(f'<p class="MsoNormal" style="text-indent:32pt">{_runs(line)}</p>' for line in shown)
    elif style == "entities":
        body = "".join(f"<p>&#12288;&#12288;{''.join(map(_entity, line))}</p>" for line in paragraphs)
    elif style == "table":  # the whole page laid out in tables, as twenty years ago
        rows = "".join(f"<tr><td>　　{line}</td></tr>" for line in shown)
        body = f"<table width='100%'><tr><td><table>{rows}</table></td></tr></table>"
    else:
        body = "".join(f"<p>　　{line}</p>\n" for line in shown)
    article = f'<div class="article"><h1>{title}</h1>{BARS}<div id="zoom" class="TRS_Editor">{body}</div>{AFTER}</div>'
    if style == "table":
        article = f"<table><tr><td>{MENUS.format(items=items)[6:]}</td><td>{article}</td></tr></table>"
    menus = MENUS.format(items=items) if style != "table" else "<body>"
    return HEAD.format(charset=charset, title=title) + menus + article + FOOT


def _entity(character):
    return {"“": "&ldquo;", "”": "&rdquo;", "—": "&mdash;", "·": "&middot;"}.get(character, f"&#{ord(character)};")


def _runs(line):
    """A line as Word saves it: in spans, broken in the markup wherever no Latin word or number would be parted."""
    parts = re.split(r"(?<=[^!-~]{9})(?=[^!-~])", line)
    return "\n      ".join(f'<span lang="EN-US" style="font-family:仿宋_GB2312">{part}</span>' for part in parts)


WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
RELATIONS = """<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">
<Relationship Id="rId1" Target="{target}"
 Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"/></Relationships>"""


TYPES = """<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
<Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml"
 ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>"""


def paragraph(text, properties=""):
    """A paragraph of a Word document, its text in runs of nine characters, as Word leaves it."""
    parts = [text[at : at + 9] for at in range(0, len(text), 9)]
    runs = "".join(f'<w:r><w:t xml:space="preserve">{escape(part)}</w:t></w:r>' for part in parts)
    return f"<w:p><w:pPr>{properties}</w:pPr>{runs}</w:p>"


def table(rows):
    """A table of a Word document."""
    cells = ("".join(f"<w:tc>{paragraph(cell)}</w:tc>" for cell in row) for row in rows)
    return f"<w:tbl><w:tblPr/>{''.join(f'<w:tr>{row}</w:tr>' for row in cells)}</w:tbl>"


# The form in which each office tells once a year of its open information, shortened: rows of cells, each with its words
# and how many rows and columns it takes. Its tables count 一、 to 四、 anew.
_NOUGHTS = [("0", 1, 1)] * 6
FORM = {
    "二、主动公开政府信息情况": [
        [("第二十条第（一）项", 1, 4)],
        [("信息内容", 1, 1), ("本年制发件数", 1, 1), ("本年废止件数", 1, 1), ("现行有效件数", 1, 1)],
        [("规章", 1, 1), ("0", 1, 1), ("0", 1, 1), ("11", 1, 1)],
        [("行政规范性文件", 1, 1), ("8", 1, 1), ("26", 1, 1), ("66", 1, 1)],
        [("第二十条第（六）项", 1, 4)],
        [("信息内容", 1, 1), ("本年处理决定数量", 1, 3)],
        [("行政处罚", 1, 1), ("412", 1, 3)],
    ],
    "三、收到和处理政府信息公开申请情况": [
        [("（第一项加第二项之和，等于第三项加第四项之和）", 2, 3), ("申请人情况", 1, 7)],
        [*((f"第{number}类申请人", 1, 1) for number in "甲乙丙丁戊己"), ("总计", 1, 1)],
        [("一、本年新收政府信息公开申请数量", 1, 3), ("26", 1, 1), *_NOUGHTS],
        [("二、上年结转政府信息公开申请数量", 1, 3), ("1", 1, 1), *_NOUGHTS],
        [("三、本年度办理结果", 4, 1), ("（一）予以公开", 1, 2), ("20", 1, 1), *_NOUGHTS],
        [("（二）不予公开", 2, 1), ("1.属于国家秘密", 1, 1), ("5", 1, 1), *_NOUGHTS],
        [("2.危及“三安全一稳定”", 1, 1), ("", 1, 1), *_NOUGHTS],
        [("（三）总计", 1, 2), ("25", 1, 1), *_NOUGHTS],
        [("四、结转下年度继续办理", 1, 3), ("", 1, 7)],
    ],
}
FORM_TITLE = "河东县水务局2023年政府信息公开工作年度报告"
_FORM_TEXT = (
    (FORM_TITLE, "根据条例要求，现公布河东县水务局2023年度报告，所列数据的统计期限自2023年1月1日起至12月31日止。"),
    (
        "一、总体情况",
        "（一）主动公开情况。全年发布信息249条。",
        "（二）依申请公开情况",
        "全年收到申请26件，均按时答复。",
    ),
    ("二、主动公开政府信息情况",),
    ("三、收到和处理政府信息公开申请情况",),
    ("四、政府信息公开行政复议、行政诉讼情况", "全年未发生行政复议、行政诉讼。"),
    ("五、存在的主要问题及改进情况", "公开的主动性还不强，下一步将举办培训4次。"),
    ("六、其他需要报告的事项", "全年未收取费用。", "河东县水务局", "2024年1月17日"),
)


def _placed(rows):
    """The cells of a table, each with its first row and column, its words, and how many rows and columns it takes."""
    taken = set()
    for at, row in enumerate(rows):
        column = 0
        for words, high, wide in row:
            while (at, column) in taken:
                column += 1
            taken |= {(at + down, column + right) for down in range(high) for right in range(wide)}
            yield at, column, words, high, wide


def grid_of(rows):
    """The words of a table square by square: in the first square of each cell, none in the others."""
    placed = list(_placed(rows))
    width = max(column + wide for _, column, _, _, wide in placed)
    words = {(at, column): words for at, column, words, *_ in placed}
    return [[words.get((at, column), "") for column in range(width)] for at in range(len(rows))]


def _html_table(rows):
    cells = ("".join(f"<td rowspan={high} colspan={wide}>{words}</td>" for words, high, wide in row) for row in rows)
    return "<table border=1>" + "".join(f"<tr>{row}</tr>" for row in cells) + "</table>"


def _word_table(rows):
    """Word writes a cell over several rows as one cell in each, the later of them empty (vMerge)."""
    below, written = {}, []
    for row in rows:
        left, column, cells = iter(row), 0, []
        width = sum(wide for *_, wide in row) + sum(wide for high, wide in below.values() if high)
        while column < width:
            high, wide = below.get(column, (0, 0))
            words = ""
            if not high:
                words, high, wide = next(left)
            below[column] = (high - 1, wide)
            cells.append(f'<w:tc><w:tcPr><w:gridSpan w:val="{wide}"/></w:tcPr>{paragraph(words)}</w:tc>')
            column += wide
        written.append(f"<w:tr>{''.join(cells)}</w:tr>")
    return f"<w:tbl>{''.join(written)}</w:tbl>"


def _drawn_table(rows, top):
    """Words and frames of a table on a page, and where it ends; the words of a cell go on in its next line."""
    shown, frames, step, high = [], [], 470 / len(grid_of(rows)[0]), 34
    for at, column, words, down, right in _placed(rows):
        left, above = 62 + column * step, top - at * high
        frames.append((left, above - down * high, left + right * step, above))
        lines = enumerate(_set(words, right * step - 6, 8))
        shown += [(left + 3, above - 10 - 9 * number, line, 8) for number, line in lines if line]
    return shown, frames, top - len(rows) * high


def annual_form(kind):
    """The official form as a page, a Word document, a PDF, Markdown or text."""
    if kind == "html":
        parts = (("".join(f"<p>　　{line}</p>" for line in lines), lines[0]) for lines in _FORM_TEXT)
        body = "".join(words + (_html_table(FORM[head]) if head in FORM else "") for words, head in parts)
        return f"<!doctype html><html><body>{body}</body></html>".encode()
    if kind == "docx":
        parts = (("".join(map(paragraph, lines)), lines[0]) for lines in _FORM_TEXT)
        return document("".join(words + (_word_table(FORM[head]) if head in FORM else "") for words, head in parts))
    if kind == "pdf":
        return _form_on_paper()
    mark, edge = ("|", "|") if kind == "md" else ("\t", "")
    text = ""
    for lines in _FORM_TEXT:
        rows = [edge + mark.join(row) + edge for row in grid_of(FORM.get(lines[0], [[("", 1, 1)]]))]
        if kind == "md":
            rows.insert(1, "|" + "---|" * rows[0].count("|"))
        text += "\n\n".join(lines) + "\n\n" + ("\n".join(rows) + "\n\n" if lines[0] in FORM else "")
    return text.encode()


def _form_on_paper():
    pages, page, drawn, top = [], [], [], 780
    for lines in _FORM_TEXT:
        for line in lines:
            for number, part in enumerate(_set("　　" + line, 470, 10.5)):
                page.append((62 + 21 * (number == 0), top, part.strip("　")))
                top -= 18
        if lines[0] in FORM:
            words, boxes, top = _drawn_table(FORM[lines[0]], top)
            page, drawn, top = page + words, drawn + boxes, top - 24
        if lines[0].startswith("三"):
            pages, page, top = [*pages, (page, drawn)], [], 780
            drawn = []
    return paper([page for page, _ in [*pages, (page, drawn)]], boxes=[boxes for _, boxes in [*pages, (page, drawn)]])


def document(body, parts=None, target="word/document.xml"):
    """A Word document with this body and these other parts."""
    main = f'<?xml version="1.0" encoding="UTF-8"?><w:document xmlns:w="{WORD}"><w:body>{body}</w:body></w:document>'
    held = {
        "[Content_Types].xml": TYPES,
        "_rels/.rels": RELATIONS.format(target=target),
        "word/document.xml": main,
    }
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in (held | (parts or {})).items():
            archive.writestr(name, content)
    return written.getvalue()


def paper(pages, size=10.5, boxes=()):
    """A PDF of these pages; a page is a list of lines, each left edge and baseline in points, and words.

    A line may end in a size of its own. ``boxes`` are the frames drawn on each page: left, bottom, right, top.
    Drawn with the font of the charts, whose characters can be read back.
    """
    written = io.BytesIO()
    font = FontProperties(fname=FONT)
    with rc_context({"pdf.fonttype": 42, "text.parse_math": False}), PdfPages(written) as file:
        for page, framed in zip(pages, [*boxes, *[()] * len(pages)], strict=False):
            figure = Figure(figsize=(595 / 72, 842 / 72))
            for left, bottom, right, top in framed:
                place, wide, high = (left / 595, bottom / 842), (right - left) / 595, (top - bottom) / 842
                figure.add_artist(Rectangle(place, wide, high, fill=False, linewidth=0.5))
            for left, bottom, words, *own in page:
                figure.text(left / 595, bottom / 842, words, fontproperties=font, fontsize=own[0] if own else size)
            file.savefig(figure)
    return written.getvalue()


def typeset(paragraphs, columns=1, head="", size=10.5, foot="- {number} -", browser=None):
    """Paragraphs set as an office sets them: indented by two characters, page numbers, a running head if wanted.

    ``browser`` makes the PDF as ``printed`` does, with or without ActualText.
    """
    width = (595 - 140) / columns - (20 if columns > 1 else 0)
    most = int(width / size)
    lines = []
    for text in paragraphs:
        text = "\u3000\u3000" + text
        lines += _set(text, most * size, size)
    per, pages, number = 40, [], 0
    while lines:
        number += 1
        page = [(70, 800, head, 9)] if head else []
        for column in range(columns):
            left = 70 + column * (width + 40)
            page += [
                (left + 2 * size * line.startswith("\u3000"), 760 - at * 18, line.strip("\u3000"))
                for at, line in enumerate(lines[:per])
            ]
            lines = lines[per:]
        pages.append([*page, (290, 40, foot.format(number=number), 9)])
    if browser is None:
        return paper(pages, size)
    upright = [[(1, 0, 0, 1, *line[:3], line[3] if line[3:] else size) for line in page] for page in pages]
    return printed(upright, browser)


def _set(text, width, size):
    """Lines of a text no wider than is allowed; a character of ASCII takes about half the width of a hanzi."""
    lines, at = [""], 0.0
    for character in text:
        step = size * (0.6 if character.isascii() else 1)
        if at + step > width:
            lines.append("")
            at = 0.0
        lines[-1] += character
        at += step
    return lines


_RADICAL = dict(zip("一工大小人户民长门见车", "\u2f00\u2f2f\u2f24\u2f29\u2f08\u2f3e⺠⻓⻔⻅⻋", strict=True))


def pdf(*objects, trailer=""):
    """A PDF of these objects, the first its catalogue."""
    body = b"%PDF-1.7\n"
    offsets = []
    for number, content in enumerate(objects, 1):
        offsets.append(len(body))
        body += (
            f"{number} 0 obj\n".encode() + (content if isinstance(content, bytes) else content.encode()) + b"\nendobj\n"
        )
    table = "".join(f"{at:010} 00000 n \n" for at in offsets)
    size = len(objects) + 1
    end = f"xref\n0 {size}\n0000000000 65535 f \n{table}trailer<</Size {size}/Root 1 0 R{trailer}>>\n"
    return body + end.encode() + f"startxref\n{len(body)}\n%%EOF".encode()


def stream(content, extra=""):
    """A stream of a PDF."""
    return f"<</Length {len(content)}{extra}>>stream\n".encode() + content + b"\nendstream"


def printed(pages, actual=True, boxes=False, under=(), form=False):
    """A PDF as a browser prints it: glyphs by number, 一 and 工 as radicals, the page scaled by three quarters.

    ``actual`` if the hanzi is told beside the radical (ActualText), as browsers do and others do not; ``boxes`` if no
    font has hanzi, so that each is a box: Chromium takes the box for the first of them and tells all the others beside
    it. A page is a list of words, each with the matrix of its place in points: (a, b, c, d, left, baseline, words,
    size). ``under`` is what is drawn below the words of each page: operators of a PDF, in points; ``form`` if in a form
    of half the size, which the page doubles.
    """
    names, advances, outlines = _font()
    characters = dict.fromkeys("".join(words for page in pages for *_, words, _ in page))
    lost = [c for c in characters if c >= "\u2e80"] if boxes else []
    numbers = {c: 0 if c in lost else int(names[ord(c)][3:]) for c in characters}
    drawn_as = {number: _RADICAL.get(c, c) for c, number in numbers.items() if number}
    beside = {*lost[1:], *(_RADICAL if actual else "")}
    said = "\n".join(f"<{number:04x}> <{ord(c):04x}>" for number, c in drawn_as.items())
    widths = "".join(f"{number}[{advances[names[ord(c)]][0]}]" for c, number in numbers.items())
    map_ = (
        f"/CIDInit /ProcSet findresource begin begincmap\n{len(drawn_as)} beginbfchar\n{said}\nendbfchar\nendcmap end"
    )
    first = 8
    kids = "".join(f"{first + 2 * at} 0 R " for at in range(len(pages)))
    objects = [
        "<</Type/Catalog/Pages 2 0 R>>",
        f"<</Type/Pages/Kids[{kids}]/Count {len(pages)}>>",
        "<</Type/Font/Subtype/Type0/BaseFont/A/Encoding/Identity-H/DescendantFonts[4 0 R]/ToUnicode 6 0 R>>",
        "<</Type/Font/Subtype/CIDFontType0/BaseFont/A/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>"
        f"/FontDescriptor 5 0 R/W[{widths}]>>",
        "<</Type/FontDescriptor/FontName/A/Flags 4/FontBBox[0 -120 1000 880]/Ascent 880/Descent -120/ItalicAngle 0"
        "/CapHeight 700/StemV 80/FontFile3 7 0 R>>",
        stream(map_.encode()),
        stream(outlines, "/Subtype/CIDFontType0C/Filter/FlateDecode"),
    ]
    for at, page in enumerate(pages):
        drawn = []
        for a, b, c, d, left, base, words, size in page:
            shown = "".join(_shown(character, numbers[character], character in beside) for character in words)
            place = f"{a} {b} {c} {d} {left / 0.75:.2f} {base / 0.75:.2f}"
            drawn.append(f"BT /F {size / 0.75:.2f} Tf {place} Tm {shown}ET")
        objects += [
            f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents {first + 2 * at + 1} 0 R"
            f"/Resources<</Font<</F 3 0 R>>/XObject<</X {first + 2 * len(pages) + at} 0 R>>>>>>",
            stream(
                (
                    f"q {'/X Do' if form else ''.join(under[at : at + 1])} Q q .75 0 0 .75 0 0 cm\n"
                    + "\n".join(drawn)
                    + "\nQ"
                ).encode()
            ),
        ]
    half = "/Type/XObject/Subtype/Form/BBox[0 0 999 999]/Matrix[2 0 0 2 0 0]"
    return pdf(*objects, *(stream(f".5 0 0 .5 0 0 cm {drawn}".encode(), half) for drawn in under))


@cache
def _font():
    """The names, the widths and the packed outlines of the glyphs of the font."""
    font = TTFont(FONT)
    return font.getBestCmap(), font["hmtx"].metrics, zlib.compress(font.getTableData("CFF "))


def _shown(character, number, beside):
    """The operators that show a character, which is told beside its glyph if need be."""
    shown = f"<{number:04x}> Tj "
    return f"/Span<</ActualText<FEFF{ord(character):04X}>>>BDC {shown}EMC " if beside else shown
