"""What files say of themselves: title, issuer, day, number and year, by the first witness of use."""

from datetime import date

import pytest

import xinhua_analysis as xa
from xinhua_analysis.labels import SOURCES, told
from xinhua_analysis.passages import RADICALS, Witness
from xinhua_analysis.tables.head import read_head

TITLE = "河东镇2023年工作总结"
PROSE = (
    "<p>2023年，河东镇坚持党建引领，全年新建口袋公园12个，整治背街小巷30条，服务居民5600人次。</p><p>一、主要工作</p>"
    "<p>全年新增就业200人，排查隐患45处，各项工作取得明显成效，群众满意度不断提高。</p><p>二、下一步打算</p>"
    "<p>计划新增停车泊位150个。</p>"
)
LONG = f"<p>{'各项工作稳步推进，取得了较好成效，群众比较满意。' * 9}</p>"
OFFICE, DAY, NUMBER = "河东镇人民政府", date(2024, 1, 15), "东政发〔2024〕3号"


def page(head, body):
    return f"<!doctype html><html><head><meta charset=utf-8>{head}</head><body>{body}</body></html>"


def rows(*lines):
    return (
        "<table>"
        + "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in line) + "</tr>" for line in lines)
        + "</table>"
    )


HEADING = f"<h1>{TITLE}</h1>"
# A page, and its issuer, day and number; the title is TITLE
PAGES = {
    "metadata of the head": (
        page(
            f"<title>{TITLE}-河东县人民政府门户网站</title><meta name=SiteName content=河东县人民政府>"
            f"<meta name=ArticleTitle "
            f"content={TITLE}><meta name=PubDate content='2024-01-15 10:20'><meta name=ContentSource content={OFFICE}>",
            f"<div><h1>河东县人民政府</h1></div><div>{PROSE}</div>",
        ),
        (OFFICE, DAY, ""),
    ),
    "a logo for h1, labels in spans": (
        page(
            f"<title>{TITLE}_河东县人民政府</title>",
            f"<div><h1><a href=/>河东县人民政府</a></h1></div><div class=title>{TITLE}</div>"
            f"<div><span>发布时间：2024-01-15"
            f"</span><span>来源：河东镇</span><span>点击数：12</span></div><div>{PROSE}</div>",
        ),
        ("河东镇", DAY, ""),
    ),
    "a table above the heading": (
        page(
            f"<title>{TITLE}_河东县人民政府</title>",
            rows(
                ["索 引 号：", "0001/2024-01", "主题分类：", "综合政务"],
                ["发布机构：", OFFICE, "成文日期：", "2024年01月10日"],
                ["标　　题：", TITLE],
                ["发文字号：", "", "发布日期：", "2024-01-15"],
            )
            + f"{HEADING}<div>{PROSE}</div>",
        ),
        (OFFICE, DAY, ""),
    ),
    "a table without colons, and a county's elements": (
        page(
            f"<title>{TITLE}-河东镇</title>",
            "<div><meta name=SiteName content=河东县人民政府><title>河东县人民政府</title><h2>河东镇</h2>"
            "<h3>政府信息公开</h3><div>"
            + rows(
                ["名称", TITLE],
                ["索引号", "0001", "分类", "年报"],
                ["发布机构", OFFICE, "公开日期", "2024-01-15"],
                ["文号", ""],
            )
            + f"</div><div><h1><ucaptitle>{TITLE}</ucaptitle></h1>"
            f"<div><ucapcontent>{PROSE}</ucapcontent></div></div></div>",
        ),
        (OFFICE, DAY, ""),
    ),
    "a table below the heading": (
        page(
            "",
            HEADING
            + rows(
                ["索引号", "0001", "发文机关", OFFICE],
                ["发文字号", NUMBER, "成文日期", "2024年1月10日"],
                ["公开日期", "2024年1月15日", "主题分类", "其他"],
            )
            + f"<div>{PROSE}</div>",
        ),
        (OFFICE, DAY, NUMBER),
    ),
    "a list of labels": (
        page(
            "",
            f"<ul><li><b>索引号：</b>0001</li><li><b>发布机构：</b>{OFFICE}</li><li><b>发文日期：</b>2024-01-15</li>"
            f"<li><b>名　　称：</b>{TITLE}</li><li><b>文　　号：</b></li></ul>{HEADING}<div>{PROSE}</div>",
        ),
        (OFFICE, DAY, ""),
    ),
    "labels and what they label on lines of their own": (
        page(
            "",
            f"<dl><dt>来源:</dt><dd></dd><dt>发文机构:</dt><dd>{OFFICE}</dd><dt>发文字号:</dt><dd>{NUMBER}</dd><dt>发布日期:</dt>"
            f"<dd>2024年01月15日 16:34</dd></dl><h2>{TITLE}</h2><div>{PROSE}</div>",
        ),
        (OFFICE, DAY, NUMBER),
    ),
    "来源于": (
        page("", f"{HEADING}<p>来源于：{OFFICE}　　发布时间：2024-01-15 09:00　　字号：大 中 小</p>{PROSE}"),
        (OFFICE, DAY, ""),
    ),
    "a day before its labels": (
        page("", f"{HEADING}<p>2024-01-15 10:20 来源：{OFFICE} 点击：12</p>{PROSE}"),
        (OFFICE, DAY, ""),
    ),
    "labels without white between them": (
        page(
            "",
            f"{HEADING}<div><span>发布日期：</span><span>2024年1月15日</span><span>来源：</span><span>{OFFICE}</span>"
            f"<span>作者：</span><span>张三</span></div>{PROSE}",
        ),
        (OFFICE, DAY, ""),
    ),
    "nobody, and the site": (
        page("<meta name=SiteName content=河东县人民政府>", f"{HEADING}<p>来源：本网　日期：2024-01-15</p>{PROSE}"),
        ("河东县人民政府", DAY, ""),
    ),
    "nobody at all": (
        page(
            "<meta name=ContentSource content=网站>", f"{HEADING}<p>2024-01-15 来源：本站原创 作者：本站编辑</p>{PROSE}"
        ),
        ("", DAY, ""),
    ),
    "the foot": (
        page("", f"{HEADING}{PROSE}<p align=right>{OFFICE}</p><p align=right>2024年1月15日</p>"),
        (OFFICE, DAY, ""),
    ),
    "the foot on one line, above annexes": (
        page("", f"{HEADING}{PROSE}<p>　　{OFFICE}　　2024年1月15日</p><p>附件：1.名单</p>"),
        (OFFICE, DAY, ""),
    ),
    "the foot, its day in hanzi": (
        page("", f"{HEADING}{PROSE}<p>{OFFICE}</p><p>二〇二四年一月十五日</p>"),
        (OFFICE, DAY, ""),
    ),
    "the site of a county's publisher": (
        page(
            "",
            f"<ucaptitle>{TITLE}</ucaptitle><p><publishtime>2024-01-15</publishtime></p><ucapcontent>{PROSE}</ucapcontent>",
        ),
        ("", DAY, ""),
    ),
    "WeChat as a browser saves it": (
        page(
            "<meta property=og:site_name content=微信公众平台>",
            f"<h1 id=activity-name>{TITLE}</h1><div><a id=js_name>河东发布</a>"
            f"<em id=publish_time>2024年01月15日 10:20</em></div>{PROSE}",
        ),
        ("河东发布", DAY, ""),
    ),
    "WeChat as its server sends it": (
        page(
            f"<meta property=og:title content={TITLE}><meta name=author content=张三>",
            "<script>var createTime = '2024-01-15 10:20';</script><span>原创</span>"
            "<a href='javascript:;' id=js_name> 河东发布 </a>"
            f"<em id=publish_time></em><div style='visibility: hidden'>{PROSE}</div>",
        ),
        ("河东发布", DAY, ""),
    ),
    "a row of labels above a row of what they label": (
        page(
            "", HEADING + rows(["索引号", "标题", "发布机构", "发布日期"], ["1", TITLE, OFFICE, "2024-01-15"]) + PROSE
        ),
        (OFFICE, DAY, ""),
    ),
    "labels in elements that nothing parts": (
        page("", f"{HEADING}<p><i>来源：{OFFICE}</i><i>日期：2024年1月15日</i><i>点击：8</i></p>{PROSE}"),
        (OFFICE, DAY, ""),
    ),
    "wide blanks": (page("", f"{HEADING}<p>来源:{OFFICE}&emsp;发布时间:2024-1-15</p>{PROSE}"), (OFFICE, DAY, "")),
    "brackets": (
        page("", f"{HEADING}<p>[来源：{OFFICE}] [添加时间：2024-01-15] [浏览：3次]</p>{PROSE}"),
        (OFFICE, DAY, ""),
    ),
    "a day behind the source": (
        page("", f"{HEADING}<p>（来源：{OFFICE} 2024年1月15日）</p>{PROSE}"),
        (OFFICE, DAY, ""),
    ),
    "corners": (
        page("", f"{HEADING}<p>【来源：{OFFICE}】【日期：2024-01-15】【浏览：3次】</p>{PROSE}"),
        (OFFICE, DAY, ""),
    ),
    "a slash": (page("", f"{HEADING}<p>来源：<a>{OFFICE}</a>／日期：2024.01.15</p>{PROSE}"), (OFFICE, DAY, "")),
    "blanks for colons": (
        page("", f"{HEADING}<p>索引号 000-1 发布机构 {OFFICE} 发布日期 2024-01-15 10:20 是否有效 是</p>{PROSE}"),
        (OFFICE, DAY, ""),
    ),
    "no labels": (page("", f"{HEADING}<p>{OFFICE} 2024/1/15 【 大 中 小 】</p>{PROSE}"), (OFFICE, DAY, "")),
    "signed below the article": (
        page("", f"{HEADING}<div>{PROSE}</div><p>{OFFICE}</p><p>二〇二四年一月十五日</p>"),
        (OFFICE, DAY, ""),
    ),
    "a table for layout": (
        page(
            "",
            f"<table><tr><td><a href=/>首页</a></td><td><table><tr><td><b>{TITLE}</b></td></tr>"
            f"<tr><td>发布时间：2024-1-15　来源：{OFFICE}</td></tr><tr><td>{PROSE}{LONG}</td></tr></table>"
            "</td></tr></table>",
        ),
        (OFFICE, DAY, ""),
    ),
    "a table that names the title": (
        page(
            "",
            rows(
                ["主题分类", "综合", "体裁分类", "总结"],
                ["组配分类", "工作总结", "责任部门", OFFICE],
                ["内容概述", f"{TITLE}，请查阅。"],
                ["信息标题", TITLE],
                ["发文时间", "2024-01-15"],
            )
            + f"<div>{PROSE}</div>",
        ),
        (OFFICE, DAY, ""),
    ),
    "an element of the title, of two lines": (
        page("", f"<div class=title><p>河东镇</p><p>2023年工作总结</p></div><div>{PROSE}</div>"),
        ("", None, ""),
    ),
    "the site and its columns behind the title": (
        page(
            f"<title>{TITLE}-工作总结-河东镇-河东县人民政府</title><meta property=article:author content={OFFICE}>",
            PROSE,
        ),
        (OFFICE, None, ""),
    ),
    "letters parted, in two lines": (
        page("", f"<p>河 东 镇</p><p>2023 年 工 作 总 结</p>{PROSE}"),
        ("", None, ""),
    ),
    "labels below the article": (
        page("", HEADING + PROSE + rows(["索引号", "A-9"], ["公开机构", OFFICE], ["公开日期", "2024-01-15"])),
        (OFFICE, DAY, ""),
    ),
    "a source below the article": (page("", f"{HEADING}{PROSE}<p>（来源：{OFFICE}）</p>"), (OFFICE, None, "")),
    "a cell beside rows of labels": (
        page(
            "",
            f"<table><tr><td rowspan=2>公文信息</td><td>发布机构</td><td>{OFFICE}</td><td>生效日期</td><td>2024-02-01"
            f"</td></tr><tr><td>文件编号</td><td>{NUMBER}</td><td>发文日期</td><td>2024-01-15</td></tr></table>"
            f"{HEADING}{PROSE}",
        ),
        (OFFICE, DAY, NUMBER),
    ),
    "a list of labels without colons": (
        page(
            "",
            f"{HEADING}<dl><dt>发布机构</dt><dd>河东镇党政办</dd><dt>公开日期</dt><dd>2024-01-15</dd><dt>文号</dt><dd>-</dd>"
            f"</dl>{PROSE}",
        ),
        ("河东镇党政办", DAY, ""),
    ),
    "labels in spans without colons": (
        page(
            "",
            f"{HEADING}<div><span>发布机构</span><span>{OFFICE}</span></div><div><span>发布日期</span>"
            f"<span>2024-01-15</span></div>{PROSE}",
        ),
        (OFFICE, DAY, ""),
    ),
    "a day in the heading, tags in the meta": (
        page(
            "<meta name=ArticleTitle content='&lt;p&gt;河东镇&lt;br/&gt;2023年工作总结&lt;/p&gt;'>",
            PROSE.join(["<h1>x</h1>", ""]),
        ),
        ("", None, ""),
    ),
    "a day in the heading": (page("", f"<h1>{TITLE}<i>发布时间：2024-01-15 10:20</i></h1>{PROSE}"), ("", DAY, "")),
    "a site and a column before the title of the window": (
        page(f"<title>河东县政府网 工作总结 {TITLE}</title>", f"<div>{PROSE}</div>"),
        ("", None, ""),
    ),
    "numbers of chapters in elements of their own": (
        page("", HEADING + PROSE.replace("一、", "一、</p><p>").replace("二、", "二、</p><p>")),
        ("", None, ""),
    ),
    "a column for h1": (page(f"<title>{TITLE}</title>", f"<h1>工作总结</h1><h2>{TITLE}</h2>{PROSE}"), ("", None, "")),
}


