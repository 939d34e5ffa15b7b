"""scripts/uv.py: what pip is told of mirrors, proxies and certificates is told uv."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest

SCRIPT = Path(__file__).resolve().parents[2] / "scripts/uv.py"
specification = importlib.util.spec_from_file_location("uv_script", SCRIPT)
assert specification is not None
assert specification.loader is not None
uv = importlib.util.module_from_spec(specification)
specification.loader.exec_module(uv)


@pytest.mark.parametrize(
    ("pip", "said"),
    [
        ({}, {}),
        ({"index-url": "https://mirror.example/simple"}, {"UV_DEFAULT_INDEX": "https://mirror.example/simple"}),
        ({"extra-index-url": "https://a.example\nhttps://b.example"}, {"UV_INDEX": "https://a.example https://b.example"}),
        ({"trusted-host": "a.example b.example"}, {"UV_INSECURE_HOST": "a.example b.example"}),
        ({"find-links": "https://a.example/w /no/such/folder"}, {"UV_FIND_LINKS": "https://a.example/w"}),
        ({"find-links": "/no/such/folder"}, {}),
        ({"no-index": "true"}, {"UV_NO_INDEX": "1"}),
        ({"no-index": "false"}, {}),
        ({"cert": "/ca.pem", "client-cert": "/me.pem"}, {"SSL_CERT_FILE": "/ca.pem", "SSL_CLIENT_CERT": "/me.pem"}),
        ({"proxy": "http://proxy.example"}, {"HTTP_PROXY": "http://proxy.example", "HTTPS_PROXY": "http://proxy.example"}),
        ({"timeout": "60"}, {"UV_HTTP_TIMEOUT": "60"}),
        ({"keyring-provider": "subprocess"}, {"UV_KEYRING_PROVIDER": "subprocess"}),
        ({"keyring-provider": "import"}, {}),
        ({"quiet": "1"}, {}),
    ],
)
def test_each_setting_has_its_counterpart(pip: dict[str, str], said: dict[str, str]) -> None:
    assert uv.uv_settings(pip) == said


def test_a_folder_of_certificates_is_one(tmp_path: Path) -> None:
    assert uv.uv_settings({"cert": str(tmp_path), "find-links": str(tmp_path)}) == {
        "SSL_CERT_DIR": str(tmp_path),
        "UV_FIND_LINKS": str(tmp_path),
    }


def test_settings_of_the_command_and_of_the_environment_go_first(monkeypatch: pytest.MonkeyPatch) -> None:
    printed = "global.index-url='g'\nglobal.timeout='1'\ninstall.index-url='i'\ndownload.timeout='9'\n:env:.timeout='3'\n"
    monkeypatch.setattr(uv.subprocess, "run", lambda *_, **__: uv.subprocess.CompletedProcess([], 0, printed))

    assert uv.pip_settings() == {"index-url": "i", "timeout": "3"}
