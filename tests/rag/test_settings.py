from __future__ import annotations

from dataclasses import fields
from pathlib import Path

import pytest

from index.errors import UsageError
from rag.settings import TABLE, Settings, load_settings


def test_the_table_explains_every_setting() -> None:
    assert [setting.name for setting in TABLE] == [field.name for field in fields(Settings)]
    assert all(setting.chinese and setting.english for setting in TABLE)


def test_flags_win_over_the_environment_and_that_over_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "wenjin.toml").write_text('model = "a"\nport = 1\nhost = "h"\n', encoding="utf-8")
    environment = {"WENJIN_MODEL": "b", "WENJIN_PORT": "2"}
    settings = load_settings({"port": "3", "host": None}, environment)
    assert (settings.model, settings.port, settings.host) == ("b", 3, "h")


def test_paths_in_the_file_start_at_its_folder(tmp_path: Path) -> None:
    (tmp_path / "model").mkdir()
    file = tmp_path / "my.toml"
    file.write_text('index = "i"\nmodel = "model"\n', encoding="utf-8")
    settings = load_settings({}, {"WENJIN_SETTINGS": str(file)})
    assert settings.index == tmp_path / "i"
    assert settings.model == str(tmp_path / "model")


@pytest.mark.parametrize("line", ["colour = 1", "port = true", "model ="])
def test_a_bad_file_is_refused(tmp_path: Path, line: str) -> None:
    file = tmp_path / "my.toml"
    file.write_text(line, encoding="utf-8")
    with pytest.raises(UsageError, match=r"my\.toml"):
        load_settings({}, {"WENJIN_SETTINGS": str(file)})


@pytest.mark.parametrize("port", ["0", "65536", "http", "-1", "８０"])
def test_a_port_is_a_whole_number(port: str) -> None:
    with pytest.raises(UsageError):
        load_settings({"port": port}, {})


def test_the_nearest_word_on_where_the_index_is_counts(tmp_path: Path) -> None:
    file = tmp_path / "my.toml"
    file.write_text('store = "milvus:a.db/news"\n', encoding="utf-8")
    environment = {"WENJIN_SETTINGS": str(file)}
    assert load_settings({}, environment).location == f"milvus:{tmp_path / 'a.db'}/news"
    assert load_settings({"index": "i"}, environment).location == Path("i")
    environment["WENJIN_STORE"] = "milvus://h:1/c"
    assert load_settings({}, environment).location == "milvus://h:1/c"
    with pytest.raises(UsageError, match="index"):
        load_settings({"index": "i", "store": "milvus://h:1/c"}, {})


@pytest.mark.parametrize(
    "store",
    ["news", "milvus://h:1/", "milvus://h:port/c", "milvus:///c", "milvus:a/c", "milvus://h/1c"],
)
def test_a_store_is_an_address_and_a_collection(store: str) -> None:
    with pytest.raises(UsageError, match="--store|集合"):
        load_settings({"store": store}, {})


def test_a_password_in_a_store_is_refused_and_not_repeated() -> None:
    with pytest.raises(UsageError) as refused:
        load_settings({"store": "milvus://root:geheim@h:1/c"}, {})
    assert "geheim" not in refused.value.chinese + refused.value.english
