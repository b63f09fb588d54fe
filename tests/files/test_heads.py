"""Heads and feet as offices publish them, made of parts: title, issuer, day and number, and no figure of the page."""

from html import escape

import pytest
from made_files import document

import xinhua_analysis as xa

TITLE, OFFICE, DAY, NUMBER = "河东镇2023年工作总结", "河东镇人民政府", "2024-01-15", "东政发〔2024〕3号"
BODY = (
    "2023年，河东镇坚持党建引领，全年新建口袋公园12个，整治背街小巷30条，服务居民5600人次。",
    "一、主要工作",
    "全年新增就业200人，排查隐患45处，各项工作取得明显成效，群众满意度不断提高。",
    "二、下一步打算",
    "计划新增停车泊位150个。",
)
FIGURES = ["12个", "30条", "5600人次", "200人", "45处", "150个"]


def text(head, foot=()):
    return "\n\n".join([*head, *BODY, *foot]).encode()


def page(head, foot=()):
    above = "".join(f"<h1>{line}</h1>" if line == TITLE else f"<div>{escape(line)}</div>" for line in head)
    prose, below = ("".join(f"<p>{escape(line)}</p>" for line in lines) for lines in (BODY, foot))
    return f"<!doctype html><html><body>{above}<div>{prose}</div>{below}</body></html>".encode()


def paper(head, foot=()):
    line = "<w:r><w:br/></w:r>".join
    made = (
        line(f"<w:r><w:t>{escape(part)}</w:t></w:r>" for part in words.split("\n")) for words in (*head, *BODY, *foot)
    )
    return document("".join(f"<w:p>{words}</w:p>" for words in made))


FORMS = [text, page, paper]


def told(data, figures=(), headings=("主要工作", "下一步打算")):
    report = xa.read(data)
    assert [row.text for row in report.records("figures")] == [*FIGURES, *figures]
    assert [row.title for row in report.records("sections")[1:]] == list(headings)
    return report


COLUMNS = ["工作总结", "政府信息公开", "年度报告", "计划总结", "规划计划", "政府工作报告", "通知公告", "工作报告"]


@pytest.mark.parametrize("made", FORMS)
@pytest.mark.parametrize("column", [*COLUMNS, "河东县人民政府", "河东县人民政府门户网站", "河东县政府网"])
def test_a_column_or_a_site_is_no_title(made, column):
    assert told(made([column, TITLE])).title == TITLE


CRUMBS = [
    "首页 > 政务公开 > 工作总结",
    "首页>政务公开>年度总结",
    "河东县 » 信息公开 » 工作总结",
    "您的位置：首页 > 公开 > 总结",
]


@pytest.mark.parametrize("made", FORMS)
@pytest.mark.parametrize("crumbs", CRUMBS)
@pytest.mark.parametrize("columns", [[], ["政务公开"], ["政务公开", "工作总结"]])
def test_the_way_to_a_page_is_no_title(crumbs, columns, made):
    assert told(made([crumbs, *columns, TITLE])).title == TITLE


@pytest.mark.parametrize("made", FORMS)
@pytest.mark.parametrize("day", ["（2024年1月15日）", "2024-01-15 10:20", "发布时间：2024-01-15"])
@pytest.mark.parametrize("first", [False, True])
def test_the_office_alone_on_a_line_of_the_head(day, first, made):
    report = told(made([TITLE, *([OFFICE, day] if first else [day, OFFICE])]))
    assert (report.title, report.issuer, str(report.published)) == (TITLE, OFFICE, DAY)


@pytest.mark.parametrize("label", ["名　　称", "名称", "标　题", "信息名称", "标题"])
@pytest.mark.parametrize("column", ["信息公开", "工作总结", "河东县人民政府"])
def test_a_label_of_the_title_on_a_line_of_its_own(label, column):
    prose = "".join(f"<p>{line}</p>" for line in BODY)
    labels = f"<dl><dt>{label}</dt><dd>{TITLE}</dd><dt>发布机构</dt><dd>{OFFICE}</dd></dl>"
    report = xa.read(f"<html><title>{column}</title><h1>{column}</h1>{labels}<div>{prose}</div>".encode())
    assert (report.title, report.issuer) == (TITLE, OFFICE)


