"""A folder of summaries as one Parquet dataset a table, made in parts, so that what was broken off goes on.

``write`` walks the folder in a fixed order and cuts it into batches. A batch becomes part ``n`` of every table,
``figures/part-00007.parquet``, each written beside its place and then renamed; only when all of them are in place is
``manifest/part-00007.json`` written, which holds the hash of every file read and of every part. A run begins by holding
the manifests against the folder and the parts: what agrees is kept, all else is written anew. So at whatever moment a
run is killed, the next one gives what a run without a break would have given; and since nothing in a part tells the
time or the machine, it gives the same bytes.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import ExitStack, closing, suppress
from itertools import count, islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from .columns import TABLES
from .files.folder import Compared, FoundFile, state_of, walk
from .many import Reading, ahead_of, in_order, processes, progress, read_told
from .records import PROGRAM, ReadError, SaveError
from .report import Report
from .saving.datasets import DATASETS, FILES, MANIFEST, MARK, arrow_table
from .saving.datasets import ERRORS as ERRORS
from .saving.datasets import columns as columns
from .saving.datasets import schemas as schemas
from .saving.whole import alone, beside, check_folder, read_json, trouble_told

if TYPE_CHECKING:
    from concurrent.futures import Executor, Future

_Told = tuple[Reading, bool]  # what was read, and whether what went wrong may pass
BATCH = 500  # files of a part: seconds of work, of which a break costs at most that much for each worker
_AT_ONCE = 2_000_000  # characters whose rows are in memory together
_PART = re.compile(r"part-([0-9]{5,9})\.(parquet|json)")
_PASSING = re.compile(r"\.(part-[0-9]{5,9}\.(parquet|json)|corpus\.json)\.[0-9a-f]{8}")
_AGAIN = "run the same again: it goes on where it stopped"


class Task(NamedTuple):
    """One batch: what becomes part ``number`` of every table, and what an earlier manifest says of that part."""

    out: str
    number: int
    found: tuple[FoundFile, ...]
    rules: str
    known: Mapping[str, Any]


class Done(NamedTuple):
    """What is known of a part once it stands: its manifest, and whether it was kept as it stood."""

    manifest: dict[str, Any]
    kept: bool


class Summary(NamedTuple):
    """What a run did: files met, those not read, parts and how many were kept; files changed or gone since."""

    files: int
    errors: int
    parts: int
    kept: int
    changed: tuple[str, ...]
    gone: tuple[str, ...]


# One part


def make_part(task: Task) -> Done:
    """Makes one part of every table, or keeps it if it stands as its manifest says; runs in a worker.

    Raises SaveError where the disk does not let it be written.
    """
    states = [state_of(found) for found in task.found]
    known = task.known
    # What failed for a trouble of the machine is tried again.
    same = known.get("rules") == task.rules and known.get("files") == states and not known.get("passing")
    with suppress(OSError, LookupError):
        places = {table: _part_path(task.out, table, task.number) for table in DATASETS}
        if same and known["parts"] == {table: _file_hash(place) for table, place in places.items()}:
            return Done(dict(known), True)
    return _make(task, states, map(_read_found, task.found))


def _make(task: Task, states: list[list[Any]], readings: Iterable[tuple[Reading, bool]]) -> Done:
    passing: list[str] = []

    def noted() -> Iterator[Reading]:
        for reading, may_pass in readings:
            passing.extend([reading.path] if may_pass else [])
            yield reading

    with trouble_told(task.out, _AGAIN):
        parts, errors = _write_parts(task, zip(noted(), states, strict=True))
    made = {"rules": task.rules, "errors": errors, "files": states, "parts": parts}
    return Done(made | ({"passing": passing} if passing else {}), False)


def _read_found(found: FoundFile, read_file: Callable[[str], _Told] = read_told) -> _Told:
    reading, passing = (Reading(found.path, None, found.fault), False) if found.fault else read_file(found.path)
    error = reading.error.encode("utf-8", "backslashreplace").decode()
    return reading._replace(path=found.file, error=error), passing


def _make_alone(task: Task) -> Done:
    """Makes a part whose worker died, its files read one by one in another process: the one that kills it is a row."""

    def read_file(path: str) -> _Told:
        from concurrent.futures import BrokenExecutor  # because it takes 20 ms, and hardly a run needs it

        try:
            told: _Told = worker.submit(read_told, path).result()
            return told
        except BrokenExecutor:
            return Reading(path, None, "ended the process that read it, by a crash or for want of memory"), True

    with closing(_Lasting(processes(1))) as worker:
        states = [state_of(found) for found in task.found]
        return _make(task, states, (_read_found(found, read_file) for found in task.found))


def _write_parts(task: Task, readings: Iterable[tuple[Reading, list[Any]]]) -> tuple[dict[str, str], int]:
    """Parts of all tables, moved into their places together; gives their hashes and the number of errors."""
    import pyarrow.parquet as pq  # because it takes 0.2 s, and who only reads a summary does not need it

    shapes = schemas()
    errors = 0
    places = {table: _part_path(task.out, table, task.number) for table in DATASETS}
    passing = {table: beside(place) for table, place in places.items()}
    try:
        with ExitStack() as opened:
            writers = {
                table: opened.enter_context(pq.ParquetWriter(path, shapes[table], compression="zstd"))
                for table, path in passing.items()
            }
            for rows in _gathered(readings):
                errors += len(rows[ERRORS])
                for table, writer in writers.items():
                    writer.write_table(arrow_table(table, rows[table], shapes[table]))
        hashes = {table: _file_hash(path, sync=True) for table, path in passing.items()}
        for table, place in places.items():
            passing[table].replace(place)
    finally:
        for path in passing.values():
            path.unlink(missing_ok=True)
    return hashes, errors


def _gathered(readings: Iterable[tuple[Reading, list[Any]]]) -> Iterator[dict[str, list[tuple[Any, ...]]]]:
    """Rows of several files by table, as many at once as memory should hold; at least once, be there rows or not."""
    rows: dict[str, list[tuple[Any, ...]]] = {table: [] for table in DATASETS}
    size = 0
    for reading, state in readings:
        report = reading.report
        if report is None:
            rows[ERRORS].append((reading.path, reading.error))
            continue
        if state[2] != report.sha256:  # it was changed in the very moment: the next run shall notice that
            state[2] = ""
        rows[FILES].append(_file_row(reading.path, report))
        for table in TABLES:
            rows[table] += [(reading.path, report.sha256, *row) for row in report.records(table)]
        size += len(report.text)
        if size > _AT_ONCE:
            yield rows
            rows, size = {table: [] for table in DATASETS}, 0
    yield rows


def _file_row(file: str, report: Report) -> tuple[Any, ...]:
    counts = (len(report.records(table)) for table in TABLES)
    return file, report.sha256, report.title, report.issuer, report.published, report.year, *counts


def _part_path(out: str, table: str, number: int) -> Path:
    return Path(out, table, f"part-{number:05d}.{'json' if table == MANIFEST else 'parquet'}")


def _file_hash(path: Path, sync: bool = False) -> str:
    with open(path, "rb") as file:
        if sync:  # after a power cut, too, a part is whole if its manifest is there
            os.fsync(file.fileno())
        return hashlib.file_digest(file, "sha256").hexdigest()


# The corpus


def write(
    folder: str | os.PathLike[str],
    out: str | os.PathLike[str],
    executor: Executor | None = None,
    force: bool = False,
    batch: int = BATCH,
    ahead: int | None = None,
) -> Summary:
    """Reads every file of a folder and writes one Parquet dataset a table; goes on where an earlier run was broken off.

    ``executor`` makes the parts in its workers, which must see both folders at the same paths; ``ahead`` is how many
    parts of ``batch`` files are under way at once, by default four for each worker. A file that cannot be read is a
    row of ``errors``. The same files give the same bytes. Raises ReadError if there is no such folder, and SaveError
    if ``out`` lies in it, is being written by another run, holds anything that this program did not make (unless
    ``force``), or cannot be written.
    """
    root, target = _checked(os.fsdecode(folder), os.fsdecode(out))
    with trouble_told(str(out), _AGAIN):
        target.mkdir(exist_ok=True)
        with alone(target):
            _check_ours(target, force)
            _put(target / MARK, {"generator": PROGRAM, "complete": False})
            _drop_passing(target)
            for table in (*DATASETS, MANIFEST):
                (target / table).mkdir(exist_ok=True)
            tasks = _tasks(root, target, batch, compared := Compared())
            return _run(target, _made(tasks, executor, ahead), compared)


def _checked(folder: str, out: str) -> tuple[Path, Path]:
    if not os.path.isdir(folder):
        raise ReadError("is no folder", source=folder or "''", hint="name a folder of summaries")
    check_folder(out)
    root, target = Path(folder).resolve(), Path(out).resolve()
    if Path(out).is_symlink():
        raise SaveError("is a link to another place", source=out, hint="name the folder itself")
    if target.is_relative_to(root) or root.is_relative_to(target):
        raise SaveError("lies in the folder that is read, or holds it", source=out, hint="name a folder beside")
    return root, target


def _ours(target: Path) -> Iterator[Path]:
    """Everything in the folders that a corpus has, and beside them."""
    for path in sorted(target.iterdir()):
        if path.name in (*DATASETS, MANIFEST) and path.is_dir() and not path.is_symlink():
            yield from sorted(path.iterdir())
        else:
            yield path


def _check_ours(target: Path, force: bool) -> None:
    """Refuses a folder that holds what no run of ours left there."""
    marked = read_json(target / MARK).get("generator") == PROGRAM
    for path in _ours(target):
        inner = path.parent != target
        own = _PASSING.fullmatch(path.name) or (marked and (_PART.fullmatch(path.name) if inner else path.name == MARK))
        if not (own and path.is_file() and not path.is_symlink()) and not force:
            what = f"holds {path.relative_to(target)}, which is not of a corpus"
            raise SaveError(what, source=str(target), hint="name a new folder, or use --force to write beside it")


def _put(path: Path, content: Mapping[str, Any]) -> None:
    passing = beside(path)
    passing.write_bytes((json.dumps(content, ensure_ascii=False, indent=1) + "\n").encode())
    _file_hash(passing, sync=True)
    passing.replace(path)


def _run(target: Path, made: Iterator[tuple[Task, Done]], compared: Compared) -> Summary:
    files = errors = parts = kept = 0
    with progress() as count_files:
        for task, done in made:
            if not done.kept:
                _put(_part_path(task.out, MANIFEST, task.number), done.manifest)
            compared.hold(done.manifest["files"])
            files, errors, parts = files + len(task.found), errors + done.manifest["errors"], parts + 1
            kept += done.kept
            count_files(len(task.found))
    _drop_after(target, parts, compared)
    _drop_passing(target)  # what a worker left that died while others went on
    told = {"generator": PROGRAM, "complete": True, "files": files, "errors": errors, "parts": parts}
    _put(target / MARK, told)
    return Summary(files, errors, parts, kept, tuple(compared.changed), tuple(compared.gone))


def _tasks(root: Path, target: Path, batch: int, compared: Compared) -> Iterator[Task]:
    rules, found = fingerprint(), walk(root)
    for number in count():
        part = tuple(islice(found, batch))
        if not part and number:  # an empty folder, too, has its tables
            return
        known = read_json(_part_path(str(target), MANIFEST, number))
        compared.expect(known)
        yield Task(str(target), number, part, rules, known)


def _made(tasks: Iterator[Task], executor: Executor | None, ahead: int | None) -> Iterator[tuple[Task, Done]]:
    if executor is None:
        for task in tasks:
            yield task, make_part(task)
        return
    lasting = _Lasting(executor)
    try:
        for task, future in in_order(make_part, tasks, lasting.submit, ahead or ahead_of(executor)):
            try:
                yield task, future.result()
            except (SaveError, OSError):
                raise
            except Exception:  # BrokenProcessPool, or Dask's KilledWorker
                yield task, _make_alone(task)
    finally:
        if lasting.executor is not executor:
            lasting.close()


class _Lasting:
    """An executor whose workers are replaced once one of them has died: a pool of processes takes no more work then."""

    def __init__(self, executor: Executor) -> None:
        self.executor = executor

    def submit(self, work: Callable[[Any], Any], item: Any) -> Future[Any]:
        from concurrent.futures import BrokenExecutor  # because of the same

        try:
            return self.executor.submit(work, item)
        except BrokenExecutor:
            self.executor = processes(getattr(self.executor, "_max_workers", 1))
            return self.executor.submit(work, item)

    def close(self) -> None:
        self.executor.shutdown(cancel_futures=True)


def _drop_passing(target: Path) -> None:
    for path in _ours(target):
        if _PASSING.fullmatch(path.name):
            path.unlink(missing_ok=True)


def _drop_after(target: Path, parts: int, compared: Compared) -> None:
    """Removes parts that an earlier run of more files left, their manifests first."""
    for table in (MANIFEST, *DATASETS):
        for path in sorted((target / table).iterdir()):
            match = _PART.fullmatch(path.name)
            if match and int(match[1]) >= parts:
                if table == MANIFEST:
                    compared.expect(read_json(path))
                path.unlink()
    compared.end()


def fingerprint() -> str:
    """The hash of the code, lexicons and weights that make rows, and of what else reads bytes: see ``_READERS``.

    Parts made by other rules are made anew.
    """
    here, made = Path(__file__).parent, hashlib.sha256(repr(_readers()).encode())
    for path in sorted(path for path in here.rglob("*") if path.is_file() and path.parent.name != "__pycache__"):
        made.update(f"{path.relative_to(here).as_posix()}\0{hashlib.sha256(path.read_bytes()).hexdigest()}\0".encode())
    return made.hexdigest()


_READERS = ("lxml", "pypdfium2")  # whose versions tell how bytes are read, beside that of Unicode in Python


def _readers() -> list[tuple[str, str]]:
    from importlib.metadata import version  # because of 20 ms, which one file need not wait for

    return [("unicode", unicodedata.unidata_version), *((name, version(name)) for name in _READERS)]
