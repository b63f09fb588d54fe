"""Files written whole or not at all, and nothing replaced that this program did not make."""

from __future__ import annotations

import json
import os
import stat
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from secrets import token_hex
from typing import Any

from ..records import GENERATOR, SaveError, reason


def read_json(path: Path) -> dict[str, Any]:
    """A JSON object from a file; an empty one where there is none."""
    with suppress(OSError, ValueError, RecursionError):
        found = json.loads(path.read_bytes())
        return found if isinstance(found, dict) else {}
    return {}


def check_free(path: str, force: bool = False) -> None:
    """Raises SaveError where a file may not be written: what is there is no file, or not of this program's making."""
    if not path:
        raise SaveError("'' names no file", hint="give the path of a file")
    target = Path(path)
    if not os.path.lexists(target):
        return
    mode = target.lstat().st_mode
    if not stat.S_ISREG(mode):
        kind = "a folder" if stat.S_ISDIR(mode) else "a link, device or pipe and no file"
        raise SaveError(f"is {kind}", source=path, hint="name another file")
    if not force:
        with target.open("rb") as file:
            if GENERATOR.encode() not in file.read(1024):
                raise SaveError("was not made by this program", source=path, hint="name another file, or use --force")


@contextmanager
def trouble_told(place: str, hint: str = "name another folder") -> Iterator[None]:
    """What the disk refuses inside, as SaveError."""
    try:
        yield
    except (OSError, ValueError, RuntimeError) as error:  # RuntimeError: links that go round in a circle
        raise SaveError(f"cannot be written: {reason(error)}", source=place, hint=hint) from error


def beside(place: Path) -> Path:
    """Where something is written before it moves in: hidden, so that nobody takes it for what it becomes."""
    return place.with_name(f".{place.name}.{token_hex(4)}")


def write_files(files: Mapping[str, bytes], force: bool = False) -> None:
    """Writes files by path, all of them or none: each is written beside its place, and only then do all move in.

    Raises SaveError if one cannot be written, or what is in its place may not go.
    """
    passing: dict[str, Path] = {}
    try:
        for path, content in files.items():
            with trouble_told(path):
                target = Path(path)
                if not target.is_symlink() and target.is_file() and target.read_bytes() == content:
                    continue  # nothing is replaced, whoever made it
                check_free(path, force)
                passing[path] = beside(target)
                passing[path].write_bytes(content)
                if target.exists():
                    passing[path].chmod(stat.S_IMODE(target.stat().st_mode))
        for path, written in passing.items():
            with trouble_told(path):
                written.replace(path)
    finally:
        for written in passing.values():
            with suppress(OSError, ValueError):
                written.unlink(missing_ok=True)


def write_folder(folder: str, files: Mapping[str, bytes], force: bool = False) -> None:
    """Writes files into a folder, as ``write_files`` does; the folder is made if it is missing."""
    check_folder(folder)
    target = Path(folder)
    with trouble_told(folder):
        made = not target.exists()
        target.mkdir(exist_ok=True)
    try:
        write_files({os.path.join(folder, name): content for name, content in files.items()}, force)
    except SaveError:
        if made:
            with suppress(OSError):
                target.rmdir()
        raise


def check_folder(folder: str) -> None:
    """Raises SaveError where no folder is, nor one above it in which it could be made."""
    if not folder:
        raise SaveError("'' names no folder", hint="give the path of a folder")
    target = Path(folder)
    with trouble_told(folder):
        if os.path.lexists(target) and not target.is_dir():
            raise SaveError("is no folder", source=folder, hint="name a folder")
        if not target.absolute().parent.is_dir():
            raise SaveError("the folder above does not exist", source=folder, hint="make it first")
