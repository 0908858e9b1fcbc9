"""Where evidence stands, and what covers it."""

from __future__ import annotations

from eval_cases import ORIGINALS, question

from eval.evidence import Place, covered, covers, needs, supports

SENTENCE = "甲縣搬遷2474戶6524人。"


def test_a_repeated_quote_has_a_place_for_each() -> None:
    (need,) = needs(question(), ORIGINALS)
    starts = [place.spans[0][0] for place in need.places]
    assert len(starts) == 2
    assert all(ORIGINALS["a.txt"].startswith(SENTENCE, start) for start in starts)


def test_the_pieces_of_a_broken_sentence_are_one_place() -> None:
    pieces = (("a.txt", "农村基"), ("a.txt", "础设施好。"))
    (need,) = needs(question(evidence=pieces, tags={"broken"}), ORIGINALS)
    (place,) = need.places
    assert [ORIGINALS["a.txt"][a:b] for a, b in place.spans] == ["农村基", "础设施好。"]


def test_tags_say_how_evidence_goes_together() -> None:
    both = (("a.txt", "投入3.6億元。"), ("b.txt", "乙县搬迁3000人；"))
    assert len(needs(question(evidence=both), ORIGINALS)) == 2
    assert len(needs(question(evidence=both, tags={"several_sources"}), ORIGINALS)) == 1
    more = (*both, ("b.txt", "乙县有不足10万人。"))
    collected = needs(question(evidence=more, tags={"collect"}), ORIGINALS)
    assert [len(need.places) for need in collected] == [1, 2]
    assert needs(question(evidence=(), answerable=False, answers=()), ORIGINALS) == ()


def test_a_passage_covers_only_the_whole_place() -> None:
    original = "甲乙\n\n丙丁。"
    place = Place("x", ((0, 2), (4, 7)))
    assert covers(place, "x", (0, 7), original)
    assert not covers(place, "x", (0, 6), original)
    assert not covers(place, "y", (0, 7), original)
    assert covered(place, "x", [(0, 2)], original) == 2 / 5


def test_white_space_at_the_edge_is_not_asked_for() -> None:
    assert covers(Place("x", ((0, 4),)), "x", (0, 2), "甲乙 \n丙")


def test_a_quote_supports_by_half_either_way() -> None:
    original = "甲" * 10 + "乙" * 10
    place = Place("x", ((0, 10),))
    assert supports(place, "x", [(0, 20)], original)  # holds all of it
    assert supports(place, "x", [(8, 10)], original)  # lies in it
    assert not supports(place, "x", [(9, 20)], original)
    assert not supports(place, "x", [(10, 20)], original)
    assert not supports(place, "x", [], original)


def test_a_span_beyond_the_text_lies_in_nothing() -> None:
    place = Place("x", ((0, 2),))
    assert not supports(place, "x", [(5, 9)], "甲乙丙")
    assert covered(place, "x", [(1, 99)], "甲乙丙") == 1 / 2
    assert not covers(Place("x", ((0, 3),)), "x", (-3, 0), "甲乙丙")