@pytest.mark.parametrize(("data", "expected"), PAGES.values(), ids=list(PAGES))
def test_pages(data, expected):
    report = xa.read(data.encode())
    assert report.title == TITLE
    assert (report.issuer, report.published, report.number) == expected
    assert report.year == 2023
    assert [(s.number, s.title) for s in report.records("sections")[1:]] == [("一", "主要工作"), ("二", "下一步打算")]
    assert "打印" not in report.text
    assert "浏览" not in report.text
    assert [row.text for row in report.records("figures")][:1] == ["12个"]


FURNITURE = [
    "打印关闭",
    "【打印】【关闭】",
    "打印本页 | 关闭窗口",
    "分享 打印 收藏",
    "[打印] [关闭]",
    "我要打印 · 返回顶部",
]


@pytest.mark.parametrize("words", FURNITURE)
def test_buttons_at_the_end_are_no_text(words):
    assert xa.read(page("", f"{HEADING}{PROSE}<div>{words}</div>").encode()).text.endswith("计划新增停车泊位150个。\n")


BODY = "\n\n一、主要工作\n\n全年新增就业200人。\n\n二、下一步打算\n\n计划新增泊位150个。\n"
WATER, WATER_NUMBER = "河东县水务局", "东水〔2024〕5号"
# A document as text: title, issuer, day, number
DOCUMENTS = {
    "a red head": (
        f"{OFFICE}文件\n\n{NUMBER}\n\n{OFFICE}\n关于2023年工作总结和2024年工作打算的报告\n\n县人民政府：{BODY}\n{OFFICE}\n"
        f"2024年1月15日\n\n抄送：县委办公室。\n河东镇党政办公室　　2024年1月16日印发\n",
        (f"{OFFICE}关于2023年工作总结和2024年工作打算的报告", OFFICE, DAY, NUMBER),
    ),
    "a red head in spaced characters": (
        f"河 东 县 水 务 局 文 件\n{WATER_NUMBER}　　　　签发人：李某\n"
        f"{WATER}关于报送2023年工作总结的报告\n县委、县政府：\n"
        f"现将2023年工作情况报告如下。{BODY}                {WATER}\n"
        "                2024年1月15日\n（联系人：李某，电话：12345）\n",
        (f"{WATER}关于报送2023年工作总结的报告", WATER, DAY, WATER_NUMBER),
    ),
    "a red head below its marks": (
        f"000123\n机密★1年\n特急\n\n{OFFICE}文件\n\n{NUMBER}\n\n{TITLE}\n\n县人民政府：{BODY}\n{OFFICE}\n2024年1月15日\n",
        (TITLE, OFFICE, DAY, NUMBER),
    ),
    "a letter": (
        f"{WATER}\n\n{WATER_NUMBER}\n\n{WATER}2023年工作总结\n\n县政府办公室：{BODY}\n{WATER}\n\n2024年1月15日\n",
        (f"{WATER}2023年工作总结", WATER, DAY, WATER_NUMBER),
    ),
    "a database of law": (
        f"{WATER}2023年法治政府建设年度报告\n【法宝引证码】CLI.14.5308630\n【发布部门】 {WATER}\n"
        f"【发文字号】 {WATER_NUMBER}\n【发布日期】 2024.01.15\n"
        f"【实施日期】 2024.02.01\n【时效性】 现行有效\n【效力级别】 地方工作文件\n{BODY}",
        (f"{WATER}2023年法治政府建设年度报告", WATER, DAY, WATER_NUMBER),
    ),
    "a database of law that labels the title": (
        f"【标题】{WATER}2023年工作总结\n【制定机关】{WATER}\n【公布日期】2024.01.15\n【施行日期】2024.02.01\n"
        f"【发文字号】{WATER_NUMBER}\n【法规类别】机关工作\n{BODY}",
        (f"{WATER}2023年工作总结", WATER, DAY, WATER_NUMBER),
    ),
    "a database of law with colons": (
        f"{WATER}2023年工作总结\n制定机关：{WATER}\n发文字号：{WATER_NUMBER}\n公布日期：2024.01.15\n施行日期：2024.02.01\n"
        f"时效性：现行有效\n效力位阶：地方工作文件\n{BODY}",
        (f"{WATER}2023年工作总结", WATER, DAY, WATER_NUMBER),
    ),
    "copied with the page around it": (
        f"您的位置：\n首页\n>\n河东要闻\n河东要闻\n{TITLE}\n来源：\n{OFFICE}\n"
        f"发布时间：\n2024-01-15 09:02\n【字体：\n大\n中\n小\n】{BODY}",
        (TITLE, OFFICE, DAY, ""),
    ),
    "copied from the top, a day and a time before the site": (
        f"返回顶部\n{TITLE}\n2024-01-15 15:10:15   河东网   [ 字体: ]{BODY}",
        (TITLE, "", DAY, ""),
    ),
    "a title where the number should be": (
        f"{TITLE}\n发文字号：{TITLE}号\n发布日期：2024-01-15{BODY}",
        (TITLE, "", DAY, ""),
    ),
    "an empty source above the title": (f"来源：\n{TITLE}\n发布时间：2024-01-15{BODY}", (TITLE, "", DAY, "")),
    "a title of three lines": (
        f"河东县\n\n2023年度政府信息公开\n\n工作年度报告{BODY}",
        ("河东县2023年度政府信息公开工作年度报告", "", None, ""),
    ),
    "a title that goes on": (
        f"{WATER}\n\n关于2023年工作总结\n\n和2024年工作计划的报告{BODY}",
        (f"{WATER}关于2023年工作总结和2024年工作计划的报告", "", None, ""),
    ),
    "signed by two": (
        f"{TITLE}{BODY}\n河东镇党委　{OFFICE}\n\n2024年1月15日\n",
        (TITLE, f"河东镇党委 {OFFICE}", DAY, ""),
    ),
    "a red head of two": (
        f"河东县财政局\n\n{WATER}文件\n\n{WATER_NUMBER}\n\n关于2023年工作总结的报告\n\n县政府：{BODY}",
        ("关于2023年工作总结的报告", f"河东县财政局 {WATER}", None, WATER_NUMBER),
    ),
    "labels of two letters, parted": (
        f"{TITLE}\n文　　号：{NUMBER}\n名　　称：{TITLE}{BODY}",
        (TITLE, "", None, NUMBER),
    ),
    "a table of a number": (f"密级：\t内部\n编号：\t{NUMBER}\n\n{TITLE}{BODY}", (TITLE, "", None, NUMBER)),
    "a red head of two around its last word": (
        f"河东县财政局\n\n文件\n\n{WATER}\n\n{WATER_NUMBER}\n\n关于公布2023年度名单的通知\n\n各镇：{BODY}",
        ("关于公布2023年度名单的通知", f"河东县财政局 {WATER}", None, WATER_NUMBER),
    ),
    "a red head of four, the last above the number": (
        f"机密★1年\n河东县公安局\n河东县教育局\t文件\n河东县民政局\n{WATER}\n{WATER_NUMBER}\n关于2023年工作总结的报告{BODY}",
        ("关于2023年工作总结的报告", f"河东县公安局 河东县教育局 河东县民政局 {WATER}", None, WATER_NUMBER),
    ),
    "a red head above the office of its title": (
        f"{WATER}文件\n{WATER}\n关于2023年工作总结的报告\n{WATER_NUMBER}{BODY}",
        (f"{WATER}关于2023年工作总结的报告", WATER, None, WATER_NUMBER),
    ),
    "a title of two offices, in three lines": (
        f"中共河东县委　河东县人民政府\n关于落实2023年工作任务和为民办\n实事情况的报告{BODY}",
        ("中共河东县委　河东县人民政府关于落实2023年工作任务和为民办实事情况的报告", "", None, ""),
    ),
    "a title of two offices, a line each": (
        f"河东县公安局\n{WATER}\n关于2023年工作总结的报告{BODY}",
        (f"河东县公安局{WATER}关于2023年工作总结的报告", "", None, ""),
    ),
    "a title whose second line goes on with 和": (
        f"河东镇人民政府办公室\n关于印发河东镇2023年项目情况\n和2024年项目安排的通知{BODY}",
        ("河东镇人民政府办公室关于印发河东镇2023年项目情况和2024年项目安排的通知", "", None, ""),
    ),
    "a title broken behind a year in hanzi": (
        f"河东县图书馆二〇二三年度\n工作报告{BODY}",
        ("河东县图书馆二〇二三年度工作报告", "", None, ""),
    ),
    "the clock of a page": (
        f"河东县人民政府 2024年5月3日 星期五\n{TITLE}\n来源：{OFFICE} 发布时间：2024-01-15{BODY}",
        (TITLE, OFFICE, DAY, ""),
    ),
    "an office that nothing labels before a day": (
        f"{TITLE}\n{OFFICE} 发布时间：2024-01-15{BODY}",
        (TITLE, OFFICE, DAY, ""),
    ),
    "an office and a month in brackets": (f"{TITLE}\n（{OFFICE}　2024年1月）{BODY}", (TITLE, OFFICE, None, "")),
    "a weekday in brackets": (f"{TITLE}{BODY}\n{OFFICE}\n2024年1月15日（周一）\n", (TITLE, OFFICE, DAY, "")),
    "signed in a month": (f"{TITLE}{BODY}\n{OFFICE}\n二〇二四年一月\n", (TITLE, OFFICE, None, "")),
    "blanks before colons": (
        f"文号 : {NUMBER}　　发布机构 : {OFFICE}　　成文日期 : 2024-01-15\n{TITLE}{BODY}",
        (TITLE, OFFICE, DAY, NUMBER),
    ),
    "a label parted by a tab": (f"索引号：\tA1\n标\t题：\t{TITLE}\n{TITLE}{BODY}", (TITLE, "", None, "")),
    "a number that touches its label": (f"发文字号{NUMBER}\n{TITLE}{BODY}", (TITLE, "", None, NUMBER)),
    "a number in small brackets": (f"{TITLE}\n东政发﹝2024﹞3号{BODY}", (TITLE, "", None, "东政发﹝2024﹞3号")),
    "the mark of the full text": (
        f"【颁布单位】 {OFFICE}\n【颁布时间】 2024-01-15\n【全文】\n{TITLE}{BODY}",
        (TITLE, OFFICE, DAY, ""),
    ),
    "a signature in parted characters": (
        f"{TITLE}{BODY}\n河 东 镇 人 民 政 府\n\n2024 年 1 月 15 日\n",
        (TITLE, OFFICE, DAY, ""),
    ),
    "signed by three, a line each": (
        f"关于2023年工作情况的报告{BODY}\n河东镇党委\n\n河 东 镇 人 民 政 府\n\n{WATER}\n\n二〇二四年元月十五日\n",
        ("关于2023年工作情况的报告", f"河东镇党委 {OFFICE} {WATER}", DAY, ""),
    ),
    "the day above who signed": (f"{TITLE}{BODY}\n2024年1月15日\n{OFFICE}\n", (TITLE, OFFICE, DAY, "")),
    "a day in brackets with white": (f"{TITLE}\n[ 2024-01-15 ]{BODY}", (TITLE, "", DAY, "")),
    "a day in other brackets": (f"{TITLE}\n〔\u30002024年元月15日\u3000〕{BODY}", (TITLE, "", DAY, "")),
    "a month below the office": (f"{TITLE}\n{OFFICE}\n（2024年1月）{BODY}", (TITLE, OFFICE, None, "")),
    "who sent it in": (f"{TITLE}\n报送单位：{OFFICE}　　报送时间：2024年1月15日{BODY}", (TITLE, OFFICE, DAY, "")),
    "who wrote it, at the end": (f"{TITLE}{BODY}\n供稿单位：{OFFICE}\n日期：2024.1.15\n", (TITLE, OFFICE, DAY, "")),
    "who sent it in, in parted letters": (
        f"{TITLE}\n报 送 单 位：{OFFICE}\n报送日期：2024-01-15{BODY}",
        (TITLE, OFFICE, DAY, ""),
    ),
    "a cover": (
        f"{WATER}\n2023年度绩效自评报告\n单位名称：{WATER}\n填报日期：2024年1月15日{BODY}",
        (f"{WATER}2023年度绩效自评报告", WATER, DAY, ""),
    ),
    "an office and a day in one bracket": (f"{TITLE}\n（{OFFICE}　2024年1月15日）{BODY}", (TITLE, OFFICE, DAY, "")),
    "a day, an office and a counter": (f"{TITLE}\n2024/01/15 9:05　{OFFICE}　阅读 231{BODY}", (TITLE, OFFICE, DAY, "")),
    "a day of the week": (f"{TITLE}\n2024年1月15日 星期一\n来源：{OFFICE}{BODY}", (TITLE, OFFICE, DAY, "")),
    "in place of a seal": (f"{TITLE}{BODY}\n{OFFICE}（代章）\n2024年1月15日\n", (TITLE, OFFICE, DAY, "")),
    "an issue counted twice": (
        f"水 务 简 报\n〔2024〕第3期（总第125期）\n{WATER}编　　　2024年1月15日\n{TITLE}{BODY}",
        (TITLE, WATER, DAY, ""),
    ),
    "the mark of an annex in Chinese": (f"附件一\n\n{TITLE}{BODY}", (TITLE, "", None, "")),
    "the mark of an annex above": (f"附件1\n\n{TITLE}{BODY}\n{OFFICE}\n2024年1月15日\n", (TITLE, OFFICE, DAY, "")),
    "an issue of a brief": (
        f"水务工作简报\n第3期\n{WATER}办公室　　　　2024年1月15日\n{TITLE}{BODY}",
        (TITLE, f"{WATER}办公室", DAY, ""),
    ),
    "minutes": (
        f"河东县人民政府常务会议纪要\n〔2024〕3号\n河东县人民政府办公室　　　2024年1月15日\n\n总结2023年工作。{BODY}",
        ("河东县人民政府常务会议纪要", "河东县人民政府办公室", DAY, ""),
    ),
    "an office below the title": (f"{TITLE}\n{OFFICE}{BODY}", (TITLE, OFFICE, None, "")),
    "an office in brackets below the title": (f"{TITLE}\n（{OFFICE}）{BODY}", (TITLE, OFFICE, None, "")),
    "an office below the day": (f"{TITLE}\n2024-01-15\n{OFFICE}{BODY}", (TITLE, OFFICE, DAY, "")),
    "who drafted it, at the end": (f"{TITLE}{BODY}\n起草单位：{OFFICE}\n日期：2024.1.15\n", (TITLE, OFFICE, DAY, "")),
    "labels in square brackets": (
        f"[标题] {TITLE}\n[发布机构] {OFFICE}\n[发布日期] 2024-01-15{BODY}",
        (TITLE, OFFICE, DAY, ""),
    ),
    "a day within the text": (f"{TITLE}{BODY}\n{OFFICE}\n2024年1月15日\n召开大会。\n", (TITLE, "", None, "")),
}


