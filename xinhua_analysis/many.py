"""Many summaries, one after the other: a stream that keeps its order, stays small and stops for no bad file."""

from __future__ import annotations

import os
import sys
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sized
from contextlib import contextmanager, nullcontext, suppress
from itertools import islice
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from .bounds import Bound
from .columns import FRAMES, frame
from .pairs import compare
from .records import LookupFailed, ReadError, SummaryError, TroubleError
from .report import Report, read

if TYPE_CHECKING:
    from concurrent.futures import Executor, Future

    import pandas as pd

    Item = TypeVar("Item")
    Result = TypeVar("Result")

# Pieces of work under way for each worker: enough that none waits for another, few enough that memory stays flat.
_AHEAD = 4
_WORKERS = 16  # where an executor does not tell how many it has, as Dask's
BOUND = Bound(seconds=600, megabytes=4000)  # of each file of many, where none is given


class Reading(NamedTuple):
    """One file of many, read or not: its path, and the report, or else None and the error in words.

    >>> Reading("no.txt", None, "there is no such file").error
    'there is no such file'
    """

    path: str
    report: Report | None
    error: str


@contextmanager
def progress(total: int | None = None) -> Iterator[Callable[[int], object]]:
    """What counts the files that are done: a bar if the standard error is a terminal and tqdm (of ``lab``) is there."""
    bar: Any = nullcontext()
    if sys.stderr is not None and sys.stderr.isatty():
        with suppress(ImportError):
            from tqdm import tqdm  # because it is an extra

            bar = tqdm(total=total, unit="file", file=sys.stderr, smoothing=0.1)
    with bar:
        yield getattr(bar, "update", lambda files: None)


def read_told(path: str) -> tuple[Reading, bool]:
    """The reading of a file within ``BOUND``, and whether what went wrong may pass: memory, a disk, the bound.

    Whatever goes wrong is told in the reading, without the path; nothing is raised.

    >>> read_told("no.txt")
    (Reading(path='no.txt', report=None, error='there is no such file; check the name and the folder'), False)
    """
    try:
        return Reading(path, read(path, bound=BOUND), ""), False
    except Exception as error:  # not only ReadError: one file that a rule stumbles over must not end a stream of many
        passing = isinstance(error, TroubleError) or not isinstance(error, SummaryError)
        return Reading(path, None, _in_words(error, path)), passing


def _in_words(error: BaseException, path: str) -> str:
    if isinstance(error, SummaryError):
        words = str(error).removeprefix(f"{error.source}: ")
        return words.replace(path, os.path.basename(path)) if path else words
    return f"{type(error).__name__}: {error}" if str(error) else type(error).__name__


def processes(number: int) -> Executor:
    """Worker processes for ``corpus`` and ``read_many``: they start clean and do not outlive who started them."""
    import multiprocessing  # because who reads in one process does not need it
    from concurrent.futures import ProcessPoolExecutor  # because it takes 20 ms

    return ProcessPoolExecutor(number, multiprocessing.get_context("spawn"), _begin)


def _begin() -> None:
    """In a worker: Ctrl-C is for who gives the work; when that process is gone, however it ended, the worker goes."""
    import multiprocessing  # because only workers need it
    import signal  # because of the same
    import threading  # because of the same

    def leave_with(parent: Any) -> None:
        parent.join()
        os._exit(1)

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=leave_with, args=[multiprocessing.parent_process()], daemon=True).start()


def ahead_of(executor: Executor) -> int:
    """How many pieces of work are given to an executor at once: a few for each of its workers."""
    workers = getattr(executor, "_max_workers", _WORKERS)
    return _AHEAD * (workers if isinstance(workers, int) and workers > 0 else _WORKERS)


def in_order(
    work: Callable[[Item], Result], items: Iterable[Item], submit: Callable[..., Future[Any]], ahead: int
) -> Iterator[tuple[Item, Future[Result]]]:
    """Items with their finished futures, in their order; at most ``ahead`` wait, and those are taken back at an end."""
    waiting: deque[tuple[Item, Future[Result]]] = deque()
    source = iter(items)
    try:
        while True:
            for item in islice(source, ahead - len(waiting)):
                waiting.append((item, submit(work, item)))
            if not waiting:
                return
            item, future = waiting.popleft()
            future.exception()  # waits for it
            yield item, future
            del future  # or it, and its result, would be kept while the next is waited for
    finally:
        for _, future in waiting:
            future.cancel()


