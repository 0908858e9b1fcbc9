"""Sentences that a column or page break cuts, in the index of the seeds, as quotes show them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from index.embedded_store import EmbeddedStore
from index.folding import fold_text
from index.opening import open_store
from index.roles import Role
from index.sentences import sentences
from index.store import StoredDocument

Span = tuple[int, int]


@pytest.fixture(scope="module")
def store(home: Path) -> Iterator[EmbeddedStore]:
    store, _ = open_store(home / "index")
    yield store
    store.close()


@pytest.fixture(scope="module")
def quotes(store: EmbeddedStore) -> list[tuple[StoredDocument, str, tuple[Span, ...]]]:
    """Each sentence of each passage with its document, folded, and its spans of the original."""
    return [
        (
            store.document(stored.source),
            stored.passage.text[start:end],
            stored.passage.spans(start, end),
        )
        for stored in store.all_passages()
        for start, end in sentences(stored.passage.text)
    ]


@pytest.mark.parametrize(
    "sentence",
    [
        "在特色农业上，“菜、果、猪、菌、药、杂粮”六大农业特色产业齐头并进",
        "2016年，全县行政村集体经济平均收入4.5万元；",
        "2016年，贫困人口平均收入3686元；",
        "建立脱贫攻坚项目库，对基础设施、产业规划、项目实施、增收数据等全面监管，实现项目安排精准。",
        "确保贫困人口全部脱贫、贫困村全部退出，全面消除绝对贫困。",
        "全面提升我市易地扶贫搬迁后续扶持成果。",
        "2018年1月,一个背着背包的年轻人来到方山县,他的名字叫赵少,",
    ],
)
def test_a_sentence_that_is_cut_is_shown_whole(
    quotes: list[tuple[StoredDocument, str, tuple[Span, ...]]], sentence: str
) -> None:
    [(document, spans)] = [
        (document, spans)
        for document, _, spans in quotes
        if sentence in "".join(document.original[start:end] for start, end in spans)
    ]
    assert len(spans) == 2
    assert sentence not in document.original


def test_between_the_spans_of_a_quote_stands_no_body_text(
    quotes: list[tuple[StoredDocument, str, tuple[Span, ...]]],
) -> None:
    crossed = 0
    for document, _, spans in quotes:
        for (_, end), (start, _) in zip(spans, spans[1:], strict=False):
            between = [
                block
                for block in document.blocks
                if any(a < start and end < b for a, b in block.spans)
            ]
            assert all(block.role is Role.CAPTION for block in between)
            crossed += bool(between)
            if not between:
                assert not document.original[end:start].strip()
    assert crossed == 1, "the caption inside the paragraph of 赵少"


def test_the_slices_of_a_quote_are_the_sentence(
    quotes: list[tuple[StoredDocument, str, tuple[Span, ...]]],
) -> None:
    for document, folded, spans in quotes:
        assert all(start < end for start, end in spans) and list(spans) == sorted(spans)
        text = "".join(document.original[start:end] for start, end in spans)
        is_damaged = any(
            item.start < end and start < item.end
            for item in document.damage
            for start, end in spans
        )
        if not is_damaged:
            assert fold_text(text).replace(" ", "") == folded.replace(" ", "")
