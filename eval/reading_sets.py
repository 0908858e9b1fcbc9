"""The public reading sets as training examples for the span reader.

What is made here besides: text folded to simplified characters, questions of the news set laid
beside the article that answers them, and questions that their text does not answer.
"""

from __future__ import annotations

import gzip
import json
import lzma
import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from opencc import OpenCC

from index.divisions import divisions
from rag.synonyms import synonyms

TRAINING_SETS = (
    "cmrc2018_train",
    "cmrc2018_trial",
    "drcd_dev",
    "dureader_robust_dev",
    "squad2_zh_dev",
)
REPORT_ONLY = ("cmrc2018_dev", "expmrc_cmrc_dev")

_LEAST_LEFT = 5
"""Characters of a question that say what is asked, at the least."""

_NUMBER = re.compile(r"\d{1,4}(?=年|月|日|个|人|户|名|次|岁|位|届)")


@dataclass(frozen=True)
class Example:
    """A question and a text.

    Attributes:
        id: unique over all sets.
        group: examples that share a text or an article group share this; splits keep it whole.
        question: the question.
        context: the text.
        answers: half-open spans of the text that answer it; empty if the text does not.
        kind: the set it comes from, or how it was made.
    """

    id: str
    group: str
    question: str
    context: str
    answers: tuple[tuple[int, int], ...]
    kind: str


def load(data: Path, name: str) -> list[Example]:
    """One set of `data`/reading, folded to simplified characters.

    Raises:
        OSError: the file is not there.
    """
    simplify = Simplifier()
    examples = []
    with gzip.open(data / "reading" / f"{name}.jsonl.gz", "rt", encoding="utf-8") as file:
        for line in file:
            entry = json.loads(line)
            answers = tuple(
                (answer["start"], answer["start"] + len(answer["text"]))
                for answer in entry["answers"]
            )
            context = simplify(entry["context"])
            examples.append(
                Example(
                    f"{name}:{entry['id']}",
                    f"{name}:{hash_text(context)}",
                    simplify(entry["question"]),
                    context,
                    tuple(dict.fromkeys(answers)),
                    name,
                )
            )
    return examples


def hash_text(text: str) -> str:
    """A short name of a text, the same in every run."""
    import hashlib

    return hashlib.sha256(text.encode("utf-8")).hexdigest()[:16]


class Simplifier:
    """Traditional to simplified characters where no character is gained or lost."""

    def __init__(self) -> None:
        self._convert = OpenCC("t2s").convert
        self._last = ("", "")

    def __call__(self, text: str) -> str:
        if text != self._last[0]:
            simplified = self._convert(text)
            self._last = (text, simplified if len(simplified) == len(text) else text)
        return self._last[1]


def load_news(data: Path, limit: int) -> list[Example]:
    """News questions beside an article that holds the answer and most key facts.

    Args:
        data: the benchmark folder.
        limit: characters of an article that are kept around the answer.
    """
    with (data / "news" / "questions.jsonl").open(encoding="utf-8") as file:
        entries = [json.loads(line) for line in file]
    with lzma.open(data / "news" / "articles.jsonl.xz", "rt", encoding="utf-8") as file:
        articles = [json.loads(line)["text"] for line in file]
    pairs: dict[str, list[int]] = {}
    for place, article in enumerate(articles):
        for pair in {article[at : at + 2] for at in range(len(article) - 1)}:
            pairs.setdefault(pair, []).append(place)
    examples = []
    for entry in entries:
        answer = entry["answer"]
        if not answer or not 2 <= len(answer) <= 60:
            continue
        facts = [answer, *(fact for fact in entry["key_info"] if len(fact) >= 2)]
        found = _article_with(articles, pairs, facts)
        if found is None:
            continue
        context, at = _around(articles[found], answer, entry["question"], limit)
        examples.append(
            Example(
                f"news:{entry['id']}",
                f"news:{entry['id'].split('-')[1]}",
                entry["question"],
                context,
                ((at, at + len(answer)),),
                "news",
            )
        )
    return examples


def _article_with(
    articles: Sequence[str], pairs: dict[str, list[int]], facts: Sequence[str]
) -> int | None:
    """The article that holds the first fact and the most of the others, at least half of them."""
    answer = facts[0]
    lists = [pairs.get(answer[at : at + 2], []) for at in range(len(answer) - 1)]
    for fact in facts[1:4]:
        lists.append(pairs.get(fact[:2], []))
    candidates = min(lists[: len(answer) - 1], key=len)
    best, place = 0.0, None
    for candidate in candidates:
        if answer in articles[candidate]:
            share = sum(fact in articles[candidate] for fact in facts[1:]) / max(len(facts) - 1, 1)
            if share > best:
                best, place = share, candidate
    return place if best >= 0.5 else None


