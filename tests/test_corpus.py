"""A folder as datasets: what is in them, that a kill at any moment leaves no trace, and what is refused."""

import importlib.metadata
import json
import os
import random
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest

import xinhua_analysis as xa
from xinhua_analysis import corpus, many
from xinhua_analysis.__main__ import main, printable
from xinhua_analysis.bundled import SUMMARY
from xinhua_analysis.files import reading

TEXT = "某街道2022年工作总结\n\n发布机构:某街道\n一、民生\n完工{}台、开工23台。举办“春风节”活动3场。\n"


def fill(folder, count):
    """Files in two folders, every seventh of which cannot be read."""
    for number in range(count):
        path = folder / ("甲" if number % 3 else "乙/丙") / f"{number:04d}.{'txt' if number % 7 else 'pdf'}"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(TEXT.format(number), encoding="utf-8")
    return folder


@pytest.fixture
def folder(tmp_path):
    return fill(tmp_path / "in", 16)


def contents(out):
    """Every file of a corpus, by path, with its bytes."""
    return {path.relative_to(out).as_posix(): path.read_bytes() for path in sorted(out.rglob("*")) if path.is_file()}


def write(folder, out, **options):
    return corpus.write(folder, out, **({"batch": 4} | options))


# What is written


def test_every_file_is_in_files_or_errors_once(folder, tmp_path):
    done = write(folder, tmp_path / "out")
    files, errors = (pd.read_parquet(tmp_path / "out" / table) for table in ("files", "errors"))
    assert [*done] == [16, 3, 4, 0]
    met = sorted([*files["file"], *errors["file"]])
    assert met == sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*.*"))
    assert list(errors) == ["file", "error"]
    assert errors["error"].str.startswith("files of kind .pdf are not read").all()
    assert str(tmp_path) not in errors.to_csv()


def test_rows_are_those_of_the_reports(folder, tmp_path):
    write(folder, tmp_path / "out")
    names = [found.file for found in corpus.walk(folder) if found.file.endswith("txt")]
    for table in xa.TABLES:
        found = pd.read_parquet(tmp_path / "out" / table)
        assert tuple(found) == corpus.columns(table)
        assert [name for name in names if name in list(found["file"])] == list(found["file"].drop_duplicates())
        assert table != "sentences" or len(found["file"].drop_duplicates()) == len(names)
        for name in names[:3]:
            report = xa.read(folder / name)
            rows = found[found["file"] == name].reset_index(drop=True)
            assert (rows["sha256"] == report.sha256).all()
            expected = report.table(table)[list(xa.TABLES[table])].reset_index(drop=True)
            pd.testing.assert_frame_equal(rows.drop(columns=["file", "sha256"]).astype(expected.dtypes), expected)
            numbers = expected.select_dtypes("number").columns
            assert list(rows[numbers].dtypes) == list(expected[numbers].dtypes)


def test_files_tell_what_the_head_says_and_count_rows(tmp_path):
    (tmp_path / "in").mkdir()
    shutil.copy(SUMMARY, tmp_path / "in" / "a.txt")
    (tmp_path / "in" / "b.txt").write_text("没有", encoding="utf-8")
    write(tmp_path / "in", tmp_path / "out")
    report = xa.load()
    known, unknown = pd.read_parquet(tmp_path / "out" / "files").to_dict("records")
    assert {table: known[table] for table in xa.TABLES} == {table: len(report.records(table)) for table in xa.TABLES}
    assert (known["title"], known["issuer"], known["sha256"]) == (report.title, report.issuer, report.sha256)
    assert (known["published"].date(), known["year"]) == (report.published, 2023)
    assert (unknown["title"], pd.isna(unknown["published"]), pd.isna(unknown["year"])) == ("", True, True)


def test_an_empty_folder_has_its_tables(tmp_path):
    (tmp_path / "in").mkdir()
    assert [*write(tmp_path / "in", tmp_path / "out")] == [0, 0, 1, 0]
    for table in corpus.DATASETS:
        found = pd.read_parquet(tmp_path / "out" / table)
        assert (len(found), tuple(found)) == (0, corpus.columns(table))


def test_all_parts_have_one_schema(folder, tmp_path):
    import pyarrow.parquet as pq

    write(folder, tmp_path / "out", batch=1)
    for table, schema in corpus.schemas().items():
        parts = sorted((tmp_path / "out" / table).iterdir())
        assert len(parts) == 16
        assert all(pq.read_schema(part).equals(schema) for part in parts)


