"""Who may do what at a running server with users, and how everything it says leaves it."""

from __future__ import annotations

import json
import re
from contextlib import closing
from typing import TYPE_CHECKING, Any

import httpx
import pytest

if TYPE_CHECKING:
    from conftest import Doors

QUESTION = "沁县搬迁了多少人"
ASKER, CHANGER = "asker", "罗文"
READING = ["/api/documents", "/metrics", "/openapi.json", "/gradio_api/app_id", "/api/nothing"]
UPLOAD = "/api/library/documents?name=x.txt"
EVENTS = {
    ("library-add", "upload"), ("library-list", "submit"), ("library-list", "delete"),
    ("library-list", "undo"), ("evaluate-form", "submit"), ("evaluate-form", "stop"),
}  # fmt: skip


def page_config(client: httpx.Client) -> dict[str, Any]:
    page = client.get("/").text
    start = page.index("window.gradio_config = ") + len("window.gradio_config = ")
    config: dict[str, Any] = json.JSONDecoder().raw_decode(page, start)[0]
    return config


def events(config: dict[str, Any]) -> dict[int, set[tuple[str | None, str]]]:
    names = {item["id"]: item["props"].get("elem_id") for item in config["components"]}
    return {
        item["id"]: {(names.get(component), name) for component, name in item["targets"]}
        for item in config["dependencies"]
    }


def join(client: httpx.Client, index: object, values: int = 0, **more: object) -> httpx.Response:
    body = {"fn_index": index, "data": [None] * values, "session_hash": "abcdef", **more}
    return client.post("/gradio_api/queue/join", json=body)


def test_nobody_is_let_in_without_a_name(doors: Doors) -> None:
    with doors.client() as client:
        for path in READING:
            response = client.get(path)
            assert response.status_code == 401, path
            assert response.headers["www-authenticate"].startswith("Bearer")
            assert response.json().keys() == {"error"}
        for path in ("/api/ask", "/api/ask/stream", "/mcp", UPLOAD, "/gradio_api/queue/join"):
            assert client.post(path, json={"question": QUESTION}).status_code == 401, path
        for path in (
            "/gradio_api/queue/data?session_hash=x",
            "/gradio_api/heartbeat/x",
            "/theme.css",
        ):
            assert client.get(path).status_code == 401, path


def test_a_browser_is_led_to_the_login_page_and_back(doors: Doors) -> None:
    with doors.client() as client:
        response = client.get("/api/documents", headers={"Accept": "text/html,*/*"})
        assert response.status_code == 303
        assert response.headers["location"] == "/login?to=%2Fapi%2Fdocuments"
        page = client.get(response.headers["location"])
        assert 'name="to" value="/api/documents"' in page.text
        fields = {"name": ASKER, "secret": doors.passwords[ASKER], "to": "/api/documents"}
        assert client.post("/login", data=fields).headers["location"] == "/api/documents"


@pytest.mark.parametrize(
    "to",
    ["//evil.example", "https://evil.example", "/\\evil.example", "/logout", "/login", "x",
     "/a\r\nX: y", "javascript:alert(1)", "/" + "a" * 500],
)  # fmt: skip
def test_logging_in_leads_nowhere_else(doors: Doors, to: str) -> None:
    with doors.client() as client:
        page = client.get("/login", params={"to": to})
        assert 'name="to" value="/"' in page.text


def test_health_tells_strangers_nothing_more(doors: Doors) -> None:
    with doors.client() as client:
        assert client.get("/healthz").json() == {"status": "ok"}
        assert client.get("/healthz", headers={"Authorization": "Bearer x"}).json() == {
            "status": "ok"
        }
    with doors.client("ask") as client:
        assert {"generation", "documents"} <= client.get("/healthz").json().keys()


@pytest.mark.parametrize(
    "given",
    ["Bearer", "Bearer x", "Bearer wj_" + "A" * 43, "bearer \xff\xfe", "Basic YTpi"],
)
def test_a_wrong_token_is_no_token(doors: Doors, given: str) -> None:
    with doors.client() as client:
        headers = {"Authorization": given.encode("latin-1")}
        assert client.get("/api/documents", headers=headers).status_code == 401  # type: ignore[arg-type]


