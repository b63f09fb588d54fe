"""What stands outside the text: facts to set beside its figures, and the five aims that its figures serve.

Both are typed by hand, for the bundled summary only, and lie beside it: ``context.csv`` (each fact with its source,
address, date, and how sure it is) and ``life_circle_aims.csv`` (each with its reason). Never mixed with rows of a text.
"""

from __future__ import annotations

import csv
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from .bundled import AIMS as AIMS_FILE
from .bundled import CONTEXT
from .records import LookupFailed
from .report import Report

if TYPE_CHECKING:
    import pandas as pd

# The five aims of a 15-minute life circle (五宜), in the order in which Shanghai names them; then what serves none.
AIMS = {
    "宜居": "living",
    "宜业": "working",
    "宜游": "leisure",
    "宜学": "learning",
    "宜养": "growing old",
    "none": "none of the five",
}
# How sure a fact is: what was read of its source.
SURE = ("copy of the page read", "reprint read", "one undated page")
BASES = ("planned", "done", "count", "scheme", "document")


class Fact(NamedTuple):
    """A fact from outside the text; ``value`` and ``year`` are empty where there is none, ``beside`` names figures."""

    id: str
    what: str
    english: str
    value: str
    unit: str
    basis: str
    year: str
    place: str
    source: str
    address: str
    published: str
    how_sure: str
    beside: str


class Aim(NamedTuple):
    """A figure or programme, by its id and words, the aim that it serves (or none), why, and the fact that names it."""

    id: str
    text: str
    aim: str
    reason: str
    source: str


class Plan(NamedTuple):
    """A figure beside a plan of city or district: ``share`` is the plan by sub-districts, ``times`` figure by share."""

    id: str
    fact: str
    year: int
    place: str
    planned: float
    share: float
    times: float


@cache
def facts() -> dict[str, Fact]:
    """The facts from outside, by id.

    >>> facts()["k07"].english, facts()["k07"].value, facts()["k07"].place
    ('lifts in existing housing to be finished', '150', '长宁区')
    """
    with CONTEXT.open(encoding="utf-8", newline="") as file:
        rows = map(Fact._make, list(csv.reader(file))[1:])
        return {row.id: row for row in rows}


def fact(id: str) -> Fact:  # noqa: A002 - the tables' own word
    """A fact by its id; LookupFailed if there is none.

    >>> fact("k14").what
    '高龄独居老人家庭 燃气报警器'
    """
    if id not in facts():
        raise LookupFailed(f"no fact {id!r} from outside", hint="ids stand in the first column of context.csv")
    return facts()[id]


def aims(report: Report) -> list[Aim]:
    """Every figure and programme with the aim that it serves; only of the bundled summary, LookupFailed for another.

    >>> from xinhua_analysis import load
    >>> [row.text for row in aims(load()) if row.aim == "宜学"]
    ['“新华向日葵宝宝屋”']
    """
    _check_text(report)
    return _aims()


def figures_for(report: Report, aim: str) -> pd.DataFrame:
    """The figures that serve an aim, as rows of ``report.figures``.

    >>> from xinhua_analysis import load
    >>> figures_for(load(), "宜游")["id"].tolist()
    ['f012', 'f013']
    """
    if aim not in AIMS:
        raise LookupFailed(f"no aim {aim!r}", hint=f"choose of {', '.join(AIMS)}")
    served = [row.id for row in aims(report) if row.aim == aim]
    return report.figures[report.figures["id"].isin(served)].reset_index(drop=True)


def _aims() -> list[Aim]:
    with AIMS_FILE.open(encoding="utf-8", newline="") as file:
        return list(map(Aim._make, list(csv.reader(file))[1:]))


def _check_text(report: Report) -> None:
    """Raises LookupFailed where a row sorted by hand says something else in this report, naming the first."""
    told = {row.id: row.text for table in ("figures", "names") for row in report.records(table)}
    for row in _aims():
        if told.get(row.id) != row.text:
            what = f"what is known from outside is of another text: {row.id} is {row.text} there"
            raise LookupFailed(f"{what}, here {told.get(row.id, 'missing')}", hint="only the bundled summary has such")


def sharers(id: str) -> Fact:  # noqa: A002 - as above
    """The fact that counts the sub-districts among which the plan of a city or district is shared out; or LookupFailed.

    >>> sharers("k07").value, sharers("k14").value
    ('10', '216')
    """
    place = fact(id).place
    found = [row for row in facts().values() if row.what.startswith("街镇") and row.place == place]
    if not found:
        raise LookupFailed(f"nothing says how many sub-districts {place} has", hint="choose a fact of district or city")
    return found[0]


def plans(report: Report) -> list[Plan]:
    """Figures beside what city and district planned, shared out evenly among their sub-districts.

    Only of the bundled summary; LookupFailed for another.

    >>> from xinhua_analysis import load
    >>> [(row.planned, round(row.share), round(row.times, 1)) for row in plans(load()) if row.id == "f022"]
    [(100000.0, 463, 1.8)]
    """
    _check_text(report)
    rows = []
    values = {row.id: float(row.value) for row in report.records("figures")}
    for row in facts().values():
        for id_ in row.beside.split() if row.basis == "planned" else ():
            share = float(row.value) / float(sharers(row.id).value)
            rows.append(Plan(id_, row.id, int(row.year), row.place, float(row.value), share, values[id_] / share))
    return sorted(rows, key=lambda row: (row.id, row.year))
