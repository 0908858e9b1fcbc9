"""Turn the weights of a training run into what is shipped.

    python -m eval.pack_reader --run DIR [--out DIR]

Takes the run's final weights, or the running mean of its last checkpoint where it has not ended.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from safetensors.numpy import load_file

from index.embedding import DEFAULT_MODEL
from rag.reader_weights import PACKAGED, WEIGHTS_FILE, save_weights

WINDOW, OVERLAP, LONGEST = 256, 64, 60


def run_weights(run: Path) -> dict[str, np.ndarray]:
    """The tuned tensors of a run under BertModel's names."""
    final = run / WEIGHTS_FILE
    checkpoint = run / "checkpoint.safetensors"
    newer = checkpoint.is_file() and (
        not final.is_file() or checkpoint.stat().st_mtime > final.stat().st_mtime
    )
    if not newer:
        return dict(load_file(final))
    import torch

    from eval.reader_model import Sizes, named_tensors

    mean = {
        name.removeprefix("mean."): torch.from_numpy(value)
        for name, value in load_file(checkpoint).items()
        if name.startswith("mean.")
    }
    return dict(named_tensors(mean, Sizes()))


def main(arguments: Sequence[str] | None = None) -> int:
    """Pack as the arguments say."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--run", type=Path, required=True, help="folder of the run")
    parser.add_argument("--out", type=Path, default=PACKAGED, help="where the weights go")
    args = parser.parse_args(arguments)
    card = save_weights(
        args.out,
        run_weights(args.run),
        encoder=DEFAULT_MODEL,
        window=WINDOW,
        overlap=OVERLAP,
        longest=LONGEST,
    )
    size = (args.out / WEIGHTS_FILE).stat().st_size
    print(f"{args.out / WEIGHTS_FILE}: {size / 1e6:.1f} MB, sha256 {card.sha256}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
