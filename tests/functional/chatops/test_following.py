"""The message that follows an operation in Slack: posted once, edited to the end, also where Slack says no."""

from __future__ import annotations

import json
from datetime import timedelta

from functions.application.chat.courier import TRIES_MAX
from functions.domain.chat_entities import CHAT_MESSAGES
from functions.domain.entities import OPERATIONS
from functions.domain.operation import EventStatus, OperationStatus, Outcome
from tests.fakes.samples import deployed
from tests.fakes.slack import CHANNEL, OLGA, PRIVATE, Answered
from tests.functional.chatops.chats import Chats


def plan(message: dict[str, object]) -> list[tuple[str, str]]:
    """The steps of a message: names and how they stand."""
    blocks = message["blocks"]
    assert isinstance(blocks, list)
    tasks = next(block["tasks"] for block in blocks if block["type"] == "plan")
    return [(task["task_id"], task["status"]) for task in tasks]


def test_a_store_is_made_and_one_message_follows_it_to_its_end(linked: Chats) -> None:
    shown = linked.says("create “Tea & Cake” engine=medusa")
    assert shown["text"] == "Accepted: Tea &amp; Cake will be at http://tea-cake.localhost."
    linked.send()
    (message,) = linked.slack.messages
    assert message.channel == CHANNEL
    assert {status for _, status in plan(message.now)} == {"pending"}
    assert "Tea &amp; Cake" in message.now["text"]

    run = linked.begin("tea-cake")
    linked.step(run, "namespace", EventStatus.STARTED, "Fencing the store in")
    linked.send(seconds=2)
    assert plan(message.now)[0] == ("namespace", "in_progress")
    linked.step(run, "namespace", EventStatus.SUCCEEDED, "The store is fenced in (1.0 s)")
    linked.send(seconds=2)
    assert plan(message.now)[0] == ("namespace", "complete")
    linked.platform.lifecycle.finish(
        run.id, run.fence, Outcome(OperationStatus.SUCCEEDED, message="It sells.", result={"deployed": deployed()})
    )
    linked.send(seconds=2)
    linked.send(seconds=2)

    assert linked.slack.messages == [message]
    assert message.now["text"] == "Provision of Tea &amp; Cake (tea-cake) is done: It sells."
    row = linked.platform.repository.get(CHAT_MESSAGES, operation_id=run.id)
    assert row is not None
    assert (row.message, row.posted_in, row.waiting) == (message.ts, CHANNEL, False)


def test_edits_are_two_seconds_apart_and_none_is_made_while_nothing_changes(linked: Chats) -> None:
    linked.says("verify demo")
    linked.send()
    run = linked.begin()
    for number in range(40):
        linked.step(run, "verify", EventStatus.INFO, f"Part {number}")
        linked.send(seconds=0.25)
    (message,) = linked.slack.messages

    gaps = [(after - before).total_seconds() for before, after in zip(message.at, message.at[1:], strict=False)]
    assert 3 <= len(gaps) <= 5
    assert min(gaps) >= 2
    linked.send(seconds=2)
    calls = len(linked.slack.calls)
    for _ in range(10):
        assert linked.send(seconds=2) == 0
    assert len(linked.slack.calls) == calls


def test_the_last_edit_is_made_by_who_comes_after_a_restart(linked: Chats) -> None:
    linked.says("verify demo")
    linked.send()
    run = linked.begin()
    linked.platform.lifecycle.finish(run.id, run.fence, Outcome(OperationStatus.SUCCEEDED, message="It sells."))
    linked.platform.dispatcher.dispatch()
    (row,) = list(linked.platform.chat.courier.due(within=timedelta(seconds=5)))
    linked.platform.clock.advance(2)

    claimed = linked.platform.chat.courier._claim(row)  # and the process dies
    assert claimed is not None
    assert linked.send() == 0
    assert linked.platform.chat.courier.recover() == 1  # of the one that takes its place
    linked.send()

    (message,) = linked.slack.messages
    assert "is done" in message.now["text"]


