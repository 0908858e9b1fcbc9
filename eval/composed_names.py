"""Composed paragraphs of names: partners, lists, holders of offices and bylines."""

from __future__ import annotations

from collections.abc import Iterator

from eval.composer import Composer, person_name, places, village_name
from eval.reading_sets import Example
from eval.report_families import FAMILIES, stated, words

_OFFICES = words(
    "县委书记 县长 副县长 县委副书记 常务副县长 镇党委书记 镇长 村党支部书记 驻村第一书记 县教育局局长 "
    "县农业农村局局长 县人大主任 县政协主席 市委书记 市长 副市长 村委会主任 县医院院长 合作社理事长"
)

_SAYS = words("介绍说 表示 说 告诉记者 介绍 指出 强调")

_LIST_NOUNS = words(
    "工程 行动 产业 举措 任务 机制 抓手 重点 目标 保障 平台 体系 战略 计划 关口 难题"
)

_LIST_ITEMS = words(
    "特色种植 乡村旅游 生态养殖 电商服务 光伏发电 林下经济 健康养老 文化创意 教育提质 医疗下乡 道路畅通 "
    "饮水安全 住房改善 环境整治 人才培育 技能培训 科技创新 改革开放 招商引资 数字转型 移风易俗 基层治理 "
    "果品 蔬菜 药材 茶叶 小米 蜂蜜 菌菇 肉牛 育苗 加工 仓储 物流 销售 示范 引领 融合 增收 稳定 致富 整合 提速"
)

_NUMERALS = "零一两三四五六七"


def partners(composer: Composer) -> Iterator[Example]:
    """Who goes with whom, in the same order."""
    draw = composer.draw
    count = draw.choice((2, 3, 3, 4, 5))
    named = places(draw, 2 * count)
    givers, takers = named[:count], named[count:]
    if len(set(named)) < 2 * count:
        return
    verb = draw.choice(words("结对帮扶 对口支援 对接 牵手 托管 援建"))
    text = f"{'、'.join(givers)}分别{verb}{'、'.join(takers)}"
    noise = stated(f := draw.choice(FAMILIES), draw.choice(f.nouns), draw).text
    text = draw.choice((f"{text}，{noise}。", f"{noise}，{text}。"))
    middle = text.index(f"分别{verb}")
    for _ in range(2):
        at = draw.randrange(count)
        if draw.random() < 0.5:
            start = text.index("、".join(takers), middle) + sum(len(t) + 1 for t in takers[:at])
            question = draw.choice(
                (
                    f"{givers[at]}{verb}哪里",
                    f"{givers[at]}{verb}的是哪个地方",
                    f"{givers[at]}{verb}谁",
                )
            )
            span = (start, start + len(takers[at]))
        else:
            start = text.index("、".join(givers)) + sum(len(t) + 1 for t in givers[:at])
            question = draw.choice(
                (
                    f"{takers[at]}由谁{verb}",
                    f"谁{verb}{takers[at]}",
                    f"哪里{verb}{takers[at]}",
                    f"{takers[at]}是哪里{verb}的",
                )
            )
            span = (start, start + len(givers[at]))
        yield composer.example(text, question, span)


def lists(composer: Composer) -> Iterator[Example]:
    """A numbered or named list; the answer is the whole of it."""
    draw = composer.draw
    place = places(draw, 1)[0]
    count = draw.choice((2, 3, 3, 3, 4, 4, 5, 6))
    items = draw.sample(_LIST_ITEMS, count)
    noun = draw.choice(_LIST_NOUNS)
    listed = "、".join(items)
    numbered = f"{_NUMERALS[count]}{draw.choice(('大', '大', '项', '个'))}{noun}"
    whole = draw.choice(
        (
            f"实施“{listed}”{numbered}",
            f"围绕“{listed}”{numbered}",
            f"打造了{listed}“{numbered}”",
            f"推进{listed}{numbered}",
            f"聚焦{numbered}：{listed}",
            f"{numbered}，即{listed}",
            f"{numbered}包括{listed}",
            f"确定了{listed}{numbered}",
            f"“{numbered}”（{listed}）全面展开",
        )
    )
    asks = (
        f"{numbered}是什么",
        f"{numbered}是哪{_NUMERALS[count]}个",
        f"{numbered}指的是哪些",
        f"“{numbered}”分别是什么",
        f"有哪{numbered}",
        f"{numbered}有哪些",
        f"{numbered}具体是什么",
        f"{numbered}包括什么",
    )
    crops = draw.sample([i for i in _LIST_ITEMS if i not in items], draw.randint(2, 5))
    grown = "、".join(crops)
    verb, what = draw.choice(
        (
            ("发展", "产业"),
            ("主打", "产品"),
            ("开展", "工作"),
            ("形成", "业态"),
            ("出台", "政策"),
            ("开设", "课程"),
        )
    )
    also = draw.choice(
        (f"{verb}{grown}等{what}", f"{verb}了{grown}{what}", f"{verb}{what}有{grown}")
    )
    also_asks = (
        f"{verb}了哪些{what}",
        f"{verb}的{what}有哪些",
        f"主要{verb}什么{what}",
        f"{verb}哪几种{what}",
        f"{verb}哪几样{what}",
    )
    noise = stated(f := draw.choice(FAMILIES), draw.choice(f.nouns), draw).text
    pieces = [whole, also, noise]
    draw.shuffle(pieces)
    text = place + "，".join(pieces) + "。"
    for part, answer, questions in ((whole, listed, asks), (also, grown, also_asks)):
        start = text.index(part) + part.index(answer)
        question = draw.choice(("", place, place)) + draw.choice(questions)
        yield composer.example(text, question, (start, start + len(answer)))
    other = f"{_NUMERALS[draw.choice([n for n in range(2, 7) if n != count])]}大{draw.choice([n for n in _LIST_NOUNS if n not in text])}"
    if draw.random() < 0.7:
        yield composer.example(
            text,
            place + draw.choice((f"{other}是什么", f"{other}是哪几个", f"有哪{other}")),
            None,
        )


