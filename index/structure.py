"""The blocks of a reading text: paragraphs, headings, captions, bylines and date lines.

Every line that is not blank is in exactly one block. A paragraph that a line, column or page
break cut is one block of several pieces, and a paragraph that stands in the text several times
is one block with several places.

The work is done in steps, each linear in the text: lines, hard-wrapped lines made paragraphs
(`index.unwrap`), roles that a line shows by itself (`index.roles`), repeated paragraphs
(`index.copies`), cut paragraphs rejoined (`index.rejoin`), and last what only the neighbours tell:
which short lines are headings and which are captions (`index.headings`).
"""

from __future__ import annotations

from dataclasses import dataclass

from index.copies import find_copies
from index.headings import set_levels, set_roles
from index.lines import split_lines
from index.rejoin import JOIN, evidence, is_prose, looks_cut
from index.roles import Role, heading_style, own_role
from index.units import Unit
from index.unwrap import unwrap

__all__ = ["Block", "Piece", "Role", "find_blocks"]

Piece = tuple[int, int]


@dataclass(frozen=True)
class Block:
    """A paragraph, heading, caption, byline or date line of a reading text.

    :param role: what it is.
    :param pieces: half-open ranges of the reading text, ascending; more than one where a break or
        a caption cuts it.
    :param copies: the pieces of each further place where the same paragraph stands, maybe cut
        short at its end.
    :param level: of a heading, 1 for the title and larger the deeper; 0 for everything else.
    """

    role: Role
    pieces: tuple[Piece, ...]
    copies: tuple[tuple[Piece, ...], ...] = ()
    level: int = 0

    def text(self, reading: str) -> str:
        """The block as one stretch of text, its pieces joined."""
        return "".join(reading[start:end] for start, end in self.pieces)


def find_blocks(reading: str) -> tuple[Block, ...]:
    """The blocks of a reading text, in the order in which they start.

    :param reading: folded text with its lines kept (`index.reading_text.read`); any string.
    """
    units = unwrap(split_lines(reading), reading)
    for unit in units:
        unit.role = own_role(unit.text)
        unit.style = heading_style(unit.text) if unit.role is None else None
        unit.prose = is_prose(unit.text)
    copies = find_copies(units)
    joined = _rejoin(units, copies)
    roots = [unit for unit in joined if id(unit) not in copies]
    set_roles(roots)
    set_levels(roots)
    places: dict[int, list[Unit]] = {}
    for unit in joined:
        if id(unit) in copies:
            places.setdefault(id(copies[id(unit)]), []).append(unit)
    return tuple(
        Block(
            unit.role or Role.BODY,
            unit.shown_pieces(),
            tuple(copy.shown_pieces() for copy in places.get(id(unit), ())),
            unit.level,
        )
        for unit in roots
    )


_FARTHEST = 8
"""How many captions, credits and page numbers may stand inside a cut paragraph."""
_LONGEST_BETWEEN = 40
_MOST_OPEN = 2
_LEAST_CUT = 4
_MOST_IN_A_ROW = 0.5


def _ends_are_marked(units: list[Unit]) -> bool:
    """Whether paragraphs of these units end with a full stop as a rule.

    What a break cut is followed by the rest, which has its full stop; where most paragraphs
    without one are followed by another such, the text does without.
    """
    cut = [
        looks_cut(unit.text)
        for unit in units
        if unit.role is None and unit.prose and not unit.style
    ]
    in_a_row = sum(a and b for a, b in zip(cut, cut[1:], strict=False))
    return sum(cut) < _LEAST_CUT or in_a_row <= _MOST_IN_A_ROW * sum(cut)


def _rejoin(units: list[Unit], copies: dict[int, Unit]) -> list[Unit]:
    """Join what a break cut; a copy is left as it is, for its original tells how it goes on."""
    trusted = _ends_are_marked(units)
    originals = {id(unit) for unit in copies.values()}
    result: list[Unit] = []
    open_units: list[tuple[Unit, int]] = []
    last: Unit | None = None
    for unit in units:
        is_fixed = id(unit) in copies or unit.role is not None
        target = None
        if not is_fixed and id(unit) not in originals:
            target = _continued(unit, open_units, trusted)
        if target is not None:
            target.add(unit, adjacent=last is target)
            target.prose = target.prose or unit.prose or is_prose(target.text)
            for opened, _ in open_units:
                if opened is not target and opened.role is None and opened.start > target.start:
                    # What stands inside a cut paragraph is matter of the page.
                    opened.role = Role.CAPTION
            unit = target
        else:
            result.append(unit)
        last = unit
        open_units = [
            (opened, distance + 1)
            for opened, distance in open_units
            if opened is not unit and distance + 1 < _FARTHEST and (opened.prose or distance == 0)
        ][-_MOST_OPEN:]
        if target is None and not is_fixed:
            too_long = len(unit.text) > _LONGEST_BETWEEN
            if unit.style is not None or too_long or not looks_cut(unit.text):
                open_units = []
        if not is_fixed and unit.style is None and looks_cut(unit.text):
            open_units.append((unit, 0))
    return result


def _continued(unit: Unit, open_units: list[tuple[Unit, int]], trusted: bool) -> Unit | None:
    """The open unit that `unit` continues by most evidence, if by enough; else None."""
    if unit.style not in {None, "digit", "decimal"}:
        return None
    best: tuple[float, Unit] | None = None
    for target, distance in reversed(open_units):
        unsure = any(o.role is None and o.start > target.start for o, _ in open_units)
        found = evidence(target.text, unit.text, between=distance, trusted=trusted, unsure=unsure)
        if found >= JOIN and (best is None or found > best[0]):
            best = found, target
    return best[1] if best else None
