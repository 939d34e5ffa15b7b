"""What a kubeconfig may say, and what is said when it does not."""

from __future__ import annotations

import base64
import json
import ssl
from pathlib import Path
from typing import Any

import httpx
import pytest
import yaml

from functions.adapters.kube.client import ApiError, Kube
from functions.adapters.kube.kubeconfig import read_access
from functions.domain.errors import Unavailable


def config(user: dict[str, Any], cluster: dict[str, Any] | None = None) -> dict[str, Any]:
    """A kubeconfig with two contexts; the current one is `one`."""
    return {
        "current-context": "one",
        "contexts": [
            {"name": "one", "context": {"cluster": "c1", "user": "u"}},
            {"name": "two", "context": {"cluster": "c2", "user": "u"}},
        ],
        "clusters": [
            {"name": "c1", "cluster": {"server": "https://one.example", **(cluster or {})}},
            {"name": "c2", "cluster": {"server": "https://two.example", "insecure-skip-tls-verify": True}},
        ],
        "users": [{"name": "u", "user": user}],
    }


def write(folder: Path, content: dict[str, Any]) -> Path:
    """Write it."""
    path = folder / "kubeconfig"
    path.write_text(yaml.safe_dump(content))
    return path


def test_the_current_context_and_a_token(tmp_path: Path) -> None:
    access = read_access(write(tmp_path, config({"token": "t0ken"})))

    assert access.server == "https://one.example"
    assert access.token == "t0ken"
    assert access.tls.verify_mode is ssl.CERT_REQUIRED


def test_another_context_that_is_not_to_be_verified(tmp_path: Path) -> None:
    access = read_access(write(tmp_path, config({"token": "t"})), "two")

    assert access.server == "https://two.example"
    assert access.tls.verify_mode is ssl.CERT_NONE


def test_a_token_in_a_file_beside_the_kubeconfig(tmp_path: Path) -> None:
    (tmp_path / "token").write_text("from-file\n")

    assert read_access(write(tmp_path, config({"tokenFile": "token"}))).token == "from-file"


def test_certificates_inside_and_beside_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    loaded: dict[str, str] = {}

    class Context:
        check_hostname, verify_mode = True, ssl.CERT_REQUIRED

        def __init__(self, _protocol: int) -> None: ...

        def load_verify_locations(self, *, cadata: str) -> None:
            loaded["authority"] = cadata

        def load_cert_chain(self, path: str) -> None:
            loaded["chain"] = Path(path).read_text()

    monkeypatch.setattr("functions.adapters.kube.kubeconfig.ssl.SSLContext", Context)
    (tmp_path / "ca.pem").write_text("the authority")
    user = {
        "client-certificate-data": base64.b64encode(b"the certificate").decode(),
        "client-key-data": base64.b64encode(b"the key").decode(),
    }

    read_access(write(tmp_path, config(user, {"certificate-authority": "ca.pem"})))

    assert loaded == {"authority": "the authority", "chain": "the certificate\nthe key\n"}


def test_a_clouds_own_program_gives_the_token(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[list[str]] = []

    def run(command: list[str], **options: Any) -> Any:
        asked.append([*command, options["env"]["PROFILE"]])
        return type("Done", (), {"stdout": json.dumps({"status": {"token": "from-cloud"}})})

    monkeypatch.setattr("functions.adapters.kube.kubeconfig.subprocess.run", run)
    plugin = {"command": "cloud", "args": ["get-token"], "env": [{"name": "PROFILE", "value": "shops"}]}

    assert read_access(write(tmp_path, config({"exec": plugin}))).token == "from-cloud"
    assert asked == [["cloud", "get-token", "shops"]]


def test_a_clouds_program_that_fails_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def run(*_: Any, **__: Any) -> Any:
        raise FileNotFoundError("cloud")

    monkeypatch.setattr("functions.adapters.kube.kubeconfig.subprocess.run", run)

    with pytest.raises(Unavailable, match="cloud gives no credentials"):
        read_access(write(tmp_path, config({"exec": {"command": "cloud"}})))


@pytest.mark.parametrize("content", ["", "{", "current-context: none\ncontexts: []"], ids=["empty", "no yaml", "no context"])
def test_a_file_that_does_not_say_it_is_named(tmp_path: Path, content: str) -> None:
    path = tmp_path / "kubeconfig"
    path.write_text(content)

    with pytest.raises(Unavailable, match=f"no usable context in the kubeconfig {path}"):
        read_access(path)


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(Unavailable, match="the cluster cannot be reached"):
        read_access(tmp_path / "nowhere")


def test_a_client_carries_the_token_and_closes(tmp_path: Path) -> None:
    with Kube.connect(str(write(tmp_path, config({"token": "t0ken"})))) as kube:
        assert kube._http.headers["authorization"] == "Bearer t0ken"

    assert kube._http.is_closed


def test_a_cluster_that_does_not_answer_is_unavailable() -> None:
    def refuse(request: httpx.Request) -> httpx.Response:
        raise httpx.ConnectError("[Errno 111] Connection refused", request=request)

    kube = Kube(httpx.Client(base_url="https://one.example", transport=httpx.MockTransport(refuse)), sleep=lambda _: None)

    with pytest.raises(Unavailable, match=r"the cluster cannot be reached: .*Connection refused"):
        kube.get("/version")


def test_an_error_without_a_message_is_told_by_its_number() -> None:
    broken = httpx.MockTransport(lambda _: httpx.Response(502, text="<html>"))
    kube = Kube(httpx.Client(base_url="https://one.example", transport=broken), sleep=lambda _: None)

    with pytest.raises(ApiError, match="the cluster's API answered 502 to GET /version"):
        kube.get("/version")


def test_a_look_is_repeated_while_the_server_restarts_and_a_change_is_not() -> None:
    asked: list[str] = []

    def restart(request: httpx.Request) -> httpx.Response:
        asked.append(request.method)
        if len(asked) == 1:
            raise httpx.ConnectError("[Errno 104] Connection reset by peer", request=request)
        return httpx.Response(503 if len(asked) == 2 else 200, json={"items": []})

    kube = Kube(httpx.Client(base_url="https://one.example", transport=httpx.MockTransport(restart)), sleep=lambda _: None)

    assert kube.items("/api/v1/pods") == []
    assert asked == ["GET", "GET", "GET"]

    asked.clear()
    with pytest.raises(Unavailable):
        kube.create("/api/v1/pods", {})
    assert asked == ["POST"]
