"""A folder of summaries as one Parquet dataset a table, in parts: one that its manifest still fits is kept."""

from __future__ import annotations

import hashlib
import json
import os
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, closing, suppress
from functools import cache
from itertools import count, islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from .bounds import MOST_BYTES
from .columns import COLUMNS, TABLES
from .many import Reading, ahead_of, in_order, processes, progress, read_told
from .records import PROGRAM, ReadError, SaveError, reason
from .saving.whole import beside, check_folder, read_json, trouble_told, write_files

if TYPE_CHECKING:
    from concurrent.futures import Executor, Future

    import pandas as pd
    import pyarrow as pa

KEYS = ("file", "sha256")  # the first columns of every table of rows
FILES, ERRORS = "files", "errors"
DATASETS = (*TABLES, FILES, ERRORS)
_KINDS = {name: column.type for name, column in COLUMNS.items()} | {"published": "datetime64[ms]", "year": "Int64"}
_KINDS |= dict.fromkeys(TABLES, "int64")
DEEPEST = 64  # folders in folders
MANIFEST, MARK = "manifest", "corpus.json"
BATCH = 500  # files of a part: seconds of work, of which a break costs at most that much for each worker
_AT_ONCE = 2_000_000  # characters whose rows are in memory together
_PART = re.compile(r"(\.?)part-([0-9]{5,9})\.(?:parquet|json)(?:\.[0-9a-f]{8})?")
_AGAIN = "run the same again: it goes on where it stopped"
_READERS = ("lxml", "pypdfium2")  # whose versions tell how bytes are read, beside that of Unicode in Python
_ReadFile = Callable[[str], tuple[Reading, bool]]  # what was read, and whether what went wrong may pass


class FoundFile(NamedTuple):
    """A file of the folder, by its path in it with ``/``, and why it is not to be opened, if so."""

    file: str
    path: str
    fault: str


def walk(folder: str | os.PathLike[str], above: str = "", depth: int = 0) -> Iterator[FoundFile]:
    """The files of a folder and of the folders in it, sorted; hidden ones are left out, links told and not followed.

    >>> from xinhua_analysis.bundled import SEEDS
    >>> next(walk(SEEDS)).file
    '000_191eb5bed6b7048b.txt'
    """
    try:
        with os.scandir(os.fsdecode(folder)) as listed:
            entries = sorted((_key(entry.name), entry) for entry in listed if not entry.name.startswith("."))
    except OSError as error:
        yield FoundFile(above.rstrip("/") or ".", os.fsdecode(folder), f"the folder cannot be listed: {reason(error)}")
        return
    for name, entry in entries:
        if entry.is_symlink():
            yield FoundFile(above + name, entry.path, "is a link, and links are not followed; name what it points to")
        elif not entry.is_dir(follow_symlinks=False):
            yield FoundFile(above + name, entry.path, "")
        elif depth < DEEPEST:
            yield from walk(entry.path, f"{above}{name}/", depth + 1)
        else:
            yield FoundFile(above + name, entry.path, f"lies more than {DEEPEST} folders deep")


def _key(name: str) -> str:
    """A name as a table can hold it, no two names alike: bytes that are no UTF-8 are escaped, and so is the escape."""
    return os.fsencode(name).replace(b"\\", b"\\\\").decode("utf-8", "backslashreplace")


def state_of(found: FoundFile) -> list[Any]:
    """What a manifest keeps of a file, by which a change is noticed: its name, its size, its hash."""
    with suppress(OSError):
        if not found.fault and Path(found.path).is_file():  # a pipe would be waited for
            with open(found.path, "rb") as file:
                size = os.fstat(file.fileno()).st_size
                too_large = size > MOST_BYTES  # it is not read, so neither hashed
                return [found.file, size, "too large" if too_large else hashlib.file_digest(file, "sha256").hexdigest()]
    return [found.file, 0, found.fault]


def columns(table: str) -> tuple[str, ...]:
    """The columns of a dataset.

    >>> columns("errors"), columns("figures")[:4]
    (('file', 'error'), ('file', 'sha256', 'id', 'value'))
    """
    if table == FILES:
        return (*KEYS, "title", "issuer", "published", "year", *TABLES)
    return ("file", "error") if table == ERRORS else (*KEYS, *TABLES[table])


def _dataset_frame(table: str, rows: Sequence[tuple[Any, ...]]) -> pd.DataFrame:
    import pandas as pd  # because it takes 0.4 s, and who only reads a summary does not need it

    names = columns(table)
    return pd.DataFrame(rows, columns=names, dtype=object).astype({name: _KINDS.get(name, "str") for name in names})


