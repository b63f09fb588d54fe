"""Does it hold? A megabyte of each hostile piece in five seconds, and twice the text in twice the time up to 8 MB.

Run by ``make test-hold``, on a machine with nothing else to do; ``make test`` does not collect this file. Seconds are
those of the processor. The collector of garbage rests meanwhile: how long it takes depends on what else is in memory.
"""

import gc
import random
import time
from itertools import pairwise
from pathlib import Path

import pytest
from hostile_texts import PIECES

from xinhua_analysis.tables import read_records

ROOT = Path(__file__).parents[1]
SUMMARY = (ROOT / "seeds" / "000_191eb5bed6b7048b.txt").read_bytes().decode("utf-8")
MEGABYTE = 10**6
SECONDS = 5
SECONDS_OF_ROW = 40e-6  # where nothing stands but numbers, the half million rows of a megabyte take longer


def seconds(text, times=1):
    """The least of several runs."""
    found = []
    for _ in range(times):
        gc.collect()
        gc.disable()
        try:
            began = time.process_time()
            read_records(text)
            found.append(time.process_time() - began)
        finally:
            gc.enable()
    return min(found)


@pytest.mark.parametrize("piece", PIECES, ids=repr)
def test_a_megabyte_of_it(piece, capsys):
    text = piece * (MEGABYTE // len(piece.encode()))
    taken = seconds(text)
    with capsys.disabled():
        print(f"{piece!r}: {taken:.1f} s")
    rows = read_records(text)
    assert taken < max(SECONDS, SECONDS_OF_ROW * (len(rows["numerals"]) + len(rows["figures"])))


def test_a_megabyte_of_a_mixture():
    mixed = random.Random(1)
    text = "".join(mixed.choice(PIECES) for _ in range(MEGABYTE // 6))
    assert seconds(text) < SECONDS


def test_twice_the_summaries_take_twice_the_time(capsys):
    sizes = [2**power * MEGABYTE for power in range(4)]
    taken = [seconds(SUMMARY * (size // len(SUMMARY.encode())), 3) for size in sizes]
    with capsys.disabled():
        print(
            *(
                f"{size // MEGABYTE} MB: {size / MEGABYTE / one:.2f} MB/s"
                for size, one in zip(sizes, taken, strict=True)
            )
        )
    assert max(after / before for before, after in pairwise(taken)) <= 2.2
