"""What made-up texts are put together from."""

import xinhua_analysis as xa

SUMMARY = xa.load().text

# Numbers, marks and words that the rules look for, and characters that look like them.
CHARACTERS = (
    "0123456789０１２９٣½²③Ⅲ一二两三四五六七八九十百千万亿零〇%％‰.．,，。；：:、·•+＋×X/-−—–~～至到（）()“”《》〔〕「」"
    "\n\r\t \u3000\u200b\x85\u2028年月日时分届第级岁个台户人家次元米吨成倍番天GSA是的等共近约超余多"
)
WORDS = (
    *(
        "从",
        "由",
        "为",
        "对",
        "将",
        "占",
        "达",
        "分别",
        "增长",
        "完成",
        "新建",
        "举办",
        "推进",
        "小区",
        "加梯",
        "工作",
        "其中",
    ),
    *(
        "平方米",
        "百分点",
        "分之",
        "小时",
        "工作日",
        "人次",
        "以上",
        "以内",
        "左右",
        "不少于",
        "一是",
        "（一）",
        "下一步",
    ),
    *("2023年", "12345", "热线", "街道", "首个", "获评", "联合", "“五社联动”", "主办", "全市", "率先"),
)
