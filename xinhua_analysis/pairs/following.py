"""What became of a plan: each planned item, with a number or without, beside what the report of its year says of it."""

from __future__ import annotations

import os
import re
from collections import Counter, namedtuple
from collections.abc import Iterator, Mapping
from decimal import Decimal
from functools import cache, cached_property
from typing import TYPE_CHECKING, Any

from ..lexicon import Patterns
from ..records import Action
from ..report import Report
from .comparing import Comparison, Unsettled, framed, held
from .matching import RELATIONS, pieces
from .traits import Trait

if TYPE_CHECKING:
    import pandas as pd

UNTOLD = "cannot be told"
SILENT = "no result found in this report"
_P = Patterns(__name__)
_ABOUT = Decimal("0.03")  # of the number: as much may a result differ from a 左右
_LONGEST = 400  # characters of a clause before a place in it
_LEAST = 3  # pairs of characters that an object needs to be looked for: not 企业, not 政策
_HELD = 0.5  # of a planned item's words that a clause must hold to be its result


# A planned item and its result; where both state a number, the distance between them.
Promise = namedtuple(
    "Promise",
    "plan_id result_id outcome subject plan_text result_text target attained unit distance confidence reason",
    defaults=("", None, None, "", None, None, SILENT),
)


def outcome_of(target: Trait, result: Trait) -> str:
    """What a result makes of a target: done, exceeded, missed, or cannot be told, as ``docs/two-summaries.md`` says."""
    planned, told = target.figure, result.figure
    aim, reached = planned.value, told.value
    if {planned.direction, told.direction} == {"rise", "fall"}:
        return "missed"
    if planned.bound == "approx" and abs(reached - aim) <= _ABOUT * aim:
        return "done"
    if planned.bound == "at_most" or (_P.LOW.search(planned.subject) and planned.direction != "fall"):
        return UNTOLD if told.bound == "at_least" else "done" if reached <= aim else "missed"
    if (told.bound == "at_least" and reached < aim) or (told.bound == "at_most" and reached >= aim):
        return UNTOLD
    return "missed" if reached < aim else "done" if reached == aim and told.bound != "at_least" else "exceeded"


