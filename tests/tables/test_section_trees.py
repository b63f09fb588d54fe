"""Sections of the first level in twenty-five full reports of governments, 1957 to 2025.

The table was listed by hand, by reading the headings of each report. The reports themselves are not in this repository:
where they are not beside it, the cases are skipped. 结束语, 名词解释 and 附件 count as headings of the first level.
"""

from pathlib import Path

import pytest

from xinhua_analysis.tables.outline import read_sections

REPORTS = Path(__file__).parents[3] / "shared" / "corpus"
# report, how many headings of the first level, the number and the title of the first of them
TREES = [
    ("1957_国务院", 5, "一", "关于社会主义革命"),
    ("1978_国务院", 6, "一", "三年来的斗争和新时期的总任务"),
    ("1985_国务院", 3, "（一）", "关于经济形势"),
    ("1993_国务院", 8, "一", "改革开放和现代化建设取得伟大成就的五年"),
    ("2003_国务院", 2, "一", "过去五年政府工作的回顾"),
    ("2010_国务院", 2, "一", "2009年工作回顾"),
    ("2019_国务院", 3, "一", "2018年工作回顾"),
    ("2023_国务院", 2, "一", "过去一年和五年工作回顾"),
    ("2024_国务院", 3, "一", "2023年工作回顾"),
    ("2025_上海市", 3, "一", "2024年工作回顾"),
    ("2025_云南省", 5, "一", "2024年工作回顾"),
    ("2025_内蒙古自治区", 2, "一", "2024年工作回顾"),
    ("2025_北京市", 2, "一", "2024年工作回顾"),
    ("2025_吉林省", 3, "一", "2024年工作回顾"),
    ("2025_四川省", 4, "", "2024年工作回顾"),
    ("2025_国务院", 3, "一", "2024年工作回顾"),
    ("2025_天津市", 3, "一", "2024年工作回顾"),
    ("2025_宁夏", 2, "一", "2024年工作回顾"),
    ("2025_安徽省", 3, "一", "2024年工作回顾"),
    ("2025_山东省", 3, "一", "2024年工作回顾"),
    ("2025_山西省", 3, "一", "2024年工作回顾"),
    ("2025_广东省", 4, "一", "2024年工作回顾"),
    ("2025_广西", 2, "一", "过去一年工作回顾"),
    ("2025_新疆", 3, "一", "2024年工作回顾"),
    ("2025_江苏省", 3, "一", "2024年工作回顾"),
]


@pytest.mark.skipif(not REPORTS.is_dir(), reason="the full reports are not in this repository")
@pytest.mark.parametrize(("name", "count", "number", "title"), TREES)
def test_the_first_level_of_a_report(name, count, number, title):
    top = [s for s in read_sections((REPORTS / f"{name}.txt").read_text(encoding="utf-8")) if s.level == 1]
    assert (len(top), top[0].number, top[0].title) == (count, number, title)
