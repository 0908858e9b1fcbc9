"""`wenjin user` and `wenjin token`: who may ask and who may change the library."""

from __future__ import annotations

import argparse
import getpass
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from index.errors import UsageError
from rag.settings import Settings
from rag.terminal import plain

if TYPE_CHECKING:
    from web.access_store import Entry

_RIGHTS = {True: "提问、改动文库", False: "提问"}
_RIGHTS_EN = {True: "ask, change the library", False: "ask"}


def add_commands(commands: Any) -> None:
    """Adds the commands `user` and `token`.

    :param commands: What `add_subparsers` gave.
    """
    user = commands.add_parser("user", help="网页的用户：add、remove、list").add_subparsers(
        title="命令", metavar="命令", required=True, parser_class=commands._parser_class
    )
    # without abbreviations: --password would be taken for --password-file, and a password for a name
    add = user.add_parser("add", help="建立用户，或给他新的密码和权限", allow_abbrev=False)
    add.add_argument("name", metavar="NAME", help="用户名")
    _add_right(add)
    add.add_argument(
        "--password-file",
        type=Path,
        metavar="FILE",
        help="从文件的第一行读密码；不给则在终端里问，或读标准输入的一行",
    )
    add.set_defaults(run=_add_user)
    remove = user.add_parser("remove", help="移除用户，他的会话随之结束")
    remove.add_argument("name", metavar="NAME", help="用户名")
    remove.set_defaults(run=_remove_user)
    user.add_parser("list", help="列出用户").set_defaults(run=_list_users)

    token = commands.add_parser("token", help="程序用的令牌：new、remove、list").add_subparsers(
        title="命令", metavar="命令", required=True, parser_class=commands._parser_class
    )
    new = token.add_parser("new", help="生成令牌，只显示这一次")
    new.add_argument("name", metavar="NAME", help="令牌的名称")
    _add_right(new)
    new.set_defaults(run=_new_token)
    void = token.add_parser("remove", help="作废令牌")
    void.add_argument("name", metavar="NAME", help="令牌的名称")
    void.set_defaults(run=_remove_token)
    token.add_parser("list", help="列出令牌的名称").set_defaults(run=_list_tokens)


def add_serve_options(serve: argparse.ArgumentParser) -> None:
    """Adds to `wenjin serve` what says who is let in from where."""
    serve.add_argument(
        "--open-to-all",
        nargs="?",
        const="ask",
        choices=("ask", "change"),
        help="不登录也可以提问（ask，默认），或连文库也可以改动（change）",
    )
    serve.add_argument(
        "--trust-proxy",
        metavar="ADDRESS",
        help="反向代理的地址或网段，逗号分隔；只有它们说的 X-Forwarded-For 和 -Proto 才算数",
    )
    serve.add_argument("--allow-host", metavar="NAME", help="除地址外应答的主机名，逗号分隔")


def doors_of(options: argparse.Namespace) -> Any:
    """What :func:`add_serve_options` was given, for `web.server.serve`.

    :raises UsageError: One of them is wrong.
    """
    from web.access_options import read_doors

    return read_doors(options.open_to_all, options.trust_proxy, options.allow_host)


def _add_right(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--may-change", action="store_true", help="也可以改动文库、运行评测")


def _add_user(options: argparse.Namespace, settings: Settings) -> int:
    from web.access_secrets import clean_name, hash_password
    from web.access_store import open_access

    name = clean_name(options.name)
    password = _read_password(options.password_file)
    open_access(settings).add_user(name, hash_password(password), options.may_change)
    _tell(
        settings,
        f"用户 {name} 已就绪（{_RIGHTS[options.may_change]}）",
        f"user {name} is ready ({_RIGHTS_EN[options.may_change]})",
    )
    return 0


def _remove_user(options: argparse.Namespace, settings: Settings) -> int:
    from web.access_store import open_access

    open_access(settings).remove_user(options.name)
    _tell(settings, f"用户 {options.name} 已移除", f"user {options.name} is removed")
    return 0


def _list_users(options: argparse.Namespace, settings: Settings) -> int:
    from web.access_store import open_access

    return _list(open_access(settings).read().users, settings)


def _list(entries: Mapping[str, Entry], settings: Settings) -> int:
    """Tells the names, each with what it may do."""
    for name, entry in sorted(entries.items()):
        zh, en = _RIGHTS[entry.may_change], _RIGHTS_EN[entry.may_change]
        _tell(settings, f"{name}\t{zh}", f"{name}\t{en}")
    return 0


def _new_token(options: argparse.Namespace, settings: Settings) -> int:
    from web.access_secrets import clean_name, hash_token, make_token
    from web.access_store import open_access

    token = make_token()
    name = clean_name(options.name)
    open_access(settings).add_token(name, hash_token(token), options.may_change)
    sys.stderr.write(
        "this token is shown only now; keep it safe:\n"
        if settings.language == "en"
        else "令牌只显示这一次，请收好：\n"
    )
    sys.stdout.write(f"{token}\n")
    return 0


def _remove_token(options: argparse.Namespace, settings: Settings) -> int:
    from web.access_store import open_access

    open_access(settings).remove_token(options.name)
    _tell(settings, f"令牌 {options.name} 已作废", f"token {options.name} is void")
    return 0


def _list_tokens(options: argparse.Namespace, settings: Settings) -> int:
    from web.access_store import open_access

    return _list(open_access(settings).read().tokens, settings)


def _read_password(file: Path | None) -> str:
    """A password from a file, the terminal or standard input; never from an argument, which other
    users of the machine could see.

    :raises UsageError: It cannot be read, or the two that were typed differ.
    """
    if file is not None:
        try:
            text = file.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise UsageError(
                f"密码文件读不出来：{file}", f"the password file cannot be read: {file}"
            ) from error
        return text.partition("\n")[0].rstrip("\r")
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\r\n")
    password = getpass.getpass("密码 / password: ")
    if password != getpass.getpass("再输一次 / again: "):
        raise UsageError("两次输入的密码不一样", "the two passwords differ")
    return password


def _tell(settings: Settings, chinese: str, english: str) -> None:
    line = english if settings.language == "en" else chinese
    sys.stdout.write("\t".join(plain(part) for part in line.split("\t")) + "\n")
