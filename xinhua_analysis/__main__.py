"""The command line: ``xinhua-analysis`` or ``python -m xinhua_analysis``."""

from __future__ import annotations

import argparse
import json
import os
import re
import sys
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

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

# For who lacks the extra that notebooks need; never the name of this package, which is in no registry.
_GET_LAB = 'in the folder of the checkout: make env, or pip install ".[lab]"'


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        self.exit(2, f"xinhua-analysis: {printable(message)} (see {self.prog} --help)\n")


def format_table(report: Report, table: str, kind: str | None = None) -> str:
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
        words = json.dumps(told, ensure_ascii=False, default=lambda n: int(n) if n == int(n) else float(n), indent=1)
        return "".join(c if c.isprintable() or c == "\n" else json.dumps(c)[1:-1] for c in words)
    shown = [place for place, column in enumerate(columns) if not _NOT_PRINTED.search(column)]
    shown.sort(key=lambda place: columns[place] == "english")  # the widest last
    return aligned([[row[place] for place in shown] for row in [columns, *rows]])


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


def _run_tables(given: argparse.Namespace) -> None:
    is_ours = given.file is None and GLOSSES.is_file()
    glosses, beside = (GLOSSES, (CONTEXT, AIMS)) if is_ours else (None, ())
    _read_named(given.file, given.review).save(given.out, glosses, given.force, beside)


def _run_show(given: argparse.Namespace) -> None:
    report = _read_named(given.file, given.review)
    write_files({given.out: format_page(report.about, report.show(given.tables or MARKED)).encode()}, given.force)


def _run_figures(given: argparse.Namespace) -> None:
    _print(format_table(_read_named(given.file, given.review), (given.tables or ["figures"])[-1], given.kind))


def _run_check(given: argparse.Namespace) -> int:
    found = _read_named(given.file, given.review).findings()
    for finding in found:
        _print(f"{finding.table} {finding.id or '-'} {finding.invariant} {finding.detail}")
    faults = sum(finding.invariant != NOTE for finding in found)
    _print(f"{faults} faults" if faults else "sound")
    return int(faults > 0)


def _run_coverage(given: argparse.Namespace) -> None:
    _print(format_coverage(_read_named(given.file, given.review).coverage(), given.left_over))


def _run_review(given: argparse.Namespace) -> None:
    report = _read_named(given.file, given.review)
    rows, figures = report.coverage().doubts, report.records("figures")
    files: dict[str, bytes] = {}
    if given.out:
        from .saving.formats import csv_bytes  # because pyarrow takes a third of a second to import

        files[given.out] = csv_bytes(SHEET, rows)
    if given.gold:
        if not any(row.reviewed for row in figures):
            raise SaveError("no figure is reviewed", hint="name a sheet that is filled in: --review SHEET.csv")
        gold = gold_of(report.text, report.sha256[:12], figures)
        files[given.gold] = (json.dumps(gold, ensure_ascii=False) + "\n").encode()
    write_files(files, given.force)
    if not files:
        _print(format_doubts(rows) if rows else "all rows are reviewed")


def _run_notebook(given: argparse.Namespace) -> None:
    """Leaves the notebook, its page, and beside them the summary, so that the notebook can be run again."""
    names = [f"{running.stem(given.file)}.{kind}" for kind in ("ipynb", "html")]
    check_folder(given.out)  # before anything is run
    for name in names:
        check_free(os.path.join(given.out, name), force=True)
    told, report = running.run_template(given.file)
    files = dict(zip(names, [running.to_bytes(told), pages.single(told, report).encode()], strict=True))
    if given.file is not None:
        files[running.text_name(given.file)] = Path(given.file).read_bytes()
    write_folder(given.out, files, given.force)
    _print("\n".join(os.path.join(given.out, name) for name in names))


def _run_book(given: argparse.Namespace) -> None:
    pages.write_book(given.notebooks, given.out or "book", load(), given.force)


def _run_year(given: argparse.Namespace) -> None:
    from .book import years  # because of pandas, which takes 0.4 s

    _print("\n".join(years.write_year(given.folder)))


def _run_rerun(given: argparse.Namespace) -> None:
    running.rerun(given.notebooks)
    for folder in filter(os.path.isdir, given.notebooks if given.index else []):
        write_folder(folder, {"index.md": pages.index_md(folder).encode()})


def _run_corpus(given: argparse.Namespace) -> int:
    executor = many.processes(given.processes) if given.processes > 1 else None
    try:
        done = corpus.write(given.folder, given.out, executor, given.force)
    finally:
        if executor is not None:
            executor.shutdown(cancel_futures=True)
    read = done.files - done.errors
    _print(f"{done.files} files: {read} read, {done.errors} not; {done.parts} parts, {done.kept} of them kept")
    if done.errors:
        _trouble(f"{done.errors} files could not be read: see {os.path.join(given.out, corpus.ERRORS)}", 1)
    return int(done.errors > 0)


def _run_pairs(given: argparse.Namespace) -> None:
    told = pairs.compare if given.command == "compare" else pairs.follow
    both = told(_read_named(given.old, None), _read_named(given.new, None), given.pairs)
    if given.out is not None:
        from .pairs.writing import as_files  # because of pyarrow and openpyxl, which take half a second

        write_folder(given.out, as_files(both), given.force)
    _print(repr(both)[1:-1])
    for row in both.records("unsettled"):
        _print(" ".join(filter(None, (row.old_id, row.detail, row.candidates))))


