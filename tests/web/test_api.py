"""The HTTP API and what stands before it, against the running server."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import httpx
import pytest

if TYPE_CHECKING:
    from conftest import Server

QUESTION = "沁县搬迁了多少人"


def ask(client: httpx.Client, **request: object) -> httpx.Response:
    return client.post("/api/ask", json=request)


def test_the_headline_question_is_answered_with_a_verbatim_quote(
    client: httpx.Client, seeds: Path
) -> None:
    answer = ask(client, question=QUESTION).json()
    assert answer["outcome"] == "answered"
    assert answer["question"] == QUESTION
    quote = answer["quotes"][0]
    with open(seeds / quote["source"], encoding="utf-8", newline="") as file:
        original = file.read()
    assert quote["text"] == "".join(original[a:b] for a, b in quote["spans"])
    assert "2474户6524人" in quote["text"]
    assert answer["answer"] == "".join(original[a:b] for a, b in quote["answer_spans"])
    assert (quote["start"], quote["end"]) == (quote["spans"][0][0], quote["spans"][-1][1])


def test_an_answer_has_every_field_of_the_contract(client: httpx.Client) -> None:
    answer = ask(client, question=QUESTION).json()
    for name in "question outcome answer confidence quotes passages timings_ms".split():
        assert name in answer
    for name in "source title spans start end text answer_spans passage score".split():
        assert name in answer["quotes"][0]
    assert 0 < len(answer["passages"]) <= 10
    assert {"source", "start", "end", "score"} <= answer["passages"][0].keys()


def test_a_question_nothing_answers_is_not_found(client: httpx.Client) -> None:
    answer = ask(client, question="火星上有几个月亮").json()
    assert answer["outcome"] == "not_found"
    assert answer["quotes"] == [] and answer["answer"] is None
    assert answer["passages"]


def test_a_follow_up_is_understood_from_the_history(client: httpx.Client) -> None:
    answer = ask(client, question="那太原市呢", history=["昔阳县累计脱贫多少人"]).json()
    assert "太原市" in answer["understood"] and "脱贫" in answer["understood"]


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"not json",
        b"[]",
        b'{"question": 3}',
        b'{"history": []}',
        b'{"question": "x", "history": "y"}',
        b'{"question": "x", "history": [1]}',
        b'{"question": ""}',
        b'{"question": "  \\n "}',
        b'{"question": "' + "问".encode() * 1001 + b'"}',
        b"[" * 100_000,
        b"\xff\xfe",
    ],
)
def test_a_bad_request_gets_one_line(client: httpx.Client, body: bytes) -> None:
    response = client.post("/api/ask", content=body)
    assert response.status_code == 400
    line = response.json()["error"]
    assert line and "\n" not in line


def test_errors_are_in_the_language_asked_for(client: httpx.Client) -> None:
    english = client.post(
        "/api/ask", json={"question": ""}, headers={"Accept-Language": "en-GB,en;q=0.8"}
    )
    assert "empty" in english.json()["error"]
    assert "空" in client.post("/api/ask", json={"question": ""}).json()["error"]


def test_documents_are_listed_and_served_as_they_are(client: httpx.Client, seeds: Path) -> None:
    listed = {item["source"]: item for item in client.get("/api/documents").json()}
    for path in seeds.glob("*.txt"):
        with open(path, encoding="utf-8", newline="") as file:
            original = file.read()
        response = client.get(f"/api/documents/{path.name}/original")
        assert response.content.decode() == original
        assert response.headers["content-type"].startswith("text/plain")
        assert listed[path.name]["characters"] == len(original)


def test_a_document_is_never_served_as_markup(client: httpx.Client, server: Server) -> None:
    response = client.get("/api/documents/markup.txt/original?download=1")
    assert response.text == server.awkward["markup.txt"]
    assert response.headers["content-type"] == "text/plain; charset=utf-8"
    assert response.headers["x-content-type-options"] == "nosniff"
    assert response.headers["content-disposition"] == "attachment; filename*=UTF-8''markup.txt"
    assert "sandbox" in response.headers["content-security-policy"]


@pytest.mark.parametrize(
    "source", ["missing.txt", "../../etc/passwd", "..%2f..%2fetc%2fpasswd", "%0d%0aX-Bad:%201"]
)
def test_only_indexed_documents_are_served(client: httpx.Client, source: str) -> None:
    for address in (f"/api/documents/{source}", f"/api/documents/{source}/original"):
        response = client.get(address)
        assert response.status_code == 404
        assert "x-bad" not in response.headers


def test_the_server_says_that_it_is_well(client: httpx.Client, server: Server) -> None:
    state = client.get("/healthz").json()
    assert state["status"] == "ok"
    assert state["documents"] == 5 + len(server.awkward)


@pytest.mark.parametrize("path", ["/", "/healthz", "/api/documents", "/wenjin/style.css"])
def test_every_answer_carries_safe_headers(client: httpx.Client, path: str) -> None:
    headers = client.get(path).headers
    assert "frame-ancestors 'none'" in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["x-frame-options"] == "DENY"


def test_a_request_that_is_too_large_is_refused(client: httpx.Client) -> None:
    response = client.post("/api/ask", content=b'{"question": "' + b"x" * 300_000 + b'"}')
    assert response.status_code == 413
    assert "256 KiB" in response.json()["error"]


def test_a_large_request_to_the_page_is_refused(client: httpx.Client) -> None:
    response = client.post("/gradio_api/queue/join", content=b" " * 2**21)
    assert response.status_code == 413


@pytest.mark.parametrize("path", ["/openapi.json", "/metrics"])
def test_what_programs_need_is_there_beside_the_page(client: httpx.Client, path: str) -> None:
    assert client.get(path).status_code == 200


def test_a_question_is_counted_once(client: httpx.Client) -> None:
    name = 'wenjin_questions_total{outcome="answered"} '

    def count() -> float:
        return float(client.get("/metrics").text.partition(name)[2].splitlines()[0])

    before = count()
    ask(client, question=QUESTION)
    assert count() == before + 1


def test_inline_scripts_run_only_with_the_nonce_of_the_page(client: httpx.Client) -> None:
    first, second = client.get("/"), client.get("/")
    policy = first.headers["content-security-policy"]
    assert "'unsafe-inline'" not in policy.partition("script-src")[2].partition(";")[0]
    nonce = policy.partition("'nonce-")[2].partition("'")[0]
    assert first.text.count("<script") == first.text.count(f'<script nonce="{nonce}"')
    assert nonce not in second.text


def test_the_page_names_no_other_host(client: httpx.Client) -> None:
    page = client.get("/").text
    head = page.partition("<script")[0]
    assert "gradio.app" not in head and "githubusercontent" not in head
    assert "<title>问津" in page and 'lang="zh-Hans"' in page


@pytest.mark.parametrize(
    "path",
    [
        "/gradio_api/upload",
        "/gradio_api/file=pyproject.toml",
        "/gradio_api/proxy=http://127.0.0.1/",
        "/gradio_api/call/_ask",
        "/gradio_api/run/predict",
        "/gradio_api/openapi.json",
        "/gradio_api/mcp",
        "/monitoring",
        "/login",
        "/docs",
    ],
)
def test_what_the_page_does_not_need_is_closed(client: httpx.Client, path: str) -> None:
    assert client.get(path).status_code == 404
    assert client.post(path, json={}).status_code == 404


def test_another_name_for_this_machine_is_refused(client: httpx.Client) -> None:
    assert client.get("/api/documents", headers={"Host": "evil.example"}).status_code == 421
    assert client.get("/api/documents", headers={"Host": "localhost:1"}).status_code == 200


def test_another_site_cannot_ask(client: httpx.Client) -> None:
    refused = client.post(
        "/api/ask", json={"question": QUESTION}, headers={"Origin": "http://evil.example"}
    )
    assert refused.status_code == 403


def test_a_port_in_use_is_one_line(server: Server) -> None:
    ran = server.run("serve", "--port", str(server.port), "--no-browser")
    assert ran.returncode == 1
    assert str(server.port) in ran.stderr and "--port" in ran.stderr
    assert len(ran.stderr.strip().splitlines()) == 1
