"""What rows take in memory, counted object by object, so that it is the same on every machine."""

import sys
from random import Random

import pytest

from xinhua_analysis.tables import read_records

# Bytes for each byte of a text of nothing but figures: 120 MB for 2 MB, and more where each is a sentence too
MOST = {"one sentence": 60, "unlike": 80, "same": 80}


def clauses(many):
    draw = Random(1)
    for _ in range(many):
        what = draw.choice(["公园", "道路", "宿舍", "企业", "站点"])
        yield f"{draw.choice(['新建', '整修', '检查'])}{what}{draw.randint(1, 9999)}{draw.choice('个条户家座')}"


TEXTS = {"one sentence": "完工16台，" * 8000, "same": "完工16台。" * 8000, "unlike": "。".join(clauses(6000))}


@pytest.mark.parametrize("name", TEXTS)
def test_rows_of_dense_figures(name):
    text = TEXTS[name]
    rows = [row for table in read_records(text).values() for row in table]
    cells = {id(cell): cell for row in rows for cell in row}
    assert sum(map(sys.getsizeof, [*rows, *cells.values()])) < MOST[name] * len(text.encode())
