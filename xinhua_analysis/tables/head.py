"""The head of a page: its title, issuer, day and year, and where the body begins."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice

from .. import labels
from ..language.lines import Line, ends_in, is_prose, lines_of, neighbours
from ..language.stages import year_told
from ..lexicon import Patterns
from ..passages import Witness, closed_up
from .headings import OWN_LINE, mark_of, plain


@dataclass(frozen=True, slots=True)
class Head:
    """What the head of the page states; empty or None where it states nothing."""

    title: str
    issuer: str
    published: datetime.date | None
    year: int | None
    source_url: str
    number: str = ""


_P = Patterns(__name__)


@lru_cache(maxsize=1)
def find_body(text: str) -> int:
    """Find where the head of the page ends and the preamble begins: 0 when there is no head.

    The head is a title (a short first line that names the genre, or stands apart), label lines, dates and names.

    >>> find_body("新华路街道2023年工作总结\\n发布日期:2024-02-02\\n\\n2023年是关键之年。")
    32
    """
    title, loose, stop, contents = "", 0, 0, False
    lines = list(islice(neighbours(text), 60))
    _, red = labels.red_head([line.text for line in lines])
    for at, line in enumerate(lines):
        words = line.text
        contents = not title and labels.is_of_contents(words, contents)
        if contents:
            stop = line.start + len(words)
            continue
        if at >= red and (len(words) > 200 or not labels.is_label(words, line.before, line.after)):
            if len(words) > 60 or ends_in(words, "。！？!?；;：:…，,、"):
                return line.start
            if (mark := mark_of(line)) and mark.kind != "plain":
                return line.start
            named = closed_up(words)
            if not title:
                if not _is_page_title(line):
                    return line.start
                title = named
            elif named != title and not _follows_a_column(title, named):
                loose += 1  # a name, an occasion: ——2022年1月5日在…会议上
                if loose > 4 or _opens_body(line, title):
                    return line.start
        stop = line.start + len(words)
    return stop


def _follows_a_column(title: str, line: str) -> bool:
    """Whether a line below the first is the title: that is the name of a column, or names no genre as this does."""
    genre = labels.GENRE.search
    return labels.is_column(title) and labels.is_whole_title(line) if genre(title) else bool(genre(line))


def _opens_body(line: Line, title: str) -> bool:
    """Whether a short line below the title opens the body: it states a count, or heads what follows it."""
    words = line.text
    if labels.is_author(words):  # above 一、
        return False
    if re.search(r"\d", words) and not re.search(r"\d{4}[年\-]", words):
        return True
    heads = line.parted and words not in title and _P.UNDER_TITLE.search(words)  # 2023年工作开展情况
    heads = heads or re.fullmatch("【[^】]+】", words)  # 【主要成效】
    return bool((heads or OWN_LINE.match(line.after)) and plain(line._replace(before="")))


def _is_page_title(line: Line) -> bool:
    """Whether a short first line is the title: it stands apart, or names the genre, or the line behind it does."""
    if re.search("[。！？；]", line.text):
        return False
    if line.after and (line.alone or labels.is_label(line.after)):
        return True
    split = (len(line.after) <= 30 and labels.GENRE.search(closed_up(line.after))) or line.after.startswith("关于")
    split = split or (labels.are_offices(line.text) and labels.are_offices(line.after))
    split = split and not is_prose(line.after)
    return bool(labels.GENRE.search(line.text) or split) and not is_prose(line.text)


def _year_reviewed(lines: Iterable[str]) -> int | None:
    """The year of 一、2024年工作回顾, or the one before that of 二、2025年工作安排 behind 一、过去一年工作回顾."""
    openings = [match[0] for line in lines if (match := _P.OPENING.match(line))]
    back = [words for words in openings if _P.LOOKS_BACK.search(words) and not _P.LOOKS_AHEAD.search(words)]
    year = next(filter(None, map(labels.year_in, back)), None)
    if year or not any(re.search("过去的?一年", words) for words in back):
        return year
    ahead = next(filter(None, map(labels.year_in, filter(_P.LOOKS_AHEAD.search, openings))), None)
    return ahead - 1 if ahead else None


def read_head(text: str, body_start: int | None = None, witnesses: Iterable[Witness] = ()) -> Head:
    """Read title, issuer, date of publication, year, address and number (文号) from what the document says of itself.

    ``body_start`` is where the preamble begins, by default ``find_body(text)``; ``witnesses`` tell what the file says
    outside its text. Each field is believed by the order of ``sources.csv``. What is not stated stays empty or None:
    the day on which a report was given to a congress is no date of publication.

    >>> read_head("新华路街道2023年工作总结\\n• 发布日期:2024-02-02\\n\\n2023年是关键之年。").published
    datetime.date(2024, 2, 2)
    """
    stop = find_body(text) if body_start is None else body_start
    head, body = ([line for _, line in lines_of(part)] for part in (text[:stop], text[stop:]))
    said = [*witnesses, *labels.in_head(head), *labels.in_foot(body)]
    title, issuer, url, number = (labels.told(of, said) or "" for of in ("title", "issuer", "source_url", "number"))
    year = year_told(title, head) or _year_reviewed([*head[1:], *body])
    return Head(title, issuer, labels.told("published", said), year, url, number)
