"""Things that exclude each other: what is told of a son holds of no daughter, of a city of no county."""

from __future__ import annotations

from index.lazy_pattern import lazy_pattern
from rag.flows import clause_of

_OF_PEOPLE = "[员职同性生人孩子工童队组选村]"
_ANIMAL = "[鸭鸡牛羊猪狗鸟鱼马猴鹿熊象虎豹]"
_GROUPS = tuple(
    tuple(lazy_pattern(member) for member in group)
    for group in (
        (
            rf"男{_OF_PEOPLE}|雄[性鸟鱼兽虫株花]|公(?:的)?{_ANIMAL}",
            rf"女{_OF_PEOPLE}|雌|母(?:的)?{_ANIMAL}",
        ),
        (
            r"妻子?(?![女儿])|老婆|爱人|夫人",
            r"丈夫|老公",
            r"父亲|爸爸?(?!妈)|生父",
            r"母亲|妈妈?|生母",
            r"儿子|长子|次子",
            r"(?<!儿)女儿|长女|次女",
            r"哥哥|兄长|弟弟|胞弟",
            r"姐姐|妹妹|胞妹",
            r"爷爷|祖父",
            r"奶奶|祖母",
        ),
        (r"全国", r"全省|全区", r"全市|全州", r"全县|全旗", r"全镇|全乡", r"全村"),
    )
)


def tells_counterpart(question: str, sentence: str, start: int, end: int) -> bool:
    """Whether the clause with an answer (`start` to `end` of a folded sentence) is of what excludes
    the one thing that a folded question asks of (女员工, where 男员工 have 15 days)."""
    clause = clause_of(sentence, start, end)
    for group in _GROUPS:
        asked = [member for member in group if member.search(question)]
        if (
            len(asked) == 1
            and not asked[0].search(sentence)
            and any(member.search(clause) for member in group)
        ):
            return True
    return False
