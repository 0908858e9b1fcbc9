"""The library as HTML: the drop zone, the progress of a build, and the documents."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from urllib.parse import quote

from index.build import BuildReport, Change
from index.file_readers import READERS
from index.store import DocumentInfo
from rag.shelf import LARGEST, Library, Removed
from rag.shelf_build import BuildState
from web.icons import icon
from web.language_tag import language_tag
from web.marks import escape
from web.public_line import public_line, without_paths
from web.shelf_api import ADDRESS
from web.texts import count_documents, say

LISTED = 1000
"""How many documents the table lists."""
_SKIPPED = 20
_NUMBERS = ("characters", "passages", "damage")


def render_drop_zone(library: Library, language: str) -> str:
    """Where files are dropped; why nothing can be added where the folders are not known."""
    if library.folders is None:
        return f'<p class="explain" role="note">{say(language, "folders_unknown")}</p>'
    kinds = " ".join(sorted(READERS))
    words = {
        "address": ADDRESS.lstrip("/"),
        "largest": str(LARGEST),
        "uploading": say(language, "uploading"),
        "understanding": say(language, "understanding"),
        "lost": say(language, "upload_lost"),
        "large": say(language, "too_large", largest=LARGEST // 2**20),
        "replace": say(language, "upload_replace"),
        "event": "upload",
    }
    data = " ".join(
        f'data-{name}="{escape(value)}"' for name, value in words.items() if name != "event"
    )
    accepted = ",".join(sorted(READERS))
    more = say(language, "drop_kinds", kinds=kinds, largest=LARGEST // 2**20)
    return (
        f'<div class="drop" data-drop {data}>{icon("upload")}<p><span>{say(language, "drop")}</span> '
        f'<label class="pick"><input type="file" multiple accept="{accepted}">'
        f"<span>{say(language, 'choose_files')}</span></label></p>"
        f'<p class="facts">{escape(more)}</p></div>'
        f'<ul class="uploads" aria-label="{say(language, "upload_results")}" aria-live="polite"></ul>'
    )


def render_build(state: BuildState, language: str) -> str:
    """How the build stands, or how the last one ended; empty where there was none."""
    if state.running:
        words = say(language, f"build_{state.stage}", done=state.done, total=state.total)
        return (
            f'<div class="progress" role="status"><p>{words} '
            f'<span class="facts">{say(language, "build_meanwhile")}</span></p>'
            f"{progress_bar(state.done, state.total, say(language, 'build_progress'))}</div>"
        )
    if state.problem is not None:
        why = escape(public_line(state.problem, language))
        return f'<p class="problem" role="alert">{say(language, "build_failed", why=why)}</p>'
    return _report(state.report, language) if state.report is not None else ""


def progress_bar(done: int, total: int, name: str) -> str:
    """A bar; one that only moves where the end is not known."""
    value = f' value="{min(done, total)}" max="{total}"' if total else ""
    return f'<progress{value} aria-label="{escape(name)}"></progress>'


def _report(report: BuildReport, language: str) -> str:
    line = say(
        language,
        "build_done",
        documents=count_documents(language, report.documents),
        passages=report.passages,
        **{change.value: report.count(change) for change in Change},
    )
    skipped = [file for file in report.files if file.change is Change.SKIPPED]
    rows = "".join(
        f"<li><code>{escape(file.source)}</code> {escape(without_paths(file.message(language)))}</li>"
        for file in skipped[:_SKIPPED]
    )
    left = (
        f"<details><summary>{say(language, 'skipped', count=len(skipped))}</summary>"
        f"<ul>{rows}</ul></details>"
        if skipped
        else ""
    )
    return f'<div class="done" role="status"><p>{line}</p>{left}</div>'


def render_documents(documents: Sequence[DocumentInfo], library: Library, language: str) -> str:
    """The table of documents, what was removed, and the dialog that asks before removing."""
    can_change = library.folders is not None
    uploaded = set(library.uploaded())
    head = _head(documents, library, language)
    rows = "".join(_row(info, uploaded, can_change, language) for info in documents[:LISTED])
    more = ""
    if len(documents) > LISTED:
        more = f'<p class="facts">{say(language, "more_documents", count=LISTED)}</p>'
    table = (
        f'<div class="scroll" tabindex="0" role="region" aria-label="{say(language, "library")}">'
        f'<table class="documents" data-sortable><thead><tr>{_columns(can_change, language)}</tr>'
        f"</thead><tbody>{rows}</tbody></table></div>"
        f'<p class="facts no-match" hidden>{say(language, "no_match")}</p>{more}'
        if documents
        else f'<p class="explain">{say(language, "no_documents")}</p>'
    )
    return head + table + _removed(library.removed(), language) + _dialog(language)


def _head(documents: Sequence[DocumentInfo], library: Library, language: str) -> str:
    count = say(
        language,
        "library_count",
        documents=count_documents(language, len(documents)),
        passages=f"{sum(info.passages for info in documents):,}",
        characters=f"{sum(info.characters for info in documents):,}",
    )
    folders = library.folders
    whence = ""
    if folders:
        names = "、".join(f"<code>{escape(path.name)}</code>" for path in folders)
        whence = f' · <span class="whence">{say(language, "folders_of", folders=names)}</span>'
    rebuild = ""
    if folders is not None:
        rebuild = (
            f'<button type="button" class="quiet" data-event="submit" '
            f'title="{say(language, "rebuild_more")}">{say(language, "rebuild")}</button>'
        )
    waiting = library.waiting(documents)
    waits = (
        f'<p class="explain">{say(language, "waiting", count=len(waiting))}</p>' if waiting else ""
    )
    find = (
        f'<input type="search" data-filter="rows" autocomplete="off" '
        f'placeholder="{say(language, "library_filter")}" '
        f'aria-label="{say(language, "library_filter")}">'
    )
    return f'<div class="list-head"><p class="facts">{count}{whence}</p>{rebuild}</div>{waits}' + (
        find if len(documents) > 1 else ""
    )


def _columns(can_change: bool, language: str) -> str:
    columns = ("title", "place", "date", *_NUMBERS)
    cells = "".join(
        f'<th scope="col"{_kind(name)}><button type="button" data-do="sort" '
        f'title="{say(language, "sort_by", name=say(language, f"col_{name}"))}">'
        f"{say(language, f'col_{name}')}</button></th>"
        for name in columns
    )
    if can_change:
        cells += f'<th scope="col"><span class="said">{say(language, "col_actions")}</span></th>'
    return cells


def _kind(name: str) -> str:
    return ' class="number"' if name in _NUMBERS else ""


def document_address(source: str) -> str:
    """The address of a document's page."""
    return f"#library/{escape(quote(source, safe=''))}"


