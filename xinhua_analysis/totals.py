"""The sum of figures, where they have one."""

from __future__ import annotations

from decimal import Decimal
from numbers import Real
from typing import TYPE_CHECKING

from .records import TotalError

if TYPE_CHECKING:
    import pandas as pd

# Ratios, temperatures and scores have no sum.
_NOT_ADDED = ("share", "points", "permille", "tenth", "multiple", "temperature", "score")


def total(figures: pd.DataFrame) -> float:
    """The sum of ``value`` over rows of ``figures``, of ranges the lower value, without float dust.

    Raises TotalError if there are no rows, or if they are of different unit families, units or stages: 人 and 人次
    must not be added, nor lifts signed for to lifts completed; nor a part to its whole (共300件，其中网上100件); nor
    percentages and other ratios at all; nor a missing value.

    >>> import pandas as pd
    >>> lifts = pd.DataFrame({"value": [0.1, 0.2], "unit": "公里", "unit_family": "length", "stage": "completed"})
    >>> total(lifts)
    0.3
    """
    # because pandas takes 0.4 s to import, as above; who has a frame has it already
    import pandas as pd

    hint = "give rows of report.figures"
    if not isinstance(figures, pd.DataFrame):
        raise TotalError(f"a frame is due, not {type(figures).__name__}", hint=f"{hint}, as report.figures.iloc[[0]]")
    for column in ("value", "unit", "unit_family", "stage"):
        if (times := list(figures.columns).count(column)) != 1:
            raise TotalError(f"{times} columns {column}" if times else f"no column {column}", hint=hint)
    if figures.empty:
        raise TotalError("no figures to add: nothing stated is not zero", hint=hint)
    for column in ("unit_family", "unit", "stage"):
        words = list(dict.fromkeys(str(word) or "none" for word in figures[column]))
        if len(words) > 1:
            raise TotalError(f"figures of unlike {column}: {', '.join(words)}", hint=f"choose rows of one {column}")
    if figures["unit_family"].iloc[0] in _NOT_ADDED:
        raise TotalError(f"a {figures['unit_family'].iloc[0]} ({figures['unit'].iloc[0]}) has no sum")
    if {"subject_start", "share_of_start"} <= set(figures.columns):
        parts = figures["share_of_start"].dropna()
        wholes = figures["subject_start"].isin(parts) & figures["share_of_start"].isna()
        if wholes.any():
            whole = figures.loc[wholes, "subject"].iloc[0] if "subject" in figures.columns else "the whole"
            raise TotalError(
                f"a part and its whole ({whole})", hint="choose rows whose share_of is empty, or the parts"
            )
    ids = figures["id"] if list(figures.columns).count("id") == 1 else figures.index
    return float(sum(_finite(value, id_) for value, id_ in zip(figures["value"], ids, strict=True)))


def _finite(value: object, id_: object) -> Decimal:
    is_number = isinstance(value, Real | Decimal) and not isinstance(value, bool)
    exact = Decimal(str(value)) if is_number else Decimal("NaN")
    if not exact.is_finite():
        raise TotalError(f"row {id_}: value {value!s} is no number", hint="leave that row out")
    return exact
