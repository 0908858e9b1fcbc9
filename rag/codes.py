"""Codes of models, faults and roads (E3, S2, A-12): what is told of one holds of none of its siblings."""

from __future__ import annotations

from index.lazy_pattern import lazy_pattern

_CODE = lazy_pattern(
    r"(?<![A-Za-z0-9.])(?P<series>[A-Za-z]{1,3})-?(?P<number>[0-9]{1,4})(?![A-Za-z0-9]|\.[0-9])"
)
"""A paper size or a road is a code too; what is longer is a number of a document."""

Code = tuple[str, str]


def codes(text: str) -> list[Code]:
    """The codes that a folded text names, in order, each as its letters and its number."""
    return [(match["series"].lower(), match["number"]) for match in _CODE.finditer(text)]


def tells_another_code(question: str, told: str, sentence: str) -> bool:
    """Whether a folded question names a code and a sentence is only of siblings of it.

    A sentence without a code of the series is of the one named last before it.

    :param told: The folded passage up to the end of the sentence, with what it stands under.
    """
    here, before = codes(sentence), codes(told)
    for series, number in codes(question):
        named = {other for letters, other in here if letters == series}
        if not named:
            named = set([other for letters, other in before if letters == series][-1:])
        if named and number not in named:
            return True
    return False
