"""Quotes against evidence."""

from __future__ import annotations

from eval_cases import ORIGINALS, question, quote

from eval.citation import cite
from eval.evidence import needs

BOTH = (("a.txt", "投入3.6億元。"), ("b.txt", "乙县搬迁3000人；"))


def test_precision_and_recall() -> None:
    wanted = needs(question(evidence=BOTH, tags={"compare"}), ORIGINALS)
    right, other = quote("a.txt", "投入3.6億元。"), quote("a.txt", "农村基", "础设施好。")
    found = cite(wanted, [right, other], ORIGINALS)
    assert (found.precision, found.recall, found.first, found.coverage) == (0.5, 0.5, True, 0.5)
    turned = cite(wanted, [other, right], ORIGINALS)
    assert (turned.precision, turned.first) == (0.5, False)


def test_no_quotes_earn_nothing() -> None:
    found = cite(needs(question(), ORIGINALS), [], ORIGINALS)
    assert (found.precision, found.recall, found.first, found.coverage) == (0, 0, False, 0)


def test_a_quote_of_an_unknown_source_is_wrong_not_fatal() -> None:
    stray = {**quote("a.txt", "投入3.6億元。"), "source": "c.txt"}
    found = cite(needs(question(), ORIGINALS), [stray], ORIGINALS)
    assert (found.precision, found.recall) == (0, 0)


def test_either_occurrence_of_a_repeated_sentence_is_right() -> None:
    again = quote("a.txt", "甲縣搬遷2474戶6524人。")
    start = ORIGINALS["a.txt"].rindex("甲縣")
    again["spans"] = [[start, start + len(again["text"])]]
    assert cite(needs(question(), ORIGINALS), [again], ORIGINALS).coverage == 1.0
