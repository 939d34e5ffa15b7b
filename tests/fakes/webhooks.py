"""A sender of webhooks that sends nothing, and a stand-in for endpoints that answer as a test says."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from functions.application.ports.webhooks import Sent
from functions.domain.webhook_address import Reach

Answer = Callable[["Request"], Sent]
OK = Sent(204)


@dataclass(frozen=True)
class Request:
    """What an endpoint got."""

    url: str
    headers: Mapping[str, str]
    body: bytes

    @property
    def event(self) -> Any:
        """The body, parsed."""
        return json.loads(self.body)

    @property
    def id(self) -> str:
        """The event's id."""
        return self.headers["webhook-id"]


class FakeSender:
    """Keeps what is sent, and answers by the URL: 204 where a test says nothing else."""

    def __init__(self) -> None:
        self.got: list[Request] = []
        self.answers: dict[str, Answer] = {}
        self.reach = Reach(names=("yard.example.org",))

    def check(self, url: str) -> None:
        """As the real one."""
        self.reach.place(url)

    def send(self, url: str, headers: Mapping[str, str], body: bytes) -> Sent:
        """Keep it, then answer."""
        request = Request(url, dict(headers), body)
        self.got.append(request)
        answer: Answer = self.answers.get(url, lambda _: OK)
        return answer(request)

    def to(self, url: str) -> list[Request]:
        """Return what this URL got, in order."""
        return [request for request in self.got if request.url == url]
