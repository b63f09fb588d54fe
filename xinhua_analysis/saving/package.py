"""The data package: a report's tables in several formats, with a codebook and a ``datapackage.json`` (Frictionless).

``build_package`` makes every file in memory; ``write_package`` puts them into a folder, whole or not at all.
"""

from __future__ import annotations

import csv
import hashlib
import json
import os
import re
import stat
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from ..columns import COLUMNS, FRAMES, MEANINGS, TABLES, VOCABULARY, Records
from ..records import PROGRAM, SaveError, reason
from ..telling.aligned import in_markdown
from ..telling.wording import with_english
from . import formats
from .whole import beside, check_folder, read_json, trouble_told

_Path = str | os.PathLike[str]
_FIELD_TYPES = {"str": "string", "int64": "integer", "Int64": "integer", "float64": "number"}
_COLUMNS = {name: column for name, column in COLUMNS.items() if column.tables}
_DESCRIBED = ("column", "列", "type", "unit", "meaning", "说明")
# Every name that `build` makes: nothing else in a folder is ever taken for ours, whatever its descriptor says.
_DESCRIPTOR = "datapackage.json"
BY_HAND = ("glosses.csv", "context.csv", "life_circle_aims.csv")
OWN = (
    *("summary.txt", "codebook.md", "tables.xlsx", _DESCRIPTOR, *BY_HAND),
    *(f"{table}.{kind}" for table in TABLES for kind in ("csv", "parquet")),
)
KEPT = ("example-next-year",)  # the folder of data/ that tells a following year: it stands beside the tables

CONVENTIONS = """\
- Spans `[start, stop)` count Unicode code points of `summary.txt` from 0; its characters there are the row's
  `text`, in Excel =MID(text, start+1, stop-start).
  位置按 `summary.txt` 的 Unicode 码点从 0 计数，含起点，不含终点。
- An empty word is an empty cell; a missing number is an empty cell. 原文未写明的留空。
- CSV: UTF-8 with a byte-order mark, so that Excel opens it right; lines end in CR LF (RFC 4180). A word that begins
  with `=` `+` `-` `@` (also full-width), a tab, a line end or `'` has a `'` before it, so that no spreadsheet runs it:
  take one leading `'` away to have the word back. CSV 中以上述字符开头的词前加 `'`，去掉一个即得原文。
- Excel: such words are plain text cells. Characters that XML cannot hold are written `_x001B_`, and a cell ends after
  32,767 UTF-16 units. The first sheet holds the text; beside each row stands its sentence; the columns of places are
  folded away. Excel 中 XML 不容的字符写作 `_x001B_`，单元格至多 32,767 个 UTF-16 单元。
  首张工作表为全文，各行旁有所在句子，位置各列已折叠。
"""


def _table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    """Lines of a Markdown table."""
    lines = [f"| {' | '.join(row)} |" for row in (header, *rows)]
    return [lines[0], "|---" * len(header) + "|", *lines[1:]]


def _codebook(about: Mapping[str, str]) -> bytes:
    lines = [f"# Codebook 编码本: {in_markdown(about['title'])}", "", CONVENTIONS]
    rows = [[name, t.chinese, t.meaning, t.explained, " ".join(FRAMES[name])] for name, t in MEANINGS.items()]
    lines += ["## Tables 表", "", *_table(("table", "表", "a row is", "每行", "columns"), rows)]
    lines += ["", "## Columns 列", "", *_table(_DESCRIBED, [_described(name) for name in _COLUMNS])]
    lines += ["", "## Vocabularies 词表", ""]
    for (where, word), allowed in VOCABULARY.items():
        lines += [f"### {word} ({where or 'figures, actions'})", ""]
        lines += [f"- `{value}`: {english} {chinese}" for value, (english, chinese) in allowed.items()] + [""]
    return ("\n".join(lines) + "\n").encode()


def read_by_hand(glosses: _Path | None, beside: Iterable[_Path]) -> dict[str, bytes]:
    """The files made by hand, by the name that they have in the package; SaveError if one cannot be read."""
    found = dict[str, bytes]()
    for path in [*([] if glosses is None else [glosses]), *beside]:
        try:
            found["glosses.csv" if path is glosses else Path(path).name] = Path(path).read_bytes()
        except (OSError, TypeError, ValueError) as error:
            raise SaveError(f"cannot be read: {reason(error)}", source=str(path), hint="name a CSV file") from error
    return found


