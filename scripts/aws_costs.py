#!/usr/bin/env python3
"""What the platform's own part on AWS costs a month for 10, 100 and 1,000 stores: `python scripts/aws_costs.py` prints a table.

The clusters that the stores run on are not in it: they cost far more, and are the same wherever the platform runs. Reads,
writes and seconds of an operation are measured (tests/e2e/test_aws.py, long form); prices and what people do are in
docs/aws-costs.json.
`--write` puts the table into docs/aws.md.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

PROJECT = Path(__file__).resolve().parent.parent
PAGE, NUMBERS = PROJECT / "docs/aws.md", PROJECT / "docs/aws-costs.json"
STORES = (10, 100, 1000)
MINUTES = 60 * 730  # AWS counts 730 hours to a month
SCHEDULES = 3  # functions that run each minute
MEMORY_GB = 0.5
TASK_VCPU, TASK_GB, LEAST_SECONDS = 1, 2, 60
BEGIN, END = "<!-- costs: scripts/aws_costs.py -->\n", "<!-- end of costs -->\n"
# Which measured operation stands for what stores do in a month; an upgrade or a drill does what a provision does, or less.
DONE = {"provisions": "provision", "upgrades": "provision", "drills": "provision", "backups": "backup", "deletes": "delete"}


def costs(stores: int, numbers: Mapping[str, Any]) -> dict[str, float]:
    """Return dollars a month by service."""
    price: dict[str, float] = {**numbers["prices"]["seen"], **numbers["prices"]["not_seen"]}
    measured, assumed = numbers["measured"], numbers["assumed"]
    done = dict.fromkeys(measured["operations"], 0.0)
    for what, kind in DONE.items():
        done[kind] += stores * assumed[f"{what}_a_store"]
    operations = sum(done.values())
    requests = stores * assumed["api_requests_a_store"]
    units = {
        unit: MINUTES * measured["idle_minute"][unit]
        + requests * measured["api_request"][unit]
        + sum(times * measured["operations"][kind][unit] for kind, times in done.items())
        for unit in ("reads", "writes")
    }
    lasted = {
        kind: max(LEAST_SECONDS, found["seconds"] + assumed["task_start_seconds"])
        + (assumed["tasks_an_operation"] - 1) * LEAST_SECONDS
        for kind, found in measured["operations"].items()
    }
    hours = sum(times * lasted[kind] for kind, times in done.items()) / 3600
    invoked = SCHEDULES * MINUTES + requests
    busy = SCHEDULES * MINUTES * assumed["schedule_seconds"] + requests * assumed["request_seconds"]
    logged = (invoked * assumed["log_kb_a_request"] + operations * assumed["log_kb_an_operation"]) / 1e6
    state = stores * assumed["state_mb_a_store"] / 1e3
    kept = stores * assumed["backups_kept"] * assumed["backup_gb"]
    return {
        "Lambda": invoked / 1e6 * price["lambda_million_requests"] + busy * MEMORY_GB * price["lambda_gb_second"],
        "API Gateway": requests / 1e6 * price["http_api_million_requests"],
        "DynamoDB": units["reads"] / 1e6 * price["dynamodb_million_reads"]
        + units["writes"] / 1e6 * price["dynamodb_million_writes"]
        + state * (price["dynamodb_gb_month"] + price["dynamodb_pitr_gb_month"]),
        "SQS and the pipe": (assumed["queue_polls_a_month"] + 3 * operations) / 1e6 * price["sqs_million_requests"]
        + operations / 1e6 * price["pipes_million_requests"],
        "Fargate": hours * (TASK_VCPU * price["fargate_vcpu_hour"] + TASK_GB * price["fargate_gb_hour"]),
        "S3 (backups)": kept * price["s3_gb_month"] + done["backup"] * 3 / 1e3 * price["s3_thousand_puts"],
        "CloudWatch and Secrets Manager": logged * price["logs_gb"]
        + assumed["alarms"] * price["alarm_month"]
        + assumed["secrets"] * price["secret_month"],
    }


def table(numbers: Mapping[str, Any]) -> str:
    """Return the table as Markdown."""
    found = [costs(stores, numbers) for stores in STORES]
    rows = [f"| {name} | {' | '.join(f'{each[name]:.2f}' for each in found)} |" for name in found[0]]
    total = [sum(each.values()) for each in found]
    rows.append(f"| **all** | {' | '.join(f'**{each:.2f}**' for each in total)} |")
    rows.append(f"| for one store | {' | '.join(f'{each / stores:.2f}' for each, stores in zip(total, STORES, strict=True))} |")
    head = f"| dollars a month | {' | '.join(f'{stores:,} stores' for stores in STORES)} |"
    return "\n".join([head, "|---|" + "---:|" * len(STORES), *rows]) + "\n"


def page(text: str, numbers: Mapping[str, Any]) -> str:
    """Return the page with the table in its place. Raises ValueError where it has none."""
    before, begin, rest = text.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end:
        raise ValueError(f"{PAGE.name} has no place for the table: a line {BEGIN.strip()} and a line {END.strip()}")
    return before + begin + table(numbers) + end + after


def main() -> int:
    """Print the table, or write it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true", help="put it into docs/aws.md")
    numbers = json.loads(NUMBERS.read_text(encoding="utf-8"))
    if parser.parse_args().write:
        PAGE.write_text(page(PAGE.read_text(encoding="utf-8"), numbers), encoding="utf-8")
    else:
        print(table(numbers), end="")
    return 0


if __name__ == "__main__":
    sys.exit(main())
