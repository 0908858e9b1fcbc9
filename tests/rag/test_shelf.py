"""The library of an index: what it is made from, what is uploaded, removed and brought back."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from index.store import DocumentInfo
from rag.shelf import Library, LibraryError, NameTaken, safe_name


def known(*sources: str) -> list[DocumentInfo]:
    return [DocumentInfo(source, source, (), None, (), 9, 1, 0, None) for source in sources]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "文件夹"
    (folder / "sub").mkdir(parents=True)
    (folder / "a.txt").write_text("甲村有八户。", encoding="utf-8")
    (folder / "sub" / "b.txt").write_text("乙村有九户。", encoding="utf-8")
    (folder / "sub" / "b.txt.meta.toml").write_text('title = "乙"', encoding="utf-8")
    return folder


@pytest.fixture
def library(tmp_path: Path, folder: Path) -> Library:
    library = Library(tmp_path / "index", tmp_path)
    library.remember([folder])
    return library


def upload(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "coming"
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("报告.txt", "报告.txt"),
        ("../../etc/passwd.txt", "passwd.txt"),
        ("C:\\Users\\x\\报告.TXT", "报告.TXT"),
        (".hidden.txt", "hidden.txt"),
        ("a<b>:c?.txt", "a_b__c_.txt"),
        ("a\x00b\u202e\n.txt", "ab.txt"),
        ("con.txt", "document_con.txt"),
        (".txt", "document.txt"),
        ("e\u0301.txt", "é.txt"),
        ("两 个　空格.txt", "两_个_空格.txt"),
    ],
)
def test_names_are_made_safe(name: str, safe: str) -> None:
    assert safe_name(name) == safe


def test_a_long_name_keeps_its_type_and_fits_a_file_system() -> None:
    name = safe_name("长" * 500 + ".docx")
    assert name.endswith(".docx") and len(name.encode()) <= 255


@pytest.mark.parametrize("name", ["x.exe", "x", "", "x.txt.meta.toml", "x.jsonl"])
def test_other_types_are_refused(name: str) -> None:
    with pytest.raises(LibraryError, match="不支持"):
        safe_name(name)


def test_nothing_is_built_from_unknown_folders(tmp_path: Path) -> None:
    library = Library(tmp_path / "other", tmp_path)
    assert library.folders is None
    with pytest.raises(LibraryError, match="wenjin index"):
        library.paths()


def test_an_upload_is_understood_and_joins_the_folders(library: Library, tmp_path: Path) -> None:
    info = library.add("丙村.txt", upload(tmp_path, "丙村纪实\n\n丙村有十户，2021年脱贫。"))
    assert info.title == "丙村纪实" and info.passages > 0
    assert library.paths()[-1] == library.uploads / "丙村.txt"
    assert library.waiting(known("a.txt")) == ["丙村.txt"]
    assert library.waiting(known("a.txt", "丙村.txt")) == []


def test_what_cannot_be_read_is_not_taken(library: Library, tmp_path: Path) -> None:
    coming = upload(tmp_path, " \n ")
    with pytest.raises(Exception, match="没有文字"):
        library.add("空.txt", coming)
    assert library.uploaded() == []
    assert list(library.uploads.iterdir()) == []


def test_nothing_is_overwritten_without_saying_so(library: Library, tmp_path: Path) -> None:
    library.add("丙.txt", upload(tmp_path, "丙村有十户。"))
    with pytest.raises(NameTaken, match="同名"):
        library.add("丙.txt", upload(tmp_path, "丙村有十一户。"))
    assert (library.uploads / "丙.txt").read_text(encoding="utf-8") == "丙村有十户。"
    library.add("丙.txt", upload(tmp_path, "丙村有十一户。"), replacing=True)
    assert (library.uploads / "丙.txt").read_text(encoding="utf-8") == "丙村有十一户。"
    assert [item.source for item in library.removed()] == ["丙.txt"]


def test_a_name_of_a_folder_is_never_taken(library: Library, tmp_path: Path) -> None:
    with pytest.raises(LibraryError, match="改名"):
        library.add("a.txt", upload(tmp_path, "另一篇。"), replacing=True)


def test_a_document_of_a_folder_is_left_out_and_its_file_not_touched(
    library: Library, folder: Path
) -> None:
    library.remove("sub/b.txt", known("a.txt", "sub/b.txt"))
    (mirror,) = library.paths()
    assert mirror.name == folder.name
    assert sorted(p.relative_to(mirror).as_posix() for p in mirror.rglob("*.txt")) == ["a.txt"]
    assert (folder / "sub" / "b.txt").is_file()
    (removed,) = library.removed()
    library.restore(removed.key)
    assert library.paths() == [folder.resolve()]


def test_of_two_files_of_one_name_the_right_one_is_left_out(
    library: Library, folder: Path, tmp_path: Path
) -> None:
    other = tmp_path / "另一处"
    other.mkdir()
    (other / "a.txt").write_text("丁村有六户。", encoding="utf-8")
    library.remember([folder, other])
    everything = known("a.txt", "sub/b.txt", "另一处/a.txt")
    library.remove("另一处/a.txt", everything)
    first, second = library.paths()
    assert first == folder.resolve() and list(second.iterdir()) == []
    library.restore(library.removed()[0].key)
    library.remove("a.txt", everything)
    first, second = library.paths()
    assert not (first / "a.txt").exists() and (first / "sub" / "b.txt").is_file()
    assert second == other.resolve()


def test_an_uploaded_document_is_moved_aside_and_comes_back(
    library: Library, tmp_path: Path
) -> None:
    library.add("丙.txt", upload(tmp_path, "丙村有十户。"))
    library.remove("丙.txt", known("a.txt", "丙.txt"))
    assert library.uploaded() == []
    (removed,) = library.removed()
    assert removed.source == "丙.txt" and removed.uploaded
    library.restore(removed.key)
    assert library.uploaded() == ["丙.txt"] and library.removed() == []


def test_the_last_document_stays(library: Library) -> None:
    with pytest.raises(LibraryError, match="最后一篇"):
        library.remove("a.txt", known("a.txt"))
    library.remove("a.txt", known("a.txt", "sub/b.txt"))
    with pytest.raises(LibraryError, match="最后一篇"):
        library.remove("sub/b.txt", known("a.txt", "sub/b.txt"))


@pytest.mark.parametrize("key", ["file:../../library.json", "left:nothing", "", "file:"])
def test_only_what_was_removed_comes_back(library: Library, key: str) -> None:
    with pytest.raises(LibraryError, match="没有这篇"):
        library.restore(key)


def test_the_command_line_has_the_last_word(library: Library, folder: Path, tmp_path: Path) -> None:
    library.add("丙.txt", upload(tmp_path, "丙村有十户。"))
    library.remove("a.txt", known("a.txt", "sub/b.txt", "丙.txt"))
    library.remember([folder / "sub"])
    assert library.folders == ((folder / "sub").resolve(),)
    assert library.removed() == []
    assert library.uploaded() == ["丙.txt"]


def test_each_index_has_a_library_of_its_own(library: Library, tmp_path: Path) -> None:
    library.add("丙.txt", upload(tmp_path, "丙村有十户。"))
    assert Library(tmp_path / "second" / "index", tmp_path).uploaded() == []


def test_a_broken_record_is_one_line(library: Library) -> None:
    (library.uploads.parent / "library.json").write_text("{", encoding="utf-8")
    with pytest.raises(LibraryError, match="wenjin index"):
        library.paths()


def test_uploads_at_the_same_time_do_not_mix(library: Library, tmp_path: Path) -> None:
    failed: list[BaseException] = []

    def add(number: int) -> None:
        path = tmp_path / f"coming{number}"
        path.write_text(f"第{number}村有{number}户。", encoding="utf-8")
        try:
            library.add(f"{number}.txt", path)
        except BaseException as error:
            failed.append(error)

    threads = [threading.Thread(target=add, args=(number,)) for number in range(1, 9)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == [] and len(library.uploaded()) == 8
    for number in range(1, 9):
        text = (library.uploads / f"{number}.txt").read_text(encoding="utf-8")
        assert text == f"第{number}村有{number}户。"