def test_who_may_ask_may_only_ask(doors: Doors) -> None:
    with doors.client("ask") as client:
        assert client.post("/api/ask", json={"question": QUESTION}).json()["outcome"] == "answered"
        assert "answer" in client.post("/api/ask/stream", json={"question": QUESTION}).text
        for path in ("/api/documents", "/metrics", "/openapi.json", "/"):
            assert client.get(path).status_code == 200
        for method, path in (
            ("POST", UPLOAD), ("POST", f"{UPLOAD}/"), ("POST", "/api/library/documents/?name=y.txt"),
            ("POST", "/api/runs/sets?name=x.jsonl"), ("DELETE", "/api/documents/x.txt"),
            ("PUT", "/api/anything/later"), ("POST", "/api//library/documents?name=z.txt"),
        ):  # fmt: skip
            response = client.request(method, path, content=b"x")
            assert response.status_code == 403, (method, path)
            assert "--may-change" in response.json()["error"]
        documents = client.get("/api/documents").json()
    uploads = doors.home / "library"
    assert not [path for path in uploads.rglob("*.txt")] and len(documents) == 5


def test_who_may_change_may_upload(doors: Doors) -> None:
    with doors.client("change") as client:
        refused = client.post("/api/library/documents?name=x.exe", content=b"MZ").json()
        assert refused["status"] == "refused" and "/" not in refused["line"].replace(" / ", "")


def test_only_events_of_the_page_are_taken_and_each_with_its_right(doors: Doors) -> None:
    with closing(doors.logged_in(ASKER)) as asker:
        config = page_config(asker)
        known = events(config)
        values = {item["id"]: len(item["inputs"]) for item in config["dependencies"]}
        changing = {index for index, raised in known.items() if raised & EVENTS}
        assert len(changing) == len(EVENTS)
        statuses = {index: join(asker, index, values[index]).status_code for index in known}
        without_server = {5}
        for index, status in statuses.items():
            if index in changing:
                assert status == 403, known[index]
            elif index not in without_server:
                assert status == 200, known[index]
        for index in (-1, max(known) + 1, 10**30, None, True, False, "0", 0.0, [0], {"a": 0}):
            assert join(asker, index).status_code == 404, index
        assert join(asker, None, api_name="/_build").status_code == 404
        assert join(asker, 0, values[0] + 1).status_code == 400


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"null",
        b"[]",
        b"{",
        b"\xff\xfe",
        b'{"fn_index": 0, "fn_index": 8, "data": [], "session_hash": "x"}',
        b'{"fn_index": 8, "fn_index": 0, "data": [], "session_hash": "x"}',
        b'{"fn_index": 0, "data": [NaN], "session_hash": "x"}',
        b'{"fn_index": 0, "data": [-Infinity], "session_hash": "x"}',
        b'{"fn_index": 0, "data": {}, "session_hash": "x"}',
        b'{"fn_index": 0, "data": []}',
        b'{"fn_index": 0, "data": [], "session_hash": 3}',
        b'{"fn_index": 2, "data": [null, null], "session_hash": ""}',
        b'{"fn_index": 2, "data": [null, null], "session_hash": "a/../b"}',
        b"[" * 100_000,
        b'{"data": ' + b'{"a":' * 50_000 + b"1" + b"}" * 50_001,
    ],
)
def test_what_is_no_event_is_refused_in_a_line(doors: Doors, body: bytes) -> None:
    with doors.client("change") as client:
        headers = {"Content-Type": "application/json"}
        response = client.post("/gradio_api/queue/join", content=body, headers=headers)
    assert response.status_code == 400
    assert "\n" not in response.json()["error"]


@pytest.mark.parametrize(
    "path",
    [
        "/gradio_api/upload", "/gradio_api/upload_progress", "/gradio_api/file=/etc/passwd",
        "/gradio_api/file/etc/passwd", "/gradio_api/proxy=http://127.0.0.1/", "/gradio_api/info",
        "/gradio_api/call/_ask", "/gradio_api/run/predict", "/gradio_api/api/predict",
        "/gradio_api/component_server", "/gradio_api/queue/status", "/gradio_api/startup-events",
        "/gradio_api/vibe-code", "/gradio_api/process_recording", "/gradio_api/stream/x",
        "/gradio_api/deep_link", "/gradio_api/runs", "/queue/join", "/run/predict", "/config",
        "/api_info", "/monitoring", "/custom_component/x/y/z/w", "/gradio_api//queue/join",
        "/GRADIO_API/queue/join", "/docs", "/redoc",
    ],
)  # fmt: skip
def test_what_the_page_does_not_need_is_closed_to_all(doors: Doors, path: str) -> None:
    with doors.client("change") as client:
        assert client.get(path).status_code == 404
        assert client.post(path, json={"fn_index": 0, "data": []}).status_code == 404


