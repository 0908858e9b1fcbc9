"""Damage: what is marked, what it reads, and that clean text is left alone."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.damage import Damage, Fault, find_damage
from index.folding import fold_text

SEEDS = Path(__file__).parents[2] / "seeds"
TEXTS = {path.name[:3]: path.read_text(encoding="utf-8") for path in SEEDS.glob("*.txt")}
CLEAN = [TEXTS[name] for name in ("000", "001", "002", "004")]


def only(text: str) -> Damage:
    [damage] = find_damage(text)
    return damage


def spoil(text: str, place: int) -> str:
    """Put a comma between the two bytes of a character, and decode as old programs did."""
    before, char, after = (
        part.encode("gbk") for part in (text[:place], text[place], text[place + 1 :])
    )
    data = before + char[:1] + b"," + char[1:] + after
    decoded, at = "", 0
    while at < len(data):
        size = 1 if data[at] < 0x80 else 2
        try:
            decoded += data[at : at + size].decode("gbk")
        except UnicodeDecodeError:
            decoded += "?"
        at += size
    return decoded


def test_the_damaged_seed() -> None:
    text = TEXTS["003"]
    found = [(text[d.start : d.end], d.kind, d.reading) for d in find_damage(text)]
    assert found == [
        ("?cè)丝", Fault.OUT_OF_STEP, "人口"),
        ("?.8", Fault.LOST, None),
        ("?!辈⑴e", Fault.OUT_OF_STEP, "保”并舉"),
        ("?!耙粩堊印北kU", Fault.OUT_OF_STEP, "□“一攬子”保險"),
        ("?。?strong>", Fault.OUT_OF_STEP, "□（"),
    ]


@pytest.mark.parametrize("text", CLEAN, ids=["000", "001", "002", "004"])
def test_clean_seeds_have_none(text: str) -> None:
    assert find_damage(text) == ()


@pytest.mark.parametrize(
    "text",
    [
        "vivo X90 搭载骁龙8，iPhone?我也买了。",
        "详见https://example.com/a?b=c&d=e，m²、km/h、25℃、3.5%。",
        "怎么办?我们去北京GDP大会?真的吗?2018年",
        "Pokémon、café 与 naïve；张×× 和 ····· 等",
        "（读chǎn）音，產(chǎn)業(yè)，公頃(ha)",
        "若 a<b 且 x>y，则 p>0.05。",
        "第三.2节，版本1.2.3，.5mm",
        "<strong>永和</strong>",
        "\uf06c 第一条",
        "共有6524?人们都说好；有多少?12万人。是2018年吗?12月呢?",
        "法国café文化，韵母á与ü相拼，Beyoncé演唱会，约5µ米，12×3，25°左右",
        "见http://a.cn/b>和<br>，a=1?2:3",
        "",
    ],
)
def test_clean_text_has_none(text: str) -> None:
    assert find_damage(text) == ()


@pytest.mark.parametrize(
    ("text", "span", "kind", "reading"),
    [
        ("收入\ufffd\ufffd元", "\ufffd\ufffd", Fault.REPLACED, None),
        ("收入12\ufffd3.5万元", "12\ufffd3.5", Fault.REPLACED, None),
        ("其\ufffd,校\ufffd外部", "\ufffd,校\ufffd", Fault.REPLACED, None),
        ("朱\ue5d2基", "\ue5d2", Fault.PRIVATE, None),
        ("全縣總人口.8萬人", ".8", Fault.LOST, None),
        ("全縣總人口?.8萬人", "?.8", Fault.LOST, None),
        ("总cè)人", "cè)", Fault.REST_OF_GLOSS, ""),
        ("產(chǎn業", "(chǎn", Fault.REST_OF_GLOSS, ""),
        ("甲strong>乙", "strong>", Fault.REST_OF_TAG, ""),
        ("甲?strong>乙", "?strong>", Fault.REST_OF_TAG, None),
        ("甲/p>乙", "/p>", Fault.REST_OF_TAG, ""),
        ("甲br />乙", "br />", Fault.REST_OF_TAG, ""),
        ("全县，.8万人", ".8", Fault.LOST, None),
        ("搬迁了6?24人", "6?24", Fault.LOST, None),
        ("搬迁了652?人", "652?", Fault.LOST, None),
        ("总人口约?万人", "?", Fault.LOST, None),
        ("收入增长??%。", "??", Fault.LOST, None),
        ("投入资金?.?亿元", "?.?", Fault.LOST, None),
        ("全县ñ人口", "ñ", Fault.WRONG_CODEC, None),
        ("沁县é»ç产业", "é»ç", Fault.WRONG_CODEC, None),
        ("这是锟斤拷县", "锟斤拷", Fault.WRONG_CODEC, None),
    ],
)
def test_each_kind(text: str, span: str, kind: Fault, reading: str | None) -> None:
    damage = only(text)
    assert (text[damage.start : damage.end], damage.kind, damage.reading) == (span, kind, reading)
    assert damage.is_read == (reading is not None)


@pytest.mark.parametrize(
    ("wrote", "read"), [("utf-8", "latin-1"), ("gbk", "latin-1"), ("utf-8", "gbk")]
)
def test_the_wrong_codec_is_read_again(wrote: str, read: str) -> None:
    seen = "沁县人民政府".encode(wrote).decode(read)
    damage = only(f"由{seen}。")
    assert (damage.start, damage.end) == (1, 1 + len(seen))
    assert damage.reading == "沁县人民政府" and damage.is_read


def test_text_brought_out_of_step_reads_as_it_was() -> None:
    """Of runs made at random places: what a reading says is what stood there."""
    chance = random.Random(7)
    said = wrong = found = 0
    lines = [line for text in CLEAN for line in text.split("\n") if len(line) > 60]
    for line in chance.sample(lines, 60):
        line = "".join(char for char in line if char.encode("gbk", "ignore"))
        place = chance.choice([i for i, char in enumerate(line[:-8]) if char.isalpha()])
        for damage in find_damage(spoil(line, place)):
            assert damage.start >= place - 1, "text in front of the fault is whole"
            if damage.kind is Fault.OUT_OF_STEP and damage.start == place:
                found += 1
                reading = damage.reading or ""
                pairs = list(zip(reading, line[place:], strict=False))
                said += sum(read != "□" for read, _ in pairs)
                wrong += sum(read not in ("□", true) for read, true in pairs)
    assert found >= 40
    assert wrong <= said * 0.005


def test_a_lost_byte_is_only_supplied_where_the_document_leaves_one_choice() -> None:
    cut = spoil("“两保”并举。", 2)
    parallel = "“两金”互动。“两生”共赢。“两房”同建。"
    assert (find_damage(cut)[0].reading or "").startswith("□”并举")
    told = find_damage(f"{parallel}\n{cut}低保金、五保金，保障保险。")
    assert (told[0].reading or "").startswith("保”并举")


@given(st.text(st.characters(exclude_categories=()), max_size=60))
def test_any_text_has_ordered_damage(text: str) -> None:
    end = 0
    for damage in find_damage(text):
        assert end <= damage.start < damage.end <= len(text)
        end = damage.end


@given(st.text("?\ufffd12.,<b/>()chǎn產总县！，。æ²\x81锟斤拷\ue000\n", max_size=40))
def test_any_mix_of_faults_has_ordered_damage(text: str) -> None:
    end = 0
    for damage in find_damage(text):
        assert end <= damage.start < damage.end <= len(text)
        assert damage.reading is None or fold_text(damage.reading) is not None
        end = damage.end
    for place, char in enumerate(text):
        if char == "\ufffd":
            assert any(d.start <= place < d.end for d in find_damage(text))
