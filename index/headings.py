"""What only the neighbours of a short line tell: whether it is a heading, a caption or text."""

from __future__ import annotations

from collections import Counter
from statistics import median

from index.lazy_pattern import lazy_pattern
from index.lines import FINAL, STOP
from index.roles import STYLE_ORDER, Role, is_names
from index.units import Unit

__all__ = ["set_levels", "set_roles"]

_LONGEST = 50
_WIDE = 2
"""So many blank lines more than usual leave room for a picture."""
_MOST_STACKED = 3
"""So many short lines may be title, sub-title and section heading; more are captions or a list."""
_SUBTITLE = lazy_pattern(r"^(?:——|--|─|—|[-–]{2})")
_COUPLET = lazy_pattern(r"^\S{2,}[ ·:：|｜]\S{2,}")
# An entry of a list or a row of a table, however short, heads nothing.
_ENTRY = lazy_pattern(r"^(?:[-*+•]\s|\||[一二三四五六七八九十]{1,3}是)")
_FIELD_NAME = r"^[^,，。;；:：\s]{1,10}(?:[(（][^()（）]{1,10}[)）])?\s*[:：]"
_FIELD = lazy_pattern(rf"{_FIELD_NAME}\s*\S")
# 咨询电话:66271180, 周六:8:00—11:30 are no headings, whatever stands beside them.
_LONE_FIELD = lazy_pattern(rf"{_FIELD_NAME}(?=\D{{0,6}}\d)")
_FIGURE = lazy_pattern(r"\d")
_ORGANISATION = lazy_pattern(
    r"(?:政府|委员会|委|办公室|办公厅|局|部|厅|院|署|处|公司|集团|协会|学会|大学|学院|中心|报社|编辑部|工作组|领导小组|法院|检察院)$"
)


def set_roles(units: list[Unit]) -> None:
    """Give every unit that has no role yet the one that its neighbours suggest."""
    for index, unit in enumerate(units):
        if unit.role is None and unit.style is not None:
            unit.role = _numbered_role(units, index)
        elif unit.role is None and (not _is_loose(unit) or _is_field(units, index)):
            unit.role = Role.BODY
    gaps = Counter(unit.gap for unit in units[1:])
    wide_gap = (gaps.most_common(1)[0][0] if gaps else 0) + _WIDE
    runs = _runs(units)
    leads = _leading_to_text(units)
    first_body = _first(units, Role.BODY)
    single = [run for run in runs if len(run) == 1 and leads[run[-1]]]
    wide_single = sum(units[run[0]].gap >= wide_gap for run in single)
    # Where headings themselves stand after wide gaps, a gap says nothing about pictures.
    gaps_tell = 2 * wide_single <= len(single)
    for run in runs:
        loose = [units[index] for index in run]
        wide = [gaps_tell and unit.gap >= wide_gap for unit in loose]
        if leads[run[-1]]:
            _set_run(loose, wide, at_top=run[0] < first_body, is_first=run[0] == 0)
        else:
            _close_document(loose, wide, text_before=first_body < run[0])


def _first(units: list[Unit], role: Role) -> int:
    return next((index for index, unit in enumerate(units) if unit.role is role), len(units))


def _is_loose(unit: Unit) -> bool:
    if unit.prose or len(unit.text) > _LONGEST or _ENTRY.match(unit.text):
        return False
    end = unit.text[-8:]
    return not FINAL.search(end) and not STOP.search(end)


def _is_field(units: list[Unit], index: int) -> bool:
    """Whether it is one of several lines of a form: 时间:3月16日, 地点:会所二楼."""
    beside = [units[other] for other in (index - 1, index + 1) if 0 <= other < len(units)]
    return bool(_FIELD.match(units[index].text)) and any(_FIELD.match(u.text) for u in beside)


def _numbered_role(units: list[Unit], index: int) -> Role:
    """A numbered line is a heading unless its neighbours show it as one item of a list."""
    unit = units[index]
    if unit.style is not None and unit.style[0] == "#":
        return Role.HEADING
    beside = [
        units[other].style
        for other in (index - 1, index + 1)
        if 0 <= other < len(units) and units[other].role in {None, Role.HEADING, Role.BODY}
    ]
    if unit.style in beside:
        return Role.BODY
    if unit.prose and unit.style in {"digit", "decimal", "digit bracket"}:
        return Role.BODY
    return Role.HEADING


def _runs(units: list[Unit]) -> list[list[int]]:
    """The runs of short lines without a role; captions, credits and dates do not end a run."""
    runs: list[list[int]] = []
    current: list[int] = []
    for index, unit in enumerate(units):
        if unit.role is None:
            current.append(index)
        elif unit.role in {Role.BODY, Role.HEADING} and current:
            runs.append(current)
            current = []
    if current:
        runs.append(current)
    return runs


