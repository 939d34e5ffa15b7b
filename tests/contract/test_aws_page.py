"""docs/aws.md: its sheet of costs is what the script computes of the numbers."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from scripts import aws_costs
from tests.contract.serverless_file import resources as declared
from tests.contract.serverless_file import service, worker

PROJECT = Path(__file__).resolve().parents[2]


def numbers() -> dict[str, dict[str, object]]:
    """What the script computes from."""
    found: dict[str, dict[str, object]] = json.loads((PROJECT / "docs/aws-costs.json").read_text(encoding="utf-8"))
    return found


def test_the_page_has_the_sheet_that_the_numbers_give() -> None:
    text = (PROJECT / "docs/aws.md").read_text(encoding="utf-8")

    assert aws_costs.page(text, numbers()) == text, "python scripts/aws_costs.py --write"


def test_the_sheet_is_of_what_serverless_yml_declares() -> None:
    task = declared()["WorkerTask"]["Properties"]
    scheduled = [one for one in service()["functions"].values() if any("schedule" in event for event in one["events"])]

    assert worker()["Name"] == "worker"
    assert (int(task["Cpu"]) / 1024, int(task["Memory"]) / 1024) == (aws_costs.TASK_VCPU, aws_costs.TASK_GB)
    assert (len(scheduled), service()["provider"]["memorySize"] / 1024) == (aws_costs.SCHEDULES, aws_costs.MEMORY_GB)
    alarms = [one for one in declared().values() if one["Type"] == "AWS::CloudWatch::Alarm"]
    assert numbers()["assumed"]["alarms"] == len(alarms)


def test_more_stores_cost_more_and_each_of_them_less() -> None:
    totals = {stores: sum(aws_costs.costs(stores, numbers()).values()) for stores in aws_costs.STORES}

    assert list(totals.values()) == sorted(totals.values())
    each = [total / stores for stores, total in totals.items()]
    assert each == sorted(each, reverse=True)


def test_a_page_without_a_place_for_the_sheet_is_refused() -> None:
    with pytest.raises(ValueError, match="no place"):
        aws_costs.page("# On AWS\n", numbers())