@pytest.mark.parametrize(("text", "expected"), DOCUMENTS.values(), ids=list(DOCUMENTS))
def test_documents(text, expected):
    report = xa.parse(text)
    assert (report.title, report.issuer, report.published, report.number) == expected
    assert report.year == 2023
    assert [(s.number, s.title) for s in report.records("sections")[1:]] == [("一", "主要工作"), ("二", "下一步打算")]


NOBODIES = [
    "本站",
    "本网",
    "本站原创",
    "网站",
    "县政府网站",
    "河东县人民政府门户网站",
    "河东县政务网站",
    "河东县人民政府官网",
    "原创",
    "微信公众平台",
    "本网编辑",
    "网络",
    "互联网",
    "转载",
    "未知",
    "管理员",
    "本单位",
    "null",
    "undefined",
    "不详",
    "本局",
    "本镇",
    "12345",
    "https://a.cn/b",
]
BODIES = [
    "河东县网络安全和信息化办公室",
    "网信河东",
    "河东发布",
    "本溪市人民政府",
    "河东县综合执法局",
    "无锡市民政局",
    "其宗镇",
    "新华网",
    "河东县残联",
    "河东第一中学",
    "河东镇人大主席团",
    "本镇河东报",
    "河东记者协会",
]


@pytest.mark.parametrize("words", NOBODIES)
def test_nobody_is_no_issuer(words):
    assert told("issuer", [Witness("来源", words)]) is None