def test_long_texts_are_written_piece_by_piece(folder, tmp_path, monkeypatch):
    write(folder, tmp_path / "out")
    monkeypatch.setattr(corpus, "_AT_ONCE", 60)
    write(folder, tmp_path / "pieces")
    for table in corpus.DATASETS:
        pd.testing.assert_frame_equal(*(pd.read_parquet(tmp_path / out / table) for out in ("out", "pieces")))


# The same bytes


def test_the_same_files_give_the_same_bytes(folder, tmp_path):
    write(folder, tmp_path / "one")
    shutil.copytree(folder, tmp_path / "else" / "where")
    with many.processes(2) as executor:
        write(tmp_path / "else" / "where", tmp_path / "two", executor=executor)
    assert contents(tmp_path / "one") == contents(tmp_path / "two")


def test_a_second_run_keeps_every_part(folder, tmp_path):
    write(folder, tmp_path / "out")
    before = {path: path.stat().st_mtime_ns for path in (tmp_path / "out").glob("*/*")}
    assert write(folder, tmp_path / "out").kept == 4
    assert before == {path: path.stat().st_mtime_ns for path in (tmp_path / "out").glob("*/*")}


def test_a_folder_that_changed_gives_what_a_new_run_gives(folder, tmp_path):
    out = tmp_path / "out"
    write(folder, out)
    names = [found.file for found in corpus.walk(folder)]
    same_size = (folder / names[9]).read_bytes().replace("开工23".encode(), "开工32".encode())
    (folder / names[9]).write_bytes(same_size)
    assert [*write(folder, out)] == [16, 3, 4, 3]
    (folder / names[12]).unlink()
    (folder / "乙" / "新.txt").write_text("新的", encoding="utf-8")
    write(folder, out)
    for path in sorted((folder / "甲").iterdir()):
        path.unlink()
    assert write(folder, out).parts < 4
    write(folder, tmp_path / "new")
    assert contents(out) == contents(tmp_path / "new")


def test_a_missing_part_and_a_damaged_manifest_are_made_anew(folder, tmp_path):
    out = tmp_path / "out"
    write(folder, out)
    whole = contents(out)
    (out / "names" / "part-00002.parquet").unlink()
    (out / "manifest" / "part-00003.json").write_text("{", encoding="utf-8")
    assert write(folder, out).kept == 2
    assert contents(out) == whole


def test_other_rules_make_every_part_anew(folder, tmp_path, monkeypatch):
    write(folder, tmp_path / "out")
    monkeypatch.setattr(corpus, "fingerprint", lambda: "other")
    assert write(folder, tmp_path / "out").kept == 0


def test_a_change_in_any_folder_of_the_package_is_other_rules(tmp_path, monkeypatch):
    package = Path(xa.__file__).parent
    copy = shutil.copytree(package, tmp_path / "package", ignore=shutil.ignore_patterns("__pycache__"))
    monkeypatch.setattr(corpus, "__file__", str(copy / "corpus.py"))
    seen = [corpus.fingerprint()]
    for folder in [copy, *(path for path in sorted(copy.rglob("*")) if path.is_dir())]:
        changed = min(path for path in folder.iterdir() if path.is_file())
        changed.write_bytes(changed.read_bytes() + b" ")
        seen.append(corpus.fingerprint())
        (folder / "weights.csv").write_bytes(b"1")
        seen.append(corpus.fingerprint())
    (copy / "weights.csv").rename(copy / "lexicon" / "other.csv")
    seen.append(corpus.fingerprint())
    assert len(dict.fromkeys(seen)) == len(seen) > 5
    (copy / "__pycache__").mkdir()
    (copy / "__pycache__" / "corpus.pyc").write_bytes(b"1")
    assert corpus.fingerprint() == seen[-1]


# A break at any moment

