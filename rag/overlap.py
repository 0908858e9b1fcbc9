"""What two short texts have in common."""

from __future__ import annotations


def longest_common(left: str, right: str) -> str:
    """The longest run of characters that stands in both; empty where there is none."""
    best = ""
    for start in range(len(left)):
        while left[start : start + len(best) + 1] in right and start + len(best) < len(left):
            best = left[start : start + len(best) + 1]
    return best


def common_start(left: str, right: str) -> int:
    """How many characters two texts begin with in common."""
    length = 0
    while length < min(len(left), len(right)) and left[length] == right[length]:
        length += 1
    return length
