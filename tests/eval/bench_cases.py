"""A stand-in embedder and small sets for the tests of the benchmarks."""

from __future__ import annotations

import gzip
import json
import lzma
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import numpy as np

from index.generations import Model
from index.store import Vector

PARAGRAPHS = (
    "蓝线裸顶鲷分布于印度洋的珊瑚礁海域。成鱼体长可达四十厘米，以甲壳类为食。",
    "芦潮港站是浦东铁路上的一个客运站，二零零五年建成。车站设有两座站台。",
    "郑东汉是香港音乐人，毕业于圣类斯中学。他后来创办了一家唱片公司。",
)
QUESTIONS = (
    ("蓝线裸顶鲷以什么为食？", 0, "甲壳类"),
    ("芦潮港站有几座站台？", 1, "两座"),
    ("郑东汉毕业于哪所中学？", 2, "圣类斯中学"),
    ("？", 2, "香港"),
)
ARTICLES = (
    "西安市发放500万元体育类电子消费券，全市173家体育场馆可用。",
    "某地发放1500万元补贴，与体育无关。",
    "今天天气晴朗，最高气温三十度。",
)


class CharacterEmbedder:
    """Counts characters, and the texts it was given."""

    model = Model("characters", "1", 64)

    def __init__(self) -> None:
        self.embedded: list[str] = []

    def question(self, text: str) -> Vector:
        return self.passages([text])[0]

    def passages(
        self, texts: Sequence[str], progress: Callable[[int], None] | None = None
    ) -> Vector:
        self.embedded += texts
        vectors = np.full((len(texts), 64), 1e-3, dtype=np.float32)
        for vector, text in zip(vectors, texts, strict=True):
            np.add.at(vector, [ord(character) * 31 % 64 for character in text], 1)
        return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


def write_benchmarks(folder: Path) -> Path:
    """A benchmark folder with the sets above under the names the program knows."""
    (folder / "reading").mkdir(parents=True)
    (folder / "news").mkdir()
    for name in ("cmrc2018_dev", "cmrc2018_trial"):
        write_reading(folder / "reading" / f"{name}.jsonl.gz", [entry(*q) for q in QUESTIONS])
    with lzma.open(folder / "news" / "articles.jsonl.xz", "wt", encoding="utf-8") as file:
        for number, text in enumerate(ARTICLES):
            file.write(json.dumps({"id": f"n{number}", "date": "", "text": text}) + "\n")
    lines = [
        {
            "id": "1Doc-a-0",
            "question": "体育类电子消费券的总金额是多少？",
            "answer": "500万元",
            "key_info": ["西安市", "500万元体育类电子消费券"],
        },
        {"id": "1Doc-b-0", "question": "谁说的？", "answer": None, "key_info": []},
    ]
    (folder / "news" / "questions.jsonl").write_text(
        "".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8"
    )
    return folder


def entry(question: str, paragraph: int, answer: str) -> dict[str, object]:
    """One line of a reading set."""
    context = PARAGRAPHS[paragraph]
    answers = [{"text": answer, "start": context.index(answer)}]
    return {"id": question, "question": question, "context": context, "answers": answers}


def write_reading(path: Path, entries: Sequence[Mapping[str, object]]) -> None:
    """Writes a reading set."""
    with gzip.open(path, "wt", encoding="utf-8") as file:
        file.writelines(json.dumps(line, ensure_ascii=False) + "\n" for line in entries)
