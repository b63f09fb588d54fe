"""The command line: what it writes, what it prints, and how it says no."""

import csv
import json
import os
import signal
import socket
import subprocess
import sys
from contextlib import redirect_stderr, redirect_stdout
from io import StringIO
from types import SimpleNamespace

import pytest
from made_files import document, paragraph, typeset, web_page

import xinhua_analysis as xa
from xinhua_analysis.__main__ import format_table, main
from xinhua_analysis.columns import FRAMES, TABLES
from xinhua_analysis.records import GENERATOR, SaveError
from xinhua_analysis.saving.whole import write_files
from xinhua_analysis.telling.show import format_page

SUMMARY = "某街道2022年工作总结\n\n一、民生\n完工16台、开工23台。\n"


def run(*arguments):
    """The command line within this process: its status, and what it printed."""
    with redirect_stdout(StringIO()) as out, redirect_stderr(StringIO()) as error:
        try:
            status = main([*map(str, arguments)])
        except SystemExit as end:  # of what no parser understands
            status = end.code
    return SimpleNamespace(returncode=status, stdout=out.getvalue(), stderr=error.getvalue())


def started(*arguments, **environment):
    """The command line as a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "xinhua_analysis", *map(str, arguments)],
        capture_output=True,
        encoding="utf-8",
        env=os.environ | environment,
        check=False,
    )


@pytest.fixture
def summary(tmp_path):
    path = tmp_path / "我的 summary.txt"
    path.write_text(SUMMARY, encoding="utf-8")
    return path


def test_tables_of_the_bundled_summary(tmp_path):
    done = started("tables", "-o", tmp_path / "out 出")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    told = json.loads((tmp_path / "out 出" / "datapackage.json").read_text(encoding="utf-8"))
    assert told["title"] == "新华路街道2023年工作总结"


def test_a_table_for_another_program(summary):
    rows = list(csv.DictReader(StringIO(run("figures", "--csv", summary).stdout)))
    told = json.loads(run("figures", "--json", summary).stdout)
    assert [list(row) for row in (*rows, *told)] == [list(FRAMES["figures"])] * 4
    assert [(row["id"], row["value"], row["high"], row["text"]) for row in told] == [
        ("f001", 16, None, "16台"),
        ("f002", 23, None, "23台"),
    ]
    assert [(row["value"], row["high"], row["start"]) for row in rows] == [("16", "", "21"), ("23", "", "27")]


def test_no_format_of_a_table_steers_a_terminal(tmp_path):
    (tmp_path / "a.txt").write_text("一、民\x1b[2J生\x9b\n完工5.3%、16台。\n", encoding="utf-8")
    for kind in ("--csv", "--json"):
        printed = run("figures", "-t", "sections", kind, tmp_path / "a.txt").stdout
        assert all(c.isprintable() or c == "\n" for c in printed)
    assert json.loads(printed)[-1]["title"] == "民\x1b[2J生\x9b"
    values = [row["value"] for row in json.loads(run("figures", "--json", tmp_path / "a.txt").stdout)]
    assert values == [0.053, 16]


def test_tables_of_a_file(summary, tmp_path):
    assert run("tables", summary, "-o", tmp_path / "out").returncode == 0
    assert (tmp_path / "out" / "summary.txt").read_text(encoding="utf-8") == SUMMARY
    assert not (tmp_path / "out" / "glosses.csv").exists()


@pytest.mark.parametrize("kind", ["html", "docx", "pdf", "md"])
def test_tables_of_other_kinds_of_file(tmp_path, kind):
    lines = ["某街道2022年工作总结", "一、民生", "全年完工16台，开工23台，惠及居民200户。"]
    made = {
        "html": lambda: web_page("\n".join(lines)).encode("gb18030"),
        "docx": lambda: document("".join(map(paragraph, lines))),
        "pdf": lambda: typeset(lines),
        "md": lambda: "\n\n".join(lines).encode(),
    }
    (tmp_path / f"a.{kind}").write_bytes(made[kind]())
    assert run("tables", tmp_path / f"a.{kind}", "-o", tmp_path / "out").returncode == 0
    assert "16台" in (tmp_path / "out" / "figures.csv").read_text("utf-8-sig")
    assert (tmp_path / "out" / "summary.txt").read_text("utf-8").startswith(lines[0])


def test_a_file_of_another_kind_is_one_line(tmp_path):
    (tmp_path / "a.doc").write_bytes(b"\xd0\xcf\x11\xe0" + bytes(100))
    done = started("figures", tmp_path / "a.doc")
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert "old Office file (.doc .wps .xls .ppt), or an encrypted new one; open it in Word or WPS" in done.stderr


def test_show_writes_a_page_and_replaces_only_its_own(summary, tmp_path):
    page = tmp_path / "page.html"
    assert run("show", summary, "-t", "figures", "-t", "sections", "-o", page).returncode == 0
    first = page.read_bytes()
    assert GENERATOR.encode() in first
    assert "完工" in first.decode("utf-8")
    assert run("show", summary, "-t", "figures", "-t", "sections", "-o", page).returncode == 0
    assert page.read_bytes() == first
    page.write_text("mine")
    done = run("show", summary, "-o", page)
    assert (done.returncode, page.read_text()) == (2, "mine")
    assert done.stderr.endswith("page.html: was not made by this program; name another file, or use --force\n")
    assert run("show", summary, "-o", page, "--force").returncode == 0
    assert sorted(path.name for path in tmp_path.iterdir()) == ["page.html", summary.name]


def test_a_page_of_any_text_can_be_written(tmp_path):
    report = xa.parse("一、民生\x01\ufffe<script>\n完工16台。")
    write_files({str(tmp_path / "page.html"): format_page(report.about, report.show(TABLES)).encode()})
    assert "\x01\ufffe&lt;script" in (tmp_path / "page.html").read_text(encoding="utf-8")
    assert "<script" not in (tmp_path / "page.html").read_text(encoding="utf-8")


def test_figures_are_printed_in_line(summary):
    done = run("figures", summary)
    header, first, second = done.stdout.splitlines()
    assert header.split()[:3] == ["id", "value", "unit"]
    assert header.split()[-1] == "english"
    assert ("16台" in first, "23台" in second) == (True, True)
    # A hanzi takes two places: counted so, columns begin at the same place.
    before = [header.split("value")[0], first.rsplit(" 16 ")[0] + " ", second.rsplit(" 23 ")[0] + " "]
    assert len({sum(2 if ord(c) > 0x2E80 else 1 for c in words) for words in before}) == 1


def test_every_table_prints_every_row():
    report = xa.load()
    for table in TABLES:
        lines = format_table(report, table).splitlines()
        assert len(lines) == 1 + len(report.records(table))
        assert all(row.id == line.split()[0] for row, line in zip(report.records(table), lines[1:], strict=True))


def test_no_control_character_reaches_the_terminal():
    printed = format_table(xa.parse("一、民\x1b[2J生\n完工16台。"), "sections")
    assert "\\x1b[2J" in printed
    assert "\x1b" not in printed


def test_check_says_sound(summary):
    assert run("check").stdout == "sound\n"
    assert run("check", summary).returncode == 0


def test_check_notes_what_is_no_fault(tmp_path):
    (tmp_path / "a.txt").write_text("没有标题。", encoding="utf-8")
    done = run("check", tmp_path / "a.txt")
    assert (done.returncode, done.stdout.splitlines()[-1]) == (0, "sound")
    assert "note text has no headings" in done.stdout


def test_check_fails_on_a_broken_report(monkeypatch, capsys):
    report = xa.parse(SUMMARY)
    report._records["numerals"] = ()
    monkeypatch.setattr("xinhua_analysis.__main__.load", lambda _: report)
    assert main(["check"]) == 1
    assert "digits_owned_once" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "what"),
    [
        (["tables", "no.txt", "-o", "out"], "no.txt"),
        (["show", "-o", "no/such/folder/page.html"], "cannot be written"),
        (["tables", "-o", "no/such/folder"], "make it first"),
        (["figures", "."], ".: "),
        (["figures", "empty.txt"], "empty"),
        (["show", "-o", "."], ".: is a folder"),
        (["show", "-o", ""], "'' names no file"),
        (["tables", "-o", ""], "'' names no folder"),
        (["figures", ""], "'': names no file"),
        (["tables"], "-o"),
        (["figures", "-t", "figure"], "figure"),
        (["nonsense"], "nonsense"),
        ([], "COMMAND"),
    ],
)
def test_trouble_is_one_line_and_a_status(tmp_path, monkeypatch, arguments, what):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "empty.txt").touch()
    done = run(*arguments)
    assert done.returncode == 2
    assert done.stdout == ""
    assert done.stderr.startswith("xinhua-analysis: ")
    assert done.stderr.count("\n") == 1
    assert what in done.stderr


def test_an_edited_package_is_replaced_only_by_force(summary, tmp_path):
    assert run("tables", summary, "-o", tmp_path / "out").returncode == 0
    (tmp_path / "out" / "codebook.md").write_text("mine")
    assert run("tables", summary, "-o", tmp_path / "out").returncode == 2
    assert run("tables", summary, "-o", tmp_path / "out", "--force").returncode == 0
    assert (tmp_path / "out" / "codebook.md").read_text(encoding="utf-8") != "mine"


@pytest.mark.parametrize("force", [False, True])
@pytest.mark.parametrize("kind", ["link", "dangling", "pipe", "socket"])
def test_a_page_replaces_only_files(tmp_path, monkeypatch, kind, force):
    page = tmp_path / "page.html"
    (tmp_path / "mine.html").write_text(GENERATOR)
    if kind == "pipe":
        os.mkfifo(page)
    elif kind == "socket":  # in place of a device: a fault here must not reach those of the machine
        monkeypatch.chdir(tmp_path)  # the path of a socket must be short
        with socket.socket(socket.AF_UNIX) as bound:
            bound.bind(page.name)
    else:
        page.symlink_to(tmp_path / ("mine.html" if kind == "link" else "no.html"))
    before = os.lstat(page)
    with pytest.raises(SaveError, match="is a link, device or pipe and no file; name another"):
        write_files({str(page): b"page"}, force)
    assert os.lstat(page)[:3] == before[:3]
    assert (tmp_path / "mine.html").read_text() == GENERATOR


def test_a_page_keeps_its_mode(tmp_path):
    page = tmp_path / "page.html"
    write_files({str(page): GENERATOR.encode()})
    page.chmod(0o640)
    write_files({str(page): f"{GENERATOR}again".encode()})
    assert (page.read_text(), page.stat().st_mode & 0o777) == (GENERATOR + "again", 0o640)


def shell(words, **options):
    command = f'"$0" -m xinhua_analysis {words}'
    return subprocess.run(["sh", "-c", command, sys.executable], capture_output=True, encoding="utf-8", **options)


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="needs /dev/full")
@pytest.mark.parametrize("words", ["figures", "check", "--version", "figures --help"])
def test_an_output_that_is_full_is_told(words):
    environment = os.environ | {"PYTHONUNBUFFERED": ""}  # where it is set, argparse passes over what it could not print
    done = shell(f"{words} >/dev/full", check=False, env=environment)
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert done.stderr.startswith("xinhua-analysis: standard output: cannot be written: ")


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("figures >&-", "standard output: is closed"),
        ("check >&-", "standard output: is closed"),
        ("figures - <&-", "standard input: is closed; give a file"),
        ("figures no.txt 2>&-", ""),
    ],
)
def test_a_closed_stream_is_told(words, told):
    done = shell(words, check=False)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == (f"xinhua-analysis: {told}\n" if told else "")


def test_tables_need_no_output(summary, tmp_path):
    assert shell(f"tables '{summary}' -o '{tmp_path}/out' >&- 2>&-", check=False).returncode == 0


def test_standard_input_is_read(tmp_path):
    assert "16台" in shell("figures -", check=True, input=SUMMARY).stdout


def test_an_interrupt_is_one_line_and_its_status(monkeypatch, capsys):
    def interrupt(_):
        signal.raise_signal(signal.SIGINT)

    monkeypatch.setattr("xinhua_analysis.__main__.load", interrupt)
    before = signal.signal(signal.SIGINT, signal.default_int_handler)  # it may be ignored: see test_rerun.py
    try:
        assert main(["figures"]) == 130
    finally:
        signal.signal(signal.SIGINT, before)
    assert tuple(capsys.readouterr()) == ("", "xinhua-analysis: interrupted\n")


def test_a_reader_that_has_seen_enough_is_no_trouble():
    command = [sys.executable, "-m", "xinhua_analysis", "figures", "-t", "numerals"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as running:
        running.stdout.read(1)
        running.stdout.close()
        assert running.stderr.read() == b""
        assert running.wait() == 0


@pytest.mark.parametrize("environment", [{"PYTHONIOENCODING": "ascii"}, {"LC_ALL": "C", "PYTHONUTF8": "0"}])
def test_a_terminal_without_hanzi_gets_escapes(summary, environment):
    done = started("figures", summary, **environment)
    assert (done.returncode, done.stderr) == (0, "")
    assert "16" in done.stdout


def test_the_version_is_told():
    assert started("--version").stdout == f"xinhua-analysis {xa.__version__}\n"
