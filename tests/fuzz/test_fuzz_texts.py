"""Any text becomes a document: aligned, divided, made into passages, never an exception."""

from __future__ import annotations

import time
from collections.abc import Callable

import numpy as np
from hazards import TEXTS, fuzzed
from hypothesis import example, given

from index.document import Document, to_stored
from index.facts import find_facts
from index.file_text import FileText
from index.reading_text import read
from index.structure import find_blocks

_SECONDS = 2.0


@fuzzed(150)
@given(text=TEXTS)
@example(text="新闻\n村民,他们的,\n新闻\n 其他事项\n时间:三月五日\n道路八条,群众满意。")
def test_any_text_becomes_a_document(text: str, inputs: Callable[[str], None]) -> None:
    inputs("texts through the whole reading")
    begin = time.process_time()
    reading = read(text)
    starts, ends = reading.alignment.starts, reading.alignment.ends
    assert len(reading.alignment) == len(reading.text)
    assert (np.diff(starts) >= 0).all() and (np.diff(ends) >= 0).all()
    if len(starts):
        assert starts[0] >= 0 and ends[-1] <= len(text)
    blocks = find_blocks(reading.text)
    for block in blocks:
        for start, end in block.pieces:
            assert 0 <= start <= end <= len(reading.text)
    facts = find_facts(reading.text, blocks)
    stored, passages = to_stored(Document("a.txt", FileText(text), reading, blocks, facts))
    for passage in passages:
        assert len(passage.alignment) == len(passage.text)
        first, last = passage.alignment.to_original(0, len(passage.text))
        assert 0 <= first <= last <= len(text)
    assert all(0 <= a <= b <= len(text) for block in stored.blocks for a, b in block.spans)
    assert time.process_time() - begin < _SECONDS
