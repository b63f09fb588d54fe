"""The command line: ``xinhua-analysis`` or ``python -m xinhua_analysis``."""

from __future__ import annotations

import argparse
import json
import os
import re
import sys
from collections.abc import Iterable, Sequence
from contextlib import suppress
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from . import __version__, corpus, many, pairs
from .book import pages, running
from .bundled import AIMS, CONTEXT, GLOSSES
from .columns import FRAMES, TABLES
from .records import ReadError, SaveError, SummaryError, reason
from .report import Report, load, read
from .saving.whole import check_folder, check_free, write_files, write_folder
from .telling.aligned import aligned, printable
from .telling.show import MARKED, format_page
from .telling.wording import with_english
from .trust.checks import NOTE
from .trust.coverage import SHOWN, Coverage, expected
from .trust.review import SHEET, Doubt, gold_of

if TYPE_CHECKING:
    import pandas as pd

# Columns that a terminal has no room for: places in the text, and the parts of what the text column says.
_NOT_PRINTED = re.compile(r"start$|stop$|_text$|(sentence|parent)_id$")

_NAMED = 5  # files named where many changed
_A_FILE = "a summary (.txt .md .html .docx .pdf), - for standard input; without it, the bundled one"
_A_TABLE = f"one of {', '.join(TABLES)}"


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        self.exit(2, f"xinhua-analysis: {printable(message)} (see {self.prog} --help)\n")


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(prog="xinhua-analysis", description="Reads a Chinese annual work summary into tables.")
    parser.add_argument("--version", action="version", version=f"xinhua-analysis {__version__}")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    told = {
        "tables": "write the tables as a data package",
        "show": "write a page of the text with rows marked",
        "figures": "print a table: the figures, or another",
        "check": "print what breaks an invariant",
        "coverage": "print how well the text was understood, and the rows least sure",
        "review": "list the rows that nobody has reviewed, the least sure first, each with its sentence",
    }
    for name, words in told.items():
        command = commands.add_parser(name, help=words, description=words)
        command.add_argument("file", nargs="?", metavar="FILE", help=_A_FILE)
        command.add_argument("--review", metavar="SHEET.csv", help="corrections to apply: a sheet of review, filled in")
        if name == "review":
            command.add_argument("--gold", metavar="GOLD.jsonl", help="write the reviewed figures as gold for training")
        if name in ("tables", "show", "review"):
            what = {"tables": "FOLDER", "show": "PAGE.html", "review": "SHEET.csv"}[name]
            command.add_argument("-o", dest="out", required=name != "review", metavar=what, help="where to write")
            what = "files changed by hand" if name == "tables" else "a file that this program did not make"
            command.add_argument("--force", action="store_true", help=f"replace {what}")
        if name == "show":
            command.add_argument("-t", dest="tables", action="append", metavar="TABLE", choices=TABLES, help=_A_TABLE)
        if name == "figures":
            command.add_argument("-t", dest="table", default="figures", metavar="TABLE", choices=TABLES, help=_A_TABLE)
            formats = command.add_mutually_exclusive_group()
            formats.add_argument("--csv", action="store_true", help="print every column as CSV")
            formats.add_argument("--json", action="store_true", help="print every column as JSON")
        if name == "coverage":
            command.add_argument("--left-over", action="store_true", help="print each piece that was left over, too")
    _add_commands_of_notebooks(commands)
    _add_corpus(commands)
    _add_pairs(commands)
    return parser


def _add_pairs(commands: argparse._SubParsersAction[_Parser]) -> None:
    told = {
        "compare": ("old new", "set two summaries beside each other"),
        "follow": ("plan summary", "tell what became of a plan, by the summary of its year"),
        "verify": ("old new", "find the rows of one text again in another"),
        "proof": ("file", "ask what an office should ask itself before it publishes"),
    }
    for name, (files, words) in told.items():
        command = commands.add_parser(name, help=words, description=words)
        for file in files.split():
            command.add_argument(file, metavar=file.upper(), help="a summary, or - for standard input")
        if name in ("compare", "follow"):
            command.add_argument("-o", dest="out", metavar="OUT", help="folder for tables, workbook and page")
            command.add_argument("--pairs", metavar="PAIRS.csv", help="pairs that were confirmed or cut by hand")
            command.add_argument("--force", action="store_true", help="replace files that this program did not make")


