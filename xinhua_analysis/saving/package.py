"""The data package: a report's tables in several formats, with a codebook and a ``datapackage.json`` (Frictionless)."""

from __future__ import annotations

import csv
import hashlib
import json
import os
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from ..bundled import packaged
from ..columns import COLUMNS, FRAMES, MEANINGS, TABLES, VOCABULARY, Records
from ..records import PROGRAM, SaveError, reason
from ..telling.aligned import in_markdown
from ..telling.wording import with_english
from . import formats
from .whole import read_json, trouble_told, write_folder

_Path = str | os.PathLike[str]
_FIELD_TYPES = {"str": "string", "int64": "integer", "Int64": "integer", "float64": "number"}
_COLUMNS = {name: column for name, column in COLUMNS.items() if column.tables}
_DESCRIBED = ("column", "列", "type", "unit", "meaning", "说明")
# Every name that `build` makes: nothing else in a folder is ever touched, whatever its descriptor says.
_DESCRIPTOR = "datapackage.json"
BY_HAND = ("glosses.csv", "context.csv", "life_circle_aims.csv")
OWN = (
    *("summary.txt", "codebook.md", "tables.xlsx", _DESCRIPTOR, *BY_HAND),
    *(f"{table}.{kind}" for table in TABLES for kind in ("csv", "parquet")),
)


def _table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    """Lines of a Markdown table."""
    lines = [f"| {' | '.join(row)} |" for row in (header, *rows)]
    return [lines[0], "|---" * len(header) + "|", *lines[1:]]


def _codebook(about: Mapping[str, str]) -> bytes:
    lines = [f"# Codebook 编码本: {in_markdown(about['title'])}", "", packaged("saving/conventions.md")]
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
    """Puts the files into a folder, each written beside its place before the first moves in; other files stay.

    Files of an earlier package that this one lacks go. Raises SaveError where a file of such a name is there that this
    library did not make, or that was changed since (unless ``force``), or the disk does not let it be written.
    """
    source = os.fspath(folder) if isinstance(folder, os.PathLike) else folder
    if not isinstance(source, str) or not source:
        raise SaveError(f"{source!r} names no folder", hint="give the path of a folder")
    with trouble_told(source):
        target, hashes = Path(source), _hashes(Path(source, _DESCRIPTOR))
        there = {name: _content_hash((target / name).read_bytes()) for name in OWN if (target / name).is_file()}
    for name, found in there.items():
        if not force and found != hashes.get(name) and not (name == _DESCRIPTOR and hashes):
            what = f"holds {name}, which this library did not make, or which was changed since it was saved"
            raise SaveError(what, source=source, hint="move it elsewhere, or save with force to replace it")
    write_folder(source, files, force=True)
    with trouble_told(source):
        for name in there:
            if name not in files:
                (target / name).unlink()


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
