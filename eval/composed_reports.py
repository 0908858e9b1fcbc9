"""Questions about composed paragraphs in the manner of official reports, dense with figures.

News holds few such paragraphs, and it cannot be told by rule what in it is NOT said. Here both are
known: a paragraph is put together from statements about a place, each with a figure or a list,
and a question asks one of them, or one that the paragraph does not make although its neighbours
look alike (another noun of the same family, another year, place, village or role).

Words are those of any county's yearly report; no document was copied.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from eval.composed_figures import aligned, figures, households, years
from eval.composed_names import bylines, lists, partners, people
from eval.composer import Composer
from eval.reading_sets import Example

MIX = (
    (figures, 0.28),
    (households, 0.09),
    (years, 0.12),
    (aligned, 0.22),
    (partners, 0.05),
    (lists, 0.10),
    (people, 0.10),
    (bylines, 0.04),
)
"""How often each kind of paragraph is made."""


def compose(count: int, seed: int) -> list[Example]:
    """At least `count` questions about composed paragraphs; the same seed makes the same ones."""
    composer = Composer(seed)
    kinds: tuple[Callable[[Composer], Iterator[Example]], ...]
    kinds, weights = zip(*MIX, strict=True)
    made: list[Example] = []
    while len(made) < count:
        (kind,) = composer.draw.choices(kinds, weights)
        composer.paragraph += 1
        composer.topic = kind.__name__
        made += list(kind(composer))
    return made