@pytest.mark.parametrize("words", BODIES)
def test_somebody_is_an_issuer(words):
    assert told("issuer", [Witness("来源", words)]) == words


def test_each_source_is_used_once():
    for sources in SOURCES.values():
        assert len(set(sources)) == len(sources)


# The year that is looked back on: title, line below it, first heading

YEARS = [
    ("河东镇2023年工作总结", "", "一、主要工作", 2023),
    ("河东镇2024年工作要点", "", "一、主要工作", 2024),
    ("河东镇2023年工作总结和2024年工作计划", "", "一、主要工作", 2023),
    ("2025年河东省政府工作报告", "", "一、工作回顾", 2024),
    ("政府工作报告（2025年）", "", "一、过去一年工作回顾", 2024),
    ("二〇二五年河东县人民政府工作报告", "", "一、工作回顾", 2024),
    ("2023年政府工作报告目标任务完成情况的报告", "", "一、完成情况", 2023),
    ("政府工作报告", "——2025年1月15日在河东省第十四届人民代表大会第三次会议上", "一、工作回顾", 2024),
    ("政府工作报告", "", "一、“十四五”时期和2025年工作回顾", 2025),
    ("政府工作报告", "", "一、2025年主要工作和“十四五”发展成就", 2025),
    ("政府工作报告", "", "一、2025年工作和“十四五”发展回顾", 2025),
    ("政府工作报告", "", "一、2021—2025年工作回顾", None),
    ("23年度河东社区工作总结", "", "一、做法", 2023),
    ("河东县政府工作报告", "", "一、过去一年工作回顾\n\n全年完工16台。\n\n二、2024年工作安排", 2023),
    ("政府工作报告", "", "一、2026年主要工作", None),
    ("2023年政府信息公开工作年度报告", "", "一、总体情况", 2023),
    ("在河东县第十八届人民代表大会第四次会议上的政府工作报告", "（2025年1月8日）", "一、2024年主要工作", 2024),
    ("河东县国民经济和社会发展计划执行情况与2025年计划草案的报告", "", "一、上年计划执行情况", 2024),
    ("国民经济和社会发展计划执行情况及二〇二五年计划（草案）的报告", "", "一、上年计划执行情况", 2024),
    ("河东县2024年预算执行情况和2025年预算草案的报告", "", "一、预算执行情况", 2024),
    ("河东镇工作总结及2025年工作计划", "", "一、工作总结", 2024),
    ("河东镇2024年1—6月工作总结", "", "一、做法", 2024),
    ("河东镇2024年1至11月工作总结及2025年工作计划", "", "一、做法", 2024),
    ("河东镇2024年6月份工作总结", "", "一、做法", 2024),
    ("2024年1月工作交流材料：2023年工作总结", "", "一、做法", 2023),
    ("河东镇2024年1月—2025年6月工作总结", "", "一、做法", None),
]


