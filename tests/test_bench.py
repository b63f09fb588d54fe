"""How fast a summary is read, against one compiled number-and-unit pattern over the same text; how fast the import is.

``make bench`` measures; a plain test run only tries each step once, and holds the import to what it may load.
"""

import re
import statistics
import subprocess
import sys
import time
from pathlib import Path

import xinhua_analysis as xa
from xinhua_analysis.tables import read_records

ROOT = Path(__file__).parents[1]
SUMMARY = (ROOT / "seeds" / "000_191eb5bed6b7048b.txt").read_bytes().decode("utf-8")
# What a quick script would do: digits, a magnitude, one of the most frequent units.
PATTERN = re.compile(
    r"(?:\d+(?:,\d{3})*(?:\.\d+)?)[余多]?[百千万亿]*(?:平方米|人次|场|个|台|户|家|份|处|次|元|%|批|件|起)?"
)


def tables():
    report = xa.parse(SUMMARY)
    return [report.table(name) for name in xa.TABLES]


def import_seconds():
    """The processor time of an import in a fresh process: a busy machine does not make it longer."""
    code = "import time; t = time.process_time(); import xinhua_analysis; print(time.process_time() - t)"
    run = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, check=True, text=True)
    return float(run.stdout)


def seconds(function):
    """The best of five runs."""
    times = []
    for _ in range(5):
        start = time.perf_counter()
        function()
        times.append(time.perf_counter() - start)
    return min(times)


def test_all_eight_tables(benchmark):
    tables()
    assert len(benchmark(tables)) == 8


def test_records_only(benchmark):
    assert len(benchmark(read_records, SUMMARY)) == 8


def test_one_pattern(benchmark):
    assert len(benchmark(PATTERN.findall, SUMMARY)) > 45


def test_ratio_to_one_pattern(benchmark, capsys):
    benchmark.pedantic(tables, rounds=3)
    if benchmark.enabled:
        pattern, whole = seconds(lambda: PATTERN.findall(SUMMARY)), seconds(tables)
        benchmark.extra_info |= {"tables_ms": whole * 1000, "pattern_ms": pattern * 1000, "ratio": whole / pattern}
        with capsys.disabled():
            print(
                f"\nall tables {whole * 1000:.1f} ms, one pattern {pattern * 1000:.2f} ms: {whole / pattern:.0f} times"
            )


def test_import(benchmark, capsys):
    benchmark.pedantic(import_seconds, rounds=1)
    if benchmark.enabled:
        with capsys.disabled():
            print(f"\nimport {statistics.median(import_seconds() for _ in range(5)):.3f} s, median of five processes")


def test_the_import_leaves_what_is_slow_for_later():
    """Nothing but the package and the standard library is loaded until it is needed."""
    code = (
        "import sys; before = set(sys.modules); import xinhua_analysis;"
        "loaded = {name.partition('.')[0] for name in set(sys.modules) - before};"
        "print(sorted(loaded - sys.stdlib_module_names))"
    )
    run = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, check=True, text=True)
    assert run.stdout.strip() == "['xinhua_analysis']"
