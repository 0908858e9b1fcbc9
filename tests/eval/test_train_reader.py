"""Training is repeatable, can be taken up again, and its model is the graph that is shipped."""

from __future__ import annotations

import random
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch

from eval.made_questions import PREFIX
from eval.reader_model import HEAD, Embeddings, Sizes, SpanModel, load_encoder, named_tensors
from eval.reading_sets import Example
from eval.train_reader import (
    SHARES,
    Plan,
    Prepared,
    Trainer,
    draw_window,
    epoch_batches,
    is_tune,
    of_rules,
    rate_at,
    span_loss,
    tune_split,
)
from eval.written_passages import TEMPTING
from index.bert_graph import BertGraph, BertShape
from index.unigram import Token

SIZES = Sizes(hidden=32, layers=2, heads=4, deep=64)
PLAN = Plan(
    steps=40,
    decay=10,
    warmup=5,
    rate=1e-3,
    batch_tokens=256,
    averaging=0.9,
    seed=3,
    tune_share=0.1,
    frozen=0,
)


def bert_tensors() -> dict[str, np.ndarray]:
    """The weights of a very small BertModel."""
    draw = np.random.default_rng(11)
    names = named_tensors(SpanModel(SIZES).state_dict(), SIZES)
    tensors = {
        name: draw.normal(scale=0.2, size=value.shape).astype(np.float32)
        for name, value in names.items()
        if not name.startswith(HEAD)
    }
    for name, rows in (("word", 60), ("position", 512), ("token_type", 2)):
        value = draw.normal(size=(rows, SIZES.hidden)).astype(np.float32)
        tensors[f"embeddings.{name}_embeddings.weight"] = value
    for part in ("weight", "bias"):
        tensors[f"embeddings.LayerNorm.{part}"] = draw.normal(size=SIZES.hidden).astype(np.float32)
    return tensors


def items(count: int) -> list[Prepared]:
    """Texts of random tokens in which token 50 alone is the answer."""
    draw = random.Random(4)
    made = []
    for number in range(count):
        size = draw.randint(5, 30)
        at = draw.randrange(size)
        ids = [draw.randint(10, 49) for _ in range(size)]
        ids[at] = 50
        tokens = tuple(Token(id_, place, place + 1) for place, id_ in enumerate(ids))
        example = Example(str(number), f"g{number}", "", "x" * size, ((at, at + 1),), "news")
        made.append(Prepared(example, (5, 6), tokens, (at, at)))
    return made


def trainer(plan: Plan) -> Trainer:
    torch.manual_seed(plan.seed)
    tensors = bert_tensors()
    model = SpanModel(SIZES)
    load_encoder(model, tensors)
    return Trainer(plan, Embeddings(tensors, SIZES), model, "cpu")


def test_the_graph_computes_what_the_torch_model_does() -> None:
    onnxruntime = pytest.importorskip("onnxruntime")
    tensors = bert_tensors()
    model = SpanModel(SIZES)
    load_encoder(model, tensors)
    ids = [0, 5, 9, 2, 2, 30, 31, 50, 12, 2]
    hidden, mask = Embeddings(tensors, SIZES)([ids], 1)
    with torch.no_grad():
        expected = model(hidden, mask).numpy()
    tuned = named_tensors(model.state_dict(), SIZES)
    graph = BertGraph(BertShape(32, 2, 4, SIZES.epsilon), {**tensors, **tuned})
    last = graph.encode()
    graph.node("MatMul", [last, graph.constant("head", tuned[f"{HEAD}.weight"].T)], "logits")
    session = onnxruntime.InferenceSession(
        graph.finish("test", {"logits": [1, "tokens", 2]}).SerializeToString()
    )
    words = tensors["embeddings.word_embeddings.weight"][ids][None]
    (logits,) = session.run(None, {"inputs_embeds": words})
    np.testing.assert_allclose(logits + tuned[f"{HEAD}.bias"], expected, atol=2e-4)


def test_padding_changes_no_logits() -> None:
    tensors = bert_tensors()
    model = SpanModel(SIZES)
    load_encoder(model, tensors)
    embed = Embeddings(tensors, SIZES)
    with torch.no_grad():
        alone = model(*embed([[0, 5, 2]], 1))[0]
        beside = model(*embed([[0, 5, 2], [0, 7, 8, 9, 10, 2]], 1))[0, :3]
    torch.testing.assert_close(alone, beside, atol=1e-4, rtol=1e-4)


def test_a_run_that_was_cut_off_goes_on_as_if_it_had_not(tmp_path: Path) -> None:
    batches = epoch_batches(items(60), PLAN, 0)
    whole = trainer(PLAN)
    for batch in batches[:6]:
        whole.step(batch)
    first = trainer(PLAN)
    for batch in batches[:3]:
        first.step(batch)
    first.save(tmp_path / "checkpoint.safetensors")
    second = trainer(replace(PLAN, seed=99))
    second.resume(tmp_path / "checkpoint.safetensors")
    assert second.step_number == 3
    for batch in batches[3:6]:
        second.step(batch)
    for name, value in whole.averaged().items():
        torch.testing.assert_close(second.averaged()[name], value, atol=1e-6, rtol=1e-5)