@pytest.mark.parametrize(("title", "below", "heading", "year"), YEARS)
def test_the_year_looked_back_on(title, below, heading, year):
    assert read_head("\n".join(filter(None, [title, below, "", heading, "全年完工16台。"]))).year == year


def test_a_title_in_parted_letters_is_one_word():
    report = xa.parse(
        "政 府 工 作 报 告\n\n——2024年2月29日在河东县第十七届人民代表大会第三次会议上\n\n各位代表：\n\n工作开始了。"
    )
    assert (report.title, report.year) == ("政府工作报告", 2023)


def test_an_occasion_is_no_title():
    assert xa.parse("—2024年2月29日在河东县第十七届人民代表大会第三次会议上\n\n各位代表：\n\n工作开始了。").title == ""


def test_what_stands_above_a_markdown_text_tells_of_it(tmp_path):
    path = tmp_path / "a.md"
    path.write_text(f"---\ntitle: {TITLE}\ndate: 2024-01-15\nsource: '{OFFICE}'\n---\n一、民生\n", encoding="utf-8")
    report = xa.read(path)
    assert (report.title, report.published, report.issuer) == (TITLE, DAY, OFFICE)
    for author, issuer in ((OFFICE, OFFICE), ("某人", "")):
        path.write_text(f"---\nauthor: {author}\n---\n{TITLE}\n\n一、民生\n", encoding="utf-8")
        assert xa.read(path).issuer == issuer