RUN = """
import os
import signal
import sys
from xinhua_analysis import corpus, many

folder, out, processes, parts, calls = sys.argv[1], sys.argv[2], *map(int, sys.argv[3:])
left, made = calls, corpus._made

def end(frame, event, what):
    global left
    left -= event in ("call", "c_call")
    if left < 0:
        os.kill(os.getpid(), signal.SIGKILL)

def end_if_due():
    if len(list(corpus.Path(out).glob("manifest/*.json"))) >= parts >= 0:
        sys.setprofile(end)

def made_and_ended(*arguments):
    end_if_due()
    for part in made(*arguments):
        end_if_due()
        yield part

if __name__ == "__main__":
    corpus._made = made_and_ended
    corpus.write(folder, out, many.processes(2) if processes == 2 else None, batch=4)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL is of Unix")
@pytest.mark.parametrize(("processes", "calls"), [(1, 60_000), (2, 60)])
def test_a_kill_at_any_moment_leaves_no_trace(tmp_path, processes, calls):
    """A run ends at a call in the middle of its work: so many parts, then less than another part's calls."""
    fill(tmp_path / "in", 60)
    (tmp_path / "run.py").write_text(RUN, encoding="utf-8")

    def run(out, parts=-1, calls=0):
        command = [
            sys.executable,
            tmp_path / "run.py",
            tmp_path / "in",
            tmp_path / out,
            *map(str, (processes, parts, calls)),
        ]
        return subprocess.run(command, stderr=subprocess.DEVNULL).returncode

    assert run("whole") == 0
    out, chance = tmp_path / "out", random.Random(4)
    for parts in (0, 3, 7, 11):  # of 15
        assert run("out", parts, chance.randrange(calls)) == -signal.SIGKILL
        assert len(list(out.glob("manifest/*.json"))) >= parts
    assert not json.loads((out / "corpus.json").read_bytes())["complete"]
    assert run("out") == 0
    assert contents(out) == contents(tmp_path / "whole")
    files = [*pd.read_parquet(out / "files")["file"], *pd.read_parquet(out / "errors")["file"]]
    assert (len(files), len(dict.fromkeys(files))) == (60, 60)


@pytest.mark.parametrize("at", [1, 2, 8, 12, 13, 19, 45, 46])
def test_a_rename_that_fails_leaves_nothing_behind(folder, tmp_path, monkeypatch, at):
    out, moves, replace = tmp_path / "out", [], corpus.Path.replace

    def failing(path, target):
        moves.append(path)
        if len(moves) == at:
            raise OSError(28, "No space left on device")
        return replace(path, target)

    with monkeypatch.context() as patched:
        patched.setattr(corpus.Path, "replace", failing)
        with pytest.raises(xa.SaveError, match="No space left on device; "):
            write(folder, out)
    write(folder, out)
    write(folder, tmp_path / "whole")
    assert contents(out) == contents(tmp_path / "whole")


make_part = corpus.make_part


def die(task, read_file=None):
    """Makes a part only where its files are read in another process."""
    return make_part(task, read_file) if read_file else os._exit(3)


def test_a_dead_worker_is_made_good(folder, tmp_path, monkeypatch):
    write(folder, tmp_path / "whole")
    with monkeypatch.context() as patched, many.processes(1) as executor:
        patched.setattr(corpus, "make_part", die)
        assert write(folder, tmp_path / "out", executor=executor).files == 16
    assert contents(tmp_path / "out") == contents(tmp_path / "whole")


def read_or_die(path):
    return os._exit(3) if path.endswith("03.txt") else many.read_told(path)


def test_a_file_that_kills_its_worker_is_a_row_and_tried_again(folder, tmp_path, monkeypatch):
    names = sorted(path.name for path in folder.rglob("*.txt"))
    deadly = [name for name in names if name.endswith("03.txt")]
    assert len(deadly) == 1
    before = write(folder, tmp_path / "whole").errors
    with monkeypatch.context() as patched, many.processes(1) as executor:
        patched.setattr(corpus, "make_part", die)
        patched.setattr(corpus, "read_told", read_or_die)
        assert write(folder, tmp_path / "out", executor=executor).errors == before + 1
    errors = pd.read_parquet(tmp_path / "out" / "errors")
    assert errors["error"].str.startswith("ended the process that read it").sum() == 1
    done = write(folder, tmp_path / "out")
    assert (done.errors, done.kept) == (before, done.parts - 1)
    assert contents(tmp_path / "out") == contents(tmp_path / "whole")


# Troubles that pass


