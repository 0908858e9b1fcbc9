"""An answer as server-sent events: each stage as it begins, and at last the answer."""

from __future__ import annotations

import json

from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from web.desk import Gone
from web.errors import error_line
from web.following import Following

_BREAKS = {ord(c): f"\\u{ord(c):04x}" for c in "\x85\u2028\u2029"}
"""What JSON leaves as it is and some clients take for the end of a line."""


class AnswerStream(Response):
    """Sends `stage` events, then one `answer` with the JSON contract, or one `error`.

    The client's leaving ends the question.
    """

    media_type = "text/event-stream"

    def __init__(self, following: Following, language: str) -> None:
        """
        :param following: The question, in line already.
        :param language: That of an error, `zh` or `en`.
        """
        super().__init__(headers={"Cache-Control": "no-store", "X-Accel-Buffering": "no"})
        del self.headers["content-length"]
        self._following = following
        self._language = language

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def write(text: str, more: bool = True) -> None:
            await send({"type": "http.response.body", "body": text.encode(), "more_body": more})

        with self._following as following:
            await send(
                {
                    "type": "http.response.start",
                    "status": self.status_code,
                    "headers": self.raw_headers,
                }
            )
            try:
                async for stage in following.stages():
                    await write(event("stage", {"stage": stage}) if stage else ":\n\n")
                await write(event("answer", (await following.answer()).to_dict()))
            except Gone:
                return
            except Exception as error:
                await write(event("error", {"error": error_line(error, self._language)}))
            await write("", more=False)


def event(name: str, data: object) -> str:
    """A server-sent event whose data is JSON, in the one line that the format asks for."""
    line = json.dumps(data, ensure_ascii=False).translate(_BREAKS)
    return f"event: {name}\ndata: {line}\n\n"
