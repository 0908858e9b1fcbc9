"""Where the dates and times of day of a sentence begin and end, as a person would give them."""

from __future__ import annotations

from index.lazy_pattern import lazy_pattern
from rag.figures import find_dates

Span = tuple[int, int]

_NUMBER = r"(?:[0-9]{1,2}|[一二三四五六七八九十]{1,3})"
_PART_OF_DAY = r"(?:上午|下午|中午|正午|午后|傍晚|晚上?|凌晨|清晨|早[上晨]?|深夜|半夜|夜里|夜间)"
_DAY = lazy_pattern(
    r"每(?:年|月|周|逢)?(?:的)?(?:[0-9一二三四五六七八九十]{1,3}月)?[0-9一二三四五六七八九十]{1,3}[日号]|每(?:周|星期)[一二三四五六日天]"
    r"|(?<![0-9月第])(?:[12]?[0-9]|3[01])(?:日(?!元|均|产|本|常|夜)|号(?!召|线|楼|机))"
)
_LUNAR = lazy_pattern(
    r"(?:正|腊|冬|[一二三四五六七八九十]{1,2})月(?:初[一二三四五六七八九十]|廿[一二三四五六七八九]?|[一二三四五六七八九十]{2,3})(?![日号个])"
)
_WEEKDAY = lazy_pattern(r"(?:周|星期|礼拜)[一二三四五六日天末]")
_ASKS_WEEKDAY = lazy_pattern(r"(?:周|星期|礼拜)(?:几|[的里]?哪[一几]?天)")
_CLOCK = lazy_pattern(
    rf"{_PART_OF_DAY}{_NUMBER}(?:点(?:半|整|一刻|{_NUMBER}分?)?|时(?:半|整|{_NUMBER}分)?)"
    rf"|(?<![0-9.第]){_NUMBER}(?:点(?:半|整|{_NUMBER}分)|时(?:整|{_NUMBER}分))"
    r"|(?<![0-9.第])[0-9]{1,2}点(?![0-9.])(?![0-9一-鿿]*(?:建议|意见|要求|措施|经验|体会|多[倍亿万]))"
    rf"|{_PART_OF_DAY}?(?<![0-9:.])(?:[01]?[0-9]|2[0-3]):[0-5][0-9](?![0-9:])"
)
_ASKS_CLOCK = lazy_pattern(r"几点|(?:什么|啥)(?:钟点|时辰)|几时几分|多少点")
_ASKS_LAST = lazy_pattern(
    r"(?<!几点)[到至]几点|几点(?!到|至)[^,，。?？]{0,3}(?:关|打烊|结束|散|下班|收|闭|截止)|最[晚迟]"
)
_ASKS_FIRST = lazy_pattern(
    r"从几点(?!到|至)|几点(?!到|至)[^,，。?？]{0,3}(?:开门|开馆|开始|上班|营业)|最早"
)
"""Ask for one end of the hours (9:00至20:30) only."""
_RANGE = lazy_pattern(r"\s*(?:至|到|-|—|–|~|～)+\s*")
_BESIDE = lazy_pattern(r"\s*(?:、|和|与|及|以及)\s*")
_AGE = lazy_pattern(
    r"(?:公元)?[前第]?(?:[0-9]{1,2}|[一二三四五六七八九十]{1,3})世纪(?:(?:[0-9]{2}|[一二三四五六七八九]十)年代)?(?:初|末|中叶|中期|前期|后期|前半叶|后半叶)?"
    r"|(?:上世纪|本世纪)?(?<![0-9])(?:[0-9]{2}|[0-9]{4}|[一二三四五六七八九]十)年代(?:初|末|中期|前期|后期)?"
    r"|(?:(?<=[于至到在自(（])|(?<![0-9㐀-鿿]))[1-9][0-9]{2}年(?!来|间|前|后|多|以|的|历史|期|时|左右|级|不|之)"
    r"|公元前?[0-9]{1,3}年(?:[0-9]{1,2}月)?|(?<![0-9近约])前[0-9]{1,3}年"
)
"""Centuries and decades, and years of fewer than four figures where 公元 says that they are."""
_ERA = lazy_pattern(
    r"[㐀-鿿]{2}(?:元|[0-9]{1,2}|[一二三四五六七八九十]{1,3})年(?:[正腊闰0-9一二三四五六七八九十]{1,3}月)?"
    r"[（(](?:公元)?前?[0-9]{1,4}年[^（()）]{0,8}[)）](?:[正腊闰0-9一二三四五六七八九十]{1,3}月)?"
)
"""A year of a reign with the year that it is, in brackets."""
_BEFORE = lazy_pattern(
    r"(?:每(?:年|月|周)?|农历|阴历|公历|当年|今年|去年|前年|明年|次年|翌年|同年|上年|本月|当月|次月|下月|每个?)+$"
)
_BEHIND = lazy_pattern(
    rf"(?:(?:元旦|春节|元宵节|清明节?|劳动节|五一|端午节?|中秋节?|国庆节?|除夕)|[(（](?:周|星期)[一二三四五六日天][)）]|(?:年|月)?[底末初]|[上下]半年|第?[一二三四1-4]季度|[春夏秋冬][季天]?(?![节耕运种])|上旬|中旬|下旬|{_PART_OF_DAY}|以来|左右|前后|[两三四五]天)(?!以前)"
)


