"""Train the span reader. The same data and arguments take the same steps.

    python -m eval.train_reader --data DIR --model DIR --run DIR [--steps N]

DIR of `--data` is the benchmark folder; `--model` the unpacked embedding model; `--run` receives
checkpoints, the log and, at the end, the weights. A run that was cut off goes on from its last
checkpoint when the same command is given again; with more `--steps` a finished one goes on too.

The rate of learning rises over the first steps, stays, and falls over the last `--decay` of them;
what is kept is a running mean of the weights. Report-only sets are never read here.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import random
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
import torch
from safetensors.torch import load_file, save_file
from torch import Tensor
from torch.nn import functional as fn

from eval.made_questions import PREFIX, articles_of, made
from eval.reader_model import Embeddings, Sizes, SpanModel, load_encoder, named_tensors
from eval.reader_scoring import Prediction, batches_by_length, predict, summarise, summarise_kinds
from eval.reading_sets import (
    TRAINING_SETS,
    Example,
    in_other_words,
    load,
    load_news,
    subjects_in,
    with_other_number,
    with_other_place,
    with_other_subject,
    without_subject,
    wrong_texts,
)
from eval.written_passages import FOUND, PASSAGE, TEMPTING, load_passages
from eval.written_sets import KIND, WITHOUT, load_written
from index.fast_encoder import FOLDER, PAD, UNKNOWN
from index.unigram import Token, Unigram
from index.weights import map_tensors
from rag.windows import QUESTION_TOKENS, Window, window

SIZES = ((0.70, 144), (0.25, 256), (0.05, 400))
"""Tokens of a training window at most, and how often."""

WHOLE = 256
"""The same where the text is a passage, which is read whole in use."""

SHARES = {
    "cmrc2018_train": 0.6,
    "cmrc2018_trial": 0.6,
    "drcd_dev": 0.4,
    "dureader_robust_dev": 0.6,
    "news": 0.5,
    "squad2_zh_dev": 0.05,
    "squad2_zh_dev unanswerable": 0.05,
    "wrong text": 0.03,
    "other number": 0.15,
    "other place": 0.15,
    "other subject": 0.03,
    "no subject": 0.2,
    "other words": 0.3,
    PREFIX: 0.2,
    "made aligned": 0.4,
    "made report aligned": 0.4,
    "made report partners": 0.4,
    KIND: 0.6,
    WITHOUT: 0.6,
    PASSAGE: 1.6,
    TEMPTING: 2.0,
    FOUND: 0.2,
}
"""How often an epoch takes an example of each kind; `PREFIX` stands for the other made kinds."""

SEED, TUNE_SHARE = 5, 0.03
MADE = 16000
"""How many questions are made by rule."""

WITHOUT_ANSWER = 0.06
"""How often the window of a longer text is one that misses the answer."""


@dataclass(frozen=True)
class Plan:
    """The arguments that decide what is learnt."""

    steps: int
    decay: int
    warmup: int
    rate: float
    batch_tokens: int
    averaging: float
    seed: int
    tune_share: float
    frozen: int


@dataclass(frozen=True)
class Prepared:
    """An example as tokens; `answer` is (first, last) token, None where there is none."""

    example: Example
    question: tuple[int, ...]
    tokens: tuple[Token, ...]
    answer: tuple[int, int] | None


@dataclass(frozen=True)
class Drawn:
    """A window to learn from, with the places of the answer's first and last token in it."""

    window: Window
    start: int
    end: int


def gather(data: Path, run: Path, seed: int, tune_share: float) -> list[Example]:
    """All examples; those of the news, of passages and the made ones are kept in the run folder.

    Articles that a news question of the tune split is about take no part in the making.
    """
    examples = [example for name in TRAINING_SETS for example in load(data, name)]
    news = _kept(run / "news.jsonl", lambda: load_news(data, 500))

    def make() -> list[Example]:
        tune = [example.context for example in news if is_tune(example, tune_share)]
        return made(articles_of(data, tune), MADE, seed)

    written = load_written("train")
    passages = _kept(run / "passages.jsonl", lambda: load_passages("train"))
    return [*examples, *news, *written, *passages, *_kept(run / "made.jsonl", make)]


