"""How an answer came about, as HTML: the question as searched, passages, sentences, times."""

from __future__ import annotations

from collections.abc import Sequence

from rag.answer import Answer, Outcome, Retrieved, Trace, Weighed
from web.language_tag import language_tag
from web.marks import escape
from web.short import shorten
from web.texts import has, say
from web.turns import Turn

STAGES = ("dense", "lexical", "place", "fused", "reading")
_LABEL = 12
_SENTENCE = 60
_WEIGHED = 12
"""How many of the sentences weighed are shown; the best of those refused come along."""
_TIMES = ("search", "read", "decide")


def render_why(turn: Turn, answer: Answer, language: str) -> str:
    """What was retrieved and weighed, closed until asked for; empty where nothing was."""
    if not answer.passages:
        return ""
    total = answer.timings_ms.get("total", sum(answer.timings_ms.values())) / 1000
    key = "why_not" if answer.outcome is Outcome.NOT_FOUND else "why"
    took = say(language, "seconds", seconds=f"{total:.2f}")
    return (
        f'<details class="why" id="why-{turn.number}"><summary>{say(language, key)}'
        f'<span class="took">{took}</span></summary>{_asked(answer.trace, language)}'
        f"{_passages(turn, answer, language)}{_weighed(turn, answer, language)}"
        f"{_times(answer, language)}</details>"
    )


def _asked(trace: Trace | None, language: str) -> str:
    if trace is None:
        return ""
    facts = [
        ("why_question", escape(trace.folded)),
        ("why_kind", _kind(trace.kind, language)),
        ("why_places", escape("、".join(trace.places))),
        ("why_years", "、".join(map(str, trace.years))),
    ]
    rows = "".join(
        f"<div><dt>{say(language, key)}</dt><dd>{value}</dd></div>" for key, value in facts if value
    )
    return f'<dl class="asked">{rows}</dl>'


def _kind(kind: str, language: str) -> str:
    name, _, measure = kind.partition(": ")
    key = f"kind_{name}"
    told = say(language, key) if has(key) else escape(name)
    return f"{told} · {escape(measure)}" if measure else told


def _passages(turn: Turn, answer: Answer, language: str) -> str:
    stages = [name for name in STAGES if any(name in p.scores for p in answer.passages)]
    if not stages:
        return ""
    ends = {name: _ends(name, answer.passages) for name in stages}
    head = "".join(f'<th scope="col">{_stage_name(name, language)}</th>' for name in stages)
    rows = "".join(
        f'<tr><th scope="row"><button type="button" class="link" data-event="select" '
        f'data-turn="{turn.number}" data-near="{number}">{shorten(excerpt, _LABEL)}</button>'
        f"{_also(passage, language)}</th>"
        + "".join(_score(passage, name, ends[name], language) for name in stages)
        + "</tr>"
        for number, (passage, excerpt) in enumerate(
            zip(answer.passages, turn.excerpts, strict=False), 1
        )
    )
    return _table(
        "why_passages", f'<th scope="col">{say(language, "why_passage")}</th>{head}', rows, language
    )


def _table(title: str, head: str, rows: str, language: str) -> str:
    name = say(language, title)
    return (
        f'<h3>{name}</h3><div class="scroll" tabindex="0" role="group" aria-label="{name}">'
        f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>"
    )


def _also(passage: Retrieved, language: str) -> str:
    if not passage.also:
        return ""
    return f' <span class="also">{say(language, "why_also", count=len(passage.also))}</span>'


def _stage_name(name: str, language: str) -> str:
    return say(language, "reading_score" if name == "reading" else name)


def _ends(name: str, passages: Sequence[Retrieved]) -> tuple[float, float]:
    """What an empty and a full bar of a stage stand for."""
    values = [passage.scores[name] for passage in passages if name in passage.scores]
    if name == "dense":
        # cosines of one model lie close together: the bar shows what tells them apart
        return min(values) - (max(values) - min(values)) * 0.15, max(values)
    return min(0.0, *values), max(values)


