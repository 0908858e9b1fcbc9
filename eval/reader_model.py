"""The span reader in torch, for training: the encoder's layers and two logits a token.

The word embeddings stay as they are, so that the retriever and the reader share them; the
tensors are named as in Hugging Face's BertModel, so that `index.bert_graph` finds them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor, nn
from torch.nn import functional as fn

HEAD = "span_head"
_PLACES = "embeddings.position_embeddings.weight"
_TYPES = "embeddings.token_type_embeddings.weight"


@dataclass(frozen=True)
class Sizes:
    """The shape of the encoder."""

    hidden: int = 384
    layers: int = 12
    heads: int = 12
    deep: int = 1536
    epsilon: float = 1e-12


class Layer(nn.Module):
    """One layer of BERT without dropout; the three attention inputs are one product."""

    def __init__(self, sizes: Sizes) -> None:
        super().__init__()
        self.heads = sizes.heads
        self.qkv = nn.Linear(sizes.hidden, 3 * sizes.hidden)
        self.out = nn.Linear(sizes.hidden, sizes.hidden)
        self.norm = nn.LayerNorm(sizes.hidden, eps=sizes.epsilon)
        self.up = nn.Linear(sizes.hidden, sizes.deep)
        self.down = nn.Linear(sizes.deep, sizes.hidden)
        self.last = nn.LayerNorm(sizes.hidden, eps=sizes.epsilon)

    def forward(self, hidden: Tensor, mask: Tensor) -> Tensor:
        rows, tokens, width = hidden.shape
        parts = self.qkv(hidden).view(rows, tokens, 3, self.heads, width // self.heads)
        query, key, value = parts.permute(2, 0, 3, 1, 4)
        seen = fn.scaled_dot_product_attention(query, key, value, attn_mask=mask)
        seen = seen.transpose(1, 2).reshape(rows, tokens, width)
        hidden = self.norm(hidden + self.out(seen))
        return self.last(hidden + self.down(fn.gelu(self.up(hidden))))


class SpanModel(nn.Module):
    """Start and end logits of each token from the sums of its embeddings."""

    def __init__(self, sizes: Sizes) -> None:
        super().__init__()
        self.layers = nn.ModuleList(Layer(sizes) for _ in range(sizes.layers))
        self.head = nn.Linear(sizes.hidden, 2)

    def forward(self, hidden: Tensor, mask: Tensor) -> Tensor:
        """Logits [rows, tokens, 2].

        Args:
            hidden: embeddings after their layer norm, [rows, tokens, hidden].
            mask: what is added to the attention scores, [rows, 1, 1, tokens].
        """
        for layer in self.layers:
            hidden = layer(hidden, mask)
        logits: Tensor = self.head(hidden)
        return logits


class Embeddings:
    """The frozen part: ids to the normed sums of word, place and type embeddings."""

    def __init__(self, tensors: Mapping[str, npt.NDArray[np.generic]], sizes: Sizes) -> None:
        self._words = tensors["embeddings.word_embeddings.weight"]
        places = np.asarray(tensors[_PLACES]) + np.asarray(tensors[_TYPES])[0]
        self._places = torch.from_numpy(places.astype(np.float32))
        self._norm = [
            torch.from_numpy(np.array(tensors[f"embeddings.LayerNorm.{part}"], dtype=np.float32))
            for part in ("weight", "bias")
        ]
        self._epsilon = sizes.epsilon

    def __call__(self, rows: Sequence[Sequence[int]], pad: int) -> tuple[Tensor, Tensor]:
        """Padded embeddings [rows, tokens, hidden] and the additive mask [rows, 1, 1, tokens]."""
        longest = max(map(len, rows))
        ids = np.full((len(rows), longest), pad, dtype=np.int64)
        mask = torch.full((len(rows), 1, 1, longest), float("-inf"))
        for place, row in enumerate(rows):
            ids[place, : len(row)] = row
            mask[place, ..., : len(row)] = 0.0
        words = torch.from_numpy(np.asarray(self._words[ids], dtype=np.float32))
        summed = words + self._places[:longest]
        return fn.layer_norm(summed, summed.shape[-1:], *self._norm, eps=self._epsilon), mask


def _places_of(layer: int) -> dict[str, tuple[str, ...]]:
    """Which tensors of a BertModel make up each parameter of a `Layer`."""
    stem = f"encoder.layer.{layer}"
    attention = f"{stem}.attention"
    return {
        "qkv": tuple(f"{attention}.self.{part}" for part in ("query", "key", "value")),
        "out": (f"{attention}.output.dense",),
        "norm": (f"{attention}.output.LayerNorm",),
        "up": (f"{stem}.intermediate.dense",),
        "down": (f"{stem}.output.dense",),
        "last": (f"{stem}.output.LayerNorm",),
    }


def load_encoder(model: SpanModel, tensors: Mapping[str, npt.NDArray[np.generic]]) -> None:
    """Begin with the layers of a BertModel, and with a head that says nothing yet."""
    with torch.no_grad():
        for number, layer in enumerate(model.layers):
            for name, sources in _places_of(number).items():
                for part in ("weight", "bias"):
                    value = np.concatenate([np.asarray(tensors[f"{s}.{part}"]) for s in sources])
                    getattr(getattr(layer, name), part).copy_(torch.from_numpy(value))
        model.head.weight.normal_(std=0.02)
        model.head.bias.zero_()


def named_tensors(state: Mapping[str, Tensor], sizes: Sizes) -> dict[str, npt.NDArray[np.float32]]:
    """The tuned tensors under BertModel's names, and the head's.

    Args:
        state: a state dict of `SpanModel`.
        sizes: its shape.
    """
    tensors = {
        f"{HEAD}.{part}": state[f"head.{part}"].float().numpy() for part in ("weight", "bias")
    }
    for number in range(sizes.layers):
        for name, targets in _places_of(number).items():
            for part in ("weight", "bias"):
                value = state[f"layers.{number}.{name}.{part}"].float().numpy()
                for target, piece in zip(targets, np.split(value, len(targets)), strict=True):
                    tensors[f"{target}.{part}"] = np.ascontiguousarray(piece)
    return tensors
