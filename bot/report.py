"""An evaluation as one page that needs nothing else: tables and plots, light and dark. Pure."""

from collections import Counter
from collections.abc import Sequence
from html import escape
from typing import Any

from bot.evaluate import DEPTHS, Result

_STYLE = """
:root{color-scheme:light dark;--ink:#1b1f24;--soft:#59636e;--line:#d1d9e0;--bar:#1f6f8b;
--low:#b35900;--paper:#fff}
@media(prefers-color-scheme:dark){:root{--ink:#e6edf3;--soft:#9aa7b4;--line:#3d444d;--bar:#58b6d6;
--low:#e8a33d;--paper:#14181d}}
body{font:16px/1.5 system-ui,sans-serif;color:var(--ink);background:var(--paper);margin:2rem auto;
max-width:62rem;padding:0 1rem}
h1{font-size:1.6rem}h2{font-size:1.2rem;margin-top:2.5rem}p{color:var(--soft);max-width:44rem}
.scroll{overflow-x:auto}table{border-collapse:collapse;font-size:.9rem}
th,td{padding:.3rem .7rem;text-align:right;
border-bottom:1px solid var(--line);font-variant-numeric:tabular-nums}
th:first-child,td:first-child{text-align:left}thead th{color:var(--soft);font-weight:600}
svg{width:100%;height:auto;max-width:46rem}svg text{fill:var(--ink);font:13px system-ui,sans-serif}
svg .soft{fill:var(--soft)}svg .bar{fill:var(--bar)}svg .low{fill:var(--low)}
svg .axis{stroke:var(--line);stroke-width:1}
"""
_ROW, _LEFT, _WIDTH = 26, 190, 420
_GOOD = 0.8
_OUTCOMES = (
    "answered",
    "partly_answered",
    "nothing_found",
    "personal_data",
    "urgent",
    "out_of_scope",
)


def as_page(name: str, rows: Sequence[dict[str, Any]], results: Sequence[Result]) -> str:
    """Return the page as HTML; `rows` are those of `bot.evaluate.table`."""
    deepest = f"recall@{DEPTHS[1]}"
    parts = [
        f"<h1>How well it answers: {escape(name)}</h1>",
        f"<p>{len(results)} questions. A question counts as found when what it needs stands among "
        "the first citations; where it needs several passages, all of them must.</p>",
        f"<h2>Found among the first {DEPTHS[1]} citations</h2>",
        _bars([(_plain(row["group"]), row[deepest]) for row in rows]),
        "<h2>First citation right</h2>",
        _bars([(_plain(row["group"]), row["first_right"]) for row in rows]),
        "<h2>What should come, and what came</h2>",
        _outcomes(results),
        "<h2>All figures</h2>",
        _table(rows),
    ]
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width,initial-scale=1">'
        f"<title>{escape(name)}: evaluation</title><style>{_STYLE}</style></head>"
        f"<body><main>{''.join(parts)}</main></body></html>\n"
    )


def _bars(shares: Sequence[tuple[str, float | None]]) -> str:
    """Return a bar a group; groups without such questions are left out."""
    known = [(name, share) for name, share in shares if share is not None]
    height = _ROW * len(known) + 24
    label = "; ".join(f"{name}: {share:.2f}" for name, share in known)
    made = [f'<svg viewBox="0 0 {_LEFT + _WIDTH + 60} {height}" role="img"']
    made.append(f' aria-label="{escape(label)}">')
    for tenth in range(0, 11, 2):
        x = _LEFT + _WIDTH * tenth / 10
        made.append(f'<line class="axis" x1="{x}" y1="0" x2="{x}" y2="{height - 20}"/>')
        made.append(
            f'<text class="soft" x="{x}" y="{height - 4}" text-anchor="middle">{tenth / 10}</text>'
        )
    for number, (name, share) in enumerate(known):
        y = number * _ROW
        kind = "bar" if share >= _GOOD else "low"
        made.append(f'<text x="{_LEFT - 8}" y="{y + 17}" text-anchor="end">{escape(name)}</text>')
        made.append(
            f'<rect class="{kind}" x="{_LEFT}" y="{y + 4}" width="{_WIDTH * share:.1f}" '
            'height="18" rx="2"/>'
        )
        made.append(f'<text x="{_LEFT + _WIDTH * share + 6:.1f}" y="{y + 17}">{share:.2f}</text>')
    return "".join([*made, "</svg>"])


def _outcomes(results: Sequence[Result]) -> str:
    """Return how often each outcome came where another or the same should have."""
    came = Counter((result.asked.expected[0], result.outcome) for result in results)
    expected = [o for o in _OUTCOMES if any(should == o for should, _ in came)]
    head = "".join(f"<th>{escape(_plain(o))}</th>" for o in _OUTCOMES)
    body = "".join(
        f"<tr><td>{escape(_plain(should))}</td>"
        + "".join(f"<td>{came[should, outcome] or ''}</td>" for outcome in _OUTCOMES)
        + "</tr>"
        for should in expected
    )
    return (
        f'<div class="scroll"><table><thead><tr><th>should be</th>{head}</tr></thead>'
        f"<tbody>{body}</tbody></table></div>"
    )


def _table(rows: Sequence[dict[str, Any]]) -> str:
    columns = list(rows[0]) if rows else []
    head = "".join(f"<th>{escape(_plain(column))}</th>" for column in columns)
    body = "".join(
        "<tr>"
        + "".join(f"<td>{escape(_plain(_cell(row[column])))}</td>" for column in columns)
        + "</tr>"
        for row in rows
    )
    return (
        f'<div class="scroll"><table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>'
        "</div>"
    )


def _cell(value: Any) -> str:
    if value is None:
        return "–"
    return f"{value:.2f}" if isinstance(value, float) else _plain(str(value))


def _plain(name: str) -> str:
    return name.replace("_", " ")
