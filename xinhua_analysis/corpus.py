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
from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from functools import cache
from itertools import count, islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from .columns import TABLES
from .frames import frame
from .many import Reading, ahead_of, in_order, progress, read_one
from .records import PROGRAM, ReadError, SaveError, reason
from .report import Report
from .saving.whole import beside, check_folder, trouble_told

if TYPE_CHECKING:
    from concurrent.futures import Executor

    import pandas as pd
    import pyarrow as pa

BATCH = 500  # files of a part: seconds of work, of which a break costs at most that much for each worker
DEEPEST = 64  # folders in folders
KEYS = ("file", "sha256")  # the first columns of every table of rows
FILES, ERRORS, MANIFEST, MARK = "files", "errors", "manifest", "corpus.json"
DATASETS = (*TABLES, FILES, ERRORS)
_AT_ONCE = 2_000_000  # characters whose rows are in memory together
_PART = re.compile(r"part-([0-9]{5,9})\.(parquet|json)")
_PASSING = re.compile(r"\.(part-[0-9]{5,9}\.(parquet|json)|corpus\.json)\.[0-9a-f]{8}")
_AGAIN = "run the same again: it goes on where it stopped"


class FoundFile(NamedTuple):
    """A file of the folder, by its path in it with ``/``, and why it is not to be opened, if so."""

    file: str
    path: str
    fault: str


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


# The folder


def walk(folder: str | os.PathLike[str]) -> Iterator[FoundFile]:
    """The files of a folder and of the folders in it, sorted; hidden ones are left out, links told and not followed.

    >>> from xinhua_analysis.bundled import SEEDS
    >>> next(walk(SEEDS)).file
    '000_191eb5bed6b7048b.txt'
    """
    return _walk(os.fsdecode(folder), "", 0)


def _walk(folder: str, above: str, depth: int) -> Iterator[FoundFile]:
    try:
        with os.scandir(folder) as listed:
            entries = sorted((_key(entry.name), entry.path, _kind(entry)) for entry in listed)
    except OSError as error:
        yield FoundFile(above.rstrip("/") or ".", folder, f"the folder cannot be listed: {reason(error)}")
        return
    for name, path, kind in entries:
        if name.startswith("."):
            continue
        if kind == "link":
            yield FoundFile(above + name, path, "is a link, and links are not followed; name what it points to")
        elif kind == "file":
            yield FoundFile(above + name, path, "")
        elif depth < DEEPEST:
            yield from _walk(path, f"{above}{name}/", depth + 1)
        else:
            yield FoundFile(above + name, path, f"lies more than {DEEPEST} folders deep")


def _kind(entry: os.DirEntry[str]) -> str:
    return "link" if entry.is_symlink() else "folder" if entry.is_dir(follow_symlinks=False) else "file"


def _key(name: str) -> str:
    """A name as a table can hold it: bytes that are no UTF-8 are escaped."""
    return os.fsencode(name).decode("utf-8", "backslashreplace")


def _state(found: FoundFile) -> list[Any]:
    """What a manifest keeps of a file, by which a change is noticed: its name, its size, its hash."""
    with suppress(OSError):
        if not found.fault and Path(found.path).is_file():  # a pipe would be waited for
            with open(found.path, "rb") as file:
                return [found.file, os.fstat(file.fileno()).st_size, hashlib.file_digest(file, "sha256").hexdigest()]
    return [found.file, 0, found.fault]


# One part


def make_part(task: Task) -> Done:
    """Makes one part of every table, or keeps it if it stands as its manifest says; runs in a worker.

    Raises SaveError where the disk does not let it be written.
    """
    states = [_state(found) for found in task.found]
    known = task.known
    same = known.get("rules") == task.rules and known.get("files") == states
    try:
        if same and known["parts"] == {
            table: _file_hash(_part_path(task.out, table, task.number)) for table in DATASETS
        }:
            return Done(dict(known), True)
    except (OSError, LookupError):
        pass
    with trouble_told(task.out, _AGAIN):
        parts, errors = _write_parts(task, zip(map(_read_found, task.found), states, strict=True))
    return Done({"rules": task.rules, "errors": errors, "files": states, "parts": parts}, False)


def _read_found(found: FoundFile) -> Reading:
    reading = Reading(found.path, None, found.fault) if found.fault else read_one(found.path)
    error = reading.error.encode("utf-8", "backslashreplace").decode()
    return reading._replace(path=found.file, error=error)


