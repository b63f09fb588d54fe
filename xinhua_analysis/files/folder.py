"""The files of a folder, in a fixed order, and what has become of those of an earlier time."""

from __future__ import annotations

import hashlib
import os
from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple

from ..bounds import MOST_BYTES
from ..records import reason

DEEPEST = 64  # folders in folders


class FoundFile(NamedTuple):
    """A file of the folder, by its path in it with ``/``, and why it is not to be opened, if so."""

    file: str
    path: str
    fault: str


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
    """A name as a table can hold it, no two names alike: bytes that are no UTF-8 are escaped, and so is the escape.

    >>> _key("总结.txt"), _key("a\\\\b.txt")
    ('总结.txt', 'a\\\\\\\\b.txt')
    """
    return os.fsencode(name).replace(b"\\", b"\\\\").decode("utf-8", "backslashreplace")


def state_of(found: FoundFile) -> list[Any]:
    """What a manifest keeps of a file, by which a change is noticed: its name, its size, its hash."""
    with suppress(OSError):
        if not found.fault and Path(found.path).is_file():  # a pipe would be waited for
            with open(found.path, "rb") as file:
                if (size := os.fstat(file.fileno()).st_size) > MOST_BYTES:  # it is not read, so neither hashed
                    return [found.file, size, "too large"]
                return [found.file, os.fstat(file.fileno()).st_size, hashlib.file_digest(file, "sha256").hexdigest()]
    return [found.file, 0, found.fault]


class Compared:
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
