"""The tools, by the real client of the protocol, over HTTP and over standard streams."""

from __future__ import annotations

import asyncio
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Any

import httpx
import pytest
from mcp import Client, StdioServerParameters

if TYPE_CHECKING:
    from conftest import Programs

QUESTION = "沁县搬迁了多少人"
_SERVE = """
import sys
from rag.settings import load_settings
from web.mcp_tool import serve_stdio
serve_stdio(load_settings({"index": sys.argv[1], "home": sys.argv[2]}, {}))
"""


def talk(server: Any, *calls: tuple[str, dict[str, Any]], mode: str = "auto") -> list[Any]:
    """The tools, and the result of each call."""

    async def run() -> list[Any]:
        async with Client(server, mode=mode, read_timeout_seconds=60) as client:
            results: list[Any] = [(await client.list_tools()).tools]
            for name, arguments in calls:
                results.append(await client.call_tool(name, arguments))
            return results

    # in a thread of its own: the browser of other tests keeps an event loop in this one
    with ThreadPoolExecutor(max_workers=1) as pool:
        return pool.submit(asyncio.run, run()).result()


@pytest.mark.parametrize("mode", ["auto", "legacy"])
def test_quotes_come_with_citations_and_verbatim(programs: Programs, mode: str) -> None:
    tools, result = talk(
        f"{programs.url}/mcp", ("ask_documents", {"question": QUESTION}), mode=mode
    )
    assert {tool.name for tool in tools} == {"ask_documents", "list_documents"}
    assert all(tool.annotations.read_only_hint for tool in tools)
    assert not result.is_error
    found = result.structured_content
    assert found["outcome"] == "answered"
    first = found["quotes"][0]
    original = httpx.get(
        f"{programs.url}/api/documents/{first['source']}/original", trust_env=False
    ).content.decode()
    assert first["quote"] == "".join(original[a:b] for a, b in first["spans"])
    assert "6524人" in first["quote"]
    assert first["source"] in first["citation"] and first["title"] in first["citation"]
    text = result.content[0].text
    assert first["quote"] in text and first["citation"] in text


def test_what_is_not_said_is_said_to_be_so(programs: Programs) -> None:
    _, nothing, damaged, follow_up = talk(
        f"{programs.url}/mcp",
        ("ask_documents", {"question": "火星上有几个月亮"}),
        ("ask_documents", {"question": "永和县总人口是多少"}),
        ("ask_documents", {"question": "那太原市呢", "history": ["昔阳县累计脱贫多少人"]}),
    )
    assert nothing.structured_content["outcome"] == "not_found"
    assert nothing.structured_content["quotes"] == []
    assert "没有说" in nothing.content[0].text
    assert damaged.structured_content["outcome"] == "damaged"
    assert damaged.structured_content["answer"] is None
    assert damaged.structured_content["quotes"][0]["damaged"]
    assert "太原市" in follow_up.structured_content["understood"]


def test_a_wrong_call_is_an_error_of_the_tool(programs: Programs) -> None:
    _, empty, missing, wrong, unknown = talk(
        f"{programs.url}/mcp",
        ("ask_documents", {"question": "  "}),
        ("ask_documents", {"question": QUESTION, "within": ["missing.txt"]}),
        ("ask_documents", {"question": 3}),
        ("list_documents", {"limit": 0}),
    )
    assert all(result.is_error for result in (empty, missing, wrong, unknown))
    assert empty.content[0].text.startswith("问题是空的")
    assert "missing.txt" in missing.content[0].text


def test_documents_are_listed_page_by_page(programs: Programs, http: httpx.Client) -> None:
    listed = http.get("/api/documents").json()
    _, all_, second = talk(
        f"{programs.url}/mcp",
        ("list_documents", {}),
        ("list_documents", {"start": 1, "limit": 1}),
    )
    assert all_.structured_content["total"] == len(listed)
    sources = [item["source"] for item in all_.structured_content["documents"]]
    assert sources == [item["source"] for item in listed]
    assert [item["source"] for item in second.structured_content["documents"]] == sources[1:2]


def test_the_tools_are_served_over_standard_streams(programs: Programs, home: Path) -> None:
    root = str(Path(__file__).resolve().parents[3])
    server = StdioServerParameters(
        command=sys.executable,
        args=["-c", _SERVE, str(programs.index), str(home)],
        env={"PYTHONPATH": root, "PYTHONUTF8": "1", "HF_HUB_OFFLINE": "1"},
    )
    tools, result = talk(server, ("ask_documents", {"question": QUESTION}))
    assert {tool.name for tool in tools} == {"ask_documents", "list_documents"}
    assert "6524人" in result.structured_content["quotes"][0]["quote"]
