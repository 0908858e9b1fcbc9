"""Lists in a sentence: things joined by 、, in quotation marks one behind the other, or numbered."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from index.lazy_pattern import lazy_pattern
from index.places import find_places
from rag.figures import parse_number

Span = tuple[int, int]

_OPENING, _CLOSING = "“「『《(（[【‘", "”」』》)）]】’"
_STOP = "，,。；;：:！!？?\n"
_NUMBERED = lazy_pattern(r"[一1]是")
_COUNTED = lazy_pattern(
    r"(?:[两二三四五六七八九十]{1,3}|(?<![-0-9.])[0-9]{1,3})(?:机|人|校|国|款|架|辆|艘|所|座|大|个|种|项|类|条|位|名|家|方面|支|县|村|地|步|场|户|座)"
)
_END = lazy_pattern(
    r"[(（]|等(?!级)|担?任(?!务)|牵头|挂帅|带队|出席|全部|均|都|分别|共同?[0-9]|齐|纳入|实现|得到|达到?|列入|被|在(?=[㐀-鿿])|为(?=[㐀-鿿])|是(?=[㐀-鿿])|“"
    r"|的(?=发展|建设|推进|实施|做法|经验)"
)
"""Where the last item ends, if no mark does."""
_BEGIN = lazy_pattern(
    r"(?:(?:包括|包含|涉及|即|如|有|为|是|实施|实行|开展|荣获|获得?|发展|培育|壮大|打造|推出|依托|建立|制定|提供|达到"
    r"|围绕|通过|推广|推进|打好|打赢|创建|建设|形成|组建|成立|销售|促销|种植|养殖|生产|实现|构建|落实|对|把|将|在|从|以|与|向|给|由"
    r"|获批|评为|启动|引进|举办|结对|帮扶|走访|选出|来自|覆盖|设立?|递补|增补|选举|推选|任命|聘请|邀请|派出|授予|通达|通往|飞往|抵达|直达"
    r"|连接|出席|参观|考察|看望|慰问|上映|演出|展出|展示|亮相|涵盖|囊括|分为)+"
    r"(?:[了着过出好]|以来)?)(?=[㐀-鿿A-Za-z“‘《「])"
)
"""Behind these the first item begins, if no mark says where."""
_TAIL = lazy_pattern(r"(?:以及|和|与|及)(?=[㐀-鿿“《0-9])")
_WANTED = lazy_pattern(
    r"(?:哪|这|那)[“‘]?(?P<count>[两二三四五六七八九十]{1,2}|[0-9]{1,2})"
    r"|(?P<named>[两二三四五六七八九十]{1,2}|[0-9]{1,2})(?:大|个|种|项|类|条|步|场|张|份|件|支|位|名|家|所|部|篇|款|座|方面)"
)


_EXACTLY = lazy_pattern(r"哪[“‘]?(?:[两二三四五六七八九十]{1,2}|[2-9]|[1-9][0-9])")


@dataclass(frozen=True)
class Items:
    """A list in a sentence: its whole `span` and those of its items."""

    span: Span
    items: tuple[Span, ...]


def wanted_count(question: str) -> int | None:
    """How many things a folded question asks for (哪三个, "六大机制"), None where it does not say."""
    for match in _WANTED.finditer(question):
        value = parse_number(match["count"] or match["named"])
        if value is not None and value > 1:
            return int(value)
    return None


def wants_exactly(question: str) -> bool:
    """Whether a folded question asks which so many things there are (哪三个)."""
    return _EXACTLY.search(question) is not None


def find_lists(sentence: str) -> list[Items]:
    """The lists of two items and more in a folded sentence, in order."""
    found = [*_numbered(sentence), *_quoted(sentence)]
    taken = [items.span for items in found]
    for run in _runs(sentence):
        items = _trimmed(sentence, run)
        inside = any(a <= items[0][0] and items[-1][1] <= b for a, b in taken)
        if len(items) > 1 and not inside:
            found.append(Items((items[0][0], items[-1][1]), tuple(items)))
    return sorted(found, key=lambda items: items.span)


def two_in(sentence: str, span: Span) -> Items | None:
    """The two things that a stretch of a folded sentence joins (6号楼北侧和西门岗亭旁), or None."""
    start, end = span
    inside = sentence[start:end]
    joints = list(_JOINT.finditer(inside))
    if len(joints) != 1 or any(mark in inside for mark in f"{_STOP}、"):
        return None
    ((a, b),) = (joint.span() for joint in joints)
    # 和 of 永和县 joins nothing
    if any(place.start < b and a < place.end for place in find_places(inside)):
        return None
    return Items(span, ((start, start + a), (start + b, end)))


_JOINT = lazy_pattern(r"(?<=[^\s]{2})(?:以及|和|与|及|跟)(?=[^\s]{2})")


def _numbered(sentence: str) -> list[Items]:
    match = _NUMBERED.search(sentence)
    if match is None:
        return []
    starts = [match.start()]
    for number in "二三四五六七八九":
        at = sentence.find(f"{number}是", starts[-1])
        if at < 0:
            break
        starts.append(at)
    end = len(sentence.rstrip("。；;!！"))
    edges = [*starts, end]
    items = tuple(
        (a, b - (b < end and sentence[b - 1] in _STOP))
        for a, b in zip(edges, edges[1:], strict=False)
    )
    return [Items((starts[0], end), items)] if len(items) > 1 else []


def _quoted(sentence: str) -> list[Items]:
    """Quotations or titles that stand one behind the other: “一码清”“一保通”."""
    quotes = [m.span() for m in re.finditer(r"“[^“”]{1,40}”|《[^《》]{1,60}》", sentence)]
    runs: list[list[Span]] = []
    for quote in quotes:
        if runs and re.fullmatch(r"|、|和|与|及|以及", sentence[runs[-1][-1][1] : quote[0]]):
            runs[-1].append(quote)
        else:
            runs.append([quote])
    return [Items((run[0][0], run[-1][1]), tuple(run)) for run in runs if len(run) > 1]


def _runs(sentence: str) -> list[list[Span]]:
    """The stretches between marks that 、 divides, each as its pieces."""
    runs: list[list[Span]] = []
    depth: list[list[Span]] = [[]]
    begin = [0]

    def close(position: int) -> None:
        run, start = depth[-1], begin[-1]
        if run:
            runs.append([*run, (start, position)])
        depth[-1] = []

    for position, character in enumerate(sentence):
        if character in _OPENING:
            depth.append([])
            begin.append(position + 1)
        elif character in _CLOSING and len(depth) > 1:
            close(position)
            depth.pop()
            begin.pop()
        elif character == "、":
            depth[-1].append((begin[-1], position))
            begin[-1] = position + 1
        elif character in _STOP:
            close(position)
            begin[-1] = position + 1
    while depth:
        close(len(sentence))
        depth.pop()
        begin.pop()
    return [run for run in runs if all(b > a for a, b in run)]


def _trimmed(sentence: str, run: Sequence[Span]) -> list[Span]:
    """The pieces without what leads up to the first and goes on behind the last."""
    (a, b), (c, d) = run[0], run[-1]
    is_whole = a > 0 and sentence[a - 1] in _OPENING
    if is_whole and d < len(sentence) and sentence[d] in _CLOSING:
        return list(run)
    longest = max((end - start for start, end in run[1:-1]), default=0)
    if not is_whole:
        a = _first(sentence, a, b, sentence[run[1][0]], longest)
    items = [(a, b), *run[1:-1]]
    if (like := _like(sentence, items, c, d)) is not None:
        return [*items, (c, like)]
    end = d
    inside = c + 1
    if sentence[c] in _OPENING and (closing := _closing(sentence, c, d)) is not None:
        inside = closing
    if match := _COUNTED.search(sentence, inside, d):
        end = match.start()
    if match := _END.search(sentence, inside, end):
        end = match.start()
    tails = list(_TAIL.finditer(sentence, inside, end))
    names = find_places(sentence[c:end]) if tails else []
    # 和 of 永和县 joins nothing
    tail = next(
        (t for t in tails if not any(p.start <= t.start() - c < p.end for p in names)), None
    )
    if tail:
        items.append((c, tail.start()))
        items.append((tail.end(), end))
    else:
        items.append((c, end))
    return [(x, y) for x, y in items if y > x]


def _like(sentence: str, items: Sequence[Span], start: int, end: int) -> int | None:
    """Where the last item ends that is made like those before it (自治、德治、法治相融合), None where
    those are not made alike."""
    forms = {(b - a, sentence[b - 1]) for a, b in items}
    if len(items) < 2 or len(forms) != 1:
        return None
    ((length, last),) = forms
    at = start + length
    return at if 1 < length < end - start and sentence[at - 1] == last else None


def _first(sentence: str, start: int, end: int, following: str, longest: int) -> int:
    piece = sentence[start:end]
    if following in _OPENING and following in piece:
        return start + piece.rindex(following)
    for match in _BEGIN.finditer(piece):
        rest = len(piece) - match.end()
        opens = piece[match.end() : match.end() + 1] in tuple(_OPENING)
        if rest > 0 and (opens or not longest or rest <= longest + _LONGER):
            return start + match.end()
    return start


def _closing(sentence: str, start: int, end: int) -> int | None:
    mark = _CLOSING[_OPENING.index(sentence[start])]
    at = sentence.find(mark, start, end)
    return at + 1 if at >= 0 else None


_LONGER = 4
"""The first item may be so many characters longer than the longest of those within."""
