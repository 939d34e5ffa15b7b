"""The lifecycle, explored: no rule is broken in any state within the bounds, and from each all comes to rest."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from functions.domain.operation import OperationStatus
from tests.model.conftest import Say
from tests.model.explore import Explorer
from tests.model.scenarios import CASES, Case

PAGE = Path(__file__).resolve().parents[2] / "docs/state.md"
NAMES = [case.scenario.name for case in CASES]


@pytest.mark.parametrize("case", CASES, ids=NAMES)
def test_no_rule_is_broken_and_all_comes_to_rest(case: Case, say: Say) -> None:
    report = Explorer(case.scenario).run()

    say(f"{case.scenario.name}: {report}")
    row = f"| {case.scenario.name} | {case.scenario.bounds.words()} | {report.states:,} | {report.transitions:,} |"
    assert row in PAGE.read_text(encoding="utf-8"), f"docs/state.md has to say: {row}"


def test_what_the_page_says_is_all_that_is_explored() -> None:
    said = re.findall(r"^\| ([^|]+) \| \d+ crashes[^|]+\| [\d,]+ \| [\d,]+ \|$", PAGE.read_text(encoding="utf-8"), re.MULTILINE)

    assert said == NAMES


@pytest.mark.long
@pytest.mark.timeout(3600)
@pytest.mark.parametrize("case", CASES, ids=NAMES)
def test_the_same_within_larger_bounds(case: Case, say: Say) -> None:
    report = Explorer(case.scenario._replace(bounds=case.larger)).run()

    say(f"{case.scenario.name}: {case.larger.words()}: {report}")


@pytest.mark.long
@pytest.mark.timeout(3600)
def test_the_same_where_each_read_is_a_step_too(say: Say) -> None:
    scenario = CASES[0].scenario
    report = Explorer(scenario._replace(bounds=scenario.bounds._replace(crashes=1, lost=0)), reads=True).run()

    say(f"{scenario.name}, each read a step: {report}")


def test_the_model_gets_somewhere() -> None:
    """Without a fault, an exploration meets operations that succeeded and that were canceled, and stores that are gone."""
    scenario = CASES[0].scenario
    seen: set[tuple[str, OperationStatus]] = set()
    explorer = Explorer(scenario._replace(bounds=scenario.bounds._replace(crashes=0, lost=0, ticks=0)))
    explorer.run(lambda look: seen.update((one.kind, one.status) for one in look.operations))

    assert {
        ("provision", OperationStatus.SUCCEEDED),
        ("provision", OperationStatus.CANCELED),
        ("delete", OperationStatus.SUCCEEDED),
    } <= seen