def _kept(path: Path, make: Callable[[], list[Example]]) -> list[Example]:
    """The examples of a file, which is written first if it is not there."""
    if not path.is_file():
        lines = [json.dumps(asdict(example)) for example in make()]
        path.write_text("\n".join(lines), encoding="utf-8")
    examples = []
    for line in path.read_text(encoding="utf-8").split("\n"):
        entry = json.loads(line)
        entry["answers"] = tuple(tuple(answer) for answer in entry["answers"])
        examples.append(Example(**entry))
    return examples


def with_made_from_them(examples: Sequence[Example], seed: int) -> list[Example]:
    """The examples, their questions put otherwise, and ones that their text does not answer."""
    draw = random.Random(seed)
    human = [e for e in examples if e.answers and e.kind != "squad2_zh_dev" and not of_rules(e)]
    subjects = subjects_in(human)
    wrong = list(wrong_texts(human, draw))
    for example in human:
        for trap in (
            with_other_number(example, draw),
            with_other_place(example, draw),
            with_other_subject(example, subjects, draw),
        ):
            if trap is not None:
                wrong.append(trap)
    # Those who wrote by hand left the subject out where it is clear.
    otherwise = [without_subject(e) for e in human if e.kind not in (KIND, PASSAGE)]
    otherwise += [in_other_words(e, draw) for e in examples if e.answers and e.kind != KIND]
    return [*examples, *wrong, *(example for example in otherwise if example is not None)]


def is_tune(example: Example, share: float) -> bool:
    """Whether an example is kept for choosing, by its group so that texts do not leak."""
    import hashlib

    digest = hashlib.sha256(example.group.encode("utf-8")).digest()
    return int.from_bytes(digest[:4], "big") / 2**32 < share


def prepare(examples: Sequence[Example], unigram: Unigram) -> list[Prepared]:
    """Tokenise; answers that no token covers are left out."""
    texts: dict[str, tuple[Token, ...]] = {}
    prepared = []
    for example in examples:
        if example.context not in texts:
            texts[example.context] = tuple(unigram.tokens(example.context))
        tokens = texts[example.context]
        question = tuple(unigram.ids(example.question)[:QUESTION_TOKENS])
        answer = None
        if example.answers:
            start, end = example.answers[0]
            inside = [
                place
                for place, token in enumerate(tokens)
                if token.end > start and token.start < end and token.end > token.start
            ]
            if not inside:
                continue
            answer = (inside[0], inside[-1])
        prepared.append(Prepared(example, question, tokens, answer))
    return prepared


def draw_window(item: Prepared, draw: random.Random) -> Drawn:
    """A random stretch of the text, mostly one that holds the answer."""
    size = WHOLE
    if item.example.kind not in (PASSAGE, TEMPTING, FOUND):
        size = draw.choices([s for _, s in SIZES], [share for share, _ in SIZES])[0]
    room = size - len(item.question) - 4
    total = len(item.tokens)
    if item.answer is None:
        begin = draw.randint(0, max(0, total - room))
        return Drawn(window(item.question, item.tokens[begin : begin + room]), 0, 0)
    first, last = item.answer
    last = min(last, first + room - 1)
    if total > room and draw.random() < WITHOUT_ANSWER:
        text = item.example.context[slice(*item.example.answers[0])]
        begins = [b for b in range(0, total - room + 1, 16) if b > last or b + room <= first]
        if begins:
            begin = draw.choice(begins)
            part = item.tokens[begin : begin + room]
            if text not in item.example.context[part[0].start : part[-1].end]:
                return Drawn(window(item.question, part), 0, 0)
    begin = draw.randint(max(0, last - room + 1), max(0, min(first, total - room)))
    made = window(item.question, item.tokens[begin : begin + room])
    return Drawn(made, made.first + first - begin, made.first + last - begin)