@pytest.mark.parametrize("trouble", [MemoryError(), OSError(5, "Input/output error"), xa.TroubleError("takes long")])
def test_a_trouble_of_the_machine_is_tried_again(folder, tmp_path, monkeypatch, trouble):
    def failing(path, **_):
        raise trouble

    with monkeypatch.context() as patched:
        patched.setattr(many, "read", failing)
        assert write(folder, tmp_path / "out").errors == 16
    done = write(folder, tmp_path / "out")
    assert done.kept == 0
    write(folder, tmp_path / "whole")
    assert contents(tmp_path / "out") == contents(tmp_path / "whole")
    assert write(folder, tmp_path / "out").kept == done.parts


def test_what_reads_the_bytes_is_of_the_rules(monkeypatch):
    seen = [corpus.fingerprint()]
    for name in ("lxml", "pypdfium2"):
        with monkeypatch.context() as patched:
            patched.setattr(importlib.metadata, "version", {name: "99"}.get)
            seen.append(corpus.fingerprint())
    assert len(set(seen)) == 3


def test_a_file_that_is_too_large_is_not_hashed(tmp_path, monkeypatch):
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.txt").write_text("新建公园12个。" * 9, encoding="utf-8")
    monkeypatch.setattr(corpus, "MOST_BYTES", 100)
    monkeypatch.setattr(reading, "MOST_BYTES", 100)
    assert write(tmp_path / "in", tmp_path / "out").errors == 1
    manifest = json.loads((tmp_path / "out" / "manifest" / "part-00000.json").read_text(encoding="utf-8"))
    assert manifest["files"] == [["a.txt", 180, "too large"]]


def test_no_two_files_have_one_key(tmp_path):
    (tmp_path / "in").mkdir()
    for name in (b"\xff.txt", b"\\xff.txt", b"\\\\xff.txt"):
        Path(os.fsdecode(os.fsencode(tmp_path / "in") + b"/" + name)).write_text("新建公园12个。", encoding="utf-8")
    write(tmp_path / "in", tmp_path / "out")
    assert len(set(pd.read_parquet(tmp_path / "out" / "files")["file"])) == 3


# The folder that is read


def test_no_link_is_followed_and_hidden_files_are_left_out(tmp_path):
    (tmp_path / "in" / "c").mkdir(parents=True)
    (tmp_path / "secret.txt").write_text("秘密3个", encoding="utf-8")
    (tmp_path / "in" / "a.txt").symlink_to(tmp_path / "secret.txt")
    (tmp_path / "in" / "b").symlink_to(tmp_path)
    (tmp_path / "in" / "c" / "round").symlink_to(tmp_path / "in")
    (tmp_path / "in" / ".hidden.txt").write_text("藏3个", encoding="utf-8")
    (tmp_path / "in" / "d.txt").write_text("见3个", encoding="utf-8")
    os.mkfifo(tmp_path / "in" / "e.txt")
    write(tmp_path / "in", tmp_path / "out")
    errors = pd.read_parquet(tmp_path / "out" / "errors").set_index("file")["error"]
    assert list(errors.index) == ["a.txt", "b", "c/round", "e.txt"]
    assert errors[:3].str.startswith("is a link").all()
    assert errors["e.txt"].startswith("is a device or pipe")
    assert list(pd.read_parquet(tmp_path / "out" / "files")["file"]) == ["d.txt"]
    assert "秘密".encode() not in b"".join(contents(tmp_path / "out").values())


def test_folders_without_end_are_bounded(tmp_path):
    deep = tmp_path / "in"
    for _ in range(corpus.DEEPEST + 2):
        deep = deep / "d"
    deep.mkdir(parents=True)
    (found,) = corpus.walk(tmp_path / "in")
    assert found.fault == "lies more than 64 folders deep"


@pytest.mark.skipif(sys.platform != "linux", reason="names are bytes there")
def test_a_name_of_any_bytes_has_its_rows(tmp_path):
    (tmp_path / "in").mkdir()
    for name in (b"\xff.txt", b"\xfe.pdf", "甲 乙.txt".encode()):
        with open(os.fsencode(tmp_path / "in") + b"/" + name, "w", encoding="utf-8") as file:
            file.write(TEXT.format(5))
    write(tmp_path / "in", tmp_path / "out")
    assert list(pd.read_parquet(tmp_path / "out" / "files")["file"]) == ["\\xff.txt", "甲 乙.txt"]
    assert list(pd.read_parquet(tmp_path / "out" / "errors")["file"]) == ["\\xfe.pdf"]


