"""Two summaries as files: each table as CSV, all of them as a workbook, and a page that shows them side by side."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

from ..columns import COLUMNS, written
from ..saving.formats import csv_bytes, workbook_bytes
from ..telling.show import format_skeleton
from .comparing import Comparison, FigurePair, Unsettled, WordPair
from .following import Following, Promise

Tables = Mapping[str, Sequence[tuple[Any, ...]]]
_RECORDS: Mapping[str, Any] = {"figures": FigurePair, "promises": Promise, "unsettled": Unsettled}
_NOT_ON_THE_PAGE = ("old_subject", "old_bound", "new_bound", "old_value", "new_value", "reason")
_SHEET = """:root{color-scheme:light dark}
body{margin:2em;font:1em/1.5 system-ui,"Noto Sans CJK SC","PingFang SC","Microsoft YaHei",sans-serif}
table{border-collapse:collapse}td,th{padding:.2em .6em;border-bottom:1px solid #888;text-align:left;vertical-align:top}
"""


def tables_of(found: Comparison | Following) -> Tables:
    """The tables of a comparison, or of a plan and its year, as records by name."""
    if isinstance(found, Following):
        return {"promises": found.rows, "unsettled": found.unsettled_rows}
    words = {table: found.words(table) for table in ("names", "claims", "sections")}
    return {"figures": found.rows, **words, "unsettled": found.unsettled_rows}


def files_of(found: Comparison | Following) -> dict[str, bytes]:
    """Every file by its name: a CSV file a table, ``tables.xlsx`` and ``page.html``."""
    tables = tables_of(found)
    fields = {name: _RECORDS.get(name, WordPair)._fields for name in tables}
    files = {f"{name}.csv": csv_bytes(fields[name], rows) for name, rows in tables.items()}
    files["tables.xlsx"] = workbook_bytes({name: (fields[name], rows) for name, rows in tables.items()})
    both = (found.plan, found.summary) if isinstance(found, Following) else (found.old, found.new)
    title = escape(" · ".join(report.title or "untitled" for report in both))
    body = [f'<h1 lang="zh">{title}</h1>', f"<p>{escape(repr(found)[1:-1])}</p>"]
    body += [_in_html(name, fields[name], rows) for name, rows in tables.items() if rows]
    return files | {"page.html": format_skeleton(title, _SHEET, "\n".join(body)).encode()}


def _in_html(name: str, fields: Sequence[str], rows: Sequence[tuple[Any, ...]]) -> str:
    shown = [place for place, field in enumerate(fields) if field not in _NOT_ON_THE_PAGE]
    head = "".join(f"<th>{fields[place]}<br>{COLUMNS[fields[place]].chinese}</th>" for place in shown)
    lines = ("".join(f"<td>{escape(written(row[place]))}</td>" for place in shown) for row in rows)
    return f'<h2>{name}</h2><table lang="zh"><tr>{head}</tr>{"".join(f"<tr>{line}</tr>" for line in lines)}</table>'
