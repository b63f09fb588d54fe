"""What a file says of itself: title, issuer, day, number and address, each from one ordered list of witnesses.

A *witness* is where something was said, and what: a label of the head (发布机构：…, 名称⇥…⇥索引号⇥…), an element of a
page, or a part of the document (``red head``). ``sources.csv`` orders them; the first of use is believed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from itertools import chain, pairwise, takewhile
from typing import Any

from .lexicon import Patterns, rows
from .passages import WHITE, Witness, closed_up

_P = Patterns(__name__)
URL, GENRE, NUMBERED, NO_ANNEX = _P.URL, _P.GENRE, _P.NUMBERED, _P.NO_ANNEX


def bare(words: str) -> str:
    """Words without the white in them."""
    return "".join(words.split())


def parts_of(line: str) -> list[str]:
    """The labels of a line, each with what it labels: 来源：某局 日期：2024-01-05."""
    line = _P.PARTED.sub(lambda label: bare(label[1]), line)
    parts = [part for part in _P.NEXT.split(line) if part.strip(WHITE)]
    if re.fullmatch("[\u4e00-\u9fff]{2,10}", "".join(parts[:1])) and line.startswith("".join(parts[:2])):
        parts[:2] = ["".join(parts[:2])]  # 征集日期：2026-12-31 is no 日期
    return parts


def are_offices(words: str) -> bool:
    """Whether words name an office, or several parted by blanks: 某镇党委　某镇人民政府, 某 镇 人 民 政 府."""
    return bool(words) and all(map(_P.OFFICE.fullmatch, closed_up(words).split()))


def _label(words: str) -> tuple[str, int]:
    """The label that words open with, blanks left out, and where what it labels begins; nothing if there is none."""
    match = _P.LABEL.match(words)
    label = bare(match[1] or match[2]) if match else ""
    match = match if match and _P.WORD.fullmatch(label) else _P.UNMARKED.match(words)
    return (label if match.re is _P.LABEL else bare(match[1]), match.end()) if match else ("", 0)


def _fields(line: str) -> list[str]:
    """The cells of a row; of a line whose labels are parted by blanks (索引号 A1 发布机构 某局) its words."""
    if "\t" in line:
        return _P.PARTED.sub(lambda label: bare(label[1]), line).split("\t")
    words = re.sub(r"(?<=\S)\s++(?=[：:])", "", line[:400]).split()
    labels = [bool(_P.WORD.fullmatch(word)) for word in words]
    return words if labels[:1] == [True] and sum(labels) > 1 and len(words) > 3 else []


def is_label(line: str, before: str = "", after: str = "") -> bool:
    """Whether a line labels, dates, numbers or links the page: • 发布日期:2024-02-02, 名称⇥…⇥索引号⇥….

    With the lines before and after it, also what an empty label before it labels, and a column in 首页 / > / 某市要闻.

    >>> [is_label(line) for line in ("索 引 号：A1", "名称\\t年报", "某政〔2024〕1号", "【日期】2024.1.5", "年报")]
    [True, True, True, True, False]
    """
    if before in _CRUMBS or after in _CRUMBS:
        return True
    waits = before[-1:] in ("：", ":") or _P.UNMARKED.match(before)
    label, at = _label(before[:30]) if waits and not GENRE.search(line) else ("", 0)
    if label and at == len(before):
        return True
    line = line[:200]
    words = (line, *_fields(line)[:1])
    known = any(_label(word)[0] for word in words) or any(_P.WORD.fullmatch(bare(word)) for word in words[1:])
    return bool(known or _P.NO_TEXT.fullmatch(line) or URL.match(line) or any(_beside_a_day(line)))


def _beside_a_day(line: str) -> Iterator[Witness]:
    """A day that nothing labels, and offices beside it: 2024年1月15日　某局　浏览：8; not 2024年1月4日 在会上."""
    source = "office" if "星期" in line else "signature"  # 某县人民政府 2024年2月2日 星期五 is the clock of a page
    if len(line) <= 60 and (both := _P.SIGNED.fullmatch(line)) and are_offices(both[1]):  # 某局2024年1月15日
        yield from (Witness("dated", both[2]), Witness(source, closed_up(both[1])))
        return
    line = "" if re.search("[，。；\t]", line) else " ".join(map(str.strip, parts_of(line)))
    day = _P.DAY_SAID.search(line)
    if day is None or line[: day.start()].rstrip(WHITE).endswith(("：", ":", "日期", "时间")):
        return
    around = " ".join(map(closed_up, (line[: day.start()], line[day.end() :])))
    words = [re.sub("(?:编|发布)$", "", word) for word in re.split(r"[\s|｜]+", around)]
    offices = list(filter(are_offices, words))
    if not any(words) or offices or ":" in day[0] or any(_label(word)[0] or NUMBERED.fullmatch(word) for word in words):
        yield Witness("dated", day[0])
        yield from (Witness(source, office) for office in offices)


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
        if GENRE.search(line) and not waiting.endswith(("称", "题")):
            waiting = ""  # 来源： without any, above the title
        parts = row or ([line] if _P.UNMARKED.fullmatch(line) else parts_of(line[:400]))
        labels = [bare(part) for part in parts if _P.WORD.fullmatch(bare(part))]
        if len(heads) == len(parts) > 1 and not labels:
            yield from map(Witness, heads, parts)
        heads = labels if row and len(labels) == len(parts) else []  # 标题⇥发布机构⇥发布日期: what they label is below
        for part in () if heads else map(str.strip, parts):
            label, at = _label(part)
            if row and not label and not waiting and _P.WORD.fullmatch(bare(part)):
                label, at = bare(part), len(part)
            if (words := part[at:].strip(WHITE)) and (label or waiting):
                yield Witness(label or waiting, words)
            elif not row and are_offices(words) and any(_label(one)[0] for one in parts):  # 某局 发布时间：2024-01-18
                yield Witness("office", words)
            waiting = "" if words else label


def counters(text: str) -> Iterator[tuple[int, int]]:
    """Where a page tells how often it was read, and of how many pages it is, by itself or among labels.

    >>> text = "来源：某局　点击:88次\\n\\n阅读推广活动36次\\n\\n第 1 页 共 3 页"
    >>> [text[start:stop] for start, stop in counters(text)]
    ['点击:88次', '第 1 页 共 3 页']
    """
    lines = (line.span() for line in _WITHOUT_STOP.finditer(text))
    for match in chain.from_iterable(_P.COUNTER.finditer(text, *line) for line in lines):
        start, stop = match.span()
        before = text[max(0, start - _LONGEST) : start].rpartition("\n")[2]
        behind = text[stop : stop + _LONGEST].partition("\n")[0]
        line = f"{before}{match[0]}{behind}".strip(WHITE)
        if line == match[0].strip(WHITE) or ("\t" not in line and is_label(line)):
            yield start, stop


_LONGEST = 200  # a line of labels
_WITHOUT_STOP = re.compile("^[^\\n。]++$", re.MULTILINE)
_CRUMBS = frozenset(">＞»›/")  # 首页 / > / 某市要闻


def _issuer(words: str) -> str:
    """Who issued it, if it is somebody: 本站, 本网原创 and 微信公众平台 are nobody."""
    words = closed_up(_P.SAID_TWICE.sub("", words.strip(WHITE)))
    for end in (_P.FURNITURE, _P.ANY_DATE):  # （来源：某镇 2024年1月16日）
        words = words[: found.start()] if (found := end.search(words)) else words
    words = _P.JOINT.sub(r"\1 ", " ".join(words.strip(f"{WHITE}【】[]/／·；;|").split()))
    words = words.rstrip(f"{WHITE}（([【")
    words = words.rstrip("" if re.search("[（(]", words) else "）)").lstrip("" if re.search("[）)]", words) else "（(")
    return "" if _P.NOBODY.fullmatch(words) or URL.match(words) or not re.search(r"[^\W\d]{2}", words) else words


_DIGITS = str.maketrans("〇○零ОOＯ元一二三四五六七八九", "0000001123456789")


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
    match = _P.ANY_DATE.search(words[:100])
    try:
        return date(*(number_in(word) for word in match.groups() if word)) if match else None
    except ValueError:  # 2024-13-45, 二〇二四
        return None


def _title(words: str) -> str:
    words = closed_up(_P.TITLE_DAY.sub("", words))
    return "" if _P.CHAPTER.fullmatch(words) else words


def _number(words: str) -> str:
    match = _P.A_NUMBER.search(words[:100])
    return match[0].strip(WHITE) if match and not GENRE.search(match[0]) else ""


_READ: dict[str, Callable[[str], object]] = {"title": _title, "issuer": _issuer, "published": _day}
_READ["number"] = _number
_READ["source_url"] = lambda words: words if _P.ADDRESS.fullmatch(words) and words.isprintable() else ""
SOURCES: dict[str, list[re.Pattern[str]]] = {field: [] for field in _READ}  # of each field whole labels, best first
for _row in rows("sources"):
    SOURCES[_row["field"]].append(re.compile(_P.filled(_row["pattern"])))


def told(field: str, witnesses: Sequence[Witness]) -> Any:
    """What witnesses say of a field: by the first of its sources that says something of use; None if nobody does.

    Of titles, one that names the genre and a year is believed first: a column is a heading too, but of no first source.

    >>> told("issuer", [Witness("来源", "本站原创"), Witness("发布机构", "某局")])
    '某局'
    >>> told("issuer", [Witness("来源", "本网")])
    >>> told("published", [Witness("成文日期", "2024年1月10日"), Witness("pubdate", "2024-01-15 10:20")])
    datetime.date(2024, 1, 15)
    """
    said: list[tuple[int, int, object]] = []
    for place, source in enumerate(SOURCES[field]):
        for witness in witnesses:
            if source.fullmatch(witness.source) and (value := _READ[field](witness.words)):
                words = str(value) if field == "title" else ""
                kind = bool(GENRE.search(words)) * (1 + bool(_P.YEAR.search(words)))
                said.append((-max(kind, bool(words) and place < 3), place, value))
    return min(said, key=lambda one: one[:2])[2] if said else None


def in_head(lines: Iterable[str]) -> Iterator[Witness]:
    """What the lines of a head say: labels, the red head 某局文件, the number below it, days, addresses, the title."""
    lines = list(lines)
    for said in labelled(lines):
        yield said
        if said.source in ("作者", "单位", "部门") and are_offices(said.words):
            yield Witness("office", said.words)
    yield Witness("red head", " ".join(red_head(lines)[0]))
    for above, line in zip(["", *lines], lines, strict=False):
        if url := URL.search(line):
            yield Witness("address", url[0])
        beside = tuple(_beside_a_day(line))
        yield from beside
        if (beside or _P.MONTH.fullmatch(line)) and are_offices(above):
            yield Witness("signature", closed_up(above))
        yield from numbers_in(line)
    title = title_of(lines)
    yield Witness("head", title)
    below = iter(map(closed_up, lines))
    if any(GENRE.search(line) and title.endswith(line) for line in below):
        yield from (Witness("office", line.strip("—（）()")) for line in below if is_author(line))


def red_head(lines: Sequence[str]) -> tuple[list[str], int]:
    """Who stands in a red head, a line each above it or down to the number, and the place behind it; nobody, and 0.

    >>> red_head(["000012", "某县公安局", "某县教育局　文件", "某县民政局", "某公通〔2024〕1号"])
    (['某县公安局', '某县教育局', '某县民政局'], 4)
    """
    for at, red in enumerate(map(_P.RED_HEAD.fullmatch, lines[:20])):
        if red:
            above = [*takewhile(are_offices, reversed(lines[:at]))][::-1]
            below = [*takewhile(are_offices, lines[at + 1 :])]
            stop = at + 1 + len(below)
            if not any(map(NUMBERED.fullmatch, lines[stop : stop + 1])):
                below, stop = [], at + 1  # the first line of the title
            own = red[1] if are_offices(red[1]) else bare(red[1])
            names = [*above, *filter(are_offices, [own]), *below]
            if names:
                return [name for line in names for name in closed_up(line).split()], stop
    return [], 0


def is_author(line: str) -> bool:
    """Whether a line below the title says by whom it is: an office alone; not 在某区人民代表大会.

    >>> [is_author(line) for line in ("某镇党政办", "——某县水务局", "在某县第十届人民代表大会", "某县水务局：")]
    [True, True, False, False]
    """
    return are_offices(line.strip("—（）()")) and not re.match("在|.*[大全]会$", line)


def numbers_in(line: str) -> Iterator[Witness]:
    """The number of a document that a line holds, and the day beside it.

    >>> [said.words for said in numbers_in("某政发〔2024〕1号（2024年1月15日）")]
    ['2024年1月15', '某政发〔2024〕1号']
    """
    yield from (Witness("numbered", one[1]) for one in map(NUMBERED.fullmatch, (line, *line.split())) if one)
    if both := _P.NUMBER_AND_DAY.fullmatch(line):
        yield from (Witness("dated", day) for day in (both["before"], both["behind"]) if day)
        yield Witness("numbered", both["number"])


_ONWARD = ("和", "与", "及", "暨", "以及", "的")  # 关于2023年工作总结 / 和2024年工作打算的报告


def title_of(lines: Iterable[str]) -> str:
    """The title: the first line that names the genre, with the office above it, to its end; else the first line.

    >>> title_of(["某市要闻", "某街道办事处", "关于2023年工作总结和", "2024年工作打算的报告", "（摘要）"])
    '某街道办事处关于2023年工作总结和2024年工作打算的报告'
    """
    lines, joined = list(lines), ""
    lines = lines[red_head(lines)[1] :]
    around = zip(["", *lines], lines, [*lines[1:], ""], strict=False)
    words = [line for before, line, after in around if not is_label(line, before, after) and _title(line)]
    while any(map(is_whole_title, words[1:4])) and is_column(words[0]):
        words = words[1:]
    for line, after in pairwise([*map(closed_up, words[:6]), ""]):
        of_office = are_offices(joined) and not line.startswith(joined) and not _names_another(joined, line)
        of_year = _P.OF_A_YEAR.fullmatch(joined) and not GENRE.search(joined) and len(line) < 30
        begun = of_office or of_year or _P.BROKEN_TITLE.search(joined) or line.startswith(("—", *_ONWARD))
        joined = joined + line if joined and begun else line
        if GENRE.search(joined) and not _P.BROKEN_TITLE.search(joined) and not after.startswith(_ONWARD):
            return joined
    return words[0] if words and not words[0].startswith("—") else ""


def is_column(line: str) -> bool:
    """Whether a line may be the name of a column of a site, which the title follows.

    >>> [is_column(line) for line in ("工作总结", "某镇工作总结", "2023年工作总结")]
    [True, False, False]
    """
    return bool(_P.COLUMN.fullmatch(closed_up(line)))


def is_of_contents(line: str, before: bool) -> bool:
    """Whether a line heads the contents, or is one of them where the line before is: 目录, 一、主要工作……1.

    >>> is_of_contents("目　录", False), is_of_contents("一、主要工作", True), is_of_contents("一、主要工作", False)
    (True, True, False)
    """
    return bool(_P.CHAPTER.fullmatch(line)) and (before or closed_up(line)[0] in "目Cc")


def _names_another(office: str, line: str) -> bool:
    """Whether a title says itself whose it is, below the site of a government: 某县人民政府 / 某镇2023年工作总结."""
    placed = _P.PLACED.match(line)  # 某县水务局 / 河东街道办事处2023年工作总结
    return bool(placed) or (office.endswith("政府") and are_offices(re.split(r"关于|\d{4}", line)[0]))


def is_whole_title(line: str) -> bool:
    """Whether a line by itself is a title of the genre: it names the genre and a year, and ends as no sentence does.

    >>> [is_whole_title(line) for line in ("某镇2023年工作总结", "工作总结", "现将2023年工作情况报告如下：")]
    [True, False, False]
    """
    return len(line) <= 60 and bool(GENRE.search(line) and _P.YEAR.search(line)) and not re.search("[。；：，]", line)


_DAY_OF = frozenset({"日期", "时间"})


def _labels_or_counts(line: str) -> bool:
    return len(line) <= _LONGEST and (any(labelled([line])) or bool(_P.COUNTER.fullmatch(line)))


def in_foot(lines: Iterable[str]) -> Iterator[Witness]:
    """Who signed, and when: 某局 / 2024年1月17日, at the end or above annexes; and what labels say below it."""
    lines = list(lines)
    tail = list(takewhile(_labels_or_counts, reversed(lines)))
    said = list(labelled(reversed(tail)))
    body = lines[: len(lines) - len(tail)]
    signed = closed_up(body[-1]) if body and are_offices(body[-1]) and {one.source for one in said} & _DAY_OF else ""
    days = _DAY_OF if signed or any(_P.SENDER.match(one.source) for one in said) else ()
    yield from (one for one in said if one.source in days or _P.AT_THE_FOOT.match(one.source))
    above: list[str] = []  # 某镇党委 / 某镇人民政府: who signed together, a line each
    found: tuple[Witness, ...] = (Witness("signature", signed),) if signed else ()
    for line in () if signed else body:
        if found and (_P.BELOW.match(line) or is_whole_title(line)):  # what 关于印发《…》的通知 prints below
            break
        if found and _P.UNDER.fullmatch(line):
            continue
        dated = len(line) <= 60 and any(day.fullmatch(line.strip(WHITE)) for day in (_P.DAY_SAID, _P.MONTH))
        found, day = (), found[:1]
        office = closed_up(line[_label(line)[1] :]) if len(line) <= 60 else ""
        if dated:
            found = (Witness("foot", line), *(Witness("signature", " ".join(above[-3:])) for _ in above[:1]))
        elif len(line) <= 60 and (both := _P.SIGNED.fullmatch(line)):
            found = (Witness("foot", both[2]), Witness("signature", both[1])) if are_offices(both[1]) else ()
        elif day and are_offices(line):  # 2024年1月17日 / 某局
            found = (*day, Witness("signature", office))
        above = [*above, office] if are_offices(office) else []
    yield from found


def year_in(words: str) -> int | None:
    """The first year that words name.

    >>> [year_in(words) for words in ("2023年工作总结", "23年度工作总结", "二〇二三年", "2019—2023年")]
    [2023, 2023, 2023, None]
    """
    named = _P.YEAR_NAMED.search(words)
    year = number_in(named[1]) if named else None
    return year + 2000 if year and year < 100 else year
