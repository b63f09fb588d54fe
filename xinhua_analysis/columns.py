"""The tables, their columns and rows, declared once, in ``tables.csv``, ``columns.csv`` and ``vocabulary.csv``.

The same column has the same name, type and meaning in every table that holds it.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from .bundled import typed
from .records import Action, Claim, Figure, Name, Numeral, Partner, Section, Sentence

if TYPE_CHECKING:
    import pandas as pd

Record = Section | Sentence | Numeral | Figure | Action | Name | Claim | Partner
Records = dict[str, tuple[Record, ...]]


class Table(NamedTuple):
    """What a table is: the record that its rows are made from, what a row means, and how it is told.

    ``shown`` are the columns that a page shows, ``glossed`` says which column its English is of, by glosses of which
    kind, ``beside`` those whose English stands behind the word, and ``english_before`` where it stands in a frame.
    Marks of its rows have a ``colour`` and, for grey print and the colour-blind, a ``line`` of their own.
    """

    record: type[Record]
    meaning: str
    chinese: str
    explained: str
    shown: str
    glossed: str
    beside: str
    english_before: str
    colour: str
    line: str


class Column(NamedTuple):
    """What a column holds: pandas type, unit, meaning, Chinese name and explanation, and the tables that have it.

    ``words`` are those that it may hold, by table, in their order; a table where any word may stand is not in it.

    >>> COLUMNS["stage"].words["figures"]
    ('planned', 'started', 'ongoing', 'completed', 'stated')
    """

    type: str
    unit: str
    meaning: str
    chinese: str
    explained: str
    tables: tuple[str, ...]
    words: dict[str, tuple[str, ...]]


_HERE = Path(__file__).parent
_RECORDS = (Section, Sentence, Numeral, Figure, Action, Name, Claim, Partner)
MEANINGS: dict[str, Table] = {
    name: Table(record, *told) for record, (name, *told) in zip(_RECORDS, typed(_HERE, "tables.csv"), strict=True)
}
TABLES: dict[str, tuple[str, ...]] = {name: table.record._fields for name, table in MEANINGS.items()}

# In a frame and in what is saved of it, the English of a row stands in the middle, where glosses know it.
FRAMES: dict[str, tuple[str, ...]] = {
    table: tuple(c for own in told.record._fields for c in ("english",) * (own == told.english_before) + (own,))
    for table, told in MEANINGS.items()
}

NOT_STATED = "not stated"  # a scope that the text does not give

_DECLARED = {row[0]: row[1:] for row in typed(_HERE, "columns.csv")}

# The closed vocabularies: by table, "" for all, and column each word with its meaning in English and Chinese.
VOCABULARY: dict[tuple[str, str], dict[str, tuple[str, str]]] = {}
for _table, _name, _word, _meaning, _chinese in typed(_HERE, "vocabulary.csv"):
    VOCABULARY.setdefault((_table, _name), {})[_word] = (_meaning, _chinese)

# What each measure of a report's coverage counts, and its Chinese name.
COVERED: dict[str, tuple[str, str]] = {
    "sentences": ("sentences that gave a row of any table", "句子"),
    "numerals": ("numerals that a rule explains, not the last resort", "数字"),
    "units": ("figures with a unit that is known", "单位"),
}


def _column(name: str) -> Column:
    tables = tuple(table for table, columns in FRAMES.items() if name in columns)
    words = {table: tuple(VOCABULARY.get(("", name), VOCABULARY.get((table, name), {}))) for table in tables}
    kind, unit, meaning, chinese, explained = _DECLARED[name]
    closed = {table: known for table, known in words.items() if known}
    return Column(kind, unit, meaning, chinese, explained, tables, closed)


COLUMNS: dict[str, Column] = {name: _column(name) for name in _DECLARED}
SPANNED = tuple(name.removesuffix("_start") for name in COLUMNS if name.endswith("_start"))  # words with a span each


def written(value: object) -> str:
    """A cell in words: numbers exact and without exponent, nothing where nothing is stated.

    >>> [written(value) for value in ("16台", Decimal("1E+2"), -5, None)]
    ['16台', '100', '-5', '']
    """
    return "" if value is None else format(value, "f") if isinstance(value, Decimal) else str(value)


def frame(columns: Sequence[str], rows: Sequence[tuple[Any, ...]]) -> pd.DataFrame:
    """A frame of some records whose fields are ``columns``, typed as ``COLUMNS`` says; a missing number is NaN or NA.

    >>> from xinhua_analysis.records import Name
    >>> frame(Name._fields, [Name("m001", 3, 7, "平武小区", "place", "s1", "s1-01")])[["id", "text", "kind"]]
         id  text   kind
    0  m001  平武小区  place
    """
    import numpy as np  # because of the same
    import pandas as pd  # because it takes 0.4 s to import, and reports are read and shown without it
    from pandas.api.internals import create_dataframe_from_blocks  # type: ignore[import-not-found]  # because of the same

    cells, blocks = list(zip(*rows, strict=True)) or [()] * len(columns), list[Any]()
    types = [COLUMNS[name].type for name in columns]
    # Python's own strings hold any text; Arrow's refuse lone surrogates. All columns of a kind are made at once.
    for kind in dict.fromkeys(types):
        places = [n for n, own in enumerate(types) if own == kind]
        said: Any = np.array([cells[n] for n in places], kind if kind in ("int64", "float64") else object)
        if kind == "str":
            said = pd.array(said.ravel(), pd.StringDtype("python", na_value=np.nan), copy=False).reshape(said.shape)
        elif kind == "Int64":
            missing = pd.isna(said)
            said = pd.arrays.IntegerArray(np.where(missing, 1, said).astype(np.int64), missing)
        else:
            blocks.append((said, np.array(places)))
            continue
        blocks += [(column, np.array([n])) for column, n in zip(said, places, strict=True)]
    names = _names(tuple(columns)).view()  # whose own name may be set
    made: pd.DataFrame = create_dataframe_from_blocks(blocks, pd.RangeIndex(len(rows)), names)
    return made


@cache
def _names(columns: tuple[str, ...]) -> pd.Index[str]:
    """The names of columns as pandas holds them: made once, for that takes as long as the rest of a small frame."""
    import pandas as pd  # because of its time to import

    return pd.Index(columns)