def _score(passage: Retrieved, name: str, ends: tuple[float, float], language: str) -> str:
    if name not in passage.scores:
        return "<td>–</td>"
    value, (low, high) = passage.scores[name], ends
    rank = passage.ranks.get(name)
    place = f'<span class="rank">{say(language, "why_rank", number=rank)}</span>' if rank else ""
    share = (value - low) / (high - low) if high > low else 0.0
    return f'<td class="score">{meter(share)}<span>{value:.2f}{place}</span></td>'


def meter(share: float, tick: float | None = None) -> str:
    """A small bar that is full at 1, with a tick at another share if one is given."""
    mark = f'<i style="left:{_percent(tick)}"></i>' if tick is not None else ""
    return f'<span class="meter"><span style="width:{_percent(share)}"></span>{mark}</span>'


def _percent(share: float) -> str:
    return f"{max(0.0, min(1.0, share)) * 100:.0f}%"


def _weighed(turn: Turn, answer: Answer, language: str) -> str:
    trace = answer.trace
    if trace is None or not trace.weighed:
        return ""
    quoted = {(quote.source, quote.spans) for quote in answer.quotes}
    texts = turn.sentences or tuple(item.text for item in trace.weighed)
    pairs = list(zip(trace.weighed, texts, strict=False))
    kept = [pair for pair in pairs if pair[0].rule is None]
    refused = sorted(
        (pair for pair in pairs if pair[0].rule is not None),
        key=lambda pair: pair[0].probability,
        reverse=True,
    )
    room = max(_WEIGHED - len(refused), _WEIGHED // 2)
    shown = [*kept[:room], *refused[: _WEIGHED - len(kept[:room])]]
    rows = "".join(
        _sentence(item, text, (item.source, item.spans) in quoted, trace.threshold, language)
        for item, text in shown
    )
    left = len(trace.weighed) - len(shown)
    more = f'<p class="facts">{say(language, "why_more", count=left)}</p>' if left > 0 else ""
    least = say(language, "why_threshold", percent=f"{trace.threshold * 100:.0f}")
    head = "".join(
        f'<th scope="col">{say(language, key)}</th>'
        for key in ("why_sentence", "why_probability", "why_verdict")
    )
    return _table("why_weighed", head, rows, language) + f'<p class="facts">{least}</p>{more}'


def _sentence(item: Weighed, text: str, is_quoted: bool, threshold: float, language: str) -> str:
    answer = f"<strong>{escape(item.answer)}</strong> " if item.answer else ""
    name = "quoted" if is_quoted else "refused" if item.rule else "weighed"
    return (
        f'<tr class="{name}"><th scope="row" lang="{language_tag(text)}">{answer}'
        f"{shorten(text, _SENTENCE)}</th>"
        f"<td>{meter(item.probability, threshold)}{item.probability * 100:.0f} %</td>"
        f"<td>{_outcome(item, is_quoted, threshold, language)}</td></tr>"
    )


def _outcome(item: Weighed, is_quoted: bool, threshold: float, language: str) -> str:
    if item.rule is not None:
        return rule_in_words(item.rule, language)
    if is_quoted:
        return say(language, "why_quoted")
    if item.probability < threshold:
        return rule_in_words("below_threshold", language)
    return say(language, "why_not_quoted")


def rule_in_words(rule: str, language: str) -> str:
    """A rule of `rag.checks` as readers understand it; safe HTML."""
    key = f"rule_{rule}"
    return say(language, key) if has(key) else say(language, "rule_other", name=escape(rule))


def _times(answer: Answer, language: str) -> str:
    times = [(name, answer.timings_ms[name]) for name in _TIMES if name in answer.timings_ms]
    if not times:
        return ""
    total = answer.timings_ms.get("total", sum(taken for _, taken in times))
    rows = "".join(
        f"<div><dt>{say(language, f'time_{name}')}</dt><dd>"
        f"{meter(taken / total if total else 0)}{_milliseconds(taken, language)}</dd></div>"
        for name, taken in [*times, ("total", total)]
    )
    return f'<h3>{say(language, "why_times")}</h3><dl class="times">{rows}</dl>'


def _milliseconds(taken: float, language: str) -> str:
    return say(language, "milliseconds", count=f"{taken:.0f}" if taken >= 10 else f"{taken:.1f}")
