"""Many files on a Dask cluster of worker processes, one of which is killed in the middle.

Run by ``make test-scale``; ``make test`` does not collect this file, for it needs Dask.
"""

import os
import shutil
import signal

import pytest

import xinhua_analysis as xa
from xinhua_analysis import corpus, many

TEXT = "某街道2022年工作总结\n\n一、民生\n" + "完工{}台、开工23台。举办“春风节”活动3场。\n" * 10

# Dask's own nannies warn of the worker that is killed, and of ports that another cluster has.
pytestmark = pytest.mark.filterwarnings("default")


@pytest.fixture
def client():
    """A cluster of three worker processes that listens on this machine only."""
    # Imported here: pytest looks for doctests in this file on machines that have no Dask too.
    import distributed

    options = {"n_workers": 3, "threads_per_worker": 1, "processes": True, "dashboard_address": None}
    with distributed.LocalCluster(host="127.0.0.1", **options) as cluster, distributed.Client(cluster) as client:
        yield client


@pytest.fixture
def paths(tmp_path):
    """Six hundred files, one in a hundred of which cannot be read."""
    found = [tmp_path / "in" / f"{number:04d}.{'txt' if number % 100 else 'pdf'}" for number in range(600)]
    found[0].parent.mkdir()
    for number, path in enumerate(found):
        path.write_text(TEXT.replace("{}", str(number)), encoding="utf-8")
    return found


def kill_one(client):
    """Kills a worker process that has work; gives its number."""
    pids = client.run(os.getpid)
    busy = [address for address, tasks in client.processing().items() if tasks]
    pid = pids[busy[0] if busy else next(iter(pids))]
    os.kill(pid, signal.SIGKILL)
    return pid


def test_a_stream_goes_on_when_a_worker_is_killed(client, paths):
    before = sorted(client.run(os.getpid).values())
    assert os.getpid() not in before
    serial = list(xa.read_many(paths))
    found, killed = [], 0
    for reading in xa.read_many(paths, client.get_executor(), ahead=30):
        found.append(reading)
        if len(found) == 150:
            killed = kill_one(client)
    assert [(one.path, one.error) for one in found] == [(one.path, one.error) for one in serial]
    assert sum(bool(one.error) for one in found) == 6
    for one, other in zip(found, serial, strict=True):
        if other.report:
            assert all(one.report.records(table) == other.report.records(table) for table in xa.TABLES)
    assert killed in before
    assert killed not in client.run(os.getpid).values()


def test_a_corpus_is_the_same_when_a_worker_is_killed(client, paths, tmp_path, monkeypatch):
    folder = paths[0].parent
    corpus.write(folder, tmp_path / "serial", batch=10)
    made, parts = corpus._made, []

    def killing(*arguments):
        for part in made(*arguments):
            parts.append(part)
            if len(parts) == 20:
                kill_one(client)
            yield part

    monkeypatch.setattr(corpus, "_made", killing)
    done = corpus.write(folder, tmp_path / "dask", client.get_executor(), batch=10)
    assert [*done] == [600, 6, 60, 0]
    assert len(parts) == 60
    written = [
        {path.relative_to(out): path.read_bytes() for path in sorted(out.rglob("*")) if path.is_file()}
        for out in (tmp_path / "serial", tmp_path / "dask")
    ]
    assert written[0] == written[1]
    shutil.rmtree(tmp_path / "dask" / "figures")
    assert corpus.write(folder, tmp_path / "dask", batch=10).kept == 0


def read_or_die(path):
    return os._exit(3) if path.endswith("0003.txt") else many.read_told(path)


def test_a_file_that_kills_every_worker_is_a_row(client, paths, monkeypatch):
    monkeypatch.setattr(many, "read_told", read_or_die)
    found = list(xa.read_many(paths[:5], client.get_executor()))
    assert [reading.path for reading in found] == [str(path) for path in paths[:5]]
    assert [number for number, reading in enumerate(found) if reading.report is None] == [0, 3]
    assert found[3].error.startswith("KilledWorker")
