"""Questions and answers made by hand for the tests of this room."""

from __future__ import annotations

from typing import Any

from eval.question_set import Evidence, Question, split_of

ORIGINALS = {
    "a.txt": "甲縣搬遷2474戶6524人。投入3.6億元。农村基\n\n图为某地。\n\n础设施好。"
    "甲縣搬遷2474戶6524人。",
    "b.txt": "乙县搬迁3000人；乙县有不足10万人。",
}

SETTINGS: dict[str, Any] = {
    "created": "2030-01-01T00:00:00+00:00",
    "set": {"name": "set.jsonl", "sha256": "0", "split": "all"},
    "index": {"generation": "g", "documents": 2, "passages": 3},
    "model": {"name": "m", "fingerprint": "f"},
    "machine": {"cores": 2},
    "versions": {"python": "3"},
}
"""What a run says it was made with."""


def question(id: str = "one", **changes: Any) -> Question:
    """A question of a.txt; evidence as (source, quote) pairs."""
    fields: dict[str, Any] = {
        "question": "甲县搬迁了多少人？",
        "answers": ("6524人", "2474户6524人"),
        "evidence": (("a.txt", "甲縣搬遷2474戶6524人。"),),
        "answerable": True,
        "tags": frozenset({"how_many"}),
        "history": (),
        "note": "",
        "fact": id,
    }
    fields.update(changes)
    fields["evidence"] = tuple(Evidence(*pair) for pair in fields["evidence"])
    fields["tags"] = frozenset(fields["tags"])
    return Question(id=id, split=split_of(fields["fact"]), **fields)


def unanswerable(id: str = "none", **changes: Any) -> Question:
    """A question without an answer."""
    fields: dict[str, Any] = {"answers": (), "evidence": (), "tags": {"near_miss"}}
    return question(id, answerable=False, **{**fields, **changes})


def quote(source: str, *pieces: str, text: str | None = None) -> dict[str, Any]:
    """A quote of the JSON contract whose spans are the first occurrences of some pieces."""
    original = ORIGINALS[source]
    spans = [[original.index(p), original.index(p) + len(p)] for p in pieces]
    return {
        "source": source,
        "title": "题",
        "spans": spans,
        "start": spans[0][0],
        "end": spans[-1][1],
        "text": "".join(pieces) if text is None else text,
        "answer_spans": [],
        "passage": [spans[0][0], spans[-1][1]],
        "score": 0.9,
    }


def passage(source: str, start: int = 0, end: int | None = None) -> dict[str, Any]:
    """A retrieved passage; the whole document by default."""
    stop = len(ORIGINALS[source]) if end is None else end
    text = ORIGINALS[source][start:stop]
    scores = {"dense": 0.5, "lexical": 2.0}
    return {
        "source": source,
        "start": start,
        "end": stop,
        "score": 1.0,
        "text": text,
        "scores": scores,
    }


def answer(
    text: str | None = "6524人",
    outcome: str = "answered",
    quotes: list[dict[str, Any]] | None = None,
    passages: list[dict[str, Any]] | None = None,
    confidence: float = 0.9,
) -> dict[str, Any]:
    """An answer of the JSON contract; by default right for `question()`."""
    first = quote("a.txt", "甲縣搬遷2474戶6524人。")
    return {
        "question": "?",
        "outcome": outcome,
        "answer": text,
        "confidence": confidence,
        "quotes": [first] if quotes is None else quotes,
        "passages": [passage("a.txt")] if passages is None else passages,
        "timings_ms": {"search": 1.0},
        "understood": None,
        "reason": "quoted",
    }


def declined(confidence: float = 0.1) -> dict[str, Any]:
    """An answer that says the documents do not say."""
    return answer(None, "not_found", [], confidence=confidence)
