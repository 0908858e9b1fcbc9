"""Original text as HTML: escaped, marked at code points, and complete."""

from __future__ import annotations

import html
import re

from hypothesis import given
from hypothesis import strategies as st

from web.marks import Layer, escape, marked

_TEXT = st.text(alphabet=st.sampled_from("贫困𠮷a<>&\"'\n 。3"), min_size=1, max_size=30)


def _shown(markup: str) -> str:
    return html.unescape(re.sub(r"<[^>]*>", "", markup))


@given(_TEXT, st.integers(0, 50), st.lists(st.tuples(st.integers(0, 90), st.integers(0, 90))))
def test_every_character_is_there_once_and_in_order(
    text: str, start: int, spans: list[tuple[int, int]]
) -> None:
    layers = [Layer("quote", [(min(span), max(span))], mark=True) for span in spans]
    assert _shown(marked(text, start, layers)) == text


@given(_TEXT, st.integers(0, 30), st.integers(0, 30))
def test_what_is_marked_is_the_slice(text: str, one: int, other: int) -> None:
    a, b = sorted((one % (len(text) + 1), other % (len(text) + 1)))
    markup = marked(text, 100, [Layer("answer", [(100 + a, 100 + b)], mark=True)])
    inside = re.findall(r'<mark class="[^"]*answer[^"]*">(.*?)</mark>', markup, re.DOTALL)
    assert html.unescape("".join(inside)) == text[a:b]


def test_markup_becomes_text() -> None:
    assert escape("<b onclick='x'>&\"") == "&lt;b onclick=&#x27;x&#x27;&gt;&amp;&quot;"
    assert "\x00" not in escape("a\x00b") and "\x1b" not in escape("\x1b[31m")


def test_overlapping_layers_share_one_element() -> None:
    markup = marked(
        "共2474户", 10, [Layer("quote", [(10, 16)], True), Layer("answer", [(11, 16)], True)]
    )
    assert markup == ('<mark class="quote">共</mark><mark class="quote answer">2474户</mark>')


def test_a_note_follows_its_span_and_is_escaped() -> None:
    markup = marked("總?cè)丝", 0, [Layer("damage", [(1, 6)], note="校读：<人口>")])
    assert markup.endswith("校读：&lt;人口&gt;</small>")


def test_a_line_break_between_chinese_characters_is_not_shown() -> None:
    assert 'class="line-break"' in marked("脱贫\n攻坚", 0, [])
    assert 'class="line-break"' not in marked("two\nwords", 0, [])