@cache
def schemas() -> dict[str, pa.Schema]:
    """The types of every dataset: the same in all its parts, be there rows or not, and as pandas gives them back."""
    import pyarrow as pa  # because of the same

    return {table: pa.Schema.from_pandas(_dataset_frame(table, ()), preserve_index=False) for table in DATASETS}


class Task(NamedTuple):
    """One batch: what becomes part ``number`` of every table in ``out``, by which rules."""

    out: str
    number: int
    found: tuple[FoundFile, ...]
    rules: str

    def place(self, table: str) -> Path:
        """Where the part of a table stands."""
        return Path(self.out, table, f"part-{self.number:05d}.{'json' if table == MANIFEST else 'parquet'}")


class Summary(NamedTuple):
    """What a run, or one part of it, did: files met, those not read, parts, and how many of these were kept."""

    files: int
    errors: int
    parts: int
    kept: int


def make_part(task: Task, read_file: _ReadFile = read_told) -> Summary:
    """Makes or keeps one part of every table, in a worker; SaveError where the disk does not let it be written."""
    states, known = [state_of(found) for found in task.found], read_json(task.place(MANIFEST))
    places = {table: task.place(table) for table in DATASETS}
    if (known.get("rules"), known.get("files")) == (task.rules, states) and all(map(Path.is_file, places.values())):
        return Summary(len(states), known.get("errors", 0), 1, 1)
    with trouble_told(task.out, _AGAIN):
        task.place(MANIFEST).unlink(missing_ok=True)  # it tells nothing of what is written from here on
        errors = _write_parts(places, _readings(task.found, states, read_file))
        _put(task.place(MANIFEST), {"rules": task.rules, "errors": errors, "files": states})
    return Summary(len(states), errors, 1, 0)


def _readings(found: Iterable[FoundFile], states: list[list[Any]], read_file: _ReadFile) -> Iterator[Reading]:
    for one, state in zip(found, states, strict=True):
        reading, passing = (Reading(one.path, None, one.fault), False) if one.fault else read_file(one.path)
        if passing or (reading.report and reading.report.sha256 != state[2]):
            state[2] = None  # the state of no file: a trouble of the machine, or changed meanwhile; it is read again
        yield reading._replace(path=one.file, error=reading.error.encode("utf-8", "backslashreplace").decode())


def _make_alone(task: Task) -> Summary:
    """Makes a part whose worker died, its files read one by one in another process: the one that kills it is a row."""

    def read_file(path: str) -> tuple[Reading, bool]:
        from concurrent.futures import BrokenExecutor  # because it takes 20 ms, and hardly a run needs it

        try:
            told: tuple[Reading, bool] = worker.submit(read_told, path).result()
            return told
        except BrokenExecutor:
            return Reading(path, None, "ended the process that read it, by a crash or for want of memory"), True

    with processes(1) as first, closing(_Lasting(first)) as worker:
        return make_part(task, read_file)


def _write_parts(places: Mapping[str, Path], readings: Iterable[Reading]) -> int:
    """Parts of all tables, moved into their places together; gives the number of errors."""
    import pyarrow as pa  # because it takes 0.2 s, and who only reads a summary does not need it
    import pyarrow.parquet as pq  # because of the same

    shapes, errors = schemas(), 0
    passing = {table: beside(place) for table, place in places.items()}
    try:
        with ExitStack() as opened:
            files = [pq.ParquetWriter(path, shapes[table], compression="zstd") for table, path in passing.items()]
            writers = dict(zip(passing, map(opened.enter_context, files), strict=True))
            for rows in _gathered(readings):
                errors += len(rows[ERRORS])
                for table, writer in writers.items():
                    made = _dataset_frame(table, rows[table])
                    writer.write_table(pa.Table.from_pandas(made, schema=shapes[table], preserve_index=False))
        for table, path in passing.items():
            path.replace(places[table])
    finally:
        for path in passing.values():
            path.unlink(missing_ok=True)
    return errors


def _gathered(readings: Iterable[Reading]) -> Iterator[dict[str, list[tuple[Any, ...]]]]:
    """Rows of several files by table, as many at once as memory should hold; at least once, be there rows or not."""
    rows: dict[str, list[tuple[Any, ...]]] = {table: [] for table in DATASETS}
    size = 0
    for file, report, error in readings:
        if report is None:
            rows[ERRORS].append((file, error))
            continue
        key, tables = (file, report.sha256), {table: report.records(table) for table in TABLES}
        told = (report.title, report.issuer, report.published, report.year)
        rows[FILES].append((*key, *told, *map(len, tables.values())))
        for table, found in tables.items():
            rows[table] += [(*key, *row) for row in found]
        size += len(report.text)
        if size > _AT_ONCE:
            yield rows
            rows, size = {table: [] for table in DATASETS}, 0
    yield rows


