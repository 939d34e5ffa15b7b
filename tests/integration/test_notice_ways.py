"""What chats' webhooks get over HTTP, from the real sender: stand-ins on loopback refuse what the real ones refuse."""

from __future__ import annotations

import socket
from datetime import timedelta
from http import HTTPStatus

import pytest

from functions.adapters.webhooks import HttpWebhookSender
from functions.application.notice_channels import Channels, Outcome
from functions.domain.notice import Notice
from functions.domain.notice_target import NoticeTarget, TargetKind
from functions.domain.webhook_address import Reach
from tests.fakes.notices import PAGE, Chat
from tests.fakes.receiver import Got, receiving
from tests.fakes.samples import NASTY_TEXTS, notice, notice_target

CHATS = [kind for kind in TargetKind if kind is not TargetKind.EMAIL]


class Webhook:
    """A chat's webhook behind a socket."""

    def __init__(self, kind: TargetKind, *, limited: int = 0) -> None:
        self.chat = Chat(kind.value, limited=limited)

    def __call__(self, connection: socket.socket, got: Got) -> None:
        assert got.line.startswith("POST /hook")
        assert got.headers["content-type"] == "application/json"
        status, answer = self.chat.answer(got.body)
        head = f"HTTP/1.1 {status} {HTTPStatus(status).phrase}\r\nContent-Length: {len(answer.encode())}\r\n"
        head += "Retry-After: 7\r\n" if status == HTTPStatus.TOO_MANY_REQUESTS else ""
        connection.sendall(f"{head}\r\n{answer}".encode())


def channels(port: int) -> Channels:
    reach = Reach(trusted=frozenset({("127.0.0.1", port)}))
    return Channels(sender=HttpWebhookSender(lambda: reach, seconds=5), mail=None, page=PAGE)


def target(kind: TargetKind, url: str) -> NoticeTarget:
    return notice_target(kind=kind, address=url)


@pytest.mark.parametrize("kind", CHATS)
def test_each_chat_takes_every_event_with_any_text(kind: TargetKind) -> None:
    webhook = Webhook(kind)
    with receiving(webhook) as receiver:
        way = channels(receiver.port)
        for event in (
            "store.ready",
            "operation.failed",
            "store.needs_attention",
            "backup.failed",
            "notice.test",
            "of.tomorrow",
        ):
            for text in (*NASTY_TEXTS, "x" * 5000):
                told = notice(event=event, store_name=text, what="backup", message=text, store_url="http://demo.localhost")
                assert way.send(target(kind, receiver.url()), [told]).outcome is Outcome.TAKEN

    assert len(webhook.chat.taken) == 6 * (len(NASTY_TEXTS) + 1)


@pytest.mark.parametrize("kind", CHATS)
def test_a_digest_of_hundreds_fits_and_says_how_many_it_leaves_out(kind: TargetKind) -> None:
    webhook = Webhook(kind)
    many: list[Notice] = [
        notice(id=f"N{number:025}", store_id=f"shop-{number}", store_name="花屋さん @everyone " * 5) for number in range(500)
    ]
    with receiving(webhook) as receiver:
        told = channels(receiver.port).send(target(kind, receiver.url()), many, 7)

    assert (told.outcome, told.said) == (Outcome.TAKEN, "")
    assert "507 notices" in webhook.chat.text
    assert "more" in webhook.chat.text
    assert "shop-0" in webhook.chat.text.replace("\\", "")


@pytest.mark.parametrize("kind", CHATS)
def test_too_many_requests_is_told_with_its_wait(kind: TargetKind) -> None:
    webhook = Webhook(kind, limited=1)
    with receiving(webhook) as receiver:
        way = channels(receiver.port)
        first = way.send(target(kind, receiver.url()), [notice()])
        second = way.send(target(kind, receiver.url()), [notice()])

    assert (first.outcome, first.asked) == (Outcome.AGAIN, timedelta(seconds=7))
    assert "HTTP 429" in first.said
    assert second.outcome is Outcome.TAKEN


def test_the_stand_ins_refuse_what_the_real_ones_refuse() -> None:
    assert Chat("slack").answer(b'{"blocks": [{"type": "header", "text": {"type": "plain_text", "text": ""}}]}')[0] == 400
    assert Chat("slack").answer(b"{}") == (400, "no_text")
    assert Chat("mattermost").answer(b'{"text": ""}')[0] == 400
    assert Chat("teams").answer(b'{"type": "message", "attachments": []}')[0] == 400
    assert Chat("teams").answer(b" " * 28 * 1024 + b"{}")[0] == 413
    assert Chat("discord").answer(b'{"content": "' + b"x" * 2001 + b'", "allowed_mentions": {"parse": []}}')[0] == 400
    assert Chat("discord").answer(b'{"content": "x"}')[0] == 400
