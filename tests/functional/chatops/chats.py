"""People who chat: what they type goes to the door as Slack or Mattermost send it, on the platform of the API's tests."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Mapping
from typing import Any

from functions.chatops.handler import Handler, create_handler
from functions.domain.chat_entities import CHAT_ANSWERS, CHAT_BUTTONS, CHAT_LINKS, CHAT_MESSAGES
from functions.domain.entities import OPERATIONS, STORES
from functions.domain.operation import EventStatus, Operation
from tests.fakes import mattermost as server
from tests.fakes import slack
from tests.functional.api.client import OLGA, Api, FakePlatform, Reply, event

SECONDS = 3.0  # that Slack waits for an answer


class Chats:
    """Olga and Otto in chat programs, and their accounts' API."""

    def __init__(self) -> None:
        self.platform = FakePlatform()
        self.api = Api(self.platform)
        self.handler: Handler = create_handler(lambda: self.platform)
        self.slack, self.mattermost = self.platform.slack, self.platform.mattermost

    def post(
        self, path: str, body: str | None, headers: Mapping[str, str], *, base64: bool = False, method: str = "POST"
    ) -> Reply:
        """Send a request to the door, which has to answer in Slack's time."""
        began = time.monotonic()
        answer = self.handler(event(method, path, token=None, body=body, headers=headers, base64=base64), None)
        assert time.monotonic() - began < SECONDS
        return Reply(answer["statusCode"], answer["headers"], answer["body"])

    def says(self, text: str, *, user: str = slack.OLGA, channel: str = slack.CHANNEL) -> dict[str, Any]:
        """Let somebody type /store in Slack; return what they alone are shown at once, nothing if that comes later."""
        fields = self.slack.slash(text, user=user, channel=channel)
        body = slack.form_of(fields)
        reply = self.post("/chatops/slack", body, slack.signed(body, self.platform.clock.now()))
        assert reply.status == 200, reply.text
        shown: dict[str, Any] = json.loads(reply.text) if reply.text else {}
        if shown:
            assert shown["response_type"] == "ephemeral"
            assert slack.wrong_with(shown["blocks"]) == ""
        return shown

    def presses(self, shown: Mapping[str, Any], button: str, *, user: str = slack.OLGA, ephemeral: bool = True) -> str:
        """Let somebody press a button in Slack; return what they are shown of it, once it was sent."""
        payload = self.slack.pressed(shown, button, user=user, ephemeral=ephemeral)
        body = slack.form_of({"payload": json.dumps(payload)})
        before = len(self.slack.shown)
        reply = self.post("/chatops/slack/interactions", body, slack.signed(body, self.platform.clock.now()))
        assert (reply.status, reply.text) == (200, "")
        self.send()
        assert len(self.slack.shown) == before + 1
        who, told = self.slack.shown[-1]
        assert who == user
        return str(told["text"])

    def types(self, text: str, **of: str) -> dict[str, Any]:
        """Let somebody type /store in Mattermost."""
        fields = self.mattermost.slash(text, **of)
        headers = {"content-type": "application/x-www-form-urlencoded", "authorization": f"Token {fields['token']}"}
        reply = self.post("/chatops/mattermost", slack.form_of(fields), headers)
        assert reply.status == 200, reply.text
        return dict(json.loads(reply.text)) if reply.text else {}

    def clicks(self, shown: Mapping[str, Any], button: str, *, user: str = server.OLGA) -> dict[str, Any]:
        """Let somebody press a button in Mattermost; return what that is answered with."""
        body = json.dumps(self.mattermost.pressed(shown, button, user=user))
        reply = self.post("/chatops/mattermost/actions", body, {})
        assert reply.status == 200, reply.text
        return dict(json.loads(reply.text))

    def link(self, shown: Mapping[str, Any], *, token: str = OLGA) -> Reply:
        """Confirm on the page who asked for the link in a message."""
        return self.api.post("/api/chat/links", {"code": code_in(shown)}, token=token)

    def send(self, *, seconds: float = 0.0) -> int:
        """Hand events out, and send what is due, after so many seconds."""
        self.platform.clock.advance(seconds)
        self.platform.dispatcher.dispatch()
        return sum(self.platform.chat.courier.work(row) for row in list(self.platform.chat.courier.due()))

    def begin(self, store: str = "demo") -> Operation:
        """Let a worker take the operation of a store."""
        found = self.platform.repository.get(STORES, id=store)
        assert found is not None
        assert found.active_operation_id is not None
        claimed = self.platform.lifecycle.claim(found.active_operation_id, "w1")
        assert claimed is not None
        return claimed

    def step(self, run: Operation, step: str, status: EventStatus, message: str) -> None:
        """Let the worker say something of a step."""
        self.platform.lifecycle.record(run.id, run.fence, step=step, status=status, message=message)

    def everything(self) -> tuple[Any, ...]:
        """What anybody could have changed."""
        state = self.platform.repository
        return (
            state.get(STORES, id="demo"),
            list(state.find(OPERATIONS.related, store_id="demo")),
            list(state.find(CHAT_LINKS.related, user="olga")),
            list(state.find(CHAT_ANSWERS.listed)),
            list(state.find(CHAT_MESSAGES.listed)),
            state.get(CHAT_BUTTONS, nonce_hash="x"),
        )


def code_in(shown: Mapping[str, Any]) -> str:
    """The code in the link of a message of either program."""
    found = re.search(r"/chat/link\?code=(sychat_[0-9a-zA-Z_-]+)", json.dumps(shown))
    assert found is not None, shown
    return found[1]