def epoch_batches(items: Sequence[Prepared], plan: Plan, epoch: int) -> list[list[Drawn]]:
    """The batches of one epoch: like lengths together, in random order."""
    draw = random.Random(plan.seed * 1000 + epoch)
    chosen = []
    for item in items:
        kind = item.example.kind
        if kind == "squad2_zh_dev" and item.answer is None:
            kind += " unanswerable"
        elif of_rules(item.example) and kind not in SHARES:
            kind = PREFIX
        times, chance = divmod(SHARES[kind], 1)
        chosen += [item] * (int(times) + (draw.random() < chance))
    draw.shuffle(chosen)
    drawn = [draw_window(item, draw) for item in chosen]
    batches = []
    for begin in range(0, len(drawn), 512):
        part = drawn[begin : begin + 512]
        groups = batches_by_length([len(d.window.ids) for d in part], plan.batch_tokens)
        batches += [[part[place] for place in group] for group in groups]
    draw.shuffle(batches)
    return batches


def all_batches(items: Sequence[Prepared], plan: Plan) -> Iterator[list[Drawn]]:
    """Batches without end, epoch after epoch."""
    epoch = 0
    while True:
        yield from epoch_batches(items, plan, epoch)
        epoch += 1


def rate_at(step: int, plan: Plan) -> float:
    """The rate of learning: a rise, a plateau, a straight fall to nothing."""
    rise = min(1.0, (step + 1) / plan.warmup)
    fall = min(1.0, (plan.steps - step) / max(plan.decay, 1))
    return plan.rate * min(rise, fall)


def span_loss(logits: Tensor, batch: Sequence[Drawn]) -> Tensor:
    """Mean cross entropy of the start and the end; tokens of the question cannot be either."""
    allowed = torch.full(logits.shape[:2], float("-inf"))
    for row, drawn in enumerate(batch):
        allowed[row, 0] = 0.0
        allowed[row, drawn.window.first : drawn.window.first + len(drawn.window.tokens)] = 0.0
    masked = logits.float() + allowed[:, :, None].to(logits.device)
    starts = torch.tensor([drawn.start for drawn in batch], device=logits.device)
    ends = torch.tensor([drawn.end for drawn in batch], device=logits.device)
    return (fn.cross_entropy(masked[..., 0], starts) + fn.cross_entropy(masked[..., 1], ends)) / 2


