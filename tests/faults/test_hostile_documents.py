"""Documents that attack whoever reads them: refused in a line or read as text, within limits."""

from __future__ import annotations

import io
import os
import threading
import time
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from hostile_files import HOSTILE
from small_embedder import SmallEmbedder

from index import read_apart
from index.build import BuildReport, Change, build_index
from index.document import read_document, to_stored
from index.file_readers import LONGEST_TEXT, UnreadableFile, read_file
from index.opening import open_store

LONG = bool(os.environ.get("WENJIN_TORTURE"))
GOOD = "沁县脱贫攻坚综述\n\n沁县易地扶贫搬迁了2474户6524人，全县贫困人口全部脱贫。\n"
SLOW = {"docx_cells.docx", "docx_span.docx", "pdf_forms.pdf", "pdf_inflated.pdf", "pdf_pages.pdf"}
"""What uses its time up; a few of them are enough where time is short."""
LARGE = {"html_angles.html", "html_table.html", "txt_one_line.txt"}
"""What is read, and makes a long text, of which embedding takes its time."""
TRIED = sorted(HOSTILE) if LONG else sorted(set(HOSTILE) - SLOW | {"docx_span.docx"})


@pytest.fixture
def hurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """A file has a second of processor time, so that using it up takes no longer."""
    if not LONG:
        read_apart._WORKERS.end()
        monkeypatch.setattr(read_apart, "SECONDS", 1)


def processor_time() -> float:
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system


def build(folder: Path, index: Path) -> BuildReport:
    return build_index([folder], index, SmallEmbedder())


def test_hostile_files_are_refused_in_a_line_and_lose_no_other(
    tmp_path: Path, hurried: None
) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    (folder / "a-good.txt").write_text(GOOD, encoding="utf-8")
    (folder / "z-good.txt").write_text(GOOD.replace("沁县", "昔阳"), encoding="utf-8")
    tried = [name for name in TRIED if LONG or name not in LARGE]
    for name in tried:
        (folder / name).write_bytes(HOSTILE[name]())
    report = build(folder, tmp_path / "index")
    store, _ = open_store(tmp_path / "index")
    sources = {info.source for info in store.documents()}
    assert {"a-good.txt", "z-good.txt"} <= sources
    skipped = {file.source: file for file in report.files if file.change is Change.SKIPPED}
    assert sources | set(skipped) == {"a-good.txt", "z-good.txt", *tried}
    for file in skipped.values():
        for language in ("zh", "en"):
            assert file.message(language) and "\n" not in file.message(language)
    for source in sources:
        text = store.document(source).original
        assert "root:" not in text and "&a8;" not in text and len(text) <= LONGEST_TEXT
    store.close()
    assert not (tmp_path / "wenjin-was-here").exists() and not Path("/tmp/wenjin-was-here").exists()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["folder", "index"]


@pytest.mark.parametrize("name", TRIED)
def test_no_file_takes_longer_than_its_time(tmp_path: Path, name: str, hurried: None) -> None:
    path = tmp_path / name
    path.write_bytes(HOSTILE[name]())
    begin = processor_time()
    try:
        read_file(path, name)
    except UnreadableFile as error:
        assert "\n" not in str(error)
    read_apart._WORKERS.end()  # its time counts once it has ended
    # the limit, a second for its roundness, and the import of the libraries
    assert processor_time() - begin < read_apart.SECONDS + 1 + 3


def test_a_reader_that_dies_is_followed_by_a_new_one(tmp_path: Path) -> None:
    page = tmp_path / "a.html"
    page.write_text(f"<p>{GOOD}</p>", encoding="utf-8")
    assert "6524" in read_file(page, "a.html").original
    worker = read_apart._WORKERS.take()
    worker._process.kill()
    worker._process.wait()
    read_apart._WORKERS.give(worker)
    assert "6524" in read_file(page, "a.html").original
    nested = tmp_path / "a.pdf"
    nested.write_bytes(HOSTILE["pdf_nested.pdf"]())
    with pytest.raises(UnreadableFile):
        read_file(nested, "a.pdf")
    assert "6524" in read_file(page, "a.html").original


def test_a_reader_that_hangs_is_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    read_apart._WORKERS.end()
    script = tmp_path / "sleeper.py"
    script.write_text("import time; time.sleep(60)\n", encoding="utf-8")
    monkeypatch.setattr(read_apart, "_WORKER", script)
    monkeypatch.setattr(read_apart, "_WALL", 0.3)
    begin = time.monotonic()
    with pytest.raises(read_apart.CannotRead, match="已放弃"):
        read_apart.read_apart("pdf", b"%PDF" * 100_000)
    assert time.monotonic() - begin < 10


