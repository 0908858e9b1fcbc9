"""Two questions in one (占地多大，住了几户人家): each answered by itself, the answers side by side."""

from __future__ import annotations

from dataclasses import replace

from index.folding import fold
from index.lazy_pattern import lazy_pattern
from index.places import find_places
from rag.answer import Answer, Outcome, Quote, Retrieved, Trace
from rag.figures import find_figures
from rag.question import Kind, read_question
from rag.several_items import AskOne

__all__ = ["compose_two", "two_askings"]

_DIVIDES = lazy_pattern(r"[,，;；?？、]\s*|\s+|(?<=[少大长高远宽重几])(?:又|还|和|以及)")
_ASKS = lazy_pattern(
    r"多少|(?<!好)几(?!乎)|多[大长高远宽重深厚久]|什么|哪|谁|何[时地处]|怎么|怎样|如何|为何|百分之几"
)
_FIRST_WORDS = lazy_pattern(r"^(?:又|还|也|都|一共|总共|而|并|那么?|其中|同时|以及|和)+")
_TAIL = lazy_pattern(
    r"(?:都?(?:在|位于|是|为|有|共|达到?|到|叫|由|于|被|给|从|向)|了|过|的|一共|总共|大约|大概|分别|到底|究竟|现在|目前|有)+$"
)
_VERB = lazy_pattern(
    r"(?:建设?|修|开|办|设|派|种|养|投资?|投入|引进|培训|举办|召开|安排|新增|发放?|花|买|卖|完成|实现|成立)成?$"
)
_ANSWERS = "；"
_MOST = 2
_LEAST = 2
_LONGEST = 60
_PASSAGES = 10


def two_askings(question: str) -> tuple[str, str] | None:
    """The two questions in a folded one, each whole, or None where it is one.

    The second takes over the places and the subject of the first, where it names no place.
    """
    text = question.strip().rstrip("?？。! ！")
    cuts = [m for m in _DIVIDES.finditer(text) if m.start() > 0 and m.end() < len(text)]
    pieces = [
        (text[: cut.start()].strip(), text[cut.end() :].strip())
        for cut in cuts
        if _ASKS.search(text[: cut.start()]) and _ASKS.search(text[cut.end() :])
    ]
    if len(pieces) != 1 or len(text) > _LONGEST:
        return None
    first, second = pieces[0]
    asked = _ASKS.search(second)
    if min(len(first), len(second)) < _LEAST or asked is None:
        return None
    second = _FIRST_WORDS.sub("", second)
    if not find_places(second):
        second = f"{_subject(first)} {second}".strip()
    return first, second


def _subject(first: str) -> str:
    """What the first question is about: what stands before it asks, without its verb."""
    asked = _ASKS.search(first)
    before = first[: asked.start()] if asked else ""
    has_aspect = before.endswith(("了", "过"))
    before = _TAIL.sub("", before)
    if has_aspect:
        before = _VERB.sub("", before)
    return before.rstrip(" ,，的") or _ASKS.sub("", first).strip()


def compose_two(question: str, ask_one: AskOne) -> Answer | None:
    """The answer to a question that is two, or None for an ordinary one.

    Two figures that stand in one sentence are answered as one question. Where only one of the two
    is found, or neither, the ordinary path has the word.

    :param question: With what a follow-up leaves out filled in.
    :param ask_one: The ordinary path.
    """
    parts = two_askings(fold(question).text)
    if parts is None:
        return None
    kinds = [read_question(part).kind for part in parts]
    if any(read_question(part).wants_sentence for part in parts) or Kind.TITLE in kinds:
        return None
    if all(kind is Kind.FIGURE for kind in kinds):
        whole = ask_one(question, None)
        if whole.outcome is Outcome.DAMAGED or _answers(whole) >= _MOST:
            return whole
    found = [ask_one(part, None) for part in parts]
    told = [answer for answer in found if answer.outcome is Outcome.ANSWERED and answer.answer]
    if len(told) < _MOST or told[0].answer == told[1].answer:
        return None
    first, second = told
    return replace(
        first,
        question=question,
        answer=_ANSWERS.join(answer.answer or "" for answer in told),
        confidence=min(first.confidence, second.confidence),
        quotes=_quotes(first, second),
        passages=_passages(first, second),
        reason="two_askings",
        parts=(),
        relation=None,
        trace=_trace(question, first.trace, second.trace),
    )


def _answers(answer: Answer) -> int:
    """How many figures the short answer is made of: 3个乡镇5个单位 are two."""
    if answer.outcome is not Outcome.ANSWERED or not answer.answer:
        return 0
    return len(find_figures(fold(answer.answer).text))


def _quotes(first: Answer, second: Answer) -> tuple[Quote, ...]:
    """The first quote of each: the sentence that both stand in only once, with both marked."""
    one, other = first.quotes[0], second.quotes[0]
    if (one.source, one.spans) != (other.source, other.spans):
        return one, other
    marked = tuple(sorted({*one.answer_spans, *other.answer_spans}))
    return (replace(one, answer_spans=marked, answer=f"{one.answer}{_ANSWERS}{other.answer}"),)


def _passages(first: Answer, second: Answer) -> tuple[Retrieved, ...]:
    seen: dict[tuple[str, int, int], Retrieved] = {}
    for pair in zip(first.passages, second.passages, strict=False):
        for passage in pair:
            seen.setdefault((passage.source, passage.start, passage.end), passage)
    return tuple(seen.values())[:_PASSAGES]


def _trace(question: str, first: Trace | None, second: Trace | None) -> Trace | None:
    if first is None or second is None:
        return first or second
    return replace(first, folded=fold(question).text, weighed=(*first.weighed, *second.weighed))
