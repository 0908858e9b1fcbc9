"""The step for pinyin glosses: `產(chǎn)業(yè)` reads 產業."""

from __future__ import annotations

import unicodedata
from functools import cache, lru_cache

from index.edits import Change, replace
from index.lazy_pattern import lazy_pattern
from index.scripts import HAN, is_mark

SYLLABLES = frozenset(
    """
    a ai an ang ao ba bai ban bang bao bei ben beng bi bian biang biao bie bin bing bo bu ca cai can
    cang cao ce cei cen ceng cha chai chan chang chao che chen cheng chi chong chou chu chua chuai
    chuan chuang chui chun chuo ci cong cou cu cuan cui cun cuo da dai dan dang dao de dei den deng
    di dia dian diao die ding diu dong dou du duan dui dun duo e ei en eng er fa fan fang fei fen
    feng fiao fo fou fu ga gai gan gang gao ge gei gen geng gong gou gu gua guai guan guang gui gun
    guo ha hai han hang hao he hei hen heng hong hou hu hua huai huan huang hui hun huo ji jia jian
    jiang jiao jie jin jing jiong jiu ju juan jue jun ka kai kan kang kao ke kei ken keng kong kou
    ku kua kuai kuan kuang kui kun kuo la lai lan lang lao le lei leng li lia lian liang liao lie
    lin ling liu lo long lou lu luan lun luo lü lüe lve lv m ma mai man mang mao me mei men meng mi
    mian miao mie min ming miu mo mou mu n na nai nan nang nao ne nei nen neng ng ni nian niang niao
    nie nin ning niu nong nou nu nuan nun nuo nü nüe nv nve o ou pa pai pan pang pao pei pen peng pi
    pian piao pie pin ping po pou pu qi qia qian qiang qiao qie qin qing qiong qiu qu quan que qun
    ran rang rao re ren reng ri rong rou ru rua ruan rui run ruo sa sai san sang sao se sen seng sha
    shai shan shang shao she shei shen sheng shi shou shu shua shuai shuan shuang shui shun shuo si
    song sou su suan sui sun suo ta tai tan tang tao te tei teng ti tian tiao tie ting tong tou tu
    tuan tui tun tuo wa wai wan wang wei wen weng wo wu xi xia xian xiang xiao xie xin xing xiong
    xiu xu xuan xue xun ya yan yang yao ye yi yin ying yo yong you yu yuan yue yun za zai zan zang
    zao ze zei zen zeng zha zhai zhan zhang zhao zhe zhei zhen zheng zhi zhong zhou zhu zhua zhuai
    zhuan zhuang zhui zhun zhuo zi zong zou zu zuan zui zun zuo
    """.split()
)
"""The syllables of Standard Chinese in pinyin, without tones."""

TONES = "\u0300\u0301\u0304\u030c"
"""Grave, acute, macron and caron: the marks of the four tones."""

TONED = "āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜńňǹḿĀÁǍÀĒÉĚÈŌÓǑÒ"
"""Letters with a mark of tone."""

LETTERS = f"a-zA-ZɑɡüÜêÊ{TONED}"
"""Letters of pinyin, as the inside of a regular expression's brackets."""

_PARENTHESISED = f"[(（][{LETTERS}]{{1,6}}[)）]"
_GLOSSES = lazy_pattern(f"{_PARENTHESISED}(?:{_PARENTHESISED})*")
_ONE = lazy_pattern(_PARENTHESISED)
_HAN = lazy_pattern(f"[{HAN}]")


def without_tone(syllable: str) -> tuple[str, int]:
    """A syllable in lower case without its tone marks, and how many it had."""
    letters = unicodedata.normalize("NFD", syllable.lower().replace("ɑ", "a").replace("ɡ", "g"))
    bare = "".join(letter for letter in letters if letter not in TONES)
    return unicodedata.normalize("NFC", bare), len(letters) - len(bare)


def fold_glosses(text: str) -> Change:
    """Drop a syllable of pinyin in parentheses directly after a Han character.

    With one tone mark, any syllable of Standard Chinese is a gloss. Without one, it must be a
    reading of the very character before it: `縣(xian)` is a gloss; `公頃(ha)`, `沁县(qinxian)`
    and `(GDP)` are text. The parentheses may be half or full width.
    """
    if "(" not in text and "（" not in text:
        return Change(text)
    starts, ends = [], []
    for found in _GLOSSES.finditer(text):
        start, end = found.span()
        if is_mark(text[end : end + 1]):
            continue
        end = start + _length(text[start - 1 : start], found.group())
        if end > start:
            starts.append(start)
            ends.append(end)
    return replace(text, starts, ends, [""] * len(starts))


@lru_cache(maxsize=8192)
def _length(char: str, parentheses: str) -> int:
    """How much of a row of parentheses is glosses of the character before it.

    They go one by one, up to the first that is text.
    """
    if not _HAN.match(char):
        return 0
    for one in _ONE.finditer(parentheses):
        if not is_gloss(char, one.group()[1:-1]):
            return one.start()
    return len(parentheses)


@cache
def is_gloss(char: str, syllable: str) -> bool:
    """Whether a parenthesised syllable after a character says how it is pronounced."""
    bare, tones = without_tone(syllable)
    if bare not in SYLLABLES or tones > 1:
        return False
    return tones == 1 or bare.replace("ü", "v") in readings(char)


@cache
def readings(char: str) -> frozenset[str]:
    """All readings of a Han character, and of its simplified form, without tones, ü as v.

    Source: the tables of pypinyin (from the Unihan database), empty for an unknown character.
    """
    # A table of forty thousand rows, needed only for texts with glosses that have no tones.
    from pypinyin.pinyin_dict import pinyin_dict

    from index.fold_chinese import simplified_char

    listed = ",".join(pinyin_dict.get(ord(form), "") for form in (char, simplified_char(char)))
    return frozenset(
        without_tone(reading)[0].replace("ü", "v") for reading in listed.split(",") if reading
    )