def test_logging_in_and_out_by_the_form(doors: Doors) -> None:
    with doors.client() as client:
        response = client.post("/login", data={"name": CHANGER, "secret": doors.passwords[CHANGER]})
        cookie = response.headers["set-cookie"]
        assert response.headers["location"] == "/"
        assert {"HttpOnly", "SameSite=strict", "Path=/"} <= set(cookie.split("; "))
        # on plain http a browser would not send it back
        assert "Secure" not in cookie and "Max-Age" not in cookie
        session = client.cookies["wenjin-session"]
        assert len(session) > 40
        assert 'data-user="罗文"' in client.get("/").text
        assert client.get("/logout").status_code == 405
        assert client.post("/logout").headers["location"] == "/login"
        assert client.get("/api/documents").status_code == 401
        client.cookies.set("wenjin-session", session)
        assert client.get("/api/documents").status_code == 401


def test_an_unknown_name_and_a_wrong_password_look_the_same(doors: Doors) -> None:
    answers = []
    with doors.client() as client:
        for name in (ASKER, "nobody"):
            response = client.post("/login", data={"name": name, "secret": "a wrong password"})
            assert response.status_code == 401 and "set-cookie" not in response.headers
            kept = {key: value for key, value in response.headers.items()
                    if key not in ("date", "content-length")}  # fmt: skip
            answers.append((response.text.replace(f'value="{name}"', ""), kept))
    assert answers[0] == answers[1]


def test_tries_of_a_name_are_limited(doors: Doors) -> None:
    with doors.client() as client:
        fields = {"name": "someone", "secret": "a wrong password"}
        statuses = [client.post("/login", data=fields).status_code for _ in range(8)]
        assert statuses == [401] * 8
        response = client.post("/login", data=fields)
        assert response.status_code == 429
        assert 0 < int(response.headers["retry-after"]) <= 60
        assert response.headers["retry-after"] in response.text


@pytest.mark.parametrize(
    "content",
    [b"", b"name", b"name=%FF&secret=x", b"a=1&" * 20, b"name=" + b"x" * 9000, b"\x00\xff", b"{}"],
)
def test_a_form_that_is_none_is_refused(doors: Doors, content: bytes) -> None:
    with doors.client() as client:
        response = client.post("/login", content=content)
    assert response.status_code in (400, 401, 429)
    assert "set-cookie" not in response.headers


def test_another_site_cannot_log_in_or_out(doors: Doors) -> None:
    with doors.client() as client:
        for path in ("/login", "/logout"):
            headers = {"Origin": "http://evil.example"}
            assert client.post(path, data={"name": "a"}, headers=headers).status_code == 403


def test_the_page_offers_what_one_may_do(doors: Doors) -> None:
    for right, may in (("ask", "no"), ("change", "yes")):
        with doors.client(right) as client:
            page = client.get("/")
            assert f'<html data-may-change="{may}"' in page.text
            assert "access.js" in page.text and page.headers["cache-control"] == "no-store"


@pytest.mark.parametrize(
    ("method", "path", "right", "status"),
    [
        ("GET", "/", "ask", 200),
        ("GET", "/login", None, 200),
        ("POST", "/login", None, 401),
        ("GET", "/api/documents", None, 401),
        ("GET", "/api/documents", "ask", 200),
        ("POST", UPLOAD, "ask", 403),
        ("POST", "/api/library/documents", "change", 400),
        ("GET", "/api/runs/none/report", "ask", 404),
        ("GET", "/nothing", None, 404),
        ("GET", "/wenjin/nothing.css", None, 404),
        ("GET", "/wenjin/../server.py", None, 404),
        ("GET", "/wenjin/style.css", None, 200),
        ("PUT", "/api/ask", "change", 405),
        ("OPTIONS", "/api/ask", "change", 405),
        ("POST", "/healthz", "change", 404),
        ("GET", "/assets/nothing.js", "ask", 404),
        ("POST", "/gradio_api/reset", "ask", 400),
        ("POST", "/gradio_api/cancel", "ask", 400),
        ("GET", "/gradio_api/queue/data", "ask", 400),
        ("GET", "/favicon.ico", None, 200),
    ],
)
def test_everything_leaves_with_safe_headers(
    doors: Doors, method: str, path: str, right: str | None, status: int
) -> None:
    with doors.client(right) as client:
        response = client.request(method, path, headers={"Origin": doors.url})
    assert response.status_code == status
    headers = response.headers
    assert "frame-ancestors 'none'" in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["x-frame-options"] == "DENY"
    assert headers["referrer-policy"] == "same-origin"
    assert not [name for name in headers if name.startswith("access-control-")]
    assert "server" not in headers and "x-powered-by" not in headers
    if status >= 400 and path != "/login":
        assert set(response.json()) <= {"error"}
        assert "\n" not in response.json()["error"]
    if right and path.startswith("/api"):
        assert "no-store" in headers["cache-control"]


