"""The counts, as Prometheus reads them."""

from __future__ import annotations

import httpx
from prometheus_client.parser import text_string_to_metric_families


def read_counts(client: httpx.Client) -> dict[tuple[str, ...], float]:
    response = client.get("/metrics")
    assert response.headers["content-type"].startswith("text/plain")
    return {
        (sample.name, *sample.labels.values()): sample.value
        for family in text_string_to_metric_families(response.text)
        for sample in family.samples
    }


def test_questions_are_counted_by_how_they_end(http: httpx.Client) -> None:
    before = read_counts(http)
    for question in ("沁县搬迁了多少人", "火星上有几个月亮", "永和县总人口是多少"):
        assert http.post("/api/ask", json={"question": question}).status_code == 200
    after = read_counts(http)
    for outcome in ("answered", "not_found", "damaged"):
        name = ("wenjin_questions_total", outcome)
        assert after[name] == before[name] + 1
    for stage in ("wait", "search", "read", "decide", "total"):
        name = ("wenjin_stage_seconds_count", stage)
        assert after[name] == before[name] + 3
        assert after["wenjin_stage_seconds_sum", stage] > before["wenjin_stage_seconds_sum", stage]


def test_every_outcome_is_there_before_it_happens(http: httpx.Client) -> None:
    counts = read_counts(http)
    for outcome in ("busy", "refused", "failed", "gone"):
        assert ("wenjin_questions_total", outcome) in counts


def test_the_index_and_the_line_are_told(http: httpx.Client) -> None:
    counts = read_counts(http)
    state = http.get("/healthz").json()
    assert counts["wenjin_documents",] == state["documents"]
    passages = sum(item["passages"] for item in http.get("/api/documents").json())
    assert counts["wenjin_passages",] == passages
    assert ("wenjin_index_info", state["generation"], "model") in counts or (
        "wenjin_index_info",
        state["generation"],
        "rules",
    ) in counts
    assert counts["wenjin_questions_working",] == counts["wenjin_questions_waiting",] == 0
