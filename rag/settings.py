"""The settings: one table of name, default and help; a file, the environment, then flags."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path

from index.embedding import DEFAULT_MODEL
from index.errors import UsageError
from index.milvus_location import parse_location, starting_at

FILE = "wenjin.toml"


def _default_home() -> Path:
    """`.wenjin` in the checkout this program runs from, else in the user's home."""
    checkout = Path(__file__).resolve().parent.parent
    return (checkout if (checkout / "pyproject.toml").is_file() else Path.home()) / ".wenjin"


@dataclass(frozen=True)
class Setting:
    """One setting: its name in the file, and what it means in a line of each language."""

    name: str
    chinese: str
    english: str

    @property
    def variable(self) -> str:
        """The environment variable that sets it."""
        return f"WENJIN_{self.name.upper()}"


TABLE = (
    Setting("home", "模型与默认索引所在的文件夹", "folder of the models and the default index"),
    Setting("index", "索引文件夹", "index folder"),
    Setting(
        "store",
        "索引在 Milvus 里：milvus://主机:端口/集合 或 milvus:文件.db/集合；代替索引文件夹",
        "index in Milvus: milvus://HOST:PORT/COLLECTION or milvus:FILE.db/COLLECTION; "
        "instead of an index folder",
    ),
    Setting(
        "model",
        "向量模型：名称，或 sentence-transformers 模型文件夹",
        "embedding model: a name, or the folder of a sentence-transformers model",
    ),
    Setting("host", "网页监听的地址", "address the page listens on"),
    Setting("port", "网页监听的端口", "port the page listens on"),
    Setting("language", "界面语言：zh 或 en", "language of the interface: zh or en"),
)


@dataclass(frozen=True)
class Settings:
    """The settings in force; `TABLE` says what each means."""

    home: Path
    index: Path
    store: str | None = None
    model: str = DEFAULT_MODEL
    host: str = "127.0.0.1"
    port: int = 7860
    language: str = "zh"

    @property
    def location(self) -> Path | str:
        """Where the index is: in Milvus if `store` says so, else in the folder `index`."""
        return self.store or self.index

    @property
    def models(self) -> Path:
        """Where unpacked models are kept."""
        return self.home / "models"


def load_settings(
    flags: Mapping[str, str | None] | None = None, environment: Mapping[str, str] | None = None
) -> Settings:
    """Settings from flags, else the environment, else `wenjin.toml`, else the defaults.

    The file is `wenjin.toml` in the current folder, or what `WENJIN_SETTINGS` names. Relative
    paths in it start at its own folder.

    :param flags: What the command line gave; None values count as not given.
    :raises UsageError: An unknown key, a value of the wrong kind, or a file that cannot be read.
    """
    environment = os.environ if environment is None else environment
    variables = {
        setting.name: environment[setting.variable]
        for setting in TABLE
        if environment.get(setting.variable)
    }
    given = {name: value for name, value in (flags or {}).items() if value is not None}
    values: dict[str, str] = {}
    for source in (_from_file(environment), variables, given):
        _one_place(values, source)
        values.update(source)
    home = Path(values.get("home") or _default_home()).expanduser()
    language = values.get("language", "zh")
    if language not in ("zh", "en"):
        raise UsageError(
            f"language 只能是 zh 或 en：{language}", f"language is zh or en: {language}"
        )
    return Settings(
        home=home,
        index=Path(values["index"]).expanduser() if "index" in values else home / "index",
        model=values.get("model", DEFAULT_MODEL),
        host=values.get("host", "127.0.0.1"),
        port=_port(values.get("port", "7860")),
        language=language,
        store=_store(values.get("store")),
    )


def _one_place(values: dict[str, str], source: Mapping[str, str]) -> None:
    """Forgets where the index was said to be, where a source that goes before says it anew."""
    if "index" in source and "store" in source:
        raise UsageError(
            "index 和 store 只能给一个：索引在文件夹里，或在 Milvus 里",
            "give index or store, not both: an index is in a folder or in Milvus",
        )
    if "index" in source or "store" in source:
        values.pop("index", None)
        values.pop("store", None)


def _store(value: str | None) -> str | None:
    if value is not None:
        parse_location(value)
    return value


def _port(value: str) -> int:
    if value.isascii() and value.isdigit() and 0 < int(value) < 65536:
        return int(value)
    raise UsageError(
        f"端口应是 1 到 65535 的整数：{value}", f"a port is a whole number, 1 to 65535: {value}"
    )


def _from_file(environment: Mapping[str, str]) -> dict[str, str]:
    named = environment.get("WENJIN_SETTINGS")
    path = Path(named or FILE)
    if not named and not path.is_file():
        return {}
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise UsageError(
            f"设置文件读不出来：{path}（{error}）", f"cannot read the settings file {path}: {error}"
        ) from error
    known = {field.name for field in fields(Settings)}
    for key, value in data.items():
        if key not in known or not isinstance(value, str | int) or isinstance(value, bool):
            names = "、".join(sorted(known))
            raise UsageError(
                f"{path} 里的 {key} 不是可用的设置；可用：{names}",
                f"{key} in {path} is not a setting; settings: {names}",
            )
    base = path.resolve().parent
    text = {key: str(value) for key, value in data.items()}
    for key in ("home", "index"):
        if key in text:
            text[key] = str(base / Path(text[key]).expanduser())
    if "store" in text:
        text["store"] = starting_at(text["store"], base)
    if "model" in text and (base / text["model"]).is_dir():
        text["model"] = str(base / text["model"])
    return text