def _write_parts(task: Task, readings: Iterable[tuple[Reading, list[Any]]]) -> tuple[dict[str, str], int]:
    """Parts of all tables, moved into their places together; gives their hashes and the number of errors."""
    import pyarrow.parquet as pq  # because it takes 0.2 s, and who only reads a summary does not need it

    shapes = schemas()
    errors = 0
    places = {table: _part_path(task.out, table, task.number) for table in DATASETS}
    passing = {table: beside(place) for table, place in places.items()}
    writers: dict[str, Any] = {}
    try:
        for table, path in passing.items():
            writers[table] = pq.ParquetWriter(path, shapes[table], compression="zstd")
        for rows in _gathered(readings):
            errors += len(rows[ERRORS])
            for table in DATASETS:
                writers[table].write_table(_arrow(table, rows[table], shapes[table]))
        for writer in writers.values():
            writer.close()
        hashes = {table: _file_hash(path, sync=True) for table, path in passing.items()}
        for table, place in places.items():
            passing[table].replace(place)
    finally:
        for table, path in passing.items():
            with suppress(Exception):
                writers[table].close()
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


def columns(table: str) -> tuple[str, ...]:
    """The columns of a dataset.

    >>> columns("errors"), columns("figures")[:4]
    (('file', 'error'), ('file', 'sha256', 'id', 'start'))
    """
    if table == FILES:
        return (*KEYS, "title", "issuer", "published", "year", *TABLES)
    return ("file", "error") if table == ERRORS else (*KEYS, *TABLES[table])


def _dataset_frame(table: str, rows: list[tuple[Any, ...]]) -> pd.DataFrame:
    import pandas as pd  # because it takes 0.4 s, and the command line need not wait for it

    if table in TABLES:
        found = frame(TABLES[table], [row[len(KEYS) :] for row in rows])
        for place, key in enumerate(KEYS):
            found.insert(place, key, pd.Series([row[place] for row in rows], dtype="str"))
        return found
    kinds = dict.fromkeys(columns(table), "str")
    if table == FILES:
        kinds |= {"published": "datetime64[ms]", "year": "Int64"} | dict.fromkeys(TABLES, "int64")
    return pd.DataFrame(rows, columns=list(kinds), dtype=object).astype(kinds)


@cache
def schemas() -> dict[str, pa.Schema]:
    """The types of every dataset: the same in all its parts, be there rows or not, and as pandas gives them back."""
    import pyarrow as pa  # because it takes 0.2 s, and who only reads a summary does not need it

    empty = {table: _dataset_frame(table, []) for table in DATASETS}
    return {table: _without_large(pa.Schema.from_pandas(one, preserve_index=False)) for table, one in empty.items()}


def _without_large(schema: pa.Schema) -> pa.Schema:
    import pyarrow as pa  # because of the same

    fields = [field.with_type(pa.string()) if pa.types.is_large_string(field.type) else field for field in schema]
    return pa.schema(fields, schema.metadata)


def _arrow(table: str, rows: list[tuple[Any, ...]], schema: pa.Schema) -> pa.Table:
    import pyarrow as pa  # because of the same

    return pa.Table.from_pandas(_dataset_frame(table, rows), schema=schema, preserve_index=False)


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
        with _alone(target):
            _check_ours(target, force)
            _put_mark(target, {"complete": False})
            _drop_passing(target)
            for table in (*DATASETS, MANIFEST):
                (target / table).mkdir(exist_ok=True)
            tasks = _tasks(root, target, batch, compared := _Compared())
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


