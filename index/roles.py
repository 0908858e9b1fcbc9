"""What a line or paragraph is by its own look: caption, byline, date line, numbered heading."""

from __future__ import annotations

import re
from enum import StrEnum

from index.lazy_pattern import lazy_pattern

__all__ = ["Role", "heading_style", "is_names", "own_role"]


class Role(StrEnum):
    """What a block is in its document."""

    HEADING = "heading"
    BODY = "body"
    CAPTION = "caption"
    BYLINE = "byline"
    DATELINE = "dateline"


# Longer than this, a paragraph is prose, whatever it starts with.
_LONGEST_CAPTION = 120
_LONGEST_BYLINE = 80
_LONGEST_DATELINE = 60
_LONGEST_HEADING = 50

SURNAMES = frozenset(
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈"
    "姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫阎段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤"
    "常温康施文牛樊葛邢安齐易乔伍庞颜倪庄聂章鲁岳翟殷詹申欧耿关兰焦俞左柳甘祝包宁尚符舒阮柯纪梅童凌毕单季裴"
    "霍涂成苗谷盛曲翁冉骆蓝路游辛靳欧管柴蒙鲍华喻祁蒲房滕屈饶解牟艾尤阳时穆农司卓古吉缪简车项连芦麦褚娄窦戚"
    "岑景党宫费卜冷晏席卫米柏宗瞿桂全佟应臧闵苟邬边卞姬师和仇栾隋商刁沙荣巫寇桑郎甄丛仲虞敖巩明佘池查麻苑迟邝"
    "畅尉卢昝暴郗逯亢"
)
COMPOUND_SURNAMES = frozenset(
    "欧阳 司马 上官 诸葛 东方 皇甫 尉迟 公孙 慕容 令狐 宇文 司徒 夏侯".split()
)

_NAME = r"[\u4e00-\u9fff]{2,4}(?:·[\u4e00-\u9fff]{1,8})?"
_NAMES = rf"{_NAME}(?:[ 、,/]+{_NAME})*"

_CREDIT_WORDS = (
    r"(?:特约|首席|见习|实习|本报|本刊|本网|本台|新华社|人民日报|央视|中新社)*"
    r"(?:记者|通讯员|作者|撰稿人?|撰文|供稿|文字|编辑|责任?编辑?|责任编辑|主编|执行主编|编审|校对|审核|初审|复审"
    r"|终审|审稿|监制|策划|统筹|制图|制作|美编|版式|设计|摄影|摄像|配图|翻译|编译|来源|稿源|出处|来稿|投稿|文|图"
    r"|文/图|图/文|文图|图文|文·图)"
)

_BYLINE = lazy_pattern(
    "|".join(
        (
            # 责任编辑:畅任杰, 文/张三, 来源:某某日报
            rf"^[(\[【]?[□■◎●○◇◆△▲※]*\s*{_CREDIT_WORDS}\s*[:：/|｜]\s*\S.*$",
            # (永和县扶贫办供稿), (张三 供稿), 照片由…摄, 本版图片由…提供
            r"^.{0,40}(?:供稿|供图|撰稿|整理|编译|编辑)[)）\]】]?$",
            r"^[(（]?(?:本[版文组]|以上|文中|部分|所有)*(?:图片|照片|供图|摄影).{0,60}(?:摄|提供|供图|拍摄|资料图片?)[)）]?$",
            # 张三/文, 李四 文/摄, □张三
            rf"^{_NAMES}\s*/\s*(?:文|图|摄|文/图|图/文)$",
        )
    )
)

# □ 本报记者 任昱 阮兴时, 记者 周皓, (记者 张三 通讯员 李四): the rest must be names.
_REPORTER = lazy_pattern(
    r"^[(（\[【□■◎●○◇◆△▲※\s]*[\u4e00-\u9fffA-Za-z]{0,12}?(?:记者|通讯员|撰稿人)[\s:：/]*"
)
_BETWEEN_NAMES = lazy_pattern(
    r"[\s、,，/)）\]】]+|(?:本报|见习|特约|实习)?(?:记者|通讯员|实习生)|(?:文/图|摄影报道|报道|文|图)[)）\]】]?$"
)

_CAPTION = lazy_pattern(
    "|".join(
        (
            r"^(?:上|下|左|右|中|主|题|首|组|本|附|小|大|航拍|配|资料)?[图照](?:片|一|二|三|四|五|[①-⑨]|\d)*\s*[为:：|｜/](?!了|何|主)",
            r"^(?:组照|组图|组画|上组图|下组图|图片|照片)(?:为|是|[:：])",
            r"^图\s*\d+(?:[-.–]\d+)*\s*[:：.、 ]?\s*\S",
            r"^图[①-⑩]",
            r"——?图为",
            r"(?:[/。,;(（ ]|^)\s*(?:(?:本报|新华社|通讯员|实习|见习|特约|中新社|[\u4e00-\u9fff]{0,8}?)?记者|通讯员)?\s*"
            rf"[(（]?{_NAMES}\s*/?摄(?:影报道|影)?[)）]?[。.]?$",
            r"(?:资料图片?|网络图片?|受访者供图|视频截图|图片?源自网络)[)）]?[。.]?$",
            r"^(?:表|(?i:Figure|Fig\.|Table))\s*\d+(?:[-.–]\d+)*\s*[:：.、 ]\s*\S",
        )
    )
)

