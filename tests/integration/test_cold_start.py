"""What a fresh process does not pay for before it is needed, and how soon it answers who waits three seconds at most."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from functions.adapters.system import SystemClock
from functions.settings import PROJECT
from tests.fakes.slack import BOT_TOKEN, SIGNING_SECRET, SlackWorkspace, form_of, signed

SLACK_SECONDS = 3.0
COLD = """
import json, sys, time
from functions.chatops.handler import handler
print(json.dumps({"answer": handler(json.load(sys.stdin), None), "seconds": time.process_time()}), flush=True)
"""


# What only some requests need, only another process, or only another store of record.
NOT_NEEDED = {
    *("argon2", "jwt", "boto3", "botocore.client", "dns", "slack_sdk", "opentelemetry", "functions.api.openapi"),
    *("ansible", "ansible_runner", "kubernetes", "uvicorn", "sqlite3", "psycopg", "smtplib"),
}


def test_a_cold_start_imports_nothing_that_the_first_answer_does_not_need() -> None:
    code = "import json, sys, functions.api.handler, functions.bootstrap; print(json.dumps(sorted(sys.modules)))"

    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert NOT_NEEDED & {*json.loads(found.stdout)} == set()


def test_slack_is_answered_in_time_by_a_function_that_has_just_started(tmp_path: Path) -> None:
    secrets = {"SLACK_SIGNING_SECRET": SIGNING_SECRET, "SLACK_BOT_TOKEN": BOT_TOKEN}
    environment = {**os.environ, **secrets, "STATE_BACKEND": "sqlite", "STOREYARD_HOME": str(tmp_path)}

    command = [sys.executable, "-c", COLD]
    sent = json.dumps(slash_command())
    done = subprocess.run(command, cwd=PROJECT, env=environment, input=sent, capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stderr[-2000:]
    told = json.loads(done.stdout.splitlines()[-1])
    assert (told["answer"]["statusCode"], "/chat/link?code=" in told["answer"]["body"]) == (200, True), told
    # Its own time, and not that of what else a machine of CI does; it waits for nothing but its file.
    assert told["seconds"] < SLACK_SECONDS


def slash_command() -> dict[str, Any]:
    """What Slack sends for `/store list`, as API Gateway hands it to a Lambda function (HTTP API, payload 2.0)."""
    body = form_of(SlackWorkspace(SystemClock()).slash("list"))
    path = "/chatops/slack"
    return {
        "version": "2.0",
        "rawPath": path,
        "rawQueryString": "",
        "headers": {**signed(body, datetime.now(UTC)), "content-type": "application/x-www-form-urlencoded"},
        "requestContext": {"requestId": "first", "http": {"method": "POST", "path": path, "sourceIp": "192.0.2.1"}},
        "body": body,
        "isBase64Encoded": False,
    }
