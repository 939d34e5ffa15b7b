"""What is not proven to be a chat program's is 401, changes nothing and is logged nowhere; what is not configured is 404."""

from __future__ import annotations

import base64
import json
import logging
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any
from urllib.parse import unquote

import pytest

from functions.application.chat.parts import ChatSecrets
from functions.domain.errors import Unavailable
from tests.fakes.slack import SIGNING_SECRET, form_of, signed
from tests.functional.api.client import Reply
from tests.functional.chatops.chats import Chats

LINE = "create forged-shop-name engine=medusa"
Sent = tuple[str | None, dict[str, str]]


def slash(chats: Chats, *, secret: str = SIGNING_SECRET, line: str = LINE, at: timedelta = timedelta(0)) -> Sent:
    """A slash command as Slack sends it."""
    body = form_of(chats.slack.slash(line))
    return body, signed(body, chats.platform.clock.now() + at, secret=secret)


def without(headers: dict[str, str], *names: str) -> dict[str, str]:
    return {name: value for name, value in headers.items() if name not in names}


def other_time(chats: Chats) -> Sent:
    body, headers = slash(chats)
    return body, {**headers, "x-slack-request-timestamp": str(int(headers["x-slack-request-timestamp"]) + 1)}


def re_encoded(chats: Chats) -> Sent:
    body, headers = slash(chats)
    return str(body).replace("+", "%20"), headers


def decoded(chats: Chats) -> Sent:
    body, headers = slash(chats)
    return unquote(str(body)), headers


def with_header(name: str, value: str) -> Callable[[Chats], Sent]:
    def sent(chats: Chats) -> Sent:
        body, headers = slash(chats)
        return body, {**headers, name: value}

    return sent


def lacking(*names: str) -> Callable[[Chats], Sent]:
    def sent(chats: Chats) -> Sent:
        body, headers = slash(chats)
        return body, without(headers, *names)

    return sent


def well_signed(body: str) -> Callable[[Chats], Sent]:
    return lambda chats: (body, signed(body, chats.platform.clock.now()))


def twice(chats: Chats) -> Sent:
    """A request whose fields are all well, but for a second text that another reader would take for the line."""
    body = form_of({**chats.slack.slash("list")}) + "&text=delete+demo"
    return body, signed(body, chats.platform.clock.now())


FORGED: dict[str, Callable[[Chats], Sent]] = {
    "another secret": lambda chats: slash(chats, secret="another-secret-of-theirs"),
    "stale": lambda chats: slash(chats, at=timedelta(seconds=-301)),
    "of the future": lambda chats: slash(chats, at=timedelta(seconds=301)),
    "another time": other_time,
    "re-encoded": re_encoded,
    "decoded": decoded,
    "no time": lacking("x-slack-request-timestamp"),
    "no signature": lacking("x-slack-signature"),
    "neither": lacking("x-slack-request-timestamp", "x-slack-signature"),
    "a time that is none": with_header("x-slack-request-timestamp", "yesterday"),
    "a time in other digits": with_header("x-slack-request-timestamp", "١٧٦٧٢٦٨٨٠٠"),
    "a signature that is none": with_header("x-slack-signature", "v0=\u00e9"),
    "no body": lambda chats: (None, slash(chats)[1]),
    "signed and no form": well_signed("delete demo"),
    "signed with a field twice": well_signed("text=list&text=delete+demo"),
    "signed with everything twice": twice,
    "signed with half a character": well_signed("text=%ff"),
    "signed with nobody in it": well_signed("text=list&team_id=T1&channel_id=C1"),
    "signed with a path for an id": well_signed(
        "text=list&team_id=T1&channel_id=C1%2FU2&user_id=U1&response_url=https%3A%2F%2Fhooks.slack.com%2Fx"
    ),
    "signed, to answer elsewhere": well_signed(
        "text=list&team_id=T1&channel_id=C1&user_id=U1&response_url=https%3A%2F%2Fhooks.slack.com.evil.example%2Fx"
    ),
}


@pytest.mark.parametrize("name", FORGED)
@pytest.mark.parametrize("path", ["/chatops/slack", "/chatops/slack/interactions"])
def test_a_forged_request_is_401_changes_nothing_and_is_not_logged(
    linked: Chats, name: str, path: str, caplog: pytest.LogCaptureFixture
) -> None:
    body, headers = FORGED[name](linked)
    before = linked.everything()

    with caplog.at_level(logging.DEBUG):
        reply = linked.post(path, body, headers)

    assert reply.status == 401
    assert linked.everything() == before
    assert "forged-shop-name" not in caplog.text
    assert "response_url" not in caplog.text
    assert headers.get("x-slack-signature", "v0=none") not in caplog.text


