from __future__ import annotations

from pathlib import Path

import pytest

from rag import Assistant
from rag.explain import explain
from rag.settings import load_settings


@pytest.fixture(scope="module")
def assistant(home: Path) -> Assistant:
    return Assistant.open(home / "index", load_settings({"home": str(home)}, {}))


def test_the_trace_names_scores_ranks_rules_and_times(assistant: Assistant) -> None:
    answer = assistant.ask("沁县2020年农村居民人均收入是多少元")
    text = explain(answer, "zh")
    assert "沁县" in text and "2020" in text
    for label in ("向量", "BM25", "地点", "融合", "把握", "耗时", "search"):
        assert label in text
    first = answer.passages[0]
    assert f"{first.scores['fused']:.2f} ({first.ranks['fused']})" in text
    assert answer.trace is not None
    assert {weighed.rule for weighed in answer.trace.weighed} - {None}


def test_ranks_follow_the_scores(assistant: Assistant) -> None:
    passages = assistant.ask("永和县的贫困发生率").passages
    for name in ("dense", "lexical", "fused"):
        by_score = sorted(passages, key=lambda passage: -passage.scores[name])
        ranks = [passage.ranks[name] for passage in by_score]
        assert ranks == sorted(ranks)


def test_a_passage_that_answers_comes_before_one_that_does_not(assistant: Assistant) -> None:
    answer = assistant.ask("沁县搬迁了多少人")
    readings = [p.scores["reading"] for p in answer.passages if "reading" in p.scores]
    assert readings == sorted(readings, reverse=True)
    assert "6524" in answer.passages[0].text


def test_what_is_printed_steers_no_terminal(assistant: Assistant) -> None:
    answer = assistant.ask("沁县\x1b[31m搬迁了多少人")
    assert "\x1b" not in explain(answer, "en")
