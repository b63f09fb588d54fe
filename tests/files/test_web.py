"""Saved web pages: the article alone, whatever the encoding and the markup, and nothing run or fetched."""

import hashlib
from contextlib import suppress
from datetime import date

import pytest
from counting import growth
from hostile_files import PAGES
from hostile_files import page as page_of
from made_files import parted, web_page

import xinhua_analysis as xa
from xinhua_analysis.files.reading import read_text
from xinhua_analysis.records import ReadError

SEED = xa.load()
STYLES = ["p", "br", "word", "entities", "table"]


def figures(report):
    return [(row.value, row.unit, row.subject, row.stage) for row in report.records("figures")]


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize(
    ("encoding", "declared"),
    [("utf-8", "utf-8"), ("utf-8-sig", "gb2312"), ("gb18030", "gb2312"), ("gbk", "utf-8"), ("utf-16", "utf-8")],
)
def test_the_summary_comes_back_from_a_page(style, encoding, declared):
    data = web_page(SEED.text, style, declared).encode(encoding)
    report = xa.read(data)
    title, paragraphs = parted(SEED.text)
    assert report.text.split("\n\n")[0] == title
    assert [line for line in report.text.rstrip().splitlines()[3:] if line] == paragraphs
    assert figures(report) == figures(SEED)
    assert report.sha256 == hashlib.sha256(data).hexdigest()
    assert report.check().empty
    assert (report.title, report.issuer, report.published) == (SEED.title, "某区某某街道办事处", date(2024, 2, 2))
    assert report.source_url == "https://www.example.gov.cn/xxgk/2024/59/72248.html"


def test_every_paragraph_knows_its_element():
    report = xa.read(web_page(SEED.text).encode())
    assert "".join(report.text[place.start : place.stop] for place in report.origin) == "".join(
        report.text.split("\n\n")
    ).rstrip("\n")
    assert report.origin[2].where == "/html/body/div[3]/div[3]/p[1]"
    assert report.text[report.origin[3].start :].startswith("一、")


def page(body, head=""):
    return f"<html><head>{head}</head><body>{body}</body></html>".encode()


PROSE = "<p>全年完工16台、开工23台，惠及居民200户。</p>"
TEXT = "全年完工16台、开工23台，惠及居民200户。\n"

# What stands beside the article and is no part of it
AROUND = [
    "<script>var a = '完工99台，';</script>",
    "<noscript>请打开脚本，再看99页。</noscript>",
    "<form action='/x'><input value='99台'><button>提交99台</button><textarea>99，台</textarea></form>",
    "<iframe src='https://example.org/99'>99台，</iframe><object data='x'>99</object>",
    "<div style='display: none'>隐藏99台，</div>",
    "<div hidden>隐藏99台，</div>",
    "<ul class='nav'><li><a href='/'>首页99</a></li></ul>",
    "<ul><li><a href='/1'>某街道新增99个，惠及99户</a></li><li><a href='/2'>又99个</a></li></ul>",
    "<div class='xgxw'>相关：某街道新增99个</div>",
    "<footer>地址：某路99号，电话99</footer>",
    "<p>上一篇：某街道2022年工作总结99</p>",
    "<p>【打印】【关闭窗口】</p>",
    "<p>沪ICP备99号</p>",
    "<!-- 99台， -->",
    "<xml><w:WordDocument><w:View>共99台，</w:View></w:WordDocument></xml>",
    "<p><span style='display:none'>99台，</span></p>",
    "<img src='https://example.org/99.png' onerror='alert(99)' alt='99台'>",
]


@pytest.mark.parametrize("around", AROUND)
def test_what_is_no_part_of_the_article(around):
    assert read_text(page(around + PROSE)).text == TEXT
    assert read_text(page(f"<div>{PROSE}</div>{around}")).text == TEXT


