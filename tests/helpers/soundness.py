"""What is wrong with the reading of a text, told in words: nothing must be, whatever the text."""

import re

import pytest

import xinhua_analysis as xa
from xinhua_analysis.tables.outline import WHITE

_SURROGATE = re.compile("[\ud800-\udfff]")


def faults(text):
    """What is wrong with the reading of a text; a text without a visible character is refused."""
    if not text.strip(WHITE) or _SURROGATE.search(text):
        with pytest.raises(xa.ReadError):
            xa.parse(text)
        return []
    return report_faults(xa.parse(text))


def report_faults(report):
    """What is wrong with a report: an invariant broken, a span that lies, a digit owned by none or by two."""
    text = report.text
    found = [
        f"{row.table} {row.id} {row.invariant}: {row.detail}" for row in report.findings() if row.invariant != "note"
    ]
    for table in xa.TABLES:
        at = -1
        for row in report.records(table):
            empty = row.start == row.stop and table != "sections"  # nothing may stand before the first heading
            if empty or not at <= row.start <= row.stop <= len(text) or text[row.start : row.stop] != row.text:
                found.append(f"{table} {row.id}: [{row.start}, {row.stop}) of {len(text)}, after {at}: {row.text!r}")
            at = row.start
    owned = [at for row in report.records("numerals") for at in range(row.start, row.stop)]
    if len(owned) != len(dict.fromkeys(owned)) or {at for at, c in enumerate(text) if c.isdecimal()} - set(owned):
        found.append("the ledger does not own every digit once")
    if "".join(row.text for row in report.records("sections")) != text:
        found.append("the sections do not make up the text")
    return found
