"""Plots of a run as inline SVG, coloured by the page's own variables."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from eval.abstention import RiskCoverage
from eval.calibration import Bin

_WIDTH, _HEIGHT = 420, 260
_LEFT, _RIGHT, _TOP, _BOTTOM = 44, 12, 14, 38


def _x(share: float) -> float:
    return _LEFT + share * (_WIDTH - _LEFT - _RIGHT)


def _y(share: float) -> float:
    return _HEIGHT - _BOTTOM - share * (_HEIGHT - _TOP - _BOTTOM)


def _svg(title: str, body: str, height: int = _HEIGHT) -> str:
    return (
        f'<svg viewBox="0 0 {_WIDTH} {height}" role="img" aria-label="{escape(title)}">'
        f"<title>{escape(title)}</title>{body}</svg>"
    )


def _text(x: float, y: float, text: str, anchor: str = "middle", kind: str = "tick") -> str:
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" class="{kind}">{escape(text)}</text>'
    )


def _line(x1: float, y1: float, x2: float, y2: float, kind: str) -> str:
    return f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" class="{kind}"/>'


def _frame(x_label: str, y_label: str, top: float = 1.0) -> str:
    parts = []
    for tick in (0, 0.25, 0.5, 0.75, 1):
        parts += [
            _line(_x(0), _y(tick), _x(1), _y(tick), "grid"),
            _text(_x(0) - 6, _y(tick) + 4, f"{100 * tick * top:.0f}", "end"),
            _text(_x(tick), _y(0) + 16, f"{100 * tick:.0f}"),
        ]
    parts.append(_text(_x(0.5), _HEIGHT - 4, x_label))
    parts.append(_text(_x(0), _TOP - 3, y_label, "start"))
    return "".join(parts)


def reliability_plot(bins: Sequence[Bin]) -> str:
    """The share of right answers against the confidence, a bar a bin, and the ideal diagonal."""
    bars = "".join(
        f'<rect x="{_x(b.low) + 1:.1f}" y="{_y(b.accuracy):.1f}" class="bar"'
        f' width="{_x(b.high) - _x(b.low) - 2:.1f}" height="{_y(0) - _y(b.accuracy):.1f}">'
        f"<title>{b.count} × {100 * b.confidence:.0f} % → {100 * b.accuracy:.0f} %</title></rect>"
        + _text(_x((b.low + b.high) / 2), _y(b.accuracy) - 4, str(b.count))
        for b in bins
    )
    diagonal = _line(_x(0), _y(0), _x(1), _y(1), "ideal")
    frame = _frame("置信度 confidence (%)", "答对 right (%)")
    return _svg("可靠性 reliability", frame + bars + diagonal)


def risk_coverage_plot(curve: RiskCoverage) -> str:
    """Risk against coverage; the scale of the risk ends at the next quarter above its maximum."""
    highest = float(curve.risk.max()) if len(curve.risk) else 0.0
    top = next(t for t in (0.1, 0.25, 0.5, 1.0) if highest <= t)
    points = " ".join(
        f"{_x(float(c)):.1f},{_y(float(r) / top):.1f}"
        for c, r in zip(curve.coverage, curve.risk, strict=True)
    )
    frame = _frame("覆盖 coverage (%)", "风险 risk (%)", top)
    return _svg(
        "风险与覆盖 risk and coverage", f'{frame}<polyline points="{points}" class="line"/>'
    )


def latency_plot(milliseconds: Sequence[float], bins: int = 24) -> str:
    """How many questions took how long, up to the 99th part; the rest is in the last bar."""
    if not milliseconds:
        return ""
    ordered = sorted(milliseconds)
    end = ordered[min(len(ordered) - 1, int(0.99 * len(ordered)))] or 1.0
    counts = [0] * bins
    for value in ordered:
        counts[min(bins - 1, int(bins * value / end))] += 1
    most = max(counts)
    width = (_x(1) - _x(0)) / bins
    bars = "".join(
        f'<rect x="{_x(0) + at * width + 0.5:.1f}" y="{_y(count / most):.1f}" class="bar"'
        f' width="{width - 1:.1f}" height="{_y(0) - _y(count / most):.1f}">'
        f"<title>{count}</title></rect>"
        for at, count in enumerate(counts)
    )
    ticks = "".join(
        _text(_x(share), _y(0) + 16, f"{share * end:.0f}") for share in (0, 0.25, 0.5, 0.75, 1)
    )
    axis = _line(_x(0), _y(0), _x(1), _y(0), "grid") + _text(_x(0.5), _HEIGHT - 4, "毫秒 ms")
    most_label = _text(_x(0) - 6, _y(1) + 4, str(most), "end")
    return _svg("用时 latency", axis + ticks + most_label + bars)


def bars_plot(title: str, rows: Sequence[tuple[str, float, int]]) -> str:
    """A horizontal bar a row: label, share (0..1) and number of questions."""
    step = 22
    left, right = 150, 330
    parts = []
    for at, (label, share, count) in enumerate(rows):
        y = 8 + at * step
        parts += [
            _text(left - 8, y + 12, label, "end"),
            f'<rect x="{left}" y="{y}" width="{right - left}" height="14" class="track"/>',
            f'<rect x="{left}" y="{y}" width="{share * (right - left):.1f}" height="14"'
            ' class="bar"/>',
            _text(right + 8, y + 12, f"{100 * share:.1f} %  · {count}", "start"),
        ]
    return _svg(title, "".join(parts), 12 + step * len(rows))