_PAGE_NUMBER = lazy_pattern(
    r"^(?:[-–—·.\s]*\d{1,4}[-–—·.\s]*|第\s*\d+\s*页(?:\s*[,，/]?\s*共\s*\d+\s*页)?"
    r"|(?:Page\s*)?\d{1,4}\s*(?:/|of)\s*\d{1,4})$",
    re.IGNORECASE,
)

_DAY = (
    r"(?:(?:19|20)\d{2}\s*[-年/.]\s*\d{1,2}\s*(?:[-月/.]\s*\d{1,2}\s*日?|月)"
    r"|[一二][〇○零一二三四五六七八九]{3}年[一二三四五六七八九十]{1,3}月(?:[一二三四五六七八九十]{1,3}日)?)"
)
_DATELINE = lazy_pattern(
    rf"^[(（\[]?(?:(?:发布|发表|更新|印发|发文|成文|稿件)?(?:时间|日期)\s*[:：]?\s*|[\u4e00-\u9fff]{{2,8}}[报网社]\s*)?{_DAY}"
    r"(?:\s*(?:星期|周)[一二三四五六日天])?(?:\s*\d{1,2}[:：]\d{2}(?:[:：]\d{2})?)?"
    r"(?:\s*(?:来源|稿源|作者|字号|阅读|浏览|印发|发布|讯|第?\s*\d+\s*版|\[).{0,40})?[)）\]]?$"
)

_MARKED = lazy_pattern(
    r"^(?:[(（]\s*(?P<inner>[^()（）]{2,60}?)\s*[)）]|[□■◎●◇◆]\s*(?P<behind>\S.*))$"
)


def own_role(text: str) -> Role | None:
    """The role that `text`, a stripped line or paragraph, shows by itself; None if none.

    Page numbers count as captions: matter of the page that may cut a paragraph in two.
    """
    length = len(text)
    if length <= _LONGEST_DATELINE and _DATELINE.match(text):
        return Role.DATELINE
    if length <= _LONGEST_BYLINE:
        if _PAGE_NUMBER.match(text):
            return Role.CAPTION
        reporter = _REPORTER.match(text)
        if reporter and is_names(_BETWEEN_NAMES.sub(" ", text[reporter.end() :])):
            return Role.BYLINE
        # 记者:您给师傅养老吗? is a turn of an interview.
        if _BYLINE.search(text) and not re.search(r"[。！](?!$)|[？?]", text):
            return Role.BYLINE
        marked = _MARKED.match(text)
        if marked and is_names(marked["inner"] or marked["behind"]):
            return Role.BYLINE
    if length <= _LONGEST_CAPTION and _CAPTION.search(text):
        return Role.CAPTION
    return None


def is_names(text: str) -> bool:
    """Whether `text` is nothing but one or more personal names, as in a byline."""
    tokens = [token for token in re.split(r"[ 、,，/\u3000]+", text.strip()) if token]
    # A name of two characters is often set with a space in it: 周 皓.
    if len(tokens) == 2 and all(len(token) == 1 for token in tokens):  # noqa: PLR2004
        tokens = ["".join(tokens)]
    return 0 < len(tokens) <= 8 and all(_is_name(token) for token in tokens)  # noqa: PLR2004


def _is_name(token: str) -> bool:
    if not re.fullmatch(r"[\u4e00-\u9fff]{2,4}", token):
        return False
    if token[:2] in COMPOUND_SURNAMES:
        return len(token) > 2  # noqa: PLR2004
    return token[0] in SURNAMES and len(token) <= 3  # noqa: PLR2004


_HAN_NUMBER = "[一二三四五六七八九十百零〇]{1,5}"
_STYLES: tuple[tuple[str, re.Pattern[str]], ...] = (
    (
        "part",
        lazy_pattern(rf"^第(?:{_HAN_NUMBER}|\d+)\s*[编篇](?:[\s:：、]|$|(?=[\u4e00-\u9fff]))"),
    ),
    ("part", lazy_pattern(rf"^第(?:{_HAN_NUMBER}|\d+)\s*部分")),
    ("chapter", lazy_pattern(rf"^第(?:{_HAN_NUMBER}|\d+)\s*[章回讲]")),
    ("section", lazy_pattern(rf"^第(?:{_HAN_NUMBER}|\d+)\s*节")),
    ("han", lazy_pattern(rf"^{_HAN_NUMBER}\s*[、.．]")),
    ("han bracket", lazy_pattern(rf"^[(（]{_HAN_NUMBER}[)）]")),
    (
        "decimal",
        lazy_pattern(
            r"^\d{1,2}(?:\.\d{1,2}){1,3}\.?[\s、]*(?![万亿元个年月日人户名米公吨倍%])(?=[\u4e00-\u9fffA-Za-z])"
        ),
    ),
    ("digit", lazy_pattern(r"^\d{1,3}\s*[、.．](?!\d)")),
    ("digit bracket", lazy_pattern(r"^[(（]\d{1,3}[)）]")),
)
STYLE_ORDER = (
    "part",
    "chapter",
    "section",
    "han",
    "han bracket",
    "digit",
    "decimal",
    "digit bracket",
)
_MARKDOWN = lazy_pattern(r"^(#{1,6})\s+\S")


def heading_style(text: str) -> str | None:
    """How `text` is numbered, if it is: `#`…`######`, or one of `STYLE_ORDER`; None if not."""
    marked = _MARKDOWN.match(text)
    if marked:
        return marked[1]
    if len(text) > _LONGEST_HEADING:
        return None
    return next((style for style, pattern in _STYLES if pattern.match(text)), None)
