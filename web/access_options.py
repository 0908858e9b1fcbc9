"""Who is let in from where: what `wenjin serve` was told on its command line or by environment."""

from __future__ import annotations

import ipaddress
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from index.errors import UsageError
from web.access_rights import Right
from web.access_secrets import check_given_token, hash_token
from web.access_store import Entry

_OPEN = {"": None, "ask": Right.ASK, "change": Right.CHANGE}
_HOST = re.compile(r"[\w.:\[\]-]{1,253}")
TOKENS = (
    ("WENJIN_TOKEN", "environment", False),
    ("WENJIN_CHANGE_TOKEN", "environment-change", True),
)
"""Variables that give a token (or with `_FILE` behind them name a file that holds it): the name it
has, and whether it may change the library."""


@dataclass(frozen=True)
class Doors:
    """How far the doors are open.

    `open_to_all` is what may be done without a name, None for nothing where there are users;
    `proxies` are the addresses whose word on the client's address is taken; `hosts` are the names
    the server answers to beside its addresses; `tokens` came by environment.
    """

    open_to_all: Right | None = None
    proxies: tuple[str, ...] = ()
    hosts: frozenset[str] = frozenset()
    tokens: Mapping[str, Entry] | None = None


def read_doors(
    open_to_all: str | None = None,
    trust_proxy: str | None = None,
    allow_host: str | None = None,
    environment: Mapping[str, str] | None = None,
) -> Doors:
    """The options from flags, else from the environment.

    :param open_to_all: `ask` or `change`; None for what WENJIN_OPEN_TO_ALL says.
    :param trust_proxy: Addresses or networks, by commas; None for WENJIN_TRUST_PROXY.
    :param allow_host: Names, by commas; None for WENJIN_ALLOW_HOST.
    :raises UsageError: One of them is wrong; the line says which.
    """
    environment = os.environ if environment is None else environment

    def given(flag: str | None, variable: str) -> str:
        return environment.get(variable, "") if flag is None else flag

    wanted = given(open_to_all, "WENJIN_OPEN_TO_ALL")
    if wanted not in _OPEN:
        raise UsageError(
            f"--open-to-all 只能是 ask 或 change：{wanted}",
            f"--open-to-all is ask or change: {wanted}",
        )
    doors = Doors(
        open_to_all=_OPEN[wanted],
        proxies=tuple(_network(n) for n in _split(given(trust_proxy, "WENJIN_TRUST_PROXY"))),
        hosts=frozenset(_host(name) for name in _split(given(allow_host, "WENJIN_ALLOW_HOST"))),
    )
    return replace(doors, tokens=_tokens(environment))


def _split(text: str) -> list[str]:
    return [item.strip() for item in text.split(",") if item.strip()]


def _network(text: str) -> str:
    try:
        ipaddress.ip_network(text, strict=False)
    except ValueError:
        raise UsageError(
            f"--trust-proxy 应是代理的地址或网段：{text}",
            f"--trust-proxy takes addresses or networks of proxies: {text}",
        ) from None
    return text


def _host(text: str) -> str:
    if not _HOST.fullmatch(text):
        raise UsageError(
            f"--allow-host 应是主机名：{text}", f"--allow-host takes the names of hosts: {text}"
        )
    return text.lower()


def _tokens(environment: Mapping[str, str]) -> dict[str, Entry]:
    found = {}
    for variable, name, may_change in TOKENS:
        token = _token(environment, variable)
        if token is not None:
            found[name] = Entry(hash_token(token), may_change)
    return found


def _token(environment: Mapping[str, str], variable: str) -> str | None:
    if environment.get(variable):
        return check_given_token(environment[variable], variable)
    file = environment.get(f"{variable}_FILE")
    if not file:
        return None
    try:
        text = Path(file).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(
            f"{variable}_FILE 指明的文件读不出来", f"the file of {variable}_FILE cannot be read"
        ) from error
    return check_given_token(text, f"{variable}_FILE")
