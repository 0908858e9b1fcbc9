"""What a program sends: its body within bounds, its fields checked, and its language."""

from __future__ import annotations

from typing import Any

from fastapi import Request
from pydantic import ValidationError

from index.errors import UsageError
from rag.question import check_question
from web.contract import AskRequest

LARGEST_BODY = 256 * 1024
"""The largest request that is read, in bytes: a long history fits many times over."""
LONGEST_HISTORY = 100
_LONGEST_NAME = 40
_LANGUAGES = ("zh", "en")


class TooLarge(UsageError):
    """A request of more bytes than are read."""


async def read_request(request: Request) -> AskRequest:
    """The question of a request, checked.

    :raises TooLarge: The body has more bytes than are read.
    :raises UsageError: It is not as the contract says; the line names the field.
    """
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > LARGEST_BODY:
            raise TooLarge(
                f"请求太大，最多 {LARGEST_BODY // 1024} KiB",
                f"the request is too large, at most {LARGEST_BODY // 1024} KiB are taken",
            )
    try:
        asked = AskRequest.model_validate_json(bytes(body))
    except ValidationError as error:
        raise _explain(error) from error
    check_question(asked.question)
    return asked.model_copy(update={"history": asked.history[-LONGEST_HISTORY:]})


def language_of(request: Request, default: str) -> str:
    """The language asked for by `Accept-Language`, `zh` or `en`; else the default."""
    wanted: list[tuple[float, str]] = []
    for item in request.headers.get("accept-language", "").lower().split(","):
        tag, _, weight = item.strip().partition(";q=")
        name = tag.strip().partition("-")[0]
        if name in _LANGUAGES:
            wanted.append((_weight(weight), name))
    best = max(wanted, key=lambda item: item[0], default=(0.0, default))
    return best[1] if best[0] > 0 else default


def _weight(text: str) -> float:
    try:
        return float(text) if text else 1.0
    except ValueError:
        return 0.0


def _explain(error: ValidationError) -> UsageError:
    """The first fault in a line."""
    fault: dict[str, Any] = dict(error.errors(include_url=False, include_input=False)[0])
    name = ".".join(str(part) for part in fault["loc"])[:_LONGEST_NAME]
    limit = fault.get("ctx", {}).get("max_length", 0)
    chinese, english = _FAULTS.get(fault["type"], _WRONG if name else _NOT_JSON)
    values = {"name": name, "limit": f"{limit:,}", "fields": "、".join(AskRequest.model_fields)}
    english_values = {**values, "fields": ", ".join(AskRequest.model_fields)}
    return UsageError(chinese.format(**values), english.format(**english_values))


_EXAMPLE = '{{"question": "…", "history": ["…"], "within": ["…"]}}'
_NOT_JSON = (f"请求应为 JSON：{_EXAMPLE}", f"the request should be JSON: {_EXAMPLE}")
_WRONG = (
    f"字段 {{name}} 的类型不对；请求应如 {_EXAMPLE}",
    f"the field {{name}} is of the wrong type; a request looks like {_EXAMPLE}",
)
_FAULTS = {
    "extra_forbidden": (
        "没有 {name} 这个字段；可用：{fields}",
        "there is no field {name}; fields: {fields}",
    ),
    "missing": ("缺少字段 {name}；可用：{fields}", "the field {name} is missing; fields: {fields}"),
    "string_too_long": (
        "{name} 太长，最多 {limit} 字，请缩短",
        "{name} is too long, at most {limit} characters; shorten it",
    ),
    "string_too_short": ("{name} 是空的，请写上问题", "{name} is empty; write a question"),
}
