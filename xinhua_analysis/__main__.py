"""The command line: ``xinhua-analysis`` or ``python -m xinhua_analysis``."""

from __future__ import annotations

import argparse
import os
import re
import sys
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path
from secrets import token_hex
from typing import NoReturn
from unicodedata import east_asian_width

from . import __version__
from .checks import NOTE
from .columns import TABLES
from .records import SaveError, SummaryError
from .report import GLOSSES, Report, load, read
from .show import GENERATOR, format_page

# Columns that a terminal has no room for: places in the text, and the parts of what the text column says.
_NOT_PRINTED = re.compile(r"start$|stop$|_text$|(sentence|parent)_id$")


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        self.exit(2, f"xinhua-analysis: {message} (see {self.prog} --help)\n")


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(prog="xinhua-analysis", description="Reads a Chinese annual work summary into tables.")
    parser.add_argument("--version", action="version", version=f"xinhua-analysis {__version__}")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    told = {
        "tables": "write the tables as a data package",
        "show": "write a page of the text with rows marked",
        "figures": "print a table",
        "check": "print what breaks an invariant",
    }
    for name, words in told.items():
        command = commands.add_parser(name, help=words, description=words)
        command.add_argument("file", nargs="?", metavar="FILE", help="a summary; without it, the bundled one")
        if name in ("tables", "show"):
            what = "FOLDER" if name == "tables" else "PAGE.html"
            command.add_argument("-o", dest="out", required=True, metavar=what, help="where to write")
        if name == "show":
            command.add_argument("-t", dest="tables", action="append", choices=TABLES, help="table to mark, or several")
            command.add_argument("--force", action="store_true", help="replace a file that this program did not make")
        if name == "figures":
            command.add_argument("-t", dest="table", default="figures", choices=TABLES, help="table to print")
    return parser


def _width(words: str) -> int:
    return sum(2 if east_asian_width(character) in "WF" else 1 for character in words)


def _words(cell: object) -> str:
    words = "" if cell is None else format(cell, "f") if isinstance(cell, Decimal) else str(cell)
    # A control character of the text must not reach the terminal; its line ends would break the table.
    return "".join(c if c.isprintable() or c == "\u3000" else c.encode("unicode_escape").decode() for c in words)


def format_table(report: Report, table: str) -> str:
    """A table for a terminal: columns aligned for hanzi, which take two places; what is not printable is escaped.

    >>> format_table(load(), "sections").split()[:4]
    ['id', 'text', 'level', 'number']
    """
    columns = [column for column in TABLES[table] if not _NOT_PRINTED.search(column)]
    rows = [columns] + [[_words(getattr(row, column)) for column in columns] for row in report.records(table)]
    widths = [max(map(_width, column)) for column in zip(*rows, strict=True)]
    lines = ("  ".join(w + " " * (to - _width(w)) for w, to in zip(row, widths, strict=True)).rstrip() for row in rows)
    return "\n".join(lines)


def write_page(path: str, page: str, force: bool = False) -> None:
    """Writes a page whole or not at all; SaveError if another file is in its place, or it cannot be written."""
    target = Path(path)
    try:
        passing = target.with_name(f".{target.name}.{token_hex(4)}")
        if target.exists() and not force and GENERATOR not in target.read_text("utf-8", "replace"):
            raise SaveError("was not made by this program", source=path, hint="name another file, or use --force")
        try:
            passing.write_text(page, "utf-8", "xmlcharrefreplace", newline="")
            passing.replace(target)
        finally:
            passing.unlink(missing_ok=True)
    except (OSError, ValueError) as error:
        what = getattr(error, "strerror", None) or error
        raise SaveError(f"cannot be written: {what}", source=path, hint="name another file") from error


def run(arguments: argparse.Namespace) -> int:
    """Carries out one command; gives the exit status."""
    report = read(arguments.file) if arguments.file else load()
    if arguments.command == "tables":
        report.save(arguments.out, glosses=GLOSSES if not arguments.file and GLOSSES.is_file() else None)
    elif arguments.command == "show":
        marked = report.show(arguments.tables or ("figures", "names"))
        write_page(arguments.out, format_page(report.about, marked), arguments.force)
    elif arguments.command == "figures":
        print(format_table(report, arguments.table))
    else:
        found = report.findings()
        for finding in found:
            print(finding.table, finding.id or "-", finding.invariant, finding.detail)
        faults = sum(finding.invariant != NOTE for finding in found)
        print(f"{faults} faults" if faults else "sound")
        return int(faults > 0)
    return 0


def main(arguments: Sequence[str] | None = None) -> int:
    """The command line's entry: exit status 0, 1 for an unsound report, 2 for trouble, told in one line on stderr."""
    for stream in (sys.stdout, sys.stderr):
        # A terminal that knows no hanzi gets escapes, not a traceback.
        getattr(stream, "reconfigure", lambda **_: None)(errors="backslashreplace")
    try:
        status = run(_parser().parse_args(arguments))
        sys.stdout.flush()
    except SummaryError as error:
        print(f"xinhua-analysis: {' '.join(str(error).split())}", file=sys.stderr)
        return 2
    except BrokenPipeError:
        # The reader has seen enough (… | head); Python must not try to flush again on its way out.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    return status


if __name__ == "__main__":
    sys.exit(main())
