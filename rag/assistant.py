"""The assistant: an index, a model and a reader that answer questions with quotes."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from copy import copy
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from index.embedding import open_embedder
from index.opening import check_model, open_store
from index.passages import Passage
from index.store import DocumentInfo, StoredDocument
from rag.answer import Answer, Outcome, Quote, Retrieved, Trace, Weighed
from rag.checks import contradiction
from rag.citing import make_quote
from rag.confidence import Confidence, load_confidence
from rag.coverage import question_words
from rag.follow_up import complete
from rag.open_reader import open_reader
from rag.proposals import Proposal, propose
from rag.question import LONGEST, Question, check_question, read_question
from rag.reader import Reading, SpanCandidate
from rag.reranking import rerank
from rag.retrieval import Ranked, retrieve
from rag.rule_reader import RuleReader
from rag.settings import Settings, load_settings

SHOWN = 10
"""How many retrieved passages an answer lists."""
READ = 5
"""How many of them are read for an answer."""
QUOTES = 3
"""How many quotes an answer has at most."""
_ALSO = 0.75
"""A further quote is shown if its probability is at least this share of the first one's."""

_SAMPLE = "问津"
"""Any text will do to load models and tables."""

Stage = Callable[[str], None]


class Assistant:
    """Answers questions from one generation of an index.

    Open it with :meth:`open`. It may be used from several threads.
    """

    def __init__(self, index: Path, settings: Settings, *, by_rule: bool = False) -> None:
        """
        :param index: The index folder.
        :param settings: Where models are, and which one to use.
        :param by_rule: Mark answers by rule even where there is a trained reader.
        :raises WenjinError: The index or the model cannot be used; the line says why.
        """
        self._embedder = open_embedder(settings.model, settings.models)
        self._open(index)
        self._reader = None if by_rule else open_reader(self._embedder)

    def _open(self, index: Path) -> None:
        self._store, manifest = open_store(index)
        try:
            check_model(manifest, self._embedder, index)
            self._documents = {info.source: info for info in self._store.documents()}
        except Exception:
            self._store.close()
            raise

    @classmethod
    def open(cls, index: Path | str | None = None, settings: Settings | None = None) -> Assistant:
        """The assistant of an index.

        :param index: The index folder; None for the one in the settings.
        :param settings: None for those of the environment and the settings file.
        :raises WenjinError: The index or the model cannot be used; the line says why.
        """
        settings = settings or load_settings()
        return cls(Path(index) if index is not None else settings.index, settings)

    def warm_up(self) -> None:
        """Loads what the first question would wait for, the models beside the tables of text."""
        with ThreadPoolExecutor(max_workers=1) as pool:
            models = pool.submit(self._load_models)
            read_question(_SAMPLE)
            models.result()

    def _load_models(self) -> None:
        self._embedder.question(_SAMPLE)
        if self._reader is not None:
            self._reader.read(_SAMPLE, [_SAMPLE])

    @property
    def reader(self) -> str:
        """How answers are marked: by the trained `model`, or where it is absent by `rules`."""
        return "rules" if self._reader is None else "model"

    @property
    def generation(self) -> str:
        """The name of the index's generation in use."""
        return self._store.generation

    def documents(self) -> list[DocumentInfo]:
        """What the index knows of its documents, in the order of their sources."""
        return list(self._documents.values())

    def document(self, source: str) -> StoredDocument:
        """A document with its text.

        :raises KeyError: The index has none of that name.
        """
        return self._store.document(source)

    def reopened(self, index: Path) -> Assistant:
        """Another assistant of an index's current generation, with the models of this one.

        :raises WenjinError: The index cannot be used with them; the line says why.
        """
        other = copy(self)
        other._open(index)
        return other

    def close(self) -> None:
        """Lets go of the index's files."""
        self._store.close()

    def ask(
        self,
        question: str,
        history: Sequence[str] = (),
        within: Collection[str] | None = None,
        stage: Stage | None = None,
    ) -> Answer:
        """Answers a question.

        :param question: In any script, up to 1,000 characters.
        :param history: Earlier questions of the conversation, oldest first.
        :param within: Sources to look in; None means all.
        :param stage: Called with `search`, `read` and `decide` as each begins.
        :raises UsageError: The question is empty or too long.
        """
        clock = _Clock(stage)
        considered = self._consider(question, history, within, clock)
        with clock.stage("decide"):
            answer = self._decide(question, considered)
        return replace(answer, timings_ms=clock.finish())

    def consider(self, question: str, history: Sequence[str] = ()) -> Considered:
        """What :meth:`ask` decides from; the confidence model is fitted on it.

        :raises UsageError: The question is empty or too long.
        """
        return self._consider(question, history, None, _Clock(None))

    def _consider(
        self,
        question: str,
        history: Sequence[str],
        within: Collection[str] | None,
        clock: _Clock,
    ) -> Considered:
        check_question(question)
        understood = complete(question, [asked[:LONGEST] for asked in history])
        if understood is None:
            asked = read_question(question)
        else:
            asked = read_question(understood.text[:LONGEST], understood.asks)
        with clock.stage("search"):
            ranked = retrieve(self._store, self._embedder, asked, self._documents, SHOWN, within)
        with clock.stage("read"):
            words = question_words(asked, self._store)
            texts = [passage.stored.passage.text for passage in ranked[:READ]]
            by_rule = RuleReader(asked, words).read(asked.text, texts)
            readings = self._read(asked, ranked[:READ]) if self._reader else by_rule
            proposals = propose(asked, words, ranked, readings, by_rule)
            refused = {
                proposal: contradiction(
                    asked, proposal, self._documents[proposal.ranked.stored.source].places
                )
                for proposal in proposals
            }
        return Considered(
            asked,
            understood.text if understood else None,
            tuple(ranked),
            tuple(proposal for proposal, rule in refused.items() if rule is None),
            tuple((proposal, rule) for proposal, rule in refused.items() if rule is not None),
        )

    def _decide(self, question: str, considered: Considered) -> Answer:
        model = load_confidence(self.reader)
        ordered = sorted(
            considered.proposals, key=lambda proposal: model.rank(proposal.features), reverse=True
        )
        scored = [(model.probability(proposal.features), proposal) for proposal in ordered]
        best = scored[0][0] if scored else 0.0
        quotes: list[Quote] = []
        outcome, reason = Outcome.NOT_FOUND, "below_threshold"
        if best >= model.threshold:
            outcome, reason = Outcome.ANSWERED, "quoted"
            least = max(_ALSO * best, model.threshold)
            shown = [pair for pair in scored if pair[0] >= least][:QUOTES]
            if shown[0][1].is_damaged:
                outcome, reason = Outcome.DAMAGED, "answer_is_damaged"
                shown = [pair for pair in shown if pair[1].is_damaged]
            quotes = [self._quote(proposal, min(score, best)) for score, proposal in shown]
        return Answer(
            question=question,
            outcome=outcome,
            answer=(quotes[0].answer or None) if outcome is Outcome.ANSWERED else None,
            confidence=best,
            quotes=tuple(quotes),
            passages=tuple(
                self._retrieved(passage, reading)
                for passage, reading in rerank(considered.ranked, ordered, model)
            ),
            timings_ms={},
            understood=considered.understood,
            reason=reason,
            generation=self.generation,
            trace=_trace(considered, scored, model),
        )

    def _read(self, asked: Question, ranked: Sequence[Ranked]) -> list[Reading]:
        """Lets the reader read passages with the place they are about in front, which the text
        itself leaves to be understood (全县, 我市)."""
        heads = [self._head(passage.stored.source) for passage in ranked]
        texts = [passage.stored.passage.text for passage in ranked]
        whole = [head + text for head, text in zip(heads, texts, strict=True)]
        readings = self._reader.read(asked.text, whole) if self._reader else []
        return [
            Reading(
                tuple(
                    SpanCandidate(max(0, s.start - len(head)), s.end - len(head), s.score)
                    for s in reading.spans
                    if s.end > len(head)
                ),
                reading.no_answer,
            )
            for head, reading in zip(heads, readings, strict=True)
        ]

    def _head(self, source: str) -> str:
        places = self._documents[source].places
        return f"{places[0]}:" if places else ""

    def _quote(self, proposal: Proposal, score: float) -> Quote:
        document = self._store.document(proposal.ranked.stored.source)
        return make_quote(document, proposal, score)

    def _retrieved(self, ranked: Ranked, reading: float | None) -> Retrieved:
        stored = ranked.stored
        passage = stored.passage
        start, end = _extent(passage)
        return Retrieved(
            source=stored.source,
            title=self._documents[stored.source].title,
            start=start,
            end=end,
            text=passage.text,
            score=ranked.fused,
            scores={
                "dense": ranked.dense,
                "lexical": ranked.lexical,
                "place": ranked.place,
                "fused": ranked.fused,
                **({} if reading is None else {"reading": reading}),
            },
            ranks=ranked.ranks,
            also=tuple((copy.source, *_extent(copy.passage)) for copy in ranked.copies),
        )


