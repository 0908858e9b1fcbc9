"""Where a Milvus store is: a server's address or a file of milvus-lite, and a collection.

milvus://HOST:PORT/[DATABASE/]COLLECTION        a server
milvus+tls://HOST:PORT/[DATABASE/]COLLECTION    a server that speaks TLS
milvus:FILE.db/COLLECTION                       milvus-lite, in this process
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from index.errors import UsageError
from index.lazy_pattern import lazy_pattern

DEFAULT_PORT = 19530
_SCHEMES = {"milvus": "http", "milvus+tls": "https"}
_NAME = lazy_pattern(r"[A-Za-z_][A-Za-z0-9_]{0,199}")
_LITE = lazy_pattern(r"milvus:(?!//)(?P<file>.+\.db)/(?P<collection>[^/]+)")


@dataclass(frozen=True)
class MilvusLocation:
    """A parsed location.

    `text` is what the user gave, without a user or password; `uri` what pymilvus connects to;
    `file` the folder of milvus-lite, None for a server; `database` is empty for the default one.
    """

    text: str
    uri: str
    database: str
    collection: str
    file: Path | None = None


def is_milvus(location: Path | str) -> bool:
    """Whether a store's location names a Milvus and not a folder."""
    return isinstance(location, str) and location.startswith(("milvus:", "milvus+tls:"))


def parse_location(location: str) -> MilvusLocation:
    """Takes a location apart.

    :raises UsageError: It is of neither form, or holds a user or password.
    """
    if lite := _LITE.fullmatch(location):
        file = Path(lite["file"]).expanduser()
        return MilvusLocation(location, str(file), "", _name(lite["collection"], location), file)
    parts = urlsplit(location)
    if parts.scheme not in _SCHEMES:
        raise _malformed(location)
    if parts.username is not None or parts.password is not None:
        # not repeated in the message: it may be shown or kept where others read it
        raise UsageError(
            "--store 里不要写用户名和口令；请用环境变量 WENJIN_MILVUS_TOKEN",
            "no user or password belongs in --store; set WENJIN_MILVUS_TOKEN in the environment",
        )
    names = [name for name in parts.path.split("/") if name]
    try:
        port = parts.port or DEFAULT_PORT
    except ValueError as error:
        raise _malformed(location) from error
    if not parts.hostname or len(names) not in (1, 2) or parts.query or parts.fragment:
        raise _malformed(location)
    host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    return MilvusLocation(
        location,
        f"{_SCHEMES[parts.scheme]}://{host}:{port}",
        names[0] if len(names) == 2 else "",
        _name(names[-1], location),
    )


def starting_at(location: str, folder: Path) -> str:
    """A location whose file, where it has a relative one, starts at a folder."""
    if lite := _LITE.fullmatch(location):
        return f"milvus:{folder / Path(lite['file']).expanduser()}/{lite['collection']}"
    return location


def _name(name: str, location: str) -> str:
    if not _NAME.fullmatch(name):
        raise UsageError(
            f"集合名只能用字母、数字和下划线，不以数字开头：{name}（{location}）",
            f"a collection's name is letters, digits and _, not first a digit: {name} ({location})",
        )
    return name


def _malformed(location: str) -> UsageError:
    return UsageError(
        f"--store 应为 milvus://主机:端口/集合 或 milvus:文件.db/集合：{location}",
        f"--store is milvus://HOST:PORT/COLLECTION or milvus:FILE.db/COLLECTION: {location}",
    )
