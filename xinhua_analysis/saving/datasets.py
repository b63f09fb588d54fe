"""The Parquet datasets of a corpus: their columns, their types, and rows as what is written."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from ..columns import TABLES, frame

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa

KEYS = ("file", "sha256")  # the first columns of every table of rows
FILES, ERRORS, MANIFEST, MARK = "files", "errors", "manifest", "corpus.json"
DATASETS = (*TABLES, FILES, ERRORS)


def columns(table: str) -> tuple[str, ...]:
    """The columns of a dataset.

    >>> columns("errors"), columns("figures")[:4]
    (('file', 'error'), ('file', 'sha256', 'id', 'value'))
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


def arrow_table(table: str, rows: list[tuple[Any, ...]], schema: pa.Schema) -> pa.Table:
    """Rows of a dataset as what is written."""
    import pyarrow as pa  # because of the same

    return pa.Table.from_pandas(_dataset_frame(table, rows), schema=schema, preserve_index=False)
