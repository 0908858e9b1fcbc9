"""The trace of an answer as tables for a terminal: `wenjin ask --explain`."""

from __future__ import annotations

from io import StringIO

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table
from rich.text import Text

from rag.answer import Answer, Retrieved, Trace
from rag.terminal import plain

_LABELS = {
    "zh": {
        "question": "检索用的问题",
        "kind": "问的是",
        "places": "地名",
        "years": "年份",
        "passages": "段落（分数，括号内为名次）",
        "weighed": "权衡过的句子",
        "threshold": "达到 {:.0%} 才回答",
        "times": "耗时（毫秒）",
        "passage": "段落",
        "dense": "向量",
        "lexical": "BM25",
        "place": "地点",
        "fused": "融合",
        "reading": "精读",
        "probability": "把握",
        "answer": "短答",
        "rule": "否决",
        "sentence": "句子",
        "also": "同文另见",
    },
    "en": {
        "question": "searched with",
        "kind": "asks for",
        "places": "places",
        "years": "years",
        "passages": "passages (scores, ranks in brackets)",
        "weighed": "sentences weighed",
        "threshold": "answered from {:.0%} on",
        "times": "milliseconds",
        "passage": "passage",
        "dense": "dense",
        "lexical": "BM25",
        "place": "place",
        "fused": "fused",
        "reading": "reading",
        "probability": "probability",
        "answer": "answer",
        "rule": "refused by",
        "sentence": "sentence",
        "also": "also in",
    },
}
_SCORES = ("dense", "lexical", "place", "fused", "reading")
_WIDTH = 120
_EXCERPT = 24


def explain(answer: Answer, language: str) -> str:
    """How an answer came about: the question as understood, passages, sentences, times.

    :param language: `zh` or `en`.
    """
    labels = _LABELS[language]
    # a pipe has no width of its own
    console = Console(file=StringIO(), width=_WIDTH, no_color=True, highlight=False)
    if answer.trace is not None:
        facts = _facts(answer.trace)
        for name, value in facts.items():
            console.print(Text(f"{labels[name]}：{plain(value)}"))
    console.print(_passages(answer, labels))
    if answer.trace is not None:
        console.print(_weighed(answer.trace, labels))
    times = " · ".join(f"{name} {value:.1f}" for name, value in answer.timings_ms.items())
    console.print(Text(f"{labels['times']}：{times}"))
    text: str = console.file.getvalue()  # type: ignore[attr-defined]
    return "\n".join(line.rstrip() for line in text.split("\n")).strip("\n")


def _facts(trace: Trace) -> dict[str, str]:
    facts = {
        "question": trace.folded,
        "kind": trace.kind,
        "places": "、".join(trace.places),
        "years": "、".join(str(year) for year in trace.years),
    }
    return {name: value for name, value in facts.items() if value}


def _passages(answer: Answer, labels: dict[str, str]) -> Table:
    table = Table(title=labels["passages"], title_justify="left", box=SIMPLE_HEAD)
    table.add_column("#", justify="right")
    for name in _SCORES:
        table.add_column(labels[name], justify="right", no_wrap=True)
    table.add_column(labels["passage"], overflow="fold")
    for number, passage in enumerate(answer.passages, 1):
        cells = [Text(_score(passage, name)) for name in _SCORES]
        where = f"{passage.source} {passage.start}–{passage.end}"
        text = f"{plain(where)} {_excerpt(passage.text)}"
        for source, start, end in passage.also:
            text += f" [{labels['also']} {plain(source)} {start}–{end}]"
        table.add_row(str(number), *cells, Text(text))
    return table


def _score(passage: Retrieved, name: str) -> str:
    if name not in passage.scores:
        return ""
    rank = f" ({passage.ranks[name]})" if name in passage.ranks else ""
    return f"{passage.scores[name]:.2f}{rank}"


def _weighed(trace: Trace, labels: dict[str, str]) -> Table:
    title = f"{labels['weighed']}（{labels['threshold'].format(trace.threshold)}）"
    table = Table(title=title, title_justify="left", box=SIMPLE_HEAD)
    for name in ("probability", "rule"):
        table.add_column(labels[name], no_wrap=True)
    table.add_column(labels["answer"], overflow="fold", max_width=28)
    table.add_column(labels["sentence"], overflow="fold")
    for weighed in trace.weighed:
        table.add_row(
            f"{weighed.probability:.0%}",
            weighed.rule or "",
            Text(plain(weighed.answer or "")),
            Text(_excerpt(weighed.text)),
        )
    return table


def _excerpt(text: str) -> str:
    line = " ".join(plain(text).split())
    return line[:_EXCERPT] + ("…" if len(line) > _EXCERPT else "")