def _put(path: Path, content: Mapping[str, Any]) -> None:
    write_files({str(path): (json.dumps(content, ensure_ascii=False, indent=1) + "\n").encode()}, force=True)


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
    if ``out`` lies in it, is neither empty nor an earlier run's (unless ``force``), or cannot be written.
    """
    root, target = _checked(os.fsdecode(folder), os.fsdecode(out), force)
    with trouble_told(str(out), _AGAIN):
        target.mkdir(exist_ok=True)
        _put(target / MARK, {"generator": PROGRAM, "complete": False})
        for table in (*DATASETS, MANIFEST):
            (target / table).mkdir(exist_ok=True)
        done = Summary(0, 0, 0, 0)
        with progress() as count_files:
            for part in _made(_tasks(root, target, batch), executor, ahead):
                done = Summary(*map(sum, zip(done, part, strict=True)))
                count_files(part.files)
        _drop_after(target, done.parts)
        told = done._asdict() | {"generator": PROGRAM, "complete": True}
        _put(target / MARK, {key: value for key, value in told.items() if key != "kept"})
    return done


def _checked(folder: str, out: str, force: bool) -> tuple[Path, Path]:
    if not os.path.isdir(folder):
        raise ReadError("is no folder", source=folder or "''", hint="name a folder of summaries")
    check_folder(out)
    root, target = Path(folder).resolve(), Path(out).resolve()
    if target.is_relative_to(root) or root.is_relative_to(target):
        raise SaveError("lies in the folder that is read, or holds it", source=out, hint="name a folder beside")
    inside = list(target.iterdir()) if target.exists() else []
    if any(path.is_symlink() for path in (Path(out), *inside)):
        raise SaveError("is, or holds, a link to another place", source=out, hint="name the folder itself")
    if inside and not force and read_json(target / MARK).get("generator") != PROGRAM:
        hint = "name a new folder, or use --force to write beside it"
        raise SaveError(f"holds {min(inside).name}, and is not of a corpus", source=out, hint=hint)
    return root, target


def _tasks(root: Path, target: Path, batch: int) -> Iterator[Task]:
    rules, found = fingerprint(), walk(root)
    for number in count():
        part = tuple(islice(found, batch))
        if not part and number:  # an empty folder, too, has its tables
            return
        yield Task(str(target), number, part, rules)


def _made(tasks: Iterator[Task], executor: Executor | None, ahead: int | None) -> Iterator[Summary]:
    if executor is None:
        yield from map(make_part, tasks)
        return
    with closing(_Lasting(executor)) as lasting:
        for task, future in in_order(make_part, tasks, lasting.submit, ahead or ahead_of(executor)):
            try:
                yield future.result()
            except (SaveError, OSError):
                raise
            except Exception:  # BrokenProcessPool, or Dask's KilledWorker
                yield _make_alone(task)


class _Lasting:
    """An executor whose workers are replaced once one of them has died: a pool of processes takes no more work then."""

    def __init__(self, given: Executor) -> None:
        self._given = self._used = given

    def submit(self, work: Callable[[Any], Any], item: Any) -> Future[Any]:
        from concurrent.futures import BrokenExecutor  # because of the same

        try:
            return self._used.submit(work, item)
        except BrokenExecutor:
            self._used = processes(getattr(self._used, "_max_workers", 1))
            return self._used.submit(work, item)

    def close(self) -> None:
        if self._used is not self._given:
            self._used.shutdown(cancel_futures=True)


def _drop_after(target: Path, parts: int) -> None:
    """Removes what a run that was killed left beside its places, and parts that one of more files left."""
    for table in (MANIFEST, *DATASETS):
        for path in sorted((target / table).iterdir()):
            if (match := _PART.fullmatch(path.name)) and (match[1] or int(match[2]) >= parts):
                path.unlink(missing_ok=True)


def fingerprint() -> str:
    """The hash of the code, lexicons and weights that make rows, and of the versions of what else reads bytes."""
    from importlib.metadata import version  # because of 20 ms, which one file need not wait for

    told = [("unicode", unicodedata.unidata_version), *((name, version(name)) for name in _READERS)]
    here, made = Path(__file__).parent, hashlib.sha256(repr(told).encode())
    for path in sorted(path for path in here.rglob("*") if path.is_file() and path.parent.name != "__pycache__"):
        made.update(f"{path.relative_to(here).as_posix()}\0{hashlib.sha256(path.read_bytes()).hexdigest()}\0".encode())
    return made.hexdigest()
