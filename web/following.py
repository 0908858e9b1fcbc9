"""A question in line as the event loop sees it: its stages, its answer, and whoever leaves."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator, Awaitable, Callable
from types import TracebackType
from typing import Any

from rag.answer import Answer
from web.contract import AskRequest
from web.desk import Desk, Gone

_SIGN_OF_LIFE = 10.0
"""After so many seconds without a stage there is an empty one, so that a stream stays open."""

Receive = Callable[[], Awaitable[Any]]


class Following:
    """Puts a question in line and tells what becomes of it; a context manager.

    Where the client leaves, or the block does before the answer is there, a question that waits is
    taken out of the line, and one at work ends with the stage it is at.
    """

    def __init__(self, desk: Desk, asked: AskRequest, receive: Receive) -> None:
        """
        :param desk: Where the question lines up.
        :param asked: The question.
        :param receive: The ASGI channel on which the client's leaving is told; its body is read.
        :raises Busy: The line is full.
        """
        self._loop = asyncio.get_running_loop()
        self._stages: asyncio.Queue[str | None] = asyncio.Queue()
        self._left = threading.Event()
        self._answer = asyncio.wrap_future(
            desk.submit(asked.question, asked.history, asked.within, self._tell)
        )
        self._answer.add_done_callback(lambda _: self._stages.put_nowait(None))
        self._listening = asyncio.create_task(self._listen(receive))

    def __enter__(self) -> Following:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._left.set()
        self._listening.cancel()
        self._answer.cancel()

    async def stages(self) -> AsyncIterator[str]:
        """The name of each stage as it begins, until the answer is there.

        :raises Gone: The client left.
        """
        while True:
            try:
                stage = await asyncio.wait_for(self._stages.get(), _SIGN_OF_LIFE)
            except TimeoutError:
                yield ""
                continue
            if stage is None:
                if self._left.is_set():
                    raise Gone
                return
            yield stage

    async def answer(self) -> Answer:
        """The answer.

        :raises Gone: The client left.
        :raises WenjinError: The question could not be answered; the line says why.
        """
        if not self._answer.done():
            async for _ in self.stages():
                pass
        return await self._answer

    def _tell(self, stage: str) -> None:
        if self._left.is_set():
            raise Gone
        self._loop.call_soon_threadsafe(self._stages.put_nowait, stage)

    async def _listen(self, receive: Receive) -> None:
        while (await receive())["type"] != "http.disconnect":
            pass
        self._left.set()
        self._stages.put_nowait(None)
