"""Reads Chinese government annual work summaries, offline, into tables that point back into the text.

>>> import xinhua_analysis as xa
>>> report = xa.load()
>>> report.title
'新华路街道2023年工作总结'
"""

from .bounds import Bound
from .columns import COLUMNS, TABLES
from .many import Reading, read_many
from .records import LookupFailed, ReadError, SaveError, SummaryError, TotalError, TroubleError
from .report import Report, load, parse, read
from .totals import total

__version__ = "0.1.0"

__all__ = [
    "COLUMNS",
    "TABLES",
    "Bound",
    "LookupFailed",
    "ReadError",
    "Reading",
    "Report",
    "SaveError",
    "SummaryError",
    "TotalError",
    "TroubleError",
    "load",
    "parse",
    "read",
    "read_many",
    "total",
]
