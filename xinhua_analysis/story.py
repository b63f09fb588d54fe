"""What the notebooks say: sentences whose numbers are made from rows and lead to them, and tables that do the same.

No number is typed. ``Story.tell`` fills a sentence from rows, and each number is a link to the words on the source
page; the plain twin beside the HTML, which notebook tests compare, names the rows: ``16 [f006]``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from html import escape
from string import Formatter
from typing import NamedTuple, cast

import pandas as pd

from .checks import INVARIANTS, NOTE
from .columns import MEANINGS, TABLES, Record, written
from .evidence import of_area
from .glosses import bilingual, english, translation
from .records import Figure, LookupFailed, Sentence, SummaryError
from .report import Report, total
from .show import Marked, mark
from .words import aligned

_ID = re.compile(r"[a-z]\d[\w.-]*")
_HANZI = re.compile(
    r"[〇\u3400-\u9fff\uf900-\ufaff“”《》、，。：；（）·]*[\u3400-\u9fff][〇\u3400-\u9fff\uf900-\ufaff“”《》、，。：；（）·]*"
)
_FEW = 6  # ids that stand behind a count; of more, the first and the last

# What a table shows of its rows, and the column that its English is of; "english" stands behind that column.
_SHOWN = {
    "sections": ("id", "number", "title"),
    "sentences": ("id", "text"),
    "numerals": ("id", "text", "kind", "reason"),
    "figures": ("id", "text", "value", "unit", "subject", "action", "stage"),
    "actions": ("id", "verb", "object", "stage", "beneficiary"),
    "names": ("id", "text", "kind"),
    "claims": ("id", "kind", "cue", "what", "scope", "giver"),
    "partners": ("id", "name", "role"),
}
_GLOSSED = {
    "sections": ("title", "heading"),
    "figures": ("subject", "subject"),
    "actions": ("object", "object"),
    "names": ("text", "name"),
    "claims": ("what", "claim"),
    "partners": ("name", "partner"),
}
# Columns whose English stands behind the word.
_BESIDE = {
    ("figures", "action"): "action",
    ("actions", "beneficiary"): "beneficiary",
    ("claims", "cue"): "claim",
    ("claims", "scope"): "claim",
    ("claims", "giver"): "claim",
    ("partners", "role"): "partner",
}
_TABLE = {table.record: name for name, table in MEANINGS.items()}
_LIMIT = 60  # rows of a table that a page shows; the frame holds all

# Values are kept in base magnitude (5.3% is 0.053), and told as they are read.
_SCALES = {"share": (100, "%"), "points": (100, ""), "permille": (1000, "‰"), "tenth": (10, "")}
_BOUNDS = {"approx": "about ", "at_least": "at least ", "at_most": "at most "}


class Number(NamedTuple):
    """A number to be told: its words, and the ids of the rows that it is made from."""

    words: str
    ids: tuple[str, ...]

    def key(self) -> float:
        """What numbers are compared by: ``max(lengths, key=Number.key)``.

        >>> Number("1,010", ("s3",)).key()
        1010.0
        """
        return float(re.sub(r"[^\d.]", "", self.words))


@dataclass(frozen=True, slots=True)
class Told:
    """Something told, as HTML for the reader and as plain text for tests and terminals; a notebook shows either."""

    text: str
    html: str

    def __str__(self) -> str:
        return self.text

    def __repr__(self) -> str:
        return self.text

    def _repr_html_(self) -> str:
        return self.html


def number(figure: Figure) -> str:
    """The number of a figure in English words: thousands set apart, its bound said, without unit.

    >>> from xinhua_analysis import load
    >>> [number(load().row(id)) for id in ("f003", "f027", "f030")]
    ['102,000', '100%', 'more than 600']
    """
    bound = _BOUNDS.get(figure.bound, "")
    if figure.bound == "at_least" and re.search(r"[余多]|超过?", figure.text):
        bound = "more than "
    scale, sign = _SCALES.get(figure.unit_family, (1, ""))
    ends = [_plain(value * scale) for value in (figure.value, figure.high) if value is not None]
    return f"{bound}{'–'.join(ends)}{sign}"


def _plain(value: Decimal) -> str:
    words = f"{value:,f}"
    return words.rstrip("0").rstrip(".") if "." in words else words


def _words(text: str) -> str:
    """Escaped words in which runs of hanzi say that they are Chinese."""
    return _HANZI.sub(lambda run: f'<span lang="zh">{run[0]}</span>', escape(text))


class Story:
    """Tells what a report says, of one work area (``area`` 1 to n) or, without one, of the whole summary.

    ``sections sentences numerals figures actions names claims partners`` are the rows of that area, as tidy frames.
    """

    def __init__(self, report: Report, area: int | None = None) -> None:
        self.report, self.area = report, area
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

    def tell(self, sentence: str, **rows: object) -> Told:
        """A sentence, its numbers filled in from rows and linked to them.

        In braces stands what is told: an id (``{f006}``); words that name one figure by subject, action, unit or stage
        (``{加梯 完工}``); or the name of a keyword, which may be rows of a table (their count is told), an id, or a
        ``Number`` of ``total``, ``share`` or ``length``. Behind a colon stands the noun of a count, ``{n:lift|lifts}``,
        or ``list``, which names the rows. Raises LookupFailed for words that name no figure or several.

        >>> from xinhua_analysis import load
        >>> Story(load()).tell("{加梯 完工} lifts were finished.")
        16 [f006] lifts were finished.
        """
        plain, html = list[str](), list[str]()
        for literal, field, spec, _ in Formatter().parse(sentence):
            plain.append(literal)
            html.append(_words(literal))
            if field is not None:
                starts = not "".join(plain).strip() or "".join(plain).rstrip().endswith((".", "!", "?"))
                words, marked = self._filled(field, spec or "", rows, starts)
                plain.append(words)
                html.append(marked)
        return Told("".join(plain), f'<p class="xa-told">{"".join(html)}</p>')

    def _filled(self, field: str, spec: str, rows: dict[str, object], starts: bool) -> tuple[str, str]:
        value = rows[field] if field in rows else field if _ID.fullmatch(field) else self._figure(field).id
        if isinstance(value, str):
            return self._named(self.report.row(value))
        if isinstance(value, pd.DataFrame):
            if spec == "list":
                return self._listed([self.report.row(id_) for id_ in value["id"]])
            return self._linked(*_count(len(value), spec), tuple(value["id"]), starts)
        if isinstance(value, Number):
            return self._linked(value.words, "", value.ids, starts)
        hint = "give rows, an id, or a Number of total, share, ratio or length"
        raise SummaryError(f"{field} is {type(value).__name__}: a number told must be made from rows", hint=hint)

    def _figure(self, words: str) -> Figure:
        """The one figure whose subject, action, unit, text and stage hold all of the words."""
        rows = [cast(Figure, self.report.row(id_)) for id_ in self.figures["id"]]
        said = {row.id: f"{row.subject} {row.action} {row.text} {row.stage}" for row in rows}
        found = [id_ for id_, has in said.items() if all(word in has for word in words.split())]
        if len(found) != 1:
            what = f"{len(found)} figures ({' '.join(found)})" if found else "no figure"
            raise LookupFailed(f"{words!r} names {what}", hint="name one by words of its subject, action, unit, stage")
        return cast(Figure, self.report.row(found[0]))

    def _named(self, row: Record) -> tuple[str, str]:
        """A row in the middle of a sentence: a figure by its number, another by its words and their English."""
        if isinstance(row, Figure):
            return self._linked(number(row), "", (row.id,))
        if isinstance(row, Sentence):
            return f"sentence {row.id}", self._link(row.id, f"sentence {row.id}")
        column, kind = _GLOSSED.get(_TABLE[type(row)], ("text", ""))
        words = bilingual(getattr(row, column).strip(), kind)
        return f"{words} [{row.id}]", self._link(row.id, f"{_words(words)}<sup>{row.id}</sup>")

    def _listed(self, rows: Sequence[Record]) -> tuple[str, str]:
        named = [self._named(row) for row in rows] or [("none", "none")]
        plain, html = ([name[side] for name in named] for side in (0, 1))
        return _enumerated(plain), _enumerated(html)

    def _linked(self, words: str, noun: str, ids: tuple[str, ...], starts: bool = False) -> tuple[str, str]:
        """A number in bold and its noun, behind them the rows that it is made from."""
        words = words[:1].upper() + words[1:] if starts else words
        noun = f" {noun}" if noun else ""
        if len(ids) == 1:
            html = self._link(ids[0], f"<b>{escape(words)}</b>{escape(noun)}<sup>{ids[0]}</sup>")
            return f"{words}{noun} [{ids[0]}]", html
        shown, between = (ids, " ") if len(ids) <= _FEW else ((ids[0], ids[-1]), "…")
        rest = between if between == " " else f'<span title="{" ".join(ids)}">…</span>'
        behind = rest.join(self._link(id_, id_) for id_ in shown)
        html = f"<b>{escape(words)}</b>{escape(noun)}" + (f"<sup>{behind}</sup>" if ids else "")
        return f"{words}{noun} [{between.join(shown)}]" if ids else f"{words}{noun}", html

    def _link(self, id_: str, html: str) -> str:
        """A link to the words of a row on the source page; its tooltip says what the row says."""
        row = self.report.row(id_)
        link, told = self.report.cite(id_).link, mark(_TABLE[type(row)], row).tooltip
        href = f' href="{escape(link)}"' if link else ""
        return f'<a class="xa-row" data-id="{id_}" title="{escape(told)}"{href}>{html}</a>'

    def table(self, rows: str | pd.DataFrame, *columns: str) -> Told:
        """Rows of a table with their English; each id is a link. ``columns`` are those to show, if not the usual.

        >>> from xinhua_analysis import load
        >>> print(Story(load(), area=1).table("figures", "id", "text", "english"))
        id    text  english
        f001  3张   list
        """
        frame = getattr(self, rows) if isinstance(rows, str) else rows
        table = self._table_of(frame)
        shown = list(columns or _with_english(table))
        records = [self.report.row(id_) for id_ in frame["id"].head(_LIMIT)]
        cells = [[_cell(table, row, column) for column in shown] for row in records]
        left = f"{len(frame) - _LIMIT} more rows: report.{table}" if len(frame) > _LIMIT else ""
        return self._tabled(shown, cells, left or ("" if cells else f"no {table}"))

    def _table_of(self, rows: pd.DataFrame) -> str:
        if len(rows):
            return _TABLE[type(self.report.row(rows["id"].iloc[0]))]
        return next((table for table in TABLES if set(TABLES[table]) == set(rows.columns)), "rows")

    def _tabled(self, columns: Sequence[str], cells: Sequence[Sequence[str]], below: str = "") -> Told:
        def side(column: str) -> str:
            return "right" if column == "value" else "left"  # JupyterLab's own is right for all

        def data(column: str, cell: str) -> str:
            inner = self._link(cell, cell) if column == "id" else _words(cell)
            return f'<td style="text-align:{side(column)}">{inner}</td>'

        head = "".join(f'<th scope="col" style="text-align:{side(name)}">{escape(name)}</th>' for name in columns)
        body = ["".join(data(*pair) for pair in zip(columns, row, strict=True)) for row in cells]
        lines = "\n".join(f"<tr>{row}</tr>" for row in [head, *body])
        note = f"<p>{escape(below)}</p>" if below else ""
        html = f'<table class="xa-table">\n{lines}\n</table>{note}'
        return Told("\n".join(filter(None, [aligned([columns, *cells]), below])), html)

    def show(self, *tables: str) -> Marked:
        """The passage of the area, marked: the rows of some tables, or figures, names and claims if none is named."""
        section_id = "" if self.area is None else self._top
        return self.report.show(tables or ("figures", "names", "claims"), section_id)

    @property
    def _top(self) -> str:
        return str(self.sections["id"].iloc[0])

    def english(self) -> Told:
        """The passage in English, sentence by sentence, its numbers made from rows as in ``tell``.

        Only the bundled summary has a translation; LookupFailed for another.
        """
        known, bundled = translation(), Story(self.report)
        if any(id_ not in known for id_ in self.sentences["id"]) or not self._is_translated:
            raise LookupFailed("the summary has no translation", hint="only the bundled one has; see its glosses")
        told = [bundled.tell(known[id_]) for id_ in self.sentences["id"]]
        heads = set(self.sentences[self.sentences["kind"] == "heading"]["id"])
        rows = [
            (id_, one.text, re.sub(r"^<p[^>]*>|</p>$", "", one.html))
            for id_, one in zip(self.sentences["id"], told, strict=True)
        ]
        plain = "\n".join(f"{id_} {text}" for id_, text, _ in rows)
        html = "".join(
            f'<p class="xa-told">{self._link(id_, id_)} {f"<b>{inner}</b>" if id_ in heads else inner}</p>'
            for id_, _, inner in rows
        )
        return Told(plain, f'<div class="xa-english">{html}</div>')

    @property
    def _is_translated(self) -> bool:
        sections = self.report.sections
        return all(english(title, "heading") for title in sections["title"] if title)

    def checks(self) -> Told:
        """The invariants, what each says must hold, and the rows of the area that break it."""
        inside = None if self.area is None else {id_ for table in TABLES for id_ in getattr(self, table)["id"]}
        broken = [f for f in self.report.findings() if f.invariant != NOTE and (inside is None or f.id in inside)]
        cells = [
            [
                rule.__name__.replace("_", " "),
                (rule.__doc__ or "").partition("\n")[0],
                " ".join(f.id or f.detail for f in broken if f.invariant == rule.__name__) or "none",
            ]
            for rule in INVARIANTS
        ]
        return self._tabled(["invariant", "what must hold", "rows that break it"], cells)

    def total(self, figures: pd.DataFrame) -> Number:
        """The sum of figures of one unit and stage, to be told; TotalError if they must not be added."""
        value = Decimal(repr(total(figures)))
        return Number(_plain(value), tuple(figures["id"]))

    def share(self, part: pd.DataFrame, whole: pd.DataFrame) -> Number:
        """How many of some rows are of another kind, in per cent, to be told; 0% of none.

        >>> from xinhua_analysis import load
        >>> story = Story(load())
        >>> story.share(story.figures[:9], story.figures).words
        '20%'
        """
        return Number(f"{100 * len(part) / len(whole):.0f}%" if len(whole) else "0%", tuple(part["id"]))

    def ratio(self, upper: str, lower: str) -> Number:
        """One figure divided by another, both named as in ``tell``, to one place, with the bound that follows.

        >>> from xinhua_analysis import load
        >>> Story(load()).ratio("咨询 98 批", "调解 21").words
        '4.7'
        """
        one, other = (self._figure(words) for words in (upper, lower))
        opposite = {"at_least": "at_most", "at_most": "at_least"}
        bounds = {one.bound, opposite.get(other.bound, other.bound)} - {"exact"}
        bound = _BOUNDS[bounds.pop()] if len(bounds) == 1 else "about " if bounds else ""
        return Number(f"{bound}{_plain(round(one.value / other.value, 1))}", (one.id, other.id))

    def length(self, rows: pd.DataFrame) -> Number:
        """The characters that some rows take, to be told."""
        return Number(f"{int((rows['stop'] - rows['start']).sum()):,}", tuple(rows["id"]))


def _with_english(table: str) -> Iterator[str]:
    glossed = _GLOSSED.get(table, ("", ""))[0]
    for column in _SHOWN.get(table, ("id",)):
        yield column
        if column == glossed:
            yield "english"


def _cell(table: str, row: Record, column: str) -> str:
    """A cell in words; a word of a short list has its English behind it, a longer one in the column ``english``."""
    if column == "english":
        of, kind = _GLOSSED.get(table, ("", ""))
        verb = english(getattr(row, "verb", ""), "verb")
        return f"{verb}: {english(getattr(row, of, ''), kind)}" if verb else english(getattr(row, of, ""), kind)
    value = getattr(row, column)
    if isinstance(value, Decimal):
        return _plain(value)
    return bilingual(value, _BESIDE[table, column]) if (table, column) in _BESIDE else written(value).strip()


def _count(count: int, nouns: str) -> tuple[str, str]:
    """A count and its noun, ``lift|lifts``; none is "no lifts", or "none" without a noun.

    >>> _count(0, "lift|lifts"), _count(1, "lift|lifts"), _count(1200, "")
    (('no', 'lifts'), ('1', 'lift'), ('1,200', ''))
    """
    one, _, many = nouns.partition("|")
    none = "no" if nouns else "none"
    return f"{count:,}" if count else none, one if count == 1 else many or one


def _enumerated(words: Sequence[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"
