"""The assistant: an index, a model and a reader that answer questions with quotes."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from concurrent.futures import ThreadPoolExecutor
from copy import copy
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from index.embedding import Embedder, open_embedder
from index.folding import fold
from index.opening import Location, check_model, open_store
from index.roles import Role
from index.store import DocumentInfo, PassageStore, StoredDocument
from rag.answer import Answer, Outcome, Quote
from rag.checks import contradiction
from rag.citing import make_quote
from rag.clock import Clock, Stage
from rag.composite import compose
from rag.confidence import load_confidence
from rag.coverage import Words, question_words
from rag.deciding import Considered, decide
from rag.named_document import Titles
from rag.open_reader import open_reader
from rag.passage_context import with_context
from rag.proposals import Proposal, propose
from rag.question import Kind, Question, read_question
from rag.reader import Reading
from rag.reranking import rerank
from rag.retrieval import Ranked, retrieve
from rag.rule_reader import RuleReader
from rag.settings import Settings, load_settings
from rag.tracing import retrieved, trace
from rag.two_askings import compose_two
from rag.understanding import Understanding, Understood

__all__ = ["Assistant", "Stage"]

SHOWN = 10
"""How many retrieved passages an answer lists."""
READ = 5
"""How many of them that have body text are read for an answer."""
FAR_BEHIND = 3.0
"""A passage whose fused score is so far behind the first one's is read only before a no."""
READ_BEFORE_NO = 6
"""How many passages are read, however far behind, before the answer is that there is none: reading ten
answers none of 1,116 questions better."""
_SAMPLE = "问津"
"""Any text will do to load models and tables."""


