from __future__ import annotations

from pathlib import Path

import pytest

from index.errors import WenjinError
from index.facts import DateKind, Fact, Facts, find_facts, read_sidecar, sidecar_path
from index.reading_text import read
from index.structure import find_blocks

ROOT = Path(__file__).resolve().parents[2]


def facts_of(text: str) -> Facts:
    reading = read(text).text
    return find_facts(reading, find_blocks(reading))


def seed(number: str) -> str:
    (path,) = (ROOT / "seeds").glob(f"{number}*.txt")
    return path.read_bytes().decode("utf-8")


@pytest.mark.parametrize(
    ("number", "title", "places", "date", "authors"),
    [
        ("000", "答卷", ["昔阳县", "晋中市", "山西省"], "2020", ("樊海燕",)),
        ("001", "打赢脱贫攻坚战 决胜小康新时代 ——沁县脱贫攻坚综述", ["沁县", "长治市", "山西省"], "2020", ()),
        ("002", "乡村振兴谱新篇", ["太原市", "山西省"], "2020", ("周皓",)),
        ("003", "永和县位于晋西吕梁山脉南端", ["永和县", "临汾市", "山西省"], "2019", ("永和县扶贫办",)),
        ("004", "书写了伟大减贫事业的吕梁篇章", ["吕梁市", "山西省"], "2021-02-25", ("任昱", "阮兴时")),
    ],
)  # fmt: skip
def test_facts_of_the_seeds(
    number: str, title: str, places: list[str], date: str, authors: tuple[str, ...]
) -> None:
    facts = facts_of(seed(number))
    assert facts.title == title
    assert [place.name for place in facts.places] == places
    assert (facts.date, facts.date_kind) == (date, DateKind.LATEST)
    assert facts.authors == authors


@pytest.mark.parametrize("number", ["000", "001", "002", "003", "004"])
def test_each_finding_stands_where_it_says(number: str) -> None:
    reading = read(seed(number)).text
    facts = find_facts(reading, find_blocks(reading))
    for finding in facts.findings:
        assert finding.span is not None
        text = reading[slice(*finding.span)]
        if finding.fact in {Fact.TITLE, Fact.AUTHOR}:
            assert " ".join(text.split()) == finding.value
        if finding.fact is Fact.PLACE:
            assert finding.value.startswith(text)
        if finding.fact is Fact.DATE:
            assert text.startswith(finding.value[:4])


def test_our_city_and_our_county() -> None:
    facts = facts_of(seed("000"))
    meant = {word: facts.meaning(word) for word in ("全县", "我县", "全市", "全省")}
    assert {word: place.name for word, place in meant.items() if place} == {
        "全县": "昔阳县", "我县": "昔阳县", "全市": "晋中市", "全省": "山西省",
    }  # fmt: skip
    assert facts_of(seed("002")).meaning("全县") is None


def test_a_dispatch_is_dated_and_signed() -> None:
    facts = facts_of(
        "长治脱贫见闻\n\n新华社太原2021年3月5日电(记者王飞 李明)长治市在2025年前建成示范市。"
        "到2030年基本实现现代化。长治市的经验值得借鉴。"
    )
    assert (facts.date, facts.date_kind) == ("2021-03-05", DateKind.PUBLISHED)
    assert facts.places[0].name == "长治市"


def test_plans_are_no_dates() -> None:
    assert facts_of("2019年已经完成。到2035年基本实现现代化。").date == "2019"
    assert facts_of("由2016年的4881元增长至2020年的10982元。").date == "2020"
    assert facts_of("没有年份。").date is None


def test_a_text_about_many_places_is_about_none() -> None:
    text = "北京、上海、天津、重庆、广州、深圳、杭州、南京、武汉、成都、西安、沈阳都有分公司。"
    assert facts_of(text).places == ()


@pytest.mark.parametrize(
    "text",
    [
        "白沙渡公路桥通车了。东坡肉是当地名菜。",
        "永福桥边有一家茶馆，老板姓陆。",
        "项目东区的车位已经装好。",
    ],
)
def test_a_name_that_only_sounds_like_a_place_is_none(text: str) -> None:
    assert facts_of(text).places == ()


def test_facts_of_nothing() -> None:
    facts = facts_of("")
    assert (facts.title, facts.places, facts.date, facts.authors) == ("", (), None, ())


def with_sidecar(folder: Path, toml: str) -> Facts:
    path = folder / "a.txt"
    path.write_text(seed("000"), encoding="utf-8")
    sidecar_path(path).write_text(toml, encoding="utf-8")
    return read_sidecar(path, facts_of(seed("000")))


def test_a_sidecar_corrects_what_was_found(tmp_path: Path) -> None:
    facts = with_sidecar(
        tmp_path,
        'title = "昔阳的答卷"\nplace = "山西省 平遥县"\ndate = 2021-01-15\nauthors = ["甲", "乙"]\n',
    )
    assert (facts.title, facts.title_span) == ("昔阳的答卷", None)
    assert [place.name for place in facts.places] == ["平遥县", "晋中市", "山西省"]
    assert (facts.date, facts.date_kind) == ("2021-01-15", DateKind.STATED)
    assert facts.authors == ("甲", "乙")
    assert {finding.how for finding in facts.findings} == {"sidecar"}


def test_a_sidecar_leaves_the_rest(tmp_path: Path) -> None:
    facts = with_sidecar(tmp_path, 'date = "2021-01"\n')
    assert (facts.title, facts.date, facts.authors) == ("答卷", "2021-01", ("樊海燕",))
    assert read_sidecar(tmp_path / "none.txt", facts) is facts


@pytest.mark.parametrize(
    ("toml", "names"),
    [
        ("titel = 'x'", "titel"),
        ("title = ''", "title"),
        ("title = 3", "title"),
        ("place = '亚特兰蒂斯'", "place"),
        ("place = '朝阳区'", "吉林省 长春市 朝阳区"),
        ("date = '2021-13'", "date"),
        ("date = true", "date"),
        ("authors = [1]", "authors"),
        ("title = ", "TOML"),
        ("title = '" + "长" * 30_000 + "'", "64 KiB"),
    ],
)
def test_a_bad_sidecar_is_named_in_one_line(tmp_path: Path, toml: str, names: str) -> None:
    with pytest.raises(WenjinError) as caught:
        with_sidecar(tmp_path, toml)
    message = str(caught.value)
    assert names in message
    assert "a.txt.meta.toml" in message
    assert "\n" not in message