def test_bytes_that_are_no_text_are_401_signed_or_not(linked: Chats) -> None:
    raw = b"text=\xff\xfe"
    for headers in ({}, signed(raw, linked.platform.clock.now())):
        assert linked.post("/chatops/slack", base64.b64encode(raw).decode(), headers, base64=True).status == 401
    assert linked.post("/chatops/slack", "no base64 at all!", {}, base64=True).status == 401


def test_a_body_that_the_door_gives_in_base64_is_verified_as_it_was_sent(linked: Chats) -> None:
    body, headers = slash(linked, line="list")
    assert body is not None
    upper = {name.title(): value for name, value in headers.items()}

    reply = linked.post("/chatops/slack", base64.b64encode(body.encode()).decode(), upper, base64=True)

    assert (reply.status, json.loads(reply.text)["text"]) == (200, "1 store.")


def test_the_same_request_again_is_401_and_done_once(linked: Chats) -> None:
    body, headers = slash(linked, line="verify demo")

    replies = [linked.post("/chatops/slack", body, headers) for _ in range(3)]
    linked.platform.clock.advance(timedelta(minutes=4))
    replies.append(linked.post("/chatops/slack", body, headers))

    assert [reply.status for reply in replies] == [200, 401, 401, 401]


def test_both_secrets_are_good_while_one_is_being_changed(linked: Chats) -> None:
    rotated = ChatSecrets(slack=("new-secret-0000000000", SIGNING_SECRET))
    linked.platform.chat = replace(linked.platform.chat, secrets=rotated)

    statuses = [
        linked.post("/chatops/slack", *slash(linked, secret=secret, line="list")).status
        for secret in (SIGNING_SECRET, "new-secret-0000000000", "older-secret-00000000")
    ]

    assert statuses == [200, 200, 401]


@pytest.mark.parametrize(
    "path", ["/chatops/slack", "/chatops/slack/interactions", "/chatops/mattermost", "/chatops/mattermost/actions"]
)
def test_what_is_not_configured_is_not_there(linked: Chats, path: str) -> None:
    linked.platform.chat = replace(linked.platform.chat, secrets=ChatSecrets())

    assert linked.post(path, *slash(linked)).status == 404
    assert linked.post("/chatops/teams", None, {}).status == 404


def test_only_a_post_is_taken(linked: Chats) -> None:
    assert linked.post("/chatops/slack", None, {}, method="GET").status == 405


@pytest.mark.parametrize(
    "payload", ["", "[]", "{", '{"type": "block_actions"}', '{"type": "block_actions", "user": 7}', '{"a": "\\ud800"}']
)
def test_a_signed_payload_that_is_none_is_401(linked: Chats, payload: str) -> None:
    body = form_of({"payload": payload})

    assert linked.post("/chatops/slack/interactions", body, signed(body, linked.platform.clock.now())).status == 401


def test_other_interactions_and_others_buttons_are_taken_and_mean_nothing(linked: Chats) -> None:
    shown = linked.says("shwo demo")
    pressed = linked.slack.pressed(shown, "show demo")
    before = linked.everything()
    for payload in ({**pressed, "type": "view_closed"}, {**pressed, "actions": [{"action_id": "theirs", "value": "x"}, 7]}):
        body = form_of({"payload": json.dumps(payload)})
        assert linked.post("/chatops/slack/interactions", body, signed(body, linked.platform.clock.now())).status == 200
    assert linked.everything() == before


def test_a_state_that_cannot_be_reached_is_said_in_words(linked: Chats, monkeypatch: pytest.MonkeyPatch) -> None:
    def down(*_: Any) -> None:
        raise Unavailable("10.0.0.1: no route to the table")

    sent = slash(linked, line="list")
    monkeypatch.setattr(linked.platform.repository, "commit", down)

    reply: Reply = linked.post("/chatops/slack", *sent)

    assert reply.status == 200
    assert json.loads(reply.text)["text"].startswith("The platform cannot reach what it needs")
    assert "10.0.0.1" not in reply.text
