"""Nothing in the tree can run what it reads: no pickle, no eval, no shell, no code of a model's."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
ROOMS = ("index", "rag", "web", "eval", ".ci")
MODULES = frozenset("pickle cPickle dill cloudpickle joblib shelve marshal yaml commands".split())
CALLS = frozenset(
    "eval exec compile __import__ os.system os.popen os.execv os.execvp os.spawnl torch.load "
    "yaml.load yaml.unsafe_load numpy.load np.load pandas.read_pickle pd.read_pickle "
    "subprocess.getoutput subprocess.getstatusoutput jinja2.Template tempfile.mktemp "
    "asyncio.create_subprocess_shell".split()
)
FLAGS = {"shell": True, "trust_remote_code": True, "allow_pickle": True, "weights_only": False,
         "safe_serialization": False, "verify": False}  # fmt: skip


def files() -> Iterator[Path]:
    for room in ROOMS:
        yield from (ROOT / room).rglob("*.py")


def dotted(node: ast.expr) -> str:
    if isinstance(node, ast.Attribute):
        return f"{dotted(node.value)}.{node.attr}"
    return node.id if isinstance(node, ast.Name) else ""


def faults(source: str, name: str) -> Iterator[str]:
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import | ast.ImportFrom):
            module = node.module or "" if isinstance(node, ast.ImportFrom) else ""
            for imported in [module, *(alias.name for alias in node.names)]:
                if imported.partition(".")[0] in MODULES:
                    yield f"{name}:{node.lineno}: imports {imported}"
        elif isinstance(node, ast.Call):
            called = dotted(node.func)
            if called in CALLS and not is_plain_load(node, called):
                yield f"{name}:{node.lineno}: calls {called}"
            for keyword in node.keywords:
                value = keyword.value
                if keyword.arg in FLAGS and isinstance(value, ast.Constant):
                    if value.value is FLAGS[keyword.arg]:
                        yield f"{name}:{node.lineno}: {keyword.arg}={value.value}"


def is_plain_load(node: ast.Call, called: str) -> bool:
    """Whether NumPy is told not to take objects, which are pickles."""
    return called in ("np.load", "numpy.load") and any(
        word.arg == "allow_pickle" and isinstance(word.value, ast.Constant) and not word.value.value
        for word in node.keywords
    )


def test_nothing_in_the_tree_runs_what_it_reads() -> None:
    found = [
        fault
        for path in files()
        for fault in faults(path.read_text(encoding="utf-8"), path.relative_to(ROOT).as_posix())
    ]
    assert found == []


@pytest.mark.parametrize(
    "source",
    [
        "import pickle",
        "from pickle import loads",
        "import joblib.memory",
        "eval('1')",
        "import os\nos.system('x')",
        "import subprocess\nsubprocess.run('x', shell=True)",
        "torch.load('x')",
        "np.load('x')",
        "np.load('x', allow_pickle=True)",
        "SentenceTransformer('x', trust_remote_code=True)",
        "import yaml",
        "httpx.get('x', verify=False)",
    ],
)
def test_the_search_finds_what_it_looks_for(source: str) -> None:
    assert list(faults(source, "rag/x.py"))


def test_models_come_as_safetensors_or_onnx_only() -> None:
    kept = {path.suffix for path in (ROOT / "rag" / "models").rglob("*") if path.is_file()}
    assert not kept & {".bin", ".pt", ".pth", ".pkl", ".ckpt", ".joblib", ".npy"}
