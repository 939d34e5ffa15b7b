"""docs/webhooks.md against the code: its Python verifies what is sent, its example is that, its numbers are the rules."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from standardwebhooks import WebhookVerificationError

from functions.adapters import webhooks
from functions.courier.handler import SECONDS
from functions.domain.notice_entities import NOTICES
from functions.domain.webhook import DAY, FAILING, KEPT, MOST_WEBHOOKS, OVERLAP, STAGES, WAITS
from functions.domain.webhook_address import PORTS
from functions.domain.webhook_entities import DELIVERIES
from functions.settings import PROJECT
from tests.contract.serverless_file import service
from tests.fakes import FakeClock
from tests.functional.api.client import Api, FakePlatform
from tests.functional.api.test_webhooks import URL, make, told


@pytest.fixture
def api() -> Api:
    """The handler on a fresh platform."""
    return Api()


PAGE = (PROJECT / "docs/webhooks.md").read_text(encoding="utf-8")


def shown(language: str) -> str:
    """The first block of the page in a language."""
    found = re.search(rf"^```{language}\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)
    assert found
    return found[1]


def test_the_pages_python_takes_an_event_once_and_refuses_what_was_changed() -> None:
    names: dict[str, Any] = {}
    exec(compile(shown("python"), "docs/webhooks.md", "exec"), names)
    api = Api(FakePlatform(clock=FakeClock(datetime.now(UTC))))
    secret = make(api)["secret"]
    api.create("demo")
    told(api)
    (request,) = api.platform.sender.to(URL)
    seen: set[str] = set()

    with pytest.raises(WebhookVerificationError):
        names["take"](secret, request.body.replace(b"demo", b"deme"), dict(request.headers), seen)
    assert names["take"](secret, request.body, dict(request.headers), seen) == request.event
    assert names["take"](secret, request.body, dict(request.headers), seen) is None


def test_the_pages_example_has_the_fields_of_what_is_sent(api: Api) -> None:
    make(api, events=["*"])
    api.create("demo")
    api.finish("demo")
    told(api)
    sent = api.platform.sender.got[-1]
    block = next(block for block in re.findall(r"^```\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL) if "webhook-id" in block)
    head, _, body = block.partition("\n\n")
    example = json.loads(body)

    assert [line.partition(":")[0] for line in head.splitlines()] == [
        name for name in sent.headers if name.startswith("webhook-")
    ]
    assert list(example) == list(sent.event)
    assert list(example["data"]) == list(sent.event["data"])


def test_the_pages_numbers_are_the_codes() -> None:
    rows = re.findall(r"^\| (`[a-z_`, ]+`) \|", PAGE, re.MULTILINE)
    assert [stage for row in rows for stage in re.findall("[a-z_]+", row)] == list(STAGES)
    assert [wait.total_seconds() for wait in WAITS] == [5, 30, 5 * 60, 30 * 60, 2 * 3600, 5 * 3600, 10 * 3600]
    assert (timedelta(days=1), timedelta(days=30), timedelta(days=5), timedelta(hours=24)) == (DAY, KEPT, FAILING, OVERLAP)
    assert (MOST_WEBHOOKS, PORTS, webhooks.SECONDS, webhooks.READ_AT_MOST, webhooks.SHOWN) == (
        10,
        (443, 8443),
        15,
        16_384,
        1024,
    )
    text = PAGE.replace("\n", " ")
    for said in (
        "after 5 seconds, 30 seconds, 5 and 30 minutes, 2, 5 and 10 hours",
        "within 15 seconds",
        "for 30 days",
        "ten an owner",
    ):
        assert said in text


def test_on_aws_the_courier_is_started_by_what_it_sends_and_has_time_for_it() -> None:
    courier = service()["functions"]["courier"]
    schedule, stream = courier["events"]
    (pattern,) = stream["stream"]["filterPatterns"]

    assert schedule == {"schedule": {"rate": "rate(1 minute)"}}
    assert pattern["eventName"] == ["INSERT"]
    prefixes = [each["prefix"] for each in pattern["dynamodb"]["Keys"]["pk"]["S"]]
    assert [key.partition("{")[0] for key in (DELIVERIES.key.partition, NOTICES.key.partition)] == prefixes
    assert courier["timeout"] > SECONDS + webhooks.SECONDS
