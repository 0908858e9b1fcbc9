"""The graph of the fast path on OpenVINO, in bfloat16 where the processor has it.

OpenVINO is optional (`pip install "wenjin[openvino]"`).
"""

from __future__ import annotations

import importlib
import threading
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt


class OpenVinoSession:
    """Runs a graph as an ONNX Runtime session does; one request for each thread that calls."""

    def __init__(self, graph: Path) -> None:
        """
        :param graph: An ONNX file of `index.bert_graph`, in 32-bit floats.
        """
        core = importlib.import_module("openvino").Core()
        bf16 = "BF16" in core.get_property("CPU", "OPTIMIZATION_CAPABILITIES")
        self._compiled: Any = core.compile_model(
            str(graph),
            "CPU",
            {
                # texts run side by side, one thread each, as they do on ONNX Runtime
                "INFERENCE_NUM_THREADS": 1,
                "NUM_STREAMS": 1,
                "INFERENCE_PRECISION_HINT": "bf16" if bf16 else "f32",
            },
        )
        self._kept = threading.local()

    def run(
        self, _outputs: None, inputs: Mapping[str, npt.NDArray[np.float32]]
    ) -> list[npt.NDArray[np.float32]]:
        """The outputs for some inputs, by name."""
        request = getattr(self._kept, "request", None)
        if request is None:
            request = self._kept.request = self._compiled.create_infer_request()
        found = request.infer(dict(inputs))
        return [np.array(found[output]) for output in self._compiled.outputs]
