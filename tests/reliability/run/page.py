"""docs/reliability.md: a part for each engine."""

from __future__ import annotations

import re
from collections.abc import Sequence

from tests.reliability.run.life import Case, Size

HEAD = (
    "# Reliability",
    "",
    "Written by `make bench-life`, its parts `chaos` and `leaks` by `make chaos`; do not edit. One shop of each engine is",
    "backed up, restored, upgraded, rolled back, and upgraded to versions that are broken on purpose, while guests go on",
    "checking out through its public address. Each guest orders once, under an address of its own, and remembers what the",
    "shop said. After each case the shop's own database is compared with that: orders that were accepted and are not there",
    "(lost), that are there twice (doubled), that nobody placed (unknown), and pieces of stock that are neither sold nor",
    "there (stock off).",
    "",
    "Refused: the shop said that it is closed (502 to 504, or no connection) before it took the order. Unsure: no clear answer",
    "to the one request that makes the order; such a guest may have an order or not, and not two.",
)


def title(engine: str) -> str:
    """The first line of an engine's part."""
    return f"## {engine}"


def with_part(page: str, part: str) -> str:
    """Return the page with a part in place of the engine's earlier one. The others stay: each run takes half an hour."""
    found = [*re.split(r"(?m)^(?=## )", page)[1:], part]
    parts = {text.partition("\n")[0]: f"{text.rstrip()}\n" for text in found}
    return "\n".join([*HEAD, "", *(parts[name] for name in sorted(parts))])


def table(size: Size, cases: Sequence[Case]) -> list[str]:
    """One engine's cases."""
    return [
        f"{size.orders} orders and {size.products} products to begin with, {size.files} MiB of uploads,",
        f"a guest each {size.each:g} s.",
        "",
        "| case | ended | whole (s) | gate (s) | accepted | refused | unsure | lost | doubled | unknown | stock off |",
        "|---|---|---|---|---|---|---|---|---|---|---|",
        *(row(case) for case in cases),
        "",
        *(f"- {case.name}: {wrong}" for case in cases for wrong in case.wrong),
        "",
    ]


def row(case: Case) -> str:
    """One case."""
    gate = "none" if case.gate is None else f"{case.gate:.1f}"
    found = case.account
    wrong = (found.lost, found.doubled, found.unknown, found.stock_off)
    figures = (f"{case.seconds:.0f}", gate, case.accepted, case.refused, case.unsure, *wrong)
    return f"| {case.name} | {case.ended} | {' | '.join(str(figure) for figure in figures)} |"
