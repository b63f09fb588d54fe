"""Two summaries as files: each table as CSV, all of them as a workbook, a page whose rows lead to sentences."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from html import escape

from ..bundled import packaged
from ..columns import COLUMNS, written
from ..report import Report
from ..saving.formats import Sheet, csv_bytes, workbook_bytes
from ..telling.show import format_skeleton
from .comparing import Comparison
from .following import Following

_NOT_ON_THE_PAGE = ("old_subject", "old_bound", "new_bound", "old_value", "new_value", "reason")
_SIDES = {"old_id": 0, "plan_id": 0, "new_id": 1, "result_id": 1, "candidates": 1}  # whose rows a column names


def as_files(found: Comparison | Following) -> dict[str, bytes]:
    """Every file by its name: a CSV file a table, ``tables.xlsx`` and ``page.html``."""
    sheets = {table: (fields, found.records(table)) for table, fields in found.fields.items()}
    files = {f"{table}.csv": csv_bytes(*sheet) for table, sheet in sheets.items()}
    title = escape(" · ".join(report.title or "untitled" for report in (found.old, found.new)))
    body = [f'<h1 lang="zh">{title}</h1>', f"<p>{escape(repr(found)[1:-1])}</p>"]
    body += [_table_in_html(name, sheet, (found.old, found.new)) for name, sheet in sheets.items() if sheet[1]]
    body += [_text_in_html(side, report) for side, report in enumerate((found.old, found.new))]
    page = format_skeleton(title, packaged("pairs/page.css"), "\n".join(body)).encode()
    return files | {"tables.xlsx": workbook_bytes(sheets), "page.html": page}


def _table_in_html(name: str, sheet: Sheet, reports: Sequence[Report]) -> str:
    starts = [[row.start for row in report.records("sentences")] for report in reports]

    def cell(field: str, value: object) -> str:
        if field not in _SIDES:
            return escape(written(value))
        side, links = _SIDES[field], list[str]()
        for id_ in str(value).split():
            row = reports[side].row(id_)
            words = f"{id_} {row.text}" if field == "candidates" else id_
            links.append(f'<a href="#t{side}-{bisect_right(starts[side], row.start)}">{escape(words)}</a>')
        return "<br>".join(links)

    shown = [(place, field) for place, field in enumerate(sheet[0]) if field not in _NOT_ON_THE_PAGE]
    head = "".join(f"<th>{field}<br>{COLUMNS[field].chinese}</th>" for _, field in shown)
    lines = ("".join(f"<td>{cell(field, row[place])}</td>" for place, field in shown) for row in sheet[1])
    return f'<h2>{name}</h2><table lang="zh"><tr>{head}</tr>{"".join(f"<tr>{line}</tr>" for line in lines)}</table>'


def _text_in_html(side: int, report: Report) -> str:
    """The whole text, each sentence with a name that rows link to."""
    parts, at = list[str](), 0
    for number, row in enumerate(report.records("sentences"), 1):
        parts += [escape(report.text[at : row.start]), f'<span id="t{side}-{number}">{escape(row.text)}</span>']
        at = row.stop
    return f'<h2>{("old", "new")[side]}</h2><article lang="zh">{"".join(parts)}{escape(report.text[at:])}</article>'
