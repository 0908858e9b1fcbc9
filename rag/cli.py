"""The command line: `wenjin setup | index | ask | inspect | serve | mcp | doctor | user | token |
eval | bench`."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from importlib import import_module
from pathlib import Path
from typing import NoReturn

from index.errors import UsageError, WenjinError
from rag.settings import TABLE, Settings, load_settings
from rag.terminal import plain, to_json, wants_colour

os.environ.setdefault("HF_HUB_OFFLINE", "1")  # nothing is ever fetched behind the user's back


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one command.

    :param arguments: As on the command line; None for the process's own.
    :returns: The exit code: 0, 1 for what went wrong, 2 for a wrong use.
    """
    _speak_utf8()
    language = os.environ.get("WENJIN_LANGUAGE", "zh")
    try:
        given = list(sys.argv[1:] if arguments is None else arguments)
        options = _parser(given).parse_args(given)
        settings = load_settings(
            {s.name: getattr(options, s.name, None) for s in TABLE if hasattr(options, s.name)}
        )
        language = settings.language
        code = int(options.run(options, settings))
        sys.stdout.flush()
        return code
    except UsageError as error:
        return _complain(error.message(language), 2)
    except WenjinError as error:
        return _complain(error.message(language), 1)
    except KeyboardInterrupt:
        return _complain("已中断" if language == "zh" else "interrupted", 130)
    except BrokenPipeError:
        # the reader of our output has gone; keep the interpreter from complaining at exit
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1


def run() -> NoReturn:
    """The program `wenjin`: one command, and the end of the process."""
    code = main()
    if sys.argv[1:2] == ["ask"]:
        # nothing is left to be written, and taking models and tables apart takes 0.1 s
        os._exit(code)
    sys.exit(code)


def _complain(message: str, code: int) -> int:
    print(f"wenjin: {' '.join(plain(message).split())}", file=sys.stderr)
    return code


def _speak_utf8() -> None:
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


_BROUGHT = {
    "eval": "eval.cli",
    "bench": "eval.bench",
    "doctor": "rag.doctor_view",
    "user": "web.access_cli",
    "token": "web.access_cli",
}
"""Commands that their own modules add, by name."""


class _Parser(argparse.ArgumentParser):
    """Says in one line what is wrong with the arguments."""

    def error(self, message: str) -> NoReturn:
        raise UsageError(
            f"{message}。用法见 {self.prog} --help", f"{message}. See {self.prog} --help"
        )


def _parser(arguments: Sequence[str]) -> argparse.ArgumentParser:
    parser = _Parser(prog="wenjin", description="问津：从中文文档里找答案，逐字引用原文")
    commands = parser.add_subparsers(
        title="命令", metavar="命令", required=True, parser_class=_Parser
    )

    setup = commands.add_parser("setup", help="解包默认模型，为 seeds/ 建立默认索引")
    setup.set_defaults(run=_setup)

    index = commands.add_parser("index", help="为文件和文件夹建立或更新索引")
    index.add_argument("paths", nargs="*", type=Path, metavar="PATH", help="文件或文件夹")
    index.add_argument("--compact", action="store_true", help="不收文档，只把索引的各段合为一段")
    _add_index(index)
    index.set_defaults(run=_index)

    ask = commands.add_parser("ask", help="提问")
    ask.add_argument("question", nargs="?", help="问题")
    ask.add_argument("--json", action="store_true", help="输出 JSON")
    ask.add_argument(
        "--explain", action="store_true", help="列出检索、精读、判断各步的分数、名次和耗时"
    )
    ask.add_argument(
        "--history", action="append", default=[], metavar="问题", help="此前问过的问题，可多次给出"
    )
    ask.add_argument(
        "--jsonl", metavar="FILE", help="逐行读入 {question, history}，逐行输出 JSON；- 为标准输入"
    )
    _add_index(ask)
    ask.set_defaults(run=_ask)

    inspect = commands.add_parser("inspect", help="看文件读成了什么：段落、事实、缺损、折叠对照")
    inspect.add_argument("files", nargs="+", type=Path, metavar="FILE", help="文件")
    inspect.add_argument("--json", action="store_true", help="每个文件输出一行 JSON")
    inspect.set_defaults(run=_inspect)

    serve = commands.add_parser("serve", help="打开网页")
    serve.add_argument("--host", help="监听的地址（127.0.0.1）")
    serve.add_argument("--port", help="监听的端口（7860）")
    serve.add_argument("--no-browser", action="store_true", help="不打开浏览器")
    serve.add_argument("--api-only", action="store_true", help="只开接口，不开网页")
    serve.add_argument(
        "--at-once", type=_at_least(1), metavar="N", help="同时回答几个问题（默认：核数）"
    )
    serve.add_argument(
        "--waiting", type=_at_least(0), metavar="N", help="另可有几个排队（默认：8 倍）"
    )
    _add_index(serve)
    serve.set_defaults(run=_serve)

    mcp = commands.add_parser("mcp", help="作为 MCP 工具，经标准输入输出服务")
    _add_index(mcp)
    mcp.set_defaults(run=_mcp)

    # other rooms stand above this one: they bring their own options, and only when asked for
    asked = arguments[0] if arguments else ""
    modules = [_BROUGHT[asked]] if asked in _BROUGHT else []
    if asked in ("--help", "-h"):
        modules = list(dict.fromkeys(_BROUGHT.values()))
    for module in modules:
        import_module(module).add_commands(commands)
    if asked == "serve":
        import_module("web.access_cli").add_serve_options(serve)
    return parser


