"""Citations: the sentence that a row stands in, a GB/T 7714-2015 reference, a link to the words on the page."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from html import escape
from itertools import islice
from typing import Any, NamedTuple
from urllib.parse import quote

from ..columns import Record
from ..records import SummaryError
from .show import format_link, format_marks, mark

_CLAUSE = re.compile(r"(?:[^，。；：！？,;!?\n]|,(?=\d))+[，。；：！？,;!?]*\s*")
_CLAUSES_ENOUGH = 8  # of context, to tell a sentence from its doubles
_AROUND = 32  # characters before and behind that a selector quotes
_CONTEXT = 600  # characters in which these are looked for
_RUN = 8  # characters
_SHORT = 40  # characters that a link quotes whole


class Citation(NamedTuple):
    """A row's words in their sentence, with a reference, which is in ``bibtex`` too, and a link.

    ``str()`` gives sentence, reference and link, line by line. ``selectors`` are those of the W3C Web Annotation Data
    Model, 2017, by which other tools find the words again.
    """

    id: str
    mention: str
    quotation: str
    reference: str
    link: str
    html: str
    bibtex: str
    selectors: tuple[dict[str, str | int], ...]

    def __str__(self) -> str:
        return f"{self.quotation}\n{self.reference}\n{self.link or 'no link: the report has no source_url'}"

    def __repr__(self) -> str:
        return f"<Citation {self.id} {self.mention[:20]!r}>"

    def _repr_html_(self) -> str:
        return self.html


def reference(about: Mapping[str, str], accessed: date | None = None) -> str:
    """An electronic reference after GB/T 7714-2015; what is not known is left out, and no clock is asked.

    >>> about = {"issuer": "某街道办事处", "title": "2023年工作总结", "published": "2024-02-02", "source_url": "https://a.cn/1"}
    >>> reference(about, accessed=date(2024, 3, 1))
    '某街道办事处. 2023年工作总结[EB/OL]. (2024-02-02)[2024-03-01]. https://a.cn/1.'
    """
    if not isinstance(accessed, date | None):
        raise SummaryError(f"accessed is no date: {accessed!r}", hint="give a datetime.date, or leave it out")
    days = (f"({about['published']})" if about["published"] else "") + (f"[{accessed:%Y-%m-%d}]" if accessed else "")
    title = f"{about['title'] or '[无题名]'}[EB/OL]"
    return ". ".join(part for part in (about["issuer"], title, days, about["source_url"]) if part) + "."


# What TeX takes for a command.
_TEX = str.maketrans(
    {"\\": r"\textbackslash{}"} | {sign: f"\\{sign}" for sign in "{}$&#%_"} | {"~": r"\~{}", "^": r"\^{}"}
)


def bibtex(about: Mapping[str, str], accessed: date | None = None) -> str:
    """The reference as an entry of BibTeX, for LaTeX with XeTeX or LuaTeX, which know hanzi.

    >>> about = {"issuer": "某街道", "title": "总结", "published": "2024-02-02", "source_url": "", "sha256": "1f"}
    >>> print(bibtex(about))
    @misc{summary-1f,
      author = {{某街道}},
      title = {{总结}},
      year = {2024},
      note = {Published 2024-02-02},
    }
    """
    day = about["published"]
    told = {
        "author": f"{{{about['issuer'].translate(_TEX)}}}" if about["issuer"] else "",
        "title": f"{{{about['title'].translate(_TEX)}}}" if about["title"] else "",
        "year": day[:4],
        "note": f"Published {day}" if day else "",
        "url": quote(about["source_url"], safe=":/?#[]@!$&'()*+,;=%~"),
        "urldate": f"{accessed:%Y-%m-%d}" if accessed else "",
    }
    lines = [f"  {name} = {{{words}}}," for name, words in told.items() if words]
    return "\n".join([f"@misc{{summary-{about['sha256'][:12]},", *lines, "}"])


def text_fragment(text: str, start: int, stop: int) -> str:
    """The fragment that makes a browser find and mark ``text[start:stop]`` on a page that holds the text.

    A long passage is named by its first and last clause; one whose words stand earlier too, by what is around it.
    Cuts lie at punctuation, where a browser sees the limit of a word (WICG draft "URL Fragment Text Directives").

    >>> text_fragment("一类，16台。二类，16台。", 10, 14)
    ':~:text=%E4%BA%8C%E7%B1%BB%EF%BC%8C-,16%E5%8F%B0%E3%80%82'
    """
    passage = text[start:stop].strip()
    if not passage:
        return ""
    start = text.find(passage, start)
    stop = start + len(passage)
    clauses = [found.span() for found in _CLAUSE.finditer(text, start, stop)]
    head, tail = passage, ""
    if len(clauses) > 1 and (len(passage) > _SHORT or "\n" in passage):
        head = text[start : clauses[0][1]].strip()
        begins = [begin for begin, _ in reversed(clauses[1:])]

        def ends_here(begin: int) -> bool:
            return text.find(text[begin:stop], start + len(head)) == begin

        # The least tail that stands nowhere before: each longer one stands nowhere before either.
        place = bisect_left(begins, True, hi=len(begins) - 1, key=ends_here)
        tail = text[begins[place] : stop]
    prefix, suffix = _surroundings(text, start, head, is_open=bool(tail))
    parts = [f"{_encoded(prefix)}-" if prefix else "", _encoded(head), _encoded(tail)]
    return ":~:text=" + ",".join([part for part in parts if part] + [f"-{_encoded(suffix)}"] * bool(suffix))


def _surroundings(text: str, start: int, head: str, is_open: bool) -> tuple[str, str]:
    """The least words of the line before and behind that no earlier place of the text shares; none if none help."""
    stop = start + len(head)
    ended = start
    while text[ended - 1 : ended].isspace():
        ended -= 1
    low, high = max(0, ended - _CONTEXT), min(stop + _CONTEXT, len(text))
    line, rest = text.rfind("\n", low, ended) + 1, text.find("\n", stop, high)
    begins = [found.start() for found in _CLAUSE.finditer(text, line or low, ended)][line == 0 < low :]
    ends = islice(_CLAUSE.finditer(text, stop, rest if rest > 0 else high), 0 if is_open else _CLAUSES_ENOUGH)
    for end in (stop, *(found.end() for found in ends)):
        for begin in (start, *begins[: -_CLAUSES_ENOUGH - 1 : -1]):
            if _stands_first(text, begin, end):
                return text[begin:start], text[stop:end]
    return "", ""


def _stands_first(text: str, begin: int, stop: int) -> bool:
    """Whether the words of a span stand nowhere earlier; from where they could is known, so that little is searched."""
    back = _way_back(text)[begin : max(stop - _RUN + 1, begin)].max(initial=-begin)
    return text.find(text[begin:stop], begin + int(back)) == begin


@lru_cache(maxsize=1)
def _way_back(text: str) -> Any:
    """For each place of a text, how far it is to where the run of characters that begins there stands first."""
    import numpy as np  # because it takes 0.1 s, and few who read a summary cite it

    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32).astype(np.uint64)
    mixed = np.zeros(max(len(codes) - _RUN + 1, 0), dtype=np.uint64)
    for at in range(_RUN if len(mixed) else 0):
        mixed = mixed * np.uint64(1_000_003) + codes[at : at + len(mixed)]
    _, first, which = np.unique(mixed, return_index=True, return_inverse=True)
    return first[which] - np.arange(len(mixed))


def _encoded(words: str) -> str:
    # A bare hyphen, comma or ampersand would end the words: quote() encodes the last two.
    return quote(words.strip(), safe="", errors="replace").replace("-", "%2D")


def selectors(text: str, start: int, stop: int) -> tuple[dict[str, str | int], ...]:
    """A TextPositionSelector (code points) and a TextQuoteSelector of ``text[start:stop]``, as W3C's model has them.

    >>> selectors("既有加梯完工16台。", 6, 9)[1]
    {'type': 'TextQuoteSelector', 'exact': '16台', 'prefix': '既有加梯完工', 'suffix': '。'}
    """
    around = {"prefix": text[max(0, start - _AROUND) : start], "suffix": text[stop : stop + _AROUND]}
    position: dict[str, str | int] = {"type": "TextPositionSelector", "start": start, "end": stop}
    return position, {"type": "TextQuoteSelector", "exact": text[start:stop], **around}


def cite(
    text: str, table: str, row: Record, sentence: Record, about: Mapping[str, str], accessed: date | None = None
) -> Citation:
    """The citation of a row that stands in a sentence; ``about`` tells title, issuer, published and source_url."""
    url, named = about["source_url"], reference(about, accessed)
    fragment = text_fragment(text, sentence.start, sentence.stop)
    link = f"{url}{'' if '#' in url else '#'}{fragment}" if url and fragment else url
    quotation = format_marks(text, [mark(table, row)], sentence.start, sentence.stop)
    where = f"<p>{escape(named)}<br>{format_link(link, 'in the source')}</p>" if link else f"<p>{escape(named)}</p>"
    html = f'<blockquote lang="zh">{quotation}</blockquote>{where}'
    found = selectors(text, row.start, row.stop)
    return Citation(row.id, row.text, sentence.text.strip(), named, link, html, bibtex(about, accessed), found)
