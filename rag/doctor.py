"""What is wrong with an installation: settings, home, model, index and library, a line each."""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from index import doctor, generations
from index.doctor import Health
from index.embedding import DEFAULT_MODEL, Embedder, SentenceTransformerEmbedder, open_embedder
from index.errors import WenjinError
from index.generations import Manifest
from index.milvus_location import is_milvus
from index.opening import check_model, open_store
from rag.settings import Settings
from rag.shelf import open_library

__all__ = ["Diagnosis", "Fault", "diagnose"]

_WEIGHTS = "model.safetensors"
_WEIGHTS_SHA256 = "ee6b69c2b2c257c95e8e57fa6992302fd465e07e48ca15b4b8b560f4509e96ce"
"""Of the default model as `index.packaged_model` unpacks it, the same bytes each time."""
_SAMPLE = "问津"
_LEAST_FREE = 512 * 2**20


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong, or was: where (`home`, `model`, `index`, `library`), the line that
    names it and its cure in Chinese and English, and whether it has been mended."""

    where: str
    chinese: str
    english: str
    mended: bool = False

    def message(self, language: str) -> str:
        """The line in a language, `zh` or `en`."""
        return self.english if language == "en" else self.chinese


@dataclass
class Diagnosis:
    """All that was looked at.

    :ivar checked: a line for each thing that was found in order, in Chinese and English.
    :ivar index: the state of the index; None where it is kept by a server.
    """

    faults: list[Fault] = field(default_factory=list)
    checked: list[tuple[str, str]] = field(default_factory=list)
    index: Health | None = None

    @property
    def is_well(self) -> bool:
        """Whether nothing is left to mend."""
        return all(fault.mended for fault in self.faults)

    def to_dict(self, language: str) -> dict[str, object]:
        """It as the command's JSON spells it."""
        health = self.index
        return {
            "ok": self.is_well,
            "faults": [
                {"where": f.where, "mended": f.mended, "message": f.message(language)}
                for f in self.faults
            ],
            "checked": [english if language == "en" else zh for zh, english in self.checked],
            "index": None
            if health is None
            else {
                "current": health.current,
                "answering": health.answering,
                "whole": health.whole,
                "files": health.files,
                "writer": health.writer,
                "quarantined": health.quarantined,
            },
        }


def diagnose(settings: Settings, mend: bool = False) -> Diagnosis:
    """Looks at everything that answering needs.

    :param mend: Mend what can be mended without losing anything.
    """
    diagnosis = Diagnosis()
    for check in _CHECKS:
        try:
            check(settings, diagnosis, mend)
        except WenjinError as error:
            diagnosis.faults.append(Fault(_CHECKS[check], error.message("zh"), error.message("en")))
    return diagnosis


def _home(settings: Settings, diagnosis: Diagnosis, mend: bool) -> None:
    home = settings.home
    if not home.is_dir():
        raise WenjinError(
            f"没有这个文件夹：{home}。请运行 wenjin setup，或设 WENJIN_HOME",
            f"there is no folder {home}. Run wenjin setup, or set WENJIN_HOME",
        )
    try:
        with tempfile.TemporaryFile(dir=home):
            pass
    except OSError as error:
        raise WenjinError(
            f"不能写入 {home}：{error.strerror}。请检查权限",
            f"cannot write to {home}: {error.strerror}. Check permissions",
        ) from error
    state = os.statvfs(home) if hasattr(os, "statvfs") else None
    if state is not None and state.f_bavail * state.f_frsize < _LEAST_FREE:
        free = state.f_bavail * state.f_frsize // 2**20
        raise WenjinError(
            f"磁盘只剩 {free} MiB：{home}。建立索引前请腾出空间",
            f"the disk of {home} has only {free} MiB left. Make room before indexing",
        )
    diagnosis.checked.append((f"设置和文件夹：{home}", f"settings and home: {home}"))


def _model(settings: Settings, diagnosis: Diagnosis, mend: bool) -> None:
    embedder = open_embedder(settings.model, settings.models)
    if isinstance(embedder, SentenceTransformerEmbedder) and settings.model == DEFAULT_MODEL:
        _check_weights(embedder.folder)
        if embedder.fast is None:
            raise WenjinError(
                f"模型没有快速通道：{embedder.folder}。请运行 wenjin setup",
                f"the model has no fast path: {embedder.folder}. Run wenjin setup",
            )
    try:
        vector = embedder.question(_SAMPLE)
    except WenjinError:
        raise
    except Exception as error:  # whatever a damaged file makes of the libraries
        raise _bad_model(settings, type(error).__name__) from error
    if not np.isfinite(vector).all() or abs(float(np.linalg.norm(vector)) - 1) > 0.01:
        raise _bad_model(settings, "NaN")
    _reader(embedder)
    diagnosis.checked.append((f"模型：{settings.model}", f"model: {settings.model}"))