def _at_least(least: int) -> Callable[[str], int]:
    def number(text: str) -> int:
        if not text.isdigit() or int(text) < least:
            raise argparse.ArgumentTypeError(f"应为不小于 {least} 的整数：{text}")
        return int(text)

    return number


def _add_index(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--index", metavar="DIR", help="索引文件夹")
    parser.add_argument(
        "--store",
        metavar="STORE",
        help="索引在 Milvus 里：milvus://主机:端口/集合，或 milvus:文件.db/集合（口令用 WENJIN_MILVUS_TOKEN）",
    )
    parser.add_argument("--model", metavar="MODEL", help="向量模型：名称或文件夹")


def _setup(options: argparse.Namespace, settings: Settings) -> int:
    from rag.setup import set_up

    set_up(settings)
    return 0


def _index(options: argparse.Namespace, settings: Settings) -> int:
    from rag.indexing import compact_with_progress, index_with_progress
    from rag.shelf import open_library

    if bool(options.paths) is options.compact:
        raise UsageError(
            "请给出文件或文件夹，或只给 --compact", "give files or folders, or --compact alone"
        )
    if options.compact:
        compact_with_progress(settings)
        return 0
    index_with_progress(options.paths, settings)
    open_library(settings).remember(options.paths)
    return 0


def _ask(options: argparse.Namespace, settings: Settings) -> int:
    if (options.question is None) == (options.jsonl is None):
        raise UsageError(
            "请给出一个问题，或用 --jsonl 给出文件", "give one question, or a file with --jsonl"
        )
    if options.jsonl is not None:
        from rag.asking import ask_many, read_requests

        requests = read_requests(options.jsonl)
        ask_many(requests, settings)
        return 0
    from index.embedding import open_embedder

    embedder = open_embedder(settings.model, settings.models)
    with ThreadPoolExecutor(max_workers=1) as pool:
        # the model is loaded while the program's own modules are; what fails is told further on
        pool.submit(embedder.question, options.question[:1])
        from rag.asking import show
        from rag.assistant import Assistant

        assistant = Assistant(settings.location, settings, embedder=embedder)
        assistant.warm_up()
    answer = assistant.ask(options.question, options.history)
    if options.json:
        print(to_json(answer.to_dict(), indent=2))
    else:
        print(show(answer, settings.language, wants_colour(sys.stdout)))
    if options.explain and not options.json:
        from rag.explain import explain

        print(f"\n{explain(answer, settings.language)}")
    return 0


def _inspect(options: argparse.Namespace, settings: Settings) -> int:
    from rag.inspect_file import inspect_file
    from rag.inspect_view import show

    code = 0
    for number, path in enumerate(options.files):
        try:
            inspection = inspect_file(path)
        except WenjinError as error:
            code = _complain(error.message(settings.language), 1)
            continue
        if options.json:
            print(to_json(inspection.to_dict()), flush=True)
        else:
            print(end="\n" if number else "")
            print(show(inspection, settings.language, wants_colour(sys.stdout)), flush=True)
    return code


def _serve(options: argparse.Namespace, settings: Settings) -> int:
    # the rooms above rag are reached for by name, when they are asked for
    doors = import_module("web.access_cli").doors_of(options)
    import_module("web.server").serve(
        settings,
        open_browser=not options.no_browser,
        api_only=options.api_only,
        at_once=options.at_once,
        waiting=options.waiting,
        doors=doors,
    )
    return 0


def _mcp(options: argparse.Namespace, settings: Settings) -> int:
    import_module("web.mcp_tool").serve_stdio(settings)
    return 0


if __name__ == "__main__":
    run()
