"""Composed paragraphs of figures: many in a sentence, by year, and in the order of names."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from eval.composer import YEARS, Composer, places, village_name
from eval.reading_sets import Example
from eval.report_families import FAMILIES, Family, Said, figure, fill, stated, words


def figures(composer: Composer) -> Iterator[Example]:
    """Statements of figures about a place, one of its villages and another year."""
    draw = composer.draw
    place, other = places(draw, 2)
    village, beside = village_name(draw), village_name(draw)
    families = draw.sample(FAMILIES, draw.randint(2, 4))
    said: list[Said] = []
    absent: list[tuple[Family, str]] = []
    for family in families:
        nouns = draw.sample(family.nouns, min(len(family.nouns), draw.randint(2, 4)))
        said += [stated(family, noun, draw) for noun in nouns[:-1]]
        absent.append((family, nouns[-1]))
    draw.shuffle(said)
    year = draw.choice(YEARS)
    own = stated(family := draw.choice(FAMILIES), draw.choice(family.nouns), draw)
    head = draw.choice(
        (f"{place}", f"{year}年，{place}", "全县", "我县", f"截至{year}年底，{place}", "")
    )
    tail = draw.choice((f"其中，{village}{own.text}。", f"{village}{own.text}。", ""))
    marks = [draw.choice("，，，；、") for _ in said[:-1]] + ["。"]
    main = head + "".join(s.text + mark for s, mark in zip(said, marks, strict=True))
    text = main + tail if not head or draw.random() < 0.6 else tail + main
    within = text.index(main)
    if any(text.count(s.text) > 1 for s in said):
        return
    for one in draw.sample(said, min(2, len(said))):
        ask = draw.choice(one.asks)
        prefix = draw.choice(("", "", place, place, "全县", f"{place}的", f"{place} "))
        if head.startswith(str(year)) and draw.random() < 0.5:
            prefix = f"{year}年{place}"
        yield composer.ask(text, one, prefix + ask, within)
    if tail:
        if draw.random() < 0.6:
            where = text.index(tail)
            yield composer.ask(text, own, village + draw.choice(own.asks), where)
        trap = draw.choice((place, "全县", beside, other))
        if not any(ask in s.asks for s in said for ask in own.asks):
            yield composer.example(text, trap + draw.choice(own.asks), None)
    family, noun = draw.choice(absent)
    if noun not in text:
        unit = draw.choice(family.units)
        ask = fill(draw.choice(family.asks), noun, unit.lstrip("万亿") or unit)
        yield composer.example(text, draw.choice(("", place, "全县")) + ask, None)
    one = draw.choice(said)
    if head.startswith(str(year)):
        wrong = draw.choice([y for y in YEARS if y != year])
        yield composer.example(text, f"{wrong}年{place}{draw.choice(one.asks)}", None)
    elif place in text:
        yield composer.example(text, other + draw.choice(one.asks), None)
    hidden = one.text.replace(one.answer, "□" + one.answer.lstrip("近约超过逾0123456789."))
    if draw.random() < 0.25 and "□" in hidden:
        yield composer.example(text.replace(one.text, hidden), draw.choice(one.asks), None)


def households(composer: Composer) -> Iterator[Example]:
    """So many households of so many people: either figure, or both at once."""
    draw = composer.draw
    place, other = places(draw, 2)
    done, ask = draw.choice(
        (
            ("贫困人口全部脱贫", "脱贫"),
            ("群众搬进新居", "搬进新居"),
            ("受灾群众得到安置", "得到安置"),
            ("村民加入合作社", "加入合作社"),
            ("群众紧急转移", "转移"),
            ("移民实现就业", "实现就业"),
            ("居民用上自来水", "用上自来水"),
        )
    )
    homes = draw.randint(20, 30000)
    people = round(homes * draw.uniform(2.1, 3.9))
    first, second = f"{homes}户", f"{people}{draw.choice(('人', '人', '名'))}"
    if people > 20000 and draw.random() < 0.4:
        first, second = f"{homes / 10000:.2f}万户", f"{people / 10000:.2f}万人"
    pair = first + draw.choice(("、", "", "，")) + second
    noise = [stated(f, draw.choice(f.nouns), draw).text for f in draw.sample(FAMILIES[1:8], 2)]
    small = f"{village_name(draw)}{draw.randint(5, 90)}户、{draw.randint(100, 400)}人{done}"
    text = f"{noise[0]}，{place}{pair}{done}，{noise[1]}。"
    text = draw.choice((text, text, f"{text}{small}。"))
    asks = {
        f"多少户多少人{ask}": pair,
        f"{ask}的有多少户、多少人": pair,
        f"多少户{ask}": first,
        f"{ask}了多少户": first,
        f"有几户{ask}": first,
        f"多少人{ask}": second,
        f"{ask}的人有多少": second,
        f"{ask}人数": second,
        f"一共有多少人{ask}了": second,
        f"有几万人{ask}": second,
    }
    at = text.index(pair)
    for question in draw.sample(sorted(asks), 3):
        start = at + pair.index(asks[question])
        span = (start, start + len(asks[question]))
        yield composer.example(text, draw.choice(("", place, place)) + question, span)
    yield composer.example(text, other + draw.choice(sorted(asks)), None)
    yield composer.example(
        text,
        place + draw.choice(("有多少户人家", "总人口是多少", "一共多少人", "常住人口")),
        None,
    )


def years(composer: Composer) -> Iterator[Example]:
    """A figure that went from one value in a year to another in a later one."""
    draw = composer.draw
    family = draw.choice([f for f in FAMILIES if f.nouns[0] not in ("新建公路", "培训班")])
    noun = draw.choice(family.nouns)
    if family.nouns[0] in ("教育", "危房改造", "农民"):
        noun += draw.choice(("资金", "投入")) if family.nouns[0] == "教育" else "数量"
    elif family.nouns[0] in ("玉米", "粮食", "生猪", "农村公路"):
        noun += {"玉米": "面积", "粮食": "产量", "生猪": "存栏量", "农村公路": "里程"}[
            family.nouns[0]
        ]
    elif family.units[0] in ("个", "所", "家", "名", "支"):
        noun += "数量"
    a, b = figure(family, draw)[0], figure(family, draw)[0]
    if a == b or a in b or b in a:
        return
    early = draw.choice(YEARS[:-2])
    late = draw.randint(early + 1, YEARS[-1])
    whose = draw.choice((village_name(draw), *places(draw, 2), "全县", "全市"))
    end = draw.choice(("", "", "底"))
    change = draw.choice(words("增加到 增长到 提高到 增长至 提升至 上升到 减少到 下降到 变为 增至"))
    start = draw.choice("由从")
    text = f"{whose}的{noun}{start}{early}年{end}的{a}{change}{late}年{end}的{b}"
    if draw.random() < 0.3:
        text = f"{whose}{noun}{start}{early}年{end}{a}，{change}{late}年{end}{b}"
    noise = stated(f := draw.choice(FAMILIES), draw.choice(f.nouns), draw).text
    text = draw.choice((f"{text}。", f"{text}，{noise}。", f"{noise}。{text}，发生了很大变化。"))
    if text.count(a) > 1 or text.count(b) > 1:
        return
    forms = (
        "{y}年{w}的{n}是多少",
        "{w}{y}年{n}多少",
        "{w}{y}年的{n}有多少",
        "{y}年{w}{n}",
        "{w} {n} {y}年",
        "{w}的{n}在{y}年是多少",
    )

    def ask(year: int, who: str = whose) -> str:
        form = draw.choice(forms)
        return form.replace("{y}", str(year)).replace("{w}", who).replace("{n}", noun)

    for year, value in ((early, a), (late, b)):
        at = text.index(value)
        yield composer.example(text, ask(year), (at, at + len(value)))
    now = draw.choice(
        (
            f"{whose}{noun}{change}了多少",
            f"{whose}的{noun}{change}多少",
            f"{whose}现在{noun}多少",
        )
    )
    at = text.index(b)
    yield composer.example(text, now, (at, at + len(b)))
    wrong = draw.choice([y for y in YEARS if y not in (early, late) and str(y) not in text])
    yield composer.example(text, ask(wrong), None)


def aligned(composer: Composer) -> Iterator[Example]:
    """Several named at once with their figures in the same order."""
    draw = composer.draw
    count = draw.choice((2, 2, 3, 3, 4))
    family = draw.choice(
        [
            f
            for f in FAMILIES
            if f.nouns[0]
            in ("地区生产总值", "城镇居民人均可支配收入", "总人口", "森林覆盖率", "国土面积")
        ]
    )
    by_place = draw.random() < 0.6
    if by_place:
        names = (
            places(draw, count)
            if draw.random() < 0.6
            else [village_name(draw) for _ in range(count)]
        )
        noun = draw.choice(family.nouns)
    else:
        names, noun = draw.sample(family.nouns, count), ""
    if len(set(names)) < count:
        return
    if family.nouns[0] in ("森林覆盖率",) and not by_place:
        noun = ""
    unit = draw.choice(family.units)
    one_unit = Family(family.nouns, (unit,), family.low, family.high, family.decimals, (), ())
    columns = draw.choice((1, 1, 2))
    early = draw.choice(YEARS[:-2])
    late = draw.randint(early + 1, YEARS[-1])
    rows = [[figure(one_unit, draw)[0] for _ in names] for _ in range(columns)]
    values = [value for row in rows for value in row]
    if any(one in two for k, one in enumerate(values) for m, two in enumerate(values) if k != m):
        return
    bare_unit = columns == 1 and draw.random() < 0.25 and all(v[-1] == unit[-1] for v in rows[0])
    if bare_unit:
        rows[0] = [v[: v.rindex(unit)] if k < count - 1 else v for k, v in enumerate(rows[0])]

    def join(values: Sequence[str]) -> str:
        last = draw.choice(("、", "、", "和"))
        return "、".join(values[:-1]) + last + values[-1]

    subject = join(names) + draw.choice(("", "的")) * bool(noun) + noun
    if columns == 2:
        verb = draw.choice(words("增长至 提高到 增加到 上升到 变为"))
        text = f"{subject}分别{draw.choice('由从')}{early}年的{join(rows[0])}{verb}{late}年的{join(rows[1])}"
    else:
        year = draw.choice(("", "", f"{late}年，"))
        text = f"{year}{subject}分别{draw.choice(words('为 达到 是 达 增至'))}{join(rows[0])}"
    noise = stated(f := draw.choice(FAMILIES), draw.choice(f.nouns), draw).text
    text = draw.choice((f"{text}。", f"{noise}，{text}。", f"{text}；{noise}。"))
    for _ in range(2):
        row, column = draw.randrange(columns), draw.randrange(count)
        value = rows[row][column]
        base = text.index("分别") if row == 0 else text.rindex(f"{late}年的")
        at = text.index(value, base)
        year_words = f"{(early, late)[row]}年" if columns == 2 else ""
        who = names[column]
        question = draw.choice(
            (
                f"{year_words}{who}{noun}是多少",
                f"{who}{year_words}{noun}多少",
                f"{who}的{noun}{year_words}是多少" if noun else f"{who}{year_words}有多少",
                f"{who} {noun} {year_words}".replace("  ", " ").strip(),
                f"{year_words}{who}的{noun}达到多少" if noun else f"{year_words}{who}达到多少",
            )
        )
        yield composer.example(text, question, (at, at + len(value)))
    stranger = places(draw, 1)[0] if by_place else draw.choice(family.nouns)
    if stranger not in text:
        years = f"{early}年" if columns == 2 else ""
        yield composer.example(text, f"{years}{stranger}{noun}是多少", None)
    if columns == 2 and early + 1 < late:
        question = f"{draw.randint(early + 1, late - 1)}年{draw.choice(names)}{noun}是多少"
        if question[:4] not in text:
            yield composer.example(text, question, None)