def test_it_learns_and_frozen_layers_stay() -> None:
    plan = replace(PLAN, frozen=1, steps=120, rate=5e-3)
    learner = trainer(plan)
    before = {name: value.clone() for name, value in learner.averaged().items()}
    batches = [batch for epoch in range(30) for batch in epoch_batches(items(60), plan, epoch)]
    losses = [learner.step(batch) for batch in batches[: plan.steps]]
    assert np.mean(losses[-5:]) < 0.7 * np.mean(losses[:5])
    after = learner.averaged()
    frozen = [name for name in before if name.startswith("layers.0.")]
    assert frozen and all(torch.equal(before[name], after[name]) for name in frozen)
    assert not torch.equal(before["layers.1.up.weight"], after["layers.1.up.weight"])


def test_epochs_are_the_same_each_time_and_differ_from_each_other() -> None:
    assert epoch_batches(items(40), PLAN, 0) == epoch_batches(items(40), PLAN, 0)
    assert epoch_batches(items(40), PLAN, 0) != epoch_batches(items(40), PLAN, 1)


def test_windows_hold_the_answer_where_they_say() -> None:
    ids = [10 + place % 40 for place in range(900)]
    ids[700], ids[701] = 50, 51
    tokens = tuple(Token(id_, place, place + 1) for place, id_ in enumerate(ids))
    example = Example("1", "g", "", "x" * 700 + "yz" + "x" * 198, ((700, 702),), "news")
    item = Prepared(example, (5, 6), tokens, (700, 701))
    seen = {True: 0, False: 0}
    for seed in range(200):
        drawn = draw_window(item, random.Random(seed))
        assert len(drawn.window.ids) <= 400
        if drawn.start:
            assert drawn.window.ids[drawn.start] == 50 and drawn.window.ids[drawn.end] == 51
        else:
            assert 50 not in drawn.window.ids
        seen[bool(drawn.start)] += 1
    assert seen[True] > 150 and seen[False] > 2


def test_the_rate_rises_stays_and_falls() -> None:
    rates = [rate_at(step, PLAN) for step in range(PLAN.steps)]
    assert rates[0] == pytest.approx(PLAN.rate / 5)
    assert rates[5:30] == [PLAN.rate] * 25
    assert rates[-1] == pytest.approx(PLAN.rate / 10)


def test_places_of_the_question_are_no_answers() -> None:
    (batch,) = [epoch_batches(items(3), PLAN, 0)[0][:1]]
    logits = torch.zeros((1, len(batch[0].window.ids), 2))
    fair = float(span_loss(logits, batch))
    logits[0, 1:3] = 100.0
    assert float(span_loss(logits, batch)) == pytest.approx(fair)


def test_a_text_is_never_on_both_sides_of_the_split() -> None:
    made = [Example(str(n), f"g{n % 50}", "", "", (), "news") for n in range(500)]
    sides = {(e.group, is_tune(e, 0.2)) for e in made}
    assert len(sides) == 50
    assert 2 <= sum(tune for _, tune in sides) <= 20


def test_the_tune_split_has_as_many_made_examples_as_others_and_only_kept_groups() -> None:
    examples = [
        Example(f"{kind}{number}", f"{kind}{number}", "", "x", (), kind)
        for kind in ("news", "made figure", "squad2_zh_dev")
        for number in range(400)
    ]
    chosen = tune_split(examples, 0.2, 30, 5)
    assert [of_rules(example) for example in chosen] == [False] * 30 + [True] * 30
    assert all(is_tune(example, 0.2) and example.kind != "squad2_zh_dev" for example in chosen)
    assert chosen == tune_split(examples, 0.2, 30, 5)


def test_an_epoch_takes_its_share_of_every_made_kind() -> None:
    made = [
        replace(item, example=replace(item.example, kind=f"made {number % 7}"))
        for number, item in enumerate(items(300))
    ]
    taken = sum(map(len, epoch_batches(made, PLAN, 0)))
    assert 0.6 * SHARES[PREFIX] * 300 < taken < 1.4 * SHARES[PREFIX] * 300


def test_a_kind_can_come_more_than_once_an_epoch() -> None:
    assert SHARES[TEMPTING] > 1
    example = Example("a", "g", "问", "文", (), TEMPTING)
    item = Prepared(example, (5,), (Token(7, 0, 1),), None)
    drawn = [len(batch) for batch in epoch_batches([item] * 100, PLAN, 0)]
    assert sum(drawn) == SHARES[TEMPTING] * 100
