"""Understanding a question: the kind of answer it asks for, its places, years and words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from index.errors import UsageError
from index.folding import fold
from index.lazy_pattern import lazy_pattern
from index.places import PlaceMention, find_places
from rag.asked import Asked, read_asked
from rag.colloquial import written_form
from rag.figures import Dimension, find_dates
from rag.kinds import Kind, find_kind
from rag.lists import wanted_count
from rag.padding import without_fillers, without_padding
from rag.people import Credit, asked_credit, asked_office

__all__ = ["LONGEST", "Kind", "Question", "check_question", "read_question"]

LONGEST = 1000
"""The longest question that is taken, in characters."""


@dataclass(frozen=True)
class Question:
    """A folded question and what was understood of it.

    `dimension` and `unit` are what a figure is asked in, None where the question leaves it open
    ("降到多少"); the unit of a count is the counter or noun after 多少, with what follows it;
    `parts` are all the figures it asks for, the first of them of that dimension; `places` are the
    administrative divisions it names; `years` the years; `words` the question without its places
    and what only asks or pads; `credit` whose credit in a byline or caption it asks for, `office`
    the office whose holder; `items` how many things it wants listed, None where it does not say.
    """

    text: str
    kind: Kind
    dimension: Dimension | None
    unit: str | None
    places: tuple[PlaceMention, ...]
    years: tuple[int, ...]
    words: str
    parts: tuple[Asked, ...] = ()
    credit: Credit | None = None
    office: str | None = None
    items: int | None = None

    @property
    def wants_sentence(self) -> bool:
        """Whether a sentence is the answer, and no short one is to be marked."""
        return self.kind in (Kind.WHY, Kind.HOW, Kind.WHETHER, Kind.ABOUT)

    @property
    def asks_about_all(self) -> bool:
        """Whether it asks how many people there are, of all and not of some of them."""
        return self.asks_about_all_of("")

    def asks_about_all_of(self, place: str) -> bool:
        """The same, where a place that no table of places may know is named so."""
        if self.dimension is not Dimension.PERSON:
            return False
        named = _ALL.search(self.text) is not None
        words = self.words.replace(place, "") if place else self.words
        return named or not _NO_MORE.sub("", words).strip()


_ALL = lazy_pattern(r"(?:总|常住|户籍)人口|人口总[数量]")
_NO_MORE = lazy_pattern(
    r"(?:总|常住|户籍|全[省市县区乡镇村]|[我本该][省市县区乡镇村]|现|目前|现在|规模|数量?)*(?:人口|人数|人|口)?数?量?(?:规模)?"
    r"|[共个万亿几住着省市县区里内达到为,，?？。.\s]"
)
"""What a question that asks for all people, not for some of them, is made of."""


def read_question(text: str, asks: str | None = None) -> Question:
    """Checks, folds and analyses a question.

    :param asks: The part of it that says what kind of answer is wanted; None for all of it.
    :raises UsageError: It is empty, too long, or holds nothing to look for.
    """
    folded = check_question(text)
    wanted = folded if asks is None else asks
    kind, dimension, unit = find_kind(wanted)
    places = tuple(find_places(folded))
    return Question(
        text=folded,
        kind=kind,
        dimension=dimension,
        unit=unit,
        places=places,
        years=tuple(sorted({int(date.value) for date in find_dates(folded) if date.value})),
        words=without_fillers(without_padding(_without(folded, places))),
        parts=read_asked(_without(wanted, find_places(wanted)), dimension, unit)
        if kind is Kind.FIGURE
        else (),
        credit=asked_credit(wanted) if kind in _NAMING else None,
        office=asked_office(wanted) if kind is Kind.PERSON else None,
        items=wanted_count(wanted),
    )


_NAMING = (Kind.PERSON, Kind.THING, Kind.LIST)


def check_question(text: str) -> str:
    """The folded question.

    :raises UsageError: It is empty, too long, or holds nothing to look for.
    """
    if len(text) > LONGEST:
        raise UsageError(
            f"问题太长：{len(text)} 个字，最多 {LONGEST} 个。请缩短后再问",
            f"the question has {len(text)} characters, at most {LONGEST} are taken. Shorten it",
        )
    folded = written_form(" ".join(fold(text).text.split()))
    if not any(character.isalnum() for character in folded):
        raise UsageError(
            "问题是空的。请写下想问的事，例如：沁县搬迁了多少人",
            "the question is empty. Write what you want to know, for example: 沁县搬迁了多少人",
        )
    return folded


def _without(text: str, places: Sequence[PlaceMention]) -> str:
    for place in reversed(places):
        text = f"{text[: place.start]} {text[place.end :]}"
    return text
