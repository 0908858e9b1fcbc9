"""Score the shipped span reader on public sets, gold context given.

    python -m eval.reader_report --data DIR --model DIR [--sets NAME...] [--float] [--limit N]
    python -m eval.reader_report --data DIR --model DIR --tune RUN [--limit N]

The model folder must hold the exported fast path; the reader's graph is written if it is not
there. One JSON object a set; the set `written` is the half of `eval/written/` that is not trained
on. With `--tune` it is the tune split of a training run instead, the
sets and what was made by rule, with the figures of each kind.
"""

from __future__ import annotations

import argparse
import json
import random
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from eval.reader_scoring import predict, summarise, summarise_kinds
from eval.reading_sets import Example, load
from eval.written_sets import KIND, load_written
from index.fast_encoder import FastEncoder
from rag.reader_weights import PACKAGED, load_card
from rag.span_reader import OnnxSpanReader, export_span_reader, has_span_reader


def _asked(args: argparse.Namespace) -> Iterator[tuple[str, list[Example]]]:
    """The sets that the arguments name, and their examples."""
    if args.tune is not None:
        # What a run was trained with needs torch; the sets alone do not.
        from eval.train_reader import of_rules, tune_of_run

        tune = tune_of_run(args.data, args.tune, args.limit)
        yield "tune split of the sets", [e for e in tune if not of_rules(e)]
        yield "tune split of what was made by rule", [e for e in tune if of_rules(e)]
        return
    for name in args.sets:
        examples = load_written("tune") if name == KIND else load(args.data, name)
        if args.limit is not None and args.limit < len(examples):
            examples = random.Random(5).sample(examples, args.limit)
        yield name, examples


def main(arguments: Sequence[str] | None = None) -> int:
    """Score as the arguments say."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--data", type=Path, required=True, help="the benchmark folder")
    parser.add_argument("--model", type=Path, required=True, help="the unpacked embedding model")
    parser.add_argument("--weights", type=Path, default=PACKAGED)
    parser.add_argument("--sets", nargs="+", default=["cmrc2018_dev"])
    parser.add_argument("--tune", type=Path, default=None, help="folder of a training run")
    parser.add_argument("--float", action="store_true", help="the 32-bit graph instead of int8")
    parser.add_argument("--limit", type=int, default=None, help="examples a set, drawn at random")
    parser.add_argument("--window", type=int, default=None, help="tokens a window; the card's")
    args = parser.parse_args(arguments)
    int8 = not args.float
    if not has_span_reader(args.model, int8=int8, weights=args.weights):
        export_span_reader(args.model, int8=int8, weights=args.weights)
    encoder = FastEncoder(args.model)
    reader = OnnxSpanReader(args.model, encoder, int8=int8, weights=args.weights)
    card = load_card(args.weights)
    for name, examples in _asked(args):
        began = time.monotonic()
        tokens = {e.context: encoder.unigram.tokens(e.context) for e in examples}
        items = [(e, encoder.unigram.ids(e.question), tokens[e.context]) for e in examples]
        found = predict(items, reader.logits, size=args.window or card.window, overlap=card.overlap)
        result = {
            "set": name,
            "graph": "int8" if int8 else "float32",
            "weights": card.sha256[:12],
            **summarise(found),
            "seconds": round(time.monotonic() - began, 1),
        }
        if len({e.kind for e in examples}) > 1:
            result["kinds"] = summarise_kinds(found)
        print(json.dumps(result), flush=True)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
