"""The licences of all locked dependencies: `licences.py` writes docs/licences.md, `--check` compares.

Each is read from the metadata of the installed package; a licence that is not on the list below is
an error, and so is a package that does not say.
"""

from __future__ import annotations

import re
import sys
from importlib import metadata
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LOCK = ROOT / "requirements.lock"
PAGE = ROOT / "docs" / "licences.md"

ALLOWED = frozenset(
    "0BSD Apache-2.0 BSD-2-Clause BSD-3-Clause BSL-1.0 CC0-1.0 CNRI-Python ISC LLVM-exception "
    "MIT MIT-0 MIT-CMU MPL-1.1 MPL-2.0 PSF-2.0 Unlicense Zlib".split()
)
"""Licences under which a package may be used beside an MIT-licensed program and passed on with it:
permissive ones, and those of the Mozilla family, which ask only for changes of their own files."""
NAMES = {
    "apache 2.0": "Apache-2.0",
    "apache 2.0 license": "Apache-2.0",
    "apache license 2.0": "Apache-2.0",
    "apache software license": "Apache-2.0",
    "3-clause bsd license": "BSD-3-Clause",
    "the bsd 2-clause license": "BSD-2-Clause",
    "bsd": "BSD-3-Clause",
    "bsd license": "BSD-3-Clause",
    "mit license": "MIT",
    "the mit license (mit)": "MIT",
    "isc license (iscl)": "ISC",
    "isc license": "ISC",
    "mozilla public license 2.0 (mpl 2.0)": "MPL-2.0",
    "psfl": "PSF-2.0",
    "python software foundation license": "PSF-2.0",
    "the unlicense (unlicense)": "Unlicense",
}
STATED = {
    "axe-playwright-python": "MIT",
    "pypdfium2": "BSD-3-Clause OR Apache-2.0",
    "audioop-lts": "PSF-2.0",
    "jsonschema_rs": "MIT",
}
"""What packages whose metadata are silent or wordy say in their licence files; audioop-lts is for
newer Pythons only and need not be installed here."""
_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9.+-]*")
_WORDS = frozenset({"AND", "OR", "WITH"})


def locked() -> list[tuple[str, str]]:
    """Each package of the lock file with its version."""
    lines = LOCK.read_text(encoding="utf-8").split()
    return [(name, version) for name, _, version in (line.partition("==") for line in lines)]


def licence_of(name: str) -> str:
    """A package's licence as an SPDX expression; empty where it does not say."""
    if name in STATED:
        return STATED[name]
    about = metadata.metadata(name)
    expression = about.get("License-Expression")
    if expression:
        return str(expression)
    first = (about.get("License") or "").strip().partition("\n")[0]
    classified = [
        item.rpartition("::")[2].strip()
        for item in about.get_all("Classifier") or []
        if item.startswith("License ::")
    ]
    for said in (first, *classified):
        found = NAMES.get(said.lower(), said)
        if is_allowed(found):
            return found
    return " / ".join(said for said in (first, *classified) if said)


def is_allowed(expression: str) -> bool:
    """Whether an SPDX expression leaves a choice of licences that are all on the list."""
    if not expression:
        return False
    bare = expression.replace("(", " ").replace(")", " ")
    words = _ID.findall(bare)
    if " ".join(words) != " ".join(bare.split()):
        return False
    if any(word not in _WORDS and word not in ALLOWED for word in words):
        # one of several to choose from is enough
        choices = re.split(r"\s+OR\s+", expression)
        return "(" not in expression and len(choices) > 1 and any(map(is_allowed, choices))
    return True


def page() -> str:
    """The page of all packages and their licences."""
    rows = "".join(f"| {name} | {version} | {licence_of(name)} |\n" for name, version in locked())
    return (
        "# 依赖的许可证 / Licences of the dependencies\n\n"
        "由 `make licences` 按 `requirements.lock` 写成，不要手改。\n"
        "Written by `make licences` from `requirements.lock`; do not edit.\n\n"
        f"| package | version | licence |\n|---|---|---|\n{rows}"
    )


def main(arguments: list[str]) -> int:
    refused = [name for name, _ in locked() if not is_allowed(licence_of(name))]
    for name in refused:
        sys.stderr.write(f"{name}: {licence_of(name) or 'no licence stated'}\n")
    if refused:
        return 1
    if "--check" not in arguments:
        PAGE.write_text(page(), encoding="utf-8")
        return 0
    if PAGE.read_text(encoding="utf-8") != page():
        sys.stderr.write("docs/licences.md is not that of requirements.lock: run make licences\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