def _row(info: DocumentInfo, uploaded: Collection[str], can_change: bool, language: str) -> str:
    title = info.title or info.source
    is_uploaded = info.source in uploaded
    badge = f' <span class="role">{say(language, "uploaded_here")}</span>' if is_uploaded else ""
    cells = (
        f'<th scope="row"><a href="{document_address(info.source)}" '
        f'lang="{language_tag(title)}">{escape(title)}</a>'
        f'<span class="facts"><code>{escape(info.source)}</code>{badge}</span></th>'
        f"{_cell('place', ' ‹ '.join(info.places), language)}{_cell('date', info.date or '', language)}"
        + "".join(_number_cell(name, getattr(info, name), language) for name in _NUMBERS)
    )
    if can_change:
        cells += f"<td>{_remove_button(info.source, title, is_uploaded, language)}</td>"
    return f"<tr>{cells}</tr>"


def _cell(name: str, value: str, language: str) -> str:
    label = say(language, f"col_{name}")
    return f'<td data-label="{label}" data-value="{escape(value)}">{escape(value) or "–"}</td>'


def _number_cell(name: str, value: int, language: str) -> str:
    label = say(language, f"col_{name}")
    some = " some" if name == "damage" and value else ""
    return f'<td class="number{some}" data-label="{label}" data-value="{value}">{value:,}</td>'


def _remove_button(source: str, title: str, is_uploaded: bool, language: str) -> str:
    why = say(language, "remove_upload" if is_uploaded else "remove_folder")
    name = say(language, "remove_named", title=escape(title))
    return (
        f'<button type="button" class="remove" data-do="sure" data-source="{escape(source)}" '
        f'data-title="{escape(title)}" data-why="{why}" aria-label="{name}" '
        f'title="{say(language, "remove")}">{icon("remove")}</button>'
    )


def _removed(removed: Sequence[Removed], language: str) -> str:
    if not removed:
        return ""
    rows = "".join(
        f"<li><code>{escape(item.source)}</code>"
        f'<button type="button" class="quiet" data-event="undo" data-key="{escape(item.key)}" '
        f'aria-label="{say(language, "restore_named", name=escape(item.source))}">'
        f"{say(language, 'restore')}</button></li>"
        for item in removed
    )
    title = say(language, "removed_title", count=len(removed))
    return (
        f'<details class="removed" id="removed"><summary>{title}</summary><ul>{rows}</ul></details>'
    )


def _dialog(language: str) -> str:
    return (
        f'<dialog id="sure" aria-labelledby="sure-title"><h2 id="sure-title">'
        f'{say(language, "remove_sure")}</h2><p class="name"></p><p class="facts"></p>'
        f'<div class="bar"><button type="button" class="quiet" data-do="unsure">'
        f"{say(language, 'cancel')}</button>"
        f'<button type="button" class="danger" data-event="delete" data-source="">'
        f"{say(language, 'remove')}</button></div></dialog>"
    )
