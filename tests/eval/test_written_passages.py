"""The written questions beside passages: as the product cuts, finds and reads them."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

from eval.elsewhere_sets import Collection
from eval.question_set import load_questions, read_originals
from eval.reading_sets import Example
from eval.written_passages import FOUND, PASSAGE, TEMPTING, passages_of
from eval.written_sets import FOLDER
from index.build import build_index
from index.embedding import open_embedder
from index.folding import fold
from rag.settings import load_settings


@pytest.fixture(scope="module")
def collection(home: Path, tmp_path_factory: pytest.TempPathFactory) -> Collection:
    settings = load_settings({}, {"WENJIN_HOME": str(home)})
    folder = FOLDER / "tune" / "documents"
    originals = {s: t for s, t in read_originals(folder).items() if s.startswith("11-")}
    every = load_questions(FOLDER / "tune" / "questions.jsonl", read_originals(folder))
    questions = tuple(q for q in every if q.id.startswith("11-"))
    index = tmp_path_factory.mktemp("written")
    build_index(
        [folder / source for source in originals],
        index,
        open_embedder(settings.model, settings.models),
    )
    return Collection("11", questions, originals, dataclasses.replace(settings, index=index))


@pytest.fixture(scope="module")
def examples(collection: Collection) -> list[Example]:
    return list(passages_of(collection))


def test_nearly_every_question_has_the_passage_that_holds_its_sentence(
    collection: Collection, examples: list[Example]
) -> None:
    held = [example for example in examples if example.kind in (PASSAGE, TEMPTING)]
    assert len(held) >= 0.97 * len(collection.questions)


def test_the_answer_is_marked_where_it_stands(
    collection: Collection, examples: list[Example]
) -> None:
    answers = {question.id: question.answers for question in collection.questions}
    for example in examples:
        expected = answers[example.id.split(":")[1]]
        marked = [example.context[start:end] for start, end in example.answers]
        if example.kind == PASSAGE:
            assert marked == [fold(expected[0]).text]
        else:
            assert not marked
            assert (
                example.kind != FOUND
                or not expected
                or fold(expected[0]).text not in example.context
            )


def test_a_passage_stands_under_its_title(collection: Collection, examples: list[Example]) -> None:
    titles = [fold(text.split("\n")[0]).text.strip() for text in collection.originals.values()]
    under = [any(title[:10] in e.context[:30] for title in titles) for e in examples]
    assert sum(under) > 0.9 * len(under)