FOOT = [
    "主办：某县人民政府 承办：某县大数据中心",
    "地址：某县某路99号 邮编：999999",
    "联系电话：0999-9999999 传真：0999-9999999",
    "电子邮箱：abc@example.gov.cn",
    "<a href='/'>联系我们</a> | <a href='/map'>网站地图</a>",
    "版权所有：某县人民政府办公室",
    "政府网站标识码：9999999999 某ICP备99999999号",
    "建议使用1024×768分辨率，IE9.0以上版本浏览器访问本站",
    "您是第 9999999 位访客",
    "Copyright © 2024 All Rights Reserved",
    "网站维护：某中心 维护电话：010-99999999",
]


@pytest.mark.parametrize("form", ["<p>{}</p>", "{}<br>", "<center>{}</center>", "<tr><td>{}</td></tr>"])
@pytest.mark.parametrize("lines", [FOOT, FOOT[::-1], FOOT[1:6], FOOT[1:3] + FOOT[6:7]])
def test_the_foot_of_a_page_without_an_element_of_its_own(form, lines):
    foot = "".join(map(form.format, lines))
    foot = f"<table>{foot}</table>" if "<tr>" in form else foot
    assert read_text(page(PROSE + PROSE + foot)).text == TEXT + "\n" + TEXT


@pytest.mark.parametrize(
    "last",
    [
        ["某县人民政府办公室", "2024年1月5日"],
        ["联系人：张三，电话：0123-4567890"],
        ["地址：某县某路88号", "电话：0123-4567890"],  # of the office itself, as far as the page tells
        ["建成网站地图1个，联系我们热线12345接听2万次。"],
        ["版权所有者权益保护案件办结3件。", "二、下一步打算"],
        ["主办单位：某县民政局、财政局，各乡镇人民政府"],
        ["位置：某镇某村", "完成。"],
        ["分享发展成果", "技术支持服务体系建设", "完成。"],
    ],
)
def test_the_last_lines_of_an_article_stay(last):
    text = "".join(f"<p>{line}</p>" for line in last)
    assert read_text(page(PROSE + PROSE + text)).text == "\n\n".join([TEXT.strip(), TEXT.strip(), *last]) + "\n"


TABLE = """<table><thead><tr><th>项目</th><th>数量<br>（台）</th><th>说明</th></tr></thead><tbody>
<tr><td><p>加梯</p></td><td><p class="MsoNormal"><span>16</span></p></td>
<td>全年完工16台、开工23台，其中某路最多，惠及居民200户；余下的均已签约，预计明年开工，居民意见征询已经完成，资金已经落实，施工单位已经选定，各项手续正在办理之中。</td></tr>
<tr><td></td><td><p>23</p><p>台</p></td><td>开工</td></tr><tr><td colspan="3">合计39台</td></tr></tbody></table>"""
ROWS = [
    "项目\t数量 （台）\t说明",
    "加梯\t16\t全年完工16台、开工23台，其中某路最多，惠及居民200户；余下的均已签约，预计明年开工，居民意见征询已经完成，"
    "资金已经落实，施工单位已经选定，各项手续正在办理之中。",
    "\t23 台\t开工",
    "合计39台\t\t",
]


@pytest.mark.parametrize(
    "form",
    [
        "<body><div>{prose}{table}</div>{foot}",
        "<body><div>{prose}</div>{table}{foot}",
        "<body><div class='c'><div class='a'>{prose}</div><div class='b'>{table}</div></div>{foot}",
        "<body><ul class='nav'><li><a href='/'>首页99</a></ul><div>{prose}</div><div><div>{table}</div></div>{foot}",
    ],
)
def test_a_table_below_the_article_is_kept(form):
    below = "<ul class='xgxw'><li><a href='/1'>相关99</a></li></ul><div class='footer'>地址：某路99号</div>"
    data = form.format(prose=PROSE * 4, table="<p>附件1</p>" + TABLE, foot=below)
    found = read_text(f"<!DOCTYPE html><html>{data}</html>".encode())
    assert found.text == "\n".join([TEXT] * 4) + "\n附件1\n\n" + "\n".join(ROWS) + "\n"
    assert found.origin[-2].where.endswith("/tr[2]")


