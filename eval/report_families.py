"""What county reports count, in families of like nouns, and how it is said and asked.

The words are those of any yearly report of a county; no document was copied.
"""

from __future__ import annotations

import random
from dataclasses import dataclass


@dataclass(frozen=True)
class Family:
    """Nouns that are counted in the same way, so that each is a trap for the others.

    Attributes:
        nouns: what is counted.
        units: units in which.
        low, high: the range of the number.
        decimals: whether it has some.
        states: statements; `{n}` is the noun, `{f}` the figure.
        asks: questions; `{n}` the noun, `{u}` the unit.
    """

    nouns: tuple[str, ...]
    units: tuple[str, ...]
    low: float
    high: float
    decimals: int
    states: tuple[str, ...]
    asks: tuple[str, ...]


def words(text: str) -> tuple[str, ...]:
    """The words between spaces."""
    return tuple(text.split())


_HOW_MANY = words(
    "有多少{u}{n} 有多少{n} 有几{u}{n} {n}有多少 {n}有多少{u} {n}有几{u} 多少{u}{n} {n}一共多少{u} "
    "{n}多少{u} {n}数量 {n}总共有多少{u} 一共有多少{n} 有几{u}{n}啊 {n}多少"
)

_MONEY = words(
    "{n}投了多少钱 {n}花了多少钱 投入{n}多少资金 {n}投入多少 在{n}方面投入了多少 {n}上一共投入多少钱 "
    "用于{n}的钱有多少 {n}资金是多少 为{n}拿出多少钱 {n}投资多少元 {n}的投入有多大"
)

