"""What a file says of itself: title, issuer, day, number and address, each from one ordered list of witnesses.

A *witness* is a pair of where something was said and what: the label of a line of the head (发布机构：…, 【发文字号】…,
a row 名称⇥…⇥索引号⇥…), an element or a ``meta`` of a web page (``<ucaptitle>``, ``pubdate``), or a part of the
document itself (``red head``, ``signature``). ``SOURCES`` orders them; the first of use is believed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from itertools import pairwise, takewhile
from typing import Any, NamedTuple

from .passages import WHITE, Witness, closed_up

_S = r"[ \t\u3000\xa0\u2003]*+"
_H = "一二三四五六七八九十"

# 发布机构, 索引号, 公开日期: what a label begins with, all blanks in it left out (标　题, 索 引 号)
_WORD = re.compile(
    r"(?:(?:信息|文章|文件|稿件|内容|新闻|资讯|公文|法规)?(?:来源|来自|稿源|标题|名称|题名)|原文|网址|链接|发文|发布|发表|刊发|颁布|印发|成文|公开|公布|"
    r"公示|生成|更新|上传|上网|发稿|索引|信息|主题|组配|文[号种]|名称|标题|题名|有效|时效|效力|生效|实施|施行|失效|废止|时间|日期|浏览|点击|阅读|访问|"
    r"字[体号]|责任|责编|编辑|作者|记者|分类|类别|体裁|载体|关键词|审核|审签|撰稿|供稿|制发|制定|批准|起草|公文|法宝|法规|签发|密级|紧急|(?:报送|填报|编制|拟稿|上报)(?=机|单位|部门|主体|日期|时间)|(?:单位|部门)(?:名称|$)|"
    r"份号|编号|文件|稿件|文章|所属|目录|栏目|附件下载|主办|承办|添加|录入|创建|内容|摘要)[^：:，。；、\t\n\r]{0,8}"
)
# 【发布部门】 某局 · 发文机构：某局 · • 发布日期:2024-02-02
_LABEL = re.compile(
    rf"(?:[•·●▪◆*\-\[［〔〖（(]{_S})?(?:【{_S}([^】：:\n\r]{{2,14}})】{_S}[：:]?|【?([^：:，。；、\t\n\r【】]{{2,16}})[：:]){_S}"
)
# 发布日期：2024年1月15日来源：某局作者：某某: labels in elements of their own, without white between them
_DAYS = "发布|发表|更新|成文|生成|公开|公布|印发|发文|添加|录入|上传|创建|报送|填报|拟稿|上报"
_NOT_OUT = "实施|施行|生效|失效|废止|有效|截止|打印|访问|下载|出生|会议|开始|结束|活动|修改|审核|办结|归档"  # 失效日期
_NAMED = f"信息|稿件|文章|文件|内容|新闻|资讯|数据|资料|责任|{_DAYS}|{_NOT_OUT}".split("|")
_NEXT = re.compile(
    rf"(?<=\S){''.join(f'(?<!{word})' for word in _NAMED)}"
    rf"(?=(?:来源|作者|编辑|(?:{_DAYS}|{_NOT_OUT})?(?:时间|日期)|(?:浏览|点击|阅读)[次数量]{{0,2}}|字[号体])[：:])|"
    r"[ \t\u3000\xa0\u2002-\u2009]{2,}|[ \u3000\xa0\u2002-\u2009](?=[^ \t\u3000\xa0]{2,8}[：:])|"
    r"[ \u3000\xa0]*(?=【[^】]{2,12}】)|[|｜]|[\]／](?=[^：:]{1,8}[：:])|】(?=【[^】：:]{2,8}[：:])"
)
_PARTED = re.compile(r"(?<!\S)((?:[\u4e00-\u9fff][ \u3000\xa0]{1,4}){1,5})(?=[\u4e00-\u9fff][：:])")  # 报 送 单 位：


def _bare(words: str) -> str:
    return "".join(words.split())


def parts_of(line: str) -> list[str]:
    """The labels of a line, each with what it labels: 来源：某局 日期：2024-01-05."""
    line = _PARTED.sub(lambda label: _bare(label[1]), line)
    parts = [part for part in _NEXT.split(line) if part.strip(WHITE)]
    if re.fullmatch("[\u4e00-\u9fff]{2,10}", "".join(parts[:1])) and line.startswith("".join(parts[:2])):
        parts[:2] = ["".join(parts[:2])]  # 征集日期：2026-12-31 is no 日期
    return parts


def are_offices(words: str) -> bool:
    """Whether words name an office, or several parted by blanks: 某镇党委　某镇人民政府, 某 镇 人 民 政 府."""
    return bool(words) and all(map(_OFFICE.fullmatch, closed_up(words).split()))


def _label(words: str) -> tuple[str, int]:
    """The label that words open with, blanks left out, and where what it labels begins; nothing if there is none."""
    match = _LABEL.match(words)
    label = _bare(match[1] or match[2]) if match else ""
    match = match if match and _WORD.fullmatch(label) else _UNMARKED.match(words)
    return (label if match.re is _LABEL else match[1], match.end()) if match else ("", 0)


def _fields(line: str) -> list[str]:
    """The cells of a row; of a line whose labels are parted by blanks (索引号 A1 发布机构 某局) its words."""
    if "\t" in line:
        return line.split("\t")
    words = line[:400].split()
    labels = [bool(_WORD.fullmatch(word)) for word in words]
    return words if labels[:1] == [True] and sum(labels) > 1 and len(words) > 3 else []


def is_label(line: str, before: str = "", after: str = "") -> bool:
    """Whether a line labels, dates, numbers or links the page: • 发布日期:2024-02-02, 名称⇥…⇥索引号⇥….

    With the lines before and after it, also what an empty label before it labels, and a column in 首页 / > / 某市要闻.

    >>> [is_label(line) for line in ("索 引 号：A1", "名称\\t年报", "某政〔2024〕1号", "【日期】2024.1.5", "年报")]
    [True, True, True, True, False]
    """
    if before in _CRUMBS or after in _CRUMBS:
        return True
    waited = (before[-1:] in ("：", ":") or _UNMARKED.match(before)) and not GENRE.search(line) and _label(before[:30])
    if waited and waited[0] and waited[1] == len(before):
        return True
    line = line[:200]
    if (_RED_HEAD.fullmatch(after) or _bare(before) == "文件") and _OFFICE.fullmatch(_bare(line)):  # of several
        return True
    known = _label(line)[0] or any(map(_WORD.fullmatch, map(_bare, _fields(line)[:1]))) or any(_beside_a_day(line))
    of_page = _ABOVE_RED.fullmatch(line) or _BUTTON.fullmatch(line) or _CAPTION.fullmatch(line) or URL.match(line)
    of_office = NUMBERED.fullmatch(line) or _RED_HEAD.fullmatch(line) or _MONTH.fullmatch(line)
    return bool(known or of_page or of_office)


def _beside_a_day(line: str) -> Iterator[Witness]:
    """A day that nothing labels, and offices beside it: 2024年1月15日　某局　浏览：8; not 2024年1月4日 在会上."""
    day = None if re.search("[，。；\t]", line) else _DAY_SAID.search(line)
    if day is None or line[: day.start()].rstrip(WHITE).endswith(("：", ":", "日期", "时间")):
        return
    around = " ".join(map(closed_up, (line[: day.start()], line[day.end() :])))
    words = [re.sub("(?:编|发布)$", "", word) for word in re.split(r"[\s|｜]+", around)]
    offices = list(filter(are_offices, words))
    if not any(words) or offices or ":" in day[0] or any(_label(word)[0] or NUMBERED.fullmatch(word) for word in words):
        yield Witness("dated", day[0])
        yield from (Witness("signature", office) for office in offices)


def labelled(lines: Iterable[str]) -> Iterator[Witness]:
    """The labels of lines with what stands behind each: in the line, in the next cell of a row, or in the next line.

    >>> lines = ["来源：某局 日期：2024-01-05", "名称\\t年报\\t索引号\\tA1", "来源：", "某日报"]
    >>> [tuple(witness) for witness in labelled(lines)]
    [('来源', '某局'), ('日期', '2024-01-05'), ('名称', '年报'), ('索引号', 'A1'), ('来源', '某日报')]
    """
    waiting = ""
    heads: list[str] = []
    for line in lines:
        row = _fields(line)
        waiting = "" if GENRE.search(line) else waiting  # 来源： without any, above the title
        parts = row or parts_of(line[:400])
        labels = [_bare(part) for part in parts if _WORD.fullmatch(_bare(part))]
        if len(heads) == len(parts) > 1 and not labels:
            yield from map(Witness, heads, parts)
        heads = labels if row and len(labels) == len(parts) else []  # 标题⇥发布机构⇥发布日期: what they label is below
        for part in () if heads else map(str.strip, parts):
            label, at = _label(part)
            if row and not label and not waiting and _WORD.fullmatch(_bare(part)):
                label, at = _bare(part), len(part)
            if (words := part[at:].strip(WHITE)) and (label or waiting):
                yield Witness(label or waiting, words)
            waiting = "" if words else label


# 000123 · 机密★1年 · 特急: what stands above a red head; 附件1 above what is printed; 第3期, 〔2024〕3号 below a head
_ABOVE_RED = re.compile(
    r"\d{6}|[绝机秘]密(?:★.{0,8})?|[特加平]急|附件\s?[\d一二三四五]{0,2}[：:]?|[（(〔]?(?:\d{4}[年〕])?总?第\s?\d+\s?[期号](?:[（(]总.{1,8})?[）)]?|〔\d{4}〕\d+号"
)
# 【字号： / 加大 / 还原 / 】: buttons of a page that were copied with its text
_BUTTON = re.compile(
    r"[【\[［(（<\s]*(?:下载|打印|全屏|收藏|分享|关闭|返回(?:顶部)?|首页|朗读|复制|导出|加大|还原|减小|默认|字[体号][^\w。]{0,3}|"
    r"[超特]?[大中小](?:[\s|｜/]*[大中小]){0,2}|(?:[您你]?的?(?:当前|所在)?位置)[：:]?.{0,80})?[】\]］)）>＞»：:\s]*"
)
_CRUMBS = frozenset(">＞»›/")  # 首页 / > / 某市要闻
_CAPTION = re.compile(r".{2,80}[\s　]\S{1,12}[\s　]?摄影?")  # 政府工作报告。 某日报记者 某某 摄

URL = re.compile(r"https?://[^\s\u3000-\u303f\uff00-\uffef“”‘’<>\"]+")
# 总结 报告 计划: what a title of the genre names; or of whatever an office issues, 关于公布2023年度名单的通知
GENRE = re.compile(
    r"总结|报告|汇报|要点|计划|思路|安排|回顾|情况|打算|小结|盘点|述职|综述|公报|纪要|成效|年报|"
    r"关于[^。；]{2,60}(?:通[知报告]|公[告示]|意见|决定|批复|请示|函|方案|办法|规定)(?:[（(][^（(]{1,20})?$"
)
_YEAR = re.compile(rf"\d{{4}}|[〇○零{_H}]{{4}}")
# 2024-02-02 · 2024年2月2日 · ２０２４．２．２ · 二〇二四年二月二日 · 20240202103000
_DAY = rf"(\d{{1,2}}|[{_H}元]{{1,3}})"
_DATE = rf"(\d{{4}}|[〇○零{_H}]{{4}}){_S}[-./年－．／]{_S}{_DAY}{_S}[-./月－．／]{_S}{_DAY}(?!\d)"
_ANY_DATE = re.compile(rf"{_DATE}|(?<!\d)(\d{{4}})(\d\d)(\d\d)(?:\d{{6}})?(?!\d)")
_CLOCK = rf"日?(?:{_S}星期[{_H}日天])?(?:[ T]?{_S}\d{{1,2}}[:：时]\d\d分?(?:[:：]\d\d)?)?"
_DAY_SAID = re.compile(
    rf"(?<![^\s|｜])(?:[（(\[【［〔〖]{_S})?(?:{_DATE}(?:{_S}日)?{_CLOCK}|(?:19|20)\d{{6}})"
    rf"(?:\.0|发布|印发)?(?:{_S}[）)\]】］〕〗])?(?![^\s|｜])"
)
_MONTH = re.compile(r"[（(]?\d{4}年\d{1,2}月[）)]?")
# 某政发〔2024〕1号 · （某政办〔2024〕12号） · 某水[2024]1号　签发人：某某
_NUMBER = (
    rf"[\u4e00-\u9fff]{{1,16}}{_S}(?:〔{_S}\d{{4}}{_S}〕|\[{_S}\d{{4}}{_S}\]|［{_S}\d{{4}}{_S}］|【{_S}\d{{4}}{_S}】|[（(]{_S}\d{{4}}{_S}[）)])"
    rf"{_S}(?:第{_S})?\d{{1,5}}{_S}号"
)
NUMBERED = re.compile(rf"{_S}[（(]?({_NUMBER})[）)]?(?:[ \t\u3000\xa0]+签{_S}发{_S}人{_S}[：:].{{0,20}})?{_S}")
_A_NUMBER = re.compile(rf"{_NUMBER}|[^\s，。；]{{0,20}}\d[^\s，。；]{{0,20}}号")
# 某县水务局文件 · 某 县 人 民 政 府 文 件
_BODY = (
    r"(?:政府|街道|社区|委员会|[党工团]委|党组|办公[室厅]|办事处|管委会|法院|检察院|联合会|协会|中心|支队|大队|总队|分局|"
    r"公司|[局委厅部处署院社所站队校馆会镇乡县市区])"
)
_RED_HEAD = re.compile(rf"((?:[\u4e00-\u9fff（）()]{_S}){{0,30}}?)文{_S}件{_S}")
_OFFICE = re.compile(rf"[\u4e00-\u9fff（）()、]{{1,40}}{_BODY}(?:[（(][^（）()]{{1,20}}[）)])?")
_JOINT = re.compile(rf"^((.{{2,4}}?)[^\s，。]{{0,20}}?{_BODY})(?=\2[^\s，。]{{0,20}}{_BODY}$)")  # 某县水务局某县财政局
# 发布机构 above what it labels; 发布日期2024-01-15 of two elements that nothing parts
_UNMARKED = re.compile(
    rf"((?:信息)?(?:发布|发文|公开|公布|印发|制发|生成|成文)(?:机[关构]|单位|部门|日期|时间)|(?:发文)?[文字]号|索引号)"
    rf"{_S}(?=$|{_DATE}|{_OFFICE.pattern}$)"
)
_NOBODY = re.compile(
    r"(?>(?:人民)?政府(?:门户)?网站|[本该我]?(?:网站|[网站](?!络)|单位|平台)|原创|互联网|网络|转[载发]|其[他它]|未知|佚名|暂?无|编辑部?|(?:系统)?管理员|admin\w*|"
    r"本(?:[局委厅办处院校所站县市区镇乡村]|街道|社区|部门|机关|中心)|微信(?:公众(?:平台|号))?|公众号|整理|采编|采集|综合|来源|发布|讯|null|undefined|none|不详|不明|作者|小编|通讯员|供稿|自编|[\s\-—/、,，·|:：]){1,12}+",
    re.I,
)
_FURNITURE = re.compile(
    r"[【\[［(（]{0,2}(?:字[体号]|打印|关闭|大\s*中\s*小|浏览|点击|阅读|访问|分享|收藏|作者)|责任编辑|"
    r"[（(][盖印公代签]?章[）)]|(?<=\s)(?:记者|通讯员|责编|编辑)(?:\s|[：:])"
)


def _issuer(words: str) -> str:
    """Who issued it, if it is somebody: 本站, 本网原创 and 微信公众平台 are nobody."""
    words = closed_up(re.sub(rf"^(?:信息|稿件|文章)?来源于?{_S}[：:]{_S}", "", words.strip(WHITE)))
    for end in (_FURNITURE, _ANY_DATE):  # （来源：某镇 2024年1月16日）
        words = words[: found.start()] if (found := end.search(words)) else words
    words = _JOINT.sub(r"\1 ", " ".join(words.strip(f"{WHITE}【】[]/／·；;|").split()))
    words = words.rstrip("" if re.search("[（(]", words) else "）)").lstrip("" if re.search("[）)]", words) else "（(")
    return "" if _NOBODY.fullmatch(words) or URL.match(words) or not re.search(r"[^\W\d]{2}", words) else words


_DIGITS = str.maketrans("〇○零元一二三四五六七八九", "0001123456789")


def number_in(word: str) -> int:
    """A number of a date: 2024, ２０２４, 二〇二四, 十二.

    >>> [number_in(word) for word in ("２０２４", "二〇二四", "十二", "二十", "三十一")]
    [2024, 2024, 12, 20, 31]
    """
    tens, ten, ones = word.partition("十")
    if ten:
        return 10 * int(tens.translate(_DIGITS) or 1) + int(ones.translate(_DIGITS) or 0)
    return int(word.translate(_DIGITS))


def _day(words: str) -> date | None:
    match = _ANY_DATE.search(words[:100])
    try:
        return date(*(number_in(word) for word in match.groups() if word)) if match else None
    except ValueError:  # 2024-13-45, 二〇二四
        return None


def _number(words: str) -> str:
    match = _A_NUMBER.search(words[:100])
    return match[0].strip(WHITE) if match and not GENRE.search(match[0]) else ""


def _address(words: str) -> str:
    return words if re.fullmatch(r"https?://[^\s/?#]\S*", words) and words.isprintable() else ""


class _Field(NamedTuple):
    """What may be said of a field, and by whom, best first: patterns of whole labels, parted by blanks."""

    read: Callable[[str], object]
    sources: str


_OF = "(?:机[关构]|单位|部门|主体|者)"
SOURCES: dict[str, _Field] = {
    "title": _Field(
        closed_up,
        r"articletitle <ucaptitle> #activity-name <h1> (?:文件|文章|信息|公文|法规)?(?:标题|名称|题名) "
        r"og:title dc\.title title head <h[23]> <title>",
    ),
    "issuer": _Field(
        _issuer,
        rf"(?:发文|制发|制定|颁布|印发|编制){_OF} (?:信息|文件)?(?:发布|公布|生成|提供){_OF} (?:信息)?公开{_OF} "
        rf"(?:信息|公开)?责任[部单]. red.head signature (?:报送|填报|供稿|拟稿|上报){_OF} 供稿 "
        r"(?:信息|文章|文件|稿件|内容|新闻|资讯)?(?:来源于?|来自|稿源) (?:单位|部门)名称 contentsource source "
        r"author-unit dc\.publisher #js_name office sitename og:site_name",
    ),
    "published": _Field(
        _day,
        r"(?:信息)?(?:发布|发表|公开|公布|上网|发稿|刊发)(?:日期|时间) <publishtime> pubdate publishdate "
        r"firstpublishedtime article:published_time og:release_date datepublished dc\.date dc\.date\.issued "
        r"dcterms\.issued publish-date date #publish_time "
        rf"(?:信息|文章|文件|稿件|内容)?(?:{_DAYS}|制发|签发|颁布)?(?:日期|时间) (?:发布|发表)于? "
        r"dated (?:信息|文章|文件|稿件)?来源 foot",
    ),
    "number": _Field(_number, "(?:发文|文件|公文)?(?:字号|文号|编号)|发文号 numbered"),
    "source_url": _Field(_address, "address url og:url canonical saved.from"),
}


def told(field: str, witnesses: Sequence[Witness]) -> Any:
    """What witnesses say of a field: by the first of its sources that says something of use; None if nobody does.

    Of titles, one that names the genre and a year is believed first: a column is a heading too, but of no first source.

    >>> told("issuer", [Witness("来源", "本站原创"), Witness("发布机构", "某局")])
    '某局'
    >>> told("issuer", [Witness("来源", "本网")])
    >>> told("published", [Witness("成文日期", "2024年1月10日"), Witness("pubdate", "2024-01-15 10:20")])
    datetime.date(2024, 1, 15)
    """
    known = SOURCES[field]
    said: list[tuple[int, int, object]] = []
    for place, source in enumerate(known.sources.split()):
        for witness in witnesses:
            if re.fullmatch(source, witness.source) and (value := known.read(witness.words)):
                words = str(value) if field == "title" else ""
                kind = bool(GENRE.search(words)) * (1 + bool(_YEAR.search(words)))
                said.append((-max(kind, bool(words) and place < 3), place, value))
    return min(said, key=lambda one: one[:2])[2] if said else None


def in_head(lines: Iterable[str]) -> Iterator[Witness]:
    """What the lines of a head say: labels, the red head 某局文件, the number below it, days, addresses, the title."""
    lines = list(lines)
    for said in labelled(lines):
        yield said
        if said.source in ("作者", "单位", "部门") and are_offices(said.words):
            yield Witness("office", said.words)
    for above, line in zip(["", *lines], lines, strict=False):
        if url := URL.search(line):
            yield Witness("address", url[0])
        beside = tuple(_beside_a_day(line))
        yield from beside
        if (beside or _MONTH.fullmatch(line)) and are_offices(above):
            yield Witness("signature", closed_up(above))
        yield from (Witness("numbered", one[1]) for one in map(NUMBERED.fullmatch, (line, *line.split())) if one)
        if (red := _RED_HEAD.fullmatch(line)) and _OFFICE.fullmatch(_bare(red[1])):
            others = (_bare(above),) if _OFFICE.fullmatch(_bare(above)) else ()
            yield Witness("red head", " ".join((*others, _bare(red[1]))))
    if title := title_of(lines):
        yield Witness("head", title)


_ONWARD = ("和", "与", "及", "暨", "以及", "的")  # 关于2023年工作总结 / 和2024年工作打算的报告
_OF_A_YEAR = re.compile(r"[^（(—].*\d{4}年度?[^月日期第]*")  # 2023年度政府信息公开 / 工作年度报告
_BROKEN_TITLE = re.compile(
    r"[和与及的、]$|关于(?!.*(?:报告|总结|汇报|要点|计划|安排|通知|意见|函|请示|情况|公报|纪要|年报|公[告示]|决定|批复|方案|办法|规定)(?:[（(].*)?$)"
)


def title_of(lines: Iterable[str]) -> str:
    """The title: the first line that names the genre, with the office above it, to its end; else the first line.

    >>> title_of(["某市要闻", "某街道办事处", "关于2023年工作总结和", "2024年工作打算的报告", "（摘要）"])
    '某街道办事处关于2023年工作总结和2024年工作打算的报告'
    """
    lines, joined = list(lines), ""
    around = zip(["", *lines], lines, [*lines[1:], ""], strict=False)
    words = [line for before, line, after in around if not is_label(line, before, after)]
    for line, after in pairwise([*map(closed_up, words[:6]), ""]):
        begun: object = (_OFFICE.fullmatch(joined) and not line.startswith(joined)) or _BROKEN_TITLE.search(joined)
        begun = begun or (_OF_A_YEAR.fullmatch(joined) and not GENRE.search(joined) and len(line) < 30)
        joined = joined + line if joined and (begun or line.startswith(("—", *_ONWARD))) else line
        if GENRE.search(joined) and not _BROKEN_TITLE.search(joined) and not after.startswith(_ONWARD):
            return joined
    return words[0] if words and not words[0].startswith("—") else ""


def is_whole_title(line: str) -> bool:
    """Whether a line by itself is a title of the genre: it names the genre and a year, and ends as no sentence does.

    >>> [is_whole_title(line) for line in ("某镇2023年工作总结", "工作总结", "现将2023年工作情况报告如下：")]
    [True, False, False]
    """
    return len(line) <= 60 and bool(GENRE.search(line) and _YEAR.search(line)) and not re.search("[。；：，]", line)


# What may stand below the day in which a document ends: 附件, （此件公开发布）, 抄送：, 联系人：
_BELOW = re.compile(rf"附[件录表注]|[（(]|抄送|主送|印发|联系|责任编辑|{_S}\Z")

_SENT = re.compile("报送|填报|供稿|编制|拟稿|上报")  # 报送单位：某局 / 日期：2024.1.9
_AT_THE_FOOT = re.compile(rf"{_SENT.pattern}|.*来源$|{_UNMARKED.pattern}$")


def in_foot(lines: Iterable[str]) -> Iterator[Witness]:
    """Who signed, and when: 某局 / 2024年1月17日, at the end or above annexes; and what labels say below it."""
    lines = list(lines)
    tail = list(takewhile(lambda line: len(line) <= 200 and any(labelled([line])), reversed(lines)))
    said = list(labelled(reversed(tail)))
    days = ("日期", "时间") * any(_SENT.match(one.source) for one in said)
    yield from (one for one in said if one.source in days or _AT_THE_FOOT.match(one.source))
    above: list[str] = []  # 某镇党委 / 某镇人民政府: who signed together, a line each
    found: tuple[Witness, ...] = ()
    for line in lines[: len(lines) - len(tail)]:
        if found and (_BELOW.match(line) or is_whole_title(line)):  # what 关于印发《…》的通知 prints below
            break
        dated = _DAY_SAID.fullmatch(line.strip(WHITE)) if len(line) <= 60 else None
        found, day = (), found[:1]
        if dated:
            found = (Witness("foot", line), *(Witness("signature", " ".join(above[-3:])) for _ in above[:1]))
        elif len(line) <= 60 and (both := re.fullmatch(rf"([^\d]{{2,40}}?){_S}({_DATE}日?)", line)):
            found = (Witness("foot", both[2]), Witness("signature", both[1])) if are_offices(both[1]) else ()
        elif day and are_offices(line):  # 2024年1月17日 / 某局
            found = (*day, Witness("signature", closed_up(line)))
        above = [*above, closed_up(line)] if len(line) <= 60 and are_offices(line) else []
    yield from found


# 2023年工作总结 · 23年度 · 二〇二三年; not 2019—2023年, not 2018年至2022年
_YEAR_NAMED = re.compile(
    r"(?<![-—–~～至\d])(\d{4}(?=年)|(?:19|20)\d\d|\d\d(?=年度)|[一二][〇○零九][〇○零一二三四五六七八九]{2}(?=年))(?!年?度?[-—–~～至\d.])"
)


def year_in(words: str) -> int | None:
    """The first year that words name.

    >>> [year_in(words) for words in ("2023年工作总结", "23年度工作总结", "二〇二三年", "2019—2023年")]
    [2023, 2023, 2023, None]
    """
    named = _YEAR_NAMED.search(words)
    year = number_in(named[1]) if named else None
    return year + 2000 if year and year < 100 else year