def people(composer: Composer) -> Iterator[Example]:
    """Holders of offices, named and not named, and what is not said of them."""
    draw = composer.draw
    place, other = places(draw, 2)
    offices = draw.sample(_OFFICES, 4)
    names = [person_name(draw) for _ in range(3)]
    first, second, unnamed, absent = offices
    leads = draw.choice((unnamed, unnamed, f"{unnamed}、{absent}", f"{unnamed}和{absent}"))
    task = draw.choice(words("牵头 任组长 负责 包联 主抓 挂帅 担任总指挥"))
    matter = [stated(f, draw.choice(f.nouns), draw).text for f in draw.sample(FAMILIES, 3)]
    parts = [
        f"{place}{first}{names[0]}{draw.choice(_SAYS)}：“{matter[0]}。”",
        draw.choice(
            (
                f"{matter[1]}，{second}{names[1]}{draw.choice(words('带队督导 参加活动 到场祝贺 进村入户'))}。",
                f"“{matter[1]}。”{second}{names[1]}{draw.choice(_SAYS)}。",
            )
        ),
        f"由{leads}{task}，{matter[2]}。",
    ]
    kept = draw.sample(parts, draw.choice((2, 3, 3)))
    text = "".join(kept)
    if len({*names}) < 3 or any(a in b or b in a for a in offices for b in offices if a is not b):
        return
    forms = words("{o}是谁 {o}叫什么 {o}叫什么名字 {o}是哪位 谁是{o} {o}姓名 {o}")
    for office, name, part in ((first, names[0], parts[0]), (second, names[1], parts[1])):
        if part in kept:
            at = text.index(office + name) + len(office)
            prefix = draw.choice(("", place))
            question = prefix + draw.choice(forms).replace("{o}", office)
            yield composer.example(text, question, (at, at + len(name)))
            fact = draw.choice(
                words(
                    "多大年纪了 哪年出生的 是哪里人 去世时多少岁 毕业于哪所学校 的电话是多少 今年几岁 什么时候上任的 的妻子是谁"
                )
            )
            if draw.random() < 0.5:
                yield composer.example(text, name + fact, None)
            elif draw.random() < 0.5:
                wrong = draw.choice([o for o in _OFFICES if o not in offices])
                yield composer.example(
                    text,
                    f"{name}{draw.choice(words('什么时候当上 哪年担任 何时任'))}{wrong}",
                    None,
                )
    if parts[2] in kept:
        at = text.index(leads + task)
        question = draw.choice((f"由谁{task}", f"谁{task}", f"{task}的是谁"))
        yield composer.example(text, place + question, (at, at + len(leads)))
    if parts[2] in kept and draw.random() < 0.7:
        yield composer.example(
            text, draw.choice(("", place)) + draw.choice(forms).replace("{o}", unnamed), None
        )
    yield composer.example(text, place + draw.choice(forms).replace("{o}", absent), None)
    if parts[0] in kept:
        yield composer.example(text, other + draw.choice(forms[:-1]).replace("{o}", first), None)


def bylines(composer: Composer) -> Iterator[Example]:
    """Who wrote the report and who took the picture."""
    draw = composer.draw
    place = places(draw, 1)[0]
    writer, taker = person_name(draw), person_name(draw)
    family = draw.choice(FAMILIES)
    body = f"{place}{stated(family, draw.choice(family.nouns), draw).text}，{stated(f := draw.choice(FAMILIES), draw.choice(f.nouns), draw).text}。"
    scene = draw.choice(
        words(
            "新建小区 果园采摘现场 扶贫车间 光伏电站 文化广场 蔬菜大棚 希望小学 村史馆 旅游步道 养殖基地 丰收场景"
        )
    )
    village = village_name(draw)
    caption = f"{village}{scene}。{draw.choice(('记者 ', '本报记者', '', '通讯员 '))}{taker} 摄"
    writer_line = draw.choice(
        (
            f"记者 {writer}",
            f"本报记者 {writer}",
            f"（记者 {writer}）",
            f"本报讯（记者{writer}）",
        )
    )
    photo_asks = (
        f"{village}{scene}的照片是谁拍的",
        f"{village}{scene}是谁摄的",
        f"{village}{scene} 摄影",
        f"谁拍了{village}{scene}的照片",
        f"{village}{scene}那张图的摄影记者是谁",
    )
    writer_asks = (
        f"{place}那篇报道的记者是谁",
        "这篇文章是哪位记者写的",
        f"{place}这篇新闻是谁写的",
        "写这篇报道的记者叫什么",
        "记者是谁",
    )
    style = draw.random()
    text = (
        f"{writer_line}\n{body}{caption}"
        if style < 0.5
        else (caption if style < 0.75 else f"{body}\n{caption}")
    )
    at = text.rindex(taker)
    yield composer.example(text, draw.choice(photo_asks), (at, at + len(taker)))
    if style < 0.5 and writer != taker:
        at = text.index(writer)
        yield composer.example(text, draw.choice(writer_asks), (at, at + len(writer)))
    else:
        yield composer.example(text, draw.choice(writer_asks[:-1]), None)
    yield composer.example(text, f"{village_name(draw)}的照片是谁拍的", None)
