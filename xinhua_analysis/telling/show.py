"""Marked text: rows shown in the text that they come from, as static HTML without scripts or foreign resources.

Colours are Okabe and Ito's, which colour-blind readers tell apart, laid thinly over whatever background there is,
light or dark. Nothing hangs on colour alone: each table has its own line below the text, each mark ends in the id of
its row, and one whose row is less likely right than not has a dotted line above it.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence, Sized
from html import escape
from string import Template
from typing import NamedTuple

from ..bundled import packaged
from ..columns import MEANINGS, TABLES, Record, Records
from ..records import GENERATOR, LookupFailed

# A sanitising viewer drops this sheet, and with it the ids beside the marks; colours, lines and tooltips are inline.
# A word joiner keeps an id on the line of its mark.
_SHEET = f"<style>\n{packaged('telling/marks.css')}</style>"

# Columns that say where the row stands, or repeat its text.
_NOT_IN_TOOLTIP = re.compile(r"id|text|(\w+_)?(start|stop|text)|(parent|sentence)_id")

MARKED = ("figures", "names", "claims", "partners")  # the tables that are marked if none is named


class Mark(NamedTuple):
    """A span to mark: ``[start, stop)`` in the text, its table, the id of its row, its tooltip, and if in doubt."""

    start: int
    stop: int
    table: str
    id: str
    tooltip: str
    doubtful: bool = False


class Marked(NamedTuple):
    """Marked text as HTML: ``str()`` gives it, and a notebook shows it."""

    html: str
    summary: str

    def __str__(self) -> str:
        return self.html

    def __repr__(self) -> str:
        return f"<Marked {self.summary}>"

    def _repr_html_(self) -> str:
        return self.html


def mark(table: str, row: Record) -> Mark:
    """The mark of a row; its tooltip names the row and says what its columns hold.

    >>> from xinhua_analysis.records import Name
    >>> mark("names", Name("n001", 3, 7, "平武小区", "place", "s1", "s1-01")).tooltip
    'n001 · kind: place · section_id: s1'
    """
    cells = [(column, getattr(row, column)) for column in TABLES[table] if not _NOT_IN_TOOLTIP.fullmatch(column)]
    words = [f"{column}: {_coarse(cell)}" for column, cell in cells if cell not in ("", None)]
    return Mark(row.start, row.stop, table, row.id, " · ".join([row.id, *words]), getattr(row, "confidence", 1) < 0.5)


def _coarse(cell: object) -> object:
    """A cell for a tooltip: of a confidence the tenth that it reaches, which no processor's rounding turns."""
    return f"{int(10 * cell) / 10} or more" if isinstance(cell, float) else cell


def format_marks(text: str, marks: Iterable[Mark], start: int = 0, stop: int | None = None) -> str:
    """The escaped text from start to stop with its marks as properly nested elements.

    Marks may nest, touch and overlap: of two that overlap, the later is cut where the earlier ends, and goes on behind.
    Without its tags, and unescaped, the result is the text again, character for character.

    >>> format_marks("a<b", [Mark(0, 3, "names", "n1", "n1"), Mark(1, 2, "figures", "f1", "f1")]).count("<span")
    2
    """
    stop = len(text) if stop is None else stop
    clipped = [(max(mark.start, start), min(mark.stop, stop), mark) for mark in marks]
    # The next to open is last: of those that start together, the longest.
    waiting = sorted((piece for piece in clipped if piece[0] < piece[1]), key=lambda piece: (-piece[0], piece[1]))
    html, opened, at = list[str](), list[tuple[int, Mark]](), start
    while waiting or opened:
        until = min([end for end, _ in opened] + [begin for begin, _, _ in waiting[-1:]])
        html.append(_escaped(text[at:until]))
        at = until
        first = next((i for i, (end, _) in enumerate(opened) if end == at), len(opened))
        opening = [piece for piece in opened[first:] if piece[0] > at]  # cut here, goes on behind
        html.append("</span>" * len(opened[first:]))
        del opened[first:]
        while waiting and waiting[-1][0] == at:
            opening.append(waiting.pop()[1:])
        for end, mark in sorted(opening, key=lambda piece: -piece[0]):
            shown = f' data-id="{_escaped(mark.id)}"' if all(end <= outer for outer, _ in opened) else ""
            html.append(f'<span {_style(mark.table, mark.doubtful)} title="{_escaped(mark.tooltip)}"{shown}>')
            opened.append((end, mark))
    return "".join([*html, _escaped(text[at:stop])])


