"""`FILE.meta.toml`: what people state or correct of a file's facts."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from index.dates import is_date
from index.errors import WenjinError
from index.gazetteer import Division, lookup

__all__ = ["BadSidecar", "Stated", "read_sidecar_table", "sidecar_bytes", "sidecar_path"]


class BadSidecar(WenjinError):
    """A sidecar that is no TOML, or states what cannot be."""

    def __init__(self, path: Path, chinese: str, english: str) -> None:
        super().__init__(f"{path.name}：{chinese}", f"{path.name}: {english}")


LARGEST_SIDECAR = 64 * 1024
"""The largest sidecar that is read, in bytes."""


@dataclass(frozen=True)
class Stated:
    """What a sidecar states; None for what it leaves to be found."""

    title: str | None = None
    place: Division | None = None
    date: str | None = None
    authors: tuple[str, ...] | None = None


def sidecar_path(path: Path) -> Path:
    """Where the sidecar of a file is: beside it, `.meta.toml` after its whole name."""
    return path.with_name(path.name + ".meta.toml")


def sidecar_bytes(path: Path) -> bytes:
    """The bytes of the sidecar of a file, empty where it has none.

    Of one that is too large, no more than shows that it is.
    """
    sidecar = sidecar_path(path)
    if not sidecar.is_file():
        return b""
    with sidecar.open("rb") as file:
        return file.read(LARGEST_SIDECAR + 1)


def read_sidecar_table(path: Path) -> Stated | None:
    """What the sidecar of the file `path` states; None where it has none.

    :raises BadSidecar: it is no TOML, has an unknown key, or a value that cannot be.
    """
    sidecar = sidecar_path(path)
    if not sidecar.is_file():
        return None
    try:
        data = sidecar_bytes(path)
        if len(data) > LARGEST_SIDECAR:
            raise BadSidecar(
                sidecar,
                f"超过 {LARGEST_SIDECAR // 1024} KiB。它只放标题、地点、日期和作者",
                f"larger than {LARGEST_SIDECAR // 1024} KiB. It holds a title, place, date, authors",
            )
        table = tomllib.loads(data.decode("utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        where = " ".join(str(error).split())
        raise BadSidecar(
            sidecar, f"不是有效的 TOML（{where}）。请改正", f"not valid TOML ({where}). Mend it"
        ) from error
    except OSError as error:
        raise BadSidecar(
            sidecar, f"无法读取（{error.strerror}）", f"cannot be read ({error.strerror})"
        ) from error
    unknown = sorted(set(table) - set(_READERS))
    if unknown:
        known = ", ".join(_READERS)
        raise BadSidecar(
            sidecar,
            f"不认识的键 {unknown[0]}。可用的键：{known}",
            f"unknown key {unknown[0]}. Keys: {known}",
        )
    stated = Stated()
    for key, value in table.items():
        stated = _READERS[key](sidecar, value, stated)
    return stated


def _title(sidecar: Path, value: object, stated: Stated) -> Stated:
    if isinstance(value, str) and value.strip():
        return replace(stated, title=" ".join(value.split()))
    raise BadSidecar(
        sidecar, 'title 要是一行不空的文字，例如 title = "答卷"',
        'title must be text that is not empty, for example title = "答卷"',
    )  # fmt: skip


def _place(sidecar: Path, value: object, stated: Stated) -> Stated:
    if isinstance(value, str):
        # 山西省 晋中市 昔阳县: what stands before the last name tells which one is meant.
        *above, name = value.replace("/", " ").split() or [""]
        places = [division for word in above for division in lookup(word)]
        found = lookup(name, within=places)
        exact = [d for d in found if all(any(d.is_within(p) for p in lookup(w)) for w in above)]
        top = [d for d in exact if d.level == exact[0].level]
        if len(top) == 1 or (top and not above and top[0].level < top[-1].level):
            return replace(stated, place=top[0])
        if len(top) > 1:
            choices = [" ".join([a.name for a in d.ancestors[::-1]] + [d.name]) for d in top[:3]]
            listed = "；".join(choices)
            raise BadSidecar(
                sidecar,
                f'place {value} 不止一处（{listed}），请写明上级，例如 place = "{choices[0]}"',
                f'place {value} is more than one ({listed}); write for example "{choices[0]}"',
            )
    raise BadSidecar(
        sidecar, f'place 不是省、市、县的名字：{value!r}，例如 place = "山西省 昔阳县"',
        f'place is no province, city or county: {value!r}, for example place = "山西省 昔阳县"',
    )  # fmt: skip


def _date(sidecar: Path, value: object, stated: Stated) -> Stated:
    text = value.isoformat()[:10] if isinstance(value, date) else value
    text = str(text) if isinstance(text, int) and not isinstance(text, bool) else text
    if isinstance(text, str) and is_date(text):
        return replace(stated, date=text)
    raise BadSidecar(
        sidecar, f"date 不是日期：{value!r}，例如 date = 2021-02-25 或 date = \"2021-02\"",
        f'date is no date: {value!r}, for example date = 2021-02-25 or date = "2021-02"',
    )  # fmt: skip


def _authors(sidecar: Path, value: object, stated: Stated) -> Stated:
    names = [value] if isinstance(value, str) else value
    if isinstance(names, list) and all(isinstance(name, str) and name.strip() for name in names):
        return replace(stated, authors=tuple(" ".join(name.split()) for name in names))
    raise BadSidecar(
        sidecar, 'authors 要是名字的列表，例如 authors = ["樊海燕"]',
        'authors must be a list of names, for example authors = ["樊海燕"]',
    )  # fmt: skip


_READERS: dict[str, Callable[[Path, object, Stated], Stated]] = {
    "title": _title,
    "place": _place,
    "date": _date,
    "authors": _authors,
}
