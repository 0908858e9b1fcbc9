"""What the API says of itself is what it does."""

from __future__ import annotations

import json
import re
from typing import Any

import httpx
import pytest

from web.contract import AnswerModel, DocumentModel, HealthModel, WholeDocumentModel

QUESTION = "沁县搬迁了多少人"


@pytest.mark.parametrize(
    ("request_", "outcome"),
    [
        ({"question": QUESTION}, "answered"),
        ({"question": "那太原市呢", "history": ["昔阳县累计脱贫多少人"]}, "answered"),
        ({"question": "永和县总人口是多少"}, "damaged"),
        ({"question": "火星上有几个月亮"}, "not_found"),
        ({"question": QUESTION, "within": []}, "not_found"),
    ],
)
def test_an_answer_is_as_described(
    http: httpx.Client, request_: dict[str, Any], outcome: str
) -> None:
    response = http.post("/api/ask", json=request_)
    assert response.status_code == 200
    answer = AnswerModel.model_validate_json(response.content)
    assert answer.outcome == outcome
    assert answer.model_fields_set == set(AnswerModel.model_fields)


def test_only_the_chosen_documents_are_searched(http: httpx.Client) -> None:
    source = http.get("/api/documents").json()[0]["source"]
    answer = http.post("/api/ask", json={"question": QUESTION, "within": [source]}).json()
    assert {passage["source"] for passage in answer["passages"]} == {source}


def test_documents_are_as_described(http: httpx.Client) -> None:
    listed = http.get("/api/documents").json()
    assert len(listed) == http.get("/healthz").json()["documents"]
    for item in listed:
        DocumentModel.model_validate(item)
        content = http.get(f"/api/documents/{item['source']}").content
        document = WholeDocumentModel.model_validate_json(content)
        original = http.get(f"/api/documents/{item['source']}/original").content.decode()
        assert document.characters == len(original)
        assert len(document.damaged) == document.damage
        assert {"heading", "body"} <= {block.role for block in document.blocks}
        for block in document.blocks:
            assert block.text == "".join(original[a:b] for a, b in block.spans)
    assert any(item["damage"] for item in listed)
    HealthModel.model_validate_json(http.get("/healthz").content)


def test_the_description_is_whole_and_names_no_other_host(http: httpx.Client) -> None:
    response = http.get("/openapi.json")
    description = response.json()
    assert description["openapi"].startswith("3.")
    operations = {(method, path) for path, item in description["paths"].items() for method in item}
    assert operations == {
        ("post", "/api/ask"),
        ("post", "/api/ask/stream"),
        ("get", "/api/documents"),
        ("get", "/api/documents/{source}"),
        ("get", "/api/documents/{source}/original"),
        ("get", "/healthz"),
        ("get", "/metrics"),
    }
    for name in re.findall(r'"\$ref": "#/components/schemas/(\w+)"', json.dumps(description)):
        assert name in description["components"]["schemas"]
    assert "http:" not in response.text and "https:" not in response.text
    answer = description["components"]["schemas"]["AnswerModel"]
    assert set(answer["properties"]) == set(AnswerModel.model_fields)


def test_the_described_example_can_be_asked(http: httpx.Client) -> None:
    operation = http.get("/openapi.json").json()["paths"]["/api/ask"]["post"]
    schema = operation["requestBody"]["content"]["application/json"]["schema"]
    question = schema["properties"]["question"]["examples"][0]
    assert http.post("/api/ask", json={"question": question}).status_code == 200
    assert schema["additionalProperties"] is False
