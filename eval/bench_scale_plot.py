"""The plot of `wenjin bench scale`: how each cost grows with the number of articles."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from math import log10

from eval.bench_report import Figure

_PANELS = (
    ("build min", "build, min"),
    ("disk MiB", "disk, MiB"),
    ("server MiB", "server memory, MiB"),
    ("search p95", "search p95, ms"),
    ("answer p95", "answer p95, ms"),
    ("add one", "adding one article, ms"),
)
_WIDTH, _HEIGHT = 260, 190
_LEFT, _RIGHT, _TOP, _BOTTOM = 52, 14, 30, 34
_ACROSS = 3
_STYLE = (
    "text{font:11px sans-serif;fill:#333}.title{font-weight:bold}"
    ".grid{stroke:#ddd}.line{fill:none;stroke:#1f5fa8;stroke-width:2}.dot{fill:#1f5fa8}"
)


def growth_plot(rows: Mapping[str, Mapping[str, Figure]]) -> str:
    """An SVG with a panel a cost, both axes logarithmic.

    :param rows: The figures of each cost by number of articles (`10,000`), as `eval.bench_scale`
        makes them.
    """
    panels = []
    for at, (column, title) in enumerate(_PANELS):
        sizes = [int(name.replace(",", "")) for name in rows[column]]
        values = [figure.value for figure in rows[column].values()]
        x, y = at % _ACROSS * _WIDTH, at // _ACROSS * _HEIGHT
        panels.append(f'<g transform="translate({x},{y})">{_panel(title, sizes, values)}</g>')
    width = _ACROSS * _WIDTH
    height = -(-len(_PANELS) // _ACROSS) * _HEIGHT
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" '
        f'width="{width}" height="{height}"><title>Cost against size</title>'
        f'<style>{_STYLE}</style><rect width="100%" height="100%" fill="#fff"/>'
        f"{''.join(panels)}</svg>\n"
    )


def _panel(title: str, sizes: Sequence[int], values: Sequence[float]) -> str:
    across = _Scale([float(size) for size in sizes], _LEFT, _WIDTH - _RIGHT)
    up = _Scale(values, _HEIGHT - _BOTTOM, _TOP)
    parts = [f'<text class="title" x="{_LEFT}" y="16">{escape(title)}</text>']
    for tick in up.ticks():
        y = up.at(tick)
        parts.append(
            f'<line class="grid" x1="{_LEFT}" x2="{_WIDTH - _RIGHT}" y1="{y:.1f}" y2="{y:.1f}"/>'
            f'<text x="{_LEFT - 6}" y="{y + 4:.1f}" text-anchor="end">{tick:g}</text>'
        )
    for size in sizes:
        parts.append(
            f'<text x="{across.at(size):.1f}" y="{_HEIGHT - _BOTTOM + 16}" '
            f'text-anchor="middle">{_short(size)}</text>'
        )
    points = [(across.at(size), up.at(value)) for size, value in zip(sizes, values, strict=True)]
    line = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    dots = "".join(f'<circle class="dot" cx="{x:.1f}" cy="{y:.1f}" r="3"/>' for x, y in points)
    return f'{"".join(parts)}<polyline class="line" points="{line}"/>{dots}'


class _Scale:
    """A logarithmic scale from whole powers of ten to whole powers of ten."""

    def __init__(self, values: Sequence[float], start: float, end: float) -> None:
        logs = [log10(max(value, 1e-3)) for value in values] or [0.0]
        self._low = int(min(logs) // 1)
        self._high = max(int(-(-max(logs) // 1)), self._low + 1)
        self._start, self._end = start, end

    def at(self, value: float) -> float:
        share = (log10(max(value, 1e-3)) - self._low) / (self._high - self._low)
        return self._start + share * (self._end - self._start)

    def ticks(self) -> list[float]:
        return [10.0**power for power in range(self._low, self._high + 1)]


def _short(size: int) -> str:
    return f"{size / 1000:g} k" if size % 1000 == 0 else f"{size:,}"