@pytest.mark.parametrize("tag", ["h1", "h2", "h3"])
@pytest.mark.parametrize("chapter", ["一、2023年工作总结", "第一部分 2023年工作情况", "（一）2023年工作总结", "目录"])
@pytest.mark.parametrize(
    "table",
    [
        f"<dl><dt>标　　题：</dt><dd>{TITLE}</dd><dt>发布机构：</dt><dd>{OFFICE}</dd></dl>",
        f"<table><tr><td>名称</td><td>{TITLE}</td></tr><tr><td>发布机构</td><td>{OFFICE}</td></tr></table>",
        f"<ul><li><i>信息名称</i><em>{TITLE}</em></li><li><i>发布机构</i><em>{OFFICE}</em></li></ul>",
    ],
)
def test_a_chapter_is_no_title(tag, chapter, table):
    prose = "".join(f"<p>{line}</p>" for line in BODY)
    report = xa.read(f"<html><title>河东县</title>{table}<div><{tag}>{chapter}</{tag}>{prose}</div>".encode())
    assert (report.title, report.issuer) == (TITLE, OFFICE)


CHAPTERS = ["一、主要工作", "二、下一步打算"]


@pytest.mark.parametrize("head", ["目录", "目　录", "目 录", "目次"])
@pytest.mark.parametrize("leader", ["", "……1", "......12"])
@pytest.mark.parametrize("made", [text, paper])
@pytest.mark.parametrize("first", [False, True])
def test_contents_are_no_title(head, leader, made, first):
    contents = [head, *(line + leader for line in CHAPTERS)]
    assert told(made([*contents, TITLE] if first else [TITLE, *contents])).title == TITLE


JOINED = [
    (f"{TITLE}\n{OFFICE}", TITLE, OFFICE, "None"),
    (f"{TITLE}\n河东镇党政办", TITLE, "河东镇党政办", "None"),
    (f"{TITLE}\n——{OFFICE}", TITLE, OFFICE, "None"),
    (f"{TITLE}\n{OFFICE}\n2024年1月15日", TITLE, OFFICE, DAY),
    (f"{TITLE}\n（2024年1月15日）", TITLE, "", DAY),
    (f"{OFFICE}\n关于2023年工作总结的报告", f"{OFFICE}关于2023年工作总结的报告", "", "None"),
    ("河东镇2023年\n工作总结", TITLE, "", "None"),
    (f"{OFFICE}文件\n{NUMBER}\n{TITLE}", TITLE, OFFICE, "None"),
    (f"{TITLE}\n发布机构：{OFFICE}\n发布日期：2024-01-15", TITLE, OFFICE, DAY),
]


@pytest.mark.parametrize(("words", "title", "issuer", "day"), JOINED)
@pytest.mark.parametrize("parted", [False, True])
def test_lines_of_one_paragraph(words, title, issuer, day, parted):
    report = told(paper(words.split("\n") if parted else [words]))
    assert (report.title, report.issuer, str(report.published)) == (title, issuer, day)


BELOW = """相关附件：无|相关附件：|附件：|附件：无|附件:|相关附件：/无|附件：/1.名单/2.台账|附：名单
附件下载：名单.doc|名单.doc|抄送：县委办公室，县政府办公室。|抄报：县委。|报：县委、县政府。/送：各科室。
发：各村。|抄送：县委办。/河东镇党政办公室  2024年1月16日印发|联系人：张三  联系电话：12345678
（联系人：张三，电话：12345678）|咨询电话：12345678|联系电话：12345678/地址：河东路1号
附注：（联系人：张三）|主题词：总结 报告|分享到：|打印 关闭|责任编辑：张三|编辑：张三/审核：李四
上一篇：无/下一篇：无|扫一扫在手机打开当前页|关联稿件：无|相关链接：|备注：本报告公开|公开方式：主动公开
（此件公开发布）|阅读：88次|点击:88次|第 1 页 共 3 页|-1-|共印20份|政策解读：|图解："""
DAYS = """2024年1月15日|2024.1.15|2024．1．15|二○二四年一月十五日|二〇二四年元月十五日|二О二四年一月十五日
二0二四年一月十五日|２０２４年１月１５日|2024 年 1 月 15 日|2024/1/15|2024-1-15|2024年01月15日
（2024年1月15日）|2024年1月15日印发|2024年1月15日 星期一|2024年1月15号"""


@pytest.mark.parametrize("below", BELOW.replace("\n", "|").split("|"))
@pytest.mark.parametrize("made", FORMS)
def test_what_stands_below_the_signature(below, made):
    report = told(made([TITLE], [OFFICE, "2024年1月15日", *below.split("/")]))
    assert (report.title, report.issuer, str(report.published)) == (TITLE, OFFICE, DAY)