def _add_corpus(commands: argparse._SubParsersAction[_Parser]) -> None:
    told = "write the tables of every file of a folder as Parquet datasets; goes on where it was broken off"
    command = commands.add_parser("corpus", help=told, description=told)
    command.add_argument("folder", metavar="FOLDER", help="folder of summaries; folders in it are read too")
    command.add_argument("-o", dest="out", required=True, metavar="OUT", help="where to write")
    command.add_argument(
        "--processes", type=_worker_count, default=1, metavar="N", help="worker processes (default: 1)"
    )
    command.add_argument("--force", action="store_true", help="write beside files that this program did not make")


def _worker_count(words: str) -> int:
    if not words.isascii() or not words.isdecimal() or not 1 <= int(words[:5]) <= 1024:
        raise argparse.ArgumentTypeError(f"{words!r} is no number from 1 to 1024")
    return int(words)


def _add_commands_of_notebooks(commands: argparse._SubParsersAction[_Parser]) -> None:
    force = "replace files that this program did not make"
    told = "tell any summary: its notebook, run, and a page of it"
    command = commands.add_parser("notebook", help=told, description=told)
    command.add_argument("file", nargs="?", metavar="FILE", help=_A_FILE.replace(", - for standard input", ""))
    command.add_argument("-o", dest="out", required=True, metavar="FOLDER", help="where to write both")
    command.add_argument("--force", action="store_true", help=force)
    told = "write notebooks, as they stand, as linked pages beside the marked summary"
    command = commands.add_parser("book", help=told, description=told)
    where = "folder of notebooks that tell the bundled summary (default: notebooks)"
    command.add_argument("notebooks", nargs="?", default="notebooks", metavar="NOTEBOOKS", help=where)
    command.add_argument("-o", dest="out", default="book", metavar="FOLDER", help="where to write (default: book)")
    command.add_argument("--force", action="store_true", help=force)
    told = "tell the summary in a folder by the ten notebooks, write them and their book there; print what is missing"
    command = commands.add_parser("year", help=told, description=told)
    command.add_argument("folder", metavar="FOLDER", help="holds summary.txt and what was typed for it")
    told = "run notebooks anew, in place"
    command = commands.add_parser("rerun", help=told, description=told)
    command.add_argument("notebooks", nargs="+", metavar="NOTEBOOK", help="a notebook, or a folder of notebooks")
    command.add_argument("--index", action="store_true", help="write index.md, too, into each folder named")


def format_table(report: Report, table: str, kind: str = "") -> str:
    """A table for a terminal: columns aligned for hanzi, which take two places; what is not printable is escaped.

    As ``csv`` or ``json`` it has every column, for another program; a missing number is an empty cell or null.

    >>> format_table(load(), "sections").split()[:4]
    ['id', 'text', 'level', 'number']
    """
    columns, rows = FRAMES[table], with_english(table, report.records(table))
    if kind == "csv":
        from .saving.formats import csv_text  # because of pyarrow and openpyxl, which take half a second

        return csv_text(columns, rows).replace("\r\n", "\n").removesuffix("\n")
    if kind == "json":
        told = [dict(zip(columns, row, strict=True)) for row in rows]
        words = json.dumps(told, ensure_ascii=False, default=_json_number, indent=1)
        return "".join(c if c.isprintable() or c == "\n" else json.dumps(c)[1:-1] for c in words)
    shown = [place for place, column in enumerate(columns) if not _NOT_PRINTED.search(column)]
    shown.sort(key=lambda place: columns[place] == "english")  # the widest last
    return aligned([[row[place] for place in shown] for row in [columns, *rows]])


def _json_number(value: Decimal) -> int | float:
    return int(value) if value == value.to_integral_value() else float(value)


def format_coverage(card: Coverage, with_pieces: bool = False) -> str:
    """The card of a report for a terminal: measures, the estimate, the rows least sure, if wanted what was left over.

    >>> format_coverage(load().coverage()).splitlines()[3]
    'units      45 of 45'
    """
    rows = [[count.measure, str(count)] for count in card.counts]
    parts = [aligned([["measure", "known"], *rows]), f"estimate {expected(card)}"]
    if card.doubts:
        parts.append(format_doubts(card.doubts[:SHOWN]))
    pieces = [[piece.measure, piece.id, piece.start, piece.stop, piece.text, piece.detail] for piece in card.pieces]
    if with_pieces and pieces:
        parts.append(aligned([["measure", "id", "start", "stop", "text", "detail"], *pieces]))
    return "\n\n".join(parts)


