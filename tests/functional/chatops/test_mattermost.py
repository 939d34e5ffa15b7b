"""Mattermost at the door, by the same layer: a token, nonces in buttons, a bot that edits its post."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from functions.application.chat.mattermost import escaped
from functions.application.chat.parts import ChatSecrets
from functions.domain.entities import OPERATIONS
from functions.domain.operation import EventStatus, OperationStatus, Outcome
from tests.fakes import mattermost as server
from tests.fakes.slack import form_of
from tests.functional.chatops.chats import Chats


@pytest.fixture
def linked(chats: Chats) -> Chats:
    """Olga is linked in Mattermost, and has a store that sells."""
    assert chats.link(chats.types("link")).status == 201
    chats.api.create("demo")
    chats.api.finish("demo")
    chats.send()
    return chats


def test_a_store_is_run_from_mattermost(linked: Chats) -> None:
    assert linked.types("list")["text"].startswith("1 store.")
    shown = linked.types("verify demo")
    assert (shown["response_type"], shown["skip_slack_parsing"]) == ("ephemeral", True)
    linked.send()
    run = linked.begin()
    linked.step(run, "verify", EventStatus.STARTED, "Placing a test order")
    linked.send(seconds=2)
    linked.platform.lifecycle.finish(
        run.id, run.fence, Outcome(OperationStatus.FAILED, "VerifyFailed", "No order", True, ("500",))
    )
    for _ in range(3):
        linked.send(seconds=2)

    progress, alert = linked.mattermost.posts
    assert len(progress.editions) == 3
    assert "✗ Placing a test order" in progress.now["message"]
    assert alert.now["message"].startswith("@olga Verify of Demo \\(demo\\) failed: No order.")
    assert alert.now["message"].endswith("/docs/runbooks/VerifyFailed)")
    retried = linked.clicks(alert.now, "Retry")["ephemeral_text"]
    assert retried.startswith("Accepted: verify of Demo")
    assert retried.endswith("\n`/store show demo`"), "such an answer has no buttons: it says what to type, and no nonce"
    assert linked.clicks(alert.now, "Retry")["ephemeral_text"].startswith("This button is good no more")
    operation = linked.platform.repository.get(OPERATIONS, id=run.id)
    assert operation is not None
    assert (operation.source, operation.address) == ("mattermost", f"server/{server.CHANNEL}/{server.OLGA}")


def test_what_destroys_is_done_by_a_button_of_who_asked_once(linked: Chats) -> None:
    shown = linked.types("delete demo")

    assert "somebody else" in linked.clicks(shown, "Delete demo", user=server.OTTO)["update"]["message"]
    assert linked.clicks(shown, "Delete demo")["update"]["message"].startswith("Accepted: delete of Demo")
    assert "good no more" in linked.clicks(shown, "Delete demo")["update"]["message"]
    assert linked.begin().kind == "delete"


def test_a_button_that_would_destroy_says_what_to_type(linked: Chats) -> None:
    linked.types("delete demo")
    shown = linked.types("dlete demo")

    told = linked.clicks(shown, "delete demo")["ephemeral_text"]

    assert told.startswith("Demo \\(demo\\) at http://demo.localhost\n- This goes: the shop with all its data.")
    assert told.endswith("\n- Type it, to be asked once more:\n`/store delete demo`")


def test_a_button_without_our_nonce_is_401_and_one_that_is_over_does_nothing(linked: Chats) -> None:
    shown = linked.types("delete demo")
    pressed = linked.mattermost.pressed(shown, "Delete demo")
    before = linked.everything()
    for context in (
        {},
        {"action": "confirm"},
        {"action": "confirm", "nonce": "x"},
        {"action": "wipe", "nonce": "x" * 43},
        "no",
    ):
        body = json.dumps({**pressed, "context": context})
        assert linked.post("/chatops/mattermost/actions", body, {}).status == 401
    guessed = json.dumps({**pressed, "context": {"action": "confirm", "nonce": "x" * 43}})
    assert "good no more" in linked.post("/chatops/mattermost/actions", guessed, {}).text
    assert linked.everything() == before
    linked.platform.clock.advance(timedelta(minutes=6))
    assert "good no more" in linked.clicks(shown, "Delete demo")["update"]["message"]


def test_a_look_into_a_cluster_is_answered_later(linked: Chats) -> None:
    assert linked.types("health demo") == {}
    assert linked.send() == 1
    who, shown = linked.mattermost.shown[-1]
    assert (who, shown["response_type"]) == (server.OLGA, "ephemeral")


def test_where_the_bot_is_not_it_writes_to_who_asked(linked: Chats) -> None:
    linked.types("verify demo", channel=server.PRIVATE)
    linked.send()

    (post,) = linked.mattermost.posts
    assert post.channel == server.DIRECT


@pytest.mark.parametrize(
    "change", [{"token": "x"}, {"token": ""}, {"trigger_id": ""}, {"user_id": "a/b"}, {"response_url": "http://x/"}]
)
def test_a_forged_command_is_401(linked: Chats, change: dict[str, str]) -> None:
    before = linked.everything()

    body = form_of({**linked.mattermost.slash("verify demo"), **change})

    assert linked.post("/chatops/mattermost", body, {}).status == 401
    assert linked.everything() == before


def test_a_command_is_taken_once_with_either_token_and_with_no_other_beside_it(linked: Chats) -> None:
    body = form_of(linked.mattermost.slash("list"))
    assert [linked.post("/chatops/mattermost", body, {}).status for _ in range(2)] == [200, 401]

    linked.platform.chat = replace(linked.platform.chat, secrets=ChatSecrets(mattermost=("new-token", server.COMMAND_TOKEN)))
    for token, status in ((server.COMMAND_TOKEN, 200), ("new-token", 200), ("old-token", 401)):
        body = form_of(linked.mattermost.slash("list", token=token))
        assert linked.post("/chatops/mattermost", body, {"authorization": f"Token {token}"}).status == status
    body = form_of(linked.mattermost.slash("list"))
    assert linked.post("/chatops/mattermost", body, {"authorization": "Token another"}).status == 401


@pytest.mark.parametrize("name", ["@all [x](http://evil.example) `code`", "**bold** | a | b |\n# x", "![](x) ~~y~~ @channel"])
def test_what_people_call_things_is_shown_as_it_is(name: str) -> None:
    text = escaped(name)

    assert "@all" not in text
    assert "@channel" not in text
    for mark in "[](`*|#!~":
        assert all(before == "\\" for before, one in zip(" " + text, text, strict=False) if one == mark)


def test_nothing_is_asked_of_an_address_that_is_not_the_servers(linked: Chats) -> None:
    sent: Any = linked.mattermost.sender().answer("https://chat.example.org.evil.example/x", {"text": "x"})

    assert sent.over
