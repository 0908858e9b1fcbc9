"""What in a question only asks or is polite, and tells nothing of what is sought."""

from __future__ import annotations

from index.lazy_pattern import lazy_pattern


def without_padding(text: str) -> str:
    """A folded question with the words that only ask or are polite replaced by spaces."""
    return _PADDING.sub(" ", text)


def without_fillers(text: str) -> str:
    """A folded question with the words that relate what it says, and name nothing, made spaces."""
    return _FILLERS.sub(" ", text)


_FILLERS = lazy_pattern(
    r"现如今|如今|现在|目前|当前|今天|当时|因为|由于|还是|还有|曾经|已经|具体|这个|那个|这些|那些|他们|她们|我们|咱们|分别"
    r"|真的|对不对|对吗|以后|之后|后来|之前|家里|其他|其它|别的|另外|开始(?!的)|[几多][十百千]?[万亿](?=[㐀-鿿])|里面"
)

_COUNTER = r"(?:[个名位户样种项家所条年月天日号岁次届只头座处份篇张部支类级成倍点]|层楼?|辈子|十|百|千|万|亿)"
_ASKING = (
    r"什么(?:地方|时候|时间|日子|样子?|东西|人物?|名字|位置|地点|意思|事情?)?|何[时地处人年日]|"
    rf"哪(?:(?:一|几|[两二三四五六七八九十])?{_COUNTER}|些|里|儿|(?=去|来|了))(?:地方|位置|东西|人)?|"
    r"(?:有)?多(?:少|大(?:年纪|岁数|面积)?|长(?:时间)?|高|远|久|宽|深|重|快|厚)|"
    rf"第几{_COUNTER}?|(?<!好)几(?!乎|何){_COUNTER}?|为(?:什么|何)|怎么(?:样|办|回事)?|如何|怎样|"
    r"叫做?(?=什么)|谁"
)
"""The words of a question that stand for what is sought, with the empty nouns that go with them."""
_PADDING = lazy_pattern(
    r"(?:这篇|那篇|文章|报道|稿件|稿子|请问|请教|麻烦|劳驾|您好|你好|能不能|可不可以|可以|能否|帮我|帮忙|告诉我|告诉|查一下|查查|"
    r"想知道|我想|想问|问一下|了解一下|一下|谢谢|到底|究竟|大概|大约|一共|总共|总计|合计|共有|"
    rf"{_ASKING}|"
    r"是不是|是否|有没有|没有(?=[?？]?$)|吗|呢|吧|啊|呀|了|的|是|有|？|\?|"
    r"\b(?i:how|many|much|what|who|when|where|which|why|is|are|was|were|the|of|in|did|does|do|a|an|"
    r"please|tell|me|to|by|there|people|has|have|had)\b)"
)
