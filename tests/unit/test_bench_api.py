"""What the benchmark of the API makes of what it measured."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.bench.api.alone import slowest_imports, tenths
from tests.bench.api.compare import CREATE, Cell, table, verdicts
from tests.bench.api.load import Load, NotAnswered, read_report
from tests.bench.api.same import differences
from tests.bench.report import Measure, Report


def report(codes: dict[str, int], errors: list[str] | None = None) -> str:
    """A report as vegeta writes it."""
    found: dict[str, Any] = {
        "latencies": {"mean": 2_000_000, "50th": 1_500_000, "95th": 3_000_000, "99th": 4_250_000, "max": 9_000_000},
        "requests": sum(codes.values()),
        "throughput": 812.5,
        "status_codes": codes,
        "errors": errors,
    }
    return json.dumps(found)


def cell(server: str, *loads: tuple[float, float]) -> Cell:
    return Cell(CREATE, server, [Load(100, rate, p99 / 2, p99) for rate, p99 in loads])


def test_a_report_is_read_in_milliseconds() -> None:
    assert read_report(report({"200": 90, "202": 10}), statuses=frozenset({"200", "202"})) == Load(100, 812.5, 1.5, 4.25)


def test_an_answer_of_another_status_counts_as_no_measurement() -> None:
    with pytest.raises(NotAnswered, match="'409': 1"):
        read_report(report({"202": 99, "409": 1}, ["409 Conflict"]), statuses=frozenset({"202"}))


def test_a_connection_that_failed_counts_as_no_measurement() -> None:
    with pytest.raises(NotAnswered, match="connection refused"):
        read_report(report({"200": 99, "0": 1}, ["connection refused"]), statuses=frozenset({"200"}))


def test_a_run_without_an_answer_counts_as_no_measurement() -> None:
    with pytest.raises(NotAnswered):
        read_report(report({}), statuses=frozenset({"200"}))


def test_the_end_of_the_targets_is_not_a_request() -> None:
    assert read_report(report({"200": 50, "0": 2}, ["no targets to attack"]), statuses=frozenset({"200"})).requests == 50


def test_rounds_are_told_by_their_median() -> None:
    rows = table([cell("Ours", (100, 30), (300, 10), (200, 20))])

    assert rows[-1] == f"| {CREATE} | Ours | 300 | 100 | 200 | 300 | 10.0 | 20.0 |"


@pytest.mark.parametrize(
    ("rate", "p99", "said"),
    [
        (100, 30, "2.00 times its rate, 0.67 times its p99: Ours is better."),
        (400, 10, "0.50 times its rate, 2.00 times its p99: **Peer is better**."),
        (400, 30, "0.50 times its rate, 0.67 times its p99: **Peer has the better rate**."),
        (100, 10, "2.00 times its rate, 2.00 times its p99: **Peer has the lower p99**."),
    ],
)
def test_a_verdict_says_plainly_who_is_better(rate: float, p99: float, said: str) -> None:
    assert verdicts([cell("Ours", (200, 20)), cell("Peer", (rate, p99))], "Ours") == [f"- {CREATE}, beside Peer: {said}"]


def test_a_long_listing_is_told_by_its_ends_and_its_middle() -> None:
    assert tenths([1.0] * 10 + [2.0] * 35 + [5.0] * 10 + [2.0] * 35 + [9.0] * 10) == (1.0, 5.0, 9.0)
    assert tenths([4.0]) == (4.0, 4.0, 4.0)


def test_imports_are_summed_up_by_package() -> None:
    said = "\n".join(
        [
            "import time: self [us] | cumulative | imported package",
            "import time:       100 |        100 |   httpx._models",
            "a line of a log",
            "import time:      2000 |       2100 | httpx",
            "import time:       900 |        900 | yaml",
        ]
    )

    assert slowest_imports(said, 2) == [("httpx", 2.1), ("yaml", 0.9)]


def test_answers_are_compared_field_by_field() -> None:
    one = {"id": "a", "links": {"self": "/a"}, "items": [1, 2], "more": None}

    assert differences(one, dict(one), "GET") == []
    assert differences(one, {"id": "a", "links": {"self": "/b"}, "items": [1, 3], "less": 0}, "GET") == [
        "GET: items[1]: 2 and 3",
        "GET: less: nothing and 0",
        "GET: links: self: '/a' and '/b'",
        "GET: more: None and nothing",
    ]


def test_the_page_has_what_was_compared_above_what_was_measured() -> None:
    page = Report(
        head=("# Title",), before=["a table"], measures=[Measure("start", [0.5, 0.9, 0.7], target=0.6)], notes=["a note"]
    )

    lines = page.markdown().splitlines()
    assert lines[0] == "# Title"
    assert lines.index("a table") < lines.index("| start | 3 | 0.50 | 0.70 | 0.90 | s | ≤ 0.6 s | **no** |")
    assert lines[-1] == "- a note"
