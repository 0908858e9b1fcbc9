from __future__ import annotations

import io
import json

import pytest

from rag.terminal import Paint, paint, plain, to_json, wants_colour

STEERING = "沁\x1b[31m县\x07\x9b2J\u202e人\ud800\u200b\u2028x\x00\r"


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_nothing_steers_a_terminal() -> None:
    assert plain(STEERING) == "沁[31m县2J人 x "
    assert plain("一\n二\t三\u3000四") == "一 二 三 四"


def test_json_is_readable_and_harmless_and_the_same() -> None:
    data = {"text": STEERING, "of": ["一\u3000二", "𠮷", "\U000e0001"], "n": 1.5}
    text = to_json(data)
    assert json.loads(text) == data
    assert text.isprintable() or set(c for c in text if not c.isprintable()) == {"\u3000"}
    assert "𠮷" in text and "一\u3000二" in text
    assert json.loads(to_json(data, indent=2)) == data
    assert "\n" in to_json(data, indent=2)


def test_colour_is_for_terminals_that_want_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm-256color")
    assert wants_colour(Terminal())
    assert not wants_colour(io.StringIO())
    monkeypatch.setenv("TERM", "dumb")
    assert not wants_colour(Terminal())
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("NO_COLOR", "1")
    assert not wants_colour(Terminal())


def test_paint_ends_what_it_begins() -> None:
    assert paint("县", Paint.BOLD, Paint.RED) == "\x1b[1m\x1b[31m县\x1b[0m"
    assert paint("", Paint.BOLD) == ""
    assert paint("县") == "县"
