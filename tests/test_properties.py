"""What must hold of any text at all: nothing raises, spans say what the text says, every digit is owned once.

Texts are drawn at random: any characters, the characters of the genre, and the summary cut, joined and broken anew.
The profile is deterministic, so a run tells the same every time.
"""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pieces import CHARACTERS, SUMMARY, WORDS
from soundness import faults

import xinhua_analysis as xa

ROOT = Path(__file__).parents[1]
PIECES = SUMMARY.splitlines(keepends=True)

few = settings(derandomize=True, deadline=None, max_examples=400, suppress_health_check=list(HealthCheck))

anything = st.text(st.characters(exclude_categories=["Cs"]), max_size=80)
genre = st.lists(st.sampled_from([*CHARACTERS, *WORDS]), max_size=60).map("".join)
cut = st.tuples(st.integers(0, len(SUMMARY)), st.integers(0, 300)).map(lambda at: SUMMARY[at[0] : at[0] + at[1]])
joined = st.lists(cut | genre, max_size=4).map("".join)
shuffled = st.lists(st.sampled_from(PIECES), max_size=8).map("".join)
wrapped = st.tuples(cut, st.integers(1, 40), st.sampled_from(["\n", "\r\n", "\u3000", "\n\n"])).map(
    lambda drawn: drawn[2].join(drawn[0][at : at + drawn[1]] for at in range(0, len(drawn[0]), drawn[1]))
)
texts = {"anything": anything, "genre": genre, "joined": joined, "shuffled": shuffled, "wrapped": wrapped}


# What random texts found, at its shortest; all of it mended.
FOUND = [
    "接待来访8000人",
    "从14个到7个",
    "增长-\n四亿元。",
    "\ud800",
    "１２",
    "“" * 50 + "3个",
    "建成服务站12个（含在建）。",
    "新增床位20张（套间）、8间。",
    "2个(等",
    "新增5—3个。",
    "共四是·",
    "名（" + "自年初开整治" * 30 + "到两天",
    "误差百分之一至0。",
    "增长百分之" + "万" * 2000 + "。",
    "占十分之" + "万" * 16 + "。",
    "顺\n利\n完\n成\n市\n标\n准\n化\n现\n场\n验\n收\n。\n\n工作",
]


@pytest.mark.parametrize("kind", texts)
def test_any_text_is_read_soundly(kind):
    @few
    @given(texts[kind])
    def check(text):
        assert faults(text) == []

    check()


@pytest.mark.parametrize("text", FOUND, ids=repr)
def test_what_was_found_stays_sound(text):
    assert faults(text) == []


@pytest.mark.parametrize("text", ["", " ", "\n\r\t", "\u3000\u2028\x85"])
def test_blank_text_is_refused(text):
    with pytest.raises(xa.ReadError, match="the text is empty"):
        xa.parse(text)


def test_two_hash_seeds_give_the_same_records():
    code = "import xinhua_analysis as xa; r = xa.load(); print([r.records(table) for table in xa.TABLES])"
    runs = [
        subprocess.run(
            [sys.executable, "-c", code],
            env=os.environ | {"PYTHONHASHSEED": seed, "PYTHONIOENCODING": "utf-8"},
            cwd=ROOT,
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2024")
    ]
    assert runs[0] == runs[1]
    assert runs[0].count(b"Figure(") == 45
