"""What is sent to the API: read as the contract says, or refused in a line."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable

from fastapi import Request
from hazards import TEXTS, fuzzed, mutate
from hypothesis import example, given
from hypothesis import strategies as st

from index.errors import UsageError, WenjinError
from index.file_readers import READERS
from rag.question import LONGEST
from rag.shelf import safe_name
from web.contract import AskRequest
from web.request import language_of, read_request

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | TEXTS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXTS, inner, max_size=4),
    max_leaves=12,
)
ASKING = st.fixed_dictionaries(
    {},
    optional={
        "question": TEXTS | JSON,
        "history": st.lists(TEXTS, max_size=4) | JSON,
        "within": st.none() | st.lists(TEXTS, max_size=3) | JSON,
        "more": JSON,
    },
)


def _request(body: bytes, headers: dict[str, str] | None = None) -> Request:
    sent = [{"type": "http.request", "body": body, "more_body": False}]

    async def receive() -> dict[str, object]:
        return sent.pop(0)

    raw = [
        (name.encode(), value.encode("latin-1", "replace"))
        for name, value in (headers or {}).items()
    ]
    return Request({"type": "http", "method": "POST", "headers": raw}, receive)


def _read(body: bytes) -> None:
    try:
        asked = asyncio.run(read_request(_request(body)))
    except UsageError as error:
        for language in ("zh", "en"):
            assert error.message(language) and "\n" not in error.message(language)
    else:
        assert isinstance(asked, AskRequest) and 0 < len(asked.question) <= LONGEST


@fuzzed(150)
@given(data=ASKING | JSON)
def test_any_json(data: object, inputs: Callable[[str], None]) -> None:
    inputs("requests of JSON")
    _read(json.dumps(data).encode())


@fuzzed(100)
@given(data=st.binary(max_size=200), seed=st.integers(0, 2**32))
def test_any_bytes(data: bytes, seed: int, inputs: Callable[[str], None]) -> None:
    inputs("requests of any bytes")
    _read(data)
    whole = json.dumps({"question": "沁县搬迁了多少人", "history": ["甲"], "within": ["a.txt"]})
    _read(mutate(whole.encode(), seed, most=3))


@fuzzed(100)
@given(header=TEXTS)
def test_any_language_is_one_of_two(header: str, inputs: Callable[[str], None]) -> None:
    inputs("Accept-Language headers")
    assert language_of(_request(b"", {"accept-language": header}), "zh") in ("zh", "en")


@fuzzed(150)
@given(name=TEXTS, suffix=st.sampled_from(["", ".txt", ".PDF", ".docx ", ".html/", "\n.md"]))
@example(name="P\u200b\u0301", suffix=".txt")  # two spellings of one name once came of it
def test_any_name_becomes_a_safe_one(name: str, suffix: str, inputs: Callable[[str], None]) -> None:
    inputs("names of uploads")
    try:
        safe = safe_name(name + suffix)
    except WenjinError as error:
        assert "\n" not in str(error)
        return
    assert safe.isprintable() and len(safe.encode("utf-8")) <= 255
    assert not set(safe) & set('/\\:*?"<>|') and not safe.startswith(".")
    assert any(safe.lower().endswith(kind) for kind in READERS)
    assert safe_name(safe) == safe
