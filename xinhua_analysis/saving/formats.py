"""The files of a data package: tables as CSV, Parquet and an Excel workbook, the same bytes for the same rows."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties

from ..columns import frame, written

# A spreadsheet runs a cell that begins so, some of them in full width too.
_RUNS = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r", "\n")
_EXCEL_LONGEST = 32_767  # UTF-16 units of a cell, of which a rare hanzi takes two
_WRAPPED = Alignment(wrap_text=True, vertical="top")
_FIXED = datetime(1980, 1, 1)  # the first moment a zip can hold: no file tells when it was made

Sheet = tuple[Sequence[str], Sequence[Sequence[object]]]  # columns, rows


def csv_cell(value: object) -> str:
    """A cell as CSV text: numbers exact and without exponent, words so that no spreadsheet runs them.

    >>> [csv_cell(value) for value in ("=1+1", "'quoted", "16台", Decimal("1E+2"), -5, None)]
    ["'=1+1", "''quoted", '16台', '100', '-5', '']
    """
    risky = isinstance(value, str) and value.startswith((*_RUNS, "'"))
    return f"'{value}" if risky else written(value)


def excel_cell(value: object) -> Any:
    """A cell as a workbook holds it: numbers as numbers, words without what XML cannot hold (written ``_x001B_``).

    >>> [excel_cell(value) for value in ("a\\x1b", "_x001B_", Decimal("0.5"), None)]
    ['a_x001B_', '_x005F_x001B_', 0.5, None]
    """
    if isinstance(value, Decimal):
        return float(value)
    if not isinstance(value, str):
        return value
    value = re.sub(r"_(?=x[0-9A-Fa-f]{4}_)", "_x005F_", value)
    value = re.sub(r"[\x00-\x08\x0b-\x1f\ufffe\uffff]", lambda found: f"_x{ord(found[0]):04X}_", value)
    return value[: _EXCEL_LONGEST if value.isascii() or max(value) <= "\uffff" else _EXCEL_LONGEST // 2]


def csv_text(columns: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    """Rows as CSV whose lines end in CR LF (RFC 4180).

    >>> csv_text(["id", "text"], [["f006", "16台"]])
    'id,text\\r\\nf006,16台\\r\\n'
    """
    file = io.StringIO(newline="")
    writer = csv.writer(file, lineterminator="\r\n")
    writer.writerow(columns)
    writer.writerows(map(csv_cell, row) for row in rows)
    return file.getvalue()


def csv_bytes(columns: Sequence[str], rows: Sequence[Sequence[object]]) -> bytes:
    """The file of ``csv_text``: UTF-8 with a byte-order mark, so that Excel opens it right."""
    return csv_text(columns, rows).encode("utf-8-sig")


def parquet_bytes(columns: Sequence[str], rows: Sequence[tuple[Any, ...]]) -> bytes:
    """Rows as Parquet, which gives the frame back with its types."""
    file = io.BytesIO()
    pq.write_table(pa.Table.from_pandas(frame(columns, rows), preserve_index=False), file)
    return file.getvalue()


def workbook_bytes(sheets: Mapping[str, Sheet]) -> bytes:
    """An Excel workbook of sheets that can be filtered, one page wide in print; it knows no time and no author.

    The header and the first column stay in view, and the columns of places are folded away.
    """
    book = Workbook(write_only=True)
    for name, (columns, rows) in sheets.items():
        _add_sheet(book, name, columns, rows)
    file, fixed = io.BytesIO(), io.BytesIO()
    book.properties.created = _FIXED
    book.save(file)
    with zipfile.ZipFile(file) as made, zipfile.ZipFile(fixed, "w") as out:
        for name in made.namelist():
            content = re.sub(rb"(<dcterms:modified[^<>]*>)[^<]*", rb"\g<1>1980-01-01T00:00:00Z", made.read(name))
            out.writestr(zipfile.ZipInfo(name, _FIXED.timetuple()[:6]), content, zipfile.ZIP_DEFLATED)
    return fixed.getvalue()


def _add_sheet(book: Workbook, name: str, columns: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    sheet = book.create_sheet(name)
    sheet.freeze_panes = "B2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(columns))}{len(rows) + 1}"
    sheet.page_setup.orientation, sheet.page_setup.fitToHeight = "landscape", 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_title_rows = "1:1"
    for place, column in enumerate(columns):
        longest = max(len(str(row[place])) for row in [columns, *rows])
        dimension = sheet.column_dimensions[get_column_letter(place + 1)]
        dimension.width = min(6 + 1.4 * longest, 60)
        if re.match(r"(?:\w+_)?(?:start|stop) ", column):
            dimension.outlineLevel, dimension.hidden = 1, True
    header = [WriteOnlyCell(sheet, column) for column in columns]
    for cell in header:
        cell.font = Font(bold=True)
    sheet.append(header)
    for row in rows:
        cells = [WriteOnlyCell(sheet, excel_cell(value)) for value in row]
        for cell, value in zip(cells, row, strict=True):
            if isinstance(value, str):
                cell.data_type, cell.quotePrefix = "s", value.startswith(_RUNS)
                cell.alignment = _WRAPPED
            elif isinstance(value, Decimal):
                cell.number_format = _number_format(value, "%" in row)
        sheet.append(cells)


def _number_format(value: Decimal, is_share: bool) -> str:
    """How Excel shows a number: thousands set apart, no zeros that say nothing, 0.053 of 5.3% as that."""
    shown = 100 * value if is_share else value
    return ("#,##0" if shown == shown.to_integral_value() else "#,##0.0###") + "%" * is_share