@pytest.mark.parametrize("span", ["3", "99", "1000"])
def test_a_cell_that_reaches_over_more_columns_than_there_are(span):
    table = f"<table><tr><td colspan={span}>表1</td></tr><tr><td>公园</td><td>12</td></tr></table>"
    (found,) = xa.read(page(f"{PROSE}{table}{PROSE}")).tables()
    assert found.cells.to_numpy().tolist() == [["表1", ""], ["公园", "12"]]


def test_the_line_below_the_heading_that_opens_with_a_dash():
    heads = "<h1>实干争先开新局</h1><p>——某镇2023年工作总结</p><p>来源：某镇　2024-01-15</p>"
    report = xa.read(page(f"{heads}<div>{PROSE}</div>"))
    assert (report.title, report.year, report.issuer) == ("实干争先开新局——某镇2023年工作总结", 2023, "某镇")


def test_other_tables_below_the_article_are_none_of_it():
    links = "<table><tr><td><a href='/1'>某街道99</a></td><td><a href='/2'>又99</a></td></tr></table>"
    contact = "<table><tr><td>地址：某路9号</td><td>邮编：9</td></tr><tr><td>电话：9</td><td>传真：9</td></tr></table>"
    assert read_text(page(f"<div>{PROSE * 20}</div>{links}{contact}")).text == "\n".join([TEXT] * 20)


SAVED = {
    "a page of Word": "<div class=WordSection1><p class=MsoNormal style='text-indent:32pt'><span style='mso-x:1'>"
    "全年完工<span lang=EN-US>16</span>台、开工<span lang=EN-US>23</span>台，惠及\n居民<span lang=EN-US>200</span>户。"
    "<span lang=EN-US><o:p>&nbsp;</o:p></span></span></p><![if !supportEmptyParas]>&nbsp;<![endif]></div>",
    "fonts": "<font size=3><font face=宋体>　　全年完工<font>16</font>台、开工23台，惠及居民200户。</font></font>",
    "divisions": "<div><div><div>　　全年完工<span>16</span>台、开工23台，惠及居民200户。</div></div></div>",
    "invisible": "<p>&nbsp;&nbsp;&nbsp;全年完工1&#8203;6台、开工2&shy;3台，惠及居民&zwnj;200户。</p>",
    "hidden": "<p>全年完工<span style='DISPLAY: none'>99</span>16台、开工<i hidden>9<b>9</b></i>23台，"
    "惠及居民200户。</p>",
    "struck out": "<p>全年完工<s>5</s><del>9</del><strike>1</strike>16台、开工"
    "<span style='text-decoration:line-through'>9</span>23台，惠及居民<span style='font-size:0'>9</span>200户。</p>",
    "spoken": "<p>全年<ruby>完<rp>(</rp><rt>wán</rt><rp>)</rp></ruby>工16台、开工23台，惠及居民200户。</p>",
    "notes": "<p>全年完工16台<sup>[1]</sup>、开工23台<a href='#n2'><sup>〔2〕</sup></a>，惠及居民200户。</p>",
    "saved whole": "<script src='./a_files/x.js.下载'></script><noscript><p>请开启99，脚本</p></noscript>" + PROSE,
}


@pytest.mark.parametrize("body", SAVED.values(), ids=list(SAVED))
def test_pages_as_programs_save_them(body):
    assert read_text(page(body)).text == TEXT


