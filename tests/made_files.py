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


def paper(pages, size=10.5):
    """A PDF of these pages; a page is a list of lines, each left edge and baseline in points, and words.

    A line may end in a size of its own. Drawn with the font of the charts, whose characters can be read back.
    """
    written = io.BytesIO()
    font = FontProperties(fname=FONT)
    with rc_context({"pdf.fonttype": 42, "text.parse_math": False}), PdfPages(written) as file:
        for page in pages:
            figure = Figure(figsize=(595 / 72, 842 / 72))
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


def printed(pages, actual=True, boxes=False):
    """A PDF as a browser prints it: glyphs by number, 一 and 工 as radicals, the page scaled by three quarters.

    ``actual`` if the hanzi is told beside the radical (ActualText), as browsers do and others do not; ``boxes`` if no
    font has hanzi, so that each is a box: Chromium takes the box for the first of them and tells all the others beside
    it. A page is a list of words, each with the matrix of its place in points: (a, b, c, d, left, baseline, words,
    size).
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
            "/Resources<</Font<</F 3 0 R>>>>>>",
            stream(("q .75 0 0 .75 0 0 cm\n" + "\n".join(drawn) + "\nQ").encode()),
        ]
    return pdf(*objects)


@cache
def _font():
    """The names, the widths and the packed outlines of the glyphs of the font."""
    font = TTFont(FONT)
    return font.getBestCmap(), font["hmtx"].metrics, zlib.compress(font.getTableData("CFF "))


def _shown(character, number, beside):
    """The operators that show a character, which is told beside its glyph if need be."""
    shown = f"<{number:04x}> Tj "
    return f"/Span<</ActualText<FEFF{ord(character):04X}>>>BDC {shown}EMC " if beside else shown