def test_order_is_that_of_the_names_whatever_the_disk_says(tmp_path):
    for name in ("b/1", "a.txt", "a/z", "a/b/c", "a-b", "10", "9"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    found = [entry.file for entry in corpus.walk(tmp_path)]
    assert found == sorted(found, key=lambda file: file.split("/"))
    assert len(found) == 7


# What is refused


@pytest.mark.parametrize("name", ["mine.txt", "figures/part-00000.parquet", "corpus.json"])
def test_a_folder_of_somebody_else_is_refused_and_kept(folder, tmp_path, name):
    path = tmp_path / "out" / name
    path.parent.mkdir(parents=True)
    path.write_text("mine", encoding="utf-8")
    with pytest.raises(xa.SaveError, match=f"holds {name.partition('/')[0]}, and is not of a corpus"):
        write(folder, tmp_path / "out")
    assert contents(tmp_path / "out") == {name: b"mine"}
    write(folder, tmp_path / "out", force=True)
    assert (path.read_bytes() == b"mine") == path.name.startswith("mine")


def test_no_link_leads_out_of_the_folder(folder, tmp_path):
    write(folder, tmp_path / "out")
    shutil.rmtree(tmp_path / "out" / "names")
    (tmp_path / "out" / "names").symlink_to(folder)
    with pytest.raises(xa.SaveError, match="holds, a link to another place"):
        write(folder, tmp_path / "out", force=True)


def test_places_that_may_not_be_written_are_refused(folder, tmp_path):
    (tmp_path / "link").symlink_to(tmp_path)
    (tmp_path / "file").touch()
    for out in ("in/out", ".", "no/such", "link", "file"):
        with pytest.raises(xa.SaveError):
            write(folder, tmp_path / out)
    for source in ("none", "file"):
        with pytest.raises(xa.ReadError, match="is no folder"):
            write(tmp_path / source, tmp_path / "out")
    assert not (tmp_path / "out").exists()


# On the command line


def test_the_command_writes_and_tells(folder, tmp_path, capsys):
    arguments = ["corpus", str(folder), "-o", str(tmp_path / "out")]
    assert main(arguments) == 1
    told = capsys.readouterr()
    assert told.out == "16 files: 13 read, 3 not; 1 parts, 0 of them kept\n"
    assert told.err == f"xinhua-analysis: 3 files could not be read: see {tmp_path / 'out' / 'errors'}\n"
    for path in folder.rglob("*.pdf"):
        path.unlink()
    assert main([*arguments, "--processes", "2"]) == 0
    told = capsys.readouterr()
    assert told.out == "13 files: 13 read, 0 not; 1 parts, 0 of them kept\n"
    assert told.err == ""


@pytest.mark.parametrize(
    ("arguments", "what"),
    [
        (["none", "-o", "out"], "none: is no folder"),
        (["in", "-o", "in/out"], "lies in the folder that is read"),
        (["in"], "-o"),
        (["in", "-o", "out", "--processes", "0"], "'0' is no number from 1 to 1024"),
        (["in", "-o", "out", "--processes", "many"], "'many' is no number"),
        (["in", "-o", "foreign"], "use --force"),
    ],
)
def test_trouble_is_one_line_and_status_two(tmp_path, arguments, what):
    fill(tmp_path / "in", 2)
    fill(tmp_path / "foreign", 1)
    command = [sys.executable, "-m", "xinhua_analysis", "corpus", *arguments]
    path = os.pathsep.join(filter(None, sys.path))
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, env=os.environ | {"PYTHONPATH": path})
    assert done.returncode == 2
    assert what in done.stderr
    assert done.stderr.count("\n") == 1
    assert not (tmp_path / "out").exists()


def test_no_name_steers_a_terminal(tmp_path, capsys):
    name = "a\x1b]0;x\x07\x1b[2J.txt"
    assert main(["figures", str(tmp_path / name)]) == 2
    assert not {"\x1b", "\x07"} & set(capsys.readouterr().err)
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / name).write_text("新建公园12个。", encoding="utf-8")
    main(["corpus", str(tmp_path / "in"), "-o", str(tmp_path / "out")])
    assert not {"\x1b", "\x07"} & set("".join(capsys.readouterr()))
    assert printable("完工16台\t\u3000\n") == "完工16台\t\u3000\n"