class Following:
    """A plan and the report of its year; ``promises`` has a row for each planned item, silent ones too.

    Columns: plan_id result_id outcome subject plan_text result_text target attained unit distance confidence reason.
    ``comparison`` holds the pairs of figures on which it stands, and its ``unsettled``.
    """

    fields: Mapping[str, tuple[str, ...]] = {"unsettled": Unsettled._fields, "promises": Promise._fields}
    promises: cached_property[pd.DataFrame] = framed("promises")

    def __init__(self, plan: Report, summary: Report, decisions: str | os.PathLike[str] | None = None):
        self.old, self.new = plan, summary
        self.is_plan = bool(_P.A_PLAN.search(plan.title)) and not _P.A_REPORT.search(plan.title)
        self.comparison = Comparison(plan, summary, decisions, self.is_plan)

    @cache  # noqa: B019 - as long-lived as the plan followed
    def records(self, table: str = "promises") -> tuple[Any, ...]:
        """The promises in the order of the plan, or what is ``unsettled``, with exact numbers."""
        if table != "promises":
            return self.comparison.records(table)
        starts = {row.id: row.start for table in ("figures", "actions") for row in self.old.records(table)}
        return tuple(sorted((*self._numbers(), *self._words()), key=lambda row: starts[row.plan_id]))

    def _numbers(self) -> Iterator[Promise]:
        both = self.comparison
        found = {one.old: one for one in both.matches if one.relation == RELATIONS[1]}
        for trait, one in [(trait, found.get(at)) for at, trait in enumerate(both.old_traits) if trait.target]:
            row, clause = trait.figure, _clause(self.old.text, trait.figure.start)
            if one is None:
                yield Promise(row.id, "", "silent", row.subject, clause, target=row.value, unit=row.unit)
                continue
            told, outcome = both.new_traits[one.new].figure, outcome_of(trait, both.new_traits[one.new])
            if any(int(year) > (self.new.year or 9999) for year in re.findall(r"(20\d\d)年", clause)):
                outcome = UNTOLD  # its term is yet to come
            elif outcome in ("done", "exceeded") and any(old in clause for old, _ in both.renamed):
                outcome = "renamed"
            turned = {row.direction, told.direction} == {"rise", "fall"}  # 增长 was planned, 下降 came
            reached = -told.value if turned else told.value
            numbers = row.value, reached, row.unit, reached - row.value if outcome != UNTOLD else None
            texts = clause, _clause(self.new.text, told.start)
            yield Promise(row.id, told.id, outcome, row.subject, *texts, *numbers, one.confidence, one.reason)

    def _words(self) -> Iterator[Promise]:
        """The planned actions without a number, each beside the clause that holds most of its object's words."""
        seen = {_clause(self.old.text, row.start) for row in self.old.records("figures")}
        planned: dict[str, Action] = {}
        for row in self.old.records("actions"):
            clause = _clause(self.old.text, row.start)
            if (self.is_plan or row.stage == "planned") and clause not in seen and not _P.OPENING.search(clause):
                planned.setdefault(clause, row)
        told, wanted = list(self._told()), [row.object or row.text for row in planned.values()]
        for name, other in self.comparison.renamed:
            wanted = [words.replace(name.strip("“”"), other.strip("“”")) for words in wanted]
        shares = held(wanted, (clause for clause, _ in told), lambda times: 1 / (1 + times))
        for (clause, row), words, (whole, found) in zip(planned.items(), wanted, shares, strict=True):
            best = max(found, key=lambda place: (found[place], -place), default=-1)
            share = round(found[best] / whole, 3) if found else 0
            if share < _HELD or len(dict.fromkeys(pieces(words, 2))) < _LEAST:
                yield Promise(row.id, "", "silent", row.object, clause)
            else:
                result, id_ = told[best]
                why = {"confidence": share, "reason": f"{share:.0%} of its words"}
                yield Promise(row.id, id_, self._outcome(clause, result), row.object, clause, result, **why)

    def _told(self) -> Iterator[tuple[str, str]]:
        """The clauses of the summary that tell results, each with the id of its action, or else of its sentence."""
        actions, traits = self.new.records("actions"), self.comparison.new_traits
        planned = {row.sentence_id for row in actions if row.stage == "planned"}
        planned -= {one.figure.sentence_id for one in traits if not one.target}
        planned |= {one.figure.sentence_id for one in traits if one.target}
        acting = {row.start: row.id for row in actions}
        for sentence in self.new.records("sentences"):
            if sentence.kind == "body" and sentence.id not in planned:
                for found in _P.CLAUSE.finditer(self.new.text, sentence.start, sentence.stop):
                    inside = (acting[at] for at in range(*found.span()) if at in acting)
                    if not _P.TROUBLE.search(found[0]):
                        yield found[0].strip(), next(inside, sentence.id)

    def _outcome(self, planned: str, told: str) -> str:
        if _P.NOT.search(told):
            return "missed"
        if any(old in planned for old, _ in self.comparison.renamed):
            return "renamed"
        if _P.PARTLY.search(told):
            return "partly"
        return "carried on" if _P.OPEN.search(told) and not _P.CLOSED.search(told) else "done"

    def __repr__(self) -> str:
        counts = Counter(row.outcome for row in self.records())
        told = ", ".join(f"{counts[what]} {what}" for what in sorted(counts))
        return f"<Following {counts.total()} promises: {told}>"


def _clause(text: str, at: int) -> str:
    """The clause in which a place of the text stands."""
    starts = max((text.rfind(mark, max(0, at - _LONGEST), at) for mark in "，。；！？,;!?\n"), default=-1)
    found = _P.CLAUSE.match(text, starts + 1 or max(0, at - _LONGEST))
    return found[0].strip() if found else ""
