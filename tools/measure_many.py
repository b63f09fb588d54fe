"""Measures what docs/many.md states: rate and memory over many files, and two processes against one.

python tools/measure_many.py [FILES]   (default: 10000; they are made from the bundled summary, every number changed)
"""

import os
import random
import re
import sys
import tempfile
import time
from pathlib import Path

import xinhua_analysis as xa
from xinhua_analysis import corpus, many
from xinhua_analysis.bundled import SUMMARY

ROUNDS, ROUND = 3, 1000  # one process and two take turns, since other work may share the cores


def fill(folder: Path, count: int) -> list[Path]:
    text, chance = SUMMARY.read_text(encoding="utf-8"), random.Random(1)
    paths = [folder / f"{number // 1000:03d}" / f"{number:06d}.txt" for number in range(count)]
    for path in paths:
        path.parent.mkdir(parents=True, exist_ok=True)
        changed = re.sub(r"(?<!\d)\d{1,2}(?=[台个场次项家户件])", lambda _: str(chance.randint(2, 99)), text)
        path.write_text(changed, encoding="utf-8")
    return paths


def resident() -> float:
    """MB of this process in memory now (Linux)."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGESIZE") / 1e6


def used(executor=None) -> float:
    """Seconds of CPU that this process and the workers of an executor have used (Linux)."""
    ids = [os.getpid(), *(executor._processes if executor else ())]
    ticks = (Path(f"/proc/{number}/stat").read_text().rpartition(")")[2].split()[11:13] for number in ids)
    return sum(int(tick) for pair in ticks for tick in pair) / os.sysconf("SC_CLK_TCK")


def timed(work, turn: int, executor=None) -> tuple[float, float]:
    """Seconds of the clock and of CPU, the workers' included."""
    clock, cpu = time.perf_counter(), used(executor)
    work(turn)
    return time.perf_counter() - clock, used(executor) - cpu


def stream(paths: list[Path], executor=None, curve: bool = False) -> None:
    for number, reading in enumerate(xa.read_many(paths, executor), 1):
        assert reading.report is not None
        if curve and number % 1000 == 0:
            print(f"  {number} files: {resident():.1f} MB", flush=True)


def against(name: str, size: float, one, two, executor) -> None:
    """Takes turns with one process and two; by the clock, and by the CPU that both need, were the cores free."""
    turns = [(timed(one, turn), timed(two, turn, executor)) for turn in range(ROUNDS)]
    (clock, cpu), (clock2, cpu2) = (map(min, zip(*side, strict=True)) for side in zip(*turns, strict=True))
    print(f"{name}, one process: by the clock {ROUND / clock:.0f} files/s, {size / clock:.2f} MB/s;", end=" ")
    print(f"by its CPU {ROUND / cpu:.0f} files/s, {size / cpu:.2f} MB/s")
    print(f"  two against one: by the clock {clock / clock2:.2f}", [round(a[0] / b[0], 2) for a, b in turns], end="; ")
    print(f"by CPU {2 * cpu / cpu2:.2f}", flush=True)


def main(count: int) -> None:
    with tempfile.TemporaryDirectory() as place, many.processes(2) as executor:
        paths = fill(Path(place, "in"), count)
        some = paths[:ROUND]
        size, made = sum(path.stat().st_size for path in some) / 1e6, some[0].parent
        print(f"{count} files; {size:.2f} MB a thousand")
        print(f"memory, one process ({resident():.1f} MB before):")
        stream(paths, curve=True)
        print("memory of the parent of two processes:")
        stream(paths, executor, curve=True)
        against("read_many", size, lambda _: stream(some), lambda _: stream(some, executor), executor)

        def write(name: str, turn: int, executor=None) -> None:
            corpus.write(made, Path(place, f"{name}{turn}"), executor, batch=100)

        write("warm", 0, executor)
        against("corpus", size, lambda t: write("one", t), lambda t: write("two", t, executor), executor)
        written = sum(path.stat().st_size for path in Path(place, "one0").rglob("*.parquet"))
        print(f"  {written / ROUND / 1e3:.1f} kB of Parquet for a file")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000)