class Assistant:
    """Answers questions from one generation of an index.

    Open it with :meth:`open`. It may be used from several threads.
    """

    def __init__(
        self,
        index: Location,
        settings: Settings,
        *,
        by_rule: bool = False,
        embedder: Embedder | None = None,
    ) -> None:
        """
        :param index: The index folder, or where in Milvus it is.
        :param settings: Where models are, and which one to use.
        :param by_rule: Mark answers by rule even where there is a trained reader.
        :param embedder: The model, where it is open already.
        :raises WenjinError: The index or the model cannot be used; the line says why.
        """
        self._embedder = embedder or open_embedder(settings.model, settings.models)
        self._open(index)
        self._reader = None if by_rule else open_reader(self._embedder)

    def _open(self, index: Location, sharing: PassageStore | None = None) -> None:
        self._store, manifest = open_store(index, sharing)
        try:
            check_model(manifest, self._embedder, index)
            self._listed = tuple(self._store.documents())
            self._documents = {info.source: info for info in self._listed}
            self._titles = Titles(self._listed)
            self._understanding = Understanding(self._store)
        except Exception:
            self._store.close()
            raise

    @classmethod
    def open(cls, index: Path | str | None = None, settings: Settings | None = None) -> Assistant:
        """The assistant of an index.

        :param index: The index folder, or where in Milvus it is; None for the one in the settings.
        :param settings: None for those of the environment and the settings file.
        :raises WenjinError: The index or the model cannot be used; the line says why.
        """
        settings = settings or load_settings()
        return cls(settings.location if index is None else index, settings)

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
        return list(self._listed)

    def document(self, source: str) -> StoredDocument:
        """A document with its text.

        :raises KeyError: The index has none of that name.
        """
        return self._store.document(source)

    def reopened(self, index: Location) -> Assistant:
        """Another assistant of an index's current generation, with the models of this one.

        :raises WenjinError: The index cannot be used with them; the line says why.
        """
        other = copy(self)
        other._open(index, sharing=self._store)
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
        clock = Clock(stage)
        answer, understood = self._likeliest(
            self._understanding.read(question, history), within, clock
        )
        return replace(
            answer,
            question=question,
            understood=understood.shown,
            generation=self.generation,
            timings_ms=clock.finish(),
        )

    def _likeliest(
        self, understood: Understood, within: Collection[str] | None, clock: Clock
    ) -> tuple[Answer, Understood]:
        """The surest answer of a question's readings, preference counted in."""
        tried: list[tuple[float, Answer, Understood]] = []
        for reading in understood.readings:
            if any(worth >= 1 + reading.preference for worth, *_ in tried):
                break
            answer = self._ask(reading.question, within, clock)
            worth = answer.confidence + reading.preference
            if answer.outcome is Outcome.NOT_FOUND:
                # Where no reading finds anything, the question is shown as it was typed.
                worth = -1.0 if reading is understood else -2.0
            tried.append((worth, answer, reading))
        _, answer, reading = max(tried, key=lambda one: one[0])
        return answer, reading

    def _ask(self, question: Question, within: Collection[str] | None, clock: Clock) -> Answer:
        documents: Sequence[DocumentInfo] = self._listed
        if within is not None:
            documents = [info for info in documents if info.source in within]
        if named := self._titles.named(question.text, within):
            within = named

        def ask_one(part: str, sources: Collection[str] | None) -> Answer:
            chosen = within if sources is None else sources
            return self._answer(read_question(part), chosen, clock)

        return (
            compose(question.text, documents, ask_one)
            or compose_two(question.text, ask_one)
            or self._answer(question, within, clock)
        )

    def consider(self, question: str, history: Sequence[str] = ()) -> Considered:
        """What :meth:`ask` decides from for one place; the confidence model is fitted on it.

        :raises UsageError: The question is empty or too long.
        """
        understood = self._understanding.read(question, history)
        return self._consider(understood.question, None, Clock(None))

    def _answer(self, asked: Question, within: Collection[str] | None, clock: Clock) -> Answer:
        considered = self._consider(asked, within, clock)
        with clock.stage("decide"):
            model = load_confidence(self.reader)
            decision = decide(considered, model, self._quote)
            passages = rerank(considered.ranked, decision.scored)
            quotes, answered = decision.quotes, decision.outcome is Outcome.ANSWERED
            return Answer(
                question=asked.text,
                outcome=decision.outcome,
                answer=(quotes[0].answer or None) if answered else None,
                confidence=decision.confidence,
                quotes=quotes,
                passages=tuple(
                    retrieved(passage, self._documents[passage.stored.source].title, reading)
                    for passage, reading in passages
                ),
                timings_ms={},
                reason=decision.reason,
                parts=decision.parts,
                relation=decision.relation,
                trace=trace(considered, decision, model),
            )

    def _consider(
        self, asked: Question, within: Collection[str] | None, clock: Clock
    ) -> Considered:
        with clock.stage("search"):
            ranked = retrieve(self._store, self._embedder, asked, self._documents, SHOWN, within)
        with clock.stage("read"):
            words = question_words(asked, self._store)
            front = _front(asked, ranked)
            readings = self._read(asked, words, front)
            considered = self._weigh(asked, words, ranked, readings)
            if not self._is_found(considered) and len(front) < READ_BEFORE_NO:
                rest = self._read(asked, words, ranked[len(front) : READ_BEFORE_NO])
                considered = self._weigh(asked, words, ranked, readings.followed_by(rest))
        return considered

    def _weigh(
        self, asked: Question, words: Words, ranked: Sequence[Ranked], readings: _Readings
    ) -> Considered:
        proposals = propose(
            asked, words, ranked, readings.by_reader, readings.by_rule, self._documents
        )
        refused = {
            proposal: contradiction(
                asked,
                words,
                proposal,
                self._documents[proposal.ranked.stored.source].places,
                partial(self._text, proposal.ranked.stored.source),
            )
            for proposal in proposals
        }
        return Considered(
            asked,
            tuple(ranked),
            tuple(proposal for proposal, rule in refused.items() if rule is None),
            tuple((proposal, rule) for proposal, rule in refused.items() if rule is not None),
        )

    def _is_found(self, considered: Considered) -> bool:
        """Whether a proposal is likely enough to be answered with."""
        model = load_confidence(self.reader)
        return any(
            model.probability(proposal.features) >= model.threshold
            for proposal in considered.proposals
        )

    def _text(self, source: str) -> str:
        return fold(self._store.document(source).original).text

    def _read(self, asked: Question, words: Words, ranked: Sequence[Ranked]) -> _Readings:
        """What the reader and the rules mark in passages.

        The rules read a passage alone, the reader with what it stands under.
        """
        passages = [passage.stored.passage for passage in ranked]
        by_rule = RuleReader(asked, words).read(asked.text, [p.text for p in passages])
        if self._reader is None:
            return _Readings(by_rule, by_rule)
        places = (self._documents[passage.stored.source].places for passage in ranked)
        texts = [with_context(*pair) for pair in zip(passages, places, strict=True)]
        readings = self._reader.read(asked.text, [text for text, _ in texts])
        own = [reading.without(front) for reading, (_, front) in zip(readings, texts, strict=True)]
        return _Readings(own, by_rule)

    def _quote(self, proposal: Proposal, score: float) -> Quote:
        document = self._store.document(proposal.ranked.stored.source)
        return make_quote(document, proposal, score)


@dataclass(frozen=True)
class _Readings:
    """What the reader and the rules mark in the first passages, in their order."""

    by_reader: Sequence[Reading]
    by_rule: Sequence[Reading]

    def followed_by(self, rest: _Readings) -> _Readings:
        return _Readings([*self.by_reader, *rest.by_reader], [*self.by_rule, *rest.by_rule])


def _front(asked: Question, ranked: Sequence[Ranked]) -> Sequence[Ranked]:
    """The passages to read: captions and headings among them take no place of body text.

    A heading or byline that is asked for has few of the question's words, so none is far behind.
    """
    of_blocks = asked.kind is Kind.TITLE or asked.credit is not None
    body = 0
    for count, passage in enumerate(ranked):
        is_far = passage.fused < ranked[0].fused - FAR_BEHIND
        if body == READ or (is_far and not of_blocks):
            return ranked[:count]
        body += any(role is Role.BODY for _, role in passage.stored.passage.parts)
    return ranked