@pytest.mark.parametrize(
    "path", ["/", "/api/ask", "/api/documents", "/gradio_api/queue/join", "/login"]
)
@pytest.mark.parametrize("origin", ["http://evil.example", "null", "http://localhost:9"])
def test_no_other_site_may_read_or_ask(doors: Doors, path: str, origin: str) -> None:
    headers = {"Origin": origin, "Access-Control-Request-Method": "POST"}
    with doors.client("change") as client:
        preflight = client.options(path, headers=headers)
        read = client.get(path, headers={"Origin": origin})
    assert preflight.status_code == 403
    for response in (preflight, read):
        assert not [name for name in response.headers if name.startswith("access-control-")]


@pytest.mark.parametrize(
    "headers",
    [
        {"Cookie": b"wenjin-session=\xff\xfe; x"},
        {"Cookie": b"wenjin-session=" + b"a" * 8000},
        {"Accept-Language": b"\xe9\xff;q=\xff"},
        {"Authorization": b"\xff"},
        {"Accept": b"text/html;\xff"},
        {"Content-Type": b"\xff/\xff"},
        {"X-Forwarded-For": b"1.2.3.4, \xff"},
        {"Sec-Fetch-Site": b"\xff"},
    ],
)
def test_odd_bytes_in_headers_harm_nothing(doors: Doors, headers: dict[str, bytes]) -> None:
    with doors.client() as client:
        response = client.post("/api/ask", content=b"{}", headers=headers)  # type: ignore[arg-type]
    assert response.status_code in (400, 401)


def test_no_message_names_a_place_on_this_machine(doors: Doors) -> None:
    places = re.compile(r"/(?:tmp|home|root|usr|work|var|opt)/")
    with doors.client("change") as client:
        (doors.home / "library").mkdir(exist_ok=True)
        folder = next(iter((doors.home / "library").iterdir()), doors.home / "library")
        said = [
            client.post("/api/library/documents", params={"name": name}, content=data).text
            for name, data in (
                ("x.pdf", b"%PDF"),
                ("x.docx", b"PK"),
                ("../../x.txt", b""),
                ("x", b"x"),
            )
        ]
        said += [
            client.post("/api/runs/sets", params={"name": "x.jsonl"}, content=b"{}\n").text,
            client.get("/metrics").text,
            client.get("/").text,
        ]
    assert folder.exists()
    assert not [text for text in said if places.search(text)]


ODD: list[object] = [None, [], "x", {}, {"source": ["x"]}, {"question": {"a": 1}}, {"turn": 1e300},
                     {"source": "../../etc/passwd"}, {"key": "file:../../x"}, {"to": 7},
                     {"format": []}, {"places": 3, "sources": [[]]}, {"run": "../x", "against": {}}]  # fmt: skip


def test_odd_events_break_nothing(doors: Doors) -> None:
    """What each event says of what is to be done is made up; the server's log stays clean."""
    with closing(doors.logged_in(ASKER)) as client:
        config = page_config(client)
        for item in config["dependencies"]:
            raised = events(config)[item["id"]]
            if not item["backend_fn"] or raised & EVENTS or item["id"] in (0, 1):
                continue
            for number, data in enumerate(ODD):
                response = join(
                    client, item["id"], len(item["inputs"]), event_data=data,
                    session_hash=f"odd{number}", trigger_id=number,
                )  # fmt: skip
                assert response.status_code == 200
        waiting = f"/gradio_api/queue/data?session_hash=odd{len(ODD) - 1}"
        with client.stream("GET", waiting) as stream:
            for line in stream.iter_lines():
                if "process_completed" in line:
                    assert '"success":true' in line.replace(" ", ""), line
                if "close_stream" in line:
                    break
    assert "Traceback" not in doors.log.read_text(encoding="utf-8")
