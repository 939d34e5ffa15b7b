"""Credential plugins as programs, and an API server that takes only the credentials of now."""

from __future__ import annotations

import contextlib
import json
import os
import select
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
import yaml

from functions.adapters.kube.client import Kube
from functions.adapters.kube.observer import KubernetesObserver
from functions.adapters.kube.plugin import ask
from functions.domain.errors import Unavailable
from tests.fakes.platform import FakeClusters, local_cluster


class ApiServer(ThreadingHTTPServer):
    """Says ok to who has the token that is in a file."""

    def __init__(self, token: Path) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.token = token


class Handler(BaseHTTPRequestHandler):
    """One request of it."""

    server: ApiServer

    def do_GET(self) -> None:
        """Answer."""
        known = self.headers.get("Authorization") == f"Bearer {self.server.token.read_text().strip()}"
        body = json.dumps({"message": "ok" if known else "Unauthorized"}).encode()
        self.send_response(200 if known else 401)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: Any) -> None:
        """Say nothing."""


@contextmanager
def serving(token: Path) -> Iterator[str]:
    """An API server, and its address."""
    with ApiServer(token) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()


def program(path: Path, *lines: str) -> str:
    """Write a plugin."""
    path.write_text("\n".join(["#!/bin/sh", *lines, ""]))
    path.chmod(0o755)
    return str(path)


def kubeconfig(path: Path, server: str, user: dict[str, Any]) -> Path:
    """Write a kubeconfig with one context."""
    content = {
        "current-context": "c",
        "contexts": [{"name": "c", "context": {"cluster": "c", "user": "c"}}],
        "clusters": [{"name": "c", "cluster": {"server": server}}],
        "users": [{"name": "c", "user": user}],
    }
    path.write_text(yaml.safe_dump(content))
    return path


def observer(**kubeconfigs: Path) -> KubernetesObserver:
    """Looks at clusters that are reached so."""
    clusters = [local_cluster(name).model_copy(update={"kubeconfig": str(path)}) for name, path in kubeconfigs.items()]
    return KubernetesObserver(FakeClusters(*clusters))


PRINTS = """printf '{"status": {"token": "%s"}}' "$(cat "$(dirname "$0")/token")\""""
TOKENS = [{"exec": {"apiVersion": "client.authentication.k8s.io/v1", "command": "./plugin"}}, {"tokenFile": "token"}]


@pytest.mark.parametrize("user", TOKENS, ids=["plugin", "file"])
def test_credentials_that_were_changed_are_renewed(tmp_path: Path, user: dict[str, Any]) -> None:
    token = tmp_path / "token"
    token.write_text("one")
    program(tmp_path / "plugin", PRINTS)
    with serving(token) as address:
        path = kubeconfig(tmp_path / "kubeconfig", address, user)
        seen = observer(local=path)
        with Kube.connect(str(path)) as kube:
            for changed in ("one", "another"):
                token.write_text(changed)
                seen.ping("local")
                assert kube.get("/version") == {"message": "ok"}


def test_a_plugin_that_does_not_answer_delays_no_other_cluster(tmp_path: Path) -> None:
    token, gate = tmp_path / "token", tmp_path / "gate"
    token.write_text("one")
    os.mkfifo(gate)
    os.mkfifo(tmp_path / "called")
    waits = program(tmp_path / "plugin", f"echo > {tmp_path}/called", f"read _ < {gate}", PRINTS)
    with serving(token) as address:
        slow = kubeconfig(tmp_path / "slow", address, {"exec": {"command": waits}})
        seen = observer(slow=slow, fast=kubeconfig(tmp_path / "fast", address, {"token": "one"}))
        with ThreadPoolExecutor(2) as threads:
            first = threads.submit(seen.ping, "slow")
            (tmp_path / "called").read_text()  # the plugin runs
            try:
                threads.submit(seen.ping, "fast").result(5)
                assert not first.done()
            finally:
                gate.write_text("go\n")  # returns once it reads
            first.result(30)


def test_a_plugin_that_never_answers_is_ended_with_what_it_started(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "never")
    child = f"cat {tmp_path}/never & echo $! > {tmp_path}/child; wait"
    plugin = program(tmp_path / "plugin", child)

    with pytest.raises(Unavailable, match="plugin gave no credentials within 2 seconds"):
        ask({"command": plugin}, {}, tmp_path, 2)

    with contextlib.suppress(ProcessLookupError):  # gone already
        ended = os.pidfd_open(int((tmp_path / "child").read_text()))
        assert select.select([ended], [], [], 30)[0]
        os.close(ended)


def test_a_plugin_is_told_what_is_asked_of_it(tmp_path: Path) -> None:
    report = 'printf "%s\\n" "$1" "$KUBERNETES_EXEC_INFO" "$PROFILE" > "$(dirname "$0")/told"'
    until = '"expirationTimestamp": "2030-01-01T00:00:00Z"'
    program(tmp_path / "plugin", report, f"""echo '{{"status": {{"token": "t", {until}}}}}'""")
    plugin = {
        "apiVersion": "client.authentication.k8s.io/v1beta1",
        "command": "./plugin",
        "args": ["get-token"],
        "env": [{"name": "PROFILE", "value": "shops"}],
        "provideClusterInfo": True,
    }

    given = ask(plugin, {"server": "https://one.example"}, tmp_path, 30)

    argument, information, profile = (tmp_path / "told").read_text().splitlines()
    assert (given.token, given.expires, argument, profile) == ("t", 1893456000.0, "get-token", "shops")
    assert json.loads(information) == {
        "apiVersion": "client.authentication.k8s.io/v1beta1",
        "kind": "ExecCredential",
        "spec": {"interactive": False, "cluster": {"server": "https://one.example"}},
    }


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        (["exit 3"], "plugin gives no credentials, it ended with exit code 3"),
        (["echo nonsense"], "plugin gives no credentials"),
        (["echo '[]'"], "plugin gives no credentials"),
        (["echo '{\"status\": {}}'"], "plugin gives neither a token nor a certificate"),
    ],
    ids=["failed", "no json", "no object", "empty"],
)
def test_a_plugin_that_gives_nothing_is_named(tmp_path: Path, lines: list[str], said: str) -> None:
    with pytest.raises(Unavailable, match=said):
        ask({"command": program(tmp_path / "plugin", *lines)}, {}, tmp_path, 30)


def test_a_plugin_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(Unavailable, match="cloud-of-nobody gives no credentials"):
        ask({"command": "cloud-of-nobody"}, {}, tmp_path, 30)