@pytest.mark.parametrize("site", ["河东县人民政府", "河东县人民政府门户网站", "河东县", "河东县水务局"])
@pytest.mark.parametrize("tags", ["h1 h2", "h1 h3", "h1 h1", "h2 h2"])
@pytest.mark.parametrize("title", [TITLE, "河东街道办事处2023年工作总结", "河东县民政局关于2023年工作情况的报告"])
def test_the_name_of_a_site_is_no_part_of_a_title(site, tags, title):
    above, at = tags.split()
    heads = f"<{above}>{site}</{above}><{at}>{title}</{at}><p>2024-01-15 来源：{OFFICE}</p>"
    report = xa.read(page(f"<title>{title}-{site}</title>", f"{heads}<div>{PROSE}</div>").encode())
    assert (report.title, report.issuer, report.published) == (title, OFFICE, DAY)


# Chapters of a report, those of the plan marked with +

CHAPTERS = [
    ("2025年河东省政府工作报告", ["一、2024年工作回顾", "+二、2025年工作安排", "+三、加强政府自身建设"]),
    (
        "2026年河东省政府工作报告",
        ["一、2025年主要工作和“十四五”发展成就", "+二、“十五五”时期的主要考虑", "+三、2026年重点工作"],
    ),
    (
        "2026年河东省政府工作报告",
        ["一、“十四五”时期和2025年工作回顾", "+二、“十五五”时期要把握的重要要求", "+三、2026年的重点工作"],
    ),
    (
        "2026年河东市政府工作报告",
        ["一、2025年工作回顾", "+二、关于《河东市第十五个五年规划纲要（草案）》的说明", "+三、2026年主要任务"],
    ),
    (
        "2026年河东省政府工作报告",
        ["一、一年接着一年干，建设取得新成效", "+二、2026年是关键之年", "+三、全力推动“十五五”开好局、起好步"],
    ),
    ("河东镇2023年工作总结", ["一、主要工作及成效", "二、存在的问题", "+三、下一步工作打算"]),
    ("河东镇2023年工作总结", ["一、2023年工作情况", "+二、2024年重点工作"]),
    ("河东镇2021年工作总结", ["一、2021年工作总结", "二、“十三五”工作成效", "+三、2022年工作思路"]),
    ("2025年河东省政府工作报告", ["一、2024年工作回顾", "+二、2025年重点任务", "附件"]),
    ("河东县2024年重点工作任务清单", ["+一、重点项目", "+二、民生实事"]),
    ("河东县文明城市创建实施方案", ["+一、重点项目", "+二、民生实事"]),
    ("河东县文明城市创建实施方案落实情况", ["一、重点项目", "二、民生实事"]),
    ("河东镇2023年工作总结", ["一、主要做法", "+二、努力方向"]),
    ("2025年河东省政府工作报告", ["“十四五”时期发展成就和2024年工作回顾", "+2025年目标任务和重点工作"]),
]


