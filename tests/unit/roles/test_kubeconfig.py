"""What a kubeconfig may say, and what is said when it does not."""

from __future__ import annotations

import base64
import ssl
from pathlib import Path
from typing import Any

import pytest
import yaml

from functions.adapters.kube.kubeconfig import read_access
from functions.adapters.kube.plugin import Given
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


def test_a_token_in_a_file_beside_the_kubeconfig_is_watched(tmp_path: Path) -> None:
    (tmp_path / "token").write_text("from-file\n")

    access = read_access(write(tmp_path, config({"tokenFile": "token"})))

    assert (access.token, access.changed()) == ("from-file", False)
    (tmp_path / "token").write_text("rotated\n")
    assert access.changed()


def test_a_kubeconfig_that_is_written_anew_or_goes_is_a_change(tmp_path: Path) -> None:
    path = write(tmp_path, config({"token": "t"}))
    before = read_access(path)
    write(tmp_path, config({"token": "longer"}))
    after = read_access(path)

    assert (before.changed(), after.changed()) == (True, False)
    path.unlink()
    assert after.changed()


def test_another_name_of_the_server_and_a_way_to_it(tmp_path: Path) -> None:
    place = {"tls-server-name": "api.internal", "proxy-url": "http://proxy.example:3128"}

    access = read_access(write(tmp_path, config({"token": "t"}, place)))

    assert (access.server_name, access.proxy) == ("api.internal", "http://proxy.example:3128")


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

    authority = {"certificate-authority": "ca.pem"}
    plugin = Given(certificate="a plugin's certificate", key="its key")

    access = read_access(write(tmp_path, config(user, authority)))
    assert loaded == {"authority": "the authority", "chain": "the certificate\nthe key\n"}
    assert tmp_path / "ca.pem" in access.files

    read_access(write(tmp_path, config({"exec": {"command": "cloud"}}, authority)), ask=lambda *_: plugin)
    assert loaded["chain"] == "a plugin's certificate\nits key\n"


def test_a_clouds_own_program_gives_a_token_that_ends(tmp_path: Path) -> None:
    asked: list[Any] = []

    def ask(*question: Any) -> Given:
        asked.append(question)
        return Given(token="from-cloud", expires=1000.0)

    plugin = {"command": "cloud"}
    access = read_access(write(tmp_path, config({"exec": plugin})), seconds=7, ask=ask)

    assert (access.token, access.expires, access.renewable) == ("from-cloud", 1000.0, True)
    assert asked == [(plugin, {"server": "https://one.example"}, tmp_path, 7)]


@pytest.mark.parametrize(
    "user",
    [
        {"tokenFile": "nowhere"},
        {"client-certificate-data": "not base64!", "client-key-data": "x"},
        {"client-certificate-data": base64.b64encode(b"no certificate").decode(), "client-key": "kubeconfig"},
    ],
    ids=["no file", "no base64", "no certificate"],
)
def test_credentials_that_cannot_be_read_are_told(tmp_path: Path, user: dict[str, Any]) -> None:
    with pytest.raises(Unavailable, match=r"the credentials of the kubeconfig .* cannot be read"):
        read_access(write(tmp_path, config(user)))


@pytest.mark.parametrize("content", ["", "{", "current-context: none\ncontexts: []"], ids=["empty", "no yaml", "no context"])
def test_a_file_that_does_not_say_it_is_named(tmp_path: Path, content: str) -> None:
    path = tmp_path / "kubeconfig"
    path.write_text(content)

    with pytest.raises(Unavailable, match=f"no usable context in the kubeconfig {path}"):
        read_access(path)


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(Unavailable, match="the cluster cannot be reached"):
        read_access(tmp_path / "nowhere")
