"""An inspection as text for a terminal."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from index.damage import Fault
from index.roles import Role
from rag.inspect_file import Inspection, ShownBlock, ShownDamage, ShownFact, ShownSample, Span
from rag.terminal import Paint, paint, plain

__all__ = ["show"]

_WORDS: Mapping[str, Mapping[str, str]] = {
    "zh": {
        "characters": "{} 字",
        "pages": "{} 页",
        "blocks": "{} 块",
        "damage": "缺损 {} 处",
        "Facts": "事实",
        "Blocks": "段落",
        "Damage": "缺损",
        "Samples": "对照：上为折叠后，下为原文",
        "none": "无",
        "title": "标题",
        "place": "地点",
        "date": "日期",
        "author": "作者",
        "means": "{} 指 {}",
        "section": "属 {}",
        "page": "第 {} 页",
        "again": "又见 {}",
        "reading": "校读：{}",
        "unread": "无法校读",
        "nothing_missing": "没有缺字",
    },
    "en": {
        "characters": "{} characters",
        "pages": "{} pages",
        "blocks": "{} blocks",
        "damage": "{} damaged places",
        "Facts": "Facts",
        "Blocks": "Blocks",
        "Damage": "Damage",
        "Samples": "Folded, with the original below",
        "none": "none",
        "title": "title",
        "place": "place",
        "date": "date",
        "author": "author",
        "means": "{} is {}",
        "section": "under {}",
        "page": "page {}",
        "again": "again at {}",
        "reading": "read as: {}",
        "unread": "cannot be read",
        "nothing_missing": "nothing is missing",
    },
}
ROLES: Mapping[str, tuple[str, tuple[Paint, ...]]] = {
    Role.HEADING: ("标题", (Paint.BOLD, Paint.CYAN)),
    Role.BODY: ("正文", ()),
    Role.CAPTION: ("图注", (Paint.YELLOW,)),
    Role.BYLINE: ("署名", (Paint.MAGENTA,)),
    Role.DATELINE: ("日期", (Paint.BLUE,)),
}
"""Each role by its Chinese name and its colour."""
FAULTS: Mapping[str, str] = {
    Fault.OUT_OF_STEP: "双字节错位",
    Fault.LOST: "字符丢失",
    Fault.WRONG_CODEC: "编码误读",
    Fault.REPLACED: "替换字符",
    Fault.PRIVATE: "私用区字符",
    Fault.REST_OF_GLOSS: "残缺注音",
    Fault.REST_OF_TAG: "残缺标签",
}
HOW: Mapping[str, str] = {
    "sidecar": "由 .meta.toml 给出",
    "heading": "标题行",
    "opening words": "没有标题，取开头的话",
    "named most": "全文提到最多",
    "named most among places of its own level": "文中自称一级里提到最多",
    "published": "日期行或电头",
    "latest": "文中最晚的日期",
    "byline": "署名行",
    "names alone": "单独成行的姓名",
    "contributed by": "供稿单位",
    "head of the first paragraph": "首段电头",
    "end of the last paragraph": "末段括注",
}
"""How a fact was found, in Chinese; the keys are what `index` says."""

_LONGEST = 64
_TAIL = 20
_GAP = "…"
_CUT = " ‖ "


def show(inspection: Inspection, language: str, colour: bool) -> str:
    """An inspection as text, its long blocks shortened in the middle.

    :param language: `zh` or `en`.
    :param colour: whether to use terminal codes. What is from the document is printable without.
    """
    return "\n".join(_View(language, colour).lines(inspection))


class _View:
    def __init__(self, language: str, colour: bool) -> None:
        self._words = _WORDS[language]
        self._chinese = language == "zh"
        self._colour = colour

    def lines(self, shown: Inspection) -> list[str]:
        say = self._words
        about = [
            say["characters"].format(shown.characters),
            say["blocks"].format(len(shown.blocks)),
        ]
        if shown.encoding:
            about.insert(0, shown.encoding)
        if shown.pages:
            about.insert(0, say["pages"].format(len(shown.pages)))
        about.append(say["damage"].format(len(shown.damage)))
        counts = Counter(block.role for block in shown.blocks)
        roles = " ".join(f"{self._role(role)} {counts[role]}" for role in ROLES if counts[role])
        lines = [
            self._paint(plain(shown.file), Paint.BOLD),
            f"  {' · '.join(about)}",
            f"  {roles}",
            *self._head("Facts", shown.facts),
            *(self._fact(fact, shown) for fact in shown.facts),
        ]
        if shown.own:
            means = (say["means"].format(word, place) for word, place in shown.own.items())
            lines.append(f"  {'  '.join(means)}")
        lines += self._head("Blocks", shown.blocks)
        width = len(str(len(shown.blocks)))
        heading = 0
        for number, block in enumerate(shown.blocks, 1):
            if block.role == Role.HEADING:
                heading = number
            lines += self._block(f"{number:>{width}}", block, heading if heading < number else 0)
        lines += self._head("Damage", shown.damage)
        for damage in shown.damage:
            lines += self._damage(damage)
        if shown.samples:
            lines += self._head("Samples", shown.samples)
        for sample in shown.samples:
            lines += self._sample(sample)
        return lines

    def _paint(self, text: str, *paints: Paint) -> str:
        return paint(text, *paints) if self._colour else text

    def _dim(self, text: str) -> str:
        return self._paint(text, Paint.DIM)

    def _head(self, name: str, content: object) -> list[str]:
        nothing = "" if content else f" {self._words['none']}"
        return ["", self._paint(self._words[name], Paint.BOLD, Paint.GREEN) + nothing]

    def _role(self, role: str) -> str:
        name, paints = ROLES[role]
        return self._paint(name if self._chinese else role, *paints)

    def _fact(self, fact: ShownFact, shown: Inspection) -> str:
        value = " ‹ ".join(shown.places) if fact.fact == "place" else plain(fact.value)
        how = HOW.get(fact.how, fact.how) if self._chinese else fact.how
        where = f", {_span(fact.span)}" if fact.span is not None else ""
        return f"  {self._words[fact.fact]} {value} {self._dim(f'({how}{where})')}"

    def _block(self, number: str, block: ShownBlock, heading: int) -> list[str]:
        """The lines of a block.

        :param heading: the number of the heading it stands under; 0 for none.
        """
        level = str(block.level) if block.level else ""
        notes = [", ".join(map(_span, block.spans))]
        if heading:
            notes.append(self._words["section"].format(heading))
        if block.page is not None:
            notes.append(self._words["page"].format(block.page))
        if block.damage:
            notes.append(self._paint(self._words["damage"].format(block.damage), Paint.RED))
        _, paints = ROLES[block.role]
        lines = [
            f"  {number} {self._role(block.role)}{level} "
            f"{self._paint(_short(_joined(block)), *paints)}",
            f"  {' ' * len(number)} {self._dim(notes[0])}"
            + "".join(f" · {note}" for note in notes[1:]),
        ]
        if block.copies:
            places = "; ".join(", ".join(map(_span, copy)) for copy in block.copies)
            lines.append(
                f"  {' ' * len(number)} "
                + self._paint(self._words["again"].format(places), Paint.YELLOW)
            )
        return lines

    def _damage(self, damage: ShownDamage) -> list[str]:
        kind = FAULTS[damage.kind] if self._chinese else damage.kind.replace("_", " ")
        marked = (
            self._paint(plain(damage.text), Paint.RED)
            if self._colour
            else (f"【{plain(damage.text)}】")
        )
        if damage.reading is None:
            reading = self._words["unread"]
        elif damage.reading:
            reading = self._words["reading"].format(plain(damage.reading))
        else:
            reading = self._words["nothing_missing"]
        return [
            f"  {_span((damage.start, damage.end))} {kind} · {reading}",
            f"    {plain(damage.before)}{marked}{plain(damage.behind)}",
        ]

    def _sample(self, sample: ShownSample) -> list[str]:
        folded = []
        done = 0
        for start, end in sample.differing:
            folded.append(plain(sample.folded[done:start]))
            folded.append(self._paint(plain(sample.folded[start:end]), Paint.GREEN))
            done = end
        folded.append(plain(sample.folded[done:]))
        return [
            f"  {''.join(folded)}",
            f"  {plain(sample.original)} {self._dim(_span(sample.span))}",
        ]


def _span(span: Span) -> str:
    return f"{span[0]}–{span[1]}"


def _joined(block: ShownBlock) -> str:
    """The block's text on one line, with a sign where it is cut."""
    parts = []
    done = 0
    for start, end in block.spans:
        parts.append(plain(block.text[done : done + end - start]))
        done += end - start
    return _CUT.join(parts)


def _short(text: str) -> str:
    if len(text) <= _LONGEST:
        return text
    return text[: _LONGEST - _TAIL] + _GAP + text[-_TAIL:]
