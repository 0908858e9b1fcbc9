"""`wenjin bench latency`: how long an answer takes, from a new process to eight clients at once."""

from __future__ import annotations

import argparse
import http.client
import json
import os
import random
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from eval.bench_report import Figure, Report, times
from index.errors import UsageError, WenjinError
from rag.settings import Settings

SEED = 5
_ROOT = Path(__file__).resolve().parent.parent
_PATIENCE_S = 120
_NEW_PROCESSES = 5


@dataclass(frozen=True)
class Running:
    """A server: its port and its process."""

    port: int
    process: subprocess.Popen[bytes]

    def ask(self, connection: http.client.HTTPConnection, question: str) -> float:
        """Milliseconds from the question to the last byte of its answer."""
        begun = time.perf_counter()
        connection.request(
            "POST",
            "/api/ask",
            json.dumps({"question": question}),
            {"Content-Type": "application/json"},
        )
        response = connection.getresponse()
        body = response.read()
        taken = 1000 * (time.perf_counter() - begun)
        if response.status != 200:
            raise WenjinError(
                f"服务器没有回答（{response.status}）：{body[:200].decode('utf-8', 'replace')}",
                f"the server gave no answer ({response.status}): "
                f"{body[:200].decode('utf-8', 'replace')}",
            )
        return taken

    def memory_mib(self) -> float | None:
        """The memory it holds; None where the system does not say."""
        status = Path(f"/proc/{self.process.pid}/status")
        if not status.is_file():
            return None
        for line in status.read_text(encoding="utf-8").splitlines():
            if line.startswith("VmRSS:"):
                return int(line.split()[1]) / 1024
        return None


def add_command(benchmarks: Any) -> None:
    """Adds `latency` to the benchmarks."""
    command = benchmarks.add_parser("latency", help="回答要多久：新进程、热、1 与 8 个客户端")
    command.add_argument("--index", type=Path, metavar="DIR", help="问哪个索引")
    command.add_argument("--questions", type=int, default=60, metavar="N", help="多少题（60）")
    command.add_argument(
        "--asked", type=Path, metavar="FILE", help="问题集 .jsonl（默认 eval/seeds.jsonl）"
    )
    command.add_argument("--report", type=Path, metavar="OUT", help="JSON 结果写到的文件夹")
    command.set_defaults(run=run)


def run(options: argparse.Namespace, settings: Settings) -> int:
    """Runs the benchmark and prints its table."""
    from rich.console import Console

    from eval.bench_report import print_report, write_report
    from index.embedding import open_embedder

    if options.questions < 1:
        raise UsageError("--questions 至少是 1", "--questions is at least 1")
    asked = options.asked or Path(__file__).with_name("seeds.jsonl")
    index = options.index or settings.index
    found = report(index, settings, read_questions(asked, options.questions))
    print_report(Console(highlight=False), found)
    if options.report:
        model = open_embedder(settings.model, settings.models).model
        print(write_report(options.report, found, model))
    return 0


def read_questions(path: Path, count: int) -> list[str]:
    """Some questions of a set that stand alone, the same ones each time.

    :param path: JSON lines with `question` and perhaps `history`.
    :raises UsageError: It cannot be read or holds none.
    """
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
        rows = [json.loads(line) for line in lines if line.strip()]
        alone = [str(row["question"]) for row in rows if not row.get("history")]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise UsageError(f"读不了问题集 {path}：{error}", f"cannot read {path}: {error}") from error
    if not alone:
        raise UsageError(f"{path} 里没有问题", f"{path} holds no questions")
    return random.Random(SEED).sample(alone, min(count, len(alone)))


