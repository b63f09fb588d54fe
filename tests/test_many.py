"""Many files as one stream: order, errors as rows, the window, what goes between processes, and the bar."""

import io
import os
import pickle
import subprocess
import sys
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from concurrent.futures.process import BrokenProcessPool

import pytest

import xinhua_analysis as xa
from xinhua_analysis import many

TEXT = "某街道2022年工作总结\n\n一、民生\n完工{}台、开工23台。\n"


@pytest.fixture
def paths(tmp_path):
    """Thirty files, of which three cannot be read; the last is not there."""
    found = [tmp_path / f"{number:02d}.txt" for number in range(30)]
    for number, path in enumerate(found[:-1]):
        path.write_text(TEXT.format(number), encoding="utf-8")
    found[4].write_bytes(b"")
    found[11] = tmp_path / "11.pdf"
    return found


def test_a_panel_is_one_frame_of_many_reports(paths):
    rows = xa.panel(xa.read_many(paths))
    assert list(rows)[:5] == ["file", "year", "office", "id", "value"]
    assert len(rows) == 2 * 27
    assert rows["file"].drop_duplicates().tolist() == [str(path) for path in paths if path.name in rows.to_string()]
    assert rows[["file", "id"]].drop_duplicates().shape[0] == len(rows)
    assert list(rows.attrs["unread"]) == [str(paths[at]) for at in (4, 11, 29)]
    assert set(rows["year"]) == {2022}


def test_a_panel_names_the_same_quantity_of_several_years_alike():
    told = ["加梯完工16台，税收增长5%。", "税收增长6%，加梯完工23台。另设驿站5个。", "驿站设9个。加梯完工30台。"]
    years = [xa.parse(f"某街道{2021 + at}年工作总结\n一、民生\n{words}") for at, words in enumerate(told)]
    rows = xa.panel(years, quantities=True)
    lifts = rows[rows["quantity"] == "1.f001"]
    assert lifts[["year", "value"]].to_numpy().tolist() == [[2021, 16], [2022, 23], [2023, 30]]
    assert rows.loc[rows["unit_family"] == "share", "quantity"].tolist() == ["1.f002"] * 2
    assert not rows.duplicated(["year", "quantity"]).any()
    with pytest.raises(xa.LookupFailed):
        xa.panel(years, "names", quantities=True)


def test_a_panel_of_other_rows_and_of_none():
    report = xa.parse("没有标题，没有年份。")
    rows = xa.panel([xa.load(), report], "sections")
    assert len(rows) == len(xa.load().sections) + 1
    assert rows["file"].tolist()[-2:] == [xa.load().title, ""]
    assert rows["year"].isna().tolist()[-2:] == [False, True]
    assert rows.dtypes.drop(["file", "year", "office"]).to_dict() == report.sections.dtypes.to_dict()
    assert xa.panel([]).dtypes.to_dict() == xa.panel([report]).dtypes.to_dict()
    with pytest.raises(xa.LookupFailed, match="no table 'figure'"):
        xa.panel([], "figure")


def told(readings):
    return [
        (path, report and [row.text for row in report.records("figures")], error) for path, report, error in readings
    ]


def test_a_reading_for_every_path_in_their_order(paths):
    readings = list(xa.read_many(paths))
    assert [reading.path for reading in readings] == [str(path) for path in paths]
    assert [reading.path[-6:] for reading in readings if reading.error] == ["04.txt", "11.pdf", "29.txt"]
    assert all((reading.report is None) == bool(reading.error) for reading in readings)
    assert [row.text for row in readings[7].report.records("figures")] == ["7台", "23台"]
    assert readings[-1].error == "there is no such file; check the name and the folder"


def test_two_processes_give_the_same(paths):
    with many.processes(2) as executor:
        found = list(xa.read_many(paths, executor))
    serial = list(xa.read_many(paths))
    assert told(found) == told(serial)
    for one, other in zip(found, serial, strict=True):
        assert (one.report is None) == (other.report is None)
        if one.report:
            assert {t: one.report.records(t) for t in xa.TABLES} == {t: other.report.records(t) for t in xa.TABLES}
            assert one.report.about == other.report.about


def test_threads_give_the_same(paths):
    with ThreadPoolExecutor(2) as executor:
        assert told(xa.read_many(paths, executor)) == told(xa.read_many(paths))


