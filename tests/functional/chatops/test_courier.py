"""Who sends: what becomes of rows whose operation or chat program is gone, and the function that does it on AWS."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from functions import bootstrap
from functions.application.chat.parts import ChatSecrets
from functions.application.ports.repository import Remove
from functions.chatops.socket import listener, say_what_is_configured
from functions.courier import chat_handler
from functions.domain.chat import Provider
from functions.domain.chat_entities import CHAT_MESSAGES, DUE_CHAT_ANSWERS, DUE_CHAT_MESSAGES
from functions.domain.entities import OPERATIONS, UNDELIVERED
from functions.domain.errors import Unavailable, VersionConflict
from functions.settings import read
from tests.fakes.slack import SIGNING_SECRET, Answered, form_of
from tests.functional.chatops.chats import Chats


def test_a_program_that_is_configured_no_more_is_sent_nothing_and_nothing_waits(linked: Chats) -> None:
    linked.says("verify demo")
    linked.says("health demo")
    linked.platform.senders.pop(Provider.SLACK)

    for _ in range(3):
        linked.send(seconds=5)

    assert list(linked.platform.repository.find(DUE_CHAT_MESSAGES)) == []
    assert list(linked.platform.repository.find(DUE_CHAT_ANSWERS)) == []


def test_an_operation_that_is_gone_is_followed_no_more(linked: Chats) -> None:
    linked.says("verify demo")
    linked.platform.dispatcher.dispatch()
    (row,) = list(linked.platform.repository.find(DUE_CHAT_MESSAGES))
    gone = linked.platform.repository.get(OPERATIONS, id=row.operation_id)
    assert gone is not None
    linked.platform.repository.commit(Remove(gone))

    assert linked.send() == 0
    assert linked.slack.calls == []
    assert list(linked.platform.repository.find(DUE_CHAT_MESSAGES)) == []


def test_an_answer_that_slack_cannot_take_now_is_sent_later_and_one_that_it_refuses_is_not(linked: Chats) -> None:
    linked.says("health demo")
    linked.slack.refusing = [Answered(503, {"ok": False, "error": "service_unavailable"})]
    assert linked.send() == 0
    assert linked.send(seconds=2) == 1

    linked.says("health demo")
    linked.slack.refusing = [Answered(404, {"ok": False, "error": "expired_url"})]
    assert linked.send() == 0
    assert linked.send(seconds=300) == 0
    assert len(linked.slack.shown) == 1


def test_a_follower_that_always_comes_second_is_offered_the_event_again(linked: Chats) -> None:
    linked.says("verify demo")

    def rival() -> None:
        raise VersionConflict("somebody wrote first")

    linked.platform.repository.before_commit = rival
    (entry, *_) = [one for one in linked.platform.repository.find(UNDELIVERED) if one.kind == "verify"]
    with pytest.raises(VersionConflict):
        linked.platform.chat.follower.handle(entry)


def test_the_function_sends_what_is_due_and_waits_for_what_is_due_in_a_moment(
    linked: Chats, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bootstrap, "platform", lambda: linked.platform)
    monkeypatch.setattr("functions.courier.chat_handler.time.sleep", linked.platform.clock.advance)
    linked.says("verify demo")
    linked.says("health demo")
    linked.platform.dispatcher.dispatch()

    assert chat_handler.handler({}, None) == {"begun": 2}
    assert (len(linked.slack.messages), len(linked.slack.shown)) == (1, 1)
    run = linked.begin()
    linked.platform.dispatcher.dispatch()
    assert chat_handler.handler({}, None) == {"begun": 1}  # it was due in two seconds
    (message,) = linked.slack.messages
    assert len(message.editions) == 2
    assert linked.platform.repository.get(CHAT_MESSAGES, operation_id=run.id) is not None


def test_the_sockets_listener_survives_a_state_that_is_away(linked: Chats, monkeypatch: pytest.MonkeyPatch) -> None:
    listen = listener(linked.platform)
    fields = linked.slack.slash("list")
    assert (listen("slash_commands", fields, "e1") or {})["text"] == "1 store."
    assert listen("slash_commands", fields, "e1") is None
    assert listen("slash_commands", {}, "e2") is None
    assert listen("hello", {}, "e3") is None

    def down(*_: Any) -> None:
        raise Unavailable("the table is away")

    monkeypatch.setattr(linked.platform.repository, "commit", down)
    assert "cannot reach" in (listen("slash_commands", fields, "e4") or {})["text"]
    assert listen("interactive", {}, "e5") is None


def test_the_log_says_what_is_served_and_names_no_secret(linked: Chats, caplog: pytest.LogCaptureFixture) -> None:
    say_what_is_configured(linked.platform)
    assert "chat in Slack is served" in caplog.text
    assert "chat in Mattermost is served" in caplog.text

    linked.platform.settings = read({})
    linked.platform.chat = replace(linked.platform.chat, secrets=ChatSecrets())
    say_what_is_configured(linked.platform)
    assert "chat in Slack is not configured" in caplog.text
    assert SIGNING_SECRET not in caplog.text


def test_a_bug_is_500_with_the_requests_id_and_nothing_of_it(linked: Chats, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: Any) -> None:
        raise ZeroDivisionError("secret-detail")

    monkeypatch.setattr(linked.platform.chat.conversation, "say", broken)
    reply = linked.post("/chatops/mattermost", form_of(linked.mattermost.slash("list")), {})

    assert reply.status == 500
    assert "request-1" in reply.text
    assert "secret-detail" not in reply.text
