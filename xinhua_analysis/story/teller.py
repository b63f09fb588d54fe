"""What fills a sentence: its numbers from rows, in one language, each a link to the words on the source page."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from decimal import Decimal
from functools import cached_property
from html import escape
from itertools import groupby
from operator import itemgetter
from string import Formatter
from typing import NamedTuple

import pandas as pd

from ..columns import MEANINGS, TABLES
from ..context import facts
from ..records import Figure, Numeral, Sentence, SummaryError
from ..report import Report
from ..telling.show import mark
from ..telling.wording import GLOSSED, bounded, cell_in_words, counted_noun, enumerated, in_chinese, number

_ID = re.compile(r"[a-z]\d[\w.-]*")
_FEW, _MANY = 6, 24  # ids that stand behind a count at once; and when they are asked for

TABLE_OF = {table.record: name for name, table in MEANINGS.items()}

_IN_CHINESE = {"about ": "约", "at least ": "至少", "at most ": "至多"}


class Number(NamedTuple):
    """A number to be told: its value, by which numbers sort, its words, and the ids of the rows behind it."""

    value: Decimal
    words: str
    ids: tuple[str, ...]

    @classmethod
    def of(cls, value: Decimal, ids: tuple[str, ...], bound: str = "exact") -> Number:
        """A value in words, with the bound that limits it."""
        return cls(value, bounded(value, bound), ids)


class Told(NamedTuple):
    """Something told, as HTML for the reader and as plain text for tests and terminals; a notebook shows either."""

    text: str
    html: str

    def __repr__(self) -> str:
        return self.text

    def _repr_html_(self) -> str:
        return self.html


class RowLinks:
    """Links of a report's rows to their words on the source page."""

    def __init__(self, report: Report) -> None:
        self.report = report

    def runs(self, ids: Sequence[str]) -> list[list[str]]:
        """Ids in stretches that follow each other in their table; two that touch stay two."""
        order = self._places
        steps = [(order[id_] - at if id_ in order else id_, id_) for at, id_ in enumerate(ids)]  # the same in a stretch
        runs = [[id_ for _, id_ in run] for _, run in groupby(steps, itemgetter(0))]
        return [part for run in runs for part in ([run] if len(run) > 2 else [[id_] for id_ in run])]

    @cached_property
    def _places(self) -> dict[str, int]:
        return {row.id: place for table in TABLES for place, row in enumerate(self.report.records(table))}

    def link(self, id_: str, html: str) -> str:
        """A link to a row's words on the source page, its tooltip says what it says; a fact leads to its own source."""
        if known := facts(self.report).get(id_):
            about = f"{known.what} {known.year} {known.place} · {known.source} · {known.how_sure}"
            told = f"{id_} · from outside the text: {about}"
            link = f'<a href="{escape(known.address)}" title="{escape(told)}">{html}</a>'
            return f'<span class="xa-outside" style="border-bottom:2px dotted #d55e00">{link}</span>'
        row = self.report.row(id_)
        link, told = self.report.cite(id_).link, mark(TABLE_OF[type(row)], row).tooltip
        href = f' href="{escape(link)}"' if link else ""
        return f'<a class="xa-row" data-id="{id_}" title="{escape(told)}"{href}>{html}</a>'