def test_readers_are_used_from_several_threads(tmp_path: Path) -> None:
    found: dict[int, str] = {}

    def read(number: int) -> None:
        data = f"<p>昔阳第{number}号，全县种植谷子3万亩。</p>".encode()
        for _ in range(5):
            found[number] = read_apart.read_apart("html", data).original

    threads = [threading.Thread(target=read, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert all(f"第{number}号" in found[number] for number in range(4))


def test_the_reader_can_write_no_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source = Path(read_apart.__file__).with_name("read_worker.py").read_text(encoding="utf-8")
    target = tmp_path / "written"
    attack = f"open({str(target)!r}, 'w').write('x' * 100000)"
    worker = tmp_path / "worker.py"
    worker.write_text(
        source.replace("        found = reader(data)\n", f"        {attack}\n"), encoding="utf-8"
    )
    read_apart._WORKERS.end()
    monkeypatch.setattr(read_apart, "_WORKER", worker)
    with pytest.raises(read_apart.CannotRead):
        read_apart.read_apart("html", b"<p>a</p>")
    assert not target.exists() or target.stat().st_size == 0


def test_odd_names_and_what_is_no_file(tmp_path: Path) -> None:
    folder = tmp_path / "folder"
    (folder / "..hidden").mkdir(parents=True)
    names = ["换\n行.txt", "红\x1b[31m色.txt", "反\u202etxt.txt", "<img src=x>.txt", "=1+1.txt"]
    for number, name in enumerate([*names, "good.txt"]):
        (folder / name).write_text(GOOD.replace("6524", f"652{number}"), encoding="utf-8")
    bytes_alone = os.fsencode(folder) + b"/\xff\xfe.txt"
    Path(os.fsdecode(bytes_alone)).write_text(GOOD, encoding="utf-8")
    os.mkfifo(folder / "pipe.txt")
    os.mkfifo(folder / "pipe.pdf")
    (folder / "loop").symlink_to(folder)
    (folder / "self.txt").symlink_to(folder / "self.txt")
    (folder / "gone.txt").symlink_to(tmp_path / "nothing")
    (folder / "null.txt").symlink_to("/dev/zero")
    done: list[BuildReport] = []
    thread = threading.Thread(
        target=lambda: done.append(build(folder, tmp_path / "index")), daemon=True
    )
    thread.start()
    thread.join(60)
    assert done, "something in the folder held the build"
    store, _ = open_store(tmp_path / "index")
    assert {info.source for info in store.documents()} == {*names, "good.txt"}
    store.close()
    from rag.terminal import plain

    assert any("UTF-8" in file.message("zh") for file in done[0].files)
    for file in done[0].files:
        assert plain(file.source).isprintable() and plain(file.message("zh")).isprintable()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["folder", "index"]


def test_what_a_document_says_stays_text_wherever_it_is_shown(tmp_path: Path) -> None:
    from rag.asking import show
    from rag.terminal import to_json
    from web.export import EXPORTS
    from web.turns import Turn

    (tmp_path / "a.txt").write_bytes(HOSTILE["txt_steering.txt"]())
    build(tmp_path, tmp_path / "index")
    from rag import assistant as module
    from rag.settings import Settings

    monkey = pytest.MonkeyPatch()
    monkey.setattr(module, "open_embedder", lambda name, models: SmallEmbedder())
    try:
        assistant = module.Assistant(tmp_path / "index", Settings(tmp_path, tmp_path / "index"))
        answer = assistant.ask("青禾镇的茶园面积是多少亩")
    finally:
        monkey.undo()
    assert answer.quotes and "\x1b" in answer.quotes[0].text
    for shown in (show(answer, "zh", False), to_json(answer.to_dict())):
        assert all(c.isprintable() or c == "\n" for c in shown)
    formula = replace(answer.quotes[0], title='=cmd|"/c calc"!A1<script>', source="=1+1.txt")
    turn = Turn(answer.question, replace(answer, quotes=(formula,)))
    markdown = EXPORTS["markdown"].write([turn], "zh").decode()
    assert "<script" not in markdown.replace("\\<", "") and "](javascript" not in markdown
    word = zipfile.ZipFile(io.BytesIO(EXPORTS["docx"].write([turn], "zh")))
    body = word.read("word/document.xml").decode()
    for acting in ("<script", "<img", "fldSimple", "instrText", "w:hyperlink", "\x1b"):
        assert acting not in body
    assistant.close()


@pytest.mark.parametrize(
    "text",
    [
        "沁县完成产值三亿元",
        "（",
        "()",
        "产\n",
        "产???",
        "\ufffd产",
        "<p>",
        "<",
        "# 产\n",
        "产(chǎn)",
    ],
)
def test_time_grows_with_the_length_of_a_text_and_no_faster(tmp_path: Path, text: str) -> None:
    """Over three doublings; what grows with the square would take 64 times as long."""

    def seconds(length: int) -> float:
        path = tmp_path / "a.txt"
        path.write_text("某县。\n" + text * (length // len(text)), encoding="utf-8")
        begin = time.process_time()
        to_stored(read_document(path, "a.txt"))
        return time.process_time() - begin

    seconds(1_000)
    small = min(seconds(3_000) for _ in range(2))
    large = seconds(24_000)
    assert large < 24 * small + 0.5


def test_links_out_of_the_folder_are_not_followed(tmp_path: Path) -> None:
    folder = tmp_path / "folder"
    (folder / "inner").mkdir(parents=True)
    (tmp_path / "secret.txt").write_text("密码是青禾镇3127。", encoding="utf-8")
    (tmp_path / "outside").mkdir()
    (tmp_path / "outside" / "b.txt").write_text("密码是白鹭镇3134。", encoding="utf-8")
    (folder / "good.txt").write_text(GOOD, encoding="utf-8")
    (folder / "out.txt").symlink_to(tmp_path / "secret.txt")
    (folder / "passwd.txt").symlink_to("/etc/passwd")
    (folder / "inner" / "up").symlink_to(tmp_path / "outside")
    (folder / "inner" / "again.txt").symlink_to(folder / "good.txt")
    report = build(folder, tmp_path / "index")
    store, _ = open_store(tmp_path / "index")
    assert {info.source for info in store.documents()} == {"good.txt", "inner/again.txt"}
    store.close()
    skipped = {file.source for file in report.files if file.change is Change.SKIPPED}
    assert {"out.txt", "passwd.txt"} <= skipped
