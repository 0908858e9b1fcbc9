"""What the page says, in Chinese and English."""

from __future__ import annotations

from web.texts_ask import ASK_TEXTS
from web.texts_evaluate import EVALUATE_TEXTS
from web.texts_library import LIBRARY_TEXTS

LANGUAGES = ("zh", "en")

_TEXTS: dict[str, tuple[str, str]] = {
    "name": ("问津", "WenJin"),
    "title_ask": ("问津：向文档提问", "WenJin: ask the documents"),
    "title_library": ("文库 · 问津", "Library · WenJin"),
    "title_evaluate": ("评测 · 问津", "Evaluate · WenJin"),
    "tabs": ("页面", "Views"),
    "tab_ask": ("问答", "Ask"),
    "tab_library": ("文库", "Library"),
    "tab_evaluate": ("评测", "Evaluate"),
    "motto": ("问一句，读原文。", "Ask, and read the source."),
    "skip": ("跳到提问框", "Skip to the question box"),
    "documents": ("{count} 篇文档", "{count} documents"),
    "one_document": ("1 篇文档", "1 document"),
    "no_documents": ("索引里还没有文档", "The index holds no documents yet"),
    "no_documents_mend": (
        "在“文库”里加入文档，再回到这里提问。",
        "Add documents in the library, then ask here.",
    ),
    "new": ("新对话", "New conversation"),
    "other_language": ("English", "中文"),
    "theme": ("切换深浅配色", "Switch between light and dark"),
    "conversation": ("问答", "Questions and answers"),
    "reading": ("原文", "The source"),
    "box": ("问题", "Question"),
    "placeholder": ("问点什么……", "Ask something…"),
    "send": ("提问", "Ask"),
    "welcome": ("想知道什么？", "What would you like to know?"),
    "welcome_more": (
        "答案只用原文里的句子，一字不改，并告诉你出自哪里。",
        "Answers are sentences of the documents, word for word, and say where they stand.",
    ),
    "try": ("试试", "Try"),
    "you_asked": ("问", "You asked"),
    "understood": ("理解为：{question}", "Read as: {question}"),
    "undo": ("按原话再问", "Ask it as written"),
    "stage_search": ("正在 {count} 篇文档里查找……", "Searching the documents ({count})…"),
    "stage_read": ("正在阅读最接近的段落……", "Reading the nearest passages…"),
    "stage_decide": ("正在核对答案……", "Checking the answer…"),
    "confidence": ("把握 {percent} %", "{percent} % sure"),
    "seconds": ("{seconds} 秒", "{seconds} s"),
    "again_here": ("同一段文字另有 {count} 处", "the same text stands in {count} more places"),
    "see_also": ("另见", "See also"),
    "show_quote": ("在原文里看第 {number} 处引文", "Show quote {number} in its source"),
    "show_passage": ("在原文里看这一段", "Show this passage in its source"),
    "copy": ("复制引文", "Copy quote"),
    "copied": ("已复制", "Copied"),
    "not_copied": ("复制不了，请选中文字复制", "Could not copy; select the text instead"),
    "not_found": ("这些文档里没有说", "The documents do not say"),
    "nearest": ("没有回答，只是最接近的段落", "No answer, only the nearest passages"),
    "damaged": ("原文此处有缺损", "The source is damaged here"),
    "damaged_more": (
        "能回答的地方在原文里已经损坏，所以不给出答案。",
        "The place that would answer is corrupt in the source, so no answer is given.",
    ),
    "reading_as": ("校读：{reading}", "read as: {reading}"),
    "corrupt": ("缺损", "damaged"),
    "failed": ("没有问成", "It did not work"),
    "failed_unknown": (
        "程序出错了，问题没有丢。请再试一次；若仍不行，请看运行问津的终端窗口。",
        "The program failed; your question is kept. Try again; if it fails again, look at the "
        "terminal WenJin runs in.",
    ),
    "lost": (
        "没有问成：连不上问津。问题还在框里；请在终端重新运行 wenjin serve，再刷新本页。",
        "That did not work: WenJin cannot be reached. Your question is kept; run wenjin serve "
        "again in a terminal, then reload this page.",
    ),
    "export": ("导出对话", "Export the conversation"),
    "export_title": ("问津对话", "A conversation with WenJin"),
    "again": ("再试一次", "Try again"),
    "caption": ("图片说明", "caption"),
    "byline": ("署名", "byline"),
    "dateline": ("电头", "dateline"),
    "heading": ("标题", "heading"),
    "open": ("打开原文", "Open the file"),
    "download": ("下载原文", "Download the file"),
    "back": ("返回问答", "Back to the answers"),
    "previous": ("上一处", "Previous"),
    "next": ("下一处", "Next"),
    "place_of": ("第 {number} 处，共 {count} 处", "{number} of {count}"),
    "page": ("第 {number} 页", "Page {number}"),
    "library": ("文库", "Library"),
    "library_more": (
        "提问后，引文会在这里打开，停在那一句上。也可以先翻翻文档。",
        "After a question its source opens here, at the sentence. Or look into a document first.",
    ),
    "characters": ("{count} 字", "{count} characters"),
    "cut": (
        "原文很长，这里只显示附近的部分；打开原文可看全文。",
        "The source is long; only the part around this place is shown. Open the file for all.",
    ),
    "changed": (
        "这篇文档在回答之后改过，下面是当时的引文。请重新提问。",
        "This document has changed since the answer; below is the quote as it was. Ask again.",
    ),
    "gone": (
        "这篇文档已不在索引里，下面是当时的引文。请重新提问。",
        "This document is no longer in the index; below is the quote as it was. Ask again.",
    ),
    "why": ("为什么是这一句", "Why this sentence"),
    "why_not": ("都找了哪里", "Where it looked"),
    "why_passage": ("段落", "Passage"),
    "dense": ("语义", "meaning"),
    "lexical": ("字词", "words"),
    "place": ("地名", "place"),
    "fused": ("合计", "together"),
    "reading_score": ("阅读", "reading"),
    **ASK_TEXTS,
    **LIBRARY_TEXTS,
    **EVALUATE_TEXTS,
}


def say(language: str, key: str, **values: object) -> str:
    """The text of a key in a language, `zh` or `en`, with its values filled in."""
    chinese, english = _TEXTS[key]
    return (english if language == "en" else chinese).format(**values)


def has(key: str) -> bool:
    """Whether there is a text of this key."""
    return key in _TEXTS


def count_documents(language: str, count: int) -> str:
    """How many documents, in words."""
    return say(language, "one_document" if count == 1 else "documents", count=count)
