"""One bound of time and of memory for the reading of a file, and the watch that holds to it.

Patterns are linear and files have bounds of their own; this one is for who reads what strangers send. Nothing is
interrupted from outside: the watch is asked between the steps of the work, paragraph by paragraph.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any, TypeVar

from .records import TroubleError

MOST_BYTES = 64 * 2**20  # of a file
_ROW = 700  # bytes that a row takes, measured over texts of nothing but figures
_CHARACTER = 900  # bytes that reading takes for one at the most, where every word is two hanzi: 20 to 870 measured
_OFTEN = 16  # sentences from one look at the clock to the next
_AGAIN = "a summary takes far less: check the file, split it, or set a wider bound"


Item = TypeVar("Item")
Along = Callable[[Iterable[Any]], Iterable[Any]]  # ``Watch.along`` of a watch, or ``iter`` without one


@dataclass(frozen=True, slots=True)
class Bound:
    """How many seconds and how many megabytes the reading of one file may take; without a number it is not bounded.

    ``clock`` tells the seconds. Memory is not measured but reckoned, so that it is the same on every machine: what the
    file holds unpacked, 900 bytes a character, which is what reading takes at the most, and 700 a row.

    >>> Bound(seconds=60, megabytes=500).seconds
    60
    """

    seconds: float = float("inf")
    megabytes: float = float("inf")
    clock: Callable[[], float] = time.monotonic


class Watch:
    """Holds the reading of one file to its bound: ``look`` raises TroubleError once it is passed."""

    def __init__(self, bound: Bound | None = None, name: str = "") -> None:
        self._bound, self._name = bound or Bound(), name
        self._until = self._bound.clock() + self._bound.seconds
        self._held = 0

    def left(self) -> float:
        """The seconds that are left."""
        return self._until - self._bound.clock()

    def look(self, size: int = 0, characters: int = 0, rows: int = 0) -> None:
        """Looks at the clock, and at what is held in memory: so many bytes, characters and rows more."""
        self._held += size + characters * _CHARACTER + rows * _ROW
        if self.left() < 0:
            raise TroubleError(f"takes more than {self._bound.seconds:g} seconds", source=self._name, hint=_AGAIN)
        if self._held > self._bound.megabytes * 10**6:
            message = f"takes more than {self._bound.megabytes:g} megabytes"
            raise TroubleError(message, source=self._name, hint=_AGAIN)

    def along(self, items: Iterable[Item]) -> Iterator[Item]:
        """The items as they are made, with a look at the clock again and again."""
        for at, item in enumerate(items):
            if at % _OFTEN == 0:
                self.look()
            yield item

    def over(self, rows: Iterable[Any]) -> Watched:
        """Rows that are made, with such looks whenever they are gone through."""
        watched = Watched(rows)
        watched.watch = self
        return watched


class Watched(tuple[Any, ...]):
    """Rows that look at the clock as they are gone through, so that whoever works on them need not know of it."""

    watch: Watch

    def __iter__(self) -> Iterator[Any]:
        return self.watch.along(super().__iter__())
