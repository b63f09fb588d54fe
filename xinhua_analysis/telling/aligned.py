"""Words for a terminal or for Markdown that show as they are; columns that line up though a hanzi takes two places."""

from __future__ import annotations

import re
from collections.abc import Sequence
from unicodedata import east_asian_width

from ..columns import written


def width(words: str) -> int:
    """The places that words take on a terminal.

    >>> width("16台")
    4
    """
    return sum(2 if east_asian_width(character) in "WF" else 1 for character in words)


def printable(words: str, kept: str = "\n\t\u3000") -> str:
    """Words as a terminal may get them: what would steer it is escaped, but for what is ``kept``.

    >>> printable("a\\x1b[2Jb\\tc")
    'a\\\\x1b[2Jb\\tc'
    """
    return "".join(c if c.isprintable() or c in kept else c.encode("unicode_escape").decode() for c in words)


def in_markdown(words: str) -> str:
    """Words of a text as one line of Markdown that shows them as they are.

    >>> in_markdown("a *b*\\n[c](d)")
    'a \\\\*b\\\\* \\\\[c\\\\](d)'
    """
    return re.sub(r"([\\`*_\[\]<>#$~|&])", r"\\\1", printable(" ".join(words.split()), ""))


def aligned(rows: Sequence[Sequence[object]]) -> str:
    """Rows of cells as lines, their columns lined up.

    >>> print(aligned([["id", "text"], ["f006", "16台"]]))
    id    text
    f006  16台
    """
    cells = [[printable(written(cell), "\u3000") for cell in row] for row in rows]
    widths = [max(map(width, column)) for column in zip(*cells, strict=True)]
    lines = ("  ".join(w + " " * (to - width(w)) for w, to in zip(row, widths, strict=True)).rstrip() for row in cells)
    return "\n".join(lines)
