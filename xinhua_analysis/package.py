"""The data package: a report's tables in several formats, with a codebook and a ``datapackage.json`` (Frictionless).

``build`` makes every file in memory; ``write`` puts them into a folder, whole or not at all.
"""

from __future__ import annotations

import csv
import hashlib
import json
import shutil
from collections.abc import Mapping
from pathlib import Path
from secrets import token_hex
from typing import Any

from . import formats
from .columns import COLUMNS, MEANINGS, TABLES, Records, vocabulary
from .records import SaveError

GENERATOR = "xinhua_analysis"
_FIELD_TYPES = {"str": "string", "int64": "integer", "Int64": "integer", "float64": "number"}
_COLUMNS = {name: column for name, column in COLUMNS.items() if column.tables}

CONVENTIONS = """\
- Spans `[start, stop)` count Unicode code points of `summary.txt`; its characters there are the row's `text`.
  位置按 `summary.txt` 的 Unicode 码点计数,含起点、不含终点。
- An empty word is an empty cell; a missing number is an empty cell. 未写明者为空。
- CSV: UTF-8 with a byte-order mark, so that Excel opens it right; lines end in CR LF (RFC 4180). A word that begins
  with `=` `+` `-` `@` (also full-width), a tab, a line end or `'` has a `'` before it, so that no spreadsheet runs it:
  take one leading `'` away to have the word back. CSV 中以上述字符开头的词前加 `'`,去掉一个即得原文。
- Excel: such words are plain text cells. Characters that XML cannot hold are written `_x001B_`, and a cell ends after
  32,767 characters. Excel 中 XML 不容的字符写作 `_x001B_`,单元格至多 32,767 字。
"""


def _codebook(about: Mapping[str, str]) -> bytes:
    lines = [f"# Codebook 编码本: {about['title']}", "", CONVENTIONS]
    lines += ["## Tables 表", "", "| table | 表 | a row is | 每行 | columns |", "|---|---|---|---|---|"]
    for name, table in MEANINGS.items():
        lines.append(f"| {name} | {table.chinese} | {table.meaning} | {table.explained} | {' '.join(TABLES[name])} |")
    lines += ["", "## Columns 列", "", "| column | 列 | type | unit | meaning | 说明 |", "|---|---|---|---|---|---|"]
    for name, column in _COLUMNS.items():
        cells = (name, column.chinese, column.type, column.unit, column.meaning, column.explained)
        lines.append(f"| {' | '.join(cells)} |")
    lines += ["", "## Vocabularies 词表", ""]
    words = [(f"{table}.{column}", vocabulary(table, column)) for table in TABLES for column in TABLES[table]]
    lines += [f"- {where}: {' '.join(allowed)}" for where, allowed in words if allowed]
    return ("\n".join(lines) + "\n").encode()


def build(text: str, records: Records, about: Mapping[str, str], glosses: bytes = b"") -> dict[str, bytes]:
    """Every file of the package, by name; ``glosses`` is a CSV of Chinese words and their English, copied as it is.

    Raises SaveError where the text holds half a surrogate pair, which no UTF-8 file can, or glosses are no CSV.
    """
    try:
        files = {"summary.txt": text.encode(), "codebook.md": _codebook(about)}
    except UnicodeEncodeError as error:
        hint = "read the file with the encoding that it was written in"
        raise SaveError("half a surrogate pair cannot be written", position=error.start, hint=hint) from error
    sheets: dict[str, formats.Sheet] = {}
    for table, columns in TABLES.items():
        rows = records[table]
        files[f"{table}.csv"] = formats.csv_bytes(columns, rows)
        files[f"{table}.parquet"] = formats.parquet_bytes(columns, rows)
        sheets[table] = columns, [[getattr(row, column) for column in columns] for row in rows]
    header = ("column", "列", "type", "unit", "meaning", "说明", "tables")
    sheets["codebook"] = header, [_described(name) for name in _COLUMNS]
    files["tables.xlsx"] = formats.workbook_bytes(sheets)
    schemas = {table: _schema(table) for table in TABLES}
    if glosses:
        files["glosses.csv"], schemas["glosses"] = glosses, _glosses_schema(glosses)
    files["datapackage.json"] = _descriptor(about, files, schemas)
    return files


