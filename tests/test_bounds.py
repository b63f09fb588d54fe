"""The bound of time and memory: held with a clock handed in, told in one line, and a row of a corpus."""

import pytest
from made_files import annual_form, document, paragraph

import xinhua_analysis as xa
from xinhua_analysis.bounds import Bound, Watch

TEXT = "某镇2023年工作总结\n\n一、民生\n\n" + "新建公园12个，惠及居民200户。\n\n" * 300


class Clock:
    """Goes on by one second whenever it is looked at."""

    def __init__(self):
        self.now = 0.0

    def __call__(self):
        self.now += 1
        return self.now


FILES = {
    "txt": TEXT.encode(),
    "md": ("---\n---\n" + TEXT).encode(),
    "html": f"<html>{''.join(f'<p>{line}</p>' for line in TEXT.splitlines())}</html>".encode(),
    "docx": document("".join(map(paragraph, TEXT.splitlines()))),
    "pdf": annual_form("pdf"),
}


@pytest.mark.parametrize("kind", FILES)
def test_a_file_is_read_within_its_bound(kind, tmp_path):
    path = tmp_path / f"a.{kind}"
    path.write_bytes(FILES[kind])
    clock = Clock()
    whole = xa.read(path, bound=Bound(seconds=10**6, clock=clock))
    assert whole.records("figures")
    assert whole.about == xa.read(path).about
    for seconds in (1, clock.now // 2, clock.now - 3):
        with pytest.raises(xa.TroubleError, match=rf"a\.{kind}: takes more than \d+ seconds; a summary takes far less"):
            xa.read(path, bound=Bound(seconds=seconds, clock=Clock()))


@pytest.mark.parametrize("kind", FILES)
def test_a_file_is_read_within_its_memory(kind, tmp_path):
    path = tmp_path / f"a.{kind}"
    path.write_bytes(FILES[kind])
    assert xa.read(path, bound=Bound(megabytes=10)).records("figures")
    with pytest.raises(xa.TroubleError, match=r"takes more than 0\.01 megabytes"):
        xa.read(path, bound=Bound(megabytes=0.01))


@pytest.mark.parametrize("text", ["工" * 60_000, "服务" * 30_000, "（" * 60_000, "工、" * 30_000])
@pytest.mark.parametrize("kind", ["txt", "md"])
def test_what_reading_takes_is_reckoned_before_it_is_taken(text, kind, tmp_path, monkeypatch):
    path = tmp_path / f"a.{kind}"
    path.write_text(text, "utf-8")
    monkeypatch.setattr("xinhua_analysis.tables.read_sections", lambda _: pytest.fail("it is read"))
    with pytest.raises(xa.TroubleError, match="takes more than 50 megabytes"):
        xa.read(path, bound=Bound(megabytes=50))


def test_a_text_is_parsed_within_its_bound():
    assert xa.parse(TEXT, bound=Bound(seconds=10**6, clock=Clock())).records("figures")
    with pytest.raises(xa.TroubleError, match=r"^takes more than 5 seconds"):
        xa.parse(TEXT, bound=Bound(seconds=5, clock=Clock()))


def test_the_clock_is_looked_at_often():
    clock = Clock()
    xa.parse(TEXT, bound=Bound(clock=clock))
    assert clock.now > 6 * 300 / 16  # in each of six tables, once in sixteen sentences


@pytest.mark.parametrize("piece", ["新建公园12个，", "整修道路3条、", "持续开展巡查，"])
def test_the_clock_is_looked_at_inside_a_long_sentence(piece):
    looks = []
    for times in (1000, 2000):
        clock = Clock()
        xa.parse(piece * times, bound=Bound(clock=clock))
        looks.append(clock.now)
    assert looks[1] - looks[0] > 1000 / 20


def test_without_a_bound_nothing_is_refused():
    watch = Watch()
    watch.look(size=10**15, rows=10**12)
    assert watch.left() > 10**9