def build_package(
    text: str,
    records: Records,
    about: Mapping[str, str],
    by_hand: Mapping[str, bytes] | None = None,
    more: Mapping[str, formats.Sheet] | None = None,
) -> dict[str, bytes]:
    """Every file of the package, by name; ``by_hand`` are CSV files of ``BY_HAND``, copied as they are.

    ``more`` are further sheets of the workbook. Raises SaveError where a file made by hand is no CSV.
    """
    files = {"summary.txt": text.encode(), "codebook.md": _codebook(about)}
    told = [*about.items(), *(("text", line) for line in text.splitlines() if line.strip())]
    sheets: dict[str, formats.Sheet] = {"summary": (("of the text 全文", "words 文字"), told)}
    for table, columns in FRAMES.items():
        rows = with_english(table, records[table])
        files[f"{table}.csv"] = formats.csv_bytes(columns, rows)
        files[f"{table}.parquet"] = formats.parquet_bytes(columns, rows)
        sheets[table] = _sheet(columns, rows, {row.id: row.text for row in records["sentences"]})
    described = [[*_described(name), " ".join(column.tables)] for name, column in _COLUMNS.items()]
    sheets |= {**(more or {}), "codebook": ((*_DESCRIBED, "tables"), described)}
    files["tables.xlsx"] = formats.workbook_bytes(sheets)
    schemas = {table: _schema(table) for table in TABLES}
    for name, content in (by_hand or {}).items():
        if name not in BY_HAND:
            raise SaveError(f"{name} is none of the files of the package", hint=f"one of {', '.join(BY_HAND)}")
        files[name], schemas[name.removesuffix(".csv")] = content, _plain_schema(name, content)
    files[_DESCRIPTOR] = _descriptor(about, files, schemas)
    return files


def _sheet(columns: Sequence[str], rows: Sequence[Sequence[object]], sentences: Mapping[str, str]) -> formats.Sheet:
    """A table as a sheet: headers in both languages; beside each row, before its places, the sentence it stands in."""
    head = [f"{column} {COLUMNS[column].chinese}" for column in columns]
    if "sentence_id" not in columns:
        return head, rows
    at, of = columns.index("text") + 1, columns.index("sentence_id")
    cells = [[*row[:at], sentences.get(str(row[of]), ""), *row[at:]] for row in rows]
    return [*head[:at], "sentence 所在句子", *head[at:]], cells


def _described(name: str) -> list[str]:
    column = _COLUMNS[name]
    return [name, column.chinese, column.type, column.unit, column.meaning, column.explained]


def _schema(table: str) -> dict[str, Any]:
    fields, keys = [], []
    for name in FRAMES[table]:
        column, allowed = COLUMNS[name], COLUMNS[name].words.get(table)
        needed = name in ("id", "start", "stop", "section_id", "sentence_id")
        constraints = {"required": True} if needed else {"enum": list(allowed)} if allowed else {}
        meaning = f"{column.meaning} [{column.unit}]" if column.unit else column.meaning
        field = {"name": name, "type": _FIELD_TYPES[column.type], "title": column.chinese, "description": meaning}
        fields.append(field | ({"constraints": constraints} if constraints else {}))
        if name in ("section_id", "parent_id", "sentence_id"):
            target = "sentences" if name == "sentence_id" else "" if table == "sections" else "sections"
            keys.append({"fields": name, "reference": {"resource": target, "fields": "id"}})
    return {"fields": fields, "missingValues": [""], "primaryKey": "id", "foreignKeys": keys}


def _plain_schema(name: str, content: bytes) -> dict[str, Any]:
    try:
        header = next(csv.reader(content.decode("utf-8-sig").splitlines()))
    except (UnicodeDecodeError, StopIteration, csv.Error) as error:
        raise SaveError(f"{name} is no CSV in UTF-8", hint="give a CSV file with a header") from error
    return {"fields": [{"name": name, "type": "string"} for name in header], "missingValues": [""]}


def _descriptor(about: Mapping[str, str], files: Mapping[str, bytes], schemas: Mapping[str, Any]) -> bytes:
    resources = []
    for path, content in files.items():
        name, _, kind = path.rpartition(".")
        facts = {"path": path, "bytes": len(content), "hash": _content_hash(content)}
        if kind == "csv":
            told = {"title": MEANINGS[name].chinese, "description": MEANINGS[name].meaning} if name in MEANINGS else {}
            shape = {"format": "csv", "mediatype": "text/csv", "encoding": "utf-8", "schema": schemas[name]}
            resources.append({"name": name, "profile": "tabular-data-resource", **told, **facts, **shape})
        else:
            resources.append({"name": f"{name}-{kind}", "profile": "data-resource", "type": "file", **facts})
    title, url = about["title"] or "Untitled summary", about["source_url"]
    source = {"title": title} | ({"path": url} if url else {})
    package = {
        "name": f"summary-{about['sha256'][:12]}",
        "profile": "data-package",
        "title": title,
        "generator": PROGRAM,
        "sources": [source | {key: about[key] for key in ("issuer", "published", "sha256") if about[key]}],
        "resources": resources,
    }
    return (json.dumps(package, ensure_ascii=False, indent=2) + "\n").encode()


