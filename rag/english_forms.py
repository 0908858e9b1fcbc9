"""English words and the forms they are looked up by."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from index.lazy_pattern import lazy_pattern

_TOKEN = lazy_pattern(r"[a-z]+(?:'[a-z]+)?|[0-9]+(?:[.,][0-9]+)*%?")

_IRREGULAR = """
be am is are was were been being|become became|begin began begun|bear bore born borne|beat beaten|
break broke broken|bring brought|build built|buy bought|catch caught|child children|choose chose
chosen|come came|cost costs|cut cuts|deal dealt|die died dying|do did does done|draw drew drawn|drink
drank drunk|drive drove driven|eat ate eaten|fall fell fallen|feed fed|feel felt|fight fought|find
found|flee fled|fly flew flown|foot feet|forget forgot forgotten|get got gotten|give gave given|go
went gone|grow grew grown|hang hung|have has had|hear heard|hide hid hidden|hold held|keep kept|
know knew known|lay laid|lead led|leave left|lend lent|lie lay lain lied lying|life lives|lose lost|make
made|man men|mean meant|meet met|mouse mice|ox oxen|pay paid|person people persons|rebuild rebuilt|ride rode
ridden|ring rang rung|rise rose risen|run ran|say said|see saw seen|seek sought|sell sold|send sent|
set sets|shake shook shaken|shoot shot|show shown|sing sang sung|sink sank sunk|sit sat|sleep
slept|speak spoke spoken|spend spent|stand stood|steal stole stolen|strike struck|swim swam swum|
take took taken|teach taught|tell told|think thought|throw threw thrown|tooth teeth|understand
understood|wear wore worn|win won|woman women|write wrote written|good better best|bad worse worst
"""


def _table() -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for line in _IRREGULAR.replace("\n", " ").split("|"):
        base, *inflected = line.split()
        for form in inflected:
            found[form] = (*found.get(form, ()), base)
    return found


IRREGULAR = _table()
"""Forms that no rule makes, each with the words it may be of."""

_ENDINGS = (
    ("ies", ("y", "ie")),
    ("ied", ("y", "ie")),
    ("ves", ("f", "fe", "ve")),
    ("es", ("", "e")),
    ("s", ("",)),
    ("ing", ("", "e")),
    ("ed", ("", "e")),
    ("er", ("", "e")),
    ("est", ("", "e")),
)
_BRITISH = (
    ("isation", "ization"),
    ("isations", "izations"),
    ("ise", "ize"),
    ("ised", "ized"),
    ("ises", "izes"),
    ("ising", "izing"),
    ("our", "or"),
    ("ours", "ors"),
    ("tre", "ter"),
    ("tres", "ters"),
    ("lment", "llment"),
    ("lments", "llments"),
    ("programme", "program"),
    ("programmes", "programs"),
)
"""British endings with those of the dictionary, which is American."""
_DERIVED = (
    ("ization", ("ize", "ized")),
    ("ized", ("ization",)),
    ("ize", ("ization",)),
    ("ation", ("ate", "e", "")),
    ("ate", ("ation",)),
    ("ion", ("", "e")),
    ("ision", ("ide",)),
    ("ansion", ("and",)),
    ("ment", ("",)),
    ("ial", ("y", "e")),
    ("al", ("", "e")),
    ("ily", ("y",)),
    ("ly", ("",)),
    ("ility", ("le",)),
    ("ity", ("", "e")),
    ("ance", ("", "e")),
    ("ence", ("", "e")),
    ("ness", ("",)),
    ("", ("ment", "ion")),
    ("e", ("ion",)),
)
"""Endings that make a noun of a verb, an adjective of a noun and so on, and the other way."""
_SHORTEST_STEM = 4
_SHORTEST = 3
"""What is left of a word without its ending has at least so many letters."""


def tokens(text: str) -> list[str]:
    """The words and figures of a lower-case English text, without the `'s` of possession."""
    return [token.removesuffix("'s") for token in _TOKEN.findall(text)]


def forms(word: str, known: Callable[[str], bool]) -> tuple[str, ...]:
    """The forms under which a word may stand in a dictionary, the likeliest first.

    :param known: Whether the dictionary has a form; what it lacks is left out.
    """
    found = [form for form in _candidates(word) if known(form)]
    return tuple(dict.fromkeys(found))


def derived(word: str, known: Callable[[str], bool]) -> tuple[str, ...]:
    """Words of the same stem that may say the same in another part of speech (standardized and
    standardization, resettlement and resettle), none of them a form of the word itself.

    :param known: Whether the dictionary has a form; what it lacks is left out.
    """
    own = forms(word, known)
    found = [
        stem + other
        for form in dict.fromkeys((*own, *_candidates(word)))
        for ending, others in _DERIVED
        if form.endswith(ending) and len(stem := form[: len(form) - len(ending)]) >= _SHORTEST_STEM
        for other in others
        if known(stem + other)
    ]
    return tuple(form for form in dict.fromkeys(found) if form not in own)


def _candidates(word: str) -> Iterator[str]:
    yield from _inflected(word)
    for ending, american in _BRITISH:
        if word.endswith(ending):
            yield from _inflected(word.removesuffix(ending) + american)


def _inflected(word: str) -> Iterator[str]:
    yield word
    yield from IRREGULAR.get(word, ())
    for ending, replacements in _ENDINGS:
        stem = word.removesuffix(ending)
        if stem == word or len(stem) < _SHORTEST:
            continue
        if len(stem) > _SHORTEST and stem[-1] == stem[-2] and ending[0] in "ie":
            yield stem[:-1]
        for replacement in replacements:
            yield stem + replacement
