"""A BERT encoder as an ONNX graph, written from its weights alone.

No tracing and no torch: the graph is made of ONNX Runtime's fused operators, the ones its own
optimiser would arrive at, so that it needs no optimising when it is loaded. It begins after the
look-up of the word embeddings, which stay in the one table that everything shares.

Operators: https://github.com/microsoft/onnxruntime/blob/main/docs/ContribOperators.md
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import onnx
from onnx import TensorProto, helper, numpy_helper

Array = npt.NDArray[np.generic]

_FUSED = "com.microsoft"


@dataclass(frozen=True)
class BertShape:
    """What the weights do not say.

    Attributes:
        hidden: width of the hidden states.
        layers: number of layers.
        heads: attention heads a layer.
        epsilon: what the layer norms add to the variance.
    """

    hidden: int
    layers: int
    heads: int
    epsilon: float


class BertGraph:
    """Collects the nodes and weights of one graph."""

    def __init__(
        self, shape: BertShape, weights: Mapping[str, Array], *, int8: bool = False
    ) -> None:
        """Begin a graph.

        Args:
            shape: the encoder's shape.
            weights: the tensors under the names that Hugging Face's BertModel gives them.
            int8: compute the matrix products in 8-bit integers: each column of weights with its
                own scale, the activations with one scale a product, found as it runs.
        """
        self.shape = shape
        self._weights = weights
        self._int8 = int8
        self._nodes: list[onnx.NodeProto] = []
        self._constants: list[onnx.TensorProto] = []

    def constant(self, name: str, value: Array) -> str:
        """Add a constant to the graph and return its name."""
        self._constants.append(numpy_helper.from_array(np.ascontiguousarray(value), name))
        return name

    def node(
        self,
        operator: str,
        inputs: Sequence[str],
        output: str,
        *,
        domain: str = "",
        **attributes: Any,
    ) -> str:
        """Add an operator with one result and return the result's name."""
        self._nodes.append(
            helper.make_node(
                operator, list(inputs), [output], name=output, domain=domain, **attributes
            )
        )
        return output

    def weight(self, name: str) -> npt.NDArray[np.float32]:
        """One of the encoder's tensors."""
        return np.asarray(self._weights[name], dtype=np.float32)

    def encode(self) -> str:
        """Add the embeddings' sum and all layers; returns the last hidden states' name.

        They are [batch, tokens, hidden], computed from the graph's input `inputs_embeds` of the
        same shape. There is no mask: texts of a batch have one length. Padding would cost more
        than batching gains, and would make a text's result depend on its neighbours.
        """
        type_row = self.weight("embeddings.token_type_embeddings.weight")[0]
        places = self.weight("embeddings.position_embeddings.weight") + type_row
        self.node("Shape", ["inputs_embeds"], "tokens", start=1, end=2)
        self.node(
            "Slice",
            [
                self.constant("places", places),
                self.constant("from", np.zeros(1, dtype=np.int64)),
                "tokens",
            ],
            "place_rows",
        )
        self.node("Add", ["inputs_embeds", "place_rows"], "embedded")
        hidden = self.node(
            "LayerNormalization",
            ["embedded", *self._norm("embeddings.LayerNorm")],
            "layer_input",
            epsilon=self.shape.epsilon,
        )
        for layer in range(self.shape.layers):
            hidden = self._layer(hidden, f"encoder.layer.{layer}")
        return hidden

    def _norm(self, stem: str) -> list[str]:
        return [
            self.constant(f"{stem}.{part}", self.weight(f"{stem}.{part}"))
            for part in ("weight", "bias")
        ]

    def _layer(self, hidden: str, stem: str) -> str:
        attended = self._attention(hidden, f"{stem}.attention.self")
        projected = self._dense(attended, [f"{stem}.attention.output.dense"])
        hidden = self._add_and_norm(projected, hidden, f"{stem}.attention.output")
        raised = self._dense(hidden, [f"{stem}.intermediate.dense"], level=True)
        raised = self.node("Gelu", [raised], f"{stem}.gelu", domain=_FUSED)
        lowered = self._dense(raised, [f"{stem}.output.dense"], level=True)
        return self._add_and_norm(lowered, hidden, f"{stem}.output")

    def _attention(self, hidden: str, stem: str) -> str:
        together = self._dense(hidden, [f"{stem}.{part}" for part in ("query", "key", "value")])
        parts = [f"{stem}.{part}.part" for part in ("query", "key", "value")]
        self._nodes.append(
            helper.make_node("Split", [together], parts, name=f"{stem}.split", axis=2)
        )
        return self.node(
            "MultiHeadAttention", parts, stem, domain=_FUSED, num_heads=self.shape.heads
        )

    def _dense(self, hidden: str, stems: Sequence[str], *, level: bool = False) -> str:
        """The product with one or more matrices side by side, and their biases.

        Args:
            hidden: what is multiplied.
            stems: names of the dense layers.
            level: in 8 bits, bring each token to the same greatest value first and undo it
                after. The activations of a run share one scale, and around the feed-forward
                part a few tokens are ten times as large as the rest, whose values would be
                rounded away (2.8 points of F1 for the reader).
        """
        matrix = np.concatenate([self.weight(f"{stem}.weight") for stem in stems]).T
        name = stems[0]
        bias = np.concatenate([self.weight(f"{stem}.bias") for stem in stems])
        bias_name = self.constant(f"{name}.bias", bias)
        if not self._int8:
            inputs = [hidden, self.constant(f"{name}.weight", matrix)]
            product = self.node("MatMul", inputs, f"{name}.product")
            return self.node("Add", [product, bias_name], f"{name}.sum")
        weights, scales = self._quantise(name, matrix)
        if not level:
            inputs = [hidden, weights, scales, "", bias_name]
            return self.node("DynamicQuantizeMatMul", inputs, f"{name}.sum", domain=_FUSED)
        sizes = self.node("Abs", [hidden], f"{name}.sizes")
        height = self.node("ReduceMax", [sizes], f"{name}.height", axes=[2], keepdims=1)
        even = self.node("Div", [hidden, height], f"{name}.even")
        inputs = [even, weights, scales]
        product = self.node("DynamicQuantizeMatMul", inputs, f"{name}.product", domain=_FUSED)
        restored = self.node("Mul", [product, height], f"{name}.restored")
        return self.node("Add", [restored, bias_name], f"{name}.sum")

    def _quantise(self, name: str, matrix: npt.NDArray[np.float32]) -> tuple[str, str]:
        """Round a matrix to 8 bits, each column (one output) with its own scale."""
        scales = np.maximum(np.abs(matrix).max(axis=0) / 127.0, np.finfo(np.float32).tiny)
        rounded = np.clip(np.rint(matrix / scales), -127, 127).astype(np.int8)
        return (
            self.constant(f"{name}.weight", rounded),
            self.constant(f"{name}.scale", scales.astype(np.float32)),
        )

    def _add_and_norm(self, hidden: str, skip: str, stem: str) -> str:
        added = self.node("Add", [hidden, skip], f"{stem}.added")
        return self.node(
            "LayerNormalization",
            [added, *self._norm(f"{stem}.LayerNorm")],
            f"{stem}.normed",
            epsilon=self.shape.epsilon,
        )

    def finish(self, name: str, outputs: Mapping[str, Sequence[str | int]]) -> onnx.ModelProto:
        """Close the graph.

        Args:
            name: the graph's name.
            outputs: the shape of each float32 output, symbolic dimensions by name.
        """
        inputs = [
            helper.make_tensor_value_info(
                "inputs_embeds", TensorProto.FLOAT, ["batch", "tokens", self.shape.hidden]
            ),
        ]
        results = [
            helper.make_tensor_value_info(output, TensorProto.FLOAT, list(dims))
            for output, dims in outputs.items()
        ]
        graph = helper.make_graph(self._nodes, name, inputs, results, self._constants)
        return helper.make_model(
            graph,
            opset_imports=[helper.make_opsetid("", 17), helper.make_opsetid(_FUSED, 1)],
            ir_version=8,
            producer_name="wenjin",
        )