@pytest.mark.parametrize("day", DAYS.replace("\n", "|").split("|"))
@pytest.mark.parametrize(
    "foot", ["{office}|{day}", "{office}{day}", "    {office}　　{day}", "{day}|{office}", "{office}|日期：{day}"]
)
def test_the_day_at_the_foot(day, foot):
    report = told(text([TITLE], foot.format(office=OFFICE, day=day).split("|")))
    assert (report.issuer, str(report.published)) == (OFFICE, DAY)


@pytest.mark.parametrize("made", FORMS)
@pytest.mark.parametrize(
    "line",
    [
        "{}　2024年1月15日",
        "2024-01-15 {}",
        "{}（2024年1月15日）",
        "（{}　2024年1月15日）",
        "{}，2024年1月15日",
        "{}2024年1月15日",
        "文号：{} 日期：2024年1月15日",
        "发文字号：{} 2024.1.15",
        "2024年1月15日　{}　签发人：张三",
    ],
)
def test_a_number_that_shares_its_line_with_a_day(line, made):
    for head in ([TITLE, line.format(NUMBER)], [line.format(NUMBER), TITLE]):
        report = told(made(head))
        assert (report.title, report.number, str(report.published)) == (TITLE, NUMBER, DAY)


@pytest.mark.parametrize("made", FORMS)
@pytest.mark.parametrize("label", ["供稿", "稿源", "来源", "供稿单位", "稿件来源", "报送单位"])
@pytest.mark.parametrize(
    "line",
    [
        "{}：河东镇 2024.1.15",
        "（{}：河东镇 2024.01.15）",
        "{}：河东镇（2024.1.15）",
        "{}：河东镇2024.1.15",
        "{}：河东镇 时间：2024.1.15",
        "{}：河东镇 2024.1.15 10:20",
    ],
)
def test_a_dotted_day_behind_who_sent_it(label, line, made):
    for head, foot in (([TITLE, line.format(label)], []), ([TITLE], [line.format(label)])):
        report = told(made(head, foot))
        assert (report.issuer, str(report.published)) == ("河东镇", DAY)


COUNTERS = """点击:88次|点击：[88]次|点击数：88|字数：1800字|全文共1800字|阅读36次|阅读 36 次|阅读(36)|阅读量：36
浏览量：1,024|浏览次数：88次|访问量：1.2万|共1页|第 1 页 共 3 页|第1页/共3页|1/3页|已阅读88次
浏览：88人次|热度：88℃|点赞：12次|评论：3条|收藏：5次|转发 8次|本文已被浏览88次|阅读：3.5万次
下载次数：12次|播放量：88次|【浏览88次】|（阅读36次）|浏览次数： 88 次 字体：大 中 小|总访问量：12345人次
预计阅读时间5分钟|共 1 页 1 条记录"""


@pytest.mark.parametrize("made", FORMS)
@pytest.mark.parametrize("words", COUNTERS.replace("\n", "|").split("|"))
def test_what_a_page_counts_of_itself_is_no_figure(words, made):
    line = f"来源：{OFFICE}　发布时间：2024-01-15　{words}"
    for head, foot in (([TITLE, words], []), ([TITLE], [words]), ([TITLE, line], [])):
        report = told(made(head, foot))
        assert report.title == TITLE
        told_so = [row for row in report.records("numerals") if row.reason == "count of the page"]
        assert all(row.kind == "name" for row in told_so)
        assert told_so or made is page or "[" in words  # what brackets hold is a note
    assert (report.issuer, str(report.published)) == (OFFICE, DAY)


@pytest.mark.parametrize(
    ("sentence", "figures"),
    [
        ("全年开展阅读推广活动36次，参加居民200人次。", ["36次", "200人次"]),
        ("阅读推广活动36次", ["36次"]),
        ("网站浏览量1024次，访问量2万人次。", ["1024次", "2万人次"]),
        ("公众号阅读量：36万次，点击量：88万次。", ["36万次", "88万次"]),
        ("整理档案共3页。", ["3页"]),
        ("累计点击88次、点赞12次。", ["88次", "12次"]),
        ("下载电子书 88册", ["88册"]),
    ],
)
def test_what_an_office_counts_stays(sentence, figures):
    told(text([TITLE], [sentence]), figures)