@pytest.mark.parametrize(("title", "chapters"), CHAPTERS)
def test_the_chapters_of_a_plan(title, chapters):
    below = ["新建公园12个，惠及居民1.2万人，取得了显著的成绩，得到了群众的充分肯定和一致好评。"] * len(chapters)
    text = "\n\n".join(
        [title, *(line for pair in zip([c.lstrip("+") for c in chapters], below, strict=True) for line in pair)]
    )
    stages = [figure.stage for figure in xa.parse(text).records("figures") if figure.text == "12个"]
    assert stages == ["planned" if chapter.startswith("+") else "completed" for chapter in chapters]


def test_parts_of_a_report_without_numbers_hold_its_chapters():
    text = "2026年河东省政府工作报告\n各位代表：\n现在报告工作，请予审议。\n“十四五”时期发展成就和2025年工作回顾\n"
    text += "全年新建公园12个，惠及居民1.2万人，取得了显著的成绩，得到了群众的充分肯定和一致好评。\n"
    text += "“十五五”时期主要目标和2026年重点工作\n一、壮大产业\n新建园区3个。\n二、改善民生\n新建学校5所。\n"
    found = [(s.level, s.number) for s in xa.parse(text).records("sections")[1:]]
    assert found == [(1, ""), (1, ""), (2, "一"), (2, "二")]


# A day in the head by its label: that of publication, and days of something else

OF_PUBLICATION = [
    "发布日期",
    "成文日期",
    "公开时间",
    "印发日期",
    "发文日期",
    "生成日期",
    "添加时间",
    "上传时间",
    "更新时间",
    "日期",
    "时间",
]
OF_ELSE = [
    "失效日期",
    "生效日期",
    "废止日期",
    "截止日期",
    "施行日期",
    "实施日期",
    "打印日期",
    "访问时间",
    "下载时间",
    "出生日期",
    "会议时间",
    "征集截止时间",
    "归档日期",
]


@pytest.mark.parametrize("label", OF_PUBLICATION)
def test_the_day_of_publication(label):
    assert xa.parse(f"{TITLE}\n{label}：2024-01-15{BODY}").published == DAY


@pytest.mark.parametrize("label", OF_ELSE)
def test_another_day_is_not_of_publication(label):
    signed = f"\n{OFFICE}\n2024年1月15日\n"
    for head in (f"{label}：2026-12-31", f"{label}\t2026-12-31\t文号\t{NUMBER}"):
        assert xa.parse(f"{TITLE}\n{head}{BODY}").published is None
        assert xa.parse(f"{TITLE}\n{head}{BODY}{signed}").published == DAY
    assert xa.parse(f"{TITLE}\n发布机构：{OFFICE}{label}：2026-12-31{BODY}").published is None


def test_a_day_of_something_else_ends_the_label_before_it():
    report = xa.parse(f"{TITLE}\n发布机构：{OFFICE}失效日期：2026-12-31成文日期：2024-01-15{BODY}")
    assert (report.issuer, report.published) == (OFFICE, DAY)


FURNISHED = ["收藏 打印", "分享 收藏", "记者 张某", "通讯员：李某", "访问量：20", "责编：王某", "（盖章）", "（印章）"]


@pytest.mark.parametrize("furniture", FURNISHED)
def test_an_issuer_without_what_stands_beside_it(furniture):
    assert told("issuer", [Witness("来源", f"{OFFICE} {furniture}")]) == OFFICE


def test_a_seal_is_not_of_the_issuer():
    report = xa.parse(f"{TITLE}{BODY}\n{OFFICE}（盖章）\n2024年1月15日\n")
    assert (report.issuer, report.published) == (OFFICE, DAY)


def test_a_notice_is_signed_above_what_it_prints():
    text = f"关于印发《{TITLE}》的通知\n\n{NUMBER}\n\n现将《{TITLE}》印发给你们。\n\n{OFFICE}\n\n2024年1月15日\n\n"
    report = xa.parse(f"{text}{TITLE}\n\n2023年，各项工作取得了成效。{BODY}")
    assert (report.issuer, report.published, report.number) == (OFFICE, DAY, NUMBER)


def test_a_table_of_days_at_the_end_dates_no_page():
    rows_of_days = "日期\t2023年5月1日\n时间\t2023年6月1日\n名称\t年会\n"
    assert xa.parse(f"{TITLE}{BODY}\n{rows_of_days}").published is None


def test_a_column_is_no_title_of_an_article():
    title, column = "关于公布河东县2023年度名单的公告", "工作进展情况"
    head = f"<title>{column}_河东县</title><meta name=ArticleTitle content={title}>"
    report = xa.read(page(head, f"<div class=t>{title}</div><div>{PROSE}</div><p>附件下载</p>").encode())
    assert report.title == title
    assert report.text.endswith("计划新增停车泊位150个。\n")
    assert told("title", [Witness("<title>", column), Witness("articletitle", "农业农村局文件")]) == "农业农村局文件"


