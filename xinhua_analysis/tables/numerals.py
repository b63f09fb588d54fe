"""The ledger: every numeral of a text in exactly one row, with its kind and the rule that decided it.

A numeral is a run of digits (ASCII, full-width) or of Chinese number characters. At each the rules are tried in order,
the first that answers owns the span: a ``Pattern`` for what a regular expression can see, a function of
``numeral_rules.py`` for what needs more. To add one, give it a row with a witness in ``numeral_rules.csv``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import groupby
from typing import cast

from .. import lexicon
from ..bounds import Along
from ..labels import counters
from ..language.numbers import PARTS
from ..language.units import UNIT_LENGTHS
from ..lexicon import Patterns
from ..records import Numeral, Section, Sentence
from . import numeral_rules
from .numeral_page import SPELLS, Found, Page, Pattern, Rule, numeral_begins, see_page
from .sentences import home_finder, read_rows, stretches

# ---------------------------------------------------------------- the rules, in order

_COUNTING = ("count", "person", "household", "organisation", "person_time", "occasion")
_P = Patterns(
    __name__,
    **PARTS,
    begins_unit=re.escape("".join(UNIT_LENGTHS)),
    letters="|".join(unit for unit in lexicon.entries("units") if unit[0].isascii() and unit != "P"),  # kW, m³
    things_counted="个(?!百分|千分|[小月点基工半])|"
    + "|".join(row["unit"] for row in lexicon.rows("units") if row["unit_family"] in _COUNTING and row["unit"] != "个"),
)


def _rule(row: dict[str, str]) -> Pattern | Rule:
    if row["kind"] == "rule":
        return cast(Rule, vars(numeral_rules)[row["pattern"]])
    return Pattern(row["kind"], row["reason"], _P.filled(row["pattern"]), int(row["head"] or 0))


ARABIC_RULES, SPELLED_RULES = (
    tuple(_rule(row) for row in lexicon.rows("numeral_rules") if row["script"] == script)
    for script in ("arabic", "spelled")
)


@cache
def _one_pattern(rules: tuple[Pattern | Rule, ...]) -> tuple[Rule, ...]:
    """The same rules, each run of patterns tried as one expression: one look instead of thirty."""
    steps: list[Rule] = []
    for kind, group in groupby(rules, type):
        run = list(group)
        steps += [_one_of(cast(list[Pattern], run))] if kind is Pattern else cast(list[Rule], run)
    return tuple(steps)


def _one_of(patterns: Sequence[Pattern]) -> Rule:
    joined = re.compile("|".join(f"(?:{pattern.pattern})()" for pattern in patterns))  # () is cheaper behind

    def rule(page: Page, pos: int) -> Found | None:
        match = joined.match(page.text, pos)
        if not match:
            return None
        kind, reason, _, head = patterns[(match.lastindex or 1) - 1]
        head += page.text[pos - head : pos].isspace()  # 第⏎3批
        return Found(match.start() - head, match.end(), kind, reason)

    return rule


def find_numerals(text: str, sections: Sequence[Section] = (), along: Along = iter) -> tuple[Found, ...]:
    """Every numeral of a text from left to right, each character in one at the most, with the rule that decided it.

    >>> [(found.kind, found.reason) for found in find_numerals("2023年举办活动600余场,“五社联动”统一推进。")]
    [('date', 'year'), ('statistic', 'number and unit'), ('name', 'inside a quoted name')]
    """
    numerals = tuple(along(_of_pages(text, _numerals(see_page(text, sections)))))
    return tuple(_in_cells(text, sections, numerals)) if "\t" in text else numerals


def _numerals(page: Page) -> Iterator[Found]:
    text, pos, owned = page.text, 0, 0
    arabic, spelled = _one_pattern(ARABIC_RULES), _one_pattern(SPELLED_RULES)
    while match := numeral_begins.search(text, pos):
        at = match.start()
        found = None
        for rule in spelled if text[at] in SPELLS else arabic:
            if found := rule(page, at):
                break
        if found is None or not found.reason:  # an idiom, or 一 that counts nothing
            pos = match.end()
            continue
        if found.start < owned:  # 近10年前5名: the numeral before holds the 前 already
            found = found._replace(start=owned)
        yield found
        pos = owned = max(found.stop, match.end())


def _of_pages(text: str, numerals: Iterator[Found]) -> Iterator[Found]:
    """The numerals, those with which a page counts its readers and sheets told as such.

    >>> [found.reason for found in find_numerals("点击:88次\\n\\n阅读推广活动36次")]
    ['count of the page', 'number and unit']
    """
    spans = counters(text)
    start, stop = next(spans, (len(text), len(text)))
    for found in numerals:
        while stop <= found.start and stop < len(text):
            start, stop = next(spans, (len(text), len(text)))
        inside = start <= found.start and found.stop <= stop
        yield Found(found.start, found.stop, "name", "count of the page") if inside else found


def _in_cells(text: str, sections: Sequence[Section], numerals: Sequence[Found]) -> Iterator[Found]:
    """The numerals, those without a unit that stand alone in a cell told as such: their table tells what they count.

    >>> [found.reason for found in find_numerals("项目\\t金额（单位：万元）\\n加梯\\t160\\n绿道\\t23台")]
    ['alone in a cell of a table, in 万元', 'number and unit']
    """
    cells = ((start, stop) for start, stop, kind, _ in stretches(text, sections) if kind == "cell")
    units = _units_of_cells(text)
    start, stop = next(cells, (len(text), len(text)))
    for found in numerals:
        while stop <= found.start and stop < len(text):
            start, stop = next(cells, (len(text), len(text)))
        around = text[start : found.start] + text[found.stop : stop]
        alone = start <= found.start and found.stop <= stop and not any(map(str.isalnum, around))
        if alone and found.kind == "name":
            unit = f", in {units[start]}" if start in units else ""
            found = found._replace(kind="cell", reason=f"alone in a cell of a table{unit}")
        yield found


# 金额（单位：万元） · 数量(台) · 单位：件
_unit_of_column = re.compile(r"[（(](?:单位[：:])?([^\W\d]{1,4}|[%％])[）)]$|单位[：:]\s*([^\W\d]{1,4}|[%％])")


def _units_of_cells(text: str) -> dict[int, str]:
    """The unit of each cell that the head of its column, or else a line above the table, tells."""
    units: dict[int, str] = {}
    for rows in read_rows(text):
        first = rows[0][0]
        above = _unit_of_column.search(text[max(0, first - 40) : first].strip().rpartition("\n")[2])
        heads: dict[int, str] = {-1: next(filter(None, above.groups()))} if above else {}
        for start, stop, cells in rows:
            at = start
            for column, words in enumerate(text[start:stop].split("\t")):
                cell = words and words.strip()
                if cell and (found := _unit_of_column.search(cell)):
                    heads[column if sum(map(bool, cells)) > 1 else -1] = found[1] or found[2]
                elif cell and (unit := heads.get(column) or heads.get(-1)):
                    units[at + words.index(cell)] = unit
                at += len(words) + 1
    return units


def read_ledger(text: str, found: Sequence[Found], sentences: Sequence[Sentence]) -> tuple[Numeral, ...]:
    """The ledger of a text: what was found, as rows ``n001 …`` with the section and sentence of each.

    >>> from xinhua_analysis.records import Sentence
    >>> read_ledger("第18届。", find_numerals("第18届。"), [Sentence("s0-01", 0, 5, "第18届。", "body", "s0")])[0].text
    '第18届'
    """
    rows, home = [], home_finder(sentences)
    for n, item in enumerate(found, 1):
        sentence = home(item.start)
        mention = text[item.start : item.stop]
        place = (sentence.section_id, sentence.id)
        rows.append(Numeral(f"n{n:03d}", item.start, item.stop, mention, item.kind, item.reason, *place))
    return tuple(rows)