def _leading_to_text(units: list[Unit]) -> list[bool]:
    """For each unit, whether a paragraph, heading or short line follows it anywhere."""
    leads = [False] * len(units)
    for index in range(len(units) - 2, -1, -1):
        leads[index] = leads[index + 1] or units[index + 1].role not in _ASIDE
    return leads


_ASIDE = frozenset({Role.CAPTION, Role.BYLINE, Role.DATELINE})


def _set_run(loose: list[Unit], wide: list[bool], *, at_top: bool, is_first: bool) -> None:
    """Roles for a run of short lines that text follows."""
    if len(loose) <= _MOST_STACKED:
        for position, unit in enumerate(loose):
            is_title = is_first and position == 0
            if _LONE_FIELD.match(unit.text) and not is_title:
                unit.role = Role.BODY
                continue
            is_picture = wide[position] and not is_title and not _is_heading_like(unit)
            unit.role = Role.CAPTION if is_picture else Role.HEADING
            if at_top and position > 0 and not is_picture and is_names(unit.text):
                unit.role = Role.BYLINE
        return
    if at_top or sum(wide) * 2 > len(loose):
        _set_pictures(loose, wide, at_top)
        return
    # Many short lines amid the text: a list or a table.
    for unit in loose:
        unit.role = Role.BODY
    if _is_heading_like(loose[-1]) or loose[-1].gap > max(unit.gap for unit in loose[:-1]):
        loose[-1].role = Role.HEADING


def _set_pictures(loose: list[Unit], wide: list[bool], at_top: bool) -> None:
    """A long run of short lines: captions, but for a title above and a heading below them."""
    for unit in loose:
        unit.role = Role.CAPTION
    if at_top:
        has_subtitle = bool(_SUBTITLE.match(loose[1].text))
        usual = median(len(unit.text) for unit in loose[1:])
        is_alike = abs(len(loose[0].text) - usual) <= 0.4 * usual and any(wide) == wide[0]
        if has_subtitle or not is_alike:
            loose[0].role = Role.HEADING
        if has_subtitle:
            loose[1].role = Role.HEADING
    others_wide = sum(wide[:-1]) * 2 > len(wide) - 1
    if others_wide and not wide[-1]:
        loose[-1].role = Role.HEADING


def _is_heading_like(unit: Unit) -> bool:
    """Whether it is built as headings are: a couplet, or a sub-title after a dash."""
    return bool(_COUPLET.match(unit.text) or _SUBTITLE.match(unit.text))


def _close_document(loose: list[Unit], wide: list[bool], *, text_before: bool) -> None:
    """Short lines that nothing follows: names, a signature, captions, or the last words."""
    for position, unit in enumerate(loose):
        if not text_before and position == 0:
            unit.role = Role.HEADING
        elif is_names(unit.text) or (not wide[position] and _ORGANISATION.search(unit.text)):
            unit.role = Role.BYLINE
        elif not wide[position] and (_FIELD.match(unit.text) or _FIGURE.search(unit.text)):
            unit.role = Role.BODY
        elif wide[position] or len(loose) > 1:
            unit.role = Role.CAPTION
        else:
            unit.role = Role.BODY


def set_levels(units: list[Unit]) -> None:
    """Give headings their levels: by their marks, by how they are numbered, by how they stack."""
    headings = [index for index, unit in enumerate(units) if unit.role is Role.HEADING]
    if not headings:
        return
    first_body = _first(units, Role.BODY)
    plain = [index for index in headings if units[index].style is None]
    tops = _tops(units)
    title = plain[0] if plain and plain[0] < first_body else None
    if title is not None:
        tops.add(title)
    has_plain_sections = any(index not in tops for index in plain)
    numbered = [
        style for style in STYLE_ORDER if any(units[index].style == style for index in headings)
    ]
    base = 3 if has_plain_sections else 2
    for index in headings:
        unit = units[index]
        if unit.style is None:
            is_top = index in tops or (title is not None and _SUBTITLE.match(unit.text) is not None)
            unit.level = 1 if is_top else 2
        elif unit.style[0] == "#":
            unit.level = len(unit.style)
        else:
            unit.level = base + numbered.index(unit.style)


def _tops(units: list[Unit]) -> set[int]:
    """The unnumbered headings that stand right above another one, or above the first byline."""
    tops: set[int] = set()
    last: int | None = None
    first = True
    for index, unit in enumerate(units):
        if unit.role is Role.BYLINE and first and last is not None:
            tops.add(last)
        if unit.role in _ASIDE:
            continue
        is_plain = unit.role is Role.HEADING and unit.style is None
        if is_plain and last is not None:
            tops.add(last)
        first = first and (last is None or is_plain)
        last = index if is_plain else None
    return tops
