"""Two summaries beside each other: what tells the same quantity, and what became of a plan; citations, and a proof."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..report import Report
from ..telling.cite import selectors
from .proofing import proof as proof

if TYPE_CHECKING:
    import os
    from collections.abc import Iterable

    from .comparing import Comparison
    from .following import Following


def compare(old: Report, new: Report, decisions: str | os.PathLike[str] | None = None) -> Comparison:
    """Two summaries of one office beside each other; ``decisions`` names a CSV file of pairs confirmed or cut by hand.

    That file has the columns decision (confirm or cut), old_id and new_id; what is never matched cannot be confirmed.
    Raises ReadError for a file that is none, LookupFailed for ids that the reports do not hold.

    >>> from xinhua_analysis import parse
    >>> found = compare(parse("某街道2023年总结\\n加梯完工16台。"), parse("某街道2024年总结\\n加梯完工23台。"))
    >>> found.figures[["old_text", "new_text", "change", "percent", "movement"]].to_numpy().tolist()
    [['16台', '23台', 7.0, 0.4375, 'rise']]
    """
    from .comparing import Comparison  # because numpy takes 0.1 s to import, and reports are shown without it

    return Comparison(old, new, decisions)


def follow(plan: Report, summary: Report, decisions: str | os.PathLike[str] | None = None) -> Following:
    """What became of a plan, by the summary of its year; ``plan`` is a plan, or last year's report with its plan part.

    Decisions and errors as with ``compare``.

    >>> from xinhua_analysis import parse
    >>> plan, done = parse("某街道2024年工作计划\\n加梯完工25台以上。"), parse("某街道2024年总结\\n加梯完工23台。")
    >>> follow(plan, done).promises[["outcome", "target", "attained", "distance"]].to_numpy().tolist()
    [['missed', 25.0, 23.0, -2.0]]
    """
    from .following import Following  # because of numpy, as above

    return Following(plan, summary, decisions)


def annotate(report: Report, tables: Iterable[str] = ("figures",)) -> dict[str, Any]:
    """The rows of some tables as a W3C Web Annotation page, which annotation tools read; raises LookupFailed.

    The target's source is the address of the report or, where none is known, the hash of its text.

    >>> from xinhua_analysis import load
    >>> annotate(load(), ["claims"])["items"][0]["target"]["selector"][0]
    {'type': 'TextPositionSelector', 'start': 431, 'end': 435}
    """
    source = report.source_url or f"urn:sha256:{report.sha256}"
    items = [
        {
            "id": f"urn:xinhua-analysis:{report.sha256}:{row.id}",
            "type": "Annotation",
            "body": {"type": "TextualBody", "value": f"{table} {row.id}", "format": "text/plain"},
            "target": {"source": source, "selector": list(selectors(report.text, row.start, row.stop))},
        }
        for table in tables
        for row in report.records(table)
    ]
    return {"@context": "http://www.w3.org/ns/anno.jsonld", "type": "AnnotationPage", "items": items}