def format_doubts(rows: Iterable[Doubt]) -> str:
    """Rows that nobody has reviewed for a terminal, each with its sentence."""
    lines = [[f"{row.confidence:.2f}", row.id, row.text, row.read, " ".join(row.sentence.split())] for row in rows]
    return aligned([["confidence", "id", "text", "read", "sentence"], *lines])


def _read_named(file: str | None, review: str | None) -> Report:
    if file == "-" and sys.stdin is None:
        raise ReadError("is closed", source="standard input", hint="give a file")
    report = load(review) if file is None else read(sys.stdin.buffer if file == "-" else file, review=review)
    for refused in report.refused:
        _trouble(f"{review}: {refused.detail}", 0)
    return report


def _print(words: str) -> None:
    if sys.stdout is None:
        raise SaveError("is closed", source="standard output")
    print(printable(words))


def _print_frame(rows: pd.DataFrame) -> None:
    _print(aligned([list(rows), *rows.astype(object).fillna("").to_numpy().tolist()]))


def run_command(arguments: argparse.Namespace) -> int:
    """Carries out one command; gives the exit status."""
    if arguments.command in ("notebook", "book", "rerun", "year"):
        _run_notebooks(arguments)
        return 0
    if arguments.command == "corpus":
        return _run_corpus(arguments)
    if arguments.command in ("compare", "follow", "verify", "proof"):
        return _run_pairs(arguments)
    report = _read_named(arguments.file, arguments.review)
    if arguments.command == "tables":
        is_ours = arguments.file is None and GLOSSES.is_file()
        glosses, beside = (GLOSSES, (CONTEXT, AIMS)) if is_ours else (None, ())
        report.save(arguments.out, glosses, arguments.force, beside)
    elif arguments.command == "show":
        page = format_page(report.about, report.show(arguments.tables or MARKED))
        write_files({arguments.out: page.encode()}, arguments.force)
    elif arguments.command == "figures":
        kind = "csv" if arguments.csv else "json" if arguments.json else ""
        _print(format_table(report, arguments.table, kind))
    elif arguments.command == "coverage":
        _print(format_coverage(report.coverage(), arguments.left_over))
    elif arguments.command == "review":
        _run_review(report, arguments)
    else:
        found = report.findings()
        for finding in found:
            _print(f"{finding.table} {finding.id or '-'} {finding.invariant} {finding.detail}")
        faults = sum(finding.invariant != NOTE for finding in found)
        _print(f"{faults} faults" if faults else "sound")
        return int(faults > 0)
    return 0


def _run_pairs(arguments: argparse.Namespace) -> int:
    if arguments.command == "proof":
        found = pairs.proof(_read_named(arguments.file, None))
        _print_frame(found[["line", "rule", "text", "ask"]])
        return int(not found.empty)
    named = ("plan", "summary") if arguments.command == "follow" else ("old", "new")
    reports = [_read_named(getattr(arguments, name), None) for name in named]
    if arguments.command == "verify":
        _print_frame(reports[0].verify(reports[1])[["table", "id", "status", "text", "new_start", "new_text"]])
        return 0
    told = pairs.compare if arguments.command == "compare" else pairs.follow
    both = told(reports[0], reports[1], arguments.pairs)
    if arguments.out is not None:
        write_folder(arguments.out, pairs.as_files(both), arguments.force)
    _print(repr(both)[1:-1])
    for row in both.records("unsettled"):
        _print(" ".join(filter(None, (row.old_id, row.detail, row.candidates))))
    return 0


def _run_review(report: Report, arguments: argparse.Namespace) -> None:
    rows, figures = report.coverage().doubts, report.records("figures")
    files: dict[str, bytes] = {}
    if arguments.out:
        from .saving.formats import csv_bytes  # because pyarrow takes a third of a second to import

        files[arguments.out] = csv_bytes(SHEET, rows)
    if arguments.gold:
        if not any(row.reviewed for row in figures):
            raise SaveError("no figure is reviewed", hint="name a sheet that is filled in: --review SHEET.csv")
        gold = gold_of(report.text, report.sha256[:12], figures)
        files[arguments.gold] = (json.dumps(gold, ensure_ascii=False) + "\n").encode()
    write_files(files, arguments.force)
    if not files:
        _print(format_doubts(rows) if rows else "all rows are reviewed")


