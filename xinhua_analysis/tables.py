"""Records to pandas frames: one column after the other, each with its declared type."""

from __future__ import annotations

from collections.abc import Sequence
from operator import attrgetter
from typing import Any

import numpy as np
import pandas as pd

from .columns import COLUMNS

# Python's own strings hold any text; Arrow's refuse lone surrogates, and cost twice the time on tables of this size.
_TEXT = pd.StringDtype("python", na_value=np.nan)


def frame(columns: Sequence[str], rows: Sequence[Any]) -> pd.DataFrame:
    """A frame of the named columns of some records, typed as ``COLUMNS`` says; a missing number is NaN or NA.

    >>> from xinhua_analysis.records import Name
    >>> frame(("id", "start", "kind"), [Name("n001", 3, 7, "平武小区", "place", "s1", "s1-01")])
         id  start   kind
    0  n001      3  place
    """
    arrays = {column: _array(COLUMNS[column].type, map(attrgetter(column), rows)) for column in columns}
    return pd.DataFrame(arrays, copy=False)


def _array(kind: str, values: Any) -> Any:
    if kind == "str":
        return pd.array(list(values), dtype=_TEXT)
    if kind == "float64":
        return np.array([np.nan if value is None else float(value) for value in values], dtype=kind)
    return pd.array(list(values), dtype="Int64") if kind == "Int64" else np.array(list(values), dtype=kind)
