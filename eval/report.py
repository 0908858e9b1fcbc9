"""report.html of a run: one file that needs no network."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from html import escape
from pathlib import Path
from typing import Any

from eval.abstention import risk_coverage
from eval.calibration import reliability
from eval.measures import MEASURES
from eval.plots import bars_plot, latency_plot, reliability_plot, risk_coverage_plot
from eval.run import RunError
from eval.tables import COLUMNS, shown
from eval.tags import TAGS
from eval.verdict import Judged

_STYLE = """
:root{color-scheme:light dark;--ink:#1d2329;--dim:#5c6670;--page:#fbfaf7;--card:#fff;
--rule:#dcd8cf;--accent:#1f6f6b;--track:#e9e5dc;--bad:#a4262c;--mark:#fbe7a1}
@media(prefers-color-scheme:dark){:root{--ink:#e6e3dc;--dim:#a3a79f;--page:#16191c;--card:#1e2226;
--rule:#363b40;--accent:#5cb8b2;--track:#2c3136;--bad:#ff8f8f;--mark:#5b4a12}}
*{box-sizing:border-box}
body{margin:0 auto;max-width:72rem;padding:1.5rem;background:var(--page);color:var(--ink);
font:16px/1.6 "Noto Sans SC","PingFang SC","Microsoft YaHei",system-ui,sans-serif}
h1{font-size:1.6rem;margin:.2rem 0}h2{font-size:1.2rem;margin:2rem 0 .6rem}
p,dl{margin:.4rem 0}.dim{color:var(--dim);font-size:.88rem}
.plots{display:grid;gap:1rem;grid-template-columns:repeat(auto-fit,minmax(min(100%,24rem),1fr))}
figure{margin:0;padding:.8rem;background:var(--card);border:1px solid var(--rule);border-radius:8px}
figcaption{font-weight:600;margin-bottom:.3rem}svg{width:100%;height:auto;display:block}
svg text{fill:var(--dim);font-size:11px}.grid{stroke:var(--rule)}.bar{fill:var(--accent)}
.track{fill:var(--track)}.line{fill:none;stroke:var(--accent);stroke-width:2}
.ideal{stroke:var(--ink);stroke-dasharray:4 4}
.wide{overflow-x:auto}table{border-collapse:collapse;width:100%;background:var(--card);
font-variant-numeric:tabular-nums;font-size:.9rem}
th,td{padding:.3rem .6rem;border-bottom:1px solid var(--rule);text-align:right;white-space:nowrap}
th:first-child,td:first-child,th.text,td.text{text-align:left}td.text{white-space:normal;min-width:15rem}
details{background:var(--card);border:1px solid var(--rule);border-radius:8px;margin:.5rem 0;
padding:.5rem .9rem}summary{cursor:pointer;overflow-wrap:anywhere}
summary b{font-weight:600}.verdict{color:var(--bad);font-size:.85rem}
dt{color:var(--dim);font-size:.85rem;margin-top:.6rem}dd{margin:0;overflow-wrap:anywhere;
white-space:pre-wrap}mark{background:var(--mark);color:inherit}
:focus-visible{outline:2px solid var(--accent);outline-offset:2px}
"""

_TEXT = {"meaning (source)", "text"}
"""The columns that hold sentences."""

_POLICY = "default-src 'none'; style-src 'unsafe-inline'"


def write_report(path: Path, judged: Sequence[Judged], about: Mapping[str, Any]) -> None:
    """Writes the report of a run.

    :param about: As `eval.run.describe` makes it.
    :raises RunError: The file cannot be written.
    """
    try:
        path.write_text(make_report(judged, about), encoding="utf-8")
    except OSError as error:
        raise RunError(
            f"写不了 {path}：{error.strerror}", f"cannot write {path}: {error.strerror}"
        ) from error


def make_report(judged: Sequence[Judged], about: Mapping[str, Any]) -> str:
    """The page; whatever comes from documents and questions is escaped."""
    failures = [one for one in judged if not one.verdict.is_right]
    right = len(judged) - len(failures)
    return f"""<!doctype html>
<html lang="zh"><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{_POLICY}">
<meta name="viewport" content="width=device-width,initial-scale=1">
<title>问津评测 {escape(about["created"])}</title><style>{_STYLE}</style></head><body><main>
<h1>问津评测</h1>
<p>{right} / {len(judged)} 题如所应是。{_where(about)}</p>
{_must(about)}
<h2>图 · plots</h2><div class="plots">{_plots(judged, about)}</div>
<h2>各项 · all measures</h2>{_measures(about)}
<h2>按文档 · by document</h2>{_groups(about["by_document"], {})}
<h2>按标签 · by tag</h2>{_groups(about["by_tag"], TAGS)}
<h2>未过的题 · failures ({len(failures)})</h2>{"".join(map(_failure, failures))}
<h2>环境 · made with</h2>{_surroundings(about)}
</main></body></html>
"""


def _where(about: Mapping[str, Any]) -> str:
    asked = about["set"]
    return (
        f'<span class="dim">{escape(asked["name"])} · {escape(asked["split"])} · '
        f"{escape(about['model']['name'])} · {escape(about['created'])}</span>"
    )


def _must(about: Mapping[str, Any]) -> str:
    if not about["must_broken"]:
        return "<p>标为 must 的题全部通过。</p>"
    broken = escape("、".join(about["must_broken"]))
    return f'<p class="verdict">must 未过：{broken}</p>'


def _plots(judged: Sequence[Judged], about: Mapping[str, Any]) -> str:
    given = [one for one in judged if one.answered]
    confidence = [one.confidence for one in given]
    right = [one.verdict.is_right for one in given]
    documents = [
        (name[:18], figures["right"]["value"], figures["questions"])
        for name, figures in about["by_document"].items()
    ]
    taken = [one.milliseconds for one in judged if one.milliseconds is not None]
    figures = (
        ("按文档答对 · right by document", bars_plot("right by document", documents)),
        ("可靠性 · reliability", reliability_plot(reliability(confidence, right))),
        (
            "风险与覆盖 · risk and coverage",
            risk_coverage_plot(risk_coverage(confidence, right, len(judged))),
        ),
        ("用时 · latency", latency_plot(taken)),
    )
    return "".join(
        f"<figure><figcaption>{escape(title)}</figcaption>{plot}</figure>"
        for title, plot in figures
    )


def _table(head: Iterable[str], rows: Iterable[str]) -> str:
    cells = "".join(
        f'<th scope="col"{" class=text" if name in _TEXT else ""}>{escape(name)}</th>'
        for name in head
    )
    return (
        '<div class="wide" tabindex="0"><table>'
        f"<thead><tr>{cells}</tr></thead><tbody>{''.join(rows)}</tbody></table></div>"
    )


def _measures(about: Mapping[str, Any]) -> str:
    rows = []
    for name, figure in about["measures"].items():
        edges = figure.get("interval")
        spread = " – ".join(shown(name, edge) for edge in edges) if edges else ""
        meaning = f"{MEASURES[name].meaning} ({MEASURES[name].source})"
        rows.append(
            f"<tr><td>{escape(name)}</td><td>{shown(name, figure['value'])}</td>"
            f'<td>{spread}</td><td>{figure["count"]}</td><td class="text">{escape(meaning)}</td>'
            "</tr>"
        )
    return _table(("measure", "%", "95 %", "n", "meaning (source)"), rows)


def _groups(groups: Mapping[str, Any], meanings: Mapping[str, str]) -> str:
    rows = []
    for group, figures in groups.items():
        cells = "".join(
            f"<td>{shown(name, figures.get(name, {}).get('value'))}</td>" for name in COLUMNS
        )
        title = f' title="{escape(meanings[group])}"' if group in meanings else ""
        rows.append(
            f"<tr><td{title}>{escape(group)}</td><td>{figures['questions']}</td>{cells}</tr>"
        )
    return _table(("", "n", *COLUMNS.values()), rows)


def _failure(one: Judged) -> str:
    question, result = one.question, one.result or {}
    parts: list[tuple[str, str]] = []
    if question.history:
        parts.append(("此前问过 · history", escape("\n".join(question.history))))
    accepted = "\n".join(question.answers) or {"damaged": "原文此处有缺损"}.get(
        question.expected, "这些文档里没有"
    )
    parts.append(("应答 · accepted", escape(accepted)))
    parts += [
        (f"证据 · gold evidence, {piece.source}", _marked(piece.quote, question.answers))
        for piece in question.evidence
    ]
    parts.append(("所答 · answer", escape(str(result.get("answer") or f"（{one.outcome}）"))))
    for number, quote in enumerate(result.get("quotes", ()), 1):
        label = f"所引 · quoted [{number}] {quote['source']} {quote['spans']} · {quote['score']}"
        parts.append((label, escape(quote["text"])))
    if one.error:
        parts.append(("出错 · error", escape(one.error)))
    if result.get("understood"):
        parts.append(("理解为 · understood", escape(result["understood"])))
    if question.note:
        parts.append(("注 · note", escape(question.note)))
    listed = "".join(f"<dt>{escape(term)}</dt><dd>{text}</dd>" for term, text in parts)
    return (
        f"<details><summary><b>{escape(question.id)}</b> {escape(question.question)} "
        f'<span class="verdict">{escape(one.verdict.value)}</span></summary>'
        f"<dl>{listed}</dl>{_trace(result)}"
        f'<p class="dim">{escape(", ".join(sorted(question.tags)))} · '
        f"confidence {one.confidence:.3f}</p></details>"
    )


def _marked(quote: str, answers: Sequence[str]) -> str:
    """The evidence with the longest accepted answer that it spells alike marked."""
    for answer in sorted(answers, key=len, reverse=True):
        before, found, after = quote.partition(answer)
        if answer and found:
            return f"{escape(before)}<mark>{escape(found)}</mark>{escape(after)}"
    return escape(quote)


def _trace(result: Mapping[str, Any]) -> str:
    passages = result.get("passages", ())
    if not passages:
        return ""
    names = sorted({name for passage in passages for name in passage.get("scores", {})})
    rows = []
    for at, passage in enumerate(passages, 1):
        scores = passage.get("scores", {})
        cells = "".join(f"<td>{scores.get(name, 0):.3f}</td>" for name in names)
        text = " ".join(str(passage.get("text", "")).split())[:60]
        rows.append(
            f"<tr><td>{at} {escape(passage['source'])} {passage['start']}–{passage['end']}</td>"
            f'<td>{passage["score"]:.3f}</td>{cells}<td class="text">{escape(text)}</td></tr>'
        )
    times = ", ".join(f"{name} {ms:.1f} ms" for name, ms in result.get("timings_ms", {}).items())
    reason = f'<p class="dim">{escape(str(result.get("reason", "")))} · {escape(times)}</p>'
    return _table(("passage", "score", *names, "text"), rows) + reason


def _surroundings(about: Mapping[str, Any]) -> str:
    rows = [
        f'<tr><td>{escape(part)} {escape(name)}</td><td class="text">{escape(str(value))}</td></tr>'
        for part in ("set", "index", "model", "machine", "versions")
        for name, value in about[part].items()
    ]
    return _table(("", ""), rows)