def _from_workers(paths: Iterator[str], executor: Executor, ahead: int) -> Iterator[Reading]:
    from concurrent.futures import BrokenExecutor  # because it takes 20 ms, and who has an executor has it already

    for path, future in in_order(read_told, paths, executor.submit, ahead):
        error = future.exception()
        if isinstance(error, BrokenExecutor):
            raise error  # no worker is left: a trouble of the machine and not of a file
        yield Reading(path, None, _in_words(error, path)) if error else future.result()[0]


def read_many(
    paths: Iterable[str | os.PathLike[str]], executor: Executor | None = None, ahead: int | None = None
) -> Iterator[Reading]:
    """Reads files one after the other: gives a ``Reading`` for each, in the order of ``paths``, as soon as it is there.

    A file that cannot be read stops nothing: its reading has no report but an ``error``. ``paths`` is gone through as
    readings are taken, so it may be a generator, and nothing is kept but what is under way. A terminal shows a bar.

    ``executor``, any of ``concurrent.futures`` or Dask's ``Client.get_executor()``, does the reading in its workers;
    ``ahead`` is how many files are under way or wait to be taken at once, by default four for each worker, and 64 if
    the executor does not tell how many it has. Raises ReadError where ``paths`` is one path, and what the executor
    raises (``BrokenExecutor``) when none of its workers is left. Dask moves the work of a worker that dies to others.

    >>> for reading in read_many(["no.txt", "none.txt"]):
    ...     print(reading.path, reading.error)
    no.txt there is no such file; check the name and the folder
    none.txt there is no such file; check the name and the folder
    """
    if isinstance(paths, str | bytes | os.PathLike) or not isinstance(paths, Iterable):
        raise ReadError(f"paths are due, not one {type(paths).__name__}", hint="give a list, read() reads one file")
    if ahead is not None and ahead < 1:
        raise ReadError(f"ahead is {ahead}", hint="let at least one file be under way")
    total = len(paths) if isinstance(paths, Sized) else None
    names = (os.fsdecode(path) if isinstance(path, str | bytes | os.PathLike) else str(path) for path in paths)
    if executor is None:
        return _counting((read_told(name)[0] for name in names), total)
    return _counting(_from_workers(names, executor, ahead or ahead_of(executor)), total)


def _counting(readings: Iterator[Reading], total: int | None) -> Iterator[Reading]:
    with progress(total) as count:
        for reading in readings:
            yield reading
            count(1)


def panel(reports: Iterable[Report | Reading], table: str = "figures", quantities: bool = False) -> pd.DataFrame:
    """One table of many reports as one long frame: ``file``, ``year`` and ``office`` before its own columns.

    ``reports`` are readings, as ``read_many`` gives them, or reports, whose ``file`` is their title. An id is unique
    within its file. Files that could not be read have no rows, and stand in ``.attrs["unread"]`` with their errors.
    ``quantities`` adds a column ``quantity`` to the figures of one office's reports, given in the order of their years:
    one name for all results that ``compare`` finds to be the same from a report to the next.

    >>> from xinhua_analysis import parse
    >>> years = [parse(f"某街道{year}年工作总结\\n一、民生\\n完工{year - 2000}台。") for year in (2022, 2023)]
    >>> panel(years)[["file", "year", "id", "value", "unit"]]
               file  year    id  value unit
    0  某街道2022年工作总结  2022  f001   22.0    台
    1  某街道2023年工作总结  2023  f001   23.0    台
    """
    import pandas as pd  # because it takes 0.4 s, and who only reads does not need it

    if table not in FRAMES:
        raise LookupFailed(f"no table {table!r}", hint=f"choose one of {' '.join(FRAMES)}")
    if quantities and table != "figures":
        raise LookupFailed(f"no quantities in {table!r}", hint="ask for those of figures")
    kinds = {"file": "str", "year": "Int64", "office": "str"} | ({"quantity": "str"} if quantities else {})
    frames, unread = [frame(FRAMES[table], ()).assign(**dict.fromkeys(kinds))], dict[str, str]()
    before: Report | None = None
    named = dict[str, str]()
    for place, one in enumerate(reports, 1):
        path, report, error = one if isinstance(one, Reading) else (one.title, one, "")
        if report is None:
            unread[path] = error
            continue
        own: dict[str, Any] = {"file": path, "year": report.year, "office": report.issuer}
        if quantities:
            rows = compare(before, report).records("figures") if before else ()
            same = {row.new_id: row.old_id for row in rows if row.relation == "results"}
            named = {row.id: named.get(same.get(row.id, ""), f"{place}.{row.id}") for row in report.records("figures")}
            before, own["quantity"] = report, list(named.values())
        frames.append(report.table(table).assign(**own))
    whole = pd.concat(frames, ignore_index=True).astype(kinds)[[*kinds, *FRAMES[table]]]
    whole.attrs["unread"] = unread
    return whole
