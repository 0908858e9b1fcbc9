"""`wenjin user` and `wenjin token` as one uses them in a shell."""

from __future__ import annotations

import argparse
import io
import sys
from pathlib import Path

import pytest

from index.errors import UsageError
from rag.settings import Settings
from web.access_cli import add_commands, add_serve_options, doors_of
from web.access_rights import Right
from web.access_secrets import hash_token, is_password
from web.access_store import AccessStore

PASSWORD = "correct horse battery"


def run(home: Path, *arguments: str) -> None:
    parser = argparse.ArgumentParser()
    add_commands(parser.add_subparsers(required=True, parser_class=argparse.ArgumentParser))
    options = parser.parse_args(arguments)
    assert options.run(options, Settings(home, home / "index")) == 0


def test_users_come_and_go(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO(f"{PASSWORD}\n"))
    run(tmp_path, "user", "add", "罗文", "--may-change")
    file = tmp_path / "password"
    file.write_text(f"{PASSWORD}2\r\nsecond line", encoding="utf-8")
    run(tmp_path, "user", "add", "asker", "--password-file", str(file))
    users = AccessStore(tmp_path).read().users
    assert is_password(users["罗文"].secret, PASSWORD) and users["罗文"].may_change
    assert is_password(users["asker"].secret, f"{PASSWORD}2") and not users["asker"].may_change
    capsys.readouterr()
    run(tmp_path, "user", "list")
    assert capsys.readouterr().out.splitlines() == ["asker\t提问", "罗文\t提问、改动文库"]
    run(tmp_path, "user", "remove", "罗文")
    assert set(AccessStore(tmp_path).read().users) == {"asker"}
    with pytest.raises(UsageError, match="罗文"):
        run(tmp_path, "user", "remove", "罗文")


def test_a_password_is_asked_for_twice_on_a_terminal(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    typed = iter([PASSWORD, PASSWORD, PASSWORD, "another one"])
    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    monkeypatch.setattr("getpass.getpass", lambda prompt: next(typed))
    run(tmp_path, "user", "add", "a")
    with pytest.raises(UsageError):
        run(tmp_path, "user", "add", "b")
    assert set(AccessStore(tmp_path).read().users) == {"a"}


@pytest.mark.parametrize("given", ["", "short\n"])
def test_a_password_that_is_too_short_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, given: str
) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO(given))
    with pytest.raises(UsageError):
        run(tmp_path, "user", "add", "a")
    assert not (tmp_path / "access.json").exists()


def test_a_password_is_no_argument(tmp_path: Path) -> None:
    with pytest.raises(SystemExit):
        run(tmp_path, "user", "add", "a", PASSWORD)
    with pytest.raises(SystemExit):
        run(tmp_path, "user", "add", "a", "--password", PASSWORD)


def test_a_token_is_shown_once_and_only_its_hash_kept(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run(tmp_path, "token", "new", "cron")
    token = capsys.readouterr().out.strip()
    kept = AccessStore(tmp_path).read().tokens["cron"]
    assert kept.secret == hash_token(token) and not kept.may_change
    assert token not in (tmp_path / "access.json").read_text(encoding="utf-8")
    run(tmp_path, "token", "list")
    assert capsys.readouterr().out == "cron\t提问\n"
    run(tmp_path, "token", "remove", "cron")
    assert not AccessStore(tmp_path).read().tokens


def test_serve_is_told_who_is_let_in(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("WENJIN_OPEN_TO_ALL", "WENJIN_TRUST_PROXY", "WENJIN_ALLOW_HOST", "WENJIN_TOKEN"):
        monkeypatch.delenv(name, raising=False)
    parser = argparse.ArgumentParser()
    add_serve_options(parser)
    assert doors_of(parser.parse_args([])).open_to_all is None
    assert doors_of(parser.parse_args(["--open-to-all"])).open_to_all is Right.ASK
    given = [
        "--open-to-all",
        "change",
        "--trust-proxy",
        "10.0.0.0/8, ::1",
        "--allow-host",
        "A.example",
    ]
    doors = doors_of(parser.parse_args(given))
    assert doors.open_to_all is Right.CHANGE
    assert doors.proxies == ("10.0.0.0/8", "::1") and doors.hosts == {"a.example"}
