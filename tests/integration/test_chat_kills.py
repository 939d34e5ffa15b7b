"""The platform's own process, killed again and again while it edits messages in Slack: each is edited to its end."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import httpx

from functions.adapters.state.sqlite.repository import SqliteRepository
from functions.adapters.system import SystemClock
from functions.application.ports.repository import Insert
from functions.domain.chat_entities import CHAT_MESSAGES, DUE_CHAT_MESSAGES
from functions.domain.entities import UNDELIVERED
from functions.domain.operation import EventStatus, OperationStatus
from functions.domain.outbox import entry_of
from functions.settings import PROJECT
from tests.fakes.samples import event, operation
from tests.fakes.slack import BOT_TOKEN, CHANNEL, OLGA, SIGNING_SECRET, TEAM, SlackWorkspace, form_of, signed
from tests.fakes.slack_server import SlackServer, slack_serving
from tests.functional.chatops.chats import code_in

OPERATIONS, EVENTS = 6, 5
STARTS, SENDS = 60.0, 90.0


class Yard:
    """A platform's folder, and the workspace that it writes to."""

    def __init__(self, home: Path, server: SlackServer) -> None:
        self.home, self.server = home, server
        self.state = SqliteRepository(home / "state.db")
        (home / "clusters.json").write_text("{}")
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port = free.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"

    def happened(self, number: int, *, good: bool) -> str:
        """An operation that was asked for in Slack and has ended, whose events nobody was told of yet."""
        place = {"source": "slack", "address": f"{TEAM}/{CHANNEL}/{OLGA}"}
        status = OperationStatus.SUCCEEDED if good else OperationStatus.FAILED
        said = {"message": "It sells." if good else "It broke.", "retryable": True, "kind": "verify"}
        name, shop = f"OP-{number}", f"shop-{number}"
        ended = operation(name, store_id=shop, status=status, event_count=EVENTS, **place, **said)
        self.state.commit(Insert(ended))
        for count in range(1, EVENTS + 1):
            at = event(name, count).model_copy(update={"final": count == EVENTS, "status": EventStatus.INFO})
            self.state.commit(Insert(at), Insert(entry_of(ended, at)))
        return name

    def settings(self, **more: str) -> dict[str, str]:
        kept = {name: os.environ[name] for name in ("PATH", "PYTHONPATH", "ANSIBLE_COLLECTIONS_PATH") if name in os.environ}
        return {
            **kept,
            "HOME": str(self.home),
            "STOREYARD_HOME": str(self.home),
            "STOREYARD_INVENTORY": str(self.home / "clusters.json"),
            "STOREYARD_PORT": str(self.port),
            "STOREYARD_SLOTS": "1",
            "SLACK_API": f"{self.server.url}/api",
            "SLACK_BOT_TOKEN": BOT_TOKEN,
            "SLACK_SIGNING_SECRET": SIGNING_SECRET,
            **more,
        }

    @contextmanager
    def platform(self) -> Iterator[subprocess.Popen[bytes]]:
        """Run the platform; it is killed at the latest when the test is over."""
        with (self.home / "platform.log").open("ab") as log:
            command = [sys.executable, "-m", "functions.local"]
            process = subprocess.Popen(command, cwd=PROJECT, env=self.settings(), stderr=log, start_new_session=True)
        try:
            yield process
        finally:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()

    def says(self, text: str) -> dict[str, Any]:
        """Let Olga type a command in Slack."""
        body = form_of(self.server.workspace.slash(text))
        reply = httpx.post(
            f"{self.url}/chatops/slack", content=body, headers=signed(body, SystemClock().now()), trust_env=False
        )
        assert reply.status_code == 200, reply.text
        shown: dict[str, Any] = reply.json() if reply.text else {}
        return shown

    def rests(self) -> bool:
        """True once everything was handed out and nothing waits."""
        return not self.state.find(UNDELIVERED) and not self.state.find(DUE_CHAT_MESSAGES)


def until(condition: Callable[[], object], what: str, seconds: float) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, what
        time.sleep(0.02)


def answers(yard: Yard) -> bool:
    with suppress(httpx.TransportError):
        return httpx.get(f"{yard.url}/health", trust_env=False).is_success
    return False


def test_a_platform_that_is_killed_while_it_sends_says_the_end_of_every_operation(tmp_path: Path) -> None:
    with slack_serving(SlackWorkspace(SystemClock())) as server:
        yard = Yard(tmp_path, server)
        names = [yard.happened(number, good=number % 2 == 0) for number in range(OPERATIONS)]
        calls = server.workspace.calls
        for _ in range(4):
            before = len(calls)
            with yard.platform():
                until(lambda: len(calls) > before or yard.rests(), "something is sent", STARTS)  # noqa: B023 - at once
        with yard.platform():
            until(yard.rests, "everything is sent", SENDS)

        for number, name in enumerate(names):
            row = yard.state.get(CHAT_MESSAGES, operation_id=name)
            assert row is not None
            assert (row.given_up, row.alerted, row.claim) == (False, True, "")
            mine = [message for message in server.workspace.messages if f"shop-{number}" in str(message.now["text"])]
            kept = next(message for message in mine if message.ts == row.message)
            assert ("is done: It sells." if number % 2 == 0 else "failed: It broke.") in kept.now["text"]
            alerts = [message for message in mine if f"<@{OLGA}>" in message.now["text"]]
            assert len(alerts) == 0 if number % 2 == 0 else len(alerts) >= 1


def test_the_real_process_takes_what_slack_signs_and_says_what_is_configured(tmp_path: Path) -> None:
    with slack_serving(SlackWorkspace(SystemClock())) as server:
        yard = Yard(tmp_path, server)
        token = tmp_path / "token"
        made = [sys.executable, "-m", "functions.tokens", "ensure", "--name", "owner", "--file", str(token)]
        subprocess.run(made, cwd=PROJECT, env=yard.settings(), check=True, capture_output=True)
        with yard.platform():
            until(lambda: answers(yard), "the platform answers", STARTS)
            shown = yard.says("link")
            assert f"http://localhost:{yard.port}/chat/link?code=" in json.dumps(shown)
            headers = {"authorization": f"Bearer {token.read_text().strip()}"}
            code = {"code": code_in(shown)}
            linked = httpx.post(f"{yard.url}/api/chat/links", json=code, headers=headers, trust_env=False)
            assert linked.status_code == 201, linked.text
            assert yard.says("list")["text"] == "There is no store yet."
            assert httpx.post(f"{yard.url}/chatops/slack", content="text=list", trust_env=False).status_code == 401
            assert httpx.post(f"{yard.url}/chatops/mattermost", content="text=list", trust_env=False).status_code == 404

        log = (tmp_path / "platform.log").read_text()
        assert "chat in Slack is served" in log
        assert "chat in Mattermost is not configured" in log
        assert SIGNING_SECRET not in log
        assert BOT_TOKEN not in log
        assert "text=list" not in log


def test_half_a_configuration_is_told_at_the_start(tmp_path: Path) -> None:
    with slack_serving(SlackWorkspace(SystemClock())) as server:
        yard = Yard(tmp_path, server)
        command = [sys.executable, "-m", "functions.local"]
        done = subprocess.run(
            command, cwd=PROJECT, env=yard.settings(SLACK_BOT_TOKEN=""), capture_output=True, text=True, timeout=60, check=False
        )

    assert done.returncode == 1
    assert done.stderr.strip().splitlines()[-1] == (
        "The setting SLACK_BOT_TOKEN must be given with SLACK_SIGNING_SECRET or SLACK_APP_TOKEN."
    )
