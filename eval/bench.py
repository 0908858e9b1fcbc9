"""`wenjin bench`: the public benchmarks of reading, of retrieval and of search in the news, and
what an index costs as it grows."""

from __future__ import annotations

import argparse
import random
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from eval import bench_encoder, bench_latency
from eval.bench_data import READING_SETS, benchmark_folder, load_reading
from eval.bench_fusion import FITTED, FUSIONS
from index.errors import UsageError, WenjinError
from rag.settings import Settings, load_settings

if TYPE_CHECKING:
    from eval.bench_report import Report
    from eval.bench_vectors import KeptVectors
    from index.generations import Model

SEED = 5
FIT_ON = "cmrc2018_trial"
"""What weights are fitted on."""


def add_commands(subparsers: Any) -> None:
    """Adds `bench` with its benchmarks to the subparsers of the command line."""
    command = subparsers.add_parser("bench", help="公开基准：阅读、检索、新闻")
    benchmarks = command.add_subparsers(title="基准", metavar="基准", required=True)

    reading = benchmarks.add_parser("reading", help="给出原文段落，只测标答案")
    reading.add_argument("set", choices=sorted(READING_SETS), metavar="SET", help=_sets())
    reading.add_argument("--limit", type=int, metavar="N", help="随机抽这么多题")
    reading.set_defaults(run=_reading)

    retrieval = benchmarks.add_parser("retrieval", help="全部段落作一个库，测检索与融合")
    retrieval.add_argument("set", choices=sorted(READING_SETS), metavar="SET", help=_sets())
    names = [*FUSIONS, *FITTED]
    retrieval.add_argument(
        "--fusion",
        nargs="+",
        choices=names,
        default=names,
        metavar="FUSION",
        help=f"比较哪些融合：{'、'.join(names)}",
    )
    retrieval.add_argument("--table", type=Path, metavar="FILE", help="把对比表写成 Markdown")
    retrieval.set_defaults(run=_retrieval)

    news = benchmarks.add_parser("news", help="六万八千篇新闻里的问题；seeds/ 混入其中")
    news.add_argument(
        "--articles", type=int, metavar="N", help="只用这么多篇；默认全部（第一次要建库，近一小时）"
    )
    news.add_argument("--questions", type=int, metavar="N", help="问多少题；默认全部")
    news.set_defaults(run=_news)

    scale = benchmarks.add_parser("scale", help="建库与提问的代价随文章数怎样增长")
    scale.add_argument(
        "--sizes", nargs="+", type=int, metavar="N", help="文章数（1000 10000 68221）"
    )
    scale.add_argument(
        "--questions", type=int, default=100, metavar="N", help="每个库问多少题（100）"
    )
    scale.set_defaults(run=_scale)

    bench_encoder.add_command(benchmarks)
    bench_latency.add_command(benchmarks)

    for benchmark in (reading, retrieval, news, scale):
        benchmark.add_argument(
            "--data",
            type=Path,
            metavar="DIR",
            help="基准数据的文件夹（WENJIN_BENCHMARKS 或 ./benchmarks）",
        )
        benchmark.add_argument("--report", type=Path, metavar="OUT", help="JSON 结果写到的文件夹")
        benchmark.add_argument("--model", metavar="MODEL", help="向量模型：名称或文件夹")
        benchmark.add_argument(
            "--keep", type=Path, metavar="DIR", help="存放算过的向量（WENJIN_HOME 的 bench 下）"
        )


def _sets() -> str:
    return "、".join(sorted(READING_SETS))


def _reading(options: argparse.Namespace, settings: Settings) -> int:
    from eval.bench_progress import bar
    from eval.bench_reading import read_all, report
    from index.embedding import open_embedder
    from rag.open_reader import open_reader

    questions = load_reading(benchmark_folder(options.data), options.set)
    if options.limit is not None and options.limit < 1:
        raise UsageError("--limit 至少是 1", "--limit is at least 1")
    if options.limit is not None and options.limit < len(questions):
        questions = random.Random(SEED).sample(questions, options.limit)
    embedder = open_embedder(settings.model, settings.models)
    reader = open_reader(embedder)
    if reader is None:
        raise WenjinError(
            "这个向量模型没有训练好的阅读器；请运行 wenjin setup，或用默认模型",
            "there is no trained reader for this model; run wenjin setup, or use the default model",
        )
    reader.read("问", ["答"])  # what is loaded at the first question is not its time
    with bar("阅读", len(questions)) as done:
        found = read_all(reader, questions, done)
    _show(options, report(options.set, found, options.limit), embedder.model)
    return 0