def _extent(passage: Passage) -> tuple[int, int]:
    """Where a passage begins and ends in its original."""
    spans = passage.spans(0, len(passage.text))
    return spans[0][0], spans[-1][1]


def _trace(
    considered: Considered, scored: Sequence[tuple[float, Proposal]], model: Confidence
) -> Trace:
    asked = considered.asked
    weighed = [_weighed(proposal, score, None) for score, proposal in scored]
    weighed += [
        _weighed(proposal, model.probability(proposal.features), rule)
        for proposal, rule in considered.refused
    ]
    measure = asked.unit or asked.dimension
    return Trace(
        folded=asked.text,
        kind=asked.kind.value + (f": {measure}" if measure else ""),
        places=tuple(asked.text[place.start : place.end] for place in asked.places),
        years=asked.years,
        threshold=model.threshold,
        weighed=tuple(weighed),
    )


def _weighed(proposal: Proposal, probability: float, rule: str | None) -> Weighed:
    stored = proposal.ranked.stored
    answer = proposal.answer
    return Weighed(
        source=stored.source,
        spans=stored.passage.spans(*proposal.sentence),
        text=proposal.text,
        answer=stored.passage.text[slice(*answer)] if answer else None,
        probability=probability,
        rule=rule,
        features=asdict(proposal.features),
    )


@dataclass(frozen=True)
class Considered:
    """What was found for a question before anything was decided.

    `asked` is the question as it was searched with; `understood` its text where that is not what
    was typed; `refused` are proposals that contradict the question, each with the rule that says so.
    """

    asked: Question
    understood: str | None
    ranked: tuple[Ranked, ...]
    proposals: tuple[Proposal, ...]
    refused: tuple[tuple[Proposal, str], ...]


class _Clock:
    """Times the stages of one answer and tells who waits for it."""

    def __init__(self, stage: Stage | None) -> None:
        self._tell = stage
        self._begin = time.perf_counter()
        self._times: dict[str, float] = {}

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        if self._tell is not None:
            self._tell(name)
        begin = time.perf_counter()
        yield
        self._times[name] = (time.perf_counter() - begin) * 1000

    def finish(self) -> dict[str, float]:
        return {**self._times, "total": (time.perf_counter() - self._begin) * 1000}
