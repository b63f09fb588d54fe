"""One reader of figures beside ours, run in its own process: ``python tools/peers.py NAME IN OUT``.

IN is a JSON list of texts, OUT becomes what was found and what it cost. Only the standard library and the reader that
is named are imported, since the readers live in an environment of their own; ``peer_scores.py`` compares the results.
A figure is [start, stop, value, high, unit]; high is None if no range was found.
"""

import contextlib
import json
import logging
import re
import sys
import time
from importlib.metadata import version
from pathlib import Path

WARM = "全年新建助餐点12个，服务2000余人次。"
BUDGET, MOST = 5.0, 40  # seconds and turns in which one text is read again and again

# ---- The rules around a tagger: what an analyst writes in an hour.

HALF = str.maketrans("０１２３４５６７８９．％", "0123456789.%")  # as long as before, so that places stay
HANZI = str.maketrans("零〇一二两三四五六七八九", "001223456789")
SCALES = (("亿", 1e8), ("万", 1e4), ("千", 1e3), ("百", 1e2), ("十", 1e1))
NUMERALS = r"\d零〇一二两三四五六七八九十百千万亿"
NUMBER = rf"[{NUMERALS}][{NUMERALS},.余多几]*"
FIGURE = re.compile(rf"(?:({NUMBER})分之)?({NUMBER})(?:[—～~至到-]+({NUMBER}))?(个?百分点|[^{NUMERALS}—～~至到-]*)")
NO_FIGURE = ("年", "月", "日", "号", "时", "点", "届", "级", "是")  # dates, places in an order, 一是
JOINS = frozenset("—～~-至到")
MEASURES = frozenset(["人次", "平方米", "公里", "公顷", "小时", "分钟", "百分点", "万元", "亿元"])


def number(words: str) -> float:
    """10.2万 → 102000.0: what stands before a scale is multiplied by it, what stands behind is added."""
    words = re.sub("[余多几,]", "", words).translate(HANZI)
    for scale, factor in SCALES:
        before, found, after = words.partition(scale)
        if found:
            return (number(before) if before else 1.0) * factor + (number(after) if after else 0.0)
    return float(words.strip(".") or "nan")


def measures(word: str, tag: str) -> bool:
    """Whether a word right behind a number is its measure word though tagged otherwise: 16/m 台/ns, 8000/m 人次/n."""
    return not tag.startswith(("x", "w")) and (len(word) == 1 or word[0] in "余多万亿" or word in MEASURES)


def runs(words):
    """Where neighbouring words that a tagger calls numeral (m) or measure word (q) begin and end."""
    at, start, stop, bare = 0, None, 0, False
    for word, tag in words:
        if tag.startswith(("m", "q")) or word == "%" or (bare and measures(word, tag)):
            start, stop = at if start is None else start, at + len(word)
            bare = bool(re.fullmatch(f"{NUMBER}|[余多几]", word))
        elif start is not None and word not in JOINS:
            yield start, stop
            start, bare = None, False
        at += len(word)
    if start is not None:
        yield start, stop


def quoted(text: str) -> set[int]:
    """The characters within “” and 《》, where a number is part of a name."""
    return {at for match in re.finditer("“[^”]*”|《[^》]*》", text) for at in range(*match.span())}


def read_run(text: str, start: int, stop: int):
    """The figures in a run: a number, the end of a range, a measure word; not 第二轮, dates and a bare number."""
    stop += 3 * text.startswith("百分点", stop)
    for match in FIGURE.finditer(text, start, stop):
        parts, low, high, unit = match.groups()
        unit = "%" if parts == "百" or unit[:1] == "%" else "百分点" if unit.endswith("百分点") else unit.strip()
        whole = number(parts) if parts else 100 if unit in ("%", "百分点") else 1
        if (unit or parts) and text[match.start() - 1] != "第":
            yield [match.start(), match.end(), number(low) / whole, number(high) / whole if high else None, unit]


def by_tags(words, text: str):
    """The figures of a text from its tagged words, which together are the text."""
    return cleared((figure for start, stop in runs(words) for figure in read_run(text, start, stop)), text)


def cleared(figures, text: str):
    """Figures without those in quotation marks, a mere 一 or 一个, and the calendar: every peer is spared these."""
    names = quoted(text)
    return [
        figure
        for figure in figures
        if figure[0] not in names
        and text[slice(*figure[:2])] != "一" + figure[4]
        and not figure[4].startswith(NO_FIGURE)
    ]


# ---- The readers. Each function imports one and gives what reads a text.


def ours():
    import xinhua_analysis as xa

    def read(text):
        rows = xa.parse(text).records("figures")
        return [[f.start, f.stop, float(f.value), None if f.high is None else float(f.high), f.unit] for f in rows]

    return read


def rjieba():
    import rjieba

    return lambda text: by_tags(rjieba.tag(text), text)


def jieba():
    import jieba
    from jieba import posseg

    jieba.setLogLevel(logging.ERROR)
    jieba.dt.tmp_dir = str(Path(sys.prefix))  # its cache of the dictionary
    return lambda text: by_tags(((pair.word, pair.flag) for pair in posseg.cut(text)), text)