@pytest.mark.parametrize(
    ("head", "title", "issuer", "published", "url"),
    [
        ("<meta name='ArticleTitle' content='某镇总结'>", "某镇总结", "", None, ""),
        ("<META NAME='PubDate' CONTENT='2024/2/2 09:30:00'>", "", "", date(2024, 2, 2), ""),
        ("<meta name='PubDate' content='0000-00-00'>", "", "", None, ""),
        ("<meta content='某镇政府' name='ContentSource'>", "", "某镇政府", None, ""),
        (
            "<meta name='ContentSource' content='本站原创'><meta name='SiteName' content='某区政府'>",
            "",
            "某区政府",
            None,
            "",
        ),
        ("<meta name='ContentSource' content='信息来源：某镇政府'>", "", "某镇政府", None, ""),
        ("<meta name='Author' content='张三'><meta name='SiteName' content='某区政府'>", "", "某区政府", None, ""),
        ("<meta name='Author' content='某区某镇人民政府'>", "", "某区某镇人民政府", None, ""),
        ("<meta name='firstpublishedtime' content='2024-02-02-10:30:00'>", "", "", date(2024, 2, 2), ""),
        ("<meta itemprop='datePublished' content='2024-02-02T10:30:00+08:00'>", "", "", date(2024, 2, 2), ""),
        ("<meta name='PubDate' content='20240202103000'>", "", "", date(2024, 2, 2), ""),
        ("<meta name='PubDate' content='20249902'>", "", "", None, ""),
        (
            "<meta property='og:title' content='某镇总结'><meta property='og:url' content='https://a.gov.cn/2.html'>",
            "某镇总结",
            "",
            None,
            "https://a.gov.cn/2.html",
        ),
        ("<title>某镇2023年工作总结_某区人民政府</title>", "某镇2023年工作总结", "", None, ""),
        ("<link rel='canonical' href='https://a.gov.cn/1.html'>", "", "", None, "https://a.gov.cn/1.html"),
        ("<meta name='Url' content='javascript:alert(1)'>", "", "", None, ""),
        ("<meta name='Url' content='../../etc/passwd'>", "", "", None, ""),
    ],
)
def test_what_the_head_of_a_page_says(head, title, issuer, published, url):
    report = xa.read(page(PROSE, head))
    assert (report.title, report.issuer, report.published, report.source_url) == (title, issuer, published, url)
    assert report.text == TEXT


RAISED = [
    ("绿地3km<sup>2</sup>", "3km²"),
    ("绿地2.5万m<sup>2</sup>", "2.5万m²"),
    ("减排CO<sub>2</sub>300吨", "300吨"),
    ("新增企业12家<sup>3</sup>", "12家"),
    ("菌落10<sup>5</sup>个", ""),  # doubtful, and no 105
]


@pytest.mark.parametrize(("words", "figure"), RAISED)
def test_what_stands_above_or_below_the_line_joins_no_number(words, figure):
    report = xa.read(page(f"<p>{words}。</p>{PROSE}"))
    assert [row.text for row in report.records("figures")][:-3] == [figure] * bool(figure)
    assert ("is doubtful" in " ".join(report.check().detail)) is not bool(figure)


@pytest.mark.parametrize("tag", ["div", "span", "font", "section", "center"])
def test_elements_that_are_never_closed_lose_no_text(tag):
    report = xa.read(page("".join(f"<{tag}>第{n}村新建公园{n}个，惠及群众。" for n in range(1, 401))))
    assert [int(row.value) for row in report.records("figures")] == list(range(1, 401))


def test_a_page_nested_past_what_is_read_is_told():
    with pytest.raises(ReadError, match="nested too deep: what stands deeper would be lost"):
        read_text(page("<div>" * 5000 + PROSE))


def test_the_browser_notes_where_a_page_was_saved_from():
    data = b"<!DOCTYPE html>\n<!-- saved from url=(0027)https://www.a.gov.cn/1.html -->\n" + page(PROSE)
    assert xa.read(data).source_url == "https://www.a.gov.cn/1.html"
    assert xa.read(data, source_url="https://b.gov.cn/2").source_url == "https://b.gov.cn/2"