def dates_in(sentence: str) -> list[Span]:
    """The dates of a folded sentence, days that recur (每月17日) and days alone among them."""
    days = [match.span() for match in _DAY.finditer(sentence)]
    dates = [(date.start, date.end) for date in find_dates(sentence)]
    alone = [
        d for d in days if not any(a < d[1] and d[0] < b and b - a >= d[1] - d[0] for a, b in dates)
    ]
    ages = [match.span() for match in (*_AGE.finditer(sentence), *_LUNAR.finditer(sentence))]
    eras = [match.span() for match in _ERA.finditer(sentence)]
    found: list[Span] = []
    for start, end in sorted([*dates, *alone, *ages, *eras], key=lambda d: (d[0], -d[1])):
        if not found or start >= found[-1][1]:
            found.append((start, end))
    return found


def clocks_in(sentence: str) -> list[Span]:
    """The times of day of a folded sentence (上午10点30分, 14:30)."""
    return [match.span() for match in _CLOCK.finditer(sentence)]


def asks_clock(question: str) -> bool:
    """Whether a folded question asks for a time of day."""
    return _ASKS_CLOCK.search(question) is not None


def times_in(question: str, sentence: str) -> list[Span]:
    """What in a folded sentence can say when: times of day where those are asked for, else dates,
    each whole: both ends of a range (7月26日至30日), with what says more of it (底, 上午, 每年).

    :param question: The folded question.
    """
    if asks_clock(question):
        clocks = _ranges(sentence, clocks_in(sentence), beside=False)
        last, first = (asks.search(question) for asks in (_ASKS_LAST, _ASKS_FIRST))
        if bool(last) is not bool(first):
            clocks = [_end(sentence, clock, -1 if last else 0) for clock in clocks]
        return [(a, m.end() if (m := _ABOUT.match(sentence, b)) else b) for a, b in clocks]
    whole = []
    days = dates_in(sentence)
    weekdays = [match.span() for match in _WEEKDAY.finditer(sentence)]
    if weekdays and (not days or _ASKS_WEEKDAY.search(question)):
        days = weekdays
    for start, end in _ranges(sentence, days, beside=True):
        if match := _BEFORE.search(sentence[:start]):
            start = match.start()
        clock = next((b for a, b in clocks_in(sentence) if a == end), None)
        if clock is not None:
            end = clock
        elif match := _BEHIND.match(sentence, end):
            end = match.end()
        if match := _LIMIT.match(sentence, end):
            end = match.end()
        whole.append((start, end))
    return whole


_LIMIT = lazy_pattern(
    r"(?:[之以]?[前后](?![往来去后期身述夕任线进沿景段排面方半续勤补备台一二三四五六七八九十几两0-9])|起(?![初来义草码点诉火飞降床身])|开始)"
)
"""明年6月前, 12月3日起: a limit is said with the date."""
_ABOUT = lazy_pattern(r"左右|前后|许(?![可多])|(?:之|以)?前(?!往|来|去|台|厅)|(?:之|以)后")


def _end(sentence: str, hours: Span, which: int) -> Span:
    """The first or the last time of day of a range; a single time is both."""
    inside = [(a, b) for a, b in clocks_in(sentence) if hours[0] <= a and b <= hours[1]]
    return inside[which] if inside else hours


def is_range(time: str) -> bool:
    """Whether a time that was found runs from one date to another."""
    return _RANGE.search(time) is not None


def _ranges(sentence: str, times: list[Span], beside: bool) -> list[Span]:
    """Times with those that they run to as one, and days listed behind a day (8月20日、30日)."""
    joined: list[Span] = []
    for start, end in times:
        between = sentence[joined[-1][1] : start] if joined else ""
        listed = (
            beside and _BESIDE.fullmatch(between) and not set("年每") & set(sentence[start:end])
        )
        if joined and between and (_RANGE.fullmatch(between) or listed):
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return joined