FAMILIES = (
    Family(
        words("行政村 自然村 社区 乡镇 示范村 贫困村 村民小组 街道"),
        ("个",),
        3,
        900,
        0,
        words("辖{f}{n} 共有{n}{f} 有{f}{n} {n}{f} 下辖{f}{n} {n}共{f}"),
        _HOW_MANY,
    ),
    Family(
        words(
            "教育 医疗卫生 交通 水利 住房保障 生态环保 文化体育 科技创新 就业培训 农田建设 养老服务"
        ),
        ("亿元", "万元", "万元"),
        1,
        9000,
        2,
        words(
            "投入{n}资金{f} {n}投入{f} 累计投入{n}{f} 用于{n}的资金{f} 安排{n}资金{f} "
            "筹措{n}经费{f} {n}支出{f}"
        ),
        _MONEY,
    ),
    Family(
        words("农村公路 供水管网 排水管道 通信光缆 输电线路 防护林带 灌溉渠道 健身步道 旅游公路"),
        ("公里", "千米", "公里"),
        8,
        1200,
        1,
        words("建成{n}{f} 新建{n}{f} 完成{n}{f} 修建{f}{n} {n}总里程达{f} 建设{f}{n}"),
        words(
            "修了多少{u}{n} {n}修了多长 {n}建了多少{u} 建成多少{n} {n}有多长 {n}多少{u} "
            "一共修了多少{n} {n}里程 新修{n}多少{u} {n}总长多少"
        ),
    ),
    Family(
        words("新建公路 改建公路 硬化公路 养护公路 加固堤防 清淤河道 绿化道路"),
        ("公里",),
        5,
        600,
        1,
        words("{n}{f} 累计{n}{f} 共{n}{f} 完成{n}{f}"),
        words("{n}多少{u} {n}了多少 {n}有多长 一共{n}多少{u} {n}是多少{u} {n}里程"),
    ),
    Family(
        words(
            "学校 幼儿园 卫生室 养老院 文化广场 体育场 图书室 停车场 公厕 污水处理站 充电站 水厂"
        ),
        ("所", "座", "个", "处"),
        2,
        400,
        0,
        words("建成{n}{f} 新建{f}{n} 改造{n}{f} 建起{f}{n} 新增{n}{f} 投用{f}{n}"),
        words(
            "建了多少{u}{n} {n}建了几{u} {n}有多少{u} 建成多少{n} 盖了几{u}{n} {n}建成多少 "
            "有几{u}{n} 有多少{n} {n}一共几{u} {n}数量"
        ),
    ),
    Family(
        words("玉米 小麦 谷子 马铃薯 苹果 核桃 中药材 蔬菜 茶叶 油菜 大豆 花椒 水稻 食用菌"),
        ("万亩", "亩", "公顷"),
        2,
        80,
        1,
        words("种植{n}{f} {n}种植面积达{f} 发展{n}{f} {n}{f} {n}面积扩大到{f} 种下{f}{n}"),
        words(
            "种了多少{n} {n}种了多少亩 {n}面积有多大 {n}种植面积 {n}种植面积是多少 种植{n}多少 "
            "{n}有多少亩 {n}种了多大面积 发展了多少{n}"
        ),
    ),
    Family(
        words("粮食 肉类 水产品 水果 蔬菜 牛奶 茶叶 原煤 水泥 化肥"),
        ("万吨", "吨", "亿斤"),
        1,
        900,
        2,
        words("{n}产量{f} {n}总产量达到{f} 年产{n}{f} 生产{n}{f} {n}总产{f}"),
        words("{n}产量是多少 {n}产了多少 年产多少{n} {n}总产量 生产了多少{n} {n}一年产多少"),
    ),
    Family(
        words("生猪 肉牛 肉羊 家禽 奶牛 蛋鸡 蜜蜂"),
        ("万头", "万只", "头", "只"),
        1,
        90,
        1,
        words("{n}存栏{f} 养殖{n}{f} {n}出栏{f} 饲养{n}{f} {n}达{f}"),
        words("养了多少{n} {n}有多少 {n}养了多少{u} {n}多少{u} {n}养殖数量 {n}的规模"),
    ),
    Family(
        words("农民 家政护工 电商人才 乡村医生 教师 退役军人 高校毕业生 残疾人 返乡人员 技术工人"),
        ("人", "人次", "名", "万人", "万人次"),
        20,
        9000,
        0,
        words("培训{n}{f} 帮助{n}{f}就业 {n}新增{f} 引进{n}{f} 扶持{n}{f} 招收{n}{f}"),
        words(
            "培训了多少{n} {n}有多少人 多少{n} {n}多少人 帮了多少{n} {n}一共多少 有多少名{n} {n}人数"
        ),
    ),
    Family(
        words(
            "地区生产总值 一般公共预算收入 固定资产投资 社会消费品零售总额 工业增加值 进出口总额 旅游收入 税收收入"
        ),
        ("亿元", "万元", "亿元"),
        3,
        3000,
        2,
        words("{n}达到{f} {n}完成{f} 实现{n}{f} {n}为{f} {n}{f} {n}突破{f}"),
        words("{n}是多少 {n}多少 {n}有多少 {n}多少亿 {n}达到多少 实现{n}多少 {n}完成多少元"),
    ),
    Family(
        words(
            "城镇居民人均可支配收入 农村居民人均可支配收入 脱贫户人均纯收入 职工平均工资 户均收入 村集体平均收入 低保标准"
        ),
        ("元", "万元", "元"),
        2000,
        60000,
        0,
        words("{n}达到{f} {n}为{f} {n}{f} {n}提高到{f} {n}增至{f}"),
        words("{n}是多少 {n}多少 {n}有多少钱 {n}多少元 {n}达到多少 {n}几万"),
    ),
    Family(
        words(
            "总人口 常住人口 户籍人口 农业人口 脱贫人口 低保人口 在校学生 外出务工人员 60岁以上老人 贫困人口"
        ),
        ("人", "万人", "名"),
        200,
        90000,
        0,
        words("{n}{f} {n}有{f} {n}为{f} {n}达到{f} {n}共{f}"),
        words("{n}是多少 {n}有多少 {n}多少人 {n}一共多少人 有多少{n} {n}几万人 {n}多少 多少{n}"),
    ),
    Family(
        words(
            "龙头企业 合作社 家庭农场 高新技术企业 小微企业 民宿 农家乐 电商网店 种养大户 扶贫车间"
        ),
        ("家", "户", "个"),
        3,
        2000,
        0,
        words("发展{n}{f} 培育{n}{f} 有{n}{f} {n}达到{f} 扶持{f}{n} 新增{n}{f} {n}达{f}"),
        words(
            "有多少{u}{n} {n}有多少{u} 发展了多少{n} {n}有几{u} {n}多少{u} 培育了几{u}{n} {n}数量 "
            "{n}达到多少 办{n}的有多少"
        ),
    ),
    Family(
        words("驻村干部 第一书记 志愿者 技术员 党员 护林员 保洁员 网格员 宣讲员"),
        ("名", "人", "位"),
        12,
        5000,
        0,
        words("选派{f}{n} 派出{n}{f} 组织{f}{n} {f}{n}奔走在一线 有{n}{f} 聘用{f}{n}"),
        words(
            "派了多少{n} 有多少{n} {n}有多少{u} 选派多少名{n} 几{u}{n} {n}多少人 {n}人数 派出{n}几人"
        ),
    ),
    Family(
        words("工作队 服务队 党支部 救援队 宣讲团 医疗队 文艺队"),
        ("支", "个", "支"),
        3,
        500,
        0,
        words("组建{f}{n} 成立{n}{f} 派出{n}{f} 有{f}{n} 建立{f}{n}"),
        words("组建了多少{u}{n} {n}有几{u} 有多少{n} 成立了几{u}{n} {n}多少{u} {n}数量"),
    ),
    Family(
        words(
            "森林覆盖率 自来水普及率 城镇化率 入学率 参保率 宽带通达率 失业率 绿化率 垃圾处理率 贫困发生率"
        ),
        ("%",),
        1,
        99,
        1,
        words("{n}达{f} {n}为{f} {n}达到{f} {n}{f} {n}提高到{f} {n}降至{f}"),
        words("{n}是多少 {n}多少 {n}有多高 {n}达到多少 {n}是百分之多少 {n}百分之几"),
    ),
    Family(
        words("培训班 招聘会 文艺演出 义诊 讲座 运动会 推介会"),
        ("场", "期", "次"),
        2,
        300,
        0,
        words("举办{n}{f} 开展{n}{f} 组织{f}{n} 办起{f}{n}"),
        words("办了多少{u}{n} 举办了几{u}{n} {n}多少{u} {n}有几{u} 开了几{u}{n} {n}办了多少"),
    ),
    Family(
        words("国土面积 耕地面积 森林面积 草地面积 水域面积 建成区面积 果园面积"),
        ("平方公里", "万亩", "公顷"),
        3,
        4000,
        1,
        words("{n}{f} {n}达{f} {n}为{f} {n}有{f}"),
        words("{n}是多少 {n}有多大 {n}多少 {n}多大 {n}多少{u}"),
    ),
    Family(
        words("危房改造 搬迁安置 厕所改造 安全饮水 天然气入户 光伏安装 宽带接入"),
        ("户", "万户"),
        20,
        9000,
        0,
        words("完成{n}{f} {n}惠及{f} 实施{n}{f} 累计完成{n}{f} {n}{f}"),
        words("{n}多少户 {n}完成了多少 完成{n}几户 {n}惠及多少户 有多少户{n} {n}户数"),
    ),
)

