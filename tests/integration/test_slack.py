"""Slack over HTTP and by its socket, with slack_sdk's own clients against the stand-in on loopback."""

from __future__ import annotations

import json
import logging
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from functions.adapters.chat.slack import SlackSender
from functions.adapters.chat.slack_socket import SlackSocket
from functions.chatops.socket import listener
from functions.settings import read
from tests.fakes import FakeCatalogue, FakeClock
from tests.fakes.slack import BOT_TOKEN, CHANNEL, OLGA, PRIVATE, Answered, SlackWorkspace, wrong_with
from tests.fakes.slack_server import APP_TOKEN, SlackServer, slack_serving
from tests.functional.chatops.chats import Chats

SECONDS = 20.0
MESSAGE = {"text": "Hello", "blocks": [{"type": "section", "text": {"type": "mrkdwn", "text": "Hello"}}], "unfurl_links": False}


@pytest.fixture
def server() -> Iterator[SlackServer]:
    with slack_serving(SlackWorkspace(FakeClock())) as served:
        yield served


def sender_of(server: SlackServer, token: str = BOT_TOKEN) -> SlackSender:
    return SlackSender(token=token, api=f"{server.url}/api", answers_at=f"{server.url}/")


def test_a_message_is_posted_and_edited_with_the_bots_token_in_a_header(server: SlackServer) -> None:
    sender = sender_of(server)

    posted = sender.post(CHANNEL, OLGA, MESSAGE)
    edited = sender.edit(posted.channel, posted.message, {**MESSAGE, "text": "Bye"})

    (message,) = server.workspace.messages
    assert (posted.error, edited.error, posted.channel) == ("", "", CHANNEL)
    assert [edition["text"] for edition in message.editions] == ["Hello", "Bye"]
    assert server.tokens == [BOT_TOKEN, BOT_TOKEN]


def test_a_channel_without_the_bot_is_none_and_who_asked_is_written_to(server: SlackServer) -> None:
    assert sender_of(server).post(PRIVATE, OLGA, MESSAGE).channel == OLGA


@pytest.mark.parametrize(
    ("answered", "over", "form", "wait"),
    [
        (Answered(429, {"ok": False, "error": "ratelimited"}, {"Retry-After": "7"}), False, False, timedelta(seconds=7)),
        (Answered(503, {"ok": False, "error": "service_unavailable"}), False, False, None),
        (Answered(200, {"ok": False, "error": "fatal_error"}), False, False, None),
        (Answered(200, {"ok": False, "error": "invalid_auth"}), True, False, None),
        (Answered(200, {"ok": False, "error": "invalid_blocks"}), True, True, None),
    ],
)
def test_a_refusal_says_whether_to_try_again_and_when(
    server: SlackServer, answered: Answered, over: bool, form: bool, wait: timedelta | None
) -> None:
    server.workspace.refusing = [answered]

    sent = sender_of(server).post(CHANNEL, OLGA, MESSAGE)

    assert (sent.error, sent.over, sent.form, sent.retry_after) == (answered.body["error"], over, form, wait)
    assert len(server.workspace.calls) == 1


def test_nobody_there_is_tried_again_later(server: SlackServer) -> None:
    sender = SlackSender(token=BOT_TOKEN, api="http://127.0.0.1:1/api", answers_at="http://127.0.0.1:1/")

    for sent in (sender.post(CHANNEL, OLGA, MESSAGE), sender.answer("http://127.0.0.1:1/x", MESSAGE)):
        assert sent.error
        assert not sent.over


def test_answers_go_where_slack_said_five_times_and_nowhere_else(server: SlackServer) -> None:
    url = server.workspace.slash("list")["response_url"]
    sender = sender_of(server)

    assert [sender.answer(url, MESSAGE).error for _ in range(5)] == [""] * 5
    used = sender.answer(url, MESSAGE)
    assert (used.error, used.over) == ("used_url", True)
    assert sender.answer("http://127.0.0.1.evil.example/x", MESSAGE).over
    assert server.workspace.shown[0][0] == OLGA


def test_neither_tokens_nor_what_is_sent_are_logged(server: SlackServer, caplog: pytest.LogCaptureFixture) -> None:
    url = server.workspace.slash("list")["response_url"]
    with caplog.at_level(logging.DEBUG):
        sender_of(server).post(CHANNEL, OLGA, MESSAGE)
        sender_of(server, token="xoxb-wrong-0000000000").post(CHANNEL, OLGA, MESSAGE)
        sender_of(server).answer(url, MESSAGE)

    for secret in (BOT_TOKEN, "xoxb-wrong", url, "Hello"):
        assert secret not in caplog.text


