"""Records to pandas frames: one column after the other, each with its declared type."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from .columns import COLUMNS

if TYPE_CHECKING:
    import pandas as pd


def frame(columns: Sequence[str], rows: Sequence[tuple[Any, ...]]) -> pd.DataFrame:
    """A frame of some records whose fields are ``columns``, typed as ``COLUMNS`` says; a missing number is NaN or NA.

    >>> from xinhua_analysis.records import Name
    >>> frame(Name._fields, [Name("m001", 3, 7, "平武小区", "place", "s1", "s1-01")])[["id", "text", "kind"]]
         id  text   kind
    0  m001  平武小区  place
    """
    import numpy as np  # because pandas takes 0.4 s to import, and reports are read and shown without it
    import pandas as pd  # because of the same

    values = list(zip(*rows, strict=True)) or [()] * len(columns)
    typed = [(name, COLUMNS[name].type, column) for name, column in zip(columns, values, strict=True)]
    # Python's own strings hold any text; Arrow's refuse lone surrogates, and cost twice the time on small tables.
    # All words of a table in one array, then cut: one conversion instead of one a column.
    words = pd.array(
        [word for _, kind, column in typed if kind == "str" for word in column],
        pd.StringDtype("python", na_value=np.nan),
    )
    arrays: dict[str, Any] = {}
    at, size = 0, len(rows)
    for name, kind, column in typed:
        arrays[name] = words[at : at + size] if kind == "str" else _numbers(kind, column)
        at += size * (kind == "str")
    return pd.DataFrame(arrays, copy=False)


def _numbers(kind: str, values: Sequence[Any]) -> Any:
    import numpy as np  # because of the same
    import pandas as pd  # because of the same

    if kind == "float64":
        return np.array([np.nan if value is None else float(value) for value in values], dtype=kind)
    if kind == "Int64":
        missing = np.array([value is None for value in values], dtype=bool)
        return pd.arrays.IntegerArray(np.array([value or 0 for value in values], dtype="int64"), missing)
    return np.array(values, dtype=kind)