def _check_weights(folder: Path) -> None:
    weights = folder / _WEIGHTS
    try:
        with weights.open("rb") as file:
            found = hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        found = error.strerror or ""
    if found != _WEIGHTS_SHA256:
        raise WenjinError(
            f"模型文件缺失或已损坏：{weights}。请删除 {folder}，再运行 wenjin setup",
            f"a file of the model is missing or damaged: {weights}. Delete {folder}, "
            "then run wenjin setup",
        )


def _reader(embedder: Embedder) -> None:
    from rag.open_reader import open_reader

    try:
        reader = open_reader(embedder)
        if reader is not None:
            reader.read(_SAMPLE, [_SAMPLE])
    except WenjinError:
        raise
    except Exception as error:  # as above
        raise WenjinError(
            f"精读模型不能用（{type(error).__name__}）。请运行 wenjin setup，仍不行就重新安装问津",
            f"the reader cannot be used ({type(error).__name__}). Run wenjin setup; if that does "
            "not help, install WenJin again",
        ) from error


def _bad_model(settings: Settings, reason: str) -> WenjinError:
    folder = settings.models / settings.model
    return WenjinError(
        f"模型不能用（{reason}）：{folder}。请删除这个文件夹，再运行 wenjin setup",
        f"the model cannot be used ({reason}): {folder}. Delete the folder, then run wenjin setup",
    )


def _index(settings: Settings, diagnosis: Diagnosis, mend: bool) -> None:
    if is_milvus(settings.location):
        store, manifest = open_store(settings.location)
        store.close()
        _check_model(manifest, settings)
        kept = manifest.generation
        diagnosis.checked.append((f"索引：{kept} 在回答", f"index: {kept} answers"))
        return
    index = settings.index
    if mend:
        diagnosis.faults += [
            Fault("index", finding.line("zh"), finding.line("en"), mended=True)
            for finding in doctor.mend(index)
        ]
    health = diagnosis.index = doctor.examine(index)
    diagnosis.faults += [
        Fault("index", finding.line("zh"), finding.line("en")) for finding in health.harm
    ]
    diagnosis.checked += list(_told(health))
    if health.answering is not None:
        _check_model(generations.read_manifest(index / "generations" / health.answering), settings)


def _check_model(manifest: Manifest, settings: Settings) -> None:
    embedder = open_embedder(settings.model, settings.models)
    check_model(manifest, embedder, settings.location)


def _told(health: Health) -> Iterator[tuple[str, str]]:
    name = health.answering
    if name is not None:
        yield (
            f"索引：{name} 在回答，读过 {health.files} 个文件",
            f"index: {name} answers, {health.files} files were read",
        )
        before = [other for other in health.whole if other != name]
        if before:
            yield f"可退回：{' '.join(before)}", f"to roll back to: {' '.join(before)}"
    if health.writer is not None:
        who = f"（进程 {health.writer}）" if health.writer else ""
        who_english = f" (process {health.writer})" if health.writer else ""
        yield f"正在写索引{who}", f"the index is being written{who_english}"
    for finding in health.findings:
        if finding not in health.harm:
            yield finding.line("zh"), finding.line("en")
    if health.quarantined:
        count = len(health.quarantined)
        yield (
            f"曾移开 {count} 项损坏的，在索引的 {doctor.QUARANTINE} 里，不需要时可删除",
            f"{count} damaged things were moved to {doctor.QUARANTINE} in the index; delete them "
            "when you do not need them",
        )


def _library(settings: Settings, diagnosis: Diagnosis, mend: bool) -> None:
    library = open_library(settings)
    missing = [folder for folder in library.folders or () if not folder.exists()]
    for folder in missing:
        diagnosis.faults.append(
            Fault(
                "library",
                f"文库的文件夹不在了：{folder}。请放回去，或重新运行 wenjin index 文件夹",
                f"a folder of the library is gone: {folder}. Put it back, or run wenjin index "
                "FOLDER again",
            )
        )
    if not missing:
        diagnosis.checked.append(("文库的记录", "the library's record"))


_CHECKS: dict[Callable[[Settings, Diagnosis, bool], None], str] = {
    _home: "home",
    _model: "model",
    _index: "index",
    _library: "library",
}