@contextmanager
def connected(chats: Chats, server: SlackServer) -> Iterator[SlackSocket]:
    """Olga's platform, connected by the socket."""
    api = f"{server.url}/api"
    tokens = {"SLACK_BOT_TOKEN": BOT_TOKEN, "SLACK_APP_TOKEN": APP_TOKEN, "SLACK_API": api}
    chats.platform.settings = read(tokens)
    over = threading.Event()
    socket = SlackSocket(token=APP_TOKEN, api=api, listen=listener(chats.platform))
    thread = threading.Thread(target=socket.run, args=(over,), daemon=True)
    thread.start()
    try:
        yield socket
    finally:
        over.set()
        thread.join(SECONDS)
        assert not thread.is_alive()


def test_commands_and_buttons_come_by_the_socket_too() -> None:
    chats = Chats()
    with slack_serving(chats.slack) as server, connected(chats, server):
        there = server.socket()

        def says(text: str, **more: Any) -> dict[str, Any]:
            found: dict[str, Any] = there.deliver("slash_commands", chats.slack.slash(text), **more).get("payload") or {}
            assert wrong_with(found.get("blocks", [])) == ""
            return found

        assert chats.link(says("link")).status == 201
        chats.api.create("demo")
        chats.api.finish("demo")
        assert says("list")["text"] == "1 store."
        shown = says("delete demo")
        receipt = there.deliver("interactive", chats.slack.pressed(shown, "Delete demo"))
        assert not receipt.get("payload")
        assert chats.begin().kind == "delete"

        assert says("verify nothing", envelope="e-1")["text"]
        assert says("verify nothing", envelope="e-1") == {}  # it came before
        assert not there.deliver("slash_commands", {"text": "list"}).get("payload")  # from nobody
        assert not there.deliver("events_api", {"event": {}}).get("payload")


def test_a_socket_that_ends_is_opened_anew() -> None:
    chats = Chats()
    with slack_serving(chats.slack) as server, connected(chats, server):
        first = server.socket()
        first.send(1, json.dumps({"type": "disconnect", "reason": "refresh_requested"}).encode())

        second = server.socket()
        first.end()

        assert second.deliver("slash_commands", chats.slack.slash("list"))["payload"]["text"].startswith("You are not linked")


def test_a_token_that_is_refused_ends_nothing_but_is_tried_again_later() -> None:
    chats = Chats()
    with slack_serving(chats.slack) as server:
        over = threading.Event()
        socket = SlackSocket(token="xapp-wrong-000000000", api=f"{server.url}/api", listen=listener(chats.platform))
        thread = threading.Thread(target=socket.run, args=(over,), daemon=True)
        thread.start()
        end = time.monotonic() + SECONDS
        while not server.tokens and time.monotonic() < end:
            time.sleep(0.02)
        over.set()
        thread.join(SECONDS)

        assert server.tokens == ["xapp-wrong-000000000"]
        assert not thread.is_alive()
        assert not socket.connected


def test_who_does_not_send_imports_no_slack_sdk() -> None:
    modules = "functions.api.handler, functions.bootstrap, functions.chatops.handler, functions.courier.handler"
    more = "functions.dispatcher.handler, functions.reaper.handler, functions.courier.chat_handler"
    code = f"import sys, {modules}, {more}; print([name for name in sys.modules if name.startswith('slack_sdk')])"

    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert found.stdout.strip() == "[]"


def test_a_bots_message_follows_over_http() -> None:
    chats = Chats()
    with slack_serving(chats.slack) as server:
        chats.platform.senders.clear()
        chats.platform.senders.update({next(iter(chats.platform.chat.forms)): sender_of(server)})
        chats.platform.settings = chats.platform.settings.model_copy(update={"slack_api": f"{server.url}/api"})
        assert chats.link(chats.says("link")).status == 201
        chats.says(f"create Tea engine={next(iter(FakeCatalogue().engines()))} id=tea")
        chats.send()

        (message,) = chats.slack.messages
        assert message.now["text"].startswith("Provision of Tea (tea)")
        assert replace(message, channel=CHANNEL) == message