def jiojio():
    """The tagger of JioNLP."""
    import jiojio

    jiojio.init(pos=True)
    return lambda text: by_tags(jiojio.cut(text), text)


def jionlp():
    """What JioNLP itself extracts: amounts of money and lengths of time."""
    import jionlp

    logging.disable()  # it logs a traceback where a time is not one

    def read(text):
        for row in jionlp.ner.extract_money(text, with_parsing=True):
            low, high = ends(row["detail"]["num"])
            yield [*row["offset"], low, high, row["detail"]["case"]]
        for row in jionlp.ner.extract_time(text, with_parsing=True):
            lengths = row["detail"]["time"] if row["type"] == "time_delta" else {}
            if isinstance(lengths, dict) and len(lengths) == 1:
                yield [*row["offset"], *ends(*lengths.values()), rest(row["text"])]

    return lambda text: cleared(read(text), text)


def ends(amount):
    """An amount or the two ends of a range, as JioNLP gives them."""
    low, *high = amount if isinstance(amount, list) else [amount]
    return float(low), float(high[0]) if high else None


def rest(words: str) -> str:
    """The unit at the end of a quantity."""
    return re.sub(rf"^.*?{NUMBER}", "", words)


def recognizers(bare: bool = True):
    """Recognizers-Text: the longest of what its models find, dates and ordinals taken out.

    A number without a unit that it knows counts too (bare), since it knows none of the measure words of things.
    """
    import recognizers_suite as suite
    from recognizers_text import Culture

    units = (
        suite.recognize_percentage,
        suite.recognize_currency,
        suite.recognize_dimension,
        suite.recognize_age,
        suite.recognize_temperature,
    )

    def found(models, text):
        return [(row.start, row.end + 1, row) for model in models for row in model(text, Culture.Chinese)]

    def read(text):
        times = found([suite.recognize_datetime], text)
        spans = [span for span in times if span[2].type_name.endswith("duration")]
        spans += found(units, text)
        numbers = found([suite.recognize_number], text)
        values = {start: amount(row) for start, _, row in numbers}
        spans += numbers if bare else []
        # 2000 in 2000余人次 is called a year; a competent user asks for more than digits.
        taken = [span for span in times if span not in spans and not span[2].text.isdecimal()]
        taken += found([suite.recognize_ordinal], text)
        for start, stop, row in sorted(spans, key=lambda span: span[0] - span[1]):
            if start in values and all(stop <= other[0] or other[1] <= start for other in taken):
                taken.append((start, stop, row))
                percent = row.type_name == "percentage"
                value = amount(row) / 100 if percent else values[start]
                yield [start, stop, value, None, "%" if percent else rest(row.text)]

    return lambda text: cleared(read(text), text)


def amount(row) -> float:
    return float(row.resolution["value"].rstrip("%"))


# Its line in the table, what makes it, and the packages that it is.
READERS = {
    "xinhua_analysis": (ours, ["xinhua-analysis"]),
    "rjieba": (rjieba, ["rjieba"]),
    "jieba": (jieba, ["jieba"]),
    "jiojio": (jiojio, ["jiojio"]),
    "jionlp": (jionlp, ["jionlp", "jiojio"]),
    "recognizers": (recognizers, ["recognizers-text-suite"]),
    "recognizers-units": (lambda: recognizers(bare=False), ["recognizers-text-suite"]),
}


def peak() -> float | None:
    """MB of this process at most (Linux; a new program begins anew, which ru_maxrss does not)."""
    status = Path("/proc/self/status")
    lines = status.read_text().splitlines() if status.exists() else []
    return next((int(line.split()[1]) / 1e3 for line in lines if line.startswith("VmHWM")), None)


def measure(name: str, texts: list[str]) -> dict:
    """What the reader finds in each text, and what it costs: to start, to read the first text once warm, memory."""
    make, packages = READERS[name]
    texts = texts if name == "xinhua_analysis" else [text.translate(HALF) for text in texts]
    clock = time.process_time()  # of the CPU, since other work may share the cores
    read = make()
    read(WARM)
    start, turns = time.process_time() - clock, []
    read(texts[0])
    while len(turns) < 3 or (sum(turns) < BUDGET and len(turns) < MOST):
        clock = time.process_time()
        read(texts[0])
        turns.append(time.process_time() - clock)
    memory = peak()  # before the other texts, which are not part of the measure
    figures = [read(text) for text in texts]
    versions = {package: version(package) for package in packages}
    return {"versions": versions, "start": start, "turns": turns, "memory": memory, "figures": figures}


if __name__ == "__main__":
    name, given, result = sys.argv[1:]
    with contextlib.redirect_stdout(sys.stderr):  # some greet
        answer = measure(name, json.loads(Path(given).read_text(encoding="utf-8")))
    Path(result).write_text(json.dumps(answer, ensure_ascii=False), encoding="utf-8")