def _retrieval(options: argparse.Namespace, settings: Settings) -> int:
    from eval import bench_retrieval
    from eval.bench_report import write_table

    folder = benchmark_folder(options.data)
    kept = _kept(options, settings)
    try:
        fit = [name for name in options.fusion if name in FITTED]
        shares: dict[str, float] = {}
        if fit:
            if options.set == FIT_ON:
                raise UsageError(
                    f"{FIT_ON} 用来定权重，不能又用来报告；请用 --fusion 去掉 {'、'.join(fit)}",
                    f"weights are fitted on {FIT_ON}, so it cannot be reported on; "
                    f"leave {', '.join(fit)} out of --fusion",
                )
            _, _, candidates, _ = _search(folder, FIT_ON, kept)
            shares = bench_retrieval.fit_shares(candidates, fit)
        size, ranks, candidates, taken = _search(folder, options.set, kept)
        report = bench_retrieval.report(
            options.set, size, ranks, candidates, taken, options.fusion, shares, FIT_ON
        )
        if options.table:
            print(write_table(options.table, report, "Fusion functions compared"))
        _show(options, report, kept.model)
    finally:
        kept.close()
    return 0


def _search(folder: Path, name: str, kept: KeptVectors) -> Any:
    from eval import bench_retrieval
    from eval.bench_progress import bar

    questions = load_reading(folder, name)
    with bar(f"{name} 向量", len(questions)) as done:
        asked = bench_retrieval.ask(questions, kept, done)
    with bench_retrieval.pool(questions, kept) as store, bar("检索", len(asked)) as done:
        return store.size, *bench_retrieval.search_all(store, asked, kept, done)


def _news(options: argparse.Namespace, settings: Settings) -> int:
    from eval import bench_news, bench_scale

    data = benchmark_folder(options.data)
    kept = _kept(options, settings)
    try:
        index = None
        if options.articles is None:
            keep = options.keep or settings.home / "bench"
            index = bench_scale.build_all(data, settings, keep)
        report = bench_news.run(
            data, kept, questions=options.questions, article_count=options.articles, index=index
        )
        _show(options, report, kept.model)
    finally:
        kept.close()
    return 0


def _scale(options: argparse.Namespace, settings: Settings) -> int:
    from eval import bench_scale
    from index.embedding import open_embedder

    report = bench_scale.run(
        benchmark_folder(options.data),
        settings,
        sizes=options.sizes or bench_scale.SIZES,
        questions=options.questions,
        keep=options.keep or settings.home / "bench",
        out=options.report,
    )
    _show(options, report, open_embedder(settings.model, settings.models).model)
    return 0


def _kept(options: argparse.Namespace, settings: Settings) -> KeptVectors:
    from eval.bench_vectors import KeptVectors
    from index.embedding import open_embedder

    embedder = open_embedder(settings.model, settings.models)
    return KeptVectors(embedder, options.keep or settings.home / "bench")


def _show(options: argparse.Namespace, report: Report, model: Model) -> None:
    from rich.console import Console

    from eval.bench_report import print_report, write_report

    print_report(Console(highlight=False), report)
    if options.report:
        print(write_report(options.report, report, model))


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs `python -m eval.bench …`, the same as `wenjin bench …`."""
    parser = argparse.ArgumentParser(prog="wenjin")
    add_commands(parser.add_subparsers(required=True))
    given = list(sys.argv[1:] if arguments is None else arguments)
    options = parser.parse_args(["bench", *given])
    try:
        settings = load_settings({"model": options.model})
        return int(options.run(options, settings))
    except WenjinError as error:
        print(f"wenjin: {error}", file=sys.stderr)
        return 2 if isinstance(error, UsageError) else 1


if __name__ == "__main__":
    sys.exit(main())