@contextmanager
def _alone(target: Path) -> Iterator[None]:
    """Keeps a second run out; the lock goes with the process, however it ends."""
    try:
        import fcntl  # because Windows has none, and no lock then
    except ImportError:
        yield
        return
    handle = os.open(target, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(handle)
        raise SaveError("is being written by another run", source=str(target), hint="wait for it to end") from None
    try:
        yield
    finally:
        os.close(handle)


def _ours(target: Path) -> Iterator[Path]:
    """Everything in the folders that a corpus has, and beside them."""
    for path in sorted(target.iterdir()):
        if path.name in (*DATASETS, MANIFEST) and path.is_dir() and not path.is_symlink():
            yield from sorted(path.iterdir())
        else:
            yield path


def _check_ours(target: Path, force: bool) -> None:
    """Refuses a folder that holds what no run of ours left there."""
    marked = _json(target / MARK).get("generator") == PROGRAM
    for path in _ours(target):
        inner = path.parent != target
        own = _PASSING.fullmatch(path.name) or (marked and (_PART.fullmatch(path.name) if inner else path.name == MARK))
        if not (own and path.is_file() and not path.is_symlink()) and not force:
            what = f"holds {path.relative_to(target)}, which is not of a corpus"
            raise SaveError(what, source=str(target), hint="name a new folder, or use --force to write beside it")


def _json(path: Path) -> dict[str, Any]:
    """A JSON object, or an empty one where there is none."""
    with suppress(OSError, ValueError, RecursionError):
        found = json.loads(path.read_bytes())
        return found if isinstance(found, dict) else {}
    return {}


def _put(path: Path, content: Mapping[str, Any]) -> None:
    passing = beside(path)
    passing.write_bytes((json.dumps(content, ensure_ascii=False, indent=1) + "\n").encode())
    _file_hash(passing, sync=True)
    passing.replace(path)


def _put_mark(target: Path, content: Mapping[str, Any]) -> None:
    _put(target / MARK, {"generator": PROGRAM} | dict(content))


def _run(target: Path, made: Iterator[tuple[Task, Done]], compared: _Compared) -> Summary:
    files = errors = parts = kept = 0
    bar = progress()
    try:
        for task, done in made:
            if not done.kept:
                _put(_part_path(task.out, MANIFEST, task.number), done.manifest)
            compared.hold(done.manifest["files"])
            files, errors, parts = files + len(task.found), errors + done.manifest["errors"], parts + 1
            kept += done.kept
            bar.update(len(task.found))
    finally:
        bar.close()
    _drop_after(target, parts, compared)
    _drop_passing(target)  # what a worker left that died while others went on
    _put_mark(target, {"complete": True, "files": files, "errors": errors, "parts": parts})
    return Summary(files, errors, parts, kept, tuple(compared.changed), tuple(compared.gone))


def _tasks(root: Path, target: Path, batch: int, compared: _Compared) -> Iterator[Task]:
    rules, found = fingerprint(), walk(root)
    for number in count():
        part = tuple(islice(found, batch))
        if not part and number:  # an empty folder, too, has its tables
            return
        known = _json(_part_path(str(target), MANIFEST, number))
        compared.expect(known)
        yield Task(str(target), number, part, rules, known)


def _made(tasks: Iterator[Task], executor: Executor | None, ahead: int | None) -> Iterator[tuple[Task, Done]]:
    if executor is None:
        for task in tasks:
            yield task, make_part(task)
        return
    for task, future in in_order(make_part, tasks, executor, ahead or ahead_of(executor)):
        try:
            yield task, future.result()
        except (SaveError, OSError):
            raise
        except Exception as error:  # BrokenProcessPool, or Dask's KilledWorker
            what = f"part {task.number} cannot be made: a worker failed ({type(error).__name__})"
            raise SaveError(what, source=task.out, hint=_AGAIN) from error


def _drop_passing(target: Path) -> None:
    for path in _ours(target):
        if _PASSING.fullmatch(path.name):
            path.unlink(missing_ok=True)


def _drop_after(target: Path, parts: int, compared: _Compared) -> None:
    """Removes parts that an earlier run of more files left, their manifests first."""
    for table in (MANIFEST, *DATASETS):
        for path in sorted((target / table).iterdir()):
            match = _PART.fullmatch(path.name)
            if match and int(match[1]) >= parts:
                if table == MANIFEST:
                    compared.expect(_json(path))
                path.unlink()
    compared.end()


def fingerprint() -> str:
    """The hash of the code, lexicons and weights that make rows: parts made by other rules are made anew."""
    here, made = Path(__file__).parent, hashlib.sha256()
    for path in sorted(path for path in here.rglob("*") if path.is_file() and path.parent.name != "__pycache__"):
        made.update(f"{path.relative_to(here).as_posix()}\0{hashlib.sha256(path.read_bytes()).hexdigest()}\0".encode())
    return made.hexdigest()


class _Compared:
    """Files of earlier manifests held against those of this run, both in the order of the walk."""

    def __init__(self) -> None:
        self._old: deque[tuple[list[str], str, str]] = deque()
        self.changed: list[str] = []
        self.gone: list[str] = []

    def expect(self, manifest: Mapping[str, Any]) -> None:
        """Notes the files of an earlier manifest."""
        with suppress(LookupError, TypeError, ValueError, AttributeError):
            self._old += [(file.split("/"), file, sha256) for file, _, sha256 in manifest["files"]]

    def hold(self, states: Iterable[list[Any]]) -> None:
        """Holds the next files of this run against them."""
        for file, _, sha256 in states:
            place = file.split("/")
            while self._old and self._old[0][0] < place:
                self.gone.append(self._old.popleft()[1])
            if self._old and self._old[0][1] == file and self._old.popleft()[2] != sha256:
                self.changed.append(file)

    def end(self) -> None:
        """Says that no file follows."""
        self.gone += [file for _, file, _ in self._old]
        self._old.clear()
