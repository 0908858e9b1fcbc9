from __future__ import annotations

import pytest

from index.store import DocumentInfo
from rag.named_document import Titles


def _document(source: str, title: str) -> DocumentInfo:
    return DocumentInfo(source, title, (), None, (), 100, 1, 0, None)


DOCUMENTS = (
    _document("a.txt", "水到渠成"),
    _document("b.txt", "春耕正當時 —— 青河縣見聞"),
    _document("c.txt", "渠"),
)


@pytest.mark.parametrize(
    ("question", "sources"),
    [
        ("水到渠成那篇文章是谁写的", {"a.txt"}),
        ("《水到渠成》的作者是谁", {"a.txt"}),
        ("水到渠成一文说了什么", {"a.txt"}),
        ("《春耕正当时》里有多少亩地", {"b.txt"}),
        ("水到渠成的事有哪些", set()),
        ("渠这篇文章", set()),
        ("《水经注》是谁写的", set()),
        ("《渠成水到渠成录》是谁写的", set()),
    ],
)
def test_a_document_is_named_by_its_title(question: str, sources: set[str]) -> None:
    assert Titles(DOCUMENTS).named(question) == sources


def test_only_where_it_looks_counts() -> None:
    question = "水到渠成那篇文章是谁写的"
    assert Titles(DOCUMENTS).named(question, ["a.txt"]) == {"a.txt"}
    assert not Titles(DOCUMENTS).named(question, ["b.txt"])


def test_many_titles_are_told_apart() -> None:
    many = [_document(f"{n}.txt", f"第{n}期簡報\n彙編") for n in range(2500)]
    assert Titles(many).named("《第2049期简报汇编》是谁写的") == {"2049.txt"}
