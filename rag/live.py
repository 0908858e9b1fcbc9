"""An assistant that stays with the index's current generation while the index changes."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Collection, Hashable, Iterator, Sequence
from contextlib import contextmanager

from index.errors import WenjinError
from index.opening import Location, current_mark, current_name
from index.store import DocumentInfo, StoredDocument
from rag.answer import Answer
from rag.assistant import Assistant, Stage
from rag.settings import Settings

_log = logging.getLogger(__name__)

_SAMPLE = "问津有多少读者？"
_TRY_AGAIN = 30.0
"""After so many seconds a generation that could not be opened is tried once more."""
_POLL = 1.0
"""An index on another machine is asked for its current generation once in so many seconds."""


class _Held:
    """An open assistant and how many are using it; closed once it is retired and nobody is."""

    def __init__(self, assistant: Assistant) -> None:
        self.assistant = assistant
        self.users = 0
        self.retired = False


class LiveAssistant:
    """The assistant of an index's current generation, opened again when another is current.

    Whoever asks first after a change opens the new generation and waits for it; others are
    answered from the old one meanwhile. Models are loaded once for all generations. A generation
    that cannot be opened changes nothing but `problem`. It may be used from several threads.
    """

    def __init__(self, index: Location, settings: Settings) -> None:
        """
        :param index: The index folder, or where in Milvus it is.
        :param settings: Where models are, and which one to use.
        :raises WenjinError: The index or the model cannot be used; the line says why.
        """
        self._index = index
        self._lock = threading.Lock()
        self._opening = threading.Lock()
        self._polled: tuple[float, Hashable | None] = (float("-inf"), None)
        self._seen = self._mark()
        self._tried = time.monotonic()
        self._held = _Held(Assistant(index, settings))
        name, served = current_name(index), self._held.assistant.generation
        self._problem = _not_usable(name, served) if served < name else None

    @property
    def problem(self) -> WenjinError | None:
        """Why the generation that is current on disk is not the one that answers, if so."""
        return self._problem

    @property
    def generation(self) -> str:
        """The name of the generation that answers."""
        with self.use() as assistant:
            return assistant.generation

    @property
    def reader(self) -> str:
        """How answers are marked; see `Assistant.reader`."""
        return self._held.assistant.reader

    @contextmanager
    def use(self) -> Iterator[Assistant]:
        """The assistant of the current generation, which stays open until the block ends.

        All that is read in one block is of one generation.
        """
        self._follow()
        with self._lock:
            held = self._held
            held.users += 1
        try:
            yield held.assistant
        finally:
            with self._lock:
                held.users -= 1
            self._close_unused(held)

    def refresh(self) -> None:
        """Takes up the current generation, waiting for whoever is opening it already.

        After a build of one's own: whatever is read next is of it, or of a newer one.
        """
        self._follow(wait=True)

    def warm_up(self) -> None:
        """Loads what the first question would wait for, by asking one."""
        with self.use() as assistant:
            assistant.warm_up()
            assistant.ask(_SAMPLE)

    def ask(
        self,
        question: str,
        history: Sequence[str] = (),
        within: Collection[str] | None = None,
        stage: Stage | None = None,
    ) -> Answer:
        """Answers a question from the current generation; see `Assistant.ask`."""
        with self.use() as assistant:
            return assistant.ask(question, history, within, stage)

    def documents(self) -> list[DocumentInfo]:
        """The documents of the current generation; see `Assistant.documents`."""
        with self.use() as assistant:
            return assistant.documents()

    def document(self, source: str) -> StoredDocument:
        """A document of the current generation.

        :raises KeyError: It has none of that name.
        """
        with self.use() as assistant:
            return assistant.document(source)

    def close(self) -> None:
        """Lets go of the index's files, once nobody uses them."""
        with self._lock:
            held = self._held
            held.retired = True
        self._close_unused(held)

    def _follow(self, wait: bool = False) -> None:
        """Opens the current generation where the pointer is another than the one last seen."""
        due = wait or self._is_due(self._mark())
        if not due or not self._opening.acquire(blocking=wait):
            return
        try:
            mark = self._mark(fresh=wait)
            if self._is_due(mark):
                self._seen, self._tried = mark, time.monotonic()
                self._problem = self._reopen()
        finally:
            self._opening.release()

    def _mark(self, fresh: bool = False) -> Hashable | None:
        """What tells one current generation from another; see `index.opening.current_mark`.

        :param fresh: Ask, however short a time ago it was asked for.
        """
        asked, mark = self._polled
        now = time.monotonic()
        if fresh or not isinstance(self._index, str) or now - asked >= _POLL:
            mark = current_mark(self._index)
            self._polled = (now, mark)
        return mark

    def _is_due(self, mark: Hashable | None) -> bool:
        if mark is None or self._held.retired:
            # without a pointer there is nothing to follow; what is open is whole and goes on
            return False
        if mark != self._seen:
            return True
        return self._problem is not None and time.monotonic() - self._tried > _TRY_AGAIN

    def _reopen(self) -> WenjinError | None:
        """Puts the current generation in the place of the open one, or says why it cannot."""
        old = self._held.assistant
        name = current_name(self._index)
        try:
            new = old.reopened(self._index)
        except WenjinError as error:
            return error
        except Exception:
            # a generation that goes away while it is opened fails in whatever reads it
            _log.exception("the generation %s could not be opened", name)
            return _not_usable(name, old.generation)
        if new.generation < name:
            # a damaged one was passed over for one before it; what is open came through as well
            new.close()
            return _not_usable(name, old.generation)
        with self._lock:
            before, self._held = self._held, _Held(new)
            before.retired = True
        self._close_unused(before)
        return None

    def _close_unused(self, held: _Held) -> None:
        with self._lock:
            last = held.retired and held.users == 0
        if last:
            held.assistant.close()


def _not_usable(name: str, served: str) -> WenjinError:
    return WenjinError(
        f"索引的当前一代 {name} 不能用，仍由 {served} 回答。请重新运行 wenjin index 建立索引",
        f"the index's current generation {name} cannot be used; {served} goes on answering. "
        "Run wenjin index again to rebuild it",
    )
