"""The command line: ``xinhua-analysis`` or ``python -m xinhua_analysis``."""

from __future__ import annotations

import argparse
import json
import os
import re
import sys
from collections.abc import Iterable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import NoReturn, cast

from . import __version__, corpus, many
from .book import pages, running
from .bundled import AIMS, CONTEXT, GLOSSES
from .columns import TABLES
from .records import Figure, ReadError, SaveError, SummaryError, reason
from .report import Report, load, read
from .saving.whole import check_folder, check_free, write_files, write_folder
from .telling.aligned import aligned, printable
from .telling.show import MARKED, format_page
from .trust.checks import NOTE
from .trust.coverage import SHOWN, Coverage, expected
from .trust.review import SHEET, Doubt, gold_of

# Columns that a terminal has no room for: places in the text, and the parts of what the text column says.
_NOT_PRINTED = re.compile(r"start$|stop$|_text$|(sentence|parent)_id$")

_NAMED = 5  # files named where many changed


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
        "figures": "print a table",
        "check": "print what breaks an invariant",
        "coverage": "print how well the text was understood, and the rows least sure",
        "review": "list the rows that nobody has reviewed, the least sure first, each with its sentence",
    }
    for name, words in told.items():
        command = commands.add_parser(name, help=words, description=words)
        command.add_argument(
            "file", nargs="?", metavar="FILE", help="a summary, - for standard input; without it, the bundled one"
        )
        command.add_argument("--review", metavar="SHEET.csv", help="corrections to apply: a sheet of review, filled in")
        if name == "review":
            command.add_argument("--gold", metavar="GOLD.jsonl", help="write the reviewed figures as gold for training")
        if name in ("tables", "show", "review"):
            what = {"tables": "FOLDER", "show": "PAGE.html", "review": "SHEET.csv"}[name]
            command.add_argument("-o", dest="out", required=name != "review", metavar=what, help="where to write")
            what = "files changed by hand" if name == "tables" else "a file that this program did not make"
            command.add_argument("--force", action="store_true", help=f"replace {what}")
        if name == "show":
            command.add_argument("-t", dest="tables", action="append", choices=TABLES, help="table to mark, or several")
        if name == "figures":
            command.add_argument("-t", dest="table", default="figures", choices=TABLES, help="table to print")
        if name == "coverage":
            command.add_argument("--left-over", action="store_true", help="print each piece that was left over, too")
    _add_commands_of_notebooks(commands)
    _add_corpus(commands)
    return parser


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
    command.add_argument("file", nargs="?", metavar="FILE", help="a summary; without it, the bundled one")
    command.add_argument("-o", dest="out", required=True, metavar="FOLDER", help="where to write both")
    command.add_argument("--force", action="store_true", help=force)
    told = "write notebooks, as they stand, as linked pages beside the marked summary"
    command = commands.add_parser("book", help=told, description=told)
    where = "folder of notebooks that tell the bundled summary (default: notebooks)"
    command.add_argument("notebooks", nargs="?", default="notebooks", metavar="NOTEBOOKS", help=where)
    command.add_argument("-o", dest="out", default="book", metavar="FOLDER", help="where to write (default: book)")
    command.add_argument("--force", action="store_true", help=force)
    told = "run notebooks anew, in place"
    command = commands.add_parser("rerun", help=told, description=told)
    command.add_argument("notebooks", nargs="+", metavar="NOTEBOOK", help="a notebook, or a folder of notebooks")
    command.add_argument("--index", action="store_true", help="write index.md, too, into each folder named")


def format_table(report: Report, table: str) -> str:
    """A table for a terminal: columns aligned for hanzi, which take two places; what is not printable is escaped.

    >>> format_table(load(), "sections").split()[:4]
    ['id', 'text', 'level', 'number']
    """
    columns = [column for column in TABLES[table] if not _NOT_PRINTED.search(column)]
    return aligned([columns, *([getattr(row, column) for column in columns] for row in report.records(table))])


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


def write_page(path: str, page: str, force: bool = False) -> None:
    """Writes a page whole or not at all; SaveError if it cannot be written, or what is in its place may not go."""
    if not path:
        raise SaveError("'' names no file", hint="give the path of a page")
    write_files({path: page.encode()}, force)


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


def run_command(arguments: argparse.Namespace) -> int:
    """Carries out one command; gives the exit status."""
    if arguments.command in ("notebook", "book", "rerun"):
        _run_notebooks(arguments)
        return 0
    if arguments.command == "corpus":
        return _run_corpus(arguments)
    report = _read_named(arguments.file, arguments.review)
    if arguments.command == "tables":
        is_ours = arguments.file is None and GLOSSES.is_file()
        glosses, beside = (GLOSSES, (CONTEXT, AIMS)) if is_ours else (None, ())
        report.save(arguments.out, glosses, arguments.force, beside)
    elif arguments.command == "show":
        marked = report.show(arguments.tables or MARKED)
        write_page(arguments.out, format_page(report.about, marked), arguments.force)
    elif arguments.command == "figures":
        _print(format_table(report, arguments.table))
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


def _run_review(report: Report, arguments: argparse.Namespace) -> None:
    rows, figures = report.coverage().doubts, cast("tuple[Figure, ...]", report.records("figures"))
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
