"""Questions made by rule from news articles, for the span reader to learn from.

A rule looks at one clause of a sentence: a figure among others, a list, a holder of an office,
a date, a place, a name. The question says the rest of the clause, often in everyday words, with
the asked part replaced by a question word. Questions that are not answered come from them: another
place or year, another noun with the same unit, something else of the same place or person.

`made(articles, count, seed)` is repeatable. Every example's group is its article.
"""

from __future__ import annotations

import json
import lzma
import random
import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from eval.composed_reports import compose
from eval.figure_rules import aligned_questions, figure_questions, year_questions
from eval.name_rules import (
    date_questions,
    list_questions,
    name_questions,
    person_questions,
    place_questions,
)
from eval.question_clauses import Made, place_of
from eval.question_traps import another_matter, counted_nouns, may_answer, traps
from eval.reading_sets import Example
from index.sentences import sentences

PREFIX = "made "
"""How the kind of every made example begins."""

RULES = (
    (figure_questions, 0.44),
    (year_questions, 0.05),
    (aligned_questions, 0.08),
    (list_questions, 0.14),
    (person_questions, 0.12),
    (date_questions, 0.06),
    (place_questions, 0.07),
    (name_questions, 0.04),
)
"""The rules and how much of what is made from articles comes from each, if there is enough."""


def articles_of(data: Path, without: Sequence[str] = ()) -> list[str]:
    """The texts of the news articles under the benchmark folder, spaces inside Chinese removed.

    Args:
        data: the benchmark folder.
        without: stretches of articles; an article that holds one is left out (empty).
    """
    with lzma.open(data / "news" / "articles.jsonl.xz", "rt", encoding="utf-8") as file:
        texts = [json.loads(line)["text"] for line in file]
    parts = [stretch[:80] for stretch in without]
    return ["" if any(part in text for part in parts) else tidy(text) for text in texts]


def tidy(text: str) -> str:
    """Without the spaces that websites set between characters and figures."""
    text = re.sub(r"[ \t　\xa0]+", " ", text)
    return re.sub(
        r"(?<=[一-龥，。；：、！？”“（）]) (?=\S)|(?<=\S) (?=[一-龥，。；：、！？”“（）])", "", text
    )


def finish(
    text: str, span: tuple[int, int], made: Made, article: int, number: int, draw: random.Random
) -> Example:
    """The example: the sentence with some of the text around it, and marks and places as typed."""
    start, end = span
    size = draw.choice((90, 140, 200, 280))
    spare = max(0, size - (end - start))
    before = draw.randint(0, spare)
    begin, stop = max(0, start - before), min(len(text), end + spare - before)
    context = text[begin:stop]
    if draw.random() < 0.25:
        context = context.translate(
            str.maketrans({"，": ",", "；": ";", "：": ":", "（": "(", "）": ")"})
        )
    question = made.question
    if made.answer and draw.random() < 0.25:
        place = place_of(text[max(0, start - 60) : end])
        if place and place not in question:
            question = place + draw.choice(("", "", "的", " ")) + question
    question += draw.choice(("", "", "？", "？", "?"))
    answers: tuple[tuple[int, int], ...] = ()
    if made.answer:
        shift = start - begin
        answers = ((made.answer[0] + shift, made.answer[1] + shift),)
    return Example(f"made:{number}", f"article:{article}", question, context, answers, made.kind)


def from_articles(texts: Sequence[str], count: int, seed: int) -> list[Example]:
    """About `count` examples from articles, in a random order that the seed decides."""
    draw = random.Random(seed)
    wanted = {rule: round(share * count) for rule, share in RULES}
    order = list(range(len(texts)))
    draw.shuffle(order)
    found: list[tuple[int, tuple[int, int], Made]] = []
    seen: set[str] = set()
    for article in order:
        if not any(left > 0 for left in wanted.values()):
            break
        text = texts[article]
        for start, end in sentences(text):
            sentence = text[start:end]
            if not 14 <= len(sentence) <= 220 or sentence in seen or "广告" in sentence:
                continue
            seen.add(sentence)
            for rule in wanted:
                if wanted[rule] <= 0:
                    continue
                for made in list(rule(sentence, draw))[:3]:
                    wanted[rule] -= 1
                    found.append((article, (start, end), made))
    nouns = counted_nouns([made.question for _, _, made in found])
    examples = []
    for number, (article, (start, end), made) in enumerate(found):
        text = texts[article]
        placed = finish(text, (start, end), made, article, number, draw)
        if made.answer is None and may_answer(made, placed.context):
            continue
        examples.append(placed)
        if made.answer is None or draw.random() > 0.45:
            continue
        context = text[max(0, start - 150) : end + 150]
        options = list(traps(made, text[start:end], context, nouns, draw))
        place = place_of(text[start:end])
        if place and draw.random() < 0.3:
            options.append(another_matter(place, draw))
        if options:
            trap = draw.choice(options)
            made_trap = finish(text, (start, end), trap, article, number, draw)
            if not (trap.kind == "made other matter" and may_answer(trap, made_trap.context)):
                examples.append(replace(made_trap, id=f"made:{number}:trap"))
    return examples


def among_news(example: Example, fillers: Sequence[str], draw: random.Random) -> Example:
    """A composed paragraph with a stretch of news before or behind it, unless they share words."""
    filler = draw.choice(fillers)
    runs = {example.question[k : k + 3] for k in range(len(example.question) - 2)}
    if any(run in filler for run in runs) or re.search(r"记者|摄|书记|县长|市长", filler):
        return example
    if draw.random() < 0.5:
        return replace(example, context=example.context + filler)
    shift = len(filler)
    answers = tuple((a + shift, b + shift) for a, b in example.answers)
    return replace(example, context=filler + example.context, answers=answers)


def made(texts: Sequence[str], count: int, seed: int, *, composed: float = 0.45) -> list[Example]:
    """About `count` examples: from articles, and a share of composed paragraphs among news."""
    examples = from_articles(texts, round(count * (1 - composed)), seed)
    draw = random.Random(seed + 1)
    fillers = []
    while len(fillers) < 2000:
        text = draw.choice(texts)
        found = sentences(text)
        at = draw.randrange(len(found)) if found else 0
        if found and 20 <= found[at][1] - found[at][0] <= 120:
            fillers.append(text[slice(*found[at])])
    for example in compose(round(count * composed), seed):
        examples.append(among_news(example, fillers, draw) if draw.random() < 0.5 else example)
    return examples