def _run_notebooks(arguments: argparse.Namespace) -> None:
    if arguments.command == "notebook":
        _run_template(arguments)
    elif arguments.command == "year":
        from .book import years  # because of pandas, which takes 0.4 s

        _print("\n".join(years.write_year(arguments.folder)))
    elif arguments.command == "book":
        pages.write_book(arguments.notebooks, arguments.out, load(), arguments.force)
    else:
        running.rerun(arguments.notebooks)
        for folder in filter(os.path.isdir, arguments.notebooks if arguments.index else []):
            write_folder(folder, {"index.md": pages.index_md(folder).encode()})


def _run_template(arguments: argparse.Namespace) -> None:
    """Leaves the notebook, its page, and beside them the summary, so that the notebook can be run again."""
    file, out = arguments.file, Path(arguments.out)
    names = [f"{running.stem(file)}.{kind}" for kind in ("ipynb", "html")]
    check_folder(arguments.out)  # before anything is run
    files: dict[str, bytes] = {}
    if file not in (None, "-"):
        copy = running.text_name(file)
        with suppress(OSError, ValueError):  # told below, by what reads it
            content = Path(file).read_bytes()
            if not ((out / copy).is_file() and (out / copy).read_bytes() == content):
                files[copy] = content
    for name in [*names, *files]:
        check_free(str(out / name), arguments.force)  # what is there may be of another summary of that name
    told, report = running.run_template(file)
    files |= zip(names, [running.to_bytes(told), pages.single(told, report).encode()], strict=True)
    write_folder(arguments.out, files, arguments.force)
    _print("\n".join(os.path.join(arguments.out, name) for name in names))


def _run_corpus(arguments: argparse.Namespace) -> int:
    if arguments.processes == 1:
        done = corpus.write(arguments.folder, arguments.out, None, arguments.force)
    else:
        executor = many.processes(arguments.processes)
        try:
            done = corpus.write(arguments.folder, arguments.out, executor, arguments.force)
        finally:
            executor.shutdown(cancel_futures=True)
    for what, files in (("changed", done.changed), ("gone", done.gone)):
        if files:
            more = f" and {len(files) - _NAMED} more" if len(files) > _NAMED else ""
            _trouble(f"{what} since the last run: {', '.join(files[:_NAMED])}{more}", 0)
    _print(
        f"{done.files} files: {done.files - done.errors} read, {done.errors} not; "
        f"{done.parts} parts, {done.kept} of them kept"
    )
    if done.errors:
        _trouble(f"{done.errors} files could not be read: see {os.path.join(arguments.out, corpus.ERRORS)}", 1)
    return int(done.errors > 0)


def _trouble(words: str, status: int) -> int:
    if sys.stderr is not None:
        with suppress(OSError):
            print(f"xinhua-analysis: {printable(' '.join(words.split()))}", file=sys.stderr)
    return status


def _drop_output() -> None:
    """Lets what could not be printed go: Python must not try again on its way out."""
    with open(os.devnull, "wb") as nowhere, suppress(OSError, ValueError, AttributeError):
        os.dup2(nowhere.fileno(), sys.stdout.fileno())


def main(arguments: Sequence[str] | None = None) -> int:
    """The command line's entry: exit status 0, 1 for an unsound report, 2 for trouble, told in one line on stderr."""
    for stream in (sys.stdout, sys.stderr):
        # A terminal that knows no hanzi gets escapes, not a traceback.
        getattr(stream, "reconfigure", lambda **_: None)(errors="backslashreplace")
    try:
        try:
            return run_command(_parser().parse_args(arguments))
        finally:
            if sys.stdout is not None:
                sys.stdout.flush()  # here, where a full disk can be told
    except SummaryError as error:
        return _trouble(str(error), 2)
    except KeyboardInterrupt:
        return _trouble("interrupted", 130)
    except BrokenPipeError:  # the reader has seen enough (… | head)
        _drop_output()
        return 0
    except OSError as error:
        _drop_output()
        return _trouble(f"standard output: cannot be written: {reason(error)}", 2)


if __name__ == "__main__":
    sys.exit(main())
