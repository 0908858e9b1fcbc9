"""What is counted for Prometheus: questions, how long each stage takes, and the index in use."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Histogram,
    ProcessCollector,
    disable_created_metrics,
)
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.exposition import CONTENT_TYPE_LATEST, generate_latest
from prometheus_client.registry import Collector

from rag.answer import Answer, Outcome

if TYPE_CHECKING:
    from web.desk import Desk

disable_created_metrics()  # when each series began: twice the lines, and nobody reads them

CONTENT_TYPE = CONTENT_TYPE_LATEST

_OUTCOMES = (*(outcome.value for outcome in Outcome), "busy", "refused", "failed", "gone")
"""How questions end: with an answer's outcome; not taken as too many were there; refused as wrong;
failed by our fault; or left by who asked."""
_STAGES = ("wait", "search", "read", "decide", "total")
_BUCKETS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)


class Metrics:
    """The counts of one server, apart from those of any other in the process."""

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        ProcessCollector(registry=self._registry)
        self._questions = Counter(
            "wenjin_questions", "Questions by how they ended", ["outcome"], registry=self._registry
        )
        self._stages = Histogram(
            "wenjin_stage_seconds",
            "Seconds a question spent in each stage",
            ["stage"],
            buckets=_BUCKETS,
            registry=self._registry,
        )
        # each series is there from the start, or a rate over the first question would be lost
        for outcome in _OUTCOMES:
            self._questions.labels(outcome)
        for stage in _STAGES:
            self._stages.labels(stage)

    def watch(self, desk: Desk) -> None:
        """Tells of this desk's line and index whenever the counts are read."""
        self._registry.register(_State(desk))

    def answered(self, answer: Answer) -> None:
        """Counts an answer and its stages."""
        self.count(answer.outcome.value)
        for stage, milliseconds in answer.timings_ms.items():
            if stage in _STAGES:
                self.took(stage, milliseconds / 1000)

    def count(self, outcome: str) -> None:
        """Counts a question that ended so."""
        self._questions.labels(outcome).inc()

    def took(self, stage: str, seconds: float) -> None:
        """Notes how long a stage took."""
        self._stages.labels(stage).observe(seconds)

    def render(self) -> bytes:
        """All counts in Prometheus' text format."""
        return generate_latest(self._registry)


class _State(Collector):
    """What is so at the moment: the line at the desk, and the index that answers."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def describe(self) -> list[Metric]:
        return []

    def collect(self) -> Iterator[Metric]:
        desk = self._desk
        yield _gauge("wenjin_questions_working", "Questions at work", desk.working)
        yield _gauge("wenjin_questions_waiting", "Questions waiting in line", desk.waiting)
        with desk.live.use() as assistant:
            documents = assistant.documents()
            info = GaugeMetricFamily(
                "wenjin_index_info",
                "The generation of the index that answers, and what marks answers",
                labels=["generation", "reader"],
            )
            info.add_metric([assistant.generation, assistant.reader], 1)
        yield info
        yield _gauge("wenjin_documents", "Documents in the index", len(documents))
        passages = sum(document.passages for document in documents)
        yield _gauge("wenjin_passages", "Passages in the index", passages)
        yield _gauge(
            "wenjin_index_problem",
            "1 where the generation current on disk cannot be used, and an older one answers",
            int(desk.live.problem is not None),
        )


def _gauge(name: str, meaning: str, value: int) -> GaugeMetricFamily:
    return GaugeMetricFamily(name, meaning, value=value)
