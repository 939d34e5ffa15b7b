"""A runbook as a page: the part of Markdown that docs/runbooks is written in, as HTML that brings nothing else with it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape
from itertools import groupby

from functions.domain.reasons.base import PLACE

INDEX = "README"  # the stem of the page that lists the others
STYLE = (
    "body{font:16px/1.5 system-ui,sans-serif;max-width:46rem;margin:2rem auto;padding:0 1rem;color-scheme:light dark}"
    "pre{overflow-x:auto;padding:.7rem;border:1px solid #8886}code{font-family:ui-monospace,monospace;font-size:.92em}"
    "h1{line-height:1.2}table{border-collapse:collapse}td,th{border:1px solid #8886;padding:.3rem .6rem;text-align:left}"
)
POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
_INLINE = re.compile(r"`([^`]+)`|\*\*([^*]+)\*\*|\[([^\]]+)\]\(([^)\s]+)\)")
_RULE = re.compile(r"\|[-|]+\|")


def page_of(text: str) -> str:
    """Return a page of docs/runbooks as HTML. What is no Markdown that is known here is shown as it is."""
    title = text.partition("\n")[0].removeprefix("# ")
    head = f'<meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>{escape(title)}</title>'
    body = "\n".join(_blocks(text.split("\n")))
    return f'<!doctype html>\n<html lang="en">\n<head>{head}<style>{STYLE}</style></head>\n<body>\n{body}\n</body>\n</html>\n'


def _blocks(lines: list[str]) -> Iterator[str]:
    for kind, group in groupby(lines, key=_Kind()):
        block = list(group)
        if kind == "code":
            yield f"<pre><code>{escape(chr(10).join(block))}</code></pre>"
        elif kind == "heading":
            yield from (_heading(line) for line in block)
        elif kind == "list":
            yield f"<ul>{''.join(f'<li>{_inline(item)}</li>' for item in _items(block))}</ul>"
        elif kind == "table":
            yield f"<table>{''.join(_row(line) for line in block if not _RULE.fullmatch(line))}</table>"
        elif kind == "text":
            yield f"<p>{_inline(' '.join(block))}</p>"


class _Kind:
    """Says of each line in turn what it is part of."""

    def __init__(self) -> None:
        self._code = self._list = False

    def __call__(self, line: str) -> str:
        if line.startswith("```"):
            self._code = not self._code
            return "fence"
        if self._code:
            return "code"
        self._list = line.startswith("- ") or (self._list and line.startswith("  "))
        if self._list:
            return "list"
        if not line.strip():
            return "empty"
        return "heading" if line.startswith("#") else "table" if line.startswith("|") else "text"


def _items(lines: list[str]) -> list[str]:
    items: list[str] = []
    for line in lines:
        if line.startswith("- "):
            items.append(line[2:])
        else:
            items[-1] += f" {line.strip()}"
    return items


def _heading(line: str) -> str:
    marks, _, text = line.partition(" ")
    return f"<h{len(marks)}>{_inline(text)}</h{len(marks)}>"


def _row(line: str) -> str:
    return f"<tr>{''.join(f'<td>{_inline(cell.strip())}</td>' for cell in line.strip('|').split('|'))}</tr>"


def _inline(text: str) -> str:
    found, at = "", 0
    for match in _INLINE.finditer(text):
        found += escape(text[at : match.start()]) + _marked(match)
        at = match.end()
    return found + escape(text[at:])


def _marked(match: re.Match[str]) -> str:
    code, bold, words, target = match.groups()
    if code is not None:
        return f"<code>{escape(code)}</code>"
    if bold is not None:
        return f"<strong>{escape(bold)}</strong>"
    if not target.endswith(".md") or "/" in target:  # the other pages of the docs are not served
        return escape(words)
    stem = target.removesuffix(".md")
    place = PLACE if stem == INDEX else f"{PLACE}/{stem}"
    return f'<a href="{escape(place)}">{escape(words)}</a>'
