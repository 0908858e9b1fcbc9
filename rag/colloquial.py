"""Spoken forms of question words, put into the written ones that questions are understood by."""

from __future__ import annotations

from index.lazy_pattern import lazy_pattern

_SEPARABLE = (
    "脱贫 退学 搬家 打工 贷款 辍学 毕业 结婚 离婚 读书 念书 上学 看病 住院 种地 修路 建房 盖房 得奖 获奖 投资 摘帽 "
    "入股 分红 签约 拨款 捐款 罚款 涨价 降价 开工 完工 竣工 通车 通电 通水 上班 下班 上任 退休 去世 就业 创业 增收 减产 "
    "受伤 受灾 开业 停业 停电 停水 改名 改期 报名 放假 请假 退款 交钱 掏钱 花钱 挣钱 赚钱 出钱"
)
"""Verbs with an object that a 了 may stand between: 脱了贫."""


def _between(words: str) -> str:
    """An expression for the 了 or 过 within one of the words."""
    return "|".join(f"(?<={word[0]})[了过](?={word[1]})" for word in words.split())


_FORMS = tuple(
    (lazy_pattern(pattern), written)
    for pattern, written in (
        (r"为嘛|为毛|干嘛(?=要|会|不|去|非)|凭什么|凭啥", "为什么"),
        (r"啥(?!都|也)", "什么"),
        (r"几几年|哪一年份?|哪年份", "哪年"),
        (r"(?:哪|多)会儿?|多咱|几时|什么辰光", "什么时候"),
        (r"咋(?:个)?(?:样子?|着)|怎(?:么)?着", "怎么样"),
        (r"咋", "怎么"),
        (r"(?<=.)(?:木有|没得)(?=[吗?？]?$)", "没有"),
        (r"(?<=[了过])没(?=[?？]?$)", "没有"),
        (r"(?:好)?多少来着|几多", "多少"),
        (r"(?<!上)(?<!高)[涨升]了?(?=多少|几)", "增长了"),
        (r"跌了?(?=多少|几)", "下降了"),
        (r"头一(?=[个家批次座届位名条所项支])", "第一"),
        (r"叫什么名(?!字)", "叫什么名字"),
        (r"哪疙瘩|哪块儿|哪搭", "哪里"),
        (r"谁个|哪个人|啥人", "谁"),
        (r"(?:又|那又|则)是(?=谁|哪)", "是"),
        (r"老几(?=[?？]?$)", "第几"),
        (_between(_SEPARABLE), ""),
        (r"穷(?=[村县户乡镇])", "贫困"),
        (r"穷人(?!家)", "贫困人口"),
    )
)


def written_form(question: str) -> str:
    """A folded question with its spoken question words (啥, 咋, 几时) written as usual."""
    for pattern, written in _FORMS:
        question = pattern.sub(written, question)
    return question