def _run_verify(given: argparse.Namespace) -> None:
    found = _read_named(given.old, None).verify(_read_named(given.new, None))
    _print_frame(found[["table", "id", "status", "text", "new_start", "new_text"]])


def _run_proof(given: argparse.Namespace) -> int:
    found = pairs.proof(_read_named(given.summary, None))
    _print_frame(found[["line", "rule", "text", "ask"]])
    return int(not found.empty)


def _worker_count(words: str) -> int:
    if not words.isascii() or not words.isdecimal() or not 1 <= int(words[:5]) <= 1024:
        raise argparse.ArgumentTypeError(f"{words!r} is no number from 1 to 1024")
    return int(words)


_SUMMARY = "a summary, or - for standard input"
_A_TABLE = f"one of {', '.join(TABLES)}"
# What commands take, as argparse has it.
_TAKEN: dict[str, dict[str, Any]] = {
    "file": {"help": "a summary (.txt .md .html .docx .pdf), - for standard input; without it, the bundled one"},
    "old": {"help": _SUMMARY},
    "new": {"help": _SUMMARY},
    "summary": {"help": _SUMMARY},
    "folder": {"help": "folder of summaries, and folders in it; for year, of summary.txt and what was typed for it"},
    "notebooks": {"default": "notebooks", "help": "a notebook, or a folder of them; if none is named, notebooks"},
    "-o": {"dest": "out", "metavar": "OUT", "help": "where to write"},
    "-t": {"dest": "tables", "metavar": "TABLE", "action": "append", "choices": TABLES, "help": _A_TABLE},
    "--review": {"metavar": "SHEET.csv", "help": "corrections to apply: a sheet of review, filled in"},
    "--gold": {"metavar": "GOLD.jsonl", "help": "write the reviewed figures as gold for training"},
    "--csv": {"dest": "kind", "action": "store_const", "const": "csv", "help": "print every column as CSV"},
    "--json": {"dest": "kind", "action": "store_const", "const": "json", "help": "print every column as JSON"},
    "--left-over": {"action": "store_true", "help": "print each piece that was left over, too"},
    "--index": {"action": "store_true", "help": "write index.md, too, into each folder named"},
    "--processes": {"type": _worker_count, "default": 1, "metavar": "N", "help": "worker processes (default: 1)"},
    "--pairs": {"metavar": "PAIRS.csv", "help": "pairs that were confirmed or cut by hand"},
    "--force": {"action": "store_true", "help": "replace what was changed since, or what this program did not make"},
}
# What carries a command out and gives the exit status, what it does, and what it takes: ? may be left out, ! may not.
_COMMANDS: dict[str, tuple[Callable[[argparse.Namespace], int | None], str, str]] = {
    "tables": (_run_tables, "write the tables as a data package", "file? --review -o! --force"),
    "show": (_run_show, "write a page of the text with rows marked", "file? --review -o! --force -t"),
    "figures": (_run_figures, "print a table: the figures, or another", "file? --review -t --csv --json"),
    "check": (_run_check, "print what breaks an invariant", "file? --review"),
    "coverage": (_run_coverage, "print how well the text was understood", "file? --review --left-over"),
    "review": (_run_review, "list the rows not yet reviewed, the least sure first", "file? --review --gold -o --force"),
    "notebook": (_run_notebook, "tell any summary: its notebook, run, and a page of it", "file? -o! --force"),
    "book": (_run_book, "write notebooks, as they stand, as linked pages", "notebooks? -o --force"),
    "year": (_run_year, "tell the summary in a folder by the ten notebooks, there; print what is missing", "folder"),
    "rerun": (_run_rerun, "run notebooks anew, in place", "notebooks+ --index"),
    "corpus": (_run_corpus, "write the tables of a folder of files as Parquet", "folder -o! --processes --force"),
    "compare": (_run_pairs, "set two summaries beside each other", "old new -o --pairs --force"),
    "follow": (_run_pairs, "tell what became of a plan (old), by its summary (new)", "old new -o --pairs --force"),
    "verify": (_run_verify, "find the rows of one text again in another", "old new"),
    "proof": (_run_proof, "ask what an office should ask itself before it publishes", "summary"),
}


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(prog="xinhua-analysis", description="Reads a Chinese annual work summary into tables.")
    parser.add_argument("--version", action="version", version=f"xinhua-analysis {__version__}")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for name, (run, words, taken) in _COMMANDS.items():
        command = commands.add_parser(name, help=words, description=words)
        command.set_defaults(run=run)
        for each in taken.split():
            flag = each.rstrip("!?+")
            how = {"required": True} if each.endswith("!") else {"nargs": each[-1]} if each != flag else {}
            command.add_argument(flag, **_TAKEN[flag], **how)
    return parser


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
            given = _parser().parse_args(arguments)
            return given.run(given) or 0
        finally:
            if sys.stdout is not None:
                sys.stdout.flush()  # here, where a full disk can be told
    except SummaryError as error:
        return _trouble(str(error), 2)
    except ModuleNotFoundError as error:
        return _trouble(f"{error.name} is not installed; {_GET_LAB}", 2)
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