class Teller(NamedTuple):
    """Fills the sentences of one language; ``figure`` finds the one figure that some words name."""

    links: RowLinks
    figure: Callable[[str], Figure]
    rows: dict[str, object]
    is_chinese: bool

    def told(self, sentence: str) -> Told:
        """A sentence with its numbers filled in and linked; SummaryError if a number is not made from rows."""
        plain, html = list[str](), list[str]()
        try:
            pieces = list(Formatter().parse(sentence))
        except ValueError as error:
            raise SummaryError(f"{error}: {sentence[:60]!r}", hint="write {{ and }} for braces") from error
        for literal, field, spec, conversion in pieces:
            plain.append(literal)
            html.append(escape(literal) if self.is_chinese else in_chinese(literal))
            if conversion:
                hint = "write {f006} or {n:one|many}"
                raise SummaryError(f"{{{field}!{conversion}}}: nothing is converted", hint=hint)
            if field is not None:
                starts = not "".join(plain).strip() or "".join(plain).rstrip().endswith((".", "!", "?"))
                words, marked = self._filled(field, spec or "", starts)
                plain.append(words)
                html.append(marked)
        return Told("".join(plain), "".join(html))

    def _filled(self, field: str, spec: str, starts: bool) -> tuple[str, str]:
        named = field if _ID.fullmatch(field) or field in self.rows else self.figure(field).id
        value = self.rows.get(field, named)
        if isinstance(value, str):
            return self._named(value)
        if isinstance(value, pd.DataFrame):
            ids = tuple(value["id"]) if "id" in value else ()
            if spec == "list":
                return self._listed(ids)
            if self.is_chinese:  # 有#个统计数|没有给出数字
                some, _, none = (spec if "#" in spec else "#").partition("|")
                before, mark_, after = (none if none and value.empty else some).partition("#")
                words, html = self._linked(f"{len(value)}", "", ids) if mark_ else ("", "")
                return f"{before}{words}{after}", f"{escape(before)}{html}{escape(after)}"
            return self._linked(*counted_noun(len(value), spec), ids, starts)
        if isinstance(value, Number):
            bound = next((bound for bound in _IN_CHINESE if self.is_chinese and value.words.startswith(bound)), "")
            words = f"{_IN_CHINESE.get(bound, '')}{value.words.removeprefix(bound)}"
            words = words.replace(",", "") if self.is_chinese else words
            return self._linked(words, "" if self.is_chinese else spec.rpartition("|")[2], value.ids, starts)
        hint = "give rows, an id, or a Number of total, ratio, even_share, length or score"
        raise SummaryError(f"{field} is {type(value).__name__}: a number told must be made from rows", hint=hint)

    def _named(self, id_: str) -> tuple[str, str]:
        """A row in the middle of a sentence: a figure by its number, another by its words and their English."""
        if known := facts(self.links.report).get(id_):
            told = bounded(Decimal(known.value)) if known.value else known.english
            chinese = f"{told.replace(',', '')}{known.unit}" if known.value else f"《{known.what}》"
            return self._linked(chinese if self.is_chinese else told, "", (id_,))
        row = self.links.report.row(id_)
        if isinstance(row, Figure | Numeral):  # of a numeral 2023年
            told = number(row) if isinstance(row, Figure) else row.text.removesuffix("年")
            return self._linked(row.text if self.is_chinese else told, "", (id_,))
        if isinstance(row, Sentence):
            return f"sentence {id_}", self.links.link(id_, f"sentence {id_}")
        table = TABLE_OF[type(row)]
        words = f"{getattr(row, 'verb', '')}{getattr(row, GLOSSED[table][0])}".strip()
        meaning = "" if self.is_chinese else cell_in_words(table, row, "english")
        words = f"{words} ({meaning})" if meaning else words
        return f"{words} [{id_}]", self.links.link(id_, f"{in_chinese(words)}<sup>{id_}</sup>")

    def _listed(self, ids: Sequence[str]) -> tuple[str, str]:
        named = [self._named(id_) for id_ in ids] or [("none", "none")]
        plain, html = ([name[side] for name in named] for side in (0, 1))
        if self.is_chinese:
            return "、".join(plain), "、".join(html)
        return enumerated(plain), enumerated(html)

    def _linked(self, words: str, noun: str, ids: tuple[str, ...], starts: bool = False) -> tuple[str, str]:
        """A number in bold and its noun, behind them the rows that it is made from: 16 [f006], 45 [f001…f045]."""
        words = words[:1].upper() + words[1:] if starts else words
        noun = f" {noun}" if noun else ""
        link, runs = self.links.link, self.links.runs(ids)
        if len(ids) == 1:
            html = link(ids[0], f"<b>{escape(words)}</b>{escape(noun)}<sup>{ids[0]}</sup>")
            return f"{words}{noun} [{ids[0]}]", html
        ends = [list(dict.fromkeys((run[0], run[-1]))) for run in runs]
        behind = " ".join("…".join(link(id_, id_) for id_ in pair) for pair in ends[:_MANY])
        if len(runs) > _FEW:
            more = f" and {len(runs) - _MANY} more places" if len(runs) > _MANY else ""
            # inline-block: a browser breaks the line after an inline one
            summary = f'<summary style="cursor:pointer">{len(ids)} rows</summary>'
            behind = f'<details style="display:inline-block">{summary} {behind}{more}</details>'
        if not ids:
            return f"{words}{noun}", escape(f"{words}{noun}")
        html = f"<b>{escape(words)}</b>{escape(noun)}<sup>{behind}</sup>"
        return f"{words}{noun} [{' '.join(map('…'.join, ends))}]", html
