"""The gate: no measure far below the baseline, and no `must` question broken."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from eval.measures import MEASURES
from index.errors import WenjinError

TOLERANCES: dict[str, float] = {
    "right": 0.01,
    "success@1": 0.01,
    "success@5": 0.005,
    "mrr": 0.01,
    "f1": 0.015,
    "contained": 0.01,
    "first_quote": 0.01,
    "quote_precision": 0.02,
    "verbatim": 0.0,
    "abstention_recall": 0.02,
    "wrongly_declined": 0.01,
    "ece": 0.02,
}
"""How far each guarded measure may fall below its baseline; times are not guarded."""


class BaselineError(WenjinError):
    """A baseline that cannot be read."""


class GateClosed(WenjinError):
    """A run that is worse than the baseline; the message names what fell and what broke."""


@dataclass(frozen=True)
class Fall:
    """A measure below its baseline by more than its tolerance; `found` is None if missing."""

    name: str
    baseline: float
    tolerance: float
    found: float | None


@dataclass(frozen=True)
class Gate:
    """What closed the gate; open where both are empty."""

    falls: tuple[Fall, ...]
    broken: tuple[str, ...]

    @property
    def is_open(self) -> bool:
        """Whether the run may pass."""
        return not self.falls and not self.broken


def make_baseline(about: Mapping[str, Any]) -> dict[str, Any]:
    """The baseline that a run would set, to be committed.

    `must_broken` are the `must` questions that are not right yet: they may stay so, no other may
    join them.
    """
    return {
        "set": about["set"],
        "must_broken": about["must_broken"],
        "measures": {
            name: {"value": about["measures"][name]["value"], "tolerance": tolerance}
            for name, tolerance in TOLERANCES.items()
            if name in about["measures"]
        },
    }


def read_baseline(path: Path) -> dict[str, Any]:
    """A baseline as `make_baseline` made it.

    :raises BaselineError: It is missing or not a baseline.
    """
    try:
        baseline: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        for name, entry in baseline["measures"].items():
            float(entry["value"]), float(entry["tolerance"]), MEASURES[name]
        list(baseline["must_broken"]), str(baseline["set"]["split"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise BaselineError(
            f"基线读不出来：{path}；用 wenjin eval --accept 写一份新的",
            f"cannot read the baseline {path}; write a new one with wenjin eval --accept",
        ) from error
    return baseline


def check_gate(about: Mapping[str, Any], baseline: Mapping[str, Any]) -> Gate:
    """A run against a baseline.

    :raises BaselineError: The two asked different halves of the questions.
    """
    asked, wanted = about["set"]["split"], baseline["set"]["split"]
    if asked != wanted:
        raise BaselineError(
            f"基线是 --split {wanted} 的，这次是 {asked}；请用 --split {wanted} 评测",
            f"the baseline is of --split {wanted}, this run of {asked}; use --split {wanted}",
        )
    falls = []
    for name, entry in baseline["measures"].items():
        found = about["measures"].get(name, {}).get("value")
        sign = 1 if MEASURES[name].higher else -1
        # half of the last stored decimal: rounding alone closes no gate
        allowed = entry["tolerance"] + 5e-5
        if found is None or sign * (entry["value"] - found) > allowed:
            falls.append(Fall(name, entry["value"], entry["tolerance"], found))
    known = set(baseline["must_broken"])
    broken = tuple(id for id in about["must_broken"] if id not in known)
    return Gate(tuple(falls), broken)


def closed(gate: Gate) -> GateClosed:
    """The error of a closed gate: what fell, what broke, and how to accept it."""
    fell = [
        f"{f.name} {'–' if f.found is None else f'{f.found:.4f}'}"
        f" (baseline {f.baseline:.4f}, tolerance {f.tolerance:.4f})"
        for f in gate.falls
    ]
    what = "; ".join([*fell, *(f"must {id}" for id in gate.broken)])
    return GateClosed(
        f"评测不及基线：{what}。若本该如此，用 wenjin eval --accept 写入新基线",
        f"worse than the baseline: {what}. If so intended, wenjin eval --accept sets a new one",
    )