def test_a_title_and_an_origin_above_the_article():
    above = "<h2>某镇2023年工作总结</h2><div>来源：某镇政府 | 浏览次数：99次 | 【打印】</div>"
    report = xa.read(page(f"{above}<div>{PROSE * 3}</div>"))
    assert report.text.startswith("某镇2023年工作总结\n\n来源：某镇政府\n\n全年")
    assert (report.title, report.issuer, report.year) == ("某镇2023年工作总结", "某镇政府", 2023)


def test_who_is_in_charge_is_told_above_the_foot_of_a_page():
    last = "主办单位：某县民政局，各乡镇人民政府"
    foot = "".join(f"<p>{line}</p>" for line in FOOT)
    assert read_text(page(f"{PROSE}<p>{last}</p>{foot}")).text == f"{TEXT}\n{last}\n"


def test_who_is_in_charge_is_told_in_the_article():
    runs = "<span>主办单位：</span><span>某县民政局</span>"
    assert read_text(page(f"{PROSE}<p>{runs}</p>{PROSE}")).text == f"{TEXT}\n主办单位：某县民政局\n\n{TEXT}"


def test_words_of_the_page_in_spans_of_a_sentence_stay():
    runs = [
        "党的二十",
        "大",
        "召开，居民",
        "返回",
        "家园，平台可",
        "打印",
        "材料、",
        "分享",
        "经验，",
        "中",
        "小",
        "企业受益。",
    ]
    spans = "".join(f"<span>{run}</span>" for run in runs)
    assert read_text(page(f"<p>{spans}</p><p>完。</p>")).text == "".join(runs) + "\n\n完。\n"


def test_rows_of_a_table_are_lines():
    table = "<table><tr><th>项目</th><th>数量</th></tr><tr><td>加梯</td><td><p>16台</p></td></tr></table>"
    found = read_text(page(PROSE + table))
    assert found.text == TEXT + "\n项目\t数量\n加梯\t16台\n"
    assert found.origin[-1].where == "/html/body/table[1]/tr[2]"


@pytest.mark.parametrize("name", ["a.html", "a.HTM", "a.txt", "a.doc", "a", "a.shtml"])
def test_a_page_is_known_by_its_content(tmp_path, name):
    (tmp_path / name).write_bytes(page(PROSE))
    assert read_text(tmp_path / name).text == TEXT


def test_a_text_that_speaks_of_pages_is_a_text():
    text = "网页总结：新增<p>标签3个。<html>\n"
    assert read_text(text.encode()).text == text


def test_a_text_in_a_file_named_as_a_page(tmp_path):
    (tmp_path / "a.html").write_bytes(TEXT.encode())
    assert read_text(tmp_path / "a.html").text == TEXT


def test_damage_outside_the_article_is_let_pass():
    cut = "某街道".encode()[:-1]
    data = page(PROSE, "<meta name='description' content='@'>").replace(b"@", cut)
    assert read_text(data).text == TEXT
    with pytest.raises(ReadError, match="is a page with damaged text"):
        read_text(page(PROSE).replace("台".encode(), cut, 1))


@pytest.mark.parametrize("kind", PAGES)
def test_hostile_pages_take_no_more_for_each_piece(kind):
    def read(data):
        with suppress(ReadError):
            read_text(data)

    read(page_of(kind, 1))
    assert growth(read, lambda times: page_of(kind, 200 * times)) <= 2.2


def test_entities_are_not_expanded(tmp_path):
    (tmp_path / "secret").write_text("秘密99台。")
    levels = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 12))
    outside = f'<!ENTITY f SYSTEM "{(tmp_path / "secret").as_uri()}">'
    data = f'<!DOCTYPE html [<!ENTITY e0 "笑">{levels}{outside}]><html><body>{PROSE}<p>&e11;&f;</p></body></html>'
    text = read_text(data.encode()).text
    assert len(text) < 5000
    assert "99" not in text


def test_a_page_that_is_too_large():
    with pytest.raises(ReadError, match="more than 8 million characters; save it without pictures"):
        read_text(b"<html>" + b" " * 2**23)