@pytest.mark.parametrize(
    ("origin", "issuer"),
    [
        ("来源：{} | 2024-01-15 16:40 | 阅读：1980", OFFICE),
        ("来源：{}　2024-01-15　浏览次数：355", OFFICE),
        ("发布：2024-01-15　来源：{}", OFFICE),
        ("发布于：2024-01-15　来源：{}", OFFICE),
        ("供稿：{}　发布时间：2024-01-15", OFFICE),
        ("公开责任部门：{}　时间：2024-01-15", OFFICE),
        ("来源：{}·2024-01-15", OFFICE),
        ("发文机构：{}；　成文日期：2024-01-15", OFFICE),
        ("来源：人民政府网站　发布时间：2024-01-15", ""),
        ("来源：人民政府网站　单位：{}　发布时间：2024-01-15", OFFICE),
        ("供稿单位：{} 审核：张某 2024-01-15", OFFICE),
        ("编辑：张某 {} 2024-01-15", OFFICE),
        ("{}　2024-01-15　浏览次数：355", OFFICE),
        ("{} | 2024-01-15 | 浏览 33 次", OFFICE),
        ("收藏 打印 {} 2024-01-15 分享", OFFICE),
        ("作者：{} 发表时间：2024-01-15", OFFICE),
        ("作者：张某 发表时间：2024-01-15", ""),
        ("（2024-01-15）　{}", OFFICE),
        ("20240115　来源：{}", OFFICE),
        ("2024年1月15日　{}发布", OFFICE),
        ("来源：河东县政府网　报送单位：{}　2024-01-15", OFFICE),
        ("2024-01-15 09:00:00.0　{}", OFFICE),
        ("<span>发布日期：2024-01-15</span><span>信息来源：{}</span><span>浏览量：2</span>", OFFICE),
        ("<span>发布日期：2024-01-15</span><span>发布机构：{}</span>", OFFICE),
        ("<span>2024-01-15 10:21:33</span><span>来源：{}</span>", OFFICE),
        ("<em>{}</em><em>2024-01-15</em>", OFFICE),
        ("发布：{} 时间：2024-01-15", OFFICE),
        ("起草单位：{} | 日期：2024-01-15", OFFICE),
        ("撰稿单位：{}　发布时间：2024-01-15", OFFICE),
        ("制作单位：{}　制作日期：2024-01-15　发布日期：2024-01-15", OFFICE),
        ("信息提供：{}　发布时间：2024-01-15", OFFICE),
        ("信息提供单位：{}　发布时间：2024-01-15", OFFICE),
        ("主办单位：{}　发布时间：2024-01-15", ""),
        ("主办单位：河东县人民政府　来源：{}　发布时间：2024-01-15", OFFICE),
    ],
)
@pytest.mark.parametrize("office", [OFFICE, "河东县水务局", "新华路街道办事处"])
def test_a_line_of_origin_tells_day_and_office(origin, issuer, office):
    report = xa.read(page("", f"{HEADING}<p>{origin.format(office)}</p>{PROSE}").encode())
    assert (report.title, report.issuer, report.published) == (TITLE, office if issuer else "", DAY)


@pytest.mark.parametrize(
    "line",
    ["{number}　2024年1月15日发布　{office}", "2024年1月15日　{office}　{number}", "{office} {number} 2024-01-15"],
)
def test_number_day_and_office_in_one_line(line):
    report = xa.parse(f"{TITLE}\n{line.format(number=NUMBER, office=OFFICE)}{BODY}")
    assert (report.title, report.issuer, report.published, report.number) == (TITLE, OFFICE, DAY, NUMBER)


@pytest.mark.parametrize(
    "line", ["2024年1月4日 在镇第三次会议上", "失效日期 2024-01-15 10:20", "2024年1月15日，河东镇开会"]
)
def test_a_day_of_something_else_dates_no_page(line):
    assert xa.parse(f"{TITLE}\n{line}{BODY}").published is None


@pytest.mark.parametrize("number", ["2024年第3号", "第3号", "（2024年第3号）"])
@pytest.mark.parametrize("title", [TITLE, "关于公布2023年度名单的公告", "关于2023年工作方案的批复"])
def test_a_number_between_the_lines_of_a_title(number, title):
    report = xa.parse(f"{OFFICE}公告\n{number}\n{title}{BODY}")
    assert (report.title, report.year) == (title, 2023)


@pytest.mark.parametrize(("one", "other"), [("河东县水务局", "河东县财政局"), ("河东市公安局", "河东市应急管理局")])
def test_offices_that_nothing_parts(one, other):
    """As the lines of a joint red head come out of a PDF."""
    report = xa.parse(f"{one}{other}文件\n\n{NUMBER}\n\n关于2023年工作总结的报告\n\n县政府：{BODY}")
    assert report.issuer == f"{one} {other}"


def test_a_text_copied_with_radicals_is_read_as_with_hanzi():
    """⼀、党建 from a PDF whose font says radicals: the same rows, their words as the text has them."""
    back = {hanzi if isinstance(hanzi, str) else chr(hanzi): chr(radical) for radical, hanzi in RADICALS.items()}
    plain = xa.load()
    report = xa.parse("".join(back.get(character, character) for character in plain.text))
    assert sum(one != other for one, other in zip(plain.text, report.text, strict=True)) > 400
    assert (report.title, report.issuer, report.published) == (plain.title, plain.issuer, plain.published)
    assert report.check().empty
    for table in xa.TABLES:
        rows, same = report.records(table), plain.records(table)
        assert [(row.id, row.start, row.stop) for row in rows] == [(row.id, row.start, row.stop) for row in same]
    values = [[(row.value, row.unit, row.number_text) for row in one.records("figures")] for one in (report, plain)]
    assert values[0] == values[1]
    assert report.why("f003") == plain.why("f003")


@pytest.mark.parametrize("genre", ["工 作 总 结", "工　作　报　告", "工作 总结"])
def test_a_title_of_two_lines_may_be_spaced(genre):
    report = xa.parse(f"河东县民政局2023年\n{genre}\n\n2023年，全局新建公园12个。\n")
    assert (report.title.replace(" ", ""), report.year) == (f"河东县民政局2023年{''.join(genre.split())}", 2023)
