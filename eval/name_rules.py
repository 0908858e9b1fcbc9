"""Questions about what a sentence names: lists, holders of offices, dates, places, names."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator

from eval.question_clauses import LEADING, PRONOUN, Made, clause_around, everyday, han, tags

_TITLE_GROUPS = tuple(
    tuple(group.split())
    for group in (
        "县委书记 市委书记 省委书记 区委书记 镇党委书记 党支部书记 副书记 县长 副县长 市长 副市长 区长 副区长 "
        "镇长 省长 副省长",
        "局长 副局长 主任 副主任 院长 副院长 校长 副校长 处长 科长 站长 队长 秘书长 部长 副部长 主席 副主席",
        "董事长 总经理 副总经理 总裁 副总裁 首席执行官 创始人 首席经济学家 分析师 厂长 理事长 会长 副会长",
        "研究员 教授 负责人 发言人",
    )
)

TITLES = tuple(title for group in _TITLE_GROUPS for title in group)

_SURNAMES = (
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎"
    "余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文"
)

_PERSON = re.compile(
    rf"(?P<title>{'|'.join(sorted(TITLES, key=len, reverse=True))})"
    rf"(?P<name>[{_SURNAMES}][一-龥]{{1,2}}?)"
    r"(?=表示|介绍|说|告诉|指出|认为|称|，|。|在|主持|出席|带队|参加|宣布|强调|致辞|率|透露|坦言|分析|解释)"
)

_NOT_NAME = frozenset("的了在是和为与及等将对从到主要任以被也都可已不")

_QUOTED = re.compile(
    r"(?P<list>“[^“”，。；]{1,40}、[^“”，。；]{1,40}”|(?:“[^“”，。；]{2,14}”[、和]?){2,6}|[^，。；：“”的了、]{2,10}(?:、[^，。；：“”、]{2,10}){1,5})"
    r"(?P<number>[两二三四五六七八九十]|[2-9])(?P<counter>大|个|项|种|类|条|位|方面)(?P<noun>[一-龥]{2,6})"
)

_LISTED = re.compile(
    r"(?P<before>[^，。；：“”、]{2,16}?)(?P<verb>包括|包含|涵盖|分为|分别是|有|推出|生产|种植|提供|设有|开设)了?"
    r"(?P<list>[^，。；：（）“”的、]{2,12}(?:、[^，。；：（）、]{2,14}){1,6}(?:[和及以与][^，。；：（）、等]{2,12})?)"
    r"(?P<end>等(?P<noun>[一-龥]{2,8})?)?(?=[，。；])"
)

_NAMED = re.compile(
    r"(?P<before>[^，。；：“”]{2,20})(?P<verb>(?<![改更统])名为|被称为|被誉为|取名为?|被命名为|叫做|主题为|主题是|荣获|获评|获得|入选)(?P<name>“[^“”]{2,20}”|《[^》]{2,20}》)"
)

_LOCATED = re.compile(
    r"(?P<before>[^，。；：“”]{2,20}?)(?P<verb>位于|坐落于|坐落在|落户|地处|总部设在|出生于|毕业于|就读于)(?P<place>[^，。；：“”、]{2,18})(?=[，。；])"
)

_HELD = re.compile(
    r"(?P<before>[^，。；：]{4,30}?)(?:将)?(?:于(?P<day>[^，。；：]{2,14}?))?在(?P<place>[一-龥]{2,14})(?P<verb>举行|召开|举办|开幕|启动|揭幕|开展|正式开业|挂牌)(?=[，。；])"
)

_REPORTED = re.compile(
    r"[电讯据]|报道|消息|近日|日前|了解|获悉|编辑|期间|截至|截止|上半年|下半年|季度|当地时间|何时|什么"
)

_DATED = re.compile(r"\d{4}年(?:\d{1,2}月(?:\d{1,2}日)?)?|\d{1,2}月\d{1,2}日")

PERSONAL = (
    "多大年纪 哪年出生的 是哪里人 毕业于哪所大学 去世时多少岁 身高多少 妻子是谁 电话多少 什么时候退休的 "
    "有几个孩子 什么时候上任的 年薪多少 生日是哪天"
).split()


def list_questions(sentence: str, draw: random.Random) -> Iterator[Made]:
    """Numbered and other lists; the answer is the whole list."""
    for match in _QUOTED.finditer(sentence):
        pairs = tags(match["noun"])
        noun = ""
        for size in range(len(pairs), 0, -1):
            if (
                all(flag[0] in "nabvjl" for _, flag in pairs[:size])
                and pairs[size - 1][1][0] == "n"
            ):
                noun = "".join(word for word, _ in pairs[:size])
                break
        if len(noun) < 2:
            continue
        start, end = match.span("list")
        listed = match["list"]
        if listed.startswith("“") and listed.count("“") == 1:
            start, end = start + 1, end - 1
        elif not listed.startswith("“"):
            continue
        elif listed[-1] in "、和":
            continue
        count = match["number"] + match["counter"]
        if (
            listed.count("“") > 1
            and str(listed.count("“")) != match["number"]
            and "零一两三四五六七"[min(7, listed.count("“"))] != match["number"]
        ):
            continue
        question = draw.choice(
            (
                f"{count}{noun}是什么",
                f"{count}{noun}是哪些",
                f"{count}{noun}分别是什么",
                f"有哪{count}{noun}",
                f"{count}{noun}具体是指什么",
                f"{count}{noun}",
            )
        )
        yield Made(question, (start, end), "made list")
    for match in _LISTED.finditer(sentence):
        before = re.sub(r"[则还也主要]+$", "", LEADING.sub("", match["before"]))
        listed = match["list"]
        if PRONOUN.search(before) or han(before) < 3 or re.search(r"\d|[“”了]", listed):
            continue
        if tags(before)[0][1][0] not in "nj" or re.search(r"[为在对将]", before):
            continue
        if (
            match["verb"] in ("有", "推出", "生产", "种植", "提供", "设有", "开设")
            and not match["end"]
        ):
            continue
        if match["verb"] == "有" and tags(before)[-1][1][0] not in "nst":
            continue
        inner = re.search(r"等([一-龥]{2,8})?$", listed)
        if inner:
            listed = listed[: inner.start()]
        if max(map(len, re.split("[、和]", listed))) > 12:
            continue
        noun = match["noun"] or (inner[1] if inner and inner[1] else "")
        if noun and tags(noun)[-1][1][0] not in "nlj":
            continue
        verb = match["verb"]
        if noun:
            question = draw.choice(
                (
                    f"{before}{verb}哪些{noun}",
                    f"{before}{verb}了什么{noun}",
                    f"{before}{verb}的{noun}有哪些",
                )
            )
        else:
            question = draw.choice(
                (f"{before}{verb}哪些", f"{before}{verb}什么", f"{before}{verb}哪几种")
            )
        begin = match.start("list")
        yield Made(everyday(question, draw), (begin, begin + len(listed)), "made list")


def person_questions(sentence: str, draw: random.Random) -> Iterator[Made]:
    """Who holds an office, and what is not said of the person or of another office."""
    for match in _PERSON.finditer(sentence):
        name, title = match["name"], match["title"]
        if _NOT_NAME & set(name[1:]) or tags(name + "说")[0][1] not in (
            "nr",
            "nrt",
            "n",
            "ns",
            "nz",
            "x",
        ):
            continue
        begin, _ = clause_around(sentence, match.start(), match.end())
        office = re.sub(r"^.*[、，的]", "", sentence[begin : match.end("title")])
        if not 2 <= len(office) <= 22 or sentence.count(title) > 1 or "某" in name:
            continue
        if re.search(r"率领|主持|会见|嘉宾|陪同|以及|来自|现任|时任", office):
            continue
        forms = ("{o}是谁", "{o}叫什么", "{o}叫什么名字", "{o}是哪位", "谁是{o}", "{o}")
        yield Made(draw.choice(forms).replace("{o}", office), match.span("name"), "made person")
        if draw.random() < 0.4:
            yield Made(name + draw.choice(PERSONAL), None, "made person unanswerable")
        head = office[: -len(title)]
        ranks = next(group for group in _TITLE_GROUPS if title in group)
        fitting = [t for t in ranks if t not in title and title not in t and t not in sentence]
        if not fitting:
            continue
        other = draw.choice(fitting)
        if draw.random() < 0.5:
            question = draw.choice(forms[:-1]).replace("{o}", head + other)
            yield Made(question, None, "made person unanswerable")
        if draw.random() < 0.15:
            yield Made(f"{name}什么时候当上{head}{other}", None, "made person unanswerable")


def date_questions(sentence: str, draw: random.Random) -> Iterator[Made]:
    """When something was, in a clause that says so."""
    found = list(_DATED.finditer(sentence))
    for match in found[:1]:
        begin, stop = clause_around(sentence, *match.span())
        left, right = sentence[begin : match.start()], sentence[match.end() : stop]
        if not right and not left and stop < len(sentence) and sentence[stop] in "，,":
            begin, stop = clause_around(sentence, stop + 1, stop + 1)
            right = sentence[begin:stop]
            if stop < len(sentence) - 2:
                continue
        if _REPORTED.search(left + right) or left.startswith("的"):
            continue
        if match[0].endswith("年") and left and not left.endswith(("于", "在")):
            continue
        if (
            PRONOUN.search(left + right)
            or len(_DATED.findall(sentence[begin:stop])) > 1
            or re.search(r"[前后间以起至到]", right[:2])
        ):
            continue
        year = match[0].endswith("年")
        asked = draw.choice(
            ("哪年", "哪一年", "什么时候", "何时")
            if year
            else ("什么时候", "哪天", "何时", "什么时间")
        )
        left = re.sub(r"(?:于|在|自|从)$", "", left)
        rest = left + right
        if (
            not 6 <= han(rest)
            or len(rest) > 30
            or not re.fullmatch(r"[一-龥A-Za-z0-9、·《》]+", rest)
        ):
            continue
        if left and right:
            if tags(left)[0][1][0] not in "nj" or tags(right)[0][1][0] not in "vpdn":
                continue
            question = draw.choice(
                (f"{left}{asked}{right}", f"{left}是{asked}{right}的", f"{left}{right}是{asked}")
            )
        elif right:
            if tags(right)[0][1][0] not in "n":
                continue
            question = draw.choice((f"{right}是{asked}", f"{right}是在{asked}", f"{asked}{right}"))
        elif re.search(r"(?:成立|创立|创建|建|生|建成|始建|开业|设立|发布|上市|通车|竣工)$", left):
            question = draw.choice((f"{left}于{asked}", f"{left}是{asked}"))
        else:
            continue
        yield Made(everyday(question, draw), match.span(), "made date")


def place_questions(sentence: str, draw: random.Random) -> Iterator[Made]:
    """Where something is or was held."""
    for match in _LOCATED.finditer(sentence):
        before, verb = LEADING.sub("", match["before"]), match["verb"]
        before = re.sub(r"[也均则都将]+$", "", before)
        if PRONOUN.search(before) or han(before) < 2 or "的" in match["place"]:
            continue
        if tags(before)[0][1][0] not in "nj" or before.endswith(("对", "积分", "的")):
            continue
        if verb in ("毕业于", "就读于"):
            forms: tuple[str, ...] = (f"{before}{verb}哪所学校", f"{before}{verb}哪里")
            if not re.search(r"[学院校]", match["place"]):
                continue
        elif verb == "出生于":
            if re.search(r"\d", match["place"]):
                continue
            forms = (f"{before}出生在哪里", f"{before}是哪里人", f"{before}出生于哪里")
        else:
            forms = (
                f"{before}{verb}哪里",
                f"{before}在哪里",
                f"{before}在哪",
                f"{before}在什么地方",
                f"{before}{verb}什么地方",
            )
        yield Made(draw.choice(forms), match.span("place"), "made place")
    for match in _HELD.finditer(sentence):
        before, verb = LEADING.sub("", match["before"]), match["verb"]
        before = re.sub(r"^(?:\d{4}年)?(?:\d{1,2}月)?(?:\d{1,2}日)?(?:上午|下午|晚)?", "", before)
        before = re.sub(r"(?:近日|日前|今天|\d{1,2}日|将)+$", "", before)
        start, end = match.span("place")
        adverb = re.search(
            r"(?:顺利|深入|积极|成功|隆重|正式|同步|如期|盛大|圆满|联合|共同)$", match["place"]
        )
        if adverb:
            end -= 2
        if PRONOUN.search(before + match["place"]) or not 4 <= han(before) <= 24 or end - start < 2:
            continue
        if tags(before)[0][1][0] not in "nj":
            continue
        question = draw.choice(
            (
                f"{before}在哪里{verb}",
                f"{before}在哪{verb}的",
                f"{before}{verb}地点",
                f"{before}在什么地方{verb}",
            )
        )
        yield Made(everyday(question, draw), (start, end), "made place")


def name_questions(sentence: str, draw: random.Random) -> Iterator[Made]:
    """What something is called, its theme, the title it was given."""
    for match in _NAMED.finditer(sentence):
        before, verb = LEADING.sub("", match["before"]), match["verb"]
        before = re.sub(r"[也曾仍又还均则亦都更被]+$", "", before)
        if (
            PRONOUN.search(before)
            or han(before) < 2
            or re.search(r"[的为将它]$|一[个款场组只种座项家篇枚部]|统一|因此|[（）]|将", before)
        ):
            continue
        if tags(before)[0][1][0] not in "nj":
            continue
        if verb.startswith("主题"):
            forms: tuple[str, ...] = (f"{before}主题是什么", f"{before}的主题叫什么")
        elif verb in ("荣获", "获评", "获得", "入选"):
            forms = (
                f"{before}{verb}了什么",
                f"{before}得了什么奖",
                f"{before}{verb}什么称号",
                f"{before}获得什么荣誉",
            )
        elif verb.startswith("被"):
            forms = (
                f"{before}被称为什么",
                f"{before}{verb}什么",
                f"{before}有什么称呼",
                f"人们把{before}叫什么",
            )
        else:
            forms = (f"{before}{verb}什么", f"{before}叫什么", f"{before}叫什么名字")
        start, end = match.span("name")
        if match["name"].startswith("“"):
            start, end = start + 1, end - 1
        yield Made(draw.choice(forms), (start, end), "made name")