class Trainer:
    """Weights in 32 bits, their copies in 16 that the steps compute with, and the running mean."""

    def __init__(self, plan: Plan, embeddings: Embeddings, model: SpanModel, device: str) -> None:
        self.plan, self.embeddings, self.device = plan, embeddings, device
        self.master = [p.detach().clone().to(device) for p in model.parameters()]
        self.names = [name for name, _ in model.named_parameters()]
        self.model = model.to(device=device, dtype=torch.bfloat16)
        for layer in self.model.layers[: plan.frozen]:
            layer.requires_grad_(False)
        self.copies = list(self.model.parameters())
        self.mean = [p.clone() for p in self.master]
        decayed = [p for p in self.master if p.dim() > 1]
        others = [p for p in self.master if p.dim() == 1]
        self.optimiser = torch.optim.AdamW(
            [{"params": decayed, "weight_decay": 0.01}, {"params": others, "weight_decay": 0.0}],
            lr=plan.rate,
            betas=(0.9, 0.98),
            fused=True,
        )
        self.step_number = 0
        self._copy_down()

    def _copy_down(self) -> None:
        with torch.no_grad():
            torch._foreach_copy_(self.copies, self.master)

    def step(self, batch: Sequence[Drawn]) -> float:
        """One step; returns the loss."""
        hidden, mask = self.embeddings([drawn.window.ids for drawn in batch], PAD)
        hidden, mask = (t.to(self.device, torch.bfloat16) for t in (hidden, mask))
        loss = span_loss(self.model(hidden, mask), batch)
        loss.backward()
        with torch.no_grad():
            for master, copy in zip(self.master, self.copies, strict=True):
                master.grad = copy.grad.float() if copy.grad is not None else None
                copy.grad = None
        torch.nn.utils.clip_grad_norm_(self.master, 1.0)
        for group in self.optimiser.param_groups:
            group["lr"] = rate_at(self.step_number, self.plan)
        self.optimiser.step()
        self.step_number += 1
        self._copy_down()
        # Early on the mean follows closely, or it would remember the untrained head.
        keep = min(self.plan.averaging, self.step_number / (self.step_number + 20))
        with torch.no_grad():
            torch._foreach_lerp_(self.mean, self.master, 1.0 - keep)
        return float(loss.detach())

    def averaged(self) -> dict[str, Tensor]:
        """The running mean of the weights as a state dict."""
        return {n: p.detach().cpu().clone() for n, p in zip(self.names, self.mean, strict=True)}

    def save(self, path: Path) -> None:
        """Write a checkpoint that appears whole or not at all."""
        tensors = {}
        for place, name in enumerate(self.names):
            tensors[f"master.{name}"] = self.master[place]
            tensors[f"mean.{name}"] = self.mean[place]
            # A frozen layer has no state.
            state = self.optimiser.state.get(self.master[place])
            if state:
                tensors[f"first.{name}"] = state["exp_avg"]
                tensors[f"second.{name}"] = state["exp_avg_sq"]
        beside = path.with_suffix(".part")
        save_file(
            {name: tensor.contiguous().cpu() for name, tensor in tensors.items()},
            beside,
            metadata={"step": str(self.step_number), "plan": json.dumps(asdict(self.plan))},
        )
        os.replace(beside, path)

    def resume(self, path: Path) -> None:
        """Take up a checkpoint."""
        from safetensors import safe_open

        tensors = load_file(path, device=self.device)
        with safe_open(path, framework="pt") as file:
            self.step_number = int(file.metadata()["step"])
        for place, name in enumerate(self.names):
            self.master[place].copy_(tensors[f"master.{name}"])
            self.mean[place].copy_(tensors[f"mean.{name}"])
            if f"first.{name}" in tensors:
                self.optimiser.state[self.master[place]] = {
                    "step": torch.tensor(float(self.step_number)),
                    "exp_avg": tensors[f"first.{name}"],
                    "exp_avg_sq": tensors[f"second.{name}"],
                }
        self._copy_down()


