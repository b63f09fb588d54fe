"""Saved web pages: the article alone, whatever the encoding and the markup, and nothing run or fetched."""

import hashlib
import time
from contextlib import suppress
from datetime import date

import pytest
from made_files import parted, web_page

import xinhua_analysis as xa
from xinhua_analysis.reading import read_text
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
    "<img src='https://example.org/99.png' onerror='alert(99)' alt='99台'>",
]


@pytest.mark.parametrize("around", AROUND)
def test_what_is_no_part_of_the_article(around):
    assert read_text(page(around + PROSE)).text == TEXT
    assert read_text(page(f"<div>{PROSE}</div>{around}")).text == TEXT


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


def test_the_browser_notes_where_a_page_was_saved_from():
    data = b"<!DOCTYPE html>\n<!-- saved from url=(0027)https://www.a.gov.cn/1.html -->\n" + page(PROSE)
    assert xa.read(data).source_url == "https://www.a.gov.cn/1.html"
    assert xa.read(data, source_url="https://b.gov.cn/2").source_url == "https://b.gov.cn/2"


def test_a_title_and_an_origin_above_the_article():
    above = "<h2>某镇2023年工作总结</h2><div>来源：某镇政府 | 浏览次数：99次 | 【打印】</div>"
    report = xa.read(page(f"{above}<div>{PROSE * 3}</div>"))
    assert report.text.startswith("某镇2023年工作总结\n\n来源：某镇政府\n\n全年")
    assert (report.title, report.issuer, report.year) == ("某镇2023年工作总结", "某镇政府", 2023)


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


HOSTILE = {
    "deep": "<div>" * 10**5 + "完工16台。",
    "attributes": "<p " + " ".join(f"a{n}=1" for n in range(10**5)) + ">完工16台。",
    "attributes without white": '<p a=x" ' + "".join(f'a{n}=">"' for n in range(10**5)) + ">完工16台。",
    "paragraphs": "<p>字。" * 10**4,
    "rows": "<table>" + "<tr><td>甲<td>乙" * 10**4,
    "links": "<a href=x>字。" * 10**5,
    "white": "完工" + "\n " * 10**6 + "16台。",
    "brackets": "<" * 10**6,
    "comments": "<!--" * 10**6,
    "quotes": '<a b="' * 10**5,
    "labels": "<p>来源：" + " 甲" * 10**5,
}


@pytest.mark.parametrize("body", HOSTILE.values(), ids=list(HOSTILE))
def test_hostile_pages_end_soon(body):
    began = time.perf_counter()
    with suppress(ReadError):
        read_text(b"<html><body>" + body.encode())
    assert time.perf_counter() - began < 10


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
