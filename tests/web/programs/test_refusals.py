"""What is wrong with a request is told in one line, with the right status, to the right readers."""

from __future__ import annotations

from collections.abc import Iterator

import httpx
import pytest

QUESTION = "沁县搬迁了多少人"


@pytest.mark.parametrize("path", ["/api/ask", "/api/ask/stream"])
@pytest.mark.parametrize(
    ("body", "named"),
    [
        (b"", "JSON"),
        (b"not json", "JSON"),
        (b"[]", "JSON"),
        (b"null", "JSON"),
        (b"\xff\xfe", "JSON"),
        (b"[" * 100_000, "JSON"),
        (b'{"question": "\\ud800"}', "JSON"),
        (b"{}", "question"),
        (b'{"question": 3}', "question"),
        (b'{"question": null}', "question"),
        (b'{"question": ""}', "question"),
        (b'{"question": "x", "history": "y"}', "history"),
        (b'{"question": "x", "history": [1]}', "history.0"),
        (b'{"question": "x", "within": "y"}', "within"),
        (b'{"question": "x", "lang": "en"}', "lang"),
        (b'{"question": "x", "a\\nb": 1}', "a b"),
        (b'{"question": "' + "问".encode() * 1001 + b'"}', "1,000"),
    ],
)
def test_a_wrong_request_is_told_in_one_line(
    http: httpx.Client, path: str, body: bytes, named: str
) -> None:
    response = http.post(path, content=body)
    assert response.status_code == 400
    assert response.json().keys() == {"error"}
    line = response.json()["error"]
    assert named in line and "\n" not in line and len(line) < 300


@pytest.mark.parametrize("path", ["/api/ask", "/api/ask/stream"])
def test_a_document_that_is_not_there_cannot_be_chosen(http: httpx.Client, path: str) -> None:
    response = http.post(path, json={"question": QUESTION, "within": ["missing.txt"]})
    assert response.status_code == 404
    assert "missing.txt" in response.json()["error"]


@pytest.mark.parametrize("path", ["/api/ask", "/api/ask/stream", "/mcp", "/api/nothing"])
@pytest.mark.parametrize("says_length", [True, False])
def test_a_request_that_is_too_large_is_not_read(
    http: httpx.Client, path: str, says_length: bool
) -> None:
    def pieces() -> Iterator[bytes]:
        for _ in range(40):
            yield b" " * 65536

    content = b" " * (40 * 65536) if says_length else pieces()
    try:
        response = http.post(path, content=content, headers={"Content-Type": "application/json"})
    except httpx.TransportError:
        pass  # the answer came, and the connection closed, before all was sent
    else:
        # an address that reads no body may answer before it is counted
        assert response.status_code in ((413, 404) if path == "/api/nothing" else (413,))
    assert http.get("/healthz").status_code == 200


@pytest.mark.parametrize(
    ("accepted", "word"),
    [
        ("en", "empty"),
        ("en-GB,en;q=0.8", "empty"),
        ("fr, zh;q=0.2, en;q=0.9", "empty"),
        ("zh-TW", "空"),
        ("en;q=0, zh", "空"),
        ("fr", "空"),
        ("", "空"),
        ("en;q=x", "空"),
    ],
)
def test_errors_are_in_the_language_asked_for(http: httpx.Client, accepted: str, word: str) -> None:
    response = http.post("/api/ask", json={"question": "  "}, headers={"Accept-Language": accepted})
    assert word in response.json()["error"]


@pytest.mark.parametrize(
    ("method", "path", "allowed"),
    [
        ("GET", "/api/ask", "POST"),
        ("PUT", "/api/ask/stream", "POST"),
        ("POST", "/api/documents", "GET"),
        ("DELETE", "/api/documents/x.txt", "GET"),
    ],
)
def test_another_method_is_told_which_one_to_use(
    http: httpx.Client, method: str, path: str, allowed: str
) -> None:
    response = http.request(method, path)
    assert response.status_code == 405
    assert response.headers["allow"] == allowed
    assert allowed in response.json()["error"]


@pytest.mark.parametrize(
    "path",
    [
        "/api/",
        "/api/nothing",
        "/api/documents/missing.txt",
        "/api/documents/missing.txt/original",
        "/api/documents/..%2f..%2fetc%2fpasswd/original",
        "/api/documents/%00",
        "/api/documents/%0d%0aX-Bad:%201/original",
        "/api/documents/%0A",
        "/nothing",
        "/api/documents/" + "x" * 5000,
    ],
)
def test_what_is_not_there_is_told_in_one_line(http: httpx.Client, path: str) -> None:
    response = http.get(path)
    assert response.status_code == 404
    assert "x-bad" not in response.headers
    line = response.json()["error"]
    assert "\n" not in line and len(line) < 300


def test_a_parameter_of_the_wrong_type_is_told(http: httpx.Client) -> None:
    source = http.get("/api/documents").json()[0]["source"]
    response = http.get(f"/api/documents/{source}/original?download=maybe")
    assert response.status_code == 400
    assert "download" in response.json()["error"]


@pytest.mark.parametrize("path", ["/api/ask/stream", "/mcp"])
def test_another_site_cannot_ask(http: httpx.Client, path: str) -> None:
    response = http.post(
        path, json={"question": QUESTION}, headers={"Origin": "http://evil.example"}
    )
    assert response.status_code == 403


@pytest.mark.parametrize("path", ["/metrics", "/openapi.json", "/healthz", "/mcp", "/api/ask"])
def test_another_name_for_this_machine_is_refused(http: httpx.Client, path: str) -> None:
    assert http.get(path, headers={"Host": "evil.example"}).status_code == 421


@pytest.mark.parametrize(
    "path", ["/metrics", "/openapi.json", "/healthz", "/mcp", "/api/ask", "/api/documents", "/x"]
)
def test_every_answer_carries_safe_headers(http: httpx.Client, path: str) -> None:
    headers = http.get(path).headers
    assert "frame-ancestors 'none'" in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["x-frame-options"] == "DENY"
    assert "access-control-allow-origin" not in headers
    assert "server" not in headers


@pytest.mark.parametrize("path", ["/", "/docs", "/redoc", "/config", "/gradio_api/info"])
def test_without_the_page_its_addresses_are_empty(http: httpx.Client, path: str) -> None:
    assert http.get(path).status_code == 404
