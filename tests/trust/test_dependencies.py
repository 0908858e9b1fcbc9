"""What the product is made of: licences that are allowed, a bill of materials, an honest audit."""

from __future__ import annotations

import importlib.util
import json
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[2]


def tool(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(f"ci_{name}", ROOT / ".ci" / f"{name}.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


licences, audit, sbom = tool("licences"), tool("audit"), tool("sbom")


def test_every_locked_dependency_has_a_licence_that_is_allowed() -> None:
    refused = {
        name: licences.licence_of(name)
        for name, _ in licences.locked()
        if not licences.is_allowed(licences.licence_of(name))
    }
    assert refused == {}
    assert len(licences.locked()) > 50


def test_the_page_of_licences_is_that_of_the_lock_file() -> None:
    assert licences.PAGE.read_text(encoding="utf-8") == licences.page(), "run make licences"


@pytest.mark.parametrize(
    ("expression", "allowed"),
    [
        ("MIT", True),
        ("Apache-2.0 WITH LLVM-exception AND MIT", True),
        ("MPL-2.0 AND (Apache-2.0 OR MIT)", True),
        ("GPL-3.0-only OR MIT", True),
        ("GPL-3.0-only", False),
        ("AGPL-3.0-or-later AND MIT", False),
        ("MIT AND (GPL-3.0-only OR LGPL-2.1-only)", False),
        ("LicenseRef-Proprietary", False),
        ("see LICENSE.txt", False),
        ("", False),
    ],
)
def test_only_listed_licences_are_allowed(expression: str, allowed: bool) -> None:
    assert licences.is_allowed(expression) is allowed


def test_the_bill_of_materials_is_valid_complete_and_the_same_each_time(tmp_path: Path) -> None:
    sbom.write_sbom(tmp_path / "a.json")
    sbom.write_sbom(tmp_path / "b.json", validate=False)
    first, second = ((tmp_path / name).read_bytes() for name in ("a.json", "b.json"))
    assert first == second
    bom = json.loads(first)
    assert bom["bomFormat"] == "CycloneDX" and bom["metadata"]["component"]["name"] == "wenjin"
    listed = {(item["name"], item["version"]) for item in bom["components"]}
    assert listed == set(licences.locked())
    assert str(ROOT) not in first.decode() and str(tmp_path) not in first.decode()


UNREACHED = {"name": "a", "skip_reason": "Dependency not found on PyPI and could not be audited"}
SOUND = {"name": "b", "version": "1", "vulns": []}
FAULTY = {"name": "c", "version": "2", "vulns": [{"id": "PYSEC-1", "fix_versions": ["3"]}]}


@pytest.mark.parametrize(
    ("found", "strict", "code", "said"),
    [
        ({"dependencies": [SOUND]}, True, 0, "no known vulnerability in 1"),
        ({"dependencies": [SOUND, FAULTY, UNREACHED]}, False, 1, "c 2: PYSEC-1, mended in 3"),
        ({"dependencies": [UNREACHED]}, False, 0, "1 of 1 dependencies were not checked"),
        ({"dependencies": [UNREACHED, SOUND]}, True, 1, "1 of 2 dependencies were not checked"),
        (None, False, 0, "out of reach"),
        (None, True, 1, "out of reach"),
    ],
)
def test_what_was_not_checked_is_not_called_sound(
    found: object, strict: bool, code: int, said: str
) -> None:
    told = audit.judge(found, strict)
    assert told[0] == code and len(told[1]) == 1 and said in told[1][0]
