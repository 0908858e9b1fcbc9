"""The trained reader on passages of the seeds."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from index.embedding import DEFAULT_MODEL
from index.fast_encoder import FOLDER, FastEncoder
from rag.span_reader import (
    OnnxSpanReader,
    SpanReaderError,
    export_span_reader,
    graph_path,
    has_span_reader,
    remove_other_graphs,
    trim,
)

PASSAGE = (
    "沁县位于太行山西麓。2016年以来，全县有2474户6524人搬出了大山，住进了新建的安置小区，"
    "总投资3.6亿元。"
)
OTHER = "昨天下午，乒乓球比赛在体育馆结束，主队以三比一取胜，观众久久不愿离去。"


@pytest.fixture(scope="module")
def folder(home: Path) -> Path:
    folder = home / "models" / DEFAULT_MODEL
    if not has_span_reader(folder):
        pytest.fail("the reader's graph is missing: run make setup")
    return folder


@pytest.fixture(scope="module")
def reader(folder: Path) -> OnnxSpanReader:
    return OnnxSpanReader(folder, FastEncoder(folder))


def test_marks_the_figure_that_was_asked_for(reader: OnnxSpanReader) -> None:
    (reading,) = reader.read("沁县搬迁了多少人？", [PASSAGE])
    best = reading.spans[0]
    assert "6524人" in PASSAGE[best.start : best.end]
    assert len(PASSAGE[best.start : best.end]) <= 12
    (reading,) = reader.read("总投资是多少？", [PASSAGE])
    best = reading.spans[0]
    assert "3.6亿元" in PASSAGE[best.start : best.end]


def test_a_text_about_something_else_has_less_of_an_answer(reader: OnnxSpanReader) -> None:
    right, wrong = reader.read("沁县搬迁了多少人？", [PASSAGE, OTHER])
    margins = [reading.spans[0].score - reading.no_answer for reading in (right, wrong)]
    assert margins[0] > margins[1] + 2


def test_spans_lie_in_the_text_and_come_best_first(reader: OnnxSpanReader) -> None:
    texts = [PASSAGE, OTHER, "", "一", PASSAGE * 12]
    readings = reader.read("搬迁了多少人", texts)
    assert len(readings) == len(texts)
    for text, reading in zip(texts, readings, strict=True):
        scores = [span.score for span in reading.spans]
        assert scores == sorted(scores, reverse=True)
        assert len(scores) <= 5
        for span in reading.spans:
            assert 0 <= span.start < span.end <= len(text)
            assert trim(text, span.start, span.end) == (span.start, span.end)
    assert readings[2].spans == ()


def test_an_answer_late_in_a_long_text_is_found(reader: OnnxSpanReader) -> None:
    text = OTHER * 20 + PASSAGE
    (reading,) = reader.read("沁县搬迁了多少人？", [text])
    best = reading.spans[0]
    assert best.start >= len(OTHER) * 20
    assert "6524人" in text[best.start : best.end]


def test_a_text_reads_alike_alone_and_among_others(reader: OnnxSpanReader) -> None:
    (alone,) = reader.read("总投资是多少？", [PASSAGE])
    assert reader.read("总投资是多少？", [PASSAGE * 2, PASSAGE, OTHER])[1] == alone


def test_eight_bits_agree_with_floats(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "onnx").mkdir()
    for name in ("config.json", "model.safetensors"):
        (tmp_path / name).symlink_to(folder / name)
    export_span_reader(tmp_path, int8=False)
    encoder = FastEncoder(folder)
    exact = OnnxSpanReader(tmp_path, encoder, int8=False)
    rounded = OnnxSpanReader(folder, encoder)
    for question in ("沁县搬迁了多少人？", "总投资是多少？"):
        (a,), (b,) = exact.read(question, [PASSAGE]), rounded.read(question, [PASSAGE])
        assert (a.spans[0].start, a.spans[0].end) == (b.spans[0].start, b.spans[0].end)
        margins = [reading.spans[0].score - reading.no_answer for reading in (a, b)]
        assert np.isclose(margins[0], margins[1], atol=2.5)


def test_a_folder_without_the_graph_says_how_to_get_it(folder: Path, tmp_path: Path) -> None:
    with pytest.raises(SpanReaderError, match="make setup"):
        OnnxSpanReader(tmp_path, FastEncoder(folder))


@pytest.mark.parametrize(
    ("text", "span", "expected"),
    [
        ("，6524人。", (0, 7), (1, 6)),
        ("。、！", (0, 3), (3, 3)),
        ("《问津》", (0, 4), (0, 4)),
    ],
)
def test_trim_takes_marks_off_the_edges(
    text: str, span: tuple[int, int], expected: tuple[int, int]
) -> None:
    assert trim(text, *span) == expected


def test_graphs_of_earlier_weights_are_removed_and_nothing_else(tmp_path: Path) -> None:
    (tmp_path / FOLDER).mkdir()
    current = {graph_path(tmp_path, int8=int8) for int8 in (True, False)}
    others = {tmp_path / FOLDER / name for name in ("encoder-2.onnx", "pieces.txt")}
    old = tmp_path / FOLDER / "reader-1-0123456789ab.int8.onnx"
    for path in (*current, *others, old):
        path.touch()
    assert remove_other_graphs(tmp_path) == [old]
    assert set((tmp_path / FOLDER).iterdir()) == current | others
