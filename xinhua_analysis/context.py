"""What stands outside the text: facts to set beside its figures, and the five aims that its figures serve.

Both are typed by hand and lie beside the summary that they are of: ``context.csv`` (each fact with its source,
address, date, and how sure it is) and ``life_circle_aims.csv`` (each with its reason). Never mixed with rows of a text.
"""

from __future__ import annotations

from collections import namedtuple
from typing import TYPE_CHECKING

from .bundled import typed
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


# A fact from outside the text, as words; ``value`` and ``year`` may be empty, ``beside`` names figures.
Fact = namedtuple("Fact", "id what english value unit basis year place source address published how_sure beside")
# A figure or programme, by its id and words, the aim that it serves (or none), why, and the fact that names it.
Aim = namedtuple("Aim", "id text aim reason source")


# A figure beside a plan of city or district: ``share`` is the plan by sub-districts, ``times`` figure by share.
Plan = namedtuple("Plan", "id fact year place planned share times")


def facts(report: Report) -> dict[str, Fact]:
    """The facts from outside that were typed for a summary, by id.

    >>> from xinhua_analysis import load
    >>> known = facts(load())["k07"]
    >>> known.english, known.value, known.place
    ('lifts in existing housing to be finished', '150', '长宁区')
    """
    return {row[0]: Fact._make(row) for row in typed(report.folder, "context.csv")}


def fact(report: Report, id: str) -> Fact:  # noqa: A002 - the tables' own word
    """A fact by its id; LookupFailed if there is none.

    >>> from xinhua_analysis import load
    >>> fact(load(), "k14").what
    '高龄独居老人家庭 燃气报警器'
    """
    if id not in (known := facts(report)):
        raise LookupFailed(f"no fact {id!r} from outside", hint="ids stand in the first column of context.csv")
    return known[id]


def aims(report: Report) -> list[Aim]:
    """Every figure and programme with the aim that it serves; LookupFailed where nobody sorted those of this text.

    >>> from xinhua_analysis import load
    >>> [row.text for row in aims(load()) if row.aim == "宜学"]
    ['“新华向日葵宝宝屋”']
    """
    rows = [Aim._make(row) for row in typed(report.folder, "life_circle_aims.csv")]
    if not rows:
        raise LookupFailed("nothing was sorted by hand for this text", hint="write life_circle_aims.csv beside it")
    told = {row.id: row.text for table in ("figures", "names") for row in report.records(table)}
    if wrong := next((row for row in rows if told.get(row.id) != row.text), None):
        what = f"what was sorted by hand is of another text: {wrong.id} is {wrong.text} there"
        raise LookupFailed(f"{what}, here {told.get(wrong.id, 'missing')}", hint="mend life_circle_aims.csv")
    return rows


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


def sharers(report: Report, id: str) -> Fact:  # noqa: A002 - as above
    """The fact that counts the sub-districts among which the plan of a city or district is shared out; or LookupFailed.

    >>> from xinhua_analysis import load
    >>> sharers(load(), "k07").value, sharers(load(), "k14").value
    ('10', '216')
    """
    place = fact(report, id).place
    found = [row for row in facts(report).values() if row.what.startswith("街镇") and row.place == place]
    if not found:
        raise LookupFailed(f"nothing says how many sub-districts {place} has", hint="choose a fact of district or city")
    return found[0]


def plans(report: Report) -> list[Plan]:
    """Figures beside what city and district planned, shared out evenly among sub-districts; LookupFailed if nothing.

    >>> from xinhua_analysis import load
    >>> [(row.planned, round(row.share), round(row.times, 1)) for row in plans(load()) if row.id == "f022"]
    [(100000.0, 463, 1.8)]
    """
    planned = [row for row in facts(report).values() if row.basis == "planned"]
    if not planned:
        raise LookupFailed("no plan from outside is known for this text", hint="write context.csv beside it")
    aims(report)  # or the figures that the facts stand beside may be those of another text
    rows, values = list[Plan](), {row.id: float(row.value) for row in report.records("figures")}
    for row in planned:
        share = float(row.value) / float(sharers(report, row.id).value)
        own = int(row.year), row.place, float(row.value), share
        rows += [Plan(id_, row.id, *own, values[id_] / share) for id_ in row.beside.split()]
    return sorted(rows, key=lambda row: (row.id, row.year))