def _described(name: str) -> list[str]:
    column = _COLUMNS[name]
    tables = " ".join(column.tables)
    return [name, column.chinese, column.type, column.unit, column.meaning, column.explained, tables]


def _schema(table: str) -> dict[str, Any]:
    fields, keys = [], []
    for name in TABLES[table]:
        column, allowed = COLUMNS[name], vocabulary(table, name)
        needed = name in ("id", "start", "stop", "section_id", "sentence_id")
        constraints = {"required": True} if needed else {"enum": list(allowed)} if allowed else {}
        meaning = f"{column.meaning} [{column.unit}]" if column.unit else column.meaning
        field = {"name": name, "type": _FIELD_TYPES[column.type], "title": column.chinese, "description": meaning}
        fields.append(field | ({"constraints": constraints} if constraints else {}))
        if name in ("section_id", "parent_id", "sentence_id"):
            target = "sentences" if name == "sentence_id" else "" if table == "sections" else "sections"
            keys.append({"fields": name, "reference": {"resource": target, "fields": "id"}})
    return {"fields": fields, "missingValues": [""], "primaryKey": "id", "foreignKeys": keys}


def _glosses_schema(glosses: bytes) -> dict[str, Any]:
    try:
        header = next(csv.reader(glosses.decode("utf-8-sig").splitlines()))
    except (UnicodeDecodeError, StopIteration, csv.Error) as error:
        raise SaveError("glosses are no CSV in UTF-8", hint="give a CSV file with a header") from error
    return {"fields": [{"name": name, "type": "string"} for name in header], "missingValues": [""]}


def _descriptor(about: Mapping[str, str], files: Mapping[str, bytes], schemas: Mapping[str, Any]) -> bytes:
    resources = []
    for path, content in files.items():
        name, _, kind = path.rpartition(".")
        facts = {"path": path, "bytes": len(content), "hash": f"sha256:{hashlib.sha256(content).hexdigest()}"}
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
        "generator": GENERATOR,
        "sources": [source | {key: about[key] for key in ("issuer", "published", "sha256") if about[key]}],
        "resources": resources,
    }
    return (json.dumps(package, ensure_ascii=False, indent=2) + "\n").encode()


def write(folder: str | Path, files: Mapping[str, bytes]) -> None:
    """Puts the files into a folder of their own, whole or not at all; an earlier package there is replaced whole.

    They are written beside the folder under a passing name, and then renamed. Raises SaveError where the folder is a
    link, a file, or holds anything that this library did not make, and where the disk does not let it be written.
    """
    source = str(folder)
    if Path(folder).is_symlink():
        raise SaveError("is a link to another place", source=source, hint="name the folder itself")
    try:
        target = Path(folder).resolve()
        if not target.parent.is_dir():
            raise SaveError("the folder above does not exist", source=source, hint="make it first")
        if target.exists():
            _check_own(target, source)
        mark = token_hex(4)
        new, old = (target.with_name(f".{target.name}.{state}-{mark}") for state in ("new", "old"))
        try:
            new.mkdir()
            for name, content in files.items():
                (new / name).write_bytes(content)
            _swap(new, target, old)
        finally:
            shutil.rmtree(new, ignore_errors=True)
    except (OSError, ValueError) as error:
        what = getattr(error, "strerror", None) or error
        raise SaveError(f"cannot be written: {what}", source=source, hint="name another folder") from error


def _check_own(target: Path, source: str) -> None:
    if not target.is_dir():
        raise SaveError("is a file", source=source, hint="name a folder")
    found = sorted(path.name for path in target.iterdir())
    if not found:
        return
    try:
        package = json.loads((target / "datapackage.json").read_bytes())
        made = [resource["path"] for resource in package["resources"]] if package["generator"] == GENERATOR else []
    except (OSError, ValueError, LookupError, TypeError):
        made = []
    if not made:
        raise SaveError("holds no package of this library", source=source, hint="name a new or an empty folder")
    others = [name for name in found if name not in (*made, "datapackage.json")]
    if others:
        raise SaveError(f"also holds {others[0]}, which is not of the package", source=source, hint="move it elsewhere")


def _swap(new: Path, target: Path, old: Path) -> None:
    if not target.exists():
        new.rename(target)
        return
    target.rename(old)
    try:
        new.rename(target)
    except OSError:
        old.rename(target)
        raise
    shutil.rmtree(old, ignore_errors=True)
