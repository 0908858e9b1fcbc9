"""The public sets that `wenjin bench` measures on, read from a folder that the user names."""

from __future__ import annotations

import gzip
import json
import lzma
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from index.errors import WenjinError

VARIABLE = "WENJIN_BENCHMARKS"
"""The environment variable that names the folder."""


@dataclass(frozen=True)
class ReadingSet:
    """A set of questions with their paragraphs: where it comes from, and whether it was learnt.

    `learnt` says that the shipped reader was trained on it, so that reading figures on it say
    little about other texts.
    """

    name: str
    origin: str
    learnt: bool


READING_SETS: dict[str, ReadingSet] = {
    found.name: found
    for found in (
        ReadingSet("cmrc2018_dev", "CMRC 2018 dev (Cui et al., EMNLP 2019)", False),
        ReadingSet("cmrc2018_trial", "CMRC 2018 trial (Cui et al., EMNLP 2019)", True),
        ReadingSet("drcd_dev", "DRCD dev (Shao et al., 2018), traditional", True),
        ReadingSet(
            "dureader_robust_dev", "DuReader-robust dev, half (Tang et al., ACL 2021)", True
        ),
        ReadingSet("squad2_zh_dev", "SQuAD 2.0 dev, machine-translated", True),
        ReadingSet("expmrc_cmrc_dev", "ExpMRC, CMRC 2018 dev (Cui et al., Heliyon 2022)", False),
    )
}


class BenchmarkMissing(WenjinError):
    """A set is not where it was looked for: what is missing and where such sets come from."""


@dataclass(frozen=True)
class ReadingQuestion:
    """A question on a paragraph; `answers` and `evidences` are alternatives, verbatim."""

    id: str
    question: str
    context: str
    answers: tuple[str, ...]
    evidences: tuple[str, ...] = ()


@dataclass(frozen=True)
class NewsQuestion:
    """A question on the news; `key_info` are facts that stand in the same articles."""

    id: str
    question: str
    answer: str
    key_info: tuple[str, ...]

    @property
    def group(self) -> str:
        """Questions on the same articles share this."""
        return self.id.rsplit("-", 1)[0]


@dataclass(frozen=True)
class Article:
    """A news article."""

    id: str
    text: str


def benchmark_folder(given: Path | None, environment: Mapping[str, str] | None = None) -> Path:
    """The folder of the sets: the one given, else of the environment, else `benchmarks` here.

    :raises BenchmarkMissing: It does not exist.
    """
    environment = os.environ if environment is None else environment
    folder = given or Path(environment.get(VARIABLE) or "benchmarks")
    if not folder.is_dir():
        raise _missing(folder)
    return folder


def load_reading(folder: Path, name: str) -> list[ReadingQuestion]:
    """A set of questions with their paragraphs (`reading/NAME.jsonl.gz`).

    :raises BenchmarkMissing: The file is not there or is not such a set.
    """
    path = folder / "reading" / f"{name}.jsonl.gz"
    try:
        with gzip.open(path, "rt", encoding="utf-8") as file:
            return [_reading(json.loads(line)) for line in file]
    except FileNotFoundError as error:
        raise _missing(path) from error
    except (OSError, EOFError, ValueError, KeyError, TypeError) as error:
        raise _faulty(path) from error


def load_news_questions(folder: Path) -> list[NewsQuestion]:
    """The answerable news questions (`news/questions.jsonl`).

    :raises BenchmarkMissing: The file is not there or holds something else.
    """
    path = folder / "news" / "questions.jsonl"
    try:
        with path.open(encoding="utf-8") as file:
            entries = [json.loads(line) for line in file]
        return [
            NewsQuestion(e["id"], e["question"], e["answer"], tuple(e["key_info"]))
            for e in entries
            if e["answer"]
        ]
    except FileNotFoundError as error:
        raise _missing(path) from error
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise _faulty(path) from error


def articles(folder: Path) -> Iterator[Article]:
    """The news articles (`news/articles.jsonl.xz`), in their order.

    :raises BenchmarkMissing: The file is not there or holds something else.
    """
    path = folder / "news" / "articles.jsonl.xz"
    try:
        with lzma.open(path, "rt", encoding="utf-8") as file:
            for line in file:
                entry = json.loads(line)
                yield Article(str(entry["id"]), entry["text"])
    except FileNotFoundError as error:
        raise _missing(path) from error
    except (OSError, EOFError, lzma.LZMAError, ValueError, KeyError, TypeError) as error:
        raise _faulty(path) from error


def _reading(entry: Mapping[str, Any]) -> ReadingQuestion:
    return ReadingQuestion(
        str(entry["id"]),
        entry["question"],
        entry["context"],
        tuple(dict.fromkeys(answer["text"] for answer in entry["answers"])),
        tuple(dict.fromkeys(entry.get("evidences", ()))),
    )


def _missing(path: Path) -> BenchmarkMissing:
    return BenchmarkMissing(
        f"没有基准数据：{path}。请用 --data 或 {VARIABLE} 指明文件夹，其中有 reading/ 和 news/；"
        "数据来自 CMRC 2018、DRCD、DuReader-robust、SQuAD、ExpMRC 和 CRUD-RAG 的公开发布，"
        "格式见 docs/retrieval.md",
        f"no benchmark data at {path}. Name the folder that holds reading/ and news/ with --data "
        f"or {VARIABLE}; the sets are public (CMRC 2018, DRCD, DuReader-robust, SQuAD, ExpMRC, "
        "CRUD-RAG), their form is in docs/retrieval.md",
    )


def _faulty(path: Path) -> BenchmarkMissing:
    return BenchmarkMissing(
        f"{path} 读不出来：不完整，或不是 docs/retrieval.md 所说的格式",
        f"{path} cannot be read: it is cut short, or not of the form that docs/retrieval.md gives",
    )