class Log:
    """One JSON object a line, in the run folder and on the screen."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def __call__(self, **entry: object) -> None:
        line = json.dumps({"time": round(time.time()), **entry}, ensure_ascii=False)
        with self._path.open("a", encoding="utf-8") as file:
            file.write(line + "\n")
        print(line, flush=True)


def tune_score(
    trainer: Trainer, sizes: Sizes, items: Sequence[Prepared], size: int
) -> dict[str, object]:
    """How the running mean of the weights does on the tune split, and on each kind of it."""
    model = SpanModel(sizes)
    model.load_state_dict(trainer.averaged())
    model = model.to(trainer.device, torch.bfloat16).eval()

    @torch.inference_mode()
    def run(batch: Sequence[Window]) -> list[np.ndarray]:
        hidden, mask = trainer.embeddings([w.ids for w in batch], PAD)
        logits = model(*(t.to(trainer.device, torch.bfloat16) for t in (hidden, mask)))
        return list(logits.float().cpu().numpy())

    predictions: list[Prediction] = predict(
        [(item.example, item.question, item.tokens) for item in items], run, size=size
    )
    human = [p for p in predictions if not of_rules(p.example)]
    return {**summarise(human), "kinds": summarise_kinds(predictions)}


def of_rules(example: Example) -> bool:
    """Whether an example was made by rule, not by people."""
    return example.kind.startswith(PREFIX)


def tune_split(
    examples: Sequence[Example], share: float, limit: int | None, seed: int
) -> list[Example]:
    """What is looked at to choose by: `limit` examples of the sets and as many made ones."""
    tune = [e for e in examples if is_tune(e, share) and e.kind != "squad2_zh_dev"]
    random.Random(seed).shuffle(tune)
    by_rule = [e for e in tune if of_rules(e)]
    others = [e for e in tune if not of_rules(e)]
    return [*others[:limit], *by_rule[:limit]]


def tune_of_run(data: Path, run: Path, limit: int | None) -> list[Example]:
    """The tune split of a run that was begun with the seed and share it has by default."""
    examples = with_made_from_them(gather(data, run, SEED, TUNE_SHARE), SEED)
    return tune_split(examples, TUNE_SHARE, limit, SEED)


def main(arguments: Sequence[str] | None = None) -> int:
    """Train as the arguments say."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--data", type=Path, required=True, help="the benchmark folder")
    parser.add_argument("--model", type=Path, required=True, help="the unpacked embedding model")
    parser.add_argument("--run", type=Path, required=True, help="folder of the run")
    parser.add_argument("--steps", type=int, default=6000)
    parser.add_argument("--decay", type=int, default=800, help="steps of the final fall")
    parser.add_argument("--warmup", type=int, default=100)
    parser.add_argument("--rate", type=float, default=1.5e-4)
    parser.add_argument("--batch-tokens", type=int, default=3072)
    parser.add_argument("--averaging", type=float, default=0.995)
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--tune-share", type=float, default=TUNE_SHARE)
    parser.add_argument("--frozen", type=int, default=0, help="lowest layers left as they are")
    parser.add_argument("--tune-every", type=int, default=500)
    parser.add_argument(
        "--tune-limit", type=int, default=300, help="tune examples looked at, twice"
    )
    parser.add_argument("--save-every", type=int, default=100)
    parser.add_argument("--limit", type=int, default=None, help="examples a set, for a trial")
    parser.add_argument("--threads", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--device", default="cuda" if torch.cuda.is_available() else "cpu")
    args = parser.parse_args(arguments)

    torch.set_num_threads(args.threads)
    torch.manual_seed(args.seed)
    args.run.mkdir(parents=True, exist_ok=True)
    plan = Plan(
        args.steps,
        args.decay,
        args.warmup,
        args.rate,
        args.batch_tokens,
        args.averaging,
        args.seed,
        args.tune_share,
        args.frozen,
    )
    log = Log(args.run / "log.jsonl")
    sizes = Sizes()
    tensors = map_tensors(args.model / "model.safetensors")
    unigram = Unigram.load(args.model / FOLDER, unknown=UNKNOWN)

    examples = gather(args.data, args.run, plan.seed, plan.tune_share)
    if args.limit is not None:
        examples = random.Random(plan.seed).sample(examples, args.limit)
    examples = with_made_from_them(examples, plan.seed)
    tune = tune_split(examples, plan.tune_share, args.tune_limit, plan.seed)
    items = prepare([e for e in examples if not is_tune(e, plan.tune_share)], unigram)
    tune_items = prepare(tune, unigram)
    log(event="start", plan=asdict(plan), examples=len(items), tune=len(tune_items))

    model = SpanModel(sizes)
    load_encoder(model, tensors)
    trainer = Trainer(plan, Embeddings(tensors, sizes), model, args.device)
    checkpoint = args.run / "checkpoint.safetensors"
    if checkpoint.is_file():
        trainer.resume(checkpoint)
        log(event="resume", step=trainer.step_number)
    batches = all_batches(items, plan)
    for _ in range(trainer.step_number):
        next(batches)
    total, tokens, began = 0.0, 0, time.monotonic()
    while trainer.step_number < plan.steps:
        batch = next(batches)
        loss = trainer.step(batch)
        if not math.isfinite(loss):
            print(f"the loss is {loss} at step {trainer.step_number}", file=sys.stderr)
            return 1
        total += loss
        tokens += sum(len(drawn.window.ids) for drawn in batch)
        done = trainer.step_number
        if done % 20 == 0:
            took = time.monotonic() - began
            log(step=done, loss=round(total / 20, 4), tokens_s=round(tokens / took))
            total, tokens, began = 0.0, 0, time.monotonic()
        if done % args.save_every == 0 or done == plan.steps:
            trainer.save(checkpoint)
        if done % args.tune_every == 0 or done == plan.steps:
            log(event="tune", step=done, **tune_score(trainer, sizes, tune_items, 256))
            began, tokens = time.monotonic(), 0
    weights = named_tensors(trainer.averaged(), sizes)
    save_file({n: torch.from_numpy(v) for n, v in weights.items()}, args.run / "reader.safetensors")
    log(event="end", step=trainer.step_number)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