def test_paths_may_be_a_stream_without_end(paths):
    def endless():
        while True:
            yield from paths

    with ThreadPoolExecutor(2) as executor:
        for executor_ in (None, executor):
            readings = xa.read_many(endless(), executor_)
            assert [next(readings).path for _ in range(40)][30:] == [str(path) for path in paths[:10]]
            readings.close()


class Counting(Executor):
    """Does the work when asked for its result, and counts how many pieces wait."""

    def __init__(self):
        self.given, self.cancelled = 0, 0

    def submit(self, work, *arguments):
        self.given += 1
        counting = self

        class Late(Future):
            def exception(self, timeout=None):
                if not self.done():
                    self.set_result(work(*arguments))
                return super().exception(timeout)

            def cancel(self):
                counting.cancelled += 1
                return super().cancel()

        return Late()


def test_the_window_is_bounded_and_taken_back(paths):
    executor = Counting()
    readings = xa.read_many(paths, executor, ahead=5)
    for taken in range(1, 11):
        next(readings)
        assert executor.given == taken + 4
    readings.close()
    assert executor.cancelled == 4


def test_the_window_is_a_few_times_the_workers():
    with ThreadPoolExecutor(3) as executor:
        assert many.ahead_of(executor) == 12
    assert many.ahead_of(Counting()) == 64


def die(paths):
    os._exit(3)


def test_a_broken_pool_is_no_fault_of_a_file(monkeypatch):
    monkeypatch.setattr(many, "read_told", die)
    with many.processes(1) as executor, pytest.raises(BrokenProcessPool):
        list(xa.read_many(["a.txt"], executor))


def test_what_a_worker_raises_is_a_row():
    class Raising(Executor):
        def submit(self, work, *arguments):
            future = Future()
            future.set_exception(MemoryError())
            return future

    paths = ["a.txt", "b.txt", "c.txt"]
    for ahead in (1, 16, 99):
        assert list(xa.read_many(paths, Raising(), ahead)) == [(path, None, "MemoryError") for path in paths]


def test_a_rule_that_fails_is_a_row(paths, monkeypatch):
    monkeypatch.setattr(many, "read", lambda path, **_: [].pop())
    assert next(xa.read_many(paths)).error == "IndexError: pop from empty list"


@pytest.mark.parametrize("paths", ["a.txt", b"a.txt", None, 3])
def test_one_path_is_refused_at_once(paths):
    with pytest.raises(xa.ReadError, match="paths are due"):
        xa.read_many(paths)


def test_a_window_of_none_is_refused():
    with pytest.raises(xa.ReadError, match="at least one"):
        xa.read_many([], ahead=0)


def test_a_report_comes_back_whole():
    report = xa.load()
    assert not report.figures.empty
    report.row("f001")
    back = pickle.loads(pickle.dumps(report))
    assert {table: back.records(table) for table in xa.TABLES} == {table: report.records(table) for table in xa.TABLES}
    assert (back.about, back.text, back.year) == (report.about, report.text, report.year)
    assert back.figures.equals(report.figures)
    assert pickle.loads(pickle.dumps(xa.parse("没有"))).figures.empty


class Terminal(io.StringIO):
    def isatty(self):
        return True


def test_a_terminal_shows_a_bar(paths, monkeypatch):
    monkeypatch.setattr(sys, "stderr", Terminal())
    list(xa.read_many(paths))
    assert "30/30" in sys.stderr.getvalue()


def test_no_bar_without_a_terminal_or_tqdm(paths, monkeypatch, capsys):
    list(xa.read_many(paths))
    assert capsys.readouterr().err == ""
    monkeypatch.setattr(sys, "stderr", Terminal())
    monkeypatch.setitem(sys.modules, "tqdm", None)
    assert len(list(xa.read_many(paths))) == 30
    assert sys.stderr.getvalue() == ""


STREAM = """
import resource, sys
import xinhua_analysis as xa
peaks = []
for number, reading in enumerate(xa.read_many(sys.argv[1] for _ in range(300))):
    assert reading.report is not None
    if number % 100 == 99:
        peaks.append(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
print(*peaks)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="resource is of Unix")
def test_memory_is_flat(tmp_path):
    path = tmp_path / "a.txt"
    path.write_text(TEXT.format(16) * 20, encoding="utf-8")
    done = subprocess.run([sys.executable, "-c", STREAM, path], capture_output=True, check=True, text=True)
    first, *_, last = map(int, done.stdout.split())
    assert last < 1.05 * first
