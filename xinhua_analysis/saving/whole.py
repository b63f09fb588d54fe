"""Files written whole or not at all, and nothing replaced that this program did not make."""

from __future__ import annotations

import json
import os
import stat
from collections.abc import Mapping
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from secrets import token_hex
from typing import Any

from ..records import GENERATOR, PROGRAM, SaveError, reason


def seal(notebook: Mapping[str, Any]) -> str:
    """The hash of a notebook's cells without their outputs: another one if somebody added a note or changed a cell.

    A notebook that this program wrote keeps it in its metadata, under the program's name.

    >>> seal({"cells": []}) == seal({"cells": [{"cell_type": "code", "source": ["1"]}]})
    False
    """
    cells = [(cell["cell_type"], "".join(cell["source"])) for cell in notebook["cells"]]
    return sha256(json.dumps(cells).encode()).hexdigest()


def check_free(path: str, force: bool = False) -> None:
    """Raises SaveError where a file may not be written: what is there is no file, or not of this program's making."""
    target = Path(path)
    if not os.path.lexists(target):
        return
    mode = target.lstat().st_mode
    if not stat.S_ISREG(mode):
        kind = "a folder" if stat.S_ISDIR(mode) else "a link, device or pipe and no file"
        raise SaveError(f"is {kind}", source=path, hint="name another file")
    if not force and not _is_own(target):
        raise SaveError("was not made by this program", source=path, hint="name another file, or use --force")


def _is_own(path: Path) -> bool:
    if path.suffix == ".ipynb":
        with suppress(ValueError, LookupError, TypeError, AttributeError, RecursionError):
            notebook = json.loads(path.read_bytes())
            return bool(notebook["metadata"].get(PROGRAM) == seal(notebook))
        return False
    with path.open("rb") as file:
        return GENERATOR.encode() in file.read(1024)


def beside(place: Path) -> Path:
    """Where a file is written before it moves in: hidden, so that nobody takes it for the file."""
    return place.with_name(f".{place.name}.{token_hex(4)}")


def write_files(files: Mapping[str, bytes], force: bool = False) -> None:
    """Writes files by path, all of them or none: each is written beside its place, and only then do all move in.

    Raises SaveError if one cannot be written, or what is in its place may not go.
    """
    passing: dict[str, Path] = {}
    path = ""
    try:
        for path, content in files.items():
            target = Path(path)
            if not target.is_symlink() and target.is_file() and target.read_bytes() == content:
                continue  # nothing is replaced, whoever made it
            check_free(path, force)
            passing[path] = beside(target)
            passing[path].write_bytes(content)
            if target.exists():
                passing[path].chmod(stat.S_IMODE(target.stat().st_mode))
        for path, written in passing.items():
            written.replace(path)
    except (OSError, ValueError) as error:
        raise SaveError(f"cannot be written: {reason(error)}", source=path, hint="name another file") from error
    finally:
        for written in passing.values():
            with suppress(OSError, ValueError):
                written.unlink(missing_ok=True)


def write_folder(folder: str, files: Mapping[str, bytes], force: bool = False) -> None:
    """Writes files into a folder, as ``write_files`` does; the folder is made if it is missing."""
    check_folder(folder)
    target, made = Path(folder), False
    try:
        made = not target.exists()
        target.mkdir(exist_ok=True)
    except (OSError, ValueError) as error:
        raise SaveError(f"cannot be made: {reason(error)}", source=folder, hint="name another folder") from error
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
    try:
        if os.path.lexists(target) and not target.is_dir():
            raise SaveError("is no folder", source=folder, hint="name a folder")
        if not target.absolute().parent.is_dir():
            raise SaveError("the folder above does not exist", source=folder, hint="make it first")
    except (OSError, ValueError) as error:
        raise SaveError(f"cannot be written: {reason(error)}", source=folder, hint="name another folder") from error
