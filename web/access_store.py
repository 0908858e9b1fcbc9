"""The file of users and tokens under WENJIN_HOME: names, rights, and hashes of secrets."""

from __future__ import annotations

import json
import os
import secrets
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout

from index.errors import UsageError, WenjinError
from rag.settings import Settings
from web.access_secrets import clean_name

_FILE = "access.json"
_VERSION = 1
_PATIENCE = 10.0


@dataclass(frozen=True)
class Entry:
    """What is kept of a user or a token: the hash of its secret, and its right."""

    secret: str
    may_change: bool


@dataclass(frozen=True)
class Register:
    """All users and tokens by name."""

    users: Mapping[str, Entry] = field(default_factory=dict)
    tokens: Mapping[str, Entry] = field(default_factory=dict)

    @property
    def is_empty(self) -> bool:
        """Whether there is neither a user nor a token."""
        return not self.users and not self.tokens


class AccessStore:
    """Reads the file again whenever it changed; several processes may write it."""

    def __init__(self, home: Path) -> None:
        """
        :param home: WENJIN_HOME.
        """
        self._path = home / _FILE
        self._seen: tuple[int, int, int] | None = None
        self._register = Register()

    def read(self) -> Register:
        """The users and tokens now; none where there is no file.

        :raises WenjinError: The file cannot be read. Nobody is let in then.
        """
        try:
            state = self._path.stat()
        except FileNotFoundError:
            return Register()
        except OSError as error:
            raise _unreadable() from error
        mark = (state.st_ino, state.st_mtime_ns, state.st_size)
        if mark != self._seen:
            self._register = self._load()
            self._seen = mark
        return self._register

    def check_mode(self) -> None:
        """Refuses a file that others on the machine can read.

        :raises UsageError: It is not the owner's alone.
        """
        if sys.platform == "win32" or not self._path.exists():
            return
        if self._path.stat().st_mode & 0o077:
            raise UsageError(
                f"{self._path} 别人也能读，请先运行：chmod 600 {self._path}",
                f"others can read {self._path}; run first: chmod 600 {self._path}",
            )

    def add_user(self, name: str, password_hash: str, may_change: bool) -> None:
        """Adds a user, or gives one a new password and right.

        :raises WenjinError: The name is no name, or the file cannot be written.
        """
        entry = Entry(password_hash, may_change)
        self._change(lambda was: replace(was, users={**was.users, clean_name(name): entry}))

    def remove_user(self, name: str) -> None:
        """Removes a user, whose sessions end with that.

        :raises WenjinError: There is none of that name.
        """
        name = clean_name(name)
        self._change(lambda was: replace(was, users=_without(was.users, name, "用户", "user")))

    def add_token(self, name: str, token_hash: str, may_change: bool) -> None:
        """Keeps the hash of a new token.

        :raises WenjinError: There is a token of that name already.
        """
        name = clean_name(name)

        def change(was: Register) -> Register:
            if name in was.tokens:
                raise UsageError(
                    f"已有名为 {name} 的令牌；先 wenjin token remove {name}，或换一个名称",
                    f"there is a token {name} already; run wenjin token remove {name} first, "
                    "or take another name",
                )
            return replace(was, tokens={**was.tokens, name: Entry(token_hash, may_change)})

        self._change(change)

    def remove_token(self, name: str) -> None:
        """Makes a token void.

        :raises WenjinError: There is none of that name.
        """
        name = clean_name(name)
        self._change(lambda was: replace(was, tokens=_without(was.tokens, name, "令牌", "token")))

    def _change(self, change: Callable[[Register], Register]) -> None:
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            with FileLock(f"{self._path}.lock", timeout=_PATIENCE, mode=0o600):
                self._write(change(self.read()))
        except Timeout as error:
            raise WenjinError(
                "另一个进程正在改动用户和令牌，请稍后再试",
                "another process is changing users and tokens; try again later",
            ) from error
        except OSError as error:
            raise WenjinError(
                f"写不进 {self._path}：{error.strerror}",
                f"cannot write to {self._path}: {error.strerror}",
            ) from error

    def _load(self) -> Register:
        try:
            data = json.loads(self._path.read_text(encoding="utf-8"))
            if data["version"] != _VERSION:
                raise _unreadable()
            return Register(_entries(data["users"]), _entries(data["tokens"]))
        except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
            raise _unreadable() from error

    def _write(self, register: Register) -> None:
        data = {
            "version": _VERSION,
            "users": {name: vars(entry) for name, entry in register.users.items()},
            "tokens": {name: vars(entry) for name, entry in register.tokens.items()},
        }
        text = json.dumps(data, ensure_ascii=False, indent=1) + "\n"
        beside = self._path.with_name(f".{_FILE}.{secrets.token_hex(4)}")
        # made with its mode: there is no moment in which others could read it
        handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        try:
            with open(handle, "w", encoding="utf-8") as file:
                file.write(text)
                file.flush()
                os.fsync(file.fileno())
            os.replace(beside, self._path)
        finally:
            beside.unlink(missing_ok=True)


def open_access(settings: Settings) -> AccessStore:
    """The users and tokens of the home in the settings."""
    return AccessStore(settings.home)


def _entries(data: Mapping[str, Any]) -> dict[str, Entry]:
    found = {}
    for name, entry in data.items():
        secret, may_change = entry["secret"], entry["may_change"]
        if not isinstance(secret, str) or not isinstance(may_change, bool):
            raise TypeError(name)
        found[name] = Entry(secret, may_change)
    return found


def _without(
    entries: Mapping[str, Entry], name: str, chinese: str, english: str
) -> dict[str, Entry]:
    if name not in entries:
        raise UsageError(f"没有名为 {name} 的{chinese}", f"there is no {english} named {name}")
    return {key: entry for key, entry in entries.items() if key != name}


def _unreadable() -> WenjinError:
    return WenjinError(
        f"WENJIN_HOME 里的 {_FILE} 读不出来，所以谁也不放行。请修好或移走它，再用 wenjin user add 重建",
        f"{_FILE} in WENJIN_HOME cannot be read, so nobody is let in. Mend it or move it away, "
        "then wenjin user add again",
    )
