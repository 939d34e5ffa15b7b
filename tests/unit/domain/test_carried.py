"""The report of what was carried over a restore: its lines, and their sum."""

from __future__ import annotations

import json
import tracemalloc
from collections.abc import Iterator

import pytest
from pydantic import ValidationError

from functions.domain.carried import (
    NAMED,
    CarriedLine,
    CarriedSummary,
    CarriedType,
    CarryFailed,
    Counts,
    Outcome,
    read_line,
    summarise,
)


def line(outcome: str, number: int = 1, of: str = "order") -> CarriedLine:
    return CarriedLine(type=CarriedType(of), order=str(number), id=str(number), outcome=Outcome(outcome), reason="Why.")


def test_a_line_of_a_shop_is_read_and_more_than_is_known_is_left_out() -> None:
    text = '{"order": "#12", "id": "12", "became": "12", "outcome": "carried", "reason": "", "later": 1}'

    assert read_line(text) == CarriedLine(order="#12", id="12", became="12", outcome=Outcome.CARRIED)
    assert read_line(text.encode()).type is CarriedType.ORDER


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Warning: secret in notes.php", "the line: Invalid JSON"),
        ('{"id": "1", "outcome": "lost"}', "outcome: "),
        ('{"outcome": "carried"}', "id: "),
        ('{"id": "1", "outcome": "needs_person"}', "says why"),
        (json.dumps({"id": "1", "outcome": "carried", "reason": "x" * 1001}), "reason: "),
    ],
)
def test_what_is_no_line_of_a_report_is_refused_without_repeating_it(text: str, said: str) -> None:
    with pytest.raises(CarryFailed, match=said) as raised:
        read_line(text)

    assert "secret" not in raised.value.message
    assert "xxx" not in raised.value.message


def test_a_line_that_needs_a_person_cannot_be_made_without_a_reason() -> None:
    with pytest.raises(ValidationError, match="says why"):
        CarriedLine(id="1", outcome=Outcome.NEEDS_PERSON)


def test_a_sum_counts_each_type_by_outcome_and_names_those_that_need_a_person() -> None:
    needs = line("needs_person", 3)
    lines = [line("carried", 1), line("present", 2), needs, line("carried", 4, "customer"), line("present", 5, "stock")]

    summary = summarise(lines)

    assert summary.orders == Counts(carried=1, present=1, needs_person=1)
    assert summary.customers == Counts(carried=1)
    assert summary.stock == Counts(present=1)
    assert summary.orders.total == 3
    assert summary.persons == (needs,)
    assert CarriedSummary.model_validate_json(summary.model_dump_json()) == summary


def test_a_sum_of_many_lines_names_only_the_first_and_keeps_no_other() -> None:
    def many() -> Iterator[CarriedLine]:
        for number in range(5000):
            yield line("needs_person", number)

    tracemalloc.start()
    summary = summarise(many())
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert (summary.needs_person, len(summary.persons)) == (5000, NAMED)
    assert peak < 1_000_000


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ([], "no orders carried over."),
        ([line("carried")], "1 order carried over."),
        (
            [line("carried"), line("carried"), line("present"), line("needs_person"), line("carried", of="customer")],
            "2 orders carried over, 1 there already, 1 customer carried over, 1 to be looked at by a person.",
        ),
        ([line("carried", of="stock"), line("carried", of="stock")], "no orders carried over, 2 stocks of products set."),
    ],
)
def test_a_sum_is_one_sentence(lines: list[CarriedLine], said: str) -> None:
    assert summarise(lines).sentence == said
