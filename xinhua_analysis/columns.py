"""The tables, their columns and rows, declared once: for the frames, the data package, the codebook and the tests.

The same column has the same name, type and meaning in every table that holds it: those of ``columns.csv``, their words
in ``vocabulary.csv``.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, cast, overload

from .bundled import typed
from .records import Action, Claim, Figure, LookupFailed, Name, Numeral, Partner, Section, Sentence

if TYPE_CHECKING:
    import pandas as pd

Record = Section | Sentence | Numeral | Figure | Action | Name | Claim | Partner
Records = dict[str, tuple[Record, ...]]


class Table(NamedTuple):
    """What a table is: the record that its rows are made from, and what a row means, in English and Chinese."""

    record: type[Record]
    meaning: str
    chinese: str
    explained: str


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


MEANINGS: dict[str, Table] = {
    "sections": Table(Section, "a heading and what it governs", "章节", "标题及其统领的文字"),
    "sentences": Table(Sentence, "a natural sentence", "句子", "自然句"),
    "numerals": Table(Numeral, "a numeral, counted as a statistic or not", "数字总账", "每个数字,不论是否统计数"),
    "figures": Table(Figure, "a statistic", "统计数", "统计数及其对象、动作、阶段"),
    "actions": Table(Action, "something the office says that it did, does or will do", "举措", "街道自述的一项举措"),
    "names": Table(Name, "a named thing", "名称", "有名称的事物"),
    "claims": Table(Claim, 'a "first" or an honour', "首创与荣誉", "一项“首”或荣誉"),
    "partners": Table(Partner, "a body that acted with the office", "合作方", "与街道共同行动的单位"),
}

TABLES: dict[str, tuple[str, ...]] = {name: table.record._fields for name, table in MEANINGS.items()}

# In a frame and in what is saved of it, the English of a row stands before this column, where glosses know it.
_ENGLISH_BEFORE = {"sections": "parent_id", "figures": "text"} | dict.fromkeys(
    ("actions", "names", "claims", "partners"), "section_id"
)
FRAMES: dict[str, tuple[str, ...]] = {
    table: tuple(c for column in columns for c in (("english",) * (column == _ENGLISH_BEFORE.get(table)) + (column,)))
    for table, columns in TABLES.items()
}

NOT_STATED = "not stated"  # a scope that the text does not give

_HERE = Path(__file__).parent
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
    import pandas as pd  # because it takes 0.4 s to import, and reports are read and shown without it

    cells = list(zip(*rows, strict=True)) or [()] * len(columns)
    arrays = {name: _array(COLUMNS[name].type, held) for name, held in zip(columns, cells, strict=True)}
    return pd.DataFrame(arrays, copy=False)


def _array(kind: str, cells: Sequence[Any]) -> Any:
    import numpy as np  # because of the same
    import pandas as pd  # because of the same

    if kind == "str":  # Python's own strings hold any text; Arrow's refuse lone surrogates
        return pd.array(cells, pd.StringDtype("python", na_value=np.nan))
    return pd.array(cells, pd.Int64Dtype()) if kind == "Int64" else np.array(cells, kind)


class _Sent(dict[str, tuple[Record, ...]]):
    """The tables of a report that came from another process: the rows of each are made when it is first asked for."""

    def __init__(self, text: str, columns: dict[str, list[Any]]) -> None:
        super().__init__()
        self._text, self._columns = text, columns

    def __missing__(self, table: str) -> tuple[Record, ...]:
        columns = dict(zip(TABLES[table], self._columns.pop(table), strict=False))  # none of an empty table
        if columns:
            columns["text"] = map(self._text.__getitem__, map(slice, columns["start"], columns["stop"]))
        rows = map(MEANINGS[table].record._make, zip(*columns.values(), strict=True))
        self[table] = cast("tuple[Record, ...]", tuple(rows))
        return self[table]


class Rows:
    """The rows of a text as records, by table and by id; a report is this, and more."""

    text: str

    def __init__(self, records: Records) -> None:
        self._records, self._frames = records, dict[str, "pd.DataFrame"]()

    def __getstate__(self) -> dict[str, Any]:
        """What a process sends to another: no frames, columns instead of rows, and no word twice.

        The text of a row is cut from the source again where it arrives: half the bytes, a third of the time.
        """
        kept = {name: value for name, value in vars(self).items() if name not in ("_records", "_frames", "_by_id")}
        columns = {table: list(zip(*self._records[table], strict=True)) for table in TABLES}
        texts = {table: fields.index("text") for table, fields in TABLES.items()}
        sent = {t: [*c[: texts[t]], None, *c[texts[t] + 1 :]] if c else [] for t, c in columns.items()}
        return kept | {"_records": sent}

    def __setstate__(self, state: dict[str, Any]) -> None:
        vars(self).update(state, _frames={}, _records=_Sent(state["text"], state["_records"]))

    @overload
    def records(self, table: Literal["sections"]) -> tuple[Section, ...]: ...
    @overload
    def records(self, table: Literal["sentences"]) -> tuple[Sentence, ...]: ...
    @overload
    def records(self, table: Literal["numerals"]) -> tuple[Numeral, ...]: ...
    @overload
    def records(self, table: Literal["figures"]) -> tuple[Figure, ...]: ...
    @overload
    def records(self, table: Literal["actions"]) -> tuple[Action, ...]: ...
    @overload
    def records(self, table: Literal["names"]) -> tuple[Name, ...]: ...
    @overload
    def records(self, table: Literal["claims"]) -> tuple[Claim, ...]: ...
    @overload
    def records(self, table: Literal["partners"]) -> tuple[Partner, ...]: ...
    @overload
    def records(self, table: str) -> tuple[Record, ...]: ...
    def records(self, table: str) -> tuple[Record, ...]:
        """The rows of a table as frozen records, numbers as exact Decimals; LookupFailed if there is no such table.

        >>> from xinhua_analysis import load
        >>> load().records("sections")[1].title
        '全力加快恢复重振,辖区经济运行彰显厚度'
        """
        if not isinstance(table, str) or table not in TABLES:
            raise LookupFailed(f"no table {table!r}", hint=f"choose one of {' '.join(TABLES)}")
        return self._records[table]

    def row(self, id: str) -> Record:  # noqa: A002 - the tables' own word
        """The record with this id, of whatever table; LookupFailed if there is none.

        >>> from xinhua_analysis import load
        >>> load().row("s3.1").title
        '宜居环境巩固提升'
        """
        return self._row(id)[1]

    def _row(self, id_: str) -> tuple[str, Record]:
        if not isinstance(id_, str) or id_ not in self._by_id:
            raise LookupFailed(f"no row {id_!r}", hint="ids stand in the first column of every table")
        return self._by_id[id_]

    @cached_property
    def _by_id(self) -> dict[str, tuple[str, Record]]:
        return {row.id: (table, row) for table in TABLES for row in self._records[table]}