_BEFORE = ("近", "约", "超过", "超", "逾")

_AFTER = ("余", "多")

_DIVISIBLE = ("公里", "千米", "公顷", "吨", "%", "平方公里", "亩")


@dataclass(frozen=True)
class Said:
    """A statement, the part of it that answers, and questions it answers."""

    text: str
    answer: str
    asks: tuple[str, ...]


def figure(family: Family, draw: random.Random) -> tuple[str, str]:
    """A figure within the family's range and its unit without the scale."""
    unit = draw.choice(family.units)
    scaled = unit[0] in "万亿"
    low, high = family.low, family.high
    if scaled and high > 5000:
        low, high = max(low / 1e4, 0.2), high / 1e4 if unit[0] == "万" else high / 100
    value = low * (high / low) ** draw.random()
    divisible = scaled or unit in _DIVISIBLE
    places = draw.choice((0, 1, max(family.decimals, 1))) if divisible else 0
    number = f"{value:.{places}f}" if places else str(max(1, round(value)))
    bare = unit[1:] if scaled and len(unit) > 1 else unit
    style = draw.random()
    if style < 0.06 and not places and value > 10:
        number = str(round(value) // 10 * 10)
        return f"{number}{draw.choice(_AFTER)}{unit}", bare
    if style < 0.12:
        return f"{draw.choice(_BEFORE)}{number}{unit}", bare
    if style < 0.15:
        return f"{number}{unit}以上", bare
    return f"{number}{unit}", bare


def fill(form: str, noun: str, unit: str = "", value: str = "") -> str:
    """A form of a statement or question with its noun, unit and figure."""
    return form.replace("{n}", noun).replace("{u}", unit).replace("{f}", value)


def stated(family: Family, noun: str, draw: random.Random) -> Said:
    """A statement of one figure about a noun of a family."""
    value, unit = figure(family, draw)
    text = fill(draw.choice(family.states), noun, unit, value)
    return Said(text, value, tuple(fill(form, noun, unit) for form in family.asks))
