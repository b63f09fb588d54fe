"""The sum of figures, where they have one."""

from __future__ import annotations

from decimal import Decimal
from numbers import Real
from typing import TYPE_CHECKING, Self, overload

from .records import TotalError

if TYPE_CHECKING:
    import pandas as pd

# Ratios, temperatures and scores have no sum.
_NOT_ADDED = ("share", "points", "permille", "tenth", "multiple", "temperature", "score")


class Total(float):
    """A sum, and the ``bound`` that follows from those of its figures: exact at_least at_most approx."""

    bound: str

    def __new__(cls, value: float, bound: str) -> Self:
        made = super().__new__(cls, value)
        made.bound = bound
        return made

    def __repr__(self) -> str:
        return f"{'' if self.bound == 'exact' else self.bound.replace('_', ' ') + ' '}{float(self)!r}"


@overload
def total(figures: pd.DataFrame, by: None = None) -> Total: ...
@overload
def total(figures: pd.DataFrame, by: str | list[str]) -> pd.DataFrame: ...
def total(figures: pd.DataFrame, by: str | list[str] | None = None) -> Total | pd.DataFrame:
    """The sum of ``value`` over rows of ``figures``, without float dust, as a float that knows its ``bound``.

    600余场 and 20场 are at least 620; a range counts with its lower value, as at least that. ``by`` names columns by
    whose words the rows are parted first: then it is a frame of ``value`` and ``bound``, a row for each part.

    Raises TotalError if there are no rows, or if they are of different unit families, units or stages: 人 and 人次
    must not be added, nor lifts signed for to lifts completed; nor a part to its whole (共300件，其中网上100件); nor
    bounds of different sorts (超, which is at least, to 近); nor percentages and other ratios; nor a missing value.

    >>> import pandas as pd
    >>> lifts = pd.DataFrame({"value": [0.1, 0.2], "unit": "公里", "unit_family": "length", "stage": "completed"})
    >>> total(lifts), total(lifts.assign(bound=["exact", "at_least"]))
    (0.3, at least 0.3)
    >>> total(lifts.assign(stage=["planned", "completed"]), by="stage")
               value  bound
    stage
    planned      0.1  exact
    completed    0.2  exact
    """
    # because pandas takes 0.4 s to import, as above; who has a frame has it already
    import pandas as pd

    hint = "give rows of report.figures"
    if not isinstance(figures, pd.DataFrame):
        raise TotalError(f"a frame is due, not {type(figures).__name__}", hint=f"{hint}, as report.figures.iloc[[0]]")
    for column in ("value", "unit", "unit_family", "stage"):
        if (times := list(figures.columns).count(column)) != 1:
            raise TotalError(f"{times} columns {column}" if times else f"no column {column}", hint=hint)
    if by:
        return _by(figures, by)
    if figures.empty:
        raise TotalError("no figures to add: nothing stated is not zero", hint=hint)
    for column in ("unit_family", "unit", "stage"):
        words = list(dict.fromkeys(str(word) or "none" for word in figures[column]))
        if len(words) > 1:
            raise TotalError(f"figures of unlike {column}: {', '.join(words)}", hint=f"choose rows of one {column}")
    if figures["unit_family"].iloc[0] in _NOT_ADDED:
        raise TotalError(f"a {figures['unit_family'].iloc[0]} ({figures['unit'].iloc[0]}) has no sum")
    _check_parts(figures)
    ids = figures["id"] if list(figures.columns).count("id") == 1 else figures.index
    values = (_finite(value, id_) for value, id_ in zip(figures["value"], ids, strict=True))
    return Total(float(sum(values)), _bound_of(figures))


def _check_parts(figures: pd.DataFrame) -> None:
    if {"subject_start", "share_of_start"} <= set(figures.columns):
        parts = figures["share_of_start"].dropna()
        wholes = figures["subject_start"].isin(parts) & figures["share_of_start"].isna()
        if wholes.any():
            whole = figures.loc[wholes, "subject"].iloc[0] if "subject" in figures.columns else "the whole"
            hint = "choose rows whose share_of is empty, or the parts"
            raise TotalError(f"a part and its whole ({whole})", hint=hint)


def _by(figures: pd.DataFrame, by: str | list[str]) -> pd.DataFrame:
    import pandas as pd  # because of the same

    names = [by] if isinstance(by, str) else list(by)
    if unknown := [name for name in names if name not in figures.columns]:
        raise TotalError(f"no column {unknown[0]}", hint="name columns of the figures")
    found = list[tuple[object, ...]]()
    for words, rows in figures.groupby(names, sort=False, dropna=False):
        try:
            added = total(rows)
        except TotalError as error:
            raise TotalError(f"{' '.join(map(str, words))}: {error}") from error
        found.append((*words, float(added), added.bound))
    return pd.DataFrame(found, columns=[*names, "value", "bound"]).set_index(names)


def _bound_of(figures: pd.DataFrame) -> str:
    """The bound of a sum of figures: that of those which are not exact, if they have the same."""
    bounds = [*figures.get("bound", ()), *(["at_least"] if "high" in figures and figures["high"].notna().any() else [])]
    sorts = [bound for bound in dict.fromkeys(bounds) if bound != "exact"]
    if len(sorts) > 1:
        raise TotalError(f"bounds of unlike sorts: {', '.join(sorts)}", hint="choose rows of one bound, or exact ones")
    return sorts[0] if sorts else "exact"


def _finite(value: object, id_: object) -> Decimal:
    is_number = isinstance(value, Real | Decimal) and not isinstance(value, bool)
    exact = Decimal(str(value)) if is_number else Decimal("NaN")
    if not exact.is_finite():
        raise TotalError(f"row {id_}: value {value!s} is no number", hint="leave that row out")
    return exact
