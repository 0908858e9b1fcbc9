from __future__ import annotations

from pathlib import Path

import pytest

from eval.bench_encoder import BASELINE, report, sample
from index.embedding import DEFAULT_MODEL, open_embedder


def test_each_back_end_is_compared_in_one_run(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import eval.bench_encoder as bench

    few = {name: bench.BACK_ENDS[name] for name in ("onnx-int8", "onnx-fp32")}
    monkeypatch.setattr(bench, "BACK_ENDS", few)
    texts = sample(home / "index", 6)
    assert len(texts) == 6 and len(set(texts)) == 6
    found = report(open_embedder(DEFAULT_MODEL, home / "models"), texts)
    assert set(found.rows) == {BASELINE, *few}
    assert found.rows[BASELINE]["cos"].value == pytest.approx(1)
    assert found.rows["onnx-fp32"]["cos"].value > 0.9999
    assert found.rows["onnx-int8"]["cos"].value > 0.995
    # ours share no time with torch's pool of threads; even so small a run shows it
    assert found.rows["onnx-int8"]["× CPU"].value > 1.5
    assert found.rows["onnx-int8"]["question"].value > 0
