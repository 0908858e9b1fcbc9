"""What in a question only asks or is polite, and tells nothing of what is sought."""

from __future__ import annotations

import re


def without_padding(text: str) -> str:
    """A folded question with the words that only ask or are polite replaced by spaces."""
    return _PADDING.sub(" ", text)


def without_fillers(text: str) -> str:
    """A folded question with the words that relate what it says, and name nothing, made spaces."""
    return _FILLERS.sub(" ", text)


_FILLERS = re.compile(
    r"现如今|如今|现在|目前|当前|今天|当时|因为|由于|还是|还有|曾经|已经|具体|这个|那个|这些|那些|他们|她们|我们|咱们|分别"
    r"|真的|对不对|对吗|以后|之后|后来|之前|家里|[几多][十百千]?[万亿](?=[㐀-鿿])|里面"
)

_PADDING = re.compile(
    r"(?:这篇|那篇|文章|报道|稿件|稿子|请问|请教|麻烦|劳驾|您好|你好|能不能|可不可以|可以|能否|帮我|帮忙|告诉我|告诉|查一下|查查|"
    r"想知道|我想|想问|问一下|了解一下|一下|谢谢|到底|究竟|大概|大约|一共|总共|总计|合计|共有|"
    r"多少|几个|几名|几户|哪些|哪个|哪里|哪儿|哪年|哪位|什么时候|什么|为什么|为何|怎么样|怎么|如何|怎样|"
    r"是不是|是否|有没有|谁|何时|何地|吗|呢|吧|啊|呀|了|的|是|有|？|\?|"
    r"\b(?:how|many|much|what|who|when|where|which|why|is|are|was|were|the|of|in|did|does|do|a|an|"
    r"please|tell|me|to|by|there|people|has|have|had)\b)",
    re.IGNORECASE,
)