def report(index: Path, settings: Settings, questions: Sequence[str]) -> Report:
    """A row for each way of asking; the server's memory among the notes."""
    rows: dict[str, dict[str, Figure]] = {
        "wenjin ask, a new process": times(
            [ask_in_new_process(index, settings, q) for q in questions[:_NEW_PROCESSES]]
        )
    }
    opened, warm = ask_in_process(index, settings, questions)
    rows["Assistant.open and warm_up"] = times([opened])
    rows["Assistant.ask, warm"] = times(warm)
    notes = [
        f"{len(questions)} questions each; {os.cpu_count()} cores; a new process: "
        f"{min(_NEW_PROCESSES, len(questions))} questions"
    ]
    begun = time.perf_counter()
    with serve(index, settings) as server:
        rows["server: start to ready"] = times([1000 * (time.perf_counter() - begun)])
        first = _clients(server, questions[:2], 1)
        rows["server: its first two questions"] = times(first)
        for clients in (1, 8):
            begun = time.perf_counter()
            taken = _clients(server, questions, clients)
            rate = len(taken) / (time.perf_counter() - begun)
            row = times(taken)
            row["per second"] = Figure(round(rate, 1), len(taken), unit="number")
            rows[f"server: {clients} client{'s' * (clients > 1)}"] = row
        if (held := server.memory_mib()) is not None:
            notes.append(f"the server holds {held:.0f} MiB at the end")
    return Report("latency", rows, {"questions": len(questions)}, notes)


def ask_in_new_process(index: Path, settings: Settings, question: str) -> float:
    """Milliseconds of `wenjin ask` from its start to its end."""
    begun = time.perf_counter()
    subprocess.run(
        [*_wenjin("ask"), question, "--index", str(index)],
        env=_environment(settings),
        stdout=subprocess.DEVNULL,
        check=True,
        timeout=_PATIENCE_S,
    )
    return 1000 * (time.perf_counter() - begun)


def ask_in_process(
    index: Path, settings: Settings, questions: Sequence[str]
) -> tuple[float, list[float]]:
    """Milliseconds to open and warm up, and of each question after that."""
    from rag.assistant import Assistant

    begun = time.perf_counter()
    assistant = Assistant.open(index, settings)
    try:
        assistant.warm_up()
        opened = 1000 * (time.perf_counter() - begun)
        taken = []
        for question in questions:
            begun = time.perf_counter()
            assistant.ask(question)
            taken.append(1000 * (time.perf_counter() - begun))
    finally:
        assistant.close()
    return opened, taken


@contextmanager
def serve(index: Path, settings: Settings) -> Iterator[Running]:
    """A server over an index on a free port of this machine, stopped at the end.

    :raises WenjinError: It does not come up.
    """
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    command = [*_wenjin("serve"), "--api-only", "--no-browser", "--host", "127.0.0.1"]
    with tempfile.TemporaryFile() as said:
        process = subprocess.Popen(
            [*command, "--port", str(port), "--index", str(index)],
            env=_environment(settings),
            stdout=said,
            stderr=said,
        )
        try:
            _wait_for(process, port, said)
            yield Running(port, process)
        finally:
            process.terminate()
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _wait_for(process: subprocess.Popen[bytes], port: int, said: Any) -> None:
    until = time.monotonic() + _PATIENCE_S
    while time.monotonic() < until and process.poll() is None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
        try:
            connection.request("GET", "/healthz")
            if connection.getresponse().status == 200:
                return
        except OSError:
            time.sleep(0.02)
        finally:
            connection.close()
    said.seek(0)
    last = (said.read().decode("utf-8", "replace").strip().splitlines() or ["?"])[-1]
    raise WenjinError(f"服务器没有起来：{last}", f"the server did not come up: {last}")


def _clients(server: Running, questions: Sequence[str], clients: int) -> list[float]:
    """Milliseconds of each question when so many clients ask them, each its share in turn."""

    def ask_share(client: int) -> list[float]:
        connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=_PATIENCE_S)
        try:
            return [server.ask(connection, question) for question in questions[client::clients]]
        finally:
            connection.close()

    with ThreadPoolExecutor(max_workers=clients) as pool:
        return [taken for share in pool.map(ask_share, range(clients)) for taken in share]


def _wenjin(command: str) -> list[str]:
    return [sys.executable, "-m", "rag.cli", command]


def _environment(settings: Settings) -> dict[str, str]:
    kept = dict(os.environ)
    path = os.pathsep.join([str(_ROOT), *filter(None, [kept.get("PYTHONPATH")])])
    return {
        **kept,
        "PYTHONPATH": path,
        "WENJIN_HOME": str(settings.home),
        "WENJIN_MODEL": settings.model,
    }
