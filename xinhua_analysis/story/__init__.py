"""What the notebooks say: sentences whose numbers are made from rows and lead to them, and tables that do the same."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from functools import cached_property
from html import escape
from typing import cast

import pandas as pd

from ..columns import TABLES, Record
from ..context import fact, sharers
from ..evidence import given, of_area
from ..records import Figure, LookupFailed, Sentence, TotalError
from ..report import Report
from ..telling.aligned import aligned
from ..telling.show import MARKED, format_legend, format_marks, marks_by_sentence
from ..telling.wording import cell_in_words, english, findings, in_chinese, shown_columns, translated, value_in_words
from ..totals import total
from ..trust.checks import INVARIANTS, NOTE
from .teller import Number, RowLinks, Teller, Told

__all__ = ["Number", "Story", "Told"]

_OPEN = '<div class="xa-told xa-en" style="margin:1em 0">'
_CHINESE_OPEN = '<div class="xa-told xa-zh" lang="zh" style="margin:1em 0">'
_LIMIT = 60  # rows of a table that a page shows; the frame holds all


class Story:
    """Tells what a report says, of one work area (``area`` 1 to n) or, without one, of the whole summary.

    ``sections sentences numerals figures actions names claims partners`` are the rows of that area, as tidy frames.
    """

    def __init__(self, report: Report, area: int | None = None) -> None:
        self.report, self.area = report, area
        self._links = RowLinks(report)
        if area is not None and area not in report.sections["area"].array:
            top = report.sections["area"].max()
            raise LookupFailed(f"no work area {area!r}", hint=f"the summary has areas 1 to {top}")

    def __getattr__(self, table: str) -> pd.DataFrame:
        if table not in TABLES:
            raise AttributeError(f"a story has no {table!r}")
        return self.report.table(table) if self.area is None else of_area(self.report, table, self.area)

    @property
    def text(self) -> str:
        """The characters of the area.

        >>> from xinhua_analysis import load
        >>> Story(load(), area=1).text[:8]
        '一、全力加快恢复'
        """
        sections = self.sections
        return self.report.text[int(sections["start"].min()) : int(sections["stop"].max())]

    def tell(self, sentence: str, chinese: str = "", **rows: object) -> Told:
        """A sentence, its numbers filled in from rows and linked to them; the same in Chinese below it, if given.

        In braces stands what is told: an id (``{f006}``, ``{k07}`` of a fact from outside); words that name one figure
        by subject, action, unit or stage (``{加梯 完工}``); or the name of a keyword, which may be rows of a table
        (their count is told), an id, or a ``Number`` of ``total``, ``ratio``, ``even_share``, ``length`` or ``score``.
        Behind a colon stands the noun of a count, ``{n:lift|lifts}``, or ``list``, which names the rows. In Chinese a
        figure is told with its unit, as written, and behind the colon stands what is said of some and of none:
        ``{n:有#台|没有}``. Raises LookupFailed for words that name no figure or several.

        >>> from xinhua_analysis import load
        >>> Story(load()).tell("{加梯 完工} lifts were finished.", "加梯完工{加梯 完工}。")
        16 [f006] lifts were finished.
        加梯完工16台 [f006]。
        """
        words = [(sentence, _OPEN), *([(chinese, _CHINESE_OPEN)] if chinese else [])]
        told = [Teller(self._links, self._figure, rows, at > 0).told(said) for at, (said, _) in enumerate(words)]
        html = (f"{begin}{one.html}</div>" for one, (_, begin) in zip(told, words, strict=True))
        return Told("\n".join(one.text for one in told), "".join(html))

    def finding(self, notebook: str, **rows: object) -> Told:
        """The finding of a notebook in English and Chinese, its sentences those of ``findings.csv``, as in ``tell``.

        Their braces may also name a table of the area (``{figures:figure|figures}``), and ``all``, all figures.

        >>> from xinhua_analysis import load
        >>> Story(load()).finding("nowhere")
        Traceback (most recent call last):
        ...
        xinhua_analysis.records.LookupFailed: no finding of 'nowhere' was typed for this text; write it in findings.csv
        """
        known = findings(self.report.folder)
        if notebook not in known:
            raise LookupFailed(f"no finding of {notebook!r} was typed for this text", hint="write it in findings.csv")
        sentence, chinese = known[notebook]
        told = {table: getattr(self, table) for table in TABLES} | {"all": self.report.figures}
        return self.tell(sentence, chinese, **told | rows)

    def _figure(self, words: str) -> Figure:
        """The one figure whose subject, action, unit, text and stage hold all of the words."""
        rows = {id_: cast(Figure, self.report.row(id_)) for id_ in self.figures["id"]}
        said = {i: (row.subject, row.action, row.text, row.stage, self._given.get(i, "")) for i, row in rows.items()}
        found = [id_ for id_, has in said.items() if all(word in " ".join(has) for word in words.split())]
        if len(found) != 1:
            what = f"{len(found)} figures ({' '.join(found)})" if found else "no figure"
            raise LookupFailed(f"{words!r} names {what}", hint="name one by words of its subject, action, unit, stage")
        return rows[found[0]]

    def table(self, rows: str | pd.DataFrame, *columns: str) -> Told:
        """Rows of a table with their English; each id is a link. ``columns`` are those to show, if not the usual.

        Any other frame is shown as it stands, with English behind words that have it, and nothing where it has none.

        >>> from xinhua_analysis import load
        >>> print(Story(load(), area=1).table("figures", "id", "text", "english"))
        id    text  english
        f001  3张   list
        """
        if isinstance(rows, str):
            self.report.records(rows)  # LookupFailed if there is none
        frame = getattr(self, rows) if isinstance(rows, str) else rows
        fitting = [table for table in TABLES if set(TABLES[table]) <= set(frame.columns)]
        if not (table := max(fitting, key=lambda table: len(TABLES[table]), default="")):
            frame = (frame.reset_index() if frame.index.name else frame).astype(object)
            shown = list(columns or frame.columns)
            words = [[*map(value_in_words, row)] for row in frame[shown].to_numpy().tolist()]
            return self._tabled([name.replace("_", " ") for name in shown], words)
        shown = list(columns or shown_columns(table))
        if unknown := [column for column in columns if column not in (*TABLES.get(table, ()), "english")]:
            raise LookupFailed(f"no column {unknown[0]!r} in {table}", hint=f"choose of {' '.join(TABLES[table])}")
        records = [self.report.row(id_) for id_ in frame["id"].head(_LIMIT)]
        cells = [[self._cell(table, row, column) for column in shown] for row in records]
        left = f"{len(frame) - _LIMIT} more rows: report.{table}" if len(frame) > _LIMIT else ""
        return self._tabled(shown, cells, left or ("" if cells else f"No {table}."))

    def _cell(self, table: str, row: Record, column: str) -> str:
        """A cell in words; the verb of a figure that counts for whom something was done, with the thing that was."""
        if column != "action" or not isinstance(row, Figure) or not (thing := self._given.get(row.id)):
            return cell_in_words(table, row, column)
        meaning = f"{english(row.action, 'action')} {english(thing, 'object')}".strip()
        return f"{row.action}{thing}" + (f" ({meaning})" if meaning else "")

    @cached_property
    def _given(self) -> dict[str, str]:
        return given(self.report)

    def words(self, *words: str) -> Told:
        """How often words stand in the text of the area, with their English.

        >>> from xinhua_analysis import load
        >>> print(Story(load()).words("困难", "没有这个词"))
        word        english       times
        困难        difficulties  1
        没有这个词                0
        """
        cells = [[word, english(word, "word"), f"{self.text.count(word)}"] for word in words]
        return self._tabled(["word", "english", "times"], cells)

    def _tabled(self, columns: Sequence[str], cells: Sequence[Sequence[str]], below: str = "") -> Told:
        def side(column: str) -> str:
            return "right" if column in ("value", "times") else "left"  # JupyterLab's own is right for all

        def data(column: str, cell: str) -> str:
            inner = self._links.link(cell, cell) if column == "id" else in_chinese(cell)
            return f'<td style="text-align:{side(column)}">{inner}</td>'

        head = "".join(f'<th scope="col" style="text-align:{side(name)}">{escape(name)}</th>' for name in columns)
        body = ["".join(data(*pair) for pair in zip(columns, row, strict=True)) for row in cells]
        lines = "\n".join(f"<tr>{row}</tr>" for row in [head, *body])
        note = f"<p>{escape(below)}</p>" if below else ""
        if below and not cells:
            return Told(below, note)  # a head over nothing says less
        html = f'<table class="xa-table">\n{lines}\n</table>{note}'
        return Told("\n".join(filter(None, [aligned([columns, *cells]), below])), html)

    def passage(self) -> Told:
        """The passage, sentence by sentence: as written, its rows marked, and in English where that is known."""
        marks, whole = marks_by_sentence(self.report.records), Story(self.report)
        plain_lines, html = list[str](), list[str]()
        for sentence in (cast(Sentence, self.report.row(id_)) for id_ in self.sentences["id"]):
            known = whole._translated(sentence.id)
            shown = format_marks(self.report.text, marks[sentence.id], sentence.start, sentence.stop)
            shown = f"<b>{shown}</b>" if sentence.kind == "heading" else shown
            link = self._links.link(sentence.id, sentence.id)
            html.append(f'<p>{link} <span class="xa-text" lang="zh">{shown}</span></p>{known.html if known else ""}')
            plain_lines.append(f"{sentence.id} {known.text if known else sentence.text}")
        counts = {table: getattr(self, table) for table in MARKED}
        return Told("\n".join(plain_lines), f"{format_legend(counts)}{''.join(html)}")

    def cite(self, id: str) -> Told:  # noqa: A002 - the tables' own word
        """The citation of a row, its sentence in English too where that is known; LookupFailed if there is no row.

        >>> from xinhua_analysis import load
        >>> Story(load()).cite("f001").text.splitlines()[1][:52]
        's1.3-04 The sub-district optimised and refined 3 [f0'
        """
        citation = self.report.cite(id)
        sentence = getattr(self.report.row(id), "sentence_id", "")
        known = Story(self.report)._translated(sentence)
        lines = [citation.quotation, *([f"{sentence} {known.text}"] if known else []), citation.reference]
        html = citation.html.replace("</blockquote>", f"</blockquote>{known.html if known else ''}", 1)
        return Told("\n".join(lines), html)

    def _translated(self, sentence_id: str) -> Told | None:
        known = self._english.get(sentence_id)
        return None if known is None else self.tell(known)

    @cached_property
    def _english(self) -> dict[str, str]:
        return translated(self.report.folder, self.report.records("figures"))

    def checks(self) -> Told:
        """The invariants and the rows that break them: of the whole summary as a table, of an area in a line.

        >>> from xinhua_analysis import load
        >>> Story(load(), area=2).checks().text[:46]
        '12 invariants hold for 105 rows of this area: '
        """
        inside = {id_ for table in TABLES for id_ in getattr(self, table)["id"]}
        broken = [f for f in self.report.findings() if f.invariant != NOTE and (self.area is None or f.id in inside)]
        names = [rule.__name__.replace("_", " ") for rule in INVARIANTS]
        if self.area is not None and not broken:
            told = f"{len(names)} invariants hold for {len(inside)} rows of this area: {', '.join(names)}."
            return Told(told, f"{_OPEN}{escape(told)}</div>")
        faults = [" ".join(f.id or f.detail for f in broken if f.invariant == rule.__name__) for rule in INVARIANTS]
        hold = [(rule.__doc__ or "").partition("\n")[0] for rule in INVARIANTS]
        cells = [list(row) for row in zip(names, hold, [fault or "none" for fault in faults], strict=True)]
        return self._tabled(["invariant", "what must hold", "rows that break it"], cells)

    def total(self, figures: pd.DataFrame) -> Number:
        """The sum of figures of one unit and stage, with its bound, to be told; TotalError if they have none."""
        added = total(figures)
        return Number.of(Decimal(str(float(added))), tuple(figures["id"]), added.bound)

    def ratio(self, upper: str, lower: str) -> Number:
        """One figure by another, both named as in ``tell``, to one place, with its bound; TotalError of unlike or zero.

        >>> from xinhua_analysis import load
        >>> Story(load()).ratio("咨询 接待 人次", "咨询 批").words
        '1.8'
        """
        one, other = (self._figure(words) for words in (upper, lower))
        if one.subject != other.subject:
            raise TotalError(f"{one.subject} by {other.subject}: unlike things", hint="choose figures of one subject")
        if not other.value:
            raise TotalError(f"{other.text} is nothing to divide by", hint="choose another figure")
        opposite = {"at_least": "at_most", "at_most": "at_least"}
        bounds = {one.bound, opposite.get(other.bound, other.bound)} - {"exact"}
        bound = bounds.pop() if len(bounds) == 1 else "approx" if bounds else "exact"
        return Number.of(round(one.value / other.value, 1), (one.id, other.id), bound)

    def even_share(self, id: str) -> Number:  # noqa: A002 - the tables' own word
        """What a plan from outside comes to for each sub-district of its place, if shared out evenly, to be told.

        >>> from xinhua_analysis import load
        >>> Story(load()).even_share("k14")
        Number(value=Decimal('463'), words='463', ids=('k14', 'k05'))
        """
        value = Decimal(fact(self.report, id).value) / Decimal(sharers(self.report, id).value)
        value = Decimal(round(value)) if value >= 10 else round(value, 1)
        return Number.of(value, (id, sharers(self.report, id).id))

    def score(self, value: float, form: str = ".0%") -> Number:
        """A number of a table that is none of the text's, such as a score, to be told in a ``format``.

        >>> from xinhua_analysis import load
        >>> Story(load()).score(0.746).words
        '75%'
        """
        return Number(Decimal(str(value)), format(value, form), ())

    def length(self, rows: pd.DataFrame) -> Number:
        """The characters that some rows take, to be told."""
        value = Decimal(int((rows["stop"] - rows["start"]).sum()))
        return Number(value, f"{value:,}", tuple(rows["id"]))