def _escaped(text: str) -> str:
    return escape(text).replace("\r", "&#13;")  # a browser would read a bare CR LF as one character


def _style(table: str, doubtful: bool = False) -> str:
    colour, line = MEANINGS[table].colour, MEANINGS[table].line
    above = f";border-top:2px dotted {colour}" * doubtful
    return f'style="background:{colour}26;border-bottom:{line} {colour}{above}"'


def format_legend(rows: Mapping[str, Sized]) -> str:
    """The style sheet of marks, and a legend that counts the rows of each table."""
    told = [(_style(table), f"{table} {MEANINGS[table].chinese} {len(found)}") for table, found in rows.items()]
    if any("confidence" in TABLES[table] for table in rows):
        told.append(('style="border-top:2px dotted #777777"', "less likely right than not 存疑"))
    return f'{_SHEET}<p class="xa-legend">{" ".join(f"<span {style}>{words}</span>" for style, words in told)}</p>'


def marks_by_sentence(records: Callable[[str], Iterable[Record]]) -> Mapping[str, list[Mark]]:
    """The marks of each sentence by its id; ``records`` gives the rows of a table."""
    found: defaultdict[str, list[Mark]] = defaultdict(list)
    for table in MARKED:
        for row in records(table):
            found[getattr(row, "sentence_id", "")].append(mark(table, row))
    return found


def show(text: str, records: Records, tables: Sequence[str], section_id: str = "") -> Marked:
    """The rows of some tables marked in the text or a section with its parts, under a legend; or LookupFailed."""
    inside = [s for s in records["sections"] if not section_id or f"{s.id}.".startswith(f"{section_id}.")]
    if section_id and (not inside or inside[0].id != section_id):
        raise LookupFailed(f"no section {section_id!r}", hint="ids of sections are in the table sections")
    start, stop = inside[0].start, inside[-1].stop
    rows = {table: [row for row in records[table] if row.start < stop and start < row.stop] for table in tables}
    body = format_marks(text, [mark(table, row) for table, found in rows.items() for row in found], start, stop)
    html = f'{format_legend(rows)}\n<div class="xa-text" lang="zh">{body}</div>'
    counts = ", ".join(f"{len(found)} {table}" for table, found in rows.items())
    return Marked(html, f"{counts} in {section_id or 'the text'}")


def format_link(url: str, words: str) -> str:
    """A link, or the bare words where the address is not one of the web.

    >>> format_link("javascript:alert(1)", "source <1>")
    'source &lt;1&gt;'
    """
    href = f'<a href="{_escaped(url)}">' if re.match(r"(?i)https?://", url) else ""
    return f"{href}{_escaped(words)}{'</a>' if href else ''}"


def headline(about: Mapping[str, str]) -> str:
    """What a summary is called."""
    return about["title"] or "Untitled summary"


def _imprint(about: Mapping[str, str]) -> str:
    told = [_escaped(about[key]) for key in ("issuer", "published") if about[key]]
    return "<br>".join([" · ".join(told), format_link(about["source_url"], about["source_url"] or "no source address")])


def format_card(about: Mapping[str, str], counts: Mapping[str, int]) -> str:
    """A small card of a report: title, issuer, date, source, and the number of rows of each table."""
    names = "".join(f"<th>{table}</th>" for table in counts)
    cells = "".join(f"<td>{count}</td>" for count in counts.values())
    table = f"<table><tr>{names}</tr><tr>{cells}</tr></table>"
    return f"<div><strong>{_escaped(headline(about))}</strong><br>{_imprint(about)}{table}</div>"


def format_skeleton(title: str, sheet: str, body: str, policy: str = "") -> str:
    """A complete HTML page that runs nothing and loads only what ``policy`` adds; its title is escaped already."""
    frame = Template(packaged("telling/page.html"))
    return frame.substitute(title=title, sheet=sheet, body=body, policy=policy, generator=GENERATOR)


def format_page(about: Mapping[str, str], marked: Marked) -> str:
    """A complete HTML page of marked text, in light and dark, that loads nothing and runs nothing."""
    title = _escaped(headline(about))
    body = f"""<h1 lang="zh">{title}</h1>
<p lang="zh">{_imprint(about)}</p>
<p>Each mark ends in the id of its row; hold the pointer over it to see what the row says.</p>
{marked.html}"""
    return format_skeleton(title, packaged("telling/page.css"), body)
