"""What happens to a store is told: to a program by a webhook, in order and verifiable, and to people by a notice."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from standardwebhooks import Webhook as Verifier

from tests.cluster.installation import make, until
from tests.cluster.platform import JSON, Platform, unique
from tests.e2e import ENGINE
from tests.fakes.receiver import Receiver, receiving


@dataclass(frozen=True)
class Told:
    """Who is told: a program and a chat, on this machine."""

    program: Receiver
    chat: Receiver


@pytest.fixture(scope="module")
def told() -> Iterator[Told]:
    """Two receivers on loopback, which the platform may reach while these tests run."""
    with receiving() as program, receiving() as chat:
        make("up", WEBHOOK_HOSTS=f"127.0.0.1:{program.port},127.0.0.1:{chat.port}")
        yield Told(program, chat)
        make("up")


def test_a_store_is_followed_from_its_making_to_its_end(told: Told, platform: Platform) -> None:
    platform.until_answers()
    store_id = unique("told")
    webhook = platform.client.post("/api/webhooks", {"url": told.program.url(), "events": ["*"]})
    target = platform.client.post("/api/notice-targets", {"kind": "mattermost", "address": told.chat.url()})
    try:
        made = platform.create(store_id, ENGINE)
        platform.finish(made)
        platform.finish(platform.delete(store_id))
        until(lambda: types(told.program, store_id)[-1:] == ["delete.succeeded"], "the last event came", seconds=30)
        until(lambda: told.chat.got, "the notice came", seconds=30)
    finally:
        platform.client.delete(f"/api/webhooks/{webhook['id']}")
        platform.client.delete(f"/api/notice-targets/{target['id']}")

    events = verified(webhook["secret"], told.program, store_id)
    assert [event["sequence"] for event in events] == list(range(1, len(events) + 1))
    assert [event["previous"] for event in events] == [None, *range(1, len(events))]
    of_made = [event["data"]["number"] for event in events if event["data"]["operation_id"] == made["id"]]
    assert of_made == [event["number"] for event in platform.events(made["id"])]
    seen = types(told.program, store_id)
    assert seen[0] == "provision.accepted"
    assert "provision.succeeded" in seen
    (notice,) = [text for text in (json.loads(got.body)["text"] for got in told.chat.got) if store_id in text.replace("\\", "")]
    assert "is ready." in notice
    assert f"/stores/{store_id}" in notice


def test_a_test_is_answered_for_in_the_log(told: Told, platform: Platform) -> None:
    platform.until_answers()
    webhook = platform.client.post("/api/webhooks", {"url": told.program.url()})
    path = f"/api/webhooks/{webhook['id']}"
    try:
        platform.client.post(f"{path}/test")
        delivery = until(lambda: delivered(platform, path), "the test was delivered", seconds=30)
    finally:
        platform.client.delete(path)

    assert (delivery["event_type"], delivery["attempts"][-1]["status"]) == ("webhook.test", 204)


def delivered(platform: Platform, path: str) -> JSON | None:
    """The newest delivery, once it was taken."""
    items = platform.client.get(f"{path}/deliveries")["items"]
    return items[0] if items and items[0]["status"] == "delivered" else None


def types(program: Receiver, store_id: str) -> list[str]:
    """The types of a store's events, each once, in the order in which they came."""
    bodies = [json.loads(got.body) for got in program.got]
    events = {body["sequence"]: body["type"] for body in bodies if body["data"].get("store_id") == store_id}
    return list(events.values())


def verified(secret: str, program: Receiver, store_id: str) -> list[Any]:
    """A store's events as the published library takes them, each once: what a restart repeated is the same event again."""
    verifier, found = Verifier(secret), dict[str, Any]()
    for got in program.got:
        if json.loads(got.body)["data"].get("store_id") == store_id:
            found.setdefault(got.headers["webhook-id"], verifier.verify(got.body, got.headers))
    return list(found.values())