def write_package(folder: str | os.PathLike[str], files: Mapping[str, bytes], force: bool = False) -> None:
    """Puts the files into a folder of their own, whole or not at all; an earlier package there is replaced whole.

    Killed at its worst moment, it leaves the earlier package beside, as ``.folder.old-…``, and the next writing there
    puts it back first. Of two writings into one folder at the same time, one fails.

    Raises SaveError where the folder is a link, a file, read-only or the current one; where it holds anything that this
    library did not make, or, without ``force``, a file changed since; and where the disk does not let it be written.
    """
    source = os.fspath(folder) if isinstance(folder, os.PathLike) else folder
    if not isinstance(source, str) or not source:
        raise SaveError(f"{source!r} names no folder", hint="give the path of a folder")
    if Path(source).is_symlink():
        raise SaveError("is a link to another place", source=source, hint="name the folder itself")
    with trouble_told(source):
        target = Path(source).resolve()
        if target == Path.cwd():  # it would be renamed away from under who stands in it
            raise SaveError("is the current folder", source=source, hint="name another folder")
        check_folder(str(target))
        _recover(target)
        if target.exists():
            _check_own(target, source, force)
        _replace(target, files)


# The new folder is first written beside, ``.data.new-1a2b3c4d``; then the earlier one is renamed to ``.data.old-…`` and
# the new one to its place. So at every moment a whole one is there, whatever fails or is killed. Replaced file by file,
# it could be half old and half new.


def _replace(target: Path, files: Mapping[str, bytes]) -> None:
    try:
        new = beside(target, "new-")
        new.mkdir()
        for name, content in files.items():
            (new / name).write_bytes(content)
        if target.exists():
            new.chmod(stat.S_IMODE(target.stat().st_mode))
            target.rename(beside(target, "old-"))
        new.rename(target)
    finally:
        _recover(target)


def _recover(target: Path) -> None:
    """Puts back the earlier folder if a writing was broken off between its two renames, and clears leftovers away."""
    ours = re.compile(rf"\.{re.escape(target.name)}\.(new|old|dead)-[0-9a-f]{{8}}")
    found = [(path.lstat(), path, match[1]) for path in target.parent.iterdir() if (match := ours.fullmatch(path.name))]
    for facts, path, state in sorted(found, key=lambda leftover: -leftover[0].st_mtime_ns):
        if not stat.S_ISDIR(facts.st_mode):
            continue
        if state == "old" and not (target / _DESCRIPTOR).exists():
            with suppress(OSError):
                target.rmdir()  # somebody may have made the missing folder anew
            if not target.exists():
                path.rename(target)
            continue
        for name in KEPT if state == "old" else ():
            if (path / name).is_dir() and not os.path.lexists(target / name):
                (path / name).rename(target / name)
        with suppress(OSError):  # with files that are not ours it stays
            dead = path.rename(beside(target, "dead-"))  # first, so that nobody can put it into place half emptied
            for name in OWN:
                (dead / name).unlink(missing_ok=True)
            dead.rmdir()


def _check_own(target: Path, source: str, force: bool) -> None:
    """Refuses a folder that may not be replaced: one that holds other files than ours as we wrote them."""
    if not os.access(target, os.W_OK) or not target.stat().st_mode & 0o222:
        raise SaveError("is read-only", source=source, hint="name another folder")
    found = sorted(target.iterdir())
    hashes = _hashes(target / _DESCRIPTOR)
    if found and not hashes:
        raise SaveError("holds no package of this library", source=source, hint="name a new or an empty folder")
    for path in found:
        if path.name in KEPT and stat.S_ISDIR(path.lstat().st_mode):
            continue
        if path.name not in OWN or not stat.S_ISREG(path.lstat().st_mode):
            what = f"also holds {path.name}, which is not of the package"
            raise SaveError(what, source=source, hint="move it elsewhere")
        known = path.name == _DESCRIPTOR or hashes.get(path.name) == _content_hash(path.read_bytes())
        if not known and not force:
            what = f"holds {path.name}, which was changed since it was saved"
            raise SaveError(what, source=source, hint="move it elsewhere, or save with force to replace it")


def _content_hash(content: bytes) -> str:
    return f"sha256:{hashlib.sha256(content).hexdigest()}"


def _hashes(descriptor: Path) -> dict[str, str]:
    """The hash of each file that a descriptor of ours tells of; none where it is not ours."""
    if descriptor.is_symlink() or not descriptor.is_file():
        return {}
    package = read_json(descriptor)
    with suppress(LookupError, TypeError):
        if package["generator"] == PROGRAM:
            return {resource["path"]: resource["hash"] for resource in package["resources"]}
    return {}