def test_a_failure_is_a_new_message_with_its_reason_what_was_seen_and_a_retry(linked: Chats) -> None:
    linked.says("verify demo")
    linked.send()
    run = linked.begin()
    failed = Outcome(OperationStatus.FAILED, "VerifyFailed", "The <shop> took no order", True, ("HTTP 500 & more", "x" * 5000))
    linked.platform.lifecycle.finish(run.id, run.fence, failed)
    linked.send(seconds=2)
    linked.send(seconds=2)
    linked.send(seconds=2)

    progress, alert = linked.slack.messages
    assert progress.now["text"] == "Verify of Demo (demo) failed: The &lt;shop&gt; took no order."
    assert alert.now["text"] == f"<@{OLGA}> Verify of Demo (demo) failed: The &lt;shop&gt; took no order."
    assert "HTTP 500 &amp; more" in json.dumps(alert.now)
    assert "What to do: Open the shop's address" in json.dumps(alert.now)
    assert "/docs/runbooks/VerifyFailed|About VerifyFailed>" in json.dumps(alert.now)
    assert linked.presses(alert.now, "Retry", ephemeral=False) == "Accepted: verify of Demo (demo)."
    assert len(list(linked.platform.repository.find(OPERATIONS.related, store_id="demo"))) == 3


def test_where_the_bot_cannot_post_who_asked_is_written_to_alone(linked: Chats) -> None:
    linked.says("verify demo", channel=PRIVATE)
    linked.send()

    (message,) = linked.slack.messages
    assert message.channel == OLGA
    run = linked.begin()
    linked.step(run, "verify", EventStatus.STARTED, "Placing a test order")
    linked.send(seconds=2)
    assert len(message.editions) == 2


def test_slack_asks_to_wait_and_is_waited_for(linked: Chats) -> None:
    linked.says("verify demo")
    linked.slack.refusing = [Answered(429, {"ok": False, "error": "ratelimited"}, {"Retry-After": "30"})]
    linked.send()
    assert linked.slack.messages == []

    assert linked.send(seconds=29) == 0
    assert linked.send(seconds=1) == 1
    assert len(linked.slack.messages) == 1


def test_what_slack_cannot_take_now_is_tried_again_and_given_up_after_hours(linked: Chats) -> None:
    linked.says("verify demo")
    linked.slack.refusing = [Answered(503, {"ok": False, "error": "service_unavailable"})] * (TRIES_MAX + 5)
    for _ in range(TRIES_MAX + 5):
        linked.send(seconds=300)

    assert len(linked.slack.calls) == TRIES_MAX + 1
    linked.slack.refusing = []
    assert linked.send(seconds=3600) == 0


def test_a_revoked_token_ends_it_and_nothing_is_asked_again_and_again(linked: Chats) -> None:
    linked.says("verify demo")
    linked.slack.refusing = [Answered(200, {"ok": False, "error": "account_inactive"})]
    for _ in range(5):
        linked.send(seconds=300)

    assert linked.slack.calls == ["chat.postMessage"]


def test_a_message_that_somebody_removed_is_not_edited_and_its_end_is_said_anew(linked: Chats) -> None:
    linked.says("verify demo")
    linked.send()
    linked.slack.messages.clear()
    run = linked.begin()
    linked.step(run, "verify", EventStatus.STARTED, "Placing a test order")
    linked.send(seconds=2)
    assert linked.slack.messages == []
    linked.platform.lifecycle.finish(run.id, run.fence, Outcome(OperationStatus.SUCCEEDED, message="It sells."))
    for _ in range(4):
        linked.send(seconds=2)

    (message,) = linked.slack.messages
    assert "is done" in message.now["text"]


def test_a_workspace_that_knows_no_plans_is_shown_the_steps_in_words(linked: Chats) -> None:
    linked.slack.plan_known = False
    linked.says("verify demo")
    linked.send()

    (message,) = linked.slack.messages
    assert [block["type"] for block in message.now["blocks"]] == ["section", "section", "context"]
    assert "○ Placing a test order" in json.dumps(message.now, ensure_ascii=False)


def test_operations_that_were_asked_for_elsewhere_are_followed_by_no_message(linked: Chats) -> None:
    linked.api.post("/api/stores/demo/operations", {"kind": "verify"})

    assert linked.send() == 0
    assert linked.slack.messages == []