def _around(article: str, answer: str, question: str, limit: int) -> tuple[str, int]:
    """The stretch of an article about the answer, where it stands in words like the question's."""
    asked = {question[at : at + 2] for at in range(len(question) - 1)}
    places = [match.start() for match in re.finditer(re.escape(answer), article)]

    def likeness(at: int) -> int:
        near = article[max(0, at - 60) : at + 60]
        return len(asked & {near[k : k + 2] for k in range(len(near) - 1)})

    at = max(places, key=likeness)
    begin = max(0, min(at - limit // 2, len(article) - limit))
    return article[begin : begin + limit], at - begin


def with_other_number(example: Example, draw: random.Random) -> Example | None:
    """The same question with another year, day or number, which the text does not hold."""
    found = [m for m in _NUMBER.finditer(example.question) if m.group() in example.context]
    if not found:
        return None
    match = draw.choice(found)
    for _ in range(8):
        value = int(match.group()) + draw.choice([-1, 1]) * draw.randint(1, 9)
        if value > 0 and str(value) not in example.context:
            return _trap(example, match.span(), str(value), "other number")
    return None


def with_other_place(example: Example, draw: random.Random) -> Example | None:
    """The same question about another place of the same level, which the text does not name."""
    names = _place_names()
    found = [
        (at, at + size)
        for size in range(2, 9)
        for at in range(len(example.question) - size + 1)
        if example.question[at : at + size] in names
        and example.question[at : at + size] in example.context
    ]
    if not found:
        return None
    span = draw.choice(found)
    alike = names[example.question[slice(*span)]]
    for _ in range(8):
        place = draw.choice(alike)
        if place not in example.context:
            return _trap(example, span, place, "other place")
    return None


@cache
def _place_names() -> dict[str, list[str]]:
    """Names of provinces, cities and counties, each with the names it can be taken for."""
    alike: dict[tuple[int, bool], list[str]] = {}
    kinds: dict[str, tuple[int, bool]] = {}
    for division in divisions():
        for name in (division.name, division.short):
            if len(name) > 1:
                kinds[name] = (division.level, name == division.name)
    for name, kind in kinds.items():
        alike.setdefault(kind, []).append(name)
    return {name: alike[kind] for name, kind in kinds.items()}


def with_other_subject(
    example: Example, subjects: Sequence[str], draw: random.Random
) -> Example | None:
    """The same question about a subject of another text, which this one does not name."""
    subject = shared_name(example.question, example.context)
    if subject is None:
        return None
    at = example.question.index(subject)
    for _ in range(8):
        other = draw.choice(subjects)
        if other not in example.context and other[:2] not in example.context:
            return _trap(example, (at, at + len(subject)), other, "other subject")
    return None


def shared_name(question: str, context: str) -> str | None:
    """The longest run of the question's Han characters with which the text begins a sentence."""
    for size in range(min(8, len(question)), 2, -1):
        for at in range(len(question) - size + 1):
            run = question[at : at + size]
            if re.fullmatch(r"[一-龥]+", run) and context.startswith(run):
                return run
    return None


def without_subject(example: Example) -> Example | None:
    """The same question as someone asks it who has the text open: what it begins with left out."""
    question = example.question
    for size in range(len(question) - _LEAST_LEFT, 1, -1):
        if question[:size] in example.context:
            return _otherwise(example, question[size:].removeprefix("的"), "no subject")
    return None


def in_other_words(example: Example, draw: random.Random) -> Example | None:
    """The same question with a word put as the text does not put it (打工 for 务工)."""
    found = [
        (word, other)
        for word, others in synonyms(example.question).items()
        for other in sorted(others)
        if other not in example.context
    ]
    if not found:
        return None
    word, other = draw.choice(found)
    return _otherwise(example, example.question.replace(word, other, 1), "other words")


def _otherwise(example: Example, question: str, kind: str) -> Example:
    return replace(example, id=f"{example.id}:{kind}", question=question, kind=kind)


def _trap(example: Example, span: tuple[int, int], put: str, kind: str) -> Example:
    question = example.question[: span[0]] + put + example.question[span[1] :]
    return replace(example, id=f"{example.id}:{kind}", question=question, answers=(), kind=kind)


def subjects_in(examples: Sequence[Example]) -> list[str]:
    """What the texts begin with and their questions name, sorted."""
    names = (shared_name(example.question, example.context) for example in examples)
    return sorted({name for name in names if name is not None})


def wrong_texts(examples: Sequence[Example], draw: random.Random) -> Iterator[Example]:
    """Each question beside the text of another group that shares the most of its characters.

    The texts are ranked by BM25 over pairs of characters; texts that hold an answer of the
    question are passed over.
    """
    import numpy as np

    texts = list(dict.fromkeys(example.context for example in examples))
    groups = {example.context: example.group for example in examples}
    postings: dict[str, list[tuple[int, int]]] = {}
    for place, text in enumerate(texts):
        counts: dict[str, int] = {}
        for at in range(len(text) - 1):
            counts[text[at : at + 2]] = counts.get(text[at : at + 2], 0) + 1
        for pair, count in counts.items():
            postings.setdefault(pair, []).append((place, count))
    lengths = np.array([len(text) for text in texts], dtype=np.float64)
    norm = 1.2 * (0.25 + 0.75 * lengths / lengths.mean())
    for example in examples:
        totals = np.zeros(len(texts))
        for pair in {example.question[at : at + 2] for at in range(len(example.question) - 1)}:
            entries = postings.get(pair)
            if entries is None:
                continue
            rows, counts_of = np.array(entries).T
            weight = np.log(1 + (len(texts) - len(rows) + 0.5) / (len(rows) + 0.5))
            totals[rows] += weight * counts_of * 2.2 / (counts_of + norm[rows])
        answers = {example.context[a:b] for a, b in example.answers}
        near = [
            texts[place]
            for place in np.argsort(-totals, kind="stable")[:12]
            if groups[texts[place]] != example.group
            and not any(answer in texts[place] for answer in answers)
        ]
        if near:
            yield replace(
                example,
                id=f"{example.id}:wrong text",
                context=draw.choice(near[:3]),
                answers=(),
                kind="wrong text",
            )
