from __future__ import annotations

import pytest

from rag.abbreviations import written_out


@pytest.mark.parametrize(
    ("question", "held", "written"),
    [
        ("吕梁GDP全省第几", (), "吕梁地区生产总值全省第几"),
        ("吕梁gdp全省第几", (), "吕梁地区生产总值全省第几"),
        ("吕梁GDP全省第几", ("gdp",), "吕梁GDP全省第几"),
        ("R&D投入多少", (), "研发投入多少"),
        ("AI-2024项目是谁的", (), "AI-2024项目是谁的"),
        ("What is the GDP?", (), "What is the GDP?"),
        ("GDPR是什么", (), "GDPR是什么"),
    ],
)
def test_an_abbreviation_the_documents_do_not_use_is_written_out(
    question: str, held: tuple[str, ...], written: str
) -> None:
    assert written_out(question, held) == written
