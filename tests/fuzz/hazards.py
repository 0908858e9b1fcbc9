"""What inputs are made of, and how many of them there are."""

from __future__ import annotations

import os
import random
from collections.abc import Callable
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

TIMES = float(
    os.environ.get("WENJIN_FUZZ_TIMES", "100" if os.environ.get("WENJIN_TORTURE") else "1")
)
"""How many times as many inputs as in a short run."""


def fuzzed(examples: int) -> Callable[[Any], Any]:
    """Settings for a test of so many inputs in a short run."""
    return settings(
        max_examples=max(1, int(examples * TIMES)),
        suppress_health_check=list(HealthCheck),
    )


PIECES = st.sampled_from(
    "沁县 昔阳县 青禾镇 山西省 搬迁了 种植 面积 是 多少 亩 人 万元 2018年 3月 1,000 百分之 % ％ 。 ， 、 ； ： “ ” 《 》 （ ） "
    "【 】 —— …… ( ) [ ] { } < > </p> <b> <b<i>> <!-- --> &nbsp; &#xD800; 產(chǎn) 業(yè) (xiàn) 錕斤拷 锟斤拷 ??? 图为 摄 "
    "记者 本报讯 # ## - * | \\ / ' \" = =1+1 $ ^ .* (a+)+ (?:x|x)*y \\u0000 %s {0} null None -- ; DROP qin xian duo shao ren "
    "who how many people moved in Qinxian".split(" ")
    + ["\n", "\r", "\r\n", "\n\n", "\f", "\x85", "\u2028", " ", "\u3000", "\t", "\0", "\x1b[31m"]
    + ["\u200b", "\ufeff", "\u202e", "\ufffd", "\ue5e5", "\ud800", "\udfff", "\U0002f800", "\u0301"]
)
"""What the steps of reading act on."""

TEXTS = st.one_of(
    st.lists(PIECES, max_size=40).map("".join),
    st.text(st.characters(exclude_categories=()), max_size=80),
    st.tuples(PIECES, st.integers(1, 400)).map(lambda pair: pair[0] * pair[1]),
    st.lists(st.tuples(PIECES, st.integers(1, 60)), max_size=8).map(
        lambda pairs: "".join(piece * times for piece, times in pairs)
    ),
)


def mutate(data: bytes, seed: int, most: int = 8) -> bytes:
    """Bytes with a few of them flipped, cut, doubled or put elsewhere."""
    chance = random.Random(seed)
    changed = bytearray(data)
    for _ in range(chance.randint(1, most)):
        if not changed:
            break
        place = chance.randrange(len(changed))
        length = min(len(changed) - place, chance.choice((1, 1, 2, 8, 64, 512)))
        kind = chance.randrange(6)
        if kind == 0:
            changed[place] ^= 1 << chance.randrange(8)
        elif kind == 1:
            changed[place : place + length] = chance.randbytes(length)
        elif kind == 2:
            del changed[place : place + length]
        elif kind == 3:
            changed[place:place] = changed[place : place + length] * chance.randint(1, 3)
        elif kind == 4:
            changed[place : place + length] = bytes([chance.choice((0, 255, 60, 62, 38))]) * length
        else:
            del changed[place:]
    return bytes(changed)
