"""Which back end turns texts into vectors: chosen by what the processor can do, or by a setting.

Back ends differ in speed and in the last digits. Their vectors are of one space: the mean cosine
to those of `torch-fp32` is 0.995 at least (measured: docs/performance.md), which is why an index
names its model and not the back end, and a question may be embedded by another one than the
passages were.
"""

from __future__ import annotations

import os
import platform
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from index.errors import UsageError, WenjinError
from index.fast_encoder import has_fast_encoder

VARIABLE = "WENJIN_ENCODER"
AUTO = "auto"
_BYTE_PRODUCTS = frozenset({"avx512_vnni", "avx_vnni", "amx_int8", "asimddp"})
"""Processor flags, as Linux names them, of exact products of bytes. Without one of them, 8-bit
products are added up in 16 bits and overflow, and the vectors are wrong."""


@dataclass(frozen=True)
class BackEnd:
    """A back end: its name, the package that it needs beside the required ones, and whether a
    model folder has what it reads."""

    name: str
    package: str | None
    ready: Callable[[Path], bool]


def _any_model(_folder: Path) -> bool:
    return True


def _eight_bits(folder: Path) -> bool:
    return has_fast_encoder(folder, int8=True)


BACK_ENDS: Mapping[str, BackEnd] = {
    back_end.name: back_end
    for back_end in (
        BackEnd("onnx-int8", None, _eight_bits),
        BackEnd("onnx-fp32", None, has_fast_encoder),
        BackEnd("openvino", "openvino", has_fast_encoder),
        BackEnd("torch-bf16", None, _any_model),
        BackEnd("torch-fp32", None, _any_model),
    )
}


def choose_encoder(folder: Path, setting: str | None = None) -> str:
    """The name of the back end for a model, one of `BACK_ENDS`.

    Left to itself: 8 bits where the processor multiplies bytes exactly, else 32-bit floats on
    ONNX Runtime; sentence-transformers for models that have no graph of ours.

    :param folder: The model's folder.
    :param setting: What was asked for; None for what `WENJIN_ENCODER` says, else `auto`.
    :raises UsageError: No back end of that name.
    :raises WenjinError: Its package is missing, or the model has no graph for it.
    """
    asked = setting or os.environ.get(VARIABLE) or AUTO
    if asked == AUTO:
        if _eight_bits(folder) and multiplies_bytes():
            return "onnx-int8"
        return "onnx-fp32" if has_fast_encoder(folder) else "torch-fp32"
    back_end = BACK_ENDS.get(asked)
    if back_end is None:
        known = "、".join((AUTO, *BACK_ENDS))
        raise UsageError(
            f"{VARIABLE} 只能是 {known}：{asked}",
            f"{VARIABLE} is one of {', '.join((AUTO, *BACK_ENDS))}: {asked}",
        )
    if back_end.package and find_spec(back_end.package) is None:
        raise WenjinError(
            f"{VARIABLE}={asked} 需要先安装：pip install {back_end.package}",
            f"{VARIABLE}={asked} needs a package: pip install {back_end.package}",
        )
    if not back_end.ready(folder):
        raise WenjinError(
            f"模型 {folder.name} 没有 {asked} 用的计算图。默认模型请运行 wenjin setup，"
            f"其他模型请设 {VARIABLE}=auto",
            f"the model {folder.name} has no graph for {asked}. Run wenjin setup for the default "
            f"model; for others set {VARIABLE}=auto",
        )
    return asked


def onnx_choice(folder: Path, chosen: str) -> bool:
    """Whether single questions are embedded in 8 bits, when passages are by `chosen`."""
    if chosen.startswith("onnx-"):
        return chosen == "onnx-int8"
    return _eight_bits(folder) and multiplies_bytes()


def multiplies_bytes() -> bool:
    """Whether this processor adds up products of bytes in 32 bits."""
    return not _BYTE_PRODUCTS.isdisjoint(processor_flags())


def processor_flags() -> frozenset[str]:
    """The processor's flags as Linux names them; elsewhere those that matter here, as far as
    they are known without asking the processor itself."""
    cpuinfo = Path("/proc/cpuinfo")
    if cpuinfo.is_file():
        for line in cpuinfo.read_text(encoding="utf-8", errors="replace").splitlines():
            name, _, flags = line.partition(":")
            if name.strip() in {"flags", "Features"}:
                return frozenset(flags.split())
    if platform.system() == "Darwin" and platform.machine() == "arm64":
        return frozenset({"asimddp"})  # every Apple processor of this kind has it
    return frozenset()
